import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { actionsBy } from '../../../reduction/kit.ts';
import * as rules from '../../../reduction/rules/memory-waits.ts';
import type { Action, QueueKey } from '../../../semantics/runtime/actions.ts';
import { queueName } from '../../../semantics/runtime/actions.ts';
import type { Config } from '../../../semantics/runtime/configuration.ts';
import { withQueue } from '../../../semantics/runtime/updates.ts';
import { i32, i64, NULL, refWaitQueue } from '../../../semantics/runtime/values.ts';
import type { Val } from '../../../semantics/runtime/values.ts';
import type { InstrOf, MemArg } from '../../../syntax/instructions.ts';
import type { Bare, Setting } from '../configurations.ts';
import { configuration, memory, shared } from '../configurations.ts';
import { view } from '../views.ts';
import type { Result } from './support.ts';
import { acts, applied, fires, law, leaves, traps } from './support.ts';

const UNALIGNED = 'unaligned atomic', OUT = 'out of bounds memory access', UNSHARED = 'expected shared memory';
const BYTES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
/** Index 0 is a shared memory of i32 at the address 1, index 1 a shared one of i64 at the address 2, index 2 an unshared one at 3. */
const module = { mems: [1, 2, 3] };
const S = { mems: [memory([]), shared(memory(BYTES)), shared(memory(BYTES, 'i64')), memory(BYTES)] };
const ao = (offset: bigint): MemArg => ({ align: 0, offset });
/** The address that is given, and the offset 4. */
const at = (nt: 'i32' | 'i64', x = 0, offset = 4n) => ({ nt, x, ao: ao(offset) }) as const;
/** Waiting for what stands at the byte i of the memory at the address a. */
const waitAt = (a: number, i: number, expected: Val, timeout: bigint, queue: QueueKey = { kind: 'mem', a, i }): Bare =>
  ({ op: 'wait.at', loc: { region: 'mem', a, i, n: expected.t === 'i32' ? 4 : 8 }, queue, expected, timeout });

/** Reading the size of the memory at the address a. */
const sizeOf = (a: number): Action => ({ kind: 'read', loc: { region: 'memsize', a, i: 0, n: 1 }, order: 'unord' });

const noMemory = { 'z.mems[x] = mi': { module: {} } };
const missing = { 'z.module.mems[x] = a': { module: {} }, 'z.mems[x] = mi': { S: {} } };
const ALIGNED = '(i + ao.offset) mod N/8 = 0', MISALIGNED = '(i + ao.offset) mod N/8 ≠ 0';
const FITS = 'i + ao.offset + N/8 ≤ |mi.bytes|', TOO_FAR = 'i + ao.offset + N/8 > |mi.bytes|';

const waits = suite('memory.atomic.wait');
type AtomicWait = Omit<InstrOf<'memory.atomic.wait'>, 'at'>;
const atomicWait = (...args: Parameters<typeof at>): AtomicWait => ({ op: 'memory.atomic.wait', ...at(...args) });
const C = i32(7), K = i64(5n);
const wait32 = { e: atomicWait('i32'), vs: [i32(4), C, K], module, S } as const;
const fromByte = (i: number): Partial<Setting> => ({ vs: [i32(i), C, K] });
const waitOperands = { ...noMemory, 'the first operand is (at.const i)': { vs: [i64(4n), C, K] } };
law(waits, rules.memoryAtomicWaitUnaligned, { ...wait32, ...fromByte(5) }, traps(UNALIGNED), {
  ...waitOperands, [MISALIGNED]: fromByte(4),
});
law(waits, rules.memoryAtomicWaitOob, { ...wait32, ...fromByte(12) }, traps(OUT), {
  ...waitOperands, [ALIGNED]: fromByte(11), [TOO_FAR]: fromByte(8),
});
law(waits, rules.memoryAtomicWaitUnshared, { ...wait32, e: atomicWait('i32', 2) }, traps(UNSHARED), {
  ...waitOperands, [FITS]: fromByte(12), [ALIGNED]: fromByte(7), 'mi is unshared': { e: atomicWait('i32') },
});
law(waits, rules.memoryAtomicWait, wait32, leaves([], [waitAt(1, 8, C, 5n)]), {
  ...waitOperands,
  ...missing,
  'the third operand is (i64.const k)': { vs: [i32(4), C, i32(5)] },
  'the second operand is (iN.const c)': { vs: [i32(4), i64(7n), K] },
  [FITS]: fromByte(12),
  [ALIGNED]: fromByte(7),
  'mi is shared': { e: atomicWait('i32', 2) },
});
waits('the alignment and the bounds are those of the width', () => {
  const wait64 = { ...wait32, e: atomicWait('i64') }, from = (i: number): Setting => ({ ...wait64, vs: [i32(i), i64(7n), K] });
  fires(rules.memoryAtomicWait, from(4), leaves([], [waitAt(1, 8, i64(7n), 5n)]));
  fires(rules.memoryAtomicWaitUnaligned, from(8), traps(UNALIGNED));
  fires(rules.memoryAtomicWaitOob, from(12), traps(OUT));
});
waits('a misaligned access traps as such, in bounds or not, in a shared memory or not', () => {
  fires(rules.memoryAtomicWaitUnaligned, { ...wait32, ...fromByte(-1) }, traps(UNALIGNED));
  fires(rules.memoryAtomicWaitOob, { ...wait32, ...fromByte(-4) }, traps(OUT));
  fires(rules.memoryAtomicWaitUnaligned, { ...wait32, e: atomicWait('i32', 2), ...fromByte(5) }, traps(UNALIGNED));
  fires(rules.memoryAtomicWaitOob, { ...wait32, e: atomicWait('i32', 2), ...fromByte(12) }, traps(OUT));
});
waits('a memory of i64 takes i64, and has queues of its own', () => {
  fires(rules.memoryAtomicWait, { ...wait32, e: atomicWait('i32', 1), vs: [i64(8n), C, i64(-1n)] }, leaves([], [waitAt(2, 12, C, -1n)]));
});
waits('the size of the memory is read, for the bounds, and nothing else yet', () => {
  acts(rules.memoryAtomicWait, wait32, [sizeOf(1)]);
  acts(rules.memoryAtomicWaitOob, { ...wait32, ...fromByte(12) }, [sizeOf(1)]);
  acts(rules.memoryAtomicWaitUnaligned, { ...wait32, ...fromByte(5) }, []);
  acts(rules.memoryAtomicWaitOob, { ...wait32, e: atomicWait('i32', 2), ...fromByte(12) }, []);
});
waits('the alignment of an address beyond 2⁵³ is that of all its bits', () => {
  const far = (e: AtomicWait, i: bigint, c: Val): Setting => ({ ...wait32, e, vs: [i64(i), c, K] });
  fires(rules.memoryAtomicWaitUnaligned, far(atomicWait('i32', 1), 2n ** 53n + 1n, C), traps(UNALIGNED));
  fires(rules.memoryAtomicWaitUnaligned, far(atomicWait('i64', 1), 2n ** 63n - 1n, i64(7n)), traps(UNALIGNED));
  fires(rules.memoryAtomicWaitOob, far(atomicWait('i32', 1), 2n ** 53n + 4n, C), traps(OUT));
});
waits.run();

const notifies = suite('memory.atomic.notify');
type Notify = Omit<InstrOf<'memory.atomic.notify'>, 'at'>;
const notify = (x = 0, offset = 4n): Notify => ({ op: 'memory.atomic.notify', x, ao: ao(offset) });
const notify2 = { e: notify(), vs: [i32(4), i32(2)], module, S } as const;
const notifyOperands = { ...noMemory, 'the first operand is (at.const i)': { vs: [i64(4n), i32(2)] } };
const ALIGNED4 = '(i + ao.offset) mod 4 = 0';
law(notifies, rules.memoryAtomicNotifyUnaligned, { ...notify2, vs: [i32(5), i32(2)] }, traps(UNALIGNED), {
  ...notifyOperands, '(i + ao.offset) mod 4 ≠ 0': { vs: [i32(4), i32(2)] },
});
law(notifies, rules.memoryAtomicNotifyOob, { ...notify2, vs: [i32(12), i32(2)] }, traps(OUT), {
  ...notifyOperands, [ALIGNED4]: { vs: [i32(11), i32(2)] }, 'i + ao.offset + 4 > |mi.bytes|': { vs: [i32(8), i32(2)] },
});
law(notifies, rules.memoryAtomicNotify, notify2, leaves([i32(0)]), {
  ...notifyOperands,
  ...missing,
  'the second operand is (i32.const k)': { vs: [i32(4), i64(2n)] },
  'i + ao.offset + 4 ≤ |mi.bytes|': { vs: [i32(12), i32(2)] },
  [ALIGNED4]: { vs: [i32(7), i32(2)] },
});
const QUEUE: QueueKey = { kind: 'mem', a: 1, i: 8 };
const others: readonly QueueKey[] = [{ kind: 'mem', a: 1, i: 12 }, { kind: 'mem', a: 2, i: 8 }, { kind: 'waitqueue', a: 1 }];
/** The configuration; the threads wait in the queue, and one more in each of some others. */
const waiting = (setting: Setting, ...threads: readonly number[]): Config => {
  const z = configuration(setting), crowd = others.reduce((S, queue, i) => withQueue(S, queueName(queue), [10 + i]), z.S);
  return { ...z, S: withQueue(crowd, queueName(QUEUE), threads) };
};
notifies('those that have waited longest are woken, and counted', () => {
  const wakes = (k: number, woken: number, ...left: readonly number[]): void => {
    const z = waiting({ ...notify2, vs: [i32(4), i32(k)] }, 3, 1, 2), before = view(z);
    const after = waiting({ ...notify2, e: { op: 'value', val: i32(woken) }, vs: [] }, ...left);
    assert.equal(view(applied(rules.memoryAtomicNotify, z) as Config), view({ ...after, vs: valsAfter(woken), es: after.es.next }));
    assert.equal(view(z), before, 'the old configuration is what it was');
    assert.equal(actionsBy(rules.memoryAtomicNotify, z), [sizeOf(1), { kind: 'notify', queue: QUEUE }]);
  };
  const valsAfter = (woken: number): Config['vs'] => configuration({ ...notify2, vs: [i32(woken)] }).vs;
  wakes(0, 0, 3, 1, 2);
  wakes(1, 1, 1, 2);
  wakes(2, 2, 2);
  wakes(3, 3);
  wakes(4, 3);
  wakes(-1, 3);
});
notifies('it acts on the queue of a shared memory, even if nobody waits', () => {
  acts(rules.memoryAtomicNotify, notify2, [sizeOf(1), { kind: 'notify', queue: QUEUE }]);
  acts(rules.memoryAtomicNotify, { ...notify2, e: notify(1), vs: [i64(8n), i32(1)] }, [sizeOf(2), { kind: 'notify', queue: { kind: 'mem', a: 2, i: 12 } }]);
  acts(rules.memoryAtomicNotifyOob, { ...notify2, vs: [i32(12), i32(2)] }, [sizeOf(1)]);
});
notifies('nobody waits at an address of an unshared memory', () => {
  fires(rules.memoryAtomicNotify, { ...notify2, e: notify(2) }, leaves([i32(0)]));
  acts(rules.memoryAtomicNotify, { ...notify2, e: notify(2) }, []);
});
notifies('a misaligned access traps as such, in bounds or not', () => {
  fires(rules.memoryAtomicNotifyUnaligned, { ...notify2, vs: [i32(-1), i32(2)] }, traps(UNALIGNED));
  fires(rules.memoryAtomicNotifyOob, { ...notify2, vs: [i32(-4), i32(2)] }, traps(OUT));
  fires(rules.memoryAtomicNotifyUnaligned, { ...notify2, e: notify(1), vs: [i64(2n ** 53n + 1n), i32(2)] }, traps(UNALIGNED));
  fires(rules.memoryAtomicNotifyOob, { ...notify2, e: notify(1), vs: [i64(2n ** 53n + 4n), i32(2)] }, traps(OUT));
});
notifies.run();

const managed = suite('memory.wait');
type Wait = Omit<InstrOf<'memory.wait'>, 'at'>;
const wait = (...args: Parameters<typeof at>): Wait => ({ op: 'memory.wait', ...at(...args) });
const Q = refWaitQueue(6);
const managed32 = { e: wait('i32'), vs: [Q, i32(4), C, K], module, S } as const;
const in6 = (i: number): Partial<Setting> => ({ vs: [Q, i32(i), C, K] });
const inNull = (i: number): Partial<Setting> => ({ vs: [NULL, i32(i), C, K] });
const managedOperands = { ...noMemory, 'the second operand is (at.const i)': { vs: [Q, i64(4n), C, K] } };
const REFUSED: Result = traps('null wait queue reference');
law(managed, rules.memoryWaitOob, { ...managed32, ...in6(12) }, traps(OUT), { ...managedOperands, [TOO_FAR]: in6(8) });
law(managed, rules.memoryWaitUnaligned, { ...managed32, ...in6(5) }, traps(UNALIGNED), {
  ...managedOperands, [FITS]: in6(11), [MISALIGNED]: in6(4),
});
law(managed, rules.memoryWaitRefused, { ...managed32, ...inNull(4) }, REFUSED, {
  ...managedOperands, [FITS]: in6(12), [ALIGNED]: in6(5), 'queue = ref.null or mi is unshared': in6(4),
});
law(managed, rules.memoryWait, managed32, leaves([], [waitAt(1, 8, C, 5n, { kind: 'waitqueue', a: 6 })]), {
  ...managedOperands,
  ...missing,
  'the fourth operand is (i64.const k)': { vs: [Q, i32(4), C, i32(5)] },
  'the third operand is (iN.const c)': { vs: [Q, i32(4), i64(7n), K] },
  'the first operand is (ref.waitqueue q)': inNull(4),
  [FITS]: in6(12),
  [ALIGNED]: in6(5),
  'mi is shared': { e: wait('i32', 2) },
});
managed('the bounds come first, then the alignment, then the queue, then the memory', () => {
  fires(rules.memoryWaitOob, { ...managed32, ...inNull(13) }, traps(OUT));
  fires(rules.memoryWaitUnaligned, { ...managed32, ...inNull(5) }, traps(UNALIGNED));
  fires(rules.memoryWaitRefused, { ...managed32, e: wait('i32', 2), ...inNull(4) }, REFUSED);
  fires(rules.memoryWaitRefused, { ...managed32, e: wait('i32', 2) }, traps(UNSHARED));
});
managed('64 bits, in a memory of i64', () => {
  const from = (i: bigint): Setting => ({ ...managed32, e: wait('i64', 1), vs: [Q, i64(i), i64(7n), i64(-1n)] });
  fires(rules.memoryWait, from(4n), leaves([], [waitAt(2, 8, i64(7n), -1n, { kind: 'waitqueue', a: 6 })]));
  fires(rules.memoryWaitUnaligned, from(0n), traps(UNALIGNED));
  fires(rules.memoryWaitOob, from(12n), traps(OUT));
});
managed('the size of the memory is read, for the bounds, and nothing else yet', () => {
  acts(rules.memoryWait, managed32, [sizeOf(1)]);
  acts(rules.memoryWaitRefused, { ...managed32, ...inNull(4) }, [sizeOf(1)]);
  acts(rules.memoryWaitUnaligned, { ...managed32, ...in6(5) }, [sizeOf(1)]);
  acts(rules.memoryWaitOob, { ...managed32, ...in6(12) }, [sizeOf(1)]);
  acts(rules.memoryWaitRefused, { ...managed32, e: wait('i32', 2) }, []);
});
managed.run();
