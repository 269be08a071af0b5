/**
 * Linking: finding what a module imports.
 * @spec core 4.4-execution.modules §Instantiation
 * @spec core appendix/embedding.rst §Modules
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Import } from '../../syntax/modules.ts';
import type { Span } from '../../syntax/source.ts';
import type { ExternType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { matchesExtern } from '../types/matching-extern.ts';
import { showExtern } from '../types/showing.ts';
import type { ExternAddr } from './frames.ts';

/** What the embedder offers to importers: module name, then export name. A is what is imported. */
export type Namespace<A = ExternAddr> = ReadonlyMap<string, ReadonlyMap<string, A>>;

/** An import that cannot be satisfied. `message` begins with `unknown import` or `incompatible import type`. */
export interface LinkError {
  readonly kind: 'unlinkable';
  readonly message: string;
  readonly span: Span;
}
/** Why there is nothing to import. */
export const unlinkable = ({ module, name, at }: Import, why: string): E.Either<LinkError, never> =>
  E.left({ kind: 'unlinkable', message: `${why} (import ${JSON.stringify(module)} ${JSON.stringify(name)})`, span: at });

/** What there is under the names of an import, if its type, which `typeOf` tells, matches the one that is wanted. */
export const resolve = <A>(
  names: Namespace<A>, typeOf: (extern: A) => ExternType<DefType> | undefined, im: Import, wanted: ExternType<DefType>,
): E.Either<LinkError, A> => {
  const space = names.get(im.module), found = space?.get(im.name);
  if (found === undefined) {
    const missing = space === undefined ? 'there is no module of this name' : 'the module has no export of this name';
    return unlinkable(im, `unknown import: ${missing}`);
  }
  const offered = typeOf(found);
  if (offered !== undefined && matchesExtern(offered, wanted)) return E.right(found);
  const but = offered === undefined ? '' : `, but it is ${showExtern(offered)}`;
  return unlinkable(im, `incompatible import type: expected ${showExtern(wanted)}${but}`);
};
