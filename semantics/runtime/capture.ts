/**
 * Putting a captured context around a prompt, and finding the prompt that captures.
 * @spec SS Explainer.md §Reduction
 * @module
 */
import type { Hdl } from '../../syntax/instructions.ts';
import type { FuncType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { asCont } from '../types/expansion.ts';
import type { Code } from './code.ts';
import type { Cont, HdlInst, P, PromptSeg, Vals } from './contexts.ts';
import { depthOf, framesOf } from './contexts.ts';
import type { Config } from './configuration.ts';
import type { ModuleInst } from './frames.ts';
import type { ContInst, Store } from './store.ts';
import type { Addr } from './values.ts';

/** A prompt{hdl*} around the hole of z, before the instructions that follow the head; `vs` is what stands before it. */
export const promptOf = (z: Pick<Config, 'F' | 'H' | 'P' | 'es'>, hdls: readonly HdlInst[], vs: PromptSeg['vs']): PromptSeg =>
  ({ hdls, F: z.F, H: z.H, vs, es: z.es.next, next: z.P, d: depthOf(z.P, z.H) + 1, at: z.es.e.at });

/**
 * The prompts of E inside `outer`, in O(prompts of E). Where E has no frame around a prompt, its frame is that of the next
 * prompt outside.
 */
const plugPrompts = (inner: P, outer: PromptSeg): PromptSeg => {
  const segs: PromptSeg[] = [];
  for (let p = inner; p !== null; p = p.next) segs.push(p);
  return segs.reduceRight<PromptSeg>(
    (next, { hdls, F, H, vs, es, at }) =>
      ({ hdls, F: framesOf(H) === 0 ? next.F : F, H, vs, es, next, d: depthOf(next, H) + 1, at }),
    outer);
};
/** S; prompt E[vs es] in the thread of z, given S, E, its prompt, and vs and es with what E has around its hole */
export const plug = ({ T }: Pick<Config, 'T'>, S: Store, E: Cont, prompt: PromptSeg, vs: Vals, es: Code): Config => {
  const P = plugPrompts(E.inner, prompt);
  return { S, T, F: framesOf(E.H) === 0 ? P.F : E.F, P, H: E.H, vs, es };
};

/** hdl*[F.module.tags / 0 … |F.module.tags| − 1] */
export const resolveHdls = (tags: readonly Addr[], hdls: readonly Hdl[]): readonly HdlInst[] | undefined => {
  const out: HdlInst[] = [];
  for (const hdl of hdls) {
    const ea = tags[hdl.x];
    if (ea === undefined) return undefined;
    out.push(hdl.kind === 'on' ? { kind: 'on', ea, l: hdl.l } : { kind: 'switch', ea });
  }
  return out;
};

/** A prompt with the handler clause that it has for a tag, and the prompts inside it. */
export interface Handled<K extends HdlInst['kind']> {
  readonly prompt: PromptSeg;
  readonly hdl: Extract<HdlInst, { readonly kind: K }>;
  readonly inner: P;
}
/** A clause of this kind; for the tag at the address ea, if it is one for a tag. */
const fits = <K extends HdlInst['kind']>(h: HdlInst | undefined, kind: K, ea: Addr): h is Extract<HdlInst, { readonly kind: K }> =>
  h?.kind === kind && (h.kind === 'yield' || h.ea === ea);
/** The innermost prompt with a clause that fits: O(prompts), not O(frames). Nothing but `yield` leaves a cooperative thread. */
const handled = <K extends HdlInst['kind']>(P: P, kind: K, ea: Addr): Handled<K> | undefined => {
  const passed: PromptSeg[] = [];
  for (let prompt = P; prompt !== null; prompt = prompt.next) {
    const { hdls } = prompt;
    for (let i = 0; i < hdls.length; i++) {
      const hdl = hdls[i];
      if (fits(hdl, kind, ea)) return { prompt, hdl, inner: passed.length === 0 ? null : nested(passed) };
    }
    if (hdls[0]?.kind === 'yield') return undefined;
    passed.push(prompt);
  }
  return undefined;
};
/** The prompts, innermost first, without what is around them. */
const nested = (prompts: readonly PromptSeg[]): P => prompts.reduceRight<P>((next, p) => ({ ...p, next }), null);
/** The innermost prompt that handles events of this kind with this tag. */
export const innermost = <K extends 'on' | 'switch'>(P: P, kind: K, ea: Addr): Handled<K> | undefined => handled(P, kind, ea);
/** The prompt of the cooperative thread in which the hole stands. */
export const threadPrompt = (P: P): Handled<'yield'> | undefined => handled(P, 'yield', NO_TAG);
const NO_TAG: Addr = -1;

/** E[valⁿ _]: a context with more values before its hole; `vs` holds them on top of E's own */
export const filled = (E: Cont, vs: Cont['vs'], n: number): Cont =>
  ({ F: E.F, inner: E.inner, H: E.H, vs, es: E.es, n: E.n - n, at: E.at });

/** ε: the instance of a continuation that has been used */
export const EPSILON: ContInst = { E: undefined };
/** What using a null continuation, or a used one, traps with. */
export const NULL_CONT = 'null continuation reference', CONSUMED = 'continuation already consumed';

/** $ct ≈ cont [t₁*] → [t₂*] */
export const contType = (module: ModuleInst, ct: number): FuncType<DefType> | undefined => {
  const dt = module.types[ct];
  return dt === undefined ? undefined : asCont(dt);
};
