/**
 * Looking into defined types: expansion, and the parts of it that rules ask for.
 * @spec core 2.1-validation.types `Expand`
 * @module
 */
import type { ArrayType, CompType, FuncType, StructType } from '../../syntax/types.ts';
import type { DefType } from './deftypes.ts';

/** `deftype ≈ comptype` */
export const expand = (dt: DefType): CompType<DefType> => dt.sub.comp;

/** `deftype ≈ func t₁* → t₂*`, or undefined if it is something else. */
export const asFunc = (dt: DefType): FuncType<DefType> | undefined => dt.sub.comp.kind === 'func' ? dt.sub.comp : undefined;

/** `deftype ≈ struct fieldtype*`, or undefined if it is something else. */
export const asStruct = (dt: DefType): StructType<DefType> | undefined => dt.sub.comp.kind === 'struct' ? dt.sub.comp : undefined;

/** `deftype ≈ array fieldtype`, or undefined if it is something else. */
export const asArray = (dt: DefType): ArrayType<DefType> | undefined => dt.sub.comp.kind === 'array' ? dt.sub.comp : undefined;

/** The defined type `$ft` of `deftype ≈ cont $ft`, or undefined if it is something else. */
export const contTarget = (dt: DefType): DefType | undefined =>
  dt.sub.comp.kind === 'cont' && dt.sub.comp.type.kind === 'def' ? dt.sub.comp.type : undefined;

/**
 * `deftype ≈ cont t₁* → t₂*`, short for `cont $ft` and `$ft ≈ func t₁* → t₂*`; undefined if it is something else.
 * @spec SS Explainer.md §Instructions
 */
export const asCont = (dt: DefType): FuncType<DefType> | undefined => {
  const ft = contTarget(dt);
  return ft === undefined ? undefined : asFunc(ft);
};
