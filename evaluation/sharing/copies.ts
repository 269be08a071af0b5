/**
 * The translation of `array.copy` between an array in the heap and one that the host has: element by element.
 * ```rule
 * ⟦array.copy x y⟧ = trap if one is null; trap if i + n > |a| or j + n > |b|; (a[i + k] := b[j + k])ⁿ
 *   — if one of the types x and y is shared
 * ```
 * @category Evaluation: sharing
 * @module
 */
import type { Expr, Instr, InstrOf } from '../../syntax/instructions.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { ValType } from '../../syntax/types.ts';
import { isPacked } from '../../semantics/types/properties.ts';
import { binop, call, eqz, get, i32, if_, return_, set } from '../translation/code.ts';
import { elementOf, isSharedType, lengthOf } from './arrays.ts';
import type { MutableBody } from './body.ts';
import { emit, emitTrapIf, temp } from './body.ts';
import { load, store, tee } from './code.ts';
import { ELEMENTS_OFFSET } from './layout.ts';
import { callRuntime, funcOnce, isSharedRef } from './plan.ts';
import { emitRange, scaled } from './ranges.ts';

const at = NOWHERE, ARRAY = 'null array reference', BOUNDS = 'out of bounds array access';

/** The type of a local for an array of the type x. */
export const arrayType = (S: MutableBody, x: number): ValType =>
  isSharedType(S, x) ? 'i32' : { kind: 'ref', nullable: true, heap: { kind: 'idx', x: S.plan.types.typeIdx(x) } };
/** [array index] to the address of an element, before the offset of elements. */
const address = (S: MutableBody, x: number, array: number, index: number): Expr =>
  [get(array), get(index), ...scaled(elementOf(S, x)), binop('add')];
const read = (S: MutableBody, x: number, array: number, index: number): Expr => {
  const zt = elementOf(S, x);
  if (isSharedType(S, x)) return [...address(S, x, array, index), load(S.plan, zt, ELEMENTS_OFFSET)];
  return [get(array), get(index), { op: 'array.get', x: S.plan.types.typeIdx(x), sx: isPacked(zt) ? 'u' : undefined, at }];
};
const written = (S: MutableBody, x: number, array: number, index: number, value: Expr): Expr => isSharedType(S, x)
  ? [...address(S, x, array, index), ...value, store(S.plan, elementOf(S, x), ELEMENTS_OFFSET)]
  : [get(array), get(index), ...value, { op: 'array.set', x: S.plan.types.typeIdx(x), at }];
/** What puts a reference to something shared into the host's heap pins it: it is in the added local. */
const PINNED = 5;
const leaving = (S: MutableBody, x: number): Expr => {
  const zt = elementOf(S, x), leaves = !isSharedType(S, x) && typeof zt === 'object' && isSharedRef(zt);
  return leaves ? [tee(PINNED), get(PINNED), callRuntime(S.plan, 'pin')] : [];
};
/** [array index array index count]: copies the elements. The ranges have been checked. */
const copyElements = (S: MutableBody, { x, y }: InstrOf<'array.copy'>): Instr => call(funcOnce(
  S.plan, `copy ${y} into ${x}`, [arrayType(S, x), 'i32', arrayType(S, y), 'i32', 'i32'], [], ['i32'], () => [
    { op: 'loop', bt: { kind: 'result', type: undefined }, at, body: [
      get(4), eqz, if_([return_]),
      ...written(S, x, 0, 1, [...read(S, y, 2, 3), ...leaving(S, x)]),
      ...[1, 3].flatMap((k): Expr => [get(k), i32(1), binop('add'), set(k)]), get(4), i32(1), binop('sub'), set(4),
      { op: 'br', l: 0, at },
    ] },
  ]));

/** Emits a trap if the array of the type x in a local is null. */
export const emitNullCheck = (S: MutableBody, x: number, array: number): void => {
  emit(S, get(array), isSharedType(S, x) ? eqz : { op: 'ref.is_null', at });
  emitTrapIf(S, ARRAY);
};
/** The length of the array of the type x in a local. */
export const arrayLength = (S: MutableBody, x: number, array: number): Expr =>
  isSharedType(S, x) ? lengthOf(S, array) : [get(array), { op: 'array.len', at }];
/** array.copy, if one of the types is shared and the other is not */
export const emitCopyAcross = (S: MutableBody, e: InstrOf<'array.copy'>): void => {
  const n = temp(S, 'i32'), j = temp(S, 'i32', 1), i = temp(S, 'i32', 2);
  const b = temp(S, arrayType(S, e.y), 10), a = temp(S, arrayType(S, e.x), 11);
  emit(S, set(n), set(j), set(b), set(i), set(a));
  emitNullCheck(S, e.x, a);
  emitNullCheck(S, e.y, b);
  emitRange(S, [i, 'i32'], [n, 'i32'], arrayLength(S, e.x, a), BOUNDS, 5);
  emitRange(S, [j, 'i32'], [n, 'i32'], arrayLength(S, e.y, b), BOUNDS, 5);
  emit(S, get(a), get(i), get(b), get(j), get(n), copyElements(S, e));
};
