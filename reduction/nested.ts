/**
 * The specification's own form of a configuration, in which contexts are instructions: `plug` writes a configuration so, `decompose` finds
 * the hole again. They are inverse to each other; the machine works on decomposed configurations only.
 * @spec core 4.0-execution.configurations §Administrative instructions
 * @spec core 4.3-execution.instructions §Context
 * @category Reduction: machine
 * @module
 */
import { cons, toArray } from '../semantics/data/list.ts';
import type { Config } from '../semantics/runtime/configuration.ts';
import type { Code, RunInstr } from '../semantics/runtime/code.ts';
import { END, then, value } from '../semantics/runtime/code.ts';
import type { H, HdlInst, P, Seg, Vals } from '../semantics/runtime/contexts.ts';
import { NIL, depthOf, framesOf } from '../semantics/runtime/contexts.ts';
import type { Frame } from '../semantics/runtime/frames.ts';
import type { Store } from '../semantics/runtime/store.ts';
import type { Thread } from '../semantics/runtime/threads.ts';
import type { Val } from '../semantics/runtime/values.ts';
import type { Catch } from '../syntax/instructions.ts';
import type { Span } from '../syntax/source.ts';
import { NOWHERE } from '../syntax/source.ts';

/** A context as an instruction. */
export type ContextInstr = (
  | { readonly op: 'label'; readonly n: number; readonly k: Code; readonly body: readonly NestedInstr[] }
  | { readonly op: 'frame'; readonly n: number; readonly F: Frame; readonly body: readonly NestedInstr[] }
  | { readonly op: 'handler'; readonly n: number; readonly catches: readonly Catch[]; readonly body: readonly NestedInstr[] }
  | { readonly op: 'prompt'; readonly hdls: readonly HdlInst[]; readonly body: readonly NestedInstr[] }
) & { readonly at: Span };
/** instr of a configuration: a value, an instruction, or a context around instructions */
export type NestedInstr = RunInstr | ContextInstr;
/** S; F; instr*, with F the frame outside everything */
export interface NestedConfig {
  readonly S: Store;
  readonly T: Thread;
  readonly F: Frame;
  readonly es: readonly NestedInstr[];
}

const instructions = (es: Code): RunInstr[] => {
  const out: RunInstr[] = [];
  for (let p = es; p !== END; p = p.next) out.push(p.e);
  return out;
};
const isVal = (v: Vals['v']): v is Val => v.t !== 'none';
const values = (vs: Vals): readonly NestedInstr[] => toArray(vs).reverse().filter(isVal).map((v) => value(v, NOWHERE));

const wrap = (seg: Seg, F: Frame, body: readonly NestedInstr[]): ContextInstr => {
  switch (seg.tag) {
    case 'label': return { op: 'label', n: seg.n, k: seg.k, body, at: seg.at };
    case 'frame': return { op: 'frame', n: seg.n, F, body, at: seg.at };
    case 'handler': return { op: 'handler', n: seg.n, catches: seg.catches, body, at: seg.at };
  }
};

/** E[instr*] with everything written out; F is the frame of the hole, and then the one outside. */
const plugH = (H0: H, P: P, F0: Frame, es0: readonly NestedInstr[]): { readonly F: Frame; readonly es: readonly NestedInstr[] } => {
  let F = F0, es = es0;
  for (let H = H0; H !== null; H = H.next) {
    es = [...values(H.vs), wrap(H, F, es), ...instructions(H.es)];
    if (H.tag === 'frame') F = H.d === 1 && P !== null ? P.F : H.F;
  }
  return { F, es };
};

/** The configuration in the specification's form. */
export const plug = (z: Config): NestedConfig => {
  let { F, es } = plugH(z.H, z.P, z.F, [...values(z.vs), ...instructions(z.es)]);
  for (let p = z.P; p !== null; p = p.next)
    ({ F, es } = plugH(p.H, p.next, p.F, [...values(p.vs), { op: 'prompt', hdls: p.hdls, body: es, at: p.at }, ...instructions(p.es)]));
  return { S: z.S, T: z.T, F, es };
};

const isContext = (e: NestedInstr): e is ContextInstr => e.op === 'label' || e.op === 'frame' || e.op === 'handler' || e.op === 'prompt';
const isInstr = (e: NestedInstr): e is RunInstr => !isContext(e);

/** The values that stand first, and the rest. A `const` that has not been reached yet is an instruction. */
const split = (es: readonly NestedInstr[]): { readonly vs: Vals; readonly rest: readonly NestedInstr[] } => {
  let vs = NIL, i = 0;
  for (let e = es[0]; e?.op === 'value' && e.at === NOWHERE; e = es[++i]) vs = cons(e.val, vs);
  return { vs, rest: es.slice(i) };
};
const codeOf = (es: readonly NestedInstr[]): Code => es.filter(isInstr).reduceRight((next, e) => then(e, next), END);

/** The configuration with its hole found: the innermost context, before its first instruction. */
export const decompose = ({ S, T, F: F0, es: es0 }: NestedConfig): Config => {
  let F = F0, P: P = null, H: H = null, { vs, rest } = split(es0);
  for (let e = rest[0]; e !== undefined && isContext(e); e = rest[0]) {
    const es = codeOf(rest.slice(1));
    switch (e.op) {
      case 'label': H = { tag: 'label', n: e.n, k: e.k, vs, es, next: H, d: framesOf(H), at: e.at }; break;
      case 'handler': H = { tag: 'handler', n: e.n, catches: e.catches, vs, es, next: H, d: framesOf(H), at: e.at }; break;
      case 'frame':
        H = { tag: 'frame', n: e.n, F, vs, es, next: H, d: framesOf(H) + 1, at: e.at };
        F = e.F;
        break;
      case 'prompt':
        P = { hdls: e.hdls, F, H, vs, es, next: P, d: depthOf(P, H) + 1, at: e.at };
        H = null;
        break;
    }
    ({ vs, rest } = split(e.body));
  }
  return { S, T, F, P, H, vs, es: codeOf(rest) };
};
