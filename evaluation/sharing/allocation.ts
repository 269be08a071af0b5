/**
 * Allocation. Each thread takes from a part of the heap that is its own, and gets a new one when that is used up, for which there may be
 * a collection. What is fresh is zero.
 * ```rule
 * a := allocate n = if END - HERE < n (then a := refill n) (else a := HERE; HERE := HERE + n)
 *   — if n is a multiple of 8
 * ```
 * @category Evaluation: sharing
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import { NOWHERE } from '../../syntax/source.ts';
import { binop, get, i32, if_, relop, set } from '../translation/code.ts';
import type { MutableBody } from './body.ts';
import { address, callRuntime, END, HERE } from './plan.ts';
import { keeping } from './roots.ts';

/** Allocates so many bytes, a multiple of 8, which an expression without effects says. The address is put into a local. */
export const allocate = (S: MutableBody, size: Expr, a: number): Expr => {
  const { plan } = S, here = address(plan, HERE), next: Instr = { ...here, op: 'global.set' } as Instr;
  return [
    here, set(a), address(plan, END), get(a), binop('sub'), ...size, relop('lt_u'),
    if_(
      keeping(S, S.held, [...size, callRuntime(plan, 'refill'), set(a)]),
      [get(a), ...size, binop('add'), next],
    ),
  ];
};
/** From n to n rounded up to a multiple of 8. */
export const roundUp: readonly Instr[] = [i32(7), binop('add'), { op: 'const', val: { t: 'i32', c: -8 }, at: NOWHERE }, binop('and')];
