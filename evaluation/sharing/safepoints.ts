/**
 * Safepoints: where a thread may be stopped for a collection, or collect itself. These are allocations, waits, tail calls, and each time a
 * loop begins again; and calls of functions in which there are some, or what runs continuations. What makes or captures continuations is
 * none: the frames of a function that is suspended keep what it needs.
 * @category Evaluation: sharing
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { bodiesOf } from '../translation/capture.ts';

const ALLOCATES = /^(?:(?:struct|array|waitqueue)\.new|(?:resume_)?throw$)/u;
/** Whether an instruction may allocate something shared, as far as its name says. */
export const mayAllocate = ({ op }: Instr): boolean => ALLOCATES.test(op);
/** Whether it may wait. */
export const mayWait = ({ op }: Instr): boolean => op.endsWith('.wait');
/** Whether it resumes a continuation. */
export const isResume = ({ op }: Instr): boolean => op.startsWith('resume');
/** Whether it is a call, from which the function goes on, or runs something else. */
export const isCall = (e: Instr): boolean => e.op.startsWith('call') || isResume(e);
/** Whether it is a call by which a function may go on for ever without a loop. */
export const isTailCall = ({ op }: Instr): boolean => op.startsWith('return_call');
/** Whether there may be a collection while an instruction is executed, or where a loop begins. */
export const isSafepoint = (e: Instr): boolean => e.op === 'loop' || mayAllocate(e) || mayWait(e) || isCall(e) || isTailCall(e);

/** Whether some instruction is in a body, or in a block of it. */
export const hasInstr = (body: Expr, is: (e: Instr) => boolean): boolean => {
  const todo: Expr[] = [body];
  for (let es = todo.pop(); es !== undefined; es = todo.pop()) {
    for (const e of es) {
      if (is(e)) return true;
      todo.push(...bodiesOf(e));
    }
  }
  return false;
};
/** What a function calls directly; undefined if there is another safepoint in it. */
const calledBy = (body: Expr): ReadonlySet<number> | undefined => {
  const called = new Set<number>(), todo: Expr[] = [body];
  for (let es = todo.pop(); es !== undefined; es = todo.pop()) {
    for (const e of es) {
      if (e.op === 'call') called.add(e.x);
      else if (isSafepoint(e)) return undefined;
      todo.push(...bodiesOf(e));
    }
  }
  return called;
};
/** The functions of a module in which there is no safepoint. */
export const quietFunctions = ({ module: { funcs }, imports }: ValidModule): ReadonlySet<number> => {
  const imported = imports.filter(({ kind }) => kind === 'func').length, quiet = new Map<number, ReadonlySet<number>>();
  funcs.forEach(({ body }, i) => {
    const called = calledBy(body);
    if (called !== undefined) quiet.set(imported + i, called);
  });
  for (let before = -1; before !== quiet.size;) {
    before = quiet.size;
    for (const [x, called] of quiet) if ([...called].some((y) => !quiet.has(y))) quiet.delete(x);
  }
  return new Set(quiet.keys());
};
