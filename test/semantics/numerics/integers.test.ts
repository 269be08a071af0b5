import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { i64, v128 } from '../../../semantics/numerics/integers-64.ts';
import { i16, i32, i8, iq15mulr_sat_s } from '../../../semantics/numerics/integers-small.ts';
import { constants } from './arbitraries.ts';
import { binary, inv_signed, lanewise, signed, unary } from './reference.ts';

type Operators = { readonly [f: string]: unknown };
type Applied = (...cs: readonly (number | bigint)[]) => number | bigint | undefined;

/** An operator of ours on natural numbers below 2^N. */
const onNaturals = (N: bigint, operators: Operators, f: string) => (...is: readonly bigint[]): bigint | undefined => {
  const operator = operators[f] as Applied;
  const result = operator(...is.map((i) => (N === 64n ? signed(N, i) : Number(signed(N, i)))));
  if (result === undefined) return undefined;
  const j = BigInt(result);
  assert.is(signed(N, inv_signed(N, j)), j, `${f} gives the constant ${j}, which is not the signed interpretation of ${N} bits`);
  return inv_signed(N, j);
};

const widths: readonly (readonly [N: bigint, operators: Operators])[] =
  [[8n, { ...i8 }], [16n, { ...i16 }], [32n, { ...i32 }], [64n, { ...i64 }]];
const arbitraryOf = (N: bigint): fc.Arbitrary<bigint> => constants.i64.map((i) => BigInt.asUintN(Number(N), i));

const byDefinition = suite('integers are as defined');

for (const [N, operators] of widths) {
  byDefinition(`on one integer, N = ${N}`, () => {
    for (const [f, definition] of Object.entries(unary)) {
      const ours = onNaturals(N, operators, f);
      fc.assert(fc.property(arbitraryOf(N), (i) => assert.is(ours(i), definition(N, i), `${f} of ${i}`)), { numRuns: 1000 });
    }
  });

  byDefinition(`on two integers, N = ${N}`, () => {
    const definitions = N === 64n ? binary : { ...binary, ...lanewise };
    for (const [f, definition] of Object.entries(definitions)) {
      const ours = onNaturals(N, operators, f);
      const property = fc.property(arbitraryOf(N), arbitraryOf(N), (i1, i2) =>
        assert.is(ours(i1, i2), definition(N, i1, i2), `${f} of ${i1}, ${i2}`));
      fc.assert(property, { numRuns: 1000 });
    }
  });
}

byDefinition('on every pair of bytes', () => {
  const bytes = Array.from({ length: 256 }, (_, i) => BigInt(i));
  for (const [f, definition] of Object.entries({ ...binary, ...lanewise })) {
    const ours = onNaturals(8n, { ...i8 }, f);
    for (const i1 of bytes) {
      for (const i2 of bytes) if (ours(i1, i2) !== definition(8n, i1, i2)) assert.unreachable(`${f} of ${i1}, ${i2} is ${ours(i1, i2)}`);
    }
  }
});

byDefinition('sign extension from K bits', () => {
  for (const [N, operators] of widths) {
    const iextend_s = operators['iextend_s'] as (K: number, i: number | bigint) => number | bigint;
    for (const K of [8, 16, 32].filter((k) => BigInt(k) < N)) {
      fc.assert(fc.property(arbitraryOf(N), (i) => {
        const c = N === 64n ? signed(N, i) : Number(signed(N, i));
        assert.is(BigInt(iextend_s(K, c)), signed(BigInt(K), i % 2n ** BigInt(K)));
      }));
    }
  }
});

byDefinition('ibitselect takes i₁ where i₃ has ones', () => {
  fc.assert(fc.property(constants.i32, constants.i32, constants.i32, (i1, i2, i3) => {
    const ds = Array.from({ length: 32 }, (_, k) => ((i3 >> k) & 1 ? i1 >> k : i2 >> k) & 1);
    const expected = ds.reduce((i, d, k) => i | (d << k), 0);
    assert.is(i32.ibitselect(i1, i2, i3), expected);
    assert.is(i64.ibitselect(BigInt(i1), BigInt(i2), BigInt(i3)), BigInt(expected));
    assert.is(i32.irelaxed_laneselect(i1, i2, i3), expected);
  }));
});

byDefinition('a v128 stays unsigned', () => {
  assert.is(v128.inot(0n), 2n ** 128n - 1n);
  assert.is(v128.inot(2n ** 128n - 1n), 0n);
  assert.is(v128.iandnot(2n ** 128n - 1n, 1n), 2n ** 128n - 2n);
  assert.is(v128.ibitselect(5n, 2n ** 127n, 1n), 2n ** 127n + 1n);
});

byDefinition('iq15mulr_sat_s rounds to nearest, ties up, and saturates once', () => {
  assert.is(iq15mulr_sat_s(-0x8000, -0x8000), 0x7fff);
  assert.is(iq15mulr_sat_s(-0x8000, 0x7fff), -0x7fff);
  assert.is(iq15mulr_sat_s(0x4000, 1), 1);
  assert.is(iq15mulr_sat_s(0x4000, -1), 0);
  assert.is(iq15mulr_sat_s(0x3fff, 1), 0);
});

byDefinition.run();
