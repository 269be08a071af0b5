/**
 * The driver, `driver-types.wat` and `driver.wat`: what a translated module is made of besides the source.
 * @module
 */
import { readFileSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Module, NameMap } from '../../syntax/modules.ts';
import { readModule } from '../../syntax/read.ts';

const textOf = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
/** A module of WebAssembly that begins with the types of the driver; the file has the rest of it. */
export const withDriverTypes = (file: string): Module => {
  const parsed = readModule({ kind: 'text', name: `evaluation/${file}`, text: `${textOf('driver-types.wat')}\n${textOf(file)}` });
  if (isLeft(parsed)) throw new Error(parsed.left.message);
  return parsed.right;
};

/** The module. Its types are the first types of every translated module. */
export const driver: Module = withDriverTypes('driver.wat');

/** How many types it has. */
export const DRIVER_TYPES: number = driver.types.reduce((n, { rec }) => n + rec.length, 0);

const finder = (names: NameMap, what: string): ((name: string) => number) => {
  const byName = new Map([...names].map(([x, name]) => [name, x]));
  return (name) => {
    const x = byName.get(name);
    if (x === undefined) throw new RangeError(`the driver has no ${what} $${name}`);
    return x;
  };
};
/** The index of a type of the driver, which is also its index in translated modules. */
export const driverType: (name: string) => number = finder(driver.names.types, 'type');
/** The index of a global in the driver. */
export const driverGlobal: (name: string) => number = finder(driver.names.globals, 'global');
/** The index of a function in the driver. */
export const driverFunc: (name: string) => number = finder(driver.names.funcs, 'function');

/** The types of the driver that translations mention. */
export const T: Readonly<Record<'frame' | 'entry' | 'tag' | 'tags' | 'handlers' | 'stack' | 'cont', number>> = {
  frame: driverType('frame'), entry: driverType('entry'), tag: driverType('tag'), tags: driverType('tags'),
  handlers: driverType('handlers'), stack: driverType('stack'), cont: driverType('cont'),
};
