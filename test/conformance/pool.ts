/**
 * Running files in threads, as many at a time as there are cores.
 * @module
 */
import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FileReport, RunOptions, ScriptFile } from './run-file.ts';
import { brokenFile } from './run-file.ts';

/** A report, and whether the thread that made it is still there. */
interface Answer {
  readonly report: FileReport;
  readonly alive: boolean;
}
/** The report on one file; a thread that dies under it takes only that file with it. */
const ask = (worker: Worker, script: ScriptFile): Promise<Answer> => new Promise((resolve) => {
  const start = performance.now();
  const done = (report: FileReport, alive: boolean): void => {
    worker.off('message', onMessage).off('error', onError);
    resolve({ report, alive });
  };
  const onMessage = (report: FileReport): void => done(report, true);
  const onError = (error: unknown): void => done(brokenFile(script.file, `internal error: ${String(error)}`, performance.now() - start), false);
  worker.on('message', onMessage).on('error', onError);
  worker.postMessage(script);
});

/**
 * The reports on all files, in their order. The largest are run first, so that the threads end at about the same time.
 * @param onReport - told of each report as it comes
 */
export const runFiles = async (
  scripts: readonly ScriptFile[], options: RunOptions, onReport: (report: FileReport) => void,
): Promise<readonly FileReport[]> => {
  const queue = [...scripts].sort((a, b) => statSync(b.file).size - statSync(a.file).size).values();
  const reports = new Map<string, FileReport>();
  const start = (): Worker => new Worker(new URL('./worker.ts', import.meta.url), { workerData: options });
  const lane = async (): Promise<void> => {
    let worker = start();
    for (const script of queue) {
      const { report, alive } = await ask(worker, script);
      if (!alive) worker = start();
      reports.set(script.file, report);
      onReport(report);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), scripts.length) }, lane));
  return scripts.flatMap(({ file }) => reports.get(file) ?? []);
};
