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
import type { Store } from '../semantics/runtime/store.ts';
import { EMPTY_STORE } from '../semantics/runtime/store.ts';
import type { Thread } from '../semantics/runtime/threads.ts';
import { MAIN } from '../semantics/runtime/threads.ts';
import type { Addr, Ref, Val } from '../semantics/runtime/values.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import type { Engine, MutableRun } from './engine.ts';
import type { OnCall } from './host.ts';
import { answering, HOST, hostFunctions, hostType } from './host.ts';
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
}

/** The index of a function in the module that it comes from; undefined for one that does not come from there. */
type SourceIndex = (x: number) => number | undefined;
/** How the modules that run stand for those of the program. */
export interface Dialect {
  /** what is run in the place of a module */
  readonly prepare: (state: MutableState, valid: ValidModule) => readonly [run: ValidModule, sourceIndex: SourceIndex];
  /** before each call */
  readonly enter: (state: MutableState) => void;
  /** what a trap is to the program */
  readonly trapped: (state: MutableState, why: string) => Ending<Addr>;
  /** what a reference is to the program */
  readonly seen: (S: Store, ref: Ref) => Ref;
}
/** The modules of the program themselves. */
export const ITSELF: Dialect = {
  prepare: (_, valid) => [valid, (x) => x],
  enter: () => undefined,
  trapped: (_, why) => ({ kind: 'trap', whys: [why] }),
  seen: (_, ref) => ref,
};

const isRef = (val: Held<Addr>): val is Ref => val.t.startsWith('ref.');
const seenBy = ({ seen }: Dialect, S: Store) => <V extends Held<Addr>>(val: V): V | Ref => isRef(val) ? seen(S, val) : val;
const numbersOnly = (args: readonly Val[]): readonly Val<never>[] => args.filter((v): v is Val<never> => !isRef(v));

const allocHost = (state: MutableState, onCall: OnCall): void => {
  const answer = answering(onCall), exports = new Map<string, ExternAddr>();
  for (const info of hostFunctions) {
    const name = `${HOST}.${info.name}`;
    const [S, a] = allochost(state.S, hostType(info), name, (S1, args) =>
      ({ kind: 'values', S: S1, vals: answer(info, numbersOnly(args)) }));
    state.S = S;
    state.functions.set(a, name);
    exports.set(info.name, { kind: 'func', a });
  }
  state.names.set(HOST, exports);
};

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
  ({ S, T: MAIN, names: new Map(), instances: new Map(), functions: new Map(), tags: new Map() });
const begin = (runner: Runner, limits: Limits, dialect: Dialect, onCall: OnCall): MutableRun<Addr> => {
  const state = newState(EMPTY_STORE);
  allocHost(state, onCall);
  const run = (z: Config): Ending<Addr> => {
    const end = runner(z, limits);
    state.S = end.z.S;
    state.T = end.z.T;
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
  (onCall) => begin(runner, limits, dialect, onCall);
