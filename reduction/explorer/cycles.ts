/**
 * Executions that never end: livelocks, and cycles that only an unfair scheduler goes through.
 *
 * A cycle is *fair* if every thread that is enabled in one of its states also moves in it. In a component C of the state graph, let
 * D = {threads enabled in C that move only out of C}. A fair cycle in C cannot pass a state where a thread of D is enabled, so
 *
 * ```
 *   fair(C) = C                                                  if D = ∅: the walk through all edges of C is fair
 *   fair(C) = fair(C′) for a component C′ of {s ∈ C | no thread of D is enabled in s}, if there is one, else none
 * ```
 *
 * This is how emptiness of automata with Streett's acceptance condition is decided (Emerson and Lei 1987).
 * @category Reduction: exploration
 * @module
 */
import { components, isCyclic } from './components.ts';
import type { Edge, Graph, State } from './graph.ts';
import { scheduleTo } from './graph.ts';
import type { Schedule } from './schedule.ts';
import { scheduleOf } from './schedule.ts';
import type { Choice } from './system.ts';

/** A way not to end: the schedule `stem`, then `loop` again and again. */
export interface Cycle {
  /** `livelock`: every thread that can move moves; `unfair`: the `starved` threads could move, and never do */
  readonly verdict: 'livelock' | 'unfair';
  readonly stem: Schedule;
  readonly loop: Schedule;
  readonly starved: readonly number[];
  /** the states that lead to one another here, of which the loop passes some */
  readonly states: readonly number[];
}

const edgesOf = <Z, A>(graph: Graph<Z, A>, state: number): readonly Edge<A>[] => (graph[state] as State<Z, A>).edges;
const targets = <Z, A>(graph: Graph<Z, A>) => (state: number): readonly number[] => edgesOf(graph, state).map((e) => e.to);

/** The threads enabled in some of the states; or of these, the threads that can move from one of the states to another. */
const threadsOf = <Z, A>(graph: Graph<Z, A>, states: readonly number[], inside?: ReadonlySet<number>): ReadonlySet<number> =>
  new Set(states.flatMap((s) => edgesOf(graph, s).filter((e) => inside?.has(e.to) ?? true).map((e) => e.choice.thread)));

/** fair(C) */
const fairPart = <Z, A>(graph: Graph<Z, A>, component: readonly number[]): readonly number[] | undefined => {
  const todo = [component];
  for (let C = todo.pop(); C !== undefined; C = todo.pop()) {
    const leaving = threadsOf(graph, C).difference(threadsOf(graph, C, new Set(C)));
    if (leaving.size === 0) return C;
    const rest = C.filter((s) => edgesOf(graph, s).every((e) => !leaving.has(e.choice.thread)));
    for (const inner of components(rest, targets(graph))) if (isCyclic(inner, targets(graph))) todo.push(inner);
  }
  return undefined;
};

interface Walk {
  readonly choices: readonly Choice[];
  readonly states: readonly number[];
}
/** A shortest walk of at least one step inside C from a state, whose last step is as asked for. */
const walk = <Z, A>(graph: Graph<Z, A>, C: ReadonlySet<number>, from: number, isLast: (e: Edge<A>) => boolean): Walk => {
  const came = new Map<number, { readonly state: number; readonly choice: Choice }>(), queue = [from];
  for (const state of queue) {
    for (const edge of edgesOf(graph, state)) {
      if (!C.has(edge.to)) continue;
      if (isLast(edge)) {
        const choices = [edge.choice], states = [edge.to, state];
        for (let at = state; at !== from;) {
          const step = came.get(at) as { readonly state: number; readonly choice: Choice };
          choices.push(step.choice);
          states.push(at = step.state);
        }
        return { choices: choices.reverse(), states: states.reverse() };
      }
      if (came.has(edge.to) || edge.to === from) continue;
      came.set(edge.to, { state, choice: edge.choice });
      queue.push(edge.to);
    }
  }
  return { choices: [], states: [from] }; // C is strongly connected, so there is a walk
};

/** A closed walk from the first state of C, in which every thread of `moving` moves. */
const tour = <Z, A>(graph: Graph<Z, A>, C: readonly number[], moving: ReadonlySet<number>): Walk => {
  const inside = new Set(C), first = C.reduce((a, b) => Math.min(a, b));
  let choices: readonly Choice[] = [], states: readonly number[] = [first];
  const go = (isLast: (e: Edge<A>) => boolean): void => {
    const part = walk(graph, inside, states.at(-1) ?? first, isLast);
    choices = choices.concat(part.choices);
    states = states.concat(part.states.slice(1));
  };
  for (const thread of moving) if (!choices.some((c) => c.thread === thread)) go((e) => e.choice.thread === thread);
  if (choices.length === 0 || states.at(-1) !== first) go((e) => e.to === first);
  return { choices, states };
};

/** The cycles of a graph: for each component in which one can stay for ever a livelock if it has one, else an unfair cycle. */
export const cyclesOf = <Z, A>(graph: Graph<Z, A>, all: readonly (readonly number[])[]): readonly Cycle[] =>
  all.filter((component) => isCyclic(component, targets(graph))).map((component) => {
    const fair = fairPart(graph, component), states = fair ?? component;
    const loop = tour(graph, states, fair === undefined ? new Set() : threadsOf(graph, fair));
    const moved = new Set(loop.choices.map((c) => c.thread));
    return {
      verdict: fair === undefined ? 'unfair' : 'livelock',
      stem: scheduleTo(graph, loop.states[0] ?? 0),
      loop: scheduleOf(loop.choices),
      starved: [...threadsOf(graph, loop.states).difference(moved)].sort((p, q) => p - q),
      states,
    };
  });
