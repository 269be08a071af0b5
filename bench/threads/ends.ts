/**
 * How long it takes until a program with threads has ended: after a trap in one of them, and after the host has ended one.
 * @module
 */
import type { Worker } from 'node:worker_threads';
import { setTimeout } from 'node:timers/promises';
import type { ProgramEnd } from '../../evaluation/threads/pool.ts';
import { runProgram } from '../../evaluation/threads/pool.ts';
import { parkingModule } from '../../evaluation/threads/runtime.ts';
import { median } from '../measure.ts';

/** What the first thread of such a program is given. */
export interface Endless {
  readonly file: string;
  /** the export that it calls last */
  readonly last: string;
  /** where it tells the time of that call */
  readonly times: Float64Array<SharedArrayBuffer>;
}
/** Milliseconds, the same for all threads of a process. */
export const now = (): number => performance.timeOrigin + performance.now();

/** Runs four threads, and the first; `onWorker` is told of them. */
const endless = (
  last: string, times: Endless['times'], onWorker: (worker: Worker) => void = () => undefined,
): Promise<ProgramEnd<unknown>> => runProgram<Endless, unknown>({
  entry: new URL('ending.ts', import.meta.url), data: { file: 'endless.wat', last, times }, parking: parkingModule(), limit: 8, warm: 5,
  onWorker,
});
const newTimes = (): Endless['times'] => new Float64Array(new SharedArrayBuffer(8));

/** From a trap until all threads have ended, and the end is known. */
const afterTrap = async (): Promise<number> => {
  const times = newTimes(), { kind } = await endless('trap', times);
  if (kind !== 'failed') throw new Error(`a trap ended as ${kind}`);
  return now() - (times[0] ?? NaN);
};
/** From the end of a worker, with its thread, until that is known, and all others have ended. */
const afterKill = async (): Promise<number> => {
  const times = newTimes(), workers: Worker[] = [], end = endless('wait', times, (worker) => workers.push(worker));
  while (times[0] === 0) await setTimeout(1);
  const start = now();
  void workers[1]?.terminate();
  const { kind } = await end;
  if (kind !== 'lost') throw new Error(`a thread that the host has ended, ended as ${kind}`);
  return now() - start;
};

const several = async (run: () => Promise<number>, rounds: number): Promise<string> => {
  const all: number[] = [];
  for (let i = 0; i < rounds; i++) all.push(await run());
  return `${median(all).toFixed(1)} ms, at most ${Math.max(...all).toFixed(1)} ms`;
};
/** How long each takes: two lines. */
export const ends = async (rounds: number): Promise<readonly string[]> => [
  `from a trap to the end of all 5 threads: ${await several(afterTrap, rounds)} (below 100)`,
  `from the end of a worker by the host to the report: ${await several(afterKill, rounds)} (below 1000)`,
];
