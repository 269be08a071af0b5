/**
 * Decoding the entries of sections.
 * @spec core 5.4-binary.modules; SET Overview.md §Binary format
 * @module
 */
import { fail } from '../text/failure.ts';
import type { Expr } from '../instructions.ts';
import type { Data, Elem, Export, ExternIdx, Global, Import, Mem, Start, Table, Tag, TypeDef } from '../modules.ts';
import type { RefType, ValType } from '../types.ts';
import { codeAt, constExpr, expr } from './decode-instructions.ts';
import type { MutableCode } from './decode-instructions.ts';
import { externType, globalType, memType, recType, refType, tableType, tagType, valType } from './decode-types.ts';
import { byte, bytes, failSince, hex, length, list, name, peek, skip, spanFrom, u32 } from './reader.ts';
import type { MutableReader } from './reader.ts';
import { dataFlags, elemExprType, elemFlags, elemFuncType, EXPLICIT_TABLE } from './section-codes.ts';

/** type */
export const typeDef = (r: MutableReader): TypeDef => {
  const start = r.at;
  return { rec: recType(r), at: spanFrom(r, start) };
};

/** import */
export const importEntry = (r: MutableReader): Import => {
  const start = r.at;
  return { module: name(r), name: name(r), type: externType(r), at: spanFrom(r, start) };
};

/** table */
export const table = (r: MutableReader): Table => {
  const start = r.at;
  if (peek(r) !== EXPLICIT_TABLE) return { type: tableType(r), init: undefined, at: spanFrom(r, start) };
  skip(r, 1);
  const reserved = byte(r);
  if (reserved !== 0) failSince(r, r.at - 1, `zero byte expected, not ${hex(reserved)}`);
  return { type: tableType(r), init: constExpr(r), at: spanFrom(r, start) };
};

/** mem */
export const mem = (r: MutableReader): Mem => {
  const start = r.at;
  return { type: memType(r), at: spanFrom(r, start) };
};

/** tag */
export const tag = (r: MutableReader): Tag => {
  const start = r.at;
  return { type: tagType(r), at: spanFrom(r, start) };
};

/** global */
export const global = (r: MutableReader): Global => {
  const start = r.at;
  return { type: globalType(r), init: constExpr(r), at: spanFrom(r, start) };
};

const externKinds: readonly ExternIdx['kind'][] = ['func', 'table', 'mem', 'global', 'tag'];
/** export */
export const exportEntry = (r: MutableReader): Export => {
  const start = r.at;
  const text = name(r);
  const code = byte(r);
  const kind = externKinds[code];
  if (kind === undefined) return failSince(r, r.at - 1, `malformed export kind: ${hex(code)}`);
  return { name: text, desc: { kind, x: u32(r) }, at: spanFrom(r, start) };
};

/** start */
export const startEntry = (r: MutableReader): Start => {
  const start = r.at;
  return { x: u32(r), at: spanFrom(r, start) };
};

/** A function index in an element segment, which stands for a reference to it. */
const funcElement = (r: MutableReader): Expr => {
  const start = r.at;
  return [{ op: 'ref.func', x: u32(r), at: spanFrom(r, start) }];
};

const elemMode = (r: MutableReader, flags: number): Elem['mode'] => {
  if ((flags & elemFlags.mode) === elemFlags.declare) return { kind: 'declare' };
  if ((flags & elemFlags.passive) !== 0) return { kind: 'passive' };
  const x = (flags & elemFlags.explicit) === 0 ? 0 : u32(r);
  return { kind: 'active', x, offset: constExpr(r) };
};

const elemKind = (r: MutableReader): RefType => {
  const kind = byte(r);
  if (kind !== 0) failSince(r, r.at - 1, `malformed element kind: ${hex(kind)}`);
  return elemFuncType;
};

/** elem */
export const elem = (r: MutableReader): Elem => {
  const start = r.at;
  const flags = u32(r);
  if (flags >= elemFlags.end) failSince(r, start, `malformed elements segment kind: ${hex(flags)}`);
  const mode = elemMode(r, flags);
  const typed = (flags & elemFlags.mode) !== 0, shared = (flags & elemFlags.shared) !== 0;
  if ((flags & elemFlags.exprs) === 0) {
    return { type: typed ? elemKind(r) : elemFuncType, init: list(r, funcElement), mode, shared, at: spanFrom(r, start) };
  }
  return { type: typed ? refType(r) : elemExprType, init: list(r, constExpr), mode, shared, at: spanFrom(r, start) };
};

/** data */
export const data = (r: MutableReader): Data => {
  const start = r.at;
  const flags = u32(r);
  const kind = flags & ~dataFlags.shared;
  if (kind > dataFlags.explicit || kind < 0) failSince(r, start, `malformed data segment kind: ${hex(flags)}`);
  const x = kind === dataFlags.explicit ? u32(r) : 0;
  const mode: Data['mode'] = kind === dataFlags.passive ? { kind: 'passive' } : { kind: 'active', x, offset: constExpr(r) };
  return { bytes: bytes(r), mode, shared: (flags & dataFlags.shared) !== 0, at: spanFrom(r, start) };
};

/** The locals that all functions of a module may still declare: an entry of few bytes declares up to 2³². */
export interface MutableBudget {
  locals: number;
}
/** The most locals of one function, and of all functions of a module together, that the decoder reads. */
const LOCALS_OF_FUNCTION = 50_000, LOCALS_OF_MODULE = 10_000_000;
/** The budget of a module. */
export const fullBudget = (): MutableBudget => ({ locals: LOCALS_OF_MODULE });

const locals = (r: MutableReader, budget: MutableBudget): readonly ValType[] => {
  const start = r.at;
  const groups = list(r, (entry) => ({ n: u32(entry), type: valType(entry) }));
  const total = groups.reduce((sum, { n }) => sum + n, 0);
  if (total >= 2 ** 32) failSince(r, start, `too many locals: ${total}, and a function has less than 2^32`);
  if (total > LOCALS_OF_FUNCTION) failSince(r, start, `too many locals: ${total}, and this decoder reads at most ${LOCALS_OF_FUNCTION}`);
  budget.locals -= total;
  if (budget.locals < 0) failSince(r, start, `too many locals: this decoder reads at most ${LOCALS_OF_MODULE} in all functions`);
  const types: ValType[] = [];
  for (const { n, type } of groups) for (let i = 0; i < n; i++) types.push(type);
  return types;
};

/** code: a function without its type */
export interface Code {
  readonly locals: readonly ValType[];
  readonly body: Expr;
  readonly at: { readonly start: number; readonly end: number };
  /** the first use of a data segment */
  readonly usesData: MutableCode['usesData'];
}
/** code */
export const code = (r: MutableReader, budget: MutableBudget, hints: Map<number, boolean>): Code => {
  const size = length(r);
  const start = r.at;
  const types = locals(r, budget);
  const found = codeAt(start, hints);
  const body = expr(r, found);
  const at = spanFrom(r, start);
  if (r.at !== start + size) fail(at, `section size mismatch: the size of the function is ${size} bytes, its code takes ${r.at - start}`);
  return { locals: types, body, at, usesData: found.usesData };
};
