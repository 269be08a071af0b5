/**
 * A module while it is generated.
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { Export, ExternIdx, Func, Global, Import } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { ExternType, ResultType, ValType } from '../../syntax/types.ts';
import type { MutableChoices } from './choices.ts';
import type { TagInfo, Universe } from './universe.ts';
import { funcType } from './types.ts';

/**
 * What functions are for. `step`: called by the embedder; `direct`: called outside of continuations; `inside`: the code of continuations,
 * and what it calls, which may suspend; `coroutine`: the code of continuations that take turns; `driver`: resumes a continuation until it
 * returns; `called back`: called by the host, and comes back there; `host`: a host function.
 */
export type Role = 'step' | 'direct' | 'inside' | 'coroutine' | 'driver' | 'called back' | 'host';

/** A function that can be called. */
export interface FuncInfo {
  readonly name: string;
  readonly role: Role;
  readonly x: number;
  readonly type: number;
  readonly params: ResultType;
  readonly results: ResultType;
}
/** A global. */
export interface GlobalInfo {
  readonly x: number;
  readonly type: ValType;
  readonly mutable: boolean;
}
/** A function whose body is still to be made. */
interface Planned {
  readonly info: FuncInfo;
  readonly make: () => Pick<Func, 'locals' | 'body'>;
}

/** A module that grows. Imports come before definitions of the same kind. */
export interface MutableModule {
  readonly name: string;
  readonly universe: Universe;
  readonly imports: Import[];
  readonly callable: FuncInfo[];
  readonly planned: Planned[];
  /** functions made when they are needed, by what they are for */
  readonly onDemand: Map<string, FuncInfo>;
  /** the choices for functions that are made when they are needed */
  readonly spare: MutableChoices;
  readonly globals: Global[];
  readonly globalInfos: GlobalInfo[];
  readonly exports: Export[];
  /** functions to which `ref.func` refers */
  readonly declared: Set<number>;
  /** the elements of the table of functions that are known */
  readonly elements: { readonly slot: number; readonly info: FuncInfo }[];
  /** where its own functions begin in the table of functions */
  readonly firstSlot: number;
  functions: number;
  /** the global that counts down */
  fuel: number;
}

/** An instruction without a source. */
export type Bare = Instr extends infer I ? I extends Instr ? Omit<I, 'at'> : never : never;
/** The instruction, from nowhere. */
export const instr = (bare: Bare): Instr => ({ ...bare, at: NOWHERE }); // the fields are those of the constructor

/** A module with nothing in it. */
export const emptyModule = (name: string, universe: Universe, spare: MutableChoices, firstSlot: number): MutableModule => ({
  name, universe, spare, firstSlot,
  imports: [], callable: [], planned: [], onDemand: new Map(), globals: [], globalInfos: [], exports: [], declared: new Set(), elements: [],
  functions: 0, fuel: 0,
});

/** Exports something under a name, once. */
export const exportAs = (m: MutableModule, name: string, desc: ExternIdx): void => {
  if (!m.exports.some((item) => item.name === name)) m.exports.push({ name, desc, at: NOWHERE });
};

const use = (x: number): { readonly kind: 'idx'; readonly x: number } => ({ kind: 'idx', x });
/** Imports something. */
export const importFrom = (m: MutableModule, module: string, name: string, type: ExternType): void => {
  m.imports.push({ module, name, type, at: NOWHERE });
};
/** Imports a function; all imports of functions come before any definition. */
export const importFunction = (m: MutableModule, module: string, f: Omit<FuncInfo, 'x' | 'type'>): FuncInfo => {
  const info = { ...f, x: m.functions++, type: funcType(m.universe.types, f.params, f.results) };
  importFrom(m, module, f.name, { kind: 'func', type: use(info.type) });
  m.callable.push(info);
  return info;
};
/** Imports a function that another generated module exports. */
export const importKnown = (m: MutableModule, module: string, f: FuncInfo): void => {
  importFrom(m, module, f.name, { kind: 'func', type: use(f.type) });
  m.callable.push({ ...f, x: m.functions++ });
};
/** Imports a tag. */
export const importTag = (m: MutableModule, module: string, { name, type }: TagInfo): void =>
  importFrom(m, module, name, { kind: 'tag', type: use(type) });
/** Imports a global, mutable or not. */
export const importGlobal = (m: MutableModule, module: string, name: string, type: ValType, mutable: boolean): GlobalInfo => {
  const info = { x: m.globalInfos.length, type, mutable };
  importFrom(m, module, name, { kind: 'global', type: { sharing: 'unshared', mutable, type } });
  m.globalInfos.push(info);
  return info;
};

/** A function that is to be made; it can be called from now on. */
export const plan = (
  m: MutableModule, f: Omit<FuncInfo, 'x'>, make: (info: FuncInfo) => Pick<Func, 'locals' | 'body'>,
): FuncInfo => {
  const info = { ...f, x: m.functions++ };
  m.planned.push({ info, make: () => make(info) });
  return info;
};
/** Defines a global. */
export const addGlobal = (m: MutableModule, type: ValType, init: Expr, mutable = true): GlobalInfo => {
  const info = { x: m.globalInfos.length, type, mutable };
  m.globals.push({ type: { sharing: 'unshared', mutable, type }, init, at: NOWHERE });
  m.globalInfos.push(info);
  return info;
};
/** Declares that `ref.func` refers to a function. */
export const declare = (m: MutableModule, { x }: FuncInfo): void => {
  m.declared.add(x);
};
