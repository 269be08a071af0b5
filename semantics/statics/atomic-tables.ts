/**
 * Typing of atomic accesses to tables.
 * @spec SET Overview.md §Instructions
 * @category Typing: atomic table instructions
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { atomicType } from './atomic-types.ts';
import { lookup } from './contexts.ts';
import type { TypingRule } from './instruction-types.ts';
import { arrow, instr } from './instruction-types.ts';

/**
 * ```rule
 * C ⊢ table.atomic.get ord x : at → rt
 *   — if C.tables[x] = share at lim rt
 *   — and rt atomic
 * ```
 * @rule Instr_ok/table.atomic.get
 * @spec SET Overview.md §Instructions
 */
export const tableAtomicGet: TypingRule<'table.atomic.get'> = instr('table.atomic.get', (C, e) => {
  const table = lookup(C.tables, 'table', e.x);
  if (isLeft(table)) return table;
  const { addr, ref } = table.right;
  const t = atomicType(C, e, 'atomic', ref);
  return isLeft(t) ? t : arrow([addr], [ref]);
});

/**
 * ```rule
 * C ⊢ table.atomic.set ord x : at rt → ε
 *   — if C.tables[x] = share at lim rt
 *   — and rt atomic
 * ```
 * @rule Instr_ok/table.atomic.set
 * @spec SET Overview.md §Instructions
 */
export const tableAtomicSet: TypingRule<'table.atomic.set'> = instr('table.atomic.set', (C, e) => {
  const table = lookup(C.tables, 'table', e.x);
  if (isLeft(table)) return table;
  const { addr, ref } = table.right;
  const t = atomicType(C, e, 'atomic', ref);
  return isLeft(t) ? t : arrow([addr, ref], []);
});

/**
 * ```rule
 * C ⊢ table.atomic.xchg ord x : at rt → rt
 *   — if C.tables[x] = share at lim rt
 *   — and rt atomic
 * ```
 * @rule Instr_ok/table.atomic.xchg
 * @spec SET Overview.md §Instructions
 */
export const tableAtomicXchg: TypingRule<'table.atomic.xchg'> = instr('table.atomic.xchg', (C, e) => {
  const table = lookup(C.tables, 'table', e.x);
  if (isLeft(table)) return table;
  const { addr, ref } = table.right;
  const t = atomicType(C, e, 'atomic', ref);
  return isLeft(t) ? t : arrow([addr, ref], [ref]);
});

/**
 * ```rule
 * C ⊢ table.atomic.cmpxchg ord x : at rt′ rt → rt
 *   — if C.tables[x] = share at lim rt
 *   — and rt′ = expected(rt)
 * ```
 * @rule Instr_ok/table.atomic.cmpxchg
 * @spec SET Overview.md §Instructions
 */
export const tableAtomicCmpxchg: TypingRule<'table.atomic.cmpxchg'> = instr('table.atomic.cmpxchg', (C, e) => {
  const table = lookup(C.tables, 'table', e.x);
  if (isLeft(table)) return table;
  const { addr, ref } = table.right;
  const t = atomicType(C, e, 'expected', ref);
  return isLeft(t) ? t : arrow([addr, t.right, ref], [ref]);
});
