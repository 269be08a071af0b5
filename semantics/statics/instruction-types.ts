/**
 * Instruction types and typing rules.
 *
 * A rule answers with the type of its instruction. The declarative rules may guess: `drop` takes a t, whichever it is, and
 * a branch is followed by whatever types fit. A rule here sees the operands instead of guessing, and marks types that end
 * in anything; the checking algorithm does the rest.
 *
 * @spec core 2.0-validation.contexts §Internal types
 * @spec core appendix/algorithm.rst
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js';
import { right } from 'fp-ts/lib/Either.js';
import type { Expr, InstrOf, Op } from '../../syntax/instructions.ts';
import type { ResultType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import type { Context } from './contexts.ts';
import type { Operand, Operands } from './operands.ts';
import type { Judged, Refusal } from './refusal.ts';

/** A premise `{labels (label)} ++ C ⊢ instrs : params →_x* results`, which the algorithm is left to check. */
export interface Body {
  readonly label: ResultType<DefType>;
  readonly instrs: Expr;
  readonly params: ResultType<DefType>;
  readonly results: ResultType<DefType>;
}

/** t₁* →_x* t₂* */
export interface InstrType {
  readonly params: Operands;
  readonly results: Operands;
  /** x*: the locals that are set afterwards */
  readonly sets: readonly number[];
  /** stands for every type `t* t₁* → t′*`: control never gets past the instruction */
  readonly ends: boolean;
  /** what remains to be checked of a block */
  readonly bodies: readonly Body[];
}

/** The operands before an instruction. */
export interface Stack {
  /** the type of the i-th operand from the top; `bot` if it is not there, which is for the algorithm to judge */
  readonly peek: (i: number) => Operand;
  /** how many there are in the current block */
  readonly height: number;
}

/** A typing rule for the instructions with the constructor T. */
export interface TypingRule<T extends Op> {
  readonly name: `Instr_ok/${string}`;
  /** which of these instructions the conclusion speaks of; left out means all */
  readonly when?: (e: InstrOf<T>) => boolean;
  readonly type: (C: Context, e: InstrOf<T>, s: Stack) => Judged<InstrType>;
}

const NONE: readonly never[] = [];

/** t₁* → t₂* */
export const arrow = (params: Operands, results: Operands): Either<Refusal, InstrType> =>
  right({ params, results, sets: NONE, ends: false, bodies: NONE });

/** t₁* →_x t₂* */
export const arrowSetting = (x: number, params: Operands, results: Operands): Either<Refusal, InstrType> =>
  right({ params, results, sets: [x], ends: false, bodies: NONE });

/** t* t₁* → t′*, for any t* and t′* */
export const arrowEnding = (params: Operands): Either<Refusal, InstrType> =>
  right({ params, results: NONE, sets: NONE, ends: true, bodies: NONE });

/** t₁* → t₂*, if the bodies are well-typed */
export const arrowOver = (bodies: readonly Body[], params: Operands, results: Operands): Either<Refusal, InstrType> =>
  right({ params, results, sets: NONE, ends: false, bodies });

/** The rule `Instr_ok/name`. */
export const instr = <T extends Op>(name: string, type: TypingRule<T>['type']): TypingRule<T> => ({ name: `Instr_ok/${name}`, type });

/** The rule `Instr_ok/name` for those instructions of which `when` is true. */
export const instrWhen = <T extends Op>(name: string, when: (e: InstrOf<T>) => boolean, type: TypingRule<T>['type']): TypingRule<T> =>
  ({ name: `Instr_ok/${name}`, when, type });
