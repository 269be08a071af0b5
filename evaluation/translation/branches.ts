/**
 * The translation of branches. To a block that takes its operands in slots, they are moved there first; if the branch is conditional, only
 * when it is taken.
 * @module
 */
import type { Expr, Instr, InstrOf } from '../../syntax/instructions.ts';
import type { RefType } from '../../syntax/types.ts';
import type { InstrType } from '../../semantics/statics/instruction-types.ts';
import type { MutableBlock, MutableBody, MutableOperand } from './body.ts';
import {
  emit, emitIf, emitJump, emitOperand, emitReturn, emitted, indexOf, isPlain, labelOf, need, pop, push, spillAll, targetOf, temporary,
} from './body.ts';
import { known } from './calls.ts';
import { asNonNull, block, eqz, get, isNull, refCast, refTest, set } from './code.ts';
import { refType } from './types.ts';

const indexTo = (S: MutableBody, target: MutableBlock): number => indexOf(S, target.depth);

/** br */
export const emitBr = (S: MutableBody, { l }: InstrOf<'br'>): void => {
  const target = targetOf(S, l);
  need(S, labelOf(target).length);
  emitJump(S, target);
};
/** return */
export const emitReturning = (S: MutableBody): void => {
  need(S, S.results.length);
  emitReturn(S);
};

/** A branch that can stay what it is, to another index. */
const emitPlain = (S: MutableBody, e: Instr, it: InstrType): void => {
  need(S, it.params.length);
  emit(S, e);
  pop(S, it.params.length);
  push(S, known(it.results));
};

/** Emits the topmost n operands, which stay where they are. */
const emitTopmost = (S: MutableBody, n: number): void => {
  for (const operand of S.operands.slice(S.operands.length - n)) emitOperand(S, operand);
};
/** Branches if the condition holds, with the topmost operands, which are in slots, and what `extra` emits. */
const emitBranchIf = (S: MutableBody, target: MutableBlock, condition: Expr, extra: Expr = []): void => {
  emit(S, ...condition);
  emitIf(S, () => {
    emitTopmost(S, labelOf(target).length - (extra.length > 0 ? 1 : 0));
    emit(S, ...extra);
    emitJump(S, target);
  });
};

/** Moves the topmost operand to a local of its type. */
const take = (S: MutableBody, type: 'i32' | 'i64'): number => {
  const x = temporary(S, type);
  need(S, 1);
  emit(S, set(x));
  pop(S, 1);
  spillAll(S);
  return x;
};

/** br_if */
export const emitBrIf = (S: MutableBody, e: InstrOf<'br_if'>, it: InstrType): void => {
  const target = targetOf(S, e.l);
  if (isPlain(S, target)) emitPlain(S, { ...e, l: indexTo(S, target) }, it);
  else emitBranchIf(S, target, [get(take(S, 'i32'))]);
};

/** br_table: to a target that is not plain, by way of code that moves the operands. */
export const emitBrTable = (S: MutableBody, e: InstrOf<'br_table'>, it: InstrType): void => {
  const targets = [...e.ls, e.l].map((l) => targetOf(S, l));
  if (targets.every((target) => isPlain(S, target))) {
    const [l, ...ls] = targets.map((target) => indexTo(S, target)).reverse();
    emitPlain(S, { ...e, ls: ls.reverse(), l: l ?? 0 }, { ...it, results: [] });
    return;
  }
  const index = take(S, 'i32'), ways = [...new Set(targets)], m = ways.length;
  const [l, ...ls] = targets.map((target) => ways.indexOf(target)).reverse();
  let code: Expr = [get(index), { ...e, ls: ls.reverse(), l: l ?? 0 }];
  ways.forEach((target, i) => {
    code = [block(code), ...emitted(S, S.depth + m - 1 - i, () => {
      emitTopmost(S, labelOf(target).length);
      emitJump(S, target);
    })];
  });
  emit(S, ...code);
};

/** The topmost operand, in its slot. */
const reference = (S: MutableBody): MutableOperand & { readonly slot: { readonly x: number } } => {
  spillAll(S);
  const operand = S.operands.at(-1);
  if (operand?.slot === undefined) throw new RangeError('there is no operand');
  return operand as MutableOperand & { readonly slot: { readonly x: number } };
};

/** br_on_null */
export const emitBrOnNull = (S: MutableBody, e: InstrOf<'br_on_null'>, it: InstrType): void => {
  const target = targetOf(S, e.l);
  if (isPlain(S, target)) {
    emitPlain(S, { ...e, l: indexTo(S, target) }, it);
    return;
  }
  const { type, slot } = reference(S);
  pop(S, 1);
  emitBranchIf(S, target, [get(slot.x), isNull]);
  S.operands.push({ type: typeof type === 'string' ? type : { ...type, nullable: false }, slot });
};

/** br_on_non_null */
export const emitBrOnNonNull = (S: MutableBody, e: InstrOf<'br_on_non_null'>, it: InstrType): void => {
  const target = targetOf(S, e.l);
  if (isPlain(S, target)) {
    emitPlain(S, { ...e, l: indexTo(S, target) }, it);
    return;
  }
  const { slot } = reference(S);
  pop(S, 1);
  emitBranchIf(S, target, [get(slot.x), isNull, eqz], [get(slot.x), asNonNull]);
};

/** br_on_cast and br_on_cast_fail */
export const emitBrOnCast = (S: MutableBody, e: InstrOf<'br_on_cast' | 'br_on_cast_fail'>, it: InstrType): void => {
  const target = targetOf(S, e.l), rt1 = refType(e.rt1), rt2 = refType(e.rt2);
  if (isPlain(S, target)) {
    emitPlain(S, { ...e, rt1, rt2, l: indexTo(S, target) }, it);
    return;
  }
  const { slot } = reference(S), tested = [get(slot.x), refTest(rt2)];
  const succeeded = [get(slot.x), refCast(rt2)], failed = [get(slot.x), ...(nullFree(rt1, rt2) ? [asNonNull] : [])];
  pop(S, 1);
  if (e.op === 'br_on_cast') emitBranchIf(S, target, tested, succeeded);
  else emitBranchIf(S, target, [...tested, eqz], failed);
  emit(S, ...(e.op === 'br_on_cast' ? failed : succeeded));
  push(S, known(it.results).slice(-1));
};
/** Whether what fails the cast is not null. */
const nullFree = (rt1: RefType, rt2: RefType): boolean => rt2.nullable || !rt1.nullable;
