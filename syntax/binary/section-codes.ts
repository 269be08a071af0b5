/**
 * The ids of sections and the flags of their entries.
 * @spec core 5.4-binary.modules
 * @module
 */
import type { Elem, SectionName } from '../modules.ts';

/** The first four bytes: NUL, then `asm`. */
export const MAGIC: readonly number[] = [0x00, 0x61, 0x73, 0x6d];
/** The next four bytes: 1. */
export const VERSION: readonly number[] = [0x01, 0x00, 0x00, 0x00];

/** The id of custom sections. */
export const CUSTOM_ID = 0;
/** The sections with their ids, in the order in which a binary has them. */
export const sections: readonly (readonly [name: SectionName, id: number])[] = [
  ['type', 1], ['import', 2], ['func', 3], ['table', 4], ['memory', 5], ['tag', 13], ['global', 6], ['export', 7], ['start', 8],
  ['elem', 9], ['datacount', 12], ['code', 10], ['data', 11],
];

/** What a table begins with that has an initial value: no type begins with it. A zero byte follows. */
export const EXPLICIT_TABLE = 0x40;
/** The flags of an element segment. Without `exprs` it lists functions; `explicit` says that table or type is given. */
export const elemFlags = { passive: 0x01, explicit: 0x02, declare: 0x03, mode: 0x03, exprs: 0x04, shared: 0x08, end: 0x10 } as const;
/** The flags of a data segment. */
export const dataFlags = { passive: 0x01, explicit: 0x02, shared: 0x08 } as const;

/** The type of an element segment that lists functions, and of one with expressions that gives no type. */
export const elemFuncType: Elem['type'] = { kind: 'ref', nullable: false, heap: { kind: 'abs', shared: false, name: 'func' } };
/** See {@link elemFuncType}. */
export const elemExprType: Elem['type'] = { ...elemFuncType, nullable: true };

/** The name of the custom section of names. @spec core appendix/custom.rst §Name Section */
export const NAME_SECTION = 'name';
/** The name of the custom section of branch hints. */
export const HINT_SECTION = 'metadata.code.branch_hint';
