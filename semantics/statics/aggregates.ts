/**
 * Typing of structures and arrays.
 * @spec core 2.3-validation.instructions §Structure instructions
 * @category Typing: aggregate instructions
 * @module
 */
import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { Signedness } from '../../syntax/instructions.ts';
import type { FieldType, RefType, StorageType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { matchesStorage } from '../types/matching.ts';
import { defaultable, isPacked, unpack } from '../types/properties.ts';
import { showVal } from '../types/showing.ts';
import type { Context, DataType } from './contexts.ts';
import { arrayAt, lookup, structAt } from './contexts.ts';
import type { TypingRule } from './instruction-types.ts';
import { arrow, instr } from './instruction-types.ts';
import { dataAt } from './memories.ts';
import type { Operand } from './operands.ts';
import { shareOf, shareRef } from './operands.ts';
import type { Checked, Judged } from './refusal.ts';
import { OK, refuse } from './refusal.ts';

/** `(ref null? dt)` */
export const reference = (heap: DefType, nullable: boolean): RefType<DefType> => ({ kind: 'ref', nullable, heap });

/** `sx? ≠ ε` if and only if the field is packed */
export const signOk = (sx: Signedness | undefined, zt: StorageType<DefType>, what: string): Checked => {
  if (isPacked(zt) === (sx !== undefined)) return OK;
  return refuse(sx === undefined ? `${what} is packed: read it with get_s or get_u` : `${what} is unpacked: read it with get`);
};

/**
 * ```rule
 * C ⊢ struct.new x : unpack(zt)* → (ref x)
 *   — if C.types[x] ≈ struct (mut? zt)*
 * ```
 * @rule Instr_ok/struct.new
 * @spec core 2.3-validation.instructions §Structure instructions
 */
export const structNew: TypingRule<'struct.new'> = instr('struct.new', (C, { x }) => {
  const struct = structAt(C, x);
  if (isLeft(struct)) return struct;
  const { dt, ct } = struct.right;
  return arrow(ct.fields.map((ft) => unpack(ft.storage)), [reference(dt, false)]);
});

/**
 * ```rule
 * C ⊢ struct.new_default x : ε → (ref x)
 *   — if C.types[x] ≈ struct (mut? zt)*
 *   — and (unpack(zt) defaultable)*
 * ```
 * @rule Instr_ok/struct.new_default
 * @spec core 2.3-validation.instructions §Structure instructions
 */
export const structNewDefault: TypingRule<'struct.new_default'> = instr('struct.new_default', (C, { x }) => {
  const struct = structAt(C, x);
  if (isLeft(struct)) return struct;
  const { dt, ct } = struct.right;
  const i = ct.fields.findIndex((ft) => !defaultable(unpack(ft.storage)));
  const field = ct.fields[i];
  if (field === undefined) return arrow([], [reference(dt, false)]);
  return refuse(`field type is not defaultable: field ${i} of type ${x} has type ${showVal(field.storage, C.names)}`);
});

/** A field with the type that has it. */
export interface Field {
  readonly dt: DefType;
  readonly ft: FieldType<DefType>;
}

/** `C.types[x] ≈ struct ft*`, `ft*[i] = ft` */
export const fieldAt = (C: Context, x: number, i: number): Judged<Field> => {
  const struct = structAt(C, x);
  if (isLeft(struct)) return struct;
  const { dt, ct } = struct.right;
  const ft = ct.fields[i];
  return ft === undefined ? refuse(`unknown field ${i}: type ${x} has ${ct.fields.length} fields`) : right({ dt, ft });
};

/**
 * ```rule
 * C ⊢ struct.get sx? x i : (ref null x) → unpack(zt)
 *   — if C.types[x] ≈ struct ft*
 *   — and ft*[i] = mut? zt
 *   — and sx? ≠ ε if and only if zt is packed
 * ```
 * @rule Instr_ok/struct.get
 * @spec core 2.3-validation.instructions §Structure instructions
 */
export const structGet: TypingRule<'struct.get'> = instr('struct.get', (C, { sx, x, i }) => {
  const field = fieldAt(C, x, i);
  if (isLeft(field)) return field;
  const { dt, ft } = field.right;
  const sign = signOk(sx, ft.storage, 'field');
  return isLeft(sign) ? sign : arrow([reference(dt, true)], [unpack(ft.storage)]);
});

/** `C.types[x] ≈ struct ft*`, `ft*[i] = mut zt` */
export const mutableFieldAt = (C: Context, x: number, i: number): Judged<Field> => {
  const field = fieldAt(C, x, i);
  if (isLeft(field)) return field;
  return field.right.ft.mutable ? field : refuse(`immutable field ${i} of type ${x} cannot be set`);
};

/**
 * ```rule
 * C ⊢ struct.set x i : (ref null x) unpack(zt) → ε
 *   — if C.types[x] ≈ struct ft*
 *   — and ft*[i] = mut zt
 * ```
 * @rule Instr_ok/struct.set
 * @spec core 2.3-validation.instructions §Structure instructions
 */
export const structSet: TypingRule<'struct.set'> = instr('struct.set', (C, { x, i }) => {
  const field = mutableFieldAt(C, x, i);
  if (isLeft(field)) return field;
  const { dt, ft } = field.right;
  return arrow([reference(dt, true), unpack(ft.storage)], []);
});

/** The type of an array's elements, with the type of the array. */
export interface Elements {
  readonly dt: DefType;
  readonly zt: StorageType<DefType>;
}

/** `C.types[x] ≈ array (mut? zt)` */
export const elementsAt = (C: Context, x: number): Judged<Elements> => {
  const array = arrayAt(C, x);
  return isLeft(array) ? array : right({ dt: array.right.dt, zt: array.right.ct.field.storage });
};

/** `C.types[x] ≈ array (mut zt)` */
export const mutableElementsAt = (C: Context, x: number): Judged<Elements> => {
  const array = arrayAt(C, x);
  if (isLeft(array)) return array;
  const { dt, ct: { field } } = array.right;
  return field.mutable ? right({ dt, zt: field.storage }) : refuse(`immutable array: the elements of type ${x} cannot be set`);
};

/**
 * ```rule
 * C ⊢ array.new x : unpack(zt) i32 → (ref x)
 *   — if C.types[x] ≈ array (mut? zt)
 * ```
 * @rule Instr_ok/array.new
 * @spec core 2.3-validation.instructions §Array instructions
 */
export const arrayNew: TypingRule<'array.new'> = instr('array.new', (C, { x }) => {
  const array = elementsAt(C, x);
  if (isLeft(array)) return array;
  const { dt, zt } = array.right;
  return arrow([unpack(zt), 'i32'], [reference(dt, false)]);
});

/**
 * ```rule
 * C ⊢ array.new_default x : i32 → (ref x)
 *   — if C.types[x] ≈ array (mut? zt)
 *   — and unpack(zt) defaultable
 * ```
 * @rule Instr_ok/array.new_default
 * @spec core 2.3-validation.instructions §Array instructions
 */
export const arrayNewDefault: TypingRule<'array.new_default'> = instr('array.new_default', (C, { x }) => {
  const array = elementsAt(C, x);
  if (isLeft(array)) return array;
  const { dt, zt } = array.right;
  if (defaultable(unpack(zt))) return arrow(['i32'], [reference(dt, false)]);
  return refuse(`array type is not defaultable: the elements of type ${x} have type ${showVal(zt, C.names)}`);
});

/**
 * ```rule
 * C ⊢ array.new_fixed x n : unpack(zt)ⁿ → (ref x)
 *   — if C.types[x] ≈ array (mut? zt)
 * ```
 * @rule Instr_ok/array.new_fixed
 * @spec core 2.3-validation.instructions §Array instructions
 */
export const arrayNewFixed: TypingRule<'array.new_fixed'> = instr('array.new_fixed', (C, { x, n }, s) => {
  const array = elementsAt(C, x);
  if (isLeft(array)) return array;
  const { dt, zt } = array.right;
  // n has no bound, but one operand more than there are decides as well whether there are enough.
  return arrow(Array.from({ length: Math.min(n, s.height + 1) }, (): Operand => unpack(zt)), [reference(dt, false)]);
});

/** `C.elems[y] = share rt`, `rt <: zt` */
const elemOk = (C: Context, y: number, zt: StorageType<DefType>): Checked => {
  const elem = lookup(C.elems, 'elem segment', y);
  if (isLeft(elem)) return elem;
  const { ref } = elem.right;
  return matchesStorage(ref, zt) ? OK : refuse(`type mismatch: element segment's type ${showVal(ref, C.names)} `
    + `does not match array's field type ${showVal(zt, C.names)}`);
};

/** `unpack(zt) = numtype` or `unpack(zt) = vectype`, and `C.datas[y] = share` */
const bytesOk = (C: Context, y: number, zt: StorageType<DefType>): Judged<DataType> => {
  if (typeof zt === 'string') return dataAt(C, y);
  return refuse(`array type is not numeric or vector: its elements have type ${showVal(zt, C.names)}, which data cannot give`);
};

/**
 * ```rule
 * C ⊢ array.new_elem x y : i32 i32 → (ref x)
 *   — if C.types[x] ≈ array (mut? rt)
 *   — and C.elems[y] = share rt′
 *   — and rt′ <: rt
 * ```
 * @rule Instr_ok/array.new_elem
 * @spec core 2.3-validation.instructions §Array instructions
 */
export const arrayNewElem: TypingRule<'array.new_elem'> = instr('array.new_elem', (C, { x, y }) => {
  const array = elementsAt(C, x);
  if (isLeft(array)) return array;
  const elem = elemOk(C, y, array.right.zt);
  return isLeft(elem) ? elem : arrow(['i32', 'i32'], [reference(array.right.dt, false)]);
});

/**
 * ```rule
 * C ⊢ array.new_data x y : i32 i32 → (ref x)
 *   — if C.types[x] ≈ array (mut? zt)
 *   — and unpack(zt) = numtype or unpack(zt) = vectype
 *   — and C.datas[y] = share
 * ```
 * @rule Instr_ok/array.new_data
 * @spec core 2.3-validation.instructions §Array instructions
 */
export const arrayNewData: TypingRule<'array.new_data'> = instr('array.new_data', (C, { x, y }) => {
  const array = elementsAt(C, x);
  if (isLeft(array)) return array;
  const data = bytesOk(C, y, array.right.zt);
  return isLeft(data) ? data : arrow(['i32', 'i32'], [reference(array.right.dt, false)]);
});

/**
 * ```rule
 * C ⊢ array.get sx? x : (ref null x) i32 → unpack(zt)
 *   — if C.types[x] ≈ array (mut? zt)
 *   — and sx? ≠ ε if and only if zt is packed
 * ```
 * @rule Instr_ok/array.get
 * @spec core 2.3-validation.instructions §Array instructions
 */
export const arrayGet: TypingRule<'array.get'> = instr('array.get', (C, { sx, x }) => {
  const array = elementsAt(C, x);
  if (isLeft(array)) return array;
  const { dt, zt } = array.right;
  const sign = signOk(sx, zt, 'array');
  return isLeft(sign) ? sign : arrow([reference(dt, true), 'i32'], [unpack(zt)]);
});

/**
 * ```rule
 * C ⊢ array.set x : (ref null x) i32 unpack(zt) → ε
 *   — if C.types[x] ≈ array (mut zt)
 * ```
 * @rule Instr_ok/array.set
 * @spec core 2.3-validation.instructions §Array instructions
 */
export const arraySet: TypingRule<'array.set'> = instr('array.set', (C, { x }) => {
  const array = mutableElementsAt(C, x);
  if (isLeft(array)) return array;
  const { dt, zt } = array.right;
  return arrow([reference(dt, true), 'i32', unpack(zt)], []);
});

/**
 * ```rule
 * C ⊢ array.len : (ref null (share array)) → i32
 * ```
 * @rule Instr_ok/array.len
 * @spec core 2.3-validation.instructions §Array instructions
 * @spec SET Overview.md §Instructions
 */
export const arrayLen: TypingRule<'array.len'> = instr('array.len', (_C, _e, s) => arrow([shareRef(shareOf(s.peek(0)), 'array')], ['i32']));

/**
 * ```rule
 * C ⊢ array.fill x : (ref null x) i32 unpack(zt) i32 → ε
 *   — if C.types[x] ≈ array (mut zt)
 * ```
 * @rule Instr_ok/array.fill
 * @spec core 2.3-validation.instructions §Array instructions
 */
export const arrayFill: TypingRule<'array.fill'> = instr('array.fill', (C, { x }) => {
  const array = mutableElementsAt(C, x);
  if (isLeft(array)) return array;
  const { dt, zt } = array.right;
  return arrow([reference(dt, true), 'i32', unpack(zt), 'i32'], []);
});

/**
 * ```rule
 * C ⊢ array.copy x₁ x₂ : (ref null x₁) i32 (ref null x₂) i32 i32 → ε
 *   — if C.types[x₁] ≈ array (mut zt₁)
 *   — and C.types[x₂] ≈ array (mut? zt₂)
 *   — and zt₂ <: zt₁
 * ```
 * @rule Instr_ok/array.copy
 * @spec core 2.3-validation.instructions §Array instructions
 */
export const arrayCopy: TypingRule<'array.copy'> = instr('array.copy', (C, { x, y }) => {
  const to = mutableElementsAt(C, x);
  if (isLeft(to)) return to;
  const from = elementsAt(C, y);
  if (isLeft(from)) return from;
  const { dt: dt1, zt: zt1 } = to.right, { dt: dt2, zt: zt2 } = from.right;
  if (matchesStorage(zt2, zt1)) return arrow([reference(dt1, true), 'i32', reference(dt2, true), 'i32', 'i32'], []);
  return refuse(`array types do not match: the elements ${showVal(zt2, C.names)} of type ${y} `
    + `do not match the elements ${showVal(zt1, C.names)} of type ${x}`);
});

/**
 * ```rule
 * C ⊢ array.init_elem x y : (ref null x) i32 i32 i32 → ε
 *   — if C.types[x] ≈ array (mut zt)
 *   — and C.elems[y] = share rt
 *   — and rt <: zt
 * ```
 * @rule Instr_ok/array.init_elem
 * @spec core 2.3-validation.instructions §Array instructions
 */
export const arrayInitElem: TypingRule<'array.init_elem'> = instr('array.init_elem', (C, { x, y }) => {
  const array = mutableElementsAt(C, x);
  if (isLeft(array)) return array;
  const elem = elemOk(C, y, array.right.zt);
  return isLeft(elem) ? elem : arrow([reference(array.right.dt, true), 'i32', 'i32', 'i32'], []);
});

/**
 * ```rule
 * C ⊢ array.init_data x y : (ref null x) i32 i32 i32 → ε
 *   — if C.types[x] ≈ array (mut zt)
 *   — and unpack(zt) = numtype or unpack(zt) = vectype
 *   — and C.datas[y] = share
 * ```
 * @rule Instr_ok/array.init_data
 * @spec core 2.3-validation.instructions §Array instructions
 */
export const arrayInitData: TypingRule<'array.init_data'> = instr('array.init_data', (C, { x, y }) => {
  const array = mutableElementsAt(C, x);
  if (isLeft(array)) return array;
  const data = bytesOk(C, y, array.right.zt);
  return isLeft(data) ? data : arrow([reference(array.right.dt, true), 'i32', 'i32', 'i32'], []);
});
