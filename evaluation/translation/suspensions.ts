/**
 * The translation of suspensions. Directly there is nothing to suspend to.
 * ```rule
 * ⟦suspend $e⟧ = t₁* to registers; TAG := $e; SIG := 1; save; t₂* from registers
 *   — if $e : [t₁*] → [t₂*]
 *
 * ⟦switch $ct $e⟧ = FROM := k; TARGET := take k; SELF := $ct₂{null}; t₁* SELF to registers; TAG := $e; SIG := 2; save;
 *   t₂* from registers
 *   — if $ct ≈ cont [t₁* (ref null? $ct₂)] → [te*]
 *   — and $ct₂ ≈ cont [t₂*] → [te′*]
 *
 * ⟦call (switch $e)⟧ = k₂ := cont type {null}; FROM := null; TARGET := seal k $cont{null} k₂; t₁* k₂ to registers; TAG := $e;
 *   SIG := 2; save; t₂* from registers
 *   — if t₁* k type are the operands, of a shared continuation k
 * ```
 * @module
 */
import type { InstrOf } from '../../syntax/instructions.ts';
import { idxRef } from '../../syntax/types.ts';
import type { ResultType } from '../../syntax/types.ts';
import type { InstrType } from '../../semantics/statics/instruction-types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import type { MutableBody } from './body.ts';
import { driverCall, emit, emitToRegisters, endPoint, pop, slotAt, temporary } from './body.ts';
import { known } from './calls.ts';
import { contFunc, signature, sourceType } from './closed-types.ts';
import { asNonNull, call, get, i32, nullOf, read, set, structNew, unreachable, write } from './code.ts';
import { T } from './driver.ts';
import { migrationFuncIdx, register } from './layout.ts';
import { beginPoint, emitSave } from './saving.ts';
import { controlTag } from './tags.ts';
import { typeIdx } from './types.ts';
import { fromRegisters } from './registers.ts';

/** Leaves the function for a handler, which resumes it with results of these types. */
const emitLeave = (S: MutableBody, tag: number, signal: 1 | 2, results: ResultType<DefType>, point: number | undefined): void => {
  const { plan } = S;
  if (point === undefined) {
    emit(S, read(controlTag(plan, tag)), i32(signal), driverCall(S, 'unhandled'), unreachable);
    S.top.ended = true;
    return;
  }
  emit(S, read(controlTag(plan, tag)), write(register(plan, 'TAG')), i32(signal), write(register(plan, 'SIG')));
  emit(S, nullOf(T.frame), write(register(plan, 'TAIL')), nullOf(T.stack), write(register(plan, 'FIRST')));
  emitSave(S, point);
  if (S.version === 'inside') S.top.ended = true;
  // What follows is reached by the landing alone, which leaves the results in their slots.
  else for (const type of results) S.operands.push({ type, slot: slotAt(S, S.operands.length, type) });
  endPoint(S, point, results.length, () => { emit(S, ...fromRegisters(plan, results)); });
};

/** Whether a call is a switch to a shared continuation. */
export const isSharedSwitch = ({ plan: { migration, layout: { funcs } } }: MutableBody, { x }: InstrOf<'call'>): boolean =>
  migration?.intrinsics.get(x - funcs.imported)?.kind === 'switch';
/** A switch to a shared continuation. What is captured gets into the new one when the target is entered. */
export const emitSharedSwitch = (S: MutableBody, e: InstrOf<'call'>, it: InstrType): void => {
  const { plan } = S, params = known(it.params), point = beginPoint(S, e, params.length), into = temporary(S, 'i32');
  const intrinsic = plan.migration?.intrinsics.get(e.x - plan.layout.funcs.imported);
  if (intrinsic?.kind !== 'switch') throw new RangeError('a call that is no switch');
  emit(S, i32(0), call(migrationFuncIdx(plan, 'cont')), set(into), nullOf(T.stack), structNew(T.cont), write(register(plan, 'SELF')));
  emit(S, read(register(plan, 'SELF')), asNonNull, get(into), call(migrationFuncIdx(plan, 'seal')), write(register(plan, 'TARGET')));
  emit(S, nullOf(T.cont), write(register(plan, 'FROM')));
  emit(S, get(into));
  emitToRegisters(S, [...params.slice(0, -2), 'i32']);
  pop(S, params.length);
  emitLeave(S, intrinsic.tag, 2, known(it.results), point);
};

/** suspend */
export const emitSuspend = (S: MutableBody, e: InstrOf<'suspend'>, it: InstrType): void => {
  const params = known(it.params), point = beginPoint(S, e, params.length);
  emitToRegisters(S, params);
  pop(S, params.length);
  emitLeave(S, e.x, 1, known(it.results), point);
};

/** switch */
export const emitSwitch = (S: MutableBody, e: InstrOf<'switch'>, it: InstrType): void => {
  const { plan } = S, { params } = signature(plan, e.ct), own = params.at(-1), point = beginPoint(S, e, params.length);
  if (typeof own !== 'object' || own.heap.kind !== 'def') throw new RangeError('the last parameter is no continuation');
  const ct2 = sourceType(plan, own.heap), self = temporary(S, idxRef(typeIdx(ct2), true));
  emit(S, driverCall(S, 'target'), nullOf(T.stack), nullOf(contFunc(plan, ct2)), structNew(typeIdx(ct2)), set(self),
    get(self), write(register(plan, 'SELF')), get(self));
  emitToRegisters(S, [...params.slice(0, -1), { ...own, nullable: true }]);
  pop(S, params.length);
  emitLeave(S, e.x, 2, known(it.results), point);
};
