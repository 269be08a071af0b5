import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { absRef } from '../../../syntax/types.ts';
import type { RefType } from '../../../syntax/types.ts';
import type { DefType } from '../../../semantics/types/deftypes.ts';
import { alloctypes } from '../../../semantics/types/deftypes.ts';
import { asArray, asCont, asFunc, asStruct, contTarget, expand } from '../../../semantics/types/expansion.ts';
import { castable, defaultable, diffrt, isPacked, minAddr, size, storageSize, unpack } from '../../../semantics/types/properties.ts';
import {
  showComp, showDef, showExtern, showFunc, showGlobal, showMem, showResult, showTable, showVal, typeNames,
} from '../../../semantics/types/showing.ts';
import { read } from '../statics/judging.ts';

const module = read(`(module
  (type $f (func (param i32 i64) (result (ref null $f)))) (type $s (struct (field i8) (field (mut (ref $f)))))
  (type $a (array (mut i16))) (type $c (cont $f)) (type $super (sub (struct)))
  (rec (type $even (struct (field (ref null $odd)))) (type $odd (struct (field (ref null $even))))))`);
const dts = alloctypes(module.types);
const [f, s, a, c, sup, even, odd] = dts;
if (!f || !s || !a || !c || !sup || !even || !odd) throw new Error('seven types');
const ref = (heap: DefType, nullable = false): RefType<DefType> => ({ kind: 'ref', nullable, heap });

const expansion = suite('expansion');
expansion('each view sees its own kind', () => {
  const views = [asFunc, asStruct, asArray, contTarget];
  assert.equal([f, s, a, c].map((dt) => views.map((view) => view(dt) === undefined ? 0 : 1).join('')), ['1000', '0100', '0010', '0001']);
  assert.is(asCont(c), expand(f));
  assert.is(asCont(f), undefined);
  assert.is(contTarget(c), f);
});
expansion.run();

const properties = suite('properties of types');
properties('sizes in bits', () => {
  assert.equal((['i8', 'i16', 'i32', 'i64', 'f32', 'f64', 'v128'] as const).map(size), [8, 16, 32, 64, 32, 64, 128]);
  assert.is(storageSize('i16'), 16);
  assert.is(storageSize(ref(f)), undefined);
});
properties('packed types unpack to i32, others to themselves', () => {
  assert.equal((['i8', 'i16', 'i32', 'i64', 'v128'] as const).map((zt) => [isPacked(zt), unpack(zt)]),
    [[true, 'i32'], [true, 'i32'], [false, 'i32'], [false, 'i64'], [false, 'v128']]);
  const rt = ref(f);
  assert.is(unpack(rt), rt);
});
properties('the lesser address type', () => {
  assert.equal([minAddr('i32', 'i64'), minAddr('i64', 'i32'), minAddr('i64', 'i64'), minAddr('i32', 'i32')], ['i32', 'i32', 'i64', 'i32']);
});
properties('everything but a reference that is not null has a default', () => {
  assert.equal([defaultable('i32'), defaultable('v128'), defaultable(ref(f, true)), defaultable(ref(f))], [true, true, true, false]);
});
properties('what a failed cast leaves', () => {
  assert.equal(diffrt(absRef('any', true), ref(s, true)), absRef('any', false));
  assert.equal(diffrt(absRef('any', true), ref(s, false)), absRef('any', true));
  assert.equal(diffrt(absRef('any', false), ref(s, true)), absRef('any', false));
});
properties('continuations are not castable, everything else is', () => {
  for (const rt of [absRef('cont'), absRef('nocont'), absRef('cont', false), absRef('cont', true, true), ref(c),
    ref(c, true)]) assert.not(castable(rt));
  for (const rt of [absRef('any'), absRef('func'), absRef('exn'), absRef('none'), ref(f), ref(s, true)]) assert.ok(castable(rt));
});
properties.run();

const showing = suite('types as text');
showing('shorthands and full forms', () => {
  assert.equal([absRef('func'), absRef('none'), absRef('exn', false), absRef('any', true, true), absRef('cont')].map((t) => showVal(t)),
    ['funcref', 'nullref', '(ref exn)', '(ref null (shared any))', 'contref']);
  assert.is(showResult(['i32', absRef('extern')]), '[i32 externref]');
});
showing('a type without a name shows its definition, cut off inside', () => {
  assert.is(showVal(ref(f)), '(ref (func (param i32 i64) (result (ref null …))))');
  assert.is(showDef(s), '(struct (field i8 (mut (ref …))))');
  assert.is(showDef(a), '(array (mut i16))');
  assert.is(showDef(sup), '(sub (struct))');
  assert.is(showDef(even), '(struct (field (ref null …)))');
});
showing('a type with a name shows it, and one with an index that', () => {
  const names = typeNames(dts, new Map([[0, 'f'], [1, 's']]));
  assert.is(showVal(ref(f, true), names), '(ref null $f)');
  assert.is(showVal(ref(a), names), '(ref 2)');
  assert.is(showComp(expand(s), names), '(struct (field i8 (mut (ref $f))))');
  assert.is(showFunc(asFunc(f) ?? { kind: 'func', params: [], results: [] }, names), '[i32 i64] -> [(ref null $f)]');
});
showing('of equivalent types, an identifier is preferred, and the first', () => {
  const twice = [f, s, f, f, s];
  const names = typeNames(twice, new Map([[2, 'first'], [3, 'second']]));
  assert.is(names.get(f), '$first');
  assert.is(names.get(s), '1');
});
showing('external types', () => {
  assert.is(showGlobal({ sharing: 'shared', mutable: true, type: 'i64' }), '(shared (mut i64))');
  assert.is(showGlobal({ sharing: 'unshared', mutable: false, type: 'i64' }), 'i64');
  assert.is(showMem({ addr: 'i64', limits: { min: 1n, max: 2n }, shared: true }), 'i64 1 2 shared');
  assert.is(showTable({ addr: 'i32', limits: { min: 10n, max: undefined }, shared: false, ref: absRef('func') }), '10 funcref');
  assert.is(showExtern({ kind: 'tag', type: a }), '(tag (array (mut i16)))');
});
showing.run();
