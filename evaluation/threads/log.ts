/**
 * The first thread keeps the instantiation log.
 * @category Evaluation: threads
 * @module
 */
import type { HostFunction, HostGlobal, HostImports, HostInstance, HostModule } from '../host/wasm.ts';
import { wasm } from '../host/wasm.ts';
import type { SharedMemory } from './control.ts';
import type { Entry, FunctionTable, Item } from './replay.ts';
import { growTo } from './replay.ts';

/** The log of a store. */
export interface MutableLog {
  /** the instances by their numbers, those of others among them, if others make some */
  readonly instances: HostInstance[] | undefined;
  /** what they export, and what else is known to all threads */
  readonly known: WeakMap<object, Item>;
  /** the table of the functions that threads call by their slots */
  readonly functions: FunctionTable;
  /** numbers for so many instances, or so many slots, which nobody else has: the first of them */
  readonly take: (what: 'instances' | 'slots', count: number) => number;
  /** is told of everything at once, before anything in an instance can run */
  readonly tell: (entry: Entry) => void;
  /** how much that was */
  told: number;
}
const tell = (log: MutableLog, entry: Entry): void => {
  log.told++;
  log.tell(entry);
};

type Table = new (type: { readonly element: 'anyfunc'; readonly initial: number }) => FunctionTable;
declare const WebAssembly: { readonly Table: Table };
const counter = (): MutableLog['take'] => {
  const taken = { instances: 0, slots: 0 };
  return (what, count) => {
    const first = taken[what];
    taken[what] += count;
    return first;
  };
};
/** An empty log. */
export const newLog = (
  { tell: told = () => undefined, take = counter(), instances }: Partial<Omit<MutableLog, 'known' | 'functions' | 'told'>> = {},
): MutableLog => {
  const functions = new WebAssembly.Table({ element: 'anyfunc', initial: 0 });
  return { instances, known: new WeakMap([[functions, { kind: 'functions' }]]), functions, take, tell: told, told: 0 };
};

const isObject = (value: unknown): value is object => (typeof value === 'object' && value !== null) || typeof value === 'function';
const isShared = (value: unknown): value is SharedMemory => value instanceof wasm.Memory && value.buffer instanceof SharedArrayBuffer;
/** What something is that an instance imports. */
export const itemOf = ({ known }: MutableLog, value: unknown): Item => {
  if (isShared(value)) return { kind: 'memory', memory: value };
  if (typeof value === 'number') return { kind: 'i32', value };
  const item = isObject(value) ? known.get(value) : undefined;
  if (item !== undefined) return item;
  const number = value instanceof wasm.Global ? value.value : undefined;
  if (typeof number === 'number') return { kind: 'i32', value: number };
  return { kind: 'embedder' };
};
const entryOf = (log: MutableLog, number: number, module: HostModule, imports: HostImports): Entry => ({
  kind: 'instance', number, module, slots: Number(log.functions.length),
  imports: Object.entries(imports).flatMap(([from, items]) =>
    Object.entries(items).map(([name, value]) => [from, name, itemOf(log, value)] as const)),
});

/** What an instance exports is known by its number. */
export const learn = ({ known }: MutableLog, number: number, { exports }: HostInstance): void => {
  for (const [name, value] of Object.entries(exports)) {
    if (isObject(value) && !known.has(value)) known.set(value, { kind: 'export', instance: number, name });
  }
};
/** Makes an instance, which all threads will have, under a number that it may have been given beforehand. */
export const newInstance = (
  log: MutableLog, module: HostModule, imports: HostImports, number: number = log.take('instances', 1),
): HostInstance => {
  const entry = entryOf(log, number, module, imports), instance = new wasm.Instance(module, imports);
  if (log.instances !== undefined) log.instances[number] = instance;
  learn(log, number, instance);
  tell(log, entry);
  return instance;
};

/** So many new slots in the table of functions of all threads: the first. */
export const newSlots = ({ take, functions }: MutableLog, count: number): number => {
  const first = take('slots', count);
  growTo(functions, first + count);
  return first;
};
/** Puts a function into a slot. */
export const setSlot = (log: MutableLog, slot: number, func: HostFunction): void => {
  log.functions.set(slot, func);
  tell(log, { kind: 'slot', slot, item: itemOf(log, func) });
};
/** Gives a global of an instance a value that it keeps, in all threads. */
export const setGlobal = (log: MutableLog, global: HostGlobal, value: unknown): void => {
  global.value = value;
  tell(log, { kind: 'global', global: itemOf(log, global), item: itemOf(log, value) });
};
