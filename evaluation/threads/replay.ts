/**
 * The instantiation log: from it, workers make the instances of the first thread again, in the same order. What is shared is the same
 * there, all else is each thread's own.
 *
 * Workers begin with little code, so this file imports none.
 * @category Evaluation: threads
 * @module
 */
import type { HostFunction, HostGlobal, HostImports, HostInstance, HostModule, HostTable } from '../host/wasm.ts';
import type { SharedMemory } from './control.ts';

/** The function that an instance exports which gives thread-local globals their defaults. */
export const FRESH = 'weft:thread';

/** What an instance imports, as all threads know it. */
export type Item =
  /** an export of an instance, by its number in the log */
  | { readonly kind: 'export'; readonly instance: number; readonly name: string }
  /** an export of the thread's instance of the module for parking */
  | { readonly kind: 'parking'; readonly name: string }
  | { readonly kind: 'memory'; readonly memory: SharedMemory }
  /** an immutable global */
  | { readonly kind: 'i32'; readonly value: number }
  /** the table of the functions that threads call by their slots */
  | { readonly kind: 'functions' }
  /** a function of the embedder, which has one thread only */
  | { readonly kind: 'embedder' };
/** How an instance was made. */
export interface InstanceEntry {
  readonly kind: 'instance';
  readonly number: number;
  readonly module: HostModule;
  readonly imports: readonly (readonly [module: string, name: string, item: Item])[];
  /** slots that the table of functions had */
  readonly slots: number;
}
/** A function was put into the table of functions. */
interface SlotEntry {
  readonly kind: 'slot';
  readonly slot: number;
  readonly item: Item;
}
/** A global got a value that stays. */
interface GlobalEntry {
  readonly kind: 'global';
  readonly global: Item;
  readonly item: Item;
}
/** What the first thread did. */
export type Entry = InstanceEntry | SlotEntry | GlobalEntry;

/** A table that JavaScript changes. */
export interface FunctionTable extends HostTable {
  readonly grow: (by: number) => number;
  readonly get: (slot: number) => HostFunction | null;
  readonly set: (slot: number, func: unknown) => void;
}
declare const WebAssembly: {
  readonly Instance: new (module: HostModule, imports: HostImports) => HostInstance;
  readonly Global: new (type: { readonly value: 'i32' }, value: number) => object;
  readonly Table: new (type: { readonly element: 'anyfunc'; readonly initial: number }) => FunctionTable;
};

/** The instances of a thread. */
export interface Replica {
  readonly parking: HostInstance;
  readonly functions: FunctionTable;
  /** by their numbers */
  readonly instances: HostInstance[];
  /** entries that have been replayed */
  done: number;
}
/** The instances of a thread that knows of none yet. */
export const newReplica = (parking: HostInstance): Replica =>
  ({ parking, functions: new WebAssembly.Table({ element: 'anyfunc', initial: 0 }), instances: [], done: 0 });

const elsewhere = (): never => { throw new Error('a function of the embedder was called by a thread other than its own'); };
const itemIn = ({ parking, functions, instances }: Replica, item: Item): unknown => {
  switch (item.kind) {
    case 'export': return instances[item.instance]?.exports[item.name];
    case 'parking': return parking.exports[item.name];
    case 'memory': return item.memory;
    case 'i32': return new WebAssembly.Global({ value: 'i32' }, item.value);
    case 'functions': return functions;
    case 'embedder': return elsewhere;
  }
};
/** The table has at least so many elements. */
export const growTo = (table: FunctionTable, length: number): void => {
  if (Number(table.length) < length) table.grow(length - Number(table.length));
};
const instanceOf = (replica: Replica, { module, imports }: InstanceEntry): HostInstance => {
  const given: Record<string, Record<string, unknown>> = {};
  for (const [from, name, item] of imports) (given[from] ??= {})[name] = itemIn(replica, item);
  return new WebAssembly.Instance(module, given);
};
/** Does what the first thread did. */
export const replay = (replica: Replica, entry: Entry): void => {
  const { functions, instances } = replica;
  switch (entry.kind) {
    case 'instance':
      growTo(functions, entry.slots);
      instances[entry.number] = instanceOf(replica, entry);
      break;
    case 'slot':
      growTo(functions, entry.slot + 1);
      functions.set(entry.slot, itemIn(replica, entry.item));
      break;
    case 'global': (itemIn(replica, entry.global) as HostGlobal).value = itemIn(replica, entry.item);
  }
  replica.done++;
};
