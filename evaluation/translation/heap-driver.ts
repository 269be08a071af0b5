/**
 * The driver of a store with a heap that threads share: a module by itself.
 * @module
 */
import type { Export, Module } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import { driver, driverCode, heapDriver } from './driver.ts';
import { DRIVER_FUNCS } from './layout.ts';
import { driverExport } from './modules.ts';

const at = NOWHERE;
const indexIn = (names: ReadonlyMap<number, string>, name: string): number => [...names].find(([, known]) => known === name)?.[0] ?? -1;
const exportsOf = ({ names: { globals, funcs } }: Module): readonly Export[] => [
  ...[...driver.names.globals.values()].map((name): Export =>
    ({ name: driverExport(name), desc: { kind: 'global', x: indexIn(globals, name) }, at })),
  ...DRIVER_FUNCS.map((name): Export => ({ name: driverExport(name), desc: { kind: 'func', x: indexIn(funcs, name) }, at })),
];
/** It imports something from the module `weft:heap`, and exports its globals and functions as `weft:NAME`. */
export const driverOfHeap = (tracing: boolean): Module => {
  const funcs = heapDriver.funcs.map((f) => ({ ...f, body: driverCode(heapDriver, tracing, f.body) }));
  return { ...heapDriver, exports: exportsOf(heapDriver), funcs };
};
