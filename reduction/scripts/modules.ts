/**
 * Modules of a script: reading, validating and instantiating them.
 * @category Reduction: scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Module } from '../../syntax/modules.ts';
import type { ScriptModule } from '../../syntax/script.ts';
import type { SourceError } from '../../syntax/source.ts';
import { decode } from '../../syntax/binary/decoder.ts';
import { parseModule } from '../../syntax/text/module.ts';
import type { Outcome } from '../../semantics/runtime/configuration.ts';
import type { ModuleInst } from '../../semantics/runtime/frames.ts';
import type { Store } from '../../semantics/runtime/store.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { validate } from '../../semantics/statics/modules.ts';
import { instantiate } from '../instantiation.ts';
import { link } from '../linking.ts';
import type { Limits } from '../machine.ts';
import { run } from '../machine.ts';
import type { ScriptState, Unmet } from './state.ts';

/**
 * The abstract syntax of a module.
 * @param strict - whether malformed custom sections are errors; otherwise they mean nothing
 */
export const readModule = (module: ScriptModule, strict = false): E.Either<SourceError, Module> => {
  switch (module.kind) {
    case 'text': return module.result.ok ? E.right(module.result.module) : E.left(module.result.error);
    case 'quote': return parseModule(module.bytes);
    case 'binary': return decode(module.bytes, { strictCustoms: strict });
  }
};

/** The module, valid. */
export const defineModule = (module: ScriptModule, strict = false): E.Either<SourceError, ValidModule> =>
  pipe(readModule(module, strict), E.chain(validate));

/** How an instantiation ends: with an instance, or an outcome of the code that it runs. */
export type Instantiation =
  | { readonly kind: 'instance'; readonly inst: ModuleInst }
  | { readonly kind: 'unlinkable' | 'limit'; readonly message: string }
  | { readonly kind: 'outcome'; readonly outcome: Outcome };

/** What a module would import from an instance that does not exist. */
const missing = ({ absent }: ScriptState, { module }: ValidModule): Unmet | undefined => {
  for (const { module: name } of module.imports) {
    const why = absent.get(name);
    if (why !== undefined) return why;
  }
  return undefined;
};

/** Links and instantiates a module and runs its start function. What ran before a trap has changed the store. */
export const instantiateModule = (
  state: ScriptState, valid: ValidModule, limits: Limits,
): E.Either<Unmet, readonly [S: Store, end: Instantiation]> => {
  const { S, names } = state;
  const why = missing(state, valid);
  if (why !== undefined) return E.left(why);
  const links = link(S, valid, names);
  if (E.isLeft(links)) return E.right([S, { kind: 'unlinkable', message: links.left.message }]);
  const made = instantiate(links.right.S, valid, links.right.addrs);
  if (E.isLeft(made)) {
    const error = made.left;
    return E.right([S, error.kind === 'trap' ? { kind: 'outcome', outcome: error } : { kind: error.kind, message: error.message }]);
  }
  const { z, outcome } = run(made.right.z, limits);
  return E.right([z.S, outcome.kind === 'values' ? { kind: 'instance', inst: made.right.inst } : { kind: 'outcome', outcome }]);
};
