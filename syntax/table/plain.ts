/**
 * Forms of instructions with one mnemonic a constructor: control, stack switching, variables, tables, references, aggregates.
 * @spec core 5.3-binary.instructions; SS Explainer.md §Binary format
 * @module
 */
import { rows } from './form.ts';
import type { Row } from './form.ts';

/** Parametric and control instructions. @spec core 5.3-binary.instructions §Control instructions */
const control: readonly Row[] = [
  ...rows(0, 0x00, [
    ['unreachable', { op: 'unreachable' }],
    ['nop', { op: 'nop' }],
    ['block', { op: 'block' }],
    ['loop', { op: 'loop' }],
    ['if', { op: 'if' }],
  ]),
  ...rows(0, 0x08, [['throw', { op: 'throw' }]]),
  ...rows(0, 0x0a, [['throw_ref', { op: 'throw_ref' }]]),
  ...rows(0, 0x0c, [
    ['br', { op: 'br' }],
    ['br_if', { op: 'br_if' }],
    ['br_table', { op: 'br_table' }],
    ['return', { op: 'return' }],
    ['call', { op: 'call' }],
    ['call_indirect', { op: 'call_indirect' }],
    ['return_call', { op: 'return_call' }],
    ['return_call_indirect', { op: 'return_call_indirect' }],
    ['call_ref', { op: 'call_ref' }],
    ['return_call_ref', { op: 'return_call_ref' }],
  ]),
  ...rows(0, 0x1a, [['drop', { op: 'drop' }]]),
  { name: 'select', prefix: 0, code: 0x1b, template: { op: 'select' }, choice: 'untyped' },
  { name: 'select', prefix: 0, code: 0x1c, template: { op: 'select' }, choice: 'typed' },
  ...rows(0, 0x1f, [['try_table', { op: 'try_table' }]]),
];

/** Variables and tables. */
const places: readonly Row[] = [
  ...rows(0, 0x20, [
    ['local.get', { op: 'local.get' }],
    ['local.set', { op: 'local.set' }],
    ['local.tee', { op: 'local.tee' }],
    ['global.get', { op: 'global.get' }],
    ['global.set', { op: 'global.set' }],
    ['table.get', { op: 'table.get' }],
    ['table.set', { op: 'table.set' }],
  ]),
  ...rows(0xfc, 12, [
    ['table.init', { op: 'table.init' }],
    ['elem.drop', { op: 'elem.drop' }],
    ['table.copy', { op: 'table.copy' }],
    ['table.grow', { op: 'table.grow' }],
    ['table.size', { op: 'table.size' }],
    ['table.fill', { op: 'table.fill' }],
  ]),
];

/** References. */
const references: readonly Row[] = [
  ...rows(0, 0xd0, [
    ['ref.null', { op: 'ref.null' }],
    ['ref.is_null', { op: 'ref.is_null' }],
    ['ref.func', { op: 'ref.func' }],
    ['ref.eq', { op: 'ref.eq' }],
    ['ref.as_non_null', { op: 'ref.as_non_null' }],
    ['br_on_null', { op: 'br_on_null' }],
    ['br_on_non_null', { op: 'br_on_non_null' }],
  ]),
  { name: 'ref.test', prefix: 0xfb, code: 20, template: { op: 'ref.test' }, choice: 'nonnull' },
  { name: 'ref.test', prefix: 0xfb, code: 21, template: { op: 'ref.test' }, choice: 'null' },
  { name: 'ref.cast', prefix: 0xfb, code: 22, template: { op: 'ref.cast' }, choice: 'nonnull' },
  { name: 'ref.cast', prefix: 0xfb, code: 23, template: { op: 'ref.cast' }, choice: 'null' },
  ...rows(0xfb, 24, [
    ['br_on_cast', { op: 'br_on_cast' }],
    ['br_on_cast_fail', { op: 'br_on_cast_fail' }],
    ['any.convert_extern', { op: 'any.convert_extern' }],
    ['extern.convert_any', { op: 'extern.convert_any' }],
    ['ref.i31', { op: 'ref.i31' }],
    ['i31.get_s', { op: 'i31.get', sx: 's' }],
    ['i31.get_u', { op: 'i31.get', sx: 'u' }],
    ['ref.i31_shared', { op: 'ref.i31_shared' }],
  ]),
];

/** Structures and arrays. */
const aggregates: readonly Row[] = rows(0xfb, 0, [
  ['struct.new', { op: 'struct.new' }],
  ['struct.new_default', { op: 'struct.new_default' }],
  ['struct.get', { op: 'struct.get', sx: undefined }],
  ['struct.get_s', { op: 'struct.get', sx: 's' }],
  ['struct.get_u', { op: 'struct.get', sx: 'u' }],
  ['struct.set', { op: 'struct.set' }],
  ['array.new', { op: 'array.new' }],
  ['array.new_default', { op: 'array.new_default' }],
  ['array.new_fixed', { op: 'array.new_fixed' }],
  ['array.new_data', { op: 'array.new_data' }],
  ['array.new_elem', { op: 'array.new_elem' }],
  ['array.get', { op: 'array.get', sx: undefined }],
  ['array.get_s', { op: 'array.get', sx: 's' }],
  ['array.get_u', { op: 'array.get', sx: 'u' }],
  ['array.set', { op: 'array.set' }],
  ['array.len', { op: 'array.len' }],
  ['array.fill', { op: 'array.fill' }],
  ['array.copy', { op: 'array.copy' }],
  ['array.init_data', { op: 'array.init_data' }],
  ['array.init_elem', { op: 'array.init_elem' }],
]);

/** Stack switching. @spec SS Explainer.md §Binary format */
const continuations: readonly Row[] = rows(0, 0xe0, [
  ['cont.new', { op: 'cont.new' }],
  ['cont.bind', { op: 'cont.bind' }],
  ['suspend', { op: 'suspend' }],
  ['resume', { op: 'resume' }],
  ['resume_throw', { op: 'resume_throw' }],
  ['resume_throw_ref', { op: 'resume_throw_ref' }],
  ['switch', { op: 'switch' }],
]);

/** The forms of this file. */
export const plainRows: readonly Row[] = [...control, ...places, ...references, ...aggregates, ...continuations];
