/**
 * Operand types: value types and the bottom types that exist only during validation. After an instruction that never
 * returns, the types of the operands are not known; the least type stands for whichever would fit.
 * @spec core 1.2-syntax.types `valtype/sem`, `absheaptype/sem`
 * @spec core appendix/algorithm.rst §Types
 * @module
 */
import type { HeapType, RefType, ValType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { matchesHeap } from '../types/matching.ts';
import type { TypeNames } from '../types/showing.ts';
import { showVal } from '../types/showing.ts';

/** The least heap type: that of a reference about which nothing is known. */
export interface BotHeap {
  readonly kind: 'bot';
}
/** A reference type whose heap type may be `bot`. */
export type RefOperand = RefType<DefType | BotHeap>;
/** valtype | bot */
export type Operand = ValType<DefType | BotHeap> | 'bot';
/** The types of several operands, the topmost last. */
export type Operands = readonly Operand[];

const BOT_HEAP: BotHeap = { kind: 'bot' };
/** `(ref bot)`, what an unknown operand is if it must be a reference. */
export const BOT_REF: RefOperand = { kind: 'ref', nullable: false, heap: BOT_HEAP };

const matchesHeapOperand = (ht1: HeapType<DefType | BotHeap>, ht2: HeapType<DefType | BotHeap>): boolean =>
  ht1.kind === 'bot' || (ht2.kind !== 'bot' && matchesHeap(ht1, ht2));

/**
 * `⊢ t₁ <: t₂`, of operands
 * ```rule
 * bot <: t
 *
 * (ref null₁? bot) <: (ref null₂? ht)
 *   — if null₁ implies null₂
 * ```
 * and all rules for value types.
 * @rule Valtype_sub/bot
 * @spec core 2.2-validation.subtyping §Value types
 */
export const matchesOperand = (t1: Operand, t2: Operand): boolean => {
  if (t1 === t2 || t1 === 'bot') return true;
  if (typeof t1 === 'string' || typeof t2 === 'string') return false;
  return (t2.nullable || !t1.nullable) && matchesHeapOperand(t1.heap, t2.heap);
};

const showOperand = (t: Operand, names: TypeNames): string => {
  if (t === 'bot') return 't';
  if (typeof t === 'string') return t;
  const { kind, nullable, heap } = t;
  return heap.kind === 'bot' ? `(ref ${nullable ? 'null ' : ''}ht)` : showVal({ kind, nullable, heap }, names);
};

/** So many operands are shown, counted from the top. */
const SHOWN = 24;

/** Operand types as text, e.g. `[i32 (ref null $node)]`. Of unknown types, it says `t` and `(ref ht)` as the rules do. */
export const showOperands = (ts: Operands, names: TypeNames): string => {
  const shown = ts.slice(-SHOWN).map((t) => showOperand(t, names));
  return `[${(ts.length > SHOWN ? ['…', ...shown] : shown).join(' ')}]`;
};
