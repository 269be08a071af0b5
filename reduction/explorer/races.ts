/**
 * The races of an execution, and how they are reversed.
 *
 * A race i ⋖ j on a complete execution E is reversed by what is explored before event i instead (Abdulla et al. 2014, Algorithm 2):
 *
 * ```
 *   v = notdep(i, E) · q      notdep(i, E): the events after i that do not happen after i;  q: the choice of event j
 * ```
 *
 * Because E is complete, v holds everything that can tell it from what has been explored.
 *
 * Choices of one thread exclude one another, and a step can take choices from other threads. Where event i was preferred to a rival d that
 * was enabled, too, v = notdep(i, E) · d. So alternatives are found as races are, and need no branching of their own.
 * @category Reduction: exploration
 * @module
 */
import type { Event, MutableFrame, Search } from './path.ts';
import { happensBefore } from './path.ts';
import type { Choice } from './system.ts';
import { sameChoice } from './system.ts';
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

/** Event i of a path, and what does not happen after it. */
interface Reversed<Z, A> extends Search<Z, A> {
  readonly i: number;
  readonly w: readonly number[];
  /** the configuration after w, without event i */
  readonly without: () => Z;
}

/**
 * The choices that reverse a race: that of event j, if its thread has it without event i, too; otherwise (i woke it, say, where it could
 * have given up waiting) all that it has.
 */
const choicesWithout = <Z, A>({ system, path: { frames }, i, without }: Reversed<Z, A>, { choice, j }: Late): readonly Choice[] => {
  const origin = (frames[j] as MutableFrame<Z, A>).latest[choice.thread] ?? -1;
  if (i === j || origin > i || (frames[i] as MutableFrame<Z, A>).enabled.some((c) => sameChoice(c, choice))) return [choice];
  const own = system.enabled(without()).filter((c) => c.thread === choice.thread);
  return own.some((c) => sameChoice(c, choice)) ? [choice] : own;
};

/** The actions of the choice after w: found by trying, once, unless they are those of event j for certain. */
const actionsOf = <Z, A>(reversed: Reversed<Z, A>, choice: Choice, j: number): () => readonly A[] | undefined => {
  const { system: { fixed }, path, i, without } = reversed, seen = path.events[j] as Event<A>;
  let known = i !== j && fixed !== undefined && sameChoice(choice, seen.choice) && seen.actions.every(fixed);
  let actions: readonly A[] | undefined = seen.actions;
  return () => {
    if (!known) actions = tryStep(reversed, without(), choice)?.actions;
    known = true;
    return actions;
  };
};

/**
 * Reverses every race of the path, an execution that cannot be continued. Stops after the first that leads to something new if `one`.
 * What was so in the execution before, too, has been seen to then.
 */
export const reverseRaces = <Z, A>({ system, step, path }: Search<Z, A>, one: boolean): void => {
  const { events, frames, old, reach } = path;
  for (const [i, lates] of latesOf(events)) {
    const w = notAfter(events, i), end = w.at(-1) ?? -1;
    const same = i < old && Math.max(end, reach[i] as number) < old;
    reach[i] = end;
    let known: { readonly z: Z } | undefined;
    const without = (): Z => (known ??= { z: follow({ system, step, path }, (frames[i] as MutableFrame<Z, A>).z, w) }).z;
    const reversed = { system, step, path, i, w, without };
    for (const late of lates) {
      if (same && late.j < old) continue;
      for (const last of choicesWithout(reversed, late)) {
        if (insert({ ...reversed, last, lastActions: actionsOf(reversed, last, late.j) }) && one) return;
      }
    }
  }
};
