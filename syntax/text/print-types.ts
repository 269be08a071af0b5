/**
 * How types are written. Type uses are written by a function: as indices or identifiers of a module, or however closed
 * types are shown.
 * @spec core text/types.rst
 * @spec SET Overview.md §`shared` Annotations
 * @module
 */
import type {
  AbsHeapName, AbsHeapType, AddrType, CompType, FieldType, FuncType, GlobalType, HeapType, Limits, MemType, RefType, ResultType,
  StorageType, SubType, TableType, ValType,
} from '../types.ts';

/** How a type use is written: `$t` or `3`. */
export type PrintUse<U> = (use: U) => string;
/** Every type use tells itself from an abstract heap type. */
interface Use {
  readonly kind: string;
}

const abbreviations: Readonly<Record<AbsHeapName, string | undefined>> = {
  any: 'anyref', eq: 'eqref', i31: 'i31ref', struct: 'structref', array: 'arrayref', none: 'nullref',
  func: 'funcref', nofunc: 'nullfuncref', exn: 'exnref', noexn: 'nullexnref', extern: 'externref', noextern: 'nullexternref',
  cont: 'contref', nocont: 'nullcontref', waitqueue: undefined, nowaitqueue: undefined,
};

const isAbs = (heap: Use): heap is AbsHeapType => heap.kind === 'abs';
const isRef = <U>(type: StorageType<U>): type is RefType<U> => typeof type === 'object';
const parens = (...words: readonly string[]): string => `(${words.filter((word) => word !== '').join(' ')})`;

/** `func`, `(shared func)`, or a type use. */
export const printHeapType = <U extends Use>(heap: HeapType<U>, use: PrintUse<U>): string => {
  if (!isAbs(heap)) return use(heap);
  return heap.shared ? parens('shared', heap.name) : heap.name;
};

/** `(ref null? heaptype)`, abbreviated where the specification has a word for it. */
export const printRefType = <U extends Use>(type: RefType<U>, use: PrintUse<U>): string => {
  const short = isAbs(type.heap) && !type.heap.shared && type.nullable ? abbreviations[type.heap.name] : undefined;
  return short ?? parens('ref', type.nullable ? 'null' : '', printHeapType(type.heap, use));
};

/** A value type, or a packed one. */
export const printStorageType = <U extends Use>(type: StorageType<U>, use: PrintUse<U>): string =>
  isRef(type) ? printRefType(type, use) : type;

/** A value type. */
export const printValType = <U extends Use>(type: ValType<U>, use: PrintUse<U>): string => printStorageType(type, use);

/** `(param t*)`, `(result t*)`, `(local t*)`; nothing for no types. */
export const printClause = <U extends Use>(head: string, types: ResultType<U>, use: PrintUse<U>): string =>
  types.length === 0 ? '' : parens(head, ...types.map((type) => printValType(type, use)));

/** The parameters and results of a function, as they follow `func` or a type use. */
export const printSignature = <U extends Use>(type: FuncType<U>, use: PrintUse<U>): string =>
  [printClause('param', type.params, use), printClause('result', type.results, use)].filter((clause) => clause !== '').join(' ');

/** `t` or `(mut t)`. */
export const printFieldType = <U extends Use>(type: FieldType<U>, use: PrintUse<U>): string =>
  type.mutable ? parens('mut', printStorageType(type.storage, use)) : printStorageType(type.storage, use);

/**
 * One clause for each item that has an identifier, and one for each run of others: `(param $x i32) (param i32 i64)`. `id`
 * gives the identifier, or an empty word.
 */
export const printClauses = (head: string, items: readonly string[], id: (i: number) => string): readonly string[] => {
  const clauses: (readonly string[])[] = [];
  let run: string[] | undefined;
  items.forEach((item, i) => {
    const itemId = id(i);
    if (itemId !== '') {
      clauses.push([itemId, item]);
      run = undefined;
    } else if (run === undefined) clauses.push(run = [item]);
    else run.push(item);
  });
  return clauses.map((clause) => parens(head, ...clause));
};

/** A composite type; `fieldId` gives the identifier of a field of a structure, or an empty word. */
export const printCompType = <U extends Use>(comp: CompType<U>, use: PrintUse<U>, fieldId: (i: number) => string = () => ''): string => {
  switch (comp.kind) {
    case 'func': return parens('func', printSignature(comp, use));
    case 'struct': return parens('struct', ...printClauses('field', comp.fields.map((field) => printFieldType(field, use)), fieldId));
    case 'array': return parens('array', printFieldType(comp.field, use));
    case 'cont': return parens('cont', printHeapType(comp.type, use));
  }
};

/** A subtype; `sub` is left out for a final type without supertypes. */
export const printSubType = <U extends Use>(type: SubType<U>, use: PrintUse<U>, fieldId?: (i: number) => string): string => {
  const comp = printCompType(type.comp, use, fieldId);
  const shared = type.shared ? parens('shared', comp) : comp;
  if (type.final && type.supers.length === 0) return shared;
  return parens('sub', type.final ? 'final' : '', ...type.supers.map(use), shared);
};

const printAddr = (addr: AddrType): string => (addr === 'i32' ? '' : addr);
const printLimits = ({ min, max }: Limits): string => (max === undefined ? String(min) : `${min} ${max}`);
const words = (...all: readonly string[]): string => all.filter((word) => word !== '').join(' ');

/** `i64? min max? shared?` */
export const printMemType = (type: MemType): string => words(printAddr(type.addr), printLimits(type.limits), type.shared ? 'shared' : '');

/** `shared? i64? min max? reftype` */
export const printTableType = <U extends Use>(type: TableType<U>, use: PrintUse<U>): string =>
  words(type.shared ? 'shared' : '', printAddr(type.addr), printLimits(type.limits), printRefType(type.ref, use));

/** `t`, `(mut t)`, `(shared (mut t))`, `(thread_local (mut t))`. */
export const printGlobalType = <U extends Use>(type: GlobalType<U>, use: PrintUse<U>): string => {
  const inner = type.mutable ? parens('mut', printValType(type.type, use)) : printValType(type.type, use);
  return type.sharing === 'unshared' ? inner : parens(type.sharing, inner);
};
