/** Stack switching where the text leaves a choice: docs/decisions 18 and 21 to 25. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { get } from '../../semantics/data/vector.ts';
import type { Outcome } from '../../semantics/runtime/configuration.ts';
import type { Store } from '../../semantics/runtime/store.ts';
import { i32 } from '../../semantics/runtime/values.ts';
import { invoke } from '../../reduction/instantiation.ts';
import { run } from '../../reduction/machine.ts';
import { exported, make } from './instances.ts';

const MODULE = `(module
  (type $f (func (result i32))) (type $c (cont $f)) (type $g (func (param i32) (result i32))) (type $d (cont $g))
  (type $h (func (param (ref null $c)) (result i32))) (type $k (cont $h))
  (tag $e (param i32)) (tag $t (result i32)) (tag $s (result i32))
  (func $seven (type $f) (i32.const 7)) (func $asks (type $f) (i32.add (suspend $t) (i32.const 1)))
  (func $switches (type $f) (switch $k $t (cont.new $k (ref.func $takes))) (i32.const 0))
  (func $takes (type $h) (i32.const 20))
  (func $guarded (type $f) (resume $c (on $t switch) (cont.new $c (ref.func $asks))))
  (func $catching (type $f) (block $b (result i32) (try_table (result i32) (catch $e $b) (suspend $t))))
  (elem declare func $seven $asks $switches $takes $guarded $catching)
  (func $used (result (ref $c)) (local $k (ref null $c))
    (local.set $k (cont.new $c (ref.func $seven))) (drop (resume $c (local.get $k))) (ref.as_non_null (local.get $k)))

  (func (export "null: resume") (result i32) (resume $c (ref.null $c)))
  (func (export "null: resume_throw") (result i32) (resume_throw $c $e (i32.const 1) (ref.null $c)))
  (func (export "null: resume_throw_ref") (result i32) (resume_throw_ref $c (ref.null exn) (ref.null $c)))
  (func (export "null: cont.bind") (result i32) (drop (cont.bind $d $c (i32.const 1) (ref.null $d))) (i32.const 0))
  (func (export "used: resume") (result i32) (resume $c (call $used)))
  (func (export "used: resume_throw") (result i32) (resume_throw $c $e (i32.const 1) (call $used)))
  (func (export "used: resume_throw_ref") (result i32) (resume_throw_ref $c (ref.null exn) (call $used)))
  (func (export "used: cont.bind") (result i32) (drop (cont.bind $c $c (call $used))) (i32.const 0))
  (func (export "null exception") (result i32) (resume_throw_ref $c (ref.null exn) (cont.new $c (ref.func $seven))))
  (func (export "thrown") (result i32) (local $k (ref null $d))
    (block $on (result (ref $d)) (return (resume $c (on $t $on) (cont.new $c (ref.func $catching))))) (local.set $k)
    (resume_throw $d $e (i32.const 3) (local.get $k)))

  (func (export "past a switch clause") (result i32)
    (block $on (result (ref $d)) (return (resume $c (on $t $on) (cont.new $c (ref.func $guarded))))) (drop) (i32.const 40))
  (func (export "past another clause of the prompt") (result i32)
    (block $on (result (ref $d)) (return (resume $c (on $t switch) (on $t $on) (cont.new $c (ref.func $asks))))) (drop) (i32.const 50))
  (func (export "past a suspend clause") (result i32)
    (block $on (result (ref $d)) (return (resume $c (on $t $on) (on $t switch) (cont.new $c (ref.func $switches))))) (drop) (i32.const 60))
  (func (export "unhandled: suspend") (result i32) (resume $c (on $s switch) (cont.new $c (ref.func $asks))))
  (func (export "unhandled: switch") (result i32)
    (block $on (result (ref $d)) (return (resume $c (on $t $on) (cont.new $c (ref.func $switches))))) (drop) (i32.const 0))
  (func (export "bare: suspend") (result i32) (suspend $t))
  (func (export "arity") (result i32) (local $k (ref null $d))
    (block $on (result (ref $d)) (return (resume $c (on $t $on) (cont.new $c (ref.func $asks)))))
    (local.set $k) (resume $c (cont.bind $d $c (i32.const 8) (local.get $k)))))`;
const made = make(MODULE);
const ends = (name: string): readonly [outcome: Outcome, S: Store] => {
  const z = invoke(made.S, exported(made.inst, name).a, []);
  if (z === undefined) throw new Error(`${name} takes no arguments`);
  const { outcome, z: end } = run(z);
  return [outcome, end.S];
};

const Dead = suite('continuations that are null or consumed');
const INSTRUCTIONS = ['resume', 'resume_throw', 'resume_throw_ref', 'cont.bind'];
for (const instr of INSTRUCTIONS) {
  Dead(`${instr} traps, with a message for each, and leaves no exception behind`, () => {
    for (const [state, why] of [['null', 'null continuation reference'], ['used', 'continuation already consumed']] as const) {
      const [outcome, S] = ends(`${state}: ${instr}`);
      assert.equal(outcome, { kind: 'trap', why });
      assert.is(S.exns.n, 0);
    }
  });
}
Dead('a null exception traps after the checks of the continuation, and does not consume it', () => {
  const [outcome, S] = ends('null exception');
  assert.equal(outcome, { kind: 'trap', why: 'null exception reference' });
  assert.is.not(get(S.conts, 0)?.E, undefined);
});
Dead('one that lives gets the exception, which is allocated once', () => {
  const [outcome, S] = ends('thrown');
  assert.equal(outcome, { kind: 'values', vals: [i32(3)] });
  assert.is(S.exns.n, 1);
});
Dead.run();

const Handlers = suite('handlers by tag and kind of event');
Handlers('a suspend goes past clauses that switch on its tag, and a switch past those that suspend', () => {
  assert.equal(ends('past a switch clause')[0], { kind: 'values', vals: [i32(40)] });
  assert.equal(ends('past another clause of the prompt')[0], { kind: 'values', vals: [i32(50)] });
  assert.equal(ends('past a suspend clause')[0], { kind: 'values', vals: [i32(20)] });
});
Handlers('what nobody handles is an outcome of its own, and changes nothing', () => {
  for (const [name, by] of [['unhandled: suspend', 'suspend'], ['unhandled: switch', 'switch'], ['bare: suspend', 'suspend']] as const) {
    const [outcome, S] = ends(name);
    assert.equal(outcome, { kind: 'suspension', ea: made.inst.tags[1], by });
    assert.is(S.exns.n, 0);
  }
});
Handlers('a continuation knows how many values it expects, whatever has been bound', () => {
  const [outcome, S] = ends('arity');
  assert.equal(outcome, { kind: 'values', vals: [i32(9)] });
  assert.is(S.conts.n, 3);
});
Handlers.run();
