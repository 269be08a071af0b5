/** Threads that pass continuations to each other while others collect. */
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runProgram } from '../../../evaluation/threads/pool.ts';
import { parkingModule } from '../../../evaluation/threads/runtime.ts';
import type { Collected, Collecting } from './first.ts';

const parking = parkingModule(), entry = new URL('first.ts', import.meta.url);
const complete = async (data: Collecting): Promise<Collected> => {
  const end = await runProgram<Collecting, Collected>({ entry, parking, limit: 4, warm: 3, data });
  if (end.kind !== 'complete') throw new Error(JSON.stringify({ ...end, log: undefined }));
  return end.main;
};

/**
 * Threads take tasks from one place and put them back there. A task sums up the numbers 0 to 19 in a list of its own, of which it makes a
 * node at each round, after it has been suspended by a function that refers to a node, too; it is told by an exception that it is to end.
 */
const TASKS = `
  (type $n (shared (struct (field i32) (field (ref null $n)))))
  (type $f (shared (func))) (type $k (shared (cont $f)))
  (type $spawn (shared (func (param (ref null $f)) (result i32)))) (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (tag $yield (type $f)) (tag $end (type $te)) (type $te (shared (func (param (ref null $n)))))
  (type $box (shared (struct (field (ref null $k))))) (type $slots (shared (array (mut (ref null $box)))))
  (global $slots (shared (ref $slots)) (array.new_default $slots (i32.const 5)))
  (global $ended (shared (mut i32)) (i32.const 0)) (global $sum (shared (mut i32)) (i32.const 0))
  (global $queue (shared (ref (shared waitqueue))) (waitqueue.new))
  (type $node (shared (func (param i32 (ref null $n)) (result (ref null $n)))))
  (func $pass (type $node) (local $x (ref null $n))
    (local.set $x (struct.new $n (local.get 0) (local.get 1)))
    (suspend $yield)
    (local.get $x))
  (type $add (shared (func (param (ref null $n)) (result i32))))
  (func $add (type $add) (local $s i32)
    (block $end (loop $l
      (br_if $end (ref.is_null (local.get 0)))
      (local.set $s (i32.add (local.get $s) (struct.get $n 0 (local.get 0))))
      (local.set 0 (struct.get $n 1 (local.get 0))) (br $l)))
    (local.get $s))
  (func $task (type $f) (local $i i32) (local $x (ref null $n)) (local $y (ref null $n))
    (local.set $y (struct.new $n (i32.const 1000) (ref.null $n)))
    (block $caught (result (ref null $n))
      (try_table (catch $end $caught)
        (loop $l
          (local.set $x (call $pass (local.get $i) (local.get $x)))
          (if (i32.ge_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 20)) (then (throw $end (local.get $y))))
          (br $l)))
      (unreachable))
    (drop (global.atomic.rmw.add $sum (i32.add (call $add) (call $add (local.get $x))))))
  ;; takes a task, resumes it, and puts back what is left of it
  (func $work (type $f) (local $i i32) (local $k (ref null $box))
    (loop $again
      (local.set $i (i32.rem_u (i32.add (local.get $i) (i32.const 1)) (i32.const 5)))
      (local.set $k (array.atomic.rmw.xchg $slots (global.get $slots) (local.get $i) (ref.null $box)))
      (if (i32.eqz (ref.is_null (local.get $k))) (then
        (block $done
          (block $on (result (ref $k))
            (resume $k (on $yield $on) (struct.get $box 0 (local.get $k)))
            (drop (global.atomic.rmw.add $ended (i32.const 1)))
            (br $done))
          (local.set $k (struct.new $box))
          (array.atomic.set $slots (global.get $slots) (local.get $i) (local.get $k)))))
      (br_if $again (i32.lt_u (global.atomic.get $ended) (i32.const 5))))
    (drop (waitqueue.notify (global.get $queue) (i32.const -1))))
  (elem declare (ref (shared func)) (ref.func $task) (ref.func $work))
  (global $left (shared (mut i32)) (i32.const 3))
  (func $job (type $f) (call $work) (drop (global.atomic.rmw.sub $left (i32.const 1))) (drop (waitqueue.notify (global.get $queue) (i32.const -1))))
  (elem declare (ref (shared func)) (ref.func $job))
  (func (export "main") (result i32) (local $i i32) (local $n i32)
    (loop $l
      (array.set $slots (global.get $slots) (local.get $i) (struct.new $box (cont.new $k (ref.func $task))))
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 5))))
    (drop (call $spawn (ref.func $job))) (drop (call $spawn (ref.func $job))) (drop (call $spawn (ref.func $job)))
    (call $work)
    (loop $await
      (if (local.tee $n (global.atomic.get $left)) (then
        (drop (global.wait $left (global.get $queue) (local.get $n) (i64.const -1))) (br $await))))
    (global.get $sum))`;

const Threads = suite('continuations that migrate while others collect');
for (const collectEvery of [1, 3, 10]) {
  Threads(`threads that take tasks from each other, a collection before every ${collectEvery} allocations`, async () => {
    const { result, collections } = await complete({ fields: TASKS, collectEvery });
    assert.is(result, `(i32.const ${5 * (1000 + 190)})`);
    assert.ok(collections > 5, String(collections));
  });
}
const fieldsOf = (file: string): string => {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  return text.slice(text.indexOf('(module') + '(module'.length, text.lastIndexOf(')'));
};
for (const name of ['../../../examples/threads/green-threads.wat', '../../cli/migrating/nested.wat']) {
  Threads(`${name.slice(name.lastIndexOf('/') + 1)}: a collection before each allocation changes nothing`, async () => {
    const fields = fieldsOf(name), plain = await complete({ fields }), often = await complete({ fields, collectEvery: 1 });
    assert.is(often.result, plain.result);
  });
}

Threads.run();
