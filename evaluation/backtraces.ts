/**
 * Backtraces: where a program was when it ended, through the chain of stacks.
 *
 * The host tells which functions have not returned, with the driver's among them. Each call of the driver's `run` stands for stacks whose
 * frames are in the heap: those below the frame that it has entered, and the stacks around, each of which stands at a resume. What such a
 * call is about, the driver notes in its register ACTIVE if tracing is on.
 * ```
 * the host's calls      what it means
 * g inside              g, called by
 * f re-entry            f, called by
 * run                   the frames below f in the heap; resumed at the frames of the stacks around; resumed at
 * main                  main
 * ```
 * @category Evaluation
 * @module
 */
import type { Module } from '../syntax/modules.ts';
import type { Span } from '../syntax/source.ts';
import { framesOfRest } from './heap/migration.ts';
import { activationsOf } from './host/frames.ts';
import type { Activation, HostFrame } from './host/frames.ts';
import type { HostPlace, Loaded } from './host/places.ts';
import { hostPlaces, instructionAt } from './host/places.ts';
import type { Backtrace, CallStack, MutableStore, Place } from './store.ts';
import { resumePoints } from './translation/positions.ts';
import type { ResumePoints } from './translation/positions.ts';

/** A backtrace in the making. */
interface MutableTrace {
  readonly S: MutableStore;
  /** the places already met: deep recursion meets the same ones */
  readonly known: Map<string, Place | undefined>;
  readonly stacks: { began: CallStack['began']; readonly places: Place[] }[];
}

const functionsImported = ({ imports }: Module): number => imports.filter(({ type }) => type.kind === 'func').length;
/** A place in a version of a function of a program; undefined in other functions. */
const placeIn = (
  { hidden }: MutableStore, { source, translated }: Loaded, func: number, at: (x: number) => Span | undefined,
): Place | undefined => {
  const { versions, valid } = translated, x = versions.get(func);
  if (x === undefined || hidden.has(source)) return undefined;
  const imported = functionsImported(source), added = functionsImported(valid.module) - imported;
  const own = x < imported ? x : x - added;
  if (own >= imported + source.funcs.length) return undefined;
  const span = at(x);
  const around = source.funcs[own - imported]?.at ?? source.at;
  return { source, func: own, at: span !== undefined && span.start >= 0 ? span : around, told: span !== undefined };
};
/** Adds a place to the innermost stack that is not complete. */
const add = ({ stacks, known }: MutableTrace, key: string, make: () => Place | undefined): void => {
  const place = known.has(key) ? known.get(key) : make();
  known.set(key, place);
  if (place !== undefined) stacks.at(-1)?.places.push(place);
};
/** What follows is on another stack. */
const begin = ({ stacks }: MutableTrace, began: 'continuation' | 'embedder'): void => {
  const last = stacks.at(-1);
  if (last === undefined || last.places.length > 0) stacks.push({ began, places: [] });
  else if (stacks.length > 1) last.began = began;
};

const points = new WeakMap<Loaded, ResumePoints>();
const pointsOf = (loaded: Loaded): ResumePoints => {
  const found = points.get(loaded) ?? resumePoints(loaded.translated);
  points.set(loaded, found);
  return found;
};
/** A frame in the heap, or those that it stands for. */
const addFrame = (trace: MutableTrace, { it, entry, pc }: HostFrame): void => {
  const { S } = trace, where = S.entries.get(entry);
  if (where === undefined) {
    if (S.heap !== undefined && it !== undefined) for (const frame of framesOfRest(S.heap, it)) addFrame(trace, frame);
    return;
  }
  const { loaded: number, func } = where, loaded = S.loaded[number];
  add(trace, `${number} ${func} pc ${pc}`, () => loaded && placeIn(S, loaded, func, (x) => pointsOf(loaded)(x, pc)?.at));
};
/** What a call of `run` is about. What follows has called it. */
const addActivation = (trace: MutableTrace, stacks: Activation): void => {
  stacks.forEach((frames, i) => {
    if (i > 0) begin(trace, 'continuation');
    for (const frame of frames) addFrame(trace, frame);
  });
  begin(trace, 'continuation');
};
/** A call that the host tells. */
const addPlace = (trace: MutableTrace, loaded: Loaded, place: HostPlace): void => {
  const make = (): Place | undefined => placeIn(trace.S, loaded, place.func, () => instructionAt(loaded, place)?.at);
  add(trace, `${place.loaded} ${place.func} at ${place.offset}`, make);
};

const isRun = ({ translated: { versions }, module: { names } }: Loaded, func: number): boolean =>
  !versions.has(func) && names.funcs.get(func) === 'run';

/** Where an exception was thrown that nothing has caught: it is the last one. The functions around have been left, and are not known. */
export const thrownAt = (S: MutableStore): Backtrace => {
  const { notes, loaded: all } = S, loaded = all[Number(notes?.module.value)], site = loaded?.sites[Number(notes?.site.value)];
  const place = loaded && site && placeIn(S, loaded, site.func, () => site.at);
  return place === undefined ? [] : [{ began: 'nothing', places: [place] }];
};

/** A call of a function of a loaded module, or of another one. */
type Call = { readonly loaded: Loaded; readonly place: HostPlace; readonly isRun: boolean } | undefined;
const callsOf = (S: MutableStore, error: Error): readonly Call[] => hostPlaces(error).map((place): Call => {
  const loaded = place && S.loaded[place.loaded];
  return loaded && { loaded, place, isRun: isRun(loaded, place.func) };
});

/** Where an error comes from. Without tracing, it is what happened on the innermost stack, as far as that is not in the heap. */
export const backtraceOf = (S: MutableStore, error: Error): Backtrace => {
  const trace: MutableTrace = { S, known: new Map(), stacks: [{ began: 'nothing', places: [] }] }, calls = callsOf(S, error);
  const activations = S.tracing ? activationsOf(S.runtime?.ACTIVE.value) : [];
  // Where there is no more stack, the innermost `run` may not have noted yet what it is about.
  let next = activations.length - calls.filter((call) => call?.isRun).length, left = false;
  for (const call of calls) {
    if (call === undefined) left ||= trace.stacks[0]?.places.length !== 0;
    else if (call.isRun) {
      if (!S.tracing) break;
      addActivation(trace, activations[next++] ?? []);
    } else {
      if (left) begin(trace, 'embedder');
      left = false;
      addPlace(trace, call.loaded, call.place);
    }
  }
  return trace.stacks.filter(({ places }) => places.length > 0);
};
