/** A thread that runs the files whose paths it is sent, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import type { RunOptions } from './run-file.ts';
import { brokenFile, runFile } from './run-file.ts';

const options = workerData as RunOptions;
const attempt = (file: string): ReturnType<typeof runFile> => {
  try {
    return runFile(file, options);
  } catch (error) {
    return brokenFile(file, `internal error: ${error instanceof Error ? error.stack ?? error.message : String(error)}`, 0);
  }
};
parentPort?.on('message', (file: string) => parentPort?.postMessage(attempt(file)));
