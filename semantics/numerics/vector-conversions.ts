/**
 * The operators of vector instructions from one shape to another, by shapes and name, as the reduction rules apply them.
 *
 * `sh₁` is the shape of the operands, `sh₂` that of the result. An operator that does not exist at these shapes is refused
 * by every reader of modules; asking for one is a RangeError.
 *
 * @spec core 3.2-numerics.vector §Operator dispatch
 * @module
 */
import type { Shape, Signedness, Vcvtop, Vextbinop, Vextternop, Vextunop } from '../../syntax/numeric-operators.ts';
import { demote, f32_i32, f64_i32, i32_f32, i32_f64, promote } from './conversions.ts';
import { i16, i8 } from './integers-small.ts';
import { views } from './lanes.ts';
import { entry } from './table.ts';
import { vbinop_ } from './vector-operators.ts';
import {
  ivadd_pairwise, ivcvtop, ivdot, ivdot_sat, ivextbinop, ivextunop, ivmul, ivnarrow, type Widening, widening16, widening32, widening8,
} from './vectors.ts';

type Unary = (v1: bigint) => bigint;
type Binary = (v1: bigint, v2: bigint) => bigint;
/** Operators `F` by the shape of their operands and that of their result. */
type Between<F extends string, Operator> = {
  readonly [Sh1 in Shape]?: { readonly [Sh2 in Shape]?: { readonly [f in F]?: Operator } };
};

const between = <F extends string, Operator>(table: Between<F, Operator>, sh1: Shape, sh2: Shape, f: F): Operator =>
  entry(entry(entry(table, sh1), sh2), f);

const vextunops = <A, B>(widening: Widening<A, B>): { readonly [f in Vextunop]: Unary } => ({
  extadd_pairwise_s: ivextunop(widening, ivadd_pairwise(widening.result), widening.extend.s),
  extadd_pairwise_u: ivextunop(widening, ivadd_pairwise(widening.result), widening.extend.u),
});

const vextunopTable: Between<Vextunop, Unary> = {
  i8x16: { i16x8: vextunops(widening8) },
  i16x8: { i32x4: vextunops(widening16) },
};
/** `vextunop__(sh₁, sh₂, f, v₁)` */
export const vextunop__ = (sh1: Shape, sh2: Shape, f: Vextunop, v1: bigint): bigint => between(vextunopTable, sh1, sh2, f)(v1);

const extmuls = <A, B>(widening: Widening<A, B>): { readonly [f in Vextbinop]?: Binary } => {
  const { to: { dim }, extend: { s, u }, result } = widening;
  return {
    extmul_low_s: ivextbinop(widening, ivmul(result), s, 0, dim),
    extmul_low_u: ivextbinop(widening, ivmul(result), u, 0, dim),
    extmul_high_s: ivextbinop(widening, ivmul(result), s, dim, dim),
    extmul_high_u: ivextbinop(widening, ivmul(result), u, dim, dim),
  };
};

const vextbinopTable: Between<Vextbinop, Binary> = {
  i8x16: {
    // relaxed(R_idot)[s, u] is the sign interpretation of the second operand; in the deterministic profile R_idot = 0.
    i16x8: { ...extmuls(widening8), relaxed_dot_s: ivextbinop(widening8, ivdot_sat(i16), widening8.extend.s, 0, widening8.from.dim) },
  },
  i16x8: {
    i32x4: {
      ...extmuls(widening16),
      dot_s: ivextbinop(widening16, ivdot(widening16.result), widening16.extend.s, 0, widening16.from.dim),
    },
  },
  i32x4: { i64x2: extmuls(widening32) },
};
/** `vextbinop__(sh₁, sh₂, f, v₁, v₂)` */
export const vextbinop__ = (sh1: Shape, sh2: Shape, f: Vextbinop, v1: bigint, v2: bigint): bigint =>
  between(vextbinopTable, sh1, sh2, f)(v1, v2);

/**
 * ```
 * relaxed_dot_add_s(v₁, v₂, v₃) = add_i32x4(v″, v₃)
 *   — if v′ = relaxed_dot_s_i8x16,i16x8(v₁, v₂) ∧ v″ = extadd_pairwise_s_i16x8,i32x4(v′)
 * ```
 */
const relaxed_dot_add_s = (v1: bigint, v2: bigint, v3: bigint): bigint => {
  const products = vextbinop__('i8x16', 'i16x8', 'relaxed_dot_s', v1, v2);
  const sums = vextunop__('i16x8', 'i32x4', 'extadd_pairwise_s', products);
  return vbinop_('i32x4', 'add', sums, v3);
};

const vextternopTable: Between<Vextternop, (v1: bigint, v2: bigint, v3: bigint) => bigint> = { i8x16: { i32x4: { relaxed_dot_add_s } } };
/** `vextternop__(sh₁, sh₂, f, v₁, v₂, v₃)` */
export const vextternop__ = (sh1: Shape, sh2: Shape, f: Vextternop, v1: bigint, v2: bigint, v3: bigint): bigint =>
  between(vextternopTable, sh1, sh2, f)(v1, v2, v3);

const vnarrowTable: Between<Signedness, Binary> = {
  i16x8: { i8x16: { s: ivnarrow(views.i16x8, views.i8x16, i8.sat_s), u: ivnarrow(views.i16x8, views.i8x16, i8.sat_u) } },
  i32x4: { i16x8: { s: ivnarrow(views.i32x4, views.i16x8, i16.sat_s), u: ivnarrow(views.i32x4, views.i16x8, i16.sat_u) } },
};
/** `vnarrowop__(sh₁, sh₂, sx, v₁, v₂)` */
export const vnarrowop__ = (sh1: Shape, sh2: Shape, sx: Signedness, v1: bigint, v2: bigint): bigint =>
  between(vnarrowTable, sh1, sh2, sx)(v1, v2);

const extends_ = <A, B>({ from, to, extend }: Widening<A, B>): { readonly [f in Vcvtop]?: Unary } => ({
  extend_low_s: ivcvtop(from, to, extend.s),
  extend_low_u: ivcvtop(from, to, extend.u),
  extend_high_s: ivcvtop(from, to, extend.s, to.dim),
  extend_high_u: ivcvtop(from, to, extend.u, to.dim),
});

const { i32x4, f32x4, f64x2 } = views;

const vcvtopTable: Between<Vcvtop, Unary> = {
  i8x16: { i16x8: extends_(widening8) },
  i16x8: { i32x4: extends_(widening16) },
  i32x4: {
    i64x2: extends_(widening32),
    f32x4: { convert_s: ivcvtop(i32x4, f32x4, i32_f32.convert_s), convert_u: ivcvtop(i32x4, f32x4, i32_f32.convert_u) },
    f64x2: { convert_low_s: ivcvtop(i32x4, f64x2, i32_f64.convert_s), convert_low_u: ivcvtop(i32x4, f64x2, i32_f64.convert_u) },
  },
  f32x4: {
    i32x4: {
      trunc_sat_s: ivcvtop(f32x4, i32x4, f32_i32.trunc_sat_s),
      trunc_sat_u: ivcvtop(f32x4, i32x4, f32_i32.trunc_sat_u),
      relaxed_trunc_s: ivcvtop(f32x4, i32x4, f32_i32.trunc_sat_s),
      relaxed_trunc_u: ivcvtop(f32x4, i32x4, f32_i32.trunc_sat_u),
    },
    f64x2: { promote_low: ivcvtop(f32x4, f64x2, promote) },
  },
  f64x2: {
    i32x4: {
      trunc_sat_s_zero: ivcvtop(f64x2, i32x4, f64_i32.trunc_sat_s),
      trunc_sat_u_zero: ivcvtop(f64x2, i32x4, f64_i32.trunc_sat_u),
      relaxed_trunc_s_zero: ivcvtop(f64x2, i32x4, f64_i32.trunc_sat_s),
      relaxed_trunc_u_zero: ivcvtop(f64x2, i32x4, f64_i32.trunc_sat_u),
    },
    f32x4: { demote_zero: ivcvtop(f64x2, f32x4, demote) },
  },
};
/** `vcvtop__(sh₁, sh₂, f, v₁)` */
export const vcvtop__ = (sh1: Shape, sh2: Shape, f: Vcvtop, v1: bigint): bigint => between(vcvtopTable, sh1, sh2, f)(v1);
