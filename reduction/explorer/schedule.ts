/**
 * Schedules: which thread moves when, in a line of text.
 *
 * ```text
 * schedule ::= run*                       runs are separated by white space
 * run      ::= choice ('*' n)?            n ≥ 1 times in a row
 * choice   ::= 'T' n (':' alternative)?
 * ```
 *
 * `T0*12 T1 T2:timeout T0*3`: twelve steps of thread 0, one of thread 1, then thread 2 gives up waiting, then three steps of thread 0.
 * @category Reduction: exploration
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Choice, Outcome, System } from './system.ts';
import { sameChoice } from './system.ts';

/** The same choice `count` times in a row. */
export interface Run {
  readonly choice: Choice;
  readonly count: number;
}
/** Choices in order, equal neighbours taken together. */
export type Schedule = readonly Run[];

/** What is wrong with the text of a schedule; `position` counts characters from 0. */
export interface ScheduleError {
  readonly position: number;
  readonly message: string;
}

/** Takes equal neighbours together. */
export const scheduleOf = (choices: Iterable<Choice>): Schedule => {
  const runs: Run[] = [];
  for (const choice of choices) {
    const last = runs.at(-1);
    if (last !== undefined && sameChoice(last.choice, choice)) runs[runs.length - 1] = { choice, count: last.count + 1 };
    else runs.push({ choice, count: 1 });
  }
  return runs;
};

/** `T2:timeout` */
export const showChoice = ({ thread, alternative }: Choice): string =>
  alternative === undefined ? `T${thread}` : `T${thread}:${alternative}`;

/** The text of a schedule. Names of alternatives must consist of letters, digits, `_`, `.` and `-`. */
export const showSchedule = (schedule: Schedule): string =>
  schedule.map(({ choice, count }) => count === 1 ? showChoice(choice) : `${showChoice(choice)}*${count}`).join(' ');

const grammar = /^T(?<thread>\d+)(?::(?<alternative>[\w.-]+))?(?:\*(?<count>\d+))?$/u;
const expected = 'expected a run such as T0, T0*12 or T2:timeout';

const parseRun = (word: string, position: number): E.Either<ScheduleError, Run> => {
  const wrong = (why: string): E.Either<ScheduleError, Run> => E.left({ position, message: `at character ${position + 1}: ${why}` });
  const { thread: number, alternative, count: times } = grammar.exec(word)?.groups ?? {};
  if (number === undefined) return wrong(`${JSON.stringify(word)}: ${expected}`);
  const thread = Number(number), count = times === undefined ? 1 : Number(times);
  if (!Number.isSafeInteger(thread)) return wrong(`${word}: the number of the thread is too large`);
  if (!Number.isSafeInteger(count)) return wrong(`${word}: the number of steps is too large`);
  if (count === 0) return wrong(`${word}: expected at least one step`);
  return E.right({ choice: alternative === undefined ? { thread } : { thread, alternative }, count });
};

/** Reads a schedule. The empty text is the schedule without a step. */
export const parseSchedule = (text: string): E.Either<ScheduleError, Schedule> => pipe(
  [...text.matchAll(/\S+/gu)],
  E.traverseArray((match) => parseRun(match[0], match.index)),
);

/** Why a schedule cannot be followed: it asks for a choice that is not enabled. `step` counts from 1. */
export interface ReplayError {
  readonly step: number;
  readonly message: string;
}

/** The choice that is meant: an alternative need not be named where the thread has only one choice. */
const meant = (enabled: readonly Choice[], wanted: Choice): Choice | undefined => {
  const exact = enabled.find((c) => sameChoice(c, wanted));
  if (exact !== undefined || wanted.alternative !== undefined) return exact;
  const own = enabled.filter((c) => c.thread === wanted.thread);
  return own.length === 1 ? own[0] : undefined;
};

const misfit = (step: number, wanted: Choice, enabled: readonly Choice[]): ReplayError => {
  const others = enabled.length === 0 ? 'the execution is over' : `enabled are ${enabled.map(showChoice).join(', ')}`;
  return { step, message: `step ${step}: ${showChoice(wanted)} is not enabled, ${others}` };
};

/** The configuration to which the schedule leads from z, or the first step that does not fit. */
export const replay = <Z, A, O extends Outcome>(system: System<Z, A, O>, z: Z, schedule: Schedule): E.Either<ReplayError, Z> => {
  let at = z, step = 0;
  for (const { choice, count } of schedule) {
    for (let i = 0; i < count; i++) {
      step++;
      const enabled = system.enabled(at), c = meant(enabled, choice);
      if (c === undefined) return E.left(misfit(step, choice, enabled));
      at = system.step(at, c).z;
    }
  }
  return E.right(at);
};
