/**
 * The functions that deal with shared continuations, which a translation of shared things has left to be made here.
 * ```rule
 * new $ct (fn type) = r := record start_$ft; r.fn := fn; start r type
 *   — if $ct ≈ cont $ft
 *
 * bind $ct n (v* k type) = r := record bind_$ct,n; r.v* := v*; bind k r type
 *
 * thaw $ct (k) = $ct{thaw k}
 *
 * freeze $ct (k type) = freeze k.first type
 *
 * start_$ft(r) = t₁* from registers; call_indirect functions ⟦$ft⟧ (slot of r.fn); release r; t₂* to registers
 *   — if $ft ≈ [t₁*] → [t₂*]
 *
 * bind_{$ct,n}(r) = r.v*; release r; t₁* from registers; v* t₁* to registers
 * ```
 * The functions on the right are those of `migration.wat`. When an exception leaves `start`, the driver releases the record.
 * @module
 */
import type { Expr } from '../../syntax/instructions.ts';
import type { Func } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { ValType } from '../../syntax/types.ts';
import { load } from '../sharing/code.ts';
import { SLOT_OFFSET } from '../sharing/layout.ts';
import { contFunc, openVal, signature } from './closed-types.ts';
import { call, get, nullOf, set, structGet, structNew, unreachable } from './code.ts';
import { T } from './driver.ts';
import { loadField, newFrameRecord, recordLayout, recordOf, release, storeFields } from './frames.ts';
import { migrationFuncIdx } from './layout.ts';
import type { Intrinsic } from './migration.ts';
import { funcOnce, heapOf } from './plan.ts';
import type { MutablePlan } from './plan.ts';
import { fromRegisters, toRegisters } from './registers.ts';
import { keepResults } from './thunks.ts';
import { typeIdx } from './types.ts';

/** The local of an entry that has the record. */
const RECORD = 1;
/** A function that enters a record for the only time: `body` is given something that makes locals. */
const entry = (plan: MutablePlan, key: string, body: (newLocal: (t: ValType) => number) => Expr): number =>
  funcOnce(plan, key, (): Func => {
    const locals: ValType[] = ['i32'], code = body((t) => locals.push(t));
    return { type: T.entry, locals, body: [get(0), ...recordOf(plan), set(RECORD), ...code], at: NOWHERE };
  });

const FUNCTION: readonly ValType[] = ['i32'];
const startEntry = (plan: MutablePlan, ct: number): number => entry(plan, `start.shared.${ct}`, (newLocal) => {
  const { params, results } = signature(plan, ct), places = heapOf(plan), fn = newLocal('i32');
  return [
    ...loadField(places, RECORD, 'i32', recordLayout(FUNCTION).offsets[0]), set(fn),
    ...fromRegisters(plan, params), get(fn), load(places, 'i32', SLOT_OFFSET),
    { op: 'call_indirect', x: places.functions, y: contFunc(plan, ct), at: NOWHERE }, ...release(plan, RECORD),
    ...keepResults(plan, results, newLocal),
  ];
});
const bindEntry = (plan: MutablePlan, ct: number, n: number): number => entry(plan, `bind.shared.${ct}.${n}`, (newLocal) => {
  const { params } = signature(plan, ct), fields = params.slice(0, n).map((t) => openVal(plan, t)), { offsets } = recordLayout(fields);
  return [
    ...fields.flatMap((t, i) => loadField(heapOf(plan), RECORD, t, offsets[i])), ...release(plan, RECORD),
    ...fromRegisters(plan, params.slice(n)), ...toRegisters(plan, params, newLocal),
  ];
});

/** A new record with these fields, in a local, with what the first parameters hold. */
const filled = (plan: MutablePlan, fields: readonly ValType[], enter: number, record: number): Expr => {
  const layout = recordLayout(fields);
  return [...newFrameRecord(plan, layout.size, enter, record), ...storeFields(heapOf(plan), record, fields, layout, [...fields.keys()])];
};
/** The locals and the body of an intrinsic. */
export const intrinsicCode = (plan: MutablePlan, intrinsic: Intrinsic): Pick<Func, 'locals' | 'body'> => {
  switch (intrinsic.kind) {
    case 'new': {
      const record = 2, code = filled(plan, FUNCTION, startEntry(plan, intrinsic.ct), record);
      return { locals: ['i32'], body: [...code, get(record), get(1), call(migrationFuncIdx(plan, 'start'))] };
    }
    case 'bind': {
      const { ct, n } = intrinsic, fields = signature(plan, ct).params.slice(0, n).map((t) => openVal(plan, t)), record = n + 2;
      const code = filled(plan, fields, bindEntry(plan, ct, n), record);
      return { locals: ['i32'], body: [...code, get(n), get(record), get(n + 1), call(migrationFuncIdx(plan, 'bind'))] };
    }
    case 'thaw': {
      const { ct } = intrinsic;
      return { locals: [], body: [get(0), call(migrationFuncIdx(plan, 'thaw')), nullOf(contFunc(plan, ct)), structNew(typeIdx(ct))] };
    }
    case 'freeze': return { locals: [], body: [get(0), structGet(T.cont, 0), get(1), call(migrationFuncIdx(plan, 'freeze'))] };
    // It is translated where it is called.
    case 'switch': return { locals: [], body: [unreachable] };
  }
};
