/**
 * Operators that look across the lanes of a vector, or change their width.
 *
 * Lanes of shape `sh₁` have width N₁ and number M₁, those of `sh₂` N₂ and M₂.
 *
 * @spec core 3.2-numerics.vector
 * @spec core exec/numerics.rst §Vector Operations
 * @module
 */
import { extend_s, extend_u } from './conversions.ts';
import { i64 } from './integers-64.ts';
import { i16, i32, i8 } from './integers-small.ts';
import { bool, type Arithmetic, type Bool, type LaneArithmetic } from './integers.ts';
import { type Lanes, views, zip } from './lanes.ts';

/** `ivbitmask(v₁) = ibits_32⁻¹(0^(32-M) ilt_s(c₁, 0)*)  — if c₁* = lanes(v₁)`, lane 0 in the lowest bit */
export const ivbitmask =
  <A extends number | bigint>({ lanes }: Lanes<A>) =>
  (v1: bigint): number =>
    lanes(v1).reduce((mask, c1, i) => (c1 < 0 ? mask | (1 << i) : mask), 0);

/** `all_true(v₁) = Π inez(c₁)*  — if c₁* = lanes(v₁)` */
export const all_true =
  <A>({ lanes, mask }: Lanes<A>) =>
  (v1: bigint): Bool =>
    bool(lanes(v1).every((c1) => c1 !== mask(0)));

/**
 * ```
 * ivswizzle_lane(c₁*, i) = c₁*[i]  — if i < |c₁*|
 * ivswizzle_lane(c₁*, i) = 0       — otherwise
 * ```
 * It is also
 * ```
 * irelaxed_swizzle_lane(c₁*, i) = c₁*[i]                                   — if i < |c₁*|
 * irelaxed_swizzle_lane(c₁*, i) = 0                                        — if signed_8(i) < 0
 * irelaxed_swizzle_lane(c₁*, i) = relaxed(R_swizzle)[0, c₁*[i mod |c₁*|]]  — otherwise
 * ```
 * of the deterministic profile, where `R_swizzle = 0`.
 */
export const ivswizzle_lane = (cs1: readonly number[], i: number): number => cs1[i8.unsigned(i)] ?? 0;

/** `ivswizzlop(f, v₁, v₂) = lanes⁻¹(f(c₁*, c₂)*)  — if c₁* = lanes(v₁) ∧ c₂* = lanes(v₂)`, of i8x16 */
export const ivswizzlop = (f: (cs1: readonly number[], c2: number) => number): ((v1: bigint, v2: bigint) => bigint) => {
  const { lanes, inv_lanes } = views.i8x16;
  return (v1, v2) => {
    const cs1 = lanes(v1);
    return inv_lanes(lanes(v2).map((c2) => f(cs1, c2)));
  };
};

/** `ivshufflop(i*, v₁, v₂) = lanes⁻¹((c₁* c₂*)[i]*)  — if c₁* = lanes(v₁) ∧ c₂* = lanes(v₂)`, of i8x16; `i < 32` */
export const ivshufflop = (is: readonly number[], v1: bigint, v2: bigint): bigint => {
  const { lanes, inv_lanes } = views.i8x16;
  const cs = [...lanes(v1), ...lanes(v2)];
  return inv_lanes(is.map((i) => cs[i] ?? 0));
};

/** From integer lanes to lanes of twice the width: `N₂ = 2 · N₁`. */
export interface Widening<A, B> {
  readonly from: Lanes<A>;
  readonly to: Lanes<B>;
  /** `extend_s_N₁,N₂` and `extend_u_N₁,N₂` */
  readonly extend: { readonly s: (c: A) => B; readonly u: (c: A) => B };
  /** The operators `…_N₂`. */
  readonly result: Arithmetic<B>;
}

const itself = (c: number): number => c;

/** From i8x16 to i16x8. */
export const widening8: Widening<number, number> = {
  from: views.i8x16, to: views.i16x8, extend: { s: itself, u: i8.unsigned }, result: i16,
};
/** From i16x8 to i32x4. */
export const widening16: Widening<number, number> = {
  from: views.i16x8, to: views.i32x4, extend: { s: itself, u: i16.unsigned }, result: i32,
};
/** From i32x4 to i64x2. */
export const widening32: Widening<number, bigint> = {
  from: views.i32x4, to: views.i64x2, extend: { s: extend_s, u: extend_u }, result: i64,
};

/** `f(j₁, j₂)*`, of the list `(j₁ j₂)*`. */
const pairwise = <A>(f: (j1: A, j2: A) => A, js: readonly A[]): readonly A[] =>
  js.flatMap((j1, k) => (k % 2 === 0 ? [f(j1, js[k + 1] as A)] : []));

/** `ivadd_pairwise_N(i*) = iadd_N(j₁, j₂)*  — if (j₁ j₂)* = i*` */
export const ivadd_pairwise =
  <A>({ iadd }: Arithmetic<A>) =>
  (is: readonly A[]): readonly A[] =>
    pairwise(iadd, is);

/** `ivmul_N(i₁*, i₂*) = imul_N(i₁, i₂)*` */
export const ivmul =
  <A>({ imul }: Arithmetic<A>) =>
  (is1: readonly A[], is2: readonly A[]): readonly A[] =>
    zip(is1, is2, imul);

/** `ivdot_N(i₁*, i₂*) = iadd_N(j₁, j₂)*  — if (j₁ j₂)* = imul_N(i₁, i₂)*` */
export const ivdot =
  <A>({ iadd, imul }: Arithmetic<A>) =>
  (is1: readonly A[], is2: readonly A[]): readonly A[] =>
    pairwise(iadd, zip(is1, is2, imul));

/** `ivdot_sat_N(i₁*, i₂*) = iadd_sat_s_N(j₁, j₂)*  — if (j₁ j₂)* = imul_N(i₁, i₂)*` */
export const ivdot_sat =
  <A>({ iadd_sat_s, imul }: Arithmetic<A> & LaneArithmetic<A>) =>
  (is1: readonly A[], is2: readonly A[]): readonly A[] =>
    pairwise(iadd_sat_s, zip(is1, is2, imul));

/** `ivextunop(f, sx, v₁) = lanes_sh₂⁻¹(f_N₂(extend_sx(c₁)*))  — if c₁* = lanes_sh₁(v₁)` */
export const ivextunop =
  <A, B>({ from, to }: Widening<A, B>, f: (is: readonly B[]) => readonly B[], extend: (c: A) => B) =>
  (v1: bigint): bigint =>
    to.inv_lanes(f(from.lanes(v1).map(extend)));

/**
 * ```
 * ivextbinop(f, sx, h, k, v₁, v₂) = lanes_sh₂⁻¹(f_N₂(extend_sx(c₁)*, extend_sx(c₂)*))
 *   — if c₁* = lanes_sh₁(v₁)[h : k] ∧ c₂* = lanes_sh₁(v₂)[h : k]
 * ```
 */
export const ivextbinop =
  <A, B>(
    { from, to }: Widening<A, B>,
    f: (is1: readonly B[], is2: readonly B[]) => readonly B[],
    extend: (c: A) => B,
    h: number,
    k: number,
  ) =>
  (v1: bigint, v2: bigint): bigint => {
    const part = (v: bigint): readonly B[] => from.lanes(v).slice(h, h + k).map(extend);
    return to.inv_lanes(f(part(v1), part(v2)));
  };

/**
 * ```
 * vcvtop(f, v₁) = lanes_sh₂⁻¹(f(c₁)* 0^n)  — if c₁* = lanes_sh₁(v₁)[h : k]
 * ```
 * where `k = min(M₁, M₂)` and `n = M₂ - k`: as many lanes as both have, the rest of the result zero.
 * @param h the first lane of the operand that is used: M₂ of a `_high` operator, else 0
 */
export const ivcvtop =
  <A, B>(from: Lanes<A>, to: Lanes<B>, f: (c: A) => B, h = 0) =>
  (v1: bigint): bigint => {
    const converted = from.lanes(v1).slice(h, h + to.dim).map(f);
    return to.inv_lanes([...converted, ...Array<B>(to.dim - converted.length).fill(to.mask(0))]);
  };

/**
 * ```
 * narrow_s_N₁,N₂(i) = signed_N₂⁻¹(sat_s_N₂(signed_N₁(i)))
 * narrow_u_N₁,N₂(i) = sat_u_N₂(signed_N₁(i))
 * vnarrow(v₁, v₂) = lanes_sh₂⁻¹(narrow(c₁)* narrow(c₂)*)  — if c₁* = lanes_sh₁(v₁) ∧ c₂* = lanes_sh₁(v₂)
 * ```
 */
export const ivnarrow =
  (from: Lanes<number>, to: Lanes<number>, narrow: (i: number) => number) =>
  (v1: bigint, v2: bigint): bigint =>
    to.inv_lanes([...from.lanes(v1), ...from.lanes(v2)].map(narrow));
