/**
 * Limits of this implementation on the sizes of instances. The specification sets none, and lets every implementation have its own.
 * Growing beyond a limit fails as the specification lets it fail; an array beyond it traps.
 * @spec core appendix/implementation.rst §Execution
 * @module
 */
import type { Module } from '../../syntax/modules.ts';
import type { Span } from '../../syntax/source.ts';

/** |bytes*| of a memory page: 64 Ki */
export const PAGE = 65536;
/** Pages of a memory with 64-bit addresses: 2⁴⁸ bytes, which cost nothing until they are written. */
export const MAX_PAGES: number = 2 ** 32;
/** Elements of a table that has grown. */
export const MAX_TABLE = 10_000_000;
/** Elements of an array: 2²⁴. */
export const MAX_ARRAY: number = 2 ** 24;
/**
 * Cells of a store: nothing is ever freed in it. A cell is an element of an array or a table, a field of a structure or an exception, a
 * frame or prompt in a continuation that has not been used, or 16 bytes of memory in a block of 64 that has been written; every instance
 * counts as 4 more. A cell takes some 50 bytes, hardly ever more than 80.
 */
export const MAX_CELLS = 20_000_000;

/** Something that a module asks for and this implementation does not have. */
export interface SizeLimit {
  readonly message: string;
  readonly span: Span;
}
/** Whether the module fits: memories of at most 2³² pages, tables of at most ten million elements. */
export const sizeLimit = ({ mems, tables }: Module): SizeLimit | undefined => {
  const mem = mems.find(({ type }) => type.limits.min > BigInt(MAX_PAGES));
  if (mem !== undefined) {
    const message = `out of memory: a memory of ${String(mem.type.limits.min)} pages; at most ${String(MAX_PAGES)} are possible here`;
    return { message, span: mem.at };
  }
  const table = tables.find(({ type }) => type.limits.min > BigInt(MAX_TABLE));
  if (table === undefined) return undefined;
  const message = `out of memory: a table of ${String(table.type.limits.min)} elements; at most ${String(MAX_TABLE)} are possible here`;
  return { message, span: table.at };
};
