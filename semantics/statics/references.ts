/**
 * Typing of reference instructions, scalar references and conversions between internal and external references.
 * @spec core 2.3-validation.instructions §Reference instructions
 * @category Typing: reference instructions
 * @module
 */
import { isLeft, right } from 'fp-ts/lib/Either.js';
import { absRef } from '../../syntax/types.ts';
import type { RefType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { topOf } from '../types/matching.ts';
import { castable } from '../types/properties.ts';
import { showVal } from '../types/showing.ts';
import type { Context } from './contexts.ts';
import { lookup } from './contexts.ts';
import type { TypingRule } from './instruction-types.ts';
import { arrow, instr } from './instruction-types.ts';
import { shareOf, shareRef } from './operands.ts';
import { peekRef } from './peeking.ts';
import type { Judged } from './refusal.ts';
import { refuse } from './refusal.ts';
import { closedHeap, closedRef } from './types.ts';

/**
 * ```rule
 * C ⊢ ref.null ht : ε → (ref null ht)
 *   — if C ⊢ ht : OK
 * ```
 * @rule Instr_ok/ref.null
 * @spec core 2.3-validation.instructions §Reference instructions
 */
export const refNull: TypingRule<'ref.null'> = instr('ref.null', (C, e) => {
  const ht = closedHeap(C, e.ht);
  return isLeft(ht) ? ht : arrow([], [{ kind: 'ref', nullable: true, heap: ht.right }]);
});

/**
 * ```rule
 * C ⊢ ref.func x : ε → (ref dt)
 *   — if C.funcs[x] = dt
 *   — and x ∈ C.refs
 * ```
 * @rule Instr_ok/ref.func
 * @spec core 2.3-validation.instructions §Reference instructions
 */
export const refFunc: TypingRule<'ref.func'> = instr('ref.func', (C, { x }) => {
  const dt = lookup(C.funcs, 'function', x);
  if (isLeft(dt)) return dt;
  if (C.refs.has(x)) return arrow([], [{ kind: 'ref', nullable: false, heap: dt.right }]);
  return refuse(`undeclared function reference ${x}: the function must occur in an element segment, an export, a global or a table`);
});

const REF_I31 = arrow(['i32'], [absRef('i31', false)]);
/**
 * ```rule
 * C ⊢ ref.i31 : i32 → (ref i31)
 * ```
 * @rule Instr_ok/ref.i31
 * @spec core 2.3-validation.instructions §Reference instructions
 */
export const refI31: TypingRule<'ref.i31'> = instr('ref.i31', () => REF_I31);

const REF_I31_SHARED = arrow(['i32'], [absRef('i31', false, true)]);
/**
 * ```rule
 * C ⊢ ref.i31_shared : i32 → (ref (shared i31))
 * ```
 * @rule Instr_ok/ref.i31_shared
 * @spec SET Overview.md §Instructions
 */
export const refI31Shared: TypingRule<'ref.i31_shared'> = instr('ref.i31_shared', () => REF_I31_SHARED);

/**
 * ```rule
 * C ⊢ ref.is_null : (ref null ht) → i32
 *   — if C ⊢ ht : OK
 * ```
 * @rule Instr_ok/ref.is_null
 * @spec core 2.3-validation.instructions §Reference instructions
 */
export const refIsNull: TypingRule<'ref.is_null'> = instr('ref.is_null', (C, _e, s) => {
  const rt = peekRef(C, s);
  return isLeft(rt) ? rt : arrow([rt.right], ['i32']);
});

/**
 * ```rule
 * C ⊢ ref.as_non_null : (ref null ht) → (ref ht)
 *   — if C ⊢ ht : OK
 * ```
 * @rule Instr_ok/ref.as_non_null
 * @spec core 2.3-validation.instructions §Reference instructions
 */
export const refAsNonNull: TypingRule<'ref.as_non_null'> = instr('ref.as_non_null', (C, _e, s) => {
  const rt = peekRef(C, s);
  return isLeft(rt) ? rt : arrow([rt.right], [{ kind: 'ref', nullable: false, heap: rt.right.heap }]);
});

/**
 * ```rule
 * C ⊢ ref.eq : (ref null (share eq)) (ref null (share eq)) → i32
 * ```
 * @rule Instr_ok/ref.eq
 * @spec core 2.3-validation.instructions §Reference instructions
 * @spec SET Overview.md §Instructions
 */
export const refEq: TypingRule<'ref.eq'> = instr('ref.eq', (_C, _e, s) => {
  const above = shareOf(s.peek(0)), eq = shareRef(above === 'bot' ? shareOf(s.peek(1)) : above, 'eq');
  return arrow([eq, eq], ['i32']);
});

/** The target of a cast: valid and castable. */
const targetOk = (C: Context, open: RefType): Judged<RefType<DefType>> => {
  const rt = closedRef(C, open);
  if (isLeft(rt)) return rt;
  return castable(rt.right) ? right(rt.right) : refuse(`invalid cast to continuation type ${showVal(rt.right, C.names)}`);
};

/** The greatest rt′ with rt <: rt′: whatever can be cast to rt. */
const above = (rt: RefType<DefType>): RefType<DefType> => ({ kind: 'ref', nullable: true, heap: topOf(rt.heap) });

/**
 * ```rule
 * C ⊢ ref.test rt : rt′ → i32
 *   — if C ⊢ rt : OK
 *   — and C ⊢ rt′ : OK
 *   — and rt <: rt′
 *   — and rt castable
 * ```
 * @rule Instr_ok/ref.test
 * @spec core 2.3-validation.instructions §Reference instructions
 * @spec SS Explainer.md §Instructions
 */
export const refTest: TypingRule<'ref.test'> = instr('ref.test', (C, e) => {
  const rt = targetOk(C, e.rt);
  return isLeft(rt) ? rt : arrow([above(rt.right)], ['i32']);
});

/**
 * ```rule
 * C ⊢ ref.cast rt : rt′ → rt
 *   — if C ⊢ rt : OK
 *   — and C ⊢ rt′ : OK
 *   — and rt <: rt′
 *   — and rt castable
 * ```
 * @rule Instr_ok/ref.cast
 * @spec core 2.3-validation.instructions §Reference instructions
 * @spec SS Explainer.md §Instructions
 */
export const refCast: TypingRule<'ref.cast'> = instr('ref.cast', (C, e) => {
  const rt = targetOk(C, e.rt);
  return isLeft(rt) ? rt : arrow([above(rt.right)], [rt.right]);
});

/**
 * ```rule
 * C ⊢ i31.get sx : (ref null (share i31)) → i32
 * ```
 * @rule Instr_ok/i31.get
 * @spec core 2.3-validation.instructions §Scalar reference instructions
 * @spec SET Overview.md §Instructions
 */
export const i31Get: TypingRule<'i31.get'> = instr('i31.get', (_C, _e, s) => arrow([shareRef(shareOf(s.peek(0)), 'i31')], ['i32']));

/**
 * ```rule
 * C ⊢ extern.convert_any : (ref null₁? (share any)) → (ref null₂? (share extern))
 *   — if null₁? = null₂?
 * ```
 * @rule Instr_ok/extern.convert_any
 * @spec core 2.3-validation.instructions §External reference instructions
 * @spec SET Overview.md §Instructions
 */
export const externConvertAny: TypingRule<'extern.convert_any'> = instr('extern.convert_any', (C, _e, s) => {
  const rt = peekRef(C, s);
  if (isLeft(rt)) return rt;
  const { nullable } = rt.right, share = shareOf(rt.right);
  return arrow([shareRef(share, 'any', nullable)], [shareRef(share, 'extern', nullable)]);
});

/**
 * ```rule
 * C ⊢ any.convert_extern : (ref null₁? (share extern)) → (ref null₂? (share any))
 *   — if null₁? = null₂?
 * ```
 * @rule Instr_ok/any.convert_extern
 * @spec core 2.3-validation.instructions §External reference instructions
 * @spec SET Overview.md §Instructions
 */
export const anyConvertExtern: TypingRule<'any.convert_extern'> = instr('any.convert_extern', (C, _e, s) => {
  const rt = peekRef(C, s);
  if (isLeft(rt)) return rt;
  const { nullable } = rt.right, share = shareOf(rt.right);
  return arrow([shareRef(share, 'extern', nullable)], [shareRef(share, 'any', nullable)]);
});
