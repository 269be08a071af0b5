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
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { any, optional, positive } from '../cli/command/arguments.ts';
import type { Command } from '../cli/command/command.ts';
import { runCommand } from '../cli/command/command.ts';
import type { Failure } from '../cli/command/failure.ts';
import type { Count } from './testing/count.ts';
import { add, none, show } from './testing/count.ts';
import { killAll, runFile } from './testing/run-file.ts';

/** The folder that holds the tests, and how many seconds one file may take. */
const ROOT = join(import.meta.dirname, '..', 'test'), SECONDS = 120;

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

interface Arguments {
  readonly operands: readonly string[];
  readonly root?: string | undefined;
  readonly seconds?: number | undefined;
}
/** Runs what is asked for; a test that fails becomes the exit code. */
const run = async ({ operands: words, root = ROOT, seconds = SECONDS }: Arguments): Promise<E.Either<Failure, void>> => {
  process.on('exit', killAll);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
  const files = globSync('**/*.test.ts', { cwd: root })
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
    .sort();
  if (files.length === 0) console.error(`no test file under ${root} has a path that contains ${words.join(' or ') || '.test.ts'}`);
  const sum = await runAll(root, files, seconds * 1000);
  console.log(show(sum));
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
  return E.right(undefined);
};

const test: Command<Arguments> = {
  name: 'test',
  summary: 'Runs the tests, each file in a process of its own, as many at a time as there are cores.',
  usage: '[WORD…] [--root DIR] [--seconds N]',
  options: {
    root: { type: 'string', value: 'DIR', help: 'the folder that holds the tests (test)' },
    seconds: { type: 'string', value: 'N', help: `how long one file may take (${SECONDS})` },
  },
  details: [
    'Runs the files **/*.test.ts whose path contains one of the WORDs, or all. The last line is `N passed, N failed, N skipped`.',
    'Exit code: 0 if something passed and nothing failed, 1 if not, 2 if the command line makes no sense.',
  ],
  codec: t.intersection([t.type({ operands: any }), t.partial({ root: optional(t.string), seconds: optional(positive) })]),
  run: (args) => () => run(args),
};

await runCommand(test);
