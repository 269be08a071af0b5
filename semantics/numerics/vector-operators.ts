/**
 * The operators of vector instructions within one shape, by shape and name, as the reduction rules apply them.
 *
 * Vectors are unsigned bigints of 128 bits. An operator that does not exist at a shape is refused by every reader of
 * modules; asking for one is a RangeError.
 *
 * @spec core 3.2-numerics.vector §Operator dispatch
 * @module
 */
import type {
  RelopF, RelopI, Shape, Signedness, Vbinop, Vrelop, Vshiftop, Vswizzlop, Vternop, Vtestop, Vunop, Vvbinop, Vvternop, Vvtestop, Vvunop,
} from '../../syntax/numeric-operators.ts';
import { f32, f64, type Floats } from './floats.ts';
import { i64, v128 } from './integers-64.ts';
import { i16, i32, i8, iq15mulr_sat_s } from './integers-small.ts';
import { bool, type Bool, type Integers, type LaneArithmetic, type Orders } from './integers.ts';
import { inv_lanes, ivbinop, ivrelop, ivternop, ivunop, type LaneOf, lanes, type Lanes, views } from './lanes.ts';
import { entry } from './table.ts';
import { all_true, ivbitmask, ivshufflop, ivswizzle_lane, ivswizzlop } from './vectors.ts';

type Unary = (v1: bigint) => bigint;
type Binary = (v1: bigint, v2: bigint) => bigint;
type Ternary = (v1: bigint, v2: bigint, v3: bigint) => bigint;
type Operators<F extends string, Operator> = { readonly [f in F]?: Operator };
type ByShape<F extends string, Operator> = { readonly [Sh in Shape]: Operators<F, Operator> };

const vvunopTable: { readonly [f in Vvunop]: Unary } = { not: v128.inot };
/** `vvunop_(v128, f, v₁)` */
export const vvunop_ = (f: Vvunop, v1: bigint): bigint => entry(vvunopTable, f)(v1);

const vvbinopTable: { readonly [f in Vvbinop]: Binary } = { and: v128.iand, andnot: v128.iandnot, or: v128.ior, xor: v128.ixor };
/** `vvbinop_(v128, f, v₁, v₂)` */
export const vvbinop_ = (f: Vvbinop, v1: bigint, v2: bigint): bigint => entry(vvbinopTable, f)(v1, v2);

const vvternopTable: { readonly [f in Vvternop]: Ternary } = { bitselect: v128.ibitselect };
/** `vvternop_(v128, f, v₁, v₂, v₃)` */
export const vvternop_ = (f: Vvternop, v1: bigint, v2: bigint, v3: bigint): bigint => entry(vvternopTable, f)(v1, v2, v3);

const vvtestopTable: { readonly [f in Vvtestop]: (v1: bigint) => Bool } = { any_true: (v1) => bool(v1 !== 0n) };
/** `any_true(v₁) = inez_128(v₁)` */
export const vvtestop_ = (f: Vvtestop, v1: bigint): Bool => entry(vvtestopTable, f)(v1);

const vunopsI = <A>(view: Lanes<A>, N: Integers<A>): Operators<Vunop, Unary> => ({
  abs: ivunop(view, N.iabs),
  neg: ivunop(view, N.ineg),
});

const vunopsF = <A>(view: Lanes<A>, N: Floats<A>): Operators<Vunop, Unary> => ({
  abs: ivunop(view, N.fabs),
  neg: ivunop(view, N.fneg),
  sqrt: ivunop(view, N.fsqrt),
  ceil: ivunop(view, N.fceil),
  floor: ivunop(view, N.ffloor),
  trunc: ivunop(view, N.ftrunc),
  nearest: ivunop(view, N.fnearest),
});

const vunopTable: ByShape<Vunop, Unary> = {
  i8x16: { ...vunopsI(views.i8x16, i8), popcnt: ivunop(views.i8x16, i8.ipopcnt) },
  i16x8: vunopsI(views.i16x8, i16),
  i32x4: vunopsI(views.i32x4, i32),
  i64x2: vunopsI(views.i64x2, i64),
  f32x4: vunopsF(views.f32x4, f32),
  f64x2: vunopsF(views.f64x2, f64),
};
/** `vunop_(sh, f, v₁)` */
export const vunop_ = (sh: Shape, f: Vunop, v1: bigint): bigint => entry(vunopTable[sh], f)(v1);

const sums = <A>(view: Lanes<A>, N: Integers<A>): Operators<Vbinop, Binary> => ({
  add: ivbinop(view, N.iadd),
  sub: ivbinop(view, N.isub),
});

const saturating = <A>(view: Lanes<A>, N: LaneArithmetic<A>): Operators<Vbinop, Binary> => ({
  add_sat_s: ivbinop(view, N.iadd_sat_s),
  add_sat_u: ivbinop(view, N.iadd_sat_u),
  sub_sat_s: ivbinop(view, N.isub_sat_s),
  sub_sat_u: ivbinop(view, N.isub_sat_u),
  avgr_u: ivbinop(view, N.iavgr_u),
});

const extremes = <A>(view: Lanes<A>, N: LaneArithmetic<A>): Operators<Vbinop, Binary> => ({
  min_s: ivbinop(view, N.imin_s),
  min_u: ivbinop(view, N.imin_u),
  max_s: ivbinop(view, N.imax_s),
  max_u: ivbinop(view, N.imax_u),
});

const vbinopsF = <A>(view: Lanes<A>, N: Floats<A>): Operators<Vbinop, Binary> => ({
  add: ivbinop(view, N.fadd),
  sub: ivbinop(view, N.fsub),
  mul: ivbinop(view, N.fmul),
  div: ivbinop(view, N.fdiv),
  min: ivbinop(view, N.fmin),
  max: ivbinop(view, N.fmax),
  pmin: ivbinop(view, N.fpmin),
  pmax: ivbinop(view, N.fpmax),
  relaxed_min: ivbinop(view, N.frelaxed_min),
  relaxed_max: ivbinop(view, N.frelaxed_max),
});

const vbinopTable: ByShape<Vbinop, Binary> = {
  i8x16: { ...sums(views.i8x16, i8), ...saturating(views.i8x16, i8), ...extremes(views.i8x16, i8) },
  i16x8: {
    ...sums(views.i16x8, i16),
    mul: ivbinop(views.i16x8, i16.imul),
    ...saturating(views.i16x8, i16),
    q15mulr_sat_s: ivbinop(views.i16x8, iq15mulr_sat_s),
    relaxed_q15mulr_s: ivbinop(views.i16x8, iq15mulr_sat_s),
    ...extremes(views.i16x8, i16),
  },
  i32x4: { ...sums(views.i32x4, i32), mul: ivbinop(views.i32x4, i32.imul), ...extremes(views.i32x4, i32) },
  i64x2: { ...sums(views.i64x2, i64), mul: ivbinop(views.i64x2, i64.imul) },
  f32x4: vbinopsF(views.f32x4, f32),
  f64x2: vbinopsF(views.f64x2, f64),
};
/** `vbinop_(sh, f, v₁, v₂)` */
export const vbinop_ = (sh: Shape, f: Vbinop, v1: bigint, v2: bigint): bigint => entry(vbinopTable[sh], f)(v1, v2);

const vternopsF = <A>(view: Lanes<A>, N: Floats<A>): Operators<Vternop, Ternary> => ({
  relaxed_madd: ivternop(view, N.frelaxed_madd),
  relaxed_nmadd: ivternop(view, N.frelaxed_nmadd),
});

const vternopTable: ByShape<Vternop, Ternary> = {
  i8x16: { relaxed_laneselect: ivternop(views.i8x16, i8.irelaxed_laneselect) },
  i16x8: { relaxed_laneselect: ivternop(views.i16x8, i16.irelaxed_laneselect) },
  i32x4: { relaxed_laneselect: ivternop(views.i32x4, i32.irelaxed_laneselect) },
  i64x2: { relaxed_laneselect: ivternop(views.i64x2, i64.irelaxed_laneselect) },
  f32x4: vternopsF(views.f32x4, f32),
  f64x2: vternopsF(views.f64x2, f64),
};
/** `vternop_(sh, f, v₁, v₂, v₃)` */
export const vternop_ = (sh: Shape, f: Vternop, v1: bigint, v2: bigint, v3: bigint): bigint => entry(vternopTable[sh], f)(v1, v2, v3);

const vtestopTable: ByShape<Vtestop, (v1: bigint) => Bool> = {
  i8x16: { all_true: all_true(views.i8x16) },
  i16x8: { all_true: all_true(views.i16x8) },
  i32x4: { all_true: all_true(views.i32x4) },
  i64x2: { all_true: all_true(views.i64x2) },
  f32x4: {},
  f64x2: {},
};
/** `vtestop_(sh, f, v₁)` */
export const vtestop_ = (sh: Shape, f: Vtestop, v1: bigint): Bool => entry(vtestopTable[sh], f)(v1);

const signedOrders = <A>(view: Lanes<A>, N: Orders<A>): Operators<RelopI, Binary> => ({
  eq: ivrelop(view, N.ieq),
  ne: ivrelop(view, N.ine),
  lt_s: ivrelop(view, N.ilt_s),
  gt_s: ivrelop(view, N.igt_s),
  le_s: ivrelop(view, N.ile_s),
  ge_s: ivrelop(view, N.ige_s),
});

const vrelopsI = <A>(view: Lanes<A>, N: Orders<A>): Operators<RelopI, Binary> => ({
  ...signedOrders(view, N),
  lt_u: ivrelop(view, N.ilt_u),
  gt_u: ivrelop(view, N.igt_u),
  le_u: ivrelop(view, N.ile_u),
  ge_u: ivrelop(view, N.ige_u),
});

const vrelopsF = <A>(view: Lanes<A>, N: Floats<A>): Operators<RelopF, Binary> => ({
  eq: ivrelop(view, N.feq),
  ne: ivrelop(view, N.fne),
  lt: ivrelop(view, N.flt),
  gt: ivrelop(view, N.fgt),
  le: ivrelop(view, N.fle),
  ge: ivrelop(view, N.fge),
});

const vrelopTable: ByShape<Vrelop, Binary> = {
  i8x16: vrelopsI(views.i8x16, i8),
  i16x8: vrelopsI(views.i16x8, i16),
  i32x4: vrelopsI(views.i32x4, i32),
  i64x2: signedOrders(views.i64x2, i64),
  f32x4: vrelopsF(views.f32x4, f32),
  f64x2: vrelopsF(views.f64x2, f64),
};
/** `vrelop_(sh, f, v₁, v₂)`: every lane all zeros or all ones */
export const vrelop_ = (sh: Shape, f: Vrelop, v1: bigint, v2: bigint): bigint => entry(vrelopTable[sh], f)(v1, v2);

type Shift = (v1: bigint, i: number) => bigint;

/** `ivshiftop(f, v₁, i) = lanes⁻¹(f(c₁, i)*)  — if c₁* = lanes(v₁)` */
const vshiftops = <A>(view: Lanes<A>, N: Integers<A>, ofDistance: (i: number) => A): Operators<Vshiftop, Shift> => {
  const shift =
    (f: (c1: A, i: A) => A): Shift =>
    (v1, i) => {
      const distance = ofDistance(i);
      return ivunop(view, (c1) => f(c1, distance))(v1);
    };
  return { shl: shift(N.ishl), shr_s: shift(N.ishr_s), shr_u: shift(N.ishr_u) };
};

const vshiftopTable: ByShape<Vshiftop, Shift> = {
  i8x16: vshiftops(views.i8x16, i8, (i) => i),
  i16x8: vshiftops(views.i16x8, i16, (i) => i),
  i32x4: vshiftops(views.i32x4, i32, (i) => i),
  i64x2: vshiftops(views.i64x2, i64, BigInt),
  f32x4: {},
  f64x2: {},
};
/** `vshiftop_(sh, f, v₁, i)`: the distance `i` is an i32, and counts modulo the width of a lane */
export const vshiftop_ = (sh: Shape, f: Vshiftop, v1: bigint, i: number): bigint => entry(vshiftopTable[sh], f)(v1, i);

const vbitmaskTable: Operators<Shape, (v1: bigint) => number> = {
  i8x16: ivbitmask(views.i8x16),
  i16x8: ivbitmask(views.i16x8),
  i32x4: ivbitmask(views.i32x4),
  i64x2: ivbitmask(views.i64x2),
};
/** `vbitmaskop_(sh, v₁)`: an i32 */
export const vbitmaskop_ = (sh: Shape, v1: bigint): number => entry(vbitmaskTable, sh)(v1);

const vswizzlopTable: { readonly [f in Vswizzlop]: Binary } = {
  swizzle: ivswizzlop(ivswizzle_lane),
  relaxed_swizzle: ivswizzlop(ivswizzle_lane),
};
/** `vswizzlop_(i8x16, f, v₁, v₂)` */
export const vswizzlop_ = (f: Vswizzlop, v1: bigint, v2: bigint): bigint => entry(vswizzlopTable, f)(v1, v2);

/** `vshufflop_(i8x16, i*, v₁, v₂)`: 16 lane indices below 32 */
export const vshufflop_ = (is: readonly number[], v1: bigint, v2: bigint): bigint => ivshufflop(is, v1, v2);

/**
 * `splat(sh, c₁) = lanes⁻¹(lpacknum(c₁)^M)`; a packed lane keeps the low bits, `lpacknum(c₁) = wrap_32,|t|(c₁)`.
 * @spec core 4.3-execution.instructions `Step_pure/vsplat`
 */
export const splat = <Sh extends Shape>(sh: Sh, c1: LaneOf<Sh>): bigint => inv_lanes(sh, Array<LaneOf<Sh>>(views[sh].dim).fill(c1));

const unsignedLane: { readonly [Sh in Shape]: (c: LaneOf<Sh>) => LaneOf<Sh> } = {
  i8x16: i8.unsigned,
  i16x8: i16.unsigned,
  i32x4: i32.unsigned,
  i64x2: i64.unsigned,
  f32x4: i32.unsigned,
  f64x2: i64.unsigned,
};

/**
 * ```
 * extract_lane(sh, i, v₁)     = lanes(v₁)[i]                   — of number lanes
 * extract_lane(sh, sx, i, v₁) = extend_sx_|t|,32(lanes(v₁)[i])  — of packed lanes
 * ```
 * @param i a lane index below M
 * @spec core 4.3-execution.instructions `Step_pure/vextract_lane`
 */
export const extract_lane = <Sh extends Shape>(sh: Sh, sx: Signedness | undefined, i: number, v1: bigint): LaneOf<Sh> => {
  const c = lanes(sh, v1)[i] as LaneOf<Sh>;
  return sx === 'u' ? unsignedLane[sh](c) : c;
};

/**
 * `replace_lane(sh, i, v₁, c₂) = lanes⁻¹(lanes(v₁)[[i] = lpacknum(c₂)])`
 * @param i a lane index below M
 * @spec core 4.3-execution.instructions `Step_pure/vreplace_lane`
 */
export const replace_lane = <Sh extends Shape>(sh: Sh, i: number, v1: bigint, c2: LaneOf<Sh>): bigint =>
  inv_lanes(sh, lanes(sh, v1).with(i, c2));
