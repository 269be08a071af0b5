/**
 * `equivalence --threads`: schedules that are forced on the evaluator, and free runs of litmus programs.
 * @module
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import type * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import { showDifference } from '../../equivalence/report.ts';
import { litmusModules } from '../../equivalence/threads/litmus/modules.ts';
import { morePrograms } from '../../equivalence/threads/litmus/more.ts';
import type { ReplayDifference } from '../../equivalence/threads/replay/replays.ts';
import { replayAll } from '../../equivalence/threads/replay/replays.ts';
import type { ProgramText, Subject } from '../../equivalence/threads/replay/subjects.ts';
import { subjectsOf } from '../../equivalence/threads/replay/subjects.ts';
import type { Stressed } from '../../equivalence/threads/stress/stress.ts';
import { stress } from '../../equivalence/threads/stress/stress.ts';
import { printModule } from '../../syntax/text/printer.ts';
import type { Failure } from '../command/failure.ts';
import { meter } from '../command/output.ts';
import { readValidProgram } from '../command/programs.ts';
import { filesOf } from './files.ts';
import type { Arguments } from './options.ts';
import { DEFAULTS } from './options.ts';

const failed = (message: string): Failure => ({ kind: 'failed', message });
const counted = (n: number, what: string): string => `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;
const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Programs that are replayed together. */
interface Group {
  readonly name: string;
  readonly programs: readonly ProgramText[];
}
const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples', 'threads');
const exampleText = (file: string): ProgramText => ({ name: file, text: readFileSync(file, 'utf8'), entries: ['main'] });
/** A module that is well-formed and valid; of a binary, the text. */
const fileText = (file: string): E.Either<Failure, ProgramText> => pipe(
  readValidProgram(file),
  E.map(({ source, valid: { module } }) =>
    ({ name: file, text: source.kind === 'text' ? source.text : printModule(module), entries: ['main'] })),
);
const OWN: readonly Group[] = [
  { name: 'litmus programs', programs: litmusModules },
  { name: 'other programs', programs: morePrograms },
  {
    name: 'examples',
    programs: globSync('*.wat', { cwd: EXAMPLES }).sort().map((name) => exampleText(relative('.', join(EXAMPLES, name)))),
  },
];

/** A difference, line by line, with what shows its schedule on the small step; the program is saved for that. */
export const differenceLines = ({ subject, run, found, difference, why }: ReplayDifference): readonly string[] => {
  const { name, text, entry } = subject, file = join(DEFAULTS.folder, `threads-${name.replaceAll(/[^\w.]+/gu, '-').slice(-80)}.wat`);
  mkdirSync(DEFAULTS.folder, { recursive: true });
  writeFileSync(file, text);
  const sides = { one: 'small step', other: 'evaluator' };
  return [
    `${name}: different in the schedule ${run.schedule}`, ...why === undefined ? [] : [`  ${why}`],
    ...difference === undefined ? [] : showDifference(sides, [run.expected, found], difference).map((line) => `  ${line}`),
    `  the schedule on the small step: npm run -s explore -- ${file} --replay '${run.schedule}' --invoke '${entry}'`,
  ];
};
/** What is not compared of a program, if anything. */
const leftOutLines = ({ name, unforced, limited, incomplete }: Subject): readonly string[] => [
  ...unforced === 0 ? [] : [`${name}: ${counted(unforced, 'execution')} not forced: others move while an instruction accesses many places`],
  ...limited === 0 ? [] : [`${name}: ${counted(limited, 'execution')} in which a thread meets a limit`],
  ...incomplete.length === 0 ? [] : [`${name}: there are more executions than were explored (${incomplete.join(', ')})`],
];

const replayGroup = async ({ name, programs }: Group, executions: number): Promise<E.Either<Failure, void>> => {
  const subjects: Subject[] = [], lines: string[] = [], begun = performance.now(), { show, clear } = meter();
  for (const [i, program] of programs.entries()) {
    const made = subjectsOf(program, { maxSteps: 1000, maxExecutions: executions, fuel: 500_000 });
    if (E.isLeft(made)) lines.push(`${program.name}: left out: ${made.left}`);
    else subjects.push(...made.right);
    show(i + 1, 'programs explored');
  }
  const explored = seconds(begun), since = performance.now(), { same, differences, refused } = await replayAll(subjects);
  clear();
  lines.push(...refused.map(({ subject, why }) => `${subject.name}: left out: ${why}`), ...subjects.flatMap(leftOutLines));
  const rate = Math.round(same / ((performance.now() - since) / 1000));
  console.log([
    `replay of ${name}: ${counted(programs.length, 'program')}, ${counted(same, 'schedule')} the same, ${differences.length} different; `
      + `explored in ${explored}, replayed in ${seconds(since)}, ${rate.toLocaleString('en')} a second`,
    ...lines.map((line) => `  ${line}`), ...differences.flatMap(differenceLines),
  ].join('\n'));
  return differences.length === 0 ? E.right(undefined) : E.left(failed(`${counted(differences.length, 'schedule')} of ${name} different`));
};

/** The share of the allowed outcomes that was seen of a program, by kinds of places. */
const shareLine = (all: readonly Stressed[]): string => {
  const name = all[0]?.litmus.name ?? '', allowed = all[0]?.allowed ?? [];
  const share = ({ kind, seen }: Stressed): string => `${kind} ${allowed.filter((key) => seen.has(key)).length}`;
  const together = allowed.filter((key) => all.some(({ seen }) => seen.has(key))).length;
  return `  ${name}: ${together} of ${allowed.length} allowed outcomes seen (${all.map(share).join(', ')})`;
};
const forbiddenLines = ({ litmus: { name, threads }, kind, seen, forbidden }: Stressed): readonly string[] => forbidden.map((key) =>
  `${name}, ${kind}: the outcome ${key} was seen in ${counted(seen.get(key) ?? 0, 'round')}, and is not allowed: ${threads.join(' | ')}`);
const freeRuns = async (rounds: number): Promise<E.Either<Failure, void>> => {
  const begun = performance.now(), { show, clear } = meter(), all = await stress(rounds, { onForms: (done) => { show(done, 'forms'); } });
  clear();
  const forbidden = all.flatMap(forbiddenLines), names = [...new Set(all.map(({ litmus }) => litmus.name))];
  console.log([
    `free runs: ${counted(names.length, 'litmus program')} on places of ${new Set(all.map(({ kind }) => kind)).size} kinds, `
      + `${counted(rounds, 'round')} each: ${counted(forbidden.length, 'outcome')} not allowed; ${seconds(begun)}`,
    ...names.map((name) => shareLine(all.filter(({ litmus }) => litmus.name === name))), ...forbidden,
  ].join('\n'));
  return forbidden.length === 0 ? E.right(undefined) : E.left(failed(`${counted(forbidden.length, 'outcome')} not allowed`));
};

/** Replays programs, those of the project if no files are given, and then lets litmus programs run freely. */
export const onThreads = ({ operands, rounds, executions = DEFAULTS.executions }: Arguments): TE.TaskEither<Failure, void> => async () => {
  const failures: Failure[] = [];
  const note = (done: E.Either<Failure, void>): void => { if (E.isLeft(done)) failures.push(done.left); };
  const files = filesOf(operands, '**/*.wat');
  if (E.isLeft(files)) return files;
  const texts = files.right.map(fileText), programs = texts.flatMap((text) => E.isLeft(text) ? [] : [text.right]);
  const groups = operands.length === 0 ? OWN : programs.length === 0 ? [] : [{ name: 'files', programs }];
  for (const group of groups) note(await replayGroup(group, executions));
  if (operands.length === 0 || rounds !== undefined) note(await freeRuns(rounds ?? DEFAULTS.rounds));
  failures.push(...texts.flatMap((text) => E.isLeft(text) ? [text.left] : []));
  return failures.length === 0 ? E.right(undefined) : E.left({ kind: 'several', failures });
};
