/**
 * What can go wrong in a command, how it is shown and which exit code it means: 0 is left for what went right.
 * @module
 */
import type { Source, SourceError, Span } from '../../syntax/source.ts';
import { positionOf } from '../../syntax/source.ts';

/** Why a command could not do what it was asked. */
export type Failure =
  /** the command line makes no sense */
  | { readonly kind: 'usage'; readonly message: string }
  /** a file cannot be read or written */
  | { readonly kind: 'file'; readonly file: string; readonly message: string }
  /** a program is malformed or invalid */
  | { readonly kind: 'program'; readonly source: Source; readonly error: SourceError }
  /** the program ran and failed, or a check did not hold; the message may have several lines */
  | { readonly kind: 'failed'; readonly message: string }
  /** more than one of these, in the order of what the command was asked */
  | { readonly kind: 'several'; readonly failures: readonly Failure[] };

/** 1: the program is wrong or failed; 2: the command was used wrongly, if only in part. */
export const exitCodeOf = (failure: Failure): 1 | 2 => {
  switch (failure.kind) {
    case 'usage': case 'file': return 2;
    case 'program': case 'failed': return 1;
    case 'several': return failure.failures.some((one) => exitCodeOf(one) === 2) ? 2 : 1;
  }
};

/** The widest piece of a source line that is shown, in UTF-16 units. */
const WINDOW = 120;
const CONTROL = /[\p{Cc}\p{Bidi_Control}]/gu;
/** A source never controls the terminal that shows it. */
const harmless = (text: string): string => text.replaceAll(CONTROL, (c) => (c === '\t' ? '\t' : '\u{FFFD}'));
/** What is shown of a long word, in UTF-16 units. */
const HEAD = 60, TAIL = 20;
const LONG = new RegExp(`\\S{${HEAD + TAIL + 20},}`, 'gu');
/** Something said about a source, in which no word is long: a name or a number may have a million characters. */
export const readable = (text: string): string => harmless(text).replaceAll(LONG, (word) => `${word.slice(0, HEAD)}…${word.slice(-TAIL)}`);
/** As wide as the text: one column a code point, tabs kept. */
const blank = (text: string): string => text.replaceAll(/[^\t]/gu, ' ');

/** The line that a span begins on and a caret below it; a long line is cut to a window around the caret. */
const excerpt = (text: string, span: Span): string => {
  const { column } = positionOf(text, span.start);
  const lineStart = span.start - (column - 1);
  const newline = text.indexOf('\n', span.start);
  const lineEnd = newline < 0 ? text.length : newline > span.start && text[newline - 1] === '\r' ? newline - 1 : newline;
  const from = Math.max(lineStart, span.start - WINDOW / 2);
  const to = Math.min(lineEnd, from + WINDOW);
  const before = (from > lineStart ? '…' : '') + harmless(text.slice(from, span.start));
  const after = harmless(text.slice(span.start, to)) + (to < lineEnd ? '…' : '');
  const marked = blank(text.slice(span.start + 1, Math.min(span.end, to))).replaceAll(/./gsu, '~');
  return `  ${before}${after.trimEnd()}\n  ${blank(before)}^${marked}`;
};

/** `message`, with the rule that refused the program if there is one. */
const messageOf = (error: SourceError): string =>
  `${readable(error.message)}${error.rule === undefined ? '' : ` (rule ${error.rule})`}`;

/** `file:line:column: message` with the source line and a caret, or `file: at offset 0x…: message` for a binary. */
export const showSourceError = (source: Source, error: SourceError): string => {
  const { span } = error;
  if (span.start < 0) return `${source.name}: ${messageOf(error)}`;
  if (source.kind === 'binary') return `${source.name}: at offset 0x${span.start.toString(16)}: ${messageOf(error)}`;
  const { line, column } = positionOf(source.text, span.start);
  return `${source.name}:${line}:${column}: ${messageOf(error)}\n${excerpt(source.text, span)}`;
};

/** What a person reads on stderr. */
export const showFailure = (failure: Failure): string => {
  switch (failure.kind) {
    case 'usage': return failure.message;
    case 'file': return `${failure.file}: ${failure.message}`;
    case 'program': return showSourceError(failure.source, failure.error);
    case 'failed': return failure.message;
    case 'several': return failure.failures.map(showFailure).join('\n');
  }
};
