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
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { validate } from '../../semantics/statics/modules.ts';
import { instantiate } from '../instantiation.ts';
import { link } from '../linking.ts';
import type { Bound, ScriptState, Unmet, World } from './state.ts';
import { worldOf } from './state.ts';
import type { Task } from '../tasks.ts';
import { done, runs } from '../tasks.ts';

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

/** What an instantiation leaves behind, and its end. */
export type Instantiated = readonly [world: World, end: Instantiation];
/** Links and instantiates a module; its start function is to be run. What ran before a trap has changed the store. */
export const instantiateModule = (state: ScriptState, valid: ValidModule): Bound<Task<Instantiated>> => {
  const { S, T, names } = state, ends = (end: Instantiation): Bound<Task<Instantiated>> => E.right(done([worldOf(state), end]));
  const why = missing(state, valid);
  if (why !== undefined) return E.left(why);
  const links = link(S, valid, names);
  if (E.isLeft(links)) return ends({ kind: 'unlinkable', message: links.left.message });
  const made = instantiate(links.right.S, valid, links.right.addrs);
  if (E.isLeft(made)) {
    const error = made.left;
    return ends(error.kind === 'trap' ? { kind: 'outcome', outcome: error } : { kind: error.kind, message: error.message });
  }
  const { z, inst } = made.right;
  return E.right(runs({ ...z, T }, ({ z: end, outcome }) =>
    [worldOf(end), outcome.kind === 'values' ? { kind: 'instance', inst } : { kind: 'outcome', outcome }]));
};
