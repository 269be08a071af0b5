/**
 * Waiting and waking, whatever the control word: the second half of every wait instruction.
 *
 * A wait instruction reduces to `(wait loc q c k)`: the location of its control word, its queue, the expected value and the timeout in
 * nanoseconds, negative for none. That instruction compares and enqueues in one step; `(waiting q k)` then stands until the thread is
 * notified, or its time is over.
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 * @spec SET Overview.md §Managed Waiter Queues
 * @category Reduction: waiting
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import type { Action } from '../../semantics/runtime/actions.ts';
import { then } from '../../semantics/runtime/code.ts';
import { i32 } from '../../semantics/runtime/values.ts';
import { enqueued, holds, removed, waiters } from '../../semantics/runtime/waiting.ts';
import type { Rule } from '../kit.ts';
import { changed, read, step, to } from '../kit.ts';

/**
 * ```rule
 * S; F; (wait loc q c k)  ↪  (i32.const 1)
 *   — if S(loc) ≠ c
 * ```
 * @rule Step_read/wait-ne
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const waitNe: Rule<'wait.at'> = read('wait-ne', 'wait.at')
  .iff('S(loc) ≠ c', ({ z, e }) => !holds(z.S, e.loc, e.expected))
  .acts(({ e }): readonly Action[] => [{ kind: 'read', loc: e.loc, order: 'seqcst' }])
  .gives(({ z }) => to(z, cons(i32(1), z.vs), z.es.next));

/**
 * ```rule
 * S; F; (wait loc q c k)  ↪  S′; F; (waiting q k)
 *   — if S(loc) = c
 *   — and S′ = S with queues[q] += T
 * ```
 * @rule Step/wait-eq
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const waitEq: Rule<'wait.at'> = step('wait-eq', 'wait.at')
  .iff('S(loc) = c', ({ z, e }) => holds(z.S, e.loc, e.expected))
  .so('S1', 'S′ = S with queues[q] += T', ({ z, e }) => enqueued(z.S, e.queue, z.T.id))
  .acts(({ e }): readonly Action[] => [{ kind: 'wait', queue: e.queue, loc: e.loc }])
  .gives(({ z, e, S1 }) => changed(z, S1, z.vs, then({ op: 'waiting', queue: e.queue, timeout: e.timeout, at: e.at }, z.es.next)));

/**
 * A thread that is no longer in the queue has been notified.
 * ```rule
 * S; F; (waiting q k)  ↪  (i32.const 0)
 *   — if T ∉ S.queues[q]
 * ```
 * @rule Step_read/waiting-woken
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const waitingWoken: Rule<'waiting'> = read('waiting-woken', 'waiting')
  .iff('T ∉ S.queues[q]', ({ z, e }) => !waiters(z.S, e.queue).includes(z.T.id))
  .acts(({ e }): readonly Action[] => [{ kind: 'woken', queue: e.queue }])
  .gives(({ z }) => to(z, cons(i32(0), z.vs), z.es.next));

/**
 * Time passes as it likes: a thread with a timeout may be notified first, or not.
 * ```rule
 * S; F; (waiting q k)  ↪  S′; F; (i32.const 2)
 *   — if T ∈ S.queues[q]
 *   — and k ≥ 0
 *   — and S′ = S with queues[q] −= T
 * ```
 * @rule Step/waiting-timeout
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const waitingTimeout: Rule<'waiting'> = step('waiting-timeout', 'waiting')
  .iff('T ∈ S.queues[q]', ({ z, e }) => waiters(z.S, e.queue).includes(z.T.id))
  .iff('k ≥ 0', ({ e }) => e.timeout >= 0n)
  .so('S1', 'S′ = S with queues[q] −= T', ({ z, e }) => removed(z.S, e.queue, z.T.id))
  .acts(({ e }): readonly Action[] => [{ kind: 'timeout', queue: e.queue }])
  .gives(({ z, S1 }) => changed(z, S1, cons(i32(2), z.vs), z.es.next));
