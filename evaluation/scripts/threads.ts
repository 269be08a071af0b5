/**
 * A thread of a script, in a worker of its own. It has a store of its own too, and what lies in there that is shared is the same in all.
 * @category Evaluation: scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Engine, Given } from '../../scripts/engine.ts';
import type { Part } from '../../scripts/executor.ts';
import type { Command } from '../../syntax/script.ts';
import type { Around, Evaluator, HostModule } from '../engine.ts';
import { evaluatorIn } from '../engine.ts';
import { heapIn } from '../heap/heap.ts';
import { migrationOf } from '../heap/migration.ts';
import { heapOf } from '../heap/of-store.ts';
import type { HostFunction, HostMemory } from '../host/wasm.ts';
import { beginDriver } from '../instantiation.ts';
import { runtimeOf } from '../loading.ts';
import type { MutableStore, Result } from '../store.ts';
import { newStore } from '../store.ts';
import { whysOf } from '../threads/failures.ts';
import type { Leader } from '../threads/leaders.ts';
import { beLeader } from '../threads/leaders.ts';
import { itemOf } from '../threads/log.ts';
import type { Failure } from '../threads/messages.ts';
import { FRESH } from '../threads/replay.ts';
import type { GivenInstance } from './given.ts';
import { accept, describe, isGivable, UNSHARED } from './given.ts';

/** An instance that is given, or why there is none. */
type GivenTo = E.Either<{ readonly status: 'failed' | 'skipped'; readonly why: string }, GivenInstance>;
/** Exports of instances that all threads have: the name of each, the number of the instance, and its name there. */
type Exports = readonly (readonly [name: string, instance: number, itsName: string])[];
/** What is the same in all stores: the heap, with its runtime, the driver, and the runtime of shared continuations. */
interface Common {
  readonly memory: HostMemory;
  readonly runtime: Exports;
  readonly driver: number;
  readonly migration: Exports;
}
/** What a thread is told: its commands, and, if it is not the first, what it is given. `setup` is the same for all. */
export interface ThreadData {
  readonly setup: unknown;
  readonly commands: readonly Command[];
  readonly given: readonly { readonly name: string; readonly inst: GivenTo }[];
  readonly common: Common | undefined;
}

const exportsOf = ({ log }: MutableStore, items: Readonly<Record<string, unknown>>): Exports =>
  Object.entries(items).flatMap(([name, value]) => {
    const item = itemOf(log, value);
    return item.kind === 'export' ? [[name, item.instance, item.name] as const] : [];
  });
const exportsIn = ({ log }: MutableStore, items: Exports): Readonly<Record<string, unknown>> =>
  Object.fromEntries(items.map(([name, instance, itsName]) => [name, log.instances?.[instance]?.exports[itsName]]));
const commonOf = (S: MutableStore): Common => {
  const heap = heapOf(S), [driver] = exportsOf(S, { TRAP: S.runtime?.TRAP });
  if (driver === undefined) throw new RangeError('the first thread of a script begins with a driver');
  return { memory: heap.memory, runtime: exportsOf(S, heap.runtime), driver: driver[1], migration: exportsOf(S, migrationOf(S, heap)) };
};
/** The store of the first thread has all that others have in common with it. The collector knows of one store only. */
const begin = (S: MutableStore): void => {
  S.hidesReferences = true;
  beginDriver(S);
  migrationOf(S, heapOf(S));
};
const isFunction = (value: unknown): value is HostFunction => typeof value === 'function';
/** The store of another thread has that in common with it. */
const share = (S: MutableStore, { memory, runtime, driver, migration }: Common): void => {
  const own = exportsIn(S, runtime), fresh = own[FRESH], instance = S.log.instances?.[driver];
  if (!isFunction(fresh) || instance === undefined) throw new RangeError('the thread lacks what all threads have');
  fresh();
  S.hidesReferences = true;
  S.heap = heapIn(memory, own, S.log);
  S.runtime = runtimeOf(instance, true);
  S.heap.migration = exportsIn(S, migration);
};
/** Modules of different threads have different numbers, since each thread has functions of the others. */
const MODULES = 1_000_000;
const storeFor = ({ threads, thread, catchUp }: Leader, common: Common | undefined): MutableStore => {
  const S = newStore({ threads });
  S.loaded.length = MODULES * thread;
  catchUp();
  if (common === undefined) begin(S);
  else share(S, common);
  return S;
};

const isThreadData = (data: unknown): data is ThreadData => typeof data === 'object' && data !== null && 'commands' in data;
const toGive = (S: MutableStore, { name, inst }: Given<Evaluator>): ThreadData['given'][number] => {
  if (E.isLeft(inst)) return { name, inst };
  return { name, inst: isGivable(inst.right) ? E.right(describe(S, inst.right)) : E.left({ status: 'skipped', why: UNSHARED }) };
};
/** What a command comes to if one of its threads ends it, in the words of the semantics. */
const endedBy = (S: MutableStore, failure: Failure): Result => {
  const { kind } = failure;
  if (kind === 'deadlock' || kind === 'call stack exhausted') return { kind, backtrace: [] };
  return { kind: 'trap', whys: whysOf(S.loaded, failure), backtrace: [] };
};
/** What ends all threads of a command, if it is the command itself that comes to this. */
const endsAll = ({ kind }: Result): boolean => kind === 'trap' || kind === 'call stack exhausted' || kind === 'deadlock';
const shown = (result: Result): string => result.kind === 'trap' ? result.whys.join(', or ') : result.kind;
/** Before, everything is known that others have made; afterwards, all threads have ended that were spawned. */
const aroundIn = (leader: Leader, S: MutableStore): Around => ({
  before: () => {
    leader.catchUp();
    leader.gather();
  },
  after: (result) => {
    const spawned = leader.gather(), reason = { kind: 'error', message: shown(result), stack: '', noted: { driver: 0, heap: 0 } } as const;
    const isFirst = endsAll(result) && leader.abort(spawned, reason);
    leader.join(spawned);
    const failure = leader.settle(spawned);
    return failure === undefined || isFirst ? result : endedBy(S, failure);
  },
});
const engineFor = (leader: Leader, S: MutableStore, hosts: readonly HostModule[], setup: unknown): Engine<Evaluator> => {
  const fork = (commands: readonly Command[], given: readonly Given<Evaluator>[]): number => {
    const data: ThreadData = { setup, commands, given: given.map((one) => toGive(S, one)), common: commonOf(S) };
    return leader.begin(data);
  };
  return evaluatorIn(S, hosts, aroundIn(leader, S), { fork, join: leader.join });
};
/** How the threads of a script run, with a setup that is the same for all: what modules may import, and what becomes of a part. */
export interface Running<D, A> {
  readonly hosts: (setup: D) => readonly HostModule[];
  /** whatever comes of it is said as it comes */
  readonly run: (part: Part<Evaluator>, engine: Engine<Evaluator>, setup: D, say: (note: A) => void) => void;
}
/** Runs a thread of a script. To be called in its worker. */
export const beThread = <D, A>({ hosts, run }: Running<D, A>): void => {
  let S: MutableStore | undefined;
  beLeader((leader) => {
    const { data } = leader;
    if (!isThreadData(data)) throw new TypeError('there are no commands');
    const { commands, given, common } = data, setup = data.setup as D, store = S = storeFor(leader, common); // as `runThreads` was told
    const accepted = given.map(({ name, inst }) => ({ name, inst: E.map((one: GivenInstance) => accept(store, one))(inst) }));
    run({ commands, given: accepted }, engineFor(leader, store, hosts(setup), setup), setup, leader.say);
    return { end: undefined, fatal: false };
  }, 'fails', () => { if (S !== undefined) S.aside = { kind: 'deadlock', backtrace: [] }; });
};
