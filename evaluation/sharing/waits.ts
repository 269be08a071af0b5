/**
 * The translation of wait queues. A queue is an object without contents: who waits in it is known by its address.
 * ```rule
 * ⟦t.wait⟧ = trap if there is no location, no queue, or the location is not shared;
 *   b := lock q; if l ≠ c (then unlock b; 1) (else wait b q k)
 * ```
 * @category Evaluation: sharing
 * @module
 */
import type { Instr, InstrOf } from '../../syntax/instructions.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { StorageType, ValType } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { eqz, get, i32, set } from '../translation/code.ts';
import type { MutableBody } from './body.ts';
import { emit, emitTrapIf, operand, temp, trap } from './body.ts';
import { atomicLoad, drop, extendU, ifI32 } from './code.ts';
import { HOST_SIZE } from './layout.ts';
import type { Access } from './locations.ts';
import { accessOf, emitAddress, emitOwn, isInHeap, isShared, storageOf } from './locations.ts';
import { callRuntime, memIdx } from './plan.ts';
import { emitNew } from './structs.ts';

const NULL_QUEUE = 'null wait queue reference';
/** waitqueue.new */
export const emitNewQueue = (S: MutableBody): void => {
  emit(S, get(emitNew(S, HOST_SIZE, 'type waitqueue')));
};
/** waitqueue.notify */
export const emitNotify = (S: MutableBody): void => {
  const n = temp(S, 'i32', 3), q = temp(S, 'i32', 4);
  emit(S, set(n), set(q), get(q), eqz);
  emitTrapIf(S, NULL_QUEUE);
  emit(S, i32(0), get(q), extendU, get(n), callRuntime(S.plan, 'notify'));
};

/** The wait itself: q, c and k are in locals, `read` gives what is compared. */
const emitWaiting = (S: MutableBody, q: number, c: number, k: number, read: readonly Instr[], nt: 'i32' | 'i64'): void => {
  const b = temp(S, 'i32', 21), { plan } = S, ne: Instr = { op: 'relop', nt, f: 'ne', at: NOWHERE };
  emit(S, i32(0), get(q), extendU, callRuntime(plan, 'lock'), set(b), ...read, get(c), ne,
    ifI32(
      [get(b), callRuntime(plan, 'unlock'), i32(1)],
      [get(b), i32(0), get(q), extendU, get(k), callRuntime(plan, 'wait')],
    ));
};
const emitQueueCheck = (S: MutableBody, q: number): void => {
  emit(S, get(q), eqz);
  emitTrapIf(S, NULL_QUEUE);
};

/** Emits what comes of a location that is not shared: it must be there, and there must be a queue, but then it traps. */
const emitUnshared = (S: MutableBody, access: Access, q: number): void => {
  const zt = storageOf(S, access);
  if (isInHeap(S, access)) emit(S, ...emittedAddress(S, access), drop);
  else {
    const own = emitOwn(S, access);
    emit(S, ...own.operands, own.get(zt === 'i8' || zt === 'i16' ? 'u' : undefined), drop);
  }
  emitQueueCheck(S, q);
  emit(S, ...trap(S.plan, 'expected shared location'), i32(0));
};
const emittedAddress = (S: MutableBody, access: Access): readonly Instr[] => {
  emitAddress(S, access, undefined);
  return [];
};

/** The waits on what is no memory. Their operands are those of the location, with the queue before an index. */
export type WaitInstr = InstrOf<'struct.wait' | 'array.wait' | 'global.wait' | 'table.wait'>;
const expectedType = (zt: StorageType<DefType>): ValType => zt === 'i64' ? 'i64' : 'i32';
/** One of these. */
export const emitWait = (S: MutableBody, e: WaitInstr): void => {
  const access = accessOf(e), zt = storageOf(S, access), t = expectedType(zt);
  const k = temp(S, 'i64', 17), c = temp(S, t, 18), q = temp(S, 'i32', 19), i = temp(S, 'i32', 20);
  emit(S, set(k), set(c));
  const indexed = access.region === 'array', table = access.region === 'table' ? temp(S, indexType(S, access.x), 22) : undefined;
  if (indexed) emit(S, set(i));
  if (table !== undefined) emit(S, set(table));
  emit(S, set(q));
  if (indexed) emit(S, get(i));
  if (table !== undefined) emit(S, get(table));
  if (!isShared(S, access)) {
    emitUnshared(S, access, q);
    return;
  }
  const offset = emitAddress(S, access, access.region === 'struct' ? operand(S, 3) : operand(S, 4)), l = temp(S, 'i32', 20);
  emit(S, set(l));
  emitQueueCheck(S, q);
  emitWaiting(S, q, c, k, [get(l), ...atomicLoad(S.plan, zt, offset)], t === 'i64' ? 'i64' : 'i32');
};
const indexType = ({ C }: MutableBody, x: number): ValType => C.tables.at(x)?.addr ?? 'i32';

/** memory.wait32, memory.wait64 */
export const emitMemoryWait = (S: MutableBody, { nt, x, ao }: InstrOf<'memory.wait'>): void => {
  const mem = S.C.mems.at(x), a = temp(S, mem?.addr ?? 'i32', 22), at = NOWHERE;
  const k = temp(S, 'i64', 17), c = temp(S, nt, 18), q = temp(S, 'i32', 19);
  const read: readonly Instr[] = [get(a), { op: 'atomic.load', nt, pack: undefined, order: 'seqcst', x: memIdx(S.plan, x), ao, at }];
  // The bounds are checked before the alignment.
  const inBounds: Instr = { op: 'load', nt, pack: undefined, x: memIdx(S.plan, x), ao: { ...ao, align: 0 }, at };
  emit(S, set(k), set(c), set(a), set(q), get(a), inBounds, drop, ...read, drop);
  emitQueueCheck(S, q);
  if (mem?.shared === true) emitWaiting(S, q, c, k, read, nt);
  else emit(S, ...trap(S.plan, 'expected shared memory'), i32(0));
};
