/**
 * The evaluator as an engine of scripts.
 * @category Evaluation
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Ending, Engine, Instantiation } from '../scripts/engine.ts';
import { done } from '../semantics/data/task.ts';
import type { RefType } from '../syntax/types.ts';
import { absRef } from '../syntax/types.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import { matchesRef } from '../semantics/types/matching.ts';
import { globalRead, invoke, moduleInstantiate } from './embedding.ts';
import type { HostAddr, HostRef } from './host/values.ts';
import { UNSHARED } from './scripts/given.ts';
import type { Extern, Instance, MutableStore, Result } from './store.ts';
import { externType, newStore } from './store.ts';

/** The nouns of the evaluator. What it runs has always ended. */
export interface Evaluator {
  readonly store: MutableStore;
  readonly thread: undefined;
  readonly instance: Instance;
  readonly extern: Extern;
  readonly addr: HostAddr;
  readonly job: never;
  readonly end: never;
  readonly running: never;
}

/** A module of the embedder: made in a store. */
export interface HostModule {
  readonly name: string;
  readonly allocate: (S: MutableStore) => ReadonlyMap<string, Extern>;
}

/** A result in the words of scripts. */
const endingOf = (result: Result): Ending<HostAddr> => {
  switch (result.kind) {
    case 'values': case 'trap': case 'exception': return result;
    case 'suspension': return { kind: result.kind, shown: `it was suspended: unhandled tag, by \`${result.by}\`` };
    case 'call stack exhausted': return { kind: result.kind, shown: result.kind };
    case 'deadlock': return { kind: result.kind, shown: 'it waits, and nobody is left to wake it' };
  }
};

const kinds = {
  'ref.i31': 'i31', 'ref.struct': 'struct', 'ref.array': 'array', 'ref.func': 'func', 'ref.exn': 'exn', 'ref.cont': 'cont',
  'ref.waitqueue': 'waitqueue', 'ref.host': 'any', 'ref.extern': 'extern',
} as const;
/** Whether a reference is of an abstract type, or one of the embedder's has any type. */
const refOk = (ref: HostRef, type: RefType<DefType>): boolean =>
  ref.t === 'ref.null' ? type.nullable : [false, true].some((shared) => matchesRef(absRef(kinds[ref.t], false, shared), type));

type EvaluatorEngine = Engine<Evaluator>;
const instantiate = ({ before, after }: Around): EvaluatorEngine['instantiate'] => (world, valid, names) => {
  before();
  const made = moduleInstantiate(world.S, valid, names);
  const end = ((): Instantiation<Evaluator> => {
    if (E.isLeft(made)) return made.left;
    const { inst } = made.right, result = after(made.right.result);
    return inst === undefined || result.kind !== 'values' ? { kind: 'ending', ending: endingOf(result) } : { kind: 'instance', inst };
  })();
  return done([world, end]);
};

const COMPONENT = 'is a component, which the evaluator does not run yet';
const THREAD = 'begins a thread, for which the evaluator needs a worker';
/** Why this engine leaves a command out. */
export const leftOut: readonly string[] = [COMPONENT, UNSHARED];

const nothingRuns = (): never => { throw new RangeError('what the evaluator runs has ended when it returns'); };

/** What is to be done before and after something runs. */
export interface Around {
  readonly before: () => void;
  /** what it has come to with all threads that it has spawned, one of which may have ended it */
  readonly after: (result: Result) => Result;
}
/** There is nothing to be done. */
const NOTHING: Around = { before: () => undefined, after: (result) => result };
/** The engine in a store. */
export const evaluatorIn = (
  S: MutableStore, hosts: readonly HostModule[], around: Around, threads: EvaluatorEngine['threads'],
): EvaluatorEngine => ({
  begin: () => ({ world: { S, T: undefined }, names: new Map(hosts.map(({ name, allocate }) => [name, allocate(S)])) }),
  instantiate: instantiate(around),
  instantiateComponent: (world) => done([world, { kind: 'unsupported', why: COMPONENT }]),
  exportsOf: ({ exports }) => exports,
  typeOf: (_, extern) => externType(extern),
  invoke: (world, func, args) => {
    if (func.kind !== 'func') return nothingRuns();
    around.before();
    return done([world, endingOf(around.after(invoke(world.S, func, args)))]);
  },
  read: (world, global) => global.kind === 'global' ? globalRead(world.S, global) : undefined,
  refOk: (_, ref, type) => refOk(ref, type),
  run: nothingRuns,
  threads,
});
/** The engine that translates, and lets the host run it, in a store of its own. Of a script it runs one thread. */
export const evaluator = (hosts: readonly HostModule[]): EvaluatorEngine => evaluatorIn(newStore(), hosts, NOTHING, THREAD);
