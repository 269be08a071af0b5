import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Instr } from '../../syntax/instructions.ts';
import { formByName, formByOpcode, formOf, forms, immediates, instrOfForm, naturalAlignment } from '../../syntax/instruction-table.ts';
import * as operators from '../../syntax/numeric-operators.ts';
import { NOWHERE } from '../../syntax/source.ts';

const table = suite('instruction table');

const duplicates = (keys: readonly string[]): readonly string[] => keys.filter((key, i) => keys.indexOf(key) < i);

table('opcodes are unique', () => {
  assert.equal(duplicates(forms.map(({ prefix, code }) => `${prefix.toString(16)} ${code.toString(16)}`)), []);
});

table('mnemonics are unique, except for the forms that an immediate tells apart', () => {
  assert.equal(duplicates(forms.map(({ name }) => name)), ['select', 'ref.test', 'ref.cast']);
});

table('templates are unique, together with the choice', () => {
  const key = (x: unknown): string => JSON.stringify(x, (_, value: unknown) => value ?? null);
  assert.equal(duplicates(forms.map(({ template, choice }) => key([template, choice]))), []);
});

table('every constructor has a form, and every form a constructor', () => {
  assert.equal(new Set(forms.map(({ template }) => template.op)), new Set(Object.keys(immediates)));
});

table('no field is both fixed and variable', () => {
  for (const { name, template, immediates: variable } of forms) {
    assert.equal(variable.filter(([field]) => field in template), [], name);
  }
});

table('forms of one constructor fix the same fields', () => {
  const fields = new Map<string, string>();
  for (const { name, template } of forms) {
    const fixed = Object.keys(template).join();
    assert.is(fields.get(template.op) ?? fixed, fixed, name);
    fields.set(template.op, fixed);
  }
});

table('a form is found by its mnemonic, its opcode and its instructions', () => {
  for (const form of forms) {
    assert.is(formByOpcode(form.prefix, form.code), form);
    assert.is(formByName(form.name)?.template.op, form.template.op);
    if (form.choice === undefined) {
      assert.is(formByName(form.name), form);
      assert.is(formOf(instrOfForm(form, {}, NOWHERE)), form);
    }
  }
  assert.is(formByName('i32.frobnicate'), undefined);
  assert.is(formByName('toString'), undefined);
  assert.is(formByOpcode(0, 0x06), undefined);
  assert.is(formByOpcode(0xfe, 0x72), undefined);
});

table('an immediate chooses among forms with the same template', () => {
  const at = NOWHERE;
  const heap = { kind: 'abs', shared: false, name: 'any' } as const;
  const code = (instr: Instr): number => formOf(instr).code;
  assert.is(code({ op: 'select', types: undefined, at }), 0x1b);
  assert.is(code({ op: 'select', types: [], at }), 0x1c);
  assert.is(code({ op: 'ref.test', rt: { kind: 'ref', nullable: false, heap }, at }), 20);
  assert.is(code({ op: 'ref.test', rt: { kind: 'ref', nullable: true, heap }, at }), 21);
  assert.is(code({ op: 'ref.cast', rt: { kind: 'ref', nullable: false, heap }, at }), 22);
  assert.is(code({ op: 'ref.cast', rt: { kind: 'ref', nullable: true, heap }, at }), 23);
  assert.is(code({ op: 'const', val: { t: 'f64', c: 0n }, at }), 0x44);
});

table('a packed access is found whatever the order of the fields of its pack', () => {
  const ao = { align: 0, offset: 0n };
  assert.is(formOf({ op: 'vload', pack: { sx: 'u', sz: 16, kind: 'shape' }, x: 0, ao, at: NOWHERE }).name, 'v128.load16x4_u');
});

table('an operator at a type where it does not exist has no form', () => {
  assert.throws(() => formOf({ op: 'unop', nt: 'i32', f: 'sqrt', at: NOWHERE }), /no form/);
});

table('every operator has a form at each of its types and shapes, and no other', () => {
  const expected: string[] = [];
  const at = (op: string, at: { readonly [t: string]: readonly string[] }): void => {
    for (const [t, fs] of Object.entries(at)) for (const f of fs) expected.push([op, t, f].join());
  };
  const between = (op: string, conversions: readonly operators.Conversion<string, string>[]): void => {
    for (const { from, to, f } of conversions) expected.push([op, to, from, f].join());
  };
  at('unop', operators.unops);
  at('binop', operators.binops);
  at('testop', operators.testops);
  at('relop', operators.relops);
  at('vunop', operators.vunops);
  at('vbinop', operators.vbinops);
  at('vternop', operators.vternops);
  at('vrelop', operators.vrelops);
  between('cvtop', operators.cvtops);
  between('vextunop', operators.vextunops);
  between('vextbinop', operators.vextbinops);
  between('vextternop', operators.vextternops);
  between('vcvtop', operators.vcvtops);
  const constructors = new Set(expected.map((key) => key.split(',')[0]));
  const actual = forms.filter(({ template }) => constructors.has(template.op)).map(({ template }) => Object.values(template).join());
  assert.equal(actual.toSorted(), expected.toSorted());
});

table('the natural alignment of an access is its width', () => {
  const align = (name: string): number | undefined => formByName(name)?.align;
  assert.is(align('i64.load32_u'), 2);
  assert.is(align('f64.store'), 3);
  assert.is(align('v128.load'), 4);
  assert.is(align('v128.load8x8_s'), 3);
  assert.is(align('v128.load16_splat'), 1);
  assert.is(align('v128.store64_lane'), 3);
  assert.is(align('memory.atomic.notify'), 2);
  assert.is(align('memory.wait64'), 3);
  assert.is(align('i32.atomic.rmw8.cmpxchg_u'), 0);
  assert.is(align('memory.size'), undefined);
  assert.is(naturalAlignment({ op: 'store', nt: 'i64', pack: 16, x: 0, ao: { align: 0, offset: 0n }, at: NOWHERE }), 1);
  for (const form of forms) assert.is(form.align === undefined, form.immediates.every(([, kind]) => kind !== 'memarg'), form.name);
});

table('mnemonics with two types name the operand before signedness and zero', () => {
  const names = new Set(forms.map(({ name }) => name));
  for (const name of [
    'i32.wrap_i64', 'i64.trunc_sat_f32_u', 'f32.reinterpret_i32', 'i16x8.extend_low_i8x16_s', 'i32x4.trunc_sat_f64x2_s_zero',
    'f32x4.demote_f64x2_zero', 'f64x2.promote_low_f32x4', 'i8x16.narrow_i16x8_u', 'i32x4.dot_i16x8_s', 'i16x8.relaxed_dot_i8x16_i7x16_s',
    'i32x4.relaxed_trunc_f64x2_u_zero', 'i32x4.relaxed_dot_i8x16_i7x16_add_s', 'i64.atomic.rmw32.add_u', 'i32.atomic.rmw.cmpxchg',
    'struct.atomic.rmw.cmpxchg', 'table.atomic.rmw.xchg',
  ]) assert.ok(names.has(name), name);
});

table.run();
