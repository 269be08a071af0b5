/**
 * The codes of components.
 * @spec CM Binary.md §Component Definitions, §Instance Definitions, §Canonical Definitions
 * @module
 */
import type { Canon, CoreSort, Definition } from '../components.ts';

/** The four bytes after the magic: the version, and the layer of components. */
export const COMPONENT_VERSION: readonly number[] = [0x0d, 0x00, 0x01, 0x00];
/** The sections of components that are read and written here, with their ids. */
export const componentSections: { readonly [kind in Definition['kind']]: number } =
  { 'core module': 1, 'core instance': 2, 'core type': 3, alias: 6, canon: 8 };
/** The sorts of what core instances export. */
export const sortCodes: { readonly [sort in CoreSort]: number } = { func: 0x00, table: 0x01, mem: 0x02, global: 0x03, tag: 0x04 };
/** The sort of core instances, as arguments of an instantiation name it. */
export const INSTANCE_SORT = 0x12;
/** What stands before a core sort where sorts of components may stand. */
export const CORE = 0x00;
/** The target of an alias: an export of a core instance. */
export const CORE_EXPORT = 0x01;
/** How a core instance is made. */
export const instanceCodes = { instantiate: 0x00, exports: 0x01 } as const;
/** The built-in functions. */
export const canonCodes: { readonly [kind in Canon['kind']]: number } =
  { 'thread.spawn-ref': 0x40, 'thread.spawn-indirect': 0x41, 'thread.available-parallelism': 0x42, 'thread.yield': 0x0c };
/** `sh?` and `cancel?`: whether the immediate `shared` or `cancellable` is there. */
export const flagCodes = { absent: 0x00, present: 0x01 } as const;
/** A core type with this code is a module type, and with 00 before it a subtype that is not final. */
export const MODULE_TYPE = 0x50;
