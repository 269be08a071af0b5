import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as memories from '../../../reduction/rules/memories.ts';
import { growmem } from '../../../semantics/runtime/growth.ts';
import { i32, i64, NULL } from '../../../semantics/runtime/values.ts';
import type { Val } from '../../../semantics/runtime/values.ts';
import type { InstrOf, MemArg } from '../../../syntax/instructions.ts';
import type { NumType } from '../../../syntax/types.ts';
import { data, memory, pages } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

const OUT = 'out of bounds memory access';
/** byte 0 is 1, byte 1 is 2, …, byte 7 has its sign bit set, …, byte 11 is the last one */
const BYTES = [1, 2, 3, 4, 5, 6, 7, 0x88, 0x99, 0xaa, 0xbb, 0xcc];
/** Index 0 is a memory of i32 at the address 1, index 1 one of i64 at the address 2. */
const module = { mems: [1, 2], datas: [1] };
const instances = (m0: readonly number[] = BYTES, m1: readonly number[] = BYTES): { readonly mems: ReturnType<typeof memory>[] } =>
  ({ mems: [memory([]), memory(m0), memory(m1, 'i64')] });
const S = instances();
const noMemory = { module: {} }, noInstance = { S: {} };
const ao = (offset: bigint): MemArg => ({ align: 0, offset });
/** BYTES with other bytes from a on */
const changed = (a: number, ...bytes: readonly number[]): readonly number[] =>
  [...BYTES.slice(0, a), ...bytes, ...BYTES.slice(a + bytes.length)];

type Load = Omit<InstrOf<'load'>, 'at'>;
const load = (nt: NumType, offset = 0n, x = 0): Load => ({ op: 'load', nt, pack: undefined, x, ao: ao(offset) });
const loadPacked = (nt: NumType, sz: 8 | 16 | 32, sx: 's' | 'u', offset = 0n): Load =>
  ({ op: 'load', nt, pack: { sz, sx }, x: 0, ao: ao(offset) });
const whole = load('i32', 4n), packed = loadPacked('i32', 16, 's', 4n);

const loads = suite('loads of numbers');
law(loads, memories.loadNumOob, { e: whole, vs: [i32(5)], module, S }, traps(OUT), {
  'the instruction is (nt.load x ao)': { e: packed },
  'z.mems[x] = mi': noMemory,
  'the operand is (at.const i)': { vs: [i64(5n)] },
  'i + ao.offset + |nt|/8 > |mi.bytes|': { vs: [i32(4)] },
});
law(loads, memories.loadNumVal, { e: whole, vs: [i32(4)], module, S }, leaves([i32(0xccbbaa99)]), {
  'the instruction is (nt.load x ao)': { e: packed },
  'z.mems[x] = mi': noInstance,
  'the operand is (at.const i)': { vs: [NULL] },
  'nbytes_nt(c) = mi.bytes[i + ao.offset : |nt|/8]': { vs: [i32(5)] },
});
loads('each type has its width, aligned or not', () => {
  const at1 = (nt: NumType, val: Val): void => fires(memories.loadNumVal, { e: load(nt), vs: [i32(1)], module, S }, leaves([val]));
  at1('i32', i32(0x05040302));
  at1('i64', i64(0x9988070605040302n));
  at1('f32', { t: 'f32', c: 0x05040302 });
  at1('f64', { t: 'f64', c: BigInt.asIntN(64, 0x9988070605040302n) });
});
loads('an address is unsigned, of the address type of its memory, and does not wrap around', () => {
  const of64 = load('i32', 2n, 1);
  fires(memories.loadNumVal, { e: of64, vs: [i64(1n)], module, S }, leaves([i32(0x07060504)]));
  fires(memories.loadNumOob, { e: of64, vs: [i64(-2n)], module, S }, traps(OUT));
  fires(memories.loadNumOob, { e: load('i32', 2n), vs: [i32(-2)], module, S }, traps(OUT));
  fires(memories.loadNumOob, { e: load('i32', 2n ** 64n - 1n, 1), vs: [i64(1n)], module, S }, traps(OUT));
});

law(loads, memories.loadPackOob, { e: packed, vs: [i32(7)], module, S }, traps(OUT), {
  'the instruction is (iNN.load n_sx x ao)': { e: whole },
  'z.mems[x] = mi': noMemory,
  'the operand is (at.const i)': { vs: [i64(7n)] },
  'i + ao.offset + n/8 > |mi.bytes|': { vs: [i32(6)] },
});
law(loads, memories.loadPackVal, { e: packed, vs: [i32(6)], module, S }, leaves([i32(0xffffccbb)]), {
  'the instruction is (iNN.load n_sx x ao)': { e: whole },
  'z.mems[x] = mi': noInstance,
  'the operand is (at.const i)': { vs: [NULL] },
  'ibits_n(c) = mi.bytes[i + ao.offset : n/8]': { vs: [i32(7)] },
});
loads('a packed access extends with the sign or with zeros', () => {
  const at7 = (e: Load, val: Val): void => fires(memories.loadPackVal, { e, vs: [i32(7)], module, S }, leaves([val]));
  at7(loadPacked('i32', 8, 's'), i32(0x88 - 0x100));
  at7(loadPacked('i32', 8, 'u'), i32(0x88));
  at7(loadPacked('i32', 16, 'u'), i32(0x9988));
  at7(loadPacked('i64', 8, 's'), i64(0x88n - 0x100n));
  at7(loadPacked('i64', 16, 'u'), i64(0x9988n));
  at7(loadPacked('i64', 32, 's'), i64(0xbbaa9988n - 0x100000000n));
  at7(loadPacked('i64', 32, 'u'), i64(0xbbaa9988n));
});
loads.run();

type Store = Omit<InstrOf<'store'>, 'at'>;
const store = (nt: NumType, pack?: 8 | 16 | 32, offset = 0n, x = 0): Store => ({ op: 'store', nt, pack, x, ao: ao(offset) });
const whole32 = store('i32', undefined, 4n), packed16 = store('i32', 16, 4n);
const BEEF = i32(0xdeadbeef);

const stores = suite('stores of numbers');
law(stores, memories.storeNumOob, { e: whole32, vs: [i32(5), BEEF], module, S }, traps(OUT), {
  'the instruction is (nt.store x ao)': { e: packed16 },
  'z.mems[x] = mi': noMemory,
  'the second operand is (nt.const c)': { vs: [i32(5), i64(0n)] },
  'the first operand is (at.const i)': { vs: [i64(5n), BEEF] },
  'i + ao.offset + |nt|/8 > |mi.bytes|': { vs: [i32(4), BEEF] },
});
const beef = instances(changed(8, 0xef, 0xbe, 0xad, 0xde));
law(stores, memories.storeNumVal, { e: whole32, vs: [i32(4), BEEF], module, S }, leaves([], [], beef), {
  'the instruction is (nt.store x ao)': { e: packed16 },
  'z.module.mems[x] = a': noMemory,
  'z.mems[a] = mi': noInstance,
  'the second operand is (nt.const c)': { vs: [i32(4), { t: 'f32', c: 0 }] },
  'the first operand is (at.const i)': { vs: [i64(4n), BEEF] },
  'i + ao.offset + |nt|/8 ≤ |mi.bytes|': { vs: [i32(5), BEEF] },
});
stores('each type has its width, aligned or not', () => {
  const at1 = (val: Val & { readonly t: NumType }, ...bytes: readonly number[]): void =>
    fires(memories.storeNumVal, { e: store(val.t), vs: [i32(1), val], module, S }, leaves([], [], instances(changed(1, ...bytes))));
  at1({ t: 'i32', c: -2 }, 0xfe, 0xff, 0xff, 0xff);
  at1({ t: 'i64', c: -2n }, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
  at1({ t: 'f32', c: 0x7fc00001 }, 1, 0, 0xc0, 0x7f);
  at1({ t: 'f64', c: 0x7ff8000000000001n }, 1, 0, 0, 0, 0, 0, 0xf8, 0x7f);
});
stores('a memory of i64 takes i64', () => {
  const e = store('i32', undefined, 2n, 1);
  fires(memories.storeNumVal, { e, vs: [i64(1n), i32(0)], module, S }, leaves([], [], instances(undefined, changed(3, 0, 0, 0, 0))));
  fires(memories.storeNumOob, { e, vs: [i64(-1n), i32(0)], module, S }, traps(OUT));
});

law(stores, memories.storePackOob, { e: packed16, vs: [i32(7), BEEF], module, S }, traps(OUT), {
  'the instruction is (iNN.store n x ao)': { e: whole32 },
  'z.mems[x] = mi': noMemory,
  'the second operand is (iNN.const c)': { vs: [i32(7), i64(0n)] },
  'the first operand is (at.const i)': { vs: [i64(7n), BEEF] },
  'i + ao.offset + n/8 > |mi.bytes|': { vs: [i32(6), BEEF] },
});
law(stores, memories.storePackVal, { e: packed16, vs: [i32(6), BEEF], module, S }, leaves([], [], instances(changed(10, 0xef, 0xbe))), {
  'the instruction is (iNN.store n x ao)': { e: whole32 },
  'z.module.mems[x] = a': noMemory,
  'z.mems[a] = mi': noInstance,
  'the second operand is (iNN.const c)': { vs: [i32(6), i64(0n)] },
  'the first operand is (at.const i)': { vs: [i64(6n), BEEF] },
  'i + ao.offset + n/8 ≤ |mi.bytes|': { vs: [i32(7), BEEF] },
});
stores('a packed access keeps the low bits', () => {
  const at3 = (val: Val & { readonly t: NumType }, n: 8 | 16 | 32, ...bytes: readonly number[]): void =>
    fires(memories.storePackVal, { e: store(val.t, n), vs: [i32(3), val], module, S }, leaves([], [], instances(changed(3, ...bytes))));
  at3({ t: 'i32', c: 0x12345678 }, 8, 0x78);
  at3({ t: 'i64', c: 0x123456789abcdef0n }, 8, 0xf0);
  at3({ t: 'i64', c: 0x123456789abcdef0n }, 16, 0xf0, 0xde);
  at3({ t: 'i64', c: 0x123456789abcdef0n }, 32, 0xf0, 0xde, 0xbc, 0x9a);
});
stores.run();

const sizes = suite('sizes of memories');
const three = { mems: [memory([]), pages(3, 'i32', 4), pages(3, 'i64')] };
law(sizes, memories.memorySize, { e: { op: 'memory.size', x: 0 }, module, S: three }, leaves([i32(3)]), { 'z.mems[x] = mi': noMemory });
sizes('the size of a memory of i64 is one', () =>
  fires(memories.memorySize, { e: { op: 'memory.size', x: 1 }, module, S: three }, leaves([i64(3n)])));

const grow = { e: { op: 'memory.grow', x: 0 }, vs: [i32(1)], module, S: three } as const;
const refusedGrowth = { e: { op: 'memory.grow', x: 0, refused: true } } as const;
law(sizes, memories.memoryGrowSucceed, grow, leaves([i32(3)], [], { mems: [memory([]), pages(4, 'i32', 4), pages(3, 'i64')] }), {
  'z.module.mems[x] = a': noMemory,
  'z.mems[a] = mi': noInstance,
  'the operand is (at.const n)': { vs: [i64(1n)] },
  'mi′ = growmem(mi, n)': { vs: [i32(2)] },
  'it is not refused': refusedGrowth,
});
law(sizes, memories.memoryGrowFail, { ...grow, vs: [i32(2)] }, leaves([i32(-1)]), {
  'z.mems[x] = mi': noMemory,
  'the operand is (at.const n)': { vs: [i64(2n)] },
  'there is no growmem(mi, n), or it is refused': { vs: [i32(1)] },
});
sizes('a growth that is refused fails, be it possible or not', () => {
  for (const n of [0, 1, 2]) fires(memories.memoryGrowFail, { ...grow, ...refusedGrowth, vs: [i32(n)] }, leaves([i32(-1)]));
});
sizes('a memory of i64 fails to grow with −1 of i64', () =>
  fires(memories.memoryGrowFail, { ...grow, e: { op: 'memory.grow', x: 1 }, vs: [i64(-1n)] }, leaves([i64(-1n)])));
sizes('growing keeps the bytes', () => {
  const grown = growmem(memory([...new Array<number>(65535).fill(0), 42]), 2);
  assert.is(grown?.bytes.size, 3 * 65536);
  assert.equal(grown?.type.limits, { min: 3n, max: undefined });
  const e = loadPacked('i32', 16, 'u');
  const grownAlone = { module: { mems: [0] }, S: { mems: grown === undefined ? [] : [grown] } };
  fires(memories.loadPackVal, { ...grownAlone, e, vs: [i32(65535)] }, leaves([i32(42)]));
});
sizes.run();

const drops = suite('data.drop');
const segments = { datas: [data(1), data(2, 3)] };
law(drops, memories.dataDrop, { e: { op: 'data.drop', x: 0 }, module, S: segments }, leaves([], [], { datas: [data(1), data()] }), {
  'z.module.datas[x] = a': noMemory,
  'z.datas[a] = di': noInstance,
});
drops.run();
