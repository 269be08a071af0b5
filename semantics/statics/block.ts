/**
 * Typing of block instructions. What the rules say about the instructions in a block is left to the checking algorithm.
 * @spec core 2.3-validation.instructions §Block instructions
 * @category Typing: block instructions
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { TypingRule } from './instruction-types.ts';
import { arrowOver, instr } from './instruction-types.ts';
import { blocktypeOk } from './types.ts';

/**
 * ```rule
 * C ⊢ block bt instr* : t₁* → t₂*
 *   — if C ⊢ bt : t₁* → t₂*
 *   — and {labels (t₂*)} ++ C ⊢ instr* : t₁* →_x* t₂*
 * ```
 * @rule Instr_ok/block
 * @spec core 2.3-validation.instructions §Block instructions
 */
export const block: TypingRule<'block'> = instr('block', (C, { bt, body }) => {
  const it = blocktypeOk(C, bt);
  if (isLeft(it)) return it;
  const { params, results } = it.right;
  return arrowOver([{ label: results, instrs: body, params, results }], params, results);
});

/**
 * ```rule
 * C ⊢ loop bt instr* : t₁* → t₂*
 *   — if C ⊢ bt : t₁* → t₂*
 *   — and {labels (t₁*)} ++ C ⊢ instr* : t₁* →_x* t₂*
 * ```
 * @rule Instr_ok/loop
 * @spec core 2.3-validation.instructions §Block instructions
 */
export const loop: TypingRule<'loop'> = instr('loop', (C, { bt, body }) => {
  const it = blocktypeOk(C, bt);
  if (isLeft(it)) return it;
  const { params, results } = it.right;
  return arrowOver([{ label: params, instrs: body, params, results }], params, results);
});

/**
 * ```rule
 * C ⊢ if bt instr₁* else instr₂* : t₁* i32 → t₂*
 *   — if C ⊢ bt : t₁* → t₂*
 *   — and {labels (t₂*)} ++ C ⊢ instr₁* : t₁* →_x₁* t₂*
 *   — and {labels (t₂*)} ++ C ⊢ instr₂* : t₁* →_x₂* t₂*
 * ```
 * @rule Instr_ok/if
 * @spec core 2.3-validation.instructions §Block instructions
 */
export const if_: TypingRule<'if'> = instr('if', (C, { bt, then, else: otherwise }) => {
  const it = blocktypeOk(C, bt);
  if (isLeft(it)) return it;
  const { params, results } = it.right;
  const bodies = [{ label: results, instrs: then, params, results }, { label: results, instrs: otherwise, params, results }];
  return arrowOver(bodies, [...params, 'i32'], results);
});
