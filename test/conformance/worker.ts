/** A thread that runs the files whose paths it is sent, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import type { RunOptions, ScriptFile } from './run-file.ts';
import { brokenFile, runFile } from './run-file.ts';

const options = workerData as RunOptions;
const attempt = (script: ScriptFile): ReturnType<typeof runFile> => {
  try {
    return runFile(script, options);
  } catch (error) {
    return brokenFile(script.file, `internal error: ${error instanceof Error ? error.stack ?? error.message : String(error)}`, 0);
  }
};
parentPort?.on('message', (script: ScriptFile) => parentPort?.postMessage(attempt(script)));
