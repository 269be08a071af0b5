/**
 * Closed types as text, for messages. A defined type shows as its name in a module or, if it has none, as its definition
 * with the types inside cut short: the text of a recursive type is finite.
 * @module
 */
import type { NameMap } from '../../syntax/modules.ts';
import type {
  AbsHeapName, CompType, ExternType, FieldType, FuncType, GlobalType, HeapType, Limits, MemType, RefType, ResultType, StorageType,
  TableType,
} from '../../syntax/types.ts';
import type { DefType } from './deftypes.ts';

/** What the types of a module are called: an identifier, `$name`, or a type index. */
export type TypeNames = ReadonlyMap<DefType, string>;

/** The names of a module's types; of equivalent types, the first that has an identifier or else the first. */
export const typeNames = (types: readonly DefType[], names: NameMap): TypeNames => {
  const shown = new Map<DefType, string>();
  types.forEach((dt, x) => {
    const name = names.get(x);
    const before = shown.get(dt);
    if (name !== undefined && before?.startsWith('$') !== true) shown.set(dt, `$${name}`);
    else if (before === undefined) shown.set(dt, String(x));
  });
  return shown;
};

const NO_NAMES: TypeNames = new Map();
/** Definitions inside a definition that has no name are cut off. */
const CUT = 1;

/** The shorthands for `(ref null ht)`. */
const shorthands: { readonly [name in AbsHeapName]?: string } = {
  any: 'anyref', eq: 'eqref', i31: 'i31ref', struct: 'structref', array: 'arrayref', none: 'nullref',
  func: 'funcref', nofunc: 'nullfuncref', exn: 'exnref', noexn: 'nullexnref', extern: 'externref', noextern: 'nullexternref',
  cont: 'contref', nocont: 'nullcontref',
};

const deftype = (dt: DefType, names: TypeNames, depth: number): string =>
  names.get(dt) ?? (depth >= CUT ? '…' : subtype(dt, names, depth + 1));

const heaptype = (ht: HeapType<DefType>, names: TypeNames, depth: number): string =>
  ht.kind === 'def' ? deftype(ht, names, depth) : ht.shared ? `(shared ${ht.name})` : ht.name;

const reftype = (rt: RefType<DefType>, names: TypeNames, depth: number): string => {
  const short = rt.nullable && rt.heap.kind === 'abs' && !rt.heap.shared ? shorthands[rt.heap.name] : undefined;
  return short ?? `(ref ${rt.nullable ? 'null ' : ''}${heaptype(rt.heap, names, depth)})`;
};

const storagetype = (zt: StorageType<DefType>, names: TypeNames, depth: number): string =>
  typeof zt === 'string' ? zt : reftype(zt, names, depth);

const fieldtype = (ft: FieldType<DefType>, names: TypeNames, depth: number): string => {
  const zt = storagetype(ft.storage, names, depth);
  return ft.mutable ? `(mut ${zt})` : zt;
};

const clause = (head: string, items: readonly string[]): string => items.length === 0 ? '' : ` (${head} ${items.join(' ')})`;

const comptype = (ct: CompType<DefType>, names: TypeNames, depth: number): string => {
  const ofValues = (ts: ResultType<DefType>): readonly string[] => ts.map((t) => storagetype(t, names, depth));
  switch (ct.kind) {
    case 'struct': return `(struct${clause('field', ct.fields.map((ft) => fieldtype(ft, names, depth)))})`;
    case 'array': return `(array ${fieldtype(ct.field, names, depth)})`;
    case 'func': return `(func${clause('param', ofValues(ct.params))}${clause('result', ofValues(ct.results))})`;
    case 'cont': return `(cont ${heaptype(ct.type, names, depth)})`;
  }
};

const subtype = (dt: DefType, names: TypeNames, depth: number): string => {
  const { final, supers, shared, comp } = dt.sub;
  const body = shared ? `(shared ${comptype(comp, names, depth)})` : comptype(comp, names, depth);
  if (final && supers.length === 0) return body;
  return `(sub ${[...(final ? ['final'] : []), ...supers.map((sup) => deftype(sup, names, depth)), body].join(' ')})`;
};

/** A defined type as `$name`, as its type index, or as its definition. */
export const showDef = (dt: DefType, names: TypeNames = NO_NAMES): string => deftype(dt, names, 0);

/** A heap type, e.g. `struct`, `(shared any)` or `$node`. */
export const showHeap = (ht: HeapType<DefType>, names: TypeNames = NO_NAMES): string => heaptype(ht, names, 0);

/** A value or storage type, e.g. `i32`, `funcref` or `(ref null $node)`. */
export const showVal = (zt: StorageType<DefType>, names: TypeNames = NO_NAMES): string => storagetype(zt, names, 0);

/** A result type, e.g. `[i32 funcref]`. */
export const showResult = (ts: ResultType<DefType>, names: TypeNames = NO_NAMES): string =>
  `[${ts.map((t) => showVal(t, names)).join(' ')}]`;

/** A function type as the typing rules write it, e.g. `[i32 i32] -> [i64]`. */
export const showFunc = (ft: FuncType<DefType>, names: TypeNames = NO_NAMES): string =>
  `${showResult(ft.params, names)} -> ${showResult(ft.results, names)}`;

/** A composite type, e.g. `(struct (field i32 (mut $node)))`. */
export const showComp = (ct: CompType<DefType>, names: TypeNames = NO_NAMES): string => comptype(ct, names, 0);

const limits = (lim: Limits): string => lim.max === undefined ? String(lim.min) : `${lim.min.toString()} ${lim.max.toString()}`;
const words = (...parts: readonly (string | false)[]): string => parts.filter((part) => part !== false).join(' ');

/** A global type, e.g. `(mut i32)`, `(shared (mut i64))`. */
export const showGlobal = (gt: GlobalType<DefType>, names: TypeNames = NO_NAMES): string => {
  const t = gt.mutable ? `(mut ${showVal(gt.type, names)})` : showVal(gt.type, names);
  return gt.sharing === 'unshared' ? t : `(${gt.sharing} ${t})`;
};

/** A memory type, e.g. `i64 1 2 shared`. */
export const showMem = (mt: MemType): string => words(mt.addr === 'i64' && 'i64', limits(mt.limits), mt.shared && 'shared');

/** A table type, e.g. `10 funcref`. */
export const showTable = (tt: TableType<DefType>, names: TypeNames = NO_NAMES): string =>
  words(tt.shared && 'shared', tt.addr === 'i64' && 'i64', limits(tt.limits), showVal(tt.ref, names));

/** An external type, e.g. `(global (mut i32))`. */
export const showExtern = (xt: ExternType<DefType>, names: TypeNames = NO_NAMES): string => {
  switch (xt.kind) {
    case 'func': return `(func ${showDef(xt.type, names)})`;
    case 'tag': return `(tag ${showDef(xt.type, names)})`;
    case 'global': return `(global ${showGlobal(xt.type, names)})`;
    case 'mem': return `(memory ${showMem(xt.type)})`;
    case 'table': return `(table ${showTable(xt.type, names)})`;
  }
};
