/**
 * How shared things lie in the heap, the linear memory that all threads have in common. Addresses are i32; 0 is null, an odd one is an i31.
 * ```
 * structure          run-time type, fields
 * array              run-time type, length, elements
 * function record    run-time type, slot in the table of functions
 * exception          run-time type, tag, payload
 * run-time type      (shape,) kind, number of supertypes with itself, these from the root down to itself
 * shape              size of a structure or of an element, where there are references, 0, the address of the type
 * tag                as a run-time type
 * table              length, capacity, lock, 0, elements
 * element segment    length (0 if dropped), elements
 * data segment       length (0 if dropped); its bytes are in the module
 * ```
 * Fields and elements are aligned by their sizes, those of 16 bytes by 8. All things begin at multiples of 8.
 * @category Evaluation: sharing
 * @module
 */
import type { StorageType } from '../../syntax/types.ts';
import { size } from '../../semantics/types/properties.ts';

/** The names of the modules from which translated modules import. */
export const HEAP = 'weft:heap', THREADS = 'weft:threads';

/** Kinds of run-time types. What is below 2 is a subtype of `eq`. */
export const KINDS = { struct: 0, array: 1, func: 2, cont: 3, exn: 4, waitqueue: 5, host: 6 } as const;
/** Offsets in a run-time type. Its shape comes before it. */
export const KIND_OFFSET = 0, DEPTH_OFFSET = 4, DISPLAY_OFFSET = 8, SHAPE_SIZE = 16;
/** Where the fields of a structure begin. */
export const FIELDS_OFFSET = 4;
/** Offsets in an array. */
export const LENGTH_OFFSET = 4, ELEMENTS_OFFSET = 8;
/** Where the slot stands in a function record, and how long that is. */
export const SLOT_OFFSET = 4, RECORD_SIZE = 8;
/** Offsets in an exception. */
export const TAG_OFFSET = 4, PAYLOAD_OFFSET = 8;
/** Offsets in a table, or of the elements of an element segment, whose length comes first. */
export const TABLE_LENGTH = 0, TABLE_CAPACITY = 4, TABLE_ELEMENTS = 16, SEGMENT_ELEMENTS = 4;
/** How many bytes an object of the embedder has, and where its number stands; a wait queue is as long. */
export const HOST_SIZE = 8, HOST_OFFSET = 4;

/** Fixed places of the heap, which `heap/allocation.wat` describes. */
export const CONTROL = {
  request: 128, never: 136, stress: 140, allowed: 152, live: 156, free: 160, unused: 172, end: 176, collections: 204,
  objects: 208, mirrors: 220, records: 224, agreeing: 240, agreed: 244,
} as const;
/** The size of blocks, and the number of the first one. */
export const BLOCK = 65_536, FIRST_BLOCK = 0x260;
/** In the region of a thread: what its globals refer to, and how many words there are for that. */
export const MIRRORS_OFFSET = 512, MIRRORS = 3968;
/** How long the region of a thread is; it is aligned by that. */
export const REGION = 0x10_0000;

/** How many bytes a value takes. */
export const bytesOf = (zt: StorageType<unknown>): number => typeof zt === 'string' ? size(zt) / 8 : 4;
/** n rounded up to a multiple of k, a power of 2 */
export const aligned = (n: number, k: number): number => (n + k - 1) & -k;

/** Where fields lie, and how long the whole is. */
export interface FieldLayout {
  readonly offsets: readonly number[];
  readonly size: number;
}
/** The layout of fields that follow each other from an offset on. That of a supertype is the beginning of it. */
export const fieldLayout = (zts: readonly StorageType<unknown>[], from: number): FieldLayout => {
  const offsets: number[] = [];
  let end = from;
  for (const zt of zts) {
    const bytes = bytesOf(zt), offset = aligned(end, Math.min(bytes, 8));
    offsets.push(offset);
    end = offset + bytes;
  }
  return { offsets, size: aligned(end, 8) };
};
