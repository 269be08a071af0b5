/**
 * The contents of data segments: strings, and lists of numbers such as `(i16 3 4)`, which abbreviate the strings of their bytes.
 * @spec core 6.4-text.modules §Data segments
 * @module
 */
import { shapes } from '../numeric-operators.ts';
import type { LaneType } from '../numeric-operators.ts';
import type { MutableCursor } from './cursor.ts';
import { close, joinBytes, kindOf, takeAllBytes, takeList } from './cursor.ts';
import { takeLaneBits, takeVector } from './numbers.ts';

const laneSizes: ReadonlyMap<LaneType, number> = new Map(Object.values(shapes).map(({ lane, size }) => [lane, size]));

/** The bytes of a natural number of a size in bits, the least first. */
const littleEndian = (bits: bigint, size: number): readonly number[] =>
  Array.from({ length: size / 8 }, (_, i) => Number((bits >> BigInt(8 * i)) & 0xffn));

/** Reads a list of numbers if one comes next. */
const takeNumbers = (p: MutableCursor): readonly number[] | undefined => {
  const bytes: number[] = [];
  for (const [lane, size] of laneSizes) {
    if (!takeList(p, lane)) continue;
    while (kindOf(p) !== ')') bytes.push(...littleEndian(takeLaneBits(p, lane, size), size));
    close(p, `a literal of type ${lane}`);
    return bytes;
  }
  if (!takeList(p, 'v128')) return undefined;
  while (kindOf(p) !== ')') bytes.push(...littleEndian(takeVector(p).c, 128));
  close(p, 'the shape of a vector');
  return bytes;
};

/** Reads strings and lists of numbers, as many as there are, and joins their bytes. */
export const takeDataBytes = (p: MutableCursor): Uint8Array => {
  const strings = takeAllBytes(p);
  if (kindOf(p) !== '(') return strings; // nearly always
  const parts: Uint8Array[] = [strings];
  for (let numbers = takeNumbers(p); numbers !== undefined; numbers = takeNumbers(p)) parts.push(Uint8Array.from(numbers), takeAllBytes(p));
  return joinBytes(parts);
};
