/**
 * Threads that run side by side: `S; P*`, one step of one thread at a time.
 *
 * ```
 *   S; Pᵢ  ↪^act*  S′; Pᵢ′
 *   ───────────────────────────────────
 *   S; P* ↪^act*  S′; P*[i] = Pᵢ′
 * ```
 *
 * Only steps with actions can be seen by other threads, or see them. So a thread runs on by itself up to its next action, and a step of the
 * pool is that one, with everything the thread then does alone. Addresses of objects are numbered in the order of their allocation, so
 * configurations of different schedules agree up to the choice of addresses.
 * @spec T core/exec/runtime.rst §Threads
 * @category Reduction: threads
 * @module
 */
import type { Action } from '../semantics/runtime/actions.ts';
import { queueName } from '../semantics/runtime/actions.ts';
import { code, then } from '../semantics/runtime/code.ts';
import type { Config, Outcome } from '../semantics/runtime/configuration.ts';
import { NIL, depthOf } from '../semantics/runtime/contexts.ts';
import { UNCAUGHT, UNHANDLED } from '../semantics/runtime/cooperation.ts';
import { EMPTY_FRAME } from '../semantics/runtime/frames.ts';
import { isGrowth, refused } from '../semantics/runtime/growth.ts';
import type { Store } from '../semantics/runtime/store.ts';
import { freshThread } from '../semantics/runtime/threads.ts';
import type { Spawned } from '../semantics/runtime/threads.ts';
import { refFunc } from '../semantics/runtime/values.ts';
import { waiters } from '../semantics/runtime/waiting.ts';
import { cons } from '../semantics/data/list.ts';
import { get } from '../semantics/data/vector.ts';
import { NOWHERE } from '../syntax/source.ts';
import { Blocked } from './kit.ts';
import type { Limits } from './machine.ts';
import { DEFAULT_LIMITS, actionsOf, mayAct, outcomeOf, outOfMemory, stepOnce } from './machine.ts';

/** A thread of a pool: where it stands, with a store that may be out of date, or how it ended. */
export interface PoolThread {
  readonly z: Config;
  /** undefined while it runs or waits */
  readonly end: Outcome | undefined;
  /** the steps it has made */
  readonly steps: number;
}
/**
 * S; P*, or the trap that has ended all threads. Thread 0 is the embedder's call, the others are numbered in the order of their spawning.
 * In the store a thread has the number z.T.id: the same one, unless others were spawned before the pool was made.
 */
export interface Pool {
  readonly S: Store;
  readonly threads: readonly PoolThread[];
  /** how many of the threads that the store knows have begun, here or elsewhere */
  readonly begun: number;
  readonly trap: { readonly thread: number; readonly why: string } | undefined;
}

const at = (S: Store, { z }: PoolThread): Config =>
  z.S === S ? z : { S, T: z.T, F: z.F, P: z.P, H: z.H, vs: z.vs, es: z.es };

/** v* (invoke a), in a thread of its own: how a thread begins that the store knows by the number `id`. */
export const begin = (S: Store, id: number, { a, vals }: Spawned): Config => {
  const fi = get(S.funcs, a), vs = vals.reduce((below, v) => cons(v, below), NIL);
  if (fi === undefined) throw new RangeError(`a thread begins with the function ${String(a)}, which the store does not have`);
  const es = code([{ op: 'call_ref', y: fi.type, at: NOWHERE }]);
  return { S, T: freshThread(id), F: EMPTY_FRAME, P: null, H: null, vs: cons(refFunc(a), vs), es };
};

/** The thread runs by itself up to its next action, its end, or a limit. A wait is an action, and so is what ends it. */
const alone = (z0: Config, steps0: number, limits: Limits): PoolThread => {
  const { fuel, frames, refusals = false } = limits;
  let z = z0;
  for (let steps = steps0; ; steps++) {
    if (z.es.e.op === 'waiting') return { z, end: undefined, steps };
    const actions = mayAct(z) ? actionsOf(z) : undefined;
    if (actions !== undefined && (actions.length > 0 || (refusals && isGrowth(z.es.e)))) return { z, end: undefined, steps };
    if (steps >= fuel) return { z, end: { kind: 'out of fuel', fuel }, steps };
    const q = stepOnce(z);
    if (q instanceof Blocked) return { z, end: outcomeOf(z, q), steps };
    const full = outOfMemory(q.S, limits);
    if (full !== undefined) return { z, end: full, steps };
    z = q;
    if (depthOf(z.P, z.H) > frames) return { z, end: { kind: 'call stack exhausted', limit: frames }, steps: steps + 1 };
  }
};

/** The threads that have been spawned and not begun yet begin, in their order. */
const beginAll = (S0: Store, threads0: readonly PoolThread[], begun0: number, limits: Limits): Pool => {
  if (begun0 === S0.threading.spawned.n) return { S: S0, threads: threads0, begun: begun0, trap: undefined };
  let S = S0, begun = begun0;
  const threads = threads0.slice();
  for (let spawned = get(S.threading.spawned, begun); spawned !== undefined; spawned = get(S.threading.spawned, begun)) {
    begun++;
    const thread = alone(begin(S, begun, spawned), 0, limits);
    S = thread.z.S;
    threads.push(thread);
  }
  return { S, threads, begun, trap: undefined };
};

/** The pool of the one thread that stands at z. */
export const poolOf = (z: Config, limits: Limits = DEFAULT_LIMITS): Pool => {
  const main = alone(z, 0, limits);
  return beginAll(main.z.S, [main], z.S.threading.spawned.n, limits);
};
/** The pool in a store that others have changed meanwhile. Threads that they have spawned are theirs. */
export const inStore = (pool: Pool, S: Store): Pool => pool.S === S ? pool : { ...pool, S, begun: S.threading.spawned.n };

/** Why the thread's end is the end of all: it trapped, or has been spawned and ended with an exception or a suspension. */
const fatal = ({ end }: PoolThread, i: number): string | undefined => {
  switch (end?.kind) {
    case 'trap': return end.why;
    case 'exception': return i === 0 ? undefined : UNCAUGHT;
    case 'suspension': return i === 0 ? undefined : UNHANDLED;
    case undefined: case 'values': case 'call stack exhausted': case 'out of memory': case 'out of fuel': case 'stuck': case 'deadlock':
      return undefined;
  }
};

/** Ways in which a growth may end: what a choice of the schedule names. */
export const GROWTHS = ['grow', 'fail'] as const;
/** How the thread can make its next step, if there are several ways. */
export const waysOf = ({ threads }: Pool, i: number, { refusals = false }: Limits): readonly string[] | undefined => {
  const thread = threads[i];
  return refusals && thread?.end === undefined && thread !== undefined && isGrowth(thread.z.es.e) ? GROWTHS : undefined;
};
/** The thread in the store S, before the step that it makes in the way that is chosen. */
export const facing = (S: Store, thread: PoolThread, way?: string): Config => {
  const z = at(S, thread), { e, next } = z.es;
  return way === 'fail' && isGrowth(e) ? { ...z, es: then(refused(e), next) } : z;
};

/** What the next step of a thread does; undefined if it has ended, or waits. A trap is announced by an action of its own. */
export const nextActions = ({ S, threads, trap }: Pool, i: number, way?: string): readonly Action[] | undefined => {
  const thread = threads[i];
  if (thread === undefined || trap !== undefined) return undefined;
  if (thread.end !== undefined) return fatal(thread, i) === undefined ? undefined : [{ kind: 'trap' }];
  return actionsOf(facing(S, thread, way));
};
/** Whether the thread can make a step: one that has neither ended nor waits stands before an action, for which there is a rule. */
const canMove = (pool: Pool, thread: PoolThread, i: number): boolean => thread.end === undefined && thread.z.es.e.op !== 'waiting'
  ? pool.trap === undefined : nextActions(pool, i) !== undefined;
/** The threads that can make a step. */
export const movable = (pool: Pool): readonly number[] => {
  const found: number[] = [];
  pool.threads.forEach((thread, i) => { if (canMove(pool, thread, i)) found.push(i); });
  return found;
};

/** One step of the thread, and what it then does alone. It must be able to move. A growth succeeds if it can, unless it is to `fail`. */
export const stepThread = (pool: Pool, i: number, limits: Limits = DEFAULT_LIMITS, way?: string): Pool => {
  const thread = pool.threads[i];
  if (thread === undefined) throw new RangeError(`there is no thread ${String(i)}`);
  const why = fatal(thread, i);
  if (why !== undefined) return { ...pool, trap: { thread: i, why } };
  const z = facing(pool.S, thread, way), q = stepOnce(z);
  if (q instanceof Blocked) throw new RangeError(`thread ${String(i)} cannot move: ${q.premise}`);
  const full = outOfMemory(q.S, limits);
  const next = full === undefined ? alone(q, thread.steps + 1, limits) : { ...thread, z, end: full };
  return beginAll(next.z.S, pool.threads.with(i, next), pool.begun, limits);
};

/** Who waits, and in which queue. */
export interface Waiting {
  readonly thread: number;
  readonly queue: string;
}
/** The threads that wait, in their order: those that stand before `(waiting q k)` and have not been notified. */
export const waiting = ({ S, threads }: Pool): readonly Waiting[] => threads.flatMap(({ z: { es: { e }, T }, end }, thread) =>
  end === undefined && e.op === 'waiting' && waiters(S, e.queue).includes(T.id) ? [{ thread, queue: queueName(e.queue) }] : []);
