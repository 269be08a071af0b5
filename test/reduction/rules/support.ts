/**
 * Tests of rules as tables: for every rule a configuration to which it applies, with the result, and for every premise a configuration in
 * which this premise is the first that fails. What was shown is noted down, if the environment names a file for it, and counted by
 * `npm run rules`.
 * @module
 */
import { appendFileSync } from 'node:fs';
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { AnyRule } from '../../../reduction/kit.ts';
import { actionsBy, Blocked } from '../../../reduction/kit.ts';
import { rulesOf } from '../../../reduction/machine.ts';
import type { Action } from '../../../semantics/runtime/actions.ts';
import type { RunInstr } from '../../../semantics/runtime/code.ts';
import { END } from '../../../semantics/runtime/code.ts';
import type { Config } from '../../../semantics/runtime/configuration.ts';
import type { H, P } from '../../../semantics/runtime/contexts.ts';
import type { Frame } from '../../../semantics/runtime/frames.ts';
import type { Thread } from '../../../semantics/runtime/threads.ts';
import type { Val } from '../../../semantics/runtime/values.ts';
import type { Bare, Instances, Setting } from '../configurations.ts';
import { codeOf, configuration, HERE, storeOf, UNDER, valsOf } from '../configurations.ts';
import { instructionsOf, view, viewStore } from '../views.ts';
import { unreachable } from './unreachable.ts';

/** A line of the file that `WEFT_RULE_COVERAGE` names. */
type Shown =
  | { readonly rule: string; readonly fires: true }
  | { readonly rule: string; readonly fails: string }
  | { readonly rule: string; readonly unreachable: string; readonly reason: string };
const note = (shown: Shown): void => {
  const path = process.env['WEFT_RULE_COVERAGE'];
  if (path !== undefined) appendFileSync(path, `${JSON.stringify(shown)}\n`);
};

/** What a rule makes of a configuration; what is left out stays as it is. */
export interface Result {
  /** all values of the hole, first to last */
  readonly vs: readonly Val[];
  /** all instructions of the hole; those that the rule made have the span of the head */
  readonly es: readonly Bare[];
  readonly S?: Instances;
  readonly T?: Thread;
  readonly F?: Frame;
  readonly H?: H;
  readonly P?: P;
}
/** val* instr*, where the operands and the head were */
export const leaves = (vs: readonly Val[], es: readonly Bare[] = [], S?: Instances): Result =>
  ({ vs: [UNDER, ...vs], es: [...es, { op: 'nop' }], ...(S === undefined ? {} : { S }) });
/** trap */
export const traps = (why: string): Result => leaves([], [{ op: 'trap', why }]);

/** For the text of a premise, what must be changed so that it fails. */
export type Failures = { readonly [premise: string]: Partial<Setting> };

/** The result, or what blocks the rule. */
export const applied = (rule: AnyRule, z: Config): Config | Blocked => {
  const q = rule.apply(z, z.es.e as never); // the tests give every rule an instruction of its own
  return q instanceof Blocked ? q : (q as Config); // `Next` is a configuration
};
const expected = (z: Config, { vs, es, S, T = z.T, F = z.F, H = z.H, P = z.P }: Result): Config =>
  ({ S: S === undefined ? z.S : storeOf(S), T, F, P, H, vs: valsOf(vs), es: codeOf(es) });

/** Instructions that were there before keep their spans; those that the rule made have that of the head, unless that is the end. */
const spans = (z: Config, z1: Config): void => {
  if (z.es === END) return;
  const before = new Set<RunInstr>(instructionsOf(z.es));
  for (const e of instructionsOf(z1.es)) if (!before.has(e) && z1.H === z.H) assert.is(e.at, HERE, `the span of ${e.op}`);
};

/** The rule applies to the configuration, no other of this instruction does, and this is the result. */
export const fires = (rule: AnyRule, setting: Setting, result: Result): void => {
  const z = configuration(setting), z1 = applied(rule, z);
  if (z1 instanceof Blocked) assert.unreachable(`${rule.id} is blocked: ${z1.premise}`);
  else {
    assert.equal(view(z1), view(expected(z, result)));
    if (rule.relation !== 'Step') assert.is(z1.S, z.S, `${rule.relation} does not change the store`);
    else assert.equal(viewStore(z.S), viewStore(configuration(setting).S), 'the old store is what it was');
    spans(z, z1);
  }
  assert.equal(rulesOf(z.es.e.op).filter((other) => !(applied(other, z) instanceof Blocked)).map(({ id }) => id), [rule.id]);
  note({ rule: rule.id, fires: true });
};

/** The step that the rule makes has these actions. */
export const acts = (rule: AnyRule, setting: Setting, actions: readonly Action[]): void =>
  assert.equal(actionsBy(rule, configuration(setting)), actions, rule.id);

/** The premise is the first one that fails. */
export const blocks = (rule: AnyRule, setting: Setting, premise: string): void => {
  const z1 = applied(rule, configuration(setting));
  if (!(z1 instanceof Blocked)) assert.unreachable(`${rule.id} applies, although '${premise}' should fail`);
  else assert.equal([z1.rule, z1.premise], [rule.id, premise]);
  note({ rule: rule.id, fails: premise });
};

const everyPremise = (rule: AnyRule, setting: Setting, failures: Failures): void => {
  const texts = rule.premises.map(({ text }) => text), reasons = unreachable(rule.id);
  for (const text of Object.keys(failures)) assert.ok(texts.includes(text), `${rule.id} has no premise '${text}'`);
  for (const text of texts) {
    const change = failures[text], reason = reasons[text];
    if (change !== undefined) blocks(rule, { ...setting, ...change }, text);
    else if (reason === undefined) assert.unreachable(`no configuration shows that ${rule.id} needs '${text}'`);
    else note({ rule: rule.id, unreachable: text, reason });
  }
};

/** The rule applies to a configuration with a result, and each of its premises is needed. */
export const law = (test: Test, rule: AnyRule, setting: Setting, result: Result, failures: Failures = {}): void => {
  test(rule.id, () => {
    fires(rule, setting, result);
    everyPremise(rule, setting, failures);
  });
};
/** The rule never applies, for a reason; each of its premises is tested all the same. */
export const idle = (test: Test, rule: AnyRule, setting: Setting, failures: Failures): void => {
  test(`${rule.id} (never applies)`, () => {
    const reason = unreachable(rule.id)['conclusion'];
    if (reason === undefined) assert.unreachable(`${rule.id} should apply to some configuration`);
    else note({ rule: rule.id, unreachable: 'conclusion', reason });
    everyPremise(rule, setting, failures);
  });
};
