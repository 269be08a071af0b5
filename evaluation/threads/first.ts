/**
 * The first thread of a pool: what runs in its worker.
 * @category Evaluation: threads
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { FirstData, Message } from './messages.ts';
import { never, noMemory } from './endings.ts';
import { parkedFunction } from './parking.ts';
import { firstOfPool } from './runtime.ts';
import type { Threads } from './runtime.ts';

/** How the program ended in the first thread, and whether that ends all threads. */
export interface FirstEnd<A> {
  readonly end: A;
  readonly fatal: boolean;
}
const isFirstData = (given: unknown): given is FirstData<unknown> =>
  typeof given === 'object' && given !== null && 'control' in given && 'data' in given;
/** Runs a program as the first thread of a pool, with the data that the pool was given for it. */
export const beFirst = <A>(program: (threads: Threads, data: unknown) => FirstEnd<A>): void => {
  const first: unknown = workerData;
  if (!isFirstData(first)) throw new TypeError('this is the first thread of no pool');
  const tell = (message: Message<A>): void => parentPort?.postMessage(message);
  const threads = firstOfPool(first, tell, {
    deadlocked: () => {
      tell({ kind: 'deadlock' });
      never();
    },
    wanted: () => tell({ kind: 'wanted' }),
    full: () => {
      tell({ kind: 'failed', failure: noMemory(0) });
      never();
    },
  });
  const { end, fatal } = program(threads, first.data);
  tell({ kind: 'main', end, fatal });
  const others = parkedFunction(threads.parking, 'ended')();
  if (others === 1) tell({ kind: 'over' });
  if (others === 2) tell({ kind: 'deadlock' });
};
