import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MAIN } from '../../semantics/runtime/threads.ts';
import { DEFAULT_LIMITS } from '../../reduction/machine.ts';
import { poolOf } from '../../reduction/pool.ts';
import { scheduleOf } from '../../reduction/explorer/schedule.ts';
import { fairChoices, runPool, runProgram, runSchedule } from '../../reduction/scheduler.ts';
import { programOf, spawning } from './programs.ts';

const JOBS = `
  (func $one (type $job) (global.set $word (i32.const 1)) (drop (waitqueue.notify (global.get $queue) (i32.const 1))))
  (func $bad (type $job) (global.set $word (i32.const 1)) unreachable)
  (func $wake (type $job) (loop (br_if 0 (i32.eqz (waitqueue.notify (global.get $queue) (i32.const 1))))))
  (func $lost (type $job) (drop (global.wait $word (global.get $queue) (i32.const 0) (i64.const -1))))
  (elem declare (ref (shared func)) (ref.func $one) (ref.func $bad) (ref.func $wake) (ref.func $lost))`;
const program = (body: string, fields = ''): ReturnType<typeof programOf> =>
  programOf(spawning(`${JOBS} ${fields} (func (export "main") (result i32) ${body})`));
const SPAWN = (name: string): string => `(drop (call $spawn (ref.func $${name})))`;
const SPIN = '(loop (br_if 0 (i32.eqz (global.get $word))))';
const WAIT = (timeout: number): string => `(global.wait $word (global.get $queue) (i32.const 0) (i64.const ${timeout}))`;

const runs = suite('runs');

runs('a thread that spins gets what another one writes', () => {
  const { outcome, whole } = runProgram(program(`${SPAWN('one')} ${SPIN} (global.get $word)`));
  assert.equal(outcome, { kind: 'values', vals: [{ t: 'i32', c: 1 }] });
  assert.is(whole.verdict, 'complete');
});

runs('the result is that of the first thread, and every thread has ended', () => {
  const { z, outcome } = runProgram(program(`${SPAWN('one')} (global.get $word)`));
  assert.is(outcome.kind, 'values');
  assert.equal(z.S.globals.root[0], { type: { sharing: 'shared', mutable: true, type: 'i32' }, value: { t: 'i32', c: 1 } });
});

runs('a program without threads is run by the machine: so many steps, whatever the slices', () => {
  const count = (n: number): string => `(local $i i32) (loop (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br_if 0 (i32.lt_u (local.get $i) (i32.const ${n})))) (local.get $i)`;
  const z = program(count(5000)), solo = runProgram(z), pooled = runPool(poolOf(z));
  assert.equal(solo.outcome, { kind: 'values', vals: [{ t: 'i32', c: 5000 }] });
  assert.is(solo.steps, pooled.steps);
  assert.equal(solo.outcome, pooled.outcome);
  assert.is(runProgram(z, { ...DEFAULT_LIMITS, fuel: solo.steps }).outcome.kind, 'values');
  assert.equal(runProgram(z, { ...DEFAULT_LIMITS, fuel: solo.steps - 1 }).outcome, { kind: 'out of fuel', fuel: solo.steps - 1 });
});

runs('a trap in any thread ends all, and says where', () => {
  const { outcome, whole } = runProgram(program(`${SPAWN('bad')} (loop (br 0)) (i32.const 0)`), { ...DEFAULT_LIMITS, fuel: 1000 });
  assert.is(outcome.kind, 'out of fuel'); // the loop does nothing that others see: nobody else gets a turn
  const seen = runProgram(program(`${SPAWN('bad')} (loop (drop (global.get $word)) (br 0)) (i32.const 0)`));
  assert.equal(seen.outcome, { kind: 'trap', why: 'unreachable' });
  assert.is(seen.whole.verdict === 'trap' && seen.whole.thread, 1);
  assert.is(whole.verdict, 'limit');
});

runs('a deadlock names who waits, and leaves nobody in a queue', () => {
  const { outcome, whole, z } = runProgram(program(`${SPAWN('lost')} ${WAIT(-1)}`));
  assert.is(outcome.kind, 'deadlock');
  assert.equal(whole.verdict === 'deadlock' && whole.waiting.map(({ thread }) => thread).sort(), [0, 1]);
  assert.is(z.S.threading.queues.size, 0);
  assert.is(runProgram(program(WAIT(-1))).outcome.kind, 'deadlock');
  assert.is(runProgram(program(WAIT(-1))).z.S.threading.queues.size, 0);
});

runs('threads that wait have the numbers of this run, whatever was spawned at the start', () => {
  const start = `(func $start ${SPAWN('one')} ${SPAWN('one')} (global.set $word (i32.const 0))) (start $start)`;
  const { whole, z } = runProgram(program(`${SPAWN('lost')} ${WAIT(-1)}`, start));
  assert.is(z.S.threading.spawned.n, 3);
  assert.equal(whole.verdict === 'deadlock' && whole.waiting.map(({ thread }) => thread), [0, 1]);
});

runs('those that can be notified are, before they give up waiting', () => {
  assert.equal(runProgram(program(`${SPAWN('wake')} ${WAIT(1)}`)).outcome, { kind: 'values', vals: [{ t: 'i32', c: 0 }] });
  assert.equal(runProgram(program(WAIT(1))).outcome, { kind: 'values', vals: [{ t: 'i32', c: 2 }] });
});

runs('time passes even where somebody spins until it has', () => {
  const patient = `(func $patient (type $job) (drop ${WAIT(1)}) (global.set $word (i32.const 1)))
    (elem declare (ref (shared func)) (ref.func $patient))`;
  assert.equal(runProgram(program(`${SPAWN('patient')} ${SPIN} (global.get $word)`, patient)).outcome, { kind: 'values', vals: [{ t: 'i32', c: 1 }] });
});

runs('limits end all threads', () => {
  const deep = '(func $deep (type $job) (global.set $count (i32.const 1)) (call $deep)) (elem declare (ref (shared func)) (ref.func $deep))';
  const { outcome, whole } = runProgram(program(`${SPAWN('deep')} ${SPIN} (i32.const 0)`, deep), { ...DEFAULT_LIMITS, frames: 50 });
  assert.equal(outcome, { kind: 'call stack exhausted', limit: 50 });
  assert.is(whole.verdict === 'limit' && whole.thread, 1);
  const spinning = runProgram(program(`${SPAWN('lost')} ${SPIN} (i32.const 0)`), { ...DEFAULT_LIMITS, fuel: 5000 });
  assert.equal(spinning.outcome, { kind: 'out of fuel', fuel: 5000 });
  assert.ok(spinning.steps >= 5000 && spinning.steps < 5020);
});

runs('an exception belongs to the caller in the first thread, and is a trap in others', () => {
  const throwing = '(tag $e (type $job)) (func $throw (type $job) (throw $e)) (elem declare (ref (shared func)) (ref.func $throw))';
  assert.is(runProgram(program('(call $throw) (i32.const 0)', throwing)).outcome.kind, 'exception');
  assert.equal(runProgram(program(`${SPAWN('throw')} ${SPIN} (i32.const 0)`, throwing)).outcome, { kind: 'trap', why: 'uncaught exception in a thread' });
});

runs('a thread that has ended in an earlier run does not begin again', () => {
  const z = program(`${SPAWN('one')} (global.set $count (i32.add (global.get $count) (i32.const 1))) (global.get $count)`);
  const first = runProgram(z), second = runProgram({ ...z, S: first.z.S });
  assert.equal(second.outcome, { kind: 'values', vals: [{ t: 'i32', c: 2 }] });
  assert.equal(second.z.S.threading.spawned.n, 2);
  assert.is(second.z.T.id, MAIN.id);
});

runs.run();

const schedules = suite('schedules');

schedules('the choices of the fair run lead to its outcome', () => {
  const z = program(`${SPAWN('one')} ${SPAWN('one')} ${SPIN} (global.get $word)`), choices = fairChoices(z), { whole } = runProgram(z);
  const again = runSchedule(z, scheduleOf(choices));
  assert.is(E.isRight(again) && again.right.whole.key, whole.key);
  assert.ok(choices.some(({ thread }) => thread === 2));
});

schedules('another schedule leads elsewhere', () => {
  const z = program(`${SPAWN('one')} (global.get $word)`);
  const keyAfter = (...threads: readonly number[]): string | false => {
    const end = runSchedule(z, scheduleOf(threads.map((thread) => ({ thread }))));
    return E.isRight(end) && end.right.whole.key;
  };
  assert.is(keyAfter(0, 0), 'it returned (i32.const 0)');
  assert.is(keyAfter(0, 1, 0), 'it returned (i32.const 1)');
});

schedules('a choice that cannot be made is an error that says what can', () => {
  const z = program(`${SPAWN('one')} (global.get $word)`);
  assert.equal(runSchedule(z, scheduleOf([{ thread: 0 }, { thread: 2 }])),
    E.left({ step: 2, message: 'step 2: T2 is not enabled, enabled are T0, T1' }));
  const ended = [...fairChoices(z), { thread: 0 }];
  assert.equal(runSchedule(z, scheduleOf(ended)),
    E.left({ step: ended.length, message: `step ${ended.length}: T0 is not enabled, the execution is over` }));
});

schedules.run();
