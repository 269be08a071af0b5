/**
 * A trace as data: records of what happened, in order. Everything in them is a text or a number, so that a reader needs nothing else, and
 * what reduction knows can change without a change of the model. `null` is what there is not.
 *
 * A trace is a header, then phases with their steps and the gaps between those that are shown, then an end.
 * @module
 */
import * as t from 'io-ts';

/** The version of the model, which the header names. It goes up when a reader of the one before would be misled. */
export const VERSION = 1;

/**
 * A value: its constructor, its content as the text format writes it (`-1`, `nan:0x1`, `i32x4 0x00000001 …`), of a reference the address,
 * and what that address is called.
 */
export interface Value {
  readonly t: ValueKind;
  readonly c: string;
  readonly name: string | null;
}
/** The constructors of values. */
export type ValueKind =
  | 'i32' | 'i64' | 'f32' | 'f64' | 'v128'
  | 'ref.null' | 'ref.i31' | 'ref.struct' | 'ref.array' | 'ref.func' | 'ref.exn' | 'ref.cont' | 'ref.waitqueue' | 'ref.host'
  | 'ref.extern';
/** val*; `hidden` more stand to the left of those that are shown */
export interface Values {
  readonly hidden: number;
  readonly vals: readonly Value[];
}
/** instr*; whether there are more to the right of those that are shown */
export interface Instrs {
  readonly instrs: readonly string[];
  readonly more: boolean;
}

/** A place in the source: an offset (UTF-16 units of a text, bytes of a binary), and in a text its line and column, counted from 1. */
export interface Position {
  readonly offset: number;
  readonly line: number | null;
  readonly column: number | null;
}
/** Where something happens; `func` is the function, as it is called. */
export interface Place {
  readonly at: Position | null;
  readonly func: string | null;
}

/** A part of a context, as text: `label₀{loop $again}`; and the values before it. `folded` stands for parts that are left out. */
export interface Part {
  readonly kind: 'label' | 'frame' | 'handler' | 'prompt' | 'folded';
  readonly text: string;
  readonly before: Values;
}
/** A context, outermost part first, with values and instructions in its hole. */
export interface Term {
  readonly parts: readonly Part[];
  readonly vals: Values;
  readonly es: Instrs;
}

/** A premise, the name of its witness if it has one, and the witness; null for a side condition, and where changes show it. */
export interface Premise {
  readonly text: string;
  readonly name: string | null;
  readonly witness: string | null;
}
/**
 * What changed in the store or in the locals of the running function. `where` is a path: `S.globals[3]`, `S.tables[0].refs[2]`,
 * `S.mems[0].bytes[0x10 : 4]`, `F.locals[0]`; `name` is what it is called; `from` is null for what is new.
 */
export interface Change {
  readonly where: string;
  readonly name: string | null;
  readonly from: string | null;
  readonly to: string;
}

/** A frame: its function, and where it is or will go on. */
export interface Frame {
  readonly func: string;
  readonly at: Position | null;
}
/**
 * A stack: its frames, outermost first, `hidden` of them left out before the first, and the handler clauses of the prompt under which it
 * runs; null of the first stack, which runs under none.
 */
export interface Stack {
  readonly prompt: string | null;
  readonly hidden: number;
  readonly frames: readonly Frame[];
}
/** A continuation that can still be resumed: its stacks, where it was made, whether it has begun, and what refers to it. */
export interface Continuation {
  readonly a: number;
  readonly stacks: readonly Stack[];
  readonly begun: boolean;
  readonly at: Position | null;
  readonly heldBy: readonly string[];
}
/** The continuations of the store, newest last: those that can be resumed, those that are consumed, and how many older ones there are. */
export interface Continuations {
  readonly detached: readonly Continuation[];
  readonly consumed: readonly number[];
  readonly older: number;
}

/**
 * What other threads can see of a step: an access to a place with its memory ordering, null if it has none; what happens to a wait queue;
 * the number of the thread that is spawned. A `wait` is for the place whose value it compares.
 */
export interface Action {
  readonly kind: ActionKind;
  readonly where: string | null;
  readonly order: string | null;
  readonly queue: string | null;
  readonly thread: number | null;
}
/** The kinds of actions. */
export type ActionKind = 'read' | 'write' | 'rmw' | 'wait' | 'woken' | 'timeout' | 'notify' | 'fence' | 'spawn' | 'trap';
/** A wait queue, and the threads that wait in it, the longest waiting first. */
export interface Queue {
  readonly name: string;
  readonly threads: readonly number[];
}
/** `runs`: makes this step; `ready`: could make the next one; `waits`: in a queue. */
export type ThreadState = 'runs' | 'ready' | 'waits' | 'ended';
/** A thread between two turns: its active stacks, the queue in which it waits, and its end if it has ended. */
export interface ThreadPicture {
  readonly state: ThreadState;
  readonly stacks: readonly Stack[];
  readonly queue: string | null;
  readonly ended: Ended | null;
}

/** `instantiation`: active segments; `start`: the start function; `invocation`: the function that was chosen */
export type PhaseName = 'instantiation' | 'start' | 'invocation';
/** The beginning. */
export interface Header {
  readonly kind: 'header';
  readonly version: typeof VERSION;
  readonly file: string;
}
/** A phase begins: what is run and why it, and the arguments. */
export interface Phase {
  readonly kind: 'phase';
  readonly phase: PhaseName;
  readonly what: string;
  readonly why: string;
  readonly args: readonly Value[];
}
/** The options that hide steps. */
export type Hiding = 'instantiation' | 'from' | 'to' | 'filter';
/** Steps that were made and are not shown, the first of them, and what hides them. */
export interface Gap {
  readonly kind: 'gap';
  readonly first: number;
  readonly steps: number;
  readonly why: Hiding;
}
/**
 * Another thread goes on than in the step that was shown before, in the turn with this number; where all threads stand, by their numbers.
 * A turn is a step of the schedule: an action and what the thread then does alone. What runs before the first turn has the number 0.
 */
export interface Turn {
  readonly kind: 'turn';
  readonly turn: number;
  readonly thread: number;
  readonly threads: readonly ThreadPicture[];
}
/** The schedule that was given ends after so many turns, and the threads go on fairly. */
export interface Fair {
  readonly kind: 'fair';
  readonly turns: number;
}
/**
 * A step: C[before redex after] ↪ C[before result after] by a rule, in the context C. `place` is that of the instruction at the head of
 * the redex. `stacks` are the active ones after the step, outermost first; they and the continuations are null if they are as before.
 * It is made by a thread, in a turn. `lanes` are the states of all threads, by their numbers; none of a program that cannot spawn threads.
 * `queues` are the wait queues that it changes, as they are after it.
 */
export interface Step {
  readonly kind: 'step';
  readonly n: number;
  readonly rule: string;
  readonly phase: PhaseName;
  readonly place: Place;
  readonly context: readonly Part[];
  readonly before: Values;
  readonly redex: Term;
  readonly result: Term;
  readonly after: Instrs;
  readonly premises: readonly Premise[];
  readonly changes: readonly Change[];
  readonly stacks: readonly Stack[] | null;
  readonly continuations: Continuations | null;
  readonly thread: number;
  readonly turn: number;
  readonly lanes: readonly ThreadState[];
  readonly actions: readonly Action[];
  readonly queues: readonly Queue[];
}
/** A thread that waits, and nobody is left to wake it. */
export interface Waiter {
  readonly thread: number;
  readonly queue: string;
  readonly place: Place;
}
/** How it ended. */
export type Ended =
  | { readonly kind: 'values'; readonly vals: readonly Value[] }
  | { readonly kind: 'trap'; readonly why: string }
  | { readonly kind: 'exception'; readonly tag: string; readonly payload: readonly Value[] }
  | { readonly kind: 'suspension'; readonly tag: string; readonly by: 'suspend' | 'switch' }
  | { readonly kind: 'call stack exhausted'; readonly limit: number }
  | { readonly kind: 'out of memory'; readonly limit: number }
  | { readonly kind: 'deadlock'; readonly waiting: readonly Waiter[] }
  | { readonly kind: 'out of fuel'; readonly fuel: number }
  | { readonly kind: 'stuck'; readonly rule: string; readonly premise: string };
/**
 * The end: how many steps were made and how many of them shown, the outcome and where it came about, and in which of how many threads:
 * a trap of any thread ends all, a result is that of the first.
 */
export interface End {
  readonly kind: 'end';
  readonly steps: number;
  readonly shown: number;
  readonly outcome: Ended;
  readonly place: Place;
  readonly thread: number;
  readonly threads: number;
}
/**
 * Why a rule applies or does not before the step n: the context with what stands in its hole, the premises that hold, and the first that
 * does not, null if the rule applies.
 */
export interface Explanation {
  readonly kind: 'explanation';
  readonly n: number;
  readonly rule: string;
  readonly place: Place;
  readonly term: Term;
  readonly premises: readonly Premise[];
  readonly fails: string | null;
}
/** A record of a trace, or an explanation, which stands alone. */
export type TraceRecord = Header | Phase | Gap | Turn | Fair | Step | End | Explanation;

// ── codecs ───────────────────────────────────────────────────────────────────────────────────────────
type Codec<A> = t.Type<A, unknown>;
/** What may be missing. */
export const nullable = <A>(codec: Codec<A>): Codec<A | null> => t.union([codec, t.null]);
/** Any number of them. */
export const many = <A>(codec: Codec<A>): Codec<readonly A[]> => t.readonlyArray(codec);
/** One of the words. */
export const word = <W extends string>(...words: readonly W[]): Codec<W> => {
  const is = (input: unknown): input is W => words.some((known) => known === input);
  return new t.Type<W>(words.join(' | '), is, (input, context) => is(input) ? t.success(input) : t.failure(input, context), (w) => w);
};

const value: Codec<Value> = t.type({
  t: word<ValueKind>(
    'i32', 'i64', 'f32', 'f64', 'v128', 'ref.null', 'ref.i31', 'ref.struct', 'ref.array', 'ref.func', 'ref.exn', 'ref.cont',
    'ref.waitqueue', 'ref.host', 'ref.extern',
  ),
  c: t.string,
  name: nullable(t.string),
});
const values: Codec<Values> = t.type({ hidden: t.number, vals: many(value) });
const instrs: Codec<Instrs> = t.type({ instrs: many(t.string), more: t.boolean });
const position: Codec<Position> = t.type({ offset: t.number, line: nullable(t.number), column: nullable(t.number) });
/** A place, from and to what JSON can hold. */
export const place: Codec<Place> = t.type({ at: nullable(position), func: nullable(t.string) });
const part: Codec<Part> = t.type({ kind: word('label', 'frame', 'handler', 'prompt', 'folded'), text: t.string, before: values });
const term: Codec<Term> = t.type({ parts: many(part), vals: values, es: instrs });
const premise: Codec<Premise> = t.type({ text: t.string, name: nullable(t.string), witness: nullable(t.string) });
const change: Codec<Change> = t.type({ where: t.string, name: nullable(t.string), from: nullable(t.string), to: t.string });
const frame: Codec<Frame> = t.type({ func: t.string, at: nullable(position) });
const stack: Codec<Stack> = t.type({ prompt: nullable(t.string), hidden: t.number, frames: many(frame) });
const continuation: Codec<Continuation> = t.type({
  a: t.number, stacks: many(stack), begun: t.boolean, at: nullable(position), heldBy: many(t.string),
});
const continuations: Codec<Continuations> = t.type({ detached: many(continuation), consumed: many(t.number), older: t.number });
/** A thread that waits, from and to what JSON can hold. */
export const waiter: Codec<Waiter> = t.type({ thread: t.number, queue: t.string, place });
const phaseName = word<PhaseName>('instantiation', 'start', 'invocation');

const outcome: Codec<Ended> = t.union([
  t.type({ kind: t.literal('values'), vals: many(value) }),
  t.type({ kind: t.literal('trap'), why: t.string }),
  t.type({ kind: t.literal('exception'), tag: t.string, payload: many(value) }),
  t.type({ kind: t.literal('suspension'), tag: t.string, by: word('suspend', 'switch') }),
  t.type({ kind: t.literal('call stack exhausted'), limit: t.number }),
  t.type({ kind: t.literal('out of memory'), limit: t.number }),
  t.type({ kind: t.literal('deadlock'), waiting: many(waiter) }),
  t.type({ kind: t.literal('out of fuel'), fuel: t.number }),
  t.type({ kind: t.literal('stuck'), rule: t.string, premise: t.string }),
]);

const header: Codec<Header> = t.type({ kind: t.literal('header'), version: t.literal(VERSION), file: t.string });
const phase: Codec<Phase> = t.type({ kind: t.literal('phase'), phase: phaseName, what: t.string, why: t.string, args: many(value) });
const gap: Codec<Gap> = t.type({
  kind: t.literal('gap'), first: t.number, steps: t.number, why: word<Hiding>('instantiation', 'from', 'to', 'filter'),
});
const action: Codec<Action> = t.type({
  kind: word<ActionKind>('read', 'write', 'rmw', 'wait', 'woken', 'timeout', 'notify', 'fence', 'spawn', 'trap'),
  where: nullable(t.string), order: nullable(t.string), queue: nullable(t.string), thread: nullable(t.number),
});
const queue: Codec<Queue> = t.type({ name: t.string, threads: many(t.number) });
const state = word<ThreadState>('runs', 'ready', 'waits', 'ended');
const picture: Codec<ThreadPicture> = t.type({ state, stacks: many(stack), queue: nullable(t.string), ended: nullable(outcome) });
const turn: Codec<Turn> = t.type({ kind: t.literal('turn'), turn: t.number, thread: t.number, threads: many(picture) });
const fair: Codec<Fair> = t.type({ kind: t.literal('fair'), turns: t.number });
const step: Codec<Step> = t.type({
  kind: t.literal('step'), n: t.number, rule: t.string, phase: phaseName, place,
  context: many(part), before: values, redex: term, result: term, after: instrs,
  premises: many(premise), changes: many(change), stacks: nullable(many(stack)), continuations: nullable(continuations),
  thread: t.number, turn: t.number, lanes: many(state), actions: many(action), queues: many(queue),
});
const end: Codec<End> = t.type({
  kind: t.literal('end'), steps: t.number, shown: t.number, outcome, place, thread: t.number, threads: t.number,
});

const explanation: Codec<Explanation> = t.type({
  kind: t.literal('explanation'), n: t.number, rule: t.string, place, term, premises: many(premise), fails: nullable(t.string),
});

/** Records, from and to what JSON can hold. */
export const traceRecord: t.Type<TraceRecord, unknown> = t.union([header, phase, gap, turn, fair, step, end, explanation]);
