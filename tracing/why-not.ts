/**
 * Why a rule does not apply: its premises at some step of a run, up to the first that fails.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Config } from '../semantics/runtime/configuration.ts';
import type { AnyRule } from '../reduction/kit.ts';
import { allRules, explainRule } from '../reduction/machine.ts';
import type { Explanation } from './model.ts';
import { placeOf, premisesOf } from './record.ts';
import { ruleTest } from './select.ts';
import { wholeTerm } from './show-contexts.ts';
import type { Trial } from './show-witnesses.ts';
import type { Plan } from './trace.ts';
import { walk } from './trace.ts';

/** The configuration before the step n, the one where the run ends included; otherwise the number of steps that there are. */
const configurationBefore = (plan: Plan, n: number): E.Either<number, Config> => {
  for (const visit of walk({ ...plan, instantiation: true, from: n, to: n, test: undefined })) {
    if (visit.kind === 'step') return E.right(visit.z);
    if (visit.kind === 'end') return visit.steps === n - 1 ? E.right(visit.z) : E.left(visit.steps);
  }
  return E.left(0);
};

/** What is known of any rule before the step n. */
const common = (n: number, z: Config, { subject }: Plan): Pick<Explanation, 'kind' | 'n' | 'place' | 'term'> =>
  ({ kind: 'explanation', n, place: placeOf(z, subject), term: wholeTerm(z, { S: z.S, inst: subject.inst }) });
/** Premises are looked at only if the rule is one for the next instruction. */
const otherInstruction = ({ id, on }: AnyRule, z: Config): Pick<Explanation, 'rule' | 'premises' | 'fails'> =>
  ({ rule: id, premises: [], fails: `the next instruction is ${on}: it is ${z.es.e.op}` });

/** Why the rules that a glob stands for apply before the step n or not; those for another instruction are left out if there are others. */
export const whyNot = (plan: Plan, n: number, glob: string): E.Either<string, readonly Explanation[]> => {
  const rules = allRules.filter(ruleTest(glob));
  if (rules.length === 0) return E.left(`no rule is called ${glob}`);
  const found = configurationBefore(plan, n);
  if (E.isLeft(found)) return E.left(`there is no step ${n}: the run ends after ${found.left} steps`);
  const z = found.right, trial: Trial = { z, world: { S: z.S, inst: plan.subject.inst }, taken: [], given: [] };
  const about = rules.filter(({ on }) => on === z.es.e.op).map((rule) => {
    const tried = explainRule(rule, z);
    return { rule: rule.id, premises: premisesOf(tried, trial), fails: tried.blocked ?? null };
  });
  const explained = about.length > 0 ? about : rules.map((rule) => otherInstruction(rule, z));
  return E.right(explained.map((one) => ({ ...common(n, z, plan), ...one })));
};
