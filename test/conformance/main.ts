/**
 * Runs scripts of the official suites, in parallel, and reports by folder.
 *
 * ```bash
 * npm run conformance -- path/to/a/checkout/of/the/suites
 * ```
 */
import { globSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import { natural, optional, several } from '../../cli/command/arguments.ts';
import type { Command } from '../../cli/command/command.ts';
import { runCommand } from '../../cli/command/command.ts';
import type { EngineName } from '../../cli/command/engines.ts';
import { DEFAULT_FUEL, engineName, engineOption } from '../../cli/command/engines.ts';
import type { Failure } from '../../cli/command/failure.ts';
import { runFiles } from './pool.ts';
import type { FileReport } from './run-file.ts';
import { isGood, showRemarks, showSkips, showSlowest, showTable } from './table.ts';

interface Arguments {
  readonly operands: readonly string[];
  readonly engine?: EngineName | undefined;
  readonly fuel?: number | undefined;
  readonly verbose?: boolean;
}

/** The scripts below a folder, or a file by itself. */
const scriptsAt = (path: string): E.Either<Failure, readonly string[]> => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return E.left({ kind: 'file', file: path, message: 'no such file or folder' });
  if (!stat.isDirectory()) return E.right([resolve(path)]);
  const found = globSync('**/*.wast', { cwd: path }).sort().map((file) => resolve(join(path, file)));
  return found.length > 0 ? E.right(found) : E.left({ kind: 'file', file: path, message: 'there is no script (.wast) in this folder' });
};

/** The folder that holds all paths: they are shown relative to it. */
const rootOf = (paths: readonly string[]): string => {
  const folders = paths.map((path) => (statSync(path).isDirectory() ? resolve(path) : dirname(resolve(path))).split(sep));
  const [first = [], ...others] = folders;
  const common = first.findIndex((name, i) => others.some((other) => other[i] !== name));
  return first.slice(0, common < 0 ? first.length : common).join(sep) || sep;
};

/** Shows how far the run is, on a terminal. */
const progress = (total: number): ((report: FileReport) => void) => {
  let done = 0;
  return ({ file }) => {
    done++;
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${done}/${total} ${done < total ? file.slice(-60) : '\n'}`);
  };
};

const section = (head: string, lines: readonly string[]): string => lines.length === 0 ? '' : `\n${head}\n${lines.join('\n')}\n`;

const report = (root: string, reports: readonly FileReport[], verbose: boolean): void => {
  console.log(section('Failures', showRemarks(root, reports, ({ failures }) => failures)));
  if (verbose) console.log(section('Refused in other words', showRemarks(root, reports, ({ rewordings }) => rewordings)));
  if (verbose) console.log(section('Slowest', showSlowest(root, reports, 10)));
  console.log(section('Skipped', showSkips(root, reports)));
  console.log(showTable(root, reports));
};

const run = async (
  { operands, engine = 'small-step', fuel = DEFAULT_FUEL, verbose = false }: Arguments,
): Promise<E.Either<Failure, void>> => {
  const files = E.traverseArray(scriptsAt)(operands);
  if (E.isLeft(files)) return files;
  const all = [...new Set(files.right.flat())], start = performance.now();
  const reports = await runFiles(all, { engine, fuel }, progress(all.length));
  report(rootOf(operands), reports, verbose);
  console.log(`\n${((performance.now() - start) / 1000).toFixed(1)} s`);
  return isGood(reports) ? E.right(undefined) : E.left({ kind: 'failed', message: 'some commands failed, or were skipped without an accepted reason' });
};

const conformance: Command<Arguments> = {
  name: 'conformance',
  summary: 'Runs the scripts (.wast) of the official suites.',
  usage: 'DIR|FILE… [--engine small-step|evaluator] [--fuel N] [--verbose]',
  options: {
    engine: engineOption,
    fuel: { type: 'string', value: 'N', help: `steps that one action may take by the small step (${DEFAULT_FUEL})` },
    verbose: { type: 'boolean', short: 'v', help: 'show also refusals in other words, and the files that took longest' },
  },
  details: [
    'The suites are not part of this project: give the path of a checkout, a folder of it, or files.',
    'Exit code: 0 if all went well, 1 if a command failed or was skipped without an accepted reason, 2 for wrong use.',
  ],
  codec: t.intersection([t.type({ operands: several }), t.partial({ engine: engineName, fuel: optional(natural), verbose: t.boolean })]),
  run: (args) => pipe(TE.tryCatch(() => run(args), (error): Failure => ({ kind: 'failed', message: String(error) })), TE.chain(TE.fromEither)),
};

await runCommand(conformance);
