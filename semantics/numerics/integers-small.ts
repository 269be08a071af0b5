/**
 * Integers of 8, 16 and 32 bits on JS numbers. What each operator means stands in `integers.ts`.
 *
 * Every number here is an integer below 2^53 in magnitude, hence exact, and `x << (32 - N) >> (32 - N)` is the constant
 * congruent to it modulo 2^N: JS takes the operand of `<<` modulo 2^32 first.
 *
 * @spec core 3.1-numerics.scalar §Integer operations
 * @module
 */
import { type Arithmetic, type Bitwise, type Integers, type LaneArithmetic, orders, type Representation } from './integers.ts';

const representation = (N: number): Representation<number> => {
  const unused = 32 - N;
  return { unsigned: (c) => (c << unused) >>> unused, residue: (integer) => (integer << unused) >> unused };
};

const ibitselect = (i1: number, i2: number, i3: number): number => (i1 & i3) | (i2 & ~i3);

const bitwise: Bitwise<number> = {
  inot: (i) => ~i,
  iand: (i1, i2) => i1 & i2,
  iandnot: (i1, i2) => i1 & ~i2,
  ior: (i1, i2) => i1 | i2,
  ixor: (i1, i2) => i1 ^ i2,
  ibitselect,
  irelaxed_laneselect: ibitselect,
};

/** Adds up the bits in fields of 2, 4 and 8 bits; the product leaves the sum of the four bytes in the highest one. */
const populationCount = (natural: number): number => {
  const pairs = natural - ((natural >>> 1) & 0x5555_5555);
  const nibbles = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  const bytes = (nibbles + (nibbles >>> 4)) & 0x0f0f_0f0f;
  return Math.imul(bytes, 0x0101_0101) >>> 24;
};

const counting = (N: number, { unsigned }: Representation<number>): Pick<Arithmetic<number>, 'iclz' | 'ictz' | 'ipopcnt'> => ({
  iclz: (i) => Math.clz32(unsigned(i)) - (32 - N),
  ictz: (i) => (i === 0 ? N : 31 - Math.clz32(i & -i)),
  ipopcnt: (i) => populationCount(unsigned(i)),
});

const shifting = (
  N: number,
  { unsigned, residue }: Representation<number>,
): Pick<Arithmetic<number>, 'ishl' | 'ishr_s' | 'ishr_u' | 'irotl' | 'irotr'> => {
  /** `k` in 0 … N - 1; a right shift by N is not 0 when N = 32, but then k = 0 and both halves are `i` itself. */
  const rotateLeft = (i: number, k: number): number => residue((i << k) | (unsigned(i) >>> (N - k)));
  return {
    ishl: (i1, i2) => residue(i1 << (i2 & (N - 1))),
    ishr_s: (i1, i2) => i1 >> (i2 & (N - 1)),
    ishr_u: (i1, i2) => residue(unsigned(i1) >>> (i2 & (N - 1))),
    irotl: (i1, i2) => rotateLeft(i1, i2 & (N - 1)),
    irotr: (i1, i2) => rotateLeft(i1, -i2 & (N - 1)),
  };
};

const arithmetic = (N: number, representationOfN: Representation<number>): Arithmetic<number> => {
  const { unsigned, residue } = representationOfN;
  const least = -(2 ** (N - 1));
  return {
    ineg: (i) => residue(-i),
    iabs: (i) => (i >= 0 ? i : residue(-i)),
    ...counting(N, representationOfN),
    iextend_s: (K, i) => (i << (32 - K)) >> (32 - K),

    iadd: (i1, i2) => residue(i1 + i2),
    isub: (i1, i2) => residue(i1 - i2),
    imul: (i1, i2) => residue(Math.imul(i1, i2)),
    // `residue` truncates. A quotient of naturals below 2^32 that is no integer is at least 1/i₂ below the next one, and its
    // rounding error at most 2^-53 · i₁/i₂: it never rounds up to an integer.
    idiv_s: (i1, i2) => (i2 === 0 || (i2 === -1 && i1 === least) ? undefined : residue(i1 / i2)),
    idiv_u: (i1, i2) => (i2 === 0 ? undefined : residue(unsigned(i1) / unsigned(i2))),
    irem_s: (i1, i2) => (i2 === 0 ? undefined : residue(i1 % i2)),
    irem_u: (i1, i2) => (i2 === 0 ? undefined : residue(unsigned(i1) % unsigned(i2))),

    ...shifting(N, representationOfN),
  };
};

const laneArithmetic = (N: number, { unsigned, residue }: Representation<number>): LaneArithmetic<number> => {
  const sat_s = (integer: number): number => Math.max(-(2 ** (N - 1)), Math.min(integer, 2 ** (N - 1) - 1));
  const sat_u = (integer: number): number => residue(Math.max(0, Math.min(integer, 2 ** N - 1)));
  return {
    imin_s: (i1, i2) => (i1 <= i2 ? i1 : i2),
    imin_u: (i1, i2) => (unsigned(i1) <= unsigned(i2) ? i1 : i2),
    imax_s: (i1, i2) => (i1 >= i2 ? i1 : i2),
    imax_u: (i1, i2) => (unsigned(i1) >= unsigned(i2) ? i1 : i2),
    sat_s,
    sat_u,
    iadd_sat_s: (i1, i2) => sat_s(i1 + i2),
    iadd_sat_u: (i1, i2) => sat_u(unsigned(i1) + unsigned(i2)),
    isub_sat_s: (i1, i2) => sat_s(i1 - i2),
    isub_sat_u: (i1, i2) => sat_u(unsigned(i1) - unsigned(i2)),
    iavgr_u: (i1, i2) => residue((unsigned(i1) + unsigned(i2) + 1) / 2),
  };
};

const integers = (N: 8 | 16 | 32): Integers<number> & LaneArithmetic<number> => {
  const representationOfN = representation(N);
  return {
    ...representationOfN,
    ...bitwise,
    ...orders(0, representationOfN.unsigned),
    ...arithmetic(N, representationOfN),
    ...laneArithmetic(N, representationOfN),
  };
};

/** `…_8` */
export const i8: Integers<number> & LaneArithmetic<number> = integers(8);
/** `…_16` */
export const i16: Integers<number> & LaneArithmetic<number> = integers(16);
/** `…_32` */
export const i32: Integers<number> & LaneArithmetic<number> = integers(32);

/**
 * The product of two fixed-point numbers with 15 bits after the point, rounded to nearest, ties towards +∞; N = 16.
 * ```
 * iq15mulr_sat_s(i₁, i₂) = signed_N⁻¹(sat_s_N(ishr_s_N(j₁ · j₂ + 2^14, 15)))
 * ```
 * It is also `irelaxed_q15mulr_s`, where `relaxed(R_iq15mulr)[2^15 - 1, -2^15]` stands for the one product that overflows:
 * in the deterministic profile `R_iq15mulr = 0`.
 */
export const iq15mulr_sat_s = (i1: number, i2: number): number => i16.sat_s((i1 * i2 + 2 ** 14) >> 15);
