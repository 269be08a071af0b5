/** Collections while several threads run. */
import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProgramEnd } from '../../../evaluation/threads/pool.ts';
import { runProgram } from '../../../evaluation/threads/pool.ts';
import { parkingModule } from '../../../evaluation/threads/runtime.ts';
import type { Collected, Collecting } from './first.ts';

const parking = parkingModule(), entry = new URL('first.ts', import.meta.url);
const run = (data: Collecting, limit = 8): Promise<ProgramEnd<Collected>> =>
  runProgram<Collecting, Collected>({ entry, parking, limit, warm: 3, data });
/** The result of `main`, and how many collections there were. */
const complete = async (data: Collecting, limit?: number): Promise<Collected> => {
  const end = await run(data, limit);
  if (end.kind !== 'complete') throw new Error(JSON.stringify({ ...end, log: undefined }));
  return end.main;
};

/** Threads that count what they have done in `$done`; main waits until so many have. A structure has a number and another structure. */
const COMMON = `
  (type $s (shared (struct (field $n (mut i32)) (field $next (mut (ref null $s))))))
  (type $cell (shared (struct (field (mut i32)))))
  (type $job (shared (func (param i32 (ref null $s)))))
  (type $plain (shared (func (param i32) (result i32))))
  (type $spawn (shared (func (param (ref null $job) i32 (ref null $s)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (global $done (shared (ref $cell)) (struct.new $cell (i32.const 0)))
  (global $sum (shared (ref $cell)) (struct.new $cell (i32.const 0)))
  (global $queue (shared (ref (shared waitqueue))) (waitqueue.new))
  (type $f (shared (func)))
  (func $finish (type $f)
    (drop (struct.atomic.rmw.add $cell 0 (global.get $done) (i32.const 1)))
    (drop (waitqueue.notify (global.get $queue) (i32.const -1))))
  (type $await (shared (func (param i32))))
  (func $await (type $await) (local $now i32)
    (loop $again
      (local.set $now (struct.atomic.get $cell 0 (global.get $done)))
      (if (i32.lt_u (local.get $now) (local.get 0))
        (then
          (drop (struct.wait $cell 0 (global.get $done) (global.get $queue) (local.get $now) (i64.const -1)))
          (br $again)))))
  (type $make (shared (func (param i32) (result (ref null $s)))))
  ;; a list of n numbers, from n down to 1
  (func $list (type $make) (local $l (ref null $s)) (local $i i32)
    (loop $next
      (local.set $l (struct.new $s (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $l)))
      (br_if $next (i32.lt_u (local.get $i) (local.get 0))))
    (local.get $l))
  (type $add (shared (func (param (ref null $s)) (result i32))))
  (func $add (type $add) (local $sum i32)
    (block $end (loop $next
      (br_if $end (ref.is_null (local.get 0)))
      (local.set $sum (i32.add (local.get $sum) (struct.get $s $n (local.get 0))))
      (local.set 0 (struct.get $s $next (local.get 0)))
      (br $next)))
    (local.get $sum))
  (elem declare (ref null (shared func)) (ref.func $job))`;
/** Main spawns so many threads with a list of 20 each, and waits for them. The result is what they have added to \`$sum\`. */
const main = (n: number, before = ''): string => `
  (func (export "main") (result i32) (local $i i32)
    ${before}
    (loop $next
      (drop (call $spawn (ref.func $job) (local.get $i) (call $list (i32.const 20))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const ${n}))))
    (call $await (i32.const ${n}))
    (struct.get $cell 0 (global.get $sum)))`;
const LIST = 210, adding = (what: string): string => `(drop (struct.atomic.rmw.add $cell 0 (global.get $sum) ${what}))`;

const Threads = suite('collections while several threads run');
Threads('all allocate, and what each has lives', async () => {
  const { result, collections } = await complete({ collectEvery: 3, fields: `${COMMON}
    (func $job (type $job) (local $own (ref null $s)) (local $i i32)
      (local.set $own (call $list (i32.const 10)))
      (loop $next
        (drop (call $list (i32.const 5)))
        (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 100))))
      ${adding('(i32.add (call $add (local.get $own)) (call $add (local.get 1)))')}
      (call $finish))
    ${main(4)}` });
  assert.is(result, `(i32.const ${4 * (LIST + 55)})`);
  assert.ok(collections > 500, String(collections));
});
Threads('one allocates; others wait, spin, or do other things in a loop', async () => {
  const { result } = await complete({ collectEvery: 1, fields: `${COMMON}
    (global $go (shared (mut i32)) (i32.const 0))
    (memory 1 1 shared)
    (func $job (type $job) (local $i i32) (local $own (ref null $s)) (local $q (ref null (shared waitqueue))) (local $c (ref null $cell))
      (local.set $own (struct.new $s (i32.const 1) (ref.null $s)))
      (if (i32.eq (local.get 0) (i32.const 0)) (then
        (loop $l (drop (call $list (i32.const 3))) (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 100))))
        (global.atomic.set $go (i32.const 1))
        (drop (waitqueue.notify (global.get $queue) (i32.const -1)))
        (drop (memory.atomic.notify (i32.const 0) (i32.const -1)))))
      (if (i32.eq (local.get 0) (i32.const 1)) (then
        (loop $l (br_if $l (i32.eqz (global.atomic.get $go))))))
      (if (i32.eq (local.get 0) (i32.const 2)) (then
        (loop $l (if (i32.eqz (global.atomic.get $go))
          (then (drop (global.wait $go (global.get $queue) (i32.const 0) (i64.const -1))) (br $l))))))
      (if (i32.eq (local.get 0) (i32.const 3)) (then
        ;; with a queue and a cell of its own, which nobody else knows
        (local.set $q (waitqueue.new)) (local.set $c (struct.new_default $cell))
        (loop $l (drop (struct.wait $cell 0 (local.get $c) (local.get $q) (i32.const 0) (i64.const 1_000_000)))
          (br_if $l (i32.eqz (global.atomic.get $go))))
        ${adding('(struct.get $cell 0 (local.get $c))')}))
      (if (i32.eq (local.get 0) (i32.const 4)) (then
        (loop $l (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const 1_000_000))) (br_if $l (i32.eqz (global.atomic.get $go))))))
      (if (i32.eq (local.get 0) (i32.const 5)) (then
        (loop $l (local.set $i (i32.add (local.get $i) (i32.const 1))) (br_if $l (i32.lt_u (local.get $i) (i32.const 10_000_000))))))
      ${adding('(i32.add (struct.get $s $n (local.get $own)) (call $add (local.get 1)))')}
      (call $finish))
    ${main(6)}` });
  assert.is(result, `(i32.const ${6 * (LIST + 1)})`);
});
/** What a thread does that allocates, and then tells another one to come to its end. */
const allocating = `
  (loop $l (drop (call $list (i32.const 3))) (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 100))))
  (global.atomic.set $go (i32.const 1))
  ${adding('(call $add (local.get 1))')}
  (call $finish)`;
Threads('one allocates, another goes on by tail calls alone, with a reference among their arguments', async () => {
  const { result } = await complete({ collectEvery: 1, fields: `${COMMON}
    (global $go (shared (mut i32)) (i32.const 0))
    (type $rounds (shared (func (param (ref null $s)))))
    (func $rounds (type $rounds)
      (if (global.atomic.get $go) (then ${adding('(call $add (local.get 0))')} (call $finish) (return)))
      (return_call $rounds (local.get 0)))
    (func $job (type $job) (local $i i32)
      (if (local.get 0) (then (return_call $rounds (local.get 1))))
      ${allocating})
    ${main(2)}` });
  assert.is(result, `(i32.const ${2 * LIST})`);
});
for (const [how, call] of [
  ['directly', '(call $rounds (local.get 0) (local.get 1))'],
  ['through another function', '(call $other (local.get 0) (local.get 1))'],
  ['by a reference', '(call_ref $rounds (local.get 0) (local.get 1) (global.get $again))'],
] as const) {
  Threads(`one allocates, another calls itself ${how} without end, with a reference among the arguments`, async () => {
    const { result } = await complete({ collectEvery: 1, fields: `${COMMON}
      (global $go (shared (mut i32)) (i32.const 0))
      (type $rounds (shared (func (param (ref null $s) i32))))
      (global $again (shared (ref $rounds)) (ref.func $rounds))
      (func $other (type $rounds) (call $rounds (local.get 0) (local.get 1)))
      ;; 2⁴⁰ calls, if nobody says that they are enough
      (func $rounds (type $rounds)
        (if (i32.or (global.atomic.get $go) (i32.eqz (local.get 1))) (then (return)))
        (local.set 1 (i32.sub (local.get 1) (i32.const 1)))
        ${call} ${call})
      (func $job (type $job) (local $i i32)
        (if (local.get 0) (then
          (call $rounds (local.get 1) (i32.const 40)) ${adding('(call $add (local.get 1))')} (call $finish) (return)))
        ${allocating})
      ${main(2)}` });
    assert.is(result, `(i32.const ${2 * LIST})`);
  });
}
Threads('arguments of threads that have not begun live', async () => {
  // Only one thread besides main may run at a time.
  const { result } = await complete({ collectEvery: 1, fields: `${COMMON}
    (func $job (type $job) ${adding('(call $add (local.get 1))')} (call $finish))
    ${main(20)}` }, 2);
  assert.is(result, `(i32.const ${20 * LIST})`);
});
Threads('each thread has thread-local globals of its own', async () => {
  const { result } = await complete({ collectEvery: 2, fields: `${COMMON}
    (global $own (thread_local (mut (ref null $s))) (ref.null $s))
    (func $job (type $job)
      (if (i32.eqz (ref.is_null (global.get $own))) (then (unreachable)))
      (global.set $own (call $list (i32.const 4)))
      (local.set 1 (ref.null $s))
      (drop (call $list (i32.const 50)))
      ${adding('(call $add (global.get $own))')} (call $finish))
    ${main(30)}` }, 3);
  assert.is(result, '(i32.const 300)');
});
Threads('a structure that threads change while others collect', async () => {
  // Each pushes to one list, by compare and exchange.
  const { result } = await complete({ collectEvery: 5, fields: `${COMMON}
    (global $top (shared (mut (ref null $s))) (ref.null $s))
    (func $job (type $job) (local $i i32) (local $new (ref null $s)) (local $old (ref null $s))
      (loop $next
        (local.set $new (struct.new $s (i32.const 1) (ref.null $s)))
        (loop $again
          (local.set $old (global.atomic.get $top))
          (struct.set $s $next (local.get $new) (local.get $old))
          (br_if $again (i32.eqz (ref.eq (local.get $old) (global.atomic.rmw.cmpxchg $top (local.get $old) (local.get $new))))))
        (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 200))))
      (call $finish))
    ${main(4).replace('(struct.get $cell 0 (global.get $sum))', '(call $add (global.get $top))')}` });
  assert.is(result, '(i32.const 800)');
});
/**
 * Threads that allocate, throw and catch, wait in queues of their own and in one of all, exchange lists, and spawn another thread each, if
 * they have an odd number.
 */
const EVERYTHING = `
 (tag $e (type $te)) (type $te (shared (func (param (ref null $s)))))
 (global $own (thread_local (mut (ref null $s))) (ref.null $s))
 (global $top (shared (mut (ref null $s))) (ref.null $s))
 (global $q2 (shared (ref (shared waitqueue))) (waitqueue.new))
 (type $tr (shared (func (param i32) (result i32))))
 (func $throwing (type $tr) (local $x (ref null $s))
   (local.set $x (call $list (i32.const 3)))
   (if (i32.and (local.get 0) (i32.const 1)) (then (throw $e (call $list (i32.const 4)))))
   (call $add (local.get $x)))
 (func $catching (type $tr) (local $y (ref null $s)) (local $z (ref null $s))
   (local.set $y (call $list (i32.const 2)))
   (block $h (result (ref null $s))
     (try_table (catch $e $h) (return (i32.add (call $throwing (local.get 0)) (call $add (local.get $y)))))
     (unreachable))
   (local.set $z) (drop (call $list (i32.const 2)))
   (i32.add (call $add (local.get $z)) (call $add (local.get $y))))
 (func $job (type $job) (local $i i32) (local $mine (ref null $s)) (local $old (ref null $s)) (local $cell (ref null $cell))
   (local.set $mine (call $list (i32.add (i32.const 1) (i32.and (local.get 0) (i32.const 15)))))
   (global.set $own (call $list (i32.const 6)))
   (local.set $cell (struct.new $cell (i32.const 0)))
   (loop $l
     (if (i32.ne (call $catching (i32.const 0)) (i32.const 9)) (then (unreachable)))
     (if (i32.ne (call $catching (i32.const 1)) (i32.const 13)) (then (unreachable)))
     (drop (struct.wait $cell 0 (local.get $cell) (waitqueue.new) (i32.const 0) (i64.const 20000)))
     (if (i32.ne (call $add (global.get $own)) (i32.const 21)) (then (unreachable)))
     (drop (waitqueue.notify (global.get $q2) (i32.const 1)))
     (drop (struct.wait $cell 0 (local.get $cell) (global.get $q2) (i32.const 0) (i64.const 10000)))
     (local.set $old (global.atomic.rmw.xchg $top (local.get $mine)))
     (if (i32.eqz (ref.is_null (local.get $old))) (then (drop (call $add (local.get $old)))))
     (global.set $own (call $list (i32.const 6)))
     (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 15))))
   (if (i32.ne (call $add (local.get 1)) (i32.const 210)) (then (unreachable)))
   (if (i32.and (local.get 0) (i32.const 1)) (then
     (drop (call $spawn (ref.func $job) (i32.shl (local.get 0) (i32.const 1)) (call $list (i32.const 20)))))
     (else (call $finish))))
 (func (export "main") (result i32) (local $i i32)
   (loop $next
     (drop (call $spawn (ref.func $job) (local.get $i) (call $list (i32.const 20))))
     (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 40))))
   (call $await (i32.const 40))
   (i32.const 5))`;
for (const [collectEvery, limit] of [[2, 3], [7, 5], [20, 9]] as const) {
  Threads(`everything at once: ${limit} threads at a time, a collection before every ${collectEvery} allocations`, async () => {
    assert.is((await complete({ collectEvery, fields: `${COMMON} ${EVERYTHING}` }, limit)).result, '(i32.const 5)');
  });
}
Threads('a deadlock is found in spite of collections', async () => {
  const end = await run({ collectEvery: 1, fields: `${COMMON}
    (func $job (type $job) (drop (call $list (i32.const 20)))
      (drop (struct.wait $cell 0 (global.get $sum) (waitqueue.new) (i32.const 0) (i64.const -1))))
    ${main(3)}` });
  assert.is(end.kind, 'deadlock');
});
Threads('a trap ends all, whoever collects', async () => {
  const end = await run({ collectEvery: 1, fields: `${COMMON}
    (func $job (type $job)
      (drop (call $list (i32.add (i32.const 20) (i32.mul (i32.const 10) (local.get 0)))))
      (if (i32.eq (local.get 0) (i32.const 2)) (then (unreachable)))
      (loop $l (drop (call $list (i32.const 3))) (br $l)))
    ${main(4)}` });
  assert.is(end.kind, 'failed');
});
Threads('two threads make 1 GB of garbage each, and nobody writes into what another has', async () => {
  const { result, collections } = await complete({ fields: `${COMMON}
    (func $job (type $job) (local $own (ref null $s)) (local $i i32)
      (local.set $own (call $list (i32.const 200000)))
      (loop $next
        (if (i32.ne (call $add (call $list (i32.const 1000))) (i32.const 500500)) (then (unreachable)))
        (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 60000))))
      ${adding('(i32.and (call $add (local.get $own)) (i32.const 0xfffff))')}
      (call $finish))
    ${main(2)}` });
  assert.is(result, `(i32.const ${2 * (Number(BigInt.asIntN(32, 200_000n * 200_001n / 2n)) & 0xfffff)})`);
  assert.ok(collections > 10, String(collections));
});

const Examples = suite('examples, with a collection before each allocation');
for (const name of ['bounded-queue', 'mutex', 'spawn-by-reference', 'spawn-by-table', 'thread-local', 'work-distribution']) {
  Examples(name, async () => {
    const text = readFileSync(new URL(`../../../examples/threads/${name}.wat`, import.meta.url), 'utf8');
    const fields = text.slice(text.indexOf('(module') + '(module'.length, text.lastIndexOf(')'));
    const plain = await complete({ fields }), often = await complete({ fields, collectEvery: 1 });
    assert.is(often.result, plain.result);
  });
}

Threads.run();
Examples.run();
