/**
 * Ranges of arrays, tables and segments in the heap: bounds and filling.
 * @category Evaluation: sharing
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { AddrType, StorageType } from '../../syntax/types.ts';
import { NOWHERE } from '../../syntax/source.ts';
import { binop, get, i32, relop, set } from '../translation/code.ts';
import type { MutableBody } from './body.ts';
import { emit, emitTrapIf, temp } from './body.ts';
import { extendU, i64Relop, reinterpret, wrap } from './code.ts';
import { bytesOf } from './layout.ts';
import { callRuntime } from './plan.ts';
import type { TrapWords } from './traps.ts';

/** Emits a trap unless the local i of an address type is less than a length. The local that is the result has it as an i32. */
export const emitIndex = (S: MutableBody, i: number, at: AddrType, length: Expr, words: TrapWords): number => {
  if (at === 'i32') {
    emit(S, get(i), ...length, relop('ge_u'));
    emitTrapIf(S, words);
    return i;
  }
  const narrow = temp(S, 'i32', 6);
  emit(S, get(i), ...length, extendU, i64Relop('ge_u'));
  emitTrapIf(S, words);
  emit(S, get(i), wrap, set(narrow));
  return narrow;
};

const or = binop('or');
/**
 * Emits a trap unless i + n ≤ length, for the locals i and n of their address types. What they hold is also left in the locals
 * that are the result, as i32; `k` numbers these.
 */
export const emitRange = (
  S: MutableBody, [i, it]: readonly [number, AddrType], [n, nt]: readonly [number, AddrType], length: Expr, words: TrapWords, k: number,
): readonly [i: number, n: number] => {
  const wide = it === 'i64' || nt === 'i64', at = NOWHERE;
  const get64 = (x: number, t: AddrType): Expr => wide && t === 'i32' ? [get(x), extendU] : [get(x)];
  const size = wide ? [...length, extendU] : length;
  const nts = wide ? 'i64' : 'i32', gt: Instr = { op: 'relop', nt: nts, f: 'gt_u', at };
  const sub: Instr = { op: 'binop', nt: nts, f: 'sub', at };
  emit(S, ...get64(n, nt), ...size, gt, ...get64(i, it), ...size, ...get64(n, nt), sub, gt, or);
  emitTrapIf(S, words);
  return [narrowed(S, i, it, k), narrowed(S, n, nt, k + 1)];
};
const narrowed = (S: MutableBody, x: number, t: AddrType, k: number): number => {
  if (t === 'i32') return x;
  const narrow = temp(S, 'i32', k);
  emit(S, get(x), wrap, set(narrow));
  return narrow;
};

/** From i to i times the size of a value. */
export const scaled = (zt: StorageType<unknown>): Expr => {
  const shift = Math.log2(bytesOf(zt));
  return shift === 0 ? [] : [i32(shift), binop('shl')];
};

/** From an address, a value of type zt and a number to nothing: puts the value there so many times. */
export const filling = ({ plan }: Pick<MutableBody, 'plan'>, zt: StorageType<unknown>, value: Instr, count: Instr): Expr => {
  switch (zt) {
    case 'i8': return [value, count, { op: 'memory.fill', x: plan.heap, at: NOWHERE }];
    case 'i16': return [value, count, callRuntime(plan, 'fill16')];
    case 'i64': return [value, count, callRuntime(plan, 'fill64')];
    case 'f64': return [value, reinterpret('i64', 'f64'), count, callRuntime(plan, 'fill64')];
    case 'f32': return [value, reinterpret('i32', 'f32'), count, callRuntime(plan, 'fill32')];
    case 'v128': return [value, count, callRuntime(plan, 'fill128')];
    default: return [value, count, callRuntime(plan, 'fill32')];
  }
};
/** Copies bytes within the heap: from two addresses and a number. */
export const copying = ({ plan: { heap } }: Pick<MutableBody, 'plan'>): Instr => ({ op: 'memory.copy', x: heap, y: heap, at: NOWHERE });
