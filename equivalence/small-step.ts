/**
 * The small step, as an engine on which programs are observed.
 * @category Equivalence
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { allochost } from '../reduction/allocation.ts';
import { instanceExport, linkAndInstantiate } from '../reduction/embedding.ts';
import { inThread, invoke } from '../reduction/instantiation.ts';
import { exportsOf } from '../reduction/linking.ts';
import type { Limits, Run } from '../reduction/machine.ts';
import { elements, get } from '../semantics/data/vector.ts';
import type { Config, Outcome } from '../semantics/runtime/configuration.ts';
import type { ExternAddr, ModuleInst } from '../semantics/runtime/frames.ts';
import type { HostResult, Store } from '../semantics/runtime/store.ts';
import { EMPTY_STORE } from '../semantics/runtime/store.ts';
import type { Thread } from '../semantics/runtime/threads.ts';
import { MAIN } from '../semantics/runtime/threads.ts';
import type { Addr, Ref, Val } from '../semantics/runtime/values.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import type { Engine, MutableRun } from './engine.ts';
import type { HostInfo, OnCall } from './host.ts';
import { answering, calledBack, callBacks, HOST, hostFunctions, hostType, NOBODY, SUSPENDED } from './host.ts';
import { contentOfBytes } from './memories.ts';
import type { Ending, Heap, Held, State } from './observation.ts';

/** How a configuration is run. */
export type Runner = (z: Config, limits: Limits) => Run;

/** The store, the thread that is called in it, and names of what is in it. */
export interface MutableState {
  S: Store;
  T: Thread;
  readonly names: Map<string, ReadonlyMap<string, ExternAddr>>;
  readonly instances: Map<string, ModuleInst>;
  /** by address: the first name that a function or a tag has got */
  readonly functions: Map<Addr, string>;
  readonly tags: Map<Addr, string>;
  /** the limit that a call has met which the host has made; undefined if none has */
  exceeded: string | undefined;
}

/** The index of a function in the module that it comes from; undefined for one that does not come from there. */
type SourceIndex = (x: number) => number | undefined;
/** How the modules that run stand for those of the program. */
export interface Dialect {
  /** what is run in the place of a module */
  readonly prepare: (state: MutableState, valid: ValidModule) => readonly [run: ValidModule, sourceIndex: SourceIndex];
  /** before each call */
  readonly enter: (state: MutableState) => void;
  /** after a call that the host has made in the store S, where the calls around go on */
  readonly leave: (state: MutableState, S: Store) => void;
  /** what a trap is to the program */
  readonly trapped: (state: MutableState, why: string) => Ending<Addr>;
  /** what a reference is to the program */
  readonly seen: (S: Store, ref: Ref) => Ref;
}
/** The modules of the program themselves. */
export const ITSELF: Dialect = {
  prepare: (_, valid) => [valid, (x) => x],
  enter: () => undefined,
  leave: () => undefined,
  trapped: (_, why) => ({ kind: 'trap', whys: [why] }),
  seen: (_, ref) => ref,
};

const isRef = (val: Held<Addr>): val is Ref => val.t.startsWith('ref.');
const seenBy = ({ seen }: Dialect, S: Store) => <V extends Held<Addr>>(val: V): V | Ref => isRef(val) ? seen(S, val) : val;
const numbersOnly = (args: readonly Val[]): readonly Val<never>[] => args.filter((v): v is Val<never> => !isRef(v));

const NAMELESS = 'without a name';
/** What references refer to. */
export const heapOf = (state: MutableState, dialect: Dialect): Heap<Addr> => ({
  fields: (ref) => {
    const instance = ref.t === 'ref.struct' ? get(state.S.structs, ref.c) : ref.t === 'ref.array' ? get(state.S.arrays, ref.c) : undefined;
    return instance === undefined ? [] : elements(instance.fields).map(seenBy(dialect, state.S));
  },
  exception: (ref) => {
    const exn = ref.t === 'ref.exn' ? get(state.S.exns, ref.c) : undefined;
    return [state.tags.get(exn?.tag ?? -1) ?? NAMELESS, (exn?.fields ?? []).map(seenBy(dialect, state.S))];
  },
  functionName: (ref) => (ref.t === 'ref.func' ? state.functions.get(ref.c) : undefined) ?? NAMELESS,
});

/** How something ended in the store S. */
export const endingOf = (state: MutableState, dialect: Dialect, S: Store, outcome: Outcome): Ending<Addr> => {
  const seen = seenBy(dialect, S);
  switch (outcome.kind) {
    case 'values': return { kind: 'values', vals: outcome.vals.map(seen) };
    case 'trap': return dialect.trapped(state, outcome.why);
    case 'exception': {
      const exn = get(S.exns, outcome.a);
      return { kind: 'exception', tag: state.tags.get(exn?.tag ?? -1) ?? NAMELESS, payload: (exn?.fields ?? []).map(seen) };
    }
    case 'suspension': return { kind: 'suspension', tag: state.tags.get(outcome.ea) ?? NAMELESS, by: outcome.by };
    case 'call stack exhausted': case 'out of memory': case 'out of fuel': return { kind: 'inconclusive', why: outcome.kind };
    case 'deadlock': case 'stuck': throw new Error(`a program without threads is ${outcome.kind}: ${JSON.stringify(outcome)}`);
  }
};

/** How calls are run. */
interface Machine {
  readonly runner: Runner;
  readonly limits: Limits;
  readonly dialect: Dialect;
}
const hostTrap = (S: Store, why: string): HostResult => ({ kind: 'trap', S, why });
/** What a call comes to that the host has made. */
const answerOf = (state: MutableState, outcome: Outcome, ending: Ending<Addr>, onCall: OnCall): HostResult => {
  const { S } = state;
  if (outcome.kind === 'values') return { kind: 'values', S, vals: outcome.vals };
  if (outcome.kind === 'exception') return { kind: 'exception', S, a: outcome.a };
  if (ending.kind === 'trap') return hostTrap(S, ending.whys[0] ?? '');
  if (ending.kind === 'suspension') onCall(SUSPENDED, []);
  else state.exceeded = outcome.kind;
  return hostTrap(S, SUSPENDED);
};
/** Calls the program from within, in the store S. */
const callBack = (
  state: MutableState, { runner, limits, dialect }: Machine, onCall: OnCall, S: Store, args: readonly Val[],
): HostResult => {
  const func = calledBack(state.names, (exports, name) => exports.get(name));
  state.S = S;
  dialect.enter(state);
  const z = func?.kind === 'func' ? invoke(state.S, func.a, args) : undefined;
  if (z === undefined) return hostTrap(S, NOBODY);
  const end = runner(z, limits);
  state.S = end.z.S;
  const ending = endingOf(state, dialect, end.z.S, end.outcome);
  dialect.leave(state, S);
  return answerOf(state, end.outcome, ending, onCall);
};
const allocHost = (state: MutableState, machine: Machine, onCall: OnCall): void => {
  const answer = answering(onCall), exports = new Map<string, ExternAddr>();
  const add = (info: HostInfo, call: (S: Store, args: readonly Val<never>[]) => HostResult): void => {
    const name = `${HOST}.${info.name}`;
    const [S, a] = allochost(state.S, hostType(info), name, (S1, args) => call(S1, numbersOnly(args)));
    state.S = S;
    state.functions.set(a, name);
    exports.set(info.name, { kind: 'func', a });
  };
  for (const info of hostFunctions) add(info, (S, args) => ({ kind: 'values', S, vals: answer(info, args) }));
  for (const info of callBacks) add(info, (S, args) => {
    onCall(info.name, args);
    return callBack(state, machine, onCall, S, args);
  });
  state.names.set(HOST, exports);
};

/** Names for what an instance has: functions by their index, tags by the names of exports. */
export const register = (state: MutableState, name: string, inst: ModuleInst, sourceIndex: SourceIndex): void => {
  inst.funcs.forEach((a, i) => {
    const x = sourceIndex(i);
    if (x !== undefined && !state.functions.has(a)) state.functions.set(a, `${name}.${x}`);
  });
  for (const { name: field, addr: { kind, a } } of inst.exports) {
    if (kind === 'tag' && !state.tags.has(a)) state.tags.set(a, `${name}.${field}`);
  }
  state.names.set(name, exportsOf(inst));
  state.instances.set(name, inst);
};

/** The state of what is at an address. */
export const stateAt = ({ S }: MutableState, dialect: Dialect, { kind, a }: ExternAddr): State<Addr> | undefined => {
  const seen = seenBy(dialect, S), { globals, mems, tables } = S;
  const global = kind === 'global' ? get(globals, a) : undefined, mem = kind === 'mem' ? get(mems, a) : undefined;
  if (global !== undefined) return { kind: 'global', val: seen(global.value) };
  if (mem !== undefined) return { kind: 'mem', content: contentOfBytes(mem.bytes) };
  const table = kind === 'table' ? get(tables, a) : undefined;
  return table === undefined ? undefined : { kind: 'table', refs: elements(table.refs).map(seen) };
};

/** A store, and no names. */
export const newState = (S: Store): MutableState =>
  ({ S, T: MAIN, names: new Map(), instances: new Map(), functions: new Map(), tags: new Map(), exceeded: undefined });
const begin = (machine: Machine, onCall: OnCall): MutableRun<Addr> => {
  const state = newState(EMPTY_STORE), { runner, limits, dialect } = machine;
  allocHost(state, machine, onCall);
  const run = (z: Config): Ending<Addr> => {
    const end = runner(z, limits);
    state.S = end.z.S;
    state.T = end.z.T;
    if (state.exceeded !== undefined) return { kind: 'inconclusive', why: state.exceeded };
    return endingOf(state, dialect, end.z.S, end.outcome);
  };
  return {
    heap: heapOf(state, dialect),
    instantiate: ({ name, valid }) => {
      const [module, sourceIndex] = dialect.prepare(state, valid), made = linkAndInstantiate(state.S, module, state.names);
      if (E.isLeft(made)) return { kind: 'trap', whys: [made.left.kind === 'trap' ? made.left.why : made.left.message] };
      register(state, name, made.right.inst, sourceIndex);
      return run(inThread(made.right.z, state.T));
    },
    call: ({ module, name, args }) => {
      dialect.enter(state);
      const inst = state.instances.get(module), addr = inst && instanceExport(inst, name);
      const z = addr?.kind === 'func' ? invoke(state.S, addr.a, args, state.T) : undefined;
      if (z === undefined) throw new Error(`${module} has no function ${JSON.stringify(name)} with ${args.length} parameters`);
      return run(z);
    },
    state: (module, name) => {
      const addr = state.names.get(module)?.get(name);
      return addr === undefined ? undefined : stateAt(state, dialect, addr);
    },
  };
};

/** The small step, with a limit of steps and frames for each call. */
export const smallStepEngine = (runner: Runner, limits: Limits, dialect: Dialect = ITSELF): Engine<Addr> =>
  (onCall) => begin({ runner, limits, dialect }, onCall);
