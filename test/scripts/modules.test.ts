import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encode } from '../../syntax/binary/encoder.ts';
import { parseModule } from '../../syntax/text/module.ts';
import * as E from 'fp-ts/lib/Either.js';
import { failsWith, passes, resultsOf, TIGHT, unmet } from './running.ts';

/** `\hh` for every byte of the binary of a module */
const binary = (text: string): string => {
  const module = parseModule(text);
  if (E.isLeft(module)) throw new Error(module.left.message);
  return [...encode(module.right)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
};
const ONE = '(func (export "one") (result i32) (i32.const 1))';

const modules = suite('module');

modules('is text, quoted text or binary', () => {
  passes(`(module ${ONE}) (assert_return (invoke "one") (i32.const 1))`);
  passes(`(module quote "(func (export \\"one\\") (result i32)" "(i32.const 1))") (assert_return (invoke "one") (i32.const 1))`);
  passes(`(module binary "${binary(ONE)}") (assert_return (invoke "one") (i32.const 1))`);
});

modules('runs its segments and start function', () => {
  passes(`
    (module
      (memory 1) (data (i32.const 3) "\\07")
      (global $g (mut i32) (i32.const 0))
      (func $start (global.set $g (i32.load8_u (i32.const 3))))
      (start $start)
      (func (export "g") (result i32) (global.get $g)))
    (assert_return (invoke "g") (i32.const 7))`);
});

modules('fails if it is malformed, invalid, unlinkable, or does not come to an end', () => {
  failsWith('(module (func (frob)))', /^the module is malformed: unknown operator frob/u);
  failsWith('(module quote "(func (frob))")', /^the module is malformed: unknown operator frob/u);
  failsWith('(module binary "\\00asn")', /^the module is malformed: magic header not detected/u);
  failsWith('(module (func (drop)))', /^the module is invalid: type mismatch/u);
  failsWith('(module (import "no" "f" (func)))', /^it cannot be linked: unknown import/u);
  failsWith('(module (import "spectest" "print" (func (param i32))))', /^it cannot be linked: incompatible import type/u);
  failsWith('(module (func $f (unreachable)) (start $f))', /^it trapped: unreachable$/u);
  failsWith('(module (tag $e) (func $f (throw $e)) (start $f))', /^it threw an exception$/u);
  failsWith('(module (func $f (loop (br 0))) (start $f))', /^out of fuel after 1000 steps$/u, TIGHT.littleFuel);
  failsWith('(module (table 1_000_000_000 funcref))', /^out of memory: a table of 1000000000 elements/u);
});

modules('what needs a module that failed, fails', () => {
  assert.equal(unmet(`
    (module $m (func (drop)))
    (assert_return (invoke "f"))
    (register "m" $m)
    (module (import "m" "f" (func)))
    (module)`), [
    '0 module failed: the module is invalid: type mismatch: instruction requires [t] but stack has []',
    ...['1 assert_return', '2 register', '3 module'].map((command) =>
      `${command} failed: it needs a module that failed: the module is invalid: type mismatch: instruction requires [t] but stack has []`),
  ]);
});

modules('a failed module is no longer the latest one; the module before it has kept its name', () => {
  const results = resultsOf(`(module $a ${ONE}) (module (func (drop))) (invoke "one") (invoke $a "one")`);
  assert.equal(results.map(({ status }) => status), ['passed', 'failed', 'failed', 'passed']);
});

modules.run();

const definitions = suite('module definition and module instance');

const COUNTER = `
  (global $n (mut i32) (i32.const 0))
  (func (export "next") (result i32) (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n))`;

definitions('a definition is not instantiated', () => {
  passes('(module definition (func $f (unreachable)) (start $f))');
  failsWith(`(module definition $m ${COUNTER}) (invoke "next")`, /there is no module instance/u);
  failsWith('(module definition (func (drop)))', /^the module is invalid/u);
});

definitions('each instance has a state of its own', () => {
  passes(`
    (module definition $counter ${COUNTER})
    (module instance $a $counter)
    (module instance $b $counter)
    (assert_return (invoke $a "next") (i32.const 1))
    (assert_return (invoke $a "next") (i32.const 2))
    (assert_return (invoke $b "next") (i32.const 1))
    (assert_return (invoke "next") (i32.const 2))`);
});

definitions('without names, the latest definition', () => {
  passes(`(module definition ${COUNTER}) (module instance) (assert_return (invoke "next") (i32.const 1))`);
  passes(`(module $m ${COUNTER}) (invoke "next") (module instance $i $m) (assert_return (invoke $i "next") (i32.const 1))`);
  failsWith('(module instance)', /^there is no module definition before this command$/u);
  failsWith('(module instance $i $m)', /^there is no module definition \$m$/u);
});

definitions.run();

const register = suite('register');

register('lets modules import from an instance', () => {
  passes(`
    (module $m ${ONE})
    (register "M")
    (module (import "M" "one" (func $one (result i32))) (func (export "two") (result i32) (i32.add (call $one) (call $one))))
    (assert_return (invoke "two") (i32.const 2))
    (register "N" $m)
    (module (import "N" "one" (func (result i32))))`);
});

register('replaces what had the name', () => {
  passes(`
    (module (global (export "g") i32 (i32.const 1))) (register "M")
    (module (global (export "g") i32 (i32.const 2))) (register "M")
    (module (import "M" "g" (global i32)) (export "g" (global 0)))
    (assert_return (get "g") (i32.const 2))`);
});

register('needs an instance', () => {
  failsWith('(register "M")', /there is no module instance/u);
  failsWith('(module) (register "M" $m)', /there is no module instance \$m/u);
});

register.run();

const refusals = suite('assert_malformed and assert_invalid');

refusals('of text, quoted text and binaries', () => {
  passes('(assert_malformed (module quote "(frob)") "unexpected token")');
  passes('(assert_malformed (module (func (frob))) "unknown operator")');
  passes('(assert_malformed (module binary "\\00asm\\02\\00\\00\\00") "unknown binary version")');
  passes('(assert_invalid (module (func (drop))) "type mismatch")');
  passes('(assert_invalid (module quote "(func (drop))") "type mismatch")');
});

refusals('of a module that is valid, or not refused in this way, fail', () => {
  failsWith('(assert_malformed (module quote "(func)") "unexpected token")', /expected the module to be malformed .*, but it is valid/u);
  failsWith('(assert_invalid (module) "type mismatch")', /expected the module to be invalid .*, but it is valid/u);
  failsWith('(assert_malformed (module quote "(func (drop))") "type mismatch")', /to be malformed .*, but it is invalid: type mismatch/u);
  failsWith('(assert_invalid (module (func (frob))) "unknown operator")', /to be invalid .*, but it is malformed: unknown operator/u);
});

refusals('any refusal will do if the suite does not tell them apart', () => {
  passes('(assert_invalid (module (func (frob))) "unknown operator")', { anyRefusal: true });
  failsWith('(assert_invalid (module) "type mismatch")', /but it is valid/u, { anyRefusal: true });
});

refusals('in other words pass, and say so', () => {
  const [result] = resultsOf('(assert_invalid (module (func (drop))) "not good")');
  assert.is(result?.status, 'passed');
  assert.match(result?.status === 'passed' ? result.wording ?? '' : '', /^expected "not good", found "type mismatch/u);
  const [same] = resultsOf('(assert_invalid (module (func (drop))) "type mismatch")');
  assert.equal(same && 'wording' in same, false);
});

refusals('change nothing', () => {
  passes(`(module ${ONE}) (assert_invalid (module (func (drop))) "type mismatch") (assert_return (invoke "one") (i32.const 1))`);
});

refusals.run();

const customs = suite('assert_malformed_custom and assert_invalid_custom');

/** A name section of one byte: the size of a subsection is missing. */
const BAD_NAMES = '\\00asm\\01\\00\\00\\00\\00\\06\\04name\\00';

customs('of annotations and custom sections', () => {
  passes('(assert_malformed_custom (module quote "(@custom)") "@custom annotation: missing section name")');
  passes(`(module binary "${BAD_NAMES}") (assert_malformed_custom (module binary "${BAD_NAMES}") "unexpected end")`);
  passes(`(assert_invalid_custom
    (module (func (@metadata.code.branch_hint "\\01") (nop)))
    "@metadata.code.branch_hint annotation: invalid target")`);
});

customs('fail if nothing is wrong', () => {
  failsWith('(assert_malformed_custom (module quote "(@custom \\"a\\")") "@custom")', /but it is valid/u);
  failsWith('(assert_invalid_custom (module) "@custom")', /but it is valid/u);
});

customs.run();

const instantiation = suite('assert_unlinkable, and assertions about instantiation');

instantiation('an import without an export, or of another type', () => {
  passes('(assert_unlinkable (module (import "no" "f" (func))) "unknown import")');
  passes('(assert_unlinkable (module (import "spectest" "no" (func))) "unknown import")');
  passes('(assert_unlinkable (module (import "spectest" "print" (func (param i32)))) "incompatible import type")');
  failsWith('(assert_unlinkable (module (import "spectest" "print" (func))) "unknown import")', /but it was instantiated/u);
  failsWith('(assert_unlinkable (module (import "no" "f" (func))) "incompatible import type")', /with another message/u);
  failsWith('(assert_unlinkable (module (func (drop))) "unknown import")', /^the module is invalid/u);
  failsWith('(assert_unlinkable (module (func $f (unreachable)) (start $f)) "unknown import")', /but it trapped: unreachable/u);
});

instantiation('a trap in a segment or the start function', () => {
  passes('(assert_trap (module (memory 1) (data (i32.const 65_536) "a")) "out of bounds memory access")');
  passes('(assert_trap (module (func $f (unreachable)) (start $f)) "unreachable")');
  passes('(assert_trap (module (table 1_000_000_000 funcref)) "out of memory")');
  failsWith('(assert_trap (module) "unreachable")', /^expected a trap, but it was instantiated$/u);
  failsWith('(assert_trap (module (func $f (unreachable)) (start $f)) "out of bounds")', /another message/u);
  failsWith('(assert_trap (module (import "no" "f" (func))) "unreachable")', /^expected a trap, but it cannot be linked/u);
});

instantiation('exhaustion and exceptions', () => {
  passes('(assert_exhaustion (module (func $f (call $f)) (start $f)) "call stack exhausted")', TIGHT.fewFrames);
  passes('(assert_exception (module (tag $e) (func $f (throw $e)) (start $f)))');
  failsWith('(assert_exhaustion (module) "call stack exhausted")', /^expected exhaustion, but it was instantiated$/u);
  failsWith('(assert_exception (module))', /^expected an exception, but it was instantiated$/u);
});

instantiation('what a module wrote elsewhere before it trapped stays', () => {
  passes(`
    (module $m (memory (export "mem") 1) (func (export "at0") (result i32) (i32.load8_u (i32.const 0))))
    (register "m")
    (assert_trap
      (module (import "m" "mem" (memory 1)) (data (i32.const 0) "\\05") (data (i32.const 65_536) "a"))
      "out of bounds memory access")
    (assert_return (invoke $m "at0") (i32.const 5))`);
});

instantiation.run();
