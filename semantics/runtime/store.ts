/**
 * The store and its instances.
 * @spec core 4.0-execution.configurations §Instances
 * @module
 */
import type { Func } from '../../syntax/modules.ts';
import type { GlobalType, MemType, RefType, TableType } from '../../syntax/types.ts';
import type { Bytes } from '../data/memory.ts';
import { emptyVec } from '../data/vector.ts';
import type { Vec } from '../data/vector.ts';
import type { DefType } from '../types/deftypes.ts';
import type { Cont } from './contexts.ts';
import type { ModuleInst } from './frames.ts';
import type { Threading } from './threads.ts';
import { NO_THREADS } from './threads.ts';
import type { Addr, FieldVal, Ref, Val } from './values.ts';

/** What a host function answers: results, a trap or an exception, with a store. */
export type HostResult =
  | { readonly kind: 'values'; readonly S: Store; readonly vals: readonly Val[] }
  | { readonly kind: 'trap'; readonly S: Store; readonly why: string }
  | { readonly kind: 'exception'; readonly S: Store; readonly a: Addr };
/** A host function: a function of the store and its arguments. It must be pure, for configurations are kept and run again. */
export interface HostFunc {
  readonly kind: 'host';
  readonly name: string;
  readonly call: (S: Store, args: readonly Val[]) => HostResult;
}
/**
 * A function that spawns threads, with the type of their functions: given a reference to one, or its place in a table. The table is the
 * one named, or else what the module of the function exports as `__indirect_function_table`. Threads of an unshared type are cooperative.
 */
export type SpawnFunc =
  | { readonly kind: 'spawn_ref'; readonly type: DefType }
  | { readonly kind: 'spawn_indirect'; readonly type: DefType; readonly table: Addr | undefined };
/** The function by which a cooperative thread lets the others go on. */
export interface YieldFunc {
  readonly kind: 'yield';
}
/** A function's code with what calls need of it, found out once: the number of parameters and results, default values of the locals. */
export interface WasmFunc {
  readonly kind: 'wasm';
  /** its index in its module */
  readonly x: number;
  readonly func: Func;
  /** n dummies for the n parameters, then the default value of each local; undefined where there is none */
  readonly locals: Vec<Val | undefined>;
}
/** funcinst ::= {type deftype, module moduleinst, code} */
export interface FuncInst {
  readonly type: DefType;
  /** |t₁*| and |t₂*| of the type */
  readonly n: number;
  readonly m: number;
  readonly module: ModuleInst;
  readonly code: WasmFunc | HostFunc | SpawnFunc | YieldFunc;
}
/** taginst ::= {type tagtype}, with |t₁*| and |t₂*| of the type */
export interface TagInst {
  readonly type: DefType;
  readonly n: number;
  readonly m: number;
}
/** globalinst ::= {type globaltype, value val} */
export interface GlobalInst {
  readonly type: GlobalType<DefType>;
  readonly value: Val;
}
/** meminst ::= {type memtype, bytes byte*} */
export interface MemInst {
  readonly type: MemType;
  readonly bytes: Bytes;
}
/** tableinst ::= {type tabletype, refs ref*} */
export interface TableInst {
  readonly type: TableType<DefType>;
  readonly refs: Vec<Ref>;
}
/** datainst ::= {type datatype, bytes byte*}. @spec SET Overview.md §Data Segments */
export interface DataInst {
  readonly shared: boolean;
  readonly bytes: Uint8Array;
}
/** eleminst ::= {type elemtype, refs ref*}, where elemtype ::= shared? reftype. @spec SET Overview.md §Element Segments */
export interface ElemInst {
  readonly shared: boolean;
  readonly type: RefType<DefType>;
  readonly refs: readonly Ref[];
}
/** structinst ::= {type deftype, fields fieldval*} */
export interface StructInst {
  readonly type: DefType;
  readonly fields: Vec<FieldVal>;
}
/** arrayinst ::= {type deftype, fields fieldval*} */
export interface ArrayInst {
  readonly type: DefType;
  readonly fields: Vec<FieldVal>;
}
/** exninst ::= {tag tagaddr, fields val*} */
export interface ExnInst {
  readonly tag: Addr;
  readonly fields: readonly Val[];
}
/** continst ::= E | ε, with its type; ε once consumed. @spec SS Explainer.md §Store extensions */
export interface ContInst {
  readonly E: Cont | undefined;
}

/** store */
export interface Store {
  readonly funcs: Vec<FuncInst>;
  readonly tags: Vec<TagInst>;
  readonly globals: Vec<GlobalInst>;
  readonly mems: Vec<MemInst>;
  readonly tables: Vec<TableInst>;
  readonly datas: Vec<DataInst>;
  readonly elems: Vec<ElemInst>;
  readonly structs: Vec<StructInst>;
  readonly arrays: Vec<ArrayInst>;
  readonly exns: Vec<ExnInst>;
  readonly conts: Vec<ContInst>;
  readonly threading: Threading;
  /** the cells allocated so far: no part of the specification's store, but what this implementation's limit of memory is about */
  readonly cells: number;
}
/** The empty store. */
export const EMPTY_STORE: Store = {
  funcs: emptyVec, tags: emptyVec, globals: emptyVec, mems: emptyVec, tables: emptyVec, datas: emptyVec, elems: emptyVec,
  structs: emptyVec, arrays: emptyVec, exns: emptyVec, conts: emptyVec, threading: NO_THREADS,
  cells: 0,
};
/** The components of a store that are lists of instances. */
export type Component = Exclude<keyof Store, 'threading' | 'cells'>;
