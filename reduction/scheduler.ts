/**
 * The scheduler: runs a program to its end, all of its threads, in turn.
 *
 * In a *round* every thread that can move makes one step of the pool, in the order of their numbers; so every thread gets on. Time passes
 * slowly: a thread that could give up waiting does so only if nobody else can move, or in every 1,024th round. The schedule is a function
 * of the configuration, so a run can be repeated. Programs without other threads run on the machine alone.
 * @spec T core/exec/runtime.rst §Threads
 * @category Reduction: threads
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Config, Outcome } from '../semantics/runtime/configuration.ts';
import type { Store } from '../semantics/runtime/store.ts';
import { removed } from '../semantics/runtime/waiting.ts';
import type { ReplayError, Schedule } from './explorer/schedule.ts';
import { replay } from './explorer/schedule.ts';
import type { Choice } from './explorer/system.ts';
import type { Limits, Run } from './machine.ts';
import { DEFAULT_LIMITS, run } from './machine.ts';
import type { Pool, PoolThread } from './pool.ts';
import { movable, nextActions, poolOf, stepThread } from './pool.ts';
import type { ProgramOutcome } from './programs.ts';
import { isLimit, limitsFor, programOutcome, programs } from './programs.ts';

/** The end of a run of a program. `z` is where its first thread has got to, in the last store, and `outcome` what that is to its caller. */
export interface ProgramRun extends Run {
  /** what became of all threads */
  readonly whole: ProgramOutcome;
}
/** Is told of every choice as it is made. */
export type OnChoice = (choice: Choice) => void;

/** In every so many rounds, threads that can give up waiting do. */
const PATIENCE = 1024;
/** So many steps of the machine are made before anyone asks whether there are other threads now. */
const SLICE = 8192;

const ignored: OnChoice = () => undefined;
const givesUp = (pool: Pool, i: number): boolean => nextActions(pool, i)?.[0]?.kind === 'timeout';

/** One step of every thread that can move, of those that were spawned in the round as well; the same pool if there is none. */
const roundOf = (pool0: Pool, limits: Limits, patient: boolean, onChoice: OnChoice): Pool => {
  let pool = pool0;
  for (let thread = 0; thread < pool.threads.length; thread++) {
    if (nextActions(pool, thread) === undefined || (patient && givesUp(pool, thread))) continue;
    onChoice({ thread });
    pool = stepThread(pool, thread, limits);
  }
  return pool;
};
/**
 * The round with the number n of a pool; the same pool if no thread can move.
 * @param othersMove - whether there are threads elsewhere that may wake those that wait
 */
export const round = (pool: Pool, n: number, limits: Limits, othersMove = false, onChoice: OnChoice = ignored): Pool => {
  const patient = n % PATIENCE !== 0, next = roundOf(pool, limits, patient, onChoice);
  return next !== pool || !patient || othersMove ? next : roundOf(pool, limits, false, onChoice);
};

const hitLimit = ({ end }: PoolThread): boolean => end !== undefined && isLimit(end);
const stepsOf = ({ threads }: Pool): number => threads.reduce((sum, { steps }) => sum + steps, 0);
/** Whether every thread has ended, or one of them has brought all to their end. */
export const isOver = (pool: Pool): boolean =>
  pool.trap !== undefined || pool.threads.some(hitLimit)
  || (pool.threads.every(({ end }) => end !== undefined) && movable(pool).length === 0);
/** Whether the threads have made as many steps together as they may. */
export const isSpent = (pool: Pool, { fuel }: Limits): boolean => stepsOf(pool) >= fuel;

/** The store without the threads of a pool in its queues: they will not be woken any more. */
const left = ({ S: S0, threads }: Pool): Store => {
  let S = S0;
  for (const { z: { es: { e }, T } } of threads) if (e.op === 'waiting') S = removed(S, e.queue, T.id);
  return S;
};
/** What became of the call that a program began with. */
const outcomeFor = (whole: ProgramOutcome, { threads }: Pool): Outcome => {
  switch (whole.verdict) {
    case 'complete': return whole.main;
    case 'trap': return { kind: 'trap', why: whole.why };
    case 'limit': return whole.end;
    case 'deadlock': {
      const queues = threads.flatMap(({ z: { es: { e } } }) => e.op === 'waiting' ? [e.queue] : []), [queue] = queues;
      if (queue === undefined) throw new RangeError('threads that cannot go on wait in a queue');
      return { kind: 'deadlock', queue };
    }
  }
};
/** The end of a run that has brought a pool so far, and does not go on. */
export const runOf = (pool: Pool, limits: Limits): ProgramRun => {
  const [main] = pool.threads;
  if (main === undefined) throw new RangeError('a pool has a first thread');
  const fuel = isSpent(pool, limits) && !isOver(pool) ? limits.fuel : undefined;
  const whole: ProgramOutcome = fuel === undefined ? programOutcome(pool)
    : { verdict: 'limit', thread: 0, end: { kind: 'out of fuel', fuel }, key: `out of fuel after ${fuel} steps` };
  return { z: { ...main.z, S: left(pool) }, steps: stepsOf(pool), whole, outcome: outcomeFor(whole, pool) };
};

/** Runs a pool, fairly, until it can go no further. The limit of fuel is for all threads together. */
export const runPool = (pool0: Pool, limits: Limits = DEFAULT_LIMITS, onChoice: OnChoice = ignored): ProgramRun => {
  let pool = pool0;
  for (let n = 1; !isOver(pool) && !isSpent(pool, limits); n++) {
    const next = round(pool, n, limits, false, onChoice);
    if (next === pool) break;
    pool = next;
  }
  return runOf(pool, limits);
};

/** The end of a run of the machine, in which there was one thread only. */
const alone = ({ z, steps, outcome }: Run): ProgramRun => {
  const end = outcome.kind === 'deadlock' ? undefined : outcome;
  const trap = outcome.kind === 'trap' ? { thread: 0, why: outcome.why } : undefined;
  const pool: Pool = { S: z.S, threads: [{ z, end, steps }], begun: z.S.threading.spawned.n, trap };
  return { z: { ...z, S: left(pool) }, steps, outcome, whole: programOutcome(pool) };
};

/**
 * Runs a program from the configuration of its first thread, with all threads that it spawns, fairly. As soon as there are others, the run
 * begins again as that of a pool, so that the choices are those of the whole run.
 */
export const runProgram = (z0: Config, limits: Limits = DEFAULT_LIMITS): ProgramRun => {
  let z = z0, steps = 0;
  for (;;) {
    const fuel = Math.min(SLICE, limits.fuel - steps), end = run(z, { ...limits, fuel });
    if (end.z.S.threading.spawned.n > z0.S.threading.spawned.n) return runPool(poolOf(z0, limits), limits);
    steps += end.steps;
    if (end.outcome.kind !== 'out of fuel') return alone({ ...end, steps });
    if (steps >= limits.fuel) return alone({ z: end.z, steps, outcome: { kind: 'out of fuel', fuel: limits.fuel } });
    ({ z } = end);
  }
};

/** The choices of the fair run of a program, in order. */
export const fairChoices = (z: Config, limits: Limits = DEFAULT_LIMITS): readonly Choice[] => {
  const choices: Choice[] = [];
  runPool(poolOf(z, limits), limits, (choice) => choices.push(choice));
  return choices;
};

/** Runs a program by a schedule, and fairly from its end on. */
export const runSchedule = (z: Config, schedule: Schedule, given: Limits = DEFAULT_LIMITS): E.Either<ReplayError, ProgramRun> => {
  const limits = limitsFor(schedule, given);
  return pipe(replay(programs(limits), poolOf(z, limits), schedule), E.map((pool) => runPool(pool, limits)));
};
