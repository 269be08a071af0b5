/**
 * The state graph of a program: every configuration that some execution reaches, once.
 *
 * Executions are not distinguished here, so nothing can be reduced by their equivalence: this mode and dpor.ts never mix.
 * @category Reduction: exploration
 * @module
 */
import type { Schedule } from './schedule.ts';
import { scheduleOf } from './schedule.ts';
import type { Choice, KeyedSystem, Outcome } from './system.ts';

/** A step between two states. */
export interface Edge<A> {
  readonly choice: Choice;
  readonly actions: readonly A[];
  readonly to: number;
}
/** A configuration, its steps, and the first step that led to it. */
export interface State<Z, A> {
  readonly z: Z;
  readonly edges: readonly Edge<A>[];
  readonly from: { readonly state: number; readonly choice: Choice } | undefined;
}
/** States by number, in the order of their distance from the first, number 0. */
export type Graph<Z, A> = readonly State<Z, A>[];

/** Bounds of an exploration of states; what is left out is unbounded. */
export interface StateLimits {
  /** states */
  readonly maxStates?: number;
  /** steps altogether */
  readonly fuel?: number;
}

/** A graph, and the first bound that was hit: then some of its states have no edges although steps are possible. */
export interface Built<Z, A> {
  readonly graph: Graph<Z, A>;
  readonly steps: number;
  readonly limit: keyof StateLimits | undefined;
}

/** The state graph from z, breadth first. `progress` hears of every state. */
export const buildGraph = <Z, A, O extends Outcome>(
  system: KeyedSystem<Z, A, O>, z: Z, { maxStates = Infinity, fuel = Infinity }: StateLimits,
  progress?: (states: number, steps: number) => void,
): Built<Z, A> => {
  const states: State<Z, A>[] = [{ z, edges: [], from: undefined }];
  const numbers = new Map([[system.key(z), 0]]);
  let steps = 0;
  for (let at = 0; at < states.length; at++) {
    const state = states[at] as State<Z, A>, edges: Edge<A>[] = [];
    for (const choice of system.enabled(state.z)) {
      if (steps >= fuel) return { graph: states, steps, limit: 'fuel' };
      const { z: next, actions } = system.step(state.z, choice), key = system.key(next);
      steps++;
      let to = numbers.get(key);
      if (to === undefined) {
        if (states.length >= maxStates) return { graph: states, steps, limit: 'maxStates' };
        to = states.length;
        numbers.set(key, to);
        states.push({ z: next, edges: [], from: { state: at, choice } });
      }
      edges.push({ choice, actions, to });
    }
    states[at] = { ...state, edges };
    progress?.(states.length, steps);
  }
  return { graph: states, steps, limit: undefined };
};

/** A shortest schedule that leads to the state. */
export const scheduleTo = <Z, A>(graph: Graph<Z, A>, state: number): Schedule => {
  const choices: Choice[] = [];
  for (let from = graph[state]?.from; from !== undefined; from = graph[from.state]?.from) choices.push(from.choice);
  return scheduleOf(choices.reverse());
};
