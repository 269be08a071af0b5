/**
 * Programs that are run on both engines: modules, instantiated in their order, and calls of what they export.
 * @category Equivalence
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { NumConst } from '../syntax/instructions.ts';
import type { Module } from '../syntax/modules.ts';
import type { SourceError } from '../syntax/source.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import { validate } from '../semantics/statics/modules.ts';
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

/** The program as it is observed, if its modules are valid. */
export const validProgram = ({ modules, calls }: Program): E.Either<SourceError, ValidProgram> => pipe(
  modules,
  E.traverseArray((named) => pipe(validate(observable(named)), E.map((valid): ValidNamed => ({ name: named.name, valid })))),
  E.map((valids) => ({ modules: valids, calls })),
);
