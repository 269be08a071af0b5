/**
 * Instructions in instructions: the bodies of blocks.
 * @category Syntax
 * @module
 */
import type { Expr, Instr } from './instructions.ts';

/** The bodies in an instruction, in the order of the text. */
export const bodiesOf = (e: Instr): readonly Expr[] => {
  switch (e.op) {
    case 'block': case 'loop': case 'try_table': return [e.body];
    case 'if': return [e.then, e.else];
    default: return [];
  }
};
/** The instruction with other bodies. */
export const withBodies = (e: Instr, [first = [], second = []]: readonly Expr[]): Instr => {
  switch (e.op) {
    case 'block': case 'loop': case 'try_table': return { ...e, body: first };
    case 'if': return { ...e, then: first, else: second };
    default: return e;
  }
};

/** All instructions of expressions, those in blocks among them, in no particular order. */
export const instructionsIn = function* (exprs: readonly Expr[]): Iterable<Instr> {
  const todo = [...exprs];
  for (let es = todo.pop(); es !== undefined; es = todo.pop()) {
    for (const e of es) {
      yield e;
      todo.push(...bodiesOf(e));
    }
  }
};
