/**
 * Traces: runs an instance from instantiation to the end and says what happens. Steps that are not shown cost what running costs.
 * @module
 */
import { get } from '../semantics/data/vector.ts';
import type { Config, Outcome } from '../semantics/runtime/configuration.ts';
import { depthOf } from '../semantics/runtime/contexts.ts';
import type { Store } from '../semantics/runtime/store.ts';
import type { Addr, Val } from '../semantics/runtime/values.ts';
import type { Schedule } from '../reduction/explorer/schedule.ts';
import { invoke } from '../reduction/instantiation.ts';
import { Blocked } from '../reduction/kit.ts';
import type { Limits } from '../reduction/machine.ts';
import { outcomeOf, outOfMemory, stepOnce } from '../reduction/machine.ts';
import type { Pool } from '../reduction/pool.ts';
import type { ProgramRun } from '../reduction/scheduler.ts';
import { runOf } from '../reduction/scheduler.ts';
import type { End, Gap, Hiding, Phase, PhaseName, TraceRecord } from './model.ts';
import { VERSION } from './model.ts';
import { funcName, namesOf } from './names.ts';
import type { Subject } from './record.ts';
import { endedOf, placeOf, ruleAt, stepRecord } from './record.ts';
import type { Test } from './select.ts';
import { startAndCall } from './starting.ts';
import { valueOf } from './show-values.ts';
import { poolEnd, turnRecord } from './thread-records.ts';
import type { Team } from './threads.ts';
import { ALONE } from './threads.ts';
import { turnsFrom } from './turns.ts';

/** The function that is called in the end. */
export interface Call {
  readonly a: Addr;
  readonly args: readonly Val[];
  /** what it is, with its type, and why it is called */
  readonly what: string;
  readonly why: string;
}
/** What is traced, and which steps of it are shown. */
export interface Plan {
  readonly subject: Subject;
  /** the configuration that instantiation leaves to run: active segments, then the start function */
  readonly z0: Config;
  readonly call: Call | undefined;
  readonly limits: Limits;
  /** whether the steps of active segments are shown */
  readonly instantiation: boolean;
  /** the first and the last step to show, counted from 1 over all phases */
  readonly from: number;
  readonly to: number;
  readonly test: Test | undefined;
  /**
   * the turns of the threads in the call, or in all that runs if nothing is called or the start function spawns; it must fit. Fair turns
   * follow it, or stand for it.
   */
  readonly schedule?: Schedule | undefined;
}

/** What happens in a run, in order. */
export type Visit =
  | { readonly kind: 'phase'; readonly phase: Phase }
  | { readonly kind: 'step'; readonly n: number; readonly phase: PhaseName; readonly z: Config; readonly z1: Config; readonly team: Team }
  /** steps that are not shown, from `first` on: at most a million at a time */
  | { readonly kind: 'hidden'; readonly first: number; readonly steps: number; readonly why: Hiding }
  /** the schedule ends after so many turns, and the program goes on */
  | { readonly kind: 'fair'; readonly turns: number }
  | { readonly kind: 'end'; readonly z: Config; readonly steps: number; readonly outcome: Outcome; readonly threads: Threads | undefined };
/** The threads with which a program ended that can spawn some. */
interface Threads {
  readonly pool: Pool;
  readonly whole: ProgramRun['whole'];
}

/** Where a run stands after n steps. */
interface Reached {
  readonly z: Config;
  readonly n: number;
}
const CHUNK = 1 << 20;

/** Why the step n, from z by a thread, is not shown; undefined if it is. */
const hides = ({ instantiation, from, to, test }: Plan, phase: PhaseName, n: number, z: Config, thread = 0): Hiding | undefined => {
  if (phase === 'instantiation' && !instantiation) return 'instantiation';
  if (n < from) return 'from';
  if (n > to) return 'to';
  return test === undefined || test(z, thread) ? undefined : 'filter';
};

/** z ↪ z′ after n steps, or how the run ends at z. */
const advance = (z: Config, n: number, limits: Limits): Config | Outcome => {
  const { fuel, frames } = limits;
  if (z.H !== null && depthOf(z.P, z.H) > frames) return { kind: 'call stack exhausted', limit: frames };
  const q = stepOnce(z);
  if (q instanceof Blocked) return outcomeOf(z, q);
  return outOfMemory(q.S, limits) ?? (n < fuel ? q : { kind: 'out of fuel', fuel });
};

/** A part of a run: it ends where `until` holds, or with an outcome. */
interface Part extends Reached {
  readonly phase: PhaseName;
  readonly until: (z: Config) => boolean;
}
/** Goes on while steps are hidden for the same reason. */
const skip = (plan: Plan, { phase, until }: Part, { z: z0, n: n0 }: Reached, why: Hiding): Reached => {
  let z = z0, n = n0;
  for (; n < n0 + CHUNK && hides(plan, phase, n + 1, z) === why && !until(z); n++) {
    const q = advance(z, n, plan.limits);
    if ('kind' in q) break;
    z = q;
  }
  return { z, n };
};
/** Where a part ends, and with which threads. */
interface Stopped extends Reached {
  readonly outcome: Outcome | undefined;
  readonly threads?: Threads;
}
/** The visits of a part, and where it ends; without an outcome if it ends because of `until`. */
function* visits(plan: Plan, part: Part): Generator<Visit, Stopped> {
  const { phase, until } = part;
  let { z, n }: Reached = part;
  while (!until(z)) {
    const why = hides(plan, phase, n + 1, z);
    if (why !== undefined) {
      const first = n + 1, reached = skip(plan, part, { z, n }, why);
      if (reached.n > n) yield { kind: 'hidden', first, steps: reached.n - n, why };
      const stopped = reached.n === n;
      ({ z, n } = reached);
      if (!stopped) continue;
    }
    const q = advance(z, n, plan.limits);
    if ('kind' in q) return { z, n, outcome: q };
    n++;
    yield { kind: 'step', n, phase, z, z1: q, team: ALONE };
    z = q;
  }
  return { z, n, outcome: undefined };
}

/** The visits of a part in which there may be other threads. */
function* threadVisits(plan: Plan, phase: PhaseName, { z: z0, n: n0 }: Reached, schedule: Schedule | undefined): Generator<Visit, Stopped> {
  const { fuel } = plan.limits, limits = { ...plan.limits, fuel: fuel - n0 }, turns = turnsFrom(z0, limits, schedule);
  let n = n0, hidden: Extract<Visit, { readonly kind: 'hidden' }> | undefined, next = turns.next();
  for (; next.done !== true; next = turns.next()) {
    const move = next.value, isStep = move.kind === 'step';
    if (isStep && n >= fuel) break;
    const why = isStep ? hides(plan, phase, n + 1, move.z, move.team.thread) : undefined;
    if (isStep) n++;
    if (hidden !== undefined && (why !== hidden.why || hidden.steps === CHUNK)) {
      yield hidden;
      hidden = undefined;
    }
    if (why !== undefined) hidden = { kind: 'hidden', first: hidden?.first ?? n, steps: (hidden?.steps ?? 0) + 1, why };
    else yield isStep ? { ...move, n, phase } : move;
  }
  if (hidden !== undefined) yield hidden;
  if (next.done !== true) return { z: z0, n, outcome: { kind: 'out of fuel', fuel } };
  const pool = next.value, { z, outcome, whole } = runOf(pool, limits);
  return { z, n, outcome: outcome.kind === 'out of fuel' ? { ...outcome, fuel } : outcome, threads: { pool, whole } };
}

const never = (): boolean => false;
const phaseOf = (phase: PhaseName, what: string, why: string, args: Phase['args'] = []): Visit =>
  ({ kind: 'phase', phase: { kind: 'phase', phase, what, why, args } });

/** The call of the start function is the last instruction that instantiation leaves to run. */
const atStart = ({ subject: { inst } }: Plan): ((z: Config) => boolean) => {
  const at = inst.source?.start?.at;
  return at === undefined ? never : ({ P, H, es: { e } }) => P === null && H === null && e.op === 'call' && e.at === at;
};
const startName = ({ subject: { inst }, z0 }: Plan): string => {
  const a = inst.funcs[inst.source?.start?.x ?? -1], fi = a === undefined ? undefined : get(z0.S.funcs, a);
  return fi === undefined ? 'start' : funcName(fi);
};

/** Whether a program can have other threads than its first. */
const spawns = ({ funcs }: Store): boolean => {
  for (let a = 0; a < funcs.n; a++) {
    const kind = get(funcs, a)?.code.kind;
    if (kind === 'spawn_ref' || kind === 'spawn_indirect') return true;
  }
  return false;
};
/** The visits of a phase to its end. The schedule is for the call; if there is none, for all that runs. */
const phaseVisits = (plan: Plan, phase: 'start' | 'invocation', at: Reached): Generator<Visit, Stopped> => {
  const schedule = phase === 'invocation' || plan.call === undefined ? plan.schedule : undefined;
  return schedule !== undefined || spawns(at.z.S) ? threadVisits(plan, phase, at, schedule)
    : visits(plan, { phase, ...at, until: never });
};

const argsOf = ({ subject: { inst } }: Plan, { args }: Call, S: Store): Phase['args'] =>
  args.map((arg) => valueOf(arg, { S, names: namesOf(inst) }));

/** All that happens: instantiation, the start function, the call. What fails ends it. */
export function* walk(plan: Plan): Generator<Visit, void> {
  const { call, instantiation, z0, schedule, limits } = plan, both = call && startAndCall(z0, call, limits);
  const isWhole = schedule !== undefined && (call === undefined || both !== undefined);
  if (instantiation && !isWhole) yield phaseOf('instantiation', 'active segments', 'part of instantiation');
  let reached: Stopped = { z: both ?? z0, n: 0, outcome: undefined }; // a schedule of all that runs begins here
  if (!isWhole) reached = yield* visits(plan, { phase: 'instantiation', ...reached, until: atStart(plan) });
  if (reached.outcome === undefined) {
    const start = startName(plan);
    if (call !== undefined && both !== undefined) {
      yield phaseOf('invocation', `${start}, then ${call.what}`, call.why, argsOf(plan, call, z0.S));
    } else yield phaseOf('start', start, 'the start function');
    reached = yield* phaseVisits(plan, both === undefined ? 'start' : 'invocation', reached);
  }
  if (call !== undefined && both === undefined && reached.outcome?.kind === 'values') {
    const { S, T } = reached.z, z = invoke(S, call.a, call.args, T);
    if (z === undefined) throw new RangeError(`${call.what} does not take these arguments`);
    yield phaseOf('invocation', call.what, call.why, argsOf(plan, call, S));
    reached = yield* phaseVisits(plan, 'invocation', { z, n: reached.n });
  }
  const { z, n, outcome, threads } = reached;
  if (outcome !== undefined) yield { kind: 'end', z, steps: n, outcome, threads };
}

const endRecord = ({ z, steps, outcome, threads }: Extract<Visit, { readonly kind: 'end' }>, shown: number, subject: Subject): End => {
  const counts = { kind: 'end', steps, shown, threads: threads?.pool.threads.length ?? 1 } as const;
  if (threads !== undefined) return { ...counts, ...poolEnd(threads.pool, threads.whole, outcome, subject) };
  const ended = endedOf(outcome, z, namesOf(subject.inst)), place = placeOf(z, subject);
  const placed = ended.kind === 'deadlock' ? { ...ended, waiting: ended.waiting.map((waiter) => ({ ...waiter, place })) } : ended;
  return { ...counts, outcome: placed, place, thread: 0 };
};

/** How far a trace has come while nothing is shown. */
export interface Progress {
  readonly kind: 'progress';
  readonly steps: number;
}

/** The records of a trace, and how far it has come in between. */
export function* trace(plan: Plan, file: string): Generator<TraceRecord | Progress, void> {
  const { subject } = plan;
  let gap: Gap | undefined, shown = 0, thread: number | undefined;
  yield { kind: 'header', version: VERSION, file };
  for (const visit of walk(plan)) {
    if (visit.kind === 'hidden') {
      const { first, steps, why } = visit;
      if (gap?.why === why) gap = { ...gap, steps: gap.steps + steps };
      else {
        if (gap !== undefined) yield gap;
        gap = { kind: 'gap', first, steps, why };
      }
      yield { kind: 'progress', steps: first + steps - 1 };
      continue;
    }
    if (gap !== undefined) yield gap;
    gap = undefined;
    switch (visit.kind) {
      case 'phase': yield visit.phase; break;
      case 'fair': yield visit; break;
      case 'step': {
        const { n, phase, z, z1, team } = visit, rule = ruleAt(z);
        if (team.thread !== (thread ?? team.thread)) yield turnRecord(z, team, subject);
        ({ thread } = team);
        if (rule !== undefined) yield stepRecord(n, phase, rule, z, z1, subject, team);
        shown++;
        break;
      }
      case 'end': yield endRecord(visit, shown, subject);
    }
  }
}
