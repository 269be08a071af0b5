/**
 * Floating-point numbers: what the operators `f…_N` are, for N = 32 and N = 64.
 *
 * An `fN(N)` is kept as its bits, a signed integer like an `iN(N)`; so the payload of a NaN survives wherever the
 * specification keeps it, and `reinterpret` is the identity. Arithmetic goes through JS numbers, which are binary64:
 * `+ - * /` and `Math.sqrt` round to nearest, ties to even. For N = 32 the result is rounded twice, to 53 and then to 24
 * bits of significand, which is the same as once because 53 ≥ 2 · 24 + 2.
 *
 * Where the specification allows any element of `nans_N{z*}`, the result is that of the deterministic profile,
 * `+nan(canon_N)`; where it says `relaxed(R)[A₀, A₁, …]`, the result is `A₀`.
 *
 * @spec core 3.1-numerics.scalar §Floating-point operations
 * @spec core exec/numerics.rst §Floating-Point Operations
 * @spec core appendix/profiles.rst §Deterministic Profile
 * @module
 */
import { bool, type Bool } from './integers.ts';

/** How floats of one width are kept: the operations that no JS number can do without losing the payload of a NaN. */
export interface Format<A> {
  /** The JS number with these bits; every NaN is the one NaN of JS. */
  readonly decode: (z: A) => number;
  /** `ieee_N`: the bits of a number rounded to nearest, ties to even; those of `+nan(canon_N)` for NaN. */
  readonly encode: (real: number) => A;
  /** The bits of `+∞`: those of NaNs of positive sign are greater. */
  readonly infinity: A;
  /** The bits of `+nan(canon_N)`: those of arithmetic NaNs of positive sign are not less. */
  readonly canon: A;
  /**
   * ```
   * fabs(±p) = +p
   * ```
   */
  readonly fabs: (z: A) => A;
  /**
   * ```
   * fneg(±p) = ∓p
   * ```
   */
  readonly fneg: (z: A) => A;
  /**
   * ```
   * fcopysign(±p₁, ±p₂) = ±p₁
   * fcopysign(±p₁, ∓p₂) = ∓p₁
   * ```
   */
  readonly fcopysign: (z1: A, z2: A) => A;
}

/** Kinds of NaNs. @spec core syntax/values.rst §Floating-Point */
export interface Nans<A> {
  /** `z = ±nan(n)` */
  readonly isNan: (z: A) => boolean;
  /** `z = ±nan(canon_N)` */
  readonly isCanonicalNan: (z: A) => boolean;
  /** `z = ±nan(n) ∧ n ≥ canon_N` */
  readonly isArithmeticNan: (z: A) => boolean;
}

/** Arithmetic, rounding to integers, minimum and maximum. A NaN among the operands gives `nans_N{z*}`, unless stated. */
export interface Operations<A> {
  /** `fadd(z₁, z₂) = ieee_N(z₁ + z₂)`; `fadd(±∞, ∓∞) = nans_N{}` */
  readonly fadd: (z1: A, z2: A) => A;
  /** `fsub(z₁, z₂) = ieee_N(z₁ - z₂)`; `fsub(±∞, ±∞) = nans_N{}` */
  readonly fsub: (z1: A, z2: A) => A;
  /** `fmul(z₁, z₂) = ieee_N(z₁ · z₂)`; `nans_N{}` of a zero and an infinity */
  readonly fmul: (z1: A, z2: A) => A;
  /** `fdiv(z₁, z₂) = ieee_N(z₁ / z₂)`; `nans_N{}` of two infinities and of two zeroes */
  readonly fdiv: (z1: A, z2: A) => A;
  /** `fsqrt(+q) = ieee_N(√q)`; `fsqrt(±0) = ±0`; `fsqrt(-q) = nans_N{}` */
  readonly fsqrt: (z: A) => A;
  /** `fceil(±q) = ieee_N(i)  — if ±q ≤ i < ±q + 1`; `-0` for `-1 < -q < 0` */
  readonly fceil: (z: A) => A;
  /** `ffloor(±q) = ieee_N(i)  — if ±q - 1 < i ≤ ±q`; `+0` for `0 < +q < 1` */
  readonly ffloor: (z: A) => A;
  /** `ftrunc(±q) = ieee_N(±i)  — if +q - 1 < i ≤ +q`; `±0` for `q < 1` */
  readonly ftrunc: (z: A) => A;
  /** `fnearest(±q) = ieee_N(±i)  — if |i - q| < 0.5, or |i - q| = 0.5 and i even`; `±0` for `q ≤ 0.5` */
  readonly fnearest: (z: A) => A;
  /**
   * ```
   * fmin(±0, ∓0)  = -0
   * fmin(z₁, z₂) = z₁  — if z₁ ≤ z₂;  z₂  — if z₂ ≤ z₁
   * ```
   */
  readonly fmin: (z1: A, z2: A) => A;
  /**
   * ```
   * fmax(±0, ∓0)  = +0
   * fmax(z₁, z₂) = z₁  — if z₁ ≥ z₂;  z₂  — if z₂ ≥ z₁
   * ```
   */
  readonly fmax: (z1: A, z2: A) => A;
  /** `fpmin(z₁, z₂) = z₂  — if flt(z₂, z₁) = 1;  z₁  — otherwise`: one of the operands, a NaN with its payload too */
  readonly fpmin: (z1: A, z2: A) => A;
  /** `fpmax(z₁, z₂) = z₂  — if flt(z₁, z₂) = 1;  z₁  — otherwise`: one of the operands, a NaN with its payload too */
  readonly fpmax: (z1: A, z2: A) => A;
}

/** Comparisons: false of a NaN, but for `fne`; and `-0 = +0`. */
export interface Comparisons<A> {
  /** `feq(z₁, z₂) = bool(z₁ = z₂)` */
  readonly feq: (z1: A, z2: A) => Bool;
  /** `fne(z₁, z₂) = bool(z₁ ≠ z₂)` */
  readonly fne: (z1: A, z2: A) => Bool;
  /** `flt(z₁, z₂) = bool(z₁ < z₂)` */
  readonly flt: (z1: A, z2: A) => Bool;
  /** `fgt(z₁, z₂) = bool(z₁ > z₂)` */
  readonly fgt: (z1: A, z2: A) => Bool;
  /** `fle(z₁, z₂) = bool(z₁ ≤ z₂)` */
  readonly fle: (z1: A, z2: A) => Bool;
  /** `fge(z₁, z₂) = bool(z₁ ≥ z₂)` */
  readonly fge: (z1: A, z2: A) => Bool;
}

/** Operations of which the specification leaves the result to the hardware. @spec core exec/numerics.rst §Relaxed Operations */
export interface Relaxed<A> {
  /**
   * ```
   * frelaxed_min(±nan(n), z₂) = relaxed(R_fmin)[fmin(±nan(n), z₂), nan(n), z₂, z₂]
   * frelaxed_min(z₁, ±nan(n)) = relaxed(R_fmin)[fmin(z₁, ±nan(n)), z₁, nan(n), z₁]
   * frelaxed_min(±0, ∓0)      = relaxed(R_fmin)[fmin(±0, ∓0), ±0, ∓0, -0]
   * frelaxed_min(z₁, z₂)      = fmin(z₁, z₂)  — otherwise
   * ```
   */
  readonly frelaxed_min: (z1: A, z2: A) => A;
  /**
   * ```
   * frelaxed_max(±nan(n), z₂) = relaxed(R_fmax)[fmax(±nan(n), z₂), nan(n), z₂, z₂]
   * frelaxed_max(z₁, ±nan(n)) = relaxed(R_fmax)[fmax(z₁, ±nan(n)), z₁, nan(n), z₁]
   * frelaxed_max(±0, ∓0)      = relaxed(R_fmax)[fmax(±0, ∓0), ±0, ∓0, +0]
   * frelaxed_max(z₁, z₂)      = fmax(z₁, z₂)  — otherwise
   * ```
   */
  readonly frelaxed_max: (z1: A, z2: A) => A;
  /** `frelaxed_madd(z₁, z₂, z₃) = relaxed(R_fmadd)[fadd(fmul(z₁, z₂), z₃), fma(z₁, z₂, z₃)]`: rounded twice */
  readonly frelaxed_madd: (z1: A, z2: A, z3: A) => A;
  /** `frelaxed_nmadd(z₁, z₂, z₃) = frelaxed_madd(fneg(z₁), z₂, z₃)` */
  readonly frelaxed_nmadd: (z1: A, z2: A, z3: A) => A;
}

/** The floats of one width. */
export type Floats<A> = Format<A> & Nans<A> & Operations<A> & Comparisons<A> & Relaxed<A>;

// One float of either width, read as bits and as a number; written before each reading.
const cell = new ArrayBuffer(8);
const asF32 = new Float32Array(cell);
const asI32 = new Int32Array(cell);
const asF64 = new Float64Array(cell);
const asI64 = new BigInt64Array(cell);

const format32: Format<number> = {
  decode: (z) => {
    asI32[0] = z;
    return asF32[0] ?? 0;
  },
  encode: (real) => {
    if (Number.isNaN(real)) return 0x7fc0_0000;
    asF32[0] = real;
    return asI32[0] ?? 0;
  },
  infinity: 0x7f80_0000,
  canon: 0x7fc0_0000,
  fabs: (z) => z & 0x7fff_ffff,
  fneg: (z) => z ^ 0x8000_0000,
  fcopysign: (z1, z2) => (z1 & 0x7fff_ffff) | (z2 & 0x8000_0000),
};

const format64: Format<bigint> = {
  decode: (z) => {
    asI64[0] = z;
    return asF64[0] ?? 0;
  },
  encode: (real) => {
    if (Number.isNaN(real)) return 0x7ff8_0000_0000_0000n;
    asF64[0] = real;
    return asI64[0] ?? 0n;
  },
  infinity: 0x7ff0_0000_0000_0000n,
  canon: 0x7ff8_0000_0000_0000n,
  fabs: (z) => BigInt.asUintN(63, z),
  fneg: (z) => z ^ -(2n ** 63n),
  fcopysign: (z1, z2) => BigInt.asUintN(63, z1) | (z2 & -(2n ** 63n)),
};

/** Between 2^52 and 2^53 the binary64 numbers are the integers, so that adding 2^52 rounds to nearest, ties to even. */
const nearest = (real: number): number => {
  const magnitude = Math.abs(real);
  if (!(magnitude < 2 ** 52)) return real;
  const rounded = magnitude + 2 ** 52 - 2 ** 52;
  return real < 0 || Object.is(real, -0) ? -rounded : rounded;
};

const nans = <A extends number | bigint>({ fabs, infinity, canon }: Format<A>): Nans<A> => ({
  isNan: (z) => fabs(z) > infinity,
  isCanonicalNan: (z) => fabs(z) === canon,
  isArithmeticNan: (z) => fabs(z) >= canon,
});

const operations = <A>({ decode, encode }: Format<A>): Operations<A> => ({
  fadd: (z1, z2) => encode(decode(z1) + decode(z2)),
  fsub: (z1, z2) => encode(decode(z1) - decode(z2)),
  fmul: (z1, z2) => encode(decode(z1) * decode(z2)),
  fdiv: (z1, z2) => encode(decode(z1) / decode(z2)),
  fsqrt: (z) => encode(Math.sqrt(decode(z))),
  fceil: (z) => encode(Math.ceil(decode(z))),
  ffloor: (z) => encode(Math.floor(decode(z))),
  ftrunc: (z) => encode(Math.trunc(decode(z))),
  fnearest: (z) => encode(nearest(decode(z))),
  fmin: (z1, z2) => encode(Math.min(decode(z1), decode(z2))),
  fmax: (z1, z2) => encode(Math.max(decode(z1), decode(z2))),
  fpmin: (z1, z2) => (decode(z2) < decode(z1) ? z2 : z1),
  fpmax: (z1, z2) => (decode(z1) < decode(z2) ? z2 : z1),
});

const comparisons = <A>({ decode }: Format<A>): Comparisons<A> => ({
  feq: (z1, z2) => bool(decode(z1) === decode(z2)),
  fne: (z1, z2) => bool(decode(z1) !== decode(z2)),
  flt: (z1, z2) => bool(decode(z1) < decode(z2)),
  fgt: (z1, z2) => bool(decode(z1) > decode(z2)),
  fle: (z1, z2) => bool(decode(z1) <= decode(z2)),
  fge: (z1, z2) => bool(decode(z1) >= decode(z2)),
});

const relaxed = <A>({ fmin, fmax, fadd, fmul }: Operations<A>, { fneg }: Format<A>): Relaxed<A> => ({
  frelaxed_min: fmin,
  frelaxed_max: fmax,
  frelaxed_madd: (z1, z2, z3) => fadd(fmul(z1, z2), z3),
  frelaxed_nmadd: (z1, z2, z3) => fadd(fmul(fneg(z1), z2), z3),
});

const floats = <A extends number | bigint>(format: Format<A>): Floats<A> => {
  const ofFormat = operations(format);
  return { ...format, ...nans(format), ...ofFormat, ...comparisons(format), ...relaxed(ofFormat, format) };
};

/** `…_32` */
export const f32: Floats<number> = floats(format32);
/** `…_64` */
export const f64: Floats<bigint> = floats(format64);
