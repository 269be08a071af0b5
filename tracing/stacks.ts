/**
 * Stacks: the frames of a context, parted at its prompts; and the continuations in the store, which are stacks that do not run.
 * @module
 */
import { get } from '../semantics/data/vector.ts';
import type { Code } from '../semantics/runtime/code.ts';
import { END } from '../semantics/runtime/code.ts';
import type { Config } from '../semantics/runtime/configuration.ts';
import type { Cont } from '../semantics/runtime/contexts.ts';
import { depthOf, framesOf } from '../semantics/runtime/contexts.ts';
import type { Store } from '../semantics/runtime/store.ts';
import type { Activation, Hole } from './holes.ts';
import { activationsIn, frameAround, holeOf } from './holes.ts';
import type { Continuation, Continuations, Frame, Stack } from './model.ts';
import { funcNameAt, namesOf } from './names.ts';
import type { Places } from './places.ts';
import type { World } from './show-code.ts';
import { showHdls } from './show-contexts.ts';

/** How much is shown: frames of a stack and stacks, the innermost ones; continuations, the newest ones. */
const MOST = { frames: 6, stacks: 8, continuations: 64 };

/** A frame, and where it goes on: at the next instruction inside of it, or at the end of its function. */
const frameOf = ({ frame, F, H }: Activation, es: Code, places: Places): Frame => {
  const names = namesOf(F.module), x = names.funcAt(frame.at);
  let code = es;
  for (let seg = H; code === END && seg !== null && seg !== frame; seg = seg.next) code = seg.es;
  return { func: x === undefined ? '?' : names.func(x), at: code === END ? places.endOf(frame.at) : places.startOf(code.e.at) };
};

/** The frames inside the nearest prompt. */
const innermostStack = (hole: Hole, es: Code, places: Places): Omit<Stack, 'prompt'> => {
  const frames: Frame[] = [];
  let code = es;
  for (const activation of activationsIn(hole)) {
    if (frames.length === MOST.frames) break;
    frames.push(frameOf(activation, code, places));
    code = activation.frame.es;
  }
  return { hidden: framesOf(hole.H) - frames.length, frames: frames.reverse() };
};

/** The stacks of a context, outermost first; `es` is what stands in its hole. */
export const stacksOf = (hole: Hole, es: Code, w: World, places: Places): readonly Stack[] => {
  const stacks: Stack[] = [];
  let at = hole, code = es;
  for (let p = hole.P; p !== null; p = p.next) {
    if (stacks.length === MOST.stacks) return [{ prompt: null, hidden: depthOf(p, null), frames: [] }, ...stacks.reverse()];
    const outside = holeOf(p);
    stacks.push({ prompt: showHdls(p.hdls, outside, w), ...innermostStack(at, code, places) });
    at = outside;
    code = p.es;
  }
  return [{ prompt: null, ...innermostStack(at, code, places) }, ...stacks.reverse()];
};

/** A continuation that nothing has run yet calls its function first: E = [_] (ref.func fa) (call_ref …) */
const calledFirst = ({ inner, H, es: { e } }: Cont, S: Store): string | undefined =>
  inner === null && H === null && e.op === 'value' && e.val.t === 'ref.func' ? funcNameAt(S, e.val.c) : undefined;

/** A continuation, but for what refers to it. */
export const continuationOf = (a: number, E: Cont, w: World, places: Places): Omit<Continuation, 'heldBy'> => {
  const first = calledFirst(E, w.S), at = places.startOf(E.at);
  const stacks = first === undefined ? stacksOf({ P: E.inner, H: E.H, F: E.F }, E.es, w, places)
    : [{ prompt: null, hidden: 0, frames: [{ func: first, at: null }] }];
  return { a, stacks, begun: first === undefined, at };
};

/** The continuations of the store; `heldBy` says what refers to each. */
export const continuationsOf = (w: World, places: Places, heldBy: (a: number) => readonly string[]): Continuations => {
  const { conts } = w.S;
  const detached: Continuation[] = [], consumed: number[] = [], older = Math.max(0, conts.n - MOST.continuations);
  for (let a = older; a < conts.n; a++) {
    const E = get(conts, a)?.E;
    if (E === undefined) consumed.push(a);
    else detached.push({ ...continuationOf(a, E, w, places), heldBy: heldBy(a) });
  }
  return { detached, consumed, older };
};

/** The innermost frame or prompt around a hole. */
export const activationOf = ({ P, H }: Hole): unknown => frameAround(H) ?? P;
/** Whether a step changes the active stacks. */
export const changesStacks = (z: Config, z1: Config): boolean => z.P !== z1.P || activationOf(z) !== activationOf(z1);
