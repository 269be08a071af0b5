import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/vectors.ts';
import { i32, i64, v128 } from '../../../semantics/runtime/values.ts';
import { fires, idle, law, leaves } from './support.ts';

const ONES = 2n ** 128n - 1n;
/** Every byte is its place. */
const COUNT = 0x0f0e0d0c0b0a09080706050403020100n;
const [ones, count, zero] = [v128(ONES), v128(COUNT), v128(0n)];
const none = i64(0n);
const one = { 'the operand is (v128.const c₁)': { vs: [none] } };
const two = { 'the second operand is (v128.const c₂)': { vs: [zero, none] }, 'the first operand is (v128.const c₁)': { vs: [none, zero] } };
const three = {
  'the third operand is (v128.const c₃)': { vs: [zero, zero, none] },
  'the second operand is (v128.const c₂)': { vs: [zero, none, zero] },
  'the first operand is (v128.const c₁)': { vs: [none, zero, zero] },
};

const bitwise = suite('bits of vectors');
law(bitwise, rules.vconst, { e: { op: 'vconst', val: { t: 'v128', c: 5n } } }, leaves([v128(5n)]));
law(bitwise, rules.vvunop, { e: { op: 'vvunop', f: 'not' }, vs: [count] }, leaves([v128(COUNT ^ ONES)]), one);
law(bitwise, rules.vvbinop, { e: { op: 'vvbinop', f: 'andnot' }, vs: [ones, count] }, leaves([v128(COUNT ^ ONES)]), two);
law(bitwise, rules.vvternop, { e: { op: 'vvternop', f: 'bitselect' }, vs: [count, zero, v128(0xffffn)] }, leaves([v128(0x0100n)]), three);
law(bitwise, rules.vvtestop, { e: { op: 'vvtestop', f: 'any_true' }, vs: [count] }, leaves([i32(1)]), one);
bitwise('no bit at all', () => fires(rules.vvtestop, { e: { op: 'vvtestop', f: 'any_true' }, vs: [zero] }, leaves([i32(0)])));
bitwise.run();

const lanewise = suite('operators on lanes');
const neg = { e: { op: 'vunop', sh: 'i32x4', f: 'neg' }, vs: [v128(1n)] } as const;
law(lanewise, rules.vunopVal, neg, leaves([v128(0xffffffffn)]), one);
idle(lanewise, rules.vunopTrap, neg, { ...one, 'vunop_sh(c₁) = ε': {} });
const sub = { e: { op: 'vbinop', sh: 'i8x16', f: 'sub' }, vs: [count, v128(0x0101n)] } as const;
law(lanewise, rules.vbinopVal, sub, leaves([v128(COUNT - 0x0100n + 0xffn)]), two);
idle(lanewise, rules.vbinopTrap, sub, { ...two, 'vbinop_sh(c₁, c₂) = ε': {} });
const select = { e: { op: 'vternop', sh: 'i16x8', f: 'relaxed_laneselect' }, vs: [count, ones, v128(0xffffn)] } as const;
law(lanewise, rules.vternopVal, select, leaves([v128(ONES - 0xffffn + 0x0100n)]), three);
idle(lanewise, rules.vternopTrap, select, { ...three, 'vternop_sh(c₁, c₂, c₃) = ε': {} });
law(lanewise, rules.vtestop, { e: { op: 'vtestop', sh: 'i16x8', f: 'all_true' }, vs: [count] }, leaves([i32(1)]), one);
lanewise('one lane is zero', () => fires(rules.vtestop, { e: { op: 'vtestop', sh: 'i8x16', f: 'all_true' }, vs: [count] }, leaves([i32(0)])));
law(lanewise, rules.vrelop, { e: { op: 'vrelop', sh: 'i64x2', f: 'gt_s' }, vs: [v128(5n), v128(ONES)] }, leaves([ones]), two);
lanewise('a comparison is true in some lanes', () =>
  fires(rules.vrelop, { e: { op: 'vrelop', sh: 'i32x4', f: 'eq' }, vs: [v128(5n), zero] }, leaves([v128(ONES - 0xffffffffn)])));
law(lanewise, rules.vshiftop, { e: { op: 'vshiftop', sh: 'i64x2', f: 'shl' }, vs: [count, i32(72)] }, leaves([v128(0x0e0d0c0b0a0908000605040302010000n)]), {
  'the second operand is (i32.const i)': { vs: [count, zero] }, 'the first operand is (v128.const c₁)': { vs: [none, i32(1)] },
});
law(lanewise, rules.vbitmask, { e: { op: 'vbitmask', sh: 'i32x4' }, vs: [v128(1n << 127n | 1n << 63n)] }, leaves([i32(0b1010)]), one);
lanewise.run();

const bytes = suite('bytes of vectors');
law(bytes, rules.vswizzlop, { e: { op: 'vswizzlop', f: 'swizzle' }, vs: [count, v128(0x100f0en)] }, leaves([v128(0x000f0en)]), two);
const is = [31, 0, 16, ...new Array<number>(13).fill(2)];
law(bytes, rules.vshuffle, { e: { op: 'vshuffle', is }, vs: [count, ones] }, leaves([v128(0x020202020202020202020202_02ff00ffn)]), two);
bytes.run();
