/** A program's first thread, in a worker of its own. */
import { writeSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { newStore } from '../../evaluation/store.ts';
import { beFirst } from '../../evaluation/threads/first.ts';
import { validProgramOf } from '../command/programs.ts';
import type { FirstEnd, FirstProgram } from './pool.ts';
import { runIn } from './program.ts';
import type { Stop } from './program.ts';

const isProgram = (data: unknown): data is FirstProgram => typeof data === 'object' && data !== null && 'source' in data;
/** What is printed is written at once: this thread may be ended at any time. */
const print = (line: string): void => { writeSync(1, `${line}\n`); };

beFirst((threads, data): { readonly end: FirstEnd; readonly fatal: boolean } => {
  if (!isProgram(data)) throw new TypeError('there is no program');
  const S = newStore({ tracing: true, threads });
  const end = pipe(
    validProgramOf(data.source), E.mapLeft((failure): Stop => ({ failure, fatal: true })),
    E.chain((program) => runIn(S, program, data.wish, print)),
  );
  return E.isLeft(end) ? { end: E.left(end.left.failure), fatal: end.left.fatal } : { end, fatal: false };
});
