/**
 * What lies in the heap, read by the embedder.
 * @category Evaluation: heap
 * @module
 */
import type { StorageType, TableType, ValType } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { isPacked } from '../../semantics/types/properties.ts';
import type { HostRef, HostVal } from '../host/values.ts';
import { TABLE_ELEMENTS } from '../sharing/layout.ts';
import type { Known } from './constants.ts';
import type { MutableHeap } from './heap.ts';
import { tableLength } from './heap.ts';
import { refAt } from './references.ts';

/** What stands at an address: a reference is an address itself; what is packed is unsigned. */
export const readValue = ({ view, bytes }: MutableHeap, zt: StorageType<unknown>, a: number): Known => {
  switch (zt) {
    case 'i64': case 'f64': return { t: zt, c: view.getBigInt64(a, true) };
    case 'f32': return { t: 'f32', c: view.getInt32(a, true) };
    case 'v128': return { t: 'v128', c: view.getBigUint64(a, true) | view.getBigUint64(a + 8, true) << 64n };
    case 'i8': return { t: 'i32', c: bytes[a] ?? 0 };
    case 'i16': return { t: 'i32', c: view.getUint16(a, true) };
    default: return { t: 'i32', c: view.getInt32(a, true) };
  }
};
/** The same as a value of the evaluator. */
export const valAt = (heap: MutableHeap, zt: StorageType<DefType>, a: number): HostVal => {
  const known = readValue(heap, zt, a), t: ValType<DefType> = isPacked(zt) ? 'i32' : zt;
  return typeof t === 'object' && known.t === 'i32' ? refAt(heap, t, known.c) : known;
};
/** The elements of a table. */
export const tableRefs = (heap: MutableHeap, { ref }: TableType<DefType>, table: number): readonly HostRef[] =>
  Array.from({ length: tableLength(heap, table) }, (_, i) => refAt(heap, ref, heap.view.getInt32(table + TABLE_ELEMENTS + 4 * i, true)));
