import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/vector-memories.ts';
import { i32, i64, v128 } from '../../../semantics/runtime/values.ts';
import type { VloadOp } from '../../../syntax/instructions.ts';
import type { Bare } from '../configurations.ts';
import { memory } from '../configurations.ts';
import type { Failures } from './support.ts';
import { fires, law, leaves, traps } from './support.ts';

const OUT = 'out of bounds memory access';
/** Byte k is k · 17 modulo 256, so that every byte has two equal digits: 00 11 22 … ff 10 21 32 43. */
const BYTES = Array.from({ length: 20 }, (_, k) => k * 17 & 0xff);
/** Index 0 is a memory of i32 at the address 1, index 1 one of i64 at the address 2. */
const module = { mems: [1, 2] };
const instances = (m0: readonly number[] = BYTES): { readonly mems: ReturnType<typeof memory>[] } =>
  ({ mems: [memory([]), memory(m0), memory(BYTES, 'i64')] });
const S = instances();
const ao = { align: 0, offset: 4n };
const changed = (a: number, ...bytes: readonly number[]): readonly number[] =>
  [...BYTES.slice(0, a), ...bytes, ...BYTES.slice(a + bytes.length)];

const load = (pack?: VloadOp, x = 0): Bare => ({ op: 'vload', pack, x, ao });
const whole = load(), shape = load({ kind: 'shape', sz: 8, sx: 's' }), splat = load({ kind: 'splat', sz: 32 }), zero = load({ kind: 'zero', sz: 32 });
/** All begin with the form of the instruction, the memory and the address. */
const loadOperands = (form: string, other: Bare): Failures => ({
  [form]: { e: other },
  'z.mems[x] = mi': { module: {} },
  'the operand is (at.const i)': { vs: [i64(0n)] },
});

const loads = suite('loads of vectors');
law(loads, rules.vloadOob, { e: whole, vs: [i32(1)], module, S }, traps(OUT), {
  ...loadOperands('the instruction is (v128.load x ao)', shape), 'i + ao.offset + |v128|/8 > |mi.bytes|': { vs: [i32(0)] },
});
law(loads, rules.vloadVal, { e: whole, vs: [i32(0)], module, S }, leaves([v128(0x43322110ffeeddccbbaa998877665544n)]), {
  ...loadOperands('the instruction is (v128.load x ao)', shape), 'vbytes_{v128}(c) = mi.bytes[i + ao.offset : |v128|/8]': { vs: [i32(1)] },
});
loads('a memory of i64 takes i64', () =>
  fires(rules.vloadVal, { e: load(undefined, 1), vs: [i64(0n)], module, S }, leaves([v128(0x43322110ffeeddccbbaa998877665544n)])));

law(loads, rules.vloadPackOob, { e: shape, vs: [i32(9)], module, S }, traps(OUT), {
  ...loadOperands('the instruction is (v128.load K×M_sx x ao)', splat), 'i + ao.offset + K · M/8 > |mi.bytes|': { vs: [i32(8)] },
});
law(loads, rules.vloadPackVal, { e: shape, vs: [i32(0)], module, S }, leaves([v128(0xffbbffaaff99ff880077006600550044n)]), {
  ...loadOperands('the instruction is (v128.load K×M_sx x ao)', splat),
  '(ibits_K(j) = mi.bytes[i + ao.offset + k · K/8 : K/8])^(k < M)': { vs: [i32(9)] },
});
loads('each lane is extended to twice its width', () => {
  const of = (sz: 8 | 16 | 32, sx: 's' | 'u', c: bigint): void =>
    fires(rules.vloadPackVal, { e: load({ kind: 'shape', sz, sx }), vs: [i32(0)], module, S }, leaves([v128(c)]));
  of(8, 'u', 0x00bb00aa009900880077006600550044n);
  of(16, 's', 0xffffbbaaffff99880000776600005544n);
  of(16, 'u', 0x0000bbaa000099880000776600005544n);
  of(32, 's', 0xffffffffbbaa99880000000077665544n);
  of(32, 'u', 0x00000000bbaa99880000000077665544n);
});

law(loads, rules.vloadSplatOob, { e: splat, vs: [i32(13)], module, S }, traps(OUT), {
  ...loadOperands('the instruction is (v128.load N_splat x ao)', zero), 'i + ao.offset + N/8 > |mi.bytes|': { vs: [i32(12)] },
});
law(loads, rules.vloadSplatVal, { e: splat, vs: [i32(4)], module, S }, leaves([v128(0xbbaa9988bbaa9988bbaa9988bbaa9988n)]), {
  ...loadOperands('the instruction is (v128.load N_splat x ao)', zero), 'ibits_N(j) = mi.bytes[i + ao.offset : N/8]': { vs: [i32(13)] },
});
loads('a lane of any width is repeated', () => {
  const of = (sz: 8 | 16 | 64, c: bigint): void =>
    fires(rules.vloadSplatVal, { e: load({ kind: 'splat', sz }), vs: [i32(4)], module, S }, leaves([v128(c)]));
  of(8, 0x88888888888888888888888888888888n);
  of(16, 0x99889988998899889988998899889988n);
  of(64, 0xffeeddccbbaa9988ffeeddccbbaa9988n);
});

law(loads, rules.vloadZeroOob, { e: zero, vs: [i32(13)], module, S }, traps(OUT), {
  ...loadOperands('the instruction is (v128.load N_zero x ao)', whole), 'i + ao.offset + N/8 > |mi.bytes|': { vs: [i32(12)] },
});
law(loads, rules.vloadZeroVal, { e: zero, vs: [i32(4)], module, S }, leaves([v128(0xbbaa9988n)]), {
  ...loadOperands('the instruction is (v128.load N_zero x ao)', whole), 'ibits_N(j) = mi.bytes[i + ao.offset : N/8]': { vs: [i32(13)] },
});
loads('the rest of the vector is zero', () =>
  fires(rules.vloadZeroVal, { e: load({ kind: 'zero', sz: 64 }), vs: [i32(4)], module, S }, leaves([v128(0xffeeddccbbaa9988n)])));

const ONES = v128(2n ** 128n - 1n);
const loadLane = (sz: 8 | 16 | 32 | 64, i: number): Bare => ({ op: 'vload_lane', sz, x: 0, ao, i });
const laneOperands = {
  'z.mems[x] = mi': { module: {} },
  'the second operand is (v128.const c₁)': { vs: [i32(4), i32(0)] },
  'the first operand is (at.const i)': { vs: [i64(4n), ONES] },
};
law(loads, rules.vloadLaneOob, { e: loadLane(16, 6), vs: [i32(15), ONES], module, S }, traps(OUT), {
  ...laneOperands, 'i + ao.offset + N/8 > |mi.bytes|': { vs: [i32(14), ONES] },
});
law(loads, rules.vloadLaneVal, { e: loadLane(16, 6), vs: [i32(4), ONES], module, S }, leaves([v128(0xffff9988ffffffffffffffffffffffffn)]), {
  ...laneOperands, 'ibits_N(k) = mi.bytes[i + ao.offset : N/8]': { vs: [i32(15), ONES] },
});
loads('a lane of any width is replaced', () => {
  const of = (e: Bare, c: bigint): void => fires(rules.vloadLaneVal, { e, vs: [i32(4), ONES], module, S }, leaves([v128(c)]));
  of(loadLane(8, 15), 0x88ffffffffffffffffffffffffffffffn);
  of(loadLane(32, 1), 0xffffffffffffffffbbaa9988ffffffffn);
  of(loadLane(64, 1), 0xffeeddccbbaa9988ffffffffffffffffn);
});
loads.run();

const stores = suite('stores of vectors');
const C = v128(0x0f0e0d0c0b0a09080706050403020100n);
const storeLane = (sz: 8 | 16 | 32 | 64, i: number): Bare => ({ op: 'vstore_lane', sz, x: 0, ao, i });
const oobOperands = {
  'z.mems[x] = mi': { module: {} },
  'the second operand is (v128.const c)': { vs: [i32(0), i32(0)] },
  'the first operand is (at.const i)': { vs: [i64(0n), C] },
};
const valOperands = {
  'z.module.mems[x] = a': { module: {} },
  'z.mems[a] = mi': { S: {} },
  'the second operand is (v128.const c)': { vs: [i32(0), i64(0n)] },
  'the first operand is (at.const i)': { vs: [i64(0n), C] },
};
law(stores, rules.vstoreOob, { e: { op: 'vstore', x: 0, ao }, vs: [i32(1), C], module, S }, traps(OUT), {
  ...oobOperands, 'i + ao.offset + |v128|/8 > |mi.bytes|': { vs: [i32(0), C] },
});
const stored = leaves([], [], instances(changed(4, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)));
law(stores, rules.vstoreVal, { e: { op: 'vstore', x: 0, ao }, vs: [i32(0), C], module, S }, stored, {
  ...valOperands, 'i + ao.offset + |v128|/8 ≤ |mi.bytes|': { vs: [i32(1), C] },
});
law(stores, rules.vstoreLaneOob, { e: storeLane(32, 1), vs: [i32(13), C], module, S }, traps(OUT), {
  ...oobOperands, 'i + ao.offset + N/8 > |mi.bytes|': { vs: [i32(12), C] },
});
law(stores, rules.vstoreLaneVal, { e: storeLane(32, 1), vs: [i32(12), C], module, S }, leaves([], [], instances(changed(16, 4, 5, 6, 7))), {
  ...valOperands, 'i + ao.offset + N/8 ≤ |mi.bytes|': { vs: [i32(13), C] },
});
stores('a lane of any width is written', () => {
  const of = (e: Bare, ...bytes: readonly number[]): void =>
    fires(rules.vstoreLaneVal, { e, vs: [i32(1), C], module, S }, leaves([], [], instances(changed(5, ...bytes))));
  of(storeLane(8, 15), 15);
  of(storeLane(16, 7), 14, 15);
  of(storeLane(64, 1), 8, 9, 10, 11, 12, 13, 14, 15);
});
stores.run();
