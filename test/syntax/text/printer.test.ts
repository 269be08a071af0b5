import * as fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { firstDifference } from '../../../syntax/equality.ts';
import type { Expr, Instr } from '../../../syntax/instructions.ts';
import type { Module } from '../../../syntax/modules.ts';
import { NOWHERE as at } from '../../../syntax/source.ts';
import { idsOf } from '../../../syntax/text/identifiers.ts';
import { f32Literal, f64Literal } from '../../../syntax/text/literals.ts';
import { parseModule } from '../../../syntax/text/module.ts';
import { printInstr } from '../../../syntax/text/print-instructions.ts';
import { printF32, printF64, printId, printName } from '../../../syntax/text/print-literals.ts';
import { printModule } from '../../../syntax/text/printer.ts';
import { everyForm, FUNC_TYPES } from '../../generators/instructions.ts';
import { module } from '../../generators/modules.ts';
import { f32, f64, name } from '../../generators/primitives.ts';

const read = (text: string): Module => {
  const result = parseModule(text);
  if (E.isRight(result)) return result.right;
  const { message, span } = result.left;
  throw new Error(`${message}, at: ${text.slice(Math.max(0, span.start - 40), span.end + 20)}`);
};
/** The text without the indentation that the template gives it. */
const text = ({ raw: [first = ''] }: TemplateStringsArray): string =>
  first.replaceAll(/^ {4}/gmu, '').replace(/^\n/u, '').replace(/ +$/u, '');

const Literals = suite('printed literals');

Literals('an f32 reads back to the same bits', () => {
  fc.assert(fc.property(f32, (bits) => assert.is(f32Literal(printF32(bits)), bits)), { numRuns: 2000 });
});

Literals('an f64 reads back to the same bits', () => {
  fc.assert(fc.property(f64, (bits) => assert.is(f64Literal(printF64(bits)), bits)), { numRuns: 2000 });
});

Literals('an f32 is written with no more digits than it needs', () => {
  const decimals = ['0.1', '-0.3', '16777216', '1e-45', '3.4028235e+38', '0', '-0', 'inf', '-inf', 'nan', '-nan:0x1', 'nan:0x7fffff'];
  for (const decimal of decimals) {
    assert.is(printF32(f32Literal(decimal) ?? NaN), decimal);
  }
});

Literals('quotes hide nothing: what cannot be seen is escaped', () => {
  const quoted = /^"(?:[^\p{C}\p{Z}"\\]| |\\["\\tnr]|\\u\{[0-9a-f]+\})*"$/u;
  fc.assert(fc.property(name, (it) => assert.match(printName(it), quoted)));
  assert.is(printName('a\u{202e}"b\\ \n'), '"a\\u{202e}\\"b\\\\ \\n"');
});

Literals('an identifier is quoted only where it must be', () => {
  assert.is(printId('f.1-x'), '$f.1-x');
  assert.is(printId('a b'), '$"a b"');
  assert.is(printId('λ'), '$"λ"');
});

Literals.run();

const Identifiers = suite('identifiers of names');

Identifiers('names that repeat get numbers that no other name has, and say what they are', () => {
  const ids = idsOf(new Map([[0, 'x'], [1, 'x'], [2, 'x_1'], [3, ''], [5, 'x']]));
  assert.equal([0, 1, 2, 3, 4, 5].map(ids.id), ['$x', '$x_2', '$x_1', undefined, undefined, '$x_3']);
  assert.equal([0, 1, 3, 4].map(ids.define), ['$x', '$x_2 (@name "x")', '(@name "")', '']);
});

Identifiers.run();

const Instructions = suite('printed instructions');

const isPlain = (instr: Instr): boolean => !('bt' in instr);
const types = '(type (func))'.repeat(FUNC_TYPES);

Instructions('every plain form reads back from the one line that it takes', () => {
  fc.assert(fc.property(everyForm, (forms) => {
    // Hints are annotations before an instruction, not part of it.
    const plain = forms.filter(isPlain).map((instr): Instr => (instr.op === 'br_if' ? { op: 'br_if', l: instr.l, at } : instr));
    const lines = plain.map((instr) => printInstr(instr));
    assert.ok(lines.every((line) => !line.includes('\n')));
    const body = read(`(module ${types} (func (type 0) ${lines.join('\n')}))`).funcs[0]?.body;
    assert.equal(firstDifference(body, plain), undefined);
  }), { numRuns: 20 });
});

Instructions('the instructions of a block are cut short', () => {
  const bt = { kind: 'result', type: 'i32' } as const, nop: Instr = { op: 'nop', at };
  assert.is(printInstr({ op: 'block', bt, body: [nop], at }), 'block (result i32) … end');
  assert.is(printInstr({ op: 'if', bt, then: [], else: [nop], at }), 'if (result i32) else … end');
  assert.is(printInstr({ op: 'loop', bt: { kind: 'idx', x: 3 }, body: [], at }), 'loop (type 3) end');
});

Instructions.run();

const Modules = suite('printed modules');

/** Written by hand as the printer shall write it. */
const sample = text`
    (module $sample
      (type $f (func (param i32 i64) (result i32)))
      (rec
        (type $list (sub (struct (field $head i32) (field $tail (mut (ref null $list))))))
        (type (sub final $list (struct (field i32 (mut (ref null $list)) i8))))
      )
      (type $sf (shared (func)))
      (type $k (cont $f))
      (import "env" "\u{202e}" (func $imported (type $f) (param $x i32) (param i64) (result i32)))
      (tag $t (type $sf))
      (global $g (shared (mut i32)) (i32.const -1))
      (global (thread_local (mut (ref null (shared eq)))) (ref.null (shared none)))
      (memory $m i64 1 2 shared)
      (table $"a table" shared 1 (ref null (shared func)))
      (table 0 funcref)
      (func $g (type $f) (param $p i32) (param i64) (result i32)
        (local f32 f32) (local $l v128)
        block $out (result i32)
          local.get $p
          (@metadata.code.branch_hint "\00")
          br_if $out
          loop $out
            br $out
            br 1
          end
        end
        i64.const 0
        call $imported
        i32.atomic.rmw.add $m acqrel offset=16
        struct.atomic.get seqcst $list $tail
        i32.load $m offset=4 align=1
        table.size 1
        table.get $"a table"
        call_indirect 1 (type $f)
        v128.const i32x4 0x00000000 0xffffffff 0x00000001 0x00000000
        f64.const -0
        try_table (type $sf) (catch $t 0) (catch_all_ref 0)
        end
      )
      (func $g_1 (@name "g") (type $sf))
      (data $d (memory $m) (i64.const 8) shared "a\"\00")
      (elem $e declare func $g $g_1)
      (elem (table 1) (offset (i32.const 1) (nop)) externref (ref.null extern) (item))
      (start $g_1)
      (export "m" (memory $m))
      (@custom "c" (before code) "")
    )
    `;

Modules('are written as people write them', () => {
  assert.is(printModule(read(sample)), sample);
});

Modules('are folded where the stack says so', () => {
  const folded = text`
    (module
      (type $f (func (param i32 i32) (result i32)))
      (func $f (type $f) (param $a i32) (param $b i32) (result i32)
        (drop
          (call $f
            (local.get $a)
            (i32.mul (i32.const -1000000000) (i32.add (i32.const 1) (local.get $b)))))
        (nop)
        (block $l (result i32)
          (drop
            (br_if $l
              (i32.const 1)
              (i32.eqz (call $f (i32.mul (local.get $a) (i32.const 2)) (local.get $b)))))
          (if (result i32)
            (i32.eqz (local.get $b))
            (then
              (br $l (i32.const 3)))
            (else
              (i32.const 4))))
      )
    )
    `;
  const module = read(folded);
  assert.equal(firstDifference(read(printModule(module, { folded: true })), module), undefined);
  assert.is(printModule(module, { folded: true }), folded);
});

Modules('nothing in the text is invisible', () => {
  fc.assert(fc.property(module, (m) => assert.not.match(printModule(m), /(?!\n)\p{C}/u)), { numRuns: 100 });
});

const moduleOf = (body: Expr): Module =>
  ({ ...read('(module (type (func)) (func (type 0)))'), funcs: [{ type: 0, locals: [], body, at }] });
const nested = (depth: number): Expr => {
  let body: Expr = [{ op: 'br', l: depth - 1, at }];
  for (let i = 0; i < depth; i++) body = [{ op: i % 2 === 0 ? 'block' : 'loop', bt: { kind: 'result', type: undefined }, body, at }];
  return body;
};

Modules('100,000 blocks nest', () => {
  const deep = moduleOf(nested(100_000));
  for (const folded of [false, true]) {
    const printed = printModule(deep, { folded });
    assert.ok(printed.length < 100_000 * 200, `${printed.length} characters`);
    assert.equal(firstDifference(read(printed), deep), undefined);
  }
});

Modules('100,000 operands nest', () => {
  const negations = Array.from({ length: 100_000 }, (): Instr => ({ op: 'testop', nt: 'i32', f: 'eqz', at }));
  const deep = moduleOf([{ op: 'const', val: { t: 'i32', c: 0 }, at }, ...negations]);
  assert.equal(firstDifference(read(printModule(deep, { folded: true })), deep), undefined);
});

Modules.run();
