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
  /** the instruction, if the locals that are live after it are asked for */
  readonly point: Instr | undefined;
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
  readonly isPoint: (e: Instr) => boolean;
  /** the number of a local, or NONE if nobody asks for it */
  readonly local: (x: number) => number;
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
const add = ({ nodes, isPoint, local }: MutableGraph, c: Cursor, e: Instr): void => {
  const labels = labelsOf(e).map((l) => labelAt(c, l)), to = mayThrow(e) ? [...labels, ...c.thrown] : labels, falls = !ends(e);
  const reads = e.op === 'local.get' ? local(e.x) : NONE, writes = e.op === 'local.set' || e.op === 'local.tee' ? local(e.x) : NONE;
  const point = isPoint(e) ? e : undefined;
  if (point !== undefined || !falls || to.length > 0 || reads !== NONE || writes !== NONE) nodes.push({ reads, writes, to, falls, point });
};
/** A node at which control goes to one of several places. */
const fork = ({ nodes }: MutableGraph, to: readonly Place[], falls: boolean): void => {
  nodes.push({ reads: NONE, writes: NONE, to, falls, point: undefined });
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
  } else if (e.op === 'loop') {
    const label = { node: nodes.length };
    if (G.isPoint(e)) nodes.push({ reads: NONE, writes: NONE, to: NOWHERE_ELSE, falls: true, point: e });
    todo.push({ ...inner, es: e.body, label, end: () => undefined });
  } else {
    const caught = e.op === 'try_table' ? e.catches.map(({ l }) => labelAt(c, l)) : NOWHERE_ELSE;
    todo.push({ ...inner, es: e.body, label: after, thrown: [...caught, ...c.thrown], end: finish });
  }
};

const graphOf = (body: Expr, { isPoint, local }: Pick<MutableGraph, 'isPoint' | 'local'>): readonly Node[] => {
  const nodes: Node[] = [], end: Place = { node: NONE };
  const todo: Cursor[] = [{ es: body, i: 0, label: end, parent: undefined, thrown: NOWHERE_ELSE, end: () => { end.node = nodes.length; } }];
  const G = { nodes, todo, isPoint, local };
  for (let c = todo.at(-1); c !== undefined; c = todo.at(-1)) {
    const e = c.es[c.i++];
    if (e === undefined) {
      todo.pop();
      c.end();
    } else if (e.op === 'block' || e.op === 'loop' || e.op === 'if' || e.op === 'try_table') enter(G, c, e);
    else {
      add(G, c, e);
      if (ends(e)) c.i = c.es.length;
    }
  }
  return nodes;
};

/** Tells for each point what is live after it: a bit for each of n locals, in words. */
const eachPoint = (nodes: readonly Node[], n: number, see: (point: Instr, after: Uint32Array) => void): void => {
  const words = (n + 31) >> 5, live = new Uint32Array((nodes.length + 1) * words), after = new Uint32Array(words);
  let changed = true;
  const leaving = (i: number, { to, falls }: Node): void => {
    for (let w = 0; w < words; w++) {
      let bits = falls ? live[(i + 1) * words + w] ?? 0 : 0;
      for (const { node } of to) bits |= live[node * words + w] ?? 0;
      after[w] = bits;
    }
  };
  const update = (i: number, node: Node): void => {
    leaving(i, node);
    const { reads, writes } = node;
    for (let w = 0; w < words; w++) {
      let bits = after[w] ?? 0;
      if (writes >> 5 === w) bits &= ~(1 << (writes & 31));
      if (reads >> 5 === w) bits |= 1 << (reads & 31);
      const at = i * words + w;
      if ((live[at] ?? 0) !== bits >>> 0) changed = true;
      live[at] = bits;
    }
  };
  while (changed) {
    changed = false;
    for (let i = nodes.length - 1; i >= 0; i--) {
      const node = nodes[i];
      if (node !== undefined) update(i, node);
    }
  }
  nodes.forEach((node, i) => {
    if (node.point === undefined) return;
    leaving(i, node);
    see(node.point, after);
  });
};
const isIn = (bits: Uint32Array, x: number): boolean => ((bits[x >> 5] ?? 0) >> (x & 31) & 1) === 1;

/** The locals of a function with n of them that are live after some resume point, in order. */
export const keptLocals = (body: Expr, points: Points, n: number): readonly number[] => {
  const kept = new Uint32Array((n + 31) >> 5);
  eachPoint(graphOf(body, { isPoint: (e) => points.number.has(e), local: (x) => x }), n, (_, after) => {
    after.forEach((bits, w) => { kept[w] = (kept[w] ?? 0) | bits; });
  });
  return Array.from({ length: n }, (_, x) => x).filter((x) => isIn(kept, x));
};
/** For instructions, loops as they begin among them, those of some locals that are live after each. */
export const liveAfter = (
  body: Expr, isPoint: (e: Instr) => boolean, locals: readonly number[],
): ReadonlyMap<Instr, readonly number[]> => {
  const numbers = new Map(locals.map((x, i) => [x, i])), found = new Map<Instr, readonly number[]>();
  if (locals.length === 0) return found;
  eachPoint(graphOf(body, { isPoint, local: (x) => numbers.get(x) ?? NONE }), locals.length, (point, after) => {
    const known = found.get(point) ?? [];
    found.set(point, locals.filter((x, i) => isIn(after, i) || known.includes(x)));
  });
  return found;
};
