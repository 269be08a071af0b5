/** Programs with threads, run as the command `run` runs them. */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as assert from 'uvu/assert';
import { showFailure } from '../../cli/command/failure.ts';
import { validProgramOf } from '../../cli/command/programs.ts';
import { runInPool, spawns } from '../../cli/run/pool.ts';
import type { Wish } from '../../tracing/entry.ts';

/** Takes what is on the right, or throws. */
export const orThrow = (what: string) => (why: unknown): never => { throw new Error(`${what}: ${JSON.stringify(why)}`); };

/** What the command prints, or says is wrong. */
export const run = async (name: string, text: string, limit = 64, wish?: Wish): Promise<readonly string[]> => {
  const program = pipe(validProgramOf({ kind: 'text', name, text }), E.getOrElseW(orThrow(name)));
  assert.ok(spawns(program));
  const end = await runInPool(program, wish, limit);
  return E.isLeft(end) ? showFailure(end.left).split('\n') : end.right;
};
