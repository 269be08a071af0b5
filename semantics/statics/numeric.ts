/**
 * Typing of numeric instructions.
 * @spec core 2.3-validation.instructions §Numeric instructions
 * @category Typing: numeric instructions
 * @module
 */
import type { NumType } from '../../syntax/types.ts';
import type { InstrType, TypingRule } from './instruction-types.ts';
import { arrow, instr } from './instruction-types.ts';
import type { Judged } from './refusal.ts';

/** An instruction type for each number type, made once. */
type Family = { readonly [nt in NumType]: Judged<InstrType> };
const family = (of: (nt: NumType) => Judged<InstrType>): Family => ({ i32: of('i32'), i64: of('i64'), f32: of('f32'), f64: of('f64') });

const CONST = family((nt) => arrow([], [nt]));
/**
 * ```rule
 * C ⊢ nt.const c : ε → nt
 * ```
 * @rule Instr_ok/const
 * @spec core 2.3-validation.instructions §Numeric instructions
 */
export const const_: TypingRule<'const'> = instr('const', (_C, { val }) => CONST[val.t]);

const UNOP = family((nt) => arrow([nt], [nt]));
/**
 * ```rule
 * C ⊢ nt.unop : nt → nt
 * ```
 * @rule Instr_ok/unop
 * @spec core 2.3-validation.instructions §Numeric instructions
 */
export const unop: TypingRule<'unop'> = instr('unop', (_C, { nt }) => UNOP[nt]);

const BINOP = family((nt) => arrow([nt, nt], [nt]));
/**
 * ```rule
 * C ⊢ nt.binop : nt nt → nt
 * ```
 * @rule Instr_ok/binop
 * @spec core 2.3-validation.instructions §Numeric instructions
 */
export const binop: TypingRule<'binop'> = instr('binop', (_C, { nt }) => BINOP[nt]);

const TESTOP = family((nt) => arrow([nt], ['i32']));
/**
 * ```rule
 * C ⊢ nt.testop : nt → i32
 * ```
 * @rule Instr_ok/testop
 * @spec core 2.3-validation.instructions §Numeric instructions
 */
export const testop: TypingRule<'testop'> = instr('testop', (_C, { nt }) => TESTOP[nt]);

const RELOP = family((nt) => arrow([nt, nt], ['i32']));
/**
 * ```rule
 * C ⊢ nt.relop : nt nt → i32
 * ```
 * @rule Instr_ok/relop
 * @spec core 2.3-validation.instructions §Numeric instructions
 */
export const relop: TypingRule<'relop'> = instr('relop', (_C, { nt }) => RELOP[nt]);

const CVTOP: { readonly [nt1 in NumType]: Family } = {
  i32: family((nt2) => arrow(['i32'], [nt2])),
  i64: family((nt2) => arrow(['i64'], [nt2])),
  f32: family((nt2) => arrow(['f32'], [nt2])),
  f64: family((nt2) => arrow(['f64'], [nt2])),
};
/**
 * ```rule
 * C ⊢ nt₂.cvtop_nt₁ : nt₁ → nt₂
 * ```
 * @rule Instr_ok/cvtop
 * @spec core 2.3-validation.instructions §Numeric instructions
 */
export const cvtop: TypingRule<'cvtop'> = instr('cvtop', (_C, { nt1, nt2 }) => CVTOP[nt1][nt2]);
