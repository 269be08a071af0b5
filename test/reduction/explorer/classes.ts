/**
 * Equivalence classes of executions by their definition, with no reduction: what partial-order reduction is compared with.
 */
import type { Choice, Outcome, System } from '../../../reduction/explorer/system.ts';
import { independent } from '../../../reduction/explorer/system.ts';

/** A step, and the threads that were never enabled before it. */
interface Made<A> {
  readonly choice: Choice;
  readonly actions: readonly A[];
  readonly appear: readonly number[];
}
/** A configuration, and how it came about. */
export interface Traced<Z, A> {
  readonly z: Z;
  readonly known: ReadonlySet<number>;
  readonly steps: readonly Made<A>[];
}
/** The class of an execution, besides its outcome. */
export interface TracedOutcome extends Outcome {
  /** the key of the outcome itself */
  readonly plain: string;
}

const show = (c: Choice): string => `T${c.thread}${c.alternative === undefined ? '' : `:${c.alternative}`}`;

/**
 * The normal form of an execution: of all equivalent ones the first in the order of thread numbers. Step k must follow step i if they are
 * of one thread, if they are dependent, or if i made the thread of k.
 */
export const normalForm = <A>(dependent: (a: A, b: A) => boolean, steps: readonly Made<A>[]): string => {
  const left = steps.map((s, k) => ({
    s, needs: steps.slice(0, k).filter((i) =>
      i.choice.thread === s.choice.thread || i.appear.includes(s.choice.thread) || !independent(dependent, i.actions, s.actions)),
  }));
  const done = new Set<Made<A>>(), out: string[] = [];
  while (left.length > 0) {
    const ready = left.filter(({ needs }) => needs.every((i) => done.has(i)));
    const first = ready.reduce((a, b) => b.s.choice.thread < a.s.choice.thread ? b : a);
    left.splice(left.indexOf(first), 1);
    done.add(first.s);
    out.push(`${show(first.s.choice)} ${JSON.stringify(first.s.actions)}`);
  }
  return out.join('\n');
};

/** The system whose outcomes are classes of executions: every class must be found, and none twice. */
export const traced = <Z, A, O extends Outcome>(system: System<Z, A, O>): System<Traced<Z, A>, A, TracedOutcome> => ({
  enabled: ({ z }) => system.enabled(z),
  size: ({ z }) => system.size(z),
  step: ({ z, known, steps }, choice) => {
    const { z: after, actions } = system.step(z, choice);
    const appear = [...new Set(system.enabled(after).map((c) => c.thread))].filter((t) => !known.has(t));
    return { z: { z: after, known: new Set([...known, ...appear]), steps: [...steps, { choice, actions, appear }] }, actions };
  },
  dependent: system.dependent,
  ...(system.fixed && { fixed: system.fixed }),
  outcome: ({ z, steps }) => {
    const { verdict, key } = system.outcome(z);
    return { verdict, plain: key, key: `${key}\n${normalForm(system.dependent, steps)}` };
  },
});
/** The configuration of a traced system in which nothing has happened. */
export const untraced = <Z, A>(system: System<Z, A>, z: Z): Traced<Z, A> =>
  ({ z, known: new Set(system.enabled(z).map((c) => c.thread)), steps: [] });

/** The outcomes of all executions of at most `length` steps, one by one; undefined if more than `limit` are to be followed. */
export const enumerate = <Z, A, O extends Outcome>(
  system: System<Z, A, O>, start: Z, limit: number, length?: number,
): ReadonlyMap<string, number> | undefined => {
  const found = new Map<string, number>(), todo: { readonly z: Z; readonly n: number }[] = [{ z: start, n: 0 }];
  let count = 0;
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const { z, n } = at, enabled = system.enabled(z);
    if (enabled.length > 0 && n < (length ?? Infinity)) {
      for (const choice of enabled) todo.push({ z: system.step(z, choice).z, n: n + 1 });
      continue;
    }
    if (++count > limit) return undefined;
    if (enabled.length > 0) continue;
    const { key } = system.outcome(z);
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
};
