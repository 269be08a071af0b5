/**
 * Where an exploration begins: the call of a function, after instantiation.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Config } from '../../semantics/runtime/configuration.ts';
import { invoke } from '../../reduction/instantiation.ts';
import type { Limits } from '../../reduction/machine.ts';
import type { Pool } from '../../reduction/pool.ts';
import { poolOf } from '../../reduction/pool.ts';
import { runProgram } from '../../reduction/scheduler.ts';
import type { Prepared } from '../prepare.ts';
import type { Subject } from '../record.ts';
import { startAndCall } from '../starting.ts';
import type { Call } from '../trace.ts';

/** A program to explore. */
export interface Beginning {
  readonly file: string;
  readonly subject: Subject;
  /** undefined: the start function is explored, there is nothing else to call */
  readonly call: Call | undefined;
  readonly pool: Pool;
  readonly limits: Limits;
}

/**
 * The program whose outcomes are those of the call. Active segments and the start function run before; on the left, how they ended if not
 * well. If the start function spawns threads, it is a part of the program, or, without a call, all of it.
 */
export const beginning = (file: string, { subject, z0 }: Prepared, call: Call | undefined, limits: Limits): E.Either<string, Beginning> => {
  const at = (z: Config): E.Either<string, Beginning> => E.right({ file, subject, call, pool: poolOf(z, limits), limits });
  const whole = call === undefined ? z0 : startAndCall(z0, call, limits);
  if (call === undefined || whole !== undefined) return at(whole ?? z0);
  const { whole: end, z: { S, T } } = runProgram(z0, limits);
  if (end.verdict !== 'complete' || end.main.kind !== 'values') return E.left(`instantiation failed: ${end.key}`);
  const z = invoke(S, call.a, call.args, T);
  if (z === undefined) throw new RangeError(`${call.what} does not take these arguments`);
  return at(z);
};
