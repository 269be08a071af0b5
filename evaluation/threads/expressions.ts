/**
 * Expressions with other instructions in the place of some.
 * @category Evaluation: threads
 * @module
 */
import { bodiesOf, withBodies } from '../../syntax/bodies.ts';
import type { Expr, Instr } from '../../syntax/instructions.ts';

/** An expression that is being replaced. */
interface MutableWork {
  readonly from: Expr;
  i: number;
  readonly to: Instr[];
  /** the bodies of the block at i - 1 that are done */
  done: Expr[];
}
const work = (from: Expr): MutableWork => ({ from, i: 0, to: [], done: [] });

/** The expression with the instructions `replace(e)` in the place of each instruction e, blocks with what becomes of their bodies. */
export const spliced = (expr: Expr, replace: (e: Instr) => Expr): Expr => {
  const stack = [work(expr)];
  for (;;) {
    const top = stack.at(-1), e = top?.from[top.i];
    if (top === undefined) throw new RangeError('an expression ends once');
    if (e === undefined) {
      stack.pop();
      const outer = stack.at(-1);
      if (outer === undefined) return top.to;
      outer.done.push(top.to);
      continue;
    }
    const bodies = bodiesOf(e), next = bodies[top.done.length];
    if (next !== undefined) {
      stack.push(work(next));
      continue;
    }
    top.to.push(...replace(bodies.length === 0 ? e : withBodies(e, top.done)));
    top.done = [];
    top.i++;
  }
};
/** The same with one instruction in the place of each. */
export const replaced = (expr: Expr, replace: (e: Instr) => Instr): Expr => spliced(expr, (e) => [replace(e)]);
