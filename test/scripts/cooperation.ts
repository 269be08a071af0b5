/**
 * Cooperative threads in whole programs, as scripts that every engine passes: in which order they run, and what ends them.
 * @module
 */

/** A script, and what it shows. */
export type Shown = readonly [what: string, script: string];

/** `(call $spawn (ref.func $f) (i32.const n))`, `(call $yield)`, and `(call $write n)`, which writes a decimal digit to `$digits`. */
const program = (fields: string): string => `(module
  (type $job (func (param i32)))
  (import "thread" "spawn_ref" (func $spawn (param (ref null $job) i32) (result i32)))
  (import "thread" "yield" (func $yield (result i32)))
  (global $digits (export "digits") (mut i32) (i32.const 0))
  (func $write (export "write") (param i32) (global.set $digits (i32.add (i32.mul (global.get $digits) (i32.const 10)) (local.get 0))))
  (func $twice (type $job) (call $write (local.get 0)) (drop (call $yield)) (call $write (local.get 0)))
  (elem declare func $twice)
  ${fields})`;
const SPAWN = (n: number, f = '$twice'): string => `(drop (call $spawn (ref.func ${f}) (i32.const ${n})))`;
const YIELD = '(drop (call $yield))', WRITE = (n: number): string => `(call $write (i32.const ${n}))`;
const main = (body: string, fields = ''): string => program(`${fields} (func (export "main") (result i32) ${body})`);
/** The result of `main`, and the digits in the end. */
const gives = (text: string, result: number, digits: number): string =>
  `${text} (assert_return (invoke "main") (i32.const ${result})) (assert_return (get "digits") (i32.const ${digits}))`;
const traps = (text: string, why: string, digits: number): string =>
  `${text} (assert_trap (invoke "main") "${why}") (assert_return (get "digits") (i32.const ${digits}))`;

const UNCAUGHT = 'uncaught exception in a thread', UNHANDLED = 'unhandled tag in a thread';

const order: readonly Shown[] = [
  ['a thread that is spawned begins where the others yield, and not before',
    gives(main(`${SPAWN(1)} ${WRITE(9)} ${YIELD} (global.get $digits)`), 91, 911)],
  ['a yield lets each go on that is ready, once', gives(main(`${SPAWN(1)} ${SPAWN(2)} ${YIELD} (global.get $digits)`), 12, 1212)],
  ['the call ends when all have ended, and returns what it would have returned',
    gives(main(`${SPAWN(1)} ${SPAWN(2)} (i32.const 7)`), 7, 1212)],
  ['what a call returns besides numbers', `${program(`
    (type $pair (struct (field i32 i64)))
    (func (export "main") (result v128 (ref $pair) externref f32)
      ${SPAWN(1)} (v128.const i64x2 1 -2) (struct.new $pair (i32.const 1) (i64.const 2)) (ref.null extern) (f32.const nan:0x123456))`)}
    (assert_return (invoke "main") (v128.const i64x2 1 -2) (ref.struct) (ref.null extern) (f32.const nan:0x123456))
    (assert_return (get "digits") (i32.const 11))`],
  ['nobody is ready: yielding does nothing, and says that nothing was cancelled', gives(main('(call $yield)'), 0, 0)],
  ['a thread is told as well that it was not cancelled', gives(main(`${SPAWN(1, '$told')} (i32.const 0)`, `
    (func $told (type $job) (call $write (i32.add (call $yield) (i32.const 5)))) (elem declare func $told)`), 0, 5)],
  ['threads are numbered from 1, from one call to the next', `
    ${main('(call $spawn (ref.func $twice) (i32.const 1))')}
    (assert_return (invoke "main") (i32.const 1)) (assert_return (invoke "main") (i32.const 2))`],
  ['those that a trap has ended count as well', `
    ${program(`(func (export "main") (result i32) (call $spawn (ref.func $twice) (i32.const 1)))
      (func (export "bad") ${SPAWN(1)} unreachable)`)}
    (assert_trap (invoke "bad") "unreachable") (assert_return (invoke "main") (i32.const 2))`],
  ['a thread that another one spawns comes after those that are ready', gives(main(`${SPAWN(1, '$parent')} ${SPAWN(2)} (i32.const 0)`, `
    (func $parent (type $job) ${SPAWN(3)} (call $write (local.get 0)))
    (elem declare func $parent)`), 0, 12323)],
  ['a thread that spawns and yields comes after the one that it has spawned', gives(main(`${SPAWN(1, '$parent')} (i32.const 0)`, `
    (func $parent (type $job) ${SPAWN(3)} ${YIELD} (call $write (local.get 0)))
    (elem declare func $parent)`), 0, 313)],
  ['a thread yields from inside of frames, blocks, handlers and prompts', gives(main(`${SPAWN(1, '$deep')} ${SPAWN(2)} (i32.const 0)`, `
    (type $k (cont $job)) (tag $e)
    (func $inner (param i32) (try_table (catch_all 0) (block (call $twice (local.get 0)))))
    (func $deep (type $job) (resume $k (on $e switch) (local.get 0) (cont.new $k (ref.func $inner))) ${WRITE(5)})
    (elem declare func $deep $inner)`), 0, 12152)],
  ['what is on the stack of a thread and in its locals is there when it goes on', gives(main(`${SPAWN(1, '$sum')} ${SPAWN(2, '$sum')} (i32.const 0)`, `
    (func $sum (type $job) (local $x i64)
      (local.set $x (i64.extend_i32_u (local.get 0)))
      (call $write (i32.add (i32.add (local.get 0) (call $yield)) (i32.wrap_i64 (i64.add (local.get $x) (i64.extend_i32_u (call $yield)))))))
    (elem declare func $sum)`), 0, 24)],
  ['others go on in the middle of a continuation of the program that yields', gives(main(`
    ${SPAWN(1)} (resume $k (i32.const 3) (cont.new $k (ref.func $twice))) (global.get $digits)`, '(type $k (cont $job))'), 313, 3131)],
  ['others go on in the middle of nested continuations, and the program is suspended after that', gives(main(`
    ${SPAWN(1)}
    (block $on (result (ref $v)) (resume $v (on $e $on) (cont.new $v (ref.func $outer))) (unreachable))
    (resume $v)
    (global.get $digits)`, `
    (type $none (func)) (type $v (cont $none)) (tag $e) (tag $other)
    (func $inner ${WRITE(3)} ${YIELD} ${WRITE(4)} (suspend $e) ${YIELD} ${WRITE(5)})
    (func $outer (block $on (result (ref $v)) (resume $v (on $other $on) (cont.new $v (ref.func $inner))) (return)) (drop))
    (elem declare func $inner $outer)`), 31415, 31415)],
  ['after a yield, what is called by reference is still inside of the continuation', gives(main(`
    ${SPAWN(1)}
    (block $on (result (ref $v)) (resume $v (on $e $on) (cont.new $v (ref.func $inner))) (unreachable))
    (resume $v)
    (global.get $digits)`, `
    (type $none (func)) (type $v (cont $none)) (tag $e)
    (func $suspends (suspend $e) ${WRITE(2)})
    (func $inner ${YIELD} (call_ref $none (ref.func $suspends)) ${WRITE(3)})
    (elem declare func $inner $suspends)`), 123, 1231)],
  ['the same if a continuation of another thread has ended meanwhile', gives(main(`
    ${SPAWN(1, '$resumes')} ${YIELD}
    (block $on (result (ref $v)) (resume $v (on $e $on) (cont.new $v (ref.func $inner))) (unreachable))
    (resume $v)
    (global.get $digits)`, `
    (type $none (func)) (type $v (cont $none)) (type $k (cont $job)) (tag $e)
    (func $suspends (suspend $e) ${WRITE(2)})
    (func $inner ${YIELD} (call_ref $none (ref.func $suspends)) ${WRITE(3)})
    (func $resumes (type $job) (resume $k (local.get 0) (cont.new $k (ref.func $twice))))
    (elem declare func $inner $suspends $resumes)`), 1123, 1123)],
  ['a thread resumes what the program has suspended, and the program what a thread has', gives(main(`
    ${SPAWN(1, '$resumes')}
    (block $on (result (ref $v)) (resume $v (on $e $on) (cont.new $v (ref.func $steps))) (unreachable))
    (global.set $kept)
    ${YIELD} ${WRITE(0)} ${YIELD} ${WRITE(0)}
    (resume $v (global.get $kept))
    (i32.const 0)`, `
    (type $none (func)) (type $v (cont $none)) (tag $e) (global $kept (mut (ref null $v)) (ref.null $v))
    (func $steps ${WRITE(1)} (suspend $e) ${WRITE(2)} ${YIELD} ${WRITE(3)} (suspend $e) ${WRITE(4)} ${YIELD} ${WRITE(5)})
    (func $resumes (type $job)
      (block $on (result (ref $v)) (resume $v (on $e $on) (global.get $kept)) (unreachable)) (global.set $kept))
    (elem declare func $steps $resumes)`), 0, 12030_45)],
  ['threads that switch among themselves', gives(main(`${SPAWN(1, '$switches')} ${SPAWN(6)} (i32.const 0)`, `
    (rec (type $f (func (param (ref null $c)))) (type $c (cont $f))) (tag $t)
    (func $a (type $f) ${WRITE(2)} (switch $c $t (cont.new $c (ref.func $b))) (drop) ${YIELD} ${WRITE(4)})
    (func $b (type $f) ${WRITE(3)} ${YIELD} (switch $c $t (local.get 0)) (drop))
    (func $switches (type $job) (resume $c (on $t switch) (ref.null $c) (cont.new $c (ref.func $a))) ${WRITE(5)})
    (elem declare func $a $b $switches)`), 0, 236_645)],
  ['a thread that yields by a tail call, and one that is spawned by one', gives(main('(drop (call $spawns)) (i32.const 0)', `
    (func $tail (param i32) (result i32) (call $write (local.get 0)) (return_call $yield))
    (func $runs (type $job) (drop (call $tail (local.get 0))) ${WRITE(3)})
    (func $spawns (result i32) (return_call $spawn (ref.func $runs) (i32.const 2)))
    (elem declare func $runs)`), 0, 23)],
  ['the functions are referred to, called by reference and by table, and exported again', `${program(`
    (type $spawner (func (param (ref null $job) i32) (result i32))) (type $yielder (func (result i32)))
    (table $t funcref (elem $spawn $yield))
    (global $y (ref func) (ref.func $yield))
    (export "spawn" (func $spawn)) (export "yield" (func $yield))
    (func $dynamic (type $job)
      (call $write (local.get 0))
      (drop (call_ref $yielder (ref.cast (ref $yielder) (global.get $y))))
      (call $write (local.get 0))
      (drop (call_indirect $t (type $yielder) (i32.const 1)))
      (call $write (local.get 0)))
    (elem declare func $dynamic)
    (func (export "main") (result i32)
      (call_indirect $t (type $spawner) (ref.func $dynamic) (i32.const 2) (i32.const 0))
      (call_ref $spawner (ref.func $dynamic) (i32.const 3) (ref.func $spawn))
      (i32.add (i32.mul (i32.const 10))))`)}
    (assert_return (invoke "main") (i32.const 21)) (assert_return (get "digits") (i32.const 232323))`],
  ['the embedder calls the functions themselves', `${program('(export "spawn" (func $spawn)) (export "yield" (func $yield)) (export "twice" (func $twice))')}
    (assert_return (invoke "yield") (i32.const 0))
    (assert_trap (invoke "spawn" (ref.null func) (i32.const 1)) "null function reference")`],
  ['threads of the start function run before the call', `
    ${program(`(func $start ${SPAWN(4)}) (start $start) (func (export "main") (result i32) (global.get $digits))`)}
    (assert_return (invoke "main") (i32.const 44))`],
  ['1,000 threads, and 10,000 turns of another one', program(`
    (func $count (type $job) (global.set $digits (i32.add (global.get $digits) (i32.const 1))))
    (func $turns (type $job) (loop ${YIELD} (local.set 0 (i32.sub (local.get 0) (i32.const 1))) (br_if 0 (local.get 0))) (call $count (i32.const 0)))
    (elem declare func $count $turns)
    (func (export "main") (local $i i32)
      (local.set $i (i32.const 1000))
      (loop ${SPAWN(0, '$count')} (local.set $i (i32.sub (local.get $i) (i32.const 1))) (br_if 0 (local.get $i)))
      ${SPAWN(10_000, '$turns')})`).concat('(invoke "main") (assert_return (get "digits") (i32.const 1001))')],
];

const types: readonly Shown[] = [
  ['arguments of all kinds of types', `(module
    (type $pair (struct (field i32) (field (mut i64))))
    (type $none (func)) (type $k (cont $none))
    (type $job (func (param i32 i64 f32 f64 v128 (ref $pair) (ref null $pair) externref funcref exnref (ref $none) (ref $k) (ref null i31))))
    (import "thread" "spawn_ref" (func $spawn (param (ref $job) i32 i64 f32 f64 v128 (ref $pair) (ref null $pair) externref funcref exnref
      (ref $none) (ref $k) (ref null i31)) (result i32)))
    (import "thread" "yield" (func $yield (result i32)))
    (global $seen (export "seen") (mut i64) (i64.const 0))
    (tag $e)
    (func $add (param i64) (global.set $seen (i64.add (global.get $seen) (local.get 0))))
    (func $one (call $add (i64.const 1)) (drop (call $yield)) (call $add (i64.const 2)))
    (func $all (type $job)
      (call $add (i64.extend_i32_u (local.get 0))) (call $add (local.get 1))
      (call $add (i64.extend_i32_u (i32.reinterpret_f32 (local.get 2)))) (call $add (i64.reinterpret_f64 (local.get 3)))
      (call $add (i64x2.extract_lane 1 (local.get 4))) (drop (call $yield)) (call $add (i64x2.extract_lane 0 (local.get 4)))
      (call $add (struct.get $pair 1 (local.get 5))) (call $add (i64.extend_i32_u (ref.is_null (local.get 6))))
      (call $add (i64.extend_i32_u (ref.is_null (local.get 7)))) (call $add (i64.extend_i32_u (ref.is_null (local.get 8))))
      (block (try_table (catch $e 0) (throw_ref (local.get 9))))
      (call_ref $none (local.get 10)) (resume $k (local.get 11))
      (call $add (i64.extend_i32_u (i31.get_u (local.get 12)))))
    (elem declare func $one $all)
    (func (export "main") (result i32)
      (ref.func $all) (i32.const 1) (i64.const 20) (f32.const nan:0x200001) (f64.const 1.5) (v128.const i64x2 300 4000)
      (struct.new $pair (i32.const 0) (i64.const 50000)) (ref.null $pair) (ref.null extern) (ref.null func)
      (block (result exnref) (try_table (result exnref) (catch_all_ref 0) (throw $e)))
      (ref.func $one) (cont.new $k (ref.func $one)) (ref.i31 (i32.const 600000))
      (call $spawn)))
    (assert_return (invoke "main") (i32.const 1))
    (assert_return (get "seen") (i64.const ${(1n + 20n + 0x7fa0_0001n + 0x3ff8_0000_0000_0000n + 4000n + 300n + 50_000n + 3n + 6n + 600_000n).toString()}))`],
  ['arguments that are shared, and functions that are', `(module
    (type $box (shared (struct (field (mut i32))))) (type $get (shared (func (param (ref $box)) (result i32))))
    (type $job (func (param (ref $box) (ref null $get) i64)))
    (import "thread" "spawn_ref" (func $spawn (param (ref null $job) (ref $box) (ref null $get) i64) (result i32)))
    (import "thread" "yield" (func $yield (result i32)))
    (global $last (export "last") (mut i32) (i32.const 0))
    (func $get (type $get) (struct.get $box 0 (local.get 0)))
    (func $add (type $job)
      (loop $again
        (struct.set $box 0 (local.get 0) (i32.add (call_ref $get (local.get 0) (local.get 1)) (i32.const 1)))
        (drop (struct.new $box (call $yield)))
        (br_if $again (i32.wrap_i64 (local.tee 2 (i64.sub (local.get 2) (i64.const 1))))))
      (global.set $last (struct.get $box 0 (local.get 0))))
    (elem declare (ref (shared func)) (ref.func $get)) (elem declare func $add)
    (func (export "main") (result i32) (local $box (ref null $box))
      (local.set $box (struct.new $box (i32.const 10)))
      (drop (call $spawn (ref.func $add) (ref.as_non_null (local.get $box)) (ref.func $get) (i64.const 3)))
      (drop (call $spawn (ref.func $add) (ref.as_non_null (local.get $box)) (ref.func $get) (i64.const 4)))
      (drop (call $yield)) (drop (call $yield))
      (struct.get $box 0 (local.get $box))))
    (assert_return (invoke "main") (i32.const 14)) (assert_return (get "last") (i32.const 17))`],
  ['functions without parameters, and of a subtype', `(module
    (type $job (sub (func))) (type $own (sub final $job (func)))
    (import "thread" "spawn_ref" (func $spawn (param (ref null $job)) (result i32)))
    (global $n (export "n") (mut i32) (i32.const 0))
    (func $a (type $own) (global.set $n (i32.add (global.get $n) (i32.const 1))))
    (elem declare func $a)
    (func (export "main") (result i32) (drop (call $spawn (ref.func $a))) (call $spawn (ref.func $a))))
    (assert_return (invoke "main") (i32.const 2)) (assert_return (get "n") (i32.const 2))`],
  ['the functions have the types at which they are imported', `(module
    (rec (type $job (func)) (type $spawner (sub (func (param (ref null $job)) (result i32)))) (type $yielder (sub (func (result i32)))))
    (type $more (sub $yielder (func (result i32))))
    (import "thread" "spawn_ref" (func $spawn (type $spawner))) (import "thread" "spawn-ref" (func $again (type $spawner)))
    (import "thread" "yield" (func $yield (type $yielder))) (import "thread" "yield" (func $plain (result i32)))
    (import "thread" "yield" (func $sub (type $more)))
    (global $n (mut i32) (i32.const 0))
    (func $a (type $job) (drop (call $plain)) (drop (call_ref $yielder (ref.func $sub))) (global.set $n (i32.add (global.get $n) (i32.const 1))))
    (elem declare func $a $yield $sub)
    (func (export "main") (result i32)
      (drop (call_ref $spawner (ref.func $a) (ref.func $spawn))) (drop (call $again (ref.func $a)))
      (drop (call $yield)) (drop (call_ref $yielder (ref.func $yield))) (drop (call $sub))
      (global.get $n))
    (elem declare func $spawn)
    (func (export "test") (result i32)
      (i32.add (ref.test (ref $more) (ref.func $sub)) (ref.test (ref $more) (ref.func $yield)))))
    (assert_return (invoke "main") (i32.const 2)) (assert_return (invoke "test") (i32.const 1))`],
  ['other types do not fit', `
    (assert_unlinkable (module (import "thread" "yield" (func (result i64)))) "incompatible import type: expected (func (func (result i64))), but its type must be [] -> [i32]")
    (assert_unlinkable (module (type $y (shared (func (result i32)))) (import "thread" "yield" (func (type $y))))
      "incompatible import type: expected (func (shared (func (result i32)))), but its type must not be shared: only cooperative threads yield")
    (assert_unlinkable (module (type $f (func (result i32))) (import "thread" "spawn_ref" (func (param (ref null $f)) (result i32)))) "incompatible import type")`],
];

const failing = (body: string): string => main(`${SPAWN(1)} ${SPAWN(2, '$bad')} ${SPAWN(3)} ${YIELD} (i32.const 0)`, `
  (type $k (cont $job)) (tag $e)
  (func $bad (type $job) ${body})
  (elem declare func $bad)`);
/** `$bad` runs while `main` is in a continuation, with a handler and a `try_table` around. */
const around = (body: string): string => main(`${SPAWN(1)} ${SPAWN(2, '$bad')}
  (block $on (result (ref $v))
    (block $caught (try_table (catch_all $caught) (resume $v (on $e $on) (on $e switch) (cont.new $v (ref.func $yielding)))))
    ${WRITE(7)} (return (i32.const 1)))
  (drop) ${WRITE(8)} (i32.const 0)`, `
  (type $none (func)) (type $v (cont $none)) (tag $e) (tag $thrown)
  (func $yielding ${YIELD}) (elem declare func $yielding $bad)
  (func $bad (type $job) ${body})`);
const ends: readonly Shown[] = [
  ['a null reference traps where the thread is spawned', traps(main(`${WRITE(4)} (drop (call $spawn (ref.null $job) (i32.const 1))) (i32.const 0)`), 'null function reference', 4)],
  ['a null reference makes no thread', `${program(`(func (export "bad") (drop (call $spawn (ref.null $job) (i32.const 1))))
    (func (export "main") (result i32) (call $spawn (ref.func $twice) (i32.const 1)))`)}
    (assert_trap (invoke "bad") "null function reference") (assert_return (invoke "main") (i32.const 1))`],
  ['a trap ends all', traps(failing('unreachable'), 'unreachable', 1)],
  ['a trap ends all, and nobody goes on in a later call', `
    ${failing('unreachable').replace('(func (export "main")', '(func (export "later") (result i32) (call $yield)) (func (export "main")')}
    (assert_trap (invoke "main") "unreachable") (assert_return (get "digits") (i32.const 1))
    (assert_return (invoke "later") (i32.const 0)) (assert_return (get "digits") (i32.const 1))`],
  ['a trap of the program itself ends the others', traps(main(`${SPAWN(1)} ${YIELD} ${SPAWN(2)} unreachable`), 'unreachable', 1)],
  ['nobody goes on where another module is instantiated later', `(module $first
    ${failing('unreachable').slice('(module'.length).replace('(func (export "main")', '(export "yield" (func $yield)) (func (export "main")')}
    (assert_trap (invoke "main") "unreachable")
    (register "first" $first)
    (module (import "first" "yield" (func $yield (result i32))) (func $start (drop (call $yield))) (start $start))
    (assert_return (get $first "digits") (i32.const 1))`],
  ['nor if a start function has trapped', `(module $host
    ${program('(export "spawn" (func $spawn)) (export "yield" (func $yield)) (export "twice" (func $twice))').slice('(module'.length)}
    (register "host" $host)
    (assert_trap (module
      (type $job (func (param i32)))
      (import "host" "spawn" (func $spawn (param (ref null $job) i32) (result i32))) (import "host" "twice" (func $twice (type $job)))
      (elem declare func $twice)
      (func $start ${SPAWN(1)} unreachable) (start $start)) "unreachable")
    (module (import "host" "yield" (func $yield (result i32))) (func (export "main") (result i32) (call $yield)))
    (assert_return (invoke "main") (i32.const 0)) (assert_return (get $host "digits") (i32.const 0))`],
  ['an exception of the program itself leaves the call, and nobody goes on', `
    ${main(`${SPAWN(1)} ${YIELD} ${SPAWN(2)} (throw $e)`, '(tag $e) (func (export "later") (result i32) (call $yield))')}
    (assert_exception (invoke "main")) (assert_return (get "digits") (i32.const 1))
    (assert_return (invoke "later") (i32.const 0)) (assert_return (get "digits") (i32.const 1))`],
  ['a suspension of the program itself leaves the call, and nobody goes on', `
    ${main(`${SPAWN(1)} ${YIELD} ${SPAWN(2)} (suspend $e) (i32.const 0)`, '(tag $e) (func (export "later") (result i32) (call $yield))')}
    (assert_suspension (invoke "main") "unhandled") (assert_return (get "digits") (i32.const 1))
    (assert_return (invoke "later") (i32.const 0)) (assert_return (get "digits") (i32.const 1))`],
  ['an exception does not get out', traps(failing('(throw $e)'), UNCAUGHT, 1)],
  ['an exception does not get out after a yield, and at the end of the call', traps(failing(`${YIELD} (throw $e)`), UNCAUGHT, 131)],
  ['an exception does not get out of a continuation in a thread', traps(failing(`
    (resume_throw $k $e (cont.new $k (ref.func $bad)))`), UNCAUGHT, 1)],
  ['an exception does not get out, even if the program would catch it', traps(around('(throw $thrown)'), UNCAUGHT, 1)],
  ['an exception is caught inside', gives(failing(`(block (try_table (catch $e 0) (throw $e))) ${WRITE(8)}`), 0, 18313)],
  ['an exception is caught inside after others have gone on',
    gives(failing(`(block (try_table (catch $e 0) ${YIELD} (throw $e))) ${WRITE(8)}`), 0, 13183)],
  ['a suspension does not get out', traps(failing('(suspend $e)'), UNHANDLED, 1)],
  ['a suspension does not get out after a yield', traps(failing(`${YIELD} (suspend $e)`), UNHANDLED, 131)],
  ['a suspension does not get out, even if the program has a handler around', traps(around('(suspend $e)'), UNHANDLED, 1)],
  ['a suspension does not get out of a prompt for another tag', traps(failing(`
    (block $on (result (ref $r)) (resume $r (on $other $on) (cont.new $r (ref.func $suspends))) (return)) (drop)`)
    .replace('(tag $e)', '(type $rest (func)) (type $r (cont $rest)) (tag $e) (tag $other) (func $suspends (suspend $e)) (elem declare func $suspends)'),
  UNHANDLED, 1)],
  ['a suspension is handled inside', gives(failing(`
    (block $on (result (ref $r)) (resume $k (on $e $on) (i32.const 8) (cont.new $k (ref.func $suspending))) (return)) drop ${WRITE(6)}`)
    .replace('(func $bad', '(type $rest (func)) (type $r (cont $rest)) (func $suspending (type $job) (call $write (local.get 0)) (suspend $e)) (elem declare func $suspending) (func $bad'),
  0, 186313)],
  ['a switch does not get out', traps(around('(switch $c $e (cont.new $c (ref.func $a)))')
    .replace('(tag $e)', '(tag $e) (type $f (func)) (type $plain (cont $f)) (type $g (func (param (ref null $plain)))) (type $c (cont $g)) (func $a (type $g))')
    .replace('func $yielding $bad', 'func $yielding $bad $a'), UNHANDLED, 1)],
  ['a switch to nothing, or to what has been used, is that', `
    ${program(`(tag $e) (type $f (func)) (type $plain (cont $f)) (type $g (func (param (ref null $plain)))) (type $c (cont $g))
      (func $a (type $g)) (elem declare func $a $null $used)
      (func $null (type $job) (switch $c $e (ref.null $c)))
      (func $used (type $job) (local $k (ref null $c))
        (resume $c (ref.null $plain) (local.tee $k (cont.new $c (ref.func $a)))) (switch $c $e (local.get $k)))
      (func (export "null") ${SPAWN(1, '$null')}) (func (export "used") ${SPAWN(1, '$used')})`)}
    (assert_trap (invoke "null") "null continuation reference") (assert_trap (invoke "used") "continuation already consumed")`],
  ['the same tag is unhandled outside of a thread in the same call as before', `
    ${main(`${SPAWN(1)} ${YIELD} (suspend $e) (i32.const 0)`, '(tag $e)')}
    (assert_suspension (invoke "main") "unhandled")`],
];

/** A module that spawns by table: cooperative threads come from an unshared table of unshared functions. */
const byTable = (table: string, at = 'i32'): string => `(module
  (type $job (func (param i32)))
  (import "thread" "spawn_indirect" (func $spawn (param ${at} i32) (result i32)))
  (import "thread" "yield" (func $yield (result i32)))
  (table $t (export "__indirect_function_table") ${table})
  (global $sum (export "sum") (mut i32) (i32.const 0))
  (func $add (type $job) (drop (call $yield)) (global.set $sum (i32.add (global.get $sum) (local.get 0))))
  (func $other)
  (elem (table $t) (${at}.const 1) func $add $other)
  (func (export "main") (param ${at}) (result i32) (call $spawn (local.get 0) (i32.const 5)))
  (func (export "sum after") (result i32) (drop (call $yield)) (global.get $sum)))`;
const tables: readonly Shown[] = [
  ['by table, they run the function of the table', `${byTable('3 funcref')}
    (assert_return (invoke "main" (i32.const 1)) (i32.const 1)) (assert_return (get "sum") (i32.const 5))`],
  ['by table, they trap where they are spawned: no element, null, another type', `${byTable('3 funcref')}
    (assert_trap (invoke "main" (i32.const 3)) "undefined element") (assert_trap (invoke "main" (i32.const -1)) "undefined element")
    (assert_trap (invoke "main" (i32.const 0)) "uninitialized element")
    (assert_trap (invoke "main" (i32.const 2)) "indirect call type mismatch")
    (assert_return (invoke "main" (i32.const 1)) (i32.const 1))`],
  ['by table with 64-bit addresses', `${byTable('i64 3 funcref', 'i64')}
    (assert_return (invoke "main" (i64.const 1)) (i32.const 1)) (assert_return (get "sum") (i32.const 5))
    (assert_trap (invoke "main" (i64.const 0x1_0000_0001)) "undefined element")`],
  ['by table, they need a table of unshared functions', `
    (assert_unlinkable ${byTable('3 anyref').replace('(elem (table $t) (i32.const 1) func $add $other)', '')}
      "incompatible import type: the table of spawn_indirect must hold unshared functions")`],
];

const modules: readonly Shown[] = [
  ['modules of a store have one queue', `(module $a
    ${program(`(func (export "both") ${SPAWN(1)} ${SPAWN(2)})`).slice('(module'.length)}
    (register "a" $a)
    (module
      (type $job (func (param i32)))
      (import "thread" "spawn_ref" (func $spawn (param (ref null $job) i32) (result i32)))
      (import "thread" "yield" (func $yield (result i32)))
      (import "a" "both" (func $both)) (import "a" "write" (func $write (param i32)))
      (func $three (type $job) (call $write (local.get 0)))
      (elem declare func $three)
      (func (export "main") (result i32) (call $both) ${WRITE(9)} (call $spawn (ref.func $three) (i32.const 3)) ${YIELD} ${WRITE(8)}))
    (assert_return (invoke "main") (i32.const 3)) (assert_return (get $a "digits") (i32.const 9123812))`],
  ['a module that yields alone, in a continuation of another one', `(module $a
    ${program(`
      (type $none (func)) (type $v (cont $none)) (tag $e)
      (func (export "drive") (param $f (ref $none)) ${SPAWN(1)} ${SPAWN(2)}
        (block $on (result (ref $v)) (resume $v (on $e $on) (cont.new $v (local.get $f))) (return)) (drop))`).slice('(module'.length)}
    (register "a" $a)
    (module
      (type $none (func))
      (import "a" "drive" (func $drive (param (ref $none)))) (import "a" "write" (func $write (param i32)))
      (import "thread" "yield" (func $yield (result i32)))
      (func $yields ${WRITE(3)} ${YIELD} ${WRITE(4)}) (elem declare func $yields)
      (func (export "main") (call $drive (ref.func $yields)) ${WRITE(5)}))
    (assert_return (invoke "main")) (assert_return (get $a "digits") (i32.const 3124512))`],
  ['a module that knows nothing of threads is on the stack of one', `(module $plain
      (type $f (func (result i32)))
      (func (export "twice") (param (ref $f)) (result i32) (i32.add (call_ref $f (local.get 0)) (call_ref $f (local.get 0)))))
    (register "plain" $plain)
    ${gives(main(`${SPAWN(1, '$through')} ${SPAWN(2, '$through')} (i32.const 0)`, `
      (func $yields (type $f) ${YIELD} ${WRITE(0)} (i32.const 3))
      (func $through (type $job) (call $write (local.get 0)) (call $write (call $plain (ref.func $yields))))
      (elem declare func $through $yields)`).replace('(global $digits', `(type $f (func (result i32))) (import "plain" "twice" (func $plain (param (ref $f)) (result i32)))
      (global $digits`), 0, 12_000_606)}`],
  ['a module called `thread` is what is imported', `(module $own
      (global $n (export "n") (mut i32) (i32.const 0))
      (func (export "yield") (result i32) (global.set $n (i32.add (global.get $n) (i32.const 1))) (i32.const 7)))
    (register "thread" $own)
    (module (import "thread" "yield" (func $yield (result i32))) (func (export "main") (result i32) (call $yield)))
    (assert_return (invoke "main") (i32.const 7)) (assert_return (get $own "n") (i32.const 1))`],
];

/** All of them. */
export const cooperation: readonly Shown[] = [...order, ...types, ...ends, ...tables, ...modules];
