/**
 * Validity of closed types as shared: whether their values may be seen by several threads. One function a judgement, each
 * about types that are valid. What is valid as shared may stand in unshared things too.
 * @spec SET Overview.md §`shared` Annotations
 * @module
 */
import type { CompType, FieldType, HeapType, ResultType, StorageType } from '../../syntax/types.ts';
import type { DefType } from './deftypes.ts';

/**
 * `C ⊢ heaptype : OK(shared)`
 * ```rule
 * C ⊢ (shared absheaptype) : OK(shared)
 *
 * C ⊢ deftype : OK(shared)
 *   — if deftype ≈ shared comptype
 * ```
 * @rule Heaptype_ok/shared
 * @spec SET Overview.md §Heap Types
 */
export const heapShared = (ht: HeapType<DefType>): boolean => ht.kind === 'abs' ? ht.shared : ht.sub.shared;

/**
 * `C ⊢ storagetype : OK(shared)`
 * ```rule
 * C ⊢ t : OK(shared)
 *   — if t is a number, vector or packed type
 *
 * C ⊢ (ref null? ht) : OK(shared)
 *   — if C ⊢ ht : OK(shared)
 * ```
 * @rule Storagetype_ok/shared
 * @spec SET Overview.md §Heap Types
 */
export const storageShared = (zt: StorageType<DefType>): boolean => typeof zt === 'string' || heapShared(zt.heap);

/**
 * `C ⊢ t* : OK(shared)`
 * ```rule
 * C ⊢ t* : OK(shared)
 *   — if (C ⊢ t : OK(shared))*
 * ```
 * @rule Resulttype_ok/shared
 * @spec SET Overview.md §Heap Types
 */
export const resultShared = (ts: ResultType<DefType>): boolean => ts.every(storageShared);

const fieldShared = (ft: FieldType<DefType>): boolean => storageShared(ft.storage);

/**
 * `C ⊢ comptype : OK(shared)`
 * ```rule
 * C ⊢ struct (mut? zt)* : OK(shared)
 *   — if (C ⊢ zt : OK(shared))*
 *
 * C ⊢ array (mut? zt) : OK(shared)
 *   — if C ⊢ zt : OK(shared)
 *
 * C ⊢ func t₁* → t₂* : OK(shared)
 *   — if C ⊢ t₁* : OK(shared)
 *   — and C ⊢ t₂* : OK(shared)
 *
 * C ⊢ cont ht : OK(shared)
 *   — if C ⊢ ht : OK(shared)
 * ```
 * No text defines shared continuations: that they run shared functions is what other composite types suggest.
 * @rule Comptype_ok/shared
 * @spec SET Overview.md §Heap Types
 */
export const compShared = (ct: CompType<DefType>): boolean => {
  switch (ct.kind) {
    case 'struct': return ct.fields.every(fieldShared);
    case 'array': return fieldShared(ct.field);
    case 'func': return resultShared(ct.params) && resultShared(ct.results);
    case 'cont': return heapShared(ct.type);
  }
};
