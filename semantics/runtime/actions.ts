/**
 * Actions: what a step does that other threads can see, as a label on the step.
 * @spec T core/exec/runtime.rst §Events
 * @spec SET Overview.md §Memory Model Considerations
 * @module
 */
import type { Ordering } from '../../syntax/instructions.ts';
import type { Addr } from './values.ts';

/**
 * A place that threads share: `n` bytes of a memory from the byte `i`; the element `i` of a table or an array, or the field `i` of a
 * structure (n = 1); a global, the size of a memory or a table, the cell of a continuation, a segment, which is dropped as a whole (i = 0,
 * n = 1).
 */
export interface Loc {
  readonly region: 'mem' | 'global' | 'table' | 'struct' | 'array' | 'memsize' | 'tablesize' | 'cont' | 'data' | 'elem';
  readonly a: Addr;
  readonly i: number;
  readonly n: number;
}

/** A queue of waiting threads: that of an address of a memory, or a wait queue. */
export type QueueKey =
  | { readonly kind: 'mem'; readonly a: Addr; readonly i: number }
  | { readonly kind: 'waitqueue'; readonly a: Addr };

/** act, with its memory ordering; an unordered access has none */
export type Action =
  | { readonly kind: 'read' | 'write' | 'rmw'; readonly loc: Loc; readonly order: Ordering | 'unord' }
  /** compares a location and, if it holds the expected value, enqueues the thread */
  | { readonly kind: 'wait'; readonly queue: QueueKey; readonly loc: Loc }
  | { readonly kind: 'woken' | 'timeout'; readonly queue: QueueKey }
  | { readonly kind: 'notify'; readonly queue: QueueKey }
  | { readonly kind: 'fence'; readonly order: Ordering }
  | { readonly kind: 'spawn'; readonly thread: number }
  | { readonly kind: 'trap' };

/** The name of a queue, equal for equal queues. */
export const queueName = (q: QueueKey): string => q.kind === 'mem' ? `mem ${q.a} ${q.i}` : `waitqueue ${q.a}`;

/** The queue with a name: the inverse of `queueName`. */
export const queueNamed = (name: string): QueueKey => {
  const [kind, a, i] = name.split(' ');
  return kind === 'mem' ? { kind, a: Number(a), i: Number(i) } : { kind: 'waitqueue', a: Number(a) };
};

const overlap = (p: Loc, q: Loc): boolean =>
  p.region === q.region && p.a === q.a && p.i < q.i + q.n && q.i < p.i + p.n;
const locOf = (act: Action): Loc | undefined => 'loc' in act ? act.loc : undefined;
const writes = (act: Action): boolean => act.kind === 'write' || act.kind === 'rmw';
const queueOf = (act: Action): QueueKey | undefined => 'queue' in act ? act.queue : undefined;

/**
 * Whether the order of two actions of different threads can matter: both touch the same bytes and one writes them, or both touch the same
 * queue, or both spawn, so that the order gives the numbers, or one is a trap, which ends all threads. Fences order nothing that
 * interleaving does not order already.
 */
export const dependent = (x: Action, y: Action): boolean => {
  if (x.kind === 'trap' || y.kind === 'trap') return true;
  if (x.kind === 'spawn' && y.kind === 'spawn') return true;
  const qx = queueOf(x), qy = queueOf(y);
  if (qx !== undefined && qy !== undefined && queueName(qx) === queueName(qy)) return true;
  const lx = locOf(x), ly = locOf(y);
  return lx !== undefined && ly !== undefined && (writes(x) || writes(y)) && overlap(lx, ly);
};
