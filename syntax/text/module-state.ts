/**
 * What is known of a module while its fields are read.
 * @module
 */
import type { Data, Elem, Export, Func, Global, Import, Mem, NameMap, Start, Table, Tag, TypeDef } from '../modules.ts';
import type { SubType } from '../types.ts';
import type { MutableAnnotations } from './annotations.ts';
import { takeNameAnnotation } from './annotations.ts';
import type { MutableCursor } from './cursor.ts';
import { takeId } from './cursor.ts';
import type { MutableSpace } from './spaces.ts';
import { bind, space } from './spaces.ts';

/** The index spaces of a module. */
export interface Spaces {
  readonly types: MutableSpace;
  readonly funcs: MutableSpace;
  readonly tables: MutableSpace;
  readonly mems: MutableSpace;
  readonly globals: MutableSpace;
  readonly tags: MutableSpace;
  readonly elems: MutableSpace;
  readonly datas: MutableSpace;
}

/** A module that is being read. The index spaces are complete before the first type is read, and all types before the rest. */
export interface MutableModule {
  readonly spaces: Spaces;
  /** the fields of each structure type, by its index */
  readonly fields: Map<number, MutableSpace>;
  /** the types that are defined so far, by their indices */
  readonly subtypes: SubType[];
  /** the first index of each function type that an inline type use can mean, by the key of the type */
  readonly signatures: Map<string, number>;
  readonly locals: Map<number, NameMap>;
  readonly labels: Map<number, NameMap>;
  readonly annotations: MutableAnnotations;

  readonly types: TypeDef[];
  readonly imports: Import[];
  readonly tags: Tag[];
  readonly globals: Global[];
  readonly mems: Mem[];
  readonly tables: Table[];
  readonly funcs: Func[];
  readonly datas: Data[];
  readonly elems: Elem[];
  readonly starts: Start[];
  readonly exports: Export[];
}

/** A module of which nothing has been read. */
export const emptyModule = (annotations: MutableAnnotations): MutableModule => ({
  spaces: {
    types: space('type'), funcs: space('func'), tables: space('table'), mems: space('memory'), globals: space('global'), tags: space('tag'),
    elems: space('elem segment'), datas: space('data segment'),
  },
  fields: new Map(), subtypes: [], signatures: new Map(), locals: new Map(), labels: new Map(), annotations,
  types: [], imports: [], tags: [], globals: [], mems: [], tables: [], funcs: [], datas: [], elems: [], starts: [], exports: [],
});

/** The identifier of something, and its name for people: that of the annotation after it, or the identifier. */
export interface Binding {
  readonly id: string | undefined;
  readonly name: string | undefined;
}
/** Reads an identifier and a name, as far as they are there. */
export const takeBinding = (p: MutableCursor, m: MutableModule): Binding => {
  const id = takeId(p);
  return { id, name: takeNameAnnotation(p, m.annotations) ?? id };
};
/** Reads the identifier and the name of something, and gives it the next index. */
export const takeBound = (p: MutableCursor, m: MutableModule, into: MutableSpace): number => {
  const { id, name } = takeBinding(p, m);
  return bind(p, into, id, name);
};
