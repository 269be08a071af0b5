/**
 * The translation of shared arrays.
 * ```rule
 * ⟦array.new x⟧ = a := allocate (8 + n·|t|); a.type := (type x); a.length := n; fill; a
 *
 * ⟦array.get x⟧ = trap if null; trap if i ≥ a.length; load t at a + 8 + i·|t|
 *
 * ⟦array.set x⟧ = trap if null; trap if i ≥ a.length; store t at a + 8 + i·|t|
 * ```
 * @category Evaluation: sharing
 * @module
 */
import type { Expr, InstrOf } from '../../syntax/instructions.ts';
import type { StorageType } from '../../syntax/types.ts';
import { MAX_ARRAY } from '../../semantics/runtime/limits.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asArray } from '../../semantics/types/expansion.ts';
import { unpack } from '../../semantics/types/properties.ts';
import { binop, get, i32, relop, set } from '../translation/code.ts';
import { allocate, roundUp } from './allocation.ts';
import type { MutableBody } from './body.ts';
import { emit, emitNonNull, emitTrapIf, operand, temp } from './body.ts';
import { load, store } from './code.ts';
import { aligned, bytesOf, ELEMENTS_OFFSET, LENGTH_OFFSET } from './layout.ts';
import { address, openVal } from './plan.ts';
import { copying, emitIndex, emitRange, filling, scaled } from './ranges.ts';
import { emitNew } from './structs.ts';
import type { TrapWords } from './traps.ts';

/** Whether a type index is of something shared. */
export const isSharedType = ({ C }: Pick<MutableBody, 'C'>, x: number): boolean => C.types.at(x)?.sub.shared === true;
/** The type of the elements of an array type. */
export const elementOf = ({ C }: Pick<MutableBody, 'C'>, x: number): StorageType<DefType> => {
  const dt = C.types.at(x), array = dt && asArray(dt);
  if (array === undefined) throw new RangeError(`type ${x} is no array type`);
  return array.field.storage;
};
const NULL_ARRAY = 'null array reference', BOUNDS = 'out of bounds array access';

/** The length of the array whose address is in a local. */
export const lengthOf = ({ plan }: Pick<MutableBody, 'plan'>, a: number): Expr => [get(a), load(plan, 'i32', LENGTH_OFFSET)];
/** Emits the way from an array and an index on the stack to the address from which the element is ELEMENTS_OFFSET away. */
export const emitElement = (S: MutableBody, x: number, type: ReturnType<typeof operand>): void => {
  const i = temp(S, 'i32'), a = temp(S, 'i32', 1);
  emit(S, set(i));
  emitNonNull(S, type, NULL_ARRAY);
  emit(S, set(a));
  emitIndex(S, i, 'i32', lengthOf(S, a), BOUNDS);
  emit(S, get(a), get(i), ...scaled(elementOf(S, x)), binop('add'));
};

/** Emits the allocation of an array of the type x whose length is in a local; its address is in the local that is the result. */
export const emitArray = (S: MutableBody, x: number, n: number, tooLarge: TrapWords): number => {
  const a = temp(S, 'i32', 7), bytes = temp(S, 'i32', 24), zt = elementOf(S, x);
  emit(S, get(n), i32(MAX_ARRAY), relop('gt_u'));
  emitTrapIf(S, tooLarge);
  emit(S,
    get(n), ...scaled(zt), i32(ELEMENTS_OFFSET), binop('add'), ...roundUp, set(bytes), ...allocate(S, [get(bytes)], a),
    get(a), address(S.plan, `type ${x}`), store(S.plan, 'i32'), get(a), get(n), store(S.plan, 'i32', LENGTH_OFFSET));
  return a;
};
/** Where the elements of the array whose address is in a local begin, from the index in another on. */
export const elementsAt = (a: number, i: number | undefined, zt: StorageType<DefType>): Expr =>
  [get(a), i32(ELEMENTS_OFFSET), binop('add'), ...i === undefined ? [] : [get(i), ...scaled(zt), binop('add')]];

const TOO_LARGE = 'allocation size too large';
const emitArrayNew = (S: MutableBody, { op, x }: InstrOf<'array.new' | 'array.new_default'>): void => {
  const n = temp(S, 'i32', 2), zt = elementOf(S, x), v = temp(S, openVal(S.plan, unpack(zt)), 3);
  emit(S, set(n));
  if (op === 'array.new') emit(S, set(v));
  const a = emitArray(S, x, n, TOO_LARGE);
  if (op === 'array.new') emit(S, ...elementsAt(a, undefined, zt), ...filling(S, zt, get(v), get(n)));
  emit(S, get(a));
};
const emitNewFixed = (S: MutableBody, { x, n }: InstrOf<'array.new_fixed'>): void => {
  const zt = elementOf(S, x), bytes = bytesOf(zt), v = temp(S, openVal(S.plan, unpack(zt)), 8);
  const a = emitNew(S, aligned(ELEMENTS_OFFSET + n * bytes, 8), `type ${x}`);
  emit(S, get(a), i32(n), store(S.plan, 'i32', LENGTH_OFFSET));
  for (let i = n - 1; i >= 0; i--) emit(S, set(v), get(a), get(v), store(S.plan, zt, ELEMENTS_OFFSET + i * bytes));
  emit(S, get(a));
};

const emitFill = (S: MutableBody, { x }: InstrOf<'array.fill'>): void => {
  const zt = elementOf(S, x), n = temp(S, 'i32', 2), v = temp(S, openVal(S.plan, unpack(zt)), 3), i = temp(S, 'i32'), a = temp(S, 'i32', 1);
  emit(S, set(n), set(v), set(i));
  emitNonNull(S, operand(S, 3), NULL_ARRAY);
  emit(S, set(a));
  emitRange(S, [i, 'i32'], [n, 'i32'], lengthOf(S, a), BOUNDS, 4);
  emit(S, ...elementsAt(a, i, zt), ...filling(S, zt, get(v), get(n)));
};
const emitCopy = (S: MutableBody, { x }: InstrOf<'array.copy'>): void => {
  const zt = elementOf(S, x), [n, j, b, i, a] = [0, 1, 2, 3, 4].map((k) => temp(S, 'i32', k)) as [number, number, number, number, number];
  emit(S, set(n), set(j), set(b), set(i));
  emitNonNull(S, operand(S, 4), NULL_ARRAY);
  emit(S, set(a), get(b));
  emitNonNull(S, operand(S, 2), NULL_ARRAY);
  emit(S, set(b));
  emitRange(S, [i, 'i32'], [n, 'i32'], lengthOf(S, a), BOUNDS, 5);
  emitRange(S, [j, 'i32'], [n, 'i32'], lengthOf(S, b), BOUNDS, 5);
  emit(S, ...elementsAt(a, i, zt), ...elementsAt(b, j, zt), get(n), ...scaled(zt), copying(S));
};

/** The instructions on arrays that need nothing but arrays. */
export type ArrayInstr = InstrOf<
  'array.new' | 'array.new_default' | 'array.new_fixed' | 'array.get' | 'array.set' | 'array.len' | 'array.fill' | 'array.copy'>;
/** Those of a shared type. */
export const emitShared = (S: MutableBody, e: ArrayInstr): void => {
  switch (e.op) {
    case 'array.new': case 'array.new_default': emitArrayNew(S, e); return;
    case 'array.new_fixed': emitNewFixed(S, e); return;
    case 'array.fill': emitFill(S, e); return;
    case 'array.copy': emitCopy(S, e); return;
    case 'array.len':
      emitNonNull(S, operand(S, 0), NULL_ARRAY);
      emit(S, load(S.plan, 'i32', LENGTH_OFFSET));
      return;
    case 'array.get':
      emitElement(S, e.x, operand(S, 1));
      emit(S, load(S.plan, elementOf(S, e.x), ELEMENTS_OFFSET, e.sx));
      return;
    case 'array.set': {
      const zt = elementOf(S, e.x), v = temp(S, openVal(S.plan, unpack(zt)), 2);
      emit(S, set(v));
      emitElement(S, e.x, operand(S, 2));
      emit(S, get(v), store(S.plan, zt, ELEMENTS_OFFSET));
    }
  }
};
