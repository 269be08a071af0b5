/**
 * Loops, where a thread may be stopped for a collection: at the beginning of each round it asks whether it is to stop. A loop is left to
 * stop outside of it, so that what it does in each round has no call: the host unrolls it as before.
 * ```rule
 * ⟦loop bt e*⟧ = (block $done (loop $again (block $slow (loop $l (br_if $slow REQUEST) ⟦e*⟧) (br $done)) … poll (br $again)))
 *
 * ⟦loop bt e*⟧ = … (loop $round (br_if $slow REQUEST) (block $l ⟦e*⟧ (br $done))ⁿ (br $round)) …
 *   — if e* are few, and no safepoints
 * ```
 * The question takes 0.1 ns, as much as a small turn without it. So turns of a small loop are n in a round, one after the other: who goes
 * on with the loop is where the next one begins.
 * @category Evaluation: sharing
 * @module
 */
import type { Expr, Instr, InstrOf } from '../../syntax/instructions.ts';
import type { ValType } from '../../syntax/types.ts';
import { br, brIf } from '../translation/code.ts';
import type { MutableBody } from './body.ts';
import { blockTypeOf } from './plan.ts';
import { placesFrom, requested, stopping, whereCaught } from './roots.ts';
import { hasInstr, isSafepoint } from './safepoints.ts';

/** How many turns a round of a small loop has; and how many instructions make it large. With more turns, little is gained. */
const TURNS = 4, LARGE = 40;
/** Resume points, and what is about continuations otherwise, stand in a function once. */
const SWITCHES = /^(?:cont|suspend|switch)/u;
/** How many turns a round has. */
const turnsOf = (S: MutableBody, { body }: InstrOf<'loop'>): number => {
  let size = 0;
  const isLarge = (e: Instr): boolean => ++size >= LARGE || isSafepoint(e) || SWITCHES.test(e.op);
  return S.catches || hasInstr(body, isLarge) ? 1 : TURNS;
};

/** A loop that asks whether the thread is to stop. */
export interface Polling {
  /** how many blocks of the target are around what its label names */
  readonly around: number;
  /** ⟦loop bt e*⟧, with these parameters and results, of ⟦e*⟧ */
  readonly wrap: (params: readonly ValType[], results: readonly ValType[], body: Expr) => Expr;
}
/** How a loop asks; its parameters, so many, are the topmost operands. */
export const polling = (S: MutableBody, e: InstrOf<'loop'>, params: number): Polling => {
  const { plan } = S, { at } = e, end = S.operands.length, turns = turnsOf(S, e);
  const places = placesFrom(S, end - params, end), slow = stopping(S, e, end);
  const ask: Expr = [...whereCaught(S, S.catches), ...requested(S), brIf(1)];
  return {
    around: turns === 1 ? 3 : 4,
    wrap: (params, results, body) => {
      const bt = blockTypeOf(plan, params, results), again = blockTypeOf(plan, params, params);
      const turn: Instr = { op: 'block', bt: again, at, body: [...body, br(4)] };
      const round = turns === 1 ? body : [...Array.from({ length: turns }, () => turn), br(0)];
      return [{ op: 'block', bt, at, body: [{ op: 'loop', bt, at, body: [
        { op: 'block', bt: again, at, body: [{ op: 'loop', bt, at, body: [...ask, ...round] }, br(2)] }, ...places, ...slow, br(0),
      ] }] }];
    },
  };
};
