/**
 * Programs with threads: they run in a pool of workers.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { spectest } from '../../evaluation/hosts/spectest.ts';
import type { ProgramEnd } from '../../evaluation/threads/pool.ts';
import { runProgram } from '../../evaluation/threads/pool.ts';
import { explain } from '../../evaluation/threads/failures.ts';
import type { Failure as ThreadFailure } from '../../evaluation/threads/messages.ts';
import { parkingModule } from '../../evaluation/threads/runtime.ts';
import { THREAD } from '../../semantics/runtime/thread-functions.ts';
import type { Source } from '../../syntax/source.ts';
import type { Wish } from '../../tracing/entry.ts';
import type { Failure } from '../command/failure.ts';
import type { ValidProgram } from '../command/programs.ts';
import { showBacktrace } from './backtraces.ts';
import { needsSpectest } from './program.ts';

/** What the first thread is given. */
export interface FirstProgram {
  readonly source: Source;
  readonly wish: Wish | undefined;
}
/** What it comes to: results, one a line. */
export type FirstEnd = E.Either<Failure, readonly string[]>;

/** How many threads may run at a time, if the command line does not say so. */
export const THREADS = 64;
/** Workers that are there before they are needed. */
const WARM = 2;

/** Whether a program can spawn threads. */
export const spawns = ({ valid: { module: { imports } } }: ValidProgram): boolean => imports.some(({ module }) => module === THREAD);

/** `1 thread`, `2 threads` */
const counted = (n: number): string => n === 1 ? '1 thread' : `${n.toLocaleString('en')} threads`;
const showFailure = ({ source, valid }: ValidProgram, failure: ThreadFailure): string => {
  const { thread, whys, backtrace } = explain(valid, (S) => { if (needsSpectest(valid)) spectest(S); }, failure);
  const what = whys.includes('call stack exhausted') ? '' : 'trap: ';
  return [`${source.name}: thread ${thread}: ${what}${whys.join(', or ')}`, ...showBacktrace(backtrace, () => source)].join('\n');
};
/** `the wait queue at 12 of the heap`, or `address 12 of shared memory 1` */
const showQueue = (space: number, address: bigint): string =>
  space === 0 ? `the wait queue at ${address} of the heap` : `address ${address} of shared memory ${space}`;
const showEnd = (program: ValidProgram, end: Exclude<ProgramEnd<FirstEnd>, { readonly kind: 'complete' | 'main' }>): string => {
  const { name } = program.source;
  switch (end.kind) {
    case 'failed': return showFailure(program, end.failure);
    case 'deadlock': {
      const have = end.queued === 1 ? 'has' : 'have';
      const more = end.queued === 0 ? [] : [`  ${counted(end.queued)} more ${have} not begun: no more may run at a time`];
      const waiting = end.waiting.map(({ thread, space, address }) => `  thread ${thread} waits at ${showQueue(space, address)}`);
      const why = end.queued === 0 ? 'all threads wait, and nobody can wake them'
        : 'as many threads wait as may run at a time, so those cannot begin that might wake them';
      return [`${name}: deadlock: ${why}`, ...waiting, ...more].join('\n');
    }
    case 'lost': return `${name}: the host has ended ${end.thread === undefined ? 'a worker' : `thread ${end.thread}`}: ${end.why}`;
  }
};

/** Runs a program, of whose threads so many may run at a time: its results, and how its threads ended. */
export const runInPool = async (program: ValidProgram, wish: Wish | undefined, limit: number): Promise<FirstEnd> => {
  const end = await runProgram<FirstProgram, FirstEnd>({
    entry: new URL('first.ts', import.meta.url), data: { source: program.source, wish }, parking: parkingModule(), limit, warm: WARM,
  });
  switch (end.kind) {
    case 'complete':
      return E.isLeft(end.main) ? end.main : E.right([...end.main.right, `;; ${counted(end.threads)}: all have ended`]);
    case 'main': return end.main;
    default: return E.left({ kind: 'failed', message: showEnd(program, end) });
  }
};
