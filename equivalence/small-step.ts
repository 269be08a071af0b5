/**
 * The small step, as an engine on which programs are observed.
 * @category Equivalence
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { allochost } from '../reduction/allocation.ts';
import { instanceExport, linkAndInstantiate } from '../reduction/embedding.ts';
import { invoke } from '../reduction/instantiation.ts';
import { exportsOf } from '../reduction/linking.ts';
import type { Limits, Run } from '../reduction/machine.ts';
import { elements, get } from '../semantics/data/vector.ts';
import { toArray } from '../semantics/data/list.ts';
import type { Config } from '../semantics/runtime/configuration.ts';
import type { ExternAddr, ModuleInst } from '../semantics/runtime/frames.ts';
import type { Namespace } from '../semantics/runtime/linking.ts';
import type { Store } from '../semantics/runtime/store.ts';
import { EMPTY_STORE } from '../semantics/runtime/store.ts';
import type { Addr, Val } from '../semantics/runtime/values.ts';
import type { Engine, MutableRun } from './engine.ts';
import type { OnCall } from './host.ts';
import { answering, HOST, hostFunctions, hostType } from './host.ts';
import { contentOfBytes } from './memories.ts';
import type { Ending, Heap, State } from './observation.ts';

/** How a configuration is run. */
export type Runner = (z: Config, limits: Limits) => Run;

/** The store, and names of what is in it. */
interface MutableState {
  S: Store;
  readonly names: Map<string, ReadonlyMap<string, ExternAddr>>;
  readonly instances: Map<string, ModuleInst>;
  /** by address: the first name that a function or a tag has got */
  readonly functions: Map<Addr, string>;
  readonly tags: Map<Addr, string>;
}

const numbersOnly = (args: readonly Val[]): readonly Val<never>[] => args.filter((v): v is Val<never> => !v.t.startsWith('ref.'));

const allocHost = (state: MutableState, onCall: OnCall): void => {
  const answer = answering(onCall), exports = new Map<string, ExternAddr>();
  for (const info of hostFunctions) {
    const [S, a] = allochost(state.S, hostType(info), `${HOST}.${info.name}`, (S1, args) =>
      ({ kind: 'values', S: S1, vals: answer(info, numbersOnly(args)) }));
    state.S = S;
    state.functions.set(a, `${HOST}.${info.name}`);
    exports.set(info.name, { kind: 'func', a });
  }
  state.names.set(HOST, exports);
};

const heapOf = (state: MutableState): Heap<Addr> => ({
  fields: (ref) => {
    const instance = ref.t === 'ref.struct' ? get(state.S.structs, ref.c) : ref.t === 'ref.array' ? get(state.S.arrays, ref.c) : undefined;
    return instance === undefined ? [] : elements(instance.fields);
  },
  exception: (ref) => {
    const exn = ref.t === 'ref.exn' ? get(state.S.exns, ref.c) : undefined;
    return [state.tags.get(exn?.tag ?? -1) ?? 'a tag without a name', exn?.fields ?? []];
  },
  functionName: (ref) => (ref.t === 'ref.func' ? state.functions.get(ref.c) : undefined) ?? 'without a name',
});

const endingOf = (state: MutableState, { z, outcome }: Run): Ending<Addr> => {
  const tag = (a: Addr): string => state.tags.get(a) ?? 'a tag without a name';
  switch (outcome.kind) {
    case 'values': return { kind: 'values', vals: outcome.vals };
    case 'trap': return { kind: 'trap', whys: [outcome.why] };
    case 'exception': {
      const exn = get(z.S.exns, outcome.a);
      return { kind: 'exception', tag: tag(exn?.tag ?? -1), payload: exn?.fields ?? [] };
    }
    case 'suspension': {
      const n = outcome.by === 'suspend' ? get(z.S.tags, outcome.ea)?.n ?? 0 : 0, vals = toArray(z.vs).slice(0, n).reverse();
      return { kind: 'suspension', tag: tag(outcome.ea), payload: vals.filter((v): v is Val => v.t !== 'none') };
    }
    case 'call stack exhausted': case 'out of memory': case 'out of fuel': return { kind: 'inconclusive', why: outcome.kind };
    case 'deadlock': case 'stuck': throw new Error(`a program without threads is ${outcome.kind}: ${JSON.stringify(outcome)}`);
  }
};

/** Names for what an instance has: functions by their index, tags by the names of exports. */
const register = (state: MutableState, name: string, inst: ModuleInst): void => {
  inst.funcs.forEach((a, x) => {
    if (!state.functions.has(a)) state.functions.set(a, `${name}.${x}`);
  });
  for (const { name: field, addr: { kind, a } } of inst.exports) {
    if (kind === 'tag' && !state.tags.has(a)) state.tags.set(a, `${name}.${field}`);
  }
  state.names.set(name, exportsOf(inst));
  state.instances.set(name, inst);
};
const runIn = (state: MutableState, runner: Runner, limits: Limits, z: Config): Ending<Addr> => {
  const end = runner(z, limits);
  state.S = end.z.S;
  return endingOf(state, end);
};

/** The state of what is at an address. */
const stateAt = ({ globals, mems, tables }: Store, { kind, a }: ExternAddr): State<Addr> | undefined => {
  const global = kind === 'global' ? get(globals, a) : undefined, mem = kind === 'mem' ? get(mems, a) : undefined;
  if (global !== undefined) return { kind: 'global', val: global.value };
  if (mem !== undefined) return { kind: 'mem', content: contentOfBytes(mem.bytes) };
  const table = kind === 'table' ? get(tables, a) : undefined;
  return table === undefined ? undefined : { kind: 'table', refs: elements(table.refs) };
};

const namespace = ({ names }: MutableState): Namespace => names;

const begin = (runner: Runner, limits: Limits, onCall: OnCall): MutableRun<Addr> => {
  const state: MutableState = { S: EMPTY_STORE, names: new Map(), instances: new Map(), functions: new Map(), tags: new Map() };
  allocHost(state, onCall);
  return {
    heap: heapOf(state),
    instantiate: ({ name, valid }) => {
      const made = linkAndInstantiate(state.S, valid, namespace(state));
      if (E.isLeft(made)) return { kind: 'trap', whys: [made.left.kind === 'trap' ? made.left.why : made.left.message] };
      register(state, name, made.right.inst);
      return runIn(state, runner, limits, made.right.z);
    },
    call: ({ module, name, args }) => {
      const inst = state.instances.get(module), addr = inst && instanceExport(inst, name);
      const z = addr?.kind === 'func' ? invoke(state.S, addr.a, args) : undefined;
      if (z === undefined) throw new Error(`${module} has no function ${JSON.stringify(name)} with ${args.length} parameters`);
      return runIn(state, runner, limits, z);
    },
    state: (module, name) => {
      const addr = state.names.get(module)?.get(name);
      return addr === undefined ? undefined : stateAt(state.S, addr);
    },
  };
};

/** The small step, with a limit of steps and frames for each call. */
export const smallStepEngine = (runner: Runner, limits: Limits): Engine<Addr> => (onCall) => begin(runner, limits, onCall);
