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
Threads('a trap in a thread that has been spawned ends the script: what is left fails, and says why', async () => {
  assert.equal(await refused(`(module (type $job (shared (func))) (type $spawn (shared (func (param (ref null $job)) (result i32))))
    (import "thread" "spawn_ref" (func $spawn (type $spawn))) (func $job (type $job) (unreachable)) (elem declare (ref (shared func)) (ref.func $job))
    (func (export "f") (result i32) (i32.const 1)) (func (export "go") (drop (call $spawn (ref.func $job)))))
    (assert_return (invoke "f") (i32.const 1)) (invoke "go") (invoke "f")`),
  ['passed', 'passed', ...[1, 2].map(() => 'failed: the thread 1, which was spawned, failed: unreachable')]);
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
