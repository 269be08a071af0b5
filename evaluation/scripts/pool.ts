/**
 * Scripts whose threads run at the same time: the one who watches them.
 * @category Evaluation: scripts
 * @module
 */
import { commandsIn } from '../../scripts/executor.ts';
import type { Script } from '../../syntax/script.ts';
import type { ProgramEnd } from '../threads/pool.ts';
import { runProgram } from '../threads/pool.ts';
import { parkingModule } from '../threads/runtime.ts';
import type { ThreadData } from './threads.ts';

/** What the threads of a script have come to, by their numbers, that of the script itself is 0; and why others have not, if so. */
export interface ThreadEnds<A> {
  readonly ends: ReadonlyMap<number, A>;
  readonly why: string | undefined;
}
/** How many threads a script begins. */
const threadsIn = ({ commands }: Script): number => commandsIn(commands).filter(({ kind }) => kind === 'thread').length;
/** Whether it begins threads. */
export const beginsThreads = (script: Script): boolean => threadsIn(script) > 0;

const whyOf = <A>(end: ProgramEnd<A>): string | undefined => {
  switch (end.kind) {
    case 'complete': case 'main': return undefined;
    case 'deadlock': return 'all threads wait, and nobody can wake them';
    case 'failed': return `the thread ${end.failure.thread} failed: ${end.failure.message}`;
    case 'lost': return `the host has ended ${end.thread === undefined ? 'a worker' : `the thread ${end.thread}`}: ${end.why}`;
  }
};
/**
 * Runs a script.
 * @param entry - the code of its threads, which calls `beThread`
 */
export const runThreads = async <D, A>(script: Script, entry: URL, setup: D): Promise<ThreadEnds<A>> => {
  const ends = new Map<number, A>(), leaders = 1 + threadsIn(script);
  const end = await runProgram<ThreadData<D>, A>({
    entry, data: { setup, commands: script.commands, given: [], common: undefined }, parking: parkingModule(), limit: leaders, leaders, warm: 0,
    onEnd: (thread, result) => { ends.set(thread, result); },
  });
  return { ends, why: whyOf(end) };
};
