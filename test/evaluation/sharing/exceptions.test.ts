/** Exceptions with shared tags: payloads of every type, and which clause catches what. */
import { suite } from 'uvu';
import { agreeing, REFERENCES, storages } from './differential.ts';
import type { Case } from './differential.ts';

const Exceptions = suite('exceptions with shared tags');
for (const { value, seen, see, values } of storages) {
  agreeing(Exceptions, `with a payload of type ${value}`, `${REFERENCES}
    (type $tt (shared (func (param i32 ${value} i64 ${value} i32)))) (tag $e (type $tt)) (tag $other (type $tt))
    (func $throw (param $v ${value}) (throw $e (i32.const -1) (local.get $v) (i64.const -2) ${values[2]} (i32.const -3)))`, [
    ...values.flatMap((v): readonly Case[] => [
      [`i32 ${seen} i64 ${seen} i32`, `(local $a i32) (local $b ${value}) (local $c i64) (local $d ${value}) (local $f i32)
        (block $h (result i32 ${value} i64 ${value} i32) (try_table (catch $other $h) (catch $e $h) (call $throw ${v})) (unreachable))
        (local.set $f) (local.set $d) (local.set $c) (local.set $b) (local.set $a)
        (local.get $a) ${see('(local.get $b)')} (local.get $c) ${see('(local.get $d)')} (local.get $f)`],
      [`i32 ${seen} i64 ${seen} i32`, `(local $x (ref null (shared exn))) (local $a i32) (local $b ${value}) (local $c i64) (local $d ${value}) (local $f i32)
        (block $again (result i32 ${value} i64 ${value} i32)
          (block $h (result i32 ${value} i64 ${value} i32 (ref (shared exn))) (try_table (catch_ref $e $h) (call $throw ${v})) (unreachable))
          (local.set $x) (drop) (drop) (drop) (drop) (drop)
          (try_table (catch $e $again) (throw_ref (local.get $x))) (unreachable))
        (local.set $f) (local.set $d) (local.set $c) (local.set $b) (local.set $a)
        (local.get $a) ${see('(local.get $b)')} (local.get $c) ${see('(local.get $d)')} (local.get $f)`],
    ]),
    ['', `(call $throw ${values[0]})`],
  ]);
}

const TAGS = `(type $t0 (shared (func))) (type $t1 (shared (func (param i32)))) (tag $e (type $t1)) (tag $f (type $t1)) (tag $g (type $t0)) (tag $plain (param i32))
  (type $sf (shared (func (param i32))))
  (func $shared (type $sf)
    (if (i32.eqz (local.get 0)) (then (throw $e (i32.const 10)))) (if (i32.eq (local.get 0) (i32.const 1)) (then (throw $f (i32.const 11))))
    (if (i32.eq (local.get 0) (i32.const 2)) (then (throw $g))) (if (i32.eq (local.get 0) (i32.const 3)) (then (unreachable))))
  (func $throw (param i32) (call $shared (local.get 0)) (if (i32.eq (local.get 0) (i32.const 4)) (then (throw $plain (i32.const 14)))))
  (func $all (type $sf) (block $h (try_table (catch_all $h) (call $shared (local.get 0))) (throw $f (i32.const 99))) (throw $e (i32.const 98)))
  (func $refs (type $sf) (block $h (result (ref (shared exn))) (try_table (catch_all_ref $h) (call $shared (local.get 0))) (throw $f (i32.const 97))) (throw_ref))`;
/** What clauses do with each of what `$throw` may throw, and if it throws nothing. */
const clauses = (body: (n: string) => string): readonly Case[] => [0, 1, 2, 3, 4, 5].map((n): Case => ['i32', body(`(i32.const ${n})`)]);
const catching = (...catches: readonly string[]) => (n: string): string => `
  (block $ref (result exnref) (block $all (block $i (result i32)
    (try_table ${catches.join(' ')} (call $throw ${n})) (return (i32.const -1))) (return (i32.add (i32.const 100)))) (return (i32.const -2)))
  (drop) (i32.const -3)`;
agreeing(Exceptions, 'the first clause catches that fits', TAGS, [
  ...clauses(catching('(catch $e $i)', '(catch $f $i)', '(catch $plain $i)')), ...clauses(catching('(catch $plain $i)', '(catch $e $i)')),
  ...clauses(catching('(catch $e $i)', '(catch_all $all)', '(catch $f $i)')), ...clauses(catching('(catch_all $all)', '(catch $e $i)')),
  ...clauses(catching('(catch $f $i)', '(catch_all_ref $ref)')), ...clauses(catching('(catch $g $all)', '(catch $plain $i)')), ...clauses(catching('(catch_all_ref $ref)')),
  ...clauses(catching()), ...clauses(catching('(catch $e $i)', '(catch $e $i)', '(catch $plain $i)', '(catch_all_ref $ref)')),
]);
const rethrowing = (n: string): string => `(local $x exnref)
  (block $ref (result exnref) (try_table (catch_all_ref $ref) (call $throw ${n})) (return (i32.const -1))) (local.set $x)
  (block $i (result i32) (try_table (catch $e $i) (catch $plain $i) (throw_ref (local.get $x))) (unreachable))`;
agreeing(Exceptions, 'they pass through functions, shared or not, and through references to them', TAGS, [
  ...clauses(rethrowing),
  ...[0, 2, 3, 5].map((n): Case => ['i32', `(block $i (result i32) (try_table (catch $e $i) (catch $f $i) (call $all (i32.const ${n}))) (i32.const -1))`]),
  ...[0, 1, 2, 3, 5].map((n): Case => ['i32', `(block $none (block $i (result i32) (try_table (catch $e $i) (catch $f $i) (catch $g $none) (call $refs (i32.const ${n}))) (i32.const -1)) (return)) (i32.const -4)`]),
  ['', '(throw_ref (ref.null (shared exn)))', 'trap: null exception reference'], ['', '(throw $g)'], ['', '(throw $e (i32.const 7))', 'exception (i32.const 7)'],
  ['i32', '(block $h (result i32) (try_table (result i32) (catch $e $h) (block $in (result i32) (try_table (result i32) (catch $f $in) (throw $e (i32.const 3))))))', '(i32.const 3)'],
  ['i32 i32', '(i32.const 1) (block $h (param i32) (result i32 i32) (try_table (param i32) (result i32 i32) (i32.const 2)))'],
  ['i32', '(i32.const 5) (block $h (param i32) (result i32) (try_table (param i32) (result i32) (catch $e $h) (throw $e)))', '(i32.const 5)'],
  ['i32', '(loop $again (result i32) (block $h (result i32) (try_table (result i32) (catch $e $h) (i32.const 6))))', '(i32.const 6)'],
]);
Exceptions.run();
