import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { absRef } from '../../../syntax/types.ts';
import type { AbsHeapName, CompType, ExternType, GlobalType, HeapType, Limits, MemType, RefType, TableType,
  ValType } from '../../../syntax/types.ts';
import { closeVal } from '../../../semantics/types/closing.ts';
import type { DefType } from '../../../semantics/types/deftypes.ts';
import { alloctypes } from '../../../semantics/types/deftypes.ts';
import { matchesExtern, matchesGlobal, matchesLimits, matchesMem, matchesTable } from '../../../semantics/types/matching-extern.ts';
import {
  abstractOf, bottomOf, matchesComp, matchesField, matchesHeap, matchesRef, matchesResult, matchesVal, topOf,
} from '../../../semantics/types/matching.ts';
import { showHeap } from '../../../semantics/types/showing.ts';
import { read } from '../statics/judging.ts';

const dts = alloctypes(read(`(module
  (type $top (sub (struct))) (type $sub (sub $top (struct (field i32)))) (type $other (struct)) (type $array (array i8))
  (type $f (sub (func))) (type $g (sub $f (func))) (type $c (cont $f)) (type $shared (shared (struct))))`).types);
const [top, sub, other, array, f, g, c, shared] = dts;
if (!top || !sub || !other || !array || !f || !g || !c || !shared) throw new Error('eight types');

const hierarchies: readonly (readonly AbsHeapName[])[] = [
  ['any', 'eq', 'i31', 'struct', 'array', 'none'], ['func', 'nofunc'], ['exn', 'noexn'], ['extern', 'noextern'], ['cont', 'nocont'],
  ['waitqueue', 'nowaitqueue'],
];
const abs = (name: AbsHeapName, isShared = false): HeapType<DefType> => ({ kind: 'abs', shared: isShared, name });
const heaps: readonly HeapType<DefType>[] =
  [...hierarchies.flat().flatMap((name) => [abs(name), abs(name, true)]), top, sub, other, array, f, g, c, shared];
const name = (ht: HeapType<DefType>): string => showHeap(ht);

const heap = suite('heap types');
heap('matching is a preorder, and antisymmetric', () => {
  for (const a of heaps) {
    assert.ok(matchesHeap(a, a), name(a));
    for (const b of heaps) {
      if (a !== b && matchesHeap(a, b)) assert.not(matchesHeap(b, a), `${name(a)} ${name(b)}`);
      for (const d of heaps) if (matchesHeap(a, b) && matchesHeap(b, d)) assert.ok(matchesHeap(a, d), `${name(a)} ${name(b)} ${name(d)}`);
    }
  }
});
heap('a hierarchy has one top and one bottom, and nothing crosses from one to another', () => {
  for (const a of heaps) {
    for (const b of heaps) {
      const together = name(topOf(a)) === name(topOf(b));
      assert.is(matchesHeap(bottomOf(a), b), together, `${name(a)} ${name(b)}`);
      assert.is(matchesHeap(a, topOf(b)), together, `${name(a)} ${name(b)}`);
      if (matchesHeap(a, b)) assert.ok(together, `${name(a)} ${name(b)}`);
    }
  }
});
heap('the axioms', () => {
  const below = (ht: HeapType<DefType>): string => heaps.filter((a) => name(a) !== name(ht) && matchesHeap(a, ht)).map(name).join(' ');
  const struct = '(sub (struct)) (sub … (struct (field i32))) (struct)';
  assert.is(below(abs('any')), `eq i31 struct array none ${struct} (array i8)`);
  assert.is(below(abs('eq')), `i31 struct array none ${struct} (array i8)`);
  assert.is(below(abs('i31')), 'none');
  assert.is(below(abs('struct')), `none ${struct}`);
  assert.is(below(abs('array')), 'none (array i8)');
  assert.is(below(abs('none')), '');
  assert.is(below(abs('func')), 'nofunc (sub (func)) (sub … (func))');
  assert.is(below(abs('cont')), 'nocont (cont …)');
  assert.is(below(abs('struct', true)), '(shared none) (shared (struct))');
  assert.is(below(top), 'none (sub … (struct (field i32)))');
  assert.is(below(g), 'nofunc');
});
heap('the kind of a defined type', () => {
  assert.equal([sub, array, f, c, shared].map((dt) => showHeap(abstractOf(dt))), ['struct', 'array', 'func', 'cont', '(shared struct)']);
});
heap.run();

const ref = (ht: HeapType<DefType>, nullable: boolean): RefType<DefType> => ({ kind: 'ref', nullable, heap: ht });
const values = suite('value types and what is made of them');
values('null is more than no null', () => {
  assert.ok(matchesRef(ref(sub, false), ref(top, true)));
  assert.ok(matchesRef(ref(sub, true), ref(top, true)));
  assert.ok(matchesRef(ref(sub, false), ref(top, false)));
  assert.not(matchesRef(ref(sub, true), ref(top, false)));
  assert.not(matchesRef(ref(top, false), ref(sub, true)));
});
values('number and vector types match themselves only', () => {
  const plain: readonly ValType<DefType>[] = ['i32', 'i64', 'f32', 'f64', 'v128', absRef('any')];
  for (const t1 of plain) for (const t2 of plain) assert.is(matchesVal(t1, t2), t1 === t2);
});
values('result types match pointwise, at one length', () => {
  assert.ok(matchesResult([], []));
  assert.ok(matchesResult(['i32', ref(sub, false)], ['i32', ref(top, true)]));
  assert.not(matchesResult(['i32'], ['i32', 'i32']));
  assert.not(matchesResult(['i32', 'i32'], ['i32']));
  assert.not(matchesResult(['i32'], ['i64']));
});
values('fields vary only if they are never written', () => {
  const [lower, upper] = [ref(sub, false), ref(top, true)];
  assert.ok(matchesField({ mutable: false, storage: lower }, { mutable: false, storage: upper }));
  assert.not(matchesField({ mutable: true, storage: lower }, { mutable: true, storage: upper }));
  assert.ok(matchesField({ mutable: true, storage: upper }, { mutable: true, storage: upper }));
  assert.not(matchesField({ mutable: true, storage: upper }, { mutable: false, storage: upper }));
  assert.not(matchesField({ mutable: false, storage: 'i8' }, { mutable: false, storage: 'i16' }));
  assert.not(matchesField({ mutable: false, storage: 'i8' }, { mutable: false, storage: 'i32' }));
});
values('composite types: width, depth, and functions the other way round', () => {
  const struct = (...ts: readonly ValType<DefType>[]): CompType<DefType> =>
    ({ kind: 'struct', fields: ts.map((storage) => ({ mutable: false, storage })) });
  const func = (params: readonly ValType<DefType>[],
    results: readonly ValType<DefType>[]): CompType<DefType> => ({ kind: 'func', params, results });
  const [lower, upper] = [ref(sub, false), ref(top, false)];
  assert.ok(matchesComp(struct(lower, 'i32'), struct(upper)));
  assert.not(matchesComp(struct(lower), struct(upper, 'i32')));
  assert.ok(matchesComp(func([upper], [lower]), func([lower], [upper])));
  assert.not(matchesComp(func([lower], []), func([upper], [])));
  assert.not(matchesComp(func([], [upper]), func([], [lower])));
  assert.ok(matchesComp({ kind: 'cont', type: g }, { kind: 'cont', type: f }));
  assert.not(matchesComp({ kind: 'cont', type: f }, { kind: 'cont', type: g }));
  assert.not(matchesComp(struct(), func([], [])));
});
values('closing replaces indices by what they stand for', () => {
  assert.equal(closeVal(dts, { kind: 'ref', nullable: true, heap: { kind: 'idx', x: 1 } }), ref(sub, true));
  assert.is(closeVal(dts, 'f64'), 'f64');
  assert.throws(() => closeVal(dts, { kind: 'ref', nullable: true, heap: { kind: 'idx', x: 8 } }), /unknown type 8/u);
});
values.run();

const externs = suite('external types');
externs('limits: at least as much, at most as much', () => {
  const lim = (min: bigint, max?: bigint): Limits => ({ min, max });
  assert.ok(matchesLimits(lim(2n, 3n), lim(1n, 4n)));
  assert.ok(matchesLimits(lim(2n, 3n), lim(1n)));
  assert.ok(matchesLimits(lim(2n), lim(2n)));
  assert.ok(matchesLimits(lim(2n, 4n), lim(2n, 4n)));
  assert.not(matchesLimits(lim(0n, 3n), lim(1n, 4n)));
  assert.not(matchesLimits(lim(2n, 5n), lim(1n, 4n)));
  assert.not(matchesLimits(lim(2n), lim(1n, 4n)));
});
const lim: Limits = { min: 1n, max: undefined };
externs('globals: what can be written does not vary; sharing is part of the type', () => {
  const global = (mutable: boolean, type: ValType<DefType>,
    sharing: GlobalType['sharing'] = 'unshared'): GlobalType<DefType> => ({ sharing, mutable, type });
  assert.ok(matchesGlobal(global(false, ref(sub, false)), global(false, ref(top, false))));
  assert.not(matchesGlobal(global(true, ref(sub, false)), global(true, ref(top, false))));
  assert.ok(matchesGlobal(global(true, 'i32'), global(true, 'i32')));
  assert.not(matchesGlobal(global(true, 'i32'), global(false, 'i32')));
  assert.not(matchesGlobal(global(true, 'i32', 'shared'), global(true, 'i32')));
  assert.not(matchesGlobal(global(true, 'i32', 'shared'), global(true, 'i32', 'thread_local')));
});
externs('memories and tables: address types and sharing are equal', () => {
  const mem = (addr: 'i32' | 'i64', isShared: boolean): MemType => ({ addr, limits: lim, shared: isShared });
  const table = (addr: 'i32' | 'i64', rt: RefType<DefType>,
    isShared = false): TableType<DefType> => ({ addr, limits: lim, shared: isShared, ref: rt });
  assert.ok(matchesMem(mem('i64', true), mem('i64', true)));
  assert.not(matchesMem(mem('i64', true), mem('i64', false)));
  assert.not(matchesMem(mem('i32', true), mem('i64', true)));
  assert.ok(matchesTable(table('i32', ref(top, true)), table('i32', ref(top, true))));
  assert.not(matchesTable(table('i32', ref(sub, true)), table('i32', ref(top, true))));
  assert.not(matchesTable(table('i32', ref(top, true)), table('i32', ref(sub, true))));
  assert.not(matchesTable(table('i64', ref(top, true)), table('i32', ref(top, true))));
  assert.not(matchesTable(table('i32', ref(top, true), true), table('i32', ref(top, true))));
});
externs('functions vary, tags do not, and kinds never match one another', () => {
  assert.ok(matchesExtern({ kind: 'func', type: g }, { kind: 'func', type: f }));
  assert.not(matchesExtern({ kind: 'func', type: f }, { kind: 'func', type: g }));
  assert.ok(matchesExtern({ kind: 'tag', type: g }, { kind: 'tag', type: g }));
  assert.not(matchesExtern({ kind: 'tag', type: g }, { kind: 'tag', type: f }));
  const all: readonly ExternType<DefType>[] = [
    { kind: 'func', type: f }, { kind: 'tag', type: f }, { kind: 'global', type: { sharing: 'unshared', mutable: false, type: 'i32' } },
    { kind: 'mem', type: { addr: 'i32', limits: lim, shared: false } },
      { kind: 'table', type: { addr: 'i32', limits: lim, shared: false, ref: ref(f, true) } },
  ];
  for (const xt1 of all) for (const xt2 of all) assert.is(matchesExtern(xt1, xt2), xt1 === xt2);
});
externs.run();
