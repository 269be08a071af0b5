/**
 * Exploration by states: visits every configuration once and keeps it, with the set of outcomes that are possible from it.
 *
 * This finds all outcomes of programs whose threads may loop for ever, which executions cannot be enumerated for, as long as there are
 * finitely many configurations; and it tells whether the loops can be left. It needs memory for all configurations, and counts no
 * executions.
 * @category Reduction: exploration
 * @module
 */
import { components } from './components.ts';
import type { Cycle } from './cycles.ts';
import { cyclesOf } from './cycles.ts';
import type { Graph, State, StateLimits } from './graph.ts';
import { buildGraph, scheduleTo } from './graph.ts';
import type { Schedule } from './schedule.ts';
import type { KeyedSystem, Outcome } from './system.ts';

/** An outcome, the states that have it, and a shortest schedule that leads to one. */
export interface Reached<O extends Outcome> {
  readonly outcome: O;
  readonly states: readonly number[];
  readonly witness: Schedule;
}

/** What an exploration by states found. */
export interface StateExploration<Z, A, O extends Outcome> {
  /** in the order of their distance from the first state */
  readonly outcomes: readonly Reached<O>[];
  readonly graph: Graph<Z, A>;
  /** by state: the outcomes possible from it, as positions in `outcomes` */
  readonly futures: readonly ReadonlySet<number>[];
  readonly cycles: readonly Cycle[];
  readonly steps: number;
  /** the bound that was hit, if any: then there may be more outcomes, states and cycles */
  readonly incomplete: readonly (keyof StateLimits)[];
}

/** How to explore. `progress` hears of every state. */
export interface StateOptions {
  readonly limits?: StateLimits;
  readonly progress?: (states: number, steps: number) => void;
}

const outcomesOf = <Z, A, O extends Outcome>(system: KeyedSystem<Z, A, O>, graph: Graph<Z, A>): readonly Reached<O>[] => {
  const found = new Map<string, Reached<O>>();
  graph.forEach(({ z, edges }, i) => {
    if (edges.length > 0 || system.enabled(z).length > 0) return;
    const outcome = system.outcome(z), known = found.get(outcome.key);
    found.set(outcome.key, known === undefined
      ? { outcome, states: [i], witness: scheduleTo(graph, i) }
      : { ...known, states: [...known.states, i] });
  });
  return [...found.values()];
};

/**
 * What each state can end in: its own outcome, or what its successors can. States of one component can reach one another, so they have one
 * set, made from those of the components that follow.
 */
const futuresOf = <Z, A, O extends Outcome>(
  graph: Graph<Z, A>, all: readonly (readonly number[])[], outcomes: readonly Reached<O>[],
): readonly ReadonlySet<number>[] => {
  const futures = new Array<ReadonlySet<number>>(graph.length).fill(new Set()), own = new Map<number, number>();
  outcomes.forEach(({ states }, o) => { for (const s of states) own.set(s, o); });
  for (const component of all) {
    const set = new Set<number>();
    for (const s of component) {
      const o = own.get(s);
      if (o !== undefined) set.add(o);
      for (const { to } of (graph[s] as State<Z, A>).edges) for (const later of futures[to] ?? []) set.add(later);
    }
    for (const s of component) futures[s] = set;
  }
  return futures;
};

/** Explores the configurations of a program from z. */
export const exploreStates = <Z, A, O extends Outcome>(
  system: KeyedSystem<Z, A, O>, z: Z, { limits = {}, progress }: StateOptions = {},
): StateExploration<Z, A, O> => {
  const { graph, steps, limit } = buildGraph(system, z, limits, progress);
  const outcomes = outcomesOf(system, graph);
  const all = components(graph.keys(), (s) => (graph[s] as State<Z, A>).edges.map((e) => e.to));
  return {
    outcomes, graph, futures: futuresOf(graph, all, outcomes), cycles: cyclesOf(graph, all), steps,
    incomplete: limit === undefined ? [] : [limit],
  };
};
