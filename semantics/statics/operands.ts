/**
 * Operand types: value types and the bottom types that exist only during validation. After an instruction that never
 * returns, the types of the operands are not known; the least type stands for whichever would fit.
 * @spec core 1.2-syntax.types `valtype/sem`, `absheaptype/sem`
 * @spec core appendix/algorithm.rst §Types
 * @module
 */
import type { AbsHeapName, AbsHeapType, HeapType, RefType, ValType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { matchesHeap } from '../types/matching.ts';
import { heapShared } from '../types/sharing.ts';
import type { TypeNames } from '../types/showing.ts';
import { showVal } from '../types/showing.ts';

/** The least heap type: that of a reference about which nothing is known. */
interface BotHeap {
  readonly kind: 'bot';
}
/** `(bot-share absheaptype)`, below `(shared absheaptype)` and below `absheaptype`. */
interface BotShareHeap {
  readonly kind: 'bot-share';
  readonly name: AbsHeapName;
}
/** A heap type that is a defined type, or of which not everything is known. */
type Use = DefType | BotHeap | BotShareHeap;
/** A reference type whose heap type may be `bot`, or of the sharedness `bot-share`. */
export type RefOperand = RefType<Use>;
/** valtype | bot */
export type Operand = ValType<Use> | 'bot';
/** The types of several operands, the topmost last. */
export type Operands = readonly Operand[];

const BOT_HEAP: BotHeap = { kind: 'bot' };
/** `(ref bot)`, what an unknown operand is if it must be a reference. */
export const BOT_REF: RefOperand = { kind: 'ref', nullable: false, heap: BOT_HEAP };

/** Whether a reference is to something shared; `bot` if that is not known. */
export type Share = boolean | 'bot';

/** `share(t)`: the sharedness of an operand. What is no reference has none; `false` is as good as any. */
export const shareOf = (t: Operand): Share => {
  if (t === 'bot') return t;
  if (typeof t === 'string') return false;
  const { heap } = t;
  return heap.kind === 'bot' || heap.kind === 'bot-share' ? 'bot' : heapShared(heap);
};

/** `(ref null? (share absheaptype))` */
export const shareRef = (share: Share, name: AbsHeapName, nullable = true): RefOperand =>
  ({ kind: 'ref', nullable, heap: share === 'bot' ? { kind: 'bot-share', name } : { kind: 'abs', shared: share, name } });

/**
 * `⊢ t : OK(shared)`, of an operand
 * ```rule
 * bot : OK(shared)
 *
 * (ref null? bot) : OK(shared)
 *
 * (ref null? (bot-share absheaptype)) : OK(shared)
 * ```
 * and all rules for value types.
 * @rule Valtype_ok/bot-share
 * @spec SET Overview.md §Instructions
 */
export const operandShared = (t: Operand): boolean => typeof t === 'string' || shareOf(t) !== false;

const sharedOf = (shared: boolean, { name }: BotShareHeap): AbsHeapType => ({ kind: 'abs', shared, name });

const matchesHeapOperand = (ht1: HeapType<Use>, ht2: HeapType<Use>): boolean => {
  if (ht1.kind === 'bot') return true;
  if (ht2.kind === 'bot') return false;
  if (ht1.kind !== 'bot-share') return ht2.kind !== 'bot-share' && matchesHeap(ht1, ht2);
  if (ht2.kind === 'bot-share') return matchesHeap(sharedOf(false, ht1), sharedOf(false, ht2));
  return matchesHeap(sharedOf(heapShared(ht2), ht1), ht2);
};

/**
 * `⊢ t₁ <: t₂`, of operands
 * ```rule
 * bot <: t
 *
 * (ref null₁? bot) <: (ref null₂? ht)
 *   — if null₁ implies null₂
 *
 * (ref null₁? (bot-share absheaptype)) <: (ref null₂? ht)
 *   — if null₁ implies null₂
 *   — and (shared absheaptype) <: ht or absheaptype <: ht
 * ```
 * and all rules for value types.
 * @rule Valtype_sub/bot
 * @spec core 2.2-validation.subtyping §Value types
 * @spec SET Overview.md §Instructions
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
  if (heap.kind === 'bot') return `(ref ${nullable ? 'null ' : ''}ht)`;
  return showVal({ kind, nullable, heap: heap.kind === 'bot-share' ? sharedOf(false, heap) : heap }, names);
};

/** So many operands are shown, counted from the top. */
const SHOWN = 24;

/**
 * Operand types as text, e.g. `[i32 (ref null $node)]`. Of unknown types, it says `t` and `(ref ht)` as the rules do. Where the sharedness
 * is not known, no mismatch comes from it: such a type shows as the unshared one.
 */
export const showOperands = (ts: Operands, names: TypeNames): string => {
  const shown = ts.slice(-SHOWN).map((t) => showOperand(t, names));
  return `[${(ts.length > SHOWN ? ['…', ...shown] : shown).join(' ')}]`;
};
