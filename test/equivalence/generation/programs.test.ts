/** Generated programs: they are valid, they end, and they do what they are for. */
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isRight } from 'fp-ts/lib/Either.js';
import { CALL_BACK } from '../../../equivalence/host.ts';
import { observe } from '../../../equivalence/engine.ts';
import { programChoices } from '../../../equivalence/generation/descriptions.ts';
import { programOf } from '../../../equivalence/generation/programs.ts';
import { isInconclusive } from '../../../equivalence/observation.ts';
import type { ValidProgram } from '../../../equivalence/program.ts';
import { validProgram } from '../../../equivalence/program.ts';
import { smallStepEngine } from '../../../equivalence/small-step.ts';
import { run } from '../../../reduction/machine.ts';
import type { MutableCounts } from '../../../equivalence/statistics.ts';
import { countingRunner, SWITCHING } from '../../../equivalence/statistics.ts';

const Programs = suite('generated programs');
const LIMITS = { fuel: 300_000, frames: 2000 };
const SAMPLE = 400, SEED = 17;
/** Instructions on whole memories and tables. */
const WHOLE = ['memory.grow', 'table.grow', 'table.fill', 'table.copy', 'table.init'];

const validated = (): readonly ValidProgram[] => fc.sample(programChoices, { numRuns: SAMPLE, seed: SEED }).map((choices) => {
  const program = validProgram(programOf(choices));
  assert.ok(isRight(program), isRight(program) ? '' : program.left.message);
  return program.right;
});
const samples = validated();

Programs('without any choices, a program is valid too', () => {
  const first = { steps: [], direct: [], inside: [], coroutines: [], spare: [] };
  const program = programOf({ universe: [], first, second: undefined, calledBack: undefined });
  assert.ok(isRight(validProgram(program)));
});

Programs('the same choices make the same program', () => {
  fc.assert(fc.property(programChoices, (choices) => {
    assert.equal(programOf(choices), programOf(choices));
  }), { numRuns: 20 });
});

Programs('they end, mostly with values, and most of them suspend', () => {
  let suspending = 0, calls = 0, values = 0;
  const all: MutableCounts = new Map();
  for (const program of samples) {
    const counts: MutableCounts = new Map(), observation = observe(smallStepEngine(countingRunner(counts), LIMITS), program);
    assert.not(isInconclusive(observation));
    const ends = observation.filter(({ what }) => program.calls.some(({ module, name }) => what.startsWith(`${module}.${JSON.stringify(name)}(`)));
    calls += ends.length;
    values += ends.filter(({ found: [found] }) => found?.startsWith('returns') === true).length;
    if (counts.has('suspend')) suspending++;
    for (const [op, n] of counts) all.set(op, (all.get(op) ?? 0) + n);
  }
  assert.ok(suspending > SAMPLE * 0.7, `${suspending} of ${SAMPLE} programs suspend`);
  assert.ok(values > calls * 0.75, `${values} of ${calls} calls return values`);
  const often = (op: string, times: number): void => assert.ok((all.get(op) ?? 0) >= times, `${op} is executed ${all.get(op) ?? 0} times`);
  for (const op of SWITCHING) often(op, 20);
  for (const op of WHOLE) often(op, 10);
});

Programs('the host calls some of them, in every way in which a call can end', () => {
  const ends = new Map<string, number>();
  for (const program of samples) {
    const observation = observe(smallStepEngine(run, LIMITS), program);
    const called = observation.findIndex(({ what }) => what.includes(JSON.stringify(CALL_BACK)));
    if (called === -1) continue;
    const heads = program.calls.map(({ module, name }) => `${module}.${JSON.stringify(name)}(`);
    const after = observation.slice(called).find(({ what }) => heads.some((head) => what.startsWith(head)));
    const [end = 'nothing'] = /^\w+/u.exec(after?.found[0] ?? '') ?? [];
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  for (const end of ['returns', 'throws', 'traps']) assert.ok((ends.get(end) ?? 0) > 1, `${end}: ${ends.get(end) ?? 0}`);
});

Programs('some have two modules, of which the second imports from the first', () => {
  const linked = samples.filter(({ modules }) => modules.length === 2);
  assert.ok(linked.length > SAMPLE / 5);
  for (const { modules: [, second] } of linked)
    for (const kind of ['func', 'tag', 'table', 'mem', 'global'])
      assert.ok(second?.valid.module.imports.some((im) => im.module === 'A' && im.type.kind === kind), `no ${kind} is imported`);
});

Programs.run();
