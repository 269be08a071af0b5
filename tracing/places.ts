/**
 * Places in a source: offsets as lines and columns, and how many lines there are.
 * @module
 */
import type { Source, Span } from '../syntax/source.ts';
import type { Position } from './model.ts';

/** Finds places in a source. */
export interface Places {
  /** the name of the source without its folder */
  readonly file: string;
  /** the place where a span begins; null of a span without a source */
  readonly startOf: (at: Span) => Position | null;
  /** the place of the word or parenthesis that ends a span */
  readonly endOf: (at: Span) => Position | null;
  /** how many lines there are; 0 in a binary */
  readonly lines: number;
}

/** The offsets at which lines begin. */
const lineStarts = (text: string): readonly number[] => {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
};
/** The number of elements that are at most x. */
const countUpTo = (ascending: readonly number[], x: number): number => {
  let low = 0, high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? x) <= x) low = middle + 1;
    else high = middle;
  }
  return low;
};

const END = 'end';
/** Where the last word or parenthesis of a span begins. */
const lastToken = (text: string, { start, end }: Span): number =>
  Math.max(start, text.startsWith(END, end - END.length) ? end - END.length : end - 1);

/** The name of a file without its folder. */
export const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

const ofText = (name: string, text: string): Places => {
  const starts = lineStarts(text);
  const position = (offset: number): Position => {
    const line = countUpTo(starts, offset);
    return { offset, line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
  return {
    file: baseName(name),
    startOf: (at) => at.start < 0 ? null : position(at.start),
    endOf: (at) => at.start < 0 ? null : position(lastToken(text, at)),
    lines: starts.length,
  };
};
const ofBinary = (name: string): Places => {
  const position = (offset: number): Position => ({ offset, line: null, column: null });
  return {
    file: baseName(name),
    startOf: ({ start }) => start < 0 ? null : position(start),
    endOf: ({ start, end }) => start < 0 ? null : position(Math.max(start, end - 1)),
    lines: 0,
  };
};

/** The places of a source. */
export const placesOf = (source: Source): Places => source.kind === 'text' ? ofText(source.name, source.text) : ofBinary(source.name);

/** `17:8` in a text, `+0x2a` in a binary */
export const showPosition = ({ offset, line, column }: Position): string =>
  line === null || column === null ? `+0x${offset.toString(16)}` : `${line}:${column}`;
/** `file.wat:17:8`, `file.wasm+0x2a` */
export const showPositionIn = (file: string, at: Position): string =>
  at.line === null ? `${file}${showPosition(at)}` : `${file}:${showPosition(at)}`;
