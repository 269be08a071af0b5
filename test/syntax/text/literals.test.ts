import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  f32Literal, f64Literal, i32Literal, i64Literal, integerLiteral, u32Literal, unsignedLiteral,
} from '../../../syntax/text/literals.ts';
import { refuses } from './reading.ts';

const Integers = suite('integer literals');

Integers('may be signed or unsigned, up to the last value', () => {
  for (const [literal, value] of [
    ['0', 0], ['-0', 0], ['2147483647', 2147483647], ['2147483648', -2147483648], ['-2147483648', -2147483648], ['4294967295', -1],
    ['0xffff_ffff', -1], ['-0x8000_0000', -2147483648], ['+1_0', 10], ['-1', -1], ['0010', 10],
  ] as const) assert.is(i32Literal(literal), value, literal);
  for (const literal of ['4294967296', '-2147483649', '0x1_0000_0000', '-0x80000001', '99999999999999999999']) {
    assert.is(i32Literal(literal), undefined, literal);
  }
  assert.is(i64Literal('18446744073709551615'), -1n);
  assert.is(i64Literal('-9223372036854775808'), -(2n ** 63n));
  assert.is(i64Literal('18446744073709551616'), undefined);
  assert.is(i64Literal('-9223372036854775809'), undefined);
});

Integers('of other widths', () => {
  assert.equal(['-128', '255', '-129', '256'].map((literal) => integerLiteral(literal, 8)), [128n, 255n, undefined, undefined]);
  assert.equal(['0', '4294967295', '4294967296'].map(u32Literal), [0, 4294967295, undefined]);
  assert.equal(['18446744073709551615', '18446744073709551616'].map((literal) => unsignedLiteral(literal, 64)), [2n ** 64n - 1n, undefined]);
});

Integers('are the numbers that they write', () => {
  const digitsOf = (n: bigint, radix: 10 | 16): string => {
    const magnitude = n < 0n ? -n : n;
    return `${n < 0n ? '-' : ''}${radix === 16 ? '0x' : ''}${magnitude.toString(radix).replaceAll(/(?=(?:...)+$)(?!^)/gu, '_')}`;
  };
  fc.assert(fc.property(fc.bigInt(-(2n ** 33n), 2n ** 33n), fc.constantFrom<(10 | 16)[]>(10, 16), (n, radix) => {
    const inRange = n >= -(2n ** 31n) && n < 2n ** 32n;
    assert.is(i32Literal(digitsOf(n, radix)), inRange ? Number(BigInt.asIntN(32, n)) : undefined);
  }));
});

Integers.run();

/** A floating-point format, by the number of its fraction's and its exponent's bits. */
interface Format {
  readonly name: string;
  readonly fraction: number;
  readonly exponent: number;
  readonly parse: (literal: string) => bigint | undefined;
}
const unsigned = (bits: number | bigint | undefined, width: number): bigint | undefined =>
  bits === undefined ? undefined : BigInt.asUintN(width, BigInt(bits));
const F32: Format = { name: 'f32', fraction: 23, exponent: 8, parse: (literal) => unsigned(f32Literal(literal), 32) };
const F64: Format = { name: 'f64', fraction: 52, exponent: 11, parse: (literal) => unsigned(f64Literal(literal), 64) };

/** A rational number n/d, d > 0. */
interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}
const times2 = ({ n, d }: Rational, e: bigint): Rational => (e >= 0n ? { n: n << e, d } : { n, d: d << -e });
const infinity = ({ fraction, exponent }: Format): bigint => ((1n << BigInt(exponent)) - 1n) << BigInt(fraction);
/** The value of the bits of a magnitude; that after the greatest finite one is what infinity would be with one exponent more. */
const valueOf = (bits: bigint, { fraction, exponent }: Format): Rational => {
  const f = BigInt(fraction), least = 2n - (1n << BigInt(exponent - 1)) - f;
  const e = bits >> f, m = bits & ((1n << f) - 1n);
  return e === 0n ? times2({ n: m, d: 1n }, least) : times2({ n: m | 1n << f, d: 1n }, least + e - 1n);
};
const less = (a: Rational, b: Rational): boolean => a.n * b.d < b.n * a.d;
const middle = (a: Rational, b: Rational): Rational => ({ n: a.n * b.d + b.n * a.d, d: 2n * a.d * b.d });

/**
 * Are these the bits of the nearest magnitude to q, with ties to even? By the definition alone: q lies between the middle
 * to the one below and the middle to the one above, and on a middle only if the bits are even.
 */
const isNearest = (q: Rational, bits: bigint, format: Format): boolean => {
  const even = (bits & 1n) === 0n;
  const here = valueOf(bits, format);
  const above = middle(here, valueOf(bits + 1n, format));
  // Nothing is above infinity, which stands for whatever is greater than the last middle.
  if (bits !== infinity(format) && (even ? less(above, q) : !less(q, above))) return false;
  if (bits === 0n) return true;
  const below = middle(valueOf(bits - 1n, format), here);
  return even ? !less(q, below) : less(below, q);
};

const check = (literal: string, q: Rational, format: Format): void => {
  const bits = format.parse(literal);
  const nearest = bits ?? infinity(format);
  assert.ok(bits === undefined || bits < infinity(format), literal);
  assert.ok(isNearest(q, nearest, format), `${format.name} ${literal}: ${nearest.toString(16)} is not the nearest`);
};

const Floats = suite('floating-point literals');

const decimal = (digits: bigint, power: number): Rational =>
  power >= 0 ? { n: digits * 10n ** BigInt(power), d: 1n } : { n: digits, d: 10n ** BigInt(-power) };

Floats('in decimal are the nearest numbers, ties to even', () => {
  const digits = fc.oneof(fc.bigInt(0n, 10n ** 6n), fc.bigInt(0n, 10n ** 20n), fc.bigInt(0n, 10n ** 60n));
  for (const format of [F32, F64]) {
    const greatest = format === F32 ? 50 : 330;
    fc.assert(fc.property(digits, fc.integer({ min: -greatest - 20, max: greatest }), (n, power) => {
      check(`${n}e${power}`, decimal(n, power), format);
      const text = n.toString();
      check(`${text.slice(0, -3) || '0'}.${text.slice(-3).padStart(3, '0')}E${power + 3}`, decimal(n, power), format);
    }), { numRuns: 1000 });
  }
});

Floats('just at, below and above the middle of two numbers', () => {
  for (const format of [F32, F64]) {
    fc.assert(fc.property(fc.bigInt(0n, infinity(format) - 1n), fc.constantFrom(-1n, 0n, 1n), (bits, nudge) => {
      const { n, d } = middle(valueOf(bits, format), valueOf(bits + 1n, format));
      // d is a power of 2, so that n/d has as many decimal places as d has bits.
      const places = d.toString(2).length - 1;
      const digits = n * 5n ** BigInt(places) * 1000n + nudge;
      check(`${digits}e${-places - 3}`, decimal(digits, -places - 3), format);
    }), { numRuns: 300 });
  }
});

Floats('in hexadecimal are the nearest numbers, ties to even', () => {
  const digits = fc.oneof(fc.bigInt(0n, 2n ** 30n), fc.bigInt(0n, 2n ** 60n), fc.bigInt(0n, 2n ** 200n));
  for (const format of [F32, F64]) {
    const greatest = format === F32 ? 180 : 1200;
    fc.assert(fc.property(digits, fc.integer({ min: -greatest, max: greatest }), (n, power) => {
      check(`0x${n.toString(16)}p${power}`, times2({ n, d: 1n }, BigInt(power)), format);
      const text = n.toString(16);
      const literal = `0x${text.slice(0, -2) || '0'}.${text.slice(-2).padStart(2, '0')}P${power + 8}`;
      check(literal, times2({ n, d: 1n }, BigInt(power)), format);
    }), { numRuns: 1000 });
  }
});

Floats('are what the host prints for a number', () => {
  const view = new DataView(new ArrayBuffer(8));
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
    view.setFloat64(0, x);
    assert.is(f64Literal(Object.is(x, -0) ? '-0' : String(x)), view.getBigInt64(0));
  }));
  fc.assert(fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (x) => {
    view.setFloat32(0, x);
    assert.is(f32Literal(Object.is(x, -0) ? '-0' : String(x)), view.getInt32(0));
  }));
});

Floats('a decimal is not rounded twice', () => {
  // 1 + 2⁻²⁴ + 2⁻⁶⁰: to 53 bits it is the middle of two numbers of 24 bits, which would round down to 1.
  const digits = (2n ** 60n + 2n ** 36n + 1n) * 5n ** 60n;
  assert.is(f32Literal(`${digits}e-60`), 0x3f800001);
});

Floats('have signs, separators and special values', () => {
  assert.is(f32Literal('-0'), -0x80000000);
  assert.is(f64Literal('-0x0p0'), -(2n ** 63n));
  assert.is(f32Literal('1_0.0_1e+0_1'), f32Literal('100.1'));
  assert.is(f32Literal('0x1_0.8'), f32Literal('16.5'));
  assert.is(f32Literal('inf'), 0x7f800000);
  assert.is(f32Literal('-inf'), 0xff800000 | 0);
  assert.is(f32Literal('nan'), 0x7fc00000);
  assert.is(f32Literal('-nan:0x7f_ffff'), -1);
  assert.is(f32Literal('nan:0x1'), 0x7f800001);
  assert.is(f64Literal('+inf'), 0x7ff0000000000000n);
  assert.is(f64Literal('nan'), 0x7ff8000000000000n);
  assert.is(f64Literal('-nan:0xf_ffff_ffff_ffff'), -1n);
});

Floats('out of range have no value, however far', () => {
  for (const literal of ['nan:0x0', 'nan:0x80_0000', '340282356779733661637539395458142568448', '0x1p128', '0x1.ffffffp127', '1e39', '1e1000000000000']) {
    assert.is(f32Literal(literal), undefined, literal);
  }
  assert.is(f32Literal('340282356779733661637539395458142568447'), 0x7f7fffff);
  assert.is(f64Literal('1e309'), undefined);
  assert.is(f64Literal('0x1p1024'), undefined);
  assert.is(f64Literal('nan:0x10_0000_0000_0000'), undefined);
  assert.is(f64Literal('1e-99999999999999999999'), 0n);
  assert.is(f64Literal('-0x1p-99999999999999999999'), -(2n ** 63n));
});

Floats.run();

const Constants = suite('constants in instructions');

Constants('are refused out of range, and where their form is wrong', () => {
  for (const constant of ['i32.const 0x1_0000_0000', 'i64.const -0x8000_0000_0000_0001', 'f32.const 1e39', 'f64.const nan:0x0']) {
    refuses(`(func (drop (${constant})))`, 'constant out of range');
  }
  for (const constant of ['i32.const 0x', 'i32.const 1__0', 'f32.const 0x1.p', 'f32.const .0', 'f64.const 1e', 'i32.const 0xg', 'f32.const nan:1']) {
    refuses(`(func (drop (${constant})))`, 'unknown operator');
  }
  for (const constant of ['i32.const 1.0', 'i64.const inf', 'i32.const', 'f32.const $x', 'f64.const nan:canonical']) {
    refuses(`(func (drop (${constant})))`, 'unexpected token');
  }
});

Constants('of vectors have as many lanes as their shape', () => {
  refuses('(func (drop (v128.const i32x4 0 0 0)))', 'wrong number of lane literals');
  refuses('(func (drop (v128.const i64x2 0 0 0)))', 'wrong number of lane literals');
  refuses('(func (drop (v128.const i8x16 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 256)))', 'constant out of range');
  refuses('(func (drop (v128.const 0 0 0 0)))', 'unexpected token');
});

Constants('name indices and sizes below their limits', () => {
  refuses('(func (call 4294967296))', 'i32 constant out of range');
  refuses('(memory 18446744073709551616)', 'i64 constant out of range');
  refuses('(func (drop (i32.load offset=18446744073709551616 (i32.const 0))))', 'i64 constant out of range');
  refuses('(func (i8x16.extract_lane_s 256))', 'i8 constant out of range');
});

Constants.run();
