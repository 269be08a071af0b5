/**
 * The embedder's view: what a tool does with a module, by the small step.
 * @spec core appendix/embedding.rst §Modules
 * @category Reduction: modules
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { ExternAddr, ModuleInst } from '../semantics/runtime/frames.ts';
import type { LinkError, Namespace } from '../semantics/runtime/linking.ts';
import type { Store } from '../semantics/runtime/store.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import type { InstantiationError, Instantiated } from './instantiation.ts';
import { instantiate } from './instantiation.ts';
import { link } from './linking.ts';
import type { Limits } from './machine.ts';
import { DEFAULT_LIMITS } from './machine.ts';
import type { ProgramRun } from './scheduler.ts';
import { runProgram } from './scheduler.ts';

/**
 * An instance, and the run of its active segments and its start function. If that run fails, what it changed in the store
 * stays changed.
 */
export interface Started {
  readonly inst: ModuleInst;
  readonly run: ProgramRun;
}

/** The instance of a module with its imports linked, and the configuration to run next. */
export const linkAndInstantiate = (
  S: Store, valid: ValidModule, names: Namespace,
): E.Either<LinkError | InstantiationError, Instantiated> =>
  pipe(link(S, valid, names), E.chainW((links) => instantiate(links.S, valid, links.addrs)));

/** module_instantiate: links, instantiates and runs what has to run at the start. */
export const moduleInstantiate = (
  S: Store, valid: ValidModule, names: Namespace, limits: Limits = DEFAULT_LIMITS,
): E.Either<LinkError | InstantiationError, Started> =>
  pipe(linkAndInstantiate(S, valid, names), E.map(({ inst, z }) => ({ inst, run: runProgram(z, limits) })));

/** instance_export: what an instance exports under a name. */
export const instanceExport = (inst: ModuleInst, name: string): ExternAddr | undefined => inst.exports.find((x) => x.name === name)?.addr;
