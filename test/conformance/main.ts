/**
 * Runs scripts of the official suites, in parallel, and reports by folder.
 *
 * ```bash
 * npm run conformance -- suites/core wasm-tools=suites/wasm-tools
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
import type { Suite } from './dialects.ts';
import { SUITES } from './dialects.ts';
import type { FileReport, ScriptFile } from './run-file.ts';
import { isGood, showRemarks, showSkips, showSlowest, showTable } from './table.ts';

interface Arguments {
  readonly operands: readonly string[];
  readonly engine?: EngineName | undefined;
  readonly fuel?: number | undefined;
  readonly verbose?: boolean;
}

/** What an operand names. */
interface Place {
  readonly suite: Suite;
  readonly path: string;
}
/** `SUITE=PATH`, or a path in the official suite. */
const placeOf = (operand: string): Place => {
  const suite = SUITES.find((name) => operand.startsWith(`${name}=`));
  return suite === undefined ? { suite: 'official', path: operand } : { suite, path: operand.slice(suite.length + 1) };
};
/** The scripts below a folder, or a file by itself. */
const scriptsAt = ({ suite, path }: Place): E.Either<Failure, readonly ScriptFile[]> => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return E.left({ kind: 'file', file: path, message: 'no such file or folder' });
  if (!stat.isDirectory()) return E.right([{ suite, file: resolve(path) }]);
  const found = globSync('**/*.wast', { cwd: path }).sort().map((file) => ({ suite, file: resolve(join(path, file)) }));
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
  console.log(section('Skipped', showSkips(root, reports, verbose)));
  console.log(showTable(root, reports));
};

const run = async (
  { operands, engine = 'small-step', fuel = DEFAULT_FUEL, verbose = false }: Arguments,
): Promise<E.Either<Failure, void>> => {
  const places = operands.map(placeOf), scripts = E.traverseArray(scriptsAt)(places);
  if (E.isLeft(scripts)) return scripts;
  const all = [...new Map(scripts.right.flat().map((script) => [script.file, script])).values()], start = performance.now();
  const reports = await runFiles(all, { engine, fuel }, progress(all.length));
  report(rootOf(places.map(({ path }) => path)), reports, verbose);
  console.log(`\n${((performance.now() - start) / 1000).toFixed(1)} s`);
  return isGood(reports) ? E.right(undefined) : E.left({ kind: 'failed', message: 'some commands failed, or were skipped without an accepted reason' });
};

const conformance: Command<Arguments> = {
  name: 'conformance',
  summary: 'Runs the scripts (.wast) of the official suites.',
  usage: '[SUITE=]DIR|FILE… [--engine small-step|evaluator] [--fuel N] [--verbose]',
  options: {
    engine: engineOption,
    fuel: { type: 'string', value: 'N', help: `steps that one action may take by the small step (${DEFAULT_FUEL})` },
    verbose: { type: 'boolean', short: 'v', help: 'show also refusals in other words, every command that was skipped, and the files that took longest' },
  },
  details: [
    'The suites are not part of this project: give the path of a checkout, a folder of it, or files. Some suites are read in a way',
    `of their own, which is chosen by SUITE=: ${SUITES.slice(1).join(', ')}.`,
    'Exit code: 0 if all went well, 1 if a command failed or was skipped without an accepted reason, 2 for wrong use.',
  ],
  codec: t.intersection([t.type({ operands: several }), t.partial({ engine: engineName, fuel: optional(natural), verbose: t.boolean })]),
  run: (args) => pipe(TE.tryCatch(() => run(args), (error): Failure => ({ kind: 'failed', message: String(error) })), TE.chain(TE.fromEither)),
};

await runCommand(conformance);
