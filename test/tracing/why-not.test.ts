/** Why a rule does not apply: premises with witnesses up to the first that fails. */
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { allRules } from '../../reduction/machine.ts';
import type { Explanation } from '../../tracing/model.ts';
import { whyNot } from '../../tracing/why-not.ts';
import { example, examples, planOf, recordsOf, right, stepsOf, textSource, transitionsOf } from './programs.ts';

const generator = planOf(example('generator'));
const explained = (n: number, rule: string): readonly Explanation[] => right(whyNot(generator, n, rule));
const resumed = stepsOf(recordsOf(generator)).find(({ rule }) => rule === 'Step/resume-cont')?.n ?? 0;

const WhyNot = suite('why-not');

WhyNot('a rule that applies has all its premises with what they find', () => {
  const [only, ...others] = explained(resumed, 'resume-cont'), rule = allRules.find(({ id }) => id === 'Step/resume-cont');
  assert.is(others.length, 0);
  assert.is(only?.fails, null);
  assert.equal(only?.premises.map(({ text }) => text), rule?.premises.map(({ text }) => text));
  assert.equal(only?.premises[0], { text: 'the operand is (ref.cont ca)', name: 'ca', witness: '0' });
});

WhyNot('a rule that does not apply ends with the first premise that fails', () => {
  const [consumed] = explained(resumed, 'resume-consumed');
  assert.equal([consumed?.premises.map(({ text }) => text), consumed?.fails], [['the operand is (ref.cont ca)'], 'S.conts[ca] = ε']);
  const [none] = explained(resumed, 'resume-null');
  assert.equal([none?.premises, none?.fails], [[], 'the operand is (ref.null)']);
});

WhyNot('a rule for another instruction says which comes next', () => {
  assert.is(explained(resumed, 'suspend-prompt')[0]?.fails, 'the next instruction is suspend.addr: it is resume');
});

WhyNot('of a glob, the rules for the next instruction are explained; all of them if there are none', () => {
  assert.equal(explained(resumed, 'resume*').map(({ rule }) => rule), ['Step/resume-cont', 'Step_read/resume-null', 'Step_read/resume-consumed']);
  assert.ok(explained(resumed, 'throw*').every(({ fails }) => fails?.startsWith('the next instruction is throw') === true));
});

WhyNot('where the run ends, the rule that would be needed can be asked for', () => {
  const plan = planOf(textSource(`(module (type $ft (func)) (type $ct (cont $ft)) (tag $e) (func $f (suspend $e)) (elem declare func $f)
    (func (export "main") (resume $ct (cont.new $ct (ref.func $f)))))`));
  const n = transitionsOf(plan).length + 1, [prompt] = right(whyNot(plan, n, 'suspend-prompt'));
  assert.equal(prompt?.fails, 'the hole stands in prompt{hdl₁* (on ea $l) hdl₂*} Hᵉᵃ with (on ea $l′) ∉ hdl₁*');
  assert.equal(whyNot(plan, n + 1, 'suspend-prompt'), E.left(`there is no step ${n + 1}: the run ends after ${n - 1} steps`));
});

WhyNot('no rule of the name is said', () => {
  assert.equal(whyNot(generator, 1, 'resumes'), E.left('no rule is called resumes'));
});

WhyNot('exactly the rule of the step applies, at every step of some examples', () => {
  for (const source of examples.filter(({ name }) => ['simd.wat', 'partial-application.wat'].includes(name))) {
    const plan = planOf(source);
    for (const { n, rule } of stepsOf(recordsOf(plan)))
      assert.equal(right(whyNot(plan, n, '*')).filter(({ fails }) => fails === null).map((found) => found.rule), [rule]);
  }
});

WhyNot.run();
