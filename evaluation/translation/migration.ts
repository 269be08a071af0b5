/**
 * Continuations that threads pass to each other: what the translation has to know of them, and their runtime, `migration.wat`.
 *
 * Something shared has been translated before, and its references are numbers. It leaves functions here that are to be made, the
 * *intrinsics*, and says which functions may be captured in a shared continuation: those are the functions whose frames lie in the heap
 * that all threads have, and which any thread enters by their slots in the table of functions.
 * @module
 */
import type { Import, Module } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { ExternType, FuncType } from '../../syntax/types.ts';
import { HEAP } from '../sharing/layout.ts';
import { withDriverTypes } from './driver.ts';

/**
 * A function that is made here; its types are in the module.
 * ```
 * new ct       [function, run-time type] → [shared continuation]
 * bind ct n    [n arguments, shared continuation, run-time type] → [shared continuation]
 * thaw ct      [shared continuation] → [(ref ct)], which is consumed
 * freeze ct    [(ref null ct), run-time type] → [shared continuation]
 * switch e     [arguments, shared continuation, run-time type] → [results]: a switch with tag e
 * ```
 */
export type Intrinsic =
  | { readonly kind: 'new' | 'thaw' | 'freeze'; readonly ct: number }
  | { readonly kind: 'bind'; readonly ct: number; readonly n: number }
  | { readonly kind: 'switch'; readonly tag: number };
/** What may migrate in a module. Functions are known by their places among those that the module defines. */
export interface Migration {
  readonly functions: ReadonlySet<number>;
  readonly intrinsics: ReadonlyMap<number, Intrinsic>;
}

/** The module that the runtime is imported from, and the name of the global with the first slot of the functions that are entered. */
export const MIGRATION = 'weft:migration', CODES = 'codes';
/** The runtime: each thread has an instance. */
export const migrationModule: Module = withDriverTypes('migration.wat', true);
/** Its functions that translated modules call. */
export const MIGRATION_FUNCS = ['cont', 'start', 'bind', 'thaw', 'freeze', 'seal'] as const;
/** One of them. */
export type MigrationFunc = typeof MIGRATION_FUNCS[number];

const types = migrationModule.types.flatMap(({ rec }) => rec);
const importedFuncs = migrationModule.imports.filter(({ type }) => type.kind === 'func').length;
/** The type of one of them, in which there are only types of the driver. */
export const migrationType = (name: MigrationFunc): FuncType => {
  const x = migrationModule.exports.find((ex) => ex.name === name)?.desc.x ?? -1;
  const comp = types[migrationModule.funcs[x - importedFuncs]?.type ?? -1]?.comp;
  if (comp?.kind !== 'func') throw new RangeError(`the runtime of migration has no function ${name}`);
  return comp;
};
/** The imports of its functions, of types with these indices. */
export const migrationImports = (typeOf: (comp: FuncType) => number): readonly Import[] => MIGRATION_FUNCS.map((name) =>
  ({ module: MIGRATION, name, type: { kind: 'func', type: { kind: 'idx', x: typeOf(migrationType(name)) } }, at: NOWHERE }));

/**
 * Where a module has the heap, the region of the thread, the functions that take a record and give it back, the table of functions, and the
 * first slot of the functions that are entered: indices of its imports.
 */
export interface HeapPlaces {
  readonly heap: number;
  readonly thread: number;
  readonly record: number;
  readonly release: number;
  readonly functions: number;
  readonly codes: number;
}
const importOf = ({ imports }: Module, kind: ExternType['kind'], name: string): number =>
  imports.filter(({ type }) => type.kind === kind).findIndex((im) => im.module === HEAP && im.name === name);
/** Where a module has them. */
export const heapPlaces = (module: Module): HeapPlaces => ({
  heap: importOf(module, 'mem', 'memory'), thread: importOf(module, 'global', 'THREAD'),
  record: importOf(module, 'func', 'record'), release: importOf(module, 'func', 'release'),
  functions: importOf(module, 'table', 'functions'), codes: importOf(module, 'global', CODES),
});
