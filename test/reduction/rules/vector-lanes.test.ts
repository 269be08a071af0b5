import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/vector-lanes.ts';
import { i32, i64, v128 } from '../../../semantics/runtime/values.ts';
import type { Val } from '../../../semantics/runtime/values.ts';
import type { Shape } from '../../../syntax/numeric-operators.ts';
import { fires, law, leaves } from './support.ts';

/** Every byte is its place, with the highest bit set in the odd ones. */
const COUNT = 0x8f0e8d0c8b0a89088706850483028100n;
const count = v128(COUNT), zero = v128(0n), none = { t: 'f32', c: 0 } as const;
const one = { 'the operand is (v128.const c₁)': { vs: [none] } };
const two = { 'the second operand is (v128.const c₂)': { vs: [zero, none] }, 'the first operand is (v128.const c₁)': { vs: [none, zero] } };

const lanes = suite('single lanes');
law(lanes, rules.vsplat, { e: { op: 'vsplat', sh: 'i16x8' }, vs: [i32(0x12345)] }, leaves([v128(0x23452345234523452345234523452345n)]), {
  'the operand is (unpack(lt).const c₁)': { vs: [i64(0n)] },
});
lanes('a number of any type fills a vector', () => {
  const of = (sh: Shape, val: Val, c: bigint): void => fires(rules.vsplat, { e: { op: 'vsplat', sh }, vs: [val] }, leaves([v128(c)]));
  of('i8x16', i32(0x1ab), BigInt('0x' + 'ab'.repeat(16)));
  of('i32x4', i32(-2), BigInt('0x' + 'fffffffe'.repeat(4)));
  of('i64x2', i64(3n), 3n << 64n | 3n);
  of('f32x4', { t: 'f32', c: 0x7fc00000 }, BigInt('0x' + '7fc00000'.repeat(4)));
  of('f64x2', { t: 'f64', c: 1n }, 1n << 64n | 1n);
});
const num = { e: { op: 'vextract_lane', sh: 'i32x4', sx: undefined, i: 1 }, vs: [count] } as const;
const pack = { e: { op: 'vextract_lane', sh: 'i8x16', sx: 's', i: 15 }, vs: [count] } as const;
law(lanes, rules.vextractLaneNum, num, leaves([i32(0x87068504)]), { 'the instruction is (nt×M.extract_lane i)': { e: pack.e }, ...one });
law(lanes, rules.vextractLanePack, pack, leaves([i32(0x8f - 0x100)]), { 'the instruction is (pt×M.extract_lane_sx i)': { e: num.e }, ...one });
lanes('a lane of any shape', () => {
  const of = (sh: 'i64x2' | 'f32x4' | 'f64x2', i: number, val: Val): void =>
    fires(rules.vextractLaneNum, { ...num, e: { op: 'vextract_lane', sh, sx: undefined, i } }, leaves([val]));
  of('i64x2', 1, i64(0x8f0e8d0c8b0a8908n));
  of('f32x4', 3, { t: 'f32', c: 0x8f0e8d0c | 0 });
  of('f64x2', 0, { t: 'f64', c: BigInt.asIntN(64, COUNT) });
  fires(rules.vextractLanePack, { ...pack, e: { op: 'vextract_lane', sh: 'i16x8', sx: 'u', i: 7 } }, leaves([i32(0x8f0e)]));
  fires(rules.vextractLanePack, { ...pack, e: { op: 'vextract_lane', sh: 'i16x8', sx: 's', i: 7 } }, leaves([i32(0x8f0e - 0x10000)]));
});
law(lanes, rules.vreplaceLane, { e: { op: 'vreplace_lane', sh: 'i16x8', i: 1 }, vs: [count, i32(-3)] }, leaves([v128(COUNT - 0x83020000n + 0xfffd0000n)]), {
  'the second operand is (unpack(lt).const c₂)': { vs: [count, i64(0n)] }, 'the first operand is (v128.const c₁)': { vs: [i32(0), i32(0)] },
});
lanes('a lane of another shape is replaced', () => {
  const of = (sh: Shape, i: number, val: Val, c: bigint): void =>
    fires(rules.vreplaceLane, { e: { op: 'vreplace_lane', sh, i }, vs: [zero, val] }, leaves([v128(c)]));
  of('i8x16', 2, i32(0x1ff), 0xff0000n);
  of('i64x2', 1, i64(-1n), 2n ** 128n - 2n ** 64n);
  of('f32x4', 1, { t: 'f32', c: 7 }, 7n << 32n);
  of('f64x2', 0, { t: 'f64', c: 9n }, 9n);
});
lanes.run();

const conversions = suite('from one shape to another');
law(conversions, rules.vextunop, { e: { op: 'vextunop', sh1: 'i8x16', sh2: 'i16x8', f: 'extadd_pairwise_s' }, vs: [v128(0x01ff0203n)] },
  leaves([v128(0x0000_0005n)]), one);
law(conversions, rules.vextbinop, { e: { op: 'vextbinop', sh1: 'i16x8', sh2: 'i32x4', f: 'dot_s' }, vs: [v128(0x0002_0003n), v128(0x0004_ffffn)] },
  leaves([v128(5n)]), two);
law(conversions, rules.vextternop, {
  e: { op: 'vextternop', sh1: 'i8x16', sh2: 'i32x4', f: 'relaxed_dot_add_s' }, vs: [v128(0x0201n), v128(0x0403n), v128(100n)],
}, leaves([v128(111n)]), {
  'the third operand is (v128.const c₃)': { vs: [zero, zero, none] },
  'the second operand is (v128.const c₂)': { vs: [zero, none, zero] },
  'the first operand is (v128.const c₁)': { vs: [none, zero, zero] },
});
law(conversions, rules.vnarrow, { e: { op: 'vnarrow', sh1: 'i16x8', sh2: 'i8x16', sx: 's' }, vs: [v128(0x01000005n), v128(0xfffen)] },
  leaves([v128(0xfen << 64n | 0x7f05n)]), two);
conversions('narrowing without a sign', () =>
  fires(rules.vnarrow, { e: { op: 'vnarrow', sh1: 'i16x8', sh2: 'i8x16', sx: 'u' }, vs: [v128(0x01000005n), v128(0xfffen)] }, leaves([v128(0xff05n)])));
law(conversions, rules.vcvtop, { e: { op: 'vcvtop', sh1: 'i32x4', sh2: 'i64x2', f: 'extend_high_s' }, vs: [v128(0xfffffffen << 64n)] },
  leaves([v128(2n ** 64n - 2n)]), one);
conversions.run();
