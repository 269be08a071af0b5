/** Shared functions, segments, tags and continuations, and thread-local globals, in programs that run. */
import { suite } from 'uvu';
import { passes } from '../scripts/running.ts';

/** A module that can spawn `$job*` by `(call $spawn (ref.func $job))`, and waits until `$done` is not 0. */
const program = (fields: string): string => `(module
  (type $job (shared (func)))
  (type $spawner (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawner)))
  (global $done (shared (mut i32)) (i32.const 0))
  (func $await (loop (br_if 0 (i32.eqz (global.atomic.get $done)))))
  ${fields})`;

const functions = suite('shared functions');
functions('call themselves, each other, by reference and through tables, and return such calls', () => passes(`
  (module
    (type $f (shared (func (param i32) (result i32))))
    (table $t shared 2 (ref null (shared func)))
    (table $typed shared 2 (ref null $f))
    (elem (table $t) (i32.const 0) (shared (ref null (shared func))) (ref.func $fac) (ref.func $dec))
    (elem (table $typed) (i32.const 0) (shared (ref null $f)) (ref.func $fac) (ref.func $dec))
    (func $fac (export "fac") (type $f)
      (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 1))
        (else (i32.mul (local.get 0) (call $fac (call $dec (local.get 0)))))))
    (func $dec (type $f) (i32.sub (local.get 0) (i32.const 1)))
    (func (export "ref") (type $f) (call_ref $f (local.get 0) (ref.func $fac)))
    (func (export "indirect") (type $f) (call_indirect $t (type $f) (local.get 0) (i32.const 0)))
    (func (export "typed") (type $f) (call_indirect $typed (type $f) (local.get 0) (i32.const 1)))
    (func (export "tail") (type $f) (return_call $fac (local.get 0)))
    (func (export "tail-ref") (type $f) (return_call_ref $f (local.get 0) (ref.func $dec)))
    (func (export "tail-indirect") (type $f) (return_call_indirect $t (type $f) (local.get 0) (local.get 0))))
  (assert_return (invoke "fac" (i32.const 5)) (i32.const 120))
  (assert_return (invoke "ref" (i32.const 4)) (i32.const 24))
  (assert_return (invoke "indirect" (i32.const 3)) (i32.const 6))
  (assert_return (invoke "typed" (i32.const 3)) (i32.const 2))
  (assert_return (invoke "tail" (i32.const 5)) (i32.const 120))
  (assert_return (invoke "tail-ref" (i32.const 5)) (i32.const 4))
  (assert_return (invoke "tail-indirect" (i32.const 1)) (i32.const 0))
  (assert_trap (invoke "tail-indirect" (i32.const 2)) "undefined element")`));
functions('have locals, blocks, structures and arrays, all shared', () => passes(`
  (module
    (type $s (shared (struct (field (mut i32)) (field (ref null (shared array))))))
    (type $a (shared (array (mut i8))))
    (type $f (shared (func (param i32) (result i32 i32))))
    (func (export "run") (type $f)
      (local $s (ref null $s)) (local $x f64)
      (local.set $s (struct.new $s (local.get 0) (array.new $a (i32.const 3) (local.get 0))))
      (block (result i32) (struct.atomic.rmw.add $s 0 (local.get $s) (i32.const 10)))
      (i32.add (struct.get $s 0 (local.get $s)) (array.len (struct.get $s 1 (local.get $s))))))
  (assert_return (invoke "run" (i32.const 5)) (i32.const 5) (i32.const 20))`));
functions.run();

const segments = suite('shared segments');
segments('are copied from by shared functions, until they are dropped', () => passes(`
  (module
    (type $f (shared (func))) (type $r (shared (func (result i32))))
    (type $bytes (shared (array (mut i8)))) (type $refs (shared (array (mut (ref null (shared any))))))
    (memory $m 1 1 shared)
    (table $t shared 3 (ref null (shared any)))
    (data $d shared "\\01\\02\\03\\04")
    (elem $e (shared (ref null (shared any))) (ref.i31_shared (i32.const 7)) (ref.null (shared any)))
    (func (export "memory") (type $r) (memory.init $m $d (i32.const 8) (i32.const 1) (i32.const 2)) (i32.load (i32.const 8)))
    (func (export "array") (type $r) (array.get_u $bytes (array.new_data $bytes $d (i32.const 2) (i32.const 2)) (i32.const 1)))
    (func $number (param (ref null (shared any))) (result i32) (i31.get_u (ref.cast (ref (shared i31)) (local.get 0))))
    (func (export "table") (result i32)
      (call $init) (call $number (table.get $t (i32.const 2))))
    (func $init (type $f) (table.init $t $e (i32.const 2) (i32.const 0) (i32.const 1)))
    (func $new (type $n) (array.new_elem $refs $e (i32.const 0) (i32.const 2)))
    (type $n (shared (func (result (ref $refs)))))
    (func (export "elements") (result i32) (call $number (array.get $refs (call $new) (i32.const 0))))
    (func (export "drop") (type $f) (data.drop $d) (elem.drop $e)))
  (assert_return (invoke "memory") (i32.const 0x302))
  (assert_return (invoke "array") (i32.const 4))
  (assert_return (invoke "table") (i32.const 7))
  (assert_return (invoke "elements") (i32.const 7))
  (invoke "drop")
  (assert_trap (invoke "memory") "out of bounds memory access")
  (assert_trap (invoke "array") "out of bounds memory access")
  (assert_trap (invoke "table") "out of bounds table access")
  (assert_trap (invoke "elements") "out of bounds table access")`));
segments('are dropped for all threads', () => passes(`${program(`
    (memory $m 1 1 shared)
    (data $d shared "\\01")
    (func $drop (type $job) (data.drop $d) (global.atomic.set $done (i32.const 1)))
    (elem declare (ref (shared func)) (ref.func $drop))
    (func (export "main")
      (memory.init $m $d (i32.const 0) (i32.const 0) (i32.const 1))
      (drop (call $spawn (ref.func $drop)))
      (call $await)
      (memory.init $m $d (i32.const 0) (i32.const 0) (i32.const 1)))`)}
  (assert_trap (invoke "main") "out of bounds memory access")`));
segments.run();

const tags = suite('shared tags');
tags('throw, across modules and from shared functions to others', () => passes(`
  (module $m
    (type $f (shared (func (param i32))))
    (tag $x (export "x") (type $f))
    (func (export "throw") (type $f) (throw $x (local.get 0))))
  (register "m" $m)
  (module
    (type $f (shared (func (param i32))))
    (import "m" "x" (tag $x (type $f)))
    (import "m" "throw" (func $throw (type $f)))
    (tag $other (type $f))
    (func (export "catch") (param i32) (result i32)
      (block $caught (result i32)
        (try_table (catch $other $caught) (catch $x $caught) (call $throw (local.get 0)))
        unreachable))
    (func (export "catch-ref") (param i32) (result i32)
      (block $caught (result i32 (ref (shared exn)))
        (try_table (catch_ref $x $caught) (call $throw (local.get 0)))
        unreachable)
      (throw_ref))
    (func (export "pass") (param i32) (try_table (call $throw (local.get 0)) (return)) unreachable))
  (assert_return (invoke "catch" (i32.const 5)) (i32.const 5))
  (assert_exception (invoke "catch-ref" (i32.const 5)))
  (assert_exception (invoke "pass" (i32.const 5)))
  (assert_unlinkable (module (import "m" "x" (tag (param i32)))) "incompatible import type")`));
tags('an exception is thrown again in another thread than the one that caught it', () => passes(`${program(`
    (type $x (shared (func (param i32))))
    (tag $x (type $x))
    (global $exn (shared (mut (ref null (shared exn)))) (ref.null (shared exn)))
    (func $catch (type $job)
      (block $caught (result (ref (shared exn))) (try_table (catch_all_ref $caught) (throw $x (i32.const 7))) unreachable)
      (global.set $exn)
      (global.atomic.set $done (i32.const 1)))
    (elem declare (ref (shared func)) (ref.func $catch))
    (func (export "main") (result i32)
      (drop (call $spawn (ref.func $catch)))
      (call $await)
      (block $seven (result i32) (try_table (catch $x $seven) (throw_ref (global.get $exn))) unreachable))`)}
  (assert_return (invoke "main") (i32.const 7))`));
tags.run();

const continuations = suite('shared continuations');
continuations('go on in another thread, and see its thread-local globals', () => passes(`${program(`
    (type $task (shared (func (result i32)))) (type $k (shared (cont $task)))
    (type $e (shared (func)))
    (tag $e (type $e))
    (global $own (thread_local (mut i32)) (i32.const 0))
    (global $k (shared (mut (ref null $k))) (ref.null $k))
    (func $task (type $task) (local $before i32)
      (local.set $before (global.get $own))
      (suspend $e)
      (i32.add (i32.mul (local.get $before) (i32.const 10)) (global.get $own)))
    (func $begin (type $job)
      (global.set $own (i32.const 4))
      (block $on (result (ref $k)) (resume $k (on $e $on) (cont.new $k (ref.func $task))) unreachable)
      (global.set $k)
      (global.atomic.set $done (i32.const 1)))
    (elem declare (ref (shared func)) (ref.func $begin) (ref.func $task))
    (func (export "main") (result i32)
      (global.set $own (i32.const 2))
      (drop (call $spawn (ref.func $begin)))
      (call $await)
      (resume $k (global.get $k)))
    (func (export "again") (result i32) (resume $k (global.get $k)))`)}
  (assert_return (invoke "main") (i32.const 42))
  (assert_trap (invoke "again") "continuation already consumed")`));
continuations.run();

const locals = suite('thread-local globals');
locals('of references begin with null in each thread, and are read and written by shared functions', () => passes(`${program(`
    (type $s (shared (struct (field (mut i32)))))
    (global $own (thread_local (mut (ref null $s))) (ref.null $s))
    (type $sum (shared (func (result i32))))
    (func $own (type $sum)
      (if (ref.is_null (global.get $own)) (then (global.set $own (struct.new_default $s))))
      (struct.set $s 0 (global.get $own) (i32.add (i32.const 1) (struct.get $s 0 (global.get $own))))
      (struct.get $s 0 (global.get $own)))
    (func $child (type $job) (drop (call $own)) (global.atomic.set $done (call $own)))
    (elem declare (ref (shared func)) (ref.func $child))
    (func (export "main") (result i32 i32)
      (drop (call $own)) (drop (call $own)) (drop (call $own))
      (drop (call $spawn (ref.func $child)))
      (call $await)
      (global.get $done) (call $own))`)}
  (assert_return (invoke "main") (i32.const 2) (i32.const 4))`));
locals('of numbers begin with 0 in each thread', () => passes(`${program(`
    (global $own (thread_local (mut i64)) (i64.const 0)) (global $seen (shared (mut i64)) (i64.const 1))
    (func $child (type $job)
      (global.set $seen (global.get $own)) (global.set $own (i64.const 9)) (global.atomic.set $done (i32.const 1)))
    (elem declare (ref (shared func)) (ref.func $child))
    (func (export "main") (result i64 i64 i64)
      (global.get $own)
      (global.set $own (i64.const 5))
      (drop (call $spawn (ref.func $child)))
      (call $await)
      (global.get $seen) (global.get $own))`)}
  (assert_return (invoke "main") (i64.const 0) (i64.const 0) (i64.const 5))`));
locals('are imported and exported as what they are', () => passes(`
  (module $m
    (global $g (export "g") (thread_local (mut i32)) (i32.const 0))
    (func (export "get") (result i32) (global.get $g)))
  (register "m" $m)
  (module
    (import "m" "g" (global $g (thread_local (mut i32))))
    (func (export "set") (global.set $g (i32.const 5))))
  (invoke "set")
  (assert_return (invoke $m "get") (i32.const 5))
  (assert_unlinkable (module (import "m" "g" (global (mut i32)))) "incompatible import type")
  (assert_unlinkable (module (import "m" "g" (global (shared (mut i32))))) "incompatible import type")`));
locals.run();
