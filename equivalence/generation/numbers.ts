/**
 * Code that computes numbers and vectors. What a float operation makes of a NaN is not determined, so every NaN that one may make is
 * replaced.
 * @module
 */
import type { NumericInstr } from '../../syntax/instructions.ts';
import type { BinopF, BinopI, RelopF, RelopI, UnopI } from '../../syntax/numeric-operators.ts';
import type { NumType, ValType } from '../../syntax/types.ts';
import { oneIn, pick } from './choices.ts';
import type { MutableBody } from './bodies.ts';
import { emit, newLocal } from './bodies.ts';
import { i32 } from './leaves.ts';
import type { Bare } from './modules.ts';

type Integer = 'i32' | 'i64';
type Float = 'f32' | 'f64';
/** Code that leaves a value of the type for which it stands. */
export type Production = (b: MutableBody, d: number) => void;

const operands = (b: MutableBody, d: number, ...types: readonly ValType[]): void => {
  for (const t of types) b.value(b, t, d - 1);
};

const binopsI: readonly BinopI[] = ['add', 'sub', 'mul', 'and', 'or', 'xor', 'shl', 'shr_s', 'shr_u', 'rotl'];
const divisions: readonly BinopI[] = ['div_s', 'div_u', 'rem_s', 'rem_u'];
const binopsF: readonly BinopF[] = ['add', 'sub', 'mul', 'div', 'min', 'max'];
const relopsI: readonly RelopI[] = ['eq', 'ne', 'lt_s', 'lt_u', 'gt_s', 'ge_u'];
const relopsF: readonly RelopF[] = ['eq', 'ne', 'lt', 'gt', 'le'];
const unopsI: readonly UnopI[] = ['clz', 'ctz', 'popcnt', 'extend8_s', 'extend16_s'];

const one = (nt: Integer): Bare => ({ op: 'const', val: nt === 'i32' ? { t: nt, c: 1 } : { t: nt, c: 1n } });

const binop = (nt: Integer): Production => (b, d) => {
  operands(b, d, nt, nt);
  emit(b, { op: 'binop', nt, f: pick(b.choices, binopsI) });
};
/** A quotient; the divisor is odd, or anything once in a while. */
const division = (nt: Integer): Production => (b, d) => {
  operands(b, d, nt, nt);
  if (!oneIn(b.choices, 32)) emit(b, one(nt), { op: 'binop', nt, f: 'or' });
  emit(b, { op: 'binop', nt, f: pick(b.choices, divisions) });
};
const unop = (nt: Integer): Production => (b, d) => {
  operands(b, d, nt);
  emit(b, { op: 'unop', nt, f: pick(b.choices, unopsI) });
};

/** The value on top, or the positive canonical NaN for any NaN. */
const withoutNaN = (b: MutableBody, nt: Float): void => {
  const x = newLocal(b, nt);
  const nan: NumericInstr = { op: 'const', val: nt === 'f32' ? { t: nt, c: 0x7fc0_0000 } : { t: nt, c: 0x7ff8_0000_0000_0000n } };
  emit(b, { op: 'local.tee', x }, nan, { op: 'local.get', x }, { op: 'local.get', x });
  emit(b, { op: 'relop', nt, f: 'eq' }, { op: 'select', types: undefined });
};
const floatBinop = (nt: Float): Production => (b, d) => {
  operands(b, d, nt, nt);
  emit(b, { op: 'binop', nt, f: pick(b.choices, binopsF) });
  withoutNaN(b, nt);
};
const floatUnop = (nt: Float): Production => (b, d) => {
  operands(b, d, nt);
  emit(b, { op: 'unop', nt, f: pick(b.choices, ['neg', 'abs', 'sqrt', 'ceil', 'trunc', 'nearest']) });
  withoutNaN(b, nt);
};
const test = (b: MutableBody, d: number): void => {
  const nt: NumType = pick(b.choices, ['i32', 'i64', 'f64', 'f32']);
  operands(b, d, nt, nt);
  if (nt === 'i32' || nt === 'i64') emit(b, { op: 'relop', nt, f: pick(b.choices, relopsI) });
  else emit(b, { op: 'relop', nt, f: pick(b.choices, relopsF) });
};
const isZero: Production = (b, d) => {
  const nt = pick(b.choices, ['i32', 'i64'] as const);
  operands(b, d, nt);
  emit(b, { op: 'testop', nt, f: 'eqz' });
};

type Conversion = Extract<NumericInstr, { readonly op: 'cvtop' }>;
const conversions: { readonly [T in NumType]: readonly Conversion[] } = {
  i32: [
    { op: 'cvtop', nt2: 'i32', nt1: 'i64', f: 'wrap' }, { op: 'cvtop', nt2: 'i32', nt1: 'f64', f: 'trunc_sat_s' },
    { op: 'cvtop', nt2: 'i32', nt1: 'f32', f: 'reinterpret' },
  ],
  i64: [
    { op: 'cvtop', nt2: 'i64', nt1: 'i32', f: 'extend_s' }, { op: 'cvtop', nt2: 'i64', nt1: 'i32', f: 'extend_u' },
    { op: 'cvtop', nt2: 'i64', nt1: 'f64', f: 'reinterpret' }, { op: 'cvtop', nt2: 'i64', nt1: 'f32', f: 'trunc_sat_u' },
  ],
  f32: [{ op: 'cvtop', nt2: 'f32', nt1: 'i32', f: 'convert_s' }, { op: 'cvtop', nt2: 'f32', nt1: 'i32', f: 'reinterpret' }],
  f64: [{ op: 'cvtop', nt2: 'f64', nt1: 'i64', f: 'convert_s' }, { op: 'cvtop', nt2: 'f64', nt1: 'i32', f: 'convert_u' }],
};
const conversion = (nt: NumType): Production => (b, d) => {
  const e = pick(b.choices, conversions[nt]);
  operands(b, d, e.nt1);
  emit(b, e);
};

const lane: Production = (b, d) => {
  operands(b, d, 'v128');
  emit(b, { op: 'vextract_lane', sh: 'i32x4', sx: undefined, i: pick(b.choices, [0, 1, 2, 3]) });
};
const vector: Production = (b, d) => {
  operands(b, d, 'v128', 'v128');
  emit(b, { op: 'vbinop', sh: pick(b.choices, ['i32x4', 'i64x2', 'i8x16', 'i16x8']), f: 'add' });
};
const splat: Production = (b, d) => {
  operands(b, d, 'i32');
  emit(b, { op: 'vsplat', sh: pick(b.choices, ['i32x4', 'i8x16', 'i16x8']) });
};

/** An address with 256 bytes after it. */
export const address = (b: MutableBody, d: number): void => {
  operands(b, d, 'i32');
  if (oneIn(b.choices, 64)) return;
  i32(b, 255);
  emit(b, { op: 'binop', nt: 'i32', f: 'and' });
};
const NO_OFFSET = { align: 0, offset: 0n };
const load = (nt: NumType): Production => (b, d) => {
  address(b, d);
  emit(b, { op: 'load', nt, pack: undefined, x: 0, ao: { align: 0, offset: pick(b.choices, [0n, 4n, 100n]) } });
};
const load8: Production = (b, d) => {
  address(b, d);
  emit(b, { op: 'load', nt: 'i32', pack: { sz: 8, sx: pick(b.choices, ['u', 's']) }, x: 0, ao: NO_OFFSET });
};
/** An instruction that stores a value of the type. */
export const storeNumber = (nt: NumType): Production => (b, d) => {
  address(b, d);
  operands(b, d, nt);
  emit(b, { op: 'store', nt, pack: undefined, x: 0, ao: NO_OFFSET });
};

const integers = (nt: Integer): readonly Production[] => [binop(nt), binop(nt), unop(nt), division(nt), conversion(nt), load(nt)];
const floats = (nt: Float): readonly Production[] => [floatBinop(nt), floatUnop(nt), conversion(nt), load(nt)];
/** What computes a value of each type. */
export const numberProductions: { readonly [T in NumType | 'v128']: readonly Production[] } = {
  i32: [...integers('i32'), test, isZero, load8, lane], i64: integers('i64'), f32: floats('f32'), f64: floats('f64'), v128: [vector, splat],
};
