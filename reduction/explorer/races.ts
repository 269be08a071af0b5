/**
 * The races of an execution, and how they are reversed.
 *
 * A race i ⋖ j on a complete execution E is reversed by what is explored before event i instead (Abdulla et al. 2014, Algorithm 2):
 *
 * ```
 *   v = notdep(i, E) · c      notdep(i, E): the events after i that do not happen after i;  c: the choice of event j
 * ```
 *
 * Because E is complete, v holds everything that can tell it from what has been explored. If c is impossible without i, i made it possible,
 * and they do not come in another order.
 *
 * Choices of one thread exclude one another, and a step can take choices from other threads. Where event i was preferred to a rival d that
 * was enabled, too, v = notdep(i, E) · d. So alternatives are found as races are, and need no branching of their own. This includes what a
 * thread could have done instead of c, before i.
 * @category Reduction: exploration
 * @module
 */
import type { Event, MutableFrame, Search } from './path.ts';
import { happensBefore } from './path.ts';
import type { Choice } from './system.ts';
import { follow, insert, tryStep } from './wakeup.ts';

/** notdep(i, E) */
const notAfter = <A>(events: readonly Event<A>[], i: number): readonly number[] => {
  const w: number[] = [];
  for (let k = i + 1; k < events.length; k++) if (!happensBefore(events, i, k)) w.push(k);
  return w;
};

/** What is to come before event i instead: this choice, as was seen at event j; j = i for a rival. */
interface Late {
  readonly choice: Choice;
  readonly j: number;
}

/** By event i: the races and rivals in which it came first. */
const latesOf = <A>(events: readonly Event<A>[]): ReadonlyMap<number, readonly Late[]> => {
  const lates = new Map<number, Late[]>();
  const add = (i: number, late: Late): void => {
    const known = lates.get(i);
    if (known === undefined) lates.set(i, [late]);
    else known.push(late);
  };
  events.forEach(({ choice, races, rivals }, j) => {
    for (const i of races) add(i, { choice, j });
    for (const d of rivals) add(j, { choice: d, j });
  });
  return lates;
};

/** The actions of a choice after w, without event i: found by trying, once, unless they are those of event j for certain. */
const actionsWithout = <Z, A>(
  search: Search<Z, A>, i: number, w: readonly number[], { choice, j }: Late,
): () => readonly A[] | undefined => {
  const { system: { fixed }, path: { events, frames } } = search, seen = (events[j] as Event<A>).actions;
  let known = i !== j && fixed !== undefined && seen.every(fixed), actions: readonly A[] | undefined = seen;
  return () => {
    if (!known) actions = tryStep(search, follow(search, (frames[i] as MutableFrame<Z, A>).z, w), choice)?.actions;
    known = true;
    return actions;
  };
};

/**
 * Reverses every race of the path, an execution that cannot be continued. Stops after the first that leads to something new if `one`.
 */
export const reverseRaces = <Z, A>(search: Search<Z, A>, one: boolean): void => {
  const { events } = search.path;
  for (const [i, lates] of latesOf(events)) {
    const w = notAfter(events, i);
    for (const late of lates) {
      if (insert({ ...search, i, w, last: late.choice, lastActions: actionsWithout(search, i, w, late) }) && one) return;
    }
  }
};
