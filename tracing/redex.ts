/**
 * What a step rewrites. A step z ↪ z′ shares with z all that its rule does not touch: the context is made of the same objects, and so are
 * the tails of the values before the hole and of the instructions after it. So the redex and its result are found by looking at both
 * configurations, whatever the rule:
 *
 * ```
 * C[val* redex instr*] ↪ C[val* result instr*]
 * ```
 * @module
 */
import type { Code } from '../semantics/runtime/code.ts';
import { END } from '../semantics/runtime/code.ts';
import type { Config } from '../semantics/runtime/configuration.ts';
import type { Vals } from '../semantics/runtime/contexts.ts';
import type { AnyRule } from '../reduction/kit.ts';
import { explainRule } from '../reduction/machine.ts';
import type { Hole, Layer } from './holes.ts';
import { layerOf } from './holes.ts';

/** The nodes of two chains up to the first that they share; all of them if they share none. `key` tells which nodes are the same. */
const untilMeeting = <A>(
  a: A, b: A, next: (node: A) => A | undefined, key: (node: A) => unknown,
): readonly [readonly A[], readonly A[]] => {
  const as: A[] = [], bs: A[] = [], seenA = new Map<unknown, number>(), seenB = new Map<unknown, number>();
  for (let p: A | undefined = a, q: A | undefined = b; p !== undefined || q !== undefined;) {
    if (p !== undefined) {
      const met = seenB.get(key(p));
      if (met !== undefined) return [as, bs.slice(0, met)];
      seenA.set(key(p), as.length);
      as.push(p);
      p = next(p);
    }
    if (q !== undefined) {
      const met = seenA.get(key(q));
      if (met !== undefined) return [as.slice(0, met), bs];
      seenB.set(key(q), bs.length);
      bs.push(q);
      q = next(q);
    }
  }
  return [as, bs];
};

const outward = ({ hole }: Layer): Layer | undefined => layerOf(hole);
/** The parts of z and of z′ that are not common to both, innermost first. */
const differingLayers = (z: Hole, z1: Hole): readonly [readonly Layer[], readonly Layer[]] => {
  const a = layerOf(z), b = layerOf(z1);
  if (a?.part === b?.part) return [[], []];
  if (a === undefined || b === undefined) return [a ? allLayers(a) : [], b ? allLayers(b) : []];
  return untilMeeting(a, b, outward, ({ part }) => part);
};
const allLayers = (innermost: Layer): readonly Layer[] => {
  const out: Layer[] = [];
  for (let layer: Layer | undefined = innermost; layer !== undefined; layer = outward(layer)) out.push(layer);
  return out;
};

/** How many instructions of each list stand before the first that is common to both. */
const differingCode = (a: Code, b: Code): readonly [number, number] => {
  const [as, bs] = untilMeeting<Code>(a, b, (p) => p === END ? undefined : p.next, (p) => p);
  return [as.length, bs.length];
};
/** How many values of both lists are common: their longest common tail. */
const commonValues = (a: Vals, b: Vals): number => {
  let p = a, q = b;
  while (p.n > q.n) p = p.next;
  while (q.n > p.n) q = q.next;
  for (; p !== q; q = q.next) p = p.next;
  return p.n;
};

/** A redex, or what takes its place. Without parts, the values and instructions stand in the hole of the common context. */
export interface Rewritten {
  /** the parts that are not common, innermost first */
  readonly layers: readonly Layer[];
  /** where the values and instructions stand */
  readonly hole: Hole;
  readonly vs: Vals;
  readonly es: Code;
  /** how many of vs and es belong to it; all of them if it has parts */
  readonly values: number;
  readonly instructions: number;
  /** how many values before its outermost part */
  readonly outerValues: number;
}
/** A step as a rewriting in a context. */
export interface Rewriting {
  /** the common context, with the values before its hole and the instructions after it */
  readonly hole: Hole;
  readonly vs: Vals;
  readonly es: Code;
  readonly redex: Rewritten;
  readonly result: Rewritten;
}

/** The values on top of vs as a list that says how far it is looked into. */
const watched = (vs: Vals, depth: number, see: (depth: number) => void): Vals => ({
  n: vs.n,
  get v() {
    see(depth + 1);
    return vs.v;
  },
  get next() {
    return watched(vs.next, depth + 1, see);
  },
});
/** How many operands the premises of a rule look at. */
const operandsSeen = (rule: AnyRule, z: Config): number => {
  let seen = 0;
  explainRule(rule, { ...z, vs: watched(z.vs, 0, (depth) => { seen = Math.max(seen, depth); }) });
  return Math.min(seen, z.vs.n);
};

/** What stands directly in the hole of the common context: values before, instructions after whatever it holds. */
const around = (z: Config, layers: readonly Layer[]): { readonly vs: Vals; readonly es: Code } => layers.at(-1)?.part ?? z;
const below = (n: number, vs: Vals): Vals => {
  let p = vs;
  while (p.n > n) p = p.next;
  return p;
};

/**
 * What a step rewrites, in the largest context that z and z′ share. An operand that the rule looks at and leaves where it is belongs to
 * the redex and to the result.
 */
export const rewritingOf = (rule: AnyRule, z: Config, z1: Config): Rewriting => {
  const [layers, layers1] = differingLayers(z, z1);
  const outer = around(z, layers), outer1 = around(z1, layers1);
  const [instructions, instructions1] = differingCode(outer.es, outer1.es);
  const untouched = commonValues(outer.vs, outer1.vs);
  const common = layers.length > 0 ? untouched : Math.min(untouched, z.vs.n - operandsSeen(rule, z));
  const side = (at: Config, own: readonly Layer[], n: number): Rewritten => ({
    layers: own, hole: at, vs: at.vs, es: at.es, outerValues: around(at, own).vs.n - common,
    values: own.length > 0 ? at.vs.n : at.vs.n - common,
    instructions: own.length > 0 ? Infinity : n,
  });
  let es = outer.es;
  for (let i = 0; i < instructions; i++) es = es.next;
  return {
    hole: layers.at(-1)?.hole ?? z, vs: below(common, outer.vs), es,
    redex: side(z, layers, instructions), result: side(z1, layers1, instructions1),
  };
};
