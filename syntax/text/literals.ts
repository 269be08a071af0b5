/**
 * The values of numeric literals, exact to the last bit. A literal is the text of a `nat`, `int` or `float` token.
 * @spec core 6.1-text.values
 * @spec core text/values.rst §Integers, §Floating-Point
 * @module
 */

/** An integer literal: digits may be separated by `_`. */
const integer = (literal: string): bigint => {
  const digits = literal.replaceAll('_', '');
  if (digits.startsWith('-')) return -BigInt(digits.slice(1));
  return BigInt(digits.startsWith('+') ? digits.slice(1) : digits);
};

/** `uN`; undefined if it is out of range */
export const unsignedLiteral = (literal: string, bits: number): bigint | undefined => {
  const value = integer(literal);
  return value >= 0n && value >> BigInt(bits) === 0n ? value : undefined;
};

/** `iN`, given signed or unsigned, as N unsigned bits; undefined if it is out of range */
export const integerLiteral = (literal: string, bits: number): bigint | undefined => {
  const value = integer(literal);
  return value >= -(1n << BigInt(bits - 1)) && value < 1n << BigInt(bits) ? BigInt.asUintN(bits, value) : undefined;
};

/** `i32`, as a signed number; undefined if it is out of range */
export const i32Literal = (literal: string): number | undefined => {
  // Few digits without separators: no need for exact arithmetic.
  const short = literal.length < 10 ? Number(literal) : NaN;
  if (!Number.isNaN(short)) return short | 0;
  const value = integerLiteral(literal, 32);
  return value === undefined ? undefined : Number(BigInt.asIntN(32, value));
};

/** `i64`, as a signed bigint; undefined if it is out of range */
export const i64Literal = (literal: string): bigint | undefined => {
  const value = integerLiteral(literal, 64);
  return value === undefined ? undefined : BigInt.asIntN(64, value);
};

/** `u32`; undefined if it is out of range */
export const u32Literal = (literal: string): number | undefined => {
  const short = literal.length < 10 ? Number(literal) : NaN;
  if (!Number.isNaN(short)) return short >= 0 ? short : undefined;
  const value = unsignedLiteral(literal, 32);
  return value === undefined ? undefined : Number(value);
};

/** A binary floating-point format: magnitudes are q·2^e with q < 2^precision and least ≤ e ≤ greatest. */
interface Format {
  readonly bits: 32 | 64;
  readonly precision: number;
  readonly least: number;
  readonly greatest: number;
}
const F32: Format = { bits: 32, precision: 24, least: -149, greatest: 104 };
const F64: Format = { bits: 64, precision: 53, least: -1074, greatest: 971 };

/** ⌊log₂ n⌋ + 1, for n > 0 */
const bitLength = (n: bigint): number => {
  const hex = n.toString(16);
  return 4 * hex.length - Math.clz32(parseInt(hex.charAt(0), 16)) + 28;
};

/** n/d, to the nearest integer, ties to even; n ≥ 0, d > 0 */
const divideToEven = (n: bigint, d: bigint): bigint => {
  const q = n / d;
  const twice = 2n * (n - q * d);
  return twice > d || (twice === d && (q & 1n) === 1n) ? q + 1n : q;
};

/**
 * The bits of (n/d)·2^s, rounded to the nearest magnitude of a format, ties to even; undefined if that is infinite.
 * n > 0, d > 0. With L = |n| − |d| in bits, n/d lies between 2^(L−1) and 2^(L+1), so that the quotient by 2^e has
 * precision or precision + 1 bits.
 */
const round = (n: bigint, d: bigint, s: number, format: Format): bigint | undefined => {
  const { precision, least } = format;
  const limit = 1n << BigInt(precision);
  const scaled = (e: number): { readonly n: bigint; readonly d: bigint } =>
    e <= s ? { n: n << BigInt(s - e), d } : { n, d: d << BigInt(e - s) };
  let e = Math.max(bitLength(n) - bitLength(d) + s - precision, least);
  const first = scaled(e);
  if (first.n >= first.d * limit) e++;
  const { n: numerator, d: denominator } = scaled(e);
  let q = divideToEven(numerator, denominator);
  if (q === limit) {
    q >>= 1n;
    e++;
  }
  // The exponent counts up from the subnormal numbers, and the leading bit of q carries into it.
  return e > format.greatest ? undefined : (BigInt(e - least) << BigInt(precision - 1)) + q;
};

/** A number taken apart. */
interface Parts {
  /** all digits without leading zeros */
  readonly digits: string;
  /** how many of them stand after the point */
  readonly fraction: number;
  readonly exponent: number;
}
const partsOf = (literal: string, exponentLetter: string): Parts => {
  const [mantissa = '', exponent = '0'] = literal.replaceAll('_', '').toLowerCase().split(exponentLetter);
  const [whole = '', fraction = ''] = mantissa.split('.');
  return { digits: (whole + fraction).replace(/^0+/u, ''), fraction: fraction.length, exponent: Number(exponent) };
};

/** Magnitudes of 10^400 and beyond are infinite in either format, those below 10^−400 are zero; in powers of 2 rather more. */
const BEYOND_DECIMAL = 400, BEYOND_BINARY = 2000;

const decimalBits = (literal: string, format: Format): bigint | undefined => {
  const { digits, fraction, exponent } = partsOf(literal, 'e');
  const power = exponent - fraction;
  if (digits === '' || power + digits.length < -BEYOND_DECIMAL) return 0n;
  if (power + digits.length > BEYOND_DECIMAL) return undefined;
  const n = BigInt(digits);
  return power >= 0 ? round(n * 10n ** BigInt(power), 1n, 0, format) : round(n, 10n ** BigInt(-power), 0, format);
};

const hexBits = (literal: string, format: Format): bigint | undefined => {
  const { digits, fraction, exponent } = partsOf(literal.slice(2), 'p');
  const power = exponent - 4 * fraction;
  if (digits === '' || power + 4 * digits.length < -BEYOND_BINARY) return 0n;
  if (power + 4 * digits.length > BEYOND_BINARY) return undefined;
  return round(BigInt(`0x${digits}`), 1n, power, format);
};

/** The payload of `nan:0x…`; undefined unless 1 ≤ payload < 2^(precision − 1) */
const nanPayload = (literal: string, { precision }: Format): bigint | undefined => {
  const payload = unsignedLiteral(literal.slice('nan:'.length), precision - 1);
  return payload === 0n ? undefined : payload;
};

/** The bits of an unsigned literal. */
const magnitudeBits = (literal: string, format: Format): bigint | undefined => {
  const infinity = BigInt(format.greatest - format.least + 2) << BigInt(format.precision - 1);
  if (literal === 'inf') return infinity;
  if (literal === 'nan') return infinity | 1n << BigInt(format.precision - 2);
  if (literal.startsWith('nan:')) {
    const payload = nanPayload(literal, format);
    return payload === undefined ? undefined : infinity | payload;
  }
  return literal.startsWith('0x') ? hexBits(literal, format) : decimalBits(literal, format);
};

/** `fN`, as N signed bits; undefined if it is out of range */
const floatBits = (literal: string, format: Format): bigint | undefined => {
  const signed = /^[+-]/u.test(literal);
  const bits = magnitudeBits(signed ? literal.slice(1) : literal, format);
  if (bits === undefined) return undefined;
  return BigInt.asIntN(format.bits, literal.startsWith('-') ? bits | 1n << BigInt(format.bits - 1) : bits);
};

/** `f32`, as its bits in a signed number; undefined if it is out of range */
export const f32Literal = (literal: string): number | undefined => {
  const bits = floatBits(literal, F32);
  return bits === undefined ? undefined : Number(bits);
};

/** `f64`, as its bits in a signed bigint; undefined if it is out of range */
export const f64Literal = (literal: string): bigint | undefined => floatBits(literal, F64);
