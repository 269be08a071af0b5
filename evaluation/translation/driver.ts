/**
 * The driver, `driver-types.wat` and `driver.wat`: what a translated module is made of besides the source.
 * @module
 */
import { readFileSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { Module, NameMap } from '../../syntax/modules.ts';
import { readModule } from '../../syntax/read.ts';

const textOf = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const HEAP_LINES = /^(?<indent> *);;heap /gmu;
/** A module of WebAssembly that begins with the types of the driver; the file has the rest of it. In stores with a heap there is more. */
export const withDriverTypes = (file: string, heap: boolean): Module => {
  const all = `${textOf('driver-types.wat')}\n${textOf(file)}`, text = heap ? all.replaceAll(HEAP_LINES, '$<indent>') : all;
  const parsed = readModule({ kind: 'text', name: `evaluation/${file}`, text });
  if (isLeft(parsed)) throw new Error(parsed.left.message);
  return parsed.right;
};

/** The module. Its types are the first types of every translated module. */
export const driver: Module = withDriverTypes('driver.wat', false);

/**
 * The driver of a store with a heap. It imports something from there; all else is as in the other one, and stands in the same order.
 */
export const heapDriver: Module = withDriverTypes('driver.wat', true);

const TRACING = 'TRACING';
/** The code of a driver with the branches of `(if TRACING …)` chosen, and other instructions in the place of those that are no blocks. */
export const driverCode = (
  { names }: Module, tracing: boolean, expr: Expr, replace: (e: Instr) => Instr = (e) => e,
): Expr => {
  const asks = (e: Instr | undefined): boolean => e?.op === 'global.get' && names.globals.get(e.x) === TRACING;
  const code = (es: Expr): Expr => es.flatMap((e, i): Expr => {
    if (asks(e)) return [];
    if (e.op === 'if' && asks(es[i - 1])) return code(tracing ? e.then : e.else);
    switch (e.op) {
      case 'block': case 'loop': case 'try_table': return [{ ...e, body: code(e.body) }];
      case 'if': return [{ ...e, then: code(e.then), else: code(e.else) }];
      default: return [replace(e)];
    }
  });
  return code(expr);
};

/** How many types the driver has. */
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
/** The type of frames that have a record, in the driver of a store with a heap. */
export const TRACKED: number = finder(heapDriver.names.types, 'type')('tracked');
