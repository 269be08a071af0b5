/** From the Unicode notation of the doc comments to TeX. */
import type { Either } from 'fp-ts/lib/Either.js';
import { chain, left, map, right } from 'fp-ts/lib/Either.js';
import type { Class } from './signs.ts';
import { signOf } from './signs.ts';
import type { Token } from './tokens.ts';
import { tokenize } from './tokens.ts';
import { isKeyword, isVariable } from './vocabulary.ts';

/** A piece of TeX, and how it sits between its neighbours. `next` is the index of the first token after it. */
type Atom = { readonly tex: string; readonly class: Class; readonly next: number };

/** TeX that continues an atom. `next` is the index of the first token after it. */
type Scripted = { readonly tex: string; readonly next: number };

const escape = (text: string): string => text.replaceAll(/[_$%#&{}]/gu, (sign) => `\\${sign}`);
const italic = (word: string): string => (/^[A-Za-z]$/u.test(word) ? word : `\\mathit{${escape(word)}}`);
const sans = (word: string): string => `\\textsf{${escape(word)}}`;
const roman = (word: string): string => `\\text{${escape(word)}}`;

/** `t_1`, `val2`: a variable with its index in plain letters */
const indexed = /^(?<base>\$?[A-Za-z]+?)(?:_(?<name>\w+)|(?<digits>\d+))$/u;

const greek: ReadonlyMap<string, string> = new Map([['ε', '\\epsilon'], ['ϵ', '\\epsilon'], ['ο', 'o']]);

const variable = (word: string): string | undefined => {
  if (/^\p{Script=Greek}$/u.test(word)) return greek.get(word) ?? word;
  if (isVariable(word)) return italic(word);
  const parts = isKeyword(word) ? undefined : indexed.exec(word)?.groups;
  const base = parts?.['base'] ?? '';
  return isVariable(base) ? `${italic(base)}_{${italic(parts?.['name'] ?? parts?.['digits'] ?? '')}}` : undefined;
};

/** `wrap_32`, `default_t`: a function of a family, with its index */
const family = (name: string): string | undefined => {
  const { base, index = '' } = /^(?<base>[a-z]+)_(?<index>\w+)$/u.exec(name)?.groups ?? {};
  const below = /^\d+$/u.test(index) ? index : variable(index);
  return base === undefined || below === undefined ? undefined : `${roman(base)}_{${below}}`;
};

const isUnspaced = (token: Token | undefined, ...kinds: readonly Token['kind'][]): boolean =>
  token !== undefined && !token.spaced && kinds.includes(token.kind);

/** `(local.get …`: the parenthesis opens an instruction, not the arguments of a function or an aside. */
const isHead = (tokens: readonly Token[], at: number): boolean => {
  const parenthesis = tokens[at - 1];
  const isCall = isUnspaced(parenthesis, 'sign') && /^(?:word|field|script)$/u.test(tokens[at - 2]?.kind ?? '');
  return parenthesis?.text === '(' && !isCall && !/^(?:the|an|is|in|of|for|with|not|no|see|where)$/u.test(tokens[at]?.text ?? '');
};

/** A word: a variable, the name of an instruction or a type with all its dots, or part of a sentence. */
const wordAt = (tokens: readonly Token[], at: number): Atom => {
  const word = tokens[at]?.text ?? '';
  const tex = variable(word);
  const isName = word === 'ref' && isUnspaced(tokens[at + 1], 'field'); // `ref.func`, unlike `S.funcs` and `nt.const`
  if (tex !== undefined && !isName) return { tex, class: 'ordinary', next: at + 1 };
  let next = at + 1;
  while (isUnspaced(tokens[next], 'field')) next += 1;
  const name = tokens.slice(at, next).map(({ text }) => text).join('');
  const head = isHead(tokens, at);
  const applied = head ? undefined : family(name);
  const keyword = head || isKeyword(word) || /[._]/u.test(name);
  return { tex: applied ?? (keyword ? sans(name) : roman(name)), class: 'ordinary', next };
};

/** The TeX of one token or name, without what stands above and below it; undefined if the notation does not have it. */
const nucleusAt = (tokens: readonly Token[], at: number): Atom | undefined => {
  const token = tokens[at];
  const ordinary = (tex: string): Atom => ({ tex, class: 'ordinary', next: at + 1 });
  switch (token?.kind) {
    case 'word': return wordAt(tokens, at);
    case 'field': return ordinary(`{.}${sans(token.text.slice(1))}`);
    case 'number': return ordinary(token.text.startsWith('0x') ? `\\mathtt{${escape(token.text)}}` : escape(token.text));
    case 'string': return ordinary(roman(token.text));
    case 'sign': {
      const sign = signOf(token.text, token.spaced && (tokens[at + 1]?.spaced ?? true));
      return sign && { ...sign, next: at + 1 };
    }
    case 'script': // above or below nothing
    case undefined: return undefined;
  }
};

/** `*`, `?` and `+` say "sequence of" when they cling to what is before them and not to what comes after. */
const isIteration = (tokens: readonly Token[], at: number): boolean => {
  const token = tokens[at];
  const after = tokens[at + 1];
  return token !== undefined && isUnspaced(token, 'sign') && /^[*?+]$/u.test(token.text)
    && (after === undefined || after.spaced || after.kind === 'script' || after.kind === 'field'
      || /^[)[\]{},;:|*?⟩′]$/u.test(after.text));
};

/** The index of the sign that closes what `open` opens at `at`; -1 if there is none. */
const closing = (tokens: readonly Token[], at: number, open: string, close: string): number => {
  let depth = 0;
  return tokens.findIndex(({ text }, index) => {
    if (index < at) return false;
    if (text === close && index > at) depth -= 1;
    else if (text === open) depth += 1;
    return depth === 0;
  });
};

const isOperand = (token: Token | undefined): boolean =>
  token?.kind === 'word' || token?.kind === 'number' || /^[{(|]$/u.test(token?.text ?? '');

/** What stands after `^` or `_`: `{…}`, `(…)`, `|…|`, or a word or number with its own scripts. */
const operandAt = (tokens: readonly Token[], at: number): Either<string, Scripted> => {
  const token = tokens[at];
  const close = { '{': '}', '(': ')', '|': '|' }[token?.text ?? ''];
  if (token !== undefined && close !== undefined) {
    const end = closing(tokens, at, token.text, close);
    if (end < 0) return left(`'${token.text}' without '${close}'`);
    const inner = close === '|' ? tokens.slice(at, end + 1) : tokens.slice(at + 1, end);
    return map((tex: string): Scripted => ({ tex, next: end + 1 }))(setTokens(inner));
  }
  const nucleus = isOperand(token) ? nucleusAt(tokens, at) : undefined;
  if (nucleus === undefined) return left('nothing stands after \'^\'');
  return map(({ tex, next }: Scripted): Scripted => ({ tex: nucleus.tex + tex, next }))(scriptsAt(tokens, nucleus.next));
};

/** The sub- and superscripts from `at` on, as TeX. */
const scriptsAt = (tokens: readonly Token[], at: number): Either<string, Scripted> => {
  const scripts = { above: '', below: '' };
  let next = at;
  for (let token = tokens[next]; token !== undefined; token = tokens[next]) {
    const isIndex = token.text === '_' && !token.spaced && tokens[next + 1]?.spaced === false && isOperand(tokens[next + 1]);
    if (token.text === '^' || isIndex) {
      const operand = operandAt(tokens, next + 1);
      if (operand._tag === 'Left') return operand;
      scripts[isIndex ? 'below' : 'above'] += operand.right.tex;
      next = operand.right.next;
      continue;
    }
    if (token.kind === 'script' && !token.spaced) scripts[token.place] += token.text.replaceAll('′', '\\prime ');
    else if (isIteration(tokens, next)) scripts.above += token.text;
    else break;
    next += 1;
  }
  const { above, below } = scripts;
  return right({ tex: (below === '' ? '' : `_{${below}}`) + (above === '' ? '' : `^{${above}}`), next });
};

/** Space that the author wrote and TeX would swallow: between two things that merely stand side by side. */
const between = (before: Class | undefined, after: Class): string =>
  (before === 'ordinary' || before === 'close') && (after === 'ordinary' || after === 'open') ? '\\;' : '';

const setTokens = (tokens: readonly Token[]): Either<string, string> => {
  let tex = '';
  let before: Class | undefined;
  for (let at = 0; at < tokens.length;) {
    const nucleus = nucleusAt(tokens, at);
    if (nucleus === undefined) return left(`the notation has no '${tokens[at]?.text ?? ''}' in this place`);
    const scripts = scriptsAt(tokens, nucleus.next);
    if (scripts._tag === 'Left') return scripts;
    const space = tokens[at]?.spaced === true ? between(before, nucleus.class) : '';
    const body = nucleus.class === 'ordinary' ? `{${nucleus.tex}}` : `${nucleus.tex} `;
    tex += `${space}${body}${scripts.right.tex}`;
    before = nucleus.class;
    at = scripts.right.next;
  }
  return right(tex);
};

/**
 * A formula in Unicode as TeX for KaTeX.
 *
 * Variables are set in italics, keywords in sans serif, sentences in roman: see `vocabulary.ts`. An index below or above
 * the line is the Unicode character (`t₁`, `valⁿ`) or a group (`t_{i+1}`); `*` and `?` after a variable are superscripts.
 *
 * @returns what the notation does not have, or TeX
 */
export const toTex = (formula: string): Either<string, string> => chain(setTokens)(tokenize(formula));
