import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runProgram } from '../../reduction/scheduler.ts';
import { programOf, spawning } from './programs.ts';
import { passes } from '../scripts/running.ts';

const memories = suite('atomic accesses of memories');
for (const shared of ['', 'shared']) {
  memories(`of ${shared === '' ? 'an unshared' : 'a shared'} memory`, () => passes(`
    (module
      (memory 1 1 ${shared})
      (func (export "store") (param i32 i32) (i32.atomic.store offset=4 (local.get 0) (local.get 1)))
      (func (export "load") (param i32) (result i32) (i32.atomic.load offset=4 (local.get 0)))
      (func (export "load8") (param i32) (result i64) (i64.atomic.load8_u (local.get 0)))
      (func (export "add") (param i32 i32) (result i32) (i32.atomic.rmw.add acqrel offset=4 (local.get 0) (local.get 1)))
      (func (export "sub8") (param i32 i32) (result i32) (i32.atomic.rmw8.sub_u (local.get 0) (local.get 1)))
      (func (export "cas16") (param i32 i64 i64) (result i64) (i64.atomic.rmw16.cmpxchg_u (local.get 0) (local.get 1) (local.get 2)))
      (func (export "fence") (result i32) (atomic.fence) (pause) (i32.const 1)))
    (invoke "store" (i32.const 4) (i32.const 0x89abcdef))
    (assert_return (invoke "load" (i32.const 4)) (i32.const 0x89abcdef))
    (assert_return (invoke "add" (i32.const 4) (i32.const 0x11)) (i32.const 0x89abcdef))
    (assert_return (invoke "load" (i32.const 4)) (i32.const 0x89abce00))
    (assert_return (invoke "sub8" (i32.const 8) (i32.const 1)) (i32.const 0))
    (assert_return (invoke "load8" (i32.const 8)) (i64.const 0xff))
    (assert_return (invoke "cas16" (i32.const 8) (i64.const 0xceff) (i64.const 0x1_0007)) (i64.const 0xceff))
    (assert_return (invoke "cas16" (i32.const 8) (i64.const 0xceff) (i64.const 8)) (i64.const 7))
    (assert_return (invoke "load" (i32.const 4)) (i32.const 0x89ab0007))
    (assert_trap (invoke "load" (i32.const 3)) "unaligned atomic")
    (assert_trap (invoke "load" (i32.const 65531)) "unaligned atomic")
    (assert_trap (invoke "load" (i32.const 65532)) "out of bounds memory access")
    (assert_trap (invoke "add" (i32.const 65536) (i32.const 0)) "out of bounds memory access")
    (assert_return (invoke "fence") (i32.const 1))`));
}
memories.run();

const globals = suite('atomic accesses of globals');
for (const type of ['(mut i64)', '(shared (mut i64))', '(thread_local (mut i64))']) {
  globals(`of type ${type}`, () => passes(`
    (module
      (global $g ${type} (i64.const 0))
      (func (export "run") (result i64 i64 i64 i64 i64 i64)
        (global.atomic.set seqcst $g (i64.const 40))
        (global.atomic.rmw.add acqrel $g (i64.const 2))
        (global.atomic.rmw.xchg $g (i64.const -1))
        (global.atomic.rmw.cmpxchg $g (i64.const 0) (i64.const 1))
        (global.atomic.rmw.cmpxchg $g (i64.const -1) (i64.const 6))
        (global.atomic.rmw.and $g (i64.const 3))
        (global.atomic.get $g)))
    (assert_return (invoke "run") (i64.const 40) (i64.const 42) (i64.const -1) (i64.const -1) (i64.const 6) (i64.const 2))`));
}
globals('references are exchanged, and compared by identity', () => passes(`
  (module
    (type $s (struct))
    (global $g (mut anyref) (ref.null any))
    (global $e (mut eqref) (ref.i31 (i32.const 5)))
    (func (export "any") (param i32) (result i32)
      (drop (global.atomic.rmw.xchg $g (ref.i31 (local.get 0))))
      (i31.get_s (ref.cast i31ref (global.atomic.get $g))))
    (func (export "eq") (param i32) (result i32)
      (drop (global.atomic.rmw.cmpxchg $e (ref.i31 (local.get 0)) (struct.new $s)))
      (ref.test (ref $s) (global.get $e))))
  (assert_return (invoke "any" (i32.const 8)) (i32.const 8))
  (assert_return (invoke "eq" (i32.const 6)) (i32.const 0))
  (assert_return (invoke "eq" (i32.const 5)) (i32.const 1))`));
globals.run();

const tables = suite('atomic accesses of tables');
for (const [share, any, i31] of [['', 'eqref', 'ref.i31'], ['shared', '(ref null (shared eq))', 'ref.i31_shared']] as const) {
  tables(`of ${any}`, () => passes(`
    (module
      (table $t ${share} 3 3 ${any})
      (func $i (param i32) (result ${any}) (${i31} (local.get 0)))
      (func $o (param ${any}) (result i32)
        (if (result i32) (ref.is_null (local.get 0)) (then (i32.const -1))
          (else (i31.get_u (ref.cast ${share === '' ? 'i31ref' : '(ref null (shared i31))'} (local.get 0))))))
      (func (export "set") (param i32 i32) (table.atomic.set $t (local.get 0) (call $i (local.get 1))))
      (func (export "get") (param i32) (result i32) (call $o (table.atomic.get $t (local.get 0))))
      (func (export "xchg") (param i32 i32) (result i32) (call $o (table.atomic.rmw.xchg $t (local.get 0) (call $i (local.get 1)))))
      (func (export "cas") (param i32 i32 i32) (result i32)
        (call $o (table.atomic.rmw.cmpxchg acqrel $t (local.get 0) (call $i (local.get 1)) (call $i (local.get 2))))))
    (invoke "set" (i32.const 1) (i32.const 7))
    (assert_return (invoke "get" (i32.const 1)) (i32.const 7))
    (assert_return (invoke "xchg" (i32.const 2) (i32.const 8)) (i32.const -1))
    (assert_return (invoke "cas" (i32.const 2) (i32.const 7) (i32.const 9)) (i32.const 8))
    (assert_return (invoke "cas" (i32.const 2) (i32.const 8) (i32.const 9)) (i32.const 8))
    (assert_return (invoke "get" (i32.const 2)) (i32.const 9))
    (assert_trap (invoke "get" (i32.const 3)) "out of bounds table access")
    (assert_trap (invoke "set" (i32.const 3) (i32.const 0)) "out of bounds table access")
    (assert_trap (invoke "cas" (i32.const -1) (i32.const 0) (i32.const 0)) "out of bounds table access")`));
}
tables.run();

const objects = suite('atomic accesses of structures and arrays');
for (const shared of [false, true]) {
  const as = (type: string): string => shared ? `(shared ${type})` : type;
  objects(`that are ${shared ? 'shared' : 'unshared'}`, () => passes(`
    (module
      (type $s ${as('(struct (field $i (mut i32)) (field $b (mut i8)))')})
      (type $a ${as('(array (mut i64))')})
      (type $h ${as('(array (mut i16))')})
      (func (export "struct") (result i32 i32 i32 i32) (local $r (ref null $s))
        (local.set $r (struct.new $s (i32.const 5) (i32.const 0xfe)))
        (struct.atomic.rmw.or $s $i (local.get $r) (i32.const 2))
        (struct.atomic.rmw.cmpxchg $s $i (local.get $r) (i32.const 7) (i32.const 9))
        (struct.atomic.set acqrel $s $b (local.get $r) (i32.const 0x180))
        (struct.atomic.get acqrel $s $i (local.get $r))
        (struct.atomic.get_s $s $b (local.get $r)))
      (func (export "array") (result i64 i64 i64 i32) (local $r (ref null $a)) (local $p (ref null $h))
        (local.set $r (array.new $a (i64.const 5) (i32.const 2)))
        (local.set $p (array.new $h (i32.const 0xfffe) (i32.const 1)))
        (array.atomic.set $a (local.get $r) (i32.const 1) (i64.const 6))
        (array.atomic.rmw.sub $a (local.get $r) (i32.const 1) (i64.const 7))
        (array.atomic.rmw.cmpxchg $a (local.get $r) (i32.const 0) (i64.const 6) (i64.const 1))
        (array.atomic.get $a (local.get $r) (i32.const 1))
        (array.atomic.get_u $h (local.get $p) (i32.const 0)))
      (func (export "null struct") (struct.atomic.set $s $i (ref.null $s) (i32.const 0)))
      (func (export "null array") (result i64) (array.atomic.get $a (ref.null $a) (i32.const 0)))
      (func (export "far") (result i64) (array.atomic.rmw.xor $a (array.new_default $a (i32.const 2)) (i32.const 2) (i64.const 1))))
    (assert_return (invoke "struct") (i32.const 5) (i32.const 7) (i32.const 9) (i32.const -128))
    (assert_return (invoke "array") (i64.const 6) (i64.const 5) (i64.const -1) (i32.const 0xfffe))
    (assert_trap (invoke "null struct") "null structure reference")
    (assert_trap (invoke "null array") "null array reference")
    (assert_trap (invoke "far") "out of bounds array access")`));
}
objects.run();

const types = suite('run-time types of shared references');
types('i31 and extern references are in both hierarchies', () => passes(`
  (module
    (type $s (shared (struct)))
    (func (export "i31") (param i32) (result i32)
      (ref.test (ref (shared i31)) (if (result (ref (shared eq))) (local.get 0)
        (then (ref.i31_shared (i32.const 1))) (else (struct.new $s)))))
    (func (export "cast") (result i32) (i31.get_s (ref.cast (ref (shared i31)) (ref.i31_shared (i32.const -3)))))
    (func (export "struct") (result i32) (ref.test (ref (shared struct)) (struct.new $s)))
    (func (export "extern") (param (ref null (shared extern))) (result i32)
      (ref.test (ref (shared extern)) (local.get 0))))
  (assert_return (invoke "i31" (i32.const 1)) (i32.const 1))
  (assert_return (invoke "i31" (i32.const 0)) (i32.const 0))
  (assert_return (invoke "cast") (i32.const -3))
  (assert_return (invoke "struct") (i32.const 1))
  (assert_return (invoke "extern" (ref.extern 1)) (i32.const 1))`));
types('a wait queue is one', () => passes(`
  (module
    (func (export "queue") (result i32) (ref.test (ref (shared waitqueue)) (waitqueue.new)))
    (func (export "none") (result i32) (ref.test (ref null (shared nowaitqueue)) (waitqueue.new))))
  (assert_return (invoke "queue") (i32.const 1))
  (assert_return (invoke "none") (i32.const 0))`));
types.run();

const threads = suite('threads');
threads('each thread has thread-local globals of its own, beginning with the default', () => {
  const main = programOf(spawning(`
    (global $own (thread_local (mut i32)) (i32.const 0))
    (func $child (type $job)
      (global.atomic.set $count (i32.add (global.get $own) (i32.const 10)))
      (global.set $own (i32.const 7))
      (drop (global.atomic.rmw.add $own (i32.const 1)))
      (drop (global.atomic.rmw.add $count (global.get $own)))
      (global.atomic.set $word (i32.const 1)))
    (elem declare (ref (shared func)) (ref.func $child))
    (func (export "main") (result i32 i32)
      (global.set $own (i32.const 5))
      (drop (call $spawn (ref.func $child)))
      (loop (br_if 0 (i32.eqz (global.atomic.get $word))))
      (global.atomic.get $count) (global.get $own))`));
  assert.equal(runProgram(main).outcome, { kind: 'values', vals: [{ t: 'i32', c: 18 }, { t: 'i32', c: 5 }] });
});
threads('increments are not lost', () => {
  const main = programOf(spawning(`
    (func $more (type $job) (drop (global.atomic.rmw.add $count (i32.const 1))))
    (elem declare (ref (shared func)) (ref.func $more))
    (func (export "main") (result i32)
      (drop (call $spawn (ref.func $more))) (drop (call $spawn (ref.func $more))) (call $more)
      (loop (br_if 0 (i32.ne (global.atomic.get $count) (i32.const 3))))
      (global.get $count))`));
  assert.equal(runProgram(main).outcome, { kind: 'values', vals: [{ t: 'i32', c: 3 }] });
});
threads.run();
