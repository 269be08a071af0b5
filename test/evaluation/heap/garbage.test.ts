/** Programs that make more garbage than the heap has room for, as it comes: collections happen when it is time. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { running, shown } from '../running.ts';
import { newStore } from '../../../evaluation/store.ts';
import { collections, liveBytes } from './collecting.ts';

/** $tree makes a tree of so many levels, $sum is what its numbers come to; `keep` and `check` have one in a global. */
const TREES = `
  (type $t (shared (struct (field (mut i64)) (field (mut (ref null $t))) (field (mut (ref null $t))))))
  (func $tree (param $levels i32) (result (ref null $t))
    (if (i32.eqz (local.get $levels)) (then (return (ref.null $t))))
    (struct.new $t (i64.extend_i32_u (local.get $levels))
      (call $tree (i32.sub (local.get $levels) (i32.const 1))) (call $tree (i32.sub (local.get $levels) (i32.const 1)))))
  (func $sum (param (ref null $t)) (result i64)
    (if (ref.is_null (local.get 0)) (then (return (i64.const 0))))
    (i64.add (struct.get $t 0 (local.get 0)) (i64.add (call $sum (struct.get $t 1 (local.get 0))) (call $sum (struct.get $t 2 (local.get 0))))))
  (global $keep (shared (mut (ref null $t))) (ref.null $t))
  (func (export "keep") (param i32) (global.set $keep (call $tree (local.get 0))))
  (func (export "check") (result i64) (call $sum (global.get $keep)))`;
/** n of something, one after the other. */
const repeated = (name: string, locals: string, body: string): string => `
  (func (export "${name}") (param $n i32) (param $size i32) (result i64) (local $s i64) ${locals}
    (loop $l ${body} (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $s))`;
const GARBAGE = `${TREES}
  (type $a (shared (array (mut i32)))) (type $refs (shared (array (mut (ref null $t)))))
  ${repeated('structures', '(local $x (ref null $t))', `
    (local.set $x (struct.new $t (i64.extend_i32_u (local.get $n)) (local.get $x) (ref.null $t)))
    (if (i64.ne (i64.const 0) (struct.get $t 0 (struct.new_default $t))) (then (unreachable)))
    (local.set $s (i64.add (local.get $s) (struct.get $t 0 (local.get $x))))
    (local.set $x (ref.null $t))`)}
  ${repeated('arrays', '(local $x (ref null $a)) (local $last i32)', `
    (local.set $last (i32.sub (local.get $size) (i32.const 1)))
    (local.set $x (array.new_default $a (local.get $size)))
    (if (i32.or (array.get $a (local.get $x) (i32.const 0)) (array.get $a (local.get $x) (local.get $last))) (then (unreachable)))
    (array.set $a (local.get $x) (i32.const 0) (i32.const -1))
    (array.set $a (local.get $x) (local.get $last) (i32.const -1))
    (local.set $s (i64.add (local.get $s) (i64.const 1)))`)}
  ${repeated('lists', '(local $x (ref null $t)) (local $i i32)', `
    (local.set $x (ref.null $t)) (local.set $i (local.get $size))
    (loop $m
      (local.set $x (struct.new $t (i64.extend_i32_u (local.get $i)) (local.get $x) (ref.null $t)))
      (br_if $m (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
    (block $end (loop $add
      (br_if $end (ref.is_null (local.get $x)))
      (local.set $s (i64.add (local.get $s) (struct.get $t 0 (local.get $x))))
      (local.set $x (struct.get $t 1 (local.get $x)))
      (br $add)))`)}
  ;; an array of n structures that each refer to another one, far away from them
  (global $wide (shared (mut (ref null $refs))) (ref.null $refs))
  (func $fill (param $x (ref null $refs)) (param $number i64) (local $i i32)
    (loop $l
      (array.set $refs (local.get $x) (local.get $i)
        (struct.new $t (local.get $number) (array.get $refs (local.get $x) (local.get $i)) (ref.null $t)))
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (array.len (local.get $x))))))
  (func (export "wide") (param $n i32)
    (global.set $wide (array.new_default $refs (local.get $n)))
    (call $fill (global.get $wide) (i64.const 1))
    (call $fill (global.get $wide) (i64.const 3)))
  (func (export "sum wide") (result i64) (local $i i32) (local $s i64)
    (loop $l
      (local.set $s (i64.add (local.get $s) (call $sum (array.get $refs (global.get $wide) (local.get $i)))))
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (array.len (global.get $wide)))))
    (local.get $s))
  (func (export "forget") (global.set $keep (ref.null $t)) (global.set $wide (ref.null $refs)))
  (func (export "all") (local $x (ref null $refs)) (local.set $x (array.new_default $refs (i32.const 1)))
    (loop $l (array.set $refs (local.get $x) (i32.const 0) (struct.new $t (i64.const 1) (array.get $refs (local.get $x) (i32.const 0)) (ref.null $t))) (br $l)))`;
/** What the numbers of a tree come to. */
const treeSum = (levels: number): number => Array.from({ length: levels }, (_, i) => (levels - i) * 2 ** i).reduce((a, b) => a + b, 0);

/**
 * A ring of 5,000 objects, each with an array of its own and links to others. In each round some are looked at, with what they link to, and
 * one takes the place of another. What is fresh is zero; the elements of the array of the object with the number n are n, n + 1, …
 */
const RING = `
 (type $a (shared (array (mut i32))))
 (rec (type $p (shared (struct (field $id i32) (field $a (mut (ref null $a))) (field $l (mut (ref null $p))) (field $r (mut (ref null $q))) )))
      (type $q (shared (array (mut (ref null $p))))))
 (global $ring (shared (ref $q)) (array.new_default $q (i32.const 5000)))
 (global $seed (mut i32) (i32.const 12345))
 (func $rand (param $n i32) (result i32)
   (global.set $seed (i32.add (i32.mul (global.get $seed) (i32.const 1664525)) (i32.const 1013904223)))
   (i32.rem_u (i32.shr_u (global.get $seed) (i32.const 8)) (local.get $n)))
 (func $size (result i32) (local $k i32)
   (local.set $k (call $rand (i32.const 100)))
   (if (i32.lt_u (local.get $k) (i32.const 70)) (then (return (i32.add (i32.const 1) (call $rand (i32.const 40))))))
   (if (i32.lt_u (local.get $k) (i32.const 97)) (then (return (i32.add (i32.const 1) (call $rand (i32.const 3000))))))
   (i32.add (i32.const 1) (call $rand (i32.const 60000))))
 (func $check (param $p (ref null $p)) (local $i i32) (local $n i32) (local $a (ref null $a))
   (if (ref.is_null (local.get $p)) (then (return)))
   (local.set $a (struct.get $p $a (local.get $p)))
   (local.set $n (array.len (local.get $a)))
   (loop $l
     (if (i32.ne (array.get $a (local.get $a) (local.get $i)) (i32.add (struct.get $p $id (local.get $p)) (local.get $i))) (then (unreachable)))
     (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n)))))
 (func $make (param $id i32) (result (ref $p)) (local $a (ref null $a)) (local $i i32) (local $n i32)
   (local.set $n (call $size))
   (local.set $a (array.new_default $a (local.get $n)))
   (loop $l
     (if (array.get $a (local.get $a) (local.get $i)) (then (unreachable)))
     (array.set $a (local.get $a) (local.get $i) (i32.add (local.get $id) (local.get $i)))
     (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
   (struct.new $p (local.get $id) (local.get $a)
     (array.get $q (global.get $ring) (call $rand (i32.const 5000)))
     (array.new_fixed $q 2 (array.get $q (global.get $ring) (call $rand (i32.const 5000))) (ref.null $p))))
 (func (export "main") (param $n i32) (result i32) (local $p (ref null $p)) (local $k i32)
   (loop $l
     (local.set $p (array.get $q (global.get $ring) (call $rand (i32.const 5000))))
     (call $check (local.get $p))
     (if (i32.eqz (ref.is_null (local.get $p))) (then
       (call $check (struct.get $p $l (local.get $p)))
       (call $check (array.get $q (struct.get $p $r (local.get $p)) (i32.const 0)))
       (struct.set $p $l (local.get $p) (ref.null $p))
       (struct.set $p $r (local.get $p) (array.new_default $q (i32.const 1)))))
     (array.set $q (global.get $ring) (call $rand (i32.const 5000)) (call $make (local.get $n)))
     (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
   (i32.const 1))`;

const GB = 1e9, STRUCT = 24;
const Garbage = suite('more garbage than the heap has room for');
const i32 = (c: number): { readonly t: 'i32'; readonly c: number } => ({ t: 'i32', c });
Garbage('10 GB of garbage, of all sizes, in a heap of 1 GiB', () => {
  const S = newStore(), { call } = running(GARBAGE, new Map(), S);
  let bytes = 0;
  const make = (name: string, n: number, size: number, each: number, sum: number): void => {
    bytes += n * each;
    assert.is(shown(call(name, i32(n), i32(size))), `(i64.const ${sum})`, `${name} ${size}`);
  };
  const structures = Math.ceil(3 * GB / STRUCT / 2);
  make('structures', structures, 0, 2 * STRUCT, structures * (structures + 1) / 2);
  for (const size of [3, 28, 200, 1000, 5000, 20_000, 300_000]) {
    const each = 8 + 4 * size, n = Math.ceil(GB / each);
    make('arrays', n, size, each, n);
  }
  make('lists', 500, 1000, 1000 * STRUCT, 500 * 1000 * 1001 / 2);
  assert.ok(bytes >= 10 * GB, String(bytes));
  assert.ok(collections(S) >= 10);
  assert.ok(liveBytes(S) < 1e6, String(liveBytes(S)));
});
Garbage('what is kept is what it was, with 3 GB of garbage around, and is freed at last', () => {
  const S = newStore(), { call } = running(GARBAGE, new Map(), S), levels = 20;
  const check = (): void => assert.is(shown(call('check')), `(i64.const ${treeSum(levels)})`);
  call('structures', i32(100_000), i32(0));
  assert.is(call('keep', i32(levels)).kind, 'values');
  call('structures', i32(20_000_000), i32(0));
  check();
  for (const size of [10, 500, 4000, 30_000]) {
    call('arrays', i32(Math.ceil(GB / 2 / (4 * size))), i32(size));
    check();
  }
  call('lists', i32(10_000), i32(100));
  check();
  assert.ok(liveBytes(S) > STRUCT * 2 ** levels);
  call('forget');
  call('structures', i32(10_000_000), i32(0));
  assert.ok(liveBytes(S) < 1e6, String(liveBytes(S)));
});
Garbage('an array of more objects than the stack for marking has room for', () => {
  const S = newStore(), { call } = running(GARBAGE, new Map(), S), n = 1_000_000;
  assert.is(call('wide', i32(n)).kind, 'values');
  const before = collections(S);
  call('structures', i32(5_000_000), i32(0));
  assert.ok(collections(S) > before);
  assert.is(shown(call('sum wide')), `(i64.const ${4 * n})`);
});
Garbage('holes between what lives are used', () => {
  // Of every 20 structures one is kept; the others are freed, and room for 1 GB more comes from there.
  const S = newStore(), { call } = running(`${TREES} (global $list (shared (mut (ref null $t))) (ref.null $t))
    (func (export "main") (param $n i32) (result i64) (local $i i32) (local $s i64) (local $x (ref null $t))
      (loop $l
        (drop (struct.new $t (i64.const -1) (ref.null $t) (ref.null $t)))
        (if (i32.eqz (i32.rem_u (local.get $i) (i32.const 20)))
          (then (global.set $list (struct.new $t (i64.const 1) (global.get $list) (ref.null $t)))))
        (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
      (local.set $x (global.get $list))
      (block $end (loop $add
        (br_if $end (ref.is_null (local.get $x)))
        (local.set $s (i64.add (local.get $s) (struct.get $t 0 (local.get $x))))
        (local.set $x (struct.get $t 1 (local.get $x)))
        (br $add)))
      (local.get $s))`, new Map(), S);
  const n = 60_000_000;
  assert.is(shown(call('main', i32(n))), `(i64.const ${n / 20})`);
  assert.ok(collections(S) > 5);
});
Garbage('small and larger objects, between each other', () => {
  // Of the larger ones the last 20 are kept, each with its number at both ends; between two of them there are 1,000 small ones.
  const { S, call } = running(`${TREES}
    (type $a (shared (array (mut i32)))) (type $ring (shared (array (mut (ref null $a)))))
    (func $small (param $n i32) (local $x (ref null $t))
      (loop $l
        (local.set $x (struct.new $t (i64.const -1) (local.get $x) (ref.null $t)))
        (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
    (func (export "main") (param $n i32) (result i32) (local $i i32) (local $ring (ref null $ring)) (local $a (ref null $a)) (local $k i32)
      (local.set $ring (array.new_default $ring (i32.const 20)))
      (loop $l
        (local.set $k (i32.rem_u (local.get $i) (i32.const 20)))
        (local.set $a (array.get $ring (local.get $ring) (local.get $k)))
        (if (i32.eqz (ref.is_null (local.get $a)))
          (then
            (if (i32.or
                  (i32.ne (array.get $a (local.get $a) (i32.const 0)) (i32.sub (local.get $i) (i32.const 20)))
                  (i32.ne (array.get $a (local.get $a) (i32.sub (array.len (local.get $a)) (i32.const 1))) (i32.sub (local.get $i) (i32.const 20))))
              (then (unreachable)))))
        (array.set $ring (local.get $ring) (local.get $k) (array.new $a (local.get $i) (i32.add (i32.const 200) (i32.mul (local.get $k) (i32.const 100)))))
        (call $small (i32.const 1000))
        (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
      (local.get $i))`, new Map(), newStore());
  assert.is(shown(call('main', i32(40_000))), '(i32.const 40000)');
  assert.ok(collections(S) > 10, String(collections(S)));
});
Garbage('objects of all sizes that live for random times', () => {
  const S = newStore(), { call } = running(RING, new Map(), S);
  assert.is(shown(call('main', i32(150_000))), '(i32.const 1)');
  assert.ok(collections(S) > 10, String(collections(S)));
});
Garbage('if all of it lives, the heap is full', () => {
  const S = newStore(), { call } = running(GARBAGE, new Map(), S);
  assert.is(shown(call('all')), 'trap: the shared heap is full');
  assert.ok(liveBytes(S) > 0.9 * 2 ** 30, String(liveBytes(S)));
  // The next call begins with nothing, and finds room.
  assert.is(shown(call('lists', i32(1), i32(1000))), '(i64.const 500500)');
});

const Hidden = suite('references that a collection could not find');
Hidden('nothing is collected where a module that shares nothing catches exceptions', () => {
  const S = newStore();
  running('(func (export "main") (block $h (try_table (catch_all $h))))', new Map(), S);
  const { call } = running(GARBAGE, new Map(), S);
  assert.is(call('structures', i32(4_000_000), i32(0)).kind, 'values');
  assert.is(collections(S), 0);
});
Hidden('nor where threads have more globals than there is room for in their regions', () => {
  const S = newStore(), many = `(type $x (shared (struct (field i32))))
    ${'(global (thread_local (mut (ref null $x))) (ref.null $x))'.repeat(3000)}
    (func (export "main") (result i32) (global.set 2999 (struct.new $x (i32.const 7))) (struct.get $x 0 (global.get 2999)))`;
  const one = running(many, new Map(), S), other = running(many, new Map(), S), { call } = running(GARBAGE, new Map(), S);
  assert.is(shown(one.call('main')), '(i32.const 7)');
  assert.is(shown(other.call('main')), '(i32.const 7)');
  assert.is(call('structures', i32(4_000_000), i32(0)).kind, 'values');
  assert.is(collections(S), 0);
});
Hidden('but where nothing hides them there are collections, also if stacks are switched', () => {
  const S = newStore();
  running('(func (export "main") (block $h))', new Map(), S);
  const { call } = running(`${GARBAGE} (type $ft (func)) (type $ct (cont $ft)) (tag $e) (func $f (suspend $e)) (elem declare func $f)
    (func (export "switch") (block $h (result (ref $ct)) (resume $ct (on $e $h) (cont.new $ct (ref.func $f))) (return)) (drop))`, new Map(), S);
  assert.is(call('switch').kind, 'values');
  assert.is(call('structures', i32(4_000_000), i32(0)).kind, 'values');
  assert.ok(collections(S) > 0);
});

Garbage.run();
Hidden.run();
