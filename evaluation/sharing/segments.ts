/**
 * The translation of what takes from segments: into arrays in the heap, or from segments that are in the heap.
 *
 * The bytes of a shared data segment stay in the module, which each thread has for itself. Whether it has been dropped is in the heap:
 * ```rule
 * ⟦memory.init x y⟧ = trap if i + n > (data y).length; memory.init ⟦x⟧ y
 *
 * ⟦data.drop y⟧ = (data y).length := 0
 * ```
 * @category Evaluation: sharing
 * @module
 */
import type { Expr, Instr, InstrOf } from '../../syntax/instructions.ts';
import { NOWHERE } from '../../syntax/source.ts';
import { binop, call, eqz, get, i32, if_, relop, return_, set } from '../translation/code.ts';
import { elementOf, elementsAt, emitArray, isSharedType, lengthOf } from './arrays.ts';
import type { MutableBody } from './body.ts';
import { emit, emitNonNull, emitTrapIf, operand, temp } from './body.ts';
import { load, store } from './code.ts';
import { arrayLength, arrayType, emitNullCheck } from './copies.ts';
import { SEGMENT_ELEMENTS } from './layout.ts';
import type { MutableSharing } from './plan.ts';
import { address, funcOnce, memIdx } from './plan.ts';
import { copying, emitRange, scaled } from './ranges.ts';
import { segmentElements, segmentLength } from './tables.ts';
import { MAX_ARRAY } from '../../semantics/runtime/limits.ts';

const at = NOWHERE;
const isSharedData = ({ C }: MutableBody, y: number): boolean => C.datas.at(y)?.shared === true;
/** Emits a trap if a shared data segment has not n bytes from i on, for the locals i and n. */
const emitDataCheck = (S: MutableBody, y: number, i: number, n: number): void => {
  if (!isSharedData(S, y)) return;
  emitRange(S, [i, 'i32'], [n, 'i32'], [address(S.plan, `data ${y}`), load(S.plan, 'i32')], 'out of bounds memory access', 20);
};

/** memory.init of a shared segment */
export const emitMemoryInit = (S: MutableBody, e: InstrOf<'memory.init'>): void => {
  const n = temp(S, 'i32', 3), j = temp(S, 'i32', 4);
  emit(S, set(n), set(j));
  emitDataCheck(S, e.y, j, n);
  emit(S, get(j), get(n), { ...e, x: memIdx(S.plan, e.x) });
};
/** data.drop of a shared segment */
export const emitDataDrop = (S: MutableBody, { x }: InstrOf<'data.drop'>): void => {
  emit(S, address(S.plan, `data ${x}`), i32(0), store(S.plan, 'i32'));
};

const DATA = 'out of bounds memory access', ELEM = 'out of bounds table access', ARRAY = 'out of bounds array access';
/** array.new_data of a shared array, or of a shared segment */
export const emitNewData = (S: MutableBody, e: InstrOf<'array.new_data'>): void => {
  const { x, y } = e, zt = elementOf(S, x), n = temp(S, 'i32', 3), j = temp(S, 'i32', 4), bytes = temp(S, 'i32', 10);
  emit(S, set(n), set(j));
  // No segment has so many elements.
  emit(S, get(n), i32(MAX_ARRAY), relop('gt_u'));
  emitTrapIf(S, DATA);
  emit(S, get(n), ...scaled(zt), set(bytes));
  emitDataCheck(S, y, j, bytes);
  if (!isSharedType(S, x)) {
    emit(S, get(j), get(n), { ...e, x: S.plan.types.typeIdx(x) });
    return;
  }
  const a = emitArray(S, x, n, DATA);
  emit(S, ...elementsAt(a, undefined, zt), get(j), get(bytes), { op: 'memory.init', x: S.plan.heap, y, at }, get(a));
};
/** array.init_data of a shared array, or of a shared segment */
export const emitInitData = (S: MutableBody, e: InstrOf<'array.init_data'>): void => {
  const { x, y } = e, zt = elementOf(S, x), n = temp(S, 'i32', 3), j = temp(S, 'i32', 4);
  const i = temp(S, 'i32', 10), bytes = temp(S, 'i32', 11), a = temp(S, arrayType(S, x), 12);
  emit(S, set(n), set(j), set(i), set(a));
  emitNullCheck(S, x, a);
  emitRange(S, [i, 'i32'], [n, 'i32'], arrayLength(S, x, a), ARRAY, 20);
  emit(S, get(n), ...scaled(zt), set(bytes));
  emitDataCheck(S, y, j, bytes);
  if (isSharedType(S, x)) emit(S, ...elementsAt(a, i, zt), get(j), get(bytes), { op: 'memory.init', x: S.plan.heap, y, at });
  else emit(S, get(a), get(i), get(j), get(n), { ...e, x: S.plan.types.typeIdx(x) });
};

/** Puts n elements of a segment in the heap from j on into an unshared array from i on: [array i j n]. The ranges have been checked. */
const intoUnshared = (plan: MutableSharing, x: number, y: number): Instr => {
  const type = plan.types.typeIdx(x), rt = { kind: 'ref', nullable: true, heap: { kind: 'idx', x: type } } as const;
  return call(funcOnce(plan, `elem ${y} into ${x}`, [rt, 'i32', 'i32', 'i32'], [], [], () => [
    { op: 'loop', bt: { kind: 'result', type: undefined }, at, body: [
      get(3), eqz, if_([return_]),
      get(0), get(1),
      address(plan, `elem ${y}`), get(2), i32(2), binop('shl'), binop('add'), load(plan, 'i32', SEGMENT_ELEMENTS),
      { op: 'array.set', x: type, at },
      ...[1, 2].flatMap((k): Expr => [get(k), i32(1), binop('add'), set(k)]), get(3), i32(1), binop('sub'), set(3),
      { op: 'br', l: 0, at },
    ] },
  ]));
};
/** array.new_elem of a segment in the heap */
export const emitNewElem = (S: MutableBody, { x, y }: InstrOf<'array.new_elem'>): void => {
  const n = temp(S, 'i32', 3), j = temp(S, 'i32', 4);
  emit(S, set(n), set(j));
  emitRange(S, [j, 'i32'], [n, 'i32'], segmentLength(S, y), ELEM, 20);
  if (isSharedType(S, x)) {
    const a = emitArray(S, x, n, 'allocation size too large');
    emit(S, ...elementsAt(a, undefined, 'i32'), ...segmentElements(S, y, j), get(n), ...scaled('i32'), copying(S), get(a));
    return;
  }
  const type = S.plan.types.typeIdx(x), a = temp(S, { kind: 'ref', nullable: true, heap: { kind: 'idx', x: type } });
  emit(S, get(n), { op: 'array.new_default', x: type, at }, set(a));
  emit(S, get(a), i32(0), get(j), get(n), intoUnshared(S.plan, x, y), get(a), { op: 'ref.as_non_null', at });
};
/** array.init_elem of a segment in the heap */
export const emitInitElem = (S: MutableBody, { x, y }: InstrOf<'array.init_elem'>): void => {
  const n = temp(S, 'i32', 3), j = temp(S, 'i32', 4), i = temp(S, 'i32', 10), type = S.plan.types.typeIdx(x), shared = isSharedType(S, x);
  const a = temp(S, shared ? 'i32' : { kind: 'ref', nullable: true, heap: { kind: 'idx', x: type } }, 12);
  emit(S, set(n), set(j), set(i));
  if (shared) emitNonNull(S, operand(S, 3), 'null array reference');
  emit(S, set(a));
  emitRange(S, [i, 'i32'], [n, 'i32'], shared ? lengthOf(S, a) : [get(a), { op: 'array.len', at }], ARRAY, 20);
  emitRange(S, [j, 'i32'], [n, 'i32'], segmentLength(S, y), ELEM, 20);
  if (shared) emit(S, ...elementsAt(a, i, 'i32'), ...segmentElements(S, y, j), get(n), ...scaled('i32'), copying(S));
  else emit(S, get(a), get(i), get(j), get(n), intoUnshared(S.plan, x, y));
};
