/** A thread that runs the files whose paths it is sent, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import type { RunOptions, ScriptFile } from './run-file.ts';
import { brokenFile, runFile } from './run-file.ts';

const options = workerData as RunOptions;
const attempt = async (script: ScriptFile): ReturnType<typeof runFile> => {
  try {
    return await runFile(script, options);
  } catch (error) {
    return brokenFile(script.file, `internal error: ${error instanceof Error ? error.stack ?? error.message : String(error)}`, 0);
  }
};
parentPort?.on('message', (script: ScriptFile) => {
  void attempt(script).then((report) => parentPort?.postMessage(report));
});
