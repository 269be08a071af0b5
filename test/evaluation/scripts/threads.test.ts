/** Scripts with threads by the evaluator, each thread in a worker. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scriptRunner } from '../../../cli/command/engines.ts';
import { observeScriptByEvaluator, observeScriptBySteps } from '../../../equivalence/scripts.ts';
import { newStore } from '../../../evaluation/store.ts';
import { newLog } from '../../../evaluation/threads/log.ts';
import { alone } from '../../../evaluation/threads/runtime.ts';
import { runThreads } from '../../../evaluation/scripts/pool.ts';
import { firstDifferenceOf } from '../../../equivalence/observation.ts';
import { parseScript } from '../../../syntax/text/script.ts';
import { checkThreads, threadScripts } from '../../scripts/threads.ts';
import { right, running, shown } from '../running.ts';

const run = scriptRunner('evaluator', 0);
const Threads = suite('threads of scripts, by the evaluator');
for (const [name, [text]] of Object.entries(threadScripts)) {
  Threads(name, async () => checkThreads(name, await run(right(parseScript(text)))));
}

const refused = async (text: string): Promise<readonly string[]> =>
  (await run(right(parseScript(text)))).map((result) => result.status === 'passed' ? 'passed' : `${result.status}: ${result.why}`);
const USE = '(thread $a (shared (module $m)) (invoke $m "f")) (wait $a)';
/** Instances with something that is one thread's. */
const UNGIVABLE: Readonly<Record<string, string>> = {
  'a memory': '(memory 1)', 'a table': '(table 1 funcref)', 'a global': '(global (mut i32) (i32.const 0))',
  'a constant that refers to an object': '(type $s (struct)) (global (ref $s) (struct.new $s))',
  'a segment': '(memory 1 1 shared) (data "a")', 'a function of the embedder': '(import "spectest" "print" (func))',
};
for (const [what, fields] of Object.entries(UNGIVABLE)) {
  Threads(`an instance with ${what} that is not shared cannot be given to a thread, and what needs it is skipped`, async () => {
    const why = 'skipped: shares an instance in which something is not shared, which the evaluator does not do';
    assert.equal(await refused(`(module $m ${fields} (func (export "f"))) ${USE}`), ['passed', 'passed', why, 'passed']);
  });
}
/** A module that spawns a function $job; what else there is in it. */
const spawning = (fields: string): string => `(module $m (type $job (shared (func))) (type $spawn (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn))) (elem declare (ref (shared func)) (ref.func $job)) ${fields}
  (func (export "go") (drop (call $spawn (ref.func $job)))))`;
Threads('what cannot be stopped is ended with the script, if a thread has failed: what is left fails, and says why', async () => {
  assert.equal(await refused(`${spawning('(func $job (type $job) (unreachable)) (func (export "f") (result i32) (i32.const 1))')}
    (assert_return (invoke "f") (i32.const 1)) (register "m")
    (module (import "m" "go" (func $go))
      (func (export "spin") (call $go) (loop (br 0))))
    (invoke "spin") (invoke $m "f")`),
  [...[1, 2, 3, 4].map(() => 'passed'),
    ...[1, 2].map(() => 'failed: the thread 1 failed: unreachable; another thread goes on, and cannot be stopped')]);
});
Threads('threads that spawn each other for ever end with their command', async () => {
  const text = `${spawning(`(func $job (type $job) (drop (call $spawn (ref.func $job)))) (func (export "f") (result i32) (i32.const 1))
    (func (export "trap") (drop (call $spawn (ref.func $job))) (drop (call $spawn (ref.func $job))) (unreachable))`)}
    ${'(assert_trap (invoke "trap") "unreachable") (assert_return (invoke "f") (i32.const 1))'.repeat(5)}`;
  assert.equal(await refused(text), Array.from({ length: 11 }, () => 'passed'));
});

Threads('if a worker cannot go on, all that has not come to its end fails, and says why', async () => {
  const { notes, why } = await runThreads(right(parseScript('(module) (thread $a (module)) (wait $a)')), new URL('nothing.ts', import.meta.url), undefined);
  assert.is(notes.size, 0);
  assert.match(why ?? '', /^the host has ended the thread 0: .*nothing\.ts/u);
});

Threads('stores over heaps of their own do not agree about types, though they have the same threads', () => {
  const nothing = (): void => undefined, watcher = { deadlocked: nothing, givenUp: nothing, wanted: nothing, full: nothing };
  const threads = alone(newLog({ instances: [] }), watcher);
  const types = ['(type $s (shared (struct (field i32))))', '(type $a (shared (array i32)))', '(type $b (shared (array i64)))'];
  for (const order of [types, types.toReversed()]) {
    const { call } = running(`${order.join(' ')} (func (export "f") (result i32 i32) (ref.test (ref (shared array)) (array.new_default $a (i32.const 1)))
      (ref.test (ref (shared array)) (struct.new_default $s)))`.replace('(struct.new_default $s)', '(ref.cast (ref null (shared any)) (struct.new_default $s))'), new Map(), newStore({ threads }));
    assert.is(shown(call('f')), '(i32.const 1) (i32.const 0)');
  }
});

/** How many continuations two threads race for. Each waits for the other before it resumes the next, and then for a moment of its own. */
const RACES = 1000;
const RACE = `(module $m
  (type $f (shared (func (param i32)))) (type $none (shared (func)))
  (type $kf (shared (cont $f))) (type $k (shared (cont $none)))
  (type $all (shared (array (mut (ref null $k))))) (type $counts (shared (array (mut i32))))
  (global $all (shared (ref $all)) (array.new_default $all (i32.const ${RACES})))
  (global $resumed (shared (ref $counts)) (array.new_default $counts (i32.const ${RACES})))
  (global $here (shared (mut i32)) (i32.const 0))
  (func $body (type $f) (drop (array.atomic.rmw.add $counts (global.get $resumed) (local.get 0) (i32.const 1))))
  (elem declare (ref (shared func)) (ref.func $body))
  (func (export "make") (local $i i32)
    (loop $next
      (array.set $all (global.get $all) (local.get $i) (cont.bind $kf $k (local.get $i) (cont.new $kf (ref.func $body))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const ${RACES})))))
  (func (export "race") (param $i i32) (param $moment i32)
    (drop (global.atomic.rmw.add $here (i32.const 1)))
    (loop $spin (br_if $spin (i32.lt_u (global.atomic.get $here) (i32.mul (i32.const 2) (i32.add (local.get $i) (i32.const 1))))))
    (loop $delay (br_if $delay (i32.gt_s (local.tee $moment (i32.sub (local.get $moment) (i32.const 1))) (i32.const 0))))
    (resume $k (array.get $all (global.get $all) (local.get $i))))
  (func (export "resumed-once") (result i32) (local $i i32) (local $n i32)
    (loop $next
      (local.set $n (i32.add (local.get $n) (i32.eq (array.get $counts (global.get $resumed) (local.get $i)) (i32.const 1))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const ${RACES}))))
    (local.get $n)))`;
Threads('of two threads that resume one continuation, one gets it, whichever is first', async () => {
  const racer = (name: string, moment: (i: number) => number): string => `(thread ${name} (shared (module $m))
    ${Array.from({ length: RACES }, (_, i) => `(invoke "race" (i32.const ${i}) (i32.const ${moment(i)}))`).join(' ')})`;
  const results = await refused(`${RACE} (invoke "make") ${racer('$a', () => 50)} ${racer('$b', (i) => i % 100)} (wait $a) (wait $b)
    (assert_return (invoke "resumed-once") (i32.const ${RACES}))`);
  const lost = 'failed: it trapped: continuation already consumed';
  assert.is(results.filter((result) => result === lost).length, RACES);
  assert.equal(new Set(results), new Set(['passed', lost]));
});

Threads('more threads than there may be are not begun', async () => {
  const results = await refused(`(module) ${'(thread)'.repeat(4032)}`);
  assert.equal([...new Set(results)], ['failed: the script begins 4032 threads, and there may be no more than 4031']);
});

Threads('what is observed of threads is the same by both engines, and differences are found', async () => {
  const script = (n: number) => right(parseScript(`(module $m (memory (export "m") 1 1 shared)) (thread $a (shared (module $m)) (register "m" $m)
    (module (import "m" "m" (memory 1 1 shared)) (func (export "f") (result i32) (i32.atomic.rmw.add (i32.const 0) (i32.const ${n}))))
    (invoke "f") (invoke "f")) (wait $a)`));
  const steps = observeScriptBySteps(script(1), 10_000);
  assert.is(firstDifferenceOf(steps, await observeScriptByEvaluator(script(1))), undefined);
  assert.is(firstDifferenceOf(steps, await observeScriptByEvaluator(script(2)))?.one?.what, 'thread 1: a call');
});
Threads.run();
