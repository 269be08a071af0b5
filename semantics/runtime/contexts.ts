/**
 * Evaluation contexts, as data, innermost part first.
 *
 * ```
 * H ::= [_] | H[val* (labelₙ{instr*} [_] end) instr*] | H[val* (frameₙ{F} [_] end) instr*] | H[val* (handlerₙ{catch*} [_] end) instr*]
 * P ::= [_] | P[H[val* (prompt{hdl*} [_] end) instr*]]
 * ```
 *
 * H is what stands inside the nearest prompt. A `suspend` that this prompt handles captures it as it is, so capture and
 * resumption take no time for labels, frames and handlers, however many. Every part of a context has, like every instruction, the place
 * of the source that it comes from, `at`: its block, function, `try_table` or `resume`. No rule looks at it.
 * @spec core 4.3-execution.instructions §Context
 * @spec SS Explainer.md §Handler contexts
 * @module
 */
import type { Catch } from '../../syntax/instructions.ts';
import type { Span } from '../../syntax/source.ts';
import { nil } from '../data/list.ts';
import type { List } from '../data/list.ts';
import type { Code } from './code.ts';
import type { Frame } from './frames.ts';
import { NONE } from './values.ts';
import type { Addr, None, Val } from './values.ts';

/** val*, the last one first */
export type Vals = List<Val | None>;
/** ε */
export const NIL: Vals = nil<Val | None>(NONE);

/** val* (labelₙ{k} [_] end) es, in the context `next`; `d` counts the frames of this H */
export interface Label {
  readonly tag: 'label';
  readonly n: number;
  readonly k: Code;
  readonly vs: Vals;
  readonly es: Code;
  readonly next: H;
  readonly d: number;
  readonly at: Span;
}
/**
 * val* (frameₙ{F′} [_] end) es, in the context `next`; F′ is the frame of the configuration, F the one outside. The outermost
 * frame inside a prompt may have been captured elsewhere, so there the frame outside is the prompt's, and F is not looked at.
 */
export interface FrameSeg {
  readonly tag: 'frame';
  readonly n: number;
  readonly F: Frame;
  readonly vs: Vals;
  readonly es: Code;
  readonly next: H;
  readonly d: number;
  readonly at: Span;
}
/** val* (handlerₙ{catch*} [_] end) es, in the context `next` */
export interface Handler {
  readonly tag: 'handler';
  readonly n: number;
  readonly catches: readonly Catch[];
  readonly vs: Vals;
  readonly es: Code;
  readonly next: H;
  readonly d: number;
  readonly at: Span;
}
/** a part of H */
export type Seg = Label | FrameSeg | Handler;
/** a handler context; null is [_] */
export type H = Seg | null;

/** hdl with its tag resolved: (on ea l) or (on ea switch); or (on yield), the only clause of the prompt of a cooperative thread */
export type HdlInst =
  | { readonly kind: 'on'; readonly ea: Addr; readonly l: number }
  | { readonly kind: 'switch'; readonly ea: Addr }
  | { readonly kind: 'yield' };

/**
 * H[val* (prompt{hdl*} [_] end) es], in the context `next`; F is the frame outside, `d` counts all frames and prompts outside
 * and itself.
 */
export interface PromptSeg {
  readonly hdls: readonly HdlInst[];
  readonly F: Frame;
  readonly H: H;
  readonly vs: Vals;
  readonly es: Code;
  readonly next: P;
  readonly d: number;
  readonly at: Span;
}
/** the prompts; null is [_] */
export type P = PromptSeg | null;

/**
 * E, a captured context: what stood inside the prompt that caught the suspension. `n` is the number of values that it
 * expects in its hole, on top of those that stand there already. F is the frame around its hole, if E has one there; `at` is the
 * instruction that captured or made it.
 */
export interface Cont {
  readonly F: Frame;
  readonly inner: P;
  readonly H: H;
  readonly vs: Vals;
  readonly es: Code;
  readonly n: number;
  readonly at: Span;
}

/** The number of frames of a handler context. */
export const framesOf = (H: H): number => H === null ? 0 : H.d;
/** The number of frames and prompts of a whole context. */
export const depthOf = (P: P, H: H): number => framesOf(H) + (P === null ? 0 : P.d);
