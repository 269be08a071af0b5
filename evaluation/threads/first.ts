/**
 * The first thread of a pool: what runs in its worker.
 * @category Evaluation: threads
 * @module
 */
import { beLeader } from './leaders.ts';
import type { LeaderEnd } from './leaders.ts';
import type { Threads } from './runtime.ts';

/** How the program ended in the first thread, and whether that ends all threads. */
export type FirstEnd<A> = LeaderEnd<A>;
/** Runs a program as the first thread of a pool, with the data that the pool was given for it. */
export const beFirst = <A>(program: (threads: Threads, data: unknown) => FirstEnd<A>): void => {
  beLeader(({ threads, data }) => program(threads, data), 'ends all');
};
