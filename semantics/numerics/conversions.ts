/**
 * Conversions between the number types.
 *
 * `i` is a natural number below 2^M, `z` a float of width M; the results have width N. Constants are kept as signed
 * integers, so that `extend_s` changes only the kind of JS number, and floats as their bits, so that `reinterpret`
 * changes nothing.
 *
 * @spec core 3.1-numerics.scalar §Conversions
 * @spec core exec/numerics.rst §Conversions
 * @module
 */
import { f32, f64, type Floats } from './floats.ts';
import { i32 } from './integers-small.ts';
import { i64 } from './integers-64.ts';

/** `wrap_64,32(i) = i mod 2^32` */
export const wrap = (i: bigint): number => Number(BigInt.asIntN(32, i));

/** `extend_s_32,64(i) = signed_64⁻¹(signed_32(i))` */
export const extend_s = (i: number): bigint => BigInt(i);

/** `extend_u_32,64(i) = i` */
export const extend_u = (i: number): bigint => BigInt(i32.unsigned(i));

/** `reinterpret_t₁,t₂(c) = bits_t₂⁻¹(bits_t₁(c))` */
export const reinterpret = <A>(c: A): A => c;

/** `promote_32,64(z) = z`; `nans_64{…}` of a NaN */
export const promote = (z: number): bigint => f64.encode(f32.decode(z));

/** `demote_64,32(z) = ieee_32(z)`; `nans_32{…}` of a NaN */
export const demote = (z: bigint): number => f32.encode(f64.decode(z));

/** The ways from floats to an integer type, after decoding: `q` is any JS number. */
interface Truncations<A> {
  readonly trunc_s: (q: number) => A | undefined;
  readonly trunc_u: (q: number) => A | undefined;
  readonly trunc_sat_s: (q: number) => A;
  readonly trunc_sat_u: (q: number) => A;
}

/**
 * @param N the width of the integers
 * @param ofIntegral the constant congruent modulo 2^N to an integral JS number
 * @param greatest the constants `2^(N-1) - 1` and `2^N - 1`
 */
const truncations = <A>(
  N: number,
  ofIntegral: (integral: number) => A,
  greatest: { readonly signed: A; readonly unsigned: A },
): Truncations<A> => {
  const trunc_s = (q: number): A | undefined => {
    const integral = Math.trunc(q);
    return integral >= -(2 ** (N - 1)) && integral < 2 ** (N - 1) ? ofIntegral(integral) : undefined;
  };
  const trunc_u = (q: number): A | undefined => {
    const integral = Math.trunc(q);
    return integral >= 0 && integral < 2 ** N ? ofIntegral(integral) : undefined;
  };
  return {
    trunc_s,
    trunc_u,
    trunc_sat_s: (q) => trunc_s(q) ?? (q > 0 ? greatest.signed : ofIntegral(q < 0 ? -(2 ** (N - 1)) : 0)),
    trunc_sat_u: (q) => trunc_u(q) ?? (q > 0 ? greatest.unsigned : ofIntegral(0)),
  };
};

const to32 = truncations(32, i32.residue, { signed: 2 ** 31 - 1, unsigned: -1 });
const to64 = truncations(64, (integral) => i64.residue(BigInt(integral)), { signed: 2n ** 63n - 1n, unsigned: -1n });

/** From floats of width M to integers of width N. */
export interface FromFloat<A, B> {
  /**
   * ```
   * trunc_s(±nan(n)) = ε
   * trunc_s(±∞)      = ε
   * trunc_s(±q)      = truncz(±q)  — if -2^(N-1) - 1 < truncz(±q) < 2^(N-1)
   * trunc_s(±q)      = ε           — otherwise
   * ```
   */
  readonly trunc_s: (z: A) => B | undefined;
  /**
   * ```
   * trunc_u(±nan(n)) = ε
   * trunc_u(±∞)      = ε
   * trunc_u(±q)      = truncz(±q)  — if -1 < truncz(±q) < 2^N
   * trunc_u(±q)      = ε           — otherwise
   * ```
   */
  readonly trunc_u: (z: A) => B | undefined;
  /**
   * ```
   * trunc_sat_s(±nan(n)) = 0
   * trunc_sat_s(±∞)      = sat_s_N(±∞)
   * trunc_sat_s(z)       = signed_N⁻¹(sat_s_N(truncz(z)))
   * ```
   * It is also `relaxed_trunc_s(z) = relaxed(R_trunc_s)[trunc_sat_s(z), …]`, where the alternative differs out of range only.
   */
  readonly trunc_sat_s: (z: A) => B;
  /**
   * ```
   * trunc_sat_u(±nan(n)) = 0
   * trunc_sat_u(±∞)      = sat_u_N(±∞)
   * trunc_sat_u(z)       = sat_u_N(truncz(z))
   * ```
   * It is also `relaxed_trunc_u(z) = relaxed(R_trunc_u)[trunc_sat_u(z), …]`, where the alternative differs out of range only.
   */
  readonly trunc_sat_u: (z: A) => B;
}

const fromFloat = <A, B>({ decode }: Floats<A>, { trunc_s, trunc_u, trunc_sat_s, trunc_sat_u }: Truncations<B>): FromFloat<A, B> => ({
  trunc_s: (z) => trunc_s(decode(z)),
  trunc_u: (z) => trunc_u(decode(z)),
  trunc_sat_s: (z) => trunc_sat_s(decode(z)),
  trunc_sat_u: (z) => trunc_sat_u(decode(z)),
});

/** `_32,32` */
export const f32_i32: FromFloat<number, number> = fromFloat(f32, to32);
/** `_32,64` */
export const f32_i64: FromFloat<number, bigint> = fromFloat(f32, to64);
/** `_64,32` */
export const f64_i32: FromFloat<bigint, number> = fromFloat(f64, to32);
/** `_64,64` */
export const f64_i64: FromFloat<bigint, bigint> = fromFloat(f64, to64);

/** From integers of width M to floats of width N. */
export interface FromInteger<A, B> {
  /** `convert_s(i) = ieee_N(signed_M(i))` */
  readonly convert_s: (i: A) => B;
  /** `convert_u(i) = ieee_N(i)` */
  readonly convert_u: (i: A) => B;
}

const fromInteger = <A, B>({ encode }: Floats<B>, unsigned: (i: A) => A, toNumber: (integer: A) => number): FromInteger<A, B> => ({
  convert_s: (i) => encode(toNumber(i)),
  convert_u: (i) => encode(toNumber(unsigned(i))),
});

/**
 * An integer of at most 64 bits as a binary64 number that rounds to the same binary32 number: rounding to 53 bits *to odd*
 * keeps the number on its side of every tie of a coarser rounding. The last bit kept is set if any bit dropped was.
 */
const roundedToOdd = (integer: bigint): number => {
  const magnitude = integer < 0n ? -integer : integer;
  if (magnitude < 2n ** 53n) return Number(integer);
  const dropped = magnitude & 0x7ffn;
  const kept = Number(((magnitude >> 11n) | (dropped === 0n ? 0n : 1n)) << 11n);
  return integer < 0n ? -kept : kept;
};

const itself = (integer: number): number => integer;

/** `_32,32` */
export const i32_f32: FromInteger<number, number> = fromInteger(f32, i32.unsigned, itself);
/** `_32,64` */
export const i32_f64: FromInteger<number, bigint> = fromInteger(f64, i32.unsigned, itself);
/** `_64,32` */
export const i64_f32: FromInteger<bigint, number> = fromInteger(f32, i64.unsigned, roundedToOdd);
/** `_64,64`; JS rounds a bigint to nearest, ties to even. */
export const i64_f64: FromInteger<bigint, bigint> = fromInteger(f64, i64.unsigned, Number);
