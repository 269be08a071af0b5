/**
 * The embedder's view: what a tool does with a module, by the big step.
 * @spec core appendix/embedding.rst §Modules
 * @category Evaluation
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as RA from 'fp-ts/lib/ReadonlyArray.js';
import type { LinkError } from '../semantics/runtime/linking.ts';
import { resolve } from '../semantics/runtime/linking.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import { globalReader } from './host/adapters.ts';
import { valsOfParts } from './host/values.ts';
import type { HostVal } from './host/values.ts';
import { resultsOf } from './host/wasm.ts';
import type { InstantiationError, Started } from './instantiation.ts';
import { instantiate, UNSUPPORTED } from './instantiation.ts';
import { sharesMore } from './sharing.ts';
import type { Extern, GlobalExtern, MutableStore, Names } from './store.ts';
import { externType } from './store.ts';

export { call as invoke } from './calls.ts';

/** What a module imports, in its order; the first import that cannot be satisfied otherwise. */
const link = ({ module, imports }: ValidModule, names: Names): E.Either<LinkError, readonly Extern[]> =>
  pipe(RA.zip(module.imports, imports), E.traverseArray(([im, wanted]) => resolve(names, externType, im, wanted)));

/** module_instantiate: links, instantiates and runs what has to run at the start. */
export const moduleInstantiate = (S: MutableStore, valid: ValidModule, names: Names): E.Either<LinkError | InstantiationError, Started> =>
  pipe(
    link(valid, names),
    E.mapLeft((error): LinkError | InstantiationError => sharesMore(valid.module) ? UNSUPPORTED : error),
    E.chainW((externs) => instantiate(S, valid, externs)),
  );

/** global_read */
export const globalRead = ({ type, hostType, global }: GlobalExtern): HostVal => {
  const [val] = valsOfParts([type.type], resultsOf(globalReader(hostType, global)()));
  if (val === undefined) throw new RangeError('a global has a value');
  return val;
};
