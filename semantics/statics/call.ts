/**
 * Typing of calls and returns.
 * @spec core 2.3-validation.instructions §Function instructions
 * @category Typing: call instructions
 * @module
 */
import { isLeft, right } from 'fp-ts/lib/Either.js';
import { absRef } from '../../syntax/types.ts';
import type { AddrType, FuncType, RefType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { matchesRef, matchesResult } from '../types/matching.ts';
import { heapShared } from '../types/sharing.ts';
import { showResult, showVal } from '../types/showing.ts';
import type { Context } from './contexts.ts';
import { calleeAt, funcAt, lookup } from './contexts.ts';
import type { TypingRule } from './instruction-types.ts';
import { arrow, arrowEnding, instr } from './instruction-types.ts';
import type { Checked, Judged } from './refusal.ts';
import { OK, refuse } from './refusal.ts';

const nullable = (heap: DefType): RefType<DefType> => ({ kind: 'ref', nullable: true, heap });

/**
 * ```rule
 * C ⊢ call x : t₁* → t₂*
 *   — if C.funcs[x] ≈ func t₁* → t₂*
 * ```
 * @rule Instr_ok/call
 * @spec core 2.3-validation.instructions §Function instructions
 */
export const call: TypingRule<'call'> = instr('call', (C, { x }) => {
  const ft = calleeAt(C, x);
  return isLeft(ft) ? ft : arrow(ft.right.params, ft.right.results);
});

/**
 * ```rule
 * C ⊢ call_ref y : t₁* (ref null y) → t₂*
 *   — if C.types[y] ≈ func t₁* → t₂*
 * ```
 * @rule Instr_ok/call_ref
 * @spec core 2.3-validation.instructions §Function instructions
 */
export const callRef: TypingRule<'call_ref'> = instr('call_ref', (C, { y }) => {
  const ft = funcAt(C, y);
  if (isLeft(ft)) return ft;
  const { dt, ct } = ft.right;
  return arrow([...ct.params, nullable(dt)], ct.results);
});

/** What a call through a table needs to know: the type of its index and of the function. */
interface Indirect {
  readonly at: AddrType;
  readonly ft: FuncType<DefType>;
}

/**
 * `C.tables[x] = share at lim rt`, `rt <: (ref null (share′ func))`, `C.types[y] ≈ share′ func t₁* → t₂*`. A table has functions
 * of one sharedness only: a call of the other could do nothing but trap.
 */
const indirect = (C: Context, x: number, y: number): Judged<Indirect> => {
  const table = lookup(C.tables, 'table', x);
  if (isLeft(table)) return table;
  const { addr, ref } = table.right, shared = heapShared(ref.heap);
  if (!matchesRef(ref, absRef('func', true, shared))) {
    return refuse('type mismatch: instruction requires table of function type '
      + `but table ${x} has element type ${showVal(ref, C.names)}`);
  }
  const ft = funcAt(C, y);
  if (isLeft(ft)) return ft;
  const { dt, ct } = ft.right;
  if (dt.sub.shared === shared) return right({ at: addr, ft: ct });
  return refuse(`type mismatch: function type ${y} is ${shared ? 'not shared' : 'shared'} `
    + `but table ${x} has element type ${showVal(ref, C.names)}`);
};

/**
 * ```rule
 * C ⊢ call_indirect x y : t₁* at → t₂*
 *   — if C.tables[x] = share at lim rt
 *   — and rt <: (ref null (share′ func))
 *   — and C.types[y] ≈ share′ func t₁* → t₂*
 * ```
 * @rule Instr_ok/call_indirect
 * @spec core 2.3-validation.instructions §Function instructions
 * @spec SET Overview.md §Instructions
 */
export const callIndirect: TypingRule<'call_indirect'> = instr('call_indirect', (C, { x, y }) => {
  const found = indirect(C, x, y);
  if (isLeft(found)) return found;
  const { at, ft } = found.right;
  return arrow([...ft.params, at], ft.results);
});

/**
 * ```rule
 * C ⊢ return : t₁* t* → t₂*
 *   — if C.return = t*
 *   — and C ⊢ t₁* → t₂* : OK
 * ```
 * @rule Instr_ok/return
 * @spec core 2.3-validation.instructions §Function instructions
 */
export const return_: TypingRule<'return'> = instr('return', (C) =>
  C.return === undefined ? refuse('return outside of a function') : arrowEnding(C.return));

/** `C.return = t′₂*`, `t₂* <: t′₂*` */
const returnsResults = (C: Context, { results }: FuncType<DefType>): Checked => {
  if (C.return === undefined) return refuse('return outside of a function');
  return matchesResult(results, C.return) ? OK : refuse('type mismatch: current function requires result type '
    + `${showResult(C.return, C.names)} but callee returns ${showResult(results, C.names)}`);
};

/**
 * ```rule
 * C ⊢ return_call x : t₃* t₁* → t₄*
 *   — if C.funcs[x] ≈ func t₁* → t₂*
 *   — and C.return = t′₂*
 *   — and t₂* <: t′₂*
 *   — and C ⊢ t₃* → t₄* : OK
 * ```
 * @rule Instr_ok/return_call
 * @spec core 2.3-validation.instructions §Function instructions
 */
export const returnCall: TypingRule<'return_call'> = instr('return_call', (C, { x }) => {
  const ft = calleeAt(C, x);
  if (isLeft(ft)) return ft;
  const returning = returnsResults(C, ft.right);
  return isLeft(returning) ? returning : arrowEnding(ft.right.params);
});

/**
 * ```rule
 * C ⊢ return_call_ref y : t₃* t₁* (ref null y) → t₄*
 *   — if C.types[y] ≈ func t₁* → t₂*
 *   — and C.return = t′₂*
 *   — and t₂* <: t′₂*
 *   — and C ⊢ t₃* → t₄* : OK
 * ```
 * @rule Instr_ok/return_call_ref
 * @spec core 2.3-validation.instructions §Function instructions
 */
export const returnCallRef: TypingRule<'return_call_ref'> = instr('return_call_ref', (C, { y }) => {
  const ft = funcAt(C, y);
  if (isLeft(ft)) return ft;
  const { dt, ct } = ft.right;
  const returning = returnsResults(C, ct);
  return isLeft(returning) ? returning : arrowEnding([...ct.params, nullable(dt)]);
});

/**
 * ```rule
 * C ⊢ return_call_indirect x y : t₃* t₁* at → t₄*
 *   — if C.tables[x] = share at lim rt
 *   — and rt <: (ref null (share′ func))
 *   — and C.types[y] ≈ share′ func t₁* → t₂*
 *   — and C.return = t′₂*
 *   — and t₂* <: t′₂*
 *   — and C ⊢ t₃* → t₄* : OK
 * ```
 * @rule Instr_ok/return_call_indirect
 * @spec core 2.3-validation.instructions §Function instructions
 * @spec SET Overview.md §Instructions
 */
export const returnCallIndirect: TypingRule<'return_call_indirect'> = instr('return_call_indirect', (C, { x, y }) => {
  const found = indirect(C, x, y);
  if (isLeft(found)) return found;
  const { at, ft } = found.right;
  const returning = returnsResults(C, ft);
  return isLeft(returning) ? returning : arrowEnding([...ft.params, at]);
});
