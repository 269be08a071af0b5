/** Cooperative threads in whole programs: in which order they run, and what ends them. */
import { suite } from 'uvu';
import { passes } from '../scripts/running.ts';

/** `(call $spawn (ref.func $f) (i32.const n))`, `(call $yield)`, and `(call $write n)`, which writes a decimal digit to `$digits`. */
const program = (fields: string): string => `(module
  (type $job (func (param i32)))
  (import "thread" "spawn_ref" (func $spawn (param (ref null $job) i32) (result i32)))
  (import "thread" "yield" (func $yield (result i32)))
  (global $digits (export "digits") (mut i32) (i32.const 0))
  (func $write (param i32) (global.set $digits (i32.add (i32.mul (global.get $digits) (i32.const 10)) (local.get 0))))
  (func $twice (type $job) (call $write (local.get 0)) (drop (call $yield)) (call $write (local.get 0)))
  (elem declare func $twice)
  ${fields})`;
const SPAWN = (n: number, f = '$twice'): string => `(drop (call $spawn (ref.func ${f}) (i32.const ${n})))`;
const YIELD = '(drop (call $yield))';
const main = (body: string, fields = ''): string => program(`${fields} (func (export "main") (result i32) ${body})`);
/** The result of `main`, and the digits in the end. */
const gives = (text: string, result: number, digits: number): void =>
  passes(`${text} (assert_return (invoke "main") (i32.const ${result})) (assert_return (get "digits") (i32.const ${digits}))`);
const traps = (text: string, why: string, digits: number): void =>
  passes(`${text} (assert_trap (invoke "main") "${why}") (assert_return (get "digits") (i32.const ${digits}))`);

const order = suite('the order of cooperative threads');
order('a thread that is spawned begins where the others yield, and not before', () => {
  gives(main(`${SPAWN(1)} (call $write (i32.const 9)) ${YIELD} (global.get $digits)`), 91, 911);
  gives(main(`${SPAWN(1)} ${SPAWN(2)} ${YIELD} (global.get $digits)`), 12, 1212);
});
order('the call ends when all have ended, and returns what it would have returned', () =>
  gives(main(`${SPAWN(1)} ${SPAWN(2)} (i32.const 7)`), 7, 1212));
order('nobody is ready: yielding does nothing, and says that nothing was cancelled', () => gives(main('(call $yield)'), 0, 0));
order('threads are numbered from 1, from one call to the next', () => passes(`
  ${main('(call $spawn (ref.func $twice) (i32.const 1))')}
  (assert_return (invoke "main") (i32.const 1)) (assert_return (invoke "main") (i32.const 2))`));
order('a thread that another one spawns comes after those that are ready', () => gives(main(`${SPAWN(1, '$parent')} ${SPAWN(2)} (i32.const 0)`, `
  (func $parent (type $job) ${SPAWN(3)} (call $write (local.get 0)))
  (elem declare func $parent)`), 0, 12323));
order('a thread yields from inside of frames, blocks, handlers and prompts', () => gives(main(`${SPAWN(1, '$deep')} ${SPAWN(2)} (i32.const 0)`, `
  (type $k (cont $job)) (tag $e)
  (func $inner (param i32) (try_table (catch_all 0) (block (call $twice (local.get 0)))))
  (func $deep (type $job) (resume $k (local.get 0) (cont.new $k (ref.func $inner))) (call $write (i32.const 5)))
  (elem declare func $deep $inner)`), 0, 12152));
order('others go on in the middle of a continuation of the program that yields', () => gives(main(`
  ${SPAWN(1)} (resume $k (i32.const 3) (cont.new $k (ref.func $twice))) (global.get $digits)`, '(type $k (cont $job))'), 313, 3131));
order('threads of the start function run before the call', () => passes(`
  ${program(`(func $start ${SPAWN(4)}) (start $start) (func (export "main") (result i32) (global.get $digits))`)}
  (assert_return (invoke "main") (i32.const 44))`));
order('1,000 threads, and 10,000 turns of another one', () => passes(program(`
  (func $count (type $job) (global.set $digits (i32.add (global.get $digits) (i32.const 1))))
  (func $turns (type $job) (loop ${YIELD} (local.set 0 (i32.sub (local.get 0) (i32.const 1))) (br_if 0 (local.get 0))) (call $count (i32.const 0)))
  (elem declare func $count $turns)
  (func (export "main") (local $i i32)
    (local.set $i (i32.const 1000))
    (loop ${SPAWN(0, '$count')} (local.set $i (i32.sub (local.get $i) (i32.const 1))) (br_if 0 (local.get $i)))
    ${SPAWN(10_000, '$turns')})`).concat('(invoke "main") (assert_return (get "digits") (i32.const 1001))')));
order.run();

const ends = suite('the ends of cooperative threads');
ends('a null reference traps where the thread is spawned', () =>
  traps(main('(drop (call $spawn (ref.null $job) (i32.const 1))) (i32.const 0)'), 'null function reference', 0));
const failing = (body: string): string => main(`${SPAWN(1)} ${SPAWN(2, '$bad')} ${SPAWN(3)} ${YIELD} (i32.const 0)`, `
  (type $k (cont $job)) (tag $e)
  (func $bad (type $job) ${body})
  (elem declare func $bad)`);
ends('a trap ends all, and nobody goes on in a later call', () => {
  traps(failing('unreachable'), 'unreachable', 1);
  passes(`${failing('unreachable').replace('(func (export "main")', '(func (export "later") (result i32) (call $yield)) (func (export "main")')}
    (assert_trap (invoke "main") "unreachable") (assert_return (get "digits") (i32.const 1))
    (assert_return (invoke "later") (i32.const 0)) (assert_return (get "digits") (i32.const 1))`);
});
ends('an exception does not get out', () => traps(failing('(throw $e)'), 'uncaught exception in a thread', 1));
ends('an exception is caught inside', () => passes(`
  ${failing('(block (try_table (catch $e 0) (throw $e))) (call $write (i32.const 8))')}
  (assert_return (invoke "main") (i32.const 0)) (assert_return (get "digits") (i32.const 18313))`));
ends('a suspension does not get out, even if the program has a handler around', () => {
  traps(failing('(suspend $e)'), 'unhandled tag in a thread', 1);
  const around = failing('(suspend $e)').replace(YIELD + ' (i32.const 0)', `
    (block $on (result (ref $v)) (resume $v (on $e $on) (cont.new $v (ref.func $yielding))) unreachable) drop (i32.const 0)`)
    .replace('(tag $e)', `(tag $e) (type $none (func)) (type $v (cont $none)) (func $yielding ${YIELD}) (elem declare func $yielding)`);
  traps(around, 'unhandled tag in a thread', 1);
});
ends('a suspension is handled inside', () => passes(`
  ${failing('(block $on (result (ref $k)) (resume $k (on $e $on) (i32.const 8) (cont.new $k (ref.func $suspending))) (return)) drop (call $write (i32.const 6))')
    .replace('(func $bad', '(func $suspending (type $job) (call $write (local.get 0)) (suspend $e)) (elem declare func $suspending) (func $bad')
    .replace('(type $k (cont $job))', '(type $k0 (func (param i32))) (type $k (cont $job)) (type $rest (func)) (type $r (cont $rest))')
    .replaceAll('(result (ref $k))', '(result (ref $r))')}
  (assert_return (invoke "main") (i32.const 0)) (assert_return (get "digits") (i32.const 186313))`));
ends.run();

/** A module that spawns by table: cooperative threads come from an unshared table of unshared functions. */
const byTable = (table: string): string => `(module
  (type $job (func (param i32)))
  (import "thread" "spawn_indirect" (func $spawn (param i32 i32) (result i32)))
  (table $t (export "__indirect_function_table") ${table})
  (global $sum (export "sum") (mut i32) (i32.const 0))
  (func $add (type $job) (global.set $sum (i32.add (global.get $sum) (local.get 0))))
  (func $other)
  (elem (table $t) (i32.const 1) func $add $other)
  (func (export "main") (param i32) (result i32) (call $spawn (local.get 0) (i32.const 5))))`;
const tables = suite('cooperative threads by table');
tables('run the function of the table', () => passes(`${byTable('3 funcref')}
  (assert_return (invoke "main" (i32.const 1)) (i32.const 1)) (assert_return (get "sum") (i32.const 5))`));
tables('trap where they are spawned: no element, null, another type', () => passes(`${byTable('3 funcref')}
  (assert_trap (invoke "main" (i32.const 3)) "undefined element")
  (assert_trap (invoke "main" (i32.const 0)) "uninitialized element")
  (assert_trap (invoke "main" (i32.const 2)) "indirect call type mismatch")`));
tables('need a table of unshared functions', () => passes(`
  (assert_unlinkable ${byTable('3 anyref').replace('(elem (table $t) (i32.const 1) func $add $other)', '')}
    "incompatible import type: the table of spawn_indirect must hold unshared functions")`));
tables.run();

const components = suite('cooperative threads of components');
components('spawn by reference and by table, and yield', () => passes(`(component
  (core type $job (func (param i32)))
  (core module $libc (table (export "tab") 1 funcref))
  (core instance $libc (instantiate $libc))
  (core func $ref (canon thread.spawn-ref $job))
  (core func $ind (canon thread.spawn-indirect $job (table $libc "tab")))
  (core func $yield (canon thread.yield))
  (core module $m
    (type $job (func (param i32)))
    (import "" "ref" (func $ref (param (ref null $job) i32) (result i32)))
    (import "" "ind" (func $ind (param i32 i32) (result i32)))
    (import "" "yield" (func $yield (result i32)))
    (import "" "tab" (table $t 1 funcref))
    (global $sum (mut i32) (i32.const 0))
    (func $add (type $job) (global.set $sum (i32.add (global.get $sum) (local.get 0))))
    (elem (table $t) (i32.const 0) func $add)
    (func $start
      (drop (call $ref (ref.func $add) (i32.const 3)))
      (drop (call $ind (i32.const 0) (i32.const 4)))
      (if (global.get $sum) (then unreachable))
      (drop (call $yield))
      (if (i32.ne (global.get $sum) (i32.const 7)) (then unreachable)))
    (start $start))
  (core instance (instantiate $m (with "" (instance
    (export "ref" (func $ref)) (export "ind" (func $ind)) (export "yield" (func $yield)) (export "tab" (table $libc "tab")))))))`));
components.run();
