/**
 * Typing of wait queues. All of them are shared; what a thread waits for may stand anywhere.
 * @spec SET Overview.md §Managed Waiter Queues
 * @category Typing: wait queue instructions
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { absRef } from '../../syntax/types.ts';
import type { RefType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { size } from '../types/properties.ts';
import { elementsAt, fieldAt, reference } from './aggregates.ts';
import { atomicAccessOk } from './atomic-memories.ts';
import { atomicType } from './atomic-types.ts';
import { lookup } from './contexts.ts';
import type { TypingRule } from './instruction-types.ts';
import { arrow, instr } from './instruction-types.ts';

const QUEUE: RefType<DefType> = absRef('waitqueue', true, true);

const NEW = arrow([], [absRef('waitqueue', false, true)]);
/**
 * ```rule
 * C ⊢ waitqueue.new : ε → (ref (shared waitqueue))
 * ```
 * @rule Instr_ok/waitqueue.new
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const waitqueueNew: TypingRule<'waitqueue.new'> = instr('waitqueue.new', () => NEW);

const NOTIFY = arrow([QUEUE, 'i32'], ['i32']);
/**
 * ```rule
 * C ⊢ waitqueue.notify : (ref null (shared waitqueue)) i32 → i32
 * ```
 * @rule Instr_ok/waitqueue.notify
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const waitqueueNotify: TypingRule<'waitqueue.notify'> = instr('waitqueue.notify', () => NOTIFY);

/**
 * ```rule
 * C ⊢ struct.wait x i : (ref null x) (ref null (shared waitqueue)) t i64 → i32
 *   — if C.types[x] ≈ share struct ft*
 *   — and ft*[i] = mut? t′
 *   — and t = wait_expected(t′)
 * ```
 * @rule Instr_ok/struct.wait
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const structWait: TypingRule<'struct.wait'> = instr('struct.wait', (C, e) => {
  const field = fieldAt(C, e.x, e.i);
  if (isLeft(field)) return field;
  const { dt, ft } = field.right;
  const t = atomicType(C, e, 'wait', ft.storage);
  return isLeft(t) ? t : arrow([reference(dt, true), QUEUE, t.right, 'i64'], ['i32']);
});

/**
 * ```rule
 * C ⊢ array.wait x : (ref null x) (ref null (shared waitqueue)) i32 t i64 → i32
 *   — if C.types[x] ≈ share array (mut? t′)
 *   — and t = wait_expected(t′)
 * ```
 * @rule Instr_ok/array.wait
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const arrayWait: TypingRule<'array.wait'> = instr('array.wait', (C, e) => {
  const array = elementsAt(C, e.x);
  if (isLeft(array)) return array;
  const { dt, zt } = array.right;
  const t = atomicType(C, e, 'wait', zt);
  return isLeft(t) ? t : arrow([reference(dt, true), QUEUE, 'i32', t.right, 'i64'], ['i32']);
});

/**
 * ```rule
 * C ⊢ global.wait x : (ref null (shared waitqueue)) t i64 → i32
 *   — if C.globals[x] = share mut? t′
 *   — and t = wait_expected(t′)
 * ```
 * @rule Instr_ok/global.wait
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const globalWait: TypingRule<'global.wait'> = instr('global.wait', (C, e) => {
  const global = lookup(C.globals, 'global', e.x);
  if (isLeft(global)) return global;
  const t = atomicType(C, e, 'wait', global.right.type);
  return isLeft(t) ? t : arrow([QUEUE, t.right, 'i64'], ['i32']);
});

/**
 * ```rule
 * C ⊢ table.wait x : (ref null (shared waitqueue)) at t i64 → i32
 *   — if C.tables[x] = share at lim rt
 *   — and t = wait_expected(rt)
 * ```
 * @rule Instr_ok/table.wait
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const tableWait: TypingRule<'table.wait'> = instr('table.wait', (C, e) => {
  const table = lookup(C.tables, 'table', e.x);
  if (isLeft(table)) return table;
  const { addr, ref } = table.right;
  const t = atomicType(C, e, 'wait', ref);
  return isLeft(t) ? t : arrow([QUEUE, addr, t.right, 'i64'], ['i32']);
});

/**
 * ```rule
 * C ⊢ memory.waitN x memarg : (ref null (shared waitqueue)) at iN i64 → i32
 *   — if C.mems[x] = share at lim page
 *   — and ⊢ memarg : at → atomic N
 * ```
 * @rule Instr_ok/memory.wait
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const memoryWait: TypingRule<'memory.wait'> = instr('memory.wait', (C, { nt, x, ao }) => {
  const at = atomicAccessOk(C, x, ao, size(nt));
  return isLeft(at) ? at : arrow([QUEUE, at.right, nt, 'i64'], ['i32']);
});
