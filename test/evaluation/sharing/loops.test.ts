/** Loops, of which small ones have several turns in a round: wherever they are left or gone on with, it is as in the source. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { plain } from '../../../evaluation/plain.ts';
import { printModule } from '../../../syntax/text/printer.ts';
import { valid } from '../running.ts';
import { agreeing } from './differential.ts';
import type { Case } from './differential.ts';

const Loops = suite('loops of modules that share something');

const CELL = `(type $cell (shared (struct (field $x (mut i32)))))
  (func $fresh (result (ref $cell)) (struct.new $cell (i32.const 0)))`;
const X = '(struct.get $cell $x (local.get $p))', P = '(local $p (ref null $cell)) (local.set $p (call $fresh))';
const next = (i: string, by: number): string => `(local.set $${i} (i32.add (local.get $${i}) (i32.const ${by})))`;
/** A loop in the function `f` of a number n, with what it comes to for each. */
interface Looping {
  readonly name: string;
  readonly result: string;
  readonly f: string;
  readonly words?: (n: number) => string;
}
const loops: readonly Looping[] = [
  {
    name: 'that go on with a condition', result: 'i32', words: (n) => `(i32.const ${Math.max(3, 3 * Math.ceil(n / 3))})`,
    f: `${P} (loop $turn (struct.set $cell $x (local.get $p) (i32.add (i32.const 3) ${X})) (br_if $turn (i32.lt_s ${X} (local.get $n)))) ${X}`,
  },
  {
    name: 'with numbers as parameters and results', result: 'i64 i32',
    words: (n) => `(i64.const ${7 + (n < 2 ? n : n * (n + 1) / 2)}) (i32.const ${n < 2 ? n - 1 : 0})`,
    f: `${P} (i64.const 7) (local.get $n)
      (loop $turn (param i64 i32) (result i64 i32)
        (local.set $n) (struct.set $cell $x (local.get $p) (local.get $n))
        (i64.add (i64.extend_i32_s ${X}))
        (i32.sub (local.get $n) (i32.const 1))
        (br_if $turn (i32.ge_s (i32.sub (local.get $n) (i32.const 1)) (i32.const 1))))`,
  },
  {
    name: 'with a reference as parameter', result: 'i32',
    f: `${P} (local.get $p)
      (loop $turn (param (ref null $cell)) (result i32)
        (local.tee $p) (struct.set $cell $x (local.get $n)) (local.get $p) ${next('n', -2)}
        (br_if $turn (i32.gt_s (local.get $n) (i32.const 0)))
        (struct.get $cell $x))`,
  },
  {
    name: 'that are left in all ways', result: 'i32',
    f: `(local $i i32) ${P}
      (block $out (result i32)
        (block $one
          (loop $turn
            ${next('i', 1)} (struct.set $cell $x (local.get $p) (i32.add ${X} (local.get $i)))
            (if (i32.eq (local.get $i) (local.get $n)) (then (br_table $one $turn $one (i32.and (local.get $n) (i32.const 3)))))
            (drop (br_if $out ${X} (i32.gt_u (local.get $i) (i32.const 11))))
            (if (i32.eq (local.get $n) (i32.const 8)) (then (if (i32.eq ${X} (i32.const 15)) (then (return (i32.const -15))))))
            (br $turn)))
        (i32.const -1))`,
  },
  {
    name: 'that trap', result: 'i32', words: () => 'trap: null structure reference',
    f: `${P} (loop $turn
        (struct.set $cell $x (local.get $p) (local.get $n))
        (if (i32.eqz (local.get $n)) (then (local.set $p (ref.null $cell))))
        ${next('n', -1)} (br $turn))
      (unreachable)`,
  },
  {
    name: 'in loops', result: 'i32',
    f: `(local $i i32) ${P} (loop $outer
        (local.set $i (i32.const 0))
        (loop $inner
          (struct.set $cell $x (local.get $p) (i32.add ${X} (local.get $i)))
          ${next('i', 1)} (br_if $inner (i32.lt_u (local.get $i) (local.get $n))))
        ${next('n', -1)} (br_if $outer (i32.gt_s (local.get $n) (i32.const 0))))
      ${X}`,
  },
];
const NUMBERS = [...Array(10).keys()];
for (const { name, result, f, words } of loops) {
  agreeing(Loops, name, `${CELL} (func $f (param $n i32) (result ${result}) ${f})`, NUMBERS.map((n): Case => {
    const call = `(call $f (i32.const ${n}))`;
    return words === undefined ? [result, call] : [result, call, words(n)];
  }));
}

/** How often the code of a loop stores into a field, and asks whether to stop. */
const inLoop = (more: string): readonly [stores: number, questions: number] => {
  const text = printModule(plain(valid(`${CELL} (func (param $p (ref $cell)) (param $n i32) (loop $turn
    (struct.set $cell $x (local.get $p) (local.get $n)) ${more} (br_if $turn (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))`)));
  const count = (of: RegExp): number => text.match(of)?.length ?? 0;
  // One store is that of $fresh.
  return [count(/i32\.store \$heap offset=4/gu) - 1, count(/i32\.load \$heap offset=128/gu)];
};
Loops('small ones ask once in four turns, others in each', () => {
  assert.equal(inLoop(''), [4, 1]);
  assert.equal(inLoop('(nop)'.repeat(40)), [1, 1]);
  assert.equal(inLoop('(drop (call $fresh))'), [1, 1]);
});

Loops.run();
