/** Threads that grow what others look at: whoever looks at the bounds may come before the growth, or after it. */
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exploreConfigurations, exploreExecutions, statesReport } from '../../tracing/exploration/reports.ts';
import { parseSchedule } from '../../reduction/explorer/schedule.ts';
import { limitsFor } from '../../reduction/programs.ts';
import { readyToExplore, readyToFail } from './examples.ts';
import { GROW, looks, racing } from './growing.ts';

const races = suite('races with growth');
for (const [what, look, result] of looks) {
  races(`${look.slice(1, look.indexOf(' '))}: out of bounds, or ${result}`, () => {
    const begin = readyToExplore('race', racing(GROW[what], look));
    const { outcomes, incomplete } = exploreExecutions(begin, { maxExecutions: 1000, maxSteps: 1000 });
    const states = statesReport(begin, exploreConfigurations(begin, { maxStates: 1000 }));
    assert.equal(incomplete, []);
    for (const found of [outcomes, states.outcomes]) {
      assert.equal(found.map(({ key }) => key).sort(), [`it returned (i32.const ${result})`, `trap in T0: out of bounds ${what} access`]);
    }
  });
}
races.run();

/** `main` grows a memory and a table, alone. */
const growing = (sharing: string, table: string): string => `(module
  (memory 1 2 ${sharing}) (table $t ${table} 1 2 (ref null (shared eq)))
  (func (export "main") (result i32)
    (i32.add (i32.mul (memory.grow (i32.const 1)) (i32.const 10)) (table.grow $t (ref.null (shared eq)) (i32.const 1)))))`;
const results = (outcomes: readonly { readonly key: string }[]): readonly string[] =>
  outcomes.map(({ key }) => key.replace(/^it returned \(i32\.const (-?\d+)\)$/u, '$1')).sort();

const failures = suite('growing that may fail');
for (const [sharing, table] of [['', ''], ['shared', 'shared']] as const) {
  failures(`each growth fails or not: of ${sharing === '' ? 'what is not shared' : 'what is shared'}`, () => {
    const begin = readyToFail('growing', growing(sharing, table)), { outcomes, executions } = exploreExecutions(begin, {});
    assert.is(executions, 4);
    const expected = [[1, 1], [1, -1], [-1, 1], [-1, -1]].map(([m = 0, t = 0]) => String(10 * m + t)).sort();
    assert.equal(results(outcomes), expected);
    assert.equal(results(statesReport(begin, exploreConfigurations(begin, {})).outcomes), expected);
  });
  failures(`it succeeds where it can, if nobody asks: of ${sharing === '' ? 'what is not shared' : 'what is shared'}`, () =>
    assert.equal(results(exploreExecutions(readyToExplore('growing', growing(sharing, table)), {}).outcomes), ['11']));
}
failures('a schedule says how each growth ends, and so which choices it makes', () => {
  const text = growing('', ''), { outcomes } = exploreExecutions(readyToFail('growing', text), {});
  const found = new Map(outcomes.map(({ key, schedule }) => [results([{ key }])[0], schedule]));
  assert.equal(found, new Map([['11', 'T0:grow*2'], ['9', 'T0:grow T0:fail'], ['-9', 'T0:fail T0:grow'], ['-11', 'T0:fail*2']]));
  const limits = { fuel: 9, frames: 9 };
  for (const [schedule, refusals] of [...[...found.values()].map((text) => [text, true] as const), ['T0*3 T1', undefined] as const]) {
    const read = parseSchedule(schedule);
    assert.is(E.isRight(read) && limitsFor(read.right, limits).refusals, refusals);
  }
});
failures('beside another thread: what looks behind the bounds may be out of them, whether the growth comes first or not', () => {
  const begin = readyToFail('race', racing(GROW.memory, '(i32.load (i32.const 65536))')), expected = ['0', 'trap in T0: out of bounds memory access'];
  const { outcomes, incomplete } = exploreExecutions(begin, {});
  assert.equal([results(outcomes), incomplete], [expected, []]);
  assert.ok(outcomes.some(({ key, count }) => key.startsWith('trap') && count > 1));
});
failures.run();
