import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AbsHeapName, ValType } from '../../../syntax/types.ts';
import { absRef, idxRef } from '../../../syntax/types.ts';
import { firstInstr, read } from './reading.ts';

const Types = suite('types');
/** The one parameter of the last type of a module. */
const param = (type: string): ValType | undefined => {
  const comp = read(`(type $t (struct)) (type (func (param ${type})))`).types.at(-1)?.rec[0]?.comp;
  return comp?.kind === 'func' ? comp.params[0] : undefined;
};

Types('value types', () => {
  for (const type of ['i32', 'i64', 'f32', 'f64', 'v128'] as const) assert.is(param(type), type);
  assert.equal(param('(ref null $t)'), idxRef(0, true));
  assert.equal(param('(ref 1)'), idxRef(1, false));
  const names: readonly AbsHeapName[] = ['any', 'eq', 'i31', 'struct', 'array', 'none', 'func', 'nofunc', 'exn', 'noexn', 'extern', 'noextern',
    'cont', 'nocont', 'waitqueue', 'nowaitqueue'];
  for (const name of names) {
    assert.equal(param(`(ref ${name})`), absRef(name, false));
    assert.equal(param(`(ref null (shared ${name}))`), absRef(name, true, true));
  }
});

Types('composite types, their fields, supertypes and sharing', () => {
  const { types, names } = read(`(rec (type $s (sub (shared (struct (field $a i8) (field i16) (field $b (mut (ref null $f)))))))
    (type $f (sub final $s 0 (func (param $p i32) (result f64)))) (type (array (mut i8))) (type $c (cont $f)))`);
  const [s, f, a, c] = types[0]?.rec ?? [];
  assert.equal([s?.final, s?.shared, s?.supers.length], [false, true, 0]);
  assert.equal(s?.comp, {
    kind: 'struct',
    fields: [{ mutable: false, storage: 'i8' }, { mutable: false, storage: 'i16' }, { mutable: true, storage: idxRef(1, true) }],
  });
  assert.equal(f, { final: true, shared: false, supers: [{ kind: 'idx', x: 0 }, { kind: 'idx', x: 0 }], comp: { kind: 'func', params: ['i32'], results: ['f64'] } });
  assert.equal(a?.comp, { kind: 'array', field: { mutable: true, storage: 'i8' } });
  assert.equal(c?.comp, { kind: 'cont', type: { kind: 'idx', x: 1 } });
  assert.equal(names.types, new Map([[0, 's'], [1, 'f'], [3, 'c']]));
  assert.equal(names.fields, new Map([[0, new Map([[0, 'a'], [2, 'b']])]]));
});

Types('limits, memories, tables and globals', () => {
  const { mems, tables, globals } = read(`(memory i64 0 0xffff_ffff_ffff_ffff) (memory 1) (table shared i64 1 2 (ref null (shared any)))
    (table 3 (ref func) (ref.func 0)) (global i32 (i32.const 1)) (global (mut i64) (i64.const 1)) (global (shared anyref) (ref.null any))
    (global (thread_local (mut f32)) (f32.const 0)) (func)`);
  assert.equal(mems.map(({ type }) => type), [
    { addr: 'i64', limits: { min: 0n, max: 2n ** 64n - 1n }, shared: false }, { addr: 'i32', limits: { min: 1n, max: undefined }, shared: false },
  ]);
  assert.equal(tables.map(({ type }) => type), [
    { addr: 'i64', limits: { min: 1n, max: 2n }, shared: true, ref: absRef('any', true, true) },
    { addr: 'i32', limits: { min: 3n, max: undefined }, shared: false, ref: absRef('func', false) },
  ]);
  assert.equal(tables.map(({ init }) => init?.map(({ op }) => op)), [undefined, ['ref.func']]);
  assert.equal(globals.map(({ type: { sharing, mutable, type } }) => [sharing, mutable, type]), [
    ['unshared', false, 'i32'], ['unshared', true, 'i64'], ['shared', false, absRef('any')], ['thread_local', true, 'f32'],
  ]);
});

Types.run();

const Names = suite('identifiers');

Names('may be used before they are bound, in every index space', () => {
  const { exports, start, elems, funcs } = read(`
    (export "f" (func $f)) (export "t" (table $t)) (export "m" (memory $m)) (export "g" (global $g)) (export "x" (tag $x)) (start $f)
    (elem (table $t) (i32.const 0) func $f)
    (func (call $f) (global.set $g (i32.const 0)) (throw $x) (data.drop $d) (elem.drop $e) (drop (struct.new_default $s)))
    (func $f) (table 1 funcref) (table $t 1 funcref) (memory 1) (memory $m 1) (global i32 (i32.const 0)) (global $g (mut i32) (i32.const 0))
    (tag) (tag $x) (data "") (data $d "") (elem $e func) (type (struct)) (type $s (struct))`);
  assert.equal(exports.map(({ desc }) => [desc.kind, desc.x]), [['func', 1], ['table', 1], ['mem', 1], ['global', 1], ['tag', 1]]);
  assert.is(start?.x, 1);
  assert.is(elems[0]?.mode.kind === 'active' && elems[0].mode.x, 1);
  assert.equal(funcs[0]?.body.map((e) => ('x' in e ? e.x : e.op)), [1, 'const', 1, 1, 1, 1, 1, 'drop']);
});

Names('imports come first in their index spaces, whatever their form', () => {
  const { imports, exports, names } = read(`(import "m" "a" (func $a)) (func $b (import "m" "b")) (func $c) (export "c" (func $c)) (export "b" (func $b))`);
  assert.equal(imports.map(({ name }) => name), ['a', 'b']);
  assert.equal(exports.map(({ desc }) => desc.x), [2, 1]);
  assert.equal(names.funcs, new Map([[0, 'a'], [1, 'b'], [2, 'c']]));
});

Names('locals count the parameters of the type that a function names', () => {
  assert.equal(firstInstr('(type $t (func (param i32 i64))) (func (type $t) (local $x f32) local.get $x drop)')?.op, 'local.get');
  for (const head of ['(type $t)', '(type $t) (param i32) (param i64)', '(param i32) (param $p i64)', '(type $t) (param i32 i64) (result)']) {
    const instr = firstInstr(`(type $t (func (param i32 i64))) (func ${head} (local f32) (local $x f32) (local.set $x (f32.const 0)))`);
    assert.is(instr?.op, 'const');
    const { funcs, names } = read(`(type $t (func (param i32 i64))) (func ${head} (local f32) (local $x f32) local.get $x)`);
    assert.equal(funcs[0]?.body.map((e) => 'x' in e && e.x), [3], head);
    assert.is(names.locals.get(0)?.get(3), 'x');
  }
});

Names('fields belong to their type', () => {
  const { funcs } = read(`(type $a (struct (field $x i32) (field $y i32))) (type $b (struct (field $y i32)))
    (func (param (ref $a) (ref $b)) (struct.get $a $y) (struct.get $b $y) (struct.set 0 1))`);
  assert.equal(funcs[0]?.body.map((e) => 'i' in e && e.i), [1, 0, 1]);
});

Names('labels mean the innermost block of that name', () => {
  const { funcs } = read('(func block $a block $b block $a br $a br $b br 3 end br $a br $b end br $a end)');
  const branches: number[] = [];
  const walk = (es: readonly unknown[]): void => {
    for (const e of es as readonly { readonly op: string; readonly l?: number; readonly body?: readonly unknown[] }[]) {
      if (e.l !== undefined) branches.push(e.l);
      walk(e.body ?? []);
    }
  };
  walk(funcs[0]?.body ?? []);
  assert.equal(branches, [0, 1, 3, 1, 0, 0]);
});

Names('of labels are numbered as the blocks begin', () => {
  const { names } = read('(func) (func (block $a) (if $b (block $c (result i32) (i32.const 0)) (then (loop $d))) (block) (block $e))');
  assert.equal([...names.labels], [[1, new Map([[0, 'a'], [1, 'c'], [2, 'b'], [3, 'd'], [5, 'e']])]]);
});

Names('catch clauses are outside of the label of their block', () => {
  const { funcs } = read('(func block $l try_table $l (catch_all $l) (catch_all_ref 1) br $l end end)');
  const outer = funcs[0]?.body[0];
  const inner = outer?.op === 'block' ? outer.body[0] : undefined;
  assert.equal(inner?.op === 'try_table' && inner.catches, [{ kind: 'catch_all', l: 0 }, { kind: 'catch_all_ref', l: 1 }]);
  assert.equal(inner?.op === 'try_table' && inner.body[0]?.op === 'br' && inner.body[0].l, 0);
});

Names('of everything go to the names of the module', () => {
  const { names } = read(`(module $m (type $t (func)) (tag $x) (global $g i32 (i32.const 0)) (memory $me 1) (table $ta 1 funcref)
    (func $f (param $p i32) (local $q i32)) (data $d "") (elem $e func))`);
  assert.is(names.module, 'm');
  const { types, tags, globals, mems, tables, funcs, datas, elems } = names;
  assert.equal([types, tags, globals, mems, tables, funcs, datas, elems].map((map) => map.get(0)), ['t', 'x', 'g', 'me', 'ta', 'f', 'd', 'e']);
  assert.equal([...names.locals], [[0, new Map([[0, 'p'], [1, 'q']])]]);
});

Names.run();
