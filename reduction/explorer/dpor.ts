/**
 * Dynamic partial-order reduction: explores exactly one execution of each equivalence class, without keeping what was visited.
 *
 * Optimal DPOR (Abdulla, Aronis, Jonsson and Sagonas, POPL 2014 and JACM 2017), with alternatives and threads that end one another:
 *
 * ```
 *   explore(E, sleep):   while something is enabled: follow the wakeup tree, or else any choice that is not asleep
 *                        E is complete: record it, reverse its races (races.ts)
 *                        go back to the last configuration with a branch left; the branches before it sleep there
 * ```
 *
 * A bound of N steps is one for each thread: a thread that has made N is not enabled any more, nor is one that is so many numbers behind
 * those at the start that N steps of others could not have made it. So a bounded program is a program, and each of its classes is explored;
 * every execution of at most N steps in all belongs to one of them. Cutting executions by their length would lose some: a thread that
 * spins leaves no steps to the others, and nothing that it does is in a race with what they would have done.
 *
 * Source sets alone (Algorithm 1 there) explore more: executions that turn out to be equivalent to earlier ones only on the way, "sleep set
 * blocked". Wakeup trees rule these out for little more than the price of finding the races.
 * @category Reduction: exploration
 * @module
 */
import type { MutablePath, Search } from './path.ts';
import { advance, retreat, startAt, topOf } from './path.ts';
import { reverseRaces } from './races.ts';
import type { Exploration, Found, Limits, Progress } from './results.ts';
import type { Schedule } from './schedule.ts';
import { scheduleOf } from './schedule.ts';
import type { Choice, Outcome, System } from './system.ts';
import { sameChoice } from './system.ts';

/** How to explore. `progress` is called after each execution. */
export interface Options {
  readonly limits?: Limits;
  readonly progress?: (progress: Progress) => void;
}

/** An exploration under way. */
interface MutableSearch<Z, A, O extends Outcome> extends Search<Z, A> {
  readonly system: System<Z, A, O>;
  readonly limits: Required<Limits>;
  readonly outcomes: Map<string, Found<O>>;
  readonly incomplete: Set<keyof Limits>;
  steps: number;
  executions: number;
  blocked: number;
  cut: number;
  cutWitness: Schedule | undefined;
}

const begin = <Z, A, O extends Outcome>(system: System<Z, A, O>, z: Z, limits: Limits): MutableSearch<Z, A, O> => {
  const { maxSteps = Infinity } = limits;
  const search: MutableSearch<Z, A, O> = {
    system, path: startAt(system, z, maxSteps), maxSteps, maxThreads: system.size(z) + maxSteps,
    onBound: () => { search.incomplete.add('maxSteps'); },
    limits: { maxSteps, maxLength: Infinity, maxExecutions: Infinity, fuel: Infinity, ...limits },
    step: (from, choice) => {
      search.steps++;
      return system.step(from, choice);
    },
    outcomes: new Map(), incomplete: new Set(), steps: 0, executions: 0, blocked: 0, cut: 0, cutWitness: undefined,
  };
  return search;
};

/**
 * How many steps a thread makes in a row where nothing asks for another: a thread that spins until another one moves sees it move before
 * it has made all of its steps.
 */
const turnOf = (maxSteps: number): number => Math.max(1, Math.min(64, Math.floor(maxSteps / 2)));

/** Any choice that is not asleep: the thread that moved last goes on until its turn is over, then the next one. */
const anyChoice = <Z, A>({ path: { frames, events }, maxSteps }: Search<Z, A>): Choice | undefined => {
  const { enabled, sleep } = frames[frames.length - 1] as (typeof frames)[number];
  const awake = sleep.length === 0 ? enabled : enabled.filter((c) => !sleep.some((s) => sameChoice(s.choice, c)));
  const last = events.at(-1)?.choice.thread ?? 0, wanted = events.at(-turnOf(maxSteps))?.choice.thread === last ? last + 1 : last;
  return awake.find((c) => c.thread >= wanted) ?? awake[0];
};

/** How an execution ended, if not by itself: by the bound that it hit, or because whatever could follow had been explored. */
type End = 'ended' | 'blocked' | 'maxSteps' | 'maxLength' | 'fuel';

/** Extends the path until nothing is enabled, or a bound is hit. */
const descend = <Z, A, O extends Outcome>(s: MutableSearch<Z, A, O>): End => {
  const { path, limits } = s;
  for (;;) {
    const top = topOf(path);
    if (top.enabled.length === 0) return s.system.enabled(top.z).length === 0 ? 'ended' : 'maxSteps';
    if (path.events.length >= limits.maxLength) return 'maxLength';
    if (top.at === top.branches.length) {
      if (s.steps >= limits.fuel) return 'fuel';
      const choice = anyChoice(s);
      if (choice === undefined) return 'blocked';
      top.branches.push({ choice, ...s.step(top.z, choice), children: [] });
    }
    advance(s);
  }
};

const scheduleSoFar = <Z, A>({ events }: MutablePath<Z, A>): Schedule => scheduleOf(events.map((e) => e.choice));

const record = <Z, A, O extends Outcome>(s: MutableSearch<Z, A, O>): void => {
  const outcome = s.system.outcome(topOf(s.path).z), known = s.outcomes.get(outcome.key);
  s.executions++;
  s.outcomes.set(outcome.key, known === undefined
    ? { outcome, executions: 1, witness: scheduleSoFar(s.path) }
    : { ...known, executions: known.executions + 1 });
};

/** Explores one execution to its end and reverses its races; false if the exploration is to stop. */
const exploreOne = <Z, A, O extends Outcome>(s: MutableSearch<Z, A, O>): boolean => {
  const end = s.steps > s.limits.fuel ? 'fuel' : descend(s);
  if (end === 'ended') record(s);
  else if (end === 'blocked') s.blocked++;
  else {
    s.incomplete.add(end);
    s.cut++;
    s.cutWitness ??= scheduleSoFar(s.path);
    if (end === 'fuel') return false;
  }
  const last = s.executions + s.cut >= s.limits.maxExecutions;
  reverseRaces(s, last);
  if (!retreat(s.path)) return false;
  if (!last) return true;
  s.incomplete.add('maxExecutions');
  return false;
};

/** Explores the executions of a program from z. */
export const explore = <Z, A, O extends Outcome>(
  system: System<Z, A, O>, z: Z, { limits = {}, progress }: Options = {},
): Exploration<O> => {
  const s = begin(system, z, limits);
  if (s.limits.maxExecutions <= 0) s.incomplete.add('maxExecutions');
  for (let more = s.limits.maxExecutions > 0; more;) {
    more = exploreOne(s);
    progress?.({ executions: s.executions, steps: s.steps, outcomes: s.outcomes.size });
  }
  const { executions, blocked, cut, cutWitness, steps } = s;
  return { outcomes: [...s.outcomes.values()], executions, blocked, cut, cutWitness, steps, incomplete: [...s.incomplete] };
};
