/**
 * Types of the source, which are closed in the context of its functions, in terms of the type indices of the target.
 * @module
 */
import type { FuncType, RefType, ValType } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc, contTarget } from '../../semantics/types/expansion.ts';
import type { MutablePlan } from './plan.ts';
import { heapType, typeIdx } from './types.ts';

/** The source's index of a defined type. */
export const sourceType = ({ typeOf }: MutablePlan, dt: DefType): number => {
  const x = typeOf.get(dt);
  if (x === undefined) throw new RangeError('a type that is not one of the module');
  return x;
};
/** The closed type `t`, in terms of the target's type indices. */
export const openVal = (plan: MutablePlan, t: ValType<DefType>): ValType => typeof t === 'string' ? t : openRef(plan, t);
/** The closed type `rt`, in terms of the target's type indices. */
export const openRef = (plan: MutablePlan, { kind, nullable, heap }: RefType<DefType>): RefType => {
  if (heap.kind === 'abs') return { kind, nullable, heap: heapType(heap) };
  return { kind, nullable, heap: { kind: 'idx', x: typeIdx(sourceType(plan, heap)) } };
};
/** The same type with null. */
export const nullable = (t: ValType): ValType => typeof t === 'string' || t.nullable ? t : { ...t, nullable: true };

/** The type of the functions of a source type `$ct ≈ cont $ft`: the index of `$ft` in the target. */
export const contFunc = (plan: MutablePlan, ct: number): number => {
  const dt = plan.C.types.at(ct), ft = dt === undefined ? undefined : contTarget(dt);
  if (ft === undefined) throw new RangeError(`type ${ct} is no continuation type`);
  return typeIdx(sourceType(plan, ft));
};
/** `[t₁*] → [t₂*]`, of the source type `$ct ≈ cont [t₁*] → [t₂*]` or of a function type */
export const signature = (plan: MutablePlan, x: number): FuncType<DefType> => {
  const dt = plan.C.types.at(x), ft = dt === undefined ? undefined : asFunc(contTarget(dt) ?? dt);
  if (ft === undefined) throw new RangeError(`type ${x} is no function or continuation type`);
  return ft;
};
/** `[t₁*] → [t₂*]`, of the source's tag x */
export const tagSignature = ({ C }: MutablePlan, x: number): FuncType<DefType> => {
  const dt = C.tags.at(x), ft = dt === undefined ? undefined : asFunc(dt);
  if (ft === undefined) throw new RangeError(`there is no tag ${x}`);
  return ft;
};

