/**
 * A place among the tokens of a text, and the steps that every part of the grammar takes from it.
 * @module
 */
import type { Span } from '../source.ts';
import { fail } from './failure.ts';
import { isKnownWord } from './keywords.ts';
import type { TokenKind, Tokens } from './lexer.ts';
import { stringBytes } from './strings.ts';
import { decodeUtf8 } from './utf8.ts';

/** A place among tokens. */
export interface MutableCursor {
  readonly tokens: Tokens;
  /** the number of the parenthesis that belongs to the parenthesis with this number; −1 for other tokens */
  readonly partners: readonly number[];
  /** the number of the token that comes next */
  next: number;
}

/** The span of the tokens from number `first` up to, and without, number `end`. */
export const spanOf = ({ tokens }: MutableCursor, first: number, end: number): Span =>
  ({ start: tokens.starts[first] ?? 0, end: tokens.ends[Math.max(end - 1, first)] ?? 0 });
/** The span of what has been read since token number `first`. */
export const spanFrom = (p: MutableCursor, first: number): Span => spanOf(p, first, p.next);

/** The kind of the next token, or of the one `ahead` of it. */
export const kindOf = (p: MutableCursor, ahead = 0): TokenKind => p.tokens.kinds[p.next + ahead] ?? 'end';
/** The text of the next token, or of the one `ahead` of it. */
export const textOf = ({ tokens, next }: MutableCursor, ahead = 0): string =>
  tokens.text.slice(tokens.starts[next + ahead], tokens.ends[next + ahead]);

/** Is the next token, or the one `ahead` of it, this keyword? */
export const isWord = (p: MutableCursor, word: string, ahead = 0): boolean => {
  const { tokens } = p;
  const start = tokens.starts[p.next + ahead] ?? 0;
  return kindOf(p, ahead) === 'keyword' && tokens.ends[p.next + ahead] === start + word.length && tokens.text.startsWith(word, start);
};
/** Does a list with this head come next? */
export const isList = (p: MutableCursor, head: string): boolean => kindOf(p) === '(' && isWord(p, head, 1);

const LONGEST_QUOTE = 40;
/** The next token as messages show it. */
const found = (p: MutableCursor): string => {
  if (kindOf(p) === 'end') return 'the end of the text';
  const text = textOf(p);
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
};
/** Refuses the next token, or the one `ahead` of it. */
export const unexpected = (p: MutableCursor, expected: string, ahead = 0): never => {
  p.next += ahead;
  const kind = kindOf(p);
  const unknown = kind === 'reserved' || (kind === 'keyword' && !isKnownWord(textOf(p)));
  return fail(spanOf(p, p.next, p.next + 1), `${unknown ? 'unknown operator' : 'unexpected token'} ${found(p)}, expected ${expected}`);
};

/** Refuses the token before the cursor. */
export const refuse = (p: MutableCursor, message: string): never => fail(spanFrom(p, p.next - 1), message);
/** Refuses the list that comes next for its head, or whatever else comes next. */
export const unexpectedList = (p: MutableCursor, expected: string): never => unexpected(p, expected, kindOf(p) === '(' ? 1 : 0);

/** Reads the keyword if it comes next. */
export const takeWord = (p: MutableCursor, word: string): boolean => {
  if (!isWord(p, word)) return false;
  p.next++;
  return true;
};
/** Reads `(` and the head of a list if they come next. */
export const takeList = (p: MutableCursor, head: string): boolean => {
  if (!isList(p, head)) return false;
  p.next += 2;
  return true;
};
/** Reads `)`. */
export const close = (p: MutableCursor, expected: string): void => {
  if (kindOf(p) !== ')') unexpected(p, expected);
  p.next++;
};
/** Reads `(`. */
export const open = (p: MutableCursor, expected: string): void => {
  if (kindOf(p) !== '(') unexpected(p, expected);
  p.next++;
};

/** Reads the text of a token of one of these kinds. */
export const takeText = (p: MutableCursor, kinds: readonly TokenKind[], expected: string): string => {
  if (!kinds.includes(kindOf(p))) return unexpected(p, expected);
  const text = textOf(p);
  p.next++;
  return text;
};

/** The number of the token after the list that begins with token number `first`. */
export const afterList = (p: MutableCursor, first: number): number => (p.partners[first] ?? first) + 1;

const isString = (p: MutableCursor): boolean => kindOf(p) === 'string';
/** Reads the bytes of a string. */
export const takeBytes = (p: MutableCursor, expected: string): Uint8Array => {
  if (!isString(p)) return unexpected(p, expected);
  const { tokens, next } = p;
  p.next++;
  return stringBytes(tokens.text, tokens.starts[next] ?? 0, tokens.ends[next] ?? 0);
};
/** b₁* … bₙ* */
export const joinBytes = (parts: readonly Uint8Array[]): Uint8Array => {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    all.set(part, end);
    end += part.length;
  }
  return all;
};
/** Reads strings, as many as there are, and joins their bytes. */
export const takeAllBytes = (p: MutableCursor): Uint8Array => {
  const parts: Uint8Array[] = [];
  while (isString(p)) parts.push(takeBytes(p, 'a string'));
  return joinBytes(parts);
};
/** Reads a name: a string of UTF-8. */
export const takeName = (p: MutableCursor, expected: string): string => {
  const first = p.next;
  const bytes = takeBytes(p, expected);
  return decodeUtf8(bytes) ?? fail(spanFrom(p, first), `malformed UTF-8 encoding of ${expected}`);
};

/** Reads an identifier if one comes next; without its `$`. */
export const takeId = (p: MutableCursor): string | undefined => {
  if (kindOf(p) !== 'id') return undefined;
  const { tokens, next } = p;
  const start = (tokens.starts[next] ?? 0) + 1, end = tokens.ends[next] ?? 0;
  p.next++;
  if (tokens.text.charAt(start) !== '"') return tokens.text.slice(start, end);
  return decodeUtf8(stringBytes(tokens.text, start, end)) ?? fail(spanFrom(p, next), 'malformed UTF-8 encoding of an identifier');
};
/** Pairs the parentheses. Refuses one that has no partner. */
const partnersOf = (tokens: Tokens): readonly number[] => {
  const partners: number[] = [];
  const opened: number[] = [];
  const tokenSpan = (i: number): Span => ({ start: tokens.starts[i] ?? 0, end: tokens.ends[i] ?? 0 });
  for (let i = 0; i <= tokens.count; i++) {
    partners.push(-1);
    const kind = tokens.kinds[i];
    if (kind === '(') opened.push(i);
    else if (kind === ')') {
      const first = opened.pop() ?? fail(tokenSpan(i), 'unexpected token ), which closes no list');
      partners[first] = i;
      partners[i] = first;
    }
  }
  const unclosed = opened.pop();
  if (unclosed !== undefined) fail(tokenSpan(unclosed), 'unexpected token (, whose list is not closed before the end of the text');
  return partners;
};

/** A cursor before the first token. Refuses parentheses that do not pair. */
export const cursorOf = (tokens: Tokens): MutableCursor => ({ tokens, partners: partnersOf(tokens), next: 0 });
