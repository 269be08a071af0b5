/**
 * Liveness: the locals that a frame must keep.
 * ```rule
 * x is kept
 * — if x is live after some resume point
 *
 * x is live before e
 * — if e reads x, or e does not write x, and x is live before an instruction that may follow e
 * ```
 * The code is laid out as a graph, in which an instruction that may throw is followed by the catch clauses around it as well.
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { Points } from './points.ts';
import { ends } from './points.ts';

/** A place that is not known yet when somebody goes there. */
interface Place {
  node: number;
}
/** What matters of an instruction: the local that it reads or writes, where control may go, and whether it may go to the next one. */
interface Node {
  readonly reads: number;
  readonly writes: number;
  readonly to: readonly Place[];
  readonly falls: boolean;
  readonly point: boolean;
}
const NONE = -1, NOWHERE_ELSE: readonly Place[] = [];

/** A sequence that is being laid out. */
interface Cursor {
  readonly es: Expr;
  i: number;
  readonly label: Place;
  readonly parent: Cursor | undefined;
  /** where catch clauses around it lead */
  readonly thrown: readonly Place[];
  /** what happens at its end */
  readonly end: () => void;
}
interface MutableGraph {
  readonly nodes: Node[];
  readonly todo: Cursor[];
}

const labelAt = (c: Cursor, l: number): Place => {
  let at: Cursor | undefined = c;
  for (let i = 0; i < l; i++) at = at?.parent;
  return at?.label ?? c.label;
};
/** The labels that an instruction may branch to. */
const labelsOf = (e: Instr): readonly number[] => {
  switch (e.op) {
    case 'br': case 'br_if': case 'br_on_null': case 'br_on_non_null': case 'br_on_cast': case 'br_on_cast_fail': return [e.l];
    case 'br_table': return [...new Set([...e.ls, e.l])];
    case 'resume': case 'resume_throw': case 'resume_throw_ref': return e.hdls.flatMap((hdl) => hdl.kind === 'on' ? [hdl.l] : []);
    default: return [];
  }
};
const THROWS = /^(?:call|throw|resume|suspend$|switch$)/u;
const mayThrow = ({ op }: Instr): boolean => THROWS.test(op);

/** Adds a node for an instruction that is no block, if it matters. */
const add = ({ nodes }: MutableGraph, c: Cursor, e: Instr, point: boolean): void => {
  const labels = labelsOf(e).map((l) => labelAt(c, l)), to = mayThrow(e) ? [...labels, ...c.thrown] : labels, falls = !ends(e);
  const reads = e.op === 'local.get' ? e.x : NONE, writes = e.op === 'local.set' || e.op === 'local.tee' ? e.x : NONE;
  if (point || !falls || to.length > 0 || reads !== NONE || writes !== NONE) nodes.push({ reads, writes, to, falls, point });
};
/** A node at which control goes to one of several places. */
const fork = ({ nodes }: MutableGraph, to: readonly Place[], falls: boolean): void => {
  nodes.push({ reads: NONE, writes: NONE, to, falls, point: false });
};

/** Lays out a block: what follows is the inside of it. */
const enter = (G: MutableGraph, c: Cursor, e: Extract<Instr, { readonly op: 'block' | 'loop' | 'if' | 'try_table' }>): void => {
  const { nodes, todo } = G, after: Place = { node: NONE }, finish = (): void => { after.node = nodes.length; };
  const inner = { i: 0, parent: c, thrown: c.thrown };
  if (e.op === 'if') {
    const otherwise: Place = { node: NONE };
    fork(G, [otherwise], true);
    // The second branch is laid out when the first one is done.
    todo.push({ ...inner, es: e.else, label: after, end: finish }, {
      ...inner, es: e.then, label: after, end: () => {
        fork(G, [after], false);
        otherwise.node = nodes.length;
      },
    });
  } else if (e.op === 'loop') todo.push({ ...inner, es: e.body, label: { node: nodes.length }, end: () => undefined });
  else {
    const caught = e.op === 'try_table' ? e.catches.map(({ l }) => labelAt(c, l)) : NOWHERE_ELSE;
    todo.push({ ...inner, es: e.body, label: after, thrown: [...caught, ...c.thrown], end: finish });
  }
};

const graphOf = (body: Expr, points: Points): readonly Node[] => {
  const nodes: Node[] = [], end: Place = { node: NONE };
  const todo: Cursor[] = [{ es: body, i: 0, label: end, parent: undefined, thrown: NOWHERE_ELSE, end: () => { end.node = nodes.length; } }];
  const G = { nodes, todo };
  for (let c = todo.at(-1); c !== undefined; c = todo.at(-1)) {
    const e = c.es[c.i++];
    if (e === undefined) {
      todo.pop();
      c.end();
    } else if (e.op === 'block' || e.op === 'loop' || e.op === 'if' || e.op === 'try_table') enter(G, c, e);
    else {
      add(G, c, e, points.number.has(e));
      if (ends(e)) c.i = c.es.length;
    }
  }
  return nodes;
};

/** The locals of a function with n of them that are live after some resume point, in order. */
export const keptLocals = (body: Expr, points: Points, n: number): readonly number[] => {
  const nodes = graphOf(body, points), words = (n + 31) >> 5;
  const live = new Uint32Array((nodes.length + 1) * words), kept = new Uint32Array(words);
  let changed = true;
  const update = (i: number, { reads, writes, to, falls, point }: Node): void => {
    for (let w = 0; w < words; w++) {
      let after = falls ? live[(i + 1) * words + w] ?? 0 : 0;
      for (const { node } of to) after |= live[node * words + w] ?? 0;
      if (point) kept[w] = (kept[w] ?? 0) | after;
      if (writes >> 5 === w) after &= ~(1 << (writes & 31));
      if (reads >> 5 === w) after |= 1 << (reads & 31);
      const at = i * words + w;
      if ((live[at] ?? 0) !== after >>> 0) changed = true;
      live[at] = after;
    }
  };
  while (changed) {
    changed = false;
    for (let i = nodes.length - 1; i >= 0; i--) {
      const node = nodes[i];
      if (node !== undefined) update(i, node);
    }
  }
  return Array.from({ length: n }, (_, x) => x).filter((x) => ((kept[x >> 5] ?? 0) >> (x & 31) & 1) === 1);
};
