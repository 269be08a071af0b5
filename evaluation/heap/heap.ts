/**
 * The heap of a store: the memory in which everything shared lies, and what the embedder's side knows of it.
 * @category Evaluation: heap
 * @module
 */
import type { DefType } from '../../semantics/types/deftypes.ts';
import {
  CONTROL, DISPLAY_OFFSET, KINDS, MIRRORS, MIRRORS_OFFSET, RECORD_SIZE, SHAPE_SIZE, SLOT_OFFSET, TABLE_LENGTH,
} from '../sharing/layout.ts';
import type { HostFunction, HostGlobal, HostMemory } from '../host/wasm.ts';
import { wasm } from '../host/wasm.ts';
import type { MutableLog } from '../threads/log.ts';
import { newSlots, setSlot } from '../threads/log.ts';
import type { Threads } from '../threads/runtime.ts';
import type { Runtime } from './runtime.ts';
import { newMemory, newRuntime } from './runtime.ts';
import type { Shape } from './shapes.ts';
import { exceptionShape, OPAQUE, shapeOf } from './shapes.ts';
import { agree } from './agreement.ts';
import { keyOf } from './type-keys.ts';

/** A shared tag: it is no more than an identity. */
export interface SharedTag {
  readonly kind: 'tag';
  readonly type: DefType;
  readonly name: string;
  readonly address: number;
}

/** The heap. It changes as programs run. */
export interface MutableHeap {
  readonly memory: HostMemory;
  readonly view: DataView;
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  /** of this thread */
  readonly runtime: Runtime;
  /** knows the table of functions */
  readonly log: MutableLog;
  readonly TRAP: HostGlobal;
  /** bytes that tables have here, with those for elements that they might get */
  reserved: number;
  /** the region of this thread */
  readonly region: number;
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

/** The heap in a memory, as a thread sees it whose runtime this is. */
export const heapIn = (memory: HostMemory, runtime: Runtime, log: MutableLog): MutableHeap => {
  const { buffer } = memory, TRAP = runtime['heap:TRAP'], THREAD = runtime['THREAD'];
  if (!(TRAP instanceof wasm.Global && THREAD instanceof wasm.Global)) throw new TypeError('the runtime of the heap lacks registers');
  return {
    memory, runtime, view: new DataView(buffer), bytes: new Uint8Array(buffer), words: new Int32Array(buffer), log, TRAP, reserved: 0,
    region: Number(THREAD.value), types: new Map(), records: new Map(), objects: new Map(), addresses: new WeakMap(),
    tags: new Map(), controls: new Map(), migration: undefined,
  };
};
/** What a heap is to do besides. */
export interface HeapOptions {
  /** how many MiB it has */
  readonly size: number;
  /** if so, there is a collection before each so-many-th allocation, and what is free is overwritten */
  readonly collectEvery: number | undefined;
  /** nothing is collected */
  readonly never: boolean;
}
/** A heap in which nothing is. */
export const newHeap = (log: MutableLog, threads: Threads, { size, collectEvery, never }: HeapOptions): MutableHeap => {
  const memory = newMemory(size), words = new Int32Array(memory.buffer);
  words[CONTROL.stress / 4] = collectEvery ?? 0;
  words[CONTROL.never / 4] = never ? 1 : 0;
  return heapIn(memory, newRuntime(log, threads, memory), log);
};

type Call = (...args: readonly number[]) => number;
const isCall = (value: unknown): value is Call => typeof value === 'function';
const runtimeCall = ({ runtime }: MutableHeap, name: string, ...args: readonly number[]): number => {
  const found = runtime[name];
  if (!isCall(found)) throw new TypeError(`the runtime of the heap has no function ${name}`);
  return found(...args);
};
const FULL = 'out of memory: the shared heap is full';
/** States of blocks in which nothing is ever freed: with objects, or with types. */
const IMMORTAL = 5, TYPES = 6;
const allocIn = (heap: MutableHeap, size: number, state: number): number => {
  const a = size > heap.bytes.length ? 0 : runtimeCall(heap, 'immortal', Math.max(8, size), state) >>> 0;
  if (a === 0) throw new RangeError(FULL);
  return a;
};
/** So many bytes, all zero, which are never freed; a RangeError if there are not so many. */
export const alloc = (heap: MutableHeap, size: number): number => allocIn(heap, size, IMMORTAL);

/** What lies at an address is never freed: the embedder knows it. */
export const pin = (heap: MutableHeap, address: number): void => { runtimeCall(heap, 'pin', address); };

/**
 * So many words from an address on are references that a collection is to follow; or the object there is one to follow (0); or the elements
 * of the table there are (-1).
 */
export const addRoot = (heap: MutableHeap, address: number, count: number): void => {
  if (runtimeCall(heap, 'root', address, count) === 0) throw new RangeError(FULL);
};
/** Where the first thread's stack of references ends, which a call may leave too high if an exception or a trap ends it. */
export const stackTop = ({ words, region }: MutableHeap): number => words[region / 4] ?? 0;
/** Puts it back. */
export const setStackTop = ({ words, region }: MutableHeap, top: number): void => { words[region / 4] = top; };
/** From now on nothing is collected. */
export const neverCollect = ({ words }: MutableHeap): void => { words[CONTROL.never / 4] = 1; };
/**
 * Room for what so many globals of each thread refer to: how far it is from the beginning of a thread's region. If there is none left,
 * nothing is collected any more, and nobody reads what is there.
 */
export const allocMirrors = (heap: MutableHeap, count: number): number => {
  const first = Atomics.add(heap.words, CONTROL.mirrors / 4, count);
  if (first + count <= MIRRORS) return MIRRORS_OFFSET + 4 * first;
  neverCollect(heap);
  return MIRRORS_OFFSET;
};

const offsetList = (heap: MutableHeap, offsets: readonly number[]): number => {
  if (offsets.length === 0) return 0;
  const a = allocIn(heap, 4 * (offsets.length + 1), TYPES);
  heap.words.set([offsets.length, ...offsets], a / 4);
  return a;
};
const newType = (heap: MutableHeap, kind: number, { size, references }: Shape, display: readonly number[]): number => {
  const list = typeof references === 'boolean' ? Number(references) : offsetList(heap, references);
  const a = allocIn(heap, SHAPE_SIZE + DISPLAY_OFFSET + 4 * (display.length + 1), TYPES) + SHAPE_SIZE;
  heap.words.set([size, list, 0, a, kind, display.length + 1, ...display, a], (a - SHAPE_SIZE) / 4);
  return a;
};
/** A run-time type is made once, by the first of the threads that need it, if several have stores. */
const agreed = (heap: MutableHeap, type: DefType | string, make: () => number): number => heap.log.instances === undefined ? make()
  : agree({ words: heap.words, alloc: (size) => alloc(heap, size) }, keyOf(type), make);
/** The run-time type of a defined type, or of one of the other kinds of objects. */
export const typeAddress = (heap: MutableHeap, type: DefType | keyof typeof KINDS): number => {
  const known = heap.types.get(type);
  if (known !== undefined) return known;
  if (typeof type === 'string') {
    const made = agreed(heap, type, () => newType(heap, KINDS[type], OPAQUE, []));
    heap.types.set(type, made);
    return made;
  }
  const display: number[] = [];
  for (const dt of type.lineage) {
    const a = heap.types.get(dt) ?? agreed(heap, dt, () => newType(heap, KINDS[dt.sub.comp.kind], shapeOf(dt), display));
    heap.types.set(dt, a);
    display.push(a);
  }
  return display.at(-1) ?? 0;
};
/** A shared tag: its identity, which knows the shape of its exceptions. */
export const newTag = (heap: MutableHeap, type: DefType): number => newType(heap, KINDS.exn, exceptionShape(type), []);

/** Records of functions of these types, one after the other, in slots that follow each other too. */
export const allocRecords = (heap: MutableHeap, types: readonly DefType[]): { readonly records: number; readonly slots: number } => {
  const { words } = heap, slots = newSlots(heap.log, types.length), records = alloc(heap, RECORD_SIZE * types.length);
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

/** How many elements a table has now. */
export const tableLength = ({ words }: MutableHeap, table: number): number => (words[(table + TABLE_LENGTH) / 4] ?? 0) >>> 0;
