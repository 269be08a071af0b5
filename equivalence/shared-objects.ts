/**
 * What shared structures and arrays hold: they lie in the heap of the evaluator.
 * @category Equivalence
 * @module
 */
import type { MutableHeap } from '../evaluation/heap/heap.ts';
import { valAt } from '../evaluation/heap/observation.ts';
import { bytesOf, ELEMENTS_OFFSET, LENGTH_OFFSET } from '../evaluation/sharing/layout.ts';
import { structLayout } from '../evaluation/sharing/structs.ts';
import type { MutableStore } from '../evaluation/store.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import { asArray, asStruct } from '../semantics/types/expansion.ts';
import type { StorageType } from '../syntax/types.ts';
import type { Held } from './observation.ts';

/** A shared object in a heap. */
export interface SharedObject {
  readonly heap: MutableHeap;
  readonly address: number;
  /** in bytes */
  readonly size: number;
  /** its fields or elements, and how far they are from its beginning */
  readonly parts: readonly (readonly [StorageType<DefType>, offset: number])[];
}
/** A structure or an array that a reference of the evaluator refers to; undefined if it is not shared, or something else. */
export const sharedObject = ({ heap }: MutableStore, object: object): SharedObject | undefined => {
  const address = heap?.addresses.get(object);
  if (heap === undefined || address === undefined) return undefined;
  const runtimeType = heap.view.getInt32(address, true);
  const [type] = [...heap.types].find(([, a]) => a === runtimeType) ?? [];
  if (type === undefined || typeof type === 'string') return undefined;
  const fields = asStruct(type)?.fields, zt = asArray(type)?.field.storage;
  if (fields !== undefined) {
    const { offsets, size } = structLayout(type);
    return { heap, address, size, parts: fields.map(({ storage }, i) => [storage, offsets[i] ?? 0]) };
  }
  if (zt === undefined) return undefined;
  const length = heap.view.getInt32(address + LENGTH_OFFSET, true), at = (i: number): number => ELEMENTS_OFFSET + i * bytesOf(zt);
  return { heap, address, size: at(length), parts: Array.from({ length }, (_, i) => [zt, at(i)]) };
};
/** What it holds. */
export const heldBy = ({ heap, address, parts }: SharedObject): readonly Held<object>[] => parts.map(([zt, offset]) => {
  const val = valAt(heap, zt, address + offset);
  return (zt === 'i8' || zt === 'i16') && val.t === 'i32' ? { t: zt, c: val.c } : val;
});
