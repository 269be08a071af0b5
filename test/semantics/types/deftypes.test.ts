import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import fc from 'fast-check';
import { NOWHERE } from '../../../syntax/source.ts';
import type { TypeDef } from '../../../syntax/modules.ts';
import type { CompType, RecType, SubType, ValType } from '../../../syntax/types.ts';
import { absRef, idxRef } from '../../../syntax/types.ts';
import type { DefType } from '../../../semantics/types/deftypes.ts';
import { alloctypes } from '../../../semantics/types/deftypes.ts';
import { asFunc, asStruct } from '../../../semantics/types/expansion.ts';
import { matchesDef } from '../../../semantics/types/matching.ts';
import { showDef } from '../../../semantics/types/showing.ts';

const func = (params: readonly ValType[], results: readonly ValType[] = []): CompType => ({ kind: 'func', params, results });
const struct = (...fields: readonly ValType[]): CompType =>
  ({ kind: 'struct', fields: fields.map((storage) => ({ mutable: false, storage })) });
const sub = (comp: CompType, supers: readonly number[] = [], final = supers.length === 0): SubType =>
  ({ final, supers: supers.map((x) => ({ kind: 'idx', x })), shared: false, comp });
const types = (...recs: readonly RecType[]): readonly DefType[] => alloctypes(recs.map((rec): TypeDef => ({ rec, at: NOWHERE })));
const nth = (dts: readonly DefType[], x: number): DefType => {
  const dt = dts[x];
  if (dt === undefined) throw new Error(`no type ${x}`);
  return dt;
};

const canonical = suite('canonical types');

canonical('equal structures are the same object, in one module and across modules', () => {
  const [a, b] = types([sub(func(['i32']))], [sub(func(['i32']))]);
  const [, c] = types([sub(func(['i64']))], [sub(func(['i32']))]);
  assert.is(a, b);
  assert.is(a, c);
});

canonical('everything a definition says tells types apart', () => {
  const distinct = types(
    [sub(func(['i32']))], [sub(func([], ['i32']))], [sub(func(['i32']), [], false)], [{ ...sub(func(['i32'])), shared: true }],
    [sub(struct('i32'))], [sub({ kind: 'struct', fields: [{ mutable: true, storage: 'i32' }] })],
    [sub({ kind: 'array', field: { mutable: false, storage: 'i32' } })],
    [sub(struct(absRef('any')))], [sub(struct(absRef('any', false)))], [sub(struct(absRef('any', true, true)))],
    [sub({ kind: 'cont', type: { kind: 'idx', x: 0 } })], [sub({ kind: 'cont', type: { kind: 'idx', x: 1 } })],
    [sub(func(['i32']), [2])],
  );
  assert.is(new Set(distinct).size, distinct.length);
});

canonical('groups are equal up to the place where they stand', () => {
  const pair = (x: number): RecType => [sub(func([idxRef(x + 1, false)])), sub(func([idxRef(x, false)]))];
  const dts = types(pair(0), [sub(func(['f32']))], pair(3));
  assert.is(dts[0], dts[3]);
  assert.is(dts[1], dts[4]);
  // The two members are isomorphic, and yet different members.
  assert.is.not(dts[0], dts[1]);
});

canonical('iso-recursive: the order and the extent of a group matter', () => {
  const [f, s] = [sub(func([])), sub(struct())];
  const dts = types([f, s], [s, f], [f], [s], [f, s, s]);
  assert.is(new Set(dts).size, dts.length);
});

canonical('iso-recursive: a type is not its own unrolling', () => {
  const dts = types([sub(func([idxRef(0, true)]))], [sub(func([idxRef(0, true)]))], [sub(func([idxRef(2, true)]))]);
  assert.is.not(dts[0], dts[1]);
  assert.is(dts[0], dts[2]);
});

canonical('unrolling ties the knot', () => {
  const [even, odd] = types([sub(struct(idxRef(1, true))), sub(struct(idxRef(0, true)))]);
  const field = even === undefined ? undefined : asStruct(even)?.fields[0]?.storage;
  assert.is(typeof field === 'object' ? field.heap : undefined, odd);
});

canonical('references to earlier groups are closed', () => {
  const dts = types([sub(func([]))], [sub(struct(idxRef(0, false)))], [sub(func([]))], [sub(struct(idxRef(2, false)))]);
  assert.is(dts[1], dts[3]);
});

canonical('an index that is bound nowhere is refused', () => {
  assert.throws(() => types([sub(func([idxRef(7, false)]))]), /unknown type 7/);
});

canonical('ten thousand types and a chain of references', () => {
  const chain = Array.from({ length: 10_000 }, (_, x): RecType => [sub(func(x === 0 ? [] : [idxRef(x - 1, true)]))]);
  const dts = types(...chain);
  assert.is(new Set(dts).size, 10_000);
  const last = asFunc(nth(dts, 9_999))?.params[0];
  assert.is(typeof last === 'object' ? last.heap : undefined, dts[9_998]);
});

canonical.run();

const lineages = suite('declared supertypes');

lineages('reflexive, transitive, and nothing else', () => {
  const open = (fields: readonly ValType[], ...supers: readonly number[]): RecType => [sub(struct(...fields), supers, false)];
  const dts = types(open([]), open(['i32'], 0), open(['i32', 'i64'], 1), open(['i32', 'i64'], 0));
  const matched = dts.map((d1) => dts.map((d2) => matchesDef(d1, d2) ? 1 : 0).join(''));
  assert.equal(matched, ['1000', '1100', '1110', '1001']);
});

/** A forest of types: each has an earlier supertype or none. */
const forest = fc.array(fc.option(fc.nat(), { nil: undefined }), { minLength: 1, maxLength: 12 })
  .map((choices) => choices.map((choice, x) => choice === undefined || x === 0 ? undefined : choice % x));

lineages('matching is the reflexive and transitive closure of the declarations', () => {
  fc.assert(fc.property(forest, (parents) => {
    // The field numbers keep the types apart.
    const fields = (x: number): readonly ValType[] => Array.from({ length: x }, () => 'i32');
    const dts = types(...parents.map((p, x): RecType => [sub(struct(...fields(x)), p === undefined ? [] : [p], false)]));
    const above = (x: number): readonly number[] => {
      const p = parents[x];
      return p === undefined ? [x] : [x, ...above(p)];
    };
    for (let x = 0; x < dts.length; x++) {
      for (let y = 0; y < dts.length; y++) assert.is(matchesDef(nth(dts, x), nth(dts, y)), above(x).includes(y), showDef(nth(dts, x)));
    }
  }));
});

lineages('one group or many: declarations hold in both', () => {
  const dts = types([sub(struct(), [], false), sub(struct(idxRef(2, true)), [0], false), sub(struct(idxRef(1, true)), [1], false)]);
  assert.ok(matchesDef(nth(dts, 2), nth(dts, 0)));
  assert.not(matchesDef(nth(dts, 0), nth(dts, 2)));
});

lineages.run();
