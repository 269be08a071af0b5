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

const held = (heap: MutableHeap, zt: StorageType<DefType>, a: number): Held<object> => {
  const val = valAt(heap, zt, a);
  return (zt === 'i8' || zt === 'i16') && val.t === 'i32' ? { t: zt, c: val.c } : val;
};
/** The fields or elements of a shared object; undefined if it is none. */
export const sharedObject = ({ heap }: MutableStore, object: object): readonly Held<object>[] | undefined => {
  const address = heap?.addresses.get(object);
  if (heap === undefined || address === undefined) return undefined;
  const runtimeType = heap.view.getInt32(address, true);
  const [type] = [...heap.types].find(([, a]) => a === runtimeType) ?? [];
  if (type === undefined || typeof type === 'string') return [];
  const fields = asStruct(type)?.fields, zt = asArray(type)?.field.storage;
  if (fields !== undefined) return fields.map(({ storage }, i) => held(heap, storage, address + (structLayout(type).offsets[i] ?? 0)));
  if (zt === undefined) return [];
  const length = heap.view.getInt32(address + LENGTH_OFFSET, true);
  return Array.from({ length }, (_, i) => held(heap, zt, address + ELEMENTS_OFFSET + i * bytesOf(zt)));
};
