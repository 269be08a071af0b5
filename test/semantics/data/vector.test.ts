import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { elements, emptyVec, extend, fromArray, get, push, repeat, set, slice } from '../../../semantics/data/vector.ts';
import type { Vec } from '../../../semantics/data/vector.ts';

const vectors = suite('persistent vectors');

/** lengths around the places where the trie changes its shape */
const lengths = [0, 1, 31, 32, 33, 63, 64, 65, 1023, 1024, 1025, 1056, 1057, 2048, 32_767, 32_768, 32_769, 33_825];

type Change = { readonly kind: 'push'; readonly a: number } | { readonly kind: 'set'; readonly at: number; readonly a: number }
  | { readonly kind: 'extend'; readonly n: number; readonly a: number };
const changes: fc.Arbitrary<readonly Change[]> = fc.array(fc.oneof(
  fc.record({ kind: fc.constant('push' as const), a: fc.nat() }),
  fc.record({ kind: fc.constant('set' as const), at: fc.double({ min: 0, max: 0.999, noNaN: true }), a: fc.nat() }),
  fc.record({ kind: fc.constant('extend' as const), n: fc.nat(1100), a: fc.nat() }),
), { maxLength: 30 });

vectors('behave as arrays do, and keep their old versions', () => {
  fc.assert(fc.property(fc.array(fc.nat(), { maxLength: 1100 }), changes, (start, cs) => {
    let v: Vec<number> = fromArray(start), model = start.slice();
    const history: (readonly [Vec<number>, readonly number[]])[] = [];
    for (const c of cs) {
      history.push([v, model]);
      model = model.slice();
      if (c.kind === 'push') { v = push(v, c.a); model.push(c.a); }
      else if (c.kind === 'extend') { v = extend(v, c.n, c.a); model.push(...new Array<number>(c.n).fill(c.a)); }
      else if (v.n > 0) { const i = Math.floor(c.at * v.n); v = set(v, i, c.a); model[i] = c.a; }
    }
    for (const [old, then] of [...history, [v, model] as const]) assert.equal(elements(old), then);
  }), { numRuns: 60 });
});

vectors('fromArray, repeat and push agree at every shape', () => {
  for (const n of lengths) {
    const counted = fromArray(Array.from({ length: n }, (_, i) => i));
    const pushed = Array.from({ length: n }, (_, i) => i).reduce<Vec<number>>(push, emptyVec);
    assert.equal(elements(counted), elements(pushed), `${String(n)} elements`);
    const grown = push(repeat(n, 7), 8);
    assert.is(grown.n, n + 1);
    assert.is(get(grown, n), 8);
    for (const i of [0, n >> 1, n - 1]) if (i >= 0 && i < n) assert.is(get(grown, i), 7);
    assert.equal(slice(counted, n >> 1, n - (n >> 1)), Array.from({ length: n - (n >> 1) }, (_, i) => (n >> 1) + i));
  }
});

vectors('have no element outside their bounds', () => {
  for (const n of lengths) for (const i of [-1, n, n + 1, 2 ** 31]) assert.is(get(repeat(n, 1), i), undefined);
});

vectors('repeat a value four thousand million times', () => {
  const most = repeat(2 ** 32 - 1, 3);
  assert.is(get(most, 2 ** 32 - 2), 3);
  assert.is(get(set(most, 2 ** 31 + 5, 4), 2 ** 31 + 5), 4);
});

vectors.run();
