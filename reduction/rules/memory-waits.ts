/**
 * Waiting for a control word in a memory, and waking who waits at an address. As in all atomic instructions on memories, a misaligned
 * access by `memory.atomic.*` traps before the bounds are looked at.
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 * @spec SET Overview.md §Managed Waiter Queues
 * @category Reduction: waiting
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { effective } from '../../semantics/runtime/accesses.ts';
import type { Action, QueueKey } from '../../semantics/runtime/actions.ts';
import { aligned, widths } from '../../semantics/runtime/atomics.ts';
import { then, trap } from '../../semantics/runtime/code.ts';
import { READ, sizeAccess } from '../../semantics/runtime/labels.ts';
import { memOf } from '../../semantics/runtime/lookup.ts';
import { addrOf, i32Of, isNull, num, waitQueueOf } from '../../semantics/runtime/operands.ts';
import { i32 } from '../../semantics/runtime/values.ts';
import { waiters, woken } from '../../semantics/runtime/waiting.ts';
import type { Rule } from '../kit.ts';
import { changed, read, step, to } from '../kit.ts';

const OUT_OF_BOUNDS = 'out of bounds memory access', UNALIGNED = 'unaligned atomic', UNSHARED = 'expected shared memory';
const sizes: { readonly [nt in 'i32' | 'i64']: 4 | 8 } = { i32: 4, i64: 8 };

/**
 * ```rule
 * z; (at.const i) (iN.const c) (i64.const k) (memory.atomic.waitN x ao)  ↪  trap
 *   — if z.mems[x] = mi
 *   — and the first operand is (at.const i)
 *   — and (i + ao.offset) mod N/8 = 0
 *   — and i + ao.offset + N/8 > |mi.bytes|
 * ```
 * @rule Step_read/memory.atomic.wait-oob
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const memoryAtomicWaitOob: Rule<'memory.atomic.wait'> = read('memory.atomic.wait-oob', 'memory.atomic.wait')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.next.v))
  .iff('(i + ao.offset) mod N/8 = 0', ({ z, e }) => aligned(z.vs.next.next.v, e.ao, widths[e.nt]))
  .iff('i + ao.offset + N/8 > |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + sizes[e.nt] > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trap(OUT_OF_BOUNDS, e.at), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (iN.const c) (i64.const k) (memory.atomic.waitN x ao)  ↪  trap
 *   — if z.mems[x] = mi
 *   — and the first operand is (at.const i)
 *   — and (i + ao.offset) mod N/8 ≠ 0
 * ```
 * @rule Step_read/memory.atomic.wait-unaligned
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const memoryAtomicWaitUnaligned: Rule<'memory.atomic.wait'> = read('memory.atomic.wait-unaligned', 'memory.atomic.wait')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.next.v))
  .iff('(i + ao.offset) mod N/8 ≠ 0', ({ z, e }) => !aligned(z.vs.next.next.v, e.ao, widths[e.nt]))
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trap(UNALIGNED, e.at), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (iN.const c) (i64.const k) (memory.atomic.waitN x ao)  ↪  trap
 *   — if z.mems[x] = mi
 *   — and the first operand is (at.const i)
 *   — and i + ao.offset + N/8 ≤ |mi.bytes|
 *   — and (i + ao.offset) mod N/8 = 0
 *   — and mi is unshared
 * ```
 * @rule Step_read/memory.atomic.wait-unshared
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const memoryAtomicWaitUnshared: Rule<'memory.atomic.wait'> = read('memory.atomic.wait-unshared', 'memory.atomic.wait')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.next.v))
  .iff('i + ao.offset + N/8 ≤ |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + sizes[e.nt] <= mi.bytes.size)
  .iff('(i + ao.offset) mod N/8 = 0', ({ z, e }) => aligned(z.vs.next.next.v, e.ao, widths[e.nt]))
  .iff('mi is unshared', ({ mi }) => !mi.type.shared)
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trap(UNSHARED, e.at), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (iN.const c) (i64.const k) (memory.atomic.waitN x ao)  ↪  (wait loc q c k)
 *   — if the third operand is (i64.const k)
 *   — and the second operand is (iN.const c)
 *   — and z.module.mems[x] = a
 *   — and z.mems[x] = mi
 *   — and the first operand is (at.const i)
 *   — and i + ao.offset + N/8 ≤ |mi.bytes|
 *   — and (i + ao.offset) mod N/8 = 0
 *   — and mi is shared
 *   — and q = loc = a[i + ao.offset : N/8]
 * ```
 * @rule Step_read/memory.atomic.wait
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const memoryAtomicWait: Rule<'memory.atomic.wait'> = read('memory.atomic.wait', 'memory.atomic.wait')
  .so('k', 'the third operand is (i64.const k)', ({ z }) => num('i64', z.vs.v))
  .so('c', 'the second operand is (iN.const c)', ({ z, e }) => num(e.nt, z.vs.next.v))
  .so('a', 'z.module.mems[x] = a', ({ z, e }) => z.F.module.mems[e.x])
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.next.v))
  .iff('i + ao.offset + N/8 ≤ |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + sizes[e.nt] <= mi.bytes.size)
  .iff('(i + ao.offset) mod N/8 = 0', ({ z, e }) => aligned(z.vs.next.next.v, e.ao, widths[e.nt]))
  .iff('mi is shared', ({ mi }) => mi.type.shared)
  .so('ea', 'q = loc = a[i + ao.offset : N/8]', ({ e, i }) => effective(i, e.ao))
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e, k, c, a, ea }) => to(z, z.vs.next.next.next, then({
    op: 'wait.at', loc: { region: 'mem', a, i: ea, n: sizes[e.nt] }, queue: { kind: 'mem', a, i: ea }, expected: c, timeout: k.c, at: e.at,
  }, z.es.next)));

/**
 * ```rule
 * z; (at.const i) (i32.const k) (memory.atomic.notify x ao)  ↪  trap
 *   — if z.mems[x] = mi
 *   — and the first operand is (at.const i)
 *   — and (i + ao.offset) mod 4 = 0
 *   — and i + ao.offset + 4 > |mi.bytes|
 * ```
 * @rule Step_read/memory.atomic.notify-oob
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const memoryAtomicNotifyOob: Rule<'memory.atomic.notify'> = read('memory.atomic.notify-oob', 'memory.atomic.notify')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.v))
  .iff('(i + ao.offset) mod 4 = 0', ({ z, e }) => aligned(z.vs.next.v, e.ao, 32))
  .iff('i + ao.offset + 4 > |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + 4 > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trap(OUT_OF_BOUNDS, e.at), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (i32.const k) (memory.atomic.notify x ao)  ↪  trap
 *   — if z.mems[x] = mi
 *   — and the first operand is (at.const i)
 *   — and (i + ao.offset) mod 4 ≠ 0
 * ```
 * @rule Step_read/memory.atomic.notify-unaligned
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const memoryAtomicNotifyUnaligned: Rule<'memory.atomic.notify'> = read('memory.atomic.notify-unaligned', 'memory.atomic.notify')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.v))
  .iff('(i + ao.offset) mod 4 ≠ 0', ({ z, e }) => !aligned(z.vs.next.v, e.ao, 32))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trap(UNALIGNED, e.at), z.es.next)));

/**
 * Nobody can wait at an address of an unshared memory, so there the count is 0.
 * ```rule
 * z; (at.const i) (i32.const k) (memory.atomic.notify x ao)  ↪  S′; F; (i32.const j)
 *   — if the second operand is (i32.const k)
 *   — and z.module.mems[x] = a
 *   — and z.mems[x] = mi
 *   — and the first operand is (at.const i)
 *   — and i + ao.offset + 4 ≤ |mi.bytes|
 *   — and (i + ao.offset) mod 4 = 0
 *   — and q = a[i + ao.offset]
 *   — and j = min(k, |S.queues[q]|)
 *   — and S′ = S with queues[q] = queues[q][j :]
 * ```
 * @rule Step/memory.atomic.notify
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const memoryAtomicNotify: Rule<'memory.atomic.notify'> = step('memory.atomic.notify', 'memory.atomic.notify')
  .so('k', 'the second operand is (i32.const k)', ({ z }) => i32Of(z.vs.v))
  .so('a', 'z.module.mems[x] = a', ({ z, e }) => z.F.module.mems[e.x])
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.v))
  .iff('i + ao.offset + 4 ≤ |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + 4 <= mi.bytes.size)
  .iff('(i + ao.offset) mod 4 = 0', ({ z, e }) => aligned(z.vs.next.v, e.ao, 32))
  .so('q', 'q = a[i + ao.offset]', ({ e, a, i }): QueueKey => ({ kind: 'mem', a, i: effective(i, e.ao) }))
  .so('j', 'j = min(k, |S.queues[q]|)', ({ z, k, q }) => Math.min(k >>> 0, waiters(z.S, q).length))
  .so('S1', 'S′ = S with queues[q] = queues[q][j :]', ({ z, q, j }) => woken(z.S, q, j))
  .acts(({ z, e, q, mi }): readonly Action[] => mi.type.shared ? [...sizeAccess(z, 'mem', e.x, READ), { kind: 'notify', queue: q }] : [])
  .gives(({ z, j, S1 }) => changed(z, S1, cons(i32(j), z.vs.next.next), z.es.next));

/**
 * ```rule
 * z; queue (at.const i) (iN.const c) (i64.const k) (memory.waitN x ao)  ↪  trap
 *   — if z.mems[x] = mi
 *   — and the second operand is (at.const i)
 *   — and i + ao.offset + N/8 > |mi.bytes|
 * ```
 * @rule Step_read/memory.wait-oob
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const memoryWaitOob: Rule<'memory.wait'> = read('memory.wait-oob', 'memory.wait')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the second operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.next.v))
  .iff('i + ao.offset + N/8 > |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + sizes[e.nt] > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trap(OUT_OF_BOUNDS, e.at), z.es.next)));

/**
 * ```rule
 * z; queue (at.const i) (iN.const c) (i64.const k) (memory.waitN x ao)  ↪  trap
 *   — if z.mems[x] = mi
 *   — and the second operand is (at.const i)
 *   — and i + ao.offset + N/8 ≤ |mi.bytes|
 *   — and (i + ao.offset) mod N/8 ≠ 0
 * ```
 * @rule Step_read/memory.wait-unaligned
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const memoryWaitUnaligned: Rule<'memory.wait'> = read('memory.wait-unaligned', 'memory.wait')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the second operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.next.v))
  .iff('i + ao.offset + N/8 ≤ |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + sizes[e.nt] <= mi.bytes.size)
  .iff('(i + ao.offset) mod N/8 ≠ 0', ({ z, e }) => !aligned(z.vs.next.next.v, e.ao, widths[e.nt]))
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trap(UNALIGNED, e.at), z.es.next)));

/**
 * ```rule
 * z; queue (at.const i) (iN.const c) (i64.const k) (memory.waitN x ao)  ↪  trap
 *   — if z.mems[x] = mi
 *   — and the second operand is (at.const i)
 *   — and i + ao.offset + N/8 ≤ |mi.bytes|
 *   — and (i + ao.offset) mod N/8 = 0
 *   — and queue = ref.null or mi is unshared
 * ```
 * @rule Step_read/memory.wait-refused
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const memoryWaitRefused: Rule<'memory.wait'> = read('memory.wait-refused', 'memory.wait')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the second operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.next.v))
  .iff('i + ao.offset + N/8 ≤ |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + sizes[e.nt] <= mi.bytes.size)
  .iff('(i + ao.offset) mod N/8 = 0', ({ z, e }) => aligned(z.vs.next.next.v, e.ao, widths[e.nt]))
  .iff('queue = ref.null or mi is unshared', ({ z, mi }) => isNull(z.vs.next.next.next.v) || !mi.type.shared)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next,
    then(trap(isNull(z.vs.next.next.next.v) ? 'null wait queue reference' : UNSHARED, e.at), z.es.next)));

/**
 * ```rule
 * z; (ref.waitqueue q) (at.const i) (iN.const c) (i64.const k) (memory.waitN x ao)  ↪  (wait loc q c k)
 *   — if the fourth operand is (i64.const k)
 *   — and the third operand is (iN.const c)
 *   — and the first operand is (ref.waitqueue q)
 *   — and z.module.mems[x] = a
 *   — and z.mems[x] = mi
 *   — and the second operand is (at.const i)
 *   — and i + ao.offset + N/8 ≤ |mi.bytes|
 *   — and (i + ao.offset) mod N/8 = 0
 *   — and mi is shared
 *   — and loc = a[i + ao.offset : N/8]
 * ```
 * @rule Step_read/memory.wait
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const memoryWait: Rule<'memory.wait'> = read('memory.wait', 'memory.wait')
  .so('k', 'the fourth operand is (i64.const k)', ({ z }) => num('i64', z.vs.v))
  .so('c', 'the third operand is (iN.const c)', ({ z, e }) => num(e.nt, z.vs.next.v))
  .so('q', 'the first operand is (ref.waitqueue q)', ({ z }) => waitQueueOf(z.vs.next.next.next.v))
  .so('a', 'z.module.mems[x] = a', ({ z, e }) => z.F.module.mems[e.x])
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the second operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.next.v))
  .iff('i + ao.offset + N/8 ≤ |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + sizes[e.nt] <= mi.bytes.size)
  .iff('(i + ao.offset) mod N/8 = 0', ({ z, e }) => aligned(z.vs.next.next.v, e.ao, widths[e.nt]))
  .iff('mi is shared', ({ mi }) => mi.type.shared)
  .so('ea', 'loc = a[i + ao.offset : N/8]', ({ e, i }) => effective(i, e.ao))
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e, k, c, q, a, ea }) => to(z, z.vs.next.next.next.next, then({
    op: 'wait.at', loc: { region: 'mem', a, i: ea, n: sizes[e.nt] }, queue: { kind: 'waitqueue', a: q },
    expected: c, timeout: k.c, at: e.at,
  }, z.es.next)));
