/** The model of traces: what is written as JSON reads back, and nothing else does. */
import * as E from 'fp-ts/lib/Either.js';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type {
  Action, Change, Continuation, Ended, Frame, Instrs, Part, Place, Position, Premise, Queue, Stack, Step, Term, ThreadPicture, ThreadState,
  TraceRecord, Value, Values, Waiter,
} from '../../tracing/model.ts';
import { traceRecord } from '../../tracing/model.ts';
import { examples, planOf, recordsOf, stepsOf, transitionsOf } from './programs.ts';

// ── arbitrary records ────────────────────────────────────────────────────────────────────────────────
/** An object with these fields, with the prototype that JSON gives it. */
const of = <A extends object>(fields: { readonly [k in keyof A]: fc.Arbitrary<A[k]> }): fc.Arbitrary<A> =>
  fc.record<A>(fields, { noNullPrototype: true });
const text = fc.string({ unit: 'binary', maxLength: 12 }), number = fc.nat(), few = { maxLength: 3 };
const orNull = <A>(arbitrary: fc.Arbitrary<A>): fc.Arbitrary<A | null> => fc.option(arbitrary, { nil: null });
const one = <W extends string>(...words: readonly W[]): fc.Arbitrary<W> => fc.constantFrom(...words);

const value: fc.Arbitrary<Value> = of({
  t: one(
    'i32', 'i64', 'f32', 'f64', 'v128', 'ref.null', 'ref.i31', 'ref.struct', 'ref.array', 'ref.func', 'ref.exn', 'ref.cont', 'ref.host', 'ref.extern',
  ),
  c: text, name: orNull(text),
});
const vals = fc.array(value, few);
const values: fc.Arbitrary<Values> = of({ hidden: number, vals });
const instrs: fc.Arbitrary<Instrs> = of({ instrs: fc.array(text, few), more: fc.boolean() });
const position: fc.Arbitrary<Position> = of({ offset: number, line: orNull(number), column: orNull(number) });
const place: fc.Arbitrary<Place> = of({ at: orNull(position), func: orNull(text) });
const part: fc.Arbitrary<Part> = of({ kind: one('label', 'frame', 'handler', 'prompt', 'folded'), text, before: values });
const term: fc.Arbitrary<Term> = of({ parts: fc.array(part, few), vals: values, es: instrs });
const premise: fc.Arbitrary<Premise> = of({ text, name: orNull(text), witness: orNull(text) });
const change: fc.Arbitrary<Change> = of({ where: text, name: orNull(text), from: orNull(text), to: text });
const frame: fc.Arbitrary<Frame> = of({ func: text, at: orNull(position) });
const stack: fc.Arbitrary<Stack> = of({ prompt: orNull(text), hidden: number, frames: fc.array(frame, few) });
const continuation: fc.Arbitrary<Continuation> = of({
  a: number, stacks: fc.array(stack, few), begun: fc.boolean(), at: orNull(position), heldBy: fc.array(text, few),
});
const phase = one('instantiation', 'start', 'invocation');
const outcome: fc.Arbitrary<Ended> = fc.oneof(
  of({ kind: one('values'), vals }),
  of({ kind: one('trap'), why: text }),
  of({ kind: one('exception'), tag: text, payload: vals }),
  of({ kind: one('suspension'), tag: text, by: one('suspend', 'switch') }),
  of({ kind: one('call stack exhausted'), limit: number }),
  of({ kind: one('out of memory'), limit: number }),
  of({ kind: one('deadlock'), waiting: fc.array(of<Waiter>({ thread: number, queue: text, place }), few) }),
  of({ kind: one('out of fuel'), fuel: number }),
  of({ kind: one('stuck'), rule: text, premise: text }),
);
const action: fc.Arbitrary<Action> = of({
  kind: one('read', 'write', 'rmw', 'wait', 'woken', 'timeout', 'notify', 'fence', 'spawn', 'trap'),
  where: orNull(text), order: orNull(text), queue: orNull(text), thread: orNull(number),
});
const queue: fc.Arbitrary<Queue> = of({ name: text, threads: fc.array(number, few) });
const state: fc.Arbitrary<ThreadState> = one('runs', 'ready', 'waits', 'ended');
const picture: fc.Arbitrary<ThreadPicture> = of({ state, stacks: fc.array(stack, few), queue: orNull(text), ended: orNull(outcome) });
const step: fc.Arbitrary<Step> = of({
  kind: one('step'), n: number, rule: text, phase, place, context: fc.array(part, few), before: values, redex: term, result: term, after: instrs,
  premises: fc.array(premise, few), changes: fc.array(change, few), stacks: orNull(fc.array(stack, few)),
  continuations: orNull(of({ detached: fc.array(continuation, few), consumed: fc.array(number, few), older: number })),
  thread: number, turn: number, lanes: fc.array(state, few), actions: fc.array(action, few), queues: fc.array(queue, few),
});
const record: fc.Arbitrary<TraceRecord> = fc.oneof(
  of({ kind: one('header'), version: fc.constant(1 as const), file: text }),
  of({ kind: one('phase'), phase, what: text, why: text, args: vals }),
  of({ kind: one('gap'), first: number, steps: number, why: one('instantiation', 'from', 'to', 'filter') }),
  step,
  of({ kind: one('turn'), turn: number, thread: number, threads: fc.array(picture, few) }),
  of({ kind: one('fair'), turns: number }),
  of({ kind: one('end'), steps: number, shown: number, outcome, place, thread: number, threads: number }),
  of({ kind: one('explanation'), n: number, rule: text, place, term, premises: fc.array(premise, few), fails: orNull(text) }),
);

const asJson = (written: TraceRecord): unknown => JSON.parse(JSON.stringify(traceRecord.encode(written)));
const through = (written: TraceRecord): E.Either<unknown, TraceRecord> => traceRecord.decode(asJson(written));

const Model = suite('model');

Model('of any record: JSON reads back as the same', () => {
  fc.assert(fc.property(record, (written) => { assert.equal(through(written), E.right(written)); }), { numRuns: 500 });
});

Model('a record without one of its fields, or with a field of another type, is refused', () => {
  const all = (input: unknown): readonly unknown[] => {
    if (typeof input !== 'object' || input === null) return [];
    const entries = Object.entries(input as Readonly<Record<string, unknown>>);
    return entries.flatMap(([key, inner]) => Array.isArray(input) ? [] : [
      Object.fromEntries(entries.filter(([other]) => other !== key)),
      { ...input, [key]: typeof inner === 'boolean' ? 1 : true },
    ]);
  };
  fc.assert(fc.property(record, (written) => {
    for (const wrong of all(asJson(written))) assert.ok(E.isLeft(traceRecord.decode(wrong)), JSON.stringify(wrong));
  }));
});

Model('another version is refused', () => {
  assert.ok(E.isLeft(traceRecord.decode({ kind: 'header', version: 2, file: 'a.wat' })));
  assert.ok(E.isRight(traceRecord.decode({ kind: 'header', version: 1, file: 'a.wat' })));
});

for (const source of examples) {
  Model(`${source.name}: as many records as steps, each of which reads back`, () => {
    const plan = planOf(source), records = recordsOf(plan), steps = stepsOf(records), end = records.at(-1);
    assert.is(end?.kind === 'end' ? end.steps : -1, steps.length);
    assert.equal(steps.map(({ n }) => n), transitionsOf(plan).map((_, i) => i + 1));
    assert.equal(records.map(through), records.map(E.right));
  });
}

Model.run();
