/**
 * Programs that are run on both engines: modules, instantiated in their order, and calls of what they export.
 * @category Equivalence
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { NumConst } from '../syntax/instructions.ts';
import type { Import, Module } from '../syntax/modules.ts';
import type { SourceError } from '../syntax/source.ts';
import { NOWHERE } from '../syntax/source.ts';
import { THREAD } from '../semantics/runtime/thread-functions.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import { validate } from '../semantics/statics/modules.ts';
import { asFunc } from '../semantics/types/expansion.ts';
import { observable } from './observable.ts';

/** A module, and the name under which the modules after it import from it. */
export interface NamedModule {
  readonly name: string;
  readonly module: Module;
  /** whether only what the module itself exports is observed, not all that it has */
  readonly closed?: boolean;
}
/** A call of an exported function. */
export interface Call {
  readonly module: string;
  readonly name: string;
  readonly args: readonly NumConst[];
}
/** Modules and calls. A module may import the functions of `host.ts` from `host`. */
export interface Program {
  readonly modules: readonly NamedModule[];
  readonly calls: readonly Call[];
}
/** The same of a module that is valid. */
export interface ValidNamed {
  readonly name: string;
  readonly valid: ValidModule;
}
/** A program of valid modules. */
export interface ValidProgram {
  readonly modules: readonly ValidNamed[];
  readonly calls: readonly Call[];
}

const isShared = ({ types }: Module, { type }: Import): boolean =>
  type.kind === 'func' && types.flatMap(({ rec }) => rec)[type.type.x]?.shared === true;
/** Whether modules of a program import what spawns threads of the host, which run at the same time. */
export const spawnsThreads = ({ modules }: Program): boolean => modules.some(({ module }) =>
  module.imports.some((im) => im.module === THREAD && im.name.startsWith('spawn') && isShared(module, im)));

/** Whether a module exports a function under the name of a call, with as many parameters as there are arguments. */
const isThere = (modules: readonly ValidNamed[], call: Call): boolean => {
  const found = modules.find(({ name }) => name === call.module)?.valid;
  const i = found?.module.exports.findIndex(({ name }) => name === call.name);
  const xt = found?.exports[i ?? -1];
  return xt?.kind === 'func' && asFunc(xt.type)?.params.length === call.args.length;
};
const callsOk = (calls: readonly Call[]) => (modules: readonly ValidNamed[]): E.Either<SourceError, ValidProgram> => {
  const missing = calls.find((call) => !isThere(modules, call));
  if (missing === undefined) return E.right({ modules, calls });
  const message = `${missing.module} exports no function ${JSON.stringify(missing.name)} with ${missing.args.length} parameters`;
  return E.left({ kind: 'invalid', message, span: NOWHERE });
};

/** The program as it is observed, if its modules are valid and export what is called. */
export const validProgram = ({ modules, calls }: Program): E.Either<SourceError, ValidProgram> => pipe(
  modules,
  E.traverseArray(({ name, module, closed = false }) =>
    pipe(validate(observable(module, closed)), E.map((valid): ValidNamed => ({ name, valid })))),
  E.chain(callsOk(calls)),
);
