/**
 * Runs the benchmarks of exploration.
 * @module
 */
import { readFileSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { instanceExport, moduleInstantiate } from '../../reduction/embedding.ts';
import { explore } from '../../reduction/explorer/dpor.ts';
import type { Exploration } from '../../reduction/explorer/results.ts';
import type { Outcome, System } from '../../reduction/explorer/system.ts';
import type { Pool } from '../../reduction/pool.ts';
import { programs } from '../../reduction/programs.ts';
import { sideBySide } from '../../reduction/side-by-side.ts';
import type { Action } from '../../semantics/runtime/actions.ts';
import { EMPTY_STORE } from '../../semantics/runtime/store.ts';
import { i32 } from '../../semantics/runtime/values.ts';
import { validate } from '../../semantics/statics/modules.ts';
import { readModule } from '../../syntax/read.ts';
import type { Benchmark } from './programs.ts';

const failed = (what: string) => (why: unknown): never => {
  throw new Error(`${what}: ${JSON.stringify(why)}`);
};
const LIMITS = { fuel: 100_000, frames: 100 };

/** The threads of a benchmark, before their first steps. */
export const poolFor = ({ name, file, calls }: Benchmark): Pool => {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8'), wrong = failed(name);
  const module = pipe(readModule({ kind: 'text', name: file, text }), E.getOrElseW(wrong));
  const { inst, run } = pipe(moduleInstantiate(EMPTY_STORE, pipe(validate(module), E.getOrElseW(wrong)), new Map()), E.getOrElseW(wrong));
  const threads = calls.map((call) => ({ a: instanceExport(inst, call.name)?.a ?? -1, vals: call.args.map(i32) }));
  return sideBySide(run.z.S, threads, LIMITS) ?? wrong('a function that is called is not exported');
};

/** Whether a thread has returned 1. */
const succeeds = ({ end }: Pool['threads'][number]): boolean => end?.kind === 'values' && end.vals[0]?.c === 1;
/** Programs whose executions are `complete` if every thread has succeeded, otherwise `given up`. */
const system: System<Pool, Action> = {
  ...programs(LIMITS),
  outcome: ({ threads }): Outcome => {
    const verdict = threads.every(succeeds) ? 'complete' : 'given up';
    return { verdict, key: verdict };
  },
};
/** Explores the executions of a benchmark. */
export const exploreBenchmark = (pool: Pool): Exploration<Outcome> => explore(system, pool);
