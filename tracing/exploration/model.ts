/**
 * An exploration as data: the outcomes of a program, each with a schedule that leads to it, or where one schedule leads. Everything is a
 * text or a number, as in a trace; `null` is what there is not.
 * @module
 */
import * as t from 'io-ts';
import type { Place, Waiter } from '../model.ts';
import { many, nullable, place, waiter, word } from '../model.ts';

/** The version of the model. It goes up when a reader of the one before would be misled. */
export const VERSION = 1;

/** What is called, with its type, and why that. */
export interface Called {
  readonly what: string;
  readonly why: string;
}
/** `complete`: every thread has ended; `limit`: one ran out of fuel or stack, so the program may have had other outcomes */
export type Verdict = 'complete' | 'trap' | 'deadlock' | 'limit';
/**
 * What becomes of a program. `key` says it in words that tell it from all others; `thread` is the one that trapped or met a limit, `place`
 * where it stands, `waiting` who waits in a deadlock.
 */
export interface Ending {
  readonly verdict: Verdict;
  readonly key: string;
  readonly thread: number | null;
  readonly place: Place | null;
  readonly waiting: readonly Waiter[];
}
/** An outcome, how many executions or states have it, and a schedule that leads to it. */
export interface Possible extends Ending {
  readonly count: number;
  readonly schedule: string;
}
/** A way not to end: `stem`, and then `loop` again and again; the `starved` threads could move there and never do. */
export interface Endless {
  readonly verdict: 'livelock' | 'unfair';
  readonly stem: string;
  readonly loop: string;
  readonly starved: readonly number[];
  /** the states that lead to one another here */
  readonly states: number;
}
/** Why there may be more than was found: a bound, by the name of its option if it has one, and what happened. */
export interface Missing {
  readonly bound: string | null;
  readonly message: string;
}

/** What every record says of itself. */
interface Headed {
  readonly version: typeof VERSION;
  readonly file: string;
  /** null: the start function of the module */
  readonly call: Called | null;
}
/** The outcomes of a program, found by one execution of each class of equivalent ones. */
export interface ExecutionsReport extends Headed {
  readonly kind: 'executions';
  readonly outcomes: readonly Possible[];
  readonly executions: number;
  /** executions that could not go on because a bound stopped a thread, and the first of them as far as it went */
  readonly cut: number;
  readonly cutSchedule: string | null;
  readonly steps: number;
  readonly incomplete: readonly Missing[];
  /** what the specification allows, and the exploration was not asked for */
  readonly leftOut: readonly string[];
}
/** The outcomes of a program, found by visiting every configuration once, and the ways not to end. */
export interface StatesReport extends Headed {
  readonly kind: 'states';
  readonly outcomes: readonly Possible[];
  readonly states: number;
  readonly cycles: readonly Endless[];
  readonly steps: number;
  readonly incomplete: readonly Missing[];
  /** what the specification allows, and the exploration was not asked for */
  readonly leftOut: readonly string[];
}
/** Where a thread stands: `next` says what its next step does, null if it waits or has ended, which `state` says. */
export interface Standing {
  readonly thread: number;
  readonly place: Place;
  readonly state: string;
  readonly next: string | null;
}
/** Where a schedule leads: to an outcome, null if threads can still move. */
export interface ReplayReport extends Headed {
  readonly kind: 'replay';
  readonly schedule: string;
  readonly outcome: Ending | null;
  readonly threads: readonly Standing[];
}
/** What `explore` reports. */
export type Report = ExecutionsReport | StatesReport | ReplayReport;

// ── codecs ───────────────────────────────────────────────────────────────────────────────────────────
type Codec<A> = t.Type<A, unknown>;
const called: Codec<Called> = t.type({ what: t.string, why: t.string });
const endingFields = {
  verdict: word<Verdict>('complete', 'trap', 'deadlock', 'limit'), key: t.string, thread: nullable(t.number), place: nullable(place),
  waiting: many(waiter),
};
const ending: Codec<Ending> = t.type(endingFields);
const possible: Codec<Possible> = t.type({ ...endingFields, count: t.number, schedule: t.string });
const endless: Codec<Endless> = t.type({
  verdict: word('livelock', 'unfair'), stem: t.string, loop: t.string, starved: many(t.number), states: t.number,
});
const missing: Codec<Missing> = t.type({ bound: nullable(t.string), message: t.string });
const headed = { version: t.literal(VERSION), file: t.string, call: nullable(called) };

const executions: Codec<ExecutionsReport> = t.type({
  ...headed, kind: t.literal('executions'), outcomes: many(possible), executions: t.number, cut: t.number, cutSchedule: nullable(t.string),
  steps: t.number, incomplete: many(missing), leftOut: many(t.string),
});
const states: Codec<StatesReport> = t.type({
  ...headed, kind: t.literal('states'), outcomes: many(possible), states: t.number, cycles: many(endless), steps: t.number,
  incomplete: many(missing), leftOut: many(t.string),
});
const standing: Codec<Standing> = t.type({ thread: t.number, place, state: t.string, next: nullable(t.string) });
const replay: Codec<ReplayReport> = t.type({
  ...headed, kind: t.literal('replay'), schedule: t.string, outcome: nullable(ending), threads: many(standing),
});

/** Reports, from and to what JSON can hold. */
export const report: t.Type<Report, unknown> = t.union([executions, states, replay]);
