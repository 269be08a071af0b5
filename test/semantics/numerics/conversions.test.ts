import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as conversions from '../../../semantics/numerics/conversions.ts';
import type { FromFloat, FromInteger } from '../../../semantics/numerics/conversions.ts';
import { f32, f64 } from '../../../semantics/numerics/floats.ts';
import type { Floats } from '../../../semantics/numerics/floats.ts';
import { constants } from './arbitraries.ts';
import { binary32, binary64, ieee, inv_signed, magnitudeOf } from './reference.ts';
import type { FloatFormat } from './reference.ts';

const { f32_i32, f32_i64, f64_i32, f64_i64, i32_f32, i32_f64, i64_f32, i64_f64, extend_s, extend_u, wrap, promote, demote } = conversions;

const toIntegers = suite('conversions from floats to integers');

/** `truncz` of the bits of a float, undefined of NaNs and infinities. */
const truncz = ({ M, E }: FloatFormat, bits: bigint): bigint | undefined => {
  const magnitude = BigInt.asUintN(Number(M + E), bits);
  if (magnitude >> M === 2n ** E - 1n) return undefined;
  const { n, d } = magnitudeOf({ M, E }, magnitude);
  return bits < 0n ? -(n / d) : n / d;
};

const byDefinition = <A extends number | bigint, B extends number | bigint>(
  from: Floats<A>, format: FloatFormat, float: fc.Arbitrary<A>, N: bigint, to: FromFloat<A, B>,
): void => {
  const [least, greatest] = [-(2n ** (N - 1n)), 2n ** (N - 1n) - 1n];
  const natural = (c: B | undefined): bigint | undefined => (c === undefined ? undefined : inv_signed(N, BigInt(c)));
  fc.assert(fc.property(float, (z) => {
    const integer = truncz(format, BigInt(z));
    const fits_s = integer !== undefined && integer >= least && integer <= greatest;
    const fits_u = integer !== undefined && integer >= 0n && integer < 2n ** N;
    assert.is(natural(to.trunc_s(z)), fits_s ? inv_signed(N, integer) : undefined);
    assert.is(natural(to.trunc_u(z)), fits_u ? integer : undefined);
    const isNegative = BigInt(z) < 0n;
    const outside_s = from.isNan(z) ? 0n : inv_signed(N, isNegative ? least : greatest);
    const outside_u = from.isNan(z) || isNegative ? 0n : 2n ** N - 1n;
    assert.is(natural(to.trunc_sat_s(z)), fits_s ? inv_signed(N, integer) : outside_s);
    assert.is(natural(to.trunc_sat_u(z)), fits_u ? integer : outside_u);
  }), { numRuns: 3000 });
};

toIntegers('trunc and trunc_sat are as defined', () => {
  byDefinition(f32, binary32, constants.f32, 32n, f32_i32);
  byDefinition(f32, binary32, constants.f32, 64n, f32_i64);
  byDefinition(f64, binary64, constants.f64, 32n, f64_i32);
  byDefinition(f64, binary64, constants.f64, 64n, f64_i64);
});

toIntegers('the last floats in range, and the first ones out of it', () => {
  const rows: readonly (readonly [number, number | undefined, number | undefined])[] = [
    // q, trunc_s, trunc_u
    [2147483647.9999998, 2147483647, 2147483647],
    [2147483648, undefined, -2147483648],
    [-2147483648.9999995, -2147483648, undefined],
    [-2147483649, undefined, undefined],
    [4294967295.9999995, undefined, -1],
    [4294967296, undefined, undefined],
    [-0.9999999999999999, 0, 0],
    [-1, -1, undefined],
    [-0, 0, 0],
    [NaN, undefined, undefined],
    [Infinity, undefined, undefined],
    [-Infinity, undefined, undefined],
  ];
  for (const [q, signed, unsigned] of rows) {
    assert.is(f64_i32.trunc_s(f64.encode(q)), signed, `trunc_s ${q}`);
    assert.is(f64_i32.trunc_u(f64.encode(q)), unsigned, `trunc_u ${q}`);
  }
  assert.is(f64_i64.trunc_s(f64.encode(2 ** 63)), undefined);
  assert.is(f64_i64.trunc_s(f64.encode(-(2 ** 63))), -(2n ** 63n));
  assert.is(f64_i64.trunc_u(f64.encode(2 ** 64 - 2 ** 11)), -(2n ** 11n));
  assert.is(f64_i64.trunc_u(f64.encode(2 ** 64)), undefined);
  assert.is(f64_i64.trunc_sat_s(f64.encode(2 ** 63)), 2n ** 63n - 1n);
  assert.is(f64_i64.trunc_sat_u(f64.encode(Infinity)), -1n);
});

toIntegers.run();

const toFloats = suite('conversions to floats');

const roundedOnce = <A extends number | bigint, B extends number | bigint>(
  integer: fc.Arbitrary<A>, M: bigint, to: Floats<B>, format: FloatFormat, from: FromInteger<A, B>,
): void =>
  fc.assert(fc.property(integer, (c) => {
    const j = BigInt(c);
    const unsigned = from.convert_u(c);
    const signed = from.convert_s(c);
    assert.is(BigInt(unsigned), ieee(format, { n: inv_signed(M, j), d: 1n }), `convert_u ${c}`);
    assert.is(BigInt(to.fabs(signed)), ieee(format, { n: j < 0n ? -j : j, d: 1n }), `convert_s ${c}`);
    assert.is(signed < 0, j < 0n, `the sign of convert_s ${c}`);
  }), { numRuns: 3000 });

toFloats('integers are rounded once', () => {
  roundedOnce(constants.i32, 32n, f32, binary32, i32_f32);
  roundedOnce(constants.i32, 32n, f64, binary64, i32_f64);
  roundedOnce(constants.i64, 64n, f32, binary32, i64_f32);
  roundedOnce(constants.i64, 64n, f64, binary64, i64_f64);
});

toFloats('an i64 just above half way between two f32 is rounded up, though the f64 next to it is half way', () => {
  const halfWay = 2n ** 62n + 2n ** 38n;
  assert.is(f32.decode(i64_f32.convert_s(halfWay)), 2 ** 62);
  assert.is(f32.decode(i64_f32.convert_s(halfWay + 1n)), 2 ** 62 + 2 ** 39);
  assert.is(f32.decode(i64_f32.convert_s(-halfWay - 1n)), -(2 ** 62) - 2 ** 39);
});

toFloats('promote keeps the number, and demote rounds it', () => {
  fc.assert(fc.property(constants.f32, (z) => assert.is(demote(promote(z)), f32.isNan(z) ? f32.canon : z)));
  fc.assert(fc.property(constants.f64, (z) => {
    const magnitude = BigInt.asUintN(63, z);
    const [demoted, special] = [BigInt(f32.fabs(demote(z))), magnitude >= f64.infinity];
    if (special) assert.is(demoted, BigInt(f64.isNan(z) ? f32.canon : f32.infinity));
    else assert.is(demoted, ieee(binary32, magnitudeOf(binary64, magnitude)));
    if (!f64.isNan(z)) assert.is(demote(z) < 0, z < 0n);
    else assert.is(demote(z), f32.canon);
  }), { numRuns: 3000 });
});

toFloats.run();

const integers = suite('conversions between integers');

integers('wrap undoes extend', () => {
  fc.assert(fc.property(constants.i32, (i) => {
    assert.is(wrap(extend_s(i)), i);
    assert.is(wrap(extend_u(i)), i);
    assert.is(extend_s(i), BigInt(i));
    assert.is(extend_u(i), inv_signed(32n, BigInt(i)));
  }));
  fc.assert(fc.property(constants.i64, (i) => assert.is(BigInt.asUintN(32, BigInt(wrap(i))), BigInt.asUintN(32, i))));
});

integers.run();
