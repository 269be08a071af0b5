/**
 * Wakeup trees: what is still to be explored, so that every execution explored is one of a new class.
 *
 * Abdulla, Aronis, Jonsson and Sagonas, *Optimal dynamic partial order reduction* (POPL 2014) and *Source sets* (JACM 64(4), 2017). The
 * tree at a frame holds the beginnings of executions to come, in order. What begins with a branch is equivalent neither to anything that
 * begins with a branch before it, nor with what sleeps at the frame. So an execution that follows the tree to a leaf has nothing asleep
 * there, and whatever comes next is new.
 * @category Reduction: exploration
 * @module
 */
import type { Asleep, Event, MutableBranch, MutableFrame, Search } from './path.ts';
import { showChoice } from './schedule.ts';
import type { Choice, Stepped } from './system.ts';
import { independent, sameChoice } from './system.ts';

/** A sequence v = w·last that is to be explored before event i of the path; w is given as events of the path. */
export interface Reversal<Z, A> extends Search<Z, A> {
  readonly i: number;
  readonly w: readonly number[];
  readonly last: Choice;
  /** the actions of `last` after w, if it is possible there */
  readonly lastActions: () => readonly A[] | undefined;
}

/** The step c from z, if c is enabled there. */
export const tryStep = <Z, A>({ system, step }: Search<Z, A>, z: Z, c: Choice): Stepped<Z, A> | undefined =>
  system.enabled(z).some((d) => sameChoice(c, d)) ? step(z, c) : undefined;

/** The configuration after the events w of the path, made again from z; they are possible by the laws of a system. */
export const follow = <Z, A>(search: Search<Z, A>, z: Z, w: readonly number[], add?: (branch: MutableBranch<Z, A>) => void): Z => {
  let at = z;
  for (const k of w) {
    const { choice } = search.path.events[k] as Event<A>, stepped = tryStep(search, at, choice);
    if (stepped === undefined) throw new Error(`${showChoice(choice)} is disabled without steps that are said to be independent of it`);
    add?.({ choice, ...stepped, children: [] });
    at = stepped.z;
  }
  return at;
};

/** v as a branch from z, with the configurations on the way; none if `last` turns out to be impossible. */
const grow = <Z, A>(r: Reversal<Z, A>, from: Z, w: readonly number[], withLast: boolean): MutableBranch<Z, A> | undefined => {
  const root: MutableBranch<Z, A>[] = [];
  let children = root;
  const add = (branch: MutableBranch<Z, A>): void => {
    children.push(branch);
    ({ children } = branch);
  };
  const z = follow(r, from, w, add);
  if (!withLast) return root[0];
  const stepped = tryStep(r, z, r.last);
  if (stepped === undefined) return undefined;
  add({ choice: r.last, ...stepped, children: [] });
  return root[0];
};

/** How c can begin v: as its event of this position in w, as `last`, or as a step that v lacks and is `apart` from it. */
type Beginning = number | 'last' | 'apart' | undefined;

/**
 * Whether c is a weak initial of v, c ∈ WI(v): some continuation of v is equivalent to one that begins with c. That is so iff the first
 * step of its thread in v is c itself, and nothing before it in v is dependent with it; or its thread makes no step in v, and all of v
 * is independent of c. Of w, what stands before `from` is left out. If `last` is impossible, anything will do.
 */
const beginning = <Z, A>(c: Asleep<A>, r: Reversal<Z, A>, w: readonly number[], from: number, withLast: boolean): Beginning => {
  const { system: { dependent }, path: { events }, last } = r, { choice: { thread, alternative }, actions } = c;
  for (let k = from; k < w.length; k++) {
    const event = events[w[k] as number] as Event<A>;
    if (event.choice.thread === thread) return event.choice.alternative === alternative ? k : undefined;
    if (!independent(dependent, event.actions, actions)) return undefined;
  }
  if (!withLast) return 'apart';
  if (last.thread === thread) return last.alternative === alternative ? 'last' : undefined;
  return independent(dependent, r.lastActions() ?? [], actions) ? 'apart' : undefined;
};

/**
 * Inserts v into the wakeup tree at the frame of event i, and says whether that leads to something new. Going down the tree by the first
 * branch that begins v, and taking from v what the branch has: at a leaf, or with nothing left of v, it is covered; otherwise the rest of v
 * becomes the last branch there.
 */
export const insert = <Z, A>(r: Reversal<Z, A>): boolean => {
  const frame = r.path.frames[r.i] as MutableFrame<Z, A>;
  let { w } = r, from = 0, withLast = true, { z, branches: siblings } = frame, first = frame.at + 1;
  if (frame.sleep.some((s) => beginning(s, r, w, from, withLast) !== undefined)) return false;
  for (;;) {
    let next: MutableBranch<Z, A> | undefined, how: Beginning;
    for (let k = first; k < siblings.length && next === undefined; k++) {
      how = beginning(siblings[k] as MutableBranch<Z, A>, r, w, from, withLast);
      if (how !== undefined) next = siblings[k];
    }
    if (next === undefined) {
      const branch = grow(r, z, w.slice(from), withLast);
      if (branch !== undefined) siblings.push(branch);
      return branch !== undefined;
    }
    if (how === 'last') withLast = false;
    else if (how === from) from++;
    else if (typeof how === 'number') w = w.toSpliced(how, 1);
    ({ z, children: siblings } = next);
    first = 0;
    if (siblings.length === 0 || (w.length === from && !withLast)) return false;
  }
};
