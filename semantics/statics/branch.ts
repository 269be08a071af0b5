/**
 * Typing of branches.
 * @spec core 2.3-validation.instructions §Branch instructions
 * @category Typing: branch instructions
 * @module
 */
import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { RefType, ResultType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { matchesRef, matchesVal } from '../types/matching.ts';
import { castable, diffrt } from '../types/properties.ts';
import { showResult, showVal } from '../types/showing.ts';
import type { Context } from './contexts.ts';
import { lookup } from './contexts.ts';
import type { Stack, TypingRule } from './instruction-types.ts';
import { arrow, arrowEnding, instr } from './instruction-types.ts';
import type { Operand, Operands } from './operands.ts';
import { matchesOperand, showOperands } from './operands.ts';
import { peekRef } from './peeking.ts';
import type { Checked, Judged } from './refusal.ts';
import { OK, refuse } from './refusal.ts';
import { closedRef } from './types.ts';

const labelAt = (C: Context, l: number): Judged<ResultType<DefType>> => lookup(C.labels, 'label', l);

/**
 * ```rule
 * C ⊢ br l : t₁* t* → t₂*
 *   — if C.labels[l] = t*
 *   — and C ⊢ t₁* → t₂* : OK
 * ```
 * @rule Instr_ok/br
 * @spec core 2.3-validation.instructions §Branch instructions
 */
export const br: TypingRule<'br'> = instr('br', (C, { l }) => {
  const label = labelAt(C, l);
  return isLeft(label) ? label : arrowEnding(label.right);
});

/**
 * ```rule
 * C ⊢ br_if l : t* i32 → t*
 *   — if C.labels[l] = t*
 * ```
 * @rule Instr_ok/br_if
 * @spec core 2.3-validation.instructions §Branch instructions
 */
export const brIf: TypingRule<'br_if'> = instr('br_if', (C, { l }) => {
  const label = labelAt(C, l);
  return isLeft(label) ? label : arrow([...label.right, 'i32'], label.right);
});

/** The n operands below the topmost. */
const operandsBelow = (s: Stack, n: number): Operands => {
  const ts: Operand[] = [];
  for (let i = n; i > 0; i--) ts.push(s.peek(i));
  return ts;
};

/** `t* <: C.labels[l]`, where t* are operands */
const fits = (C: Context, ts: Operands, l: number): Checked => {
  const found = labelAt(C, l);
  if (isLeft(found)) return found;
  const label = found.right;
  if (ts.length === label.length && label.every((t2, i) => matchesOperand(ts[i] ?? 'bot', t2))) return OK;
  return refuse(`type mismatch: label ${l} requires ${showResult(label, C.names)} but stack has ${showOperands(ts, C.names)}`);
};

/**
 * ```rule
 * C ⊢ br_table l* l′ : t₁* t* i32 → t₂*
 *   — if (t* <: C.labels[l])*
 *   — and t* <: C.labels[l′]
 *   — and C ⊢ t₁* t* i32 → t₂* : OK
 * ```
 * @rule Instr_ok/br_table
 * @spec core 2.3-validation.instructions §Branch instructions
 */
export const brTable: TypingRule<'br_table'> = instr('br_table', (C, { ls, l }, s) => {
  const last = labelAt(C, l);
  if (isLeft(last)) return last;
  const ts = operandsBelow(s, last.right.length);
  for (const target of new Set([l, ...ls])) {
    const fitting = fits(C, ts, target);
    if (isLeft(fitting)) return fitting;
  }
  return arrowEnding([...ts, 'i32']);
});

/**
 * ```rule
 * C ⊢ br_on_null l : t* (ref null ht) → t* (ref ht)
 *   — if C.labels[l] = t*
 *   — and C ⊢ ht : OK
 * ```
 * @rule Instr_ok/br_on_null
 * @spec core 2.3-validation.instructions §Branch instructions
 */
export const brOnNull: TypingRule<'br_on_null'> = instr('br_on_null', (C, { l }, s) => {
  const label = labelAt(C, l);
  if (isLeft(label)) return label;
  const rt = peekRef(C, s);
  if (isLeft(rt)) return rt;
  const { heap } = rt.right;
  return arrow([...label.right, { kind: 'ref', nullable: true, heap }], [...label.right, { kind: 'ref', nullable: false, heap }]);
});

/** A label `t* rt`, taken apart. */
interface RefLabel {
  readonly ts: ResultType<DefType>;
  readonly rt: RefType<DefType>;
}

/** `C.labels[l] = t* rt` */
const refLabelAt = (C: Context, l: number): Judged<RefLabel> => {
  const label = labelAt(C, l);
  if (isLeft(label)) return label;
  const rt = label.right.at(-1);
  if (typeof rt === 'object') return right({ ts: label.right.slice(0, -1), rt });
  return refuse(`type mismatch: instruction requires reference type but label has ${showResult(label.right, C.names)}`);
};

/**
 * ```rule
 * C ⊢ br_on_non_null l : t* (ref null ht) → t*
 *   — if C.labels[l] = t* (ref null? ht)
 * ```
 * @rule Instr_ok/br_on_non_null
 * @spec core 2.3-validation.instructions §Branch instructions
 */
export const brOnNonNull: TypingRule<'br_on_non_null'> = instr('br_on_non_null', (C, { l }) => {
  const label = refLabelAt(C, l);
  if (isLeft(label)) return label;
  const { ts, rt } = label.right;
  return arrow([...ts, { kind: 'ref', nullable: true, heap: rt.heap }], ts);
});

/** The two types of a cast: valid, related, and the target castable. */
interface Cast {
  readonly rt1: RefType<DefType>;
  readonly rt2: RefType<DefType>;
}

/** `C ⊢ rt₁ : OK`, `C ⊢ rt₂ : OK`, `rt₂ <: rt₁`, `rt₂ castable` */
const cast = (C: Context, open1: RefType, open2: RefType): Judged<Cast> => {
  const rt1 = closedRef(C, open1);
  if (isLeft(rt1)) return rt1;
  const rt2 = closedRef(C, open2);
  if (isLeft(rt2)) return rt2;
  if (!matchesRef(rt2.right, rt1.right)) {
    return refuse(`type mismatch on cast: type ${showVal(rt2.right, C.names)} does not match ${showVal(rt1.right, C.names)}`);
  }
  if (castable(rt2.right)) return right({ rt1: rt1.right, rt2: rt2.right });
  return refuse(`invalid cast to continuation type ${showVal(rt2.right, C.names)}`);
};

/** `rt′ <: rt`, where the branch passes rt′ to the label `t* rt` */
const branchesWith = (C: Context, rt: RefType<DefType>, l: number): Judged<RefLabel> => {
  const label = labelAt(C, l);
  if (isLeft(label)) return label;
  const target = label.right.at(-1);
  if (typeof target === 'object' && matchesVal(rt, target)) return right({ ts: label.right.slice(0, -1), rt: target });
  return refuse(`type mismatch: instruction requires type ${showVal(rt, C.names)} but label has ${showResult(label.right, C.names)}`);
};

/**
 * ```rule
 * C ⊢ br_on_cast l rt₁ rt₂ : t* rt₁ → t* (rt₁ \ rt₂)
 *   — if C.labels[l] = t* rt
 *   — and C ⊢ rt₁ : OK
 *   — and C ⊢ rt₂ : OK
 *   — and rt₂ <: rt₁
 *   — and rt₂ <: rt
 *   — and rt₂ castable
 * ```
 * @rule Instr_ok/br_on_cast
 * @spec core 2.3-validation.instructions §Branch instructions
 * @spec SS Explainer.md §Instructions
 */
export const brOnCast: TypingRule<'br_on_cast'> = instr('br_on_cast', (C, e) => {
  const types = cast(C, e.rt1, e.rt2);
  if (isLeft(types)) return types;
  const { rt1, rt2 } = types.right;
  const label = branchesWith(C, rt2, e.l);
  if (isLeft(label)) return label;
  const { ts } = label.right;
  return arrow([...ts, rt1], [...ts, diffrt(rt1, rt2)]);
});

/**
 * ```rule
 * C ⊢ br_on_cast_fail l rt₁ rt₂ : t* rt₁ → t* rt₂
 *   — if C.labels[l] = t* rt
 *   — and C ⊢ rt₁ : OK
 *   — and C ⊢ rt₂ : OK
 *   — and rt₂ <: rt₁
 *   — and rt₁ \ rt₂ <: rt
 *   — and rt₂ castable
 * ```
 * @rule Instr_ok/br_on_cast_fail
 * @spec core 2.3-validation.instructions §Branch instructions
 * @spec SS Explainer.md §Instructions
 */
export const brOnCastFail: TypingRule<'br_on_cast_fail'> = instr('br_on_cast_fail', (C, e) => {
  const types = cast(C, e.rt1, e.rt2);
  if (isLeft(types)) return types;
  const { rt1, rt2 } = types.right;
  const label = branchesWith(C, diffrt(rt1, rt2), e.l);
  if (isLeft(label)) return label;
  const { ts } = label.right;
  return arrow([...ts, rt1], [...ts, rt2]);
});
