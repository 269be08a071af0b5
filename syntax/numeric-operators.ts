/**
 * The numeric and vector operators of the abstract syntax, and the types and shapes at which each of them exists.
 *
 * Operators are named as in the specification, with signedness, half and zero written into the name as the text format
 * writes them: `DIV sx` is `div_s` and `div_u`, `TRUNC_SAT sx zero?` is `trunc_sat_s`, …, `trunc_sat_u_zero`.
 *
 * @spec core 1.3-syntax.instructions §Numeric operators
 * @spec core syntax/instructions.rst §Numeric Instructions
 * @module
 */
import type { NumType, PackType } from './types.ts';

/** `sx ::= u | s`: the sign interpretation of an integer. */
export type Signedness = 's' | 'u';

/** `unop_(Inn)`; `extend32_s` exists for i64 only. */
export type UnopI = 'clz' | 'ctz' | 'popcnt' | 'extend8_s' | 'extend16_s' | 'extend32_s';
/** `unop_(Fnn)`. */
export type UnopF = 'abs' | 'neg' | 'sqrt' | 'ceil' | 'floor' | 'trunc' | 'nearest';
/** `unop_(numtype)`. */
export type Unop = UnopI | UnopF;

/** `binop_(Inn)`. */
export type BinopI =
  | 'add' | 'sub' | 'mul' | 'div_s' | 'div_u' | 'rem_s' | 'rem_u'
  | 'and' | 'or' | 'xor' | 'shl' | 'shr_s' | 'shr_u' | 'rotl' | 'rotr';
/** `binop_(Fnn)`. */
export type BinopF = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'copysign';
/** `binop_(numtype)`. */
export type Binop = BinopI | BinopF;

/** `testop_(Inn)`; there is none for floats. */
export type Testop = 'eqz';

/** `relop_(Inn)`. */
export type RelopI = 'eq' | 'ne' | 'lt_s' | 'lt_u' | 'gt_s' | 'gt_u' | 'le_s' | 'le_u' | 'ge_s' | 'ge_u';
/** `relop_(Fnn)`. */
export type RelopF = 'eq' | 'ne' | 'lt' | 'gt' | 'le' | 'ge';
/** `relop_(numtype)`. */
export type Relop = RelopI | RelopF;

/** `cvtop__(numtype_1, numtype_2)`; {@link cvtops} says for which pairs of types. */
export type Cvtop =
  | 'extend_s' | 'extend_u' | 'wrap' | 'convert_s' | 'convert_u' | 'reinterpret'
  | 'trunc_s' | 'trunc_u' | 'trunc_sat_s' | 'trunc_sat_u' | 'promote' | 'demote';

/** `ishape`: a vector of integers. */
export type IShape = 'i8x16' | 'i16x8' | 'i32x4' | 'i64x2';
/** A vector of floats. */
export type FShape = 'f32x4' | 'f64x2';
/** `shape`: lane type and number of lanes of a 128-bit vector. */
export type Shape = IShape | FShape;
/** `lanetype`: what a lane holds. */
export type LaneType = NumType | PackType;

/** `vvunop`: bitwise, whatever the lanes. */
export type Vvunop = 'not';
/** `vvbinop`. */
export type Vvbinop = 'and' | 'andnot' | 'or' | 'xor';
/** `vvternop`. */
export type Vvternop = 'bitselect';
/** `vvtestop`. */
export type Vvtestop = 'any_true';

/** `vunop_(shape)`; {@link vunops} says at which shapes. */
export type Vunop = 'abs' | 'neg' | 'popcnt' | 'sqrt' | 'ceil' | 'floor' | 'trunc' | 'nearest';
/** `vbinop_(shape)`; {@link vbinops} says at which shapes. */
export type Vbinop =
  | 'add' | 'sub' | 'add_sat_s' | 'add_sat_u' | 'sub_sat_s' | 'sub_sat_u' | 'mul' | 'avgr_u' | 'q15mulr_sat_s' | 'relaxed_q15mulr_s'
  | 'min_s' | 'min_u' | 'max_s' | 'max_u' | 'div' | 'min' | 'max' | 'pmin' | 'pmax' | 'relaxed_min' | 'relaxed_max';
/** `vternop_(shape)`; {@link vternops} says at which shapes. */
export type Vternop = 'relaxed_laneselect' | 'relaxed_madd' | 'relaxed_nmadd';
/** `vtestop_(ishape)`. */
export type Vtestop = 'all_true';
/** `vrelop_(shape)`; {@link vrelops} says at which shapes. */
export type Vrelop = RelopI | RelopF;
/** `vshiftop_(ishape)`. */
export type Vshiftop = 'shl' | 'shr_s' | 'shr_u';
/** `vswizzlop_(bshape)`; the one shape of bytes is i8x16. */
export type Vswizzlop = 'swizzle' | 'relaxed_swizzle';
/** `vextunop__(ishape_1, ishape_2)`; {@link vextunops} says for which pairs of shapes. */
export type Vextunop = 'extadd_pairwise_s' | 'extadd_pairwise_u';
/** `vextbinop__(ishape_1, ishape_2)`; {@link vextbinops} says for which pairs of shapes. */
export type Vextbinop = 'extmul_low_s' | 'extmul_low_u' | 'extmul_high_s' | 'extmul_high_u' | 'dot_s' | 'relaxed_dot_s';
/** `vextternop__(ishape_1, ishape_2)`; {@link vextternops} says for which pairs of shapes. */
export type Vextternop = 'relaxed_dot_add_s';
/** `vcvtop__(shape_1, shape_2)`; {@link vcvtops} says for which pairs of shapes. */
export type Vcvtop =
  | 'extend_low_s' | 'extend_low_u' | 'extend_high_s' | 'extend_high_u'
  | 'convert_s' | 'convert_u' | 'convert_low_s' | 'convert_low_u'
  | 'trunc_sat_s' | 'trunc_sat_u' | 'trunc_sat_s_zero' | 'trunc_sat_u_zero'
  | 'relaxed_trunc_s' | 'relaxed_trunc_u' | 'relaxed_trunc_s_zero' | 'relaxed_trunc_u_zero'
  | 'demote_zero' | 'promote_low';

/** The operators that exist at each of the types, or of the shapes, `X`. */
export type OperatorsAt<X extends string, F> = { readonly [x in X]: readonly F[] };

/** An operator from the types, or shapes, `from` (`_1` in the specification) to `to` (`_2`), as in `cvtop__(numtype_1, numtype_2)`. */
export type Conversion<X, F> = { readonly from: X; readonly to: X; readonly f: F };

const unopsI: readonly UnopI[] = ['clz', 'ctz', 'popcnt', 'extend8_s', 'extend16_s'];
const unopsF: readonly UnopF[] = ['abs', 'neg', 'sqrt', 'ceil', 'floor', 'trunc', 'nearest'];
/** `unop_(numtype)`, in the order of the specification. */
export const unops: OperatorsAt<NumType, Unop> = { i32: unopsI, i64: [...unopsI, 'extend32_s'], f32: unopsF, f64: unopsF };

const binopsI: readonly BinopI[] =
  ['add', 'sub', 'mul', 'div_s', 'div_u', 'rem_s', 'rem_u', 'and', 'or', 'xor', 'shl', 'shr_s', 'shr_u', 'rotl', 'rotr'];
const binopsF: readonly BinopF[] = ['add', 'sub', 'mul', 'div', 'min', 'max', 'copysign'];
/** `binop_(numtype)`, in the order of the specification. */
export const binops: OperatorsAt<NumType, Binop> = { i32: binopsI, i64: binopsI, f32: binopsF, f64: binopsF };

/** `testop_(numtype)`. */
export const testops: OperatorsAt<NumType, Testop> = { i32: ['eqz'], i64: ['eqz'], f32: [], f64: [] };

const relopsI: readonly RelopI[] = ['eq', 'ne', 'lt_s', 'lt_u', 'gt_s', 'gt_u', 'le_s', 'le_u', 'ge_s', 'ge_u'];
const relopsF: readonly RelopF[] = ['eq', 'ne', 'lt', 'gt', 'le', 'ge'];
/** `relop_(numtype)`, in the order of the specification. */
export const relops: OperatorsAt<NumType, Relop> = { i32: relopsI, i64: relopsI, f32: relopsF, f64: relopsF };

const conversionsBetween = (inn: 'i32' | 'i64', fnn: 'f32' | 'f64'): readonly Conversion<NumType, Cvtop>[] => [
  { from: inn, to: fnn, f: 'convert_s' },
  { from: inn, to: fnn, f: 'convert_u' },
  { from: fnn, to: inn, f: 'trunc_s' },
  { from: fnn, to: inn, f: 'trunc_u' },
  { from: fnn, to: inn, f: 'trunc_sat_s' },
  { from: fnn, to: inn, f: 'trunc_sat_u' },
];
/** Every `cvtop__(numtype_1, numtype_2)`. */
export const cvtops: readonly Conversion<NumType, Cvtop>[] = [
  { from: 'i32', to: 'i64', f: 'extend_s' },
  { from: 'i32', to: 'i64', f: 'extend_u' },
  { from: 'i64', to: 'i32', f: 'wrap' },
  ...conversionsBetween('i32', 'f32'),
  ...conversionsBetween('i32', 'f64'),
  ...conversionsBetween('i64', 'f32'),
  ...conversionsBetween('i64', 'f64'),
  { from: 'i32', to: 'f32', f: 'reinterpret' },
  { from: 'i64', to: 'f64', f: 'reinterpret' },
  { from: 'f32', to: 'i32', f: 'reinterpret' },
  { from: 'f64', to: 'i64', f: 'reinterpret' },
  { from: 'f32', to: 'f64', f: 'promote' },
  { from: 'f64', to: 'f32', f: 'demote' },
];

/** A shape taken apart: `Lnn X M`, with the width of a lane in bits. */
export type ShapeParts = { readonly lane: LaneType; readonly size: 8 | 16 | 32 | 64; readonly dim: 2 | 4 | 8 | 16 };

/** `$lanetype(shape)`, `$lsize($lanetype(shape))` and `$dim(shape)`; size · dim = 128. */
export const shapes: { readonly [sh in Shape]: ShapeParts } = {
  i8x16: { lane: 'i8', size: 8, dim: 16 },
  i16x8: { lane: 'i16', size: 16, dim: 8 },
  i32x4: { lane: 'i32', size: 32, dim: 4 },
  i64x2: { lane: 'i64', size: 64, dim: 2 },
  f32x4: { lane: 'f32', size: 32, dim: 4 },
  f64x2: { lane: 'f64', size: 64, dim: 2 },
};

/** `vunop_(shape)`. */
export const vunops: OperatorsAt<Shape, Vunop> = {
  i8x16: ['abs', 'neg', 'popcnt'],
  i16x8: ['abs', 'neg'],
  i32x4: ['abs', 'neg'],
  i64x2: ['abs', 'neg'],
  f32x4: unopsF,
  f64x2: unopsF,
};

const saturating: readonly Vbinop[] = ['add_sat_s', 'add_sat_u', 'sub_sat_s', 'sub_sat_u', 'avgr_u'];
const orderedI: readonly Vbinop[] = ['min_s', 'min_u', 'max_s', 'max_u'];
const vbinopsF: readonly Vbinop[] = ['add', 'sub', 'mul', 'div', 'min', 'max', 'pmin', 'pmax', 'relaxed_min', 'relaxed_max'];
/** `vbinop_(shape)`. */
export const vbinops: OperatorsAt<Shape, Vbinop> = {
  i8x16: ['add', 'sub', ...saturating, ...orderedI],
  i16x8: ['add', 'sub', 'mul', ...saturating, ...orderedI, 'q15mulr_sat_s', 'relaxed_q15mulr_s'],
  i32x4: ['add', 'sub', 'mul', ...orderedI],
  i64x2: ['add', 'sub', 'mul'],
  f32x4: vbinopsF,
  f64x2: vbinopsF,
};

/** `vternop_(shape)`. */
export const vternops: OperatorsAt<Shape, Vternop> = {
  i8x16: ['relaxed_laneselect'],
  i16x8: ['relaxed_laneselect'],
  i32x4: ['relaxed_laneselect'],
  i64x2: ['relaxed_laneselect'],
  f32x4: ['relaxed_madd', 'relaxed_nmadd'],
  f64x2: ['relaxed_madd', 'relaxed_nmadd'],
};

/** `vrelop_(shape)`; there is no unsigned order on i64x2. */
export const vrelops: OperatorsAt<Shape, Vrelop> = {
  i8x16: relopsI,
  i16x8: relopsI,
  i32x4: relopsI,
  i64x2: ['eq', 'ne', 'lt_s', 'gt_s', 'le_s', 'ge_s'],
  f32x4: relopsF,
  f64x2: relopsF,
};

/** `vshiftop_(ishape)`. */
export const vshiftops: readonly Vshiftop[] = ['shl', 'shr_s', 'shr_u'];
/** `vswizzlop_(bshape)`. */
export const vswizzlops: readonly Vswizzlop[] = ['swizzle', 'relaxed_swizzle'];

/** Each of the operators for each of the pairs. */
const pairs = <X, F>(operators: readonly F[], ...shapePairs: readonly (readonly [from: X, to: X])[]): readonly Conversion<X, F>[] =>
  shapePairs.flatMap(([from, to]) => operators.map((f) => ({ from, to, f })));

/** Every `vextunop__(ishape_1, ishape_2)`. */
export const vextunops: readonly Conversion<IShape, Vextunop>[] =
  pairs(['extadd_pairwise_s', 'extadd_pairwise_u'], ['i8x16', 'i16x8'], ['i16x8', 'i32x4']);

/** Every `vextbinop__(ishape_1, ishape_2)`. */
export const vextbinops: readonly Conversion<IShape, Vextbinop>[] = [
  ...pairs<IShape, Vextbinop>(
    ['extmul_low_s', 'extmul_high_s', 'extmul_low_u', 'extmul_high_u'],
    ['i8x16', 'i16x8'],
    ['i16x8', 'i32x4'],
    ['i32x4', 'i64x2'],
  ),
  { from: 'i16x8', to: 'i32x4', f: 'dot_s' },
  { from: 'i8x16', to: 'i16x8', f: 'relaxed_dot_s' },
];

/** Every `vextternop__(ishape_1, ishape_2)`. */
export const vextternops: readonly Conversion<IShape, Vextternop>[] = [{ from: 'i8x16', to: 'i32x4', f: 'relaxed_dot_add_s' }];

/** Every `VNARROW`, from the operands' shape to the result's. */
export const vnarrows: readonly Conversion<IShape, Signedness>[] = pairs(['s', 'u'], ['i16x8', 'i8x16'], ['i32x4', 'i16x8']);

/** Every `vcvtop__(shape_1, shape_2)`. */
export const vcvtops: readonly Conversion<Shape, Vcvtop>[] = [
  ...pairs<Shape, Vcvtop>(
    ['extend_low_s', 'extend_high_s', 'extend_low_u', 'extend_high_u'],
    ['i8x16', 'i16x8'],
    ['i16x8', 'i32x4'],
    ['i32x4', 'i64x2'],
  ),
  ...pairs<Shape, Vcvtop>(['convert_s', 'convert_u'], ['i32x4', 'f32x4']),
  ...pairs<Shape, Vcvtop>(['convert_low_s', 'convert_low_u'], ['i32x4', 'f64x2']),
  ...pairs<Shape, Vcvtop>(['trunc_sat_s', 'trunc_sat_u', 'relaxed_trunc_s', 'relaxed_trunc_u'], ['f32x4', 'i32x4']),
  ...pairs<Shape, Vcvtop>(
    ['trunc_sat_s_zero', 'trunc_sat_u_zero', 'relaxed_trunc_s_zero', 'relaxed_trunc_u_zero'],
    ['f64x2', 'i32x4'],
  ),
  { from: 'f64x2', to: 'f32x4', f: 'demote_zero' },
  { from: 'f32x4', to: 'f64x2', f: 'promote_low' },
];
