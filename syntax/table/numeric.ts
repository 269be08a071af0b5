/**
 * Forms of numeric instructions.
 * @spec core 5.3-binary.instructions §Numeric instructions
 * @module
 */
import type { BinopF, BinopI, Cvtop, RelopF, RelopI, UnopF } from '../numeric-operators.ts';
import type { NumType } from '../types.ts';
import { conversion, family, rows } from './form.ts';
import type { NameAndTemplate, Row } from './form.ts';

const NUMTYPES: readonly NumType[] = ['i32', 'i64', 'f32', 'f64'];
const constants: readonly Row[] =
  NUMTYPES.map((nt, i) => ({ name: `${nt}.const`, prefix: 0, code: 0x41 + i, template: { op: 'const' }, choice: nt }));

/** Comparisons of integers, in the order of their opcodes; vectors have the same. */
export const RELOPS_I: readonly RelopI[] = ['eq', 'ne', 'lt_s', 'lt_u', 'gt_s', 'gt_u', 'le_s', 'le_u', 'ge_s', 'ge_u'];
/** Comparisons of floats, in the order of their opcodes; vectors have the same. */
export const RELOPS_F: readonly RelopF[] = ['eq', 'ne', 'lt', 'gt', 'le', 'ge'];
const BINOPS_I: readonly BinopI[] =
  ['add', 'sub', 'mul', 'div_s', 'div_u', 'rem_s', 'rem_u', 'and', 'or', 'xor', 'shl', 'shr_s', 'shr_u', 'rotl', 'rotr'];
const UNOPS_F: readonly UnopF[] = ['abs', 'neg', 'ceil', 'floor', 'trunc', 'nearest', 'sqrt'];
const BINOPS_F: readonly BinopF[] = ['add', 'sub', 'mul', 'div', 'min', 'max', 'copysign'];

const cvtop = (nt2: NumType, nt1: NumType, f: Cvtop): NameAndTemplate => [conversion(nt2, nt1, f), { op: 'cvtop', nt2, nt1, f }];

const operators: readonly Row[] = [
  ...rows(0, 0x45, [['i32.eqz', { op: 'testop', nt: 'i32', f: 'eqz' }]]),
  ...family(0, 0x46, RELOPS_I, (f) => [`i32.${f}`, { op: 'relop', nt: 'i32', f }]),
  ...rows(0, 0x50, [['i64.eqz', { op: 'testop', nt: 'i64', f: 'eqz' }]]),
  ...family(0, 0x51, RELOPS_I, (f) => [`i64.${f}`, { op: 'relop', nt: 'i64', f }]),
  ...family(0, 0x5b, RELOPS_F, (f) => [`f32.${f}`, { op: 'relop', nt: 'f32', f }]),
  ...family(0, 0x61, RELOPS_F, (f) => [`f64.${f}`, { op: 'relop', nt: 'f64', f }]),
  ...family(0, 0x67, ['clz', 'ctz', 'popcnt'], (f) => [`i32.${f}`, { op: 'unop', nt: 'i32', f }]),
  ...family(0, 0x6a, BINOPS_I, (f) => [`i32.${f}`, { op: 'binop', nt: 'i32', f }]),
  ...family(0, 0x79, ['clz', 'ctz', 'popcnt'], (f) => [`i64.${f}`, { op: 'unop', nt: 'i64', f }]),
  ...family(0, 0x7c, BINOPS_I, (f) => [`i64.${f}`, { op: 'binop', nt: 'i64', f }]),
  ...family(0, 0x8b, UNOPS_F, (f) => [`f32.${f}`, { op: 'unop', nt: 'f32', f }]),
  ...family(0, 0x92, BINOPS_F, (f) => [`f32.${f}`, { op: 'binop', nt: 'f32', f }]),
  ...family(0, 0x99, UNOPS_F, (f) => [`f64.${f}`, { op: 'unop', nt: 'f64', f }]),
  ...family(0, 0xa0, BINOPS_F, (f) => [`f64.${f}`, { op: 'binop', nt: 'f64', f }]),
  ...family(0, 0xc0, ['extend8_s', 'extend16_s'], (f) => [`i32.${f}`, { op: 'unop', nt: 'i32', f }]),
  ...family(0, 0xc2, ['extend8_s', 'extend16_s', 'extend32_s'], (f) => [`i64.${f}`, { op: 'unop', nt: 'i64', f }]),
];

const conversions: readonly Row[] = [
  ...rows(0, 0xa7, [
    cvtop('i32', 'i64', 'wrap'),
    cvtop('i32', 'f32', 'trunc_s'),
    cvtop('i32', 'f32', 'trunc_u'),
    cvtop('i32', 'f64', 'trunc_s'),
    cvtop('i32', 'f64', 'trunc_u'),
    cvtop('i64', 'i32', 'extend_s'),
    cvtop('i64', 'i32', 'extend_u'),
    cvtop('i64', 'f32', 'trunc_s'),
    cvtop('i64', 'f32', 'trunc_u'),
    cvtop('i64', 'f64', 'trunc_s'),
    cvtop('i64', 'f64', 'trunc_u'),
    cvtop('f32', 'i32', 'convert_s'),
    cvtop('f32', 'i32', 'convert_u'),
    cvtop('f32', 'i64', 'convert_s'),
    cvtop('f32', 'i64', 'convert_u'),
    cvtop('f32', 'f64', 'demote'),
    cvtop('f64', 'i32', 'convert_s'),
    cvtop('f64', 'i32', 'convert_u'),
    cvtop('f64', 'i64', 'convert_s'),
    cvtop('f64', 'i64', 'convert_u'),
    cvtop('f64', 'f32', 'promote'),
    cvtop('i32', 'f32', 'reinterpret'),
    cvtop('i64', 'f64', 'reinterpret'),
    cvtop('f32', 'i32', 'reinterpret'),
    cvtop('f64', 'i64', 'reinterpret'),
  ]),
  ...rows(0xfc, 0, [
    cvtop('i32', 'f32', 'trunc_sat_s'),
    cvtop('i32', 'f32', 'trunc_sat_u'),
    cvtop('i32', 'f64', 'trunc_sat_s'),
    cvtop('i32', 'f64', 'trunc_sat_u'),
    cvtop('i64', 'f32', 'trunc_sat_s'),
    cvtop('i64', 'f32', 'trunc_sat_u'),
    cvtop('i64', 'f64', 'trunc_sat_s'),
    cvtop('i64', 'f64', 'trunc_sat_u'),
  ]),
];

/** The forms of this file. */
export const numericRows: readonly Row[] = [...constants, ...operators, ...conversions];
