/**
 * Forms of vector instructions, relaxed ones among them.
 * @spec core 5.3-binary.instructions §Vector instructions
 * @module
 */
import type {
  FShape, IShape, RelopF, RelopI, Shape, Vbinop, Vcvtop, Vextbinop, Vextunop, Vshiftop, Vternop, Vunop, Vvbinop,
} from '../numeric-operators.ts';
import { conversion, family, rows } from './form.ts';
import type { NameAndTemplate, Row } from './form.ts';
import { RELOPS_F, RELOPS_I } from './numeric.ts';

const lanes: readonly Row[] = [
  ...rows(0xfd, 12, [
    ['v128.const', { op: 'vconst' }],
    ['i8x16.shuffle', { op: 'vshuffle' }],
    ['i8x16.swizzle', { op: 'vswizzlop', f: 'swizzle' }],
  ]),
  ...family(0xfd, 15, ['i8x16', 'i16x8', 'i32x4', 'i64x2', 'f32x4', 'f64x2'], (sh) => [`${sh}.splat`, { op: 'vsplat', sh }]),
  ...rows(0xfd, 21, [
    ['i8x16.extract_lane_s', { op: 'vextract_lane', sh: 'i8x16', sx: 's' }],
    ['i8x16.extract_lane_u', { op: 'vextract_lane', sh: 'i8x16', sx: 'u' }],
    ['i8x16.replace_lane', { op: 'vreplace_lane', sh: 'i8x16' }],
    ['i16x8.extract_lane_s', { op: 'vextract_lane', sh: 'i16x8', sx: 's' }],
    ['i16x8.extract_lane_u', { op: 'vextract_lane', sh: 'i16x8', sx: 'u' }],
    ['i16x8.replace_lane', { op: 'vreplace_lane', sh: 'i16x8' }],
    ['i32x4.extract_lane', { op: 'vextract_lane', sh: 'i32x4', sx: undefined }],
    ['i32x4.replace_lane', { op: 'vreplace_lane', sh: 'i32x4' }],
    ['i64x2.extract_lane', { op: 'vextract_lane', sh: 'i64x2', sx: undefined }],
    ['i64x2.replace_lane', { op: 'vreplace_lane', sh: 'i64x2' }],
    ['f32x4.extract_lane', { op: 'vextract_lane', sh: 'f32x4', sx: undefined }],
    ['f32x4.replace_lane', { op: 'vreplace_lane', sh: 'f32x4' }],
    ['f64x2.extract_lane', { op: 'vextract_lane', sh: 'f64x2', sx: undefined }],
    ['f64x2.replace_lane', { op: 'vreplace_lane', sh: 'f64x2' }],
  ]),
];

const relops = (first: number, sh: Shape, fs: readonly (RelopI | RelopF)[]): readonly Row[] =>
  family(0xfd, first, fs, (f) => [`${sh}.${f}`, { op: 'vrelop', sh, f }]);

const VVBINOPS: readonly Vvbinop[] = ['and', 'andnot', 'or', 'xor'];
const comparisons: readonly Row[] = [
  ...relops(35, 'i8x16', RELOPS_I),
  ...relops(45, 'i16x8', RELOPS_I),
  ...relops(55, 'i32x4', RELOPS_I),
  ...relops(65, 'f32x4', RELOPS_F),
  ...relops(71, 'f64x2', RELOPS_F),
  ...relops(214, 'i64x2', ['eq', 'ne', 'lt_s', 'gt_s', 'le_s', 'ge_s']),
];
const bitwise: readonly Row[] = [
  ...rows(0xfd, 77, [['v128.not', { op: 'vvunop', f: 'not' }]]),
  ...family(0xfd, 78, VVBINOPS, (f) => [`v128.${f}`, { op: 'vvbinop', f }]),
  ...rows(0xfd, 82, [['v128.bitselect', { op: 'vvternop', f: 'bitselect' }], ['v128.any_true', { op: 'vvtestop', f: 'any_true' }]]),
];

const vunops = (first: number, sh: Shape, fs: readonly Vunop[]): readonly Row[] =>
  family(0xfd, first, fs, (f) => [`${sh}.${f}`, { op: 'vunop', sh, f }]);
const vbinops = (first: number, sh: Shape, fs: readonly Vbinop[]): readonly Row[] =>
  family(0xfd, first, fs, (f) => [`${sh}.${f}`, { op: 'vbinop', sh, f }]);
const vternops = (first: number, sh: Shape, fs: readonly Vternop[]): readonly Row[] =>
  family(0xfd, first, fs, (f) => [`${sh}.${f}`, { op: 'vternop', sh, f }]);
const VSHIFTOPS: readonly Vshiftop[] = ['shl', 'shr_s', 'shr_u'];
const vshiftops = (first: number, sh: IShape): readonly Row[] =>
  family(0xfd, first, VSHIFTOPS, (f) => [`${sh}.${f}`, { op: 'vshiftop', sh, f }]);
const tests = (first: number, sh: IShape): readonly Row[] =>
  rows(0xfd, first, [[`${sh}.all_true`, { op: 'vtestop', sh, f: 'all_true' }], [`${sh}.bitmask`, { op: 'vbitmask', sh }]]);
const narrows = (first: number, sh2: IShape, sh1: IShape): readonly Row[] =>
  family(0xfd, first, ['s', 'u'], (sx) => [conversion(sh2, sh1, `narrow_${sx}`), { op: 'vnarrow', sh2, sh1, sx }]);

const vextunops = (first: number, sh2: IShape, sh1: IShape, fs: readonly Vextunop[]): readonly Row[] =>
  family(0xfd, first, fs, (f) => [conversion(sh2, sh1, f), { op: 'vextunop', sh2, sh1, f }]);
const vextbinops = (first: number, sh2: IShape, sh1: IShape, fs: readonly Vextbinop[]): readonly Row[] =>
  family(0xfd, first, fs, (f) => [conversion(sh2, sh1, f), { op: 'vextbinop', sh2, sh1, f }]);
const vcvtop = (sh2: Shape, sh1: Shape, f: Vcvtop): NameAndTemplate => [conversion(sh2, sh1, f), { op: 'vcvtop', sh2, sh1, f }];
const EXTENDS: readonly Vcvtop[] = ['extend_low_s', 'extend_high_s', 'extend_low_u', 'extend_high_u'];
const extensions = (first: number, sh2: IShape, sh1: IShape): readonly Row[] => family(0xfd, first, EXTENDS, (f) => vcvtop(sh2, sh1, f));
const EXTMULS: readonly Vextbinop[] = ['extmul_low_s', 'extmul_high_s', 'extmul_low_u', 'extmul_high_u'];

const i8x16: readonly Row[] = [
  ...vunops(96, 'i8x16', ['abs', 'neg', 'popcnt']),
  ...tests(99, 'i8x16'),
  ...narrows(101, 'i8x16', 'i16x8'),
  ...vshiftops(107, 'i8x16'),
  ...vbinops(110, 'i8x16', ['add', 'add_sat_s', 'add_sat_u', 'sub', 'sub_sat_s', 'sub_sat_u']),
  ...vbinops(118, 'i8x16', ['min_s', 'min_u', 'max_s', 'max_u']),
  ...vbinops(123, 'i8x16', ['avgr_u']),
];
const i16x8: readonly Row[] = [
  ...vextunops(124, 'i16x8', 'i8x16', ['extadd_pairwise_s', 'extadd_pairwise_u']),
  ...vunops(128, 'i16x8', ['abs', 'neg']),
  ...vbinops(130, 'i16x8', ['q15mulr_sat_s']),
  ...tests(131, 'i16x8'),
  ...narrows(133, 'i16x8', 'i32x4'),
  ...extensions(135, 'i16x8', 'i8x16'),
  ...vshiftops(139, 'i16x8'),
  ...vbinops(142, 'i16x8', ['add', 'add_sat_s', 'add_sat_u', 'sub', 'sub_sat_s', 'sub_sat_u']),
  ...vbinops(149, 'i16x8', ['mul', 'min_s', 'min_u', 'max_s', 'max_u']),
  ...vbinops(155, 'i16x8', ['avgr_u']),
  ...vextbinops(156, 'i16x8', 'i8x16', EXTMULS),
];
const i32x4: readonly Row[] = [
  ...vextunops(126, 'i32x4', 'i16x8', ['extadd_pairwise_s', 'extadd_pairwise_u']),
  ...vunops(160, 'i32x4', ['abs', 'neg']),
  ...tests(163, 'i32x4'),
  ...extensions(167, 'i32x4', 'i16x8'),
  ...vshiftops(171, 'i32x4'),
  ...vbinops(174, 'i32x4', ['add']),
  ...vbinops(177, 'i32x4', ['sub']),
  ...vbinops(181, 'i32x4', ['mul', 'min_s', 'min_u', 'max_s', 'max_u']),
  ...vextbinops(186, 'i32x4', 'i16x8', ['dot_s']),
  ...vextbinops(188, 'i32x4', 'i16x8', EXTMULS),
];
const i64x2: readonly Row[] = [
  ...vunops(192, 'i64x2', ['abs', 'neg']),
  ...tests(195, 'i64x2'),
  ...extensions(199, 'i64x2', 'i32x4'),
  ...vshiftops(203, 'i64x2'),
  ...vbinops(206, 'i64x2', ['add']),
  ...vbinops(209, 'i64x2', ['sub']),
  ...vbinops(213, 'i64x2', ['mul']),
  ...vextbinops(220, 'i64x2', 'i32x4', EXTMULS),
];

const VBINOPS_F: readonly Vbinop[] = ['add', 'sub', 'mul', 'div', 'min', 'max', 'pmin', 'pmax'];
const floats = (sh: FShape, abs: number, add: number): readonly Row[] =>
  [...vunops(abs, sh, ['abs', 'neg']), ...vunops(abs + 3, sh, ['sqrt']), ...vbinops(add, sh, VBINOPS_F)];
const floating: readonly Row[] = [
  ...vunops(103, 'f32x4', ['ceil', 'floor', 'trunc', 'nearest']),
  ...floats('f32x4', 224, 228),
  ...vunops(116, 'f64x2', ['ceil', 'floor']),
  ...vunops(122, 'f64x2', ['trunc']),
  ...vunops(148, 'f64x2', ['nearest']),
  ...floats('f64x2', 236, 240),
];

const conversions: readonly Row[] = [
  ...rows(0xfd, 94, [vcvtop('f32x4', 'f64x2', 'demote_zero'), vcvtop('f64x2', 'f32x4', 'promote_low')]),
  ...rows(0xfd, 248, [
    vcvtop('i32x4', 'f32x4', 'trunc_sat_s'),
    vcvtop('i32x4', 'f32x4', 'trunc_sat_u'),
    vcvtop('f32x4', 'i32x4', 'convert_s'),
    vcvtop('f32x4', 'i32x4', 'convert_u'),
    vcvtop('i32x4', 'f64x2', 'trunc_sat_s_zero'),
    vcvtop('i32x4', 'f64x2', 'trunc_sat_u_zero'),
    vcvtop('f64x2', 'i32x4', 'convert_low_s'),
    vcvtop('f64x2', 'i32x4', 'convert_low_u'),
  ]),
];

const relaxed: readonly Row[] = [
  ...rows(0xfd, 256, [
    ['i8x16.relaxed_swizzle', { op: 'vswizzlop', f: 'relaxed_swizzle' }],
    vcvtop('i32x4', 'f32x4', 'relaxed_trunc_s'),
    vcvtop('i32x4', 'f32x4', 'relaxed_trunc_u'),
    vcvtop('i32x4', 'f64x2', 'relaxed_trunc_s_zero'),
    vcvtop('i32x4', 'f64x2', 'relaxed_trunc_u_zero'),
  ]),
  ...vternops(261, 'f32x4', ['relaxed_madd', 'relaxed_nmadd']),
  ...vternops(263, 'f64x2', ['relaxed_madd', 'relaxed_nmadd']),
  ...family(0xfd, 265, ['i8x16', 'i16x8', 'i32x4', 'i64x2'], (sh) =>
    [`${sh}.relaxed_laneselect`, { op: 'vternop', sh, f: 'relaxed_laneselect' }]),
  ...vbinops(269, 'f32x4', ['relaxed_min', 'relaxed_max']),
  ...vbinops(271, 'f64x2', ['relaxed_min', 'relaxed_max']),
  ...vbinops(273, 'i16x8', ['relaxed_q15mulr_s']),
  ...rows(0xfd, 274, [
    ['i16x8.relaxed_dot_i8x16_i7x16_s', { op: 'vextbinop', sh2: 'i16x8', sh1: 'i8x16', f: 'relaxed_dot_s' }],
    ['i32x4.relaxed_dot_i8x16_i7x16_add_s', { op: 'vextternop', sh2: 'i32x4', sh1: 'i8x16', f: 'relaxed_dot_add_s' }],
  ]),
];

/** The forms of this file. */
export const vectorRows: readonly Row[] =
  [...lanes, ...comparisons, ...bitwise, ...i8x16, ...i16x8, ...i32x4, ...i64x2, ...floating, ...conversions, ...relaxed];
