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
import type { Choice, Wish } from './entry.ts';
import { chosen } from './entry.ts';
import { placesOf } from './places.ts';
import type { Call, Plan } from './trace.ts';

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

const callOf = (inst: ModuleInst, { name, args, what, why }: Choice): Call => ({ a: addressOf(inst, name), args, what, why });
/** The call that is asked for, or the usual one; on the left, why there is none. Nothing may be left to call if a start function runs. */
export const callFor = (valid: ValidModule, inst: ModuleInst, wish: Wish | undefined): E.Either<string, Call | undefined> =>
  pipe(chosen(valid, wish), E.map((choice) => choice && callOf(inst, choice)));
