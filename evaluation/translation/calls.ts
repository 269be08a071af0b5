/**
 * The translation of calls.
 * ```rule
 * ⟦call x⟧ = call x_inside (if SIG (then save))
 *   — if x may suspend
 *
 * ⟦call_ref $ft⟧ = call_ref ⟦$ft⟧ (if SIG (then save))
 *
 * ⟦call_indirect x $ft⟧ = call_indirect x ⟦$ft⟧ (if SIG (then save))
 *
 * ⟦return_call x⟧ = return_call x_inside
 *   — if not in a re-entry
 * ```
 * Directly, they stay what they are. A function that is referred to finds out itself whether it is inside of a continuation.
 *
 * A re-entered function has already returned to whom it was called by: its parent frame takes the results. It leaves a tail call to the
 * driver, as a frame between itself and its parent.
 * ```rule
 * ⟦return_call x⟧ = t₁* to registers; frame.parent := start_$ft{frame.parent, x}; return
 *   — if in a re-entry, and x : $ft ≈ [t₁*] → [t₂*]
 * ```
 * @module
 */
import type { Instr, InstrOf } from '../../syntax/instructions.ts';
import { absRef, idxRef } from '../../syntax/types.ts';
import type { ValType } from '../../syntax/types.ts';
import type { InstrType } from '../../semantics/statics/instruction-types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { driverCall, emit, emitDone, emitIf, emitToRegisters, endPoint, need, pop, push, temporary } from './body.ts';
import { signature, sourceType } from './closed-types.ts';
import { asNonNull, eqz, get, i32, isNull, refCast, refTest, set, structGet, structNew, structSet } from './code.ts';
import { T } from './driver.ts';
import { insideIdx, reference } from './plan.ts';
import { reindexed } from './reindexing.ts';
import { beginPoint, emitSaveIf } from './saving.ts';
import { start } from './thunks.ts';
import { typeIdx } from './types.ts';
import type { MutableBody } from './body.ts';
import { fromRegisters } from './registers.ts';

/** The types of operands, which are all known in code that can be reached. */
export const known = (ts: InstrType['params']): readonly ValType<DefType>[] => ts as readonly ValType<DefType>[];

/** A call that returns. */
export const emitCall = (S: MutableBody, e: Instr, it: InstrType): void => {
  const n = it.params.length, results = known(it.results), point = beginPoint(S, e, n);
  emit(S, e.op === 'call' && S.version !== 'direct' ? { ...e, x: insideIdx(S.plan, e.x) } : reindexed(S.plan, e));
  pop(S, n);
  push(S, results);
  if (point === undefined) return;
  emitSaveIf(S, point);
  endPoint(S, point, results.length, () => { emit(S, ...fromRegisters(S.plan, results)); });
};

/** Leaves a re-entered function by way of a call of the type $ft; `callee` makes the reference, its arguments are on the host's stack. */
const emitHandOver = (S: MutableBody, ft: number, callee: readonly Instr[]): void => {
  const { frame, entry } = start(S.plan, ft);
  emitToRegisters(S, signature(S.plan, ft).params);
  emit(S,
    get(S.frame), get(S.frame), structGet(T.frame, 0), reference(S.plan, entry), i32(0), ...callee, structNew(frame),
    structSet(T.frame, 0));
  emitDone(S);
};

/** Moves the topmost value on the host's stack to a local. */
const keep = (S: MutableBody, t: ValType): number => {
  const x = temporary(S, t);
  emit(S, set(x));
  return x;
};

/** Traps by the numbers that the driver has for them. */
const UNINITIALIZED = 4, MISMATCH = 5;
/** The number of the trap of a null where a function was wanted. */
export const NULL_FUNCTION = 6;
/** Traps if the condition on the host's stack holds. */
export const emitTrapIf = (S: MutableBody, code: number): void => {
  emitIf(S, () => { emit(S, i32(code), driverCall(S, 'trap')); });
};
/** The function in a table at an index, of the type that is wanted, or the traps of a call_indirect. */
const emitElement = (S: MutableBody, e: InstrOf<'return_call_indirect'>): number => {
  const table = S.C.tables.at(e.x), f = temporary(S, absRef('func')), rt = idxRef(typeIdx(e.y), false);
  const index = keep(S, table?.addr ?? 'i32');
  emit(S, get(index), { op: 'table.get', x: e.x, at: e.at }, set(f), get(f), isNull);
  emitTrapIf(S, UNINITIALIZED);
  emit(S, get(f), refTest(rt), eqz);
  emitTrapIf(S, MISMATCH);
  return f;
};

/** A call that takes the place of the function. */
export const emitTailCall = (
  S: MutableBody, e: InstrOf<'return_call' | 'return_call_ref' | 'return_call_indirect'>, it: InstrType,
): void => {
  need(S, it.params.length);
  if (S.version !== 're-entry') {
    emit(S, e.op === 'return_call' && S.version === 'inside' ? { ...e, x: insideIdx(S.plan, e.x) } : reindexed(S.plan, e));
  } else if (e.op === 'return_call') {
    const dt = S.C.funcs.at(e.x);
    if (dt !== undefined) emitHandOver(S, sourceType(S.plan, dt), [reference(S.plan, insideIdx(S.plan, e.x))]);
  } else if (e.op === 'return_call_ref') {
    const f = keep(S, idxRef(typeIdx(e.y), true));
    emit(S, get(f), isNull);
    emitTrapIf(S, NULL_FUNCTION);
    emitHandOver(S, e.y, [get(f), asNonNull]);
  } else emitHandOver(S, e.y, [get(emitElement(S, e)), refCast(idxRef(typeIdx(e.y), false))]);
};
