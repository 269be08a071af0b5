/**
 * How shared things lie in the heap, the linear memory that all threads have in common. Addresses are i32; 0 is null, an odd one is an i31.
 * ```
 * structure          run-time type, fields
 * array              run-time type, length, elements
 * function record    run-time type, slot in the table of functions
 * exception          run-time type, tag, payload
 * run-time type      kind, number of supertypes with itself, these from the root down to itself
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
/** Offsets in a run-time type. */
export const KIND_OFFSET = 0, DEPTH_OFFSET = 4, DISPLAY_OFFSET = 8;
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

/** Fixed places of the heap: where what is free begins, and ends. */
export const CONTROL = { bump: 8, end: 12 } as const;
/** Where the first thing may begin. */
export const FIRST = 1024;

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
