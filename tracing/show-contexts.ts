/**
 * Contexts as a trace writes them: their parts with arities as subscripts, outermost first.
 * @module
 */
import type { Code } from '../semantics/runtime/code.ts';
import { END } from '../semantics/runtime/code.ts';
import type { Config } from '../semantics/runtime/configuration.ts';
import type { HdlInst, PromptSeg, Seg } from '../semantics/runtime/contexts.ts';
import { depthOf } from '../semantics/runtime/contexts.ts';
import type { Catch } from '../syntax/instructions.ts';
import type { Hole, Layer } from './holes.ts';
import { isPrompt, layerOf } from './holes.ts';
import type { Instrs, Part, Term, Values } from './model.ts';
import { namesOf } from './names.ts';
import type { Rewritten, Rewriting } from './redex.ts';
import type { Scope, World } from './show-code.ts';
import { instrsOf, labelName, scopeOf, tagName } from './show-code.ts';
import { valuesOf } from './show-values.ts';

const DIGITS = '₀₁₂₃₄₅₆₇₈₉';
/** 12 as ₁₂ */
const subscript = (n: number): string => String(n).replaceAll(/\d/gu, (digit) => DIGITS.charAt(Number(digit)));

/** `(catch $e $l)`; labels are those outside of the handler */
export const catchClause = (c: Catch, scope: Scope): string => {
  const label = labelName(scope, c.l);
  return 'x' in c ? `(${c.kind} ${scope.names.indices(scope.x).tag(c.x)} ${label})` : `(${c.kind} ${label})`;
};
const hdlClause = (hdl: HdlInst, scope: Scope): string => {
  switch (hdl.kind) {
    case 'on': return `(on ${tagName(scope, hdl.ea)} ${labelName(scope, hdl.l)})`;
    case 'switch': return `(on ${tagName(scope, hdl.ea)} switch)`;
    case 'yield': return '(on yield)';
  }
};
/** `(on $e $l) (on $f switch)`; labels and tags are those of the place where the prompt stands */
export const showHdls = (hdls: readonly HdlInst[], outside: Hole, w: World): string =>
  hdls.map((hdl) => hdlClause(hdl, scopeOf(w, outside.F, outside.H))).join(' ');

/** `label₀ $l`, or with the instruction that a branch to it leads to: `label₀{loop $l}`, `label₀{trap}` */
const showLabel = (n: number, k: Code, id: string | undefined): string =>
  `label${subscript(n)}${k !== END ? `{${[k.e.op, id ?? ''].join(' ').trimEnd()}}` : id === undefined ? '' : ` ${id}`}`;

const showSeg = (seg: Seg, { hole, F }: Layer, w: World): string => {
  switch (seg.tag) {
    case 'label': {
      const { x, names } = scopeOf(w, F, seg);
      return showLabel(seg.n, seg.k, x === undefined ? undefined : names.label(x, seg.at));
    }
    case 'frame': {
      const names = namesOf(F.module), x = names.funcAt(seg.at);
      return `frame${subscript(seg.n)}${x === undefined ? '' : ` ${names.func(x)}`}`;
    }
    case 'handler': {
      const scope = scopeOf(w, hole.F, hole.H);
      return `handler${subscript(seg.n)}{${seg.catches.map((c) => catchClause(c, scope)).join(' ')}}`;
    }
  }
};
/** A part of a context: `frame₁ $f`, `label₀{loop $again}`, `label₂ $l`, `handler₀{(catch $e $l)}`, `prompt{(on $e $l)}`. */
export const showPart = (layer: Layer, w: World): string => {
  const { part, hole } = layer;
  return isPrompt(part) ? `prompt{${showHdls(part.hdls, hole, w)}}` : showSeg(part, layer, w);
};

/** How many values and instructions are shown at one place. */
const FEW = { values: 6, aside: 3, instructions: 3, following: 2 };
/** How many parts of a context are shown: the innermost ones, and of those that a step rewrites the outermost ones, too. */
const PARTS = { inner: 9, outer: 3 };

const kindOf = (part: Seg | PromptSeg): Exclude<Part['kind'], 'folded'> => isPrompt(part) ? 'prompt' : part.tag;
const partOf = (layer: Layer, w: World, values: number): Part => ({
  kind: kindOf(layer.part), text: showPart(layer, w),
  before: valuesOf(values, layer.part.vs, FEW.aside, scopeOf(w, layer.hole.F, layer.hole.H)),
});
const NO_VALUES: Values = { hidden: 0, vals: [] };
const folded = (text: string): Part => ({ kind: 'folded', text, before: NO_VALUES });
const partsOf = (layers: readonly Layer[], w: World): readonly Part[] => layers.map((layer) => partOf(layer, w, layer.part.vs.n));

/** `… 3 frames`, for a part and all around it. */
const framesUpTo = ({ part, hole: { P, H } }: Layer): string => {
  const frames = depthOf(P, H) + (isPrompt(part) || part.tag === 'frame' ? 1 : 0);
  return frames === 0 ? '…' : frames === 1 ? '… 1 frame' : `… ${frames} frames`;
};
/** The parts around a hole, outermost first; all but the innermost are folded where there are many. */
export const contextOf = (hole: Hole, w: World): readonly Part[] => {
  const inner: Layer[] = [];
  let layer = layerOf(hole);
  for (; layer !== undefined && inner.length < PARTS.inner; layer = layerOf(layer.hole)) inner.push(layer);
  const parts = partsOf(inner.reverse(), w);
  return layer === undefined ? parts : [folded(framesUpTo(layer)), ...parts];
};

/** A context with all that stands in its hole. */
export const wholeTerm = (z: Config, w: World): Term => {
  const scope = scopeOf(w, z.F, z.H);
  return {
    parts: contextOf(z, w),
    vals: valuesOf(z.vs.n, z.vs, FEW.values, scope),
    es: instrsOf(Infinity, z.es, FEW.instructions, scope),
  };
};

/** The parts that a step rewrites, outermost first, the first with the values that belong to it. */
const ownParts = ({ layers, outerValues }: Rewritten, w: World): readonly Part[] => {
  const all = layers.toReversed(), [first, ...others] = all;
  if (first === undefined) return [];
  const outermost = partOf(first, w, outerValues);
  if (all.length <= PARTS.outer + PARTS.inner) return [outermost, ...partsOf(others, w)];
  return [
    outermost, ...partsOf(others.slice(0, PARTS.outer - 1), w),
    folded(`… ${all.length - PARTS.outer - PARTS.inner} parts`), ...partsOf(others.slice(-PARTS.inner), w),
  ];
};
const termOf = (term: Rewritten, w: World): Term => {
  const scope = scopeOf(w, term.hole.F, term.hole.H);
  return {
    parts: ownParts(term, w),
    vals: valuesOf(term.values, term.vs, FEW.values, scope),
    es: instrsOf(term.instructions, term.es, FEW.instructions, scope),
  };
};

/** The texts of a step: its context, what is rewritten and by what, and what stands beside it. */
export interface ShownRewriting {
  readonly context: readonly Part[];
  readonly before: Values;
  readonly redex: Term;
  readonly result: Term;
  readonly after: Instrs;
}
/** Writes a rewriting; `w` is the world before, `w1` the one after. */
export const showRewriting = ({ hole, vs, es, redex, result }: Rewriting, w: World, w1: World): ShownRewriting => {
  const scope = scopeOf(w, hole.F, hole.H);
  return {
    context: contextOf(hole, w),
    before: valuesOf(vs.n, vs, FEW.aside, scope),
    redex: termOf(redex, w),
    result: termOf(result, w1),
    after: instrsOf(Infinity, es, FEW.following, scope),
  };
};
