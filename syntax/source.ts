/**
 * Where a piece of abstract syntax comes from.
 * @module
 */

/** A half-open range of the source: UTF-16 offsets in a text, byte offsets in a binary. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The span of syntax that no source wrote: made by a rule, a generator or a test. */
export const NOWHERE: Span = { start: -1, end: -1 };

/** A text or a binary, with the name that messages give it. */
export type Source =
  | { readonly kind: 'text'; readonly name: string; readonly text: string }
  | { readonly kind: 'binary'; readonly name: string; readonly bytes: Uint8Array };

/** A line and a column, both counted from 1; a column counts UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The position of an offset in a text. */
export const positionOf = (text: string, offset: number): Position => {
  let line = 1, start = 0;
  for (let i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
    line++;
    start = i + 1;
  }
  return { line, column: offset - start + 1 };
};

/** What is wrong with a source, and where. `expected` is left out when the message says it all. */
export interface SourceError {
  /** `malformed`: not in the grammar; `invalid`: in the grammar, but ill-typed */
  readonly kind: 'malformed' | 'invalid';
  /** begins with the wording of the official suites where they have one, e.g. `unexpected token` */
  readonly message: string;
  readonly span: Span;
  /** the typing rule that refused it */
  readonly rule?: string;
}
