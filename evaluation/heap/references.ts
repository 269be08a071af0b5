/**
 * References to shared things, at the boundary: what they refer to is known by its address.
 * @category Evaluation: heap
 * @module
 */
import type { RefType } from '../../syntax/types.ts';
import { NULL, refExtern, refHost, refI31 } from '../../semantics/runtime/values.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { topOf } from '../../semantics/types/matching.ts';
import type { HostRef, SharedCrossing } from '../host/values.ts';
import { HOST_OFFSET, HOST_SIZE, KIND_OFFSET, KINDS } from '../sharing/layout.ts';
import type { MutableStore } from '../store.ts';
import type { MutableHeap } from './heap.ts';
import { alloc, functionAt, pin, typeAddress } from './heap.ts';
import { heapOf } from './of-store.ts';

/** What stands for what lies at an address: always the same object. */
const objectAt = (heap: MutableHeap, address: number): object => {
  const { objects, addresses } = heap;
  const known = objects.get(address);
  if (known !== undefined) return known;
  const fresh = Object.freeze({ address });
  pin(heap, address);
  objects.set(address, fresh);
  addresses.set(fresh, address);
  return fresh;
};

const anyAt = (heap: MutableHeap, address: number): HostRef => {
  if (address === 0) return NULL;
  if ((address & 1) === 1) return refI31(address >> 1);
  const kind = heap.view.getInt32(heap.view.getInt32(address, true) + KIND_OFFSET, true);
  switch (kind) {
    case KINDS.host: return refHost(heap.view.getInt32(address + HOST_OFFSET, true));
    case KINDS.array: return { t: 'ref.array', c: objectAt(heap, address) };
    default: return { t: 'ref.struct', c: objectAt(heap, address) };
  }
};
const tags = { exn: 'ref.exn', cont: 'ref.cont', waitqueue: 'ref.waitqueue' } as const;
/** The reference of a shared type that an address is. */
export const refAt = (heap: MutableHeap, { heap: ht }: RefType<DefType>, part: number): HostRef => {
  const { name } = topOf(ht), address = part | 0;
  if (address === 0) return NULL;
  if (name === 'extern') return refExtern(anyAt(heap, address));
  if (name === 'func') {
    const func = functionAt(heap, address);
    if (func === null) throw new RangeError('the record of a function names no function');
    return { t: 'ref.func', c: func };
  }
  if (name === 'exn' || name === 'cont' || name === 'waitqueue') return { t: tags[name], c: objectAt(heap, address) };
  return anyAt(heap, address);
};

const hosts = new WeakMap<MutableHeap, Map<number, number>>();
const hostAddress = (heap: MutableHeap, n: number): number => {
  const known = hosts.get(heap) ?? new Map<number, number>(), found = known.get(n);
  hosts.set(heap, known);
  if (found !== undefined) return found;
  const a = alloc(heap, HOST_SIZE);
  heap.view.setInt32(a, typeAddress(heap, 'host'), true);
  heap.view.setInt32(a + HOST_OFFSET, n, true);
  known.set(n, a);
  return a;
};
/** The address that a reference of a shared type is. */
export const addressOf = (heap: MutableHeap, ref: HostRef): number => {
  switch (ref.t) {
    case 'ref.null': return 0;
    case 'ref.i31': return ref.c << 1 | 1;
    case 'ref.host': return hostAddress(heap, ref.c);
    case 'ref.extern': return addressOf(heap, ref.c);
    default: {
      const found = heap.addresses.get(ref.c) ?? (typeof ref.c === 'function' ? heap.records.get(ref.c as never) : undefined);
      if (found === undefined) throw new TypeError('a reference to something unshared is given where something shared is expected');
      return found;
    }
  }
};

/** How references to what lies in the heap of a store cross the boundary. */
export const crossing = (S: MutableStore): SharedCrossing => ({
  refAt: (type, address) => address === 0 ? NULL : refAt(heapOf(S), type, address),
  addressOf: (ref) => ref.t === 'ref.null' ? 0 : addressOf(heapOf(S), ref),
});
