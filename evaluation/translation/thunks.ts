/**
 * Frames that are no function's of the source: what begins a continuation, binds its arguments, or throws an exception in it.
 * @module
 */
import type { Expr } from '../../syntax/instructions.ts';
import type { Func } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { FieldType, ResultType, ValType } from '../../syntax/types.ts';
import { absRef, idxRef } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { openVal, signature, tagSignature } from './closed-types.ts';
import { call, get, if_, read, refCast, return_, structGet, throwRef } from './code.ts';
import { T } from './driver.ts';
import { register } from './layout.ts';
import { recordOf } from './frames.ts';
import { frameType, frameTypeOnce, funcOnce, HEADERS, heapOf, trackedFrameType } from './plan.ts';
import type { MutablePlan } from './plan.ts';
import { fromRegisters, toRegisters } from './registers.ts';
import { typeIdx } from './types.ts';

/** A kind of frames: its type, and the function that enters one. */
export interface Thunk {
  readonly frame: number;
  readonly entry: number;
  /** the fields that may be references to what threads share, by their places: if there are some, the frames have a record */
  readonly referring: readonly number[];
}

/** Makes the code that enters a frame, given code for its fields, and something that makes locals. */
type Enter = (field: (i: number) => Expr, newLocal: (t: ValType) => number) => Expr;
/** A thunk whose frames have fields of these types; `enter` is given code for them. */
const thunk = (plan: MutablePlan, key: string, fields: readonly ValType[], enter: Enter, referring: readonly number[] = []): Thunk => {
  const recorded = referring.length > 0, from = HEADERS + (recorded ? 1 : 0);
  const own = (): readonly FieldType[] => fields.map((storage) => ({ mutable: false, storage }));
  const frame = frameTypeOnce(plan, key, own, recorded ? trackedFrameType : frameType);
  const entry = funcOnce(plan, key, (): Func => {
    const locals: ValType[] = [];
    const field = (i: number): Expr => [get(0), refCast(idxRef(frame, false)), structGet(frame, from + i)];
    const body = enter(field, (t) => locals.push(t)), done = recorded ? [get(0), ...recordOf(plan), call(heapOf(plan).release)] : [];
    return { type: T.entry, locals, body: [...done, ...body], at: NOWHERE };
  });
  return { frame, entry, referring };
};

/** Moves the results of a call to the registers, unless it returned because of a suspension. */
export const keepResults = (plan: MutablePlan, ts: ResultType<DefType>, newLocal: (t: ValType) => number): Expr => [
  read(register(plan, 'SIG')), if_([return_]), ...toRegisters(plan, ts, newLocal),
];

/**
 * Begins a function of the source's type $ft ≈ [t₁*] → [t₂*].
 * ```rule
 * start_$ft(frame) = t₁* from registers; frame.fn; call_ref ⟦$ft⟧; t₂* to registers
 * ```
 */
export const start = (plan: MutablePlan, ft: number): Thunk => {
  const { params, results } = signature(plan, ft), y = typeIdx(ft);
  return thunk(plan, `start.${ft}`, [idxRef(y, false)], (field, newLocal) => [
    ...fromRegisters(plan, params), ...field(0), { op: 'call_ref', y, at: NOWHERE }, ...keepResults(plan, results, newLocal),
  ]);
};

/**
 * Puts arguments in front of those that a continuation is resumed with. In a module that shares something, arguments that may be references
 * are also in a record.
 * ```rule
 * bind_{t₃*, t₁*}(frame) = frame.t₃*; t₁* from registers; t₃* t₁* to registers
 *
 * bind_{t₃*, t₁*}(frame) = release frame.r; frame.t₃*; t₁* from registers; t₃* t₁* to registers
 *   — if something in t₃* may be a reference to what threads share
 * ```
 */
export const bind = (plan: MutablePlan, ct: number, n: number): Thunk => {
  const { params } = signature(plan, ct), bound = params.slice(0, n).map((t) => openVal(plan, t));
  const enter: Enter = (field, newLocal) => [
    ...bound.flatMap((_, i) => field(i)), ...fromRegisters(plan, params.slice(n)), ...toRegisters(plan, params, newLocal),
  ];
  return thunk(plan, `bind.${ct}.${n}`, bound, enter, plan.tracking === undefined ? [] : bound.flatMap((t, i) => t === 'i32' ? [i] : []));
};

/**
 * Throws an exception with the tag x.
 * ```rule
 * throw_x(frame) = frame.t*; throw x
 * ```
 */
export const throwing = (plan: MutablePlan, x: number): Thunk => {
  const { params } = tagSignature(plan, x);
  return thunk(plan, `throw.${x}`, params.map((t) => openVal(plan, t)), (field) => [
    ...params.flatMap((_, i) => field(i)), { op: 'throw', x, at: NOWHERE },
  ]);
};

/** Throws an exception again. */
export const rethrowing = (plan: MutablePlan): Thunk => thunk(plan, 'throw_ref', [absRef('exn')], (field) => [...field(0), throwRef]);
