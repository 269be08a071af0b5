/**
 * The small step as an engine of scripts.
 * @category Reduction: scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Ending, Engine, Instantiation, Threads, World } from '../scripts/engine.ts';
import { done, mapTask, runs } from '../semantics/data/task.ts';
import { get } from '../semantics/data/vector.ts';
import type { Config, Outcome } from '../semantics/runtime/configuration.ts';
import type { ExternAddr, ModuleInst } from '../semantics/runtime/frames.ts';
import { EMPTY_MODULE } from '../semantics/runtime/frames.ts';
import type { Store } from '../semantics/runtime/store.ts';
import { EMPTY_STORE } from '../semantics/runtime/store.ts';
import { threadGlobal } from '../semantics/runtime/thread-globals.ts';
import type { Thread } from '../semantics/runtime/threads.ts';
import { freshThread, MAIN } from '../semantics/runtime/threads.ts';
import { refOk } from '../semantics/runtime/typing.ts';
import type { Addr, Val } from '../semantics/runtime/values.ts';
import { externType } from './allocation.ts';
import { instantiateComponent } from './components.ts';
import { linkAndInstantiate } from './embedding.ts';
import { inThread, invoke } from './instantiation.ts';
import { exportsOf } from './linking.ts';
import type { Limits, Run } from './machine.ts';
import { DEFAULT_LIMITS } from './machine.ts';
import { showOutcome } from './outcomes.ts';
import type { Pool } from './pool.ts';
import { inStore, poolOf } from './pool.ts';
import { isOver, isSpent, round, runOf, runProgram } from './scheduler.ts';

/** The nouns of the small step. */
export interface SmallStep {
  readonly store: Store;
  readonly thread: Thread;
  readonly instance: ModuleInst;
  readonly extern: ExternAddr;
  readonly addr: Addr;
  readonly job: Config;
  readonly end: Pick<Run, 'z' | 'outcome'>;
  /** what runs, with the threads that it has spawned */
  readonly running: Pool;
}

/** A module of the embedder: allocated in a store, with its exports. It must be pure. */
export interface HostModule {
  readonly name: string;
  readonly allocate: (S: Store) => readonly [S: Store, exports: ReadonlyMap<string, ExternAddr>];
}
/** How scripts are run. */
export interface SmallStepOptions {
  /** for each action and each instantiation */
  readonly limits: Limits;
  /** what modules may import from the start */
  readonly hosts: readonly HostModule[];
}
/** 200 million steps an action, no hosts. */
export const DEFAULT_SMALL_STEP: SmallStepOptions = { limits: { ...DEFAULT_LIMITS, fuel: 200_000_000 }, hosts: [] };

const worldOf = ({ S, T }: World<SmallStep>): World<SmallStep> => ({ S, T });
const endingOf = (outcome: Outcome, { exns }: Store): Ending<Addr> => {
  switch (outcome.kind) {
    case 'values': return { kind: 'values', vals: outcome.vals };
    case 'trap': return { kind: 'trap', whys: [outcome.why] };
    case 'exception': return { kind: 'exception', fields: get(exns, outcome.a)?.fields ?? [] };
    case 'suspension': case 'call stack exhausted': case 'deadlock': return { kind: outcome.kind, shown: showOutcome(outcome) };
    case 'out of memory': case 'out of fuel': case 'stuck': return { kind: 'unfinished', shown: showOutcome(outcome) };
  }
};

type SmallStepEngine = Engine<SmallStep>;
const instantiate: SmallStepEngine['instantiate'] = ({ S, T }, valid, names) => {
  const made = linkAndInstantiate(S, valid, names);
  if (E.isLeft(made)) {
    const error = made.left;
    const end: Instantiation<SmallStep> = error.kind === 'trap' ? { kind: 'ending', ending: endingOf(error, S) } : error;
    return done([{ S, T }, end]);
  }
  const { z, inst } = made.right;
  return runs(inThread(z, T), ({ z: end, outcome }) =>
    [worldOf(end), outcome.kind === 'values' ? { kind: 'instance', inst } : { kind: 'ending', ending: endingOf(outcome, end.S) }]);
};

const componentOf: SmallStepEngine['instantiateComponent'] = ({ S, T }, valid) =>
  mapTask(instantiateComponent(S, T, valid), (end) => {
    const world = worldOf(end);
    switch (end.kind) {
      case 'instances': return [world, { kind: 'instance', inst: EMPTY_MODULE }];
      case 'outcome': return [world, { kind: 'ending', ending: endingOf(end.outcome, world.S) }];
      case 'unlinkable': case 'limit': return [world, { kind: end.kind, message: end.message }];
    }
  });

const call: SmallStepEngine['invoke'] = ({ S, T }, { a }, args) => {
  const z = invoke(S, a, args, T);
  if (z === undefined) throw new RangeError(`there is no function ${String(a)} of ${args.length} parameters`);
  return runs(z, ({ z: end, outcome }) => [worldOf(end), endingOf(outcome, end.S)]);
};

const read: SmallStepEngine['read'] = ({ S, T }, { a }): Val | undefined => {
  const global = get(S.globals, a);
  return global?.type.sharing === 'thread_local' ? threadGlobal(T, a, global) : global?.value;
};

const threadsFor = (limits: Limits, begin: (world: World<SmallStep>) => ReturnType<SmallStepEngine['begin']>): Threads<SmallStep> => ({
  begin: (S, id) => begin({ S, T: freshThread(-id) }),
  start: (z) => poolOf(z, limits),
  storeOf: ({ S }) => S,
  goOn: (pool0, S, n, hope) => {
    const pool = inStore(pool0, S);
    if (hope === 'none' || isOver(pool) || isSpent(pool, limits)) return E.left(runOf(pool, limits));
    const next = round(pool, n, limits, hope === 'others');
    return E.right(next === pool ? undefined : next);
  },
});

/** The modules of the embedder, allocated in the store of a thread that begins. */
const allocated = (hosts: readonly HostModule[]) => (world: World<SmallStep>): ReturnType<SmallStepEngine['begin']> => {
  let { S } = world;
  const names = new Map<string, ReadonlyMap<string, ExternAddr>>();
  for (const { name, allocate } of hosts) {
    const [S1, exports] = allocate(S);
    S = S1;
    names.set(name, exports);
  }
  return { world: { S, T: world.T }, names };
};

/** The engine that reduces, step by step. */
export const smallStep = ({ limits, hosts }: SmallStepOptions): SmallStepEngine => {
  const begin = allocated(hosts);
  return {
    begin: () => begin({ S: EMPTY_STORE, T: MAIN }),
    instantiate, instantiateComponent: componentOf, exportsOf, invoke: call, read, refOk,
    typeOf: externType,
    run: (z) => runProgram(z, limits),
    threads: threadsFor(limits, begin),
  };
};
