/**
 * Encoding instructions. Blocks that are open are kept in a list: nesting may be as deep as memory allows.
 * @spec core 5.3-binary.instructions; SS Explainer.md §Binary format; SET Overview.md §Binary format
 * @module
 */
import { formOf, forms } from '../instruction-table.ts';
import type { Form } from '../instruction-table.ts';
import type { Catch, Expr, Hdl, Instr, MemArg, Ordering } from '../instructions.ts';
import { layoutOf, memArgFlags, orderingCodes } from './layout.ts';
import type { CastBranch, FieldTypes, FieldsTypes, OrderedAccess, Part } from './layout.ts';
import { blockType, heapType, resultType } from './encode-types.ts';
import { byte, f32, f64, i32, i64, list, raw, u32, u64, v128 } from './writer.ts';
import type { MutableWriter } from './writer.ts';

/** What is found out about the code that is written. */
export interface MutableCode {
  /** where the code of the function starts */
  readonly start: number;
  /** the offsets of hinted instructions from there, with their hints */
  readonly hints: (readonly [offset: number, hint: boolean])[];
  usesData: boolean;
}
/** Code that is written from `start` on. */
export const codeAt = (start: number): MutableCode => ({ start, hints: [], usesData: false });

const ordering = (w: MutableWriter, order: Ordering): void => byte(w, orderingCodes[order]);
/** That of the read below that of the write, which is the same. */
const rmwOrdering = (w: MutableWriter, order: Ordering): void => byte(w, 0x11 * orderingCodes[order]);

const accessStart = (w: MutableWriter, x: number, ao: MemArg, flags: number): void => {
  u32(w, ao.align | flags | (x === 0 ? 0 : memArgFlags.memory));
  if (x !== 0) u32(w, x);
};
/** The ordering is left out where it is `seqcst`. */
const orderedAccess = (write: (w: MutableWriter, order: Ordering) => void) => (w: MutableWriter, { x, ao, order }: OrderedAccess): void => {
  const ordered = order !== 'seqcst';
  accessStart(w, x, ao, ordered ? memArgFlags.order : 0);
  if (ordered) write(w, order);
  u64(w, ao.offset);
};

const castBranch = (w: MutableWriter, { l, rt1, rt2 }: CastBranch): void => {
  byte(w, (rt1.nullable ? 1 : 0) | (rt2.nullable ? 2 : 0));
  u32(w, l);
  heapType(w, rt1.heap);
  heapType(w, rt2.heap);
};

const catchCodes = { catch: 0x00, catch_ref: 0x01, catch_all: 0x02, catch_all_ref: 0x03 } as const;
const catchClause = (w: MutableWriter, clause: Catch): void => {
  byte(w, catchCodes[clause.kind]);
  if ('x' in clause) u32(w, clause.x);
  u32(w, clause.l);
};
const hdl = (w: MutableWriter, clause: Hdl): void => {
  byte(w, clause.kind === 'on' ? 0x00 : 0x01);
  u32(w, clause.x);
  if (clause.kind === 'on') u32(w, clause.l);
};

const fieldWriters: { readonly [K in keyof FieldTypes]: (w: MutableWriter, value: FieldTypes[K]) => void } = {
  typeidx: u32, funcidx: u32, tableidx: u32, memidx: u32, globalidx: u32, tagidx: u32, elemidx: u32, dataidx: u32, localidx: u32,
  labelidx: u32, fieldidx: u32, u32,
  labels: (w, ls) => list(w, ls, u32),
  laneidx: byte,
  lanes: raw,
  heaptype: heapType,
  nonnull: (w, { heap }) => heapType(w, heap),
  null: (w, { heap }) => heapType(w, heap),
  blocktype: blockType,
  untyped: () => undefined,
  typed: (w, types) => resultType(w, types ?? []),
  ordering,
  rmwordering: rmwOrdering,
  hdls: (w, hdls) => list(w, hdls, hdl),
  catches: (w, catches) => list(w, catches, catchClause),
  i32: (w, { c }) => i32(w, Number(c)),
  i64: (w, { c }) => i64(w, BigInt(c)),
  f32: (w, { c }) => f32(w, Number(c)),
  f64: (w, { c }) => f64(w, BigInt(c)),
  vecconst: (w, { c }) => v128(w, c),
};
const fieldsWriters: { readonly [K in keyof FieldsTypes]: (w: MutableWriter, fields: FieldsTypes[K]) => void } = {
  access: (w, { x, ao }) => {
    accessStart(w, x, ao, 0);
    u64(w, ao.offset);
  },
  orderedaccess: orderedAccess(ordering),
  rmwaccess: orderedAccess(rmwOrdering),
  castbranch: castBranch,
};

type Fields = { readonly [field: string]: unknown };
type PartWriter = (w: MutableWriter, instr: Fields) => void;
const partWriter = (part: Part): PartWriter => {
  // The layout names the fields that the form has, with kinds of their types: that pairs the writer with the value.
  if (part.of === 'fields') return fieldsWriters[part.kind] as PartWriter;
  const { field } = part, write = fieldWriters[part.kind] as (w: MutableWriter, value: unknown) => void;
  return (w, instr) => write(w, instr[field]);
};
const partWriters: ReadonlyMap<Form, readonly PartWriter[]> = new Map(forms.map((form) => [form, layoutOf(form).map(partWriter)]));
const usesData: ReadonlySet<Form> = new Set(forms.filter(({ immediates }) => immediates.some(([, kind]) => kind === 'dataidx')));

const opcode = (w: MutableWriter, { prefix, code }: Form): void => {
  if (prefix === 0) byte(w, code);
  else {
    byte(w, prefix);
    u32(w, code);
  }
};

/** An instruction up to the body of its block, if it is one. */
const head = (w: MutableWriter, instr: Instr, code: MutableCode): void => {
  if ((instr.op === 'if' || instr.op === 'br_if') && instr.hint !== undefined) code.hints.push([w.size - code.start, instr.hint]);
  const form = formOf(instr);
  if (usesData.has(form)) code.usesData = true;
  opcode(w, form);
  for (const part of partWriters.get(form) ?? []) part(w, instr);
};

const END = 0x0b, ELSE = 0x05;
/** Instructions of which the first `next` are written, and those after an `else` that follows them. */
interface MutableBody {
  readonly instrs: Expr;
  readonly orElse: Expr;
  next: number;
}
/** The bodies of a structured instruction; undefined for others. */
const bodyOf = (instr: Instr): MutableBody | undefined => {
  switch (instr.op) {
    case 'block': case 'loop': case 'try_table': return { instrs: instr.body, orElse: [], next: 0 };
    case 'if': return { instrs: instr.then, orElse: instr.else, next: 0 };
    default: return undefined;
  }
};

/** expr: instructions and an `end` */
export const expr = (w: MutableWriter, instrs: Expr, code: MutableCode): void => {
  const open: MutableBody[] = [{ instrs, orElse: [], next: 0 }];
  for (let body = open.at(-1); body !== undefined; body = open.at(-1)) {
    const instr = body.instrs[body.next++];
    if (instr !== undefined) {
      head(w, instr, code);
      const inner = bodyOf(instr);
      if (inner !== undefined) open.push(inner);
      continue;
    }
    open.pop();
    if (body.orElse.length === 0) byte(w, END);
    else {
      byte(w, ELSE);
      open.push({ instrs: body.orElse, orElse: [], next: 0 });
    }
  }
};

/** An expression outside functions. */
export const constExpr = (w: MutableWriter, instrs: Expr): void => expr(w, instrs, codeAt(w.size));
