/** Runs scripts of the official format, and reports each command. */
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import type { Tally } from '../scripts/tally.ts';
import { addTallies, NO_COMMANDS, showTally, tallyOf } from '../scripts/tally.ts';
import type { CommandResult } from '../scripts/turns.ts';
import type { Script } from '../syntax/script.ts';
import type { Source } from '../syntax/source.ts';
import { positionOf } from '../syntax/source.ts';
import { parseScript } from '../syntax/text/script.ts';
import { natural, oneOf, optional, several } from './command/arguments.ts';
import type { Command } from './command/command.ts';
import type { EngineName } from './command/engines.ts';
import { DEFAULT_FUEL, engineName, engineOption, scriptRunner } from './command/engines.ts';
import { runCommand } from './command/command.ts';
import type { Failure } from './command/failure.ts';
import { readable, showFailure } from './command/failure.ts';
import { readSource } from './command/files.ts';

interface Arguments {
  readonly operands: readonly string[];
  readonly verbose?: boolean;
  readonly engine?: EngineName | undefined;
  readonly fuel?: number | undefined;
  readonly format?: 'text' | 'json' | undefined;
}

/** A script that ran, or did not because it is not in the grammar. */
interface Report {
  readonly name: string;
  readonly text: string;
  readonly results: E.Either<Failure, readonly CommandResult[]>;
}

type Runner = (script: Script) => Promise<readonly CommandResult[]>;

const runSource = async (source: Source, runner: Runner): Promise<Report> => {
  const { name } = source;
  if (source.kind === 'binary') {
    return { name, text: '', results: E.left({ kind: 'failed', message: `${name}: expected a script, which is a text, found a binary` }) };
  }
  const results = await pipe(
    parseScript(source.text),
    E.match(
      (error) => Promise.resolve(E.left<Failure>({ kind: 'program', source, error })),
      async (script) => E.right<Failure, readonly CommandResult[]>(await runner(script)),
    ),
  );
  return { name, text: source.text, results };
};

/** A script that is not in the grammar counts as one command that failed. */
const tally = ({ results }: Report): Tally => E.isLeft(results) ? { ...NO_COMMANDS, failed: 1 } : tallyOf(results.right);

const remark = (result: CommandResult): string | undefined => result.status === 'passed' ? result.wording : result.why;
const resultLine = ({ name, text }: Report, result: CommandResult): string => {
  const { line, column } = positionOf(text, result.at.start), more = remark(result);
  return `${name}:${line}:${column}: ${result.kind}: ${result.status}${more === undefined ? '' : `: ${readable(more)}`}`;
};

const showText = (report: Report, verbose: boolean): string => {
  const head = `${report.name}: ${showTally(tally(report))}`;
  if (E.isLeft(report.results)) return `${head}\n${showFailure(report.results.left)}`;
  const shown = report.results.right.filter(({ status }) => verbose || status === 'failed');
  return [head, ...shown.map((result) => resultLine(report, result))].join('\n');
};

const showJson = (reports: readonly Report[], verbose: boolean): string => JSON.stringify(reports.map((report) => ({
  file: report.name,
  ...tally(report),
  ...(E.isLeft(report.results) ? { error: showFailure(report.results.left) } : {
    results: report.results.right.filter(({ status }) => verbose || status !== 'passed').map((result) => ({
      ...positionOf(report.text, result.at.start), command: result.kind, status: result.status, remark: remark(result),
    })),
  }),
})), undefined, 2);

const runAll = async (sources: readonly Source[], args: Arguments): Promise<E.Either<Failure, void>> => {
  const { engine = 'small-step', fuel = DEFAULT_FUEL, verbose = false } = args, runner = scriptRunner(engine, fuel);
  const reports: Report[] = [];
  for (const source of sources) {
    const report = await runSource(source, runner);
    reports.push(report);
    if (args.format !== 'json') console.log(showText(report, verbose));
  }
  if (args.format === 'json') console.log(showJson(reports, verbose));
  const { failed } = reports.map(tally).reduce(addTallies, NO_COMMANDS);
  const message = `${failed} ${failed === 1 ? 'command' : 'commands'} failed`;
  return failed === 0 ? E.right(undefined) : E.left({ kind: 'failed', message });
};
const run = (args: Arguments): TE.TaskEither<Failure, void> => pipe(
  TE.fromEither(E.traverseArray(readSource)(args.operands)),
  TE.chain((sources) => () => runAll(sources, args)),
);

const wast: Command<Arguments> = {
  name: 'wast',
  summary: 'Runs scripts (.wast), command by command.',
  usage: 'FILE… [--engine small-step|evaluator] [--verbose] [--fuel N] [--format text|json]',
  options: {
    engine: engineOption,
    verbose: { type: 'boolean', short: 'v', help: 'show every command, not only those that failed' },
    fuel: { type: 'string', value: 'N', help: `steps that one action may take by the small step (${DEFAULT_FUEL})` },
    format: { type: 'string', value: 'text|json', help: 'how to report (text)' },
  },
  details: [
    'Modules may import `spectest`. Exit code: 0 if nothing failed, 1 if a command failed or a script is malformed,',
    '2 if the command line makes no sense or a file cannot be read.',
  ],
  codec: t.intersection([
    t.type({ operands: several }),
    t.partial({ engine: engineName, verbose: t.boolean, fuel: optional(natural), format: optional(oneOf('text', 'json')) }),
  ]),
  run,
};

await runCommand(wast);
