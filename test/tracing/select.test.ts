/** Filters: each kind of test, how they combine, and what is wrong with those that make no sense. */
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { filtersOf } from '../../tracing/select.ts';
import type { Step } from '../../tracing/model.ts';
import { example, planOf, recordsOf, right, stepsOf } from './programs.ts';

const plan = planOf(example('generator')), all = stepsOf(recordsOf(plan));
const shown = (...filters: readonly string[]): readonly Step[] => {
  const test = right(filtersOf(filters, plan.subject));
  return stepsOf(recordsOf({ ...plan, test }));
};
const where = (holds: (step: Step) => boolean): readonly Step[] => all.filter(holds);
const head = ({ redex }: Step): string => redex.es.instrs[0] ?? '';

const Select = suite('select');

const cases: readonly (readonly [filters: readonly string[], holds: (step: Step) => boolean])[] = [
  [['Step/suspend-prompt'], ({ rule }) => rule === 'Step/suspend-prompt'],
  [['suspend*'], ({ rule }) => rule.includes('/suspend')],
  [['rule:*-label-?ero'], ({ rule }) => rule.endsWith('-label-zero')],
  [['Step_read/*'], ({ rule }) => rule.startsWith('Step_read/')],
  [['Step_pure/br*', 'resume-cont'], ({ rule }) => rule.startsWith('Step_pure/br') || rule === 'Step/resume-cont'],
  [['op:local.*'], (step) => head(step).startsWith("(local.")],
  [['op:i32.sub'], (step) => head(step) === '(i32.sub)'],
  [['op:binop'], (step) => ['(i32.sub)', '(i32.add)'].includes(head(step))],
  [['func:$generate'], ({ place }) => place.func === '$generate'],
  [['func:generate'], ({ place }) => place.func === '$generate'],
  [['func:main'], ({ place }) => place.func === 'main'],
  [['line:17'], ({ place }) => place.at?.line === 17],
  [['line:15-18'], ({ place }) => (place.at?.line ?? 0) >= 15 && (place.at?.line ?? 0) <= 18],
  [['func:$generate !local.get !op:br_if'], (step) => step.place.func === '$generate' && step.rule !== 'Step_read/local.get' && !head(step).startsWith('(br_if')],
  [['!func:*'], ({ place }) => place.func === null],
  [['  line:17   const '], ({ place, rule }) => place.at?.line === 17 && rule === 'Step_pure/const'],
];
for (const [filters, holds] of cases) {
  Select(`${filters.join(' or ')}: the steps that it describes, and at least one`, () => {
    const expected = where(holds).map(({ n }) => n);
    assert.ok(expected.length > 0);
    assert.equal(shown(...filters).map(({ n }) => n), expected);
  });
}

Select('no filter hides nothing', () => {
  assert.is(right(filtersOf([], plan.subject)), undefined);
});

const wrong: readonly (readonly [filter: string, why: string])[] = [
  ['nothing', 'no rule is called nothing'], ['rule:bro', 'no rule is called bro'], ['op:i32.foo', 'no instruction is called i32.foo'],
  ['func:$nobody', 'no function is called $nobody'], ['line:0', 'line:0 is none of the 35 lines of generator.wat'],
  ['line:36', 'line:36 is none of the 35 lines of generator.wat'], ['line:9-8', 'line:9-8 is none of the 35 lines of generator.wat'],
  ['line:x', 'expected line:N or line:N-M, found line:x'], ['', 'a filter needs at least one term'], ['const func:$x', 'no function is called $x'],
  ['!nothing', 'no rule is called nothing'], ['a.c', 'no rule is called a.c'], ['(', 'no rule is called ('],
];
for (const [filter, why] of wrong) Select(`${JSON.stringify(filter)} is refused`, () => assert.equal(filtersOf([filter], plan.subject), E.left(why)));

Select.run();
