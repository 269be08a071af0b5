/**
 * Modules. Index spaces hold imports first, in the order of `imports`, then definitions.
 * @spec core 1.4-syntax.modules
 * @module
 */
import type { Expr } from './instructions.ts';
import type { Span } from './source.ts';
import type { ExternType, GlobalType, MemType, RecType, RefType, TableType, TagType, ValType } from './types.ts';

/** type ::= type rectype; the subtypes of a group take consecutive type indices */
export interface TypeDef {
  readonly rec: RecType;
  readonly at: Span;
}
/** import ::= import name name externtype */
export interface Import {
  readonly module: string;
  readonly name: string;
  readonly type: ExternType;
  readonly at: Span;
}
/** tag ::= tag tagtype */
export interface Tag {
  readonly type: TagType;
  readonly at: Span;
}
/** global ::= global globaltype expr */
export interface Global {
  readonly type: GlobalType;
  readonly init: Expr;
  readonly at: Span;
}
/** mem ::= memory memtype */
export interface Mem {
  readonly type: MemType;
  readonly at: Span;
}
/** table ::= table tabletype expr; undefined is the abbreviation for a null of the element type */
export interface Table {
  readonly type: TableType;
  readonly init: Expr | undefined;
  readonly at: Span;
}
/** func ::= func typeidx local* expr */
export interface Func {
  readonly type: number;
  readonly locals: readonly ValType[];
  readonly body: Expr;
  readonly at: Span;
}
/** data ::= data byte* datamode */
export interface Data {
  readonly bytes: Uint8Array;
  readonly mode: { readonly kind: 'active'; readonly x: number; readonly offset: Expr } | { readonly kind: 'passive' };
  readonly shared: boolean;
  readonly at: Span;
}
/** elem ::= elem reftype expr* elemmode */
export interface Elem {
  readonly type: RefType;
  readonly init: readonly Expr[];
  readonly mode:
    | { readonly kind: 'active'; readonly x: number; readonly offset: Expr }
    | { readonly kind: 'passive' }
    | { readonly kind: 'declare' };
  readonly shared: boolean;
  readonly at: Span;
}
/** start ::= start funcidx */
export interface Start {
  readonly x: number;
  readonly at: Span;
}
/** externidx ::= func | global | table | mem | tag, with an index */
export interface ExternIdx {
  readonly kind: 'func' | 'global' | 'table' | 'mem' | 'tag';
  readonly x: number;
}
/** export ::= export name externidx */
export interface Export {
  readonly name: string;
  readonly desc: ExternIdx;
  readonly at: Span;
}

/** The sections of a binary, in their order; custom sections say beside which they stand. */
export type SectionName =
  | 'type' | 'import' | 'func' | 'table' | 'memory' | 'tag' | 'global' | 'export' | 'start' | 'elem' | 'datacount' | 'code' | 'data';
/** A custom section that means nothing to the semantics. @spec core appendix/custom.rst §Custom Annotations */
export interface Custom {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** `before` the first and `after` the last section are written with these words alone */
  readonly place: { readonly side: 'before' | 'after'; readonly section: SectionName | 'first' | 'last' };
  readonly at: Span;
}

/** The names of one index space: those that have one. */
export type NameMap = ReadonlyMap<number, string>;
/** Names within a function or a type: outer index, then inner index. */
export type IndirectNameMap = ReadonlyMap<number, NameMap>;
/**
 * Names for people: the identifiers of the text format (without `$`), the name section of the binary one. They mean nothing to
 * the semantics.
 * Labels are numbered in the order in which their blocks begin.
 * @spec core appendix/custom.rst §Name Section
 */
export interface Names {
  readonly module: string | undefined;
  readonly types: NameMap;
  readonly fields: IndirectNameMap;
  readonly funcs: NameMap;
  readonly locals: IndirectNameMap;
  readonly labels: IndirectNameMap;
  readonly tables: NameMap;
  readonly mems: NameMap;
  readonly globals: NameMap;
  readonly tags: NameMap;
  readonly elems: NameMap;
  readonly datas: NameMap;
}

/** module ::= module type* import* tag* global* mem* table* func* data* elem* start? export* */
export interface Module {
  readonly types: readonly TypeDef[];
  readonly imports: readonly Import[];
  readonly tags: readonly Tag[];
  readonly globals: readonly Global[];
  readonly mems: readonly Mem[];
  readonly tables: readonly Table[];
  readonly funcs: readonly Func[];
  readonly datas: readonly Data[];
  readonly elems: readonly Elem[];
  readonly start: Start | undefined;
  readonly exports: readonly Export[];
  readonly customs: readonly Custom[];
  readonly names: Names;
  readonly at: Span;
}

const NONE: ReadonlyMap<number, never> = new Map<number, never>();
/** No names at all. */
export const NO_NAMES: Names = {
  module: undefined, types: NONE, fields: NONE, funcs: NONE, locals: NONE, labels: NONE, tables: NONE, mems: NONE, globals: NONE,
  tags: NONE,
  elems: NONE, datas: NONE,
};
