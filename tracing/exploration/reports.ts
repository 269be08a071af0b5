/**
 * Explores a program, and makes reports of what was found.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Action } from '../../semantics/runtime/actions.ts';
import type { Outcome } from '../../semantics/runtime/configuration.ts';
import type { Store } from '../../semantics/runtime/store.ts';
import type { Cycle } from '../../reduction/explorer/cycles.ts';
import { showDot } from '../../reduction/explorer/dot.ts';
import { explore } from '../../reduction/explorer/dpor.ts';
import type { StateLimits } from '../../reduction/explorer/graph.ts';
import type { StateExploration } from '../../reduction/explorer/memo.ts';
import { exploreStates } from '../../reduction/explorer/memo.ts';
import type { Limits as Bounds } from '../../reduction/explorer/results.ts';
import type { ReplayError, Schedule } from '../../reduction/explorer/schedule.ts';
import { replay, showSchedule } from '../../reduction/explorer/schedule.ts';
import type { Pool } from '../../reduction/pool.ts';
import { nextActions } from '../../reduction/pool.ts';
import type { ProgramOutcome } from '../../reduction/programs.ts';
import { programOutcome, programs } from '../../reduction/programs.ts';
import { showOutcome } from '../../reduction/outcomes.ts';
import { namesOf } from '../names.ts';
import { placeOf } from '../record.ts';
import { showAction } from '../text-threads.ts';
import { standing, waitersOf } from '../thread-records.ts';
import { actionOf } from '../threads.ts';
import type { Beginning } from './begin.ts';
import { leftOut } from './left-out.ts';
import type { Endless, Ending, ExecutionsReport, Missing, Possible, ReplayReport, Standing, StatesReport } from './model.ts';
import { VERSION } from './model.ts';

/** Hears how far an exploration is: so many executions or states. */
export type OnProgress = (done: number) => void;

type Head = Pick<ExecutionsReport, 'version' | 'file' | 'call'>;
const headOf = ({ file, call }: Beginning): Head =>
  ({ version: VERSION, file, call: call === undefined ? null : { what: call.what, why: call.why } });

/** What became of a program that ended so. */
const endingOf = (pool: Pool, outcome: ProgramOutcome, { subject }: Beginning): Ending => {
  const { verdict, key } = outcome;
  const thread = verdict === 'trap' || verdict === 'limit' ? outcome.thread : null;
  const place = thread === null ? null : placeOf(standing(pool, thread), subject);
  return { verdict, key, thread, place, waiting: verdict === 'deadlock' ? waitersOf(pool, subject) : [] };
};

/** The pool to which a schedule leads that was found by exploring. */
const reached = ({ pool, limits }: Beginning, schedule: Schedule): Pool =>
  pipe(replay(programs(limits), pool, schedule), E.getOrElseW(({ message }) => {
    throw new Error(`a schedule that was found does not fit: ${message}`);
  }));
const possible = (begin: Beginning, outcome: ProgramOutcome, schedule: Schedule, count: number): Possible =>
  ({ ...endingOf(reached(begin, schedule), outcome, begin), count, schedule: showSchedule(schedule) });

/** The options that set the limits which threads meet. */
const bounds: { readonly [kind in Outcome['kind']]?: string } =
  { 'out of fuel': 'fuel', 'call stack exhausted': 'frames', 'out of memory': 'cells' };
/** A thread that met a limit might have gone on. */
const limited = (outcomes: readonly ProgramOutcome[]): readonly Missing[] => outcomes.flatMap((outcome) => {
  if (outcome.verdict !== 'limit') return [];
  const { thread, end } = outcome, bound = bounds[end.kind] ?? null;
  return [{ bound, message: `T${thread} was stopped: ${showOutcome(end)}` }];
});

/** All outcomes of a program, by one execution of each class. */
export const exploreExecutions = (begin: Beginning, limits: Bounds, onProgress?: OnProgress): ExecutionsReport => {
  const { maxSteps = 0 } = limits;
  const { outcomes, executions, cut, cutWitness, steps, incomplete } = explore(programs(begin.limits), begin.pool, {
    limits, ...onProgress && { progress: (progress) => { onProgress(progress.executions); } },
  });
  const missing: Readonly<Record<keyof Bounds, Missing>> = {
    maxSteps: { bound: 'bound', message: cut > 0 ? `${cut} of ${executions + cut} executions cut short after ${maxSteps} steps of a thread`
      : `a thread was stopped after ${maxSteps} steps` },
    maxLength: { bound: null, message: `executions cut short after ${limits.maxLength ?? 0} steps; shorter ones may be missing, too` },
    maxExecutions: { bound: 'executions', message: `stopped after ${executions + cut} executions` },
    fuel: { bound: 'steps', message: `stopped after ${steps} steps` },
  };
  return {
    ...headOf(begin), kind: 'executions',
    outcomes: outcomes.map(({ outcome, executions: count, witness }) => possible(begin, outcome, witness, count)),
    executions, cut, cutSchedule: cutWitness === undefined ? null : showSchedule(cutWitness), steps,
    incomplete: [...incomplete.map((limit) => missing[limit]), ...limited(outcomes.map(({ outcome }) => outcome))],
    leftOut: leftOut(begin),
  };
};

const endlessOf = ({ verdict, stem, loop, starved, states }: Cycle): Endless =>
  ({ verdict, stem: showSchedule(stem), loop: showSchedule(loop), starved, states: states.length });

/** The state graph of a program. */
export type ProgramStates = StateExploration<Pool, Action, ProgramOutcome>;
/** All configurations of a program. */
export const exploreConfigurations = (begin: Beginning, limits: StateLimits, onProgress?: OnProgress): ProgramStates =>
  exploreStates(programs(begin.limits), begin.pool, { limits, ...onProgress && { progress: onProgress } });

/** What the state graph of a program shows. */
export const statesReport = (begin: Beginning, { outcomes, graph, cycles, steps, incomplete }: ProgramStates): StatesReport => {
  const missing: Readonly<Record<keyof StateLimits, Missing>> = {
    maxStates: { bound: 'max-states', message: `stopped after ${graph.length} states` },
    fuel: { bound: null, message: `stopped after ${steps} steps` },
  };
  return {
    ...headOf(begin), kind: 'states',
    outcomes: outcomes.map(({ outcome, states, witness }) => possible(begin, outcome, witness, states.length)),
    states: graph.length, cycles: cycles.map(endlessOf), steps,
    incomplete: [...incomplete.map((limit) => missing[limit]), ...limited(outcomes.map(({ outcome }) => outcome))],
    leftOut: leftOut(begin),
  };
};

/** How actions are written, with the names of what is in the store S. */
const inWords = ({ pool, subject: { inst } }: Beginning, S: Store): ((action: Action) => string) => {
  const known = { S, names: namesOf(inst) }, base = pool.begun - pool.threads.length + 1;
  return (action) => showAction(actionOf(action, { base }, known));
};
/** The state graph as a text in the DOT language. Structures made on the way have no names: their addresses depend on the schedule. */
export const drawn = (begin: Beginning, states: ProgramStates): string => showDot(states, { action: inWords(begin, begin.pool.S) });

const standingOf = (pool: Pool, thread: number, begin: Beginning): Standing => {
  const end = pool.threads[thread]?.end, waits = waitersOf(pool, begin.subject).find((waiter) => waiter.thread === thread);
  const next = nextActions(pool, thread)?.map(inWords(begin, pool.S)).join(', ') ?? null;
  const state = end !== undefined ? showOutcome(end) : next !== null || waits === undefined ? 'can move' : `waits on ${waits.queue}`;
  return { thread, place: placeOf(standing(pool, thread), begin.subject), state, next };
};
/** Where a schedule leads; on the left, why it cannot be followed. */
export const replayed = (begin: Beginning, schedule: Schedule): E.Either<ReplayError, ReplayReport> => {
  const system = programs(begin.limits);
  return pipe(replay(system, begin.pool, schedule), E.map((pool) => ({
    ...headOf(begin), kind: 'replay', schedule: showSchedule(schedule),
    outcome: system.enabled(pool).length > 0 ? null : endingOf(pool, programOutcome(pool), begin),
    threads: pool.threads.map((_, i) => standingOf(pool, i, begin)),
  })));
};
