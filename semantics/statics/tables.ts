/**
 * Typing of table instructions.
 * @spec core 2.3-validation.instructions §Table instructions
 * @category Typing: table instructions
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { TableType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { matchesRef } from '../types/matching.ts';
import { minAddr } from '../types/properties.ts';
import { showVal } from '../types/showing.ts';
import type { Context, ElemType } from './contexts.ts';
import { lookup } from './contexts.ts';
import type { TypingRule } from './instruction-types.ts';
import { arrow, instr } from './instruction-types.ts';
import type { Judged } from './refusal.ts';
import { refuse } from './refusal.ts';

const tableAt = (C: Context, x: number): Judged<TableType<DefType>> => lookup(C.tables, 'table', x);
const elemAt = (C: Context, x: number): Judged<ElemType> => lookup(C.elems, 'elem segment', x);

/**
 * ```rule
 * C ⊢ table.get x : at → rt
 *   — if C.tables[x] = at lim rt
 * ```
 * @rule Instr_ok/table.get
 * @spec core 2.3-validation.instructions §Table instructions
 */
export const tableGet: TypingRule<'table.get'> = instr('table.get', (C, { x }) => {
  const table = tableAt(C, x);
  return isLeft(table) ? table : arrow([table.right.addr], [table.right.ref]);
});

/**
 * ```rule
 * C ⊢ table.set x : at rt → ε
 *   — if C.tables[x] = at lim rt
 * ```
 * @rule Instr_ok/table.set
 * @spec core 2.3-validation.instructions §Table instructions
 */
export const tableSet: TypingRule<'table.set'> = instr('table.set', (C, { x }) => {
  const table = tableAt(C, x);
  return isLeft(table) ? table : arrow([table.right.addr, table.right.ref], []);
});

/**
 * ```rule
 * C ⊢ table.size x : ε → at
 *   — if C.tables[x] = at lim rt
 * ```
 * @rule Instr_ok/table.size
 * @spec core 2.3-validation.instructions §Table instructions
 */
export const tableSize: TypingRule<'table.size'> = instr('table.size', (C, { x }) => {
  const table = tableAt(C, x);
  return isLeft(table) ? table : arrow([], [table.right.addr]);
});

/**
 * ```rule
 * C ⊢ table.grow x : rt at → at
 *   — if C.tables[x] = at lim rt
 * ```
 * @rule Instr_ok/table.grow
 * @spec core 2.3-validation.instructions §Table instructions
 */
export const tableGrow: TypingRule<'table.grow'> = instr('table.grow', (C, { x }) => {
  const table = tableAt(C, x);
  if (isLeft(table)) return table;
  const { addr, ref } = table.right;
  return arrow([ref, addr], [addr]);
});

/**
 * ```rule
 * C ⊢ table.fill x : at rt at → ε
 *   — if C.tables[x] = at lim rt
 * ```
 * @rule Instr_ok/table.fill
 * @spec core 2.3-validation.instructions §Table instructions
 */
export const tableFill: TypingRule<'table.fill'> = instr('table.fill', (C, { x }) => {
  const table = tableAt(C, x);
  if (isLeft(table)) return table;
  const { addr, ref } = table.right;
  return arrow([addr, ref, addr], []);
});

/**
 * ```rule
 * C ⊢ table.copy x₁ x₂ : at₁ at₂ min(at₁, at₂) → ε
 *   — if C.tables[x₁] = at₁ lim₁ rt₁
 *   — and C.tables[x₂] = at₂ lim₂ rt₂
 *   — and rt₂ <: rt₁
 * ```
 * @rule Instr_ok/table.copy
 * @spec core 2.3-validation.instructions §Table instructions
 */
export const tableCopy: TypingRule<'table.copy'> = instr('table.copy', (C, { x, y }) => {
  const to = tableAt(C, x);
  if (isLeft(to)) return to;
  const from = tableAt(C, y);
  if (isLeft(from)) return from;
  const { addr: at1, ref: rt1 } = to.right, { addr: at2, ref: rt2 } = from.right;
  if (matchesRef(rt2, rt1)) return arrow([at1, at2, minAddr(at1, at2)], []);
  return refuse(`type mismatch: source element type ${showVal(rt2, C.names)} `
    + `does not match destination element type ${showVal(rt1, C.names)}`);
});

/**
 * ```rule
 * C ⊢ table.init x y : at i32 i32 → ε
 *   — if C.tables[x] = at lim rt₁
 *   — and C.elems[y] = share rt₂
 *   — and rt₂ <: rt₁
 * ```
 * @rule Instr_ok/table.init
 * @spec core 2.3-validation.instructions §Table instructions
 */
export const tableInit: TypingRule<'table.init'> = instr('table.init', (C, { x, y }) => {
  const table = tableAt(C, x);
  if (isLeft(table)) return table;
  const elem = elemAt(C, y);
  if (isLeft(elem)) return elem;
  const { addr, ref: rt1 } = table.right, { ref: rt2 } = elem.right;
  if (matchesRef(rt2, rt1)) return arrow([addr, 'i32', 'i32'], []);
  return refuse(`type mismatch: element segment's type ${showVal(rt2, C.names)} `
    + `does not match table's element type ${showVal(rt1, C.names)}`);
});

/**
 * ```rule
 * C ⊢ elem.drop x : ε → ε
 *   — if C.elems[x] = share rt
 * ```
 * @rule Instr_ok/elem.drop
 * @spec core 2.3-validation.instructions §Table instructions
 */
export const elemDrop: TypingRule<'elem.drop'> = instr('elem.drop', (C, { x }) => {
  const elem = elemAt(C, x);
  return isLeft(elem) ? elem : arrow([], []);
});
