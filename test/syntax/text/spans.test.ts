import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Expr, Instr } from '../../../syntax/instructions.ts';
import { commands, read, slice } from './reading.ts';

const Spans = suite('spans');

/** All instructions of an expression, each after what is in it. */
const all = (es: Expr): readonly Instr[] => es.flatMap((e) => {
  if (e.op === 'if') return [...all(e.then), ...all(e.else), e];
  return 'body' in e ? [...all(e.body), e] : [e];
});

Spans('of fields are the lists that wrote them', () => {
  const fields = {
    types: '(type (func))', rec: '(rec (type $a (struct)) (type (array i8)))', import: '(import "m" "n" (func))',
    tag: '(tag (import "m" "t"))', memory: '(memory (data "x"))', table: '(table funcref (elem))', global: '(global $g i32 (i32.const 0))',
    func: '(func $f (export "f"))', elem: '(elem func $f)', start: '(start $f)', export: '(export "g" (global $g))', custom: '(@custom "c")',
  };
  const text = ` (module ;; all of them\n ${Object.values(fields).join('\n  ')})  `;
  const m = read(text);
  const spans = (nodes: readonly { readonly at: { readonly start: number; readonly end: number } }[]): readonly string[] =>
    nodes.map(({ at }) => slice(text, at));
  assert.is(slice(text, m.at), text.trim());
  assert.equal(spans(m.types), [fields.types, fields.rec]);
  assert.equal(spans(m.imports), [fields.import, fields.tag]);
  assert.equal(spans(m.mems), [fields.memory]);
  assert.equal(spans(m.datas), [fields.memory]);
  assert.equal(spans(m.tables), [fields.table]);
  assert.equal(spans(m.elems), [fields.table, fields.elem]);
  assert.equal(spans(m.globals), [fields.global]);
  assert.equal(spans(m.funcs), [fields.func]);
  assert.equal(spans(m.start === undefined ? [] : [m.start]), [fields.start]);
  assert.equal(spans(m.exports), ['(export "f")', fields.export]);
  assert.equal(spans(m.customs), [fields.custom]);
});

Spans('of a type that a type use adds are those of the type use, or of the word before an empty one', () => {
  const text = '(func $f (param i32) (result i32) unreachable) (func (call_indirect (param i64)))';
  assert.equal(read(text).types.map(({ at }) => slice(text, at)), ['(param i32) (result i32)', 'func', '(param i64)']);
});

Spans('of flat instructions are their words, of blocks all of the block', () => {
  const text = '(func (param i32) local.get  0 (;c;) if $l (result i32) i32.const 1 else $l i32.const 2 end $l  drop br_table 0 0)';
  assert.equal(all(read(text).funcs[0]?.body ?? []).map(({ at }) => slice(text, at)), [
    'local.get  0', 'i32.const 1', 'i32.const 2', 'if $l (result i32) i32.const 1 else $l i32.const 2 end $l', 'drop', 'br_table 0 0',
  ]);
});

Spans('of folded instructions are their lists', () => {
  const text = '(func (if (i32.eqz (i32.const 1)) (then (nop)) (else (loop $l (br $l)))) (drop i32.const 2 ))';
  assert.equal(all(read(text).funcs[0]?.body ?? []).map(({ at }) => slice(text, at)), [
    '(i32.const 1)', '(i32.eqz (i32.const 1))', '(nop)', '(br $l)', '(loop $l (br $l))',
    '(if (i32.eqz (i32.const 1)) (then (nop)) (else (loop $l (br $l))))', 'i32.const 2', '(drop i32.const 2 )',
  ]);
});

Spans('of elements are the indices or lists that wrote them', () => {
  const text = '(func $f) (elem func $f 0) (elem funcref (item ref.func $f) (ref.func 0))';
  assert.equal(read(text).elems.map(({ init }) => init.flatMap((expr) => expr.map(({ at }) => slice(text, at)))), [
    ['$f', '0'], ['ref.func $f', '(ref.func 0)'],
  ]);
});

Spans('of commands are their lists, and offsets of modules in a script are those of the script', () => {
  const text = ';; script\n(module (func $f nop))\n(assert_return (invoke "f"))';
  const [first, second] = commands(text);
  assert.is(second === undefined ? '' : slice(text, second.at), '(assert_return (invoke "f"))');
  assert.ok(first?.kind === 'module' && first.module.kind === 'text' && first.module.result.ok);
  assert.equal(first.module.result.module.funcs.map(({ at, body }) => [at, ...body.map((e) => e.at)].map((span) => slice(text, span))), [['(func $f nop)', 'nop']]);
});

Spans.run();
