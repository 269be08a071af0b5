/**
 * The operators of numeric instructions by type and name, as the reduction rules apply them.
 *
 * `undefined` is ε, the empty set of results: the instruction traps. An operator that does not exist at a type is refused by
 * every reader of modules; asking for one is a RangeError.
 *
 * @spec core 3.1-numerics.scalar §Operator dispatch
 * @module
 */
import type { Binop, BinopF, BinopI, Cvtop, Relop, RelopF, RelopI, Testop, Unop, UnopF, UnopI } from '../../syntax/numeric-operators.ts';
import type { NumType } from '../../syntax/types.ts';
import type { ConstantOf } from './bytes.ts';
import {
  demote, extend_s, extend_u, f32_i32, f32_i64, f64_i32, f64_i64, i32_f32, i32_f64, i64_f32, i64_f64, promote, reinterpret, wrap,
} from './conversions.ts';
import { f32, f64, type Floats } from './floats.ts';
import { i64 } from './integers-64.ts';
import { i32 } from './integers-small.ts';
import type { Bool, Integers } from './integers.ts';
import { entry } from './table.ts';

type Unary<A, B = A> = (c1: A) => B | undefined;
type Binary<A, B = A> = (c1: A, c2: A) => B | undefined;
type Comparison<A> = (c1: A, c2: A) => Bool;

const unopsI = <A>(N: Integers<A>): { readonly [f in Exclude<UnopI, 'extend32_s'>]: Unary<A> } => ({
  clz: N.iclz,
  ctz: N.ictz,
  popcnt: N.ipopcnt,
  extend8_s: (i) => N.iextend_s(8, i),
  extend16_s: (i) => N.iextend_s(16, i),
});

const unopsF = <A>(N: Floats<A>): { readonly [f in UnopF]: Unary<A> } => ({
  abs: N.fabs,
  neg: N.fneg,
  sqrt: N.fsqrt,
  ceil: N.fceil,
  floor: N.ffloor,
  trunc: N.ftrunc,
  nearest: N.fnearest,
});

const unopTable: { readonly [T in NumType]: { readonly [f in Unop]?: Unary<ConstantOf<T>> } } = {
  i32: unopsI(i32),
  i64: { ...unopsI(i64), extend32_s: (i) => i64.iextend_s(32, i) },
  f32: unopsF(f32),
  f64: unopsF(f64),
};

/** `unop_(nt, f, c₁)` */
export const unop_ = <T extends NumType>(nt: T, f: Unop, c1: ConstantOf<T>): ConstantOf<T> | undefined => entry(unopTable[nt], f)(c1);

const binopsI = <A>(N: Integers<A>): { readonly [f in BinopI]: Binary<A> } => ({
  add: N.iadd,
  sub: N.isub,
  mul: N.imul,
  div_s: N.idiv_s,
  div_u: N.idiv_u,
  rem_s: N.irem_s,
  rem_u: N.irem_u,
  and: N.iand,
  or: N.ior,
  xor: N.ixor,
  shl: N.ishl,
  shr_s: N.ishr_s,
  shr_u: N.ishr_u,
  rotl: N.irotl,
  rotr: N.irotr,
});

const binopsF = <A>(N: Floats<A>): { readonly [f in BinopF]: Binary<A> } => ({
  add: N.fadd,
  sub: N.fsub,
  mul: N.fmul,
  div: N.fdiv,
  min: N.fmin,
  max: N.fmax,
  copysign: N.fcopysign,
});

const binopTable: { readonly [T in NumType]: { readonly [f in Binop]?: Binary<ConstantOf<T>> } } = {
  i32: binopsI(i32),
  i64: binopsI(i64),
  f32: binopsF(f32),
  f64: binopsF(f64),
};

/** `binop_(nt, f, c₁, c₂)`; ε where an integer is divided by zero, or the quotient does not fit. */
export const binop_ = <T extends NumType>(nt: T, f: Binop, c1: ConstantOf<T>, c2: ConstantOf<T>): ConstantOf<T> | undefined =>
  entry(binopTable[nt], f)(c1, c2);

const testopTable: { readonly [T in NumType]: { readonly [f in Testop]?: (c1: ConstantOf<T>) => Bool } } = {
  i32: { eqz: i32.ieqz },
  i64: { eqz: i64.ieqz },
  f32: {},
  f64: {},
};

/** `testop_(nt, f, c₁)` */
export const testop_ = <T extends NumType>(nt: T, f: Testop, c1: ConstantOf<T>): Bool => entry(testopTable[nt], f)(c1);

const relopsI = <A>(N: Integers<A>): { readonly [f in RelopI]: Comparison<A> } => ({
  eq: N.ieq,
  ne: N.ine,
  lt_s: N.ilt_s,
  lt_u: N.ilt_u,
  gt_s: N.igt_s,
  gt_u: N.igt_u,
  le_s: N.ile_s,
  le_u: N.ile_u,
  ge_s: N.ige_s,
  ge_u: N.ige_u,
});

const relopsF = <A>(N: Floats<A>): { readonly [f in RelopF]: Comparison<A> } => ({
  eq: N.feq,
  ne: N.fne,
  lt: N.flt,
  gt: N.fgt,
  le: N.fle,
  ge: N.fge,
});

const relopTable: { readonly [T in NumType]: { readonly [f in Relop]?: Comparison<ConstantOf<T>> } } = {
  i32: relopsI(i32),
  i64: relopsI(i64),
  f32: relopsF(f32),
  f64: relopsF(f64),
};

/** `relop_(nt, f, c₁, c₂)` */
export const relop_ = <T extends NumType>(nt: T, f: Relop, c1: ConstantOf<T>, c2: ConstantOf<T>): Bool => entry(relopTable[nt], f)(c1, c2);

type Cvtops<T1 extends NumType, T2 extends NumType> = { readonly [f in Cvtop]?: Unary<ConstantOf<T1>, ConstantOf<T2>> };
type CvtopsFrom<T1 extends NumType> = { readonly [T2 in NumType]: Cvtops<T1, T2> };

const cvtopTable: { readonly [T1 in NumType]: CvtopsFrom<T1> } = {
  i32: { i32: {}, i64: { extend_s, extend_u }, f32: { ...i32_f32, reinterpret }, f64: i32_f64 },
  i64: { i32: { wrap }, i64: {}, f32: i64_f32, f64: { ...i64_f64, reinterpret } },
  f32: { i32: { ...f32_i32, reinterpret }, i64: f32_i64, f32: {}, f64: { promote } },
  f64: { i32: f64_i32, i64: { ...f64_i64, reinterpret }, f32: { demote }, f64: {} },
};

/** `cvtop__(nt₁, nt₂, f, c₁)`, from `nt₁` to `nt₂`; ε where a float is truncated that is not in the range of the integers. */
export const cvtop__ = <T1 extends NumType, T2 extends NumType>(
  nt1: T1,
  nt2: T2,
  f: Cvtop,
  c1: ConstantOf<T1>,
): ConstantOf<T2> | undefined => {
  const from: CvtopsFrom<T1> = cvtopTable[nt1];
  const fromTo: Cvtops<T1, T2> = from[nt2];
  return entry(fromTo, f)(c1);
};

/**
 * Why `binop_` is ε, for the report of the trap.
 * @param c2 the second operand
 */
export const whyNoBinop = (c2: number | bigint): string => (BigInt(c2) === 0n ? 'integer divide by zero' : 'integer overflow');

/**
 * Why `cvtop__` is ε, for the report of the trap.
 * @param nt1 the type of the operand, which is f32 or f64
 * @param c1 the operand
 */
export const whyNoCvtop = (nt1: NumType, c1: number | bigint): string =>
  relop_(nt1, 'ne', c1, c1) === 1 ? 'invalid conversion to integer' : 'integer overflow';
