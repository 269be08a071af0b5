import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { equalSyntax } from '../../../syntax/equality.ts';
import type { Form, ImmediateKind } from '../../../syntax/instruction-table.ts';
import { formOf, forms, immediatesOf } from '../../../syntax/instruction-table.ts';
import { body, read } from './reading.ts';

const Instructions = suite('instructions');

/** Definitions for identifiers, each the second of its index space. */
const DEFINITIONS = `(type $t0 (func)) (type $t (struct (field $i0 i32) (field $i i32))) (tag $tag0) (tag $tag) (global $g0 i32 (i32.const 0))
  (global $g i32 (i32.const 0)) (memory $m0 1) (memory $m 1) (table $ta0 1 funcref) (table $ta 1 funcref) (elem $e0 func) (elem $e func)
  (data $d0 "") (data $d "")`;
/** A function around an instruction, with two locals, two labels, and a function after it. */
const around = (instruction: string): string =>
  `(module ${DEFINITIONS} (func $f0 (local $x0 i32) (local $x i32) block $outer block $inner ${instruction} end end) (func $f))`;

/** How an immediate of each kind may be written, and what it means. */
type Samples = { readonly [K in ImmediateKind]: readonly [text: string, value: unknown] };
const catchAll = { kind: 'catch_all', l: 1 } as const;
const SAMPLES: Samples = {
  typeidx: ['$t', 1], typeuse: ['(type $t0)', 0], funcidx: ['$f', 1], tableidx: ['$ta', 1], memidx: ['$m', 1], globalidx: ['$g', 1],
  tagidx: ['$tag', 1], elemidx: ['$e', 1], dataidx: ['$d', 1], localidx: ['$x', 1], labelidx: ['$outer', 1], labels: ['$inner $outer 2', [0, 1, 2]],
  fieldidx: ['$i', 1], u32: ['0x1_0', 16], laneidx: ['1', 1], lanes: ['0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 255', [...Array(15).keys(), 255]],
  memarg: ['offset=0x1_0 align=1', { align: 0, offset: 16n }], heaptype: ['(shared any)', { kind: 'abs', shared: true, name: 'any' }],
  reftype: ['(ref $t)', { kind: 'ref', nullable: false, heap: { kind: 'idx', x: 1 } }], blocktype: ['(result i64)', { kind: 'result', type: 'i64' }],
  selecttypes: ['(result i32) (result i64 f32)', ['i32', 'i64', 'f32']], ordering: ['acq_rel', 'acqrel'], rmwordering: ['acqrel acqrel', 'acqrel'],
  hdls: ['(on $tag $outer) (on 0 switch)', [{ kind: 'on', x: 1, l: 1 }, { kind: 'switch', x: 0 }]],
  catches: ['(catch $tag $outer) (catch_ref 0 0) (catch_all $outer) (catch_all_ref 0)',
    [{ kind: 'catch', x: 1, l: 1 }, { kind: 'catch_ref', x: 0, l: 0 }, catchAll, { kind: 'catch_all_ref', l: 0 }]],
  numconst: ['1', undefined], vecconst: ['i32x4 1 0 0 -1', { t: 'v128', c: 0xffffffffn << 96n | 1n }], expr: ['', []],
};
const ONES: { readonly [t: string]: unknown } =
  { i32: { t: 'i32', c: 1 }, i64: { t: 'i64', c: 1n }, f32: { t: 'f32', c: 0x3f800000 }, f64: { t: 'f64', c: 0x3ff0000000000000n } };

/** The text and the value of an immediate of a form. `ref.test` and `ref.cast` have a form each for null and not null. */
const sampleOf = (form: Form, kind: ImmediateKind): readonly [text: string, value: unknown] => {
  if (kind === 'numconst') return ['1', ONES[form.choice ?? '']];
  if (form.choice === 'untyped') return ['', undefined];
  if (form.choice === 'null') return ['(ref null $t)', { kind: 'ref', nullable: true, heap: { kind: 'idx', x: 1 } }];
  return SAMPLES[kind];
};

Instructions('of every form, with all its immediates', () => {
  assert.ok(forms.length > 600);
  for (const form of forms) {
    const samples = form.immediates.map(([, kind]) => sampleOf(form, kind));
    const isBlock = form.immediates.some(([, kind]) => kind === 'expr');
    const text = [form.name, ...samples.map(([sample]) => sample), ...(isBlock ? ['end'] : [])].join(' ');
    const [outer] = body(around(text));
    const inner = outer?.op === 'block' ? outer.body[0] : undefined;
    const [instr, ...more] = inner?.op === 'block' ? inner.body : [];
    assert.ok(instr !== undefined && more.length === 0, text);
    assert.is(formOf(instr), form, text);
    const values = immediatesOf(instr).map(({ value }) => value);
    assert.ok(equalSyntax(values, samples.map(([, value]) => value)), text);
  }
});

Instructions('of every form may be folded', () => {
  for (const form of forms) {
    const immediates = form.immediates.map(([, kind]) => sampleOf(form, kind)[0]).join(' ');
    const flat = form.immediates.some(([, kind]) => kind === 'expr') ? `${form.name} ${immediates} end` : `${form.name} ${immediates}`;
    const branches = form.template.op === 'if' ? '(then)' : '';
    assert.ok(equalSyntax(read(around(flat)), read(around(`(${form.name} ${immediates} ${branches})`))), flat);
  }
});

Instructions('a branch table has a default', () => {
  const [table] = body('(func br_table 0)');
  assert.equal(table?.op === 'br_table' && [table.ls, table.l], [[], 0]);
});

Instructions.run();
