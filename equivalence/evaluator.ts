/**
 * The evaluator, as an engine on which programs are observed.
 * @category Equivalence
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { openException } from '../evaluation/calls.ts';
import { globalRead, invoke, moduleInstantiate } from '../evaluation/embedding.ts';
import { tableReader } from '../evaluation/host/adapters.ts';
import { tableRefs } from '../evaluation/heap/observation.ts';
import { crossing } from '../evaluation/heap/references.ts';
import type { HostRef, HostVal } from '../evaluation/host/values.ts';
import { valsOfParts } from '../evaluation/host/values.ts';
import { hostDef } from '../evaluation/host-types.ts';
import { allocHost } from '../evaluation/hosts/functions.ts';
import type { Extern, MutableStore, Result, TableExtern, TagExtern } from '../evaluation/store.ts';
import type { StoreOptions } from '../evaluation/store.ts';
import { newStore } from '../evaluation/store.ts';
import type { Val } from '../semantics/runtime/values.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import type { Engine, MutableRun } from './engine.ts';
import type { HostInfo, OnCall } from './host.ts';
import { answering, calledBack, callBacks, HOST, hostFunctions, hostType, NOBODY, SUSPENDED } from './host.ts';
import { contentOfBuffer } from './memories.ts';
import { objectReader } from './objects.ts';
import type { Ending, Heap, State } from './observation.ts';
import { heldBy, sharedObject } from './shared-objects.ts';
import type { ValidNamed } from './program.ts';

/** The store, and names of what is in it. */
export interface MutableState {
  readonly S: MutableStore;
  readonly names: Map<string, ReadonlyMap<string, Extern>>;
  /** the first name that a function or a tag has got */
  readonly functions: Map<object, string>;
  readonly tags: Map<object, string>;
  readonly types: DefType[];
}

const isRef = (val: HostVal): val is HostRef => val.t.startsWith('ref.');
const numbersOnly = (args: readonly HostVal[]): readonly Val<never>[] => args.filter((v): v is Val<never> => !isRef(v));
const trap = (why: string): Result => ({ kind: 'trap', whys: [why], backtrace: [] });
/** Calls the program from within. */
const callBack = ({ S, names }: MutableState, onCall: OnCall, args: readonly Val<never>[]): Result => {
  const func = calledBack(names, (exports, name) => exports.get(name));
  const result = func?.kind === 'func' ? invoke(S, func, args) : trap(NOBODY);
  if (result.kind !== 'suspension') return result;
  onCall(SUSPENDED, []);
  return trap(SUSPENDED);
};
const allocate = (state: MutableState, onCall: OnCall): void => {
  const answer = answering(onCall), exports = new Map<string, Extern>();
  const add = (info: HostInfo, call: (args: readonly Val<never>[]) => Result): void => {
    const func = allocHost(state.S, hostType(info), (args) => call(numbersOnly(args)));
    state.functions.set(func.func, `${HOST}.${info.name}`);
    exports.set(info.name, func);
  };
  for (const info of hostFunctions) add(info, (args) => ({ kind: 'values', vals: answer(info, args) }));
  for (const info of callBacks) add(info, (args) => {
    onCall(info.name, args);
    return callBack(state, onCall, args);
  });
  state.names.set(HOST, exports);
};

const NAMELESS = 'without a name';
const tagName = ({ tags }: MutableState, tag: TagExtern | undefined): string =>
  (tag && tags.get('tag' in tag ? tag.tag : tag)) ?? NAMELESS;
/** What references refer to. */
export const heapOf = (state: MutableState): Heap<object> => ({
  fields: (ref) => {
    if (ref.t !== 'ref.struct' && ref.t !== 'ref.array') return [];
    const shared = sharedObject(state.S, ref.c);
    return shared === undefined ? objectReader(state.types, hostDef)(ref.c) : heldBy(shared);
  },
  exception: (ref) => {
    if (ref.t !== 'ref.exn') return [NAMELESS, []];
    const { tag, fields } = openException(state.S, ref.c);
    return [tagName(state, tag), fields];
  },
  functionName: (ref) => (ref.t === 'ref.func' ? state.functions.get(ref.c) : undefined) ?? NAMELESS,
});

/** How a call ended. */
export const endingOf = (state: MutableState, result: Result): Ending<object> => {
  switch (result.kind) {
    case 'values': case 'trap': return result;
    case 'exception': return { kind: 'exception', tag: tagName(state, result.tag), payload: result.fields };
    case 'suspension': return { kind: 'suspension', tag: tagName(state, result.tag), by: result.by };
    case 'call stack exhausted': case 'deadlock': return { kind: 'inconclusive', why: result.kind };
  }
};

/** Names for what an instance has: functions by their index, tags by the names of exports. */
export const register = (
  state: MutableState, { name, valid: { module, types } }: ValidNamed, exports: ReadonlyMap<string, Extern>,
): void => {
  for (const { name: field, desc } of module.exports) {
    const extern = exports.get(field);
    if (extern?.kind === 'func' && !state.functions.has(extern.func)) state.functions.set(extern.func, `${name}.${desc.x}`);
    const tag = extern?.kind !== 'tag' ? undefined : 'tag' in extern ? extern.tag : extern;
    if (tag !== undefined && !state.tags.has(tag)) state.tags.set(tag, `${name}.${field}`);
  }
  state.types.push(...types);
  state.names.set(name, exports);
};

const elements = (S: MutableStore, extern: TableExtern): readonly HostRef[] => {
  if ('address' in extern) return tableRefs(extern.heap, extern.type, extern.address);
  const { type, hostType: host, table } = extern, read = tableReader(host, table), shared = crossing(S);
  const at = (i: number): readonly HostVal[] => valsOfParts([type.ref], [read(type.addr === 'i64' ? BigInt(i) : i)], shared);
  return Array.from({ length: Number(table.length) }, (_, i) => at(i)).flat().filter(isRef);
};
/** The state of what is exported. */
export const stateOf = (S: MutableStore, extern: Extern): State<object> | undefined => {
  switch (extern.kind) {
    case 'global': return { kind: 'global', val: globalRead(S, extern) };
    case 'mem': return { kind: 'mem', content: contentOfBuffer(extern.memory.buffer) };
    case 'table': return { kind: 'table', refs: elements(S, extern) };
    default: return undefined;
  }
};

/** A store, and no names. */
export const newState = (S: MutableStore): MutableState =>
  ({ S, names: new Map(), functions: new Map(), tags: new Map(), types: [] });
/** Generated programs need little, in MiB. */
const HEAP_SIZE = 48;
const begin = (options: StoreOptions) => (onCall: OnCall): MutableRun<object> => {
  const state = newState(newStore({ heapSize: HEAP_SIZE, ...options }));
  allocate(state, onCall);
  return {
    heap: heapOf(state),
    instantiate: (named) => {
      const made = moduleInstantiate(state.S, named.valid, state.names);
      if (E.isLeft(made)) return { kind: 'inconclusive', why: made.left.message };
      const { inst, result } = made.right;
      if (inst !== undefined) register(state, named, inst.exports);
      return endingOf(state, result);
    },
    call: ({ module, name, args }) => {
      const func = state.names.get(module)?.get(name);
      if (func?.kind !== 'func') throw new Error(`${module} has no function ${JSON.stringify(name)}`);
      return endingOf(state, invoke(state.S, func, args));
    },
    state: (module, name) => {
      const extern = state.names.get(module)?.get(name);
      return extern === undefined ? undefined : stateOf(state.S, extern);
    },
  };
};

/** The evaluator. It knows no limit but the stack of the host. */
export const evaluatorEngine: Engine<object> = begin({});
/** The evaluator with a collection of the shared heap before each allocation there, after which all that is free is overwritten. */
export const collectingEngine: Engine<object> = begin({ collectEvery: 1 });
