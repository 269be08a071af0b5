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
import { THREAD, threadFunction } from '../semantics/runtime/thread-functions.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import type { Import } from '../syntax/modules.ts';
import type { ExternType } from '../syntax/types.ts';
import { globalReader } from './host/adapters.ts';
import { heapOf } from './heap/of-store.ts';
import { valAt } from './heap/observation.ts';
import { crossing } from './heap/references.ts';
import { valsOfParts } from './host/values.ts';
import type { HostVal } from './host/values.ts';
import { resultsOf } from './host/wasm.ts';
import { allocThreadFunction } from './hosts/threads.ts';
import type { InstantiationError, Started } from './instantiation.ts';
import { instantiate } from './instantiation.ts';
import type { Extern, GlobalExtern, MutableStore, Names } from './store.ts';
import { externType } from './store.ts';
import { spawningByReference } from './threads/indirect.ts';

export { call as invoke } from './calls.ts';

type OrError<A> = E.Either<LinkError | InstantiationError, A>;
const linkOne = (S: MutableStore, names: Names, im: Import, wanted: ExternType<DefType>): OrError<Extern> =>
  im.module !== THREAD || names.has(THREAD) ? resolve(names, externType, im, wanted)
    : pipe(threadFunction(im, wanted), E.chainW((func) => allocThreadFunction(S, func)));
/**
 * What a module imports, in its order; the first import that cannot be satisfied otherwise. The module `thread` is there unless the
 * embedder has one of this name.
 */
const link = (S: MutableStore, { module, imports }: ValidModule, names: Names): OrError<readonly Extern[]> =>
  pipe(RA.zip(module.imports, imports), E.traverseArray(([im, wanted]) => linkOne(S, names, im, wanted)));

/** module_instantiate: links, instantiates and runs what has to run at the start. */
export const moduleInstantiate = (S: MutableStore, source: ValidModule, names: Names): OrError<Started> =>
  pipe(
    names.has(THREAD) ? E.right(source) : spawningByReference(source),
    E.bindTo('valid'),
    E.bind('externs', ({ valid }) => link(S, valid, names)),
    E.chainW(({ valid, externs }) => instantiate(S, valid, externs)),
  );

/** global_read */
export const globalRead = (S: MutableStore, extern: GlobalExtern): HostVal => {
  const { type } = extern;
  if ('address' in extern) return valAt(heapOf(S), type.type, extern.address);
  const [val] = valsOfParts([type.type], resultsOf(globalReader(extern.hostType, extern.global)()), crossing(S));
  if (val === undefined) throw new RangeError('a global has a value');
  return val;
};
