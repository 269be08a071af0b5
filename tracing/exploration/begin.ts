/**
 * Where an exploration begins: the call of a function, after instantiation.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { invoke } from '../../reduction/instantiation.ts';
import type { Limits } from '../../reduction/machine.ts';
import type { Pool } from '../../reduction/pool.ts';
import { poolOf } from '../../reduction/pool.ts';
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

const STARTED: Missing =
  { bound: null, message: 'the start function spawns threads; of its schedules one was run, the others are not explored' };

/**
 * The program whose outcomes are those of the call. Active segments and the start function run before, by the fair schedule; on the left,
 * how they ended if not well. Without a call they are the program.
 */
export const beginning = (file: string, { subject, z0 }: Prepared, call: Call | undefined, limits: Limits): E.Either<string, Beginning> => {
  if (call === undefined) return E.right({ file, subject, call, pool: poolOf(z0, limits), limits, missing: [] });
  const { whole, z: { S } } = runProgram(z0, limits);
  if (whole.verdict !== 'complete' || whole.main.kind !== 'values') return E.left(`instantiation failed: ${whole.key}`);
  const z = invoke(S, call.a, call.args);
  if (z === undefined) throw new RangeError(`${call.what} does not take these arguments`);
  const missing = S.threading.spawned.n === z0.S.threading.spawned.n ? [] : [STARTED];
  return E.right({ file, subject, call, pool: poolOf(z, limits), limits, missing });
};
