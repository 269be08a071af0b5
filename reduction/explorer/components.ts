/**
 * Strongly connected components: the sets of states that lead to one another.
 * @category Reduction: exploration
 * @module
 */

/** The numbers of the nodes to which a node has edges. */
type Successors = (node: number) => readonly number[];

/**
 * The components of the graph on `nodes`, each before those that lead to it (Tarjan 1972, with an explicit stack). Edges out of `nodes` are
 * not followed.
 */
export const components = (nodes: Iterable<number>, successors: Successors): readonly (readonly number[])[] => {
  const inside = new Set(nodes), found: number[][] = [];
  const order = new Map<number, number>(), low = new Map<number, number>(), open: number[] = [], isOpen = new Set<number>();
  const calls: { readonly node: number; readonly next: readonly number[]; i: number }[] = [];
  const lower = (node: number, to: number): void => void low.set(node, Math.min(low.get(node) ?? to, to));
  const enter = (node: number): void => {
    order.set(node, order.size);
    lower(node, order.size - 1);
    open.push(node);
    isOpen.add(node);
    calls.push({ node, next: successors(node), i: 0 });
  };
  const leave = (node: number): void => {
    if (low.get(node) !== order.get(node)) return;
    const component = open.splice(open.lastIndexOf(node));
    for (const member of component) isOpen.delete(member);
    found.push(component);
  };
  for (const root of inside) {
    if (!order.has(root)) enter(root);
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const { node } = call, to = call.next[call.i++];
      if (to === undefined) {
        calls.pop();
        leave(node);
        const caller = calls.at(-1);
        if (caller !== undefined) lower(caller.node, low.get(node) ?? Infinity);
      } else if (!inside.has(to)) continue;
      else if (!order.has(to)) enter(to);
      else if (isOpen.has(to)) lower(node, order.get(to) ?? Infinity);
    }
  }
  return found;
};

/** Whether one can go on for ever in a component: it has several nodes, or an edge from its only node to itself. */
export const isCyclic = (component: readonly number[], successors: Successors): boolean =>
  component.length > 1 || component.some((node) => successors(node).includes(node));
