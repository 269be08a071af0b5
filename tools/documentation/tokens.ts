/** Words and signs of the Unicode notation in which rules are written. */
import type { Either } from 'fp-ts/lib/Either.js';
import { left, right } from 'fp-ts/lib/Either.js';

/** A piece of a formula. `spaced` says that white space stands before it. */
export type Token = { readonly text: string; readonly spaced: boolean } & (
  | { readonly kind: 'word' | 'field' | 'number' | 'string' | 'sign' }
  | { readonly kind: 'script'; readonly place: 'above' | 'below' }
);

/** Letters and digits above the line, and below it: compatibility forms of the plain ones. */
const above = '[\u00b2\u00b3\u00b9\u02b0-\u02b8\u02e1-\u02e3\u1d2c-\u1d61\u1d9c\u1da0\u1dbb\u2070-\u207f\u2c7d′″]+';
const below = '[\u1d62-\u1d6a\u2080-\u209c\u2c7c]+';

/** In order of preference. A field is what follows a dot: `F.locals` is the word `F` and the field `locals`. */
const shapes: readonly (readonly [kind: 'above' | 'below' | Exclude<Token['kind'], 'script'>, shape: string])[] = [
  ['above', above],
  ['below', below],
  ['number', String.raw`0x[\da-fA-F_]+|\d[\d_]*(?:\.\d+)?`],
  ['field', String.raw`\.[A-Za-z]\w*`],
  ['word', String.raw`\$?[A-Za-z](?:\w*[A-Za-z\d])?(?:-[A-Za-z]{2}\w*)*|\p{Script=Greek}`],
  ['string', '"[^"]*"|“[^”]*”|‘[^’]*’|`[^`]*`'],
  ['sign', String.raw`::=|:=|\+=|\+\+|<:|<=|>=|->|\|\||\.{2,3}|\S`],
];
const shape = new RegExp(`\\s*(?:${shapes.map(([, source]) => `(${source})`).join('|')})`, 'yu');

/** The plain form of what stands above or below the line: `ⁿ` is `n`. */
const plain = (text: string): string => text.normalize('NFKC').replaceAll('−', '-');

/** Cuts a formula into tokens. @returns the character where none begins, or the tokens */
export const tokenize = (formula: string): Either<string, readonly Token[]> => {
  const text = formula.trim();
  const tokens: Token[] = [];
  shape.lastIndex = 0;
  while (shape.lastIndex < text.length) {
    const from = shape.lastIndex;
    const match = shape.exec(text);
    const groups: readonly (string | undefined)[] = match?.slice(1) ?? [];
    const which = groups.findIndex((group) => group !== undefined);
    const [kind, found] = [shapes[which]?.[0], groups[which]];
    if (kind === undefined || found === undefined) return left(`cannot read '${text.slice(from)}'`);
    const spaced = /\s/u.test(text[from] ?? '');
    const script = kind === 'above' || kind === 'below';
    tokens.push(script ? { kind: 'script', place: kind, text: plain(found), spaced } : { kind, text: found, spaced });
  }
  return right(tokens);
};
