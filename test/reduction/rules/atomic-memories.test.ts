import { suite } from 'uvu';
import * as rules from '../../../reduction/rules/atomic-memories.ts';
import * as fences from '../../../reduction/rules/fences.ts';
import { i32, i64, NULL } from '../../../semantics/runtime/values.ts';
import type { Val } from '../../../semantics/runtime/values.ts';
import type { AtomicRmwOp, InstrOf, MemArg } from '../../../syntax/instructions.ts';
import { memory } from '../configurations.ts';
import { fires, law, leaves, traps } from './support.ts';

const UNALIGNED = 'unaligned atomic', OUT = 'out of bounds memory access';
/** Sixteen bytes; the last bit of the byte 15 is set. */
const BYTES = [1, 2, 3, 4, 5, 6, 7, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff, 0x80];
/** Index 0 is a memory of i32 at the address 1, index 1 one of i64 at the address 2. */
const module = { mems: [1, 2] };
const instances = (m0: readonly number[] = BYTES, m1: readonly number[] = BYTES): { readonly mems: ReturnType<typeof memory>[] } =>
  ({ mems: [memory([]), memory(m0), memory(m1, 'i64')] });
const S = instances();
const changed = (a: number, ...bytes: readonly number[]): readonly number[] =>
  [...BYTES.slice(0, a), ...bytes, ...BYTES.slice(a + bytes.length)];
type Pack = 8 | 16 | 32 | undefined;
const ao = (offset: bigint): MemArg => ({ align: 0, offset });
const at = (nt: 'i32' | 'i64', pack?: Pack, offset = 4n, x = 0) => ({ nt, pack, order: 'seqcst', x, ao: ao(offset) }) as const;

const noMemory = { 'z.module.mems[x] = a': { module: {} }, 'z.mems[a] = mi': { S: {} } };
const ALIGNED = '(i + ao.offset) mod N/8 = 0', MISALIGNED = '(i + ao.offset) mod N/8 ≠ 0';
const TOO_FAR = 'i + ao.offset + N/8 > |mi.bytes|';

const loads = suite('atomic loads');
type Load = Omit<InstrOf<'atomic.load'>, 'at'>;
const load = (...args: Parameters<typeof at>): Load => ({ op: 'atomic.load', ...at(...args) });
const load32 = { e: load('i32'), vs: [i32(8)], module, S } as const;
const loadOperands = { 'z.mems[x] = mi': { module: {} }, 'the operand is (at.const i)': { vs: [i64(8n)] } };
law(loads, rules.atomicLoadUnaligned, { ...load32, vs: [i32(2)] }, traps(UNALIGNED), { ...loadOperands, [MISALIGNED]: { vs: [i32(4)] } });
law(loads, rules.atomicLoadOob, { ...load32, vs: [i32(12)] }, traps(OUT), {
  ...loadOperands, [ALIGNED]: { vs: [i32(11)] }, [TOO_FAR]: { vs: [i32(8)] },
});
law(loads, rules.atomicLoadVal, load32, leaves([i32(0x80ffeedd)]), {
  ...loadOperands, [ALIGNED]: { vs: [i32(7)] }, 'ibits_N(c) = mi.bytes[i + ao.offset : N/8]': { vs: [i32(12)] },
});
loads('each width is extended with zeros', () => {
  const at4 = (e: Load, val: Val): void => fires(rules.atomicLoadVal, { ...load32, e, vs: [i32(4)] }, leaves([val]));
  at4(load('i32'), i32(0xccbbaa99));
  at4(load('i32', 8), i32(0x99));
  at4(load('i32', 16), i32(0xaa99));
  at4(load('i64'), i64(0x80ffeeddccbbaa99n));
  at4(load('i64', 8), i64(0x99n));
  at4(load('i64', 16), i64(0xaa99n));
  at4(load('i64', 32), i64(0xccbbaa99n));
});
loads('the alignment is that of the width, of the address and the offset together', () => {
  const misaligned = (e: Load, i: number): void => fires(rules.atomicLoadUnaligned, { ...load32, e, vs: [i32(i)] }, traps(UNALIGNED));
  const fits = (e: Load, i: number, val: Val): void => fires(rules.atomicLoadVal, { ...load32, e, vs: [i32(i)] }, leaves([val]));
  for (const i of [1, 2, 3]) misaligned(load('i32', undefined, 0n), i);
  for (const i of [1, 2, 3, 4, 5, 6, 7]) misaligned(load('i64', undefined, 0n), i);
  misaligned(load('i32', 16, 0n), 1);
  misaligned(load('i64', 32, 0n), 2);
  fits(load('i32', 8, 0n), 3, i32(4));
  fits(load('i32', undefined, 3n), 1, i32(0x88070605));
  fits(load('i64', 32, 1n), 3, i64(0x88070605n));
});
loads('a misaligned access traps as such, in bounds or not', () => {
  fires(rules.atomicLoadUnaligned, { ...load32, vs: [i32(-1)] }, traps(UNALIGNED));
  fires(rules.atomicLoadOob, { ...load32, vs: [i32(-4)] }, traps(OUT));
});
loads('the alignment of an address of 64 bits is exact', () => {
  const far = { ...load32, e: load('i32', undefined, 2n, 1) };
  fires(rules.atomicLoadUnaligned, { ...far, vs: [i64(2n ** 53n + 1n)] }, traps(UNALIGNED));
  fires(rules.atomicLoadOob, { ...far, vs: [i64(2n ** 53n + 2n)] }, traps(OUT));
  fires(rules.atomicLoadUnaligned, { ...far, vs: [i64(-1n)] }, traps(UNALIGNED));
  fires(rules.atomicLoadVal, { ...far, vs: [i64(2n)] }, leaves([i32(0x88070605)]));
});
loads.run();

const stores = suite('atomic stores');
type Store = Omit<InstrOf<'atomic.store'>, 'at'>;
const store = (...args: Parameters<typeof at>): Store => ({ op: 'atomic.store', ...at(...args) });
const BEEF = i32(0xdeadbeef);
const store32 = { e: store('i32'), vs: [i32(4), BEEF], module, S } as const;
const storeOperands = {
  ...noMemory, 'the second operand is (iNN.const c)': { vs: [i32(4), i64(0n)] }, 'the first operand is (at.const i)': { vs: [NULL, BEEF] },
};
law(stores, rules.atomicStoreUnaligned, { ...store32, vs: [i32(5), BEEF] }, traps(UNALIGNED), {
  ...storeOperands, [MISALIGNED]: { vs: [i32(4), BEEF] },
});
law(stores, rules.atomicStoreOob, { ...store32, vs: [i32(12), BEEF] }, traps(OUT), {
  ...storeOperands, [ALIGNED]: { vs: [i32(13), BEEF] }, [TOO_FAR]: { vs: [i32(8), BEEF] },
});
law(stores, rules.atomicStoreVal, store32, leaves([], [], instances(changed(8, 0xef, 0xbe, 0xad, 0xde))), {
  ...storeOperands, [ALIGNED]: { vs: [i32(6), BEEF] }, 'i + ao.offset + N/8 ≤ |mi.bytes|': { vs: [i32(12), BEEF] },
});
stores('each width writes the low bits', () => {
  const at4 = (e: Store, val: Val, ...bytes: readonly number[]): void =>
    fires(rules.atomicStoreVal, { ...store32, e, vs: [i32(4), val] }, leaves([], [], instances(changed(8, ...bytes))));
  at4(store('i32', 8), BEEF, 0xef);
  at4(store('i32', 16), BEEF, 0xef, 0xbe);
  at4(store('i64'), i64(-2n), 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
  at4(store('i64', 8), i64(-2n), 0xfe);
  at4(store('i64', 16), i64(-2n), 0xfe, 0xff);
  at4(store('i64', 32), i64(-2n), 0xfe, 0xff, 0xff, 0xff);
});
stores('a memory of i64 takes i64', () => {
  const e = store('i32', undefined, 0n, 1);
  fires(rules.atomicStoreVal, { ...store32, e, vs: [i64(4n), i32(0)] }, leaves([], [], instances(undefined, changed(4, 0, 0, 0, 0))));
});
stores.run();

const rmws = suite('atomic read-modify-write');
type Rmw = Omit<InstrOf<'atomic.rmw'>, 'at'>;
const rmw = (f: AtomicRmwOp, ...args: Parameters<typeof at>): Rmw => ({ op: 'atomic.rmw', f, ...at(...args) });
const add32 = { e: rmw('add', 'i32'), vs: [i32(4), i32(1)], module, S } as const;
const rmwOperands = {
  ...noMemory,
  'the second operand is (iNN.const c₂)': { vs: [i32(4), i64(0n)] },
  'the first operand is (at.const i)': { vs: [i64(4n), i32(1)] },
};
law(rmws, rules.atomicRmwUnaligned, { ...add32, vs: [i32(5), i32(1)] }, traps(UNALIGNED), {
  ...rmwOperands, [MISALIGNED]: { vs: [i32(4), i32(1)] },
});
law(rmws, rules.atomicRmwOob, { ...add32, vs: [i32(12), i32(1)] }, traps(OUT), {
  ...rmwOperands, [ALIGNED]: { vs: [i32(13), i32(1)] }, [TOO_FAR]: { vs: [i32(8), i32(1)] },
});
law(rmws, rules.atomicRmwVal, add32, leaves([i32(0xccbbaa99)], [], instances(changed(8, 0x9a))), {
  ...rmwOperands,
  [ALIGNED]: { vs: [i32(6), i32(1)] },
  'c₁ = extend^u_{N,NN}(ibits⁻¹_N(mi.bytes[i + ao.offset : N/8]))': { vs: [i32(12), i32(1)] },
});
rmws('each operator computes, and the old value is left', () => {
  const of = (f: AtomicRmwOp, c: number, ...bytes: readonly number[]): void =>
    fires(rules.atomicRmwVal, { ...add32, e: rmw(f, 'i32'), vs: [i32(4), i32(c)] }, leaves([i32(0xccbbaa99)], [], instances(changed(8, ...bytes))));
  of('add', 0x67, 0, 0xab);
  of('sub', 0x9a, 0xff, 0xa9);
  of('and', 0x00ffffff, 0x99, 0xaa, 0xbb, 0);
  of('or', 0x0000ff, 0xff);
  of('xor', -1, 0x66, 0x55, 0x44, 0x33);
  of('xchg', -2, 0xfe, 0xff, 0xff, 0xff);
});
rmws('packed, it reads with zeros and wraps around in its own width', () => {
  const at8 = (e: Rmw, c: Val, old: Val, ...bytes: readonly number[]): void =>
    fires(rules.atomicRmwVal, { ...add32, e, vs: [i32(4), c] }, leaves([old], [], instances(changed(8, ...bytes))));
  at8(rmw('add', 'i32', 8), i32(0x170), i32(0x99), 0x09);
  at8(rmw('add', 'i32', 16), i32(0x15568), i32(0xaa99), 0x01, 0x00);
  at8(rmw('sub', 'i64', 8), i64(0x9an), i64(0x99n), 0xff);
  at8(rmw('sub', 'i64', 32), i64(0xccbbaa9an), i64(0xccbbaa99n), 0xff, 0xff, 0xff, 0xff);
  at8(rmw('xchg', 'i64', 16), i64(-1n), i64(0xaa99n), 0xff, 0xff);
  at8(rmw('add', 'i64'), i64(1n), i64(0x80ffeeddccbbaa99n), 0x9a);
});
rmws.run();

const cmpxchgs = suite('atomic compare-exchange');
type Cmpxchg = Omit<InstrOf<'atomic.cmpxchg'>, 'at'>;
const cmpxchg = (...args: Parameters<typeof at>): Cmpxchg => ({ op: 'atomic.cmpxchg', ...at(...args) });
const OLD = i32(0xccbbaa99);
const cas = { e: cmpxchg('i32'), vs: [i32(4), OLD, BEEF], module, S } as const;
const casOperands = {
  ...noMemory,
  'the third operand is (iNN.const c₃)': { vs: [i32(4), OLD, i64(0n)] },
  'the second operand is (iNN.const c₂)': { vs: [i32(4), i64(0n), BEEF] },
  'the first operand is (at.const i)': { vs: [i64(4n), OLD, BEEF] },
};
law(cmpxchgs, rules.atomicCmpxchgUnaligned, { ...cas, vs: [i32(5), OLD, BEEF] }, traps(UNALIGNED), {
  ...casOperands, [MISALIGNED]: { vs: [i32(4), OLD, BEEF] },
});
law(cmpxchgs, rules.atomicCmpxchgOob, { ...cas, vs: [i32(12), OLD, BEEF] }, traps(OUT), {
  ...casOperands, [ALIGNED]: { vs: [i32(13), OLD, BEEF] }, [TOO_FAR]: { vs: [i32(8), OLD, BEEF] },
});
const compared = {
  ...casOperands,
  [ALIGNED]: { vs: [i32(6), OLD, BEEF] },
  'c₁ = extend^u_{N,NN}(ibits⁻¹_N(mi.bytes[i + ao.offset : N/8]))': { vs: [i32(12), OLD, BEEF] },
} as const;
const other = { vs: [i32(4), i32(0), BEEF] };
law(cmpxchgs, rules.atomicCmpxchgSucceed, cas, leaves([OLD], [], instances(changed(8, 0xef, 0xbe, 0xad, 0xde))), {
  ...compared, 'c₁ = extend^u_{N,NN}(wrap_{NN,N}(c₂))': other,
});
law(cmpxchgs, rules.atomicCmpxchgFail, { ...cas, ...other }, leaves([OLD]), {
  ...compared, 'c₁ ≠ extend^u_{N,NN}(wrap_{NN,N}(c₂))': { vs: cas.vs },
});
cmpxchgs('packed, only the low bits of the expected value count', () => {
  const succeeds = (e: Cmpxchg, c2: Val, c3: Val, old: Val, ...bytes: readonly number[]): void =>
    fires(rules.atomicCmpxchgSucceed, { ...cas, e, vs: [i32(4), c2, c3] }, leaves([old], [], instances(changed(8, ...bytes))));
  const fails = (e: Cmpxchg, c2: Val, c3: Val, old: Val): void =>
    fires(rules.atomicCmpxchgFail, { ...cas, e, vs: [i32(4), c2, c3] }, leaves([old]));
  succeeds(cmpxchg('i32', 8), i32(0x99), i32(0x101), i32(0x99), 1);
  succeeds(cmpxchg('i32', 8), i32(0x12345699), i32(1), i32(0x99), 1);
  fails(cmpxchg('i32', 16), i32(0x99), i32(1), i32(0xaa99));
  succeeds(cmpxchg('i64', 32), i64(-1n << 32n | 0xccbbaa99n), i64(-1n), i64(0xccbbaa99n), 0xff, 0xff, 0xff, 0xff);
  succeeds(cmpxchg('i64'), i64(0x80ffeeddccbbaa99n), i64(0n), i64(0x80ffeeddccbbaa99n), 0, 0, 0, 0, 0, 0, 0, 0);
  fails(cmpxchg('i64'), i64(0xccbbaa99n), i64(0n), i64(0x80ffeeddccbbaa99n));
});
cmpxchgs.run();

const others = suite('fences and pauses');
law(others, fences.atomicFence, { e: { op: 'atomic.fence', order: 'acqrel' }, vs: [NULL] }, leaves([NULL]));
law(others, fences.pause, { e: { op: 'pause' }, vs: [NULL] }, leaves([NULL]));
others.run();
