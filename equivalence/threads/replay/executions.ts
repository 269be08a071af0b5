/**
 * The executions of a program that the explorer finds, one of each class: what each step does, and where they end.
 * @category Equivalence: threads
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { instanceExport, moduleInstantiate } from '../../../reduction/embedding.ts';
import { spectest } from '../../../reduction/hosts/spectest.ts';
import { explore } from '../../../reduction/explorer/dpor.ts';
import type { Limits as Bounds } from '../../../reduction/explorer/results.ts';
import type { System } from '../../../reduction/explorer/system.ts';
import { invoke } from '../../../reduction/instantiation.ts';
import type { Limits } from '../../../reduction/machine.ts';
import type { Pool } from '../../../reduction/pool.ts';
import { poolOf } from '../../../reduction/pool.ts';
import type { ProgramOutcome } from '../../../reduction/programs.ts';
import { programs } from '../../../reduction/programs.ts';
import type { List } from '../../../semantics/data/list.ts';
import { cons, nil, toArray } from '../../../semantics/data/list.ts';
import type { Action } from '../../../semantics/runtime/actions.ts';
import type { ModuleInst } from '../../../semantics/runtime/frames.ts';
import type { Namespace } from '../../../semantics/runtime/linking.ts';
import type { Store } from '../../../semantics/runtime/store.ts';
import { EMPTY_STORE } from '../../../semantics/runtime/store.ts';
import type { ValidModule } from '../../../semantics/statics/modules.ts';
import type { Places, Step } from './turns.ts';
import { stepOf } from './turns.ts';

/** A program that has been instantiated, before the call that is explored. */
export interface Begun {
  readonly inst: ModuleInst;
  readonly pool: Pool;
  readonly places: Places;
  readonly limits: Limits;
}
/** An execution up to its end. */
export interface Execution {
  readonly steps: readonly Step[];
  readonly pool: Pool;
  readonly outcome: ProgramOutcome;
}

/** An empty store, or one with the module `spectest`, if that is imported. */
const storeFor = ({ module: { imports } }: ValidModule): readonly [Store, Namespace] => {
  if (!imports.some(({ module }) => module === 'spectest')) return [EMPTY_STORE, new Map()];
  const [S, exports] = spectest(EMPTY_STORE);
  return [S, new Map([['spectest', exports]])];
};
/** The program, before the call of an export without parameters; on the left, why it is not explored. */
export const begin = (valid: ValidModule, places: Places, entry: string, limits: Limits): E.Either<string, Begun> => pipe(
  storeFor(valid),
  ([S, names]) => moduleInstantiate(S, valid, names, limits),
  E.mapLeft((error) => error.kind === 'trap' ? `instantiation traps: ${error.why}` : error.message),
  E.filterOrElse(
    ({ run: { whole } }) => whole.verdict === 'complete' && whole.main.kind === 'values', () => 'its start function does not return',
  ),
  E.filterOrElse(({ run: { z } }) => z.S.threading.spawned.n === 0, () => 'its start function spawns threads'),
  E.chain(({ inst, run: { z: { S, T } } }) => {
    const addr = instanceExport(inst, entry), z = addr?.kind === 'func' ? invoke(S, addr.a, [], T) : undefined;
    return z === undefined ? E.left(`it exports no function ${JSON.stringify(entry)} without parameters`)
      : E.right({ inst, pool: poolOf(z, limits), places, limits });
  }),
);

/** A configuration, and the steps that have led to it, the last one first. */
interface Reached {
  readonly pool: Pool;
  readonly trail: List<Step>;
}
const NO_STEPS: List<Step> = nil<Step>({ choice: { thread: 0 }, does: 'trap', at: { start: -1, end: -1 }, grows: false });
/** The program as the explorer sees it, with the steps kept. The explorer asks for the outcome of each execution once. */
const recording = (
  system: System<Pool, Action, ProgramOutcome>, places: Places, onEnd: (execution: Execution) => void,
): System<Reached, Action, ProgramOutcome> => ({
  enabled: ({ pool }) => system.enabled(pool),
  size: ({ pool }) => system.size(pool),
  step: ({ pool, trail }, choice) => {
    const { z, actions } = system.step(pool, choice);
    return { z: { pool: z, trail: cons(stepOf(places, pool, choice, actions, z), trail) }, actions };
  },
  dependent: system.dependent,
  outcome: ({ pool, trail }) => {
    const outcome = system.outcome(pool);
    onEnd({ steps: toArray(trail).reverse(), pool, outcome });
    return outcome;
  },
});

/** Explores, and hands out each execution. The result says which bounds were hit: then there are more. */
export const executionsOf = ({ pool, places, limits }: Begun, bounds: Bounds, onEnd: (execution: Execution) => void): readonly string[] =>
  explore(recording(programs(limits), places, onEnd), { pool, trail: NO_STEPS }, { limits: bounds }).incomplete;
