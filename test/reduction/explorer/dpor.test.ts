/** Partial-order reduction on programs whose classes can be counted by hand. */
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { explore } from '../../../reduction/explorer/dpor.ts';
import type { Exploration, Limits, Progress } from '../../../reduction/explorer/results.ts';
import { verdicts } from '../../../reduction/explorer/results.ts';
import { replay, showSchedule } from '../../../reduction/explorer/schedule.ts';
import { barrier, OPEN } from './barrier.ts';
import type { Action, Instruction, Program, ToyOutcome } from './toy.ts';
import { add, goto, join, notify, put, read, startOf, systemOf, trap, wait, write } from './toy.ts';

const run = (program: Program, limits: Limits = {}): Exploration<ToyOutcome> => explore(systemOf(program), startOf(program), { limits });
/** How many classes end with each verdict; every witness leads to its outcome, and no bound is hit. */
const counts = (...codes: Program['codes']): Readonly<Record<string, number>> => {
  const program = { codes }, result = run(program), system = systemOf(program);
  assert.is(result.blocked, 0);
  assert.equal(result.incomplete, []);
  for (const { outcome, witness } of result.outcomes) {
    const end = replay(system, startOf(program), witness);
    if (E.isLeft(end)) throw new Error(end.left.message);
    assert.equal(system.outcome(end.right), outcome);
  }
  return Object.fromEntries(verdicts(result.outcomes));
};
const spawn = (code: number): Instruction => ({ op: 'spawn', code, to: 0 });
const choose = (x: string): Instruction => ({ op: 'choose', names: ['grown', 'failed'], x, to: 0 });

const classes = suite('classes of executions');

classes('nothing to do is one execution', () => {
  assert.equal(counts(), { complete: 1 });
  assert.equal(counts([]), { complete: 1 });
  const [found] = run({ codes: [] }).outcomes;
  assert.equal(found?.witness, []);
});
classes('independent threads make one class', () => {
  assert.equal(counts([write('x', 1), read('x')], [write('y', 1), read('y')], [read('z'), read('z')], [read('z')]), { complete: 1 });
});
classes('two writers make two, and n make n!', () => {
  assert.equal(counts([write('x', 1)], [write('x', 2)]), { complete: 2 });
  assert.equal(counts([write('x', 1)], [write('x', 2)], [write('x', 3)], [write('x', 4)]), { complete: 24 });
});
classes('store buffering has the three outcomes of sequential consistency', () => {
  const result = run({ codes: [[write('x', 1), read('y')], [write('y', 1), read('x')]] });
  assert.equal(result.outcomes.map(({ executions }) => executions), [1, 1, 1]);
});
classes('executions with the same outcome are counted together', () => {
  // Either order leaves x = 2, and nobody looks.
  const codes = [[add('x', 1, 1), put(1, 0)], [add('x', 1, 1), put(1, 0)]];
  const { outcomes, executions } = run({ codes });
  assert.is(executions, 2);
  assert.equal(outcomes.map((o) => [o.executions, showSchedule(o.witness)]), [[2, 'T0 T1']]);
});
classes('a wait that comes too late sleeps for ever', () => {
  assert.equal(counts([wait('x')], [notify('x')]), { complete: 1, deadlock: 1 });
});
classes('what woke a thread does not come after that, and nobody tries', () => {
  const { executions, steps } = run({ codes: [[wait('x')], [notify('x')], [read('y'), read('y'), read('y')]] });
  assert.is(executions, 2);
  assert.is(steps, 6 + 5); // after the notification and the reads, which come first, the wait
});
classes('a wait with a timeout can be woken, time out before, or come too late and time out', () => {
  assert.equal(counts([wait('x', 0, true)], [notify('x')]), { complete: 3 });
});
classes('a wait for another value does not wait', () => {
  assert.equal(counts([wait('x', 7)], [notify('x')]), { complete: 1 });
});
classes('the first of two waiting threads is woken', () => {
  // Orders of two waits and a notification of one: it is first, or it wakes the first of the two that came before it.
  assert.equal(counts([wait('x')], [wait('x')], [notify('x')]), { deadlock: 6 });
  assert.equal(counts([wait('x')], [wait('x')], [notify('x', 2)]), { deadlock: 4, complete: 2 });
});
classes('woken threads go on in any order, which does not matter', () => {
  const after = (x: string): Instruction => write(x, 1);
  assert.equal(counts([wait('x'), after('a')], [wait('x'), after('b')], [notify('x', 2)]), { deadlock: 4, complete: 2 });
  assert.equal(counts([wait('x'), after('a')], [wait('x'), after('a')], [notify('x', 2)]), { deadlock: 4, complete: 4 });
});
classes('a new thread starts after its creation, not before', () => {
  const start = (codes: Program['codes']): Exploration<ToyOutcome> => run({ codes, start: [0] });
  assert.is(start([[write('x', 1), spawn(1)], [read('x')]]).executions, 1);
  assert.is(start([[spawn(1), write('x', 1)], [read('x')]]).executions, 2);
  assert.is(start([[spawn(1), write('x', 1)], [spawn(2), write('x', 2)], [write('x', 3)]]).executions, 6);
});
classes('whoever waits for the end of a thread comes after all of it', () => {
  assert.equal(counts([write('x', 1), write('x', 2)], [join(0), read('x')]), { complete: 1 });
  assert.equal(counts([write('x', 1), write('x', 2)], [read('x'), join(0)]), { complete: 3 });
  assert.equal(counts([join(1)], [join(0)]), { deadlock: 1 });
});
classes('alternatives are all explored', () => {
  assert.equal(counts([choose('x')]), { complete: 2 });
  assert.equal(counts([choose('x')], [choose('y')]), { complete: 4 });
  // The second alternative reads x: it comes before or after the write; the first has no order to it.
  assert.equal(counts([choose('x')], [write('x', 1)]), { complete: 3 });
});
classes('a trap ends all threads, at any moment', () => {
  assert.equal(counts([trap()], [write('x', 1), write('x', 2), write('x', 3)]), { trap: 4 });
  assert.equal(counts([trap()], [trap()]), { trap: 2 });
  assert.equal(counts([read('x'), trap((r) => r[0] === 0)], [write('x', 1)]), { trap: 2, complete: 1 });
});
classes('a trap keeps a sleeping thread from being woken', () => {
  // Before the trap: nothing; the wait; the notification; both in either order, and then perhaps the waking of the thread.
  assert.equal(counts([wait('x')], [notify('x')], [trap()]), { trap: 6 });
});

const bounds = suite('bounds');
const spin: Program = { codes: [[read('x'), goto(0, (r) => r[0] === 0)], [write('x', 1)]] };

bounds('a thread that spins does not keep the others from moving', () => {
  const { outcomes, incomplete } = run(spin, { maxExecutions: 1 });
  assert.equal(outcomes.map((o) => o.outcome.verdict), ['complete']);
  assert.equal(incomplete, ['maxExecutions']);
});
bounds('an execution that is too long is cut, and said to be', () => {
  const { executions, cut, cutWitness, incomplete } = run({ codes: [[read('x'), goto(0)]] }, { maxSteps: 10 });
  assert.equal({ executions, cut, incomplete }, { executions: 0, cut: 1, incomplete: ['maxSteps'] });
  assert.is(showSchedule(cutWitness ?? []), 'T0*10');
});
bounds('executions that are cut have races, too', () => {
  // The write comes after 0, 1, … 199 reads and is seen by one more; with 200 before it, the bound is hit.
  const { executions, cut, incomplete } = run(spin, { maxSteps: 200 });
  assert.equal({ executions, cut, incomplete }, { executions: 200, cut: 1, incomplete: ['maxSteps'] });
});
bounds('a thread that spins does not take the steps of the others', () => {
  const many: Program = { codes: [...new Array<Instruction[]>(16).fill([read('x'), goto(0, (r) => r[0] === 0)]), [write('x', 1)]] };
  for (const maxSteps of [20, 100]) assert.ok(run(many, { maxSteps, maxExecutions: 20 }).executions > 0, String(maxSteps));
  // T0 waits for T2, and T1 for T0: whatever T1 does until then is in no race.
  const chain: Program = { codes: [[read('y'), goto(0, (r) => r[0] === 0), write('x', 1)], [read('x'), goto(0, (r) => r[0] === 0)], [write('y', 1)]] };
  for (const maxSteps of [2, 4, 10, 60]) {
    const { outcomes } = run(chain, { maxSteps });
    assert.equal(outcomes.map(({ outcome }) => outcome.verdict), ['complete'], String(maxSteps));
  }
});
bounds('no execution is none', () => {
  const { executions, steps, incomplete } = run(spin, { maxExecutions: 0 });
  assert.equal({ executions, steps, incomplete }, { executions: 0, steps: 0, incomplete: ['maxExecutions'] });
});
bounds('a trap that ends an execution in which a thread was stopped does not hide that', () => {
  const { cut, executions, incomplete } = run({ codes: [[write('x', 1), write('x', 2), write('x', 3)], [trap()]] }, { maxSteps: 2 });
  assert.equal({ cut, executions, incomplete }, { cut: 0, executions: 3, incomplete: ['maxSteps'] });
});
bounds('threads that are spawned without end are cut short', () => {
  const bomb: Program = { codes: [[spawn(0), goto(0)]], start: [0] };
  for (const limits of [{ maxSteps: 5, maxExecutions: 10 }, { maxLength: 20, maxExecutions: 10 }]) {
    const { executions, cut, incomplete } = run(bomb, limits);
    assert.ok(executions === 0 && cut > 0);
    assert.ok(incomplete.includes('maxSteps' in limits ? 'maxSteps' : 'maxLength'));
  }
});
bounds('no bound is said to be hit by an exploration that ends just there', () => {
  const readers: Program = { codes: [[write('x', 1)], [read('x')], [read('x'), read('y')]] };
  const { steps } = run(readers);
  assert.equal(run(readers, { maxExecutions: 4, maxSteps: 2, maxLength: 4, fuel: steps }).incomplete, []);
  for (const limits of [{ maxExecutions: 3 }, { maxSteps: 1 }, { maxLength: 3 }, { fuel: steps - 1 }]) {
    const { incomplete, executions } = run(readers, limits);
    assert.equal(incomplete, Object.keys(limits));
    assert.ok(executions < 4);
  }
});
bounds('fuel bounds the steps altogether', () => {
  const { steps, incomplete } = run({ codes: new Array<Instruction[]>(6).fill([add('x', 1), add('x', 1)]) }, { fuel: 5000 });
  assert.equal(incomplete, ['fuel']);
  assert.ok(steps >= 5000 && steps < 5100, String(steps));
});
bounds('progress is told after every execution', () => {
  const told: Progress[] = [], program = { codes: [[write('x', 1)], [write('x', 2)], [read('x')]] };
  const result = explore(systemOf(program), startOf(program), { progress: (p) => told.push(p) });
  assert.equal(told.map((p) => p.executions), [1, 2, 3, 4, 5, 6]);
  assert.equal(told.at(-1), { executions: 6, steps: result.steps, outcomes: result.outcomes.length });
});
bounds('executions may be long', () => {
  const n = 100_000;
  const loop: readonly Instruction[] = [add('x', 1), put(1, (r) => (r[1] ?? 0) + 1), goto(0, (r) => (r[1] ?? 0) < n), write('done', 1)];
  const { executions, outcomes, steps } = run({ codes: [loop, [read('done')]] });
  assert.is(executions, 2);
  assert.ok(steps > n);
  assert.equal(outcomes.map((o) => o.witness.reduce((sum, { count }) => sum + count, 0)), [n + 2, n + 2]);
});

const laws = suite('laws that are broken are told');
laws('a step that stops a thread must be dependent with what the thread did before', () => {
  assert.throws(() => explore(barrier((a, b) => a !== 'a' && b !== 'a'), OPEN),
    /^T1 takes a choice from T0, but is said to be independent of the last step of T0$/u);
  assert.equal(explore(barrier(() => true), OPEN).outcomes.map((o) => [o.outcome.key, o.executions]), [['2', 1], ['1', 2]]);
});
laws('a step must be dependent with those that make it possible', () => {
  const program = { codes: [[write('x', 1), write('y', 1)], [read('z'), join(0), write('y', 2)]] };
  const dependent = (a: Action, b: Action): boolean => a.kind === 'write' && b.kind === 'write' && a.x === b.x;
  assert.throws(() => explore({ ...systemOf(program), dependent }, startOf(program)), /^T1 is disabled without steps that are said to be independent/u);
});

classes.run();
bounds.run();
laws.run();
