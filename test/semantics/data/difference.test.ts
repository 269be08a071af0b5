/** Differences of persistent data, against comparing element by element. */
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { changedBytes, changedIndices } from '../../../semantics/data/difference.ts';
import type { Bytes } from '../../../semantics/data/memory.ts';
import { get8, grown, put8, zeros } from '../../../semantics/data/memory.ts';
import type { Vec } from '../../../semantics/data/vector.ts';
import { extend, fromArray, get, push, repeat, set } from '../../../semantics/data/vector.ts';

const Difference = suite('difference');

/** A change of a vector of objects. */
type Update = (v: Vec<object>) => Vec<object>;
const update: fc.Arbitrary<Update> = fc.oneof(
  fc.nat().map((i): Update => (v) => v.n === 0 ? v : set(v, i % v.n, {})),
  fc.constant<Update>((v) => push(v, {})),
  fc.integer({ min: 1, max: 1100 }).map((n): Update => (v) => extend(v, n, {})),
);
const updated = <A>(a: A, updates: readonly ((a: A) => A)[]): A => updates.reduce((b, change) => change(b), a);

Difference('of vectors: the indices below both sizes whose elements are not the same', () => {
  const updates = (maxLength: number): fc.Arbitrary<Update[]> => fc.array(update, { maxLength });
  fc.assert(fc.property(fc.nat({ max: 3000 }), updates(12), updates(6), (n, before, after) => {
    const a = updated(fromArray(Array.from({ length: n }, () => ({}))), before), b = updated(a, after);
    const expected = Array.from({ length: Math.min(a.n, b.n) }, (_, i) => i).filter((i) => get(a, i) !== get(b, i));
    assert.equal(changedIndices(a, b, Infinity), expected);
    assert.equal(changedIndices(b, a, Infinity), expected);
    assert.equal(changedIndices(a, b, 2), expected.slice(0, 2));
  }), { numRuns: 60 });
});

const PAGE = 65536;
const addresses = fc.oneof(fc.nat({ max: 200 }), fc.nat({ max: PAGE - 1 }), fc.integer({ min: PAGE - 70, max: PAGE - 1 }));
const store = fc.tuple(addresses, fc.nat({ max: 255 })).map(([a, byte]) => (m: Bytes): Bytes => put8(m, a, byte));
/** The ranges in which the first page of two memories differs. */
const naive = (a: Bytes, b: Bytes): readonly (readonly [number, number])[] => {
  const out: [number, number][] = [];
  for (let i = 0; i < PAGE; i++) {
    if (get8(a, i) === get8(b, i)) continue;
    const last = out.at(-1);
    if (last?.[1] === i) last[1] = i + 1;
    else out.push([i, i + 1]);
  }
  return out;
};

Difference('of memories: the ranges in which bytes differ', () => {
  fc.assert(fc.property(fc.array(store, { maxLength: 20 }), fc.array(store, { maxLength: 8 }), fc.boolean(), (before, after, grows) => {
    const a = updated(zeros(PAGE), before), b = updated(grows ? grown(a, 20 * PAGE) : a, after), expected = naive(a, b);
    const found = (most: number): readonly (readonly [number, number])[] => changedBytes(a, b, most).map(({ start, end }) => [start, end]);
    assert.equal(found(Infinity), expected);
    assert.equal(found(2), expected.slice(0, 2));
  }), { numRuns: 60 });
});

Difference('of memories: a range that spans leaves is one', () => {
  const a = zeros(PAGE), b = updated(a, Array.from({ length: 200 }, (_, i) => (m: Bytes) => put8(m, 1000 + i, 1)));
  assert.equal(changedBytes(a, b, 8), [{ start: 1000, end: 1200 }]);
});

Difference('takes time for what differs only', () => {
  // So large that looking at all of it would never end.
  const a = repeat<object>(2 ** 32 - 1, {}), b = set(a, 2 ** 31 + 5, {}), huge = put8(zeros(2 ** 48), 2 ** 40 + 5, 7);
  for (let i = 0; i < 100; i++) {
    assert.equal(changedIndices(a, b, 8), [2 ** 31 + 5]);
    assert.equal(changedBytes(huge, put8(huge, 2 ** 40 + 6, 7), 8), [{ start: 2 ** 40 + 6, end: 2 ** 40 + 7 }]);
  }
});

Difference.run();
