/**
 * What is observed of a program that runs: a sequence of events, which are the same on two engines if the program means the same there.
 *
 * References are observed up to isomorphism. Objects are numbered in the order in which they are first met, and what they hold at the end
 * is written down in the order of the numbers; so two heaps have the same events exactly if one can be renamed into the other.
 * @category Equivalence
 * @module
 */
import type { NumConst, VecConst } from '../syntax/instructions.ts';
import type { Ref, Val } from '../semantics/runtime/values.ts';
import { printNum, printVec } from '../syntax/text/print-literals.ts';
import type { Content } from './memories.ts';
import { firstDifference, showContent } from './memories.ts';

/** Something observed: where, and what. Traps that an engine cannot tell apart have several descriptions. */
export interface Event {
  readonly what: string;
  readonly found: readonly string[];
  /** whether nothing can be said about what comes after it */
  readonly inconclusive?: boolean;
  readonly content?: Content;
}
/** What is observed of a program. */
export type Observation = readonly Event[];

/** What an object holds: values, or packed numbers. A is what an address is. */
export type Held<A> = Val<A> | { readonly t: 'i8' | 'i16'; readonly c: number };
/** What an engine shows of what references refer to. */
export interface Heap<A> {
  /** of a structure, an array */
  readonly fields: (ref: Ref<A>) => readonly Held<A>[];
  /** of an exception: its tag, by the first name that it was exported under, and its payload */
  readonly exception: (ref: Ref<A>) => readonly [tag: string, payload: readonly Val<A>[]];
  /** of a function: the instance and the index, or the name of a host function */
  readonly functionName: (ref: Ref<A>) => string;
}

/** How something ended that was called. Traps may have several words, tags have names. */
export type Ending<A> =
  | { readonly kind: 'values'; readonly vals: readonly Val<A>[] }
  | { readonly kind: 'trap'; readonly whys: readonly string[] }
  | { readonly kind: 'exception'; readonly tag: string; readonly payload: readonly Val<A>[] }
  | { readonly kind: 'suspension'; readonly tag: string; readonly by: 'suspend' | 'switch' }
  /** it waits, and nobody is left to wake it: after that, it cannot be called again */
  | { readonly kind: 'deadlock' }
  /** a limit of the engine was met */
  | { readonly kind: 'inconclusive'; readonly why: string };

/** Something exported that has a state. */
export type State<A> =
  | { readonly kind: 'global'; readonly val: Val<A> }
  | { readonly kind: 'mem'; readonly content: Content }
  | { readonly kind: 'table'; readonly refs: readonly Ref<A>[] };

/** Events that have been observed so far, and objects that have been met. */
export interface MutableRecord<A> {
  readonly heap: Heap<A>;
  readonly events: Event[];
  readonly numbers: Map<unknown, number>;
  /** the objects that have been met, in the order of their numbers, and exceptions among them, which have no identity */
  readonly met: Ref<A>[];
}
/** Nothing observed so far. */
export const newRecord = <A>(heap: Heap<A>): MutableRecord<A> => ({ heap, events: [], numbers: new Map(), met: [] });

/** The number of objects after which no more are looked into. */
const MOST_OBJECTS = 20_000;

const NAN32 = 0x7fc0_0000, NAN64 = 0x7ff8_0000_0000_0000n;
/** A number by its bits. Which sign a canonical NaN has is not determined. */
const showNumber = (val: NumConst | VecConst): string => {
  if (val.t === 'v128') return `v128 ${printVec(val)}`;
  if (val.t === 'f32' && (val.c & 0x7fff_ffff) === NAN32) return 'f32 nan:canonical';
  if (val.t === 'f64' && BigInt.asUintN(63, val.c) === NAN64) return 'f64 nan:canonical';
  return `${val.t} ${printNum(val)}`;
};

const met = <A>(record: MutableRecord<A>, kind: string, ref: Ref<A>, key: unknown): string => {
  const known = record.numbers.get(key);
  if (known !== undefined) return `${kind} #${known}`;
  const number = record.met.length;
  record.numbers.set(key, number);
  record.met.push(ref);
  return `${kind} #${number}`;
};
/** The identity of an object: its address, which for numbers is one in the component of its kind. */
const identity = (t: string, a: unknown): unknown => typeof a === 'number' ? `${t} ${a}` : a;

const showRef = <A>(record: MutableRecord<A>, ref: Ref<A>): string => {
  switch (ref.t) {
    case 'ref.null': return 'null';
    case 'ref.i31': return `i31 ${ref.c}`;
    case 'ref.struct': return met(record, 'struct', ref, identity(ref.t, ref.c));
    case 'ref.array': return met(record, 'array', ref, identity(ref.t, ref.c));
    case 'ref.func': return `func ${record.heap.functionName(ref)}`;
    case 'ref.exn': return met(record, 'exn', ref, {});
    case 'ref.cont': return 'cont';
    case 'ref.waitqueue': return 'waitqueue';
    case 'ref.host': return `host ${ref.c}`;
    case 'ref.extern': return `extern ${showRef(record, ref.c)}`;
  }
};
const showHeld = <A>(record: MutableRecord<A>, val: Held<A>): string => {
  switch (val.t) {
    case 'i32': case 'i64': case 'f32': case 'f64': case 'v128': return showNumber(val);
    case 'i8': case 'i16': return `${val.t} ${val.c}`;
    default: return showRef(record, val);
  }
};
const showAll = <A>(record: MutableRecord<A>, vals: readonly Held<A>[]): string =>
  vals.length === 0 ? 'nothing' : vals.map((val) => showHeld(record, val)).join(', ');

/** Something that the program has told the host. */
export const recordLog = <A>(record: MutableRecord<A>, name: string, args: readonly Val<A>[]): void => {
  record.events.push({ what: `host function ${JSON.stringify(name)} is called`, found: [`with ${showAll(record, args)}`] });
};

const showEnding = <A>(record: MutableRecord<A>, ending: Ending<A>): readonly string[] => {
  switch (ending.kind) {
    case 'values': return [`returns ${showAll(record, ending.vals)}`];
    case 'trap': return ending.whys.map((why) => `traps: ${why}`);
    case 'exception': return [`throws ${ending.tag} with ${showAll(record, ending.payload)}`];
    case 'suspension': return [`is suspended by ${ending.by}: unhandled tag ${ending.tag}`];
    case 'deadlock': return ['waits, and nobody can wake it'];
    case 'inconclusive': return [`does not end: ${ending.why}`];
  }
};
/** The end of an instantiation or a call; whether something may be called after it. */
export const recordEnding = <A>(record: MutableRecord<A>, what: string, ending: Ending<A>): boolean => {
  const inconclusive = ending.kind === 'inconclusive';
  record.events.push({ what, found: showEnding(record, ending), ...(inconclusive ? { inconclusive } : {}) });
  return !inconclusive && ending.kind !== 'deadlock';
};

/** The state of something that is exported, at the end. */
export const recordState = <A>(record: MutableRecord<A>, what: string, state: State<A>): void => {
  const { events } = record;
  switch (state.kind) {
    case 'global': return void events.push({ what, found: [showHeld(record, state.val)] });
    case 'mem': return void events.push({ what, found: [showContent(state.content)], content: state.content });
    case 'table': return void events.push({ what, found: [`${state.refs.length} elements: ${showAll(record, state.refs)}`] });
  }
};

/** What the objects hold that have been met, and those that are met thereby. */
export const recordObjects = <A>(record: MutableRecord<A>): void => {
  const { heap, events } = record;
  for (let i = 0; i < Math.min(record.met.length, MOST_OBJECTS); i++) {
    const ref = record.met[i];
    if (ref === undefined) continue;
    if (ref.t === 'ref.exn') {
      const [tag, payload] = heap.exception(ref);
      events.push({ what: `exn #${i}`, found: [`is ${tag} with ${showAll(record, payload)}`] });
    } else events.push({ what: `object #${i}`, found: [`holds ${showAll(record, heap.fields(ref))}`] });
  }
};

/** The first event in which two observations differ, by its number; undefined where one of them did not end. */
export interface Difference {
  readonly at: number;
  readonly one: Event | undefined;
  readonly other: Event | undefined;
  /** where two memories differ first */
  readonly detail: string | undefined;
}
const agree = (one: Event, other: Event): boolean =>
  one.what === other.what && one.found.some((found) => other.found.includes(found));

/** The first difference of two observations; none if they agree as far as both can be observed. */
export const firstDifferenceOf = (one: Observation, other: Observation): Difference | undefined => {
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    const e1 = one[at], e2 = other[at];
    if (e1?.inconclusive === true || e2?.inconclusive === true) return undefined;
    if (e1 !== undefined && e2 !== undefined && agree(e1, e2)) continue;
    const detail = e1?.content !== undefined && e2?.content !== undefined ? firstDifference(e1.content, e2.content) : undefined;
    return { at, one: e1, other: e2, detail };
  }
  return undefined;
};
/** Whether an observation ends before the program does. */
export const isInconclusive = (observation: Observation): boolean => observation.some(({ inconclusive }) => inconclusive === true);
