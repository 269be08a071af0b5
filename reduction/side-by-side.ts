/**
 * Calls that run side by side from the start, as an embedder with several threads makes them.
 * @spec T core/exec/runtime.rst §Threads
 * @category Reduction: threads
 * @module
 */
import type { Store } from '../semantics/runtime/store.ts';
import type { Spawned } from '../semantics/runtime/threads.ts';
import { freshThread } from '../semantics/runtime/threads.ts';
import { invoke } from './instantiation.ts';
import type { Limits } from './machine.ts';
import { DEFAULT_LIMITS } from './machine.ts';
import type { Pool, PoolThread } from './pool.ts';
import { poolOf } from './pool.ts';

/**
 * The pool of these calls, numbered 0, 1, … in their order, in a store without other threads. They must not spawn threads: those would get
 * their numbers. Undefined if a function does not exist or takes another number of arguments.
 */
export const sideBySide = (S0: Store, calls: readonly Spawned[], limits: Limits = DEFAULT_LIMITS): Pool | undefined => {
  let S = S0;
  const threads: PoolThread[] = [];
  for (const [id, { a, vals }] of calls.entries()) {
    const z = invoke(S, a, vals, freshThread(id)), pool = z && poolOf(z, limits);
    if (pool === undefined) return undefined;
    ({ S } = pool);
    threads.push(...pool.threads);
  }
  return { S, threads, begun: S.threading.spawned.n, trap: undefined };
};
