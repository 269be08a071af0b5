/**
 * Closed types as text, for messages. A defined type shows as its name in a module or, if it has none, as its definition
 * with the types inside cut short: the text of a recursive type is finite.
 * @module
 */
import type { NameMap } from '../../syntax/modules.ts';
import { idsOf } from '../../syntax/text/identifiers.ts';
import type { PrintUse } from '../../syntax/text/print-types.ts';
import {
  printCompType, printGlobalType, printHeapType, printMemType, printStorageType, printSubType, printTableType,
} from '../../syntax/text/print-types.ts';
import type {
  CompType, ExternType, FuncType, GlobalType, HeapType, MemType, ResultType, StorageType, TableType,
} from '../../syntax/types.ts';
import type { DefType } from './deftypes.ts';

/** What the types of a module are called: an identifier, `$name`, or a type index. */
export type TypeNames = ReadonlyMap<DefType, string>;

/** The names of a module's types; of equivalent types, the first that has an identifier or else the first. */
export const typeNames = (types: readonly DefType[], names: NameMap): TypeNames => {
  const shown = new Map<DefType, string>(), ids = idsOf(names);
  types.forEach((dt, x) => {
    const id = ids.id(x);
    const before = shown.get(dt);
    if (id !== undefined && before?.startsWith('$') !== true) shown.set(dt, id);
    else if (before === undefined) shown.set(dt, String(x));
  });
  return shown;
};

const NO_NAMES: TypeNames = new Map();
/** Definitions inside a definition that has no name are cut off. */
const CUT = 1;

/** How the type uses at a depth are shown. */
const useAt = (names: TypeNames, depth: number): PrintUse<DefType> => (dt) => deftype(dt, names, depth);
const deftype = (dt: DefType, names: TypeNames, depth: number): string =>
  names.get(dt) ?? (depth >= CUT ? '…' : printSubType(dt.sub, useAt(names, depth + 1)));

/** A defined type as `$name`, as its type index, or as its definition. */
export const showDef = (dt: DefType, names: TypeNames = NO_NAMES): string => deftype(dt, names, 0);

/** A heap type, e.g. `struct`, `(shared any)` or `$node`. */
export const showHeap = (ht: HeapType<DefType>, names: TypeNames = NO_NAMES): string => printHeapType(ht, useAt(names, 0));

/** A value or storage type, e.g. `i32`, `funcref` or `(ref null $node)`. */
export const showVal = (zt: StorageType<DefType>, names: TypeNames = NO_NAMES): string => printStorageType(zt, useAt(names, 0));

/** A result type, e.g. `[i32 funcref]`. */
export const showResult = (ts: ResultType<DefType>, names: TypeNames = NO_NAMES): string =>
  `[${ts.map((t) => showVal(t, names)).join(' ')}]`;

/** A function type as the typing rules write it, e.g. `[i32 i32] -> [i64]`. */
export const showFunc = (ft: FuncType<DefType>, names: TypeNames = NO_NAMES): string =>
  `${showResult(ft.params, names)} -> ${showResult(ft.results, names)}`;

/** A composite type, e.g. `(struct (field i32 (mut $node)))`. */
export const showComp = (ct: CompType<DefType>, names: TypeNames = NO_NAMES): string => printCompType(ct, useAt(names, 0));

/** A global type, e.g. `(mut i32)`, `(shared (mut i64))`. */
export const showGlobal = (gt: GlobalType<DefType>, names: TypeNames = NO_NAMES): string => printGlobalType(gt, useAt(names, 0));

/** A memory type, e.g. `i64 1 2 shared`. */
export const showMem: (mt: MemType) => string = printMemType;

/** A table type, e.g. `10 funcref`. */
export const showTable = (tt: TableType<DefType>, names: TypeNames = NO_NAMES): string => printTableType(tt, useAt(names, 0));

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
