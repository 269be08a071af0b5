/**
 * Translated modules whose cooperative threads others run: whoever runs the module, if it imports functions for them. The registers are
 * those of all threads, and where one yields, others go on that are outside of their continuations, or are just beginning.
 * ```rule
 * yield_f = func $ft (local $in i32) $in := IN; IN := 0; call f; IN := $in
 *   — if f is imported, as `yield` of `thread`, and f : $ft
 * ```
 * All other registers have nothing in them that is needed after a call.
 * @module
 */
import type { Func, Module } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import { THREAD } from '../../semantics/runtime/thread-functions.ts';
import { withFunctions } from '../threads/indirect.ts';
import { call, get, i32, read, set, write } from './code.ts';
import { DRIVER_MODULE, driverExport } from './modules.ts';

/** The index of a register of the driver, which the module defines and exports, or imports. */
export const register = ({ imports, exports }: Module, name: string): number => {
  const globals = imports.filter(({ type }) => type.kind === 'global');
  const own = exports.find((ex) => ex.name === driverExport(name))?.desc.x;
  return own ?? globals.findIndex((im) => im.module === DRIVER_MODULE && im.name === name);
};

/** The translated module with a function around each that yields; and the functions around, by what they call. */
export const withYielding = (module: Module): readonly [module: Module, around: ReadonlyMap<number, number>] => {
  const imports = module.imports.filter(({ type }) => type.kind === 'func'), IN = register(module, 'IN');
  const yields = imports.flatMap(({ module: from, name, type }, x) =>
    from === THREAD && name === 'yield' && type.kind === 'func' ? [[x, type.type.x] as const] : []);
  const first = imports.length + module.funcs.length, around = new Map(yields.map(([x], i) => [x, first + i]));
  if (IN < 0 || yields.length === 0) return [module, new Map()];
  const { funcs, ...rest } = withFunctions(module, (x) => around.get(x) ?? x);
  const made = yields.map(([x, type]): Func =>
    ({ type, locals: ['i32'], body: [read(IN), set(0), i32(0), write(IN), call(x), get(0), write(IN)], at: NOWHERE }));
  return [{ ...rest, funcs: [...funcs, ...made] }, around];
};
