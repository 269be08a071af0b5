/** What can be captured: by the call graph, and by what can come into a module. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { captureOf } from '../../../evaluation/translation/capture.ts';
import { translate } from '../../../evaluation/translation/modules.ts';
import { valid } from '../running.ts';

const functionsOf = (fields: string): readonly number[] => [...captureOf(valid(fields)).functions].sort((a, b) => a - b);
const Capture = suite('what can be captured');

Capture('nothing, in a module without stack switching that no reference can come into', () => {
  for (const fields of [
    '(func $f (call $f))',
    '(type $t (func)) (table 1 funcref) (func (export "f") (param i32) (call_indirect (type $t) (local.get 0)))',
    '(type $t (func)) (func $f) (elem declare func $f) (func (export "f") (result funcref) (call_ref $t (ref.func $f)) (ref.func $f))',
    '(import "m" "g" (global i32)) (import "m" "m" (memory 1)) (import "m" "e" (tag (param funcref))) (func (export "f") (result externref) (ref.null extern))',
    '(global (export "g") funcref (ref.null func))',
  ]) {
    assert.equal(functionsOf(fields), [], fields);
    assert.not(captureOf(valid(fields)).concerned, fields);
  }
});
Capture('what is called by reference or table, if a reference can come in', () => {
  const f = '(type $t (func)) (func $f) (elem declare func $f) (func $calls (call_ref $t (ref.func $f)))';
  for (const way of [
    '(func (export "e") (param funcref))', '(func (export "e") (param externref))', '(table (export "t") 1 funcref)',
    '(global (export "g") (mut anyref) (ref.null any))',
  ]) assert.equal(functionsOf(`${f} ${way}`), [1], way);
  for (const way of ['(import "m" "g" (global anyref))', '(import "m" "t" (table 1 funcref))'])
    assert.equal(functionsOf(`${way} ${f}`), [1], way);
});
Capture('imported functions, and those that call them', () => {
  assert.equal(functionsOf('(import "m" "f" (func $i)) (func $a (call $i)) (func $b (return_call $a)) (func $c)'), [0, 1, 2]);
});
Capture('functions that suspend, switch or resume, and all that may call them', () => {
  const fields = `
    (type $f (func)) (type $k (cont $f)) (rec (type $sf (func (param (ref null $sk)))) (type $sk (cont $sf))) (tag $e)
    (table $t funcref (elem $suspends))
    (func $suspends (suspend $e))
    (func $switches (param (ref $sk)) (switch $sk $e (local.get 0)) (drop))
    (func $resumes (resume $k (cont.new $k (ref.func $suspends))))
    (func $creates (drop (cont.new $k (ref.func $suspends))))
    (func $calls (call $suspends))
    (func $callsInBlocks (block (loop (if (i32.const 1) (then (try_table (call $calls)))))))
    (func $callsByTable (call_indirect $t (type $f) (i32.const 0)))
    (func $callsOthersByTable (param i32) (call_indirect $t (param i32) (i32.const 0) (i32.const 0)))
    (func $innocent (call $creates))`;
  assert.equal(functionsOf(fields), [0, 1, 2, 4, 5, 6]);
});
Capture('a module that only mentions continuations is translated nevertheless, but others without stack switching stay as they are', () => {
  for (const fields of ['(type $f (func)) (type $k (cont $f))', '(func (local contref))', '(table 1 (ref null cont))', '(tag (result i32))'])
    assert.is(translate(valid(fields), 'own').driver, 'own', fields);
  const plain = valid('(func $f (call $f))');
  assert.is(translate(plain, 'own').module, plain.module);
});
Capture.run();
