/** Shared continuations on threads of the host: suspended on one, resumed on another. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { validProgramOf } from '../../cli/command/programs.ts';
import { runInPool } from '../../cli/run/pool.ts';
import { runPool } from '../../reduction/scheduler.ts';
import { showVal } from '../../scripts/showing.ts';
import { readyToExplore } from '../explore/examples.ts';
import { spawning } from '../reduction/programs.ts';
import { orThrow, run } from './threads.ts';

/** A generator of the numbers in a tree, on as many frames as the tree is deep; threads take turns at resuming it. */
const WALK = `
  (type $walk (shared (func (param i32 i32)))) (type $none (shared (func)))
  (type $kw (shared (cont $walk))) (type $k (shared (cont $none)))
  (type $n (shared (func (param i32)))) (tag $yield (type $n))
  (global $k (shared (mut (ref null $k))) (ref.null $k))
  (global $turn (shared (mut i32)) (i32.const 0))
  (global $sum (shared (mut i32)) (i32.const 0))
  (func $walk (type $walk) (param $n i32) (param $depth i32)
    (if (i32.eqz (local.get $depth)) (then (return)))
    (call $walk (i32.shl (local.get $n) (i32.const 1)) (i32.sub (local.get $depth) (i32.const 1)))
    (suspend $yield (local.get $n))
    (call $walk (i32.add (i32.shl (local.get $n) (i32.const 1)) (i32.const 1)) (i32.sub (local.get $depth) (i32.const 1))))
  (type $who (shared (func (param i32))))
  (func $await (type $who) (local $now i32)
    (loop $again
      (local.set $now (global.atomic.get $turn))
      (if (i32.ne (local.get $now) (local.get 0)) (then
        (drop (global.wait $turn (global.get $queue) (local.get $now) (i64.const -1)))
        (br $again)))))
  (func $pass (type $who)
    (global.atomic.set $turn (local.get 0)) (drop (waitqueue.notify (global.get $queue) (i32.const -1))))
  ;; the thread $me of 3 resumes when it is its turn, and then it is the turn of the next
  (func $take-turns (type $who) (param $me i32) (local $left (ref null $k)) (local $n i32)
    (loop $again
      (call $await (local.get $me))
      (block $done
        (block $on (result i32 (ref $k))
          (br_if $done (ref.is_null (global.get $k)))
          (resume $k (on $yield $on) (global.get $k))
          (global.set $k (ref.null $k))
          (br $done))
        (local.set $left) (local.set $n)
        (global.set $sum (i32.add (i32.mul (global.get $sum) (i32.const 3)) (local.get $n)))
        (global.set $k (local.get $left)))
      (local.set $left (global.get $k))
      (call $pass (i32.rem_u (i32.add (local.get $me) (i32.const 1)) (i32.const 3)))
      (br_if $again (i32.eqz (ref.is_null (local.get $left))))))
  (func $one (type $job) (call $take-turns (i32.const 1)))
  (func $two (type $job) (call $take-turns (i32.const 2)))
  (elem declare (ref (shared func)) (ref.func $one) (ref.func $two) (ref.func $walk))
  (func (export "main") (result i32)
    (global.set $k (cont.bind $kw $k (i32.const 1) (i32.const 6) (cont.new $kw (ref.func $walk))))
    (drop (call $spawn (ref.func $one))) (drop (call $spawn (ref.func $two)))
    (call $take-turns (i32.const 0))
    (global.get $sum))`;
/** The numbers in the order of the walk, as the program sums them up. */
const walked = (n: number, depth: number): readonly number[] =>
  depth === 0 ? [] : [...walked(2 * n, depth - 1), n, ...walked(2 * n + 1, depth - 1)];

/** Two threads resume the same continuation: one of them must not. */
const RACE = `
  (type $none (shared (func))) (type $k (shared (cont $none)))
  (global $k (shared (mut (ref null $k))) (ref.null $k))
  (global $ready (shared (mut i32)) (i32.const 0))
  (func $body (type $none))
  (func $racer (type $job)
    (drop (global.atomic.rmw.add $ready (i32.const 1)))
    (loop $spin (br_if $spin (i32.lt_u (global.atomic.get $ready) (i32.const 2))))
    (resume $k (global.get $k)))
  (elem declare (ref (shared func)) (ref.func $racer) (ref.func $body))
  (func (export "main")
    (global.set $k (cont.new $k (ref.func $body)))
    (drop (call $spawn (ref.func $racer)))
    (call $racer))`;

/** What a switch has captured is resumed by another thread, where an exception is thrown into it. */
const SWITCH = `
  (rec (type $f (shared (func (param i32 (ref null $k)) (result i32)))) (type $k (shared (cont $f))))
  (type $t (shared (func (result i32)))) (tag $turn (type $t))
  (type $e (shared (func (param i32)))) (tag $e (type $e))
  (global $k (shared (mut (ref null $k))) (ref.null $k))
  (global $result (shared (mut i32)) (i32.const 0))
  (global $done (shared (mut i32)) (i32.const 0))
  (func $first (type $f) (param $n i32) (param $other (ref null $k)) (result i32)
    (block $caught (result i32)
      (try_table (catch $e $caught)
        (switch $k $turn (i32.const 7) (local.get $other))
        (drop)
        (return))
      (unreachable))
    (i32.add (local.get $n)))
  (func $second (type $f) (param $n i32) (param $from (ref null $k)) (result i32)
    (global.set $k (local.get $from))
    (i32.mul (local.get $n) (i32.const 10)))
  (func $job (type $job)
    (global.set $result (resume_throw $k $e (i32.const 200) (global.get $k)))
    (global.atomic.set $done (i32.const 1))
    (drop (waitqueue.notify (global.get $queue) (i32.const 1))))
  (elem declare (ref (shared func)) (ref.func $first) (ref.func $second) (ref.func $job))
  (func (export "main") (result i32 i32)
    (resume $k (on $turn switch) (i32.const 1) (cont.new $k (ref.func $second)) (cont.new $k (ref.func $first)))
    (drop (call $spawn (ref.func $job)))
    (drop (global.wait $done (global.get $queue) (i32.const 0) (i64.const -1)))
    (global.get $result))`;

const Migration = suite('continuations that migrate');
Migration('three threads take turns at resuming one generator', async () => {
  const sum = walked(1, 6).reduce((total, n) => (Math.imul(total, 3) + n) | 0, 0);
  assert.equal((await run('a.wat', spawning(WALK)))[0], `(i32.const ${sum})`);
});
Migration('of two threads that resume a continuation, one traps', async () => {
  assert.match((await run('a.wat', spawning(RACE)))[0] ?? '', /trap: continuation already consumed$/u);
});
Migration('what a switch has captured is resumed elsewhere, with an exception', async () => {
  assert.equal((await run('a.wat', spawning(SWITCH))).slice(0, 2), ['(i32.const 70)', '(i32.const 201)']);
});
/** What the small step and the evaluator come to. */
const both = async (name: string, text: string, entry: string, words: readonly string[]): Promise<readonly (readonly string[])[]> => {
  const { pool, limits } = readyToExplore(name, text, entry, ...words), { whole } = runPool(pool, limits);
  if (whole.verdict !== 'complete' || whole.main.kind !== 'values') throw new Error(`${name}: ${JSON.stringify(whole)}`);
  const program = pipe(validProgramOf({ kind: 'text', name, text }), E.getOrElseW(orThrow(name)));
  const lines = pipe(await runInPool(program, { name: entry, words }, 4), E.getOrElseW(orThrow(name)));
  return [whole.main.vals.map(showVal), lines.filter((line) => !line.startsWith(';;'))];
};
const programs: readonly (readonly [file: string, entry: string, words: readonly string[]])[] = [
  ['tail-calls', 'main', ['0']], ['tail-calls', 'main', ['3']], ['nested', 'main', []], ['locals', 'main', []], ['locals', 'thrown', []],
  ['switches', 'main', []], ['targets', 'main', []],
];
for (const [file, entry, words] of programs) {
  Migration(`${file}: the same on both engines (${[entry, ...words].join(' ')})`, async () => {
    const text = readFileSync(join(import.meta.dirname, 'migrating', `${file}.wat`), 'utf8');
    const [steps, evaluated] = await both(`${file}.wat`, text, entry, words);
    assert.equal(evaluated, steps);
  });
}
Migration.run();
