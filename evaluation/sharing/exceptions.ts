/**
 * The translation of exceptions with shared tags. The host throws all of them with one tag of its own, `exception`, and their addresses.
 * ```rule
 * ⟦throw $e⟧ = a := allocate n; a.tag := (tag $e); a.tᵢ := vᵢ; throw exception a
 *   — if $e is shared
 *
 * ⟦try_table c* e*⟧ = (block $done (block $h (result i32 exnref) (try_table ⟦c*⟧ (catch_ref exception $h) ⟦e*⟧) (br $done))
 *   x := exnref; a := i32; (if a.tag = (tag $e) (then payload; (br $l)))*; throw_ref x)
 *   — if (catch $e $l)* are those of c* with shared tags
 * ```
 * In shared functions `catch_all_ref` catches nothing but these.
 * @category Evaluation: sharing
 * @module
 */
import type { BlockType, Catch, Expr, Instr, InstrOf } from '../../syntax/instructions.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { ResultType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc } from '../../semantics/types/expansion.ts';
import { asNonNull, br, get, if_, relop, set, throwRef } from '../translation/code.ts';
import type { MutableBody } from './body.ts';
import { emit, emitNonNull, labelIdx, operand, temp } from './body.ts';
import { load, store } from './code.ts';
import { fieldLayout, PAYLOAD_OFFSET, TAG_OFFSET } from './layout.ts';
import { address, blockTypeOf, callRuntime, openVal, tagIdx } from './plan.ts';
import { emitFields, emitNew } from './structs.ts';

const at = NOWHERE;
const payloadOf = ({ C }: MutableBody, x: number): ResultType<DefType> => {
  const dt = C.tags.at(x), ft = dt && asFunc(dt);
  return ft?.params ?? [];
};
const isSharedTag = ({ C }: MutableBody, x: number): boolean => C.tags.at(x)?.sub.shared === true;

/** From a payload to an exception with the shared tag x. */
export const emitException = (S: MutableBody, x: number): void => {
  const types = payloadOf(S, x), { offsets, size } = fieldLayout(types, PAYLOAD_OFFSET), a = emitNew(S, size, 'type exn');
  emit(S, get(a), address(S.plan, `tag ${x}`), store(S.plan, 'i32', TAG_OFFSET));
  emitFields(S, types, offsets, a);
  emit(S, get(a));
};
/** throw */
export const emitThrow = (S: MutableBody, e: InstrOf<'throw'>): void => {
  if (isSharedTag(S, e.x)) {
    emitException(S, e.x);
    emit(S, { op: 'throw', x: S.plan.exception, at });
  } else emit(S, { ...e, x: tagIdx(S.plan, e.x) });
};
/** throw_ref of a shared exception */
export const emitThrowShared = (S: MutableBody): void => {
  emitNonNull(S, operand(S, 0), 'null exception reference');
  emit(S, { op: 'throw', x: S.plan.exception, at });
};

/** A clause whose tag the host has, at the depth of the try_table: labels are counted from outside of it. */
const clause = (S: MutableBody, c: Catch, more: number): Catch => {
  const l = labelIdx(S, c.l) + more;
  if (c.kind === 'catch' || c.kind === 'catch_ref') return { ...c, x: tagIdx(S.plan, c.x), l };
  return c.kind === 'catch_all_ref' && S.C.shared ? { kind: 'catch', x: S.plan.exception, l } : { ...c, l };
};
/** What the host is given is pinned: an unshared function can put it where no collection looks. */
const isForHost = (S: MutableBody, c: Catch): boolean => c.kind === 'catch_all_ref' && !S.C.shared;
const isOfShared = (S: MutableBody, c: Catch): boolean =>
  isForHost(S, c) || ((c.kind === 'catch' || c.kind === 'catch_ref') && isSharedTag(S, c.x));

/** What a shared exception, in a local, is passed on by a clause: its labels are counted with `more` blocks around. */
const passed = (S: MutableBody, c: Catch, a: number, x: number, more: number): Expr => {
  const { plan } = S, jump = br(labelIdx(S, c.l) + more);
  if (c.kind === 'catch_all') return [jump];
  if (c.kind === 'catch_all_ref') return S.C.shared ? [get(a), jump] : [get(a), callRuntime(plan, 'pin'), get(x), asNonNull, jump];
  const types = payloadOf(S, c.x), { offsets } = fieldLayout(types, PAYLOAD_OFFSET);
  const payload = types.flatMap((t, i): Expr => [get(a), load(plan, t, offsets[i])]);
  return [...payload, ...c.kind === 'catch_ref' ? [get(a)] : [], jump];
};
/** What becomes of a shared exception: the clauses one after the other. */
const dispatch = (S: MutableBody, catches: readonly Catch[], a: number, x: number): Expr => {
  const code: Instr[] = [set(x), set(a)];
  for (const c of catches) {
    if (c.kind === 'catch_all' || c.kind === 'catch_all_ref') return [...code, ...passed(S, c, a, x, 1)];
    if (!isOfShared(S, c)) continue;
    code.push(get(a), load(S.plan, 'i32', TAG_OFFSET), address(S.plan, `tag ${c.x}`), relop('eq'), if_(passed(S, c, a, x, 2)));
  }
  return [...code, get(x), throwRef];
};

/** How a try_table is put together. */
export interface TryParts {
  /** how many blocks of the target are around it besides */
  readonly around: number;
  readonly wrap: (bt: BlockType, body: Expr, catches: readonly Catch[]) => Expr;
  readonly catches: readonly Catch[];
}
/** Emits what comes in front of a try_table: its operands are moved into the blocks around it, if there are some. */
export const emitTry = (S: MutableBody, e: InstrOf<'try_table'>, params: ResultType<DefType>, results: ResultType<DefType>): TryParts => {
  const first = e.catches.findIndex((c) => isOfShared(S, c)), all = e.catches.findIndex(({ kind }) => kind.startsWith('catch_all'));
  if (first < 0 || (all >= 0 && all < first)) {
    const catches = e.catches.flatMap((c) => isOfShared(S, c) ? [] : [clause(S, c, 0)]);
    return { around: 0, catches, wrap: (bt, body, cs) => [{ op: 'try_table', bt, catches: cs, body, at: e.at }] };
  }
  const a = temp(S, 'i32', 23), x = temp(S, absRef('exn'), 23), locals = params.map((t, i) => temp(S, openVal(S.plan, t), 30 + i));
  emit(S, ...[...locals].reverse().map(set));
  const catches = e.catches.flatMap((c, i): readonly Catch[] => {
    const own = isOfShared(S, c) && !isForHost(S, c) ? [] : [clause(S, c, 2)];
    return i === first ? [{ kind: 'catch_ref', x: S.plan.exception, l: 0 }, ...own] : own;
  });
  const h = blockTypeOf(S.plan, [], ['i32', absRef('exn', false)]), done = blockTypeOf(S.plan, [], results.map((t) => openVal(S.plan, t)));
  const after = dispatch(S, e.catches, a, x);
  return {
    around: 2, catches,
    wrap: (bt, body, cs) => [{ op: 'block', bt: done, at: e.at, body: [
      { op: 'block', bt: h, at: e.at, body: [...locals.map(get), { op: 'try_table', bt, catches: cs, body, at: e.at }, br(1)] }, ...after,
    ] }],
  };
};
