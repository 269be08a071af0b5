/**
 * The first thread keeps the instantiation log.
 * @category Evaluation: threads
 * @module
 */
import type { HostFunction, HostGlobal, HostImports, HostInstance, HostModule } from '../host/wasm.ts';
import { wasm } from '../host/wasm.ts';
import type { SharedMemory } from './control.ts';
import type { Entry, FunctionTable, Item } from './replay.ts';

/** The log of a store. */
export interface MutableLog {
  /** how many instances there are */
  made: number;
  /** what they export, and what else is known to all threads */
  readonly known: WeakMap<object, Item>;
  /** the table of the functions that threads call by their slots */
  readonly functions: FunctionTable;
  /** is told of everything at once, before anything in an instance can run */
  readonly tell: (entry: Entry) => void;
}

type Table = new (type: { readonly element: 'anyfunc'; readonly initial: number }) => FunctionTable;
declare const WebAssembly: { readonly Table: Table };
/** An empty log. */
export const newLog = (tell: (entry: Entry) => void = () => undefined): MutableLog => {
  const functions = new WebAssembly.Table({ element: 'anyfunc', initial: 0 });
  return { made: 0, known: new WeakMap([[functions, { kind: 'functions' }]]), functions, tell };
};

const isObject = (value: unknown): value is object => (typeof value === 'object' && value !== null) || typeof value === 'function';
const isShared = (value: unknown): value is SharedMemory => value instanceof wasm.Memory && value.buffer instanceof SharedArrayBuffer;
const itemOf = ({ known }: MutableLog, value: unknown): Item => {
  if (isShared(value)) return { kind: 'memory', memory: value };
  if (typeof value === 'number') return { kind: 'i32', value };
  const item = isObject(value) ? known.get(value) : undefined;
  if (item !== undefined) return item;
  const number = value instanceof wasm.Global ? value.value : undefined;
  if (typeof number === 'number') return { kind: 'i32', value: number };
  return { kind: 'embedder' };
};
const entryOf = (log: MutableLog, module: HostModule, imports: HostImports): Entry => ({
  kind: 'instance', module, slots: Number(log.functions.length),
  imports: Object.entries(imports).flatMap(([from, items]) =>
    Object.entries(items).map(([name, value]) => [from, name, itemOf(log, value)] as const)),
});

/** Makes an instance, which all threads will have. */
export const newInstance = (log: MutableLog, module: HostModule, imports: HostImports): HostInstance => {
  const entry = entryOf(log, module, imports), instance = new wasm.Instance(module, imports), number = log.made++;
  for (const [name, value] of Object.entries(instance.exports)) {
    if (isObject(value) && !log.known.has(value)) log.known.set(value, { kind: 'export', instance: number, name });
  }
  log.tell(entry);
  return instance;
};

/** Puts a function into the table of functions of all threads, which grows for it. */
export const setSlot = (log: MutableLog, slot: number, func: HostFunction): void => {
  const { functions } = log, missing = slot + 1 - Number(functions.length);
  if (missing > 0) functions.grow(missing);
  functions.set(slot, func);
  log.tell({ kind: 'slot', slot, item: itemOf(log, func) });
};
/** Gives a global of an instance a value that it keeps, in all threads. */
export const setGlobal = (log: MutableLog, global: HostGlobal, value: unknown): void => {
  global.value = value;
  log.tell({ kind: 'global', global: itemOf(log, global), item: itemOf(log, value) });
};
