/**
 * What frames refer to in the heap that threads share. There references are numbers, and the collector of that heap sees no frames of the
 * host's. So what may be a reference in a frame is put into a record of that heap as well, which is a root as long as the frame may be
 * entered. While a frame that has been entered again runs, its operands stay in the record; its locals are kept as in any function.
 *
 * A function knows where the thread keeps its references by what it has put into locals in the beginning: its *opening*. Another thread may
 * enter the frame, or this one at another height, so the opening is executed again.
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import { get, set } from './code.ts';

/** What is known of the numbers in a function. */
export interface TrackedFunction {
  /** how many instructions at its beginning are the opening: they leave no operands, and have no blocks but `if` */
  readonly opening: number;
  /** how many of its locals, from 0 on, are known to be references or not */
  readonly known: number;
  /** those that are */
  readonly references: ReadonlySet<number>;
}
/** The functions of a module by their places among those that it defines; if there is none at a place, it never suspends. */
export type Tracking = readonly TrackedFunction[];

/** Whether a local of type i32 may be a reference, or an operand, of which nothing is known. */
export const mayRefer = ({ known, references }: TrackedFunction, x?: number): boolean =>
  x === undefined || x >= known || references.has(x);
/** The locals that an opening sets. */
export const openedIn = (body: Expr, { opening }: TrackedFunction): ReadonlySet<number> => {
  const found = new Set<number>(), see = (e: Instr): void => {
    if (e.op === 'local.set') found.add(e.x);
    else if (e.op === 'if') e.then.forEach(see);
  };
  body.slice(0, opening).forEach(see);
  return found;
};
/** The opening, in a version of the function whose locals begin at another index; other indices are translated. */
export const openingOf = (body: Expr, { opening }: TrackedFunction, firstLocal: number, reindexed: (e: Instr) => Instr): Expr => {
  const relocated = (e: Instr): Instr => {
    switch (e.op) {
      case 'local.get': return get(firstLocal + e.x);
      case 'local.set': return set(firstLocal + e.x);
      case 'if': return { ...e, then: e.then.map(relocated) };
      default: return reindexed(e);
    }
  };
  return body.slice(0, opening).map(relocated);
};
