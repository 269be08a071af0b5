/**
 * Holes in contexts, and what stands around them, from inside out.
 * @module
 */
import type { FrameSeg, H, P, PromptSeg, Seg } from '../semantics/runtime/contexts.ts';
import type { Frame } from '../semantics/runtime/frames.ts';

/** A hole in a context: the parts around it, and the frame that holds there. */
export interface Hole {
  readonly P: P;
  readonly H: H;
  readonly F: Frame;
}
/** A part of a context, and the hole in which it stands. */
export interface Layer {
  readonly part: Seg | PromptSeg;
  readonly hole: Hole;
  /** the frame that holds inside the part */
  readonly F: Frame;
}

/** A part is a prompt if it is no label, frame or handler. */
export const isPrompt = (part: Seg | PromptSeg): part is PromptSeg => !('tag' in part);

const outsideOf = (frame: FrameSeg, P: P): Frame => frame.d === 1 && P !== null ? P.F : frame.F;
/** The hole in which a prompt stands. */
export const holeOf = ({ next, H, F }: PromptSeg): Hole => ({ P: next, H, F });

/** The innermost part around a hole; undefined if there is none. */
export const layerOf = ({ P, H, F }: Hole): Layer | undefined => {
  if (H !== null) return { part: H, hole: { P, H: H.next, F: H.tag === 'frame' ? outsideOf(H, P) : F }, F };
  return P === null ? undefined : { part: P, hole: holeOf(P), F };
};

const known = new WeakMap<Seg, FrameSeg | null>();
/** The innermost frame of H. It is kept for every part that is passed, so that deep nesting is walked through only once. */
export const frameAround = (H: H): FrameSeg | undefined => {
  const passed: Seg[] = [];
  let frame: FrameSeg | null | undefined;
  for (let seg = H; seg !== null && frame === undefined; seg = seg.next) {
    frame = seg.tag === 'frame' ? seg : known.get(seg);
    if (frame === undefined) passed.push(seg);
  }
  for (const seg of passed) known.set(seg, frame ?? null);
  return frame ?? undefined;
};

/** An activation of a function: its frame as a part of the context, the frame itself, and the innermost part inside it. */
export interface Activation {
  readonly frame: FrameSeg;
  readonly F: Frame;
  readonly H: H;
}
/** The activations inside the nearest prompt, innermost first. */
export function* activationsIn({ P, H, F }: Hole): Generator<Activation, void> {
  let inner = H, inside = F;
  for (let frame = frameAround(inner); frame !== undefined; frame = frameAround(inner)) {
    yield { frame, F: inside, H: inner };
    inside = outsideOf(frame, P);
    inner = frame.next;
  }
}
/** All activations, innermost first. */
export function* activationsOf(hole: Hole): Generator<Activation, void> {
  yield* activationsIn(hole);
  for (let p = hole.P; p !== null; p = p.next) yield* activationsIn(holeOf(p));
}
