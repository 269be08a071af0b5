/**
 * Types.
 * @spec core 6.2-text.types; SET Overview.md §Globals, §Heap Types; SS Explainer.md §Types
 * @module
 */
import type {
  AbsHeapName, AddrType, CompType, FieldType, FuncType, GlobalType, HeapType, Limits, MemType, NumType, PackType, RefType, ResultType,
  StorageType, SubType, TableType, TypeIdx, ValType, VecType,
} from '../types.ts';
import { absRef } from '../types.ts';
import type { MutableCursor } from './cursor.ts';
import { close, isList, kindOf, spanFrom, takeList, takeText, takeWord, textOf, unexpected } from './cursor.ts';
import { fail } from './failure.ts';
import { unsignedLiteral } from './literals.ts';
import type { Binding, MutableModule } from './module-state.ts';
import { takeBinding } from './module-state.ts';
import { bind, isIndex, space, takeIndex } from './spaces.ts';

const bySpelling = <T extends string>(names: readonly T[]): ReadonlyMap<string, T> => new Map(names.map((name) => [name, name]));
const ABSTRACT: ReadonlyMap<string, AbsHeapName> = bySpelling([
  'any', 'eq', 'i31', 'struct', 'array', 'none', 'func', 'nofunc', 'exn', 'noexn', 'extern', 'noextern', 'cont', 'nocont', 'waitqueue',
  'nowaitqueue',
]);
const NUMBERS: ReadonlyMap<string, NumType | VecType> = bySpelling(['i32', 'i64', 'f32', 'f64', 'v128']);
const PACKED: ReadonlyMap<string, PackType> = bySpelling(['i8', 'i16']);
/** What `(ref null …)` is abbreviated to. */
const ABBREVIATIONS: ReadonlyMap<string, AbsHeapName> = new Map<string, AbsHeapName>([
  ['anyref', 'any'], ['eqref', 'eq'], ['i31ref', 'i31'], ['structref', 'struct'], ['arrayref', 'array'], ['nullref', 'none'],
  ['funcref', 'func'], ['nullfuncref', 'nofunc'], ['exnref', 'exn'], ['nullexnref', 'noexn'], ['externref', 'extern'],
  ['nullexternref', 'noextern'], ['contref', 'cont'], ['nullcontref', 'nocont'],
]);

/** Reads the word if a table has it. */
const takeOf = <T>(p: MutableCursor, table: ReadonlyMap<string, T>): T | undefined => {
  if (kindOf(p) !== 'keyword') return undefined;
  const found = table.get(textOf(p));
  if (found !== undefined) p.next++;
  return found;
};

/** Reads the name of an abstract heap type if one comes next. */
export const takeAbsHeapName = (p: MutableCursor): AbsHeapName | undefined => takeOf(p, ABSTRACT);

const HEAP = 'a heap type';
/** `heaptype` */
export const takeHeapType = (p: MutableCursor, m: MutableModule, expected: string = HEAP): HeapType => {
  const name = takeAbsHeapName(p);
  if (name !== undefined) return { kind: 'abs', shared: false, name };
  if (takeList(p, 'shared')) {
    const inner = takeAbsHeapName(p) ?? unexpected(p, 'an abstract heap type');
    close(p, ')');
    return { kind: 'abs', shared: true, name: inner };
  }
  return isIndex(p) ? { kind: 'idx', x: takeIndex(p, m.spaces.types) } : unexpected(p, expected);
};

/** Does a reference type come next? */
export const isRefType = (p: MutableCursor): boolean =>
  isList(p, 'ref') || isList(p, 'shared') || (kindOf(p) === 'keyword' && ABBREVIATIONS.has(textOf(p)));
/** `reftype`, with `(shared funcref)` as a shorthand like `funcref` */
export const takeRefType = (p: MutableCursor, m: MutableModule, expected = 'a reference type'): RefType => {
  const name = takeOf(p, ABBREVIATIONS);
  if (name !== undefined) return absRef(name);
  if (takeList(p, 'ref')) {
    const nullable = takeWord(p, 'null');
    const heap = takeHeapType(p, m);
    close(p, ')');
    return { kind: 'ref', nullable, heap };
  }
  if (!takeList(p, 'shared')) return unexpected(p, expected);
  const shared = takeOf(p, ABBREVIATIONS) ?? unexpected(p, 'the name of a reference type');
  close(p, ')');
  return absRef(shared, true, true);
};

/** `valtype` */
export const takeValType = (p: MutableCursor, m: MutableModule, expected = 'a value type'): ValType =>
  takeOf(p, NUMBERS) ?? takeRefType(p, m, expected);
/** `valtype*)` */
const takeValTypes = (p: MutableCursor, m: MutableModule, into: ValType[]): void => {
  while (kindOf(p) !== ')') into.push(takeValType(p, m, 'a value type or )'));
  p.next++;
};

/** What is done with a parameter or local once its identifier is read. */
export type Bind = (binding: Binding) => void;
/**
 * The rest of `(param …)` or `(local …)`: one type with an identifier or a name, or any number without. Identifiers are
 * refused unless something is to be done with them.
 */
export const takeDeclared = (p: MutableCursor, m: MutableModule, into: ValType[], bindOne: Bind | undefined): void => {
  if (bindOne === undefined) { takeValTypes(p, m, into); return; }
  const binding = takeBinding(p, m);
  if (binding.name === undefined) {
    const before = into.length;
    takeValTypes(p, m, into);
    for (let i = before; i < into.length; i++) bindOne(binding);
    return;
  }
  bindOne(binding);
  into.push(takeValType(p, m));
  close(p, ') after the one type of what has a name');
};
/** `(param …)*` */
export const takeParams = (p: MutableCursor, m: MutableModule, bindOne: Bind | undefined): ResultType => {
  const types: ValType[] = [];
  while (takeList(p, 'param')) takeDeclared(p, m, types, bindOne);
  return types;
};
/** `(result …)*` */
export const takeResults = (p: MutableCursor, m: MutableModule): ResultType => {
  const types: ValType[] = [];
  while (takeList(p, 'result')) takeValTypes(p, m, types);
  return types;
};
const takeFuncType = (p: MutableCursor, m: MutableModule): FuncType => {
  // The names of the parameters of a type mean nothing.
  const params = takeParams(p, m, () => undefined);
  return { kind: 'func', params, results: takeResults(p, m) };
};

const takeStorageType = (p: MutableCursor, m: MutableModule): StorageType => takeOf(p, PACKED) ?? takeValType(p, m, 'a storage type');
const takeFieldType = (p: MutableCursor, m: MutableModule): FieldType => {
  if (!takeList(p, 'mut')) return { mutable: false, storage: takeStorageType(p, m) };
  const storage = takeStorageType(p, m);
  close(p, ')');
  return { mutable: true, storage };
};
/** `(field …)*`; their identifiers belong to the type with index `x` */
const takeFields = (p: MutableCursor, m: MutableModule, x: number): readonly FieldType[] => {
  const types: FieldType[] = [];
  const names = space('field');
  m.fields.set(x, names);
  while (takeList(p, 'field')) {
    const { id, name } = takeBinding(p, m);
    if (name !== undefined) {
      bind(p, names, id, name);
      types.push(takeFieldType(p, m));
    } else {
      for (; kindOf(p) !== ')'; names.count++) types.push(takeFieldType(p, m));
    }
    close(p, ')');
  }
  return types;
};

const takeTypeIdx = (p: MutableCursor, m: MutableModule): TypeIdx => ({ kind: 'idx', x: takeIndex(p, m.spaces.types) });
/** A composite type without its sharedness; the definition with index `x` */
const takeCompType = (p: MutableCursor, m: MutableModule, x: number): CompType => {
  let type: CompType;
  if (takeList(p, 'func')) type = takeFuncType(p, m);
  else if (takeList(p, 'struct')) type = { kind: 'struct', fields: takeFields(p, m, x) };
  else if (takeList(p, 'array')) type = { kind: 'array', field: takeFieldType(p, m) };
  else if (takeList(p, 'cont')) type = { kind: 'cont', type: takeHeapType(p, m, 'the index or identifier of a type') };
  else return unexpected(p, '(func …), (struct …), (array …), (cont …) or one of them in (shared …)');
  close(p, ')');
  return type;
};
const takeShared = (p: MutableCursor, m: MutableModule, x: number): Pick<SubType, 'shared' | 'comp'> => {
  if (!takeList(p, 'shared')) return { shared: false, comp: takeCompType(p, m, x) };
  const comp = takeCompType(p, m, x);
  close(p, ')');
  return { shared: true, comp };
};
/** `subtype`; the definition with index `x` */
export const takeSubType = (p: MutableCursor, m: MutableModule, x: number): SubType => {
  if (!takeList(p, 'sub')) return { final: true, supers: [], ...takeShared(p, m, x) };
  const final = takeWord(p, 'final');
  const supers: TypeIdx[] = [];
  while (isIndex(p)) supers.push(takeTypeIdx(p, m));
  const type = takeShared(p, m, x);
  close(p, ')');
  return { final, supers, ...type };
};

/** `addrtype`, where nothing is `i32` */
export const takeAddrType = (p: MutableCursor): AddrType => {
  if (takeWord(p, 'i64')) return 'i64';
  takeWord(p, 'i32');
  return 'i32';
};
const takeU64 = (p: MutableCursor, expected: string): bigint => {
  const first = p.next;
  const literal = takeText(p, ['nat'], expected);
  return unsignedLiteral(literal, 64) ?? fail(spanFrom(p, first), `i64 constant out of range: ${literal}, expected ${expected} below 2^64`);
};
const takeLimits = (p: MutableCursor): Limits => {
  const min = takeU64(p, 'the least size');
  return { min, max: kindOf(p) === 'nat' ? takeU64(p, 'the greatest size') : undefined };
};
/** `memtype`, with `shared` before or after it */
export const takeMemType = (p: MutableCursor): MemType => {
  const before = takeWord(p, 'shared');
  const addr = takeAddrType(p), limits = takeLimits(p);
  return { addr, limits, shared: takeWord(p, 'shared') || before };
};
/** `tabletype` */
export const takeTableType = (p: MutableCursor, m: MutableModule): TableType => {
  const shared = takeWord(p, 'shared');
  const addr = takeAddrType(p), limits = takeLimits(p);
  return { addr, limits, shared, ref: takeRefType(p, m) };
};

const SHARINGS = ['shared', 'thread_local'] as const;
/** `globaltype` */
export const takeGlobalType = (p: MutableCursor, m: MutableModule): GlobalType => {
  const sharing = SHARINGS.find((word) => takeList(p, word)) ?? 'unshared';
  const wrapped = takeList(p, 'mut');
  const mutable = wrapped || (sharing !== 'unshared' && takeWord(p, 'mut'));
  const type = takeValType(p, m, sharing === 'unshared' ? 'a global type' : 'a value type, mut or (mut …)');
  if (wrapped) close(p, ')');
  if (sharing !== 'unshared') close(p, ')');
  return { sharing, mutable, type };
};
