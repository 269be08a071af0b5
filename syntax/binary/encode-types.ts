/**
 * Encoding types.
 * @spec core 5.2-binary.types; SS Explainer.md §Binary format; SET Overview.md §Binary format
 * @module
 */
import type { BlockType } from '../instructions.ts';
import type {
  CompType, ExternType, FieldType, GlobalType, HeapType, MemType, RecType, RefType, ResultType, StorageType, SubType, TableType, TagType,
  ValType,
} from '../types.ts';
import { codes, globalFlags, heapCodes, limitsFlags, packTypeCodes, valTypeCodes } from './type-codes.ts';
import { byte, list, s33, u32, u64 } from './writer.ts';
import type { MutableWriter } from './writer.ts';

/** heaptype */
export const heapType = (w: MutableWriter, type: HeapType): void => {
  if (type.kind === 'idx') s33(w, type.x);
  else {
    if (type.shared) byte(w, codes.shared);
    byte(w, heapCodes[type.name]);
  }
};

/** reftype; the short form is that of nullable references to unshared abstract heap types, and no other */
export const refType = (w: MutableWriter, { nullable, heap }: RefType): void => {
  const short = nullable && heap.kind === 'abs' && !heap.shared;
  if (!short) byte(w, nullable ? codes.refNull : codes.ref);
  heapType(w, heap);
};

/** valtype */
export const valType = (w: MutableWriter, type: ValType): void =>
  (typeof type === 'string' ? byte(w, valTypeCodes[type]) : refType(w, type));

/** resulttype */
export const resultType = (w: MutableWriter, types: ResultType): void => list(w, types, valType);

/** blocktype */
export const blockType = (w: MutableWriter, bt: BlockType): void => {
  if (bt.kind === 'idx') s33(w, bt.x);
  else if (bt.type === undefined) byte(w, codes.emptyBlock);
  else valType(w, bt.type);
};

const storageType = (w: MutableWriter, type: StorageType): void =>
  (type === 'i8' || type === 'i16' ? byte(w, packTypeCodes[type]) : valType(w, type));

const fieldType = (w: MutableWriter, { mutable, storage }: FieldType): void => {
  storageType(w, storage);
  byte(w, mutable ? globalFlags.mutable : 0);
};

const compType = (w: MutableWriter, type: CompType): void => {
  byte(w, codes[type.kind]);
  switch (type.kind) {
    case 'func':
      resultType(w, type.params);
      resultType(w, type.results);
      break;
    case 'struct': list(w, type.fields, fieldType); break;
    case 'array': fieldType(w, type.field); break;
    case 'cont': heapType(w, type.type); break;
  }
};

const subType = (w: MutableWriter, { final, supers, shared, comp }: SubType): void => {
  if (!final || supers.length > 0) {
    byte(w, final ? codes.subFinal : codes.sub);
    list(w, supers, (inner, { x }) => u32(inner, x));
  }
  if (shared) byte(w, codes.shared);
  compType(w, comp);
};

/** rectype; a group of one type needs no brackets */
export const recType = (w: MutableWriter, types: RecType): void => {
  const [only] = types;
  if (only !== undefined && types.length === 1) subType(w, only);
  else {
    byte(w, codes.rec);
    list(w, types, subType);
  }
};

/** memtype */
export const memType = (w: MutableWriter, { addr, limits, shared }: MemType): void => {
  const max = limits.max === undefined ? 0 : limitsFlags.max;
  byte(w, max | (shared ? limitsFlags.shared : 0) | (addr === 'i64' ? limitsFlags.i64 : 0));
  u64(w, limits.min);
  if (limits.max !== undefined) u64(w, limits.max);
};

/** tabletype */
export const tableType = (w: MutableWriter, type: TableType): void => {
  refType(w, type.ref);
  memType(w, type);
};

const sharingFlags = { unshared: 0, shared: globalFlags.shared, thread_local: globalFlags.threadLocal } as const;
/** globaltype */
export const globalType = (w: MutableWriter, { sharing, mutable, type }: GlobalType): void => {
  valType(w, type);
  byte(w, sharingFlags[sharing] | (mutable ? globalFlags.mutable : 0));
};

/** tagtype */
export const tagType = (w: MutableWriter, { x }: TagType): void => {
  byte(w, 0x00);
  u32(w, x);
};

/** The codes of the kinds of imports and exports. */
export const externCodes: { readonly [kind in ExternType['kind']]: number } =
  { func: 0x00, table: 0x01, mem: 0x02, global: 0x03, tag: 0x04 };
/** externtype */
export const externType = (w: MutableWriter, type: ExternType): void => {
  byte(w, externCodes[type.kind]);
  switch (type.kind) {
    case 'func': u32(w, type.type.x); break;
    case 'table': tableType(w, type.type); break;
    case 'mem': memType(w, type.type); break;
    case 'global': globalType(w, type.type); break;
    case 'tag': tagType(w, type.type); break;
  }
};
