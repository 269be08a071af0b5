/**
 * Waiting and waking: control words and queues.
 * @spec T core/exec/runtime.rst §Suspensions
 * @spec SET Overview.md §Managed Waiter Queues
 * @module
 */
import { get } from '../data/vector.ts';
import type { Loc, QueueKey } from './actions.ts';
import { queueName } from './actions.ts';
import { numAt } from './accesses.ts';
import { unpacked } from './fields.ts';
import { sameVal } from './references.ts';
import type { Store } from './store.ts';
import { withQueue } from './updates.ts';
import type { FieldVal, Val } from './values.ts';

/** The control word at a location: i32 or i64 in a memory, by the size of the location. */
const controlWord = (S: Store, { region, a, i, n }: Loc): FieldVal | undefined => {
  switch (region) {
    case 'mem': {
      const bytes = get(S.mems, a)?.bytes;
      return bytes === undefined ? undefined : numAt(n === 4 ? 'i32' : 'i64', bytes, i);
    }
    case 'global': return get(S.globals, a)?.value;
    case 'table': return fieldOf(get(S.tables, a)?.refs, i);
    case 'struct': return fieldOf(get(S.structs, a)?.fields, i);
    case 'array': return fieldOf(get(S.arrays, a)?.fields, i);
    case 'memsize': case 'tablesize': case 'cont': case 'data': case 'elem': return undefined;
  }
};
const fieldOf = <A>(fields: Parameters<typeof get<A>>[0] | undefined, i: number): A | undefined =>
  fields === undefined ? undefined : get(fields, i);

/** Whether the control word at a location is the expected value. */
export const holds = (S: Store, loc: Loc, expected: Val): boolean => {
  const word = unpacked(controlWord(S, loc));
  return word !== undefined && sameVal(word, expected);
};

/** The threads that wait in a queue, the longest waiting first. */
export const waiters = (S: Store, queue: QueueKey): readonly number[] => S.threading.queues.get(queueName(queue)) ?? [];
/** S with the thread at the end of the queue */
export const enqueued = (S: Store, queue: QueueKey, thread: number): Store =>
  withQueue(S, queueName(queue), [...waiters(S, queue), thread]);
/** S without the thread in the queue */
export const removed = (S: Store, queue: QueueKey, thread: number): Store =>
  withQueue(S, queueName(queue), waiters(S, queue).filter((t) => t !== thread));
/** S without the first j threads of the queue: they have been woken */
export const woken = (S: Store, queue: QueueKey, j: number): Store => withQueue(S, queueName(queue), waiters(S, queue).slice(j));
