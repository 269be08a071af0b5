/** What is observed of scripts, and that engines which differ in it are found to differ. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { firstDifferenceOf } from '../../equivalence/observation.ts';
import type { Observation } from '../../equivalence/observation.ts';
import { observeScriptByEvaluator, observeScriptBySteps } from '../../equivalence/scripts.ts';
import { parseScript } from '../../syntax/text/script.ts';
import { right } from '../evaluation/running.ts';

/** A script that calls the function `f` with this type and body. */
const calling = (type: string, body: string): string =>
  `(module (tag $e (param i32 v128)) (tag $y) (func (export "f") ${type} ${body})) (invoke "f")`;
const observed = async (text: string): Promise<readonly [Observation, Observation]> => {
  const script = right(parseScript(text));
  return [observeScriptBySteps(script, 10_000), await observeScriptByEvaluator(script)];
};
const VECTOR = 'v128.const i32x4';
/** Pairs of scripts that are observed to differ. */
const DIFFERENT: readonly (readonly [what: string, one: string, other: string])[] = [
  ['vectors', calling('(result v128)', `(${VECTOR} 1 2 3 4)`), calling('(result v128)', `(${VECTOR} 1 2 3 5)`)],
  ['vectors of all bits and of none', calling('(result v128)', `(${VECTOR} -1 -1 -1 -1)`), calling('(result v128)', `(${VECTOR} 0 0 0 0)`)],
  ['floats by their sign', calling('(result f32)', '(f32.const 0)'), calling('(result f32)', '(f32.const -0)')],
  [
    'what an exception carries',
    calling('', `(throw $e (i32.const 1) (${VECTOR} 1 2 3 4))`), calling('', `(throw $e (i32.const 2) (${VECTOR} 1 2 3 4))`),
  ],
  ['a trap and another', calling('', '(unreachable)'), calling('', '(drop (i32.div_u (i32.const 1) (i32.const 0)))')],
  ['a suspension and a trap', calling('', '(suspend $y)'), calling('', '(unreachable)')],
];

const Scripts = suite('what is observed of scripts');
for (const [what, one, other] of DIFFERENT) {
  Scripts(`${what}: the engines agree, and see the difference`, async () => {
    const [ones, others] = [await observed(one), await observed(other)];
    for (const [steps, evaluated] of [ones, others]) assert.is(firstDifferenceOf(steps, evaluated), undefined);
    assert.is.not(firstDifferenceOf(ones[0], others[1]), undefined);
    assert.is.not(firstDifferenceOf(others[0], ones[1]), undefined);
  });
}
Scripts('the payload of a NaN is not observed', async () => {
  const nan = (payload: string): string => calling('(result f32 f64 v128)',
    `(f32.const nan:0x4000${payload}) (f64.const nan:0x8000${payload}) (v128.const f32x4 nan:0x4000${payload} 1 2 3)`);
  assert.is(firstDifferenceOf((await observed(nan('01')))[0], (await observed(nan('02')))[1]), undefined);
});
Scripts.run();
