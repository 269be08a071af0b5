/**
 * The translation of making and resuming continuations.
 * ```rule
 * ⟦cont.new $ct⟧ = $ct{stack{start_$ft{fn}}}
 *   — if $ct ≈ cont $ft
 *
 * ⟦cont.bind $ct $ct′⟧ = s := take; s.top := bind{s.top, t₃*}; $ct′{s}
 *
 * ⟦cont.bind $ct $ct′⟧ = s := take; r := record n; r.… := references; s.top := bind{s.top, r, t₃*}; $ct′{s}
 *   — if something in t₃* may be a reference to what threads share
 *
 * ⟦resume $ct hdl*⟧ = s := take; t₁* to registers; enter s hdl*
 *
 * ⟦resume_throw $ct $e hdl*⟧ = s := take; s.top := throw_$e{s.top, t*}; enter s hdl*
 *
 * ⟦resume_throw_ref $ct hdl*⟧ = s := take; s.top := throw_ref{s.top, exn}; enter s hdl*
 *
 * enter s hdl* = status := run s ⟦hdl*⟧; (if status = −1 (then save));
 *   (if status = i (then tᵢ* from registers; $ctᵢ{FIRST}; br lᵢ))*; t₂* from registers
 *   — if the i-th of hdl* with a label is (on $eᵢ lᵢ), $eᵢ : [tᵢ*] → [tᵢ′*], and lᵢ takes tᵢ* (ref null? $ctᵢ)
 * ```
 * @module
 */
import type { Hdl, Instr, InstrOf } from '../../syntax/instructions.ts';
import { idxRef } from '../../syntax/types.ts';
import type { InstrType } from '../../semantics/statics/instruction-types.ts';
import { contTarget } from '../../semantics/types/expansion.ts';
import type { MutableBody, MutableOperand } from './body.ts';
import {
  driverCall, emit, emitIf, emitJump, emitOperand, emitToRegisters, endPoint, labelOf, need, pop, push, spill, targetOf, temporary,
} from './body.ts';
import { emitTrapIf, known, NULL_FUNCTION } from './calls.ts';
import { contFunc, signature, sourceType, tagSignature } from './closed-types.ts';
import { asNonNull, get, i32, isNull, nullOf, read, relop, set, structGet, structNew, structSet } from './code.ts';
import { T } from './driver.ts';
import { referencesRecord } from './frames.ts';
import { register } from './layout.ts';
import { reference } from './plan.ts';
import { beginPoint, emitSaveIf } from './saving.ts';
import { handlers } from './tags.ts';
import { bind, rethrowing, start, throwing } from './thunks.ts';
import { typeIdx } from './types.ts';
import type { Thunk } from './thunks.ts';
import { fromRegisters } from './registers.ts';

const NO_STACK: Instr = nullOf(T.stack);
/** The fields of a stack and of a continuation. */
const TOP = 0;

/** cont.new */
export const emitContNew = (S: MutableBody, { ct }: InstrOf<'cont.new'>, it: InstrType): void => {
  const { plan } = S, ft = contFunc(plan, ct), fn = temporary(S, idxRef(ft, true)), { frame, entry } = start(plan, ft - typeIdx(0));
  need(S, 1);
  emit(S, set(fn), get(fn), isNull);
  emitTrapIf(S, NULL_FUNCTION);
  emit(S,
    nullOf(T.frame), reference(plan, entry), i32(0), get(fn), asNonNull, structNew(frame),
    nullOf(T.handlers), NO_STACK, NO_STACK, structNew(T.stack),
    nullOf(ft), structNew(typeIdx(ct)));
  pop(S, 1);
  push(S, known(it.results));
};

/** The first stack of the continuation on top, in a local; it is consumed. */
const emitTake = (S: MutableBody): number => {
  const s = temporary(S, idxRef(T.stack, true));
  emit(S, driverCall(S, 'take'), set(s));
  pop(S, 1);
  return s;
};

/** Puts a frame with these operands on top of a stack. */
const emitOnTop = (S: MutableBody, s: number, { frame, entry, referring }: Thunk, operands: readonly MutableOperand[]): void => {
  const recorded = referring.length > 0, record = recorded ? temporary(S, 'i32') : -1;
  if (recorded) emit(S, ...referencesRecord(S.plan, referring.map((i) => operands[i]?.slot?.x ?? -1), record));
  emit(S, get(s), get(s), structGet(T.stack, TOP), reference(S.plan, entry), i32(0), ...recorded ? [get(record)] : []);
  for (const operand of operands) emitOperand(S, operand);
  emit(S, structNew(frame), structSet(T.stack, TOP));
};
/** Takes the topmost n operands, in slots. */
const popSlots = (S: MutableBody, n: number): readonly MutableOperand[] => {
  spill(S, S.operands.length - n);
  return pop(S, n);
};

/** cont.bind */
export const emitContBind = (S: MutableBody, { ct, ct2 }: InstrOf<'cont.bind'>, it: InstrType): void => {
  const { plan } = S, n = it.params.length - 1;
  need(S, n + 1);
  const s = emitTake(S);
  emitOnTop(S, s, bind(plan, ct, n), popSlots(S, n));
  emit(S, get(s), nullOf(contFunc(plan, ct2)), structNew(typeIdx(ct2)));
  push(S, known(it.results));
};

/** Branches to the label of a handler, with what the suspension passes and the continuation. */
const emitHandler = (S: MutableBody, { x, l }: Extract<Hdl, { readonly kind: 'on' }>): void => {
  const { plan } = S, target = targetOf(S, l), last = labelOf(target).at(-1);
  if (typeof last !== 'object' || last.heap.kind !== 'def') throw new RangeError('a handler that takes no continuation');
  const ct = sourceType(plan, last.heap), ft = contTarget(last.heap);
  if (ft === undefined) throw new RangeError('a handler that takes no continuation');
  emit(S, ...fromRegisters(plan, tagSignature(plan, x).params),
    read(register(plan, 'FIRST')), nullOf(typeIdx(sourceType(plan, ft))), structNew(typeIdx(ct)));
  emitJump(S, target);
};
/** Goes on as the status says: with a handler, or with the results. */
const emitContinue = (S: MutableBody, status: number, hdls: readonly Hdl[]): void => {
  const labelled = hdls.filter((hdl) => hdl.kind === 'on');
  if (labelled.length === 0) return;
  emit(S, get(status));
  emitIf(S, () => {
    labelled.forEach((hdl, i) => {
      if (i === labelled.length - 1) emitHandler(S, hdl);
      else {
        emit(S, get(status), i32(i + 1), relop('eq'));
        emitIf(S, () => { emitHandler(S, hdl); });
      }
    });
  });
};

/** `enter s hdl*`; all operands of the instruction have been taken. */
const emitEnter = (S: MutableBody, s: number, hdls: readonly Hdl[], point: number | undefined, it: InstrType): void => {
  const { plan } = S, status = temporary(S, 'i32'), results = known(it.results);
  emit(S, get(s), read(handlers(plan, hdls, S.migrates)), driverCall(S, 'run'), set(status));
  if (point !== undefined) {
    emitSaveIf(S, point, [get(status), i32(0), relop('lt_s')]);
    endPoint(S, point, 0, () => { emit(S, read(register(plan, 'STATUS')), set(status)); });
  }
  emitContinue(S, status, hdls);
  emit(S, ...fromRegisters(plan, results));
  push(S, results);
};

/** resume */
export const emitResume = (S: MutableBody, e: InstrOf<'resume'>, it: InstrType): void => {
  const { params } = signature(S.plan, e.ct), point = beginPoint(S, e, it.params.length), s = emitTake(S);
  emitToRegisters(S, params);
  pop(S, params.length);
  emitEnter(S, s, e.hdls, point, it);
};

/** resume_throw and resume_throw_ref */
export const emitResumeThrow = (S: MutableBody, e: InstrOf<'resume_throw' | 'resume_throw_ref'>, it: InstrType): void => {
  const point = beginPoint(S, e, it.params.length), s = emitTake(S);
  emitOnTop(S, s, e.op === 'resume_throw' ? throwing(S.plan, e.x) : rethrowing(S.plan), popSlots(S, it.params.length - 1));
  emitEnter(S, s, e.hdls, point, it);
};
