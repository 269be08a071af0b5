/**
 * Typing of atomic accesses to globals.
 * @spec SET Overview.md §Instructions
 * @category Typing: atomic variable instructions
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { accessOf, atomicType } from './atomic-types.ts';
import { lookup } from './contexts.ts';
import type { TypingRule } from './instruction-types.ts';
import { arrow, instr } from './instruction-types.ts';
import { mutableGlobalAt } from './variables.ts';

/**
 * ```rule
 * C ⊢ global.atomic.get ord x : ε → t
 *   — if C.globals[x] = share mut? t
 *   — and t atomic
 * ```
 * @rule Instr_ok/global.atomic.get
 * @spec SET Overview.md §Instructions
 */
export const globalAtomicGet: TypingRule<'global.atomic.get'> = instr('global.atomic.get', (C, e) => {
  const global = lookup(C.globals, 'global', e.x);
  if (isLeft(global)) return global;
  const t = atomicType(C, e, 'atomic', global.right.type);
  return isLeft(t) ? t : arrow([], [t.right]);
});

/**
 * ```rule
 * C ⊢ global.atomic.set ord x : t → ε
 *   — if C.globals[x] = share mut t
 *   — and t atomic
 * ```
 * @rule Instr_ok/global.atomic.set
 * @spec SET Overview.md §Instructions
 */
export const globalAtomicSet: TypingRule<'global.atomic.set'> = instr('global.atomic.set', (C, e) => {
  const global = mutableGlobalAt(C, e.x);
  if (isLeft(global)) return global;
  const t = atomicType(C, e, 'atomic', global.right);
  return isLeft(t) ? t : arrow([t.right], []);
});

/**
 * ```rule
 * C ⊢ global.atomic.rmw f ord x : t → t
 *   — if C.globals[x] = share mut t
 *   — and t = i32 or t = i64, or f = xchg and t atomic
 * ```
 * @rule Instr_ok/global.atomic.rmw
 * @spec SET Overview.md §Instructions
 */
export const globalAtomicRmw: TypingRule<'global.atomic.rmw'> = instr('global.atomic.rmw', (C, e) => {
  const global = mutableGlobalAt(C, e.x);
  if (isLeft(global)) return global;
  const t = atomicType(C, e, accessOf(e.f), global.right);
  return isLeft(t) ? t : arrow([t.right], [t.right]);
});

/**
 * ```rule
 * C ⊢ global.atomic.cmpxchg ord x : t′ t → t
 *   — if C.globals[x] = share mut t
 *   — and t′ = expected(t)
 * ```
 * @rule Instr_ok/global.atomic.cmpxchg
 * @spec SET Overview.md §Instructions
 */
export const globalAtomicCmpxchg: TypingRule<'global.atomic.cmpxchg'> = instr('global.atomic.cmpxchg', (C, e) => {
  const global = mutableGlobalAt(C, e.x);
  if (isLeft(global)) return global;
  const t = atomicType(C, e, 'expected', global.right);
  return isLeft(t) ? t : arrow([t.right, global.right], [global.right]);
});
