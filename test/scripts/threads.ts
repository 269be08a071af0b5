/**
 * Scripts with threads, which both engines run: what they are about, and what does not pass.
 * @module
 */
import * as assert from 'uvu/assert';
import { abortScripts } from './aborts.ts';

/** A script, and how the commands end that do not pass: `kind status: why`, in the order of the text. */
export type ThreadScript = readonly [text: string, unmet: readonly RegExp[]];

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

const spins = thread('a', AWAIT, '(assert_return (invoke "await"))'), sets = thread('b', SET, '(assert_return (invoke "set"))');
const waits = thread('a', WAIT, '(invoke "wait" (i64.const -1)) (assert_return (invoke "wait" (i64.const 0)) (i32.const 2))');
const DEADLOCK = /action failed: it waits, and nobody is left to wake it$/u;
const UNLINKABLE = '(assert_unlinkable (module (import "mem" "m" (memory 1 1 shared))) "unknown import")';
const LOCAL = `(module $m (global $l (export "l") (thread_local (mut i32)) (i32.const 0))
  (func (export "set") (global.set $l (i32.const 5))) (func (export "get") (result i32) (global.get $l)))`;
/** A structure in a shared global, and functions on it. */
const CELL = `(type $s (shared (struct (field (mut i32))))) (type $top (sub (shared (struct)))) (type $sub (sub $top (shared (struct (field i64)))))`;
const CELLS = `(module $m ${CELL}
  (global $g (export "g") (shared (mut (ref null $s))) (ref.null $s)) (global $any (export "any") (shared (mut (ref null (shared any)))) (ref.null (shared any)))
  (table $t (export "t") shared 2 (ref null (shared func)))
  (tag $e (export "e") (type $sig)) (type $sig (shared (func (param i32)))) (type $get (shared (func (result i32))))
  (func (export "get") (type $get) (struct.get $s 0 (global.get $g)))
  (func (export "is-sub") (result i32) (ref.test (ref $sub) (global.get $any)))
  (func (export "call") (result i32) (call_indirect $t (type $get) (i32.const 1))))`;
const IMPORTS = `${CELL} (type $sig (shared (func (param i32)))) (type $get (shared (func (result i32))))
  (import "m" "g" (global $g (shared (mut (ref null $s))))) (import "m" "any" (global $any (shared (mut (ref null (shared any))))))
  (import "m" "t" (table $t shared 2 (ref null (shared func)))) (import "m" "e" (tag $e (type $sig))) (import "m" "get" (func $get (type $get)))`;
const sharing = (name: string, fields: string, commands: string): string =>
  `(thread $${name} (shared (module $m)) (register "m" $m) (module $own ${IMPORTS} ${fields}) ${commands})`;
const SPAWNER = `(type $job (shared (func))) (type $spawn (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (global $done (export "done") (shared (mut i32)) (i32.const 0))
  (func $job (type $job) (drop (global.atomic.rmw.add $done (i32.const 1))))
  (elem declare (ref (shared func)) (ref.func $job))
  (func (export "go") (drop (call $spawn (ref.func $job))) (drop (call $spawn (ref.func $job))))`;

const GENERATOR_TYPES = '(type $f (shared (func))) (type $k (shared (cont $f))) (type $sig (shared (func (param i32))))';
const NEXT = `(func (export "next") (result i32)
  (block $h (result i32 (ref $k)) (resume $k (on $y $h) (global.get $g)) (return (i32.const -1))) (global.set $g))`;
const GENERATOR = `(module $m ${GENERATOR_TYPES} (tag $y (export "y") (type $sig)) (global $g (export "g") (shared (mut (ref null $k))) (ref.null $k))
  (func $gen (type $f) (suspend $y (i32.const 1)) (suspend $y (i32.const 2)) (suspend $y (i32.const 3))) (elem declare (ref (shared func)) (ref.func $gen))
  (func (export "start") (global.set $g (cont.new $k (ref.func $gen)))) ${NEXT})`;
const RESUMER = `(module $own ${GENERATOR_TYPES} (import "m" "y" (tag $y (type $sig))) (import "m" "g" (global $g (shared (mut (ref null $k))))) ${NEXT})`;

/** By what they are about. */
export const threadScripts: Readonly<Record<string, ThreadScript>> = {
  'one spins until another has written, which comes later': [`${MEM} ${spins} ${sets} (wait $a) (wait $b)`, []],
  'one spins until another has written, which comes earlier': [`${MEM} ${sets} ${spins} (wait $a)`, []],
  'one spins until the script has written':
    [`${MEM} ${spins} (register "mem" $mem) (module (memory (import "mem" "m") 1 1 shared) ${SET}) (invoke "set") (wait $a)`, []],
  'they wait and notify each other': [`${MEM} ${thread('a', WAIT, '(assert_return (invoke "wait" (i64.const -1)) (i32.const 0))')}
    ${thread('b', NOTIFY_ONE, '(invoke "notify-one")')} (wait $a) (wait $b)`, []],
  'waits end when time is over': [`${MEM} ${thread('a', WAIT, '(assert_return (invoke "wait" (i64.const 1000)) (i32.const 2))')} (wait $a)`, []],
  'they have an end, even if nobody waits for it':
    [`${MEM} ${thread('a', SET, '(assert_return (invoke "set") (i32.const 1))')} (module)`, [/^assert_return failed: expected \(i32\.const 1\), found nothing$/u]],
  'registrations of the script are not theirs': [`${MEM} (register "mem" $mem) (thread $a ${UNLINKABLE}) (wait $a)`, []],
  'their registrations are not the script\'s': [`${MEM} (thread $a (shared (module $mem)) (register "mem" $mem)) (wait $a) ${UNLINKABLE}`, []],
  'names of the script are not theirs':
    [`${MEM} (thread $a (invoke $mem "f")) (wait $a)`, [/^action failed: there is no module instance \$mem$/u]],
  'what is not there cannot be shared': ['(thread $a (shared (module $mem)))', [/^thread failed: there is no module instance \$mem$/u]],
  'threads may begin threads': [`${MEM} (thread $a (shared (module $mem)) ${thread('b', SET, '(invoke "set")')} (wait $b)) (wait $a)`, []],
  'a thread of a thread has no name for the script':
    ['(thread $a (thread $b)) (wait $a) (wait $b)', [/^wait failed: there is no thread \$b$/u]],
  'what is not there cannot be waited for': ['(wait $a) (wait) (thread (module)) (wait)',
    [/^wait failed: there is no thread \$a$/u, /^wait failed: there is no thread before this command$/u]],
  'a thread may be waited for more than once': [`${MEM} ${sets} (wait $b) (wait $b) (wait)`, []],
  'those in a deadlock fail, and the script goes on': [`${MEM} ${waits} ${thread('b', WAIT, '(invoke "wait" (i64.const -1))')} (wait $a)
    (register "mem" $mem) (module (memory (import "mem" "m") 1 1 shared) ${NOTIFY}) (assert_return (invoke "notify") (i32.const 0))`, [DEADLOCK, DEADLOCK]],
  'the script may be in a deadlock, too': [`${MEM} ${thread('a', WAIT, '(invoke "wait" (i64.const -1))')}
    (register "mem" $mem) (module (memory (import "mem" "m") 1 1 shared) ${WAIT} ${NOTIFY})
    (invoke "wait" (i64.const -1)) (assert_return (invoke "notify") (i32.const 0)) (wait $a)`, [DEADLOCK, DEADLOCK]],
  'a deadlock of one that is waited for': [`${MEM} ${thread('a', WAIT, '(invoke "wait" (i64.const -1)) (invoke "wait" (i64.const -1))')} (wait $a)`,
    [DEADLOCK, DEADLOCK]],
  'failures have their places': [`${MEM} ${thread('a', '(func (export "f") (unreachable))', '(invoke "f") (assert_trap (invoke "f") "unreachable")')} (wait $a)`,
    [/^action failed: it trapped: unreachable$/u]],
  'thread-local globals are their own, and last from one command to the next': [`${LOCAL}
    (invoke "set") (assert_return (invoke "get") (i32.const 5)) (assert_return (get "l") (i32.const 5))
    (thread $a (shared (module $m)) (assert_return (invoke "get") (i32.const 0)) (assert_return (get "l") (i32.const 0))
      (invoke "set") (assert_return (invoke "get") (i32.const 5)))
    (wait $a) (assert_return (get "l") (i32.const 5))`, []],
  'shared structures are the same': [`${CELLS} ${sharing('a',
    '(func (export "f") (result i32) (global.set $g (struct.new $s (i32.const 42))) (call $get))', '(assert_return (invoke "f") (i32.const 42))')}
    (wait $a) (assert_return (invoke $m "get") (i32.const 42))`, []],
  'types that are equal are the same type': [`${CELLS} ${sharing('a',
    '(func (export "f") (global.set $any (struct.new $sub (i64.const 1))))', '(invoke "f") (assert_return (invoke $m "is-sub") (i32.const 1))')}
    (wait $a) (assert_return (invoke $m "is-sub") (i32.const 1))
    ${sharing('b', '(func (export "f") (global.set $any (struct.new $top)))', '(invoke "f")')} (wait $b) (assert_return (invoke $m "is-sub") (i32.const 0))`, []],
  'functions of a thread can be called by others, through a shared table': [`${CELLS} ${sharing('a',
    '(func $f (type $get) (i32.const 77)) (elem declare (ref (shared func)) (ref.func $f)) (func (export "put") (table.set $t (i32.const 1) (ref.func $f)))', '(invoke "put")')}
    (wait $a) (assert_return (invoke $m "call") (i32.const 77))
    ${sharing('b', '', '(assert_return (invoke $m "call") (i32.const 77))')} (wait $b)`, []],
  'shared tags are the same': [`${CELLS} ${sharing('a', `
    (func $throw (param i32) (throw $e (local.get 0)))
    (func (export "f") (result i32) (block $h (result i32) (try_table (catch $e $h) (call $throw (i32.const 9))) (i32.const 0)))
    (func (export "g") (throw $e (i32.const 9)))`, '(assert_return (invoke "f") (i32.const 9)) (assert_exception (invoke "g"))')} (wait $a)`, []],
  'traps of shared things': [`${CELLS} ${sharing('a', '(func (export "f") (result i32) (call $get))',
    '(assert_trap (invoke "f") "null structure reference") (assert_trap (invoke $m "get") "null structure reference") (assert_trap (invoke $m "call") "uninitialized element")')}
    (wait $a)`, []],
  'wait queues are the same': [`(module $m (type $s (shared (struct (field (mut i32)))))
      (global $q (export "q") (shared (ref (shared waitqueue))) (waitqueue.new)) (global $g (export "g") (shared (mut i32)) (i32.const 0))
      (func (export "wait") (result i32) (global.wait $g (global.get $q) (i32.const 0) (i64.const -1)))
      (func (export "wake") (loop (br_if 0 (i32.eqz (waitqueue.notify (global.get $q) (i32.const 1)))))))
    (thread $a (shared (module $m)) (assert_return (invoke "wait") (i32.const 0))) (thread $b (shared (module $m)) (invoke "wake")) (wait $a) (wait $b)`, []],
  'shared continuations go from thread to thread': [`${GENERATOR} (invoke "start") (assert_return (invoke "next") (i32.const 1))
    (thread $a (shared (module $m)) (assert_return (invoke "next") (i32.const 2))) (wait $a)
    (thread $b (shared (module $m)) (register "m" $m) ${RESUMER} (assert_return (invoke "next") (i32.const 3))) (wait $b)
    (assert_return (invoke "next") (i32.const -1)) (assert_trap (invoke "next") "continuation already consumed")`, []],
  'what a command spawns ends before the command does':
    [`(module ${SPAWNER}) (invoke "go") (assert_return (get "done") (i32.const 2)) (invoke "go") (assert_return (get "done") (i32.const 4))`, []],
  'constants of every type are in all threads': [`(module ${SPAWNER}
    (global $i (shared i64) (i64.const -5)) (global $f (shared f32) (f32.const nan:0x200001)) (global $d (shared f64) (f64.const nan:0x4000000000001)) (global $v (shared v128) (v128.const i64x2 1 -1))
    (global $i2 (export "i") i64 (global.get $i)) (global $f2 (export "f") f32 (global.get $f)) (global $d2 (export "d") f64 (global.get $d)) (global $v2 (export "v") v128 (global.get $v)))
    (invoke "go") (assert_return (get "done") (i32.const 2)) (assert_return (get "i") (i64.const -5)) (assert_return (get "f") (f32.const nan:0x200001))
    (assert_return (get "d") (f64.const nan:0x4000000000001)) (assert_return (get "v") (v128.const i64x2 1 -1))`, []],
  'threads may spawn': [`(thread $a (module ${SPAWNER}) (invoke "go") (assert_return (get "done") (i32.const 2)))
    (thread $b (module ${SPAWNER}) (invoke "go") (assert_return (get "done") (i32.const 2))) (wait $a) (wait $b)`, []],
  'without threads, there is none to wait for': ['(wait $a)', [/^wait failed: there is no thread \$a$/u]],
  ...abortScripts,
};

/** What checking looks at in a result. */
type Result = { readonly kind: string; readonly status: string; readonly why?: string };
/** Checks which commands of a script do not pass, and why. */
export const checkThreads = (name: string, results: readonly Result[]): void => {
  const unmet = threadScripts[name]?.[1] ?? [], found = results.filter(({ status }) => status !== 'passed')
    .map(({ kind, status, why = '' }) => `${kind} ${status}: ${why}`);
  assert.ok(found.length === unmet.length && found.every((words, i) => unmet[i]?.test(words)), `${name}: ${found.join('; ') || 'all commands pass'}`);
};
