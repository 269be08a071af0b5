/**
 * Fences, and pausing in a loop that waits. Between interleaved steps, neither has anything to do.
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 * @category Reduction: atomic memory instructions
 * @module
 */
import type { Rule } from '../kit.ts';
import { pure, to } from '../kit.ts';

/**
 * ```rule
 * (atomic.fence ord)  ↪  ε
 * ```
 * @rule Step_pure/atomic.fence
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const atomicFence: Rule<'atomic.fence'> = pure('atomic.fence', 'atomic.fence')
  .acts(({ e }) => [{ kind: 'fence', order: e.order }])
  .gives(({ z }) => to(z, z.vs, z.es.next));

/**
 * No text defines it: a hint that changes nothing, as in other implementations.
 * ```rule
 * pause  ↪  ε
 * ```
 * @rule Step_pure/pause
 * @spec SET Overview.md §Instructions
 */
export const pause: Rule<'pause'> = pure('pause', 'pause')
  .gives(({ z }) => to(z, z.vs, z.es.next));
