/**
 * Where things stand in a translated module. Its index spaces begin with what the source imports; then comes what is imported besides, what
 * the source defines, and the rest.
 * @module
 */
import { driver, driverFunc, driverGlobal } from './driver.ts';
import type { MigrationFunc } from './migration.ts';
import { MIGRATION_FUNCS } from './migration.ts';

/** How a translated module comes to the driver: it contains it, or imports it. */
export type DriverFrom = 'own' | 'import';

/** What stands where: index spaces of the target begin with what the source imports, then come the imports that are added. */
export interface Layout {
  readonly from: DriverFrom;
  /** of functions and globals: how many the source imports, and how many it has with those that it defines */
  readonly funcs: { readonly imported: number; readonly all: number };
  readonly globals: { readonly imported: number; readonly all: number };
  /** how many tags the source imports, and how many it has */
  readonly tags: { readonly imported: number; readonly all: number };
  /** whether it imports the runtime of migration, besides the driver */
  readonly migrates: boolean;
}

/** The functions of the driver that translated modules call. */
export const DRIVER_FUNCS: readonly string[] = ['trap', 'unhandled', 'take', 'target', 'run', 'exception'];

/** Something that has a layout. */
interface LaidOut {
  readonly layout: Layout;
}

const DRIVER_GLOBALS = driver.globals.length;
const importedDriver = ({ from }: Layout): number => from === 'import' ? DRIVER_FUNCS.length : 0;
const addedFuncs = (layout: Layout): number => importedDriver(layout) + (layout.migrates ? MIGRATION_FUNCS.length : 0);
/** The control tags of imported tags are imported before the driver's globals. */
const addedGlobals = ({ from, tags }: Layout): number => tags.imported + (from === 'import' ? DRIVER_GLOBALS : 0);

/** ⟦x⟧, of a function index: the function outside of continuations */
export const funcIdx = ({ layout }: LaidOut, x: number): number => x < layout.funcs.imported ? x : x + addedFuncs(layout);
/** ⟦x⟧, of a global index */
export const globalIdx = ({ layout }: LaidOut, x: number): number => x < layout.globals.imported ? x : x + addedGlobals(layout);
/** Where the global stands that is the control tag of an imported tag. */
export const importedControl = ({ layout: { globals } }: LaidOut, x: number): number => globals.imported + x;

/** Where a function of the driver stands. */
export const driverFuncIdx = ({ layout: { from, funcs } }: LaidOut, name: string): number =>
  from === 'import' ? funcs.imported + DRIVER_FUNCS.indexOf(name) : funcs.all + driverFunc(name);
/** Where a function of the runtime of migration stands. */
export const migrationFuncIdx = ({ layout }: LaidOut, name: MigrationFunc): number =>
  layout.funcs.imported + importedDriver(layout) + MIGRATION_FUNCS.indexOf(name);
/** Where the global x of the driver stands. */
export const driverGlobalIdx = ({ layout: { globals, from, tags } }: LaidOut, x: number): number =>
  (from === 'own' ? globals.all : globals.imported) + tags.imported + x;
/** The index of a register. */
export const register = (laidOut: LaidOut, name: string): number => driverGlobalIdx(laidOut, driverGlobal(name));

/** The first function after those of the source and the driver. */
export const firstFunc = ({ layout }: LaidOut): number =>
  layout.funcs.all + addedFuncs(layout) + (layout.from === 'own' ? driver.funcs.length : 0);
/** The first global after those of the source and the driver. */
export const firstGlobal = ({ layout: { globals, tags } }: LaidOut): number => globals.all + tags.imported + DRIVER_GLOBALS;
