/** Cooperative threads by the evaluator: whole programs come to what they come to by the small step. */
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluator } from '../../../evaluation/engine.ts';
import { spectest } from '../../../evaluation/hosts/spectest.ts';
import { runScript } from '../../../scripts/executor.ts';
import { DEFAULT_OPTIONS } from '../../../scripts/state.ts';
import { parseScript } from '../../../syntax/text/script.ts';
import { cooperation } from '../../scripts/cooperation.ts';

/** Checks that every command of a script passes by the evaluator. */
const passes = (text: string): void => {
  const script = parseScript(text);
  if (E.isLeft(script)) throw new Error(`the script of the test is malformed: ${script.left.message}`);
  const results = runScript(script.right, evaluator([{ name: 'spectest', allocate: (S) => spectest(S) }]), DEFAULT_OPTIONS);
  assert.equal(results.flatMap((result, i) => result.status === 'passed' ? [] : [`${i} ${result.kind} ${result.status}: ${result.why}`]), []);
};
const programs = suite('cooperative threads by the evaluator');
for (const [what, script] of cooperation) programs(what, () => passes(script));
programs.run();
