/**
 * Forms: the mnemonics and opcodes of instructions, each with the fields of the abstract syntax that it fixes.
 * @module
 */
import type { InstrOf, Op } from '../instructions.ts';
import type { NumType } from '../types.ts';

/** The byte that stands before the number of an instruction; 0 for instructions of one byte. */
export type Prefix = 0 | 0xfb | 0xfc | 0xfd | 0xfe;

/** A constructor with the fields that its form fixes: `{ op: 'binop', nt: 'i32', f: 'add' }`. */
export type Template = { readonly [T in Op]: { readonly op: T } & Partial<Omit<InstrOf<T>, 'op' | 'at' | 'hint'>> }[Op];

/**
 * What tells forms apart that have the same template, by an immediate:
 * `select` without and with types (`untyped`, `typed`), `ref.test` and `ref.cast` to a type without and with null
 * (`nonnull`, `null`), `const` of a number type.
 */
export type Choice = 'untyped' | 'typed' | 'nonnull' | 'null' | NumType;

/** A mnemonic, its opcode and what both mean. */
export interface Row {
  readonly name: string;
  readonly prefix: Prefix;
  /** the opcode itself, or the number after the prefix */
  readonly code: number;
  readonly template: Template;
  readonly choice?: Choice;
}

/** The mnemonic and the template of a row. */
export type NameAndTemplate = readonly [name: string, template: Template];

/** Rows with consecutive opcodes, from `first` on. */
export const rows = (prefix: Prefix, first: number, forms: readonly NameAndTemplate[]): readonly Row[] =>
  forms.map(([name, template], i) => ({ name, prefix, code: first + i, template }));

/** Rows with consecutive opcodes, from `first` on, one for each of the operators. */
export const family = <const F extends string>(
  prefix: Prefix, first: number, operators: readonly F[], form: (f: F) => NameAndTemplate,
): readonly Row[] => rows(prefix, first, operators.map(form));

/**
 * The mnemonic of an operator between two types or shapes: the operand's stands before signedness and zero.
 * `conversion('i32x4', 'f64x2', 'trunc_sat_s_zero')` is `i32x4.trunc_sat_f64x2_s_zero`.
 */
export const conversion = (to: string, from: string, f: string): string =>
  `${to}.${f.replace(/(_[su])?(_zero)?$/, (suffix) => `_${from}${suffix}`)}`;
