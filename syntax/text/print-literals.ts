/**
 * How numbers, strings and identifiers are written. Reading them back gives the same bits and characters.
 * @spec core text/values.rst
 * @module
 */
import type { NumConst, VecConst } from '../instructions.ts';

/** How many bits a float has, and how many of them are its significand. */
interface Format {
  readonly bits: 32n | 64n;
  readonly significand: bigint;
}
const binary32: Format = { bits: 32n, significand: 23n };
const binary64: Format = { bits: 64n, significand: 52n };

const floatOf = (bits: bigint, { bits: size }: Format): number => {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits << (64n - size));
  return size === 32n ? view.getFloat32(0) : view.getFloat64(0);
};

/** Half-way to the neighbour whose bits differ by `step`; beyond the largest number as if the exponents went on. */
const halfWay = (bits: bigint, step: bigint): number => {
  const value = floatOf(bits, binary32), neighbour = floatOf(bits + step, binary32);
  return (value + (Number.isFinite(neighbour) ? neighbour : 2 ** 128)) / 2;
};

/**
 * The shortest decimal nearest to a positive finite f32, of at most 9 digits. A decimal counts only if it lies strictly
 * between the middles to both neighbours: f64 holds the middles exactly, and reading the decimal as f64 is monotonic,
 * so a reader that rounds once gets the same bits.
 */
const shortest32 = (bits: bigint): string => {
  const value = floatOf(bits, binary32), below = halfWay(bits, -1n), above = halfWay(bits, 1n);
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (below < candidate && candidate < above) return String(candidate);
  }
  return String(Number(value.toPrecision(9)));
};

const printFloat = (signed: bigint, format: Format): string => {
  const bits = BigInt.asUintN(Number(format.bits), signed);
  const negative = bits >> (format.bits - 1n) === 1n;
  const sign = negative ? '-' : '';
  const magnitude = negative ? bits - (1n << (format.bits - 1n)) : bits;
  const infinity = ((1n << (format.bits - 1n - format.significand)) - 1n) << format.significand;
  if (magnitude === 0n) return `${sign}0`;
  if (magnitude === infinity) return `${sign}inf`;
  if (magnitude > infinity) {
    const payload = magnitude - infinity, canonical = 1n << (format.significand - 1n);
    return payload === canonical ? `${sign}nan` : `${sign}nan:0x${payload.toString(16)}`;
  }
  // JavaScript writes an f64 as the shortest decimal that reads back the same.
  return sign + (format === binary32 ? shortest32(magnitude) : String(floatOf(magnitude, format)));
};

/** An f32 by its bits: `0.1`, `-0`, `1e+38`, `inf`, `nan`, `-nan:0x1`. */
export const printF32 = (bits: number): string => printFloat(BigInt(bits), binary32);
/** An f64 by its bits. */
export const printF64 = (bits: bigint): string => printFloat(bits, binary64);

/** A number without its type. */
export const printNum = (num: NumConst): string => {
  switch (num.t) {
    case 'i32': return String(num.c);
    case 'i64': return String(num.c);
    case 'f32': return printF32(num.c);
    case 'f64': return printF64(num.c);
  }
};

/** A vector as four lanes of 32 bits: `i32x4 0x00000001 …`. */
export const printVec = (vec: VecConst): string => {
  const lanes = [0n, 32n, 64n, 96n].map((shift) => `0x${BigInt.asUintN(32, vec.c >> shift).toString(16).padStart(8, '0')}`);
  return `i32x4 ${lanes.join(' ')}`;
};

/** Quotes, backslashes, and what cannot be seen or is seen as something else. */
const ESCAPED = /["\\]|(?! )[\p{C}\p{Z}]/gu;
const named: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '"': '\\"', '\\': '\\\\' };
const escapeChar = (char: string): string => named[char] ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;

/** A name in quotes. */
export const printName = (name: string): string => `"${name.replaceAll(ESCAPED, escapeChar)}"`;

const IDENTIFIER = /^[0-9A-Za-z!#$%&'*+\-./:<=>?@\\^_`|~]+$/u;
/** An identifier for a name that is not empty: `$name`, or `$"…"` if the name has other characters than identifiers may. */
export const printId = (name: string): string => `$${IDENTIFIER.test(name) ? name : printName(name)}`;

/** How long a string of bytes may become before the next one begins. */
const STRING_WIDTH = 96;
const escapeByte = (byte: number): string => {
  if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString(16).padStart(2, '0')}`;
};

/** Bytes as one string or several; at least one, in quotes. */
export const printBytes = (bytes: Uint8Array): readonly string[] => {
  const strings: string[] = [];
  let current = '';
  for (const byte of bytes) {
    if (current.length >= STRING_WIDTH) {
      strings.push(`"${current}"`);
      current = '';
    }
    current += escapeByte(byte);
  }
  return [...strings, `"${current}"`];
};
