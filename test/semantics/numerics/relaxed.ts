/**
 * Operands with which all the alternatives of a relaxed operator give the same result.
 */
import { f32_i32, f64_i32 } from '../../../semantics/numerics/conversions.ts';
import { f32, f64 } from '../../../semantics/numerics/floats.ts';
import { inv_lanes, lanes } from '../../../semantics/numerics/lanes.ts';
import type { LaneOf } from '../../../semantics/numerics/lanes.ts';
import { vshiftop_ } from '../../../semantics/numerics/vector-operators.ts';
import type { Shape } from '../../../syntax/numeric-operators.ts';
import { shapeOf } from './application.ts';
import type { Constant, Operator } from './application.ts';

const mapLanes = <Sh extends Shape>(sh: Sh, v: Constant, f: (c: LaneOf<Sh>) => LaneOf<Sh>): bigint =>
  inv_lanes(sh, lanes(sh, BigInt(v)).map(f));

type OnVectors = (...vs: readonly Constant[]) => readonly Constant[];

/** Lanes of floats, seen as JS numbers. */
const mapReals = (sh: Shape, f: (real: number) => number): ((v: Constant) => bigint) => (v) =>
  sh === 'f32x4' ? mapLanes(sh, v, (c) => f32.encode(f(f32.decode(c)))) : mapLanes('f64x2', v, (c) => f64.encode(f(f64.decode(c))));

/** No NaNs, and one zero only. */
const ordered = (real: number): number => (Number.isNaN(real) ? 1 : real + 0);
/** Products and sums of small integers are exact; infinities and NaNs stay. */
const small = (real: number): number => (Number.isFinite(real) ? Math.trunc(real % 1000) : real);

const rangeOf: { readonly [f: string]: ((real: number) => boolean) | undefined } = {
  relaxed_trunc_s: (real) => f32_i32.trunc_s(f32.encode(real)) !== undefined,
  relaxed_trunc_u: (real) => f32_i32.trunc_u(f32.encode(real)) !== undefined,
  relaxed_trunc_s_zero: (real) => f64_i32.trunc_s(f64.encode(real)) !== undefined,
  relaxed_trunc_u_zero: (real) => f64_i32.trunc_u(f64.encode(real)) !== undefined,
};

const ofOperator = (e: Operator): OnVectors | undefined => {
  if (!('f' in e)) return undefined;
  const sh = shapeOf(e);
  const inRange = rangeOf[e.f];
  if (inRange !== undefined) return (...vs) => vs.map(mapReals(sh, (real) => (inRange(real) ? real : 0)));
  switch (e.f) {
    case 'relaxed_swizzle': return (v1 = 0n, v2 = 0n) => [v1, mapLanes('i8x16', v2, (c) => ((c & 0x7f) < 16 ? c : c | 0x80))];
    case 'relaxed_min': case 'relaxed_max': return (...vs) => vs.map(mapReals(sh, ordered));
    case 'relaxed_madd': case 'relaxed_nmadd': return (...vs) => vs.map(mapReals(sh, small));
    case 'relaxed_q15mulr_s': return (v1 = 0n, v2 = 0n) => [v1, mapLanes('i16x8', v2, (c) => Math.max(c, -0x7fff))];
    case 'relaxed_laneselect': return (v1 = 0n, v2 = 0n, v3 = 0n) => [v1, v2, vshiftop_(sh, 'shr_s', BigInt(v3), -1)];
    case 'relaxed_dot_s': case 'relaxed_dot_add_s': return (v1 = 0n, v2 = 0n, ...vs) => [v1, mapLanes('i8x16', v2, (c) => c & 0x7f), ...vs];
    default: return undefined;
  }
};

/** The operands of a relaxed operator, changed where alternatives would differ; those of the others as they are. */
export const determined = (e: Operator): ((operands: readonly Constant[]) => readonly Constant[]) => {
  const change = ofOperator(e);
  return change === undefined ? (operands) => operands : (operands) => change(...operands);
};
