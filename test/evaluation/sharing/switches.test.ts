/** A switch that nobody handles traps, and its target is what it was: whoever has it can resume it afterwards. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { agreed } from './differential.ts';

const Switches = suite('switches that nobody handles');

/** Of shared continuations, or of others. */
const fields = (isShared: boolean): string => {
  const def = (comp: string): string => isShared ? `(shared ${comp})` : comp;
  const global = (type: string): string => isShared ? `(shared (mut ${type}))` : `(mut ${type})`;
  const declared = isShared ? '(ref (shared func))' : 'func', ref = (f: string): string => isShared ? `(ref.func ${f})` : f;
  return `
    (type $f ${def('(func (result i32))')}) (type $k ${def('(cont $f)')})
    (type $h ${def('(func (param (ref null $k)) (result i32))')}) (type $kh ${def('(cont $h)')})
    (type $p ${def('(func (result (ref null $k)))')}) (tag $p (type $p)) (tag $r (type $f))
    (global $fresh ${global('(ref null $kh)')} (ref.null $kh)) (global $old ${global('(ref null $kh)')} (ref.null $kh))
    (func $body (type $h) (i32.const 5))
    ;; suspended with frames below it, and a stack around
    (func $deep (type $f) (drop (suspend $p)) (i32.const 40))
    (func $mid (type $f) (i32.add (call $deep) (i32.const 1)))
    (func $around (type $f) (i32.add (resume $k (cont.new $k (ref.func $mid))) (i32.const 2)))
    (func $switches (type $f) (switch $kh $r (global.get $fresh)) (i32.const 9))
    (func $through (type $f) (switch $kh $r (global.get $old)) (i32.const 9))
    (func $calls (type $f) (i32.add (call $through) (i32.const 1)))
    (elem declare ${declared} ${['$body', '$mid', '$around', '$switches', '$calls'].map(ref).join(' ')})
    (func (export "0 new") (global.set $fresh (cont.new $kh (ref.func $body))))
    (func (export "1 switch") (result i32) (call $switches))
    (func (export "2 inside") (result i32) (resume $k (cont.new $k (ref.func $switches))))
    (func (export "3 resume") (result i32) (resume $kh (ref.null $k) (global.get $fresh)))
    (func (export "4 again") (result i32) (resume $kh (ref.null $k) (global.get $fresh)))
    (func (export "5 suspended")
      (block $on (result (ref $kh)) (drop (resume $k (on $p $on) (cont.new $k (ref.func $around)))) (return))
      (global.set $old))
    (func (export "6 inside") (result i32) (resume $k (cont.new $k (ref.func $calls))))
    (func (export "7 directly") (result i32) (call $through))
    (func (export "8 resume") (result i32) (resume $kh (ref.null $k) (global.get $old)))`;
};
for (const isShared of [false, true]) {
  Switches(isShared ? 'of shared continuations' : 'of continuations', () => {
    const found = agreed(fields(isShared));
    assert.is(found.get('0 3 resume'), '(i32.const 5)');
    assert.is(found.get('0 4 again'), 'trap: continuation already consumed');
    assert.is(found.get('0 8 resume'), '(i32.const 43)');
  });
}

Switches.run();
