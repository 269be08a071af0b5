/**
 * Types, as written: type uses are still indices. Closed types (after validation) replace them by defined types; both
 * are instances of the same grammar over a different type of type uses.
 * @spec core 1.2-syntax.types
 * @module
 */

/** addrtype ::= i32 | i64 */
export type AddrType = 'i32' | 'i64';
/** numtype ::= i32 | i64 | f32 | f64 */
export type NumType = 'i32' | 'i64' | 'f32' | 'f64';
/** vectype ::= v128 */
export type VecType = 'v128';
/** packtype ::= i8 | i16 */
export type PackType = 'i8' | 'i16';

/** absheaptype, without its sharedness. `waitqueue` and `nowaitqueue` are a hierarchy of their own. */
export type AbsHeapName =
  | 'any' | 'eq' | 'i31' | 'struct' | 'array' | 'none'
  | 'func' | 'nofunc'
  | 'exn' | 'noexn'
  | 'extern' | 'noextern'
  | 'cont' | 'nocont'
  | 'waitqueue' | 'nowaitqueue';

/** (shared? absheaptype) */
export interface AbsHeapType {
  readonly kind: 'abs';
  readonly shared: boolean;
  readonly name: AbsHeapName;
}
/** A type index of the module. */
export interface TypeIdx {
  readonly kind: 'idx';
  readonly x: number;
}
/** heaptype ::= absheaptype | typeuse, over the type uses U */
export type HeapType<U = TypeIdx> = AbsHeapType | U;
/** reftype ::= (ref null? heaptype) */
export interface RefType<U = TypeIdx> {
  readonly kind: 'ref';
  readonly nullable: boolean;
  readonly heap: HeapType<U>;
}
/** valtype ::= numtype | vectype | reftype */
export type ValType<U = TypeIdx> = NumType | VecType | RefType<U>;
/** storagetype ::= valtype | packtype */
export type StorageType<U = TypeIdx> = ValType<U> | PackType;
/** resulttype ::= valtype* */
export type ResultType<U = TypeIdx> = readonly ValType<U>[];

/** fieldtype ::= mut? storagetype */
export interface FieldType<U = TypeIdx> {
  readonly mutable: boolean;
  readonly storage: StorageType<U>;
}
/** functype ::= t₁* → t₂* */
export interface FuncType<U = TypeIdx> {
  readonly kind: 'func';
  readonly params: ResultType<U>;
  readonly results: ResultType<U>;
}
/** (struct fieldtype*) */
export interface StructType<U = TypeIdx> {
  readonly kind: 'struct';
  readonly fields: readonly FieldType<U>[];
}
/** (array fieldtype) */
export interface ArrayType<U = TypeIdx> {
  readonly kind: 'array';
  readonly field: FieldType<U>;
}
/** (cont $ft); its use must be of a function type. @spec SS Explainer.md §Types */
export interface ContType<U = TypeIdx> {
  readonly kind: 'cont';
  readonly type: HeapType<U>;
}
/** comptype ::= struct | array | func | cont */
export type CompType<U = TypeIdx> = FuncType<U> | StructType<U> | ArrayType<U> | ContType<U>;

/** subtype ::= sub final? typeuse* shared? comptype */
export interface SubType<U = TypeIdx> {
  readonly final: boolean;
  readonly supers: readonly U[];
  readonly shared: boolean;
  readonly comp: CompType<U>;
}
/** rectype ::= rec subtype* */
export type RecType<U = TypeIdx> = readonly SubType<U>[];

/** limits ::= [min .. max?], in pages of a memory or elements of a table; up to 2⁶⁴−1 */
export interface Limits {
  readonly min: bigint;
  readonly max: bigint | undefined;
}
/** globaltype ::= shared? mut? valtype, or thread-local. @spec SET Overview.md §Globals */
export interface GlobalType<U = TypeIdx> {
  readonly sharing: 'unshared' | 'shared' | 'thread_local';
  readonly mutable: boolean;
  readonly type: ValType<U>;
}
/** memtype ::= addrtype limits shared? page; a page has 64 Ki bytes */
export interface MemType {
  readonly addr: AddrType;
  readonly limits: Limits;
  readonly shared: boolean;
}
/** tabletype ::= shared? addrtype limits reftype */
export interface TableType<U = TypeIdx> {
  readonly addr: AddrType;
  readonly limits: Limits;
  readonly shared: boolean;
  readonly ref: RefType<U>;
}
/** tagtype ::= typeuse */
export type TagType<U = TypeIdx> = U;
/** externtype ::= tag | global | mem | table | func */
export type ExternType<U = TypeIdx> =
  | { readonly kind: 'func'; readonly type: U }
  | { readonly kind: 'table'; readonly type: TableType<U> }
  | { readonly kind: 'mem'; readonly type: MemType }
  | { readonly kind: 'global'; readonly type: GlobalType<U> }
  | { readonly kind: 'tag'; readonly type: TagType<U> };

/** (ref null? (shared? name)) */
export const absRef = (name: AbsHeapName, nullable = true, shared = false): RefType<never> =>
  ({ kind: 'ref', nullable, heap: { kind: 'abs', shared, name } });
/** (ref null? $x) */
export const idxRef = (x: number, nullable: boolean): RefType => ({ kind: 'ref', nullable, heap: { kind: 'idx', x } });
