/**
 * The lanes of vectors, and the lifting of operators on lanes to operators on vectors.
 *
 * @spec core 3.2-numerics.vector §Lanes, §Lanewise operations
 * @spec core exec/numerics.rst §Vectors
 * @module
 */
import { shapes, type Shape } from '../../syntax/numeric-operators.ts';
import { byteSizes, slots, type Slots } from './bytes.ts';
import type { Bool } from './integers.ts';

/** The constants in the lanes of shape `sh`. */
export type LaneOf<Sh extends Shape> = Sh extends 'i64x2' | 'f64x2' ? bigint : number;

/** The view of a v128 as lanes of one shape; lane 0 is in the lowest bits. */
export interface Lanes<A> {
  /** `$dim(sh)` */
  readonly dim: number;
  /** `lanes_txM(c) = (bytes_t⁻¹(b*[i · w : w]))^(i < M)  — if w = |t| / 8 ∧ b* = bytes_v128(c)` */
  readonly lanes: (c: bigint) => readonly A[];
  /** `lanes_txM⁻¹`, of M lanes. */
  readonly inv_lanes: (cs: readonly A[]) => bigint;
  /** `ibits⁻¹(0^|t|)` and `ibits⁻¹(1^|t|)`, as a comparison of lanes has them for results: `extend_s_1,|t|` of 0 and of 1. */
  readonly mask: (b: Bool) => A;
}

const viewOf = <A>(sh: Shape, { put, get }: Slots<A>, zero: A, ones: A): Lanes<A> => {
  const { lane, dim } = shapes[sh];
  const width = byteSizes[lane];
  return {
    dim,
    lanes: (c) => {
      slots.v128.put(0, c);
      const cs: A[] = [];
      for (let i = 0; i < dim; i++) cs.push(get(i * width));
      return cs;
    },
    inv_lanes: (cs) => {
      cs.forEach((c, i) => put(i * width, c));
      return slots.v128.get(0);
    },
    mask: (b) => (b === 1 ? ones : zero),
  };
};

/** The views of each shape. Floats are their bits: f32x4 is seen as i32x4 is. */
export const views: { readonly [Sh in Shape]: Lanes<LaneOf<Sh>> } = {
  i8x16: viewOf('i8x16', slots.i8, 0, -1),
  i16x8: viewOf('i16x8', slots.i16, 0, -1),
  i32x4: viewOf('i32x4', slots.i32, 0, -1),
  i64x2: viewOf('i64x2', slots.i64, 0n, -1n),
  f32x4: viewOf('f32x4', slots.f32, 0, -1),
  f64x2: viewOf('f64x2', slots.f64, 0n, -1n),
};

/** `lanes_sh(c)` */
export const lanes = <Sh extends Shape>(sh: Sh, c: bigint): readonly LaneOf<Sh>[] => views[sh].lanes(c);

/** `lanes_sh⁻¹(c*)`, of `$dim(sh)` lanes. */
export const inv_lanes = <Sh extends Shape>(sh: Sh, cs: readonly LaneOf<Sh>[]): bigint => views[sh].inv_lanes(cs);

/** `f(c₁, c₂)*`, of two lists of the same length. */
export const zip = <A, B, C>(cs1: readonly A[], cs2: readonly B[], f: (c1: A, c2: B) => C): readonly C[] =>
  cs1.map((c1, i) => f(c1, cs2[i] as B));

/** `ivunop(f, v₁) = lanes⁻¹(f(c₁)*)  — if c₁* = lanes(v₁)`; of floats, `fvunop` */
export const ivunop =
  <A>({ lanes, inv_lanes }: Lanes<A>, f: (c1: A) => A) =>
  (v1: bigint): bigint =>
    inv_lanes(lanes(v1).map(f));

/** `ivbinop(f, v₁, v₂) = lanes⁻¹(f(c₁, c₂)*)  — if c₁* = lanes(v₁) ∧ c₂* = lanes(v₂)`; of floats, `fvbinop` */
export const ivbinop =
  <A>({ lanes, inv_lanes }: Lanes<A>, f: (c1: A, c2: A) => A) =>
  (v1: bigint, v2: bigint): bigint =>
    inv_lanes(zip(lanes(v1), lanes(v2), f));

/** `ivternop(f, v₁, v₂, v₃) = lanes⁻¹(f(c₁, c₂, c₃)*)  — if c₁* = lanes(v₁) ∧ …`; of floats, `fvternop` */
export const ivternop =
  <A>({ lanes, inv_lanes }: Lanes<A>, f: (c1: A, c2: A, c3: A) => A) =>
  (v1: bigint, v2: bigint, v3: bigint): bigint =>
    inv_lanes(zip(zip(lanes(v1), lanes(v2), (c1, c2) => (c3: A) => f(c1, c2, c3)), lanes(v3), (f12, c3) => f12(c3)));

/** `ivrelop(f, v₁, v₂) = lanes⁻¹(extend_s_1,N(f(c₁, c₂))*)  — if c₁* = lanes(v₁) ∧ c₂* = lanes(v₂)`; of floats, `fvrelop` */
export const ivrelop = <A>(view: Lanes<A>, f: (c1: A, c2: A) => Bool): ((v1: bigint, v2: bigint) => bigint) =>
  ivbinop(view, (c1, c2) => view.mask(f(c1, c2)));
