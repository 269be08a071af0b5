/**
 * Scripts whose threads run at the same time: the one who watches them.
 * @category Evaluation: scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { commandsIn } from '../../scripts/executor.ts';
import { readModule } from '../../scripts/modules.ts';
import { THREAD } from '../../semantics/runtime/thread-functions.ts';
import { MOST_THREADS } from '../threads/control.ts';
import { whysOf } from '../threads/failures.ts';
import type { Command, Script } from '../../syntax/script.ts';
import type { ProgramEnd } from '../threads/pool.ts';
import { runProgram } from '../threads/pool.ts';
import { parkingModule } from '../threads/runtime.ts';
import type { ThreadData } from './threads.ts';

/** What the threads of a script have said, by their numbers, that of the script itself is 0; and why they have not said all, if so. */
export interface Said<A> {
  readonly notes: ReadonlyMap<number, readonly A[]>;
  readonly why: string | undefined;
}
/** How many threads a script begins. */
const threadsIn = ({ commands }: Script): number => commandsIn(commands).filter(({ kind }) => kind === 'thread').length;
const NAME = new TextEncoder().encode(THREAD);
/** Whether a module may spawn threads: what it is does not matter if the name does not stand in it. */
const maySpawn = (command: Command): boolean => {
  if (!('module' in command)) return false;
  const { module } = command;
  if (module.kind !== 'text' && !Buffer.from(module.bytes).includes(NAME)) return false;
  const read = readModule(module);
  return E.isRight(read) && read.right.imports.some((im) => im.module === THREAD);
};
/** Whether it needs workers: it begins threads, or a module may spawn some. */
export const needsWorkers = (script: Script): boolean => threadsIn(script) > 0 || commandsIn(script.commands).some(maySpawn);

const whyOf = (end: ProgramEnd<unknown>): string | undefined => {
  switch (end.kind) {
    case 'complete': case 'main': return undefined;
    case 'deadlock': return 'all threads wait, and nobody can wake them';
    case 'failed': {
      const why = `the thread ${end.failure.thread} failed: ${whysOf([], end.failure).join(', or ')}`;
      return end.goesOn ? `${why}; another thread goes on, and cannot be stopped` : why;
    }
    case 'lost': return `the host has ended ${end.thread === undefined ? 'a worker' : `the thread ${end.thread}`}: ${end.why}`;
  }
};
/** How many threads may run at a time besides those of the script. */
const SPAWNED = 64;
/**
 * Runs a script, each of its threads in a worker, and what these spawn.
 * @param entry - the code of its threads, which calls `beThread`
 */
export const runThreads = async <A>(script: Script, entry: URL, setup: unknown): Promise<Said<A>> => {
  const notes = new Map<number, A[]>(), leaders = 1 + threadsIn(script), most = MOST_THREADS - SPAWNED;
  if (leaders > most) return { notes, why: `the script begins ${leaders - 1} threads, and there may be no more than ${most - 1}` };
  const end = await runProgram<ThreadData, unknown>({
    entry, data: { setup, commands: script.commands, given: [], common: undefined }, parking: parkingModule(),
    limit: leaders + SPAWNED, leaders, warm: 0,
    onNote: (thread, note) => {
      const known = notes.get(thread) ?? [];
      known.push(note as A); // what `beThread` says there
      notes.set(thread, known);
    },
  });
  return { notes, why: whyOf(end) };
};
