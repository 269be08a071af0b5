import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { positionOf } from '../../../syntax/source.ts';
import { mistake, read, refuses, slice } from './reading.ts';

const Mistakes = suite('mistakes');

/** Texts, what is wrong with each (the wording of the official suites) and where: the part of the text. */
const MISTAKES: readonly (readonly [text: string, wording: string, where: string])[] = [
  ['(func (foo))', 'unknown operator foo, expected an instruction', 'foo'],
  ['(func i32.add0)', 'unknown operator i32.add0', 'i32.add0'],
  ['(func br 0drop)', 'unknown operator 0drop', '0drop'],
  ['(func (i32))', 'unexpected token i32, expected an instruction', 'i32'],
  ['(module (func) 5)', 'unexpected token 5', '5'],
  ['(modul)', 'unknown operator modul, expected the head of a field', 'modul'],
  ['(module) (module)', 'unexpected token (, expected nothing', '('],
  ['(func', 'unexpected token (', '('],
  ['(func))', 'unexpected token )', ')'],
  ['(func (nop)) nop', 'unexpected token nop', 'nop'],
  ['(func (param $x))', 'unexpected token ), expected a value type', ')'],
  ['(func (param $x i32 i32))', 'unexpected token i32, expected )', 'i32'],
  ['(func (result i32) (param i32))', 'unexpected token param', 'param'],
  ['(func (local i32) (param i32))', 'unexpected token param', 'param'],
  ['(func (nop) (local i32))', 'unexpected token local', 'local'],
  ['(func (block (param $x i32)))', 'unexpected token $x', '$x'],
  ['(func (call_indirect (param $x i32)))', 'unexpected token $x', '$x'],
  ['(type $t (func (param i32))) (func (type $t) (param i64))', 'inline function type', '(type $t) (param i64)'],
  ['(type $t (func)) (func (block (type $t) (result i32)))', 'inline function type', '(type $t) (result i32)'],
  ['(func (type 3) (param i32))', 'unknown type 3', '(type 3) (param i32)'],
  ['(func (type 3) (local $x i32))', 'unknown type 3', '(type 3)'],
  ['(type $s (struct)) (func (type $s) (param i32))', 'non-function type', '(type $s) (param i32)'],
  ['(func (call $g))', 'unknown function $g', '$g'],
  ['(func (local.get $x))', 'unknown local $x', '$x'],
  ['(func (global.get $x))', 'unknown global $x', '$x'],
  ['(func (br $x))', 'unknown label $x', '$x'],
  ['(func (block $x) (br $x))', 'unknown label $x', '$x'],
  ['(func (table.get $x))', 'unknown table $x', '$x'],
  ['(func (memory.size $x))', 'unknown memory $x', '$x'],
  ['(func (throw $x))', 'unknown tag $x', '$x'],
  ['(func (elem.drop $x))', 'unknown elem segment $x', '$x'],
  ['(func (data.drop $x))', 'unknown data segment $x', '$x'],
  ['(func (param (ref $x)))', 'unknown type $x', '$x'],
  ['(type (struct)) (func (struct.get 0 $x))', 'unknown field $x', '$x'],
  ['(export "a" (func $"x y"))', 'unknown function $"x y"', '$"x y"'],
  ['(func $f) (func $f)', 'duplicate func identifier $f', '$f'],
  ['(func $f) (import "" "" (func $f))', 'duplicate func identifier', '$f'],
  ['(table $t 1 funcref) (table $t 1 funcref)', 'duplicate table identifier', '$t'],
  ['(memory $m 1) (memory $"m" 1)', 'duplicate memory identifier', '$"m"'],
  ['(global $g i32) (global $g i32)', 'duplicate global identifier', '$g'],
  ['(tag $t) (tag $t)', 'duplicate tag identifier', '$t'],
  ['(type $t (func)) (rec (type $t (func)))', 'duplicate type identifier', '$t'],
  ['(elem $e func) (elem $e func)', 'duplicate elem segment identifier', '$e'],
  ['(data $d) (data $d)', 'duplicate data segment identifier', '$d'],
  ['(func (param $x i32) (local $x i32))', 'duplicate local identifier', '$x'],
  ['(type (struct (field $x i32) (field $x i32)))', 'duplicate field identifier', '$x'],
  ['(func) (import "" "" (func))', 'import after function definition', '(import "" "" (func))'],
  ['(global i32 (i32.const 0)) (func (import "" ""))', 'import after global definition', '(func (import "" ""))'],
  ['(table 1 funcref) (memory (import "" "") 1)', 'import after table definition', '(memory (import "" "") 1)'],
  ['(memory 1) (import "" "" (func))', 'import after memory definition', '(import "" "" (func))'],
  ['(tag) (import "" "" (func))', 'import after tag definition', '(import "" "" (func))'],
  ['(func $f) (start $f) (start $f)', 'multiple start sections', '(start $f)'],
  ['(func block $a end $b)', 'mismatching label $b, expected $a', '$b'],
  ['(func block end $b)', 'mismatching label $b, expected none', '$b'],
  ['(func i32.const 0 if $a else $b end)', 'mismatching label $b', '$b'],
  ['(func block)', 'unexpected token ), expected an instruction or end', ')'],
  ['(func (block) end)', 'unexpected token end', 'end'],
  ['(func block else end)', 'unexpected token else', 'else'],
  ['(func i32.const 0 if else else end)', 'unexpected token else', 'else'],
  ['(func (block nop end))', 'unexpected token end', 'end'],
  ['(func (if (i32.const 0)))', 'unexpected token )', ')'],
  ['(func (if (i32.const 0) nop (then)))', 'unexpected token nop', 'nop'],
  ['(func (if (i32.const 0) (then) (nop)))', 'unexpected token nop, expected (else …)', 'nop'],
  ['(func (if (i32.const 0) (then) (else) (else)))', 'unexpected token (, expected )', '('],
  ['(func (then))', 'unexpected token then', 'then'],
  ['(func (block (catch_all 0)))', 'unexpected token catch_all', 'catch_all'],
  ['(func (br_table))', 'unexpected token ), expected the index or identifier of a label', ')'],
  ['(func (i8x16.shuffle 0 1 2))', 'invalid lane length', 'i8x16.shuffle 0 1 2'],
  ['(func (i8x16.extract_lane_u -1))', 'unexpected token -1, expected a lane index', '-1'],
  ['(memory 1 2 3)', 'unexpected token 3', '3'],
  ['(memory)', 'unexpected token )', ')'],
  ['(table 1)', 'unexpected token ), expected a reference type', ')'],
  ['(elem (i32.const 0) 5 $x)', 'unknown function $x', '$x'],
  ['(type (sub final open (func)))', 'unknown operator open', 'open'],
  ['(type (func) (func))', 'unexpected token (, expected )', '('],
  ['(type (shared (shared (func))))', 'unexpected token (', '('],
  ['(type (cont (func)))', 'unexpected token (, expected the index or identifier of a type', '('],
  ['(import "a" "b" (type (func)))', 'unexpected token type', 'type'],
  ['(import "a" (func))', 'unexpected token (, expected the name of an import', '('],
  ['(func (export) nop)', 'unexpected token ), expected the name of an export', ')'],
];

Mistakes('are said in the words of the official suites, with what was found and expected, at their place', () => {
  for (const [text, wording, where] of MISTAKES) {
    const { kind, message, span } = mistake(text);
    assert.is(kind, 'malformed', text);
    assert.ok(message.startsWith(wording), `${text}\n  ${message}\n  should begin with ${wording}`);
    assert.is(slice(text, span), where, `${text}\n  ${message}`);
  }
});

Mistakes('are found at the last of equal parts where the first is right', () => {
  assert.equal(mistake('(func $f)\n  (func $f)').span, { start: 18, end: 20 });
  const text = '(module\n  (func\n    (i32.addd)))';
  assert.equal(positionOf(text, mistake(text).span.start), { line: 3, column: 6 });
});

Mistakes('at the end of a text are found at what is open, or at the end', () => {
  assert.equal(mistake('(module) (').span, { start: 9, end: 10 });
  assert.equal(mistake('(module)\n(; a').span, { start: 9, end: 13 });
  assert.equal(mistake('(func "a').span, { start: 6, end: 8 });
});

Mistakes('long tokens are shortened', () => {
  assert.ok(mistake(`(func (${'x'.repeat(1000)}))`).message.length < 200);
});

Mistakes('imports after types, exports, segments and the start are right', () => {
  const text = '(type (func)) (export "f" (func 0)) (start 0) (elem func 0) (data "") (import "" "" (func))';
  assert.is(read(text).imports.length, 1);
});

Mistakes('an index that does not exist is left to validation', () => {
  assert.is(read('(func (call 7) (br 9) (local.get 3) (drop)) (export "x" (memory 5)) (start 8) (func (type 6))').funcs.length, 2);
});

Mistakes('thread_local and shared cannot both be said', () => {
  refuses('(global (shared (thread_local i32)))', 'unexpected token');
});

Mistakes.run();
