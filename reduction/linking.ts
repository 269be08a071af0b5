/**
 * Linking: the addresses of what a module imports.
 * @spec core 4.4-execution.modules §Instantiation
 * @category Reduction: modules
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import * as RA from 'fp-ts/lib/ReadonlyArray.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { ExternAddr, ModuleInst } from '../semantics/runtime/frames.ts';
import type { LinkError, Namespace } from '../semantics/runtime/linking.ts';
import { resolve } from '../semantics/runtime/linking.ts';
import type { Store } from '../semantics/runtime/store.ts';
import { THREAD, threadFunction } from '../semantics/runtime/thread-functions.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import type { ExternType } from '../syntax/types.ts';
import type { Import } from '../syntax/modules.ts';
import { externType } from './allocation.ts';
import { allocThreadFunction } from './hosts/threads.ts';

/** The exports of an instance, as others import them. */
export const exportsOf = (inst: ModuleInst): ReadonlyMap<string, ExternAddr> => new Map(inst.exports.map(({ name, addr }) => [name, addr]));

type Linked = readonly [S: Store, addr: ExternAddr];
/** An import that is made for the type that it is wanted at. */
const linkThread = (S: Store, im: Import, wanted: ExternType<DefType>): E.Either<LinkError, Linked> =>
  pipe(threadFunction(im, wanted), E.map((func): Linked => {
    const [S1, a] = allocThreadFunction(S, func);
    return [S1, { kind: 'func', a }];
  }));

const linkOne = (S: Store, names: Namespace, im: Import, wanted: ExternType<DefType>): E.Either<LinkError, Linked> => {
  if (im.module === THREAD && !names.has(THREAD)) return linkThread(S, im, wanted);
  return pipe(resolve(names, (addr) => externType(S, addr), im, wanted), E.map((addr): Linked => [S, addr]));
};

/** What a module imports, and the store with what had to be made for it. */
export interface Links {
  readonly S: Store;
  readonly addrs: readonly ExternAddr[];
}
/**
 * The addresses of everything that a module imports, in its order; the first import that cannot be satisfied otherwise. The module `thread`
 * is there unless the embedder has one of this name.
 */
export const link = (S0: Store, { module, imports }: ValidModule, names: Namespace): E.Either<LinkError, Links> => {
  let S = S0;
  const addrs: ExternAddr[] = [];
  for (const [im, wanted] of RA.zip(module.imports, imports)) {
    const linked = linkOne(S, names, im, wanted);
    if (E.isLeft(linked)) return linked;
    S = linked.right[0];
    addrs.push(linked.right[1]);
  }
  return E.right({ S, addrs });
};
