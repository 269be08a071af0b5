/**
 * Traces: runs an instance from instantiation to the end and says what happens. Steps that are not shown cost what running costs.
 * @module
 */
import { get } from '../semantics/data/vector.ts';
import type { Config, Outcome } from '../semantics/runtime/configuration.ts';
import { depthOf } from '../semantics/runtime/contexts.ts';
import type { Addr, Val } from '../semantics/runtime/values.ts';
import { invoke } from '../reduction/instantiation.ts';
import { Blocked } from '../reduction/kit.ts';
import type { Limits } from '../reduction/machine.ts';
import { outcomeOf, stepOnce } from '../reduction/machine.ts';
import type { Gap, Hiding, Phase, PhaseName, TraceRecord } from './model.ts';
import { VERSION } from './model.ts';
import { funcName, namesOf } from './names.ts';
import type { Subject } from './record.ts';
import { endedOf, placeOf, ruleAt, stepRecord } from './record.ts';
import type { Test } from './select.ts';
import { valueOf } from './show-values.ts';

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
}

/** What happens in a run, in order. */
export type Visit =
  | { readonly kind: 'phase'; readonly phase: Phase }
  | { readonly kind: 'step'; readonly n: number; readonly phase: PhaseName; readonly z: Config; readonly z1: Config }
  /** steps that are not shown, from `first` on: at most a million at a time */
  | { readonly kind: 'hidden'; readonly first: number; readonly steps: number; readonly why: Hiding }
  | { readonly kind: 'end'; readonly z: Config; readonly steps: number; readonly outcome: Outcome };

/** Where a run stands after n steps. */
interface Reached {
  readonly z: Config;
  readonly n: number;
}
const CHUNK = 1 << 20;

/** Why the step n, from z, is not shown; undefined if it is. */
const hides = ({ instantiation, from, to, test }: Plan, phase: PhaseName, n: number, z: Config): Hiding | undefined => {
  if (phase === 'instantiation' && !instantiation) return 'instantiation';
  if (n < from) return 'from';
  if (n > to) return 'to';
  return test === undefined || test(z) ? undefined : 'filter';
};

/** z ↪ z′ after n steps, or how the run ends at z. */
const advance = (z: Config, n: number, { fuel, frames }: Limits): Config | Outcome => {
  if (z.H !== null && depthOf(z.P, z.H) > frames) return { kind: 'call stack exhausted', limit: frames };
  const q = stepOnce(z);
  if (q instanceof Blocked) return outcomeOf(z, q);
  return n < fuel ? q : { kind: 'out of fuel', fuel };
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
/** The visits of a part, and where it ends; without an outcome if it ends because of `until`. */
function* visits(plan: Plan, part: Part): Generator<Visit, Reached & { readonly outcome: Outcome | undefined }> {
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
    yield { kind: 'step', n, phase, z, z1: q };
    z = q;
  }
  return { z, n, outcome: undefined };
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

/** All that happens: instantiation, the start function, the call. What fails ends it. */
export function* walk(plan: Plan): Generator<Visit, void> {
  const { call, instantiation, z0, subject: { inst } } = plan;
  if (instantiation) yield phaseOf('instantiation', 'active segments', 'part of instantiation');
  let reached = yield* visits(plan, { phase: 'instantiation', z: z0, n: 0, until: atStart(plan) });
  if (reached.outcome === undefined) {
    yield phaseOf('start', startName(plan), 'the start function');
    reached = yield* visits(plan, { phase: 'start', z: reached.z, n: reached.n, until: never });
  }
  if (call !== undefined && reached.outcome?.kind === 'values') {
    const { S } = reached.z, z = invoke(S, call.a, call.args);
    if (z === undefined) throw new RangeError(`${call.what} does not take these arguments`);
    yield phaseOf('invocation', call.what, call.why, call.args.map((arg) => valueOf(arg, { S, names: namesOf(inst) })));
    reached = yield* visits(plan, { phase: 'invocation', z, n: reached.n, until: never });
  }
  const { z, n, outcome } = reached;
  if (outcome !== undefined) yield { kind: 'end', z, steps: n, outcome };
}

/** How far a trace has come while nothing is shown. */
export interface Progress {
  readonly kind: 'progress';
  readonly steps: number;
}

/** The records of a trace, and how far it has come in between. */
export function* trace(plan: Plan, file: string): Generator<TraceRecord | Progress, void> {
  const { subject } = plan;
  let gap: Gap | undefined, shown = 0;
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
      case 'step': {
        const { n, phase, z, z1 } = visit, rule = ruleAt(z);
        if (rule !== undefined) yield stepRecord(n, phase, rule, z, z1, subject);
        shown++;
        break;
      }
      case 'end': {
        const { z, steps, outcome } = visit;
        yield { kind: 'end', steps, shown, outcome: endedOf(outcome, z, namesOf(subject.inst)), place: placeOf(z, subject) };
      }
    }
  }
}
