/**
 * Typing of exceptions.
 * @spec core 2.3-validation.instructions §Exception instructions
 * @category Typing: exception instructions
 * @module
 */
import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { Catch } from '../../syntax/instructions.ts';
import { absRef } from '../../syntax/types.ts';
import type { RefType, ResultType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { matchesResult } from '../types/matching.ts';
import { showResult } from '../types/showing.ts';
import type { Context } from './contexts.ts';
import { lookup, tagAt } from './contexts.ts';
import type { TypingRule } from './instruction-types.ts';
import { arrowEnding, arrowOver, instr } from './instruction-types.ts';
import { shareOf, shareRef } from './operands.ts';
import type { Checked, Judged } from './refusal.ts';
import { OK, all, refuse } from './refusal.ts';
import { blocktypeOk } from './types.ts';

/** `(ref (share exn))`, the exceptions of shared or of unshared tags */
const exnRef = (shared: boolean): RefType<DefType> => absRef('exn', false, shared);

/** `C.tags[x] ≈ func t* → ε`: the values that an exception with the tag carries */
export const exceptionAt = (C: Context, x: number): Judged<ResultType<DefType>> => {
  const ft = tagAt(C, x);
  if (isLeft(ft)) return ft;
  const { params, results } = ft.right;
  return results.length === 0 ? right(params)
    : refuse(`type mismatch: an exception needs a tag without results, but tag ${x} has the results ${showResult(results, C.names)}`);
};

/**
 * ```rule
 * C ⊢ throw x : t₁* t* → t₂*
 *   — if C.tags[x] ≈ func t* → ε
 *   — and C ⊢ t₁* → t₂* : OK
 * ```
 * @rule Instr_ok/throw
 * @spec core 2.3-validation.instructions §Exception instructions
 */
export const throw_: TypingRule<'throw'> = instr('throw', (C, { x }) => {
  const ts = exceptionAt(C, x);
  return isLeft(ts) ? ts : arrowEnding(ts.right);
});

/**
 * ```rule
 * C ⊢ throw_ref : t₁* (ref null (share exn)) → t₂*
 *   — if C ⊢ t₁* → t₂* : OK
 * ```
 * @rule Instr_ok/throw_ref
 * @spec core 2.3-validation.instructions §Exception instructions
 * @spec SET Overview.md §Exception tags
 */
export const throwRef: TypingRule<'throw_ref'> = instr('throw_ref', (_C, _e, s) => arrowEnding([shareRef(shareOf(s.peek(0)), 'exn')]));

/** What a handler passes to its label. */
const caught = (C: Context, handler: Catch): Judged<ResultType<DefType>> => {
  switch (handler.kind) {
    case 'catch': return exceptionAt(C, handler.x);
    case 'catch_ref': {
      const ts = exceptionAt(C, handler.x);
      return isLeft(ts) ? ts : right([...ts.right, exnRef(C.tags.at(handler.x)?.sub.shared ?? false)]);
    }
    case 'catch_all': return right([]);
    case 'catch_all_ref': return right([exnRef(C.shared)]);
  }
};

/**
 * `C ⊢ catch : OK`. In a shared context all exceptions are shared.
 * ```rule
 * C ⊢ catch x l : OK
 *   — if C.tags[x] ≈ func t* → ε
 *   — and t* <: C.labels[l]
 *
 * C ⊢ catch_ref x l : OK
 *   — if C.tags[x] ≈ share func t* → ε
 *   — and t* (ref (share exn)) <: C.labels[l]
 *
 * C ⊢ catch_all l : OK
 *   — if ε <: C.labels[l]
 *
 * C ⊢ catch_all_ref l : OK
 *   — if C.share = share
 *   — and (ref (share exn)) <: C.labels[l]
 * ```
 * @rule Catch_ok
 * @spec core 2.3-validation.instructions §Exception instructions
 * @spec SET Overview.md §Exception tags
 */
export const catchOk = (C: Context, handler: Catch): Checked => {
  const rule = `Catch_ok/${handler.kind}`;
  const ts = caught(C, handler);
  if (isLeft(ts)) return ts;
  const label = lookup(C.labels, 'label', handler.l);
  if (isLeft(label)) return label;
  return matchesResult(ts.right, label.right) ? OK : refuse(`type mismatch: catch handler requires `
    + `${showResult(label.right, C.names)} but ${handler.kind} has ${showResult(ts.right, C.names)}`, rule);
};

/**
 * ```rule
 * C ⊢ try_table bt catch* instr* : t₁* → t₂*
 *   — if C ⊢ bt : t₁* → t₂*
 *   — and {labels (t₂*)} ++ C ⊢ instr* : t₁* →_x* t₂*
 *   — and (C ⊢ catch : OK)*
 * ```
 * @rule Instr_ok/try_table
 * @spec core 2.3-validation.instructions §Exception instructions
 */
export const tryTable: TypingRule<'try_table'> = instr('try_table', (C, { bt, catches, body }) => {
  const it = blocktypeOk(C, bt);
  if (isLeft(it)) return it;
  const handlers = all(catches, (handler) => catchOk(C, handler));
  if (isLeft(handlers)) return handlers;
  const { params, results } = it.right;
  return arrowOver([{ label: results, instrs: body, params, results }], params, results);
});
