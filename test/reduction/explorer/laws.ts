/** Whether a system obeys the laws that make the reduction sound, by trying. */
import type { Choice, KeyedSystem, Outcome } from '../../../reduction/explorer/system.ts';
import { independent } from '../../../reduction/explorer/system.ts';
import { showChoice } from '../../../reduction/explorer/schedule.ts';

/** What a thread did last, and the steps of others that changed which choices it has since. */
interface Past<A> {
  readonly last: readonly A[] | undefined;
  readonly changes: readonly (readonly A[])[];
}
/** A configuration, and the past of the threads that have been enabled so far. */
interface Visit<Z, A> {
  readonly z: Z;
  readonly past: ReadonlyMap<number, Past<A>>;
}
/** A choice that is enabled, and what comes of it. */
interface Offer<Z, A> {
  readonly choice: Choice;
  readonly z: Z;
  readonly actions: readonly A[];
}
type Offers<Z, A> = ReadonlyMap<string, Offer<Z, A>>;

const offersAt = <Z, A, O extends Outcome>(system: KeyedSystem<Z, A, O>, z: Z): Offers<Z, A> =>
  new Map(system.enabled(z).map((choice) => [showChoice(choice), { choice, ...system.step(z, choice) }]));
const sameActions = <A>(as: readonly A[], bs: readonly A[]): boolean => JSON.stringify(as) === JSON.stringify(bs);

/** Law 1: c and d, both enabled and independent, commute. */
const commute = <Z, A, O extends Outcome>(system: KeyedSystem<Z, A, O>, c: Offer<Z, A>, d: Offer<Z, A>): boolean => {
  if (!independent(system.dependent, c.actions, d.actions)) return true;
  const cd = offersAt(system, c.z).get(showChoice(d.choice)), dc = offersAt(system, d.z).get(showChoice(c.choice));
  return cd !== undefined && dc !== undefined && sameActions(cd.actions, d.actions) && sameActions(dc.actions, c.actions)
    && system.key(cd.z) === system.key(dc.z);
};

/** Law 2: c is dependent with a choice that it makes possible, impossible, or another one; a new thread is exempt. */
const knowsChange = <Z, A, O extends Outcome>(
  { dependent }: KeyedSystem<Z, A, O>, c: Offer<Z, A>, was: Offer<Z, A> | undefined, is: Offer<Z, A> | undefined,
): boolean => {
  if (was !== undefined && is !== undefined && sameActions(was.actions, is.actions)) return true;
  return [was, is].every((d) => d === undefined || !independent(dependent, c.actions, d.actions));
};

/** Law 3: c, which changes which choices a thread has, is dependent with its last step and with the other changes. */
const knowsPast = <Z, A, O extends Outcome>({ dependent }: KeyedSystem<Z, A, O>, c: Offer<Z, A>, { last, changes }: Past<A>): boolean =>
  [...changes, ...(last === undefined ? [] : [last])].every((actions) => !independent(dependent, c.actions, actions));

/** The law that a step breaks, in words; otherwise what comes after it. */
const visit = <Z, A, O extends Outcome>(system: KeyedSystem<Z, A, O>, { past }: Visit<Z, A>, before: Offers<Z, A>, c: Offer<Z, A>,
): string | Visit<Z, A> => {
  const after = offersAt(system, c.z), next = new Map(past), p = c.choice.thread;
  const broken = (law: number, by: string): string => `law ${law}: ${showChoice(c.choice)} ${JSON.stringify(c.actions)} and ${by}`;
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const was = before.get(name), is = after.get(name), q = (was ?? is)?.choice.thread ?? p, known = past.get(q);
    if (q === p) continue;
    if (was !== undefined && !commute(system, c, was)) return broken(1, name);
    if (known === undefined) next.set(q, { last: undefined, changes: [] });
    else if (!knowsChange(system, c, was, is)) return broken(2, name);
    if (known === undefined || (was === undefined) === (is === undefined)) continue;
    if (![...before.values()].some((d) => d.choice.thread === q)) continue;
    if (!knowsPast(system, c, known)) return broken(3, name);
    next.set(q, { ...known, changes: [...known.changes, c.actions] });
  }
  next.set(p, { last: c.actions, changes: [] });
  return { z: c.z, past: next };
};

/** The first broken law that is found in executions from z, depth first, at most `limit` steps altogether; undefined if there is none. */
export const brokenLaw = <Z, A, O extends Outcome>(system: KeyedSystem<Z, A, O>, z: Z, limit: number): string | undefined => {
  const todo: Visit<Z, A>[] = [{ z, past: new Map(system.enabled(z).map(({ thread }) => [thread, { last: undefined, changes: [] }])) }];
  let left = limit;
  for (let at = todo.pop(); at !== undefined && left > 0; at = todo.pop()) {
    const before = offersAt(system, at.z);
    for (const c of before.values()) {
      const next = visit(system, at, before, c);
      if (typeof next === 'string') return next;
      todo.push(next);
      left--;
    }
  }
  return undefined;
};
