/**
 * The machine: `Step`, `Steps` and what a tool wants to know about them.
 * @spec core 4.3-execution.instructions §Structural
 * @category Reduction: machine
 * @module
 */
import type { Action } from '../semantics/runtime/actions.ts';
import { depthOf } from '../semantics/runtime/contexts.ts';
import { toArray } from '../semantics/data/list.ts';
import type { Config, Outcome } from '../semantics/runtime/configuration.ts';
import { END, numberOf } from '../semantics/runtime/code.ts';
import type { RunOp } from '../semantics/runtime/code.ts';
import { MAX_CELLS } from '../semantics/runtime/limits.ts';
import type { Store } from '../semantics/runtime/store.ts';
import type { Val } from '../semantics/runtime/values.ts';
import type { AnyRule } from './kit.ts';
import { Blocked, actionsBy } from './kit.ts';
import { rules } from './rules/book.ts';

type Stepped = Config | Blocked;
type Step = (z: Config) => Stepped;
type Apply = (z: Config, e: unknown) => Stepped;

/** The rules of an instruction, in the order in which they are tried; none for the instructions of a later chapter. */
export const rulesOf = (op: RunOp): readonly AnyRule[] => (rules as { readonly [T in RunOp]?: readonly AnyRule[] })[op] ?? [];
/** Every rule of the book. */
export const allRules: readonly AnyRule[] = Object.values<readonly AnyRule[]>(rules).flat();

/** the rules of one instruction as one function, tried in order; the one place where `Next` is opened */
const inOrder = (rs: readonly AnyRule[]): Step => {
  const [f1, f2, f3] = rs.map((r) => r.apply as unknown as Apply);
  if (f1 === undefined) return (z) => new Blocked(`no rule for ${z.es.e.op}`, 'the instruction has a rule');
  if (f2 === undefined) return (z) => f1(z, z.es.e);
  const second: Step = (z) => {
    const q = f1(z, z.es.e);
    return q instanceof Blocked ? f2(z, z.es.e) : q;
  };
  if (f3 === undefined) return second;
  const others = rs.slice(2).map((r) => r.apply as unknown as Apply);
  return (z) => {
    let q = second(z);
    for (let i = 0; q instanceof Blocked && i < others.length; i++) q = (others[i] as Apply)(z, z.es.e);
    return q;
  };
};
/** one function a constructor, built once from the book */
const table: readonly Step[] = ((): readonly Step[] => {
  const steps: Step[] = [];
  for (const op of Object.keys(rules) as RunOp[]) steps[numberOf(op)] = inOrder(rulesOf(op));
  return steps;
})();
const noRule = inOrder([]);

/** z ↪ z′, or the premise for which the last rule failed */
export const stepOnce: Step = (z) => (table[z.es.k] ?? noRule)(z);

/** What a run may use. */
export interface Limits {
  /** steps */
  readonly fuel: number;
  /** frames and prompts on the stack at one time */
  readonly frames: number;
  /** cells that the store may have; 20 million, if it is left out */
  readonly cells?: number;
  /** whether the growth of a memory or a table may be refused, where a schedule chooses; no, if it is left out */
  readonly refusals?: boolean;
}
/** No limit of steps, 65,536 frames, 20 million cells. */
export const DEFAULT_LIMITS: Limits = { fuel: Infinity, frames: 65_536 };

/** The end of a run. */
export interface Run {
  /** the configuration reached */
  readonly z: Config;
  readonly steps: number;
  readonly outcome: Outcome;
}

/** How the run ends that stands at z, where no rule applies. */
export const outcomeOf = (z: Config, why: Blocked): Outcome => {
  const { e } = z.es;
  if (z.H === null && z.P === null) {
    if (z.es === END) return { kind: 'values', vals: toArray(z.vs).reverse().filter((v): v is Val => v.t !== 'none') };
    if (e.op === 'trap') return { kind: 'trap', why: e.why };
    if (e.op === 'throw_ref' && z.vs.v.t === 'ref.exn') return { kind: 'exception', a: z.vs.v.c };
  }
  if (e.op === 'suspend.addr') return { kind: 'suspension', ea: e.ea, by: 'suspend' };
  if (e.op === 'switch.addr' && z.vs.v.t === 'ref.cont') return { kind: 'suspension', ea: e.ea, by: 'switch' };
  if (e.op === 'waiting') return { kind: 'deadlock', queue: e.queue };
  return { kind: 'stuck', rule: why.rule, premise: why.premise };
};

/** How the run ends whose next step would leave the store S′, if that is too large. */
export const outOfMemory = (S1: Store, { cells = MAX_CELLS }: Limits): Outcome | undefined =>
  S1.cells > cells ? { kind: 'out of memory', limit: cells } : undefined;

/** z ↪* z′, as far as it goes within the limits. */
export const run = (z0: Config, { fuel, frames, cells = MAX_CELLS }: Limits = DEFAULT_LIMITS): Run => {
  let z = z0;
  for (let steps = 0; steps < fuel; steps++) {
    const q = stepOnce(z);
    if (q instanceof Blocked) return { z, steps, outcome: outcomeOf(z, q) };
    if (q.S.cells > cells) return { z, steps, outcome: { kind: 'out of memory', limit: cells } };
    z = q;
    if (z.H !== null && depthOf(z.P, z.H) > frames) {
      return { z, steps: steps + 1, outcome: { kind: 'call stack exhausted', limit: frames } };
    }
  }
  const q = stepOnce(z); // a run that needs exactly its fuel has ended
  return { z, steps: fuel, outcome: q instanceof Blocked ? outcomeOf(z, q) : { kind: 'out of fuel', fuel } };
};

/** A premise that was looked at, and what it found. */
export interface Finding {
  readonly text: string;
  readonly name: string | undefined;
  readonly found: unknown;
}
/** A rule tried at a configuration: its premises up to the first that fails. */
export interface Explanation {
  readonly rule: AnyRule;
  readonly premises: readonly Finding[];
  /** the text of the premise that fails; undefined if the rule applies */
  readonly blocked: string | undefined;
}
/** One rule at z, premise by premise. */
export const explainRule = (rule: AnyRule, z: Config): Explanation => {
  const b: Record<string, unknown> = { z, e: z.es.e }, premises: Finding[] = [];
  for (const p of rule.premises) {
    const found = p.find(b as never);
    if (found === undefined || found === false) return { rule, premises, blocked: p.text };
    if (p.name !== undefined) b[p.name] = found;
    premises.push({ text: p.text, name: p.name, found });
  }
  return { rule, premises, blocked: undefined };
};
/** by the number of an instruction: whether one of its rules has actions */
const acting: readonly boolean[] = ((): readonly boolean[] => {
  const found: boolean[] = [];
  for (const op of Object.keys(rules) as RunOp[]) found[numberOf(op)] = rulesOf(op).some(({ actions }) => actions !== undefined);
  return found;
})();
/** Whether the step from z can have actions, as far as the instruction tells. */
export const mayAct = (z: Config): boolean => acting[z.es.k] ?? false;
/** The actions of the step from z; undefined if no rule applies. */
export const actionsOf = (z: Config): readonly Action[] | undefined => {
  for (const rule of rulesOf(z.es.e.op)) {
    const actions = actionsBy(rule, z);
    if (actions !== undefined) return actions;
  }
  return undefined;
};
