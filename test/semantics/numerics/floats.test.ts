import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { f32, f64 } from '../../../semantics/numerics/floats.ts';
import type { Floats } from '../../../semantics/numerics/floats.ts';
import { constants } from './arbitraries.ts';
import { binary32, binary64, ieee, magnitudeOf } from './reference.ts';
import type { FloatFormat, Rational } from './reference.ts';

type Name<R> = { readonly [f in keyof Floats<number>]: Floats<number>[f] extends (...zs: never[]) => R ? f : never }[keyof Floats<number>];

/** A row: operands and result, as JS numbers. */
type Rows = readonly (readonly number[])[];
const inf = Infinity;

/** The clauses of the definitions, on zeroes, infinities, NaNs and numbers around the steps of rounding to integers. */
const clauses: { readonly [f in Exclude<Name<number>, 'encode' | 'decode'>]?: Rows } = {
  fadd: [[inf, -inf, NaN], [-inf, inf, NaN], [inf, inf, inf], [-inf, -inf, -inf], [1, -inf, -inf], [inf, -1, inf], [0, -0, 0], [-0, 0, 0],
    [-0, -0, -0], [0, 0, 0], [-0, 2, 2], [2, -0, 2], [1, -1, 0], [-1, 1, 0], [NaN, 1, NaN], [1, NaN, NaN]],
  fsub: [[inf, inf, NaN], [-inf, -inf, NaN], [inf, -inf, inf], [-inf, inf, -inf], [1, inf, -inf], [-inf, 1, -inf], [0, 0, 0], [-0, -0, 0],
    [-0, 0, -0], [0, -0, 0], [0, 2, -2], [2, 0, 2], [1, 1, 0], [-1, -1, 0], [NaN, 1, NaN], [1, NaN, NaN]],
  fmul: [[inf, 0, NaN], [-0, inf, NaN], [inf, -inf, -inf], [-inf, -inf, inf], [2, -inf, -inf], [-inf, -2, inf], [0, -0, -0], [-0, -0, 0],
    [-2, 0, -0], [NaN, 0, NaN], [0, NaN, NaN]],
  fdiv: [[inf, inf, NaN], [-inf, inf, NaN], [0, 0, NaN], [0, -0, NaN], [inf, -2, -inf], [2, -inf, -0], [-2, -inf, 0], [0, -2, -0],
    [2, 0, inf], [2, -0, -inf], [-2, -0, inf], [NaN, 0, NaN], [0, NaN, NaN]],
  fsqrt: [[-inf, NaN], [inf, inf], [0, 0], [-0, -0], [-1, NaN], [4, 2], [2.25, 1.5], [NaN, NaN]],
  fceil: [[inf, inf], [-inf, -inf], [0, 0], [-0, -0], [-0.25, -0], [-1, -1], [-1.5, -1], [0.25, 1], [1.5, 2], [NaN, NaN]],
  ffloor: [[inf, inf], [-inf, -inf], [0, 0], [-0, -0], [0.25, 0], [-0.25, -1], [-1.5, -2], [1.5, 1], [NaN, NaN]],
  ftrunc: [[inf, inf], [-inf, -inf], [0, 0], [-0, -0], [0.75, 0], [-0.75, -0], [1.5, 1], [-1.5, -1], [NaN, NaN]],
  fnearest: [[inf, inf], [-inf, -inf], [0, 0], [-0, -0], [0.25, 0], [-0.25, -0], [0.5, 0], [-0.5, -0], [0.75, 1], [-0.75, -1], [1.5, 2],
    [2.5, 2], [-2.5, -2], [3.5, 4], [8388607.5, 8388608], [8388609, 8388609], [-8388609, -8388609], [NaN, NaN]],
  fmin: [[NaN, 1, NaN], [1, NaN, NaN], [-inf, NaN, NaN], [inf, 1, 1], [-inf, 1, -inf], [1, -inf, -inf], [0, -0, -0], [-0, 0, -0],
    [1, 2, 1]],
  fmax: [[NaN, 1, NaN], [1, NaN, NaN], [inf, NaN, NaN], [inf, 1, inf], [-inf, 1, 1], [1, -inf, 1], [0, -0, 0], [-0, 0, 0],
    [1, 2, 2]],
  fpmin: [[NaN, 1, NaN], [1, NaN, 1], [0, -0, 0], [-0, 0, -0], [2, 1, 1], [1, 2, 1], [1, -inf, -inf]],
  fpmax: [[NaN, 1, NaN], [1, NaN, 1], [0, -0, 0], [-0, 0, -0], [2, 1, 2], [1, 2, 2], [1, inf, inf]],
  frelaxed_min: [[NaN, 1, NaN], [1, NaN, NaN], [0, -0, -0], [-0, 0, -0]],
  frelaxed_max: [[NaN, 1, NaN], [1, NaN, NaN], [0, -0, 0], [-0, 0, 0]],
  frelaxed_madd: [[2, 3, 4, 10], [inf, 0, NaN, NaN], [inf, 0, 1, NaN], [inf, 1, -inf, NaN], [0, -0, 0, 0], [0, -0, -0, -0]],
  frelaxed_nmadd: [[2, 3, 4, -2], [inf, 1, inf, NaN], [0, 0, 0, 0], [0, 0, -0, -0], [NaN, 1, 1, NaN]],
  fabs: [[-inf, inf], [-0, 0], [-1.5, 1.5], [1.5, 1.5]],
  fneg: [[-inf, inf], [-0, 0], [0, -0], [1.5, -1.5]],
  fcopysign: [[1, -2, -1], [-1, 2, 1], [-1, -0, -1], [inf, -0, -inf], [0, -1, -0]],
  feq: [[0, -0, 1], [NaN, NaN, 0], [1, NaN, 0], [inf, inf, 1], [1, 2, 0]],
  fne: [[0, -0, 0], [NaN, NaN, 1], [1, NaN, 1], [inf, inf, 0], [1, 2, 1]],
  flt: [[-0, 0, 0], [NaN, 1, 0], [1, NaN, 0], [-inf, 1, 1], [inf, inf, 0], [1, 2, 1], [2, 1, 0]],
  fgt: [[0, -0, 0], [NaN, 1, 0], [1, NaN, 0], [-inf, 1, 0], [inf, inf, 0], [1, 2, 0], [2, 1, 1]],
  fle: [[0, -0, 1], [NaN, 1, 0], [1, NaN, 0], [-inf, 1, 1], [inf, inf, 1], [1, 2, 1], [2, 1, 0]],
  fge: [[-0, 0, 1], [NaN, 1, 0], [1, NaN, 0], [-inf, 1, 0], [inf, inf, 1], [1, 2, 0], [2, 1, 1]],
};

const isComparison = (f: string): boolean => ['feq', 'fne', 'flt', 'fgt', 'fle', 'fge'].includes(f);
const show = (x: number): string => (Object.is(x, -0) ? '-0' : String(x));

const floats = suite('floats');

const tableOf = <A>(floatsOfN: Floats<A>): void => {
  const { encode, decode } = floatsOfN;
  const operators: { readonly [f: string]: unknown } = { ...floatsOfN };
  for (const [f, rows] of Object.entries(clauses)) {
    const operator = operators[f] as (...zs: readonly A[]) => A;
    for (const row of rows) {
      const result = operator(...row.slice(0, -1).map(encode));
      const x = isComparison(f) ? Number(result) : decode(result);
      assert.is(show(x), show(row.at(-1) ?? 0), `${f} of ${row.slice(0, -1).map(show).join(', ')}`);
    }
  }
};

floats('the clauses of every operator, N = 32', () => tableOf(f32));
floats('the clauses of every operator, N = 64', () => tableOf(f64));

const nanLaws = <A extends number | bigint>(F: Floats<A>, float: fc.Arbitrary<A>): void => {
  const { fadd, fsub, fmul, fdiv, fmin, fmax, fsqrt, fceil, ffloor, ftrunc, fnearest, canon, isNan, isArithmeticNan, isCanonicalNan } = F;
  const nan = float.filter(isNan);
  fc.assert(fc.property(nan, float, (z, other) => {
    for (const f of [fadd, fsub, fmul, fdiv, fmin, fmax]) {
      assert.is(f(z, other), canon);
      assert.is(f(other, z), canon);
    }
    for (const f of [fsqrt, fceil, ffloor, ftrunc, fnearest]) assert.is(f(z), canon);
    assert.is(F.fpmin(z, other), z);
    assert.is(F.fpmax(other, z), other);
    assert.is(F.fneg(F.fneg(z)), z);
    assert.is(F.fcopysign(F.fabs(z), z), z);
    assert.ok(isNan(F.fneg(z)) && isNan(F.fabs(z)) && F.fne(z, z) === 1);
    if (isCanonicalNan(z)) assert.ok(isArithmeticNan(z));
  }), { numRuns: 2000 });
  fc.assert(fc.property(float, (z) => assert.is(isNan(z), Number.isNaN(F.decode(z)))));
  assert.not(isNan(F.infinity));
  assert.ok(isCanonicalNan(canon) && isCanonicalNan(F.fneg(canon)));
};

floats('NaNs: the canonical one of positive sign, or the bits of an operand; N = 32', () => nanLaws(f32, constants.f32));
floats('NaNs: the canonical one of positive sign, or the bits of an operand; N = 64', () => nanLaws(f64, constants.f64));

floats('kinds of NaNs', () => {
  assert.equal([0x7fc0_0000, 0x7fc0_0001, 0x7f80_0001, 0x7f80_0000].map(f32.isCanonicalNan), [true, false, false, false]);
  assert.equal([0x7fc0_0000, 0x7fc0_0001, 0x7f80_0001, 0x7f80_0000].map(f32.isArithmeticNan), [true, true, false, false]);
  assert.equal([0x7fc0_0000, 0x7fc0_0001, 0x7f80_0001, 0x7f80_0000].map(f32.isNan), [true, true, true, false]);
});

const signedRational = (format: FloatFormat, z: bigint): Rational => {
  const signBit = 2n ** (format.E + format.M);
  const { n, d } = magnitudeOf(format, z & (signBit - 1n));
  return { n: (z & signBit) === 0n ? n : -n, d };
};

/** Arithmetic as exact arithmetic of fractions, rounded once. */
const exactThenRounded = <A extends number | bigint>(F: Floats<A>, format: FloatFormat, float: fc.Arbitrary<A>): void => {
  const exact: { readonly [f in 'fadd' | 'fsub' | 'fmul' | 'fdiv']: (r1: Rational, r2: Rational) => Rational } = {
    fadd: (r1, r2) => ({ n: r1.n * r2.d + r2.n * r1.d, d: r1.d * r2.d }),
    fsub: (r1, r2) => ({ n: r1.n * r2.d - r2.n * r1.d, d: r1.d * r2.d }),
    fmul: (r1, r2) => ({ n: r1.n * r2.n, d: r1.d * r2.d }),
    fdiv: (r1, r2) => (r2.n < 0n ? { n: -r1.n * r2.d, d: r1.d * -r2.n } : { n: r1.n * r2.d, d: r1.d * r2.n }),
  };
  const finite = float.filter((z) => Number.isFinite(F.decode(z)));
  fc.assert(fc.property(finite, finite, fc.constantFrom('fadd', 'fsub', 'fmul', 'fdiv'), (z1, z2, f) => {
    fc.pre(f !== 'fdiv' || F.decode(z2) !== 0);
    const { n, d } = exact[f](signedRational(format, BigInt(z1)), signedRational(format, BigInt(z2)));
    if (n === 0n) {
      assert.is(F.decode(F[f](z1, z2)) + 0, 0);
      return;
    }
    const result = BigInt(F[f](z1, z2));
    assert.is(result < 0n, n < 0n, 'sign');
    assert.is(BigInt(F.fabs(F[f](z1, z2))), ieee(format, { n: n < 0n ? -n : n, d }), `${f} of the bits ${z1}, ${z2}`);
  }), { numRuns: 3000 });
};

floats('fadd, fsub, fmul and fdiv round the exact result once, N = 32', () => exactThenRounded(f32, binary32, constants.f32));
floats('fadd, fsub, fmul and fdiv round the exact result once, N = 64', () => exactThenRounded(f64, binary64, constants.f64));

floats('frelaxed_madd rounds the product and the sum: taking the rounded product away leaves nothing', () => {
  const law = <A>(F: Floats<A>, float: fc.Arbitrary<A>): void => fc.assert(fc.property(float, float, (z1, z2) => {
    const product = F.fmul(z1, z2);
    fc.pre(Number.isFinite(F.decode(product)));
    assert.is(F.decode(F.frelaxed_madd(z1, z2, F.fneg(product))), 0);
    assert.is(F.decode(F.frelaxed_nmadd(z1, z2, product)), 0);
  }));
  law(f32, constants.f32);
  law(f64, constants.f64);
});

floats.run();
