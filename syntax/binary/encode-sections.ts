/**
 * Encoding the entries of sections.
 * @spec core 5.4-binary.modules; SET Overview.md §Binary format
 * @module
 */
import type { Data, Elem, Export, Func, Global, Import, Mem, Start, Table, Tag, TypeDef } from '../modules.ts';
import type { RefType, ValType } from '../types.ts';
import { codeAt, constExpr, expr } from './encode-instructions.ts';
import type { MutableCode } from './encode-instructions.ts';
import { externCodes, externType, globalType, memType, recType, refType, tableType, tagType, valType } from './encode-types.ts';
import { dataFlags, elemExprType, elemFlags, elemFuncType, EXPLICIT_TABLE } from './section-codes.ts';
import { byte, bytes, list, name, sized, u32 } from './writer.ts';
import type { MutableWriter } from './writer.ts';

/** type */
export const typeDef = (w: MutableWriter, { rec }: TypeDef): void => recType(w, rec);

/** import */
export const importEntry = (w: MutableWriter, entry: Import): void => {
  name(w, entry.module);
  name(w, entry.name);
  externType(w, entry.type);
};

/** table */
export const table = (w: MutableWriter, { type, init }: Table): void => {
  if (init !== undefined) {
    byte(w, EXPLICIT_TABLE);
    byte(w, 0x00);
  }
  tableType(w, type);
  if (init !== undefined) constExpr(w, init);
};

/** mem */
export const mem = (w: MutableWriter, { type }: Mem): void => memType(w, type);

/** tag */
export const tag = (w: MutableWriter, { type }: Tag): void => tagType(w, type);

/** global */
export const global = (w: MutableWriter, { type, init }: Global): void => {
  globalType(w, type);
  constExpr(w, init);
};

/** export */
export const exportEntry = (w: MutableWriter, { name: text, desc }: Export): void => {
  name(w, text);
  byte(w, externCodes[desc.kind]);
  u32(w, desc.x);
};

/** start */
export const startEntry = (w: MutableWriter, { x }: Start): void => u32(w, x);

const isUnsharedFunc = ({ nullable, heap }: RefType, wanted: RefType): boolean =>
  nullable === wanted.nullable && heap.kind === 'abs' && heap.name === 'func' && !heap.shared;
/** The functions that a segment lists; undefined if it has other expressions or is of another type. */
const functionsOf = ({ type, init }: Elem): readonly number[] | undefined => {
  if (!isUnsharedFunc(type, elemFuncType)) return undefined;
  const functions: number[] = [];
  for (const [instr, ...more] of init) {
    if (instr?.op !== 'ref.func' || more.length > 0) return undefined;
    functions.push(instr.x);
  }
  return functions;
};

const modeFlags = ({ mode, type }: Elem, functions: boolean): number => {
  if (mode.kind === 'declare') return elemFlags.declare;
  if (mode.kind === 'passive') return elemFlags.passive;
  return mode.x === 0 && (functions || isUnsharedFunc(type, elemExprType)) ? 0 : elemFlags.explicit;
};

const FUNC_KIND = 0x00;
/** elem */
export const elem = (w: MutableWriter, entry: Elem): void => {
  const functions = functionsOf(entry);
  const mode = modeFlags(entry, functions !== undefined);
  u32(w, mode | (functions === undefined ? elemFlags.exprs : 0) | (entry.shared ? elemFlags.shared : 0));
  if (mode === elemFlags.explicit && entry.mode.kind === 'active') u32(w, entry.mode.x);
  if (entry.mode.kind === 'active') constExpr(w, entry.mode.offset);
  if (functions !== undefined) {
    if (mode !== 0) byte(w, FUNC_KIND);
    list(w, functions, u32);
  } else {
    if (mode !== 0) refType(w, entry.type);
    list(w, entry.init, constExpr);
  }
};

/** data */
export const data = (w: MutableWriter, { bytes: content, mode, shared }: Data): void => {
  const flags = mode.kind === 'passive' ? dataFlags.passive : mode.x === 0 ? 0 : dataFlags.explicit;
  u32(w, flags | (shared ? dataFlags.shared : 0));
  if (mode.kind === 'active') {
    if (mode.x !== 0) u32(w, mode.x);
    constExpr(w, mode.offset);
  }
  bytes(w, content);
};

const sameHeap = (a: RefType['heap'], b: RefType['heap']): boolean =>
  (a.kind === 'idx' ? b.kind === 'idx' && a.x === b.x : b.kind === 'abs' && a.name === b.name && a.shared === b.shared);
const sameType = (a: ValType, b: ValType): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && a.nullable === b.nullable && sameHeap(a.heap, b.heap));

const locals = (w: MutableWriter, types: readonly ValType[]): void => {
  const groups: { n: number; readonly type: ValType }[] = [];
  for (const type of types) {
    const last = groups.at(-1);
    if (last !== undefined && sameType(last.type, type)) last.n++;
    else groups.push({ n: 1, type });
  }
  list(w, groups, (inner, { n, type }) => {
    u32(inner, n);
    valType(inner, type);
  });
};

/** A function without its type. Returns what its code was found to have. */
export const code = (w: MutableWriter, func: Func): MutableCode => {
  const found = codeAt(w.size);
  sized(w, (body) => {
    locals(body, func.locals);
    expr(body, func.body, found);
  });
  return found;
};
