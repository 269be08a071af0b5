/**
 * Allocation. Each thread takes from a part of the heap that is its own, and gets a new one when that is used up. What is fresh is zero.
 * ```rule
 * allocate n = if END - HERE < n (then refill n) (else HERE; HERE := HERE + n)
 *   — if n is a multiple of 8
 * ```
 * @category Evaluation: sharing
 * @module
 */
import type { Instr } from '../../syntax/instructions.ts';
import { NOWHERE } from '../../syntax/source.ts';
import { binop, call, get, i32, if_, relop, return_, set } from '../translation/code.ts';
import type { MutableSharing } from './plan.ts';
import { address, callRuntime, END, funcOnce, HERE } from './plan.ts';

/** From a size, a multiple of 8, to an address. */
export const allocate = (plan: MutableSharing): Instr => call(funcOnce(plan, 'allocate', ['i32'], ['i32'], ['i32'], () => {
  const here = address(plan, HERE), next: Instr = { ...here, op: 'global.set' } as Instr;
  return [
    here, set(1),
    address(plan, END), get(1), binop('sub'), get(0), relop('lt_u'),
    if_([get(0), callRuntime(plan, 'refill'), return_]),
    get(1), get(0), binop('add'), next, get(1),
  ];
}));
/** From n to n rounded up to a multiple of 8. */
export const roundUp: readonly Instr[] = [i32(7), binop('add'), { op: 'const', val: { t: 'i32', c: -8 }, at: NOWHERE }, binop('and')];
