/** The limits of a run: so many frames, so many cells, and not one less. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Outcome } from '../../semantics/runtime/configuration.ts';
import { DEFAULT_LIMITS, run } from '../../reduction/machine.ts';
import { poolOf } from '../../reduction/pool.ts';
import { runPool, runProgram } from '../../reduction/scheduler.ts';
import { programOf, spawning } from './programs.ts';

const TYPES = `(type $s (struct (field i32) (field i32))) (type $a (array (mut i8))) (type $f (func)) (type $c (cont $f))
  (tag $t) (tag $e (param i32 i32)) (memory 1) (table $t 0 funcref)`;
/** The call of `main` with the body given, in a module of all kinds of things. */
const main = (body: string, fields = ''): ReturnType<typeof programOf> =>
  programOf(`(module ${TYPES} ${fields} (func $main (export "main") ${body}))`);
const outcomeWith = (z: ReturnType<typeof programOf>, cells: number): Outcome =>
  run(z, { ...DEFAULT_LIMITS, fuel: 100_000, cells }).outcome;

/** What takes cells, and how many. */
const costs: readonly (readonly [what: string, body: string, cells: number, fields?: string])[] = [
  ['a structure: 4, and its fields', '(drop (struct.new $s (i32.const 1) (i32.const 2)))', 6],
  ['a structure of defaults', '(drop (struct.new_default $s))', 6],
  ['an array: 4, and its elements', '(drop (array.new_default $a (i32.const 9)))', 13],
  ['an array of data', '(drop (array.new_data $a $d (i32.const 0) (i32.const 3)))', 7, '(data $d "abc")'],
  ['an exception: 4, and its fields', '(block $b (result i32 i32) (try_table (catch $e $b) (throw $e (i32.const 1) (i32.const 2))) unreachable) drop drop', 6],
  ['the elements that a table grows by', '(drop (table.grow $t (ref.null func) (i32.const 10)))', 10],
  ['a table that does not grow', '(drop (table.grow $t (ref.null func) (i32.const -1)))', 0],
  ['what is set in a table', '(drop (table.grow $t (ref.null func) (i32.const 1))) (table.set $t (i32.const 0) (ref.null func))', 1],
  ['what is set in a structure', '(array.set $a (array.new_default $a (i32.const 1)) (i32.const 0) (i32.const 1))', 5],
  ['a block of memory that is written for the first time', '(i32.store (i32.const 64) (i32.const 1)) (i32.store8 (i32.const 127) (i32.const 1))', 4],
  ['two blocks of memory', '(i64.store (i32.const 60) (i64.const -1))', 8],
  ['memory that grows or is read', '(drop (memory.grow (i32.const 9))) (drop (i32.load (i32.const 0)))', 0],
  ['a continuation: 4', '(drop (cont.new $c (ref.func $g)))', 4, '(func $g) (elem declare func $g)'],
  [
    'a continuation that holds two frames', '(block $b (result (ref $c)) (resume $c (on $t $b) (cont.new $c (ref.func $g))) (return)) drop', 10,
    '(func $g (call $h)) (func $h (suspend $t)) (elem declare func $g)',
  ],
  [
    'a continuation that gives its frames back', `(block $b (result (ref $c)) (resume $c (on $t $b) (cont.new $c (ref.func $g))) (return))
      (resume $c) (drop (struct.new_default $s))`, 14, '(func $g (call $h)) (func $h (suspend $t)) (elem declare func $g)',
  ],
  [
    'a prompt in a continuation', '(block $b (result (ref $c)) (resume $c (on $t $b) (cont.new $c (ref.func $g))) (return)) drop', 15,
    '(func $g (resume $c (cont.new $c (ref.func $h)))) (func $h (suspend $t)) (elem declare func $g $h)',
  ],
  ['numbers and calls', '(drop (i32.add (i32.const 1) (i32.const 2))) (call $g)', 0, '(func $g)'],
];
const Cells = suite('cells');
for (const [what, body, cells, fields] of costs) {
  Cells(`${what}: ${cells}`, () => {
    const z = main(body, fields), before = z.S.cells;
    assert.is(outcomeWith(z, before + cells).kind, 'values');
    if (cells > 0) assert.equal(outcomeWith(z, before + cells - 1), { kind: 'out of memory', limit: before + cells - 1 });
  });
}

Cells('the step that would be too much is not made', () => {
  const z = main('(drop (struct.new_default $s)) (drop (array.new_default $a (i32.const 100)))');
  const { z: end, outcome, steps } = run(z, { ...DEFAULT_LIMITS, cells: z.S.cells + 20 });
  assert.is(outcome.kind, 'out of memory');
  assert.equal([end.S.structs.n, end.S.arrays.n], [1, 0]);
  assert.is(end.es.e.op, 'array.new_fixed');
  assert.is(run(z, { ...DEFAULT_LIMITS, fuel: steps }).z.es.e.op, 'array.new_fixed');
});

const FOREVER = '(loop $l (drop (struct.new_default $s)) (br $l))';
Cells('a program that allocates for ever ends so by default, and so does each of its threads', () => {
  const grow = (table: string): string => `(drop (table.grow ${table} (ref.null func) (i32.const 10000000)))`;
  assert.equal(runProgram(main(`${grow('$t')} ${grow('$u')}`, '(table $u 0 funcref)')).outcome, { kind: 'out of memory', limit: 20_000_000 });
  assert.is(runPool(poolOf(main(FOREVER), { ...DEFAULT_LIMITS, cells: 1000 }), { ...DEFAULT_LIMITS, cells: 1000 }).outcome.kind, 'out of memory');
});

Cells('a thread ends all when a step that others see takes too much', () => {
  const z = programOf(spawning(`(func $one (type $job)) (elem declare (ref (shared func)) (ref.func $one))
    (func (export "main") (drop (call $spawn (ref.func $one))) (drop (call $spawn (ref.func $one))))`));
  const limits = { ...DEFAULT_LIMITS, fuel: 100, cells: z.S.cells + 7 }, { outcome, whole } = runPool(poolOf(z, limits), limits);
  assert.equal(outcome, { kind: 'out of memory', limit: z.S.cells + 7 });
  assert.is(whole.verdict === 'limit' && whole.thread, 0);
});

const Frames = suite('frames');
Frames('a call that needs all frames ends, and one more exhausts the stack', () => {
  const z = programOf('(module (func $f (param i32) (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1)))))) '
    + '(func (export "main") (call $f (i32.const 7))))'); // main, and f with 7 to 0
  assert.is(run(z, { ...DEFAULT_LIMITS, frames: 9 }).outcome.kind, 'values');
  assert.equal(run(z, { ...DEFAULT_LIMITS, frames: 8 }).outcome, { kind: 'call stack exhausted', limit: 8 });
  assert.is(runPool(poolOf(z, { ...DEFAULT_LIMITS, frames: 9 })).outcome.kind, 'values');
  assert.is(runPool(poolOf(z, { ...DEFAULT_LIMITS, frames: 8 })).outcome.kind, 'call stack exhausted');
});

Cells.run();
Frames.run();
