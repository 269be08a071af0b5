/** Whether a system obeys the laws that make the reduction sound, by trying. */
import type { Choice, KeyedSystem, Outcome } from '../../../reduction/explorer/system.ts';
import { independent } from '../../../reduction/explorer/system.ts';
import { showChoice } from '../../../reduction/explorer/schedule.ts';

/** What a thread did last, and which steps of others changed its choices since. */
interface Past<A> {
  readonly before: readonly A[] | undefined;
  readonly changes: readonly (readonly A[])[];
}
interface Walk<Z, A> {
  readonly z: Z;
  readonly past: ReadonlyMap<number, Past<A>>;
}

const sameActions = <A>(as: readonly A[], bs: readonly A[]): boolean => JSON.stringify(as) === JSON.stringify(bs);

/**
 * The first broken law that is found in executions from z, depth first, at most `limit` steps altogether; undefined if there is none.
 */
export const brokenLaw = <Z, A, O extends Outcome>(system: KeyedSystem<Z, A, O>, z0: Z, limit: number): string | undefined => {
  const { dependent } = system;
  const apart = (as: readonly A[], bs: readonly A[]): boolean => independent(dependent, as, bs);
  const offers = (z: Z): ReadonlyMap<string, { readonly c: Choice; readonly z: Z; readonly actions: readonly A[] }> =>
    new Map(system.enabled(z).map((c) => [showChoice(c), { c, ...system.step(z, c) }]));

  const check = ({ z, past }: Walk<Z, A>, c: Choice): { readonly wrong?: string; readonly past: ReadonlyMap<number, Past<A>> } => {
    const before = offers(z), made = before.get(showChoice(c));
    if (made === undefined) throw new Error('not enabled');
    const after = offers(made.z), A = made.actions, next = new Map(past);
    const wrong = (law: number, text: string): { readonly wrong: string; readonly past: typeof past } => ({ wrong: `law ${law}: ${showChoice(c)} ${JSON.stringify(A)} ${text}`, past });
    const changed = new Set<number>();
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      const was = before.get(name), is = after.get(name), q = (was ?? is)?.c.thread ?? -1;
      if (q === c.thread) continue;
      if (was !== undefined && apart(A, was.actions)) {
        if (is === undefined || !sameActions(was.actions, is.actions)) return wrong(2, `changes ${name}`);
        const other = offers(was.z).get(showChoice(c));
        if (other === undefined || !sameActions(other.actions, A)) return wrong(1, `is changed by ${name}`);
        if (system.key(other.z) !== system.key(is.z)) return wrong(1, `does not commute with ${name}`);
      }
      const isNew = was === undefined && !past.has(q);
      if (is !== undefined && !isNew && apart(A, is.actions) && (was === undefined || !sameActions(was.actions, is.actions))) {
        return wrong(2, `makes ${name} possible`);
      }
      const had = [...before.values()].some((d) => d.c.thread === q);
      if ((was === undefined) !== (is === undefined) && had) changed.add(q);
      if (isNew) next.set(q, { before: undefined, changes: [] });
    }
    for (const q of changed) {
      const { before: own, changes } = past.get(q) ?? { before: undefined, changes: [] };
      if (own !== undefined && apart(A, own)) return wrong(3, `changes the choices of T${q}, not knowing what it did before`);
      if (changes.some((other) => apart(A, other))) return wrong(3, `changes the choices of T${q}, as another step did`);
      next.set(q, { before: own, changes: [...changes, A] });
    }
    next.set(c.thread, { before: A, changes: [] });
    return { past: next };
  };

  const start = new Map(system.enabled(z0).map(({ thread }) => [thread, { before: undefined, changes: [] }]));
  const todo: Walk<Z, A>[] = [{ z: z0, past: start }];
  let left = limit;
  for (let walk = todo.pop(); walk !== undefined && left > 0; walk = todo.pop()) {
    for (const c of system.enabled(walk.z)) {
      const { wrong, past } = check(walk, c);
      if (wrong !== undefined) return wrong;
      todo.push({ z: system.step(walk.z, c).z, past });
      left--;
    }
  }
  return undefined;
};
