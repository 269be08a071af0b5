/**
 * Matching (subtyping) of closed types, one function a judgement. The context of the judgements is not needed: closed
 * types mention no type index, and canonical ones are equivalent only if they are identical.
 * @spec core 2.2-validation.subtyping
 * @spec core valid/matching.rst
 * @module
 */
import type {
  AbsHeapName, AbsHeapType, CompType, FieldType, HeapType, RefType, ResultType, StorageType, ValType,
} from '../../syntax/types.ts';
import type { DefType } from './deftypes.ts';

/** The supertypes of each abstract heap type besides itself, nearest first: `refl`, `trans` and the axioms of `Heaptype_sub`, closed. */
const supertypes: { readonly [name in AbsHeapName]: readonly AbsHeapName[] } = {
  any: [], eq: ['any'], i31: ['eq', 'any'], struct: ['eq', 'any'], array: ['eq', 'any'], none: ['i31', 'struct', 'array', 'eq', 'any'],
  func: [], nofunc: ['func'],
  exn: [], noexn: ['exn'],
  extern: [], noextern: ['extern'],
  cont: [], nocont: ['cont'],
  waitqueue: [], nowaitqueue: ['waitqueue'],
};

/** The least type of each hierarchy, by its greatest. */
const bottoms: { readonly [name in AbsHeapName]?: AbsHeapName } =
  { any: 'none', func: 'nofunc', exn: 'noexn', extern: 'noextern', cont: 'nocont', waitqueue: 'nowaitqueue' };

/** The least abstract heap type above a heap type: the kind of a defined type, an abstract type itself. */
export const abstractOf = (ht: HeapType<DefType>): AbsHeapType =>
  ht.kind === 'abs' ? ht : { kind: 'abs', shared: ht.sub.shared, name: ht.sub.comp.kind };

/** The greatest heap type of the hierarchy to which `ht` belongs. */
export const topOf = (ht: HeapType<DefType>): AbsHeapType => {
  const { shared, name } = abstractOf(ht);
  return { kind: 'abs', shared, name: supertypes[name].at(-1) ?? name };
};

/** The least heap type of the hierarchy to which `ht` belongs. */
export const bottomOf = (ht: HeapType<DefType>): AbsHeapType => {
  const { shared, name } = topOf(ht);
  return { kind: 'abs', shared, name: bottoms[name] ?? name };
};

const matchesName = (name1: AbsHeapName, name2: AbsHeapName): boolean => name1 === name2 || supertypes[name1].includes(name2);

/**
 * `⊢ heaptype₁ <: heaptype₂`
 * ```rule
 * (share absheaptype₁) <: (share absheaptype₂)
 * — if absheaptype₁ = absheaptype₂ or absheaptype₂ is above absheaptype₁ in their hierarchy
 *
 * deftype <: (share absheaptype)
 * — if deftype ≈ share comptype
 * — and comptype is a structure, array, function or continuation
 * — and (share struct), (share array), (share func) or (share cont), accordingly, matches (share absheaptype)
 *
 * (share absheaptype) <: deftype
 * — if absheaptype is the least type of the hierarchy of deftype
 * — and deftype ≈ share comptype
 * ```
 * @rule Heaptype_sub
 * @spec core valid/matching.rst §Heap Types
 * @spec SET Overview.md §Heap Types
 */
export const matchesHeap = (ht1: HeapType<DefType>, ht2: HeapType<DefType>): boolean => {
  if (ht1.kind === 'def') {
    if (ht2.kind === 'def') return matchesDef(ht1, ht2);
    return ht1.sub.shared === ht2.shared && matchesName(ht1.sub.comp.kind, ht2.name);
  }
  if (ht2.kind === 'abs') return ht1.shared === ht2.shared && matchesName(ht1.name, ht2.name);
  return ht1.shared === ht2.sub.shared && ht1.name === bottomOf(ht2).name;
};

/**
 * `⊢ reftype₁ <: reftype₂`
 * ```rule
 * (ref null₁? ht₁) <: (ref null₂? ht₂)
 * — if null₁ implies null₂
 * — and ht₁ <: ht₂
 * ```
 * @rule Reftype_sub
 * @spec core valid/matching.rst §Reference Types
 */
export const matchesRef = (rt1: RefType<DefType>, rt2: RefType<DefType>): boolean =>
  (rt2.nullable || !rt1.nullable) && matchesHeap(rt1.heap, rt2.heap);

/**
 * `⊢ valtype₁ <: valtype₂`
 * ```rule
 * t <: t
 * — if t is a number or vector type
 *
 * reftype₁ <: reftype₂
 * — if reftype₁ <: reftype₂
 * ```
 * @rule Valtype_sub
 * @spec core valid/matching.rst §Value Types
 */
export const matchesVal = (t1: ValType<DefType>, t2: ValType<DefType>): boolean => matchesStorage(t1, t2);

/**
 * `⊢ t₁* <: t₂*`
 * ```rule
 * t₁* <: t₂*
 * — if (t₁ <: t₂)*
 * ```
 * @rule Resulttype_sub
 * @spec core valid/matching.rst §Result Types
 */
export const matchesResult = (ts1: ResultType<DefType>, ts2: ResultType<DefType>): boolean =>
  ts1.length === ts2.length && ts1.every((t1, i) => {
    const t2 = ts2[i];
    return t2 !== undefined && matchesVal(t1, t2);
  });

/**
 * `⊢ storagetype₁ <: storagetype₂`
 * ```rule
 * t₁ <: t₂
 * — if t₁ <: t₂
 *
 * packtype <: packtype
 * ```
 * @rule Storagetype_sub
 * @spec core valid/matching.rst §Field Types
 */
export const matchesStorage = (zt1: StorageType<DefType>, zt2: StorageType<DefType>): boolean =>
  zt1 === zt2 || (typeof zt1 !== 'string' && typeof zt2 !== 'string' && matchesRef(zt1, zt2));

/**
 * `⊢ fieldtype₁ <: fieldtype₂`
 * ```rule
 * zt₁ <: zt₂
 * — if zt₁ <: zt₂
 *
 * (mut zt₁) <: (mut zt₂)
 * — if zt₁ <: zt₂
 * — and zt₂ <: zt₁
 * ```
 * @rule Fieldtype_sub
 * @spec core valid/matching.rst §Field Types
 */
export const matchesField = (ft1: FieldType<DefType>, ft2: FieldType<DefType>): boolean =>
  ft1.mutable === ft2.mutable && matchesStorage(ft1.storage, ft2.storage) && (!ft1.mutable || matchesStorage(ft2.storage, ft1.storage));

/**
 * `⊢ comptype₁ <: comptype₂`
 * ```rule
 * (struct ft₁* ft′*) <: (struct ft₂*)
 * — if (ft₁ <: ft₂)*
 *
 * (array ft₁) <: (array ft₂)
 * — if ft₁ <: ft₂
 *
 * (func t₁₁* → t₁₂*) <: (func t₂₁* → t₂₂*)
 * — if t₂₁* <: t₁₁*
 * — and t₁₂* <: t₂₂*
 *
 * (cont ht₁) <: (cont ht₂)
 * — if ht₁ <: ht₂
 * ```
 * @rule Comptype_sub
 * @spec core valid/matching.rst §Composite Types
 * @spec SS Explainer.md §Types
 */
export const matchesComp = (ct1: CompType<DefType>, ct2: CompType<DefType>): boolean => {
  switch (ct1.kind) {
    case 'struct': return ct2.kind === 'struct' && ct2.fields.every((ft2, i) => {
      const ft1 = ct1.fields[i];
      return ft1 !== undefined && matchesField(ft1, ft2);
    });
    case 'array': return ct2.kind === 'array' && matchesField(ct1.field, ct2.field);
    case 'func': return ct2.kind === 'func' && matchesResult(ct2.params, ct1.params) && matchesResult(ct1.results, ct2.results);
    case 'cont': return ct2.kind === 'cont' && matchesHeap(ct1.type, ct2.type);
  }
};

/**
 * `⊢ deftype₁ <: deftype₂`
 * ```rule
 * deftype <: deftype
 *
 * deftype₁ <: deftype₂
 * — if deftype is a declared supertype of deftype₁
 * — and deftype <: deftype₂
 * ```
 * A type of depth n below its root can only be found at place n of the other's lineage.
 * @rule Deftype_sub
 * @spec core valid/matching.rst §Defined Types
 */
export const matchesDef = (dt1: DefType, dt2: DefType): boolean => dt1 === dt2 || dt1.lineage[dt2.lineage.length - 1] === dt2;
