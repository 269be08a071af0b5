/**
 * The heap of a store: the memory in which everything shared lies, and what the embedder's side knows of it.
 * @category Evaluation: heap
 * @module
 */
import type { DefType } from '../../semantics/types/deftypes.ts';
import { CONTROL, FIRST, KINDS, RECORD_SIZE, SLOT_OFFSET, TABLE_LENGTH } from '../sharing/layout.ts';
import type { HostFunction, HostGlobal } from '../host/wasm.ts';
import { wasm } from '../host/wasm.ts';
import type { MutableLog } from '../threads/log.ts';
import { setSlot } from '../threads/log.ts';
import type { Runtime } from './runtime.ts';
import { newMemory, newRuntime } from './runtime.ts';

/** A shared tag: it is no more than an identity. */
export interface SharedTag {
  readonly kind: 'tag';
  readonly type: DefType;
  readonly name: string;
  readonly address: number;
}

/** The heap. It changes as programs run. */
export interface MutableHeap {
  readonly memory: { readonly buffer: ArrayBufferLike };
  readonly view: DataView;
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  /** of the first thread */
  readonly runtime: Runtime;
  /** knows the table of functions */
  readonly log: MutableLog;
  readonly TRAP: HostGlobal;
  /** run-time types: of defined types, and of others by name */
  readonly types: Map<DefType | keyof typeof KINDS, number>;
  /** the records of functions of the host's */
  readonly records: Map<HostFunction, number>;
  /** what stands for what lies at an address */
  readonly objects: Map<number, object>;
  readonly addresses: WeakMap<object, number>;
  /** shared tags by their identities, and the tags of the host that suspensions on them have */
  readonly tags: Map<number, SharedTag>;
  readonly controls: Map<number, object>;
  /** what shared continuations need, of the first thread, as soon as there may be some */
  migration: Readonly<Record<string, unknown>> | undefined;
}

/** A heap in which nothing is. */
const newHeap = (log: MutableLog): MutableHeap => {
  const memory = newMemory(), { buffer } = memory, words = new Int32Array(buffer);
  const runtime = newRuntime(log, memory), TRAP = runtime['heap:TRAP'];
  if (!(TRAP instanceof wasm.Global)) throw new TypeError('the runtime of the heap has no register for traps');
  words[CONTROL.bump / 4] = FIRST;
  words[CONTROL.end / 4] = buffer.byteLength;
  return {
    memory, runtime, view: new DataView(buffer), bytes: new Uint8Array(buffer), words, log, TRAP,
    types: new Map(), records: new Map(), objects: new Map(), addresses: new WeakMap(), tags: new Map(), controls: new Map(),
    migration: undefined,
  };
};

/** So many bytes, all zero; a RangeError if there are not so many. */
export const alloc = ({ words, bytes }: MutableHeap, size: number): number => {
  const length = (size + 7) & -8, a = Atomics.add(words, CONTROL.bump / 4, length) >>> 0;
  if (a + length <= bytes.length) return a;
  Atomics.sub(words, CONTROL.bump / 4, length);
  throw new RangeError('out of memory: the shared heap is full');
};

const newType = (heap: MutableHeap, kind: number, display: readonly number[]): number => {
  const a = alloc(heap, 8 + 4 * (display.length + 1));
  [kind, display.length + 1, ...display, a].forEach((word, i) => { heap.words[a / 4 + i] = word; });
  return a;
};
/** The run-time type of a defined type, or of one of the other kinds of objects. */
export const typeAddress = (heap: MutableHeap, type: DefType | keyof typeof KINDS): number => {
  const known = heap.types.get(type);
  if (known !== undefined) return known;
  if (typeof type === 'string') {
    const made = newType(heap, KINDS[type], []);
    heap.types.set(type, made);
    return made;
  }
  const display: number[] = [];
  for (const dt of type.lineage) {
    const a = heap.types.get(dt) ?? newType(heap, KINDS[dt.sub.comp.kind], display);
    heap.types.set(dt, a);
    display.push(a);
  }
  return display.at(-1) ?? 0;
};

/** Records of functions of these types, one after the other, in slots that follow each other too. */
export const allocRecords = (heap: MutableHeap, types: readonly DefType[]): { readonly records: number; readonly slots: number } => {
  const { words } = heap, slots = heap.log.functions.grow(types.length), records = alloc(heap, RECORD_SIZE * types.length);
  types.forEach((dt, i) => {
    words[(records + RECORD_SIZE * i) / 4] = typeAddress(heap, dt);
    words[(records + RECORD_SIZE * i + SLOT_OFFSET) / 4] = slots + i;
  });
  return { records, slots };
};
/** The record of a function of the host's, which is made if there is none. */
export const recordOf = (heap: MutableHeap, func: HostFunction, type: DefType): number => {
  const known = heap.records.get(func);
  if (known !== undefined) return known;
  const { records, slots } = allocRecords(heap, [type]);
  setSlot(heap.log, slots, func);
  heap.records.set(func, records);
  return records;
};
/** The functions of an instance have been put into their slots: from now on their records are known by them. */
export const registerRecords = (heap: MutableHeap, first: number, count: number): void => {
  const { records, words, log: { functions } } = heap;
  for (let i = 0; i < count; i++) {
    const record = first + RECORD_SIZE * i, func = functions.get(words[(record + SLOT_OFFSET) / 4] ?? 0);
    if (func !== null) records.set(func, record);
  }
};
/** The function of a record. */
export const functionAt = (heap: MutableHeap, record: number): HostFunction | null =>
  heap.log.functions.get(heap.words[(record + SLOT_OFFSET) / 4] ?? 0);

/** What has a heap: a store. */
export interface HasHeap {
  heap: MutableHeap | undefined;
  readonly log: MutableLog;
}
/** The heap of a store, which is made when it is needed. */
export const heapOf = (S: HasHeap): MutableHeap => S.heap ??= newHeap(S.log);
/** How many elements a table has now. */
export const tableLength = ({ words }: MutableHeap, table: number): number => (words[(table + TABLE_LENGTH) / 4] ?? 0) >>> 0;
