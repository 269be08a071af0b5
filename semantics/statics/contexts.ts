/**
 * Contexts: what the typing rules know about the surroundings of a piece of syntax. All types in a context are closed.
 * @spec core 2.0-validation.contexts §Contexts
 * @module
 */
import { right } from 'fp-ts/lib/Either.js';
import type {
  ArrayType, FuncType, GlobalType, MemType, RefType, ResultType, StructType, TableType, ValType,
} from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { asArray, asCont, asFunc, asStruct } from '../types/expansion.ts';
import type { TypeNames } from '../types/showing.ts';
import type { Judged } from './refusal.ts';
import { refuse, unknown } from './refusal.ts';

/** A sequence of a context: an array, or a view of what the checking algorithm keeps. */
export interface Space<A> {
  readonly at: (x: number) => A | undefined;
  readonly length: number;
}

/** localtype ::= init t */
export interface LocalType {
  readonly init: 'set' | 'unset';
  readonly type: ValType<DefType>;
}

/** elemtype ::= share reftype. @spec SET Overview.md §Element Segments */
export interface ElemType {
  readonly shared: boolean;
  readonly ref: RefType<DefType>;
}

/** datatype ::= share. @spec SET Overview.md §Data Segments */
export interface DataType {
  readonly shared: boolean;
}

/** context */
export interface Context {
  readonly types: Space<DefType>;
  readonly tags: Space<DefType>;
  readonly globals: Space<GlobalType<DefType>>;
  readonly mems: Space<MemType>;
  readonly tables: Space<TableType<DefType>>;
  readonly funcs: Space<DefType>;
  readonly datas: Space<DataType>;
  readonly elems: Space<ElemType>;
  readonly locals: Space<LocalType>;
  /** from the innermost label outwards */
  readonly labels: Space<ResultType<DefType>>;
  /** the result of the function; undefined outside of functions */
  readonly return: ResultType<DefType> | undefined;
  /** the functions that may be referred to: they occur in the module outside of functions */
  readonly refs: ReadonlySet<number>;
  /** must instructions be valid as shared? */
  readonly shared: boolean;
  /** how messages call the types */
  readonly names: TypeNames;
}

/** ε */
export const EMPTY: Context = {
  types: [], tags: [], globals: [], mems: [], tables: [], funcs: [], datas: [], elems: [], locals: [], labels: [], return: undefined,
  refs: new Set(), shared: false, names: new Map(),
};

/** A defined type together with its expansion. */
export interface Expanded<CT> {
  readonly dt: DefType;
  readonly ct: CT;
}

/** A look into a space: `C.mems[x] = …`. */
export const lookup = <A>(space: Space<A>, what: string, x: number): Judged<A> => {
  const found = space.at(x);
  return found === undefined ? unknown(what, x) : right(found);
};

/** A context of which only the types matter. */
export type Types = Pick<Context, 'types'>;
/** `C.types[x] ≈ comptype`, for one kind of composite type */
type Expansion<CT> = (C: Types, x: number) => Judged<Expanded<CT>>;

const expandAs = <CT>(view: (dt: DefType) => CT | undefined, what: string): Expansion<CT> => (C, x) => {
  const dt = C.types.at(x);
  if (dt === undefined) return unknown('type', x);
  const ct = view(dt);
  return ct === undefined ? refuse(`non-${what} type ${x}`) : right({ dt, ct });
};

/** `C.types[x] ≈ func t₁* → t₂*` */
export const funcAt: Expansion<FuncType<DefType>> = expandAs(asFunc, 'function');
/** `C.types[x] ≈ struct ft*` */
export const structAt: Expansion<StructType<DefType>> = expandAs(asStruct, 'structure');
/** `C.types[x] ≈ array ft` */
export const arrayAt: Expansion<ArrayType<DefType>> = expandAs(asArray, 'array');
/** `C.types[x] ≈ cont t₁* → t₂*` */
export const contAt: Expansion<FuncType<DefType>> = expandAs(asCont, 'continuation');

/** The function type of a function or tag; undefined cannot be, since the context is valid. */
const funcOf = (dt: DefType): Judged<FuncType<DefType>> => {
  const ft = asFunc(dt);
  return ft === undefined ? refuse('non-function type') : right(ft);
};

/** `C.funcs[x] ≈ func t₁* → t₂*` */
export const calleeAt = (C: Context, x: number): Judged<FuncType<DefType>> => {
  const dt = C.funcs.at(x);
  return dt === undefined ? unknown('function', x) : funcOf(dt);
};

/** `C.tags[x] ≈ func t₁* → t₂*` */
export const tagAt = (C: Context, x: number): Judged<FuncType<DefType>> => {
  const dt = C.tags.at(x);
  return dt === undefined ? unknown('tag', x) : funcOf(dt);
};
