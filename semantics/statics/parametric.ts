/**
 * Typing of parametric instructions.
 * @spec core 2.3-validation.instructions §Parametric instructions
 * @category Typing: parametric instructions
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { TypingRule } from './instruction-types.ts';
import { arrow, arrowEnding, instr, instrWhen } from './instruction-types.ts';
import type { Operand } from './operands.ts';
import { showOperands } from './operands.ts';
import { refuse } from './refusal.ts';
import { closedVal } from './types.ts';

const NOP = arrow([], []);
const UNREACHABLE = arrowEnding([]);

/**
 * ```rule
 * C ⊢ nop : ε → ε
 * ```
 * @rule Instr_ok/nop
 * @spec core 2.3-validation.instructions §Parametric instructions
 */
export const nop: TypingRule<'nop'> = instr('nop', () => NOP);

/**
 * ```rule
 * C ⊢ unreachable : t₁* → t₂*
 *   — if C ⊢ t₁* → t₂* : OK
 * ```
 * @rule Instr_ok/unreachable
 * @spec core 2.3-validation.instructions §Parametric instructions
 */
export const unreachable: TypingRule<'unreachable'> = instr('unreachable', () => UNREACHABLE);

/**
 * ```rule
 * C ⊢ drop : t → ε
 *   — if C ⊢ t : OK
 * ```
 * @rule Instr_ok/drop
 * @spec core 2.3-validation.instructions §Parametric instructions
 */
export const drop: TypingRule<'drop'> = instr('drop', (_C, _e, s) => arrow([s.peek(0)], []));

/**
 * ```rule
 * C ⊢ select t : t t i32 → t
 *   — if C ⊢ t : OK
 * ```
 * @rule Instr_ok/select-expl
 * @spec core 2.3-validation.instructions §Parametric instructions
 */
export const selectExpl: TypingRule<'select'> = instrWhen('select-expl', (e) => e.types !== undefined, (C, { types = [] }) => {
  const [only] = types;
  if (only === undefined || types.length !== 1) {
    return refuse(`invalid result arity: select chooses one value, but its annotation has ${types.length} types`);
  }
  const t = closedVal(C, only);
  return isLeft(t) ? t : arrow([t.right, t.right, 'i32'], [t.right]);
});

const isNumOrVec = (t: Operand): boolean => typeof t === 'string';

/**
 * ```rule
 * C ⊢ select : t t i32 → t
 *   — if C ⊢ t : OK
 *   — and t <: t′
 *   — and t′ = numtype or t′ = vectype
 * ```
 * @rule Instr_ok/select-impl
 * @spec core 2.3-validation.instructions §Parametric instructions
 */
export const selectImpl: TypingRule<'select'> = instrWhen('select-impl', (e) => e.types === undefined, (C, _e, s) => {
  const t1 = s.peek(2), t2 = s.peek(1);
  const t = t1 === 'bot' ? t2 : t1;
  if (isNumOrVec(t)) return arrow([t, t, 'i32'], [t]);
  return refuse(`type mismatch: instruction requires numeric or vector type but stack has ${showOperands([t], C.names)}; `
    + 'a select of references must name their type');
});
