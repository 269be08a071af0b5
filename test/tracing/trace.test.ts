/** Runs and their traces: phases, limits, gaps, outcomes, and where they come about. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Config } from '../../semantics/runtime/configuration.ts';
import { run } from '../../reduction/machine.ts';
import { invoke } from '../../reduction/instantiation.ts';
import type { Ended, Gap, TraceRecord, Value } from '../../tracing/model.ts';
import { showPosition } from '../../tracing/places.ts';
import { trace } from '../../tracing/trace.ts';
import { endOf, example, examples, planOf, recordsOf, runOf, stepsOf, textSource, transitionsOf, wish } from './programs.ts';

const Trace = suite('trace');

for (const source of examples) {
  Trace(`${source.name}: the steps are those of the machine`, () => {
    const plan = planOf(source), transitions = transitionsOf(plan), end = runOf(plan);
    const first = run(plan.z0), called = plan.call && invoke(first.z.S, plan.call.a, plan.call.args);
    if (called === undefined) throw new Error('there is something to call');
    const second = run(called);
    assert.is(transitions.length, first.steps + second.steps);
    assert.is(end.steps, first.steps + second.steps);
    assert.equal(end.outcome, second.outcome);
    const others = transitions.filter(({ n }) => n !== first.steps && n !== end.steps);
    for (const { n, z1 } of others) assert.is(z1, transitions[n]?.z);
  });

  Trace(`${source.name}: shown and hidden steps follow each other without a hole`, () => {
    const records = recordsOf(planOf(source, undefined, { instantiation: false, from: 20, to: 40, test: ({ vs }) => vs.n > 0 }));
    let next = 1;
    for (const record of records) {
      if (record.kind === 'step') assert.is(record.n, next++);
      if (record.kind !== 'gap') continue;
      assert.is(record.first, next);
      next += record.steps;
    }
    const { steps, shown } = endOf(records);
    assert.is(next, steps + 1);
    assert.is(shown, stepsOf(records).length);
    assert.ok(stepsOf(records).every(({ n, phase }) => n >= 20 && n <= 40 && phase !== 'instantiation'));
  });
}

const gaps = (records: readonly TraceRecord[]): readonly Gap[] => records.filter((record) => record.kind === 'gap');
Trace('gaps say what hides the steps, and follow each other for each reason', () => {
  const options = { instantiation: false, from: 25, to: 30, test: ({ es }: Config) => es.e.op !== 'local.get' };
  const records = recordsOf(planOf(example('table'), undefined, options));
  assert.equal(gaps(records).map(({ why, first, steps }) => [why, first, steps]),
    [['instantiation', 1, 20], ['from', 21, 4], ['filter', 27, 2], ['to', 31, 26]]);
});

Trace('a run of many hidden steps is told in between, as one gap', () => {
  const forever = textSource('(module (func (export "main") (loop (br 0))))');
  const plan = planOf(forever, undefined, { limits: { fuel: 3_000_000, frames: 10 }, test: ({ es }) => es.e.op === 'nop' });
  const records = [...trace(plan, 'a.wat')], told = records.filter(({ kind }) => kind === 'progress');
  assert.ok(told.length >= 2);
  assert.equal(gaps(recordsOf(plan)), [{ kind: 'gap', first: 1, steps: 3_000_000, why: 'filter' }]);
});

Trace('phases: active segments, the start function, the call with its arguments', () => {
  const source = textSource(`(module (import "spectest" "print" (func)) (memory 1) (data (i32.const 0) "a")
    (func $init (call 0)) (start $init) (func (export "f") (param i32 i64)))`);
  const records = recordsOf(planOf(source, wish('f -1 0x10'))), phases = records.filter((record) => record.kind === 'phase');
  assert.equal(phases.map(({ phase, what }) => [phase, what]),
    [['instantiation', 'active segments'], ['start', '$init'], ['invocation', 'f : [i32 i64] -> []']]);
  assert.equal(phases.at(-1)?.args, [{ t: 'i32', c: '-1', name: null }, { t: 'i64', c: '16', name: null }]);
  const of = (phase: string): readonly string[] => stepsOf(records).filter((step) => step.phase === phase).map(({ rule }) => rule);
  assert.ok(of('instantiation').includes('Step/data.drop'));
  assert.is(of('start')[0], 'Step_read/call');
  assert.ok(of('start').includes('Step/call_ref-host'));
  assert.is(of('invocation')[0], 'Step_read/call_ref-func');
});

Trace('a start function that traps ends the trace: nothing is called', () => {
  const records = recordsOf(planOf(textSource('(module (func $s unreachable) (start $s) (func (export "main")))')));
  assert.is(endOf(records).outcome.kind, 'trap');
  assert.not(records.some((record) => record.kind === 'phase' && record.phase === 'invocation'));
});

Trace('an active segment out of bounds ends the trace, before the start function', () => {
  const records = recordsOf(planOf(textSource('(module (memory 0) (data (i32.const 0) "a") (func $s) (start $s) (func (export "main")))')));
  assert.equal(endOf(records).outcome, { kind: 'trap', why: 'out of bounds memory access' });
  assert.not(records.some((record) => record.kind === 'phase' && record.phase !== 'instantiation'));
});

// ── outcomes ─────────────────────────────────────────────────────────────────────────────────────────
const outcomes = textSource(`(module
  (type $ft (func)) (type $ct (cont $ft))
  (tag $y (param i64)) (tag $e (param f32 funcref))
  (func $g (suspend $y (i64.const 7)))
  (elem declare func $g)
  (func (export "values") (result i32 funcref f64) (i32.const -1) (ref.func $g) (f64.const -0))
  (func (export "trap") (call $inner))
  (func $inner
    unreachable)
  (func (export "exception") (throw $e (f32.const 1.5) (ref.func $g)))
  (func (export "suspend") (resume $ct (cont.new $ct (ref.func $g))))
  (func (export "deep") (call $deep))
  (func $deep (call $deep))
  (func (export "forever") (loop (br 0)))
  (func (export "null") (resume $ct (ref.null $ct)))
  (func (export "full") (loop (drop (cont.new $ct (ref.func $g))) (br 0))))`);
const ended = (name: string): { readonly outcome: Ended; readonly where: string } => {
  const { outcome, place } = endOf(recordsOf(planOf(outcomes, wish(name), { limits: { fuel: 1000, frames: 50, cells: 60 } })));
  return { outcome, where: `${place.at === null ? '-' : showPosition(place.at)} ${place.func ?? '-'}` };
};
const val = (t: Value['t'], c: string, name: string | null = null): Value => ({ t, c, name });
const known: readonly (readonly [name: string, outcome: Ended, where: string | undefined])[] = [
  ['values', { kind: 'values', vals: [val('i32', '-1'), val('ref.func', '0', '$g'), val('f64', '-0')] }, undefined],
  ['trap', { kind: 'trap', why: 'unreachable' }, '9:5 $inner'],
  ['exception', { kind: 'exception', tag: '$e', payload: [val('f32', '1.5'), val('ref.func', '0', '$g')] }, '10:30 exception'],
  ['suspend', { kind: 'suspension', tag: '$y', by: 'suspend' }, '4:12 $g'],
  ['deep', { kind: 'call stack exhausted', limit: 50 }, '13:15 $deep'],
  ['full', { kind: 'out of memory', limit: 60 }, '16:37 full'],
  ['forever', { kind: 'out of fuel', fuel: 1000 }, undefined],
  ['null', { kind: 'trap', why: 'null continuation reference' }, '15:25 null'],
];
for (const [name, outcome, where] of known) {
  Trace(`the outcome of ${name}, and where`, () => {
    const found = ended(name);
    assert.equal(found.outcome, outcome);
    if (where !== undefined) assert.is(found.where, where);
  });
}

Trace('limits are exact: a run that needs all its fuel and all its frames ends', () => {
  const source = example('list'), { steps } = runOf(planOf(source));
  assert.is(runOf(planOf(source, undefined, { limits: { fuel: steps, frames: 12 } })).outcome.kind, 'values');
  assert.is(runOf(planOf(source, undefined, { limits: { fuel: steps - 1, frames: 13 } })).outcome.kind, 'out of fuel');
  assert.is(runOf(planOf(source, undefined, { limits: { fuel: steps, frames: 11 } })).outcome.kind, 'call stack exhausted');
});

Trace.run();
