/**
 * The definitions of the specification, word for word, on natural numbers below 2^N and on rational numbers: slow, and
 * without any trick of representation.
 *
 * @spec core 3.1-numerics.scalar
 */

/** `$signed_` */
export const signed = (N: bigint, i: bigint): bigint => (i < 2n ** (N - 1n) ? i : i - 2n ** N);
/** `$inv_signed_`, of an integer that has one. */
export const inv_signed = (N: bigint, j: bigint): bigint => (j >= 0n ? j : j + 2n ** N);

const bits = (N: bigint, i: bigint): string => i.toString(2).padStart(Number(N), '0');
const inv_bits = (ds: string): bigint => BigInt(`0b${ds}`);
const bool = (condition: boolean): bigint => (condition ? 1n : 0n);
const pointwise = (f: (d1: string, d2: string) => boolean) => (N: bigint, i1: bigint, i2: bigint): bigint =>
  inv_bits(Array.from(bits(N, i1), (d, k) => (f(d, bits(N, i2)[k] ?? '') ? '1' : '0')).join(''));

const sat = (least: bigint, greatest: bigint, i: bigint): bigint => (i < least ? least : i > greatest ? greatest : i);
const sat_u = (N: bigint, i: bigint): bigint => sat(0n, 2n ** N - 1n, i);
const sat_s = (N: bigint, i: bigint): bigint => inv_signed(N, sat(-(2n ** (N - 1n)), 2n ** (N - 1n) - 1n, i));

type Unary = (N: bigint, i: bigint) => bigint;
type Binary = (N: bigint, i1: bigint, i2: bigint) => bigint | undefined;

/** Operators on one integer. */
export const unary: { readonly [f: string]: Unary } = {
  ineg: (N, i) => (2n ** N - i) % 2n ** N,
  iabs: (N, i) => (signed(N, i) >= 0n ? i : (2n ** N - i) % 2n ** N),
  iclz: (N, i) => BigInt(/^0*/u.exec(bits(N, i))?.[0].length ?? 0),
  ictz: (N, i) => BigInt(/0*$/u.exec(bits(N, i))?.[0].length ?? 0),
  ipopcnt: (N, i) => BigInt(bits(N, i).replaceAll('0', '').length),
  inot: (N, i) => inv_bits(bits(N, i).replaceAll(/./gu, (d) => (d === '0' ? '1' : '0'))),
  ieqz: (_, i) => bool(i === 0n),
  inez: (_, i) => bool(i !== 0n),
};

const iand = pointwise((d1, d2) => d1 === '1' && d2 === '1');
const shift = (f: (ds: string, k: number, N: number) => string) => (N: bigint, i1: bigint, i2: bigint): bigint =>
  inv_bits(f(bits(N, i1), Number(i2 % N), Number(N)));
const onSigned = (f: Binary): Binary => (N, i1, i2) => f(N, signed(N, i1), signed(N, i2));

/** Operators on two integers. */
export const binary: { readonly [f: string]: Binary } = {
  iadd: (N, i1, i2) => (i1 + i2) % 2n ** N,
  isub: (N, i1, i2) => (2n ** N + i1 - i2) % 2n ** N,
  imul: (N, i1, i2) => (i1 * i2) % 2n ** N,
  idiv_u: (_, i1, i2) => (i2 === 0n ? undefined : i1 / i2),
  idiv_s: onSigned((N, j1, j2) => (j2 === 0n || j1 === 2n ** (N - 1n) * j2 ? undefined : inv_signed(N, j1 / j2))),
  irem_u: (_, i1, i2) => (i2 === 0n ? undefined : i1 - i2 * (i1 / i2)),
  irem_s: onSigned((N, j1, j2) => (j2 === 0n ? undefined : inv_signed(N, j1 - j2 * (j1 / j2)))),
  iand,
  ior: pointwise((d1, d2) => d1 === '1' || d2 === '1'),
  ixor: pointwise((d1, d2) => d1 !== d2),
  iandnot: pointwise((d1, d2) => d1 === '1' && d2 === '0'),
  ishl: shift((ds, k) => ds.slice(k) + '0'.repeat(k)),
  ishr_u: shift((ds, k, N) => '0'.repeat(k) + ds.slice(0, N - k)),
  ishr_s: shift((ds, k, N) => ds.slice(0, 1).repeat(k) + ds.slice(0, N - k)),
  irotl: shift((ds, k) => ds.slice(k) + ds.slice(0, k)),
  irotr: shift((ds, k, N) => ds.slice(N - k) + ds.slice(0, N - k)),
  ieq: (_, i1, i2) => bool(i1 === i2),
  ine: (_, i1, i2) => bool(i1 !== i2),
  ilt_u: (_, i1, i2) => bool(i1 < i2),
  ilt_s: onSigned((_, j1, j2) => bool(j1 < j2)),
  igt_u: (_, i1, i2) => bool(i1 > i2),
  igt_s: onSigned((_, j1, j2) => bool(j1 > j2)),
  ile_u: (_, i1, i2) => bool(i1 <= i2),
  ile_s: onSigned((_, j1, j2) => bool(j1 <= j2)),
  ige_u: (_, i1, i2) => bool(i1 >= i2),
  ige_s: onSigned((_, j1, j2) => bool(j1 >= j2)),
};

/** Operators on two lanes of at most 32 bits. */
export const lanewise: { readonly [f: string]: Binary } = {
  imin_u: (_, i1, i2) => (i1 <= i2 ? i1 : i2),
  imin_s: (N, i1, i2) => (signed(N, i1) <= signed(N, i2) ? i1 : i2),
  imax_u: (_, i1, i2) => (i1 >= i2 ? i1 : i2),
  imax_s: (N, i1, i2) => (signed(N, i1) >= signed(N, i2) ? i1 : i2),
  iadd_sat_u: (N, i1, i2) => sat_u(N, i1 + i2),
  iadd_sat_s: onSigned((N, j1, j2) => sat_s(N, j1 + j2)),
  isub_sat_u: (N, i1, i2) => sat_u(N, i1 - i2),
  isub_sat_s: onSigned((N, j1, j2) => sat_s(N, j1 - j2)),
  iavgr_u: (_, i1, i2) => (i1 + i2 + 1n) / 2n,
};

/** A fraction; the denominator is positive. */
export type Rational = { readonly n: bigint; readonly d: bigint };

/** Widths of significand and exponent. */
export type FloatFormat = { readonly M: bigint; readonly E: bigint };
export const binary32: FloatFormat = { M: 23n, E: 8n };
export const binary64: FloatFormat = { M: 52n, E: 11n };

/** The rational number of a magnitude's bits, which are those of a finite float of positive sign. */
export const magnitudeOf = ({ M, E }: FloatFormat, magnitude: bigint): Rational => {
  const exponent = magnitude >> M;
  const fraction = magnitude & (2n ** M - 1n);
  const significand = exponent === 0n ? fraction : fraction + 2n ** M;
  const e = (exponent === 0n ? 1n : exponent) - (2n ** (E - 1n) - 1n) - M;
  return e >= 0n ? { n: significand * 2n ** e, d: 1n } : { n: significand, d: 2n ** -e };
};

/** Whether r₁ < r₂, = r₂, or > r₂, as a number below, at or above 0. */
const compare = (r1: Rational, r2: Rational): bigint => r1.n * r2.d - r2.n * r1.d;

/**
 * `ieee_N` of a rational number that is not negative, as bits. Bits of floats of positive sign, read as integers, are in the
 * order of the floats; those of +∞ stand where the limit would. So the candidate pair is found by bisection.
 */
export const ieee = (format: FloatFormat, r: Rational): bigint => {
  const limit = (2n ** format.E - 1n) << format.M;
  let [z1, z2] = [0n, limit];
  if (compare(r, magnitudeOf(format, limit)) >= 0n) return limit;
  while (z2 - z1 > 1n) {
    const middle = (z1 + z2) / 2n;
    if (compare(magnitudeOf(format, middle), r) <= 0n) z1 = middle;
    else z2 = middle;
  }
  const [r1, r2] = [magnitudeOf(format, z1), magnitudeOf(format, z2)];
  // |r - r₁| against |r - r₂|, by 2r against r₁ + r₂
  const nearer = compare({ n: 2n * r.n, d: r.d }, { n: r1.n * r2.d + r2.n * r1.d, d: r1.d * r2.d });
  if (nearer === 0n) return z1 % 2n === 0n ? z1 : z2;
  return nearer < 0n ? z1 : z2;
};
