/** From fences in doc comments and documents to HTML: inference rules, mathematics, graphs. */
import type { Viz } from '@viz-js/viz';
import type { Either } from 'fp-ts/lib/Either.js';
import { chain, right, traverseArray, tryCatch } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import katex from 'katex';
import type { Inference } from './inference.ts';
import { parseInferences } from './inference.ts';
import { toTex } from './notation.ts';

/** Characters that fit on a line of a page; a longer formula is broken. */
const wide = 84;

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** TeX as HTML, without a script or a network. @returns KaTeX's message, or HTML */
const setTex = (tex: string): Either<string, string> =>
  tryCatch(() => katex.renderToString(tex, { displayMode: true, throwOnError: true, strict: 'error' }), message);

const setLines = traverseArray<string, string, string>(toTex);

/** A conclusion that is too wide breaks before its arrow. */
const breakConclusion = ([line = '', ...others]: readonly string[]): readonly string[] => {
  const arrow = line.search(/ [↪⇒] /u);
  if (others.length > 0 || line.length <= wide || arrow < 0) return [line, ...others];
  return [line.slice(0, arrow), line.slice(arrow + 1)];
};

const stack = (rows: readonly string[], side: 'c' | 'l'): string =>
  rows.length === 1 ? rows.join('') : `\\begin{array}{${side}}${rows.join(' \\\\ ')}\\end{array}`;

/** Premises over a bar over the conclusion; an axiom has no bar. */
const inferenceTex = ({ conclusion, premises }: Inference): Either<string, string> =>
  pipe(
    setLines(breakConclusion(conclusion)),
    chain((below) =>
      pipe(
        setLines(premises),
        chain((above) => {
          const over = premises.join('  ').length > wide ? stack(above, 'c') : above.join(' \\qquad ');
          const under = stack(below.map((row, i) => (i === 0 ? row : `\\quad ${row}`)), 'l');
          return right(premises.length === 0 ? under : `\\dfrac{\\displaystyle ${over}}{\\displaystyle ${under}}`);
        }),
      ),
    ),
  );

const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A `rule` fence as HTML; the rule's name, if it has one, stands at the right. */
const setRules = (text: string, name: string): Either<string, string> =>
  pipe(
    parseInferences(text),
    chain(traverseArray((rule) => pipe(inferenceTex(rule), chain(setTex)))),
    chain((rules) => {
      const label = name === '' ? '' : `<span class="rule-name">${escapeHtml(name)}</span>`;
      return right(`<figure class="rule"><div class="rule-body">${rules.join('')}</div>${label}</figure>`);
    }),
  );

const setGraph = (text: string, viz: Viz): Either<string, string> =>
  tryCatch(() => {
    const svg = viz.renderString(text, { format: 'svg', graphAttributes: { bgcolor: 'transparent' } });
    return svg.slice(svg.indexOf('<svg'));
  }, message);

/**
 * A fence as HTML.
 *
 * @param info - the fence's first line: the language, then, for a rule, its name
 * @returns what is wrong with the text, or HTML; undefined when it is in another language
 */
export const setFence = (info: string, text: string, viz: Viz): Either<string, string> | undefined => {
  const [language, ...name] = info.trim().split(/\s+/u);
  switch (language) {
    case 'rule': return setRules(text, name.join(' '));
    case 'math': return setTex(text);
    case 'dot': return setGraph(text, viz);
    default: return undefined;
  }
};
