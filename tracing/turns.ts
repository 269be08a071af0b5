/**
 * Turns: runs a pool of threads by a schedule and then fairly, and says every step of every thread.
 *
 * A turn is a step of the pool: one step of a thread that others can see, with all that the thread then does alone. It is made by the pool,
 * and then the steps in between are made once more to be shown; they are as many as the pool has counted.
 * @module
 */
import { get } from '../semantics/data/vector.ts';
import type { Config } from '../semantics/runtime/configuration.ts';
import type { Schedule } from '../reduction/explorer/schedule.ts';
import type { Choice } from '../reduction/explorer/system.ts';
import { Blocked } from '../reduction/kit.ts';
import type { Limits } from '../reduction/machine.ts';
import { stepOnce } from '../reduction/machine.ts';
import type { Pool } from '../reduction/pool.ts';
import { begin, facing, nextActions, poolOf, stepThread } from '../reduction/pool.ts';
import { isOver, isSpent, round } from '../reduction/scheduler.ts';
import type { Team } from './threads.ts';

/** A step of a thread, or the place where the schedule ends and the program does not. */
export type Move =
  | { readonly kind: 'step'; readonly z: Config; readonly z1: Config; readonly team: Team }
  | { readonly kind: 'fair'; readonly turns: number };

/** The pool before its first thread has made a step. */
const standingAt = (z: Config): Pool =>
  ({ S: z.S, threads: [{ z, end: undefined, steps: 0 }], begun: z.S.threading.spawned.n, trap: undefined });

/** So many steps from z; returns where they lead. */
function* stepsFrom(z0: Config, count: number, team: Team): Generator<Move, Config> {
  let z = z0;
  for (let i = 0; i < count; i++) {
    const z1 = stepOnce(z);
    if (z1 instanceof Blocked) throw new RangeError(`T${team.thread} made ${count} steps and now makes only ${i}`);
    yield { kind: 'step', z, z1, team };
    z = z1;
  }
  return z;
}
/** The steps of a thread that lead from one pool to the next, and of the threads that begin there; returns the next pool, made of them. */
function* stepsBetween(pool: Pool, next: Pool, { thread, turn, base }: Omit<Team, 'threads'>, way?: string): Generator<Move, Pool> {
  const before = pool.threads[thread], after = next.threads[thread];
  if (before === undefined || after === undefined) throw new RangeError(`there is no thread ${thread}`);
  let z = yield* stepsFrom(facing(pool.S, before, way), after.steps - before.steps, { thread, turn, base, threads: pool.threads });
  const threads = pool.threads.with(thread, { ...after, z });
  for (const begun of next.threads.slice(pool.threads.length)) {
    const i = threads.length, spawned = get(z.S.threading.spawned, base + i - 1);
    if (spawned === undefined) throw new RangeError(`thread ${i} has begun without being spawned`);
    const z0 = begin(z.S, base + i, spawned);
    z = yield* stepsFrom(z0, begun.steps, { thread: i, turn, base, threads: [...threads, { z: z0, end: undefined, steps: 0 }] });
    threads.push({ ...begun, z });
  }
  return { ...next, S: z.S, threads };
}

/** The choices of a schedule, one by one. */
function* choicesOf(schedule: Schedule): Generator<Choice, void> {
  for (const { choice, count } of schedule) for (let i = 0; i < count; i++) yield choice;
}
/** The choices of a fair round; none if no thread can move. */
const fairRound = (pool: Pool, n: number, limits: Limits): readonly Choice[] => {
  const choices: Choice[] = [];
  round(pool, n, limits, false, (choice) => choices.push(choice));
  return choices;
};

/** Every step of the program that begins at z, by a schedule that fits and then fairly; returns the pool where it ends. */
export function* turnsFrom(z: Config, limits: Limits, schedule: Schedule | undefined): Generator<Move, Pool> {
  const base = z.S.threading.spawned.n;
  let turn = 0, pool = yield* stepsBetween(standingAt(z), poolOf(z, limits), { thread: 0, turn, base });
  function* follow(choices: Iterable<Choice>): Generator<Move, void> {
    for (const { thread, alternative } of choices) {
      if (nextActions(pool, thread) === undefined) return; // a limit was met
      turn++;
      pool = yield* stepsBetween(pool, stepThread(pool, thread, limits, alternative), { thread, turn, base }, alternative);
    }
  }
  yield* follow(choicesOf(schedule ?? []));
  for (let n = 1; !isOver(pool) && !isSpent(pool, limits); n++) {
    const choices = fairRound(pool, n, limits);
    if (choices.length === 0) break;
    if (n === 1 && schedule !== undefined) yield { kind: 'fair', turns: turn };
    yield* follow(choices);
  }
  return pool;
}
