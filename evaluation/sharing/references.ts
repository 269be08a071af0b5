/**
 * The translation of instructions on references to shared things.
 * ```rule
 * ⟦ref.null (shared ht)⟧ = (i32.const 0)
 *
 * ⟦ref.i31_shared⟧ = 2·n + 1
 *
 * ⟦ref.eq⟧ = i32.eq
 *
 * a is a t
 *   — if T is the run-time type of a, and T = (type t) or the n-th in the display of T is (type t)
 *   — and t has n supertypes
 * ```
 * @category Evaluation: sharing
 * @module
 */
import type { Expr, InstrOf } from '../../syntax/instructions.ts';
import type { AbsHeapName, RefType } from '../../syntax/types.ts';
import { binop, brIf, call, eqz, get, i32, if_, relop, return_, set } from '../translation/code.ts';
import type { MutableBody } from './body.ts';
import { emit, emitNonNull, emitTrapIf, labelIdx, operand, temp } from './body.ts';
import { drop, ifI32, load, tee } from './code.ts';
import { DEPTH_OFFSET, DISPLAY_OFFSET, KIND_OFFSET, KINDS, RECORD_SIZE } from './layout.ts';
import type { MutableSharing } from './plan.ts';
import { address, funcOnce } from './plan.ts';

/** The record of a shared function. */
export const functionRecord = (plan: MutableSharing, x: number): Expr => {
  const nth = plan.shares.get(x);
  return nth === undefined ? [address(plan, `func ${x}`)] : [address(plan, 'records'), i32(nth * RECORD_SIZE), binop('add')];
};

/** From a run-time type, another and its depth to whether the first is a subtype of the second. */
const isSubtype = (plan: MutableSharing): number => funcOnce(plan, 'is subtype', ['i32', 'i32', 'i32'], ['i32'], [], () => [
  get(0), get(1), relop('eq'), if_([i32(1), return_]),
  get(0), load(plan, 'i32', DEPTH_OFFSET), get(2), relop('le_u'), if_([i32(0), return_]),
  get(0), get(2), i32(2), binop('shl'), binop('add'), load(plan, 'i32', DISPLAY_OFFSET), get(1), relop('eq'),
]);
/** Whether what is at the address in a local has the type x, or one below. */
export const hasType = ({ plan, C }: Pick<MutableBody, 'plan' | 'C'>, a: number, x: number): Expr => {
  const dt = C.types.at(x), type = [get(a), load(plan, 'i32')], wanted = address(plan, `type ${x}`);
  if (dt?.sub.final === true) return [...type, wanted, relop('eq')];
  return [...type, wanted, i32((dt?.lineage.length ?? 1) - 1), call(isSubtype(plan))];
};
const kindOf = ({ plan }: MutableBody, a: number): Expr => [get(a), load(plan, 'i32'), load(plan, 'i32', KIND_OFFSET)];
const isI31 = (a: number): Expr => [get(a), i32(1), binop('and')];
const unlessI31 = (a: number, then: Expr): Expr => [...isI31(a), ifI32([i32(0)], then)];
/** Whether the non-null reference in a local is of an abstract type. */
const isAbstract = (S: MutableBody, a: number, name: AbsHeapName): Expr => {
  switch (name) {
    case 'i31': return isI31(a);
    case 'struct': case 'array': return unlessI31(a, [...kindOf(S, a), i32(KINDS[name]), relop('eq')]);
    case 'eq': return [...isI31(a), ifI32([i32(1)], [...kindOf(S, a), i32(KINDS.array), relop('le_u')])];
    case 'none': case 'nofunc': case 'noextern': case 'noexn': case 'nowaitqueue': case 'nocont': return [i32(0)];
    default: return [i32(1)];
  }
};
/** Whether the reference in a local is of a type. */
const test = (S: MutableBody, a: number, { nullable, heap }: RefType): Expr => {
  const nonNull = heap.kind === 'abs' ? isAbstract(S, a, heap.name)
    : S.C.types.at(heap.x)?.sub.comp.kind === 'func' ? hasType(S, a, heap.x) : unlessI31(a, hasType(S, a, heap.x));
  return [get(a), eqz, ifI32([i32(nullable ? 1 : 0)], nonNull)];
};

/** Instructions on references whose operands are shared. */
export type RefInstr = InstrOf<
  'ref.is_null' | 'ref.as_non_null' | 'ref.eq' | 'ref.test' | 'ref.cast' | 'i31.get' | 'br_on_null' | 'br_on_non_null' | 'br_on_cast'
  | 'br_on_cast_fail'>;

const emitI31Get = (S: MutableBody, { sx }: InstrOf<'i31.get'>): void => {
  emitNonNull(S, operand(S, 0), 'null i31 reference');
  emit(S, i32(1), binop(sx === 's' ? 'shr_s' : 'shr_u'));
};
const emitCast = (S: MutableBody, rt: RefType): void => {
  const a = temp(S, 'i32');
  emit(S, set(a), ...test(S, a, rt), eqz);
  emitTrapIf(S, 'cast failure');
  emit(S, get(a));
};
const emitBranch = (S: MutableBody, e: InstrOf<'br_on_null' | 'br_on_non_null' | 'br_on_cast' | 'br_on_cast_fail'>): void => {
  const a = temp(S, 'i32'), jump = brIf(labelIdx(S, e.l));
  switch (e.op) {
    case 'br_on_null': emit(S, set(a), get(a), eqz, jump, get(a)); return;
    case 'br_on_non_null': emit(S, tee(a), get(a), jump, drop); return;
    case 'br_on_cast': emit(S, tee(a), ...test(S, a, e.rt2), jump); return;
    case 'br_on_cast_fail': emit(S, tee(a), ...test(S, a, e.rt2), eqz, jump);
  }
};
/** One of these. */
export const emitRef = (S: MutableBody, e: RefInstr): void => {
  switch (e.op) {
    case 'ref.is_null': emit(S, eqz); return;
    case 'ref.as_non_null': emitNonNull(S, operand(S, 0), 'null reference'); return;
    case 'ref.eq': emit(S, relop('eq')); return;
    case 'i31.get': emitI31Get(S, e); return;
    case 'ref.cast': emitCast(S, e.rt); return;
    case 'ref.test': {
      const a = temp(S, 'i32');
      emit(S, set(a), ...test(S, a, e.rt));
      return;
    }
    default: emitBranch(S, e);
  }
};
