/**
 * The table of all instructions, for the binary and the text format: mnemonic, opcode, the constructor with the fields
 * that they fix, and the immediates that stand after them.
 * @spec core 5.3-binary.instructions; core 6.3-text.instructions
 * @module
 */
import type { Instr, Op } from './instructions.ts';
import type { Span } from './source.ts';
import { atomicRows } from './table/atomic.ts';
import type { Choice, Prefix, Row, Template } from './table/form.ts';
import { immediates } from './table/immediates.ts';
import type { Immediate } from './table/immediates.ts';
import { memoryRows } from './table/memory.ts';
import { numericRows } from './table/numeric.ts';
import { plainRows } from './table/plain.ts';
import { vectorRows } from './table/vector.ts';

export { immediates, immediatesOf } from './table/immediates.ts';
export type { Immediate, ImmediateKind, ImmediateTypes, ImmediateValue } from './table/immediates.ts';
export type { Choice, Prefix, Template } from './table/form.ts';

/**
 * A form of an instruction. The mnemonics `select`, `ref.test` and `ref.cast` have two forms each, told apart by `choice`;
 * otherwise mnemonic, opcode and template determine each other.
 */
export interface Form {
  readonly name: string;
  readonly prefix: Prefix;
  /** the opcode itself, or the number after the prefix */
  readonly code: number;
  readonly template: Template;
  /** what an immediate must be in this form; for `const` the number type, which its value names again */
  readonly choice: Choice | undefined;
  /** the fields that the template leaves open */
  readonly immediates: readonly Immediate[];
  /** of an access of a memory: log₂ of its width in bytes, which is its largest alignment and the default of the text format */
  readonly align: number | undefined;
}

const BITS: { readonly [t: string]: number } = { i32: 32, i64: 64, f32: 32, f64: 64 };
/** The width of the access of a memory in bits. */
const accessBits = (t: Template): number | undefined => {
  switch (t.op) {
    case 'load': return t.pack?.sz ?? BITS[t.nt ?? ''];
    case 'store': case 'atomic.load': case 'atomic.store': case 'atomic.rmw': case 'atomic.cmpxchg': return t.pack ?? BITS[t.nt ?? ''];
    case 'vload': return t.pack === undefined ? 128 : t.pack.kind === 'shape' ? 64 : t.pack.sz;
    case 'vstore': return 128;
    case 'vload_lane': case 'vstore_lane': return t.sz;
    case 'memory.atomic.wait': case 'memory.wait': return BITS[t.nt ?? ''];
    case 'memory.atomic.notify': return 32;
    default: return undefined;
  }
};

const formOfRow = ({ name, prefix, code, template, choice }: Row): Form => {
  const bits = accessBits(template);
  const align = bits === undefined ? undefined : Math.log2(bits / 8);
  return { name, prefix, code, template, choice, immediates: immediates[template.op], align };
};

/** All forms. */
export const forms: readonly Form[] = [plainRows, memoryRows, numericRows, vectorRows, atomicRows].flat().map(formOfRow);

// Where two forms share a mnemonic, the first one stands for both: their templates and immediates are the same.
const byName: ReadonlyMap<string, Form> = new Map(forms.toReversed().map((form) => [form.name, form]));
/**
 * The form of a mnemonic. For `select`, `ref.test` and `ref.cast` it is the first of two, which differ in opcode alone:
 * the parser need not choose, the immediates do.
 */
export const formByName = (name: string): Form | undefined => byName.get(name);

const PREFIXES: readonly Prefix[] = [0, 0xfb, 0xfc, 0xfd, 0xfe];
const byOpcode: ReadonlyMap<Prefix, readonly (Form | undefined)[]> = new Map(
  PREFIXES.map((prefix) => {
    const codes: (Form | undefined)[] = [];
    for (const form of forms) if (form.prefix === prefix) codes[form.code] = form;
    return [prefix, Array.from(codes)];
  }),
);
/** The form of an opcode: of one byte with prefix 0, or of a prefix and the number after it. */
export const formByOpcode = (prefix: Prefix, code: number): Form | undefined => byOpcode.get(prefix)?.[code];

/** The fields that templates of a constructor fix. */
const fixedFields: ReadonlyMap<Op, readonly string[]> =
  new Map(forms.map(({ template }) => [template.op, Object.keys(template).filter((field) => field !== 'op')]));

/** What tells the forms of one template apart, read from an instruction. */
const choiceOf = (instr: Instr): Choice | undefined => {
  switch (instr.op) {
    case 'select': return instr.types === undefined ? 'untyped' : 'typed';
    case 'ref.test': case 'ref.cast': return instr.rt.nullable ? 'null' : 'nonnull';
    case 'const': return instr.val.t;
    default: return undefined;
  }
};

type Fields = { readonly [field: string]: unknown };
/** `pack` is the one fixed field that has parts. */
const partsOf = (pack: Fields): string => `${String(pack['kind'])} ${String(pack['sz'])} ${String(pack['sx'])}`;
const keyOf = (op: Op, fields: Fields, choice: Choice | undefined): string => {
  let key: string = op;
  for (const field of fixedFields.get(op) ?? []) {
    const value = fields[field];
    key += typeof value === 'object' && value !== null ? ` ${partsOf(value as Fields)}` : ` ${String(value)}`;
  }
  return choice === undefined ? key : `${key} ${choice}`;
};
const byKey: ReadonlyMap<string, Form> =
  new Map(forms.map((form) => [keyOf(form.template.op, form.template, form.choice), form]));

/** The form of a constructor that has only one. */
const soleForms: ReadonlyMap<Op, Form> = new Map([...Map.groupBy(forms, ({ template }) => template.op)].flatMap(
  ([op, [form, ...others]]): readonly (readonly [Op, Form])[] => form !== undefined && others.length === 0 ? [[op, form]] : [],
));

/** The form of an instruction. */
export const formOf = (instr: Instr): Form => {
  const form = soleForms.get(instr.op) ?? byKey.get(keyOf(instr.op, instr, choiceOf(instr)));
  if (form === undefined) throw new Error(`no form for ${JSON.stringify(instr.op)}: an operator at a type where it does not exist`);
  return form;
};

/** Log₂ of the width in bytes of an access of a memory: its largest alignment. Undefined for other instructions. */
export const naturalAlignment = (instr: Instr): number | undefined => formOf(instr).align;

/**
 * The instruction of a form with its variable fields. The fields must be those of `form.immediates`, each with a value of
 * its kind, and `hint` where the constructor has one.
 */
export const instrOfForm = (form: Form, fields: Fields, at: Span): Instr =>
  // The types of the table pair fields with kinds; that a reader of a kind yields values of its type is up to the reader.
  ({ ...form.template, ...fields, at }) as unknown as Instr;
