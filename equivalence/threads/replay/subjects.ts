/**
 * What is replayed: a program, explored, with a run for each of its executions.
 * @category Equivalence: threads
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Limits as Bounds } from '../../../reduction/explorer/results.ts';
import { scheduleOf, showSchedule } from '../../../reduction/explorer/schedule.ts';
import type { Limits } from '../../../reduction/machine.ts';
import { THREAD } from '../../../semantics/runtime/thread-functions.ts';
import type { ValidModule } from '../../../semantics/statics/modules.ts';
import { validate } from '../../../semantics/statics/modules.ts';
import { readModule } from '../../../syntax/read.ts';
import { observable } from '../../observable.ts';
import { isInconclusive } from '../../observation.ts';
import type { ValidNamed } from '../../program.ts';
import { MOST_TURNS } from './control.ts';
import type { Begun, Execution } from './executions.ts';
import { begin, executionsOf } from './executions.ts';
import type { ReplayProgram, ReplayRun } from './messages.ts';
import { observeSteps } from './observing.ts';
import type { MutableSites } from './turns.ts';
import { newSites, placesIn, turnsOf } from './turns.ts';

/** A program as text, and the exports that are called, each from the same state. */
export interface ProgramText {
  readonly name: string;
  readonly text: string;
  readonly entries: readonly string[];
}
/** A run, with the schedule of the small step that it stands for. */
export interface ScheduledRun extends ReplayRun {
  readonly schedule: string;
  /** whether it ends all threads: a deadlock, or a trap */
  readonly isFatal: boolean;
}
/** A program with its runs. */
export interface Subject extends Omit<ReplayProgram, 'runs'> {
  readonly valid: ValidModule;
  readonly runs: readonly ScheduledRun[];
  /** executions that the evaluator cannot be forced to follow, and those in which a limit is met */
  readonly unforced: number;
  readonly limited: number;
  /** the bounds of the exploration that were hit */
  readonly incomplete: readonly string[];
}

/** Why a program cannot be compared at all. */
const refusal = ({ module: { imports } }: ValidModule): string | undefined => {
  const other = imports.find(({ module }) => module !== THREAD && module !== 'spectest');
  if (other !== undefined) return `it imports ${other.module}.${other.name}`;
  return imports.some(({ name }) => /^available[-_]parallelism$/u.test(name)) ? 'it asks how many threads may run' : undefined;
};

const LIMITS: Limits = { fuel: 1_000_000, frames: 1000 };
interface MutableFound {
  readonly runs: ScheduledRun[];
  unforced: number;
  limited: number;
  threads: number;
}
const add = (found: MutableFound, sites: MutableSites, named: ValidNamed, { inst }: Begun, { steps, pool, outcome }: Execution): void => {
  const turns = turnsOf(sites, steps), expected = observeSteps(named, inst, pool, outcome);
  found.threads = Math.max(found.threads, pool.threads.length);
  if (isInconclusive(expected)) found.limited++;
  else if (turns === undefined || turns.length > MOST_TURNS) found.unforced++;
  else {
    const schedule = showSchedule(scheduleOf(steps.map(({ choice }) => choice)));
    found.runs.push({ turns, expected, schedule, isFatal: outcome.verdict === 'trap' || outcome.verdict === 'deadlock' });
  }
};

const exploredFrom = (
  { name, text, entries }: ProgramText, valid: ValidModule, sites: MutableSites, bounds: Bounds,
) => (entry: string): E.Either<string, Subject> => pipe(
  begin(valid, sites.places, entry, LIMITS),
  E.map((begun) => {
    const found: MutableFound = { runs: [], unforced: 0, limited: 0, threads: 1 };
    const incomplete = executionsOf(begun, bounds, (execution) => add(found, sites, { name: 'M', valid }, begun, execution));
    const whole = entries.length > 1 ? `${name}, ${entry}` : name;
    return { name: whole, text, entry, valid, sites: sites.numbers, incomplete, ...found };
  }),
);
/** Explores a program, from each of its entries; on the left, why it is left out. */
export const subjectsOf = (program: ProgramText, bounds: Bounds): E.Either<string, readonly Subject[]> => pipe(
  readModule({ kind: 'text', name: program.name, text: program.text }),
  E.chain((module) => validate(observable(module, false))),
  E.mapLeft(({ message }) => message),
  E.chain((valid) => {
    const why = refusal(valid);
    return why === undefined ? E.right(valid) : E.left(why);
  }),
  E.chain((valid) => {
    const sites = newSites(placesIn(valid.module));
    return pipe(program.entries, E.traverseArray(exploredFrom(program, valid, sites, bounds)));
  }),
);
