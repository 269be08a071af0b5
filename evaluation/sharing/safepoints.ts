/**
 * Safepoints: where a thread may be stopped for a collection, or collect itself. These are allocations, waits, each time a loop begins
 * again, and where a function begins that may come to call itself; and calls of functions in which there are some, or what runs
 * continuations. What makes or captures continuations is none: the frames of a function that is suspended keep what it needs.
 * @category Evaluation: sharing
 * @module
 */
import { instructionsIn } from '../../syntax/bodies.ts';
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';

const ALLOCATES = /^(?:(?:struct|array|waitqueue)\.new|(?:resume_)?throw$)/u;
/** Whether an instruction may allocate something shared, as far as its name says. */
export const mayAllocate = ({ op }: Instr): boolean => ALLOCATES.test(op);
/** Whether it may wait. */
export const mayWait = ({ op }: Instr): boolean => op.endsWith('.wait');
/** Whether it resumes a continuation. */
export const isResume = ({ op }: Instr): boolean => op.startsWith('resume');
/** Whether it is a call, from which the function goes on, or runs something else. */
export const isCall = (e: Instr): boolean => e.op.startsWith('call') || isResume(e);
/** Whether it is a tail call, from which it does not. */
const isTailCall = ({ op }: Instr): boolean => op.startsWith('return_call');
/** Whether there may be a collection while an instruction is executed, or where a loop begins. */
export const isSafepoint = (e: Instr): boolean => e.op === 'loop' || mayAllocate(e) || mayWait(e) || isCall(e);

/** Whether some instruction is in a body, or in a block of it. */
export const hasInstr = (body: Expr, is: (e: Instr) => boolean): boolean => {
  for (const e of instructionsIn([body])) if (is(e)) return true;
  return false;
};

/** How a function concerns collections by itself: the functions that it calls directly, and whether it does what is named. */
interface Doing {
  readonly calls: ReadonlySet<number>;
  /** calls functions that are not known, or not of the module */
  readonly callsOthers: boolean;
  /** has safepoints other than calls */
  readonly stops: boolean;
}
const doing = (body: Expr, imported: number): Doing => {
  const calls = new Set<number>();
  let callsOthers = false, stops = false;
  hasInstr(body, (e) => {
    if ((e.op === 'call' || e.op === 'return_call') && e.x >= imported) calls.add(e.x);
    else if (isCall(e) || isTailCall(e)) callsOthers = true;
    else stops ||= isSafepoint(e);
    return false;
  });
  return { calls, callsOthers, stops };
};

/** What the functions of a module are for collections. */
export interface Safepoints {
  /** those in which there is no safepoint */
  readonly quiet: ReadonlySet<number>;
  /** those that ask at their beginning whether the thread is to stop, since it might go on for ever by calling them */
  readonly recurring: ReadonlySet<number>;
}
/** The safepoints of a module: functions are seen after all that they call; those for which there is no such order call each other. */
export const safepointsOf = ({ module: { funcs }, imports }: ValidModule): Safepoints => {
  const imported = imports.filter(({ kind }) => kind === 'func').length, all = funcs.map(({ body }) => doing(body, imported));
  const callers = funcs.map((): number[] => []), left = all.map(({ calls }) => calls.size), ready: number[] = [];
  all.forEach(({ calls }, f) => { for (const g of calls) callers[g - imported]?.push(f); });
  left.forEach((n, f) => { if (n === 0) ready.push(f); });
  const quiet = new Set<number>(), recurring = new Set(funcs.map((_, f) => imported + f));
  for (let f = ready.pop(); f !== undefined; f = ready.pop()) {
    const { calls = [], callsOthers = true, stops = true } = all[f] ?? {};
    if (!callsOthers) recurring.delete(imported + f);
    if (!callsOthers && !stops && [...calls].every((g) => quiet.has(g))) quiet.add(imported + f);
    for (const caller of callers[f] ?? []) if (left[caller] !== undefined && --left[caller] === 0) ready.push(caller);
  }
  return { quiet, recurring };
};
