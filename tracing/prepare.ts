/**
 * From a valid module to what can be traced: links, instantiates, and chooses what to call.
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { ModuleInst } from '../semantics/runtime/frames.ts';
import { EMPTY_STORE } from '../semantics/runtime/store.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import { instanceExport, linkAndInstantiate } from '../reduction/embedding.ts';
import { spectest } from '../reduction/hosts/spectest.ts';
import type { Instantiated } from '../reduction/instantiation.ts';
import type { Namespace } from '../semantics/runtime/linking.ts';
import type { Source, SourceError } from '../syntax/source.ts';
import { plainName } from './names.ts';
import { argumentsOf, namedEntry, showEntry, usualEntry, waysToCall } from './entry.ts';
import { placesOf } from './places.ts';
import type { Call, Plan } from './trace.ts';

/** The function that is asked for, with its arguments as words. */
export interface Wish {
  readonly name: string;
  readonly words: readonly string[];
}
/** What is needed of a plan to begin with. */
export type Prepared = Pick<Plan, 'subject' | 'z0'>;

/** The instance of a module, which may import the module `spectest`. A store has only what the module needs. */
const instantiated = (valid: ValidModule): E.Either<SourceError, Instantiated> => {
  const needed = valid.module.imports.some(({ module }) => module === 'spectest');
  const [S, exports] = needed ? spectest(EMPTY_STORE) : [EMPTY_STORE, undefined];
  const names: Namespace = new Map(exports === undefined ? [] : [['spectest', exports]]);
  return pipe(linkAndInstantiate(S, valid, names), E.mapLeft((error): SourceError => {
    const message = error.kind === 'trap' ? `instantiation traps: ${error.why}` : error.message;
    return { kind: 'invalid', message, span: error.span };
  }));
};
/** Instantiates a module, up to what has to run. */
export const prepare = (source: Source, valid: ValidModule): E.Either<SourceError, Prepared> =>
  pipe(instantiated(valid), E.map(({ inst, z }) => ({ subject: { inst, places: placesOf(source) }, z0: z })));

const addressOf = (inst: ModuleInst, name: string): number => instanceExport(inst, name)?.a ?? -1;

/** Lines that say how to call what a module exports. */
const choices = (valid: ValidModule): readonly string[] => {
  const ways = waysToCall(valid);
  return ways.length === 0 ? ['It exports no function.'] : ['It exports:', ...ways.map((way) => `  ${way}`)];
};
/** The call that is asked for, or the usual one; on the left, why there is none. Nothing may be left to call if a start function runs. */
export const callFor = (valid: ValidModule, inst: ModuleInst, wish: Wish | undefined): E.Either<string, Call | undefined> => {
  const entry = wish === undefined ? usualEntry(valid) : namedEntry(valid, wish.name);
  if (entry === undefined) {
    if (wish === undefined && valid.module.start !== undefined) return E.right(undefined);
    const why = wish === undefined ? 'which function? There is no `main` or `_start` without parameters, nor a single function without'
      : `no function is exported as ${plainName(wish.name)}`;
    return E.left([why, ...choices(valid)].join('\n'));
  }
  const { name, type, why } = entry, what = showEntry(entry, valid);
  const args = argumentsOf(type.params, wish?.words ?? [], valid);
  return E.isLeft(args) ? E.left(`${what}: ${args.left}`) : E.right({ a: addressOf(inst, name), args: args.right, what, why });
};
