import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { failsWith, passes } from './running.ts';

/** A function for each value that patterns are tried on. */
const VALUES: readonly (readonly [name: string, type: string, code: string])[] = [
  ['i32', 'i32', 'i32.const -1'],
  ['i64', 'i64', 'i64.const -1'],
  ['f32', 'f32', 'f32.const 1.5'],
  ['f64', 'f64', 'f64.const -0'],
  ['canonical32', 'f32', 'f32.const -nan'],
  ['arithmetic32', 'f32', 'f32.const nan:0x600000'],
  ['signalling32', 'f32', 'f32.const nan:0x200000'],
  ['canonical64', 'f64', 'f64.const nan'],
  ['arithmetic64', 'f64', 'f64.const -nan:0x8000000000001'],
  ['signalling64', 'f64', 'f64.const nan:0x1'],
  ['infinity', 'f32', 'f32.const inf'],
  ['bytes', 'v128', 'v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 255'],
  ['floats', 'v128', 'v128.const f32x4 1 -0 nan nan:0x400001'],
  ['null', 'anyref', 'ref.null none'],
  ['nullfunc', 'funcref', 'ref.null nofunc'],
  ['nulls', '(ref null $s)', 'ref.null $s'],
  ['i31', 'anyref', '(ref.i31 (i32.const 5))'],
  ['struct', 'anyref', 'struct.new $s'],
  ['array', 'eqref', '(array.new_default $a (i32.const 1))'],
  ['func', 'funcref', 'ref.func $f'],
  ['cont', '(ref $k)', '(cont.new $k (ref.func $f))'],
  ['extern', 'externref', '(extern.convert_any (struct.new $s))'],
];
const M = `(module
  (type $ft (func)) (type $k (cont $ft)) (type $s (struct)) (type $a (array i8))
  (func $f) (elem declare func $f) (tag $e)
  ${VALUES.map(([name, type, code]) => `(func (export "${name}") (result ${type}) ${code})`).join('\n')}
  (func (export "exn") (result exnref) (block (result exnref) (try_table (catch_all_ref 0) (throw $e)) (unreachable)))
  (func (export "internal") (param externref) (result anyref) (any.convert_extern (local.get 0)))
  (func (export "external") (param externref) (result externref) (local.get 0)))`;

const matches = (call: string, pattern: string): void => passes(`${M} (assert_return (invoke ${call}) ${pattern})`);
const differs = (call: string, pattern: string): void => failsWith(`${M} (assert_return (invoke ${call}) ${pattern})`, /^expected .*, found /u);

const numbers = suite('patterns for numbers');

numbers('compare bits', () => {
  matches('"i32"', '(i32.const 0xffff_ffff)');
  matches('"i64"', '(i64.const -1)');
  matches('"f32"', '(f32.const 0x1.8p0)');
  matches('"f64"', '(f64.const -0)');
  matches('"arithmetic32"', '(f32.const nan:0x600000)');
  differs('"i32"', '(i32.const 1)');
  differs('"i64"', '(i64.const 0xffff_ffff)');
  differs('"f64"', '(f64.const 0)');
  differs('"i32"', '(i64.const -1)');
  differs('"canonical32"', '(f32.const nan)');
});

numbers('canonical NaNs have the first bit of the significand set alone, arithmetic ones at least', () => {
  const names = ['canonical32', 'arithmetic32', 'signalling32', 'infinity', 'f32', 'canonical64', 'arithmetic64', 'signalling64', 'f64'];
  const accepted = (pattern: 'canonical' | 'arithmetic'): readonly string[] =>
    names.filter((name) => {
      const type = name.endsWith('64') ? 'f64' : 'f32';
      try {
        matches(`"${name}"`, `(${type}.const nan:${pattern})`);
        return true;
      } catch {
        return false;
      }
    });
  assert.equal(accepted('canonical'), ['canonical32', 'canonical64']);
  assert.equal(accepted('arithmetic'), ['canonical32', 'arithmetic32', 'canonical64', 'arithmetic64']);
});

numbers('vectors are compared lane by lane', () => {
  matches('"bytes"', '(v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 -1)');
  matches('"bytes"', '(v128.const i16x8 0x0100 0x0302 0x0504 0x0706 0x0908 0x0b0a 0x0d0c 0xff0e)');
  matches('"bytes"', '(v128.const i64x2 0x0706050403020100 0xff0e0d0c0b0a0908)');
  matches('"floats"', '(v128.const f32x4 1 -0 nan:canonical nan:arithmetic)');
  matches('"floats"', '(v128.const i32x4 0x3f800000 0x80000000 0x7fc00000 0x7fc00001)');
  differs('"bytes"', '(v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)');
  differs('"bytes"', '(v128.const i64x2 0 0xff0e0d0c0b0a0908)');
  differs('"floats"', '(v128.const f32x4 1 0 nan:canonical nan:arithmetic)');
  differs('"floats"', '(v128.const f32x4 1 -0 nan:canonical nan:canonical)');
  differs('"floats"', '(v128.const f32x4 nan:canonical -0 nan:canonical nan:arithmetic)');
});

numbers('one of several', () => {
  matches('"i32"', '(either (i32.const 1) (i32.const -1))');
  matches('"i32"', '(either (i64.const 1) (i32.const -1) (i32.const 2))');
  differs('"i32"', '(either (i32.const 1) (i32.const 2))');
});

numbers.run();

const references = suite('patterns for references');

/** The patterns by type that each value matches. */
const PATTERNS = ['ref', 'ref.any', 'ref.eq', 'ref.i31', 'ref.struct', 'ref.array', 'ref.func', 'ref.exn', 'ref.extern', 'ref.cont', 'ref.host'];
const TYPES: readonly (readonly [call: string, matching: readonly string[]])[] = [
  ['"i31"', ['ref', 'ref.any', 'ref.eq', 'ref.i31']],
  ['"struct"', ['ref', 'ref.any', 'ref.eq', 'ref.struct']],
  ['"array"', ['ref', 'ref.any', 'ref.eq', 'ref.array']],
  ['"func"', ['ref', 'ref.func']],
  ['"exn"', ['ref', 'ref.exn']],
  ['"cont"', ['ref', 'ref.cont']],
  ['"extern"', ['ref', 'ref.extern']],
  ['"external" (ref.extern 1)', ['ref', 'ref.extern']],
  ['"internal" (ref.extern 1)', ['ref', 'ref.any', 'ref.host']],
  ['"null"', []],
  ['"i32"', []],
];
for (const [call, matching] of TYPES) {
  references(`by type: ${call}`, () => {
    for (const pattern of PATTERNS) (matching.includes(pattern) ? matches : differs)(call, `(${pattern})`);
  });
}

references('references of the embedder by number', () => {
  matches('"external" (ref.extern 7)', '(ref.extern 7)');
  matches('"internal" (ref.extern 7)', '(ref.host 7)');
  differs('"external" (ref.extern 7)', '(ref.extern 8)');
  differs('"internal" (ref.extern 7)', '(ref.host 8)');
  differs('"internal" (ref.extern 7)', '(ref.extern 7)');
  differs('"extern"', '(ref.extern 0)');
});

references('nulls belong to the hierarchy of their type', () => {
  matches('"null"', '(ref.null)');
  matches('"null"', '(ref.null any)');
  matches('"null"', '(ref.null none)');
  matches('"nulls"', '(ref.null struct)');
  matches('"nullfunc"', '(ref.null func)');
  differs('"null"', '(ref.null func)');
  differs('"null"', '(ref.null extern)');
  differs('"nullfunc"', '(ref.null any)');
  differs('"struct"', '(ref.null any)');
  differs('"i32"', '(ref.null)');
});

references.run();
