/**
 * `npm run bench`: the small step, and beside it the same modules run by the host's own WebAssembly where it can; then the exploration of
 * programs with threads (`npm run bench -- explore`), the evaluator, and its threads (`npm run bench -- threads`).
 * @module
 */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as t from 'io-ts';
import { any, optional, positive } from '../cli/command/arguments.ts';
import type { Command } from '../cli/command/command.ts';
import { runCommand } from '../cli/command/command.ts';
import type { Failure } from '../cli/command/failure.ts';
import { invoke } from '../reduction/instantiation.ts';
import { instanceExport, moduleInstantiate } from '../reduction/embedding.ts';
import { run as runMachine } from '../reduction/machine.ts';
import type { Config } from '../semantics/runtime/configuration.ts';
import { EMPTY_STORE } from '../semantics/runtime/store.ts';
import { i32 } from '../semantics/runtime/values.ts';
import { validate } from '../semantics/statics/modules.ts';
import type { Module } from '../syntax/modules.ts';
import { readModule } from '../syntax/read.ts';
import { benchmarks } from './exploration/programs.ts';
import { comparisons } from './evaluation/programs.ts';
import * as evaluation from './evaluation/report.ts';
import * as exploration from './exploration/report.ts';
import { hostRun } from './host.ts';
import { measure } from './measure.ts';
import type { Program } from './programs.ts';
import { programs } from './programs.ts';
import { accesses } from './threads/accesses.ts';
import { accessCompared } from './threads/accessing.ts';
import { ends } from './threads/ends.ts';
import { threaded } from './threads/programs.ts';
import * as threads from './threads/report.ts';
import { sharingCompared, sharings } from './threads/sharing.ts';

/** Samples, unless it is said how many. */
const ROUNDS = 9;

const failed = (what: string) => (why: unknown): never => {
  throw new Error(`${what}: ${typeof why === 'string' ? why : JSON.stringify(why)}`);
};

/** The configuration in which `run` has been called. */
const configurationOf = ({ name, args }: Program, module: Module): Config => {
  const valid = pipe(validate(module), E.getOrElseW(failed(name)));
  const { inst, run: { z } } = pipe(moduleInstantiate(EMPTY_STORE, valid, new Map()), E.getOrElseW(failed(name)));
  const entry = instanceExport(inst, 'run');
  const z0 = entry && invoke(z.S, entry.a, args.map(i32));
  return z0 ?? failed(name)('there is no export `run`');
};

/** One line of the report, in nanoseconds. */
interface Row {
  readonly name: string;
  readonly unit: string;
  readonly steps: number;
  readonly step: number;
  readonly perUnit: number;
  readonly host: number | undefined;
}

const measured = (program: Program, rounds: number): Row => {
  const { name, file, args: [n, d], unit, units } = program;
  const text = readFileSync(new URL(`programs/${file}`, import.meta.url), 'utf8');
  const module = pipe(readModule({ kind: 'text', name: file, text }), E.getOrElseW(failed(name)));
  const z0 = configurationOf(program, module);
  const { steps, outcome } = runMachine(z0);
  const result = outcome.kind === 'values' ? outcome.vals[0]?.c : failed(name)(outcome.kind);
  const host = program.host ? hostRun(module) : undefined;
  const answer = host?.(n, d);
  if (host !== undefined && answer !== result) failed(name)(`the host answers ${inspect(answer)}, the small step ${inspect(result)}`);
  const [ours = NaN, theirs] = measure([() => { runMachine(z0); }, ...host === undefined ? [] : [(): void => { host(n, d); }]], rounds);
  return { name, unit, steps, step: ours / steps, perUnit: ours / units, host: theirs === undefined ? undefined : theirs / units };
};

const columns = ['program', 'ns/step', 'steps/unit', 'ns/unit', 'unit', 'host ns/unit', 'ratio'] as const;
const cells = ({ name, unit, steps, step, perUnit, host }: Row): readonly string[] => [
  name, step.toFixed(1), (perUnit === 0 ? 0 : perUnit / step).toFixed(1), perUnit.toFixed(0), unit,
  host?.toFixed(1) ?? '–', host === undefined ? '–' : (perUnit / host).toFixed(0), `${String(steps)} steps`,
];
const widths = [26, 9, 11, 11, 10, 13, 8];
const line = (row: readonly string[], words: readonly number[] = [0, 4]): string =>
  row.map((cell, i) => words.includes(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)).join('  ');

const tableLine = (table: readonly number[]) => (row: readonly string[]): string =>
  row.map((cell, i) => [0, 1, 3].includes(i) ? cell.padEnd(table[i] ?? 0) : cell.padStart(table[i] ?? 0)).join('  ');
const evaluationLine = tableLine([30, 13, 9, 10, 9, 7, 8]), threadsLine = tableLine([43, 11, 9, 10, 9, 7, 8, 8]);

interface Arguments {
  readonly operands: readonly string[];
  readonly rounds?: number | undefined;
  readonly json?: boolean;
}

/** Measures what is asked for of threads. */
const reportThreads = async (isChosen: (name: string) => boolean, rounds: number, json: boolean): Promise<void> => {
  const report = (row: threads.Row): void => console.log(json ? JSON.stringify(row) : threadsLine(threads.cells(row)));
  const isOfThreads = ({ name }: { readonly name: string }): boolean => isChosen(`threads ${name}`);
  const single = accesses.filter(isOfThreads), continuations = sharings.filter(isOfThreads), several = threaded.filter(isOfThreads);
  if (!json && single.length + continuations.length + several.length > 0) console.log(threadsLine(threads.columns));
  for (const access of single) report(accessCompared(access, rounds));
  for (const sharing of continuations) report(sharingCompared(sharing, rounds));
  for (const program of several) report(await threads.threadsCompared(program, rounds));
  if (!json && isChosen('threads ends')) for (const text of await ends(rounds)) console.log(text);
};

/** Measures what is asked for, and reports each line as it comes. */
const run = async ({ operands, rounds = ROUNDS, json = false }: Arguments): Promise<E.Either<Failure, void>> => {
  const isChosen = (name: string): boolean => operands.length === 0 || operands.some((word) => name.includes(word));
  const chosen = programs.filter(({ name }) => isChosen(name));
  const explorations = benchmarks.filter(({ name, long }) => isChosen(`explore ${name}`) && (!long || operands.length > 0));
  const evaluations = comparisons.filter(({ name }) => isChosen(`evaluator ${name}`));
  const others = ['evaluator translation', 'evaluator memory', 'threads ends'].filter(isChosen);
  const ofThreads = [...accesses, ...sharings, ...threaded].filter(({ name }) => isChosen(`threads ${name}`));
  if (chosen.length + explorations.length + evaluations.length + others.length + ofThreads.length === 0) {
    const wanted = operands.map((word) => JSON.stringify(word)).join(' or ');
    return E.left({ kind: 'usage', message: `no measurement has a name that contains ${wanted}` });
  }
  if (!json && chosen.length > 0) console.log(line(columns));
  for (const program of chosen) {
    const row = measured(program, rounds);
    console.log(json ? JSON.stringify(row) : line(cells(row)));
  }
  if (!json && explorations.length > 0) console.log(line(exploration.columns, [0]));
  for (const benchmark of explorations) {
    const row = exploration.explored(benchmark);
    console.log(json ? JSON.stringify(row) : line(exploration.cells(row), [0]));
  }
  if (!json && evaluations.length > 0) console.log(evaluationLine(evaluation.columns));
  for (const comparison of evaluations) {
    const row = evaluation.compared(comparison, rounds);
    console.log(json ? JSON.stringify(row) : evaluationLine(evaluation.cells(row)));
  }
  if (!json && others.includes('evaluator translation')) console.log(evaluation.translation(rounds));
  if (!json && others.includes('evaluator memory')) for (const text of evaluation.memory()) console.log(text);
  await reportThreads(isChosen, rounds, json);
  return E.right(undefined);
};

const bench: Command<Arguments> = {
  name: 'bench',
  summary: 'Measures the small step beside the host\'s own WebAssembly, explorations, the evaluator, and its threads.',
  usage: '[WORD…] [--rounds N] [--json]',
  options: {
    rounds: { type: 'string', value: 'N', help: `samples of each measurement, of which the median is reported (${ROUNDS})` },
    json: { type: 'boolean', help: 'one JSON value a line' },
  },
  details: [
    'Measures what has one of the WORDs in its name, or everything but what takes minutes. Times are those of the processor; where several',
    'threads have a part in it, those of the clock.',
  ],
  codec: t.intersection([t.type({ operands: any }), t.partial({ rounds: optional(positive), json: t.boolean })]),
  run: (args) => () => run(args),
};

await runCommand(bench);
