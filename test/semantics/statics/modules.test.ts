import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { showExtern } from '../../../semantics/types/showing.ts';
import { validate } from '../../../semantics/statics/modules.ts';
import { module } from '../../generators/modules.ts';
import { accepted, refused, refuses } from './judging.ts';

const constants = suite('constant expressions');
constants('what is constant', () => {
  const fields = `(type $s (struct (field i32))) (type $a (array i32)) (func $f)
    (global $g i32 (i32.const 1)) (global $x externref (ref.null extern))`;
  const good = [
    ['i64', '(i64.const 1)'], ['v128', '(v128.const i64x2 0 0)'], ['funcref', '(ref.func $f)'], ['anyref', '(ref.null none)'],
    ['i31ref', '(ref.i31 (i32.const 0))'],
    ['i32', '(global.get $g)'], ['i32', '(i32.add (global.get $g) (i32.mul (i32.const 2) (i32.sub (i32.const 1) (i32.const 0))))'],
    ['i64', '(i64.sub (i64.const 1) (i64.const 0))'],
    ['(ref $s)', '(struct.new $s (i32.const 0))'], ['(ref $s)', '(struct.new_default $s)'],
    ['(ref $a)', '(array.new $a (i32.const 0) (i32.const 1))'],
    ['(ref $a)', '(array.new_default $a (i32.const 1))'], ['(ref $a)', '(array.new_fixed $a 1 (i32.const 1))'],
    ['anyref', '(any.convert_extern (global.get $x))'],
    ['externref', '(extern.convert_any (ref.null any))'],
  ] as const;
  for (const [t, expr] of good) accepted(`(module ${fields} (global ${t} ${expr}))`);
  for (const expr of ['(i32.and (i32.const 0) (i32.const 0))', '(i32.div_s (i32.const 0) (i32.const 1))', '(nop) (i32.const 0)',
    '(i32.eqz (i32.const 0))', '(block (result i32) (i32.const 0))']) {
    refuses(`(module ${fields} (global i32 ${expr}))`, 'Instr_const', 'constant expression required');
  }
  refuses('(module (global f32 (f32.add (f32.const 0) (f32.const 0))))', 'Instr_const', 'constant expression required', '(f32.add');
  refuses('(module (global (mut i32) (i32.const 0)) (global i32 (global.get 0)))', 'Instr_const/global.get',
    'constant expression required');
});
constants('their type is that of what they are for', () => {
  const rule = 'Expr_ok_const';
  refuses('(module (global i32 (i64.const 0)))', rule, 'type mismatch: block requires [i32] but stack has [i64]');
  refuses('(module (global i32))', rule, 'type mismatch: block requires [i32] but stack has []');
  refuses('(module (global i32 (i32.const 0) (i32.const 1)))', rule, 'type mismatch: block requires [i32] but stack has [i32 i32]');
  refuses('(module (memory 1) (data (i64.const 0) ""))', rule, 'type mismatch: block requires [i32] but stack has [i64]');
  accepted('(module (memory i64 1) (data (i64.const 0) ""))');
  refuses('(module (table i64 1 funcref) (elem (i32.const 0)))', rule, 'type mismatch: block requires [i64] but stack has [i32]');
});
constants('globals see imports and the globals before them', () => {
  accepted('(module (import "" "" (global i32)) (global i32 (global.get 0)) (global i32 (global.get 1)))');
  const rule = 'Instr_const/global.get';
  refuses('(module (global i32 (global.get 1)) (global i32 (i32.const 0)))', rule, 'unknown global 1');
  refuses('(module (global i32 (global.get 0)))', rule, 'unknown global 0');
});
constants('tables see imported globals only; segments see all', () => {
  accepted('(module (import "" "" (global funcref)) (table 1 funcref (global.get 0)))');
  refuses('(module (global funcref (ref.null func)) (table 1 funcref (global.get 0)))', 'Instr_const/global.get', 'unknown global 0');
  accepted('(module (global i32 (i32.const 0)) (memory 1) (data (global.get 0) "") (table 1 funcref) (elem (global.get 0)))');
});
constants.run();

const modules = suite('modules');
modules('tables', () => {
  accepted('(module (func $f) (table 1 (ref func) (ref.func $f)))');
  refuses('(module (table 1 (ref func)))', 'Table_ok', 'type mismatch: a table of (ref func)', '(table');
  refuses('(module (table 1 funcref (ref.null any)))', 'Expr_ok_const', 'type mismatch: block requires [funcref]');
});
modules('functions', () => {
  accepted('(module (func (param i32) (local i64 (ref null func)) (drop (local.get 2))))');
  refuses('(module (func (type 4)))', 'Func_ok', 'unknown type 4', '(func');
  refuses('(module (type (struct)) (func (type 0)))', 'Func_ok', 'non-function type 0');
  refuses('(module (func (local (ref 4))))', 'Typeuse_ok/typeidx', 'unknown type 4');
});
modules('tags may have results', () => {
  accepted('(module (tag (param i32) (result i64)))');
  refuses('(module (tag (type 2)))', 'Tag_ok', 'unknown type 2');
});
modules('data segments', () => {
  accepted('(module (data "abc"))');
  refuses('(module (data (i32.const 0) "abc"))', 'Datamode_ok/active', 'unknown memory 0', '(data');
});
modules('element segments', () => {
  accepted(`(module (func $f) (table 1 funcref)
    (elem (i32.const 0) (ref func) (ref.func $f)) (elem func $f) (elem declare funcref (ref.null func)))`);
  refuses('(module (elem (i32.const 0)))', 'Elemmode_ok/active', 'unknown table 0');
  refuses('(module (table 1 externref) (elem (i32.const 0) funcref))', 'Elemmode_ok/active',
    "type mismatch: element segment's type funcref");
  refuses('(module (elem externref (ref.null func)))', 'Expr_ok_const', 'type mismatch: block requires [externref]');
  refuses('(module (elem (ref null 3)))', 'Typeuse_ok/typeidx', 'unknown type 3');
});
modules('start', () => {
  accepted('(module (func $f) (start $f))');
  refuses('(module (start 3))', 'Start_ok', 'unknown function 3', '(start');
  refuses('(module (func $f (param i32)) (start $f))', 'Start_ok', 'start function must not have parameters or results');
  refuses('(module (func $f (result i32) unreachable) (start $f))', 'Start_ok', 'start function must not have parameters or results');
});
modules('exports', () => {
  const kinds = ['func', 'table', 'memory', 'global', 'tag'] as const,
    called = { func: 'function', table: 'table', memory: 'memory', global: 'global', tag: 'tag' };
  for (const kind of kinds) {
    const rule = `Externidx_ok/${kind === 'memory' ? 'mem' : kind}`;
    refuses(`(module (export "x" (${kind} 0)))`, rule, `unknown ${called[kind]} 0`, '(export');
  }
  refuses('(module (func $f) (export "a" (func $f)) (memory (export "a") 1))', 'Module_ok', 'duplicate export name "a"');
});
modules('the types of imports and exports are closed and in order', () => {
  const { imports, exports, types } = accepted(`(module
    (type $node (struct (field (ref null $node))))
    (import "a" "t" (table $t 1 (ref null $node))) (import "a" "f" (func $f (param (ref $node)))) (import "a" "g" (global $g (mut i32)))
    (import "a" "m" (memory $m 1 2)) (import "a" "e" (tag $e))
    (export "g" (global $g)) (export "f" (func $f)) (export "own" (func $own)) (func $own (result i64) unreachable))`);
  const names = new Map(types.slice(0, 1).map((dt) => [dt, '$node']));
  assert.equal(imports.map((xt) => showExtern(xt, names)), [
    '(table 1 (ref null $node))', '(func (func (param (ref $node))))', '(global (mut i32))', '(memory 1 2)', '(tag (func))',
  ]);
  assert.equal(exports.map((xt) => showExtern(xt, names)),
    ['(global (mut i32))', '(func (func (param (ref $node))))', '(func (func (result i64)))']);
});
modules('memories and tables are bounded in number by memory alone', () => {
  accepted(`(module ${'(memory 0)'.repeat(200)} ${'(table 0 funcref)'.repeat(200)})`);
});
modules('the first error is that of the earlier definition', () => {
  assert.is(refused('(module (func (drop)) (global i32 (i64.const 0)))').rule, 'Expr_ok_const');
  assert.is(refused('(module (func (drop)) (func (nop) (br 9)))').rule, 'Instr_ok/drop');
});
modules('whatever a module says, it is valid or refused with a message', () => {
  fc.assert(fc.property(module, (m) => {
    const result = validate(m);
    if (E.isLeft(result)) assert.ok(result.left.message.length > 0 && result.left.kind === 'invalid');
  }), { numRuns: 300 });
});
modules.run();
