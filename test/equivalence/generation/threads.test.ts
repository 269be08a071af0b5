/** Generated programs with cooperative threads: they end, they yield where it matters, and the evaluator runs them alike. */
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isRight } from 'fp-ts/lib/Either.js';
import { compare, comparisons } from '../../../equivalence/comparisons.ts';
import { observe } from '../../../equivalence/engine.ts';
import { programChoices } from '../../../equivalence/generation/descriptions.ts';
import { programOf } from '../../../equivalence/generation/programs.ts';
import { withThreads } from '../../../equivalence/generation/threads.ts';
import { isInconclusive } from '../../../equivalence/observation.ts';
import type { Program } from '../../../equivalence/program.ts';
import { validProgram } from '../../../equivalence/program.ts';
import type { Runner } from '../../../equivalence/small-step.ts';
import { smallStepEngine } from '../../../equivalence/small-step.ts';
import { Blocked } from '../../../reduction/kit.ts';
import { outcomeOf, stepOnce } from '../../../reduction/machine.ts';
import { threadPrompt } from '../../../semantics/runtime/capture.ts';
import { readModule } from '../../../syntax/read.ts';
import { right } from '../../evaluation/running.ts';

const Threads = suite('generated programs with cooperative threads');
const LIMITS = { fuel: 300_000, frames: 2000 };
const samples: readonly Program[] = fc.sample(programChoices, { numRuns: 60, seed: 17 }).map(programOf);

/** What threads do: those that are made; yields, and those of them with a continuation around that goes on meanwhile. */
const counts = { made: 0, 'yields of threads': 0, 'in their continuations': 0, 'other yields': 0, 'in other continuations': 0 };
const counting: Runner = (z0, { fuel }) => {
  let z = z0;
  for (let steps = 0; ; steps++) {
    const next = stepOnce(z);
    if (next instanceof Blocked) return { z, steps, outcome: outcomeOf(z, next) };
    if (steps >= fuel) return { z, steps, outcome: { kind: 'out of fuel', fuel } };
    if (next.T.made > z.T.made) counts.made++;
    else if (next.T.ready.length > z.T.ready.length) {
      counts['yields of threads']++;
      if (threadPrompt(z.P)?.inner !== null) counts['in their continuations']++;
    } else if (z.es.e.op === 'call_ref' && next.es.e.op === 'turns' && next.es.e.n > 0) {
      counts['other yields']++;
      if (z.P !== null) counts['in other continuations']++;
    }
    z = next;
  }
};
Threads('they are valid, they end, and they yield inside of continuations', () => {
  for (const program of samples) {
    const valid = validProgram(withThreads(program));
    assert.ok(isRight(valid), isRight(valid) ? '' : valid.left.message);
    assert.not(isInconclusive(observe(smallStepEngine(counting, LIMITS), valid.right)));
  }
  for (const [what, n] of Object.entries(counts)) assert.ok(n > 50, `${what}: ${n}`);
});
Threads('the evaluator runs them alike', () => {
  for (const program of samples) assert.is(compare(comparisons.cooperative, program).kind, 'same');
});
Threads('what is called runs beside other calls, in a module that has been written as well', () => {
  const module = right(readModule({ kind: 'text', name: 'm', text: `(module $m (import "host" "log" (func $log (param i32)))
    (func (export "a") (call $log (i32.const 1)) (call $log (i32.const 2))) (func (export "b") (result i64) (call $log (i32.const 3)) (i64.const 4)))` }));
  const program = { modules: [{ name: 'm', module }], calls: ['a', 'b'].map((name) => ({ module: 'm', name, args: [] })) };
  const valid = validProgram(withThreads(program));
  assert.ok(isRight(valid));
  const said = observe(smallStepEngine(counting, LIMITS), valid.right).flatMap(({ what, found }) => what.includes('log') ? found : []);
  // Of a: the numbers of b and a, as threads; both begin where it yields, and say something where it yields again, or at the end.
  assert.equal(said.map((text) => Number(/-?\d+$/u.exec(text)?.[0])), [1, 2, 1, 3, 1000, 1, 2, 2, 1001, 3, 4, 3, 1, 3, 1001, 2, 1000]);
});
Threads.run();
