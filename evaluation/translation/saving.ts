/**
 * Leaving a function at a resume point because of a suspension.
 * @module
 */
import type { Instr } from '../../syntax/instructions.ts';
import { emit, emitIf, indexOf, keepBelow, need, settle } from './body.ts';
import { br, i32, read, set } from './code.ts';
import { register } from './layout.ts';
import type { MutableBody } from './body.ts';

/**
 * Prepares the n operands of an instruction. If it is a resume point, its number is the result, and those below are in slots, to be saved.
 */
export const beginPoint = (S: MutableBody, e: Instr, n: number): number | undefined => {
  const point = S.points.number.get(e);
  if (point === undefined) need(S, n);
  else {
    settle(S, n);
    keepBelow(S, n);
  }
  return point;
};

/** Saves the frame, and leaves. Frames say 2·n + 1 of a resume point n inside of a try_table, 2·n of others. */
export const emitSave = (S: MutableBody, point: number): void => {
  emit(S, i32(2 * point + (S.tries > 0 ? 1 : 0)), set(S.pc), br(indexOf(S, 0)));
};

/** Saves the frame and leaves if a call has just returned because of a suspension, or on another condition. */
export const emitSaveIf = (S: MutableBody, point: number, condition: readonly Instr[] = [read(register(S.plan, 'SIG'))]): void => {
  emit(S, ...condition);
  emitIf(S, () => { emitSave(S, point); });
};
