/**
 * Runs the tests: every `test/**\/*.test.ts`, each in a process of its own, as many at a time as there are cores, and
 * closes with `N passed, N failed, N skipped` on a line of its own.
 *
 * ```bash
 * npm test                     # everything
 * npm test -- text machine     # the files whose path contains one of the words
 * ```
 */
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Count } from './testing/count.ts';
import { add, none, show } from './testing/count.ts';
import { killAll, runFile } from './testing/run-file.ts';

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    /** the folder that holds the tests */
    root: { type: 'string', default: join(import.meta.dirname, '..', 'test') },
    /** how long one file may take */
    seconds: { type: 'string', default: '120' },
  },
});

const report = async (root: string, file: string, limit: number): Promise<Count> => {
  const { count, output, milliseconds } = await runFile(resolve(root, file), limit);
  const good = count.failed === 0;
  console.log(`${good ? 'ok  ' : 'FAIL'} ${file}: ${show(count)} (${(milliseconds / 1000).toFixed(1)} s)`);
  if (!good) console.log(output.replaceAll(/^/gmu, '     '));
  return count;
};

const runAll = async (root: string, files: readonly string[], limit: number): Promise<Count> => {
  const queue = files.values();
  let sum = none;
  const worker = async (): Promise<void> => {
    for (const file of queue) {
      const count = await report(root, file, limit);
      sum = add(sum, count);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return sum;
};

const limit = Number(values.seconds) * 1000;
if (!(limit > 0)) throw new Error(`--seconds ${values.seconds}: expected a positive number`);
process.on('exit', killAll);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

const files = globSync('**/*.test.ts', { cwd: values.root })
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort();
if (files.length === 0) console.error(`no test file under ${values.root} has a path that contains ${words.join(' or ') || '.test.ts'}`);
const sum = await runAll(values.root, files, limit);
console.log(show(sum));
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
