/**
 * Tokens. White space, comments and annotations separate them; annotations are kept aside, with the token that follows.
 * @spec core 6.0-text.lexical
 * @spec core text/lexical.rst
 * @module
 */
import type { Span } from '../source.ts';
import {
  AT, BACKSLASH, CLOSE, DOLLAR, isControl, isHexDigit, isIdChar, isLower, isPunctuation, isSpace, OPEN, QUOTE, SEMICOLON, showCharacter,
} from './characters.ts';
import { fail } from './failure.ts';
import { numberKind, skipDigits } from './number-tokens.ts';
import { isSimpleEscape, stringBytes } from './strings.ts';
import { decodeUtf8 } from './utf8.ts';

/** `id` is `$…` or `$"…"`; `reserved` is what no grammar uses; `end` is the end of the text. */
export type TokenKind = '(' | ')' | 'keyword' | 'nat' | 'int' | 'float' | 'string' | 'id' | 'reserved' | 'end';

/** `(@name …)` */
export interface Annotation {
  readonly name: string;
  readonly span: Span;
  /** what stands between the name and the closing parenthesis */
  readonly content: Span;
  /** the number of the token that follows */
  readonly next: number;
}

/** The tokens of a text, by their numbers. The last one, number `count`, is the end. */
export interface Tokens {
  readonly text: string;
  readonly count: number;
  readonly kinds: readonly TokenKind[];
  /** where each token begins and ends */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** outermost annotations only */
  readonly annotations: readonly Annotation[];
}

/** The state of the lexer. */
interface MutableLexer {
  readonly text: string;
  readonly kinds: TokenKind[];
  readonly starts: number[];
  readonly ends: number[];
  readonly annotations: Annotation[];
  /** the annotation that the lexer is in, and how many parentheses are open in it */
  annotation: { readonly name: string; readonly start: number; readonly content: number } | undefined;
  depth: number;
}

/** The offset after a block comment that begins at `start`; comments nest. */
const skipBlockComment = (text: string, start: number): number => {
  let depth = 0;
  for (let i = start; i < text.length;) {
    const c = text.charCodeAt(i), next = text.charCodeAt(i + 1);
    if (c === OPEN && next === SEMICOLON) {
      depth++;
      i += 2;
    } else if (c === SEMICOLON && next === CLOSE) {
      depth--;
      i += 2;
      if (depth === 0) return i;
    } else i++;
  }
  return fail({ start, end: text.length }, 'unclosed comment: expected ;) before the end of the text');
};

/** The offset of the end of the line. */
const skipLineComment = (text: string, start: number): number => {
  let i = start;
  while (i < text.length && text.charCodeAt(i) !== 0x0a && text.charCodeAt(i) !== 0x0d) i++;
  return i;
};

/** Where a string that begins at `start` ends, or what is wrong with it and where. */
type StringEnd = { readonly end: number } | { readonly wrong: string; readonly span: Span };

/** The offset after the escape sequence whose backslash stands at `i`, or undefined if it is none. */
const escapeEnd = (text: string, i: number): number | undefined => {
  const c = text.charCodeAt(i + 1);
  if (isSimpleEscape(text.charAt(i + 1))) return i + 2;
  if (isHexDigit(c)) return isHexDigit(text.charCodeAt(i + 2)) ? i + 3 : undefined;
  if (!text.startsWith('u{', i + 1)) return undefined;
  const end = skipDigits(text, i + 3, isHexDigit);
  if (end === i + 3 || text.charAt(end) !== '}') return undefined;
  const code = parseInt(text.slice(i + 3, end).replaceAll('_', ''), 16);
  return code < 0xd800 || (code >= 0xe000 && code < 0x110000) ? end + 1 : undefined;
};

const scanString = (text: string, start: number): StringEnd => {
  for (let i = start + 1; i < text.length;) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) return { end: i + 1 };
    if (c === 0x0a || c === 0x0d) break;
    if (isControl(c)) {
      const wrong = `illegal control character in string literal: ${showCharacter(text, i)}, expected an escape sequence`;
      return { wrong, span: { start: i, end: i + 1 } };
    }
    if (c !== BACKSLASH) {
      i++;
      continue;
    }
    const end = escapeEnd(text, i);
    if (end === undefined) {
      const wrong = 'illegal escape: expected \\t, \\n, \\r, \\", \\\', \\\\, \\hh or \\u{h…} with the number of a Unicode character';
      return { wrong, span: { start: i, end: Math.min(i + 2, text.length) } };
    }
    i = end;
  }
  return { wrong: 'unclosed string literal: expected " before the end of the line', span: { start, end: skipLineComment(text, start) } };
};

/** A run of identifier characters and strings: the longest token that begins at `start`. */
const scanRun = (text: string, start: number): { readonly end: number; readonly strings: number } => {
  let end = start, strings = 0;
  for (;;) {
    while (isIdChar(text.charCodeAt(end))) end++;
    if (text.charCodeAt(end) !== QUOTE) return { end, strings };
    const string = scanString(text, end);
    if ('wrong' in string) return end > start ? { end, strings } : fail(string.span, string.wrong);
    end = string.end;
    strings++;
  }
};

/** What a run is. A run with strings is a string, an identifier or reserved. */
const runKind = (text: string, start: number, end: number, strings: number): TokenKind => {
  const first = text.charCodeAt(start);
  if (first === DOLLAR) {
    if (end === start + 1 || (end === start + 3 && strings === 1)) {
      return fail({ start, end }, 'empty identifier: expected a name after $');
    }
    // The first string of a run that is not the whole of it ends before the run does.
    const quoted = strings === 1 && text.charCodeAt(start + 1) === QUOTE && text.charCodeAt(end - 1) === QUOTE;
    return strings === 0 || quoted ? 'id' : 'reserved';
  }
  if (strings > 0) return strings === 1 && first === QUOTE && text.charCodeAt(end - 1) === QUOTE ? 'string' : 'reserved';
  return numberKind(text, start, end) ?? (isLower(first) ? 'keyword' : 'reserved');
};

const push = (lexer: MutableLexer, kind: TokenKind, start: number, end: number): void => {
  if (lexer.annotation !== undefined) return;
  lexer.kinds.push(kind);
  lexer.starts.push(start);
  lexer.ends.push(end);
};

const noName = (start: number): never =>
  fail({ start, end: start + 2 }, 'empty annotation id: expected a name right after (@');

/** The name of the annotation that begins at `start`, and the offset after it. */
const annotationName = (text: string, start: number): { readonly name: string; readonly end: number } => {
  const from = start + 2;
  if (text.charCodeAt(from) === QUOTE) {
    const string = scanString(text, from);
    if ('wrong' in string || string.end === from + 2) return noName(start);
    const { end } = string;
    const name = decodeUtf8(stringBytes(text, from, end)) ?? fail({ start: from, end }, 'malformed UTF-8 encoding of an annotation id');
    return { name, end };
  }
  let end = from;
  while (isIdChar(text.charCodeAt(end))) end++;
  return end === from ? noName(start) : { name: text.slice(from, end), end };
};

/** `(`, `(;` or `(@`; the offset after it. */
const lexOpen = (lexer: MutableLexer, i: number): number => {
  const { text } = lexer;
  const next = text.charCodeAt(i + 1);
  if (next === SEMICOLON) return skipBlockComment(text, i);
  if (lexer.annotation !== undefined) lexer.depth++;
  else if (next === AT) {
    const { name, end } = annotationName(text, i);
    lexer.annotation = { name, start: i, content: end };
    lexer.depth = 1;
    return end;
  } else push(lexer, '(', i, i + 1);
  return i + 1;
};

/** `)`: closes a list, or the annotation that the lexer is in. */
const lexClose = (lexer: MutableLexer, i: number): number => {
  push(lexer, ')', i, i + 1);
  const { annotation } = lexer;
  if (annotation !== undefined && --lexer.depth === 0) {
    const { name, start, content } = annotation;
    lexer.annotations.push({ name, span: { start, end: i + 1 }, content: { start: content, end: i }, next: lexer.kinds.length });
    lexer.annotation = undefined;
  }
  return i + 1;
};

/** Any other token or comment; the offset after it. */
const lexRun = (lexer: MutableLexer, i: number): number => {
  const { text } = lexer;
  const c = text.charCodeAt(i);
  if (c === SEMICOLON && text.charCodeAt(i + 1) === SEMICOLON) return skipLineComment(text, i);
  if (isIdChar(c) || c === QUOTE) {
    const { end, strings } = scanRun(text, i);
    push(lexer, runKind(text, i, end, strings), i, end);
    return end;
  }
  const end = i + String.fromCodePoint(text.codePointAt(i) ?? 0).length;
  if (!isPunctuation(c)) return fail({ start: i, end }, `illegal character ${showCharacter(text, i)} outside of comments and strings`);
  push(lexer, 'reserved', i, end);
  return end;
};

/** The tokens of a part of a text; the whole text by default. Offsets are those of the whole. */
export const tokenize = (text: string, part: Span = { start: 0, end: text.length }): Tokens => {
  const lexer: MutableLexer =
    { text: text.slice(0, part.end), kinds: [], starts: [], ends: [], annotations: [], annotation: undefined, depth: 0 };
  for (let i = part.start; i < part.end;) {
    const c = lexer.text.charCodeAt(i);
    if (isSpace(c)) i++;
    else if (c === OPEN) i = lexOpen(lexer, i);
    else if (c === CLOSE) i = lexClose(lexer, i);
    else i = lexRun(lexer, i);
  }
  if (lexer.annotation !== undefined) {
    const { start, content, name } = lexer.annotation;
    return fail({ start, end: content }, `unclosed annotation: expected ) to close (@${name} before the end of the text`);
  }
  const count = lexer.kinds.length;
  push(lexer, 'end', part.end, part.end);
  return { text, count, kinds: lexer.kinds, starts: lexer.starts, ends: lexer.ends, annotations: lexer.annotations };
};
