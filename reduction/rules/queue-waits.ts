/**
 * Wait queues: making them, waking who waits in them, and waiting for a control word in a structure, an array, a global or a table.
 * @spec SET Overview.md §Managed Waiter Queues
 * @category Reduction: waiting
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import type { Action, QueueKey } from '../../semantics/runtime/actions.ts';
import { then, trap } from '../../semantics/runtime/code.ts';
import { READ, sizeAccess } from '../../semantics/runtime/labels.ts';
import { tableOf } from '../../semantics/runtime/lookup.ts';
import { addrOf, arrayOf, i32Of, isNull, num, structOf, val, waitQueueOf } from '../../semantics/runtime/operands.ts';
import { addWaitQueue } from '../../semantics/runtime/updates.ts';
import { i32, refWaitQueue } from '../../semantics/runtime/values.ts';
import { waiters, woken } from '../../semantics/runtime/waiting.ts';
import type { Rule } from '../kit.ts';
import { changed, read, step, to } from '../kit.ts';

const NULL_QUEUE = 'null wait queue reference', UNSHARED = 'expected shared location';

/**
 * ```rule
 * z; waitqueue.new  ↪  z[.waitqueues ⊕ waitqueue]; (ref.waitqueue |z.waitqueues|)
 * ```
 * @rule Step/waitqueue.new
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const waitqueueNew: Rule<'waitqueue.new'> = step('waitqueue.new', 'waitqueue.new')
  .gives(({ z, z: { S, vs, es } }) => changed(z, addWaitQueue(S), cons(refWaitQueue(S.threading.waitqueues.n), vs), es.next));

/**
 * ```rule
 * z; (ref.null) (i32.const k) waitqueue.notify  ↪  trap
 *   — if the first operand is (ref.null)
 * ```
 * @rule Step_read/waitqueue.notify-null
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const waitqueueNotifyNull: Rule<'waitqueue.notify'> = read('waitqueue.notify-null', 'waitqueue.notify')
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trap(NULL_QUEUE, e.at), z.es.next)));

/**
 * ```rule
 * S; F; (ref.waitqueue q) (i32.const k) waitqueue.notify  ↪  S′; F; (i32.const j)
 *   — if the second operand is (i32.const k)
 *   — and the first operand is (ref.waitqueue q)
 *   — and j = min(k, |S.queues[q]|)
 *   — and S′ = S with queues[q] = queues[q][j :]
 * ```
 * @rule Step/waitqueue.notify
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const waitqueueNotify: Rule<'waitqueue.notify'> = step('waitqueue.notify', 'waitqueue.notify')
  .so('k', 'the second operand is (i32.const k)', ({ z }) => i32Of(z.vs.v))
  .so('q', 'the first operand is (ref.waitqueue q)', ({ z }) => queueOf(waitQueueOf(z.vs.next.v)))
  .so('j', 'j = min(k, |S.queues[q]|)', ({ z, k, q }) => Math.min(k >>> 0, waiters(z.S, q).length))
  .so('S1', 'S′ = S with queues[q] = queues[q][j :]', ({ z, q, j }) => woken(z.S, q, j))
  .acts(({ q }): readonly Action[] => [{ kind: 'notify', queue: q }])
  .gives(({ z, j, S1 }) => changed(z, S1, cons(i32(j), z.vs.next.next), z.es.next));
const queueOf = (a: number | undefined): QueueKey | undefined => a === undefined ? undefined : { kind: 'waitqueue', a };

/**
 * ```rule
 * z; (ref.null) queue c (i64.const k) (struct.wait x i)  ↪  trap
 *   — if the first operand is (ref.null)
 * ```
 * @rule Step_read/struct.wait-null
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const structWaitNull: Rule<'struct.wait'> = read('struct.wait-null', 'struct.wait')
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.next.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trap('null structure reference', e.at), z.es.next)));

/**
 * ```rule
 * z; (ref.struct a) (ref.null) c (i64.const k) (struct.wait x i)  ↪  trap
 *   — if the first operand is (ref.struct a)
 *   — and the second operand is (ref.null)
 * ```
 * @rule Step_read/struct.wait-queue-null
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const structWaitQueueNull: Rule<'struct.wait'> = read('struct.wait-queue-null', 'struct.wait')
  .so('a', 'the first operand is (ref.struct a)', ({ z }) => structOf(z.vs.next.next.next.v))
  .iff('the second operand is (ref.null)', ({ z }) => isNull(z.vs.next.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trap(NULL_QUEUE, e.at), z.es.next)));

/**
 * ```rule
 * z; (ref.struct a) (ref.waitqueue q) c (i64.const k) (struct.wait x i)  ↪  trap
 *   — if the first operand is (ref.struct a)
 *   — and the second operand is (ref.waitqueue q)
 *   — and z.structs[a] is unshared
 * ```
 * @rule Step_read/struct.wait-unshared
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const structWaitUnshared: Rule<'struct.wait'> = read('struct.wait-unshared', 'struct.wait')
  .so('a', 'the first operand is (ref.struct a)', ({ z }) => structOf(z.vs.next.next.next.v))
  .so('q', 'the second operand is (ref.waitqueue q)', ({ z }) => waitQueueOf(z.vs.next.next.v))
  .iff('z.structs[a] is unshared', ({ z, a }) => get(z.S.structs, a)?.type.sub.shared === false)
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trap(UNSHARED, e.at), z.es.next)));

/**
 * ```rule
 * z; (ref.struct a) (ref.waitqueue q) c (i64.const k) (struct.wait x i)  ↪  (wait (struct a i) q c k)
 *   — if the fourth operand is (i64.const k)
 *   — and the third operand is c
 *   — and the second operand is (ref.waitqueue q)
 *   — and the first operand is (ref.struct a)
 *   — and z.structs[a] is shared
 * ```
 * @rule Step_read/struct.wait
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const structWait: Rule<'struct.wait'> = read('struct.wait', 'struct.wait')
  .so('k', 'the fourth operand is (i64.const k)', ({ z }) => num('i64', z.vs.v))
  .so('c', 'the third operand is c', ({ z }) => val(z.vs.next.v))
  .so('q', 'the second operand is (ref.waitqueue q)', ({ z }) => queueOf(waitQueueOf(z.vs.next.next.v)))
  .so('a', 'the first operand is (ref.struct a)', ({ z }) => structOf(z.vs.next.next.next.v))
  .iff('z.structs[a] is shared', ({ z, a }) => get(z.S.structs, a)?.type.sub.shared === true)
  .gives(({ z, e, k, c, q, a }) => to(z, z.vs.next.next.next.next, then({
    op: 'wait.at', loc: { region: 'struct', a, i: e.i, n: 1 }, queue: q, expected: c, timeout: k.c, at: e.at,
  }, z.es.next)));

/**
 * ```rule
 * z; (ref.null) queue (i32.const i) c (i64.const k) (array.wait x)  ↪  trap
 *   — if the first operand is (ref.null)
 * ```
 * @rule Step_read/array.wait-null
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const arrayWaitNull: Rule<'array.wait'> = read('array.wait-null', 'array.wait')
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.next.next.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next.next, then(trap('null array reference', e.at), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) queue (i32.const i) c (i64.const k) (array.wait x)  ↪  trap
 *   — if the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and the third operand is (i32.const i)
 *   — and i ≥ |ai.fields|
 * ```
 * @rule Step_read/array.wait-oob
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const arrayWaitOob: Rule<'array.wait'> = read('array.wait-oob', 'array.wait')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .so('i', 'the third operand is (i32.const i)', ({ z }) => i32Of(z.vs.next.next.v))
  .iff('i ≥ |ai.fields|', ({ ai, i }) => (i >>> 0) >= ai.fields.n)
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next.next, then(trap('out of bounds array access', e.at), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) queue (i32.const i) c (i64.const k) (array.wait x)  ↪  trap
 *   — if the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and the third operand is (i32.const i)
 *   — and i < |ai.fields|
 *   — and queue = ref.null or ai is unshared
 * ```
 * @rule Step_read/array.wait-refused
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const arrayWaitRefused: Rule<'array.wait'> = read('array.wait-refused', 'array.wait')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .so('i', 'the third operand is (i32.const i)', ({ z }) => i32Of(z.vs.next.next.v))
  .iff('i < |ai.fields|', ({ ai, i }) => (i >>> 0) < ai.fields.n)
  .iff('queue = ref.null or ai is unshared', ({ z, ai }) => isNull(z.vs.next.next.next.v) || !ai.type.sub.shared)
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next.next,
    then(trap(isNull(z.vs.next.next.next.v) ? NULL_QUEUE : UNSHARED, e.at), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (ref.waitqueue q) (i32.const i) c (i64.const k) (array.wait x)  ↪  (wait (array a i) q c k)
 *   — if the fifth operand is (i64.const k)
 *   — and the fourth operand is c
 *   — and the third operand is (i32.const i)
 *   — and the second operand is (ref.waitqueue q)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i < |ai.fields|
 *   — and ai is shared
 * ```
 * @rule Step_read/array.wait
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const arrayWait: Rule<'array.wait'> = read('array.wait', 'array.wait')
  .so('k', 'the fifth operand is (i64.const k)', ({ z }) => num('i64', z.vs.v))
  .so('c', 'the fourth operand is c', ({ z }) => val(z.vs.next.v))
  .so('i', 'the third operand is (i32.const i)', ({ z }) => i32Of(z.vs.next.next.v))
  .so('q', 'the second operand is (ref.waitqueue q)', ({ z }) => queueOf(waitQueueOf(z.vs.next.next.next.v)))
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i < |ai.fields|', ({ ai, i }) => (i >>> 0) < ai.fields.n)
  .iff('ai is shared', ({ ai }) => ai.type.sub.shared)
  .gives(({ z, e, k, c, i, q, a }) => to(z, z.vs.next.next.next.next.next, then({
    op: 'wait.at', loc: { region: 'array', a, i: i >>> 0, n: 1 }, queue: q, expected: c, timeout: k.c, at: e.at,
  }, z.es.next)));

/**
 * ```rule
 * z; queue c (i64.const k) (global.wait x)  ↪  trap
 *   — if z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and queue = ref.null or gi is not shared
 * ```
 * @rule Step_read/global.wait-refused
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const globalWaitRefused: Rule<'global.wait'> = read('global.wait-refused', 'global.wait')
  .so('a', 'z.module.globals[x] = a', ({ z, e }) => z.F.module.globals[e.x])
  .so('gi', 'z.globals[a] = gi', ({ z, a }) => get(z.S.globals, a))
  .iff('queue = ref.null or gi is not shared', ({ z, gi }) => isNull(z.vs.next.next.v) || gi.type.sharing !== 'shared')
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trap(isNull(z.vs.next.next.v) ? NULL_QUEUE : UNSHARED, e.at), z.es.next)));

/**
 * ```rule
 * z; (ref.waitqueue q) c (i64.const k) (global.wait x)  ↪  (wait (global a) q c k)
 *   — if the third operand is (i64.const k)
 *   — and the second operand is c
 *   — and the first operand is (ref.waitqueue q)
 *   — and z.module.globals[x] = a
 *   — and z.globals[a] = gi
 *   — and gi is shared
 * ```
 * @rule Step_read/global.wait
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const globalWait: Rule<'global.wait'> = read('global.wait', 'global.wait')
  .so('k', 'the third operand is (i64.const k)', ({ z }) => num('i64', z.vs.v))
  .so('c', 'the second operand is c', ({ z }) => val(z.vs.next.v))
  .so('q', 'the first operand is (ref.waitqueue q)', ({ z }) => queueOf(waitQueueOf(z.vs.next.next.v)))
  .so('a', 'z.module.globals[x] = a', ({ z, e }) => z.F.module.globals[e.x])
  .so('gi', 'z.globals[a] = gi', ({ z, a }) => get(z.S.globals, a))
  .iff('gi is shared', ({ gi }) => gi.type.sharing === 'shared')
  .gives(({ z, e, k, c, q, a }) => to(z, z.vs.next.next.next, then({
    op: 'wait.at', loc: { region: 'global', a, i: 0, n: 1 }, queue: q, expected: c, timeout: k.c, at: e.at,
  }, z.es.next)));

/**
 * ```rule
 * z; queue (at.const i) c (i64.const k) (table.wait x)  ↪  trap
 *   — if z.tables[x] = ti
 *   — and the second operand is (at.const i)
 *   — and i ≥ |ti.refs|
 * ```
 * @rule Step_read/table.wait-oob
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const tableWaitOob: Rule<'table.wait'> = read('table.wait-oob', 'table.wait')
  .so('ti', 'z.tables[x] = ti', ({ z, e }) => tableOf(z, e.x))
  .so('i', 'the second operand is (at.const i)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.next.next.v))
  .iff('i ≥ |ti.refs|', ({ ti, i }) => i >= ti.refs.n)
  .acts(({ z, e }) => sizeAccess(z, 'table', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trap('out of bounds table access', e.at), z.es.next)));

/**
 * ```rule
 * z; queue (at.const i) c (i64.const k) (table.wait x)  ↪  trap
 *   — if z.tables[x] = ti
 *   — and the second operand is (at.const i)
 *   — and i < |ti.refs|
 *   — and queue = ref.null or ti is unshared
 * ```
 * @rule Step_read/table.wait-refused
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const tableWaitRefused: Rule<'table.wait'> = read('table.wait-refused', 'table.wait')
  .so('ti', 'z.tables[x] = ti', ({ z, e }) => tableOf(z, e.x))
  .so('i', 'the second operand is (at.const i)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.next.next.v))
  .iff('i < |ti.refs|', ({ ti, i }) => i < ti.refs.n)
  .iff('queue = ref.null or ti is unshared', ({ z, ti }) => isNull(z.vs.next.next.next.v) || !ti.type.shared)
  .acts(({ z, e }) => sizeAccess(z, 'table', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trap(isNull(z.vs.next.next.next.v) ? NULL_QUEUE : UNSHARED, e.at), z.es.next)));

/**
 * ```rule
 * z; (ref.waitqueue q) (at.const i) c (i64.const k) (table.wait x)  ↪  (wait (table a i) q c k)
 *   — if the fourth operand is (i64.const k)
 *   — and the third operand is c
 *   — and the first operand is (ref.waitqueue q)
 *   — and z.module.tables[x] = a
 *   — and z.tables[x] = ti
 *   — and the second operand is (at.const i)
 *   — and i < |ti.refs|
 *   — and ti is shared
 * ```
 * @rule Step_read/table.wait
 * @spec SET Overview.md §Managed Waiter Queues
 */
export const tableWait: Rule<'table.wait'> = read('table.wait', 'table.wait')
  .so('k', 'the fourth operand is (i64.const k)', ({ z }) => num('i64', z.vs.v))
  .so('c', 'the third operand is c', ({ z }) => val(z.vs.next.v))
  .so('q', 'the first operand is (ref.waitqueue q)', ({ z }) => queueOf(waitQueueOf(z.vs.next.next.next.v)))
  .so('a', 'z.module.tables[x] = a', ({ z, e }) => z.F.module.tables[e.x])
  .so('ti', 'z.tables[x] = ti', ({ z, e }) => tableOf(z, e.x))
  .so('i', 'the second operand is (at.const i)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.next.next.v))
  .iff('i < |ti.refs|', ({ ti, i }) => i < ti.refs.n)
  .iff('ti is shared', ({ ti }) => ti.type.shared)
  .acts(({ z, e }) => sizeAccess(z, 'table', e.x, READ))
  .gives(({ z, e, k, c, q, a, i }) => to(z, z.vs.next.next.next.next, then({
    op: 'wait.at', loc: { region: 'table', a, i, n: 1 }, queue: q, expected: c, timeout: k.c, at: e.at,
  }, z.es.next)));
