/**
 * Decoding instructions. Blocks that are open are kept in a list: nesting may be as deep as memory allows.
 * @spec core 5.3-binary.instructions; SS Explainer.md §Binary format; SET Overview.md §Binary format
 * @module
 */
import { fail } from '../text/failure.ts';
import { formByOpcode, forms } from '../instruction-table.ts';
import type { Form, Prefix } from '../instruction-table.ts';
import type { Catch, Expr, Hdl, Instr, Ordering } from '../instructions.ts';
import type { RefType } from '../types.ts';
import { layoutOf, memArgFlags, orderingCodes } from './layout.ts';
import type { Access, CastBranch, FieldTypes, FieldsTypes, OrderedAccess, Part } from './layout.ts';
import { blockType, heapType, resultType } from './decode-types.ts';
import { byte, f32, f64, failSince, hex, i32, i64, list, skip, u32, u64, v128 } from './reader.ts';
import type { MutableReader } from './reader.ts';

/** What is known and found out about the function whose code is read. */
export interface MutableCode {
  /** branch hints by the offset of their instruction from `start`; those that were given to an instruction are removed */
  readonly hints: Map<number, boolean>;
  readonly start: number;
  /** the first instruction that names a data segment */
  usesData: { readonly start: number; readonly end: number } | undefined;
}
/** Code from `start` on, with hints that the reader uses up. */
export const codeAt = (start: number, hints: Map<number, boolean>): MutableCode => ({ hints, start, usesData: undefined });

const readOrdering = (r: MutableReader): Ordering => {
  const code = byte(r);
  if (code === orderingCodes.seqcst) return 'seqcst';
  if (code === orderingCodes.acqrel) return 'acqrel';
  return failSince(r, r.at - 1, `malformed memory ordering: ${hex(code)}`);
};

/** Two orderings in one byte, that of the read below. */
const readRmwOrdering = (r: MutableReader): Ordering => {
  const code = byte(r);
  if (code === 0x11 * orderingCodes.seqcst) return 'seqcst';
  if (code === 0x11 * orderingCodes.acqrel) return 'acqrel';
  return failSince(r, r.at - 1, `malformed memory ordering: ${hex(code)}; read and write must have the same`);
};

/** The flags of a memarg, and the memory index that they announce. */
const accessStart = (r: MutableReader): { readonly flags: number; readonly x: number } => {
  const start = r.at;
  const flags = u32(r);
  if (flags >= memArgFlags.end) failSince(r, start, `malformed memop flags: ${hex(flags)}`);
  return { flags, x: (flags & memArgFlags.memory) === 0 ? 0 : u32(r) };
};
const readAccess = (r: MutableReader): Access => {
  const { flags, x } = accessStart(r);
  return { x, ao: { align: flags & memArgFlags.align, offset: u64(r) } };
};
const orderedAccess = (ordering: (r: MutableReader) => Ordering) => (r: MutableReader): OrderedAccess => {
  const { flags, x } = accessStart(r);
  const order = (flags & memArgFlags.order) === 0 ? 'seqcst' : ordering(r);
  return { x, order, ao: { align: flags & memArgFlags.align & ~memArgFlags.order, offset: u64(r) } };
};

const readCastBranch = (r: MutableReader): CastBranch => {
  const flags = byte(r);
  if (flags > 3) failSince(r, r.at - 1, `malformed br_on_cast flags: ${hex(flags)}`);
  const l = u32(r);
  const rt1: RefType = { kind: 'ref', nullable: (flags & 1) !== 0, heap: heapType(r) };
  const rt2: RefType = { kind: 'ref', nullable: (flags & 2) !== 0, heap: heapType(r) };
  return { l, rt1, rt2 };
};

const readCatch = (r: MutableReader): Catch => {
  const code = byte(r);
  switch (code) {
    case 0x00: return { kind: 'catch', x: u32(r), l: u32(r) };
    case 0x01: return { kind: 'catch_ref', x: u32(r), l: u32(r) };
    case 0x02: return { kind: 'catch_all', l: u32(r) };
    case 0x03: return { kind: 'catch_all_ref', l: u32(r) };
    default: return failSince(r, r.at - 1, `malformed catch clause: ${hex(code)}`);
  }
};
const readHdl = (r: MutableReader): Hdl => {
  const code = byte(r);
  switch (code) {
    case 0x00: return { kind: 'on', x: u32(r), l: u32(r) };
    case 0x01: return { kind: 'switch', x: u32(r) };
    default: return failSince(r, r.at - 1, `ON opcode expected, not ${hex(code)}`);
  }
};
const readLanes = (r: MutableReader): readonly number[] => {
  const start = skip(r, 16);
  return Array.from(r.bytes.subarray(start, start + 16));
};

const fieldReaders: { readonly [K in keyof FieldTypes]: (r: MutableReader) => FieldTypes[K] } = {
  typeidx: u32, funcidx: u32, tableidx: u32, memidx: u32, globalidx: u32, tagidx: u32, elemidx: u32, dataidx: u32, localidx: u32,
  labelidx: u32, fieldidx: u32, u32,
  labels: (r) => list(r, u32),
  laneidx: byte,
  lanes: readLanes,
  heaptype: heapType,
  nonnull: (r) => ({ kind: 'ref', nullable: false, heap: heapType(r) }),
  null: (r) => ({ kind: 'ref', nullable: true, heap: heapType(r) }),
  blocktype: blockType,
  untyped: () => undefined,
  typed: resultType,
  ordering: readOrdering,
  rmwordering: readRmwOrdering,
  hdls: (r) => list(r, readHdl),
  catches: (r) => list(r, readCatch),
  i32: (r) => ({ t: 'i32', c: i32(r) }),
  i64: (r) => ({ t: 'i64', c: i64(r) }),
  f32: (r) => ({ t: 'f32', c: f32(r) }),
  f64: (r) => ({ t: 'f64', c: f64(r) }),
  vecconst: (r) => ({ t: 'v128', c: v128(r) }),
};
const fieldsReaders: { readonly [K in keyof FieldsTypes]: (r: MutableReader) => FieldsTypes[K] } = {
  access: readAccess,
  orderedaccess: orderedAccess(readOrdering),
  rmwaccess: orderedAccess(readRmwOrdering),
  castbranch: readCastBranch,
};

/** The fields of an instruction that are known so far. */
type MutableFields = { [field: string]: unknown };

/** How the immediates of a form are read. */
interface Plan {
  readonly form: Form;
  readonly parts: readonly ((r: MutableReader, fields: MutableFields) => void)[];
  readonly opensBlock: boolean;
  readonly takesHint: boolean;
  readonly usesData: boolean;
}
const partReader = (part: Part): ((r: MutableReader, fields: MutableFields) => void) => {
  if (part.of === 'fields') {
    const read = fieldsReaders[part.kind];
    return (r, fields) => void Object.assign(fields, read(r));
  }
  const { field } = part, read = fieldReaders[part.kind];
  return (r, fields) => void (fields[field] = read(r));
};
const planOf = (form: Form): Plan => ({
  form,
  parts: layoutOf(form).map(partReader),
  opensBlock: form.immediates.some(([, kind]) => kind === 'expr'),
  takesHint: form.template.op === 'if' || form.template.op === 'br_if',
  usesData: form.immediates.some(([, kind]) => kind === 'dataidx'),
});
const plans: ReadonlyMap<Form, Plan> = new Map(forms.map((form) => [form, planOf(form)]));
const plansOfOneByte: readonly (Plan | undefined)[] = Array.from({ length: 0x100 }, (_, code) => {
  const form = formByOpcode(0, code);
  return form === undefined ? undefined : plans.get(form);
});

const END = 0x0b, ELSE = 0x05;
const isPrefix = (b: number): b is Exclude<Prefix, 0> => b >= 0xfb && b <= 0xfe;

/** The plan of the opcode whose first byte is read. */
const planAfter = (r: MutableReader, start: number, b: number): Plan => {
  const plan = plansOfOneByte[b];
  if (plan !== undefined) return plan;
  const name = b.toString(16).padStart(2, '0');
  if (!isPrefix(b)) return failSince(r, start, `illegal opcode ${name}`);
  const code = u32(r);
  const form = formByOpcode(b, code);
  const prefixed = form === undefined ? undefined : plans.get(form);
  return prefixed ?? failSince(r, start, `illegal opcode ${name} ${code.toString(16).padStart(2, '0')}`);
};

/** A block that is open, and the instructions of the one around it. */
interface MutableBlock {
  readonly start: number;
  readonly fields: MutableFields;
  readonly outer: Instr[];
  then: Expr | undefined;
}

const close = (block: MutableBlock, body: Expr, end: number): Instr => {
  const { fields } = block;
  if (fields['op'] === 'if') {
    fields['then'] = block.then ?? body;
    fields['else'] = block.then === undefined ? [] : body;
  } else fields['body'] = body;
  return finish(fields, block.start, end);
};

/** The reader of each kind returns a value of its type, and the layout has all fields of the form: the fields are an instruction. */
const finish = (fields: MutableFields, start: number, end: number): Instr => {
  fields['at'] = { start, end };
  return fields as unknown as Instr;
};

const takeHint = (code: MutableCode, start: number, fields: MutableFields): void => {
  const offset = start - code.start;
  const hint = code.hints.get(offset);
  if (hint === undefined) return;
  code.hints.delete(offset);
  fields['hint'] = hint;
};

/** expr: instructions up to an `end`, which is read too. */
export const expr = (r: MutableReader, code: MutableCode): Expr => {
  const blocks: MutableBlock[] = [];
  let instrs: Instr[] = [];
  for (;;) {
    const start = r.at;
    const b = byte(r);
    if (b === END || b === ELSE) {
      const block = blocks.at(-1);
      if (b === ELSE) {
        if (block?.fields['op'] !== 'if' || block.then !== undefined) return fail({ start, end: r.at }, 'END opcode expected, not ELSE');
        block.then = instrs;
        instrs = [];
        continue;
      }
      if (block === undefined) return instrs;
      blocks.pop();
      block.outer.push(close(block, instrs, r.at));
      instrs = block.outer;
      continue;
    }
    const plan = planAfter(r, start, b);
    const fields: MutableFields = { ...plan.form.template };
    for (const part of plan.parts) part(r, fields);
    if (plan.takesHint && code.hints.size > 0) takeHint(code, start, fields);
    if (plan.usesData) code.usesData ??= { start, end: r.at };
    if (plan.opensBlock) {
      blocks.push({ start, fields, outer: instrs, then: undefined });
      instrs = [];
    } else instrs.push(finish(fields, start, r.at));
  }
};

const NO_HINTS = new Map<number, boolean>();
/** An expression outside functions. */
export const constExpr = (r: MutableReader): Expr => expr(r, codeAt(r.at, NO_HINTS));

