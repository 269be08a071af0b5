/**
 * The translation of globals and tables that lie in the heap, and of calls through them.
 * ```rule
 * ⟦global.get x⟧ = load t at (global x)
 *
 * ⟦table.get x⟧ = trap if i ≥ length; load at (table x) + 16 + 4·i
 *
 * ⟦call_ref $ft⟧ = trap if null; call_indirect functions ⟦$ft⟧ at the slot of the record
 * ```
 * @category Evaluation: sharing
 * @module
 */
import type { Expr, Instr, InstrOf } from '../../syntax/instructions.ts';
import type { AddrType, TableType } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { matchesHeap } from '../../semantics/types/matching.ts';
import { minAddr } from '../../semantics/types/properties.ts';
import { binop, eqz, get, i32, set } from '../translation/code.ts';
import type { MutableBody } from './body.ts';
import { emit, emitNonNull, emitTrapIf, operand, temp } from './body.ts';
import { extendU, i64, i64Relop, load, store, wrap } from './code.ts';
import { SEGMENT_ELEMENTS, SLOT_OFFSET, TABLE_ELEMENTS, TABLE_LENGTH } from './layout.ts';
import { address, callRuntime, openVal } from './plan.ts';
import { copying, emitIndex, emitRange, filling, scaled } from './ranges.ts';
import { hasType } from './references.ts';
import type { TrapWords } from './traps.ts';
import { NOWHERE } from '../../syntax/source.ts';

/** global.get and global.set of a global in the heap */
export const emitGlobal = (S: MutableBody, { op, x }: InstrOf<'global.get' | 'global.set'>): void => {
  const type = S.C.globals.at(x)?.type ?? 'i32', at = address(S.plan, `global ${x}`);
  if (op === 'global.get') {
    emit(S, at, load(S.plan, type));
    return;
  }
  const v = temp(S, openVal(S.plan, type));
  emit(S, set(v), at, get(v), store(S.plan, type));
};

/** The type of a table. */
export const tableOf = ({ C }: Pick<MutableBody, 'C'>, x: number): TableType<DefType> => {
  const type = C.tables.at(x);
  if (type === undefined) throw new RangeError(`there is no table ${x}`);
  return type;
};
const BOUNDS = 'out of bounds table access';
const table = ({ plan }: MutableBody, x: number): Instr => address(plan, `table ${x}`);
const lengthOf = (S: MutableBody, x: number): Expr => [table(S, x), load(S.plan, 'i32', TABLE_LENGTH)];
/** Emits the way from an index on the stack to the address from which the element is TABLE_ELEMENTS away. */
export const emitTableElement = (S: MutableBody, x: number, words: TrapWords = BOUNDS): void => {
  const { addr } = tableOf(S, x), wide = temp(S, addr, 3);
  emit(S, set(wide));
  const i = emitIndex(S, wide, addr, lengthOf(S, x), words);
  emit(S, table(S, x), get(i), ...scaled('i32'), binop('add'));
};
const elements = (at: Instr, i: number, from: number): Expr => [at, i32(from), binop('add'), get(i), ...scaled('i32'), binop('add')];

const emitGrow = (S: MutableBody, x: number): void => {
  const { addr } = tableOf(S, x), n = temp(S, addr, 3), v = temp(S, 'i32'), grow = callRuntime(S.plan, 'grow');
  emit(S, set(n), set(v), table(S, x), get(v));
  if (addr === 'i32') {
    emit(S, get(n), grow);
    return;
  }
  const most = 0xffffffffn, at = NOWHERE;
  emit(S, get(n), i64(most), get(n), i64(most), i64Relop('lt_u'), { op: 'select', types: undefined, at }, wrap, grow,
    { op: 'cvtop', nt2: 'i64', nt1: 'i32', f: 'extend_s', at });
};
const emitTableFill = (S: MutableBody, x: number): void => {
  const { addr } = tableOf(S, x), n = temp(S, addr, 3), i = temp(S, addr, 4), v = temp(S, 'i32');
  emit(S, set(n), set(v), set(i));
  const [from, count] = emitRange(S, [i, addr], [n, addr], lengthOf(S, x), BOUNDS, 5);
  emit(S, ...elements(table(S, x), from, TABLE_ELEMENTS), ...filling(S, 'i32', get(v), get(count)));
};
const emitTableCopy = (S: MutableBody, { x, y }: InstrOf<'table.copy'>): void => {
  const to = tableOf(S, x).addr, from = tableOf(S, y).addr, least: AddrType = minAddr(to, from);
  const n = temp(S, least, 3), j = temp(S, from, 4), i = temp(S, to, 10);
  emit(S, set(n), set(j), set(i));
  const [i32s, count] = emitRange(S, [i, to], [n, least], lengthOf(S, x), BOUNDS, 11);
  const [j32] = emitRange(S, [j, from], [n, least], lengthOf(S, y), BOUNDS, 13);
  emit(S, ...elements(table(S, x), i32s, TABLE_ELEMENTS), ...elements(table(S, y), j32, TABLE_ELEMENTS));
  emit(S, get(count), ...scaled('i32'), copying(S));
};
/** The length of an element segment in the heap. */
export const segmentLength = ({ plan }: Pick<MutableBody, 'plan'>, y: number): Expr => [address(plan, `elem ${y}`), load(plan, 'i32')];
/** Where its elements begin, from the index in a local on. */
export const segmentElements = ({ plan }: Pick<MutableBody, 'plan'>, y: number, i: number): Expr =>
  elements(address(plan, `elem ${y}`), i, SEGMENT_ELEMENTS);
const emitTableInit = (S: MutableBody, { x, y }: InstrOf<'table.init'>): void => {
  const { addr } = tableOf(S, x), n = temp(S, 'i32', 3), j = temp(S, 'i32', 4), i = temp(S, addr, 10);
  emit(S, set(n), set(j), set(i));
  const [to] = emitRange(S, [i, addr], [n, 'i32'], lengthOf(S, x), BOUNDS, 11);
  emitRange(S, [j, 'i32'], [n, 'i32'], segmentLength(S, y), BOUNDS, 13);
  emit(S, ...elements(table(S, x), to, TABLE_ELEMENTS), ...segmentElements(S, y, j), get(n), ...scaled('i32'), copying(S));
};

/** Instructions on a table in the heap. */
export type HeapTableInstr = InstrOf<
  'table.get' | 'table.set' | 'table.size' | 'table.grow' | 'table.fill' | 'table.copy' | 'table.init'>;
/** One of these. */
export const emitTable = (S: MutableBody, e: HeapTableInstr): void => {
  switch (e.op) {
    case 'table.get':
      emitTableElement(S, e.x);
      emit(S, load(S.plan, 'i32', TABLE_ELEMENTS));
      return;
    case 'table.set': {
      const v = temp(S, 'i32');
      emit(S, set(v));
      emitTableElement(S, e.x);
      emit(S, get(v), store(S.plan, 'i32', TABLE_ELEMENTS));
      return;
    }
    case 'table.size': emit(S, ...lengthOf(S, e.x), ...tableOf(S, e.x).addr === 'i64' ? [extendU] : []); return;
    case 'table.grow': emitGrow(S, e.x); return;
    case 'table.fill': emitTableFill(S, e.x); return;
    case 'table.copy': emitTableCopy(S, e); return;
    case 'table.init': emitTableInit(S, e);
  }
};

/** elem.drop of a segment in the heap */
export const emitElemDrop = (S: MutableBody, { x }: InstrOf<'elem.drop'>): void => {
  emit(S, address(S.plan, `elem ${x}`), i32(0), store(S.plan, 'i32'));
};

/** A call of the function whose record is on the stack. */
const emitCallRecord = (S: MutableBody, y: number, returns: boolean): void => {
  const x = S.plan.functions, type = S.plan.types.typeIdx(y);
  emit(S, load(S.plan, 'i32', SLOT_OFFSET), { op: returns ? 'return_call_indirect' : 'call_indirect', x, y: type, at: S.at });
};
/** call_ref and return_call_ref of a shared type */
export const emitCallRef = (S: MutableBody, { op, y }: InstrOf<'call_ref' | 'return_call_ref'>): void => {
  emitNonNull(S, operand(S, 0), 'null function reference');
  emitCallRecord(S, y, op === 'return_call_ref');
};
/** call_indirect and return_call_indirect through a table in the heap */
export const emitCallIndirect = (S: MutableBody, { op, x, y }: InstrOf<'call_indirect' | 'return_call_indirect'>): void => {
  const f = temp(S, 'i32'), wanted = S.C.types.at(y), { ref } = tableOf(S, x);
  emitTableElement(S, x, 'undefined element');
  emit(S, load(S.plan, 'i32', TABLE_ELEMENTS), set(f), get(f), eqz);
  emitTrapIf(S, 'uninitialized element');
  if (wanted === undefined || !matchesHeap(ref.heap, wanted)) {
    emit(S, ...hasType(S, f, y), eqz);
    emitTrapIf(S, 'indirect call type mismatch');
  }
  emit(S, get(f));
  emitCallRecord(S, y, op === 'return_call_indirect');
};
