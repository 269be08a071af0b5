/**
 * Looking at the operands that a rule would have to guess.
 * @spec core appendix/algorithm.rst §Stacks
 * @module
 */
import { right } from 'fp-ts/lib/Either.js';
import type { Context } from './contexts.ts';
import type { Stack } from './instruction-types.ts';
import type { RefOperand } from './operands.ts';
import { BOT_REF, showOperands } from './operands.ts';
import type { Judged } from './refusal.ts';
import { refuse } from './refusal.ts';

/** The topmost operand, which must be a reference of whatever type. */
export const peekRef = (C: Context, s: Stack): Judged<RefOperand> => {
  const t = s.peek(0);
  if (t === 'bot') return right(BOT_REF);
  if (typeof t === 'object') return right(t);
  return refuse(`type mismatch: instruction requires reference type but stack has ${showOperands([t], C.names)}`);
};
