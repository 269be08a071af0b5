/**
 * The execution under exploration, with the happens-before order of its events.
 *
 * ```
 *   z₀ ─e₀→ z₁ ─e₁→ … ─eₙ₋₁→ zₙ          frame i holds zᵢ, event i leads from frame i to frame i+1
 * ```
 *
 * Happens-before, i → k, is the least order in which the events of a thread follow one another, a thread's first event follows the one that
 * made the thread appear, and eᵢ → eₖ if i < k and the two are dependent. It is kept as vector clocks (Fidge 1988, Mattern 1989): entry t
 * of the clock of k is the last event of thread t that happens before or is k, or −1. So i → k iff clockₖ[thread of i] ≥ i.
 * @category Reduction: exploration
 * @module
 */
import { showChoice } from './schedule.ts';
import type { Choice, Stepped, System } from './system.ts';
import { independent, sameChoice } from './system.ts';

/** A step that was made, or is to be made: a node of a wakeup tree. `z` is the configuration after it. */
export interface MutableBranch<Z, A> {
  readonly choice: Choice;
  readonly actions: readonly A[];
  readonly z: Z;
  /** what is to be explored after it; if nothing, anything */
  readonly children: MutableBranch<Z, A>[];
}
/** A choice whose executions are explored already: it need not be made until something dependent with it happens. */
export type Asleep<A> = Pick<MutableBranch<unknown, A>, 'choice' | 'actions'>;

/** A configuration on the path, and what is known of the executions that pass through it. */
export interface MutableFrame<Z, A> {
  readonly z: Z;
  readonly enabled: readonly Choice[];
  /** by thread: its last event so far, else the event that made it appear; less than 0 if there is none */
  readonly latest: readonly number[];
  /** the wakeup tree: explored before number `at`, which the path goes through; to be explored from there on */
  readonly branches: MutableBranch<Z, A>[];
  at: number;
  sleep: readonly Asleep<A>[];
}

/** A step on the path. */
export interface Event<A> {
  readonly choice: Choice;
  readonly actions: readonly A[];
  readonly clock: readonly number[];
  /** the events before it with which it is in a race that can be reversed */
  readonly races: readonly number[];
  /** the choices that were enabled before it, and are not after it: those it was preferred to, and those it took away */
  readonly rivals: readonly Choice[];
}

/** The path: always one frame more than events. */
export interface MutablePath<Z, A> {
  readonly frames: MutableFrame<Z, A>[];
  readonly events: Event<A>[];
  /** by thread: its events, in order */
  readonly byThread: number[][];
}

/** What all parts of a search share. */
export interface Search<Z, A> {
  readonly system: System<Z, A>;
  /** makes a step, and counts it */
  readonly step: (z: Z, choice: Choice) => Stepped<Z, A>;
  readonly path: MutablePath<Z, A>;
  /** how many steps a thread may make */
  readonly maxSteps: number;
  /** how many threads may move */
  readonly maxThreads: number;
  /** is told that a thread may not move that could */
  readonly onBound: () => void;
}

/** i → k, for i < k */
export const happensBefore = <A>(events: readonly Event<A>[], i: number, k: number): boolean =>
  ((events[k] as Event<A>).clock[(events[i] as Event<A>).choice.thread] ?? -1) >= i;

/** The configuration at the end of the path. */
export const topOf = <Z, A>({ frames }: MutablePath<Z, A>): MutableFrame<Z, A> => frames[frames.length - 1] as MutableFrame<Z, A>;

/** Stands in `latest` for a thread that has not been enabled yet. */
const UNSEEN = -2;

/** `latest`, with the threads that are enabled for the first time: the event made them appear. */
const withNew = (latest: readonly number[], enabled: readonly Choice[], event: number): readonly number[] => {
  if (enabled.every(({ thread }) => (latest[thread] ?? UNSEEN) !== UNSEEN)) return latest;
  const out = [...latest];
  for (const { thread } of enabled) {
    while (out.length <= thread) out.push(UNSEEN);
    if (out[thread] === UNSEEN) out[thread] = event;
  }
  return out;
};

/** The path without events, from z; if threads may make no step, none is enabled. */
export const startAt = <Z, A>(system: System<Z, A>, z: Z, maxSteps: number): MutablePath<Z, A> => {
  const enabled = maxSteps > 0 ? system.enabled(z) : [], latest = withNew([], enabled, -1);
  return { frames: [{ z, enabled, latest, branches: [], at: 0, sleep: [] }], events: [], byThread: [] };
};

/** The last event of each other thread that is dependent with the step and does not happen before `clock`, latest first. */
const lastDependent = <Z, A>(
  { system: { dependent }, path: { events, byThread } }: Search<Z, A>, { choice, actions }: Asleep<A>, clock: readonly number[],
): readonly number[] => {
  const found: number[] = [];
  for (let t = 0; t < byThread.length; t++) {
    if (t === choice.thread) continue;
    const own = byThread[t] as readonly number[], seen = clock[t] ?? -1;
    for (let k = own.length - 1; k >= 0; k--) {
      const i = own[k] as number;
      if (i <= seen) break;
      if (independent(dependent, (events[i] as Event<A>).actions, actions)) continue;
      found.push(i);
      break;
    }
  }
  return found.sort((i, k) => k - i);
};

/**
 * The clock and the races of the event that comes next, a step of thread p.
 *
 * Event i races with it, i ⋖ next, iff they are dependent and no event is between them in the order: i → k → next for no k. Going through
 * the candidates from the last one on and joining clocks, one that is covered by now has such a k. The race can be reversed iff p could
 * have moved without i. By the laws of a system that is not so if p had no choice when i came, but its step before it.
 */
const orderOf = <Z, A>(search: Search<Z, A>, next: Asleep<A>): Pick<Event<A>, 'clock' | 'races'> => {
  const { events, frames } = search.path, { latest } = topOf(search.path), p = next.choice.thread;
  const origin = latest[p] ?? UNSEEN, clock = new Array<number>(latest.length).fill(-1), races: number[] = [];
  const join = (i: number): void => {
    const other = (events[i] as Event<A>).clock;
    for (let t = 0; t < other.length; t++) clock[t] = Math.max(clock[t] as number, other[t] as number);
  };
  if (origin >= 0) join(origin);
  for (const i of lastDependent(search, next, clock)) {
    if (i <= (clock[(events[i] as Event<A>).choice.thread] as number)) continue;
    if (origin > i || (frames[i] as MutableFrame<Z, A>).enabled.some((c) => c.thread === p)) races.push(i);
    join(i);
  }
  clock[p] = events.length;
  return { clock, races };
};

/**
 * The choices at z, after another step of thread p, of the threads that may still move. Whether a thread may depends on it alone: on its
 * number, and on how many steps it has made. So the bounded system obeys the laws if the system does, and all of its classes are found.
 */
const enabledWithin = <Z, A>(search: Search<Z, A>, z: Z, p: number): readonly Choice[] => {
  const { system, path: { byThread }, maxSteps, maxThreads, onBound } = search;
  const enabled = system.enabled(z);
  const may = ({ thread }: Choice): boolean =>
    thread < maxThreads && (byThread[thread]?.length ?? 0) + (thread === p ? 1 : 0) < maxSteps;
  if (enabled.every(may)) return enabled;
  onBound();
  return enabled.filter(may);
};

/** The choices that are enabled before a step and not after it: those of its own thread, and those that it takes from others. */
const rivalsOf = <Z, A>({ system, path }: Search<Z, A>, { choice, actions }: Asleep<A>, after: readonly Choice[]): readonly Choice[] => {
  const { enabled, latest } = topOf(path);
  const rivals = enabled.filter((d) =>
    d.thread === choice.thread ? d.alternative !== choice.alternative : !after.some((c) => sameChoice(c, d)));
  for (const { thread } of rivals) {
    const before = path.events[latest[thread] ?? UNSEEN];
    if (thread === choice.thread || before === undefined || !independent(system.dependent, before.actions, actions)) continue;
    throw new Error(`${showChoice(choice)} takes a choice from T${thread}, but is said to be independent of the last step of T${thread}`);
  }
  return rivals;
};

/** Extends the path by the branch at which its last frame stands. Sleep sets are as in Godefroid (1996): what is independent sleeps on. */
export const advance = <Z, A>(search: Search<Z, A>): void => {
  const { system, path } = search, top = topOf(path), j = path.events.length;
  const { choice, actions, z, children } = top.branches[top.at] as MutableBranch<Z, A>, p = choice.thread;
  const enabled = enabledWithin(search, z, p), rivals = rivalsOf(search, { choice, actions }, enabled);
  const latest = withNew(top.latest, enabled, j).with(p, j);
  const sleep = top.sleep.filter((s) => s.choice.thread !== p && independent(system.dependent, s.actions, actions));
  path.events.push({ choice, actions, ...orderOf(search, { choice, actions }), rivals });
  path.frames.push({ z, enabled, latest, branches: children, at: 0, sleep });
  while (path.byThread.length < latest.length) path.byThread.push([]);
  (path.byThread[p] as number[]).push(j);
};

/** Goes back to the last configuration with something left to explore, and to its next branch; false if there is none. */
export const retreat = <Z, A>(path: MutablePath<Z, A>): boolean => {
  const { frames, events, byThread } = path;
  for (;;) {
    const event = events.pop(), done = frames.pop();
    if (event === undefined || done === undefined) return false;
    done.branches.length = 0; // what is explored is not kept
    (byThread[event.choice.thread] as number[]).pop();
    const top = topOf(path);
    top.sleep = [...top.sleep, event];
    top.at++;
    if (top.at < top.branches.length) return true;
  }
};
