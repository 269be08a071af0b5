/** Observations: equal up to the names of objects, and different where programs can tell. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isRight } from 'fp-ts/lib/Either.js';
import type { Engine } from '../../equivalence/engine.ts';
import { observe } from '../../equivalence/engine.ts';
import { evaluatorEngine } from '../../equivalence/evaluator.ts';
import type { Observation } from '../../equivalence/observation.ts';
import { firstDifferenceOf, isInconclusive } from '../../equivalence/observation.ts';
import { validProgram } from '../../equivalence/program.ts';
import { smallStepEngine } from '../../equivalence/small-step.ts';
import { translated } from '../../equivalence/translated.ts';
import { run } from '../../reduction/machine.ts';
import { parseModule } from '../../syntax/text/module.ts';

const Observing = suite('observations');

const observedBy = <A>(engine: Engine<A>, wat: string): Observation => {
  const module = parseModule(wat);
  assert.ok(isRight(module), isRight(module) ? '' : module.left.message);
  const program = validProgram({ modules: [{ name: 'M', module: module.right }], calls: [{ module: 'M', name: 'main', args: [] }] });
  assert.ok(isRight(program), isRight(program) ? '' : program.left.message);
  return observe(engine, program.right);
};
const LIMITS = { fuel: 10_000, frames: 1000 };
const observed = (wat: string): Observation => observedBy(smallStepEngine(run, LIMITS), wat);
const same = (one: string, other: string): void => assert.is(firstDifferenceOf(observed(one), observed(other)), undefined);
const differ = (one: string, other: string, what: string): void => {
  const difference = firstDifferenceOf(observed(one), observed(other));
  assert.ok(difference !== undefined, 'there is no difference');
  assert.match(`${difference.one?.what ?? ''}|${difference.other?.what ?? ''}|${difference.detail ?? ''}`, what);
};

const pair = (body: string): string => `(module (type $s (struct (field (mut i32)) (field (mut anyref))))
  (global (export "g") (mut anyref) (ref.null any)) (global (export "h") (mut anyref) (ref.null any))
  (func (export "main") (local $a (ref null $s)) (local $b (ref null $s)) ${body}))`;

Observing('objects are numbered as they are met: the order of their making does not count', () => {
  same(
    pair('(local.set $a (struct.new $s (i32.const 1) (ref.null any))) (local.set $b (struct.new $s (i32.const 2) (local.get $a))) (global.set 0 (local.get $b))'),
    pair('(drop (struct.new_default $s)) (local.set $b (struct.new $s (i32.const 2) (ref.null any))) (local.set $a (struct.new $s (i32.const 1) (ref.null any))) (struct.set $s 1 (local.get $b) (local.get $a)) (global.set 0 (local.get $b))'),
  );
});

Observing('one object in two places is not two equal objects', () => {
  const shared = '(global.set 0 (local.tee $a (struct.new_default $s))) (global.set 1 (local.get $a))';
  differ(pair(shared), pair('(global.set 0 (struct.new_default $s)) (global.set 1 (struct.new_default $s))'), 'global M."h"');
  same(pair(shared), pair('(global.set 1 (local.tee $a (struct.new_default $s))) (global.set 0 (local.get $a))'));
});

Observing('cycles are compared', () => {
  const cycle = (n: number): string => pair(`(local.set $a (struct.new $s (i32.const ${n}) (ref.null any))) (local.set $b (struct.new $s (i32.const 7) (local.get $a)))
    (struct.set $s 1 (local.get $a) (local.get $b)) (global.set 0 (local.get $b))`);
  same(cycle(1), cycle(1));
  differ(cycle(1), cycle(2), 'object #1');
});

Observing('numbers count by their bits', () => {
  const float = (x: string): string => `(module (func (export "main") (result f32 f64) (f32.const ${x}) (f64.const ${x})))`;
  differ(float('0'), float('-0'), 'M."main"');
  differ(float('nan:0x200001'), float('nan:0x200002'), 'M."main"');
  same(float('nan'), float('-nan'));
});

Observing('memories: the first word that differs', () => {
  const memory = (n: number): string => `(module (memory (export "m") 2) (func (export "main") (i32.store (i32.const 70000) (i32.const ${n})) (i32.store (i32.const 0) (i32.const 1))))`;
  same(memory(0), memory(0));
  differ(memory(5), memory(6), 'the word at 70000 is 0x00000005 and 0x00000006');
});

Observing('ends: traps by their kind, exceptions with tag and payload, suspensions by their tag', () => {
  const ending = (body: string): string => `(module (type $ft (func)) (tag $e (export "e") (param i32)) (tag $f (export "f") (param i32)) (tag $ask (export "ask") (param i64) (result i32))
    (func (export "main") ${body}))`;
  const bodies = [
    '', '(unreachable)', '(drop (i32.div_s (i32.const 1) (i32.const 0)))', '(throw $e (i32.const 1))', '(throw $e (i32.const 2))', '(throw $f (i32.const 1))',
    '(drop (suspend $ask (i64.const 1)))', '(suspend $e (i32.const 1))',
  ];
  for (const [i, body] of bodies.entries()) for (const [j, other] of bodies.entries()) {
    if (i === j) same(ending(body), ending(other));
    else differ(ending(body), ending(other), 'M."main"');
  }
});

Observing('functions count as what they are, wherever they are found', () => {
  const tables = (f: string): string => `(module (table (export "t") 2 funcref) (func $f) (func $g) (elem declare func $f $g)
    (func (export "main") (table.set (i32.const 1) (ref.func ${f}))))`;
  same(tables('$f'), tables('$f'));
  differ(tables('$f'), tables('$g'), 'table M."t"');
});

Observing('the host is told in order', () => {
  const telling = (...ns: readonly number[]): string => `(module (import "host" "log" (func $log (param i32))) (import "host" "next" (func $next (result i32)))
    (func (export "main") (result i32) ${ns.map((n) => `(call $log (i32.const ${n}))`).join(' ')} (drop (call $next)) (call $next)))`;
  same(telling(1, 2), telling(1, 2));
  differ(telling(1, 2), telling(2, 1), 'host function');
  assert.equal(observed(telling()).find(({ what }) => what.startsWith('M.'))?.found, ['returns i32 2']);
});

/** In a continuation, main has the host call the program: 1 throws, 2 traps, 3 is suspended, and all have done something before. */
const CALLED_BACK = `(module (import "host" "call back" (func $again (param i32) (result i32)))
  (tag $e (export "e") (param i32)) (type $f (func (result i32))) (type $k (cont $f)) (tag $y (export "y"))
  (global $before (export "before") (mut i32) (i32.const 0)) (global $caught (export "caught") (mut i32) (i32.const 0))
  (func (export "call back") (param $n i32) (result i32)
    (global.set $before (local.get $n))
    (if (i32.eq (local.get $n) (i32.const 1)) (then (throw $e (i32.const 7))))
    (if (i32.eq (local.get $n) (i32.const 2)) (then (unreachable)))
    (if (i32.eq (local.get $n) (i32.const 3)) (then (suspend $y)))
    (resume $k (cont.new $k (ref.func $ten))))
  (func $ten (type $f) (i32.const 10))
  (func $main (type $f)
    (block $h (try_table (catch_all $h) (return (call $again (i32.const N)))))
    (global.set $caught (i32.const 1)) (i32.const 11))
  (elem declare func $ten $main)
  (func (export "main") (result i32)
    (block $on (result (ref $k)) (return (resume $k (on $y $on) (cont.new $k (ref.func $main)))))
    (drop) (i32.const 12)))`;
const observers: Readonly<Record<string, (wat: string) => Observation>> = {
  'the small step': observed, 'the evaluator': (wat) => observedBy(evaluatorEngine, wat),
  'the small step of the translation': (wat) => observedBy(smallStepEngine(run, LIMITS, translated()), wat),
};
for (const [name, observedThere] of Object.entries(observers)) {
  Observing(`what the program comes to that the host calls, the host comes to: ${name}`, () => {
    const ends = [0, 1, 2, 3].map((n) => {
      const observation = observedThere(CALLED_BACK.replace('i32.const N', `i32.const ${n}`));
      const found = (what: RegExp): string | undefined => observation.find((event) => what.test(event.what))?.found[0];
      return [found(/^M\."main"/u), found(/^global M\."before"/u), found(/^global M\."caught"/u)];
    });
    assert.equal(ends, [
      ['returns i32 10', 'i32 0', 'i32 0'], ['returns i32 11', 'i32 1', 'i32 1'], ['traps: unreachable', 'i32 2', 'i32 0'],
      ['traps: what was called back is suspended', 'i32 3', 'i32 0'],
    ]);
  });
}

Observing('nothing is said after a limit was met', () => {
  const forever = '(module (import "host" "log" (func $log (param i32))) (func (export "main") (call $log (i32.const 1)) (loop $l (br $l))))';
  assert.ok(isInconclusive(observed(forever)));
  same(forever, '(module (import "host" "log" (func $log (param i32))) (func (export "main") (call $log (i32.const 1)) (unreachable)))');
  differ(forever, '(module (import "host" "log" (func $log (param i32))) (func (export "main") (call $log (i32.const 2)) (unreachable)))', 'host function');
});

Observing.run();
