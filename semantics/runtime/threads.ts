/**
 * Threads, and what the store knows of them.
 * @spec T core/exec/runtime.rst §Threads
 * @spec SET Overview.md §Thread-local storage
 * @module
 */
import { emptyVec } from '../data/vector.ts';
import type { Vec } from '../data/vector.ts';
import type { Addr, Val } from './values.ts';

/** The thread that a configuration belongs to. */
export interface Thread {
  /** 0 is the embedder's; spawned threads are numbered from 1, in the order of their spawning */
  readonly id: number;
  /** the values of thread-local globals that this thread has set; all others have the defaults of their types */
  readonly globals: ReadonlyMap<Addr, Val>;
  /** how many cooperative threads it has been given to run, and the continuations of those that are ready, the next one first */
  readonly made: number;
  readonly ready: readonly Addr[];
}
/** A thread that has just begun. */
export const freshThread = (id: number): Thread => ({ id, globals: new Map(), made: 0, ready: [] });
/** The embedder's thread. */
export const MAIN: Thread = freshThread(0);

/** A thread to be: it will run v* (invoke a). */
export interface Spawned {
  readonly a: Addr;
  readonly vals: readonly Val[];
}
/** waitqueueinst: a wait queue has nothing but its identity; who waits in it stands in `queues`. */
export interface WaitQueueInst {
  readonly kind: 'waitqueue';
}
/** The part of the store that only concurrency needs. */
export interface Threading {
  /** thread n + 1 */
  readonly spawned: Vec<Spawned>;
  readonly waitqueues: Vec<WaitQueueInst>;
  /** by the name of a queue: the numbers of the threads that wait in it, the longest waiting first; a queue without threads is left out */
  readonly queues: ReadonlyMap<string, readonly number[]>;
}
/** One thread, and nobody waits. */
export const NO_THREADS: Threading = { spawned: emptyVec, waitqueues: emptyVec, queues: new Map() };
