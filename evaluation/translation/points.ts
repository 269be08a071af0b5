/**
 * Resume points: the instructions of a function at which it may be left by a suspension, and entered again.
 * @module
 */
import { bodiesOf } from '../../syntax/bodies.ts';
import type { Expr, Instr, Op } from '../../syntax/instructions.ts';

/** The resume points of a function. */
export interface Points {
  /** the number of each point, from 1, in the order of the text */
  readonly number: ReadonlyMap<Instr, number>;
  /** the blocks that contain points */
  readonly blocks: ReadonlySet<Instr>;
  /** the numbers of the points in a sequence, those in its blocks among them: from, and up to */
  readonly range: (es: Expr) => Range;
  /** how many points and blocks with points a sequence has by itself */
  readonly parts: (es: Expr) => Parts;
}
/** Consecutive numbers of resume points: from, and up to. */
export type Range = readonly [from: number, to: number];
/** What a sequence of instructions has by itself. */
export interface Parts {
  readonly points: number;
  /** the points, and the blocks that contain points */
  readonly all: number;
}

/** A function without resume points. */
export const NO_POINTS: Points = { number: new Map(), blocks: new Set(), range: () => [0, 0], parts: () => ({ points: 0, all: 0 }) };

const ENDS: ReadonlySet<Op> = new Set<Op>([
  'unreachable', 'br', 'br_table', 'return', 'return_call', 'return_call_ref', 'return_call_indirect', 'throw', 'throw_ref',
]);
/** Whether control never gets past an instruction, whatever surrounds it. */
export const ends = (e: Instr): boolean => ENDS.has(e.op);

/** A sequence that is being looked through, in the block `of`. */
interface Cursor {
  readonly es: Expr;
  readonly of: Instr | undefined;
  readonly parent: Cursor | undefined;
  i: number;
  from: number;
}
const cursor = (es: Expr, of: Instr | undefined, parent: Cursor | undefined): Cursor => ({ es, of, parent, i: 0, from: 0 });
/** The next instruction that can be reached. */
const next = (c: Cursor): Instr | undefined => {
  const last = c.es[c.i - 1];
  return last !== undefined && ends(last) ? undefined : c.es[c.i++];
};

/** The resume points of a function, code out of reach left out. */
export const pointsOf = (body: Expr, isPoint: (e: Instr) => boolean): Points => {
  const number = new Map<Instr, number>(), blocks = new Set<Instr>(), ranges = new Map<Expr, Range>();
  const todo = [cursor(body, undefined, undefined)];
  for (let c = todo.at(-1); c !== undefined; c = todo.at(-1)) {
    if (c.i === 0) c.from = number.size + 1;
    const e = next(c);
    if (e === undefined) {
      todo.pop();
      ranges.set(c.es, [c.from, number.size + 1]);
    } else if (isPoint(e)) {
      number.set(e, number.size + 1);
      for (let p: Cursor | undefined = c; p?.of !== undefined && !blocks.has(p.of); p = p.parent) blocks.add(p.of);
    } else for (const es of bodiesOf(e).toReversed()) todo.push(cursor(es, e, c));
  }
  const parts = (es: Expr): Parts => {
    const reached = es.slice(0, es.findIndex(ends) + 1 || es.length);
    const points = reached.filter((e) => number.has(e)).length;
    return { points, all: points + reached.filter((e) => blocks.has(e)).length };
  };
  return { number, blocks, range: (es) => ranges.get(es) ?? [0, 0], parts };
};
