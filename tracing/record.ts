/**
 * Records of steps and of the end, from configurations.
 * @module
 */
import { get } from '../semantics/data/vector.ts';
import type { Config, Outcome } from '../semantics/runtime/configuration.ts';
import type { Vals } from '../semantics/runtime/contexts.ts';
import type { ModuleInst } from '../semantics/runtime/frames.ts';
import type { Val } from '../semantics/runtime/values.ts';
import type { AnyRule } from '../reduction/kit.ts';
import { Blocked } from '../reduction/kit.ts';
import type { Explanation } from '../reduction/machine.ts';
import { explainRule, rulesOf } from '../reduction/machine.ts';
import { changesOf } from './difference.ts';
import { holdersIn } from './holders.ts';
import { activationsOf, layerOf } from './holes.ts';
import type { Ended, PhaseName, Place, Position, Premise, Step } from './model.ts';
import type { Names } from './names.ts';
import { namesOf } from './names.ts';
import type { Places } from './places.ts';
import type { Rewritten } from './redex.ts';
import { rewritingOf } from './redex.ts';
import type { World } from './show-code.ts';
import { tagName } from './show-code.ts';
import { showRewriting } from './show-contexts.ts';
import { showQueue } from './show-locations.ts';
import { valueOf } from './show-values.ts';
import type { Trial } from './show-witnesses.ts';
import { isArity, showWitness, witnessName } from './show-witnesses.ts';
import { changesStacks, continuationsOf, stacksOf } from './stacks.ts';
import type { Team } from './threads.ts';
import { actionsFrom, ALONE, lanesOf, queuesChanged, threadChanges } from './threads.ts';

/** What is traced: an instance, and the places of its source. */
export interface Subject {
  readonly inst: ModuleInst;
  readonly places: Places;
}

/** The rule that applies at z. */
export const ruleAt = (z: Config): AnyRule | undefined =>
  rulesOf(z.es.e.op).find((rule) => !(rule.apply(z, z.es.e as never) instanceof Blocked)); // rules of this very instruction

/** What the function of the innermost frame around a place is called. */
export const functionAround = (z: Config): string | undefined => {
  for (const { frame, F } of activationsOf(z)) {
    const names = namesOf(F.module), x = names.funcAt(frame.at);
    return x === undefined ? undefined : names.func(x);
  }
  return undefined;
};
/** What the function is called whose source contains a place. */
const functionAt = (at: Position | null, names: Names): string | undefined => {
  const x = at === null ? undefined : names.funcAround(at.offset);
  return x === undefined ? undefined : names.func(x);
};
/** Where a configuration stands: at its next instruction, or at the end of the part of the context that has become values. */
export const positionOf = (z: Config, places: Places): Position | null => {
  const { e } = z.es, part = layerOf(z)?.part;
  return e.op !== 'end' ? places.startOf(e.at) : part === undefined ? null : places.endOf(part.at);
};
/** Where a configuration stands, and in which function. */
export const placeOf = (z: Config, { inst, places }: Subject): Place => {
  const at = positionOf(z, places);
  return { at, func: functionAround(z) ?? functionAt(at, namesOf(inst)) ?? null }; // after a trap, no frame is left
};

const topOf = ({ values, vs }: Rewritten): readonly Val[] => {
  const top: Val[] = [];
  for (let i = 0, p: Vals = vs; i < values && p.v.t !== 'none'; i++, p = p.next) top.push(p.v);
  return top;
};

/** The premises of a rule with their witnesses. */
export const premisesOf = ({ premises }: Explanation, trial: Trial): readonly Premise[] => premises.map(({ text, name, found }) => ({
  text,
  name: name === undefined || isArity(found) ? null : witnessName(name, text),
  witness: name === undefined ? null : showWitness(found, name, trial),
}));

/** The step z ↪ z′ by a rule, the nth of its trace. */
export const stepRecord = (
  n: number, phase: PhaseName, rule: AnyRule, z: Config, z1: Config, subject: Subject, team: Team = ALONE,
): Step => {
  const { inst, places } = subject, rewriting = rewritingOf(rule, z, z1), known = { S: z1.S, names: namesOf(inst) };
  const world: World = { S: z.S, inst }, after: World = { S: z1.S, inst };
  const trial: Trial = { z, world, taken: topOf(rewriting.redex), given: topOf(rewriting.result) };
  return {
    kind: 'step', n, rule: rule.id, phase, place: placeOf(z, subject),
    ...showRewriting(rewriting, world, after),
    premises: premisesOf(explainRule(rule, z), trial),
    changes: [...changesOf(z, z1, inst, places), ...threadChanges(z, z1, known)],
    stacks: changesStacks(z, z1) ? stacksOf(z1, z1.es, after, places) : null,
    continuations: z.S.conts === z1.S.conts ? null : continuationsOf(after, places, holdersIn(z1, namesOf(inst))),
    thread: team.thread, turn: team.turn, lanes: lanesOf(z, team), actions: actionsFrom(z, team, known),
    queues: queuesChanged(z, z1, team, known),
  };
};

/** How a run ended, with values and tags as a trace has them. */
export const endedOf = (outcome: Outcome, { S }: Config, names: Names): Ended => {
  const known = { S, names };
  switch (outcome.kind) {
    case 'values': return { kind: 'values', vals: outcome.vals.map((val) => valueOf(val, known)) };
    case 'exception': {
      const exn = get(S.exns, outcome.a);
      const payload = exn === undefined ? [] : exn.fields.map((val) => valueOf(val, known));
      return { kind: 'exception', tag: exn === undefined ? '?' : tagName(known, exn.tag), payload };
    }
    case 'suspension': return { kind: 'suspension', tag: tagName(known, outcome.ea), by: outcome.by };
    case 'deadlock': {
      const queue = showQueue(outcome.queue, known);
      return { kind: 'deadlock', waiting: [{ thread: 0, queue, place: { at: null, func: null } }] };
    }
    case 'trap': case 'call stack exhausted': case 'out of memory': case 'out of fuel': case 'stuck': return outcome;
  }
};
