/**
 * Decoding types.
 * @spec core 5.2-binary.types; SS Explainer.md §Binary format; SET Overview.md §Binary format
 * @module
 */
import type {
  AbsHeapType, CompType, ExternType, FieldType, GlobalType, HeapType, Limits, MemType, RecType, RefType, ResultType, StorageType, SubType,
  TableType, TagType, TypeIdx, ValType,
} from '../types.ts';
import type { BlockType } from '../instructions.ts';
import { byte, failSince, hex, list, peek, s33, skip, typeCode, u32, u64 } from './reader.ts';
import type { MutableReader } from './reader.ts';
import { codes, globalFlags, heapOfCode, limitsFlags, packTypeOfCode, valTypeOfCode } from './type-codes.ts';

const idx = (x: number): TypeIdx => ({ kind: 'idx', x });

/** Is the next type written as a code, not as an index? Indices are not negative as LEB128. */
const isCode = (b: number): boolean => b >= 0x40 && b < 0x80;

const typeIndex = (r: MutableReader, what: string): number => {
  const start = r.at;
  const x = s33(r);
  if (x < 0) failSince(r, start, `malformed ${what}: it is neither a code of one byte nor a type index`);
  return x;
};

const absHeapType = (r: MutableReader, shared: boolean): AbsHeapType => {
  const start = r.at;
  const code = typeCode(r);
  const name = heapOfCode.get(code);
  if (name === undefined) return failSince(r, start, `malformed heap type: ${hex(code)}`);
  return { kind: 'abs', shared, name };
};

/** heaptype */
export const heapType = (r: MutableReader): HeapType => {
  const b = peek(r);
  if (!isCode(b)) return idx(typeIndex(r, 'heap type'));
  if (b !== codes.shared) return absHeapType(r, false);
  skip(r, 1);
  return absHeapType(r, true);
};

/** A reftype whose first code is read: an abstract heap type stands for references to it, null included. */
const refTypeAfter = (r: MutableReader, start: number, code: number, what: string): RefType => {
  if (code === codes.refNull) return { kind: 'ref', nullable: true, heap: heapType(r) };
  if (code === codes.ref) return { kind: 'ref', nullable: false, heap: heapType(r) };
  if (code === codes.shared) return { kind: 'ref', nullable: true, heap: absHeapType(r, true) };
  const name = heapOfCode.get(code);
  if (name === undefined) return failSince(r, start, `malformed ${what}: ${hex(code)}`);
  return { kind: 'ref', nullable: true, heap: { kind: 'abs', shared: false, name } };
};

/** reftype */
export const refType = (r: MutableReader): RefType => {
  const start = r.at;
  return refTypeAfter(r, start, typeCode(r), 'reference type');
};

/** valtype */
export const valType = (r: MutableReader): ValType => {
  const start = r.at;
  const code = typeCode(r);
  return valTypeOfCode.get(code) ?? refTypeAfter(r, start, code, 'value type');
};

/** resulttype */
export const resultType = (r: MutableReader): ResultType => list(r, valType);

/** blocktype */
export const blockType = (r: MutableReader): BlockType => {
  const b = peek(r);
  if (!isCode(b)) return { kind: 'idx', x: typeIndex(r, 'block type') };
  if (b !== codes.emptyBlock) return { kind: 'result', type: valType(r) };
  skip(r, 1);
  return { kind: 'result', type: undefined };
};

const storageType = (r: MutableReader): StorageType => {
  const packed = packTypeOfCode.get(peek(r));
  if (packed === undefined) return valType(r);
  skip(r, 1);
  return packed;
};

const failMutability = (r: MutableReader, flags: number): never => failSince(r, r.at - 1, `malformed mutability: ${hex(flags)}`);

const fieldType = (r: MutableReader): FieldType => {
  const storage = storageType(r);
  const flags = byte(r);
  if (flags > globalFlags.mutable) failMutability(r, flags);
  return { mutable: flags === globalFlags.mutable, storage };
};

const compType = (r: MutableReader): CompType => {
  const start = r.at;
  const code = typeCode(r);
  switch (code) {
    case codes.func: return { kind: 'func', params: resultType(r), results: resultType(r) };
    case codes.struct: return { kind: 'struct', fields: list(r, fieldType) };
    case codes.array: return { kind: 'array', field: fieldType(r) };
    case codes.cont: return { kind: 'cont', type: heapType(r) };
    default: return failSince(r, start, `malformed definition type: ${hex(code)}`);
  }
};

const shareCompType = (r: MutableReader): { readonly shared: boolean; readonly comp: CompType } => {
  const shared = peek(r) === codes.shared;
  if (shared) skip(r, 1);
  return { shared, comp: compType(r) };
};

const subType = (r: MutableReader): SubType => {
  const b = peek(r);
  if (b !== codes.sub && b !== codes.subFinal) return { final: true, supers: [], ...shareCompType(r) };
  skip(r, 1);
  const supers = list(r, u32).map(idx);
  return { final: b === codes.subFinal, supers, ...shareCompType(r) };
};

/** rectype */
export const recType = (r: MutableReader): RecType => {
  if (peek(r) !== codes.rec) return [subType(r)];
  skip(r, 1);
  return list(r, subType);
};

/** Limits with the flags that stand before them. */
interface FlaggedLimits extends MemType {
  readonly limits: Limits;
}
const flaggedLimits = (r: MutableReader): FlaggedLimits => {
  const flags = byte(r);
  const known = limitsFlags.max | limitsFlags.shared | limitsFlags.i64;
  if ((flags & ~known) !== 0) failSince(r, r.at - 1, `malformed limits flags: ${hex(flags)}`);
  const min = u64(r);
  const max = (flags & limitsFlags.max) === 0 ? undefined : u64(r);
  return { addr: (flags & limitsFlags.i64) === 0 ? 'i32' : 'i64', limits: { min, max }, shared: (flags & limitsFlags.shared) !== 0 };
};

/** memtype */
export const memType = (r: MutableReader): MemType => flaggedLimits(r);

/** tabletype */
export const tableType = (r: MutableReader): TableType => {
  const ref = refType(r);
  return { ...flaggedLimits(r), ref };
};

const sharingOfFlags: ReadonlyMap<number, GlobalType['sharing']> =
  new Map([[0, 'unshared'], [globalFlags.shared, 'shared'], [globalFlags.threadLocal, 'thread_local']]);

/** globaltype */
export const globalType = (r: MutableReader): GlobalType => {
  const type = valType(r);
  const flags = byte(r);
  const sharing = sharingOfFlags.get(flags & ~globalFlags.mutable);
  if (sharing === undefined) return failMutability(r, flags);
  return { sharing, mutable: (flags & globalFlags.mutable) !== 0, type };
};

/** tagtype */
export const tagType = (r: MutableReader): TagType => {
  const attribute = byte(r);
  if (attribute !== 0) failSince(r, r.at - 1, `zero byte expected, not ${hex(attribute)}`);
  return idx(u32(r));
};

/** externtype */
export const externType = (r: MutableReader): ExternType => {
  const kind = byte(r);
  switch (kind) {
    case 0x00: return { kind: 'func', type: idx(u32(r)) };
    case 0x01: return { kind: 'table', type: tableType(r) };
    case 0x02: return { kind: 'mem', type: memType(r) };
    case 0x03: return { kind: 'global', type: globalType(r) };
    case 0x04: return { kind: 'tag', type: tagType(r) };
    default: return failSince(r, r.at - 1, `malformed import kind: ${hex(kind)}`);
  }
};
