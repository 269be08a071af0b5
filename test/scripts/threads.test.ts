import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { failsWith, passes, resultsOf, TIGHT, unmet } from './running.ts';

const MEM = '(module $mem (memory (export "m") 1 1 shared))';
/** A thread that shares the memory, with an instance of functions on it. */
const thread = (name: string, funcs: string, commands: string): string => `(thread $${name} (shared (module $mem))
  (register "mem" $mem)
  (module (memory (import "mem" "m") 1 1 shared) ${funcs})
  ${commands})`;
const AWAIT = '(func (export "await") (loop (br_if 0 (i32.eqz (i32.atomic.load (i32.const 0))))))';
const SET = '(func (export "set") (i32.atomic.store (i32.const 0) (i32.const 1)))';
const WAIT = `(func (export "wait") (param i64) (result i32)
  (memory.atomic.wait32 (i32.const 8) (i32.const 0) (local.get 0)))`;
const NOTIFY = '(func (export "notify") (result i32) (memory.atomic.notify (i32.const 8) (i32.const 1)))';
const NOTIFY_ONE = '(func (export "notify-one") (loop (br_if 0 (i32.eqz (memory.atomic.notify (i32.const 8) (i32.const 1))))))';

const turns = suite('threads of scripts');

turns('run side by side: one spins until another has written, whichever comes first in the text', () => {
  const spins = thread('a', AWAIT, '(assert_return (invoke "await"))'), sets = thread('b', SET, '(assert_return (invoke "set"))');
  passes(`${MEM} ${spins} ${sets} (wait $a) (wait $b)`);
  passes(`${MEM} ${sets} ${spins} (wait $a)`);
  passes(`${MEM} ${spins} (register "mem" $mem) (module (memory (import "mem" "m") 1 1 shared) ${SET}) (invoke "set") (wait $a)`);
});

turns('wait and notify each other', () => {
  passes(`${MEM} ${thread('a', WAIT, '(assert_return (invoke "wait" (i64.const -1)) (i32.const 0))')}
    ${thread('b', NOTIFY_ONE, '(invoke "notify-one")')} (wait $a) (wait $b)`);
  passes(`${MEM} ${thread('a', WAIT, '(assert_return (invoke "wait" (i64.const 1000)) (i32.const 2))')} (wait $a)`);
});

turns('have an end, even if nobody waits for it', () => {
  const results = resultsOf(`${MEM} ${thread('a', SET, '(assert_return (invoke "set") (i32.const 1))')} (module)`);
  assert.equal(results.map(({ kind, status }) => `${kind} ${status}`), [
    'module passed', 'thread passed', 'register passed', 'module passed', 'assert_return failed', 'module passed',
  ]);
});

turns('have names and registrations of their own', () => {
  passes(`${MEM} (register "mem" $mem) (thread $a (assert_unlinkable (module (import "mem" "m" (memory 1 1 shared))) "unknown import")) (wait $a)`);
  passes(`${MEM} (thread $a (shared (module $mem)) (register "mem" $mem)) (wait $a)
    (assert_unlinkable (module (import "mem" "m" (memory 1 1 shared))) "unknown import")`);
  assert.match(unmet(`${MEM} (thread $a (invoke $mem "f")) (wait $a)`)[0] ?? '', /there is no module instance \$mem/u);
  assert.match(unmet('(thread $a (shared (module $mem)))')[0] ?? '', /thread failed: there is no module instance \$mem/u);
});

turns('may begin threads', () => {
  passes(`${MEM} (thread $a (shared (module $mem)) ${thread('b', SET, '(invoke "set")')} (wait $b)) (wait $a)`);
  failsWith(`(thread $a (thread $b)) (wait $a) (wait $b)`, /there is no thread \$b/u);
});

turns('that is not there cannot be waited for', () => {
  failsWith('(wait $a)', /^there is no thread \$a$/u);
  failsWith('(wait)', /^there is no thread before this command$/u);
  passes('(thread (module)) (wait)');
});

turns('in a deadlock fail, and the script goes on', () => {
  const waits = thread('a', WAIT, '(invoke "wait" (i64.const -1)) (assert_return (invoke "wait" (i64.const 0)) (i32.const 2))');
  const failures = unmet(`${MEM} ${waits} ${thread('b', WAIT, '(invoke "wait" (i64.const -1))')} (wait $a)
    (register "mem" $mem) (module (memory (import "mem" "m") 1 1 shared) ${NOTIFY}) (assert_return (invoke "notify") (i32.const 0))`);
  assert.is(failures.length, 2);
  assert.ok(failures.every((failure) => failure.endsWith('it waits, and nobody is left to wake it')));
});

turns('have so much fuel for each command', () => {
  const text = `${MEM} ${thread('a', AWAIT, '(invoke "await")')} ${thread('b', AWAIT, '(invoke "await")')} (wait $a)`;
  assert.equal(unmet(text, TIGHT.littleFuel).map((failure) => failure.split(': ')[1]), ['out of fuel after 1000 steps', 'out of fuel after 1000 steps']);
});

turns('have thread-local globals of their own, which last from one command to the next', () => {
  const set = '(func (export "set") (global.set $l (i32.const 5)))', get = '(func (export "get") (result i32) (global.get $l))';
  passes(`(module $m (global $l (export "l") (thread_local (mut i32)) (i32.const 0)) ${set} ${get})
    (invoke "set") (assert_return (invoke "get") (i32.const 5)) (assert_return (get "l") (i32.const 5))
    (thread $a (shared (module $m)) (assert_return (invoke "get") (i32.const 0)) (assert_return (get "l") (i32.const 0)))
    (wait $a) (assert_return (get "l") (i32.const 5))`);
});

turns('may spawn: a command ends when all that it has spawned has ended', () => {
  const spawner = `(type $job (shared (func))) (type $spawn (shared (func (param (ref null $job)) (result i32))))
    (import "thread" "spawn_ref" (func $spawn (type $spawn)))
    (global $done (export "done") (shared (mut i32)) (i32.const 0))
    (func $job (type $job) (drop (global.atomic.rmw.add $done (i32.const 1))))
    (elem declare (ref (shared func)) (ref.func $job))
    (func (export "go") (drop (call $spawn (ref.func $job))) (drop (call $spawn (ref.func $job))))`;
  passes(`(module ${spawner}) (invoke "go") (assert_return (get "done") (i32.const 2)) (invoke "go") (assert_return (get "done") (i32.const 4))`);
  passes(`(thread $a (module ${spawner}) (invoke "go") (assert_return (get "done") (i32.const 2)))
    (thread $b (module ${spawner}) (invoke "go") (assert_return (get "done") (i32.const 2))) (wait $a) (wait $b)`);
});

turns.run();
