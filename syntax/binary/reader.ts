/**
 * Reading bytes: numbers, names and lists. Every function moves the reader past what it reads, or fails at what is wrong.
 * @spec core 5.1-binary.values
 * @module
 */
import { fail } from '../text/failure.ts';
import { decodeUtf8, firstMalformed } from '../text/utf8.ts';
import type { Span } from '../source.ts';

/** Bytes and a position among them; reading stops at `end`. Offsets count from the start of the binary. */
export interface MutableReader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly end: number;
  at: number;
}

/** A reader of the bytes from `start` to `end`. */
export const readerOf = (bytes: Uint8Array, start = 0, end: number = bytes.length): MutableReader =>
  ({ bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), end, at: start });

/** From `start` to what is read next. */
export const spanFrom = (r: MutableReader, start: number): Span => ({ start, end: r.at });

/** Fails at the bytes read since `start`. */
export const failSince = (r: MutableReader, start: number, message: string): never => fail({ start, end: r.at }, message);

const failAtEnd = (r: MutableReader): never => fail({ start: r.end, end: r.end }, 'unexpected end of section or function');

/** `0x0b`, as messages write bytes. */
export const hex = (byte: number): string => `0x${byte.toString(16).padStart(2, '0')}`;

/** byte */
export const byte = (r: MutableReader): number => {
  if (r.at >= r.end) failAtEnd(r);
  return r.bytes[r.at++] ?? 0;
};

/** The next byte, which stays unread; −1 at the end. */
export const peek = (r: MutableReader): number => (r.at < r.end ? (r.bytes[r.at] ?? -1) : -1);

/** The position of the next n bytes, which are skipped. */
export const skip = (r: MutableReader, n: number): number => {
  if (n < 0 || n > r.end - r.at) failAtEnd(r);
  const start = r.at;
  r.at += n;
  return start;
};

/** Do the last bits of an integer fit, when it has `left` < 7 bits left? Those beyond must be 0, or the sign again. */
const fits = (low: number, left: number, signed: boolean): boolean => {
  if (!signed) return low < 1 << left;
  const beyond = (-1 << (left - 1)) & 0x7f;
  return (low & beyond) === 0 || (low & beyond) === beyond;
};

const failLong = (r: MutableReader, start: number, bits: number): never => {
  const longest = Math.ceil(bits / 7);
  return failSince(r, start, `integer representation too long: ${bits} bits take at most ${longest} byte${longest === 1 ? '' : 's'}`);
};
const failLarge = (r: MutableReader, start: number, bits: number): never =>
  failSince(r, start, `integer too large: its last byte has more bits than are left of ${bits}`);

/** An integer of at most 35 bits in LEB128. */
const small = (r: MutableReader, bits: number, signed: boolean): number => {
  const start = r.at;
  let value = 0, scale = 1;
  for (let left = bits; ; left -= 7) {
    if (left <= 0) failLong(r, start, bits);
    const b = byte(r), low = b & 0x7f;
    if (left < 7 && !fits(low, left, signed)) failLarge(r, start, bits);
    value += low * scale;
    scale *= 128;
    if (b < 0x80) return signed && low >= 0x40 ? value - scale : value;
  }
};

/** An integer of 64 bits in LEB128: the first 7 bytes are added up as a number, the last 3 as another. */
const big = (r: MutableReader, signed: boolean): bigint => {
  const start = r.at;
  let low49 = 0, high = 0, scale = 1;
  for (let left = 64; ; left -= 7) {
    if (left <= 0) failLong(r, start, 64);
    const b = byte(r), low = b & 0x7f;
    if (left < 7 && !fits(low, left, signed)) failLarge(r, start, 64);
    if (left > 15) low49 += low * scale;
    else high += low * scale;
    scale = left === 22 ? 1 : scale * 128;
    if (b >= 0x80) continue;
    const negative = signed && low >= 0x40;
    if (left > 15) return BigInt(negative ? low49 - (left === 22 ? 2 ** 49 : scale) : low49);
    return (BigInt(negative ? high - scale : high) << 49n) + BigInt(low49);
  }
};

/** u32 */
export const u32 = (r: MutableReader): number => {
  const b = peek(r);
  if (b < 0 || b >= 0x80) return small(r, 32, false);
  r.at++;
  return b;
};
/** u64 */
export const u64 = (r: MutableReader): bigint => {
  const b = peek(r);
  if (b < 0 || b >= 0x80) return big(r, false);
  r.at++;
  return BigInt(b);
};
/** s33, as which types write type indices: that leaves the negative numbers to other types */
export const s33 = (r: MutableReader): number => small(r, 33, true);
/** i32, as a signed number */
export const i32 = (r: MutableReader): number => small(r, 32, true);
/** i64, as a signed bigint */
export const i64 = (r: MutableReader): bigint => big(r, true);
/** The bits of an f32, as a signed number. */
export const f32 = (r: MutableReader): number => r.view.getInt32(skip(r, 4), true);
/** The bits of an f64, as a signed bigint. */
export const f64 = (r: MutableReader): bigint => r.view.getBigInt64(skip(r, 8), true);
/** The 128 bits of a vector, unsigned. */
export const v128 = (r: MutableReader): bigint => {
  const at = skip(r, 16);
  return (r.view.getBigUint64(at + 8, true) << 64n) | r.view.getBigUint64(at, true);
};

/** The code of a type: a negative number of one byte, given as that byte. */
export const typeCode = (r: MutableReader): number => {
  const start = r.at;
  const b = byte(r);
  if (b >= 0x80) failSince(r, start, 'integer representation too long: the code of a type is one byte');
  return b;
};

/**
 * A number of elements or bytes. Each takes at least one byte, so that a large one is wrong before anything is allocated;
 * the bytes of the number itself count as left, which is what the official suites want.
 */
export const length = (r: MutableReader): number => {
  const start = r.at;
  const n = u32(r);
  if (n > r.end - start) failSince(r, start, `length out of bounds: ${n}, and ${r.end - r.at} bytes are left`);
  return n;
};

/** list(X) */
export const list = <A>(r: MutableReader, element: (r: MutableReader) => A): readonly A[] => {
  const n = length(r);
  const elements: A[] = [];
  for (let i = 0; i < n; i++) elements.push(element(r));
  return elements;
};

/** list(byte), of which the module keeps a copy */
export const bytes = (r: MutableReader): Uint8Array => {
  const n = length(r);
  const start = skip(r, n);
  return r.bytes.slice(start, start + n);
};

/** name */
export const name = (r: MutableReader): string => {
  const n = length(r);
  const start = skip(r, n);
  const encoded = r.bytes.subarray(start, start + n);
  const text = decodeUtf8(encoded);
  if (text !== undefined) return text;
  const wrong = start + (firstMalformed(encoded) ?? 0);
  const message = `malformed UTF-8 encoding: no character begins with ${hex(r.bytes[wrong] ?? 0)} and what follows`;
  return fail({ start: wrong, end: wrong + 1 }, message);
};
