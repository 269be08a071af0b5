/** A thread that runs the files whose paths it is sent, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { brokenFile, runFile } from './run-file.ts';

const fuel = Number(workerData);
const attempt = (file: string): ReturnType<typeof runFile> => {
  try {
    return runFile(file, fuel);
  } catch (error) {
    return brokenFile(file, `internal error: ${error instanceof Error ? error.stack ?? error.message : String(error)}`, 0);
  }
};
parentPort?.on('message', (file: string) => parentPort?.postMessage(attempt(file)));
