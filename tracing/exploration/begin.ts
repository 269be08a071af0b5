/**
 * Where an exploration begins: the call of a function, after instantiation.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Config } from '../../semantics/runtime/configuration.ts';
import { exploreStates } from '../../reduction/explorer/memo.ts';
import type { Outcome } from '../../reduction/explorer/system.ts';
import { invoke } from '../../reduction/instantiation.ts';
import type { Limits } from '../../reduction/machine.ts';
import type { Pool } from '../../reduction/pool.ts';
import { poolOf } from '../../reduction/pool.ts';
import { programs } from '../../reduction/programs.ts';
import { runProgram } from '../../reduction/scheduler.ts';
import type { Prepared } from '../prepare.ts';
import type { Subject } from '../record.ts';
import type { Call } from '../trace.ts';
import type { Missing } from './model.ts';

/** A program to explore. */
export interface Beginning {
  readonly file: string;
  readonly subject: Subject;
  /** undefined: the start function is explored, there is nothing else to call */
  readonly call: Call | undefined;
  readonly pool: Pool;
  readonly limits: Limits;
  /** what is not explored whatever the bounds */
  readonly missing: readonly Missing[];
}

/** Configurations of the start function that are looked at, to find out whether its schedules matter. */
const MOST = 10_000;
/**
 * What is left out by running one schedule of the start function: nothing, if all of them leave the same behind: the same store, and the
 * same values of thread-local globals of the first thread.
 */
const leftOut = (z0: Config, limits: Limits): readonly Missing[] => {
  const system = programs(limits);
  const outcome = (pool: Pool): Outcome => {
    const { verdict, key } = system.outcome(pool), [main] = pool.threads;
    return { verdict, key: `${key} ${system.key({ ...pool, threads: main === undefined ? [] : [main] })}` };
  };
  const { outcomes, cycles, incomplete } = exploreStates({ ...system, outcome }, poolOf(z0, limits), { limits: { maxStates: MOST } });
  if (outcomes.length === 1 && incomplete.length === 0 && cycles.every(({ verdict }) => verdict !== 'livelock')) return [];
  const ends = incomplete.length > 0 ? 'too many to try them all' : 'and what they leave behind differs';
  return [{ bound: null, message: `the start function spawns threads; of its schedules one was run (they are many, ${ends})` }];
};

/**
 * The program whose outcomes are those of the call. Active segments and the start function run before, by the fair schedule; on the left,
 * how they ended if not well. Without a call they are the program.
 */
export const beginning = (file: string, { subject, z0 }: Prepared, call: Call | undefined, limits: Limits): E.Either<string, Beginning> => {
  if (call === undefined) return E.right({ file, subject, call, pool: poolOf(z0, limits), limits, missing: [] });
  const { whole, z: { S, T } } = runProgram(z0, limits);
  if (whole.verdict !== 'complete' || whole.main.kind !== 'values') return E.left(`instantiation failed: ${whole.key}`);
  const z = invoke(S, call.a, call.args, T);
  if (z === undefined) throw new RangeError(`${call.what} does not take these arguments`);
  const missing = S.threading.spawned.n === z0.S.threading.spawned.n ? [] : leftOut(z0, limits);
  return E.right({ file, subject, call, pool: poolOf(z, limits), limits, missing });
};
