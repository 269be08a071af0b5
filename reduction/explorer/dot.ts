/**
 * State graphs as text in the DOT language, to be drawn by Graphviz.
 *
 * The first state has an arrow from nowhere, states at the end of an execution have a double border and their verdict, states of a livelock
 * or an unfair cycle a dashed border: nothing stands in colours alone.
 * @category Reduction: exploration
 * @module
 */
import type { Graph } from './graph.ts';
import type { StateExploration } from './memo.ts';
import { showChoice } from './schedule.ts';
import type { Outcome } from './system.ts';

/** How states and actions are written; states have their numbers if nothing is said. */
export interface Labels<Z, A> {
  readonly state?: (z: Z) => string;
  readonly action: (a: A) => string;
}

/** A quoted string: line ends become the line break of labels, and nothing else is an escape. */
const quoted = (text: string): string => `"${text.replaceAll(/[\\"]/gu, String.raw`\$&`).replaceAll('\n', String.raw`\n`)}"`;

const nodeLine = <Z, A>(
  { state }: Labels<Z, A>, verdicts: ReadonlyMap<number, string>, cyclic: ReadonlyMap<number, string>, graph: Graph<Z, A>, i: number,
): string => {
  const node = graph[i], name = node === undefined || state === undefined ? String(i) : state(node.z);
  const verdict = verdicts.get(i), cycle = cyclic.get(i);
  const label = [name, ...(verdict === undefined ? [] : [verdict]), ...(cycle === undefined ? [] : [cycle])].join('\n');
  const looks = `${verdict === undefined ? '' : ', peripheries=2'}${cycle === undefined ? '' : ', style=dashed'}`;
  return `  ${i} [label=${quoted(label)}${looks}];`;
};

/** The graph as a `digraph`: nodes are numbered as its states are, edges say who moves, and what happens. */
export const showDot = <Z, A, O extends Outcome>({ graph, outcomes, cycles }: StateExploration<Z, A, O>, labels: Labels<Z, A>): string => {
  const verdicts = new Map(outcomes.flatMap(({ outcome, states }) => states.map((s) => [s, outcome.verdict])));
  const cyclic = new Map(cycles.flatMap(({ verdict, states }) => states.map((s) => [s, verdict])));
  const nodes = graph.map((_, i) => nodeLine(labels, verdicts, cyclic, graph, i));
  const edges = graph.flatMap((from, i) => from.edges.map(({ choice, actions, to }) => {
    const label = [showChoice(choice), ...actions.map(labels.action)].join(' ');
    return `  ${i} -> ${to} [label=${quoted(label)}];`;
  }));
  return ['digraph states {', '  node [shape=box];', '  start [shape=point];', '  start -> 0;', ...nodes, ...edges, '}', ''].join('\n');
};
