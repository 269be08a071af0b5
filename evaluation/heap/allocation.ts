/**
 * Allocation of what a module shares, when it is instantiated: everything in it that lies in the heap gets its address and its first value.
 * @spec core 4.4-execution.modules §Allocation, §Instantiation
 * @category Evaluation: heap
 * @module
 */
import type { Elem, Global, Table } from '../../syntax/modules.ts';
import { MAX_TABLE } from '../../semantics/runtime/limits.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import type { ExternType, TableType } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { heapShared } from '../../semantics/types/sharing.ts';
import { globalReader } from '../host/adapters.ts';
import { bitsOf } from '../host/values.ts';
import { resultsOf } from '../host/wasm.ts';
import {
  bytesOf, RECORD_SIZE, SEGMENT_ELEMENTS, TABLE_CAPACITY, TABLE_ELEMENTS, TABLE_LENGTH,
} from '../sharing/layout.ts';
import type { Unshared } from '../sharing/modules.ts';
import { inHeapGlobal } from '../sharing/plan.ts';
import type { Extern, GlobalExtern, HostGlobalExtern, MutableStore } from '../store.ts';
import type { Known, Surroundings } from './constants.ts';
import { evaluate, evaluated, write } from './constants.ts';
import type { MutableHeap } from './heap.ts';
import { addRoot, alloc, allocMirrors, allocRecords, newTag, recordOf, typeAddress } from './heap.ts';
import { heapOf } from './of-store.ts';
import { readValue } from './observation.ts';

/** Where things of an instance lie, by the index spaces of its module; undefined for what does not lie in the heap. */
export interface Places {
  readonly globals: readonly (number | undefined)[];
  readonly tables: readonly (number | undefined)[];
  readonly tags: readonly (number | undefined)[];
  /** the records of the functions that it defines */
  readonly records: number;
  /** what the module imports from the heap, by name */
  readonly addresses: ReadonlyMap<string, Known>;
  /** why it could not be instantiated, if so: an active segment does not fit */
  readonly trap: string | undefined;
}

const addressOfExtern = (extern: Extern | undefined): number | undefined =>
  extern !== undefined && 'address' in extern ? extern.address : undefined;
const i32 = (c: number): Known => ({ t: 'i32', c });

const allocGlobal = (env: Surroundings, { type }: { readonly type: Global['type'] }, v: Known): number => {
  const a = alloc(env.heap, Math.max(8, bytesOf(type.type)));
  if (typeof type.type === 'object') addRoot(env.heap, a, 1);
  write(env.heap, type.type, a, v);
  return a;
};
/** How many elements a table can always have, if its type allows so many. */
const FEW = 1024;
/**
 * How many elements a table can have. Tables never move: there is room for as many as there may be, which costs no more than addresses. But
 * they leave half of the heap to other things, and each of them most of the rest to other tables.
 */
const capacity = ({ bytes, reserved }: MutableHeap, { min, max }: TableType['limits']): number => {
  const most = max === undefined || max > BigInt(MAX_TABLE) ? MAX_TABLE : Number(max);
  return Math.max(Number(min), Math.min(most, Math.max(FEW, Math.floor((bytes.length / 2 - reserved) / 8 / 4))));
};
const allocTable = (env: Surroundings, { type: { limits }, init }: Table): number => {
  const { heap } = env, most = capacity(heap, limits), n = Number(limits.min), a = alloc(heap, TABLE_ELEMENTS + 4 * most);
  heap.reserved += 4 * most;
  addRoot(heap, a, -1);
  heap.words[(a + TABLE_LENGTH) / 4] = n;
  heap.words[(a + TABLE_CAPACITY) / 4] = most;
  const first = init === undefined ? 0 : Number(evaluated(env, init).c), from = (a + TABLE_ELEMENTS) / 4;
  if (first !== 0) heap.words.fill(first, from, from + n);
  return a;
};
const allocElem = (env: Surroundings, { init, mode }: Elem): number => {
  const { heap } = env, a = alloc(heap, SEGMENT_ELEMENTS + 4 * init.length);
  heap.words[a / 4] = mode.kind === 'declare' ? 0 : init.length;
  init.forEach((expr, i) => { heap.words[a / 4 + 1 + i] = Number(evaluated(env, expr).c); });
  return a;
};
/** What is put into a table at first; undefined if it fits. */
const activate = (env: Surroundings, { init, mode }: Elem, segment: number, tables: Places['tables']): string | undefined => {
  const table = mode.kind === 'active' ? tables[mode.x] : undefined;
  if (mode.kind !== 'active' || table === undefined) return undefined;
  const { words } = env.heap, v = evaluated(env, mode.offset).c, at = typeof v === 'bigint' ? BigInt.asUintN(64, v) : BigInt(v >>> 0);
  if (at + BigInt(init.length) > BigInt((words[(table + TABLE_LENGTH) / 4] ?? 0) >>> 0)) return 'out of bounds table access';
  const from = segment / 4 + 1, to = (table + TABLE_ELEMENTS) / 4 + Number(at);
  words.copyWithin(to, from, from + init.length);
  words[segment / 4] = 0;
  return undefined;
};

const hostGlobal = ({ type, hostType, global }: HostGlobalExtern): Known | undefined => {
  if (typeof type.type === 'object' && !heapShared(type.type.heap)) return undefined;
  return bitsOf(hostType.type, resultsOf(globalReader(hostType, global)()));
};
const isDefinedInHeap = ({ context: C }: ValidModule, type: Elem['type']): boolean =>
  type.heap.kind === 'abs' ? type.heap.shared : C.types.at(type.heap.x)?.sub.shared === true;

const named = (kind: string, places: readonly (number | undefined)[]): readonly (readonly [string, Known])[] =>
  places.flatMap((a, x) => a === undefined ? [] : [[`${kind} ${x}`, i32(a)] as const]);
const ofKind = <K extends Extern['kind']>(externs: readonly Extern[], kind: K): readonly Extract<Extern, { readonly kind: K }>[] =>
  externs.filter((extern): extern is Extract<Extern, { readonly kind: K }> => extern.kind === kind);

/** The globals of a module in their order: where they lie, and what they are as far as that is known. */
const allocGlobals = (
  env: Surroundings, valid: ValidModule, externs: readonly GlobalExtern[], values: (Known | undefined)[],
): Places['globals'] => {
  const places = externs.map((extern): number | undefined => {
    const a = addressOfExtern(extern);
    values.push('global' in extern ? hostGlobal(extern) : a === undefined ? undefined : readValue(env.heap, extern.type.type, a));
    return a;
  });
  for (const global of valid.module.globals) {
    const v = evaluate(env, global.init), inHeap = inHeapGlobal(global.type);
    values.push(v);
    places.push(inHeap ? allocGlobal(env, global, v ?? i32(0)) : undefined);
  }
  return places;
};

const allocTags = (heap: MutableHeap, { context: C, imports }: ValidModule, externs: readonly Extern[]): Places['tags'] => {
  const imported = imports.filter(({ kind }) => kind === 'tag').length;
  return Array.from({ length: C.tags.length }, (_, x) => {
    if (x < imported) return addressOfExtern(externs[x]);
    const dt = C.tags.at(x);
    return dt?.sub.shared === true ? newTag(heap, dt) : undefined;
  });
};

const typesOf = ({ types }: ValidModule, heap: MutableHeap): readonly (readonly [string, Known])[] => [
  ...types.flatMap((dt, x) => dt.sub.shared ? [[`type ${x}`, i32(typeAddress(heap, dt))] as const] : []),
  ['type exn', i32(typeAddress(heap, 'exn'))], ['type waitqueue', i32(typeAddress(heap, 'waitqueue'))],
];
/** Allocates what an instance of the module shares, and evaluates what is evaluated once. */
export const allocateShared = (S: MutableStore, valid: ValidModule, unshared: Unshared, externs: readonly Extern[]): Places => {
  const heap = heapOf(S), { module, context: C } = valid, imports: readonly ExternType<DefType>[] = valid.imports;
  const funcs = ofKind(externs, 'func'), values: (Known | undefined)[] = [], order = new Map(unshared.functions.map((x, i) => [x, i]));
  const defined = unshared.functions.map((x) => C.funcs.at(x)).flatMap((dt) => dt === undefined ? [] : [dt]);
  const { records, slots } = allocRecords(heap, defined);
  const func = (x: number): number => {
    const nth = order.get(x), extern = funcs[x];
    if (nth !== undefined) return records + RECORD_SIZE * nth;
    return extern === undefined ? 0 : recordOf(heap, extern.func, extern.type);
  };
  const env: Surroundings = { heap, C, func, global: (x) => values[x], made: new Map() };
  const globals = allocGlobals(env, valid, ofKind(externs, 'global'), values), tags = allocTags(heap, valid, ofKind(externs, 'tag'));
  const tables = [
    ...ofKind(externs, 'table').map(addressOfExtern),
    ...module.tables.map((table) => isDefinedInHeap(valid, table.type.ref) ? allocTable(env, table) : undefined),
  ];
  const elems = module.elems.map((elem) => isDefinedInHeap(valid, elem.type) ? allocElem(env, elem) : undefined);
  const datas = module.datas.map(({ shared, bytes, mode }) => {
    if (!shared) return undefined;
    const a = alloc(heap, 8);
    heap.words[a / 4] = mode.kind === 'active' ? 0 : bytes.length;
    return a;
  });
  let trap: string | undefined;
  module.elems.forEach((elem, y) => {
    const segment = elems[y];
    if (segment !== undefined) trap ??= activate(env, elem, segment, tables);
  });
  const given = imports.filter((xt) => xt.kind === 'func');
  const recordsGiven = given.flatMap(({ type }, x) => type.sub.shared ? [[`func ${x}`, i32(func(x))] as const] : []);
  const addresses = new Map<string, Known>([
    ...typesOf(valid, heap), ...named('global', globals), ...named('table', tables), ...named('tag', tags), ...named('elem', elems),
    ...named('data', datas), ...recordsGiven, ['records', i32(records)], ['slots', i32(slots)],
    ['mirrors', i32(allocMirrors(heap, unshared.mirrors))],
    ...[...unshared.values].map(([name, expr]) => [name, evaluated(env, expr)] as const),
  ]);
  return { globals, tables, tags, records, addresses, trap };
};
