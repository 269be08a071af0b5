/**
 * Constants of each type, with those more often at which operators change their behaviour.
 */
import * as fc from 'fast-check';
import type { ConstantOf } from '../../../semantics/numerics/bytes.ts';
import { inv_lanes } from '../../../semantics/numerics/lanes.ts';
import type { Shape } from '../../../syntax/numeric-operators.ts';
import type { NumType } from '../../../syntax/types.ts';
import { shapeOf, signatureOf } from './application.ts';
import type { Constant, Operator } from './application.ts';

/** Around powers of 2, their sums and differences: where integers wrap, saturate and change sign. */
const edgesOf = (N: number): readonly bigint[] => {
  const edges = new Set<bigint>();
  for (const k of [0, 1, 2, 4, 7, 8, 14, 15, 16, 23, 24, 31, 32, 33, 47, 52, 53, 62, 63, 64].filter((exponent) => exponent <= N)) {
    for (const d of [-2n, -1n, 0n, 1n, 2n]) edges.add(BigInt.asIntN(N, 2n ** BigInt(k) + d)).add(BigInt.asIntN(N, -(2n ** BigInt(k)) + d));
  }
  return [...edges];
};

/** Integers of more bits than a significand has, close to half way between two floats. */
const betweenFloats = (N: number): fc.Arbitrary<bigint> =>
  fc
    .record({
      precision: fc.constantFrom(24n, 53n),
      significand: fc.bigInt({ min: 2n ** 22n, max: 2n ** 53n }),
      exponent: fc.bigInt({ min: 0n, max: BigInt(N) }),
      beyondHalf: fc.bigInt({ min: -1n, max: 1n }),
      negative: fc.boolean(),
    })
    .map(({ precision, significand, exponent, beyondHalf, negative }) => {
      const magnitude = ((2n * BigInt.asUintN(Number(precision), significand) + 1n) << exponent) + beyondHalf;
      return BigInt.asIntN(N, negative ? -magnitude : magnitude);
    });

const integers = (N: number): fc.Arbitrary<bigint> =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(0n, 1n, -1n, -(2n ** BigInt(N - 1)), 2n ** BigInt(N - 1) - 1n) },
    { weight: 3, arbitrary: fc.constantFrom(...edgesOf(N)) },
    { weight: 2, arbitrary: fc.bigInt({ min: -(2n ** BigInt(N - 1)), max: 2n ** BigInt(N - 1) - 1n }) },
    { weight: 1, arbitrary: fc.bigInt({ min: -130n, max: 130n }).map((i) => BigInt.asIntN(N, i)) },
    { weight: 1, arbitrary: betweenFloats(N) },
  );

/** The bits of a float from sign, biased exponent and significand. */
const assemble = (M: number, E: number) => ([sign, exponent, significand]: readonly [boolean, number, bigint]): bigint =>
  BigInt.asIntN(1 + E + M, ((((sign ? 1n : 0n) << BigInt(E)) | BigInt(exponent)) << BigInt(M)) | significand);

const bitsOf = (real: number, N: number): bigint =>
  N === 32 ? BigInt(new Int32Array(Float32Array.of(real).buffer)[0] ?? 0) : (new BigInt64Array(Float64Array.of(real).buffer)[0] ?? 0n);

/** Zeroes, infinities, NaNs of all kinds, limits of the formats and of the integers, halves; and any bits. */
const floats = (M: number, E: number): fc.Arbitrary<bigint> => {
  const N = 1 + E + M;
  const bias = 2 ** (E - 1) - 1;
  const top = 2 ** E - 1;
  const last = 2n ** BigInt(M) - 1n;
  const significands = fc.oneof(
    fc.constantFrom(0n, 1n, 2n, last, last - 1n, 2n ** BigInt(M - 1), 2n ** BigInt(M - 1) + 1n, 2n ** BigInt(M - 1) - 1n),
    fc.bigInt({ min: 0n, max: last }),
  );
  const exponents = fc.oneof(
    fc.constantFrom(0, 1, 2, top - 2, top - 1, top),
    fc.constantFrom(-2, -1, 0, 1, 22, 23, 24, 30, 31, 32, 51, 52, 53, 62, 63, 64).map((e) => e + bias),
    fc.integer({ min: 0, max: top }),
  );
  const reals = fc.oneof(
    fc.constantFrom(0, -0, 0.5, -0.5, 1.5, 2.5, -2.5, 0.49999999999999994, Infinity, -Infinity, NaN),
    fc.constantFrom(2 ** 24 + 1, 2 ** 53 - 1, 2 ** 51 + 0.5, -(2 ** 51) - 1.5),
    fc.integer({ min: -1000, max: 1000 }).map((i) => i / 4),
    fc.constantFrom(...edgesOf(65)).map(Number),
  );
  return fc.oneof(
    { weight: 3, arbitrary: fc.tuple(fc.boolean(), exponents, significands).map(assemble(M, E)) },
    { weight: 2, arbitrary: reals.map((real) => bitsOf(real, N)) },
    { weight: 1, arbitrary: integers(N) },
  );
};

const i8 = integers(8).map(Number);
const i16 = integers(16).map(Number);
const i32 = integers(32).map(Number);
const i64 = integers(64);
const f32 = floats(23, 8).map(Number);
const f64 = floats(52, 11);

const lanesOf = <A>(lane: fc.Arbitrary<A>, dim: number): fc.Arbitrary<readonly A[]> => fc.array(lane, { minLength: dim, maxLength: dim });

/** Constants of each number type. */
export const constants: { readonly [T in NumType]: fc.Arbitrary<ConstantOf<T>> } = { i32, i64, f32, f64 };

/** Vectors by what stands in their lanes. */
export const vectors: { readonly [Sh in Shape]: fc.Arbitrary<bigint> } = {
  i8x16: lanesOf(i8, 16).map((cs) => inv_lanes('i8x16', cs)),
  i16x8: lanesOf(i16, 8).map((cs) => inv_lanes('i16x8', cs)),
  i32x4: lanesOf(i32, 4).map((cs) => inv_lanes('i32x4', cs)),
  i64x2: lanesOf(i64, 2).map((cs) => inv_lanes('i64x2', cs)),
  f32x4: lanesOf(f32, 4).map((cs) => inv_lanes('f32x4', cs)),
  f64x2: lanesOf(f64, 2).map((cs) => inv_lanes('f64x2', cs)),
};

const anyVector = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });

/** Operands of an operator; sometimes all of them the same, as far as their types are. */
export const operandsOf = (operator: Operator): fc.Arbitrary<readonly Constant[]> => {
  const sh = shapeOf(operator);
  const vector = fc.oneof({ weight: 9, arbitrary: vectors[sh] }, { weight: 1, arbitrary: anyVector });
  const { operands } = signatureOf(operator);
  const each = fc.tuple(...operands.map((t): fc.Arbitrary<Constant> => (t === 'v128' ? vector : constants[t])));
  const allTheSame = each.map((cs) => cs.map((c, i) => (operands[i] === operands[0] ? (cs[0] ?? c) : c)));
  return fc.oneof({ weight: 5, arbitrary: each }, { weight: 1, arbitrary: allTheSame });
};
