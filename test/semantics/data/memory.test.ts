import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  bytesAt, get128, get16, get32, get64, get8, grown, put128, put16, put32, put64, put8, zeros,
} from '../../../semantics/data/memory.ts';
import type { Bytes } from '../../../semantics/data/memory.ts';

const memories = suite('persistent memories');

interface Access { readonly at: number; readonly size: 1 | 2 | 4 | 8 | 16; readonly x: bigint }
const accesses: fc.Arbitrary<readonly Access[]> = fc.array(fc.record({
  at: fc.nat(), size: fc.constantFrom(1, 2, 4, 8, 16), x: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
}), { maxLength: 60 });

const put = (m: Bytes, a: number, size: Access['size'], x: bigint): Bytes => {
  switch (size) {
    case 1: return put8(m, a, Number(x & 0xffn));
    case 2: return put16(m, a, Number(x & 0xffffn));
    case 4: return put32(m, a, Number(BigInt.asIntN(32, x)));
    case 8: return put64(m, a, BigInt.asIntN(64, x));
    case 16: return put128(m, a, x);
  }
};
/** what is read, as an unsigned number of its size */
const got = (m: Bytes, a: number, size: Access['size']): bigint => {
  switch (size) {
    case 1: return BigInt(get8(m, a));
    case 2: return BigInt(get16(m, a));
    case 4: return BigInt.asUintN(32, BigInt(get32(m, a)));
    case 8: return BigInt.asUintN(64, get64(m, a));
    case 16: return get128(m, a);
  }
};

memories('behave as bytes do, at every alignment, and keep their old versions', () => {
  fc.assert(fc.property(fc.constantFrom(64, 100, 1024, 5000), accesses, (size, as) => {
    let m = zeros(size);
    const model = new Uint8Array(size), history: (readonly [Bytes, Uint8Array])[] = [];
    for (const { at, size: width, x } of as) {
      const a = at % (size - width + 1);
      m = put(m, a, width, x);
      for (let i = 0; i < width; i++) model[a + i] = Number((x >> BigInt(8 * i)) & 0xffn);
      assert.is(got(m, a, width), BigInt.asUintN(8 * width, x));
      history.push([m, model.slice()]);
    }
    for (const [old, then] of history) assert.equal(bytesAt(old, 0, size), then);
  }), { numRuns: 100 });
});

memories('grow with zeros and keep what they held', () => {
  for (const [from, to] of [[64, 65_536], [65_536, 65_536], [65_536, 2 ** 20], [65_536, 2 ** 32]] as const) {
    const m = grown(put32(zeros(from), from - 4, 0x1234_5678), to);
    assert.is(m.size, to);
    assert.is(get32(m, from - 4), 0x1234_5678);
    if (to > from) assert.is(get32(m, to - 4), 0);
    assert.is(get32(put32(m, to - 4, -1), to - 4), -1);
  }
});

memories('reach the last byte of four gigabytes', () => {
  const m = put8(zeros(2 ** 32), 2 ** 32 - 1, 0xab);
  assert.is(get8(m, 2 ** 32 - 1), 0xab);
  assert.is(get8(m, 2 ** 31 - 1), 0);
});

memories('tell addresses beyond 2³² apart', () => {
  const addresses = [8, 2 ** 30 + 8, 2 ** 32 + 8, 2 ** 34 + 8, 2 ** 47 + 8, 2 ** 48 - 8];
  const m = addresses.reduce((before, a, i) => put64(before, a, BigInt(i + 1)), grown(zeros(65_536), 2 ** 48));
  assert.equal(addresses.map((a) => get64(m, a)), addresses.map((_, i) => BigInt(i + 1)));
  assert.is(get64(m, 2 ** 33 + 8), 0n);
});

memories.run();
