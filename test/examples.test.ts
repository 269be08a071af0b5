/** The examples give the results, and show the rules, that their comments promise. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Step } from '../tracing/model.ts';
import { showEnded } from '../tracing/text.ts';
import { endOf, example, examples, planOf, recordsOf, runOf, stepsOf, wish } from './tracing/programs.ts';

const Examples = suite('examples');

/** What `main` returns, as the comments say it: e.g. 91 = 7 · 13, 1 + … + 10 = 55, 3 + 2 + 1 = 6, 50 − 8 = 42, 2 · 5² = 50. */
const results: Readonly<Record<string, string>> = {
  arithmetic: 'i32 42', 'async-await': 'i32 42', cancellation: 'i32 42', exceptions: 'i32 7', generator: 'i32 6', list: 'i32 55', loop: 'i64 120',
  'nested-handlers': 'i32 42', 'partial-application': 'i32 42', scheduler: 'i32 1212', simd: 'i32 42', table: 'i32 50',
};

const steps = (name: string, words?: string): readonly Step[] =>
  stepsOf(recordsOf(planOf(example(name), words === undefined ? undefined : wish(words), { instantiation: false })));
const rules = (name: string, words?: string): readonly string[] => steps(name, words).map(({ rule }) => rule);
const count = (all: readonly string[], rule: string): number => all.filter((other) => other === rule).length;
const outcome = (name: string, words?: string): string =>
  showEnded(endOf(recordsOf(planOf(example(name), words === undefined ? undefined : wish(words)))).outcome);

Examples('are those whose results are known', () => {
  assert.equal(examples.map(({ name }) => name), Object.keys(results).map((name) => `${name}.wat`));
});
for (const [name, result] of Object.entries(results))
  Examples(`${name}: main gives ${result}`, () => assert.is(outcome(name), `values: ${result}`));

for (const { name, text } of examples) {
  Examples(`${name} begins by saying what it is and what to look for`, () => {
    const [first = '', second, third = ''] = text.split('\n');
    assert.match(first, /^;; \p{L}.*[.:]|^;; cont\.bind: /u);
    assert.is(second, ';;');
    assert.match(third, /^;; What to look for: /u);
  });
}

Examples('arithmetic: a division by zero traps by binop-trap, and the trap removes what is around it rule by rule', () => {
  assert.is(outcome('arithmetic', 'divide 1 0'), 'trap: integer divide by zero');
  const all = rules('arithmetic', 'divide 1 0'), trap = all.indexOf('Step_pure/binop-trap');
  assert.ok(trap > 0);
  assert.equal(all.slice(trap + 1), ['Step_pure/trap-label', 'Step_pure/trap-frame']);
  assert.is(outcome('arithmetic', 'divide -7 2'), 'values: i32 -3');
});

Examples('async-await: a waiting continuation is in a promise, and runs in a later turn', () => {
  const all = steps('async-await'), suspended = all.filter(({ rule }) => rule === 'Step/suspend-prompt');
  assert.is(suspended.length, 2);
  assert.equal(suspended.map(({ continuations }) => continuations?.detached.length), [1, 1]);
  const stored = all.filter(({ changes }) => changes.some(({ name, to }) => name === '$promise.$waiter' && to.startsWith('(ref.cont')));
  assert.is(stored.length, 2);
  assert.ok(all.some(({ n, rule }) => rule === 'Step/resume-cont' && n > (stored[1]?.n ?? Infinity)));
});

Examples('cancellation: resume_throw makes an exception, which the handler inside the task catches', () => {
  const all = rules('cancellation');
  assert.is(count(all, 'Step/resume_throw-cont'), 1);
  assert.is(count(all, 'Step/resume_throw_ref-cont'), 1);
  const caught = steps('cancellation').find(({ rule }) => rule === 'Step_read/throw_ref-handler-catch');
  assert.ok(caught?.context.some(({ text }) => text === 'frame₁ $task'));
});

Examples('exceptions: throw allocates, and the clause for $lost is passed over before that for $found', () => {
  const all = rules('exceptions');
  assert.is(count(all, 'Step/throw'), 1);
  assert.ok(steps('exceptions').some(({ rule, changes }) => rule === 'Step/throw' && changes[0]?.where === 'S.exns[0]'));
  const next = all.indexOf('Step_read/throw_ref-handler-next');
  assert.is(all[next + 1], 'Step_read/throw_ref-handler-catch');
  assert.is(runOf(planOf(example('exceptions'))).z.S.exns.n, 1);
});

Examples('generator: each resume consumes a continuation, each suspend makes the next', () => {
  const all = rules('generator'), { S } = runOf(planOf(example('generator'))).z;
  assert.is(count(all, 'Step/suspend-prompt'), 3);
  assert.is(count(all, 'Step/resume-cont'), 4);
  assert.is(S.conts.n, 1 + 3);
  const last = steps('generator').findLast(({ continuations }) => continuations !== null)?.continuations;
  assert.equal(last, { detached: [], consumed: [0, 1, 2, 3], older: 0 });
});

Examples('list: each struct.new adds an instance, and none is removed', () => {
  assert.is(count(rules('list'), 'Step/struct.new'), 10);
  assert.is(runOf(planOf(example('list'))).z.S.structs.n, 10);
});

Examples('loop: a loop is a label that holds the loop; leaving it branches through it first', () => {
  const all = steps('loop');
  assert.ok(all.some(({ rule, result }) => rule === 'Step_read/loop' && result.parts[0]?.text === 'label₀{loop $again}'));
  const leaving = all.findIndex(({ rule, redex }) => rule === 'Step_pure/br-label-succ' && redex.es.instrs[0] === '(br $done)');
  assert.is(all[leaving + 1]?.rule, 'Step_pure/br-label-zero');
});

Examples('nested-handlers: $tell captures the inner prompt, too', () => {
  const suspended = steps('nested-handlers').filter(({ rule }) => rule === 'Step/suspend-prompt');
  const prompts = suspended.map(({ redex }) => redex.parts.filter(({ kind }) => kind === 'prompt').map(({ text }) => text));
  const asked = ['prompt{(on $ask $on_ask)}'], told = ['prompt{(on $tell $on_tell)}', ...asked];
  assert.equal(prompts, [asked, told, asked, told]);
});

Examples('partial-application: each cont.bind consumes one continuation and makes another', () => {
  const bound = steps('partial-application').filter(({ rule }) => rule === 'Step/cont.bind-cont');
  assert.equal(bound.map(({ changes }) => changes.map(({ where }) => where)), [['S.conts[0]', 'S.conts[1]'], ['S.conts[1]', 'S.conts[2]']]);
});

Examples('scheduler: tasks switch in one step, and nothing is suspended to the handler', () => {
  const all = rules('scheduler');
  assert.ok(count(all, 'Step/switch-prompt') > 0);
  assert.is(count(all, 'Step/suspend-prompt'), 0);
});

Examples('simd: i32x4.add adds lane by lane, by the rule of its family', () => {
  const [sum] = steps('simd').filter(({ rule }) => rule === 'Step_pure/vbinop-val');
  assert.equal(sum?.redex.es.instrs, ['(i32x4.add)']);
  assert.is(sum?.result.vals.vals[0]?.c, 'i32x4 0x0000000b 0x00000016 0x00000021 0x0000002c');
});

Examples('table: call_indirect is three instructions, two of which trap in their own ways', () => {
  const [indirect] = steps('table', 'apply 1 5').filter(({ rule }) => rule === 'Step_pure/call_indirect');
  assert.equal(indirect?.result.es.instrs.map((text) => text.split(/[( ]/u)[1]), ['table.get', 'ref.cast', 'call_ref']);
  assert.is(outcome('table', 'apply 3 10'), 'trap: undefined element');
  assert.ok(rules('table', 'apply 3 10').includes('Step_read/table.get-oob'));
  assert.is(outcome('table', 'apply 2 10'), 'trap: indirect call type mismatch');
  assert.ok(rules('table', 'apply 2 10').includes('Step_read/ref.cast-fail'));
});

Examples.run();
