/**
 * When two results of an operator are both results that the specification allows, the first being that of the deterministic
 * profile: they are equal, or they are NaNs where any of `nans_N{z*}` may be chosen.
 */
import { f32, f64 } from '../../../semantics/numerics/floats.ts';
import { lanes } from '../../../semantics/numerics/lanes.ts';
import type { Shape } from '../../../syntax/numeric-operators.ts';
import type { NumType } from '../../../syntax/types.ts';
import type { Constant, Operator } from './application.ts';

type FloatType = 'f32' | 'f64';
const isNan = (t: FloatType, z: Constant): boolean => (t === 'f32' ? f32.isNan(Number(z)) : f64.isNan(BigInt(z)));
const isCanonical = (t: FloatType, z: Constant): boolean => (t === 'f32' ? f32.isCanonicalNan(Number(z)) : f64.isCanonicalNan(BigInt(z)));
const isArithmetic = (t: FloatType, z: Constant): boolean =>
  t === 'f32' ? f32.isArithmeticNan(Number(z)) : f64.isArithmeticNan(BigInt(z));
const canon = (t: FloatType): Constant => (t === 'f32' ? f32.canon : f64.canon);

/** Operators on floats that keep bits. */
const exact: readonly string[] = ['abs', 'neg', 'copysign', 'pmin', 'pmax', 'reinterpret'];

const floatTypes: { readonly [x: string]: FloatType | undefined } = { f32: 'f32', f64: 'f64', f32x4: 'f32', f64x2: 'f64' };

/** The types, or shapes, of the operands and of the result of an operator. */
const between = (e: Operator): readonly [from: NumType | Shape, to: NumType | Shape] | undefined => {
  if ('nt2' in e) return [e.nt1, e.nt2];
  if ('nt' in e) return [e.nt, e.nt];
  if ('sh2' in e) return [e.sh1, e.sh2];
  return 'sh' in e ? [e.sh, e.sh] : undefined;
};

const lanesOf = (type: NumType | Shape, c: Constant): readonly Constant[] =>
  type === 'i32' || type === 'i64' || type === 'f32' || type === 'f64' ? [c] : lanes(type, BigInt(c));

/** Families of operators whose result may be a NaN that none of the operands is. */
const arithmetic: readonly Operator['op'][] = ['unop', 'binop', 'cvtop', 'vunop', 'vbinop', 'vternop', 'vcvtop'];

/** Whether an operator's result is what we say it is, up to the choice among NaNs. */
export const agree = (e: Operator, operands: readonly Constant[], ours: Constant | undefined, theirs: Constant | undefined): boolean => {
  if (ours === theirs) return true;
  const [from, to] = between(e) ?? ['i32', 'i32'];
  const [fromFloat, toFloat] = [floatTypes[from], floatTypes[to]];
  if (fromFloat === undefined || toFloat === undefined || ours === undefined || theirs === undefined) return false;
  if (!arithmetic.includes(e.op) || ('f' in e && exact.includes(e.f))) return false;
  const operandLanes = operands.map((c) => lanesOf(from, c));
  const theirLanes = lanesOf(to, theirs);
  return lanesOf(to, ours).every((our, i) => {
    const their = theirLanes[i] ?? 0;
    if (our === their) return true;
    if (our !== canon(toFloat)) return false;
    const onlyCanonical = operandLanes.every((cs) => !isNan(fromFloat, cs[i] ?? 0) || isCanonical(fromFloat, cs[i] ?? 0));
    return onlyCanonical ? isCanonical(toFloat, their) : isArithmetic(toFloat, their);
  });
};
