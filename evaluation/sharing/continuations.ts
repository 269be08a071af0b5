/**
 * The translation of stack switching with shared continuations. A shared continuation is an address; to be resumed it is made into one of
 * this thread, and what is captured is made into a shared one. The functions that do so are made by the translation of stack switching.
 * ```rule
 * ⟦cont.new $ct⟧ = trap if null; (call (new $ct)) (type $ct)
 *
 * ⟦cont.bind $ct₁ $ct₂⟧ = (call (bind $ct₁ n)) (type $ct₂)
 *   — if n arguments are bound
 *
 * ⟦suspend $e⟧ = suspend (control $e)
 *
 * ⟦resume $ct hdl*⟧ = (block $done (block $hᵢ resume ⟦$ct⟧ ⟦hdl*⟧ (call (thaw $ct)) (br $done)) (call (freeze $ctᵢ)) (type $ctᵢ) (br lᵢ))
 *   — if (on $eᵢ lᵢ) is the i-th of hdl* with a label, and lᵢ takes tᵢ* (ref null? $ctᵢ)
 *   — and (on (control $eᵢ) $hᵢ) stands for it in ⟦hdl*⟧
 *
 * ⟦resume_throw $ct $e hdl*⟧ = as ⟦resume⟧, with resume_throw ⟦$ct⟧ exception, of an exception with the tag $e
 *
 * ⟦resume_throw_ref $ct hdl*⟧ = as ⟦resume⟧, with resume_throw ⟦$ct⟧ exception
 *
 * ⟦switch $ct $e⟧ = (call (switch $ct (control $e))) (type $ct₂)
 *   — if $ct ≈ cont [t₁* (ref null? $ct₂)] → [t*]
 * ```
 * All this holds for shared continuation types. A continuation of a type that is not shared may run a shared function.
 * ```rule
 * ⟦cont.new $ct⟧ = trap if null; cont.new ⟦$ct⟧ (the function in the slot of the record)
 *   — if $ct ≈ cont $ft, and $ft is shared
 * ```
 * @category Evaluation: sharing
 * @module
 */
import type { Hdl, Instr, InstrOf } from '../../syntax/instructions.ts';
import type { RefType, ValType } from '../../syntax/types.ts';
import { idxRef } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc, contTarget } from '../../semantics/types/expansion.ts';
import { br, call, get, refCast, set } from '../translation/code.ts';
import type { MutableBody } from './body.ts';
import { emit, emitNonNull, labelIdx, operand, temp } from './body.ts';
import { load } from './code.ts';
import { emitException } from './exceptions.ts';
import { SLOT_OFFSET } from './layout.ts';
import type { MutableSharing } from './plan.ts';
import { address, blockTypeOf, intrinsicOnce, openVal, sourceType, tagIdx } from './plan.ts';

type Resume = InstrOf<'resume' | 'resume_throw' | 'resume_throw_ref'>;

const typeAt = ({ C }: Pick<MutableBody, 'C'>, x: number): DefType => {
  const dt = C.types.at(x);
  if (dt === undefined) throw new RangeError(`there is no type ${x}`);
  return dt;
};
const functionOf = (S: MutableBody, ct: number): DefType => {
  const ft = contTarget(typeAt(S, ct));
  if (ft === undefined) throw new RangeError(`type ${ct} is no continuation type`);
  return ft;
};
/** The parameters and results of a continuation, in terms of the target. */
const signature = (S: MutableBody, ct: number): { readonly params: readonly ValType[]; readonly results: readonly ValType[] } => {
  const { params = [], results = [] } = asFunc(functionOf(S, ct)) ?? {}, open = (t: ValType<DefType>): ValType => openVal(S.plan, t);
  return { params: params.map(open), results: results.map(open) };
};
/** References to the unshared continuations that shared ones are made into. */
const reference = ({ types }: MutableSharing, ct: number, nullable: boolean): RefType => idxRef(types.typeIdx(ct), nullable);
const typeOf = (S: MutableBody, ct: number): Instr => address(S.plan, `type ${ct}`);

/** cont.new */
export const emitContNew = (S: MutableBody, { ct }: InstrOf<'cont.new'>): void => {
  const { plan } = S;
  emitNonNull(S, operand(S, 0), 'null function reference');
  if (typeAt(S, ct).sub.shared) {
    emit(S, typeOf(S, ct), call(intrinsicOnce(plan, `new ${ct}`, ['i32', 'i32'], ['i32'], { kind: 'new', ct: plan.types.typeIdx(ct) })));
    return;
  }
  const ft = idxRef(plan.types.typeIdx(sourceType(plan, functionOf(S, ct))), false);
  emit(S, load(plan, 'i32', SLOT_OFFSET), { op: 'table.get', x: plan.functions, at: S.at }, refCast(ft),
    { op: 'cont.new', ct: plan.types.typeIdx(ct), at: S.at });
};
/** cont.bind */
export const emitContBind = (S: MutableBody, { ct, ct2 }: InstrOf<'cont.bind'>): void => {
  const { plan } = S, { params } = signature(S, ct), n = params.length - signature(S, ct2).params.length;
  const bind = intrinsicOnce(plan, `bind ${ct} ${n}`, [...params.slice(0, n), 'i32', 'i32'], ['i32'],
    { kind: 'bind', ct: plan.types.typeIdx(ct), n });
  emit(S, typeOf(S, ct2), call(bind));
};
/** switch */
export const emitSwitch = (S: MutableBody, { ct, x }: InstrOf<'switch'>): void => {
  const { plan } = S, { params } = signature(S, ct), own = asFunc(functionOf(S, ct))?.params.at(-1), tag = tagIdx(plan, x);
  if (typeof own !== 'object' || own.heap.kind !== 'def') throw new RangeError('the last parameter is no continuation');
  const ct2 = sourceType(plan, own.heap), types: readonly ValType[] = [...params.slice(0, -1), 'i32', 'i32'];
  const switch_ = intrinsicOnce(plan, `switch ${ct} ${x}`, types, signature(S, ct2).params, { kind: 'switch', tag });
  emit(S, typeOf(S, ct2), call(switch_));
};

/** A handler with a label: where it goes, what it passes, and which continuation. */
interface Target {
  readonly l: number;
  readonly types: readonly ValType[];
  readonly ct: number;
}
const targetOf = (S: MutableBody, { l }: Extract<Hdl, { readonly kind: 'on' }>): Target => {
  const types = S.C.labels.at(l) ?? [], last = types.at(-1);
  if (typeof last !== 'object' || last.heap.kind !== 'def') throw new RangeError('a handler that takes no continuation');
  return { l, types: types.slice(0, -1).map((t) => openVal(S.plan, t)), ct: sourceType(S.plan, last.heap) };
};
/** From a continuation that was captured to a shared one. */
const freeze = (S: MutableBody, ct: number): readonly Instr[] => {
  const name = `freeze ${ct}`, params: readonly ValType[] = [reference(S.plan, ct, true), 'i32'];
  return [typeOf(S, ct), call(intrinsicOnce(S.plan, name, params, ['i32'], { kind: 'freeze', ct: S.plan.types.typeIdx(ct) }))];
};

/** Emits the way from the operands of what resumes to locals; the continuation is made one of this thread. */
const emitOperands = (S: MutableBody, e: Resume): readonly Instr[] => {
  const { plan } = S, ct = plan.types.typeIdx(e.ct), k = temp(S, 'i32', 40), own = temp(S, reference(plan, e.ct, true), 40);
  const thaw = intrinsicOnce(plan, `thaw ${e.ct}`, ['i32'], [reference(plan, e.ct, false)], { kind: 'thaw', ct });
  emit(S, set(k));
  if (e.op === 'resume_throw') emitException(S, e.x);
  const params = e.op === 'resume' ? signature(S, e.ct).params : ['i32' as const], locals = params.map((t, i) => temp(S, t, 41 + i));
  emit(S, ...[...locals].reverse().map(set), get(k), call(thaw), set(own));
  if (e.op === 'resume_throw_ref') {
    emit(S, ...locals.map(get));
    emitNonNull(S, operand(S, 1), 'null exception reference');
    emit(S, ...locals.map(set));
  }
  return [...locals.map(get), get(own)];
};
/** resume, resume_throw and resume_throw_ref of a shared continuation */
export const emitResumeShared = (S: MutableBody, e: Resume): void => {
  const { plan } = S, targets = e.hdls.flatMap((hdl) => hdl.kind === 'on' ? [targetOf(S, hdl)] : []), { at } = S;
  const operands = emitOperands(S, e), ct = plan.types.typeIdx(e.ct);
  let next = 0;
  const hdls = e.hdls.map((hdl): Hdl => ({ ...hdl, x: tagIdx(plan, hdl.x), ...hdl.kind === 'on' ? { l: next++ } : {} }));
  const resume: Instr = e.op === 'resume' ? { op: 'resume', ct, hdls, at } : { op: 'resume_throw', ct, x: plan.exception, hdls, at };
  let code: readonly Instr[] = [...operands, resume];
  if (targets.length > 0) code = [...code, br(targets.length)];
  targets.forEach(({ l, types, ct: cti }, i) => {
    const bt = blockTypeOf(plan, [], [...types, reference(plan, cti, true)]);
    code = [{ op: 'block', bt, body: code, at }, ...freeze(S, cti), br(labelIdx(S, l) + targets.length - i)];
  });
  if (targets.length > 0) code = [{ op: 'block', bt: blockTypeOf(plan, [], signature(S, e.ct).results), body: code, at }];
  emit(S, ...code);
};
