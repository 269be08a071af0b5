/** Traces of programs with threads: whose steps they show, lanes, actions and queues, schedules, and how they end. */
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { explore } from '../../reduction/explorer/dpor.ts';
import { showSchedule } from '../../reduction/explorer/schedule.ts';
import { invoke } from '../../reduction/instantiation.ts';
import { run } from '../../reduction/machine.ts';
import type { Pool } from '../../reduction/pool.ts';
import { poolOf, stepThread } from '../../reduction/pool.ts';
import { programs } from '../../reduction/programs.ts';
import { showOutcome } from '../../reduction/outcomes.ts';
import { fairChoices } from '../../reduction/scheduler.ts';
import type { Config } from '../../semantics/runtime/configuration.ts';
import type { Source } from '../../syntax/source.ts';
import { showLine, unpainted } from '../../tracing/layout.ts';
import type { Step, ThreadState, TraceRecord } from '../../tracing/model.ts';
import { traceRecord } from '../../tracing/model.ts';
import { scheduleFor } from '../../tracing/schedule.ts';
import { filtersOf } from '../../tracing/select.ts';
import { linesOf, SECTIONS } from '../../tracing/text.ts';
import { showAction } from '../../tracing/text-threads.ts';
import type { Plan } from '../../tracing/trace.ts';
import { spawning } from '../reduction/programs.ts';
import { endOf, example, examples, planOf, recordsOf, right, runOf, stepsOf, textSource, threadExamples, transitionsOf } from './programs.ts';

const Threads = suite('threads');

const LIMITS = { fuel: 100_000, frames: 1000 };
/** Where the call begins. */
const called = ({ z0, call }: Plan): Config => {
  const { z: { S } } = run(z0), z = call && invoke(S, call.a, call.args);
  if (z === undefined) throw new Error('there is something to call');
  return z;
};
const scheduled = (plan: Plan, text: string): E.Either<string, Plan> =>
  E.map((schedule: NonNullable<Plan['schedule']>): Plan => ({ ...plan, schedule }))(scheduleFor(text, plan, plan.call, plan.limits));
const lines = (records: readonly TraceRecord[], brief = false): readonly string[] => records
  .flatMap((record) => linesOf(record, { width: 100, file: 'text.wat', brief, sections: new Set(SECTIONS) })).map((line) => showLine(line, unpainted));

// ── the steps are those of the pool ──────────────────────────────────────────────────────────────────
/** The pool after these turns, made by the pool itself. */
const afterTurns = (z: Config, threads: readonly number[]): Pool =>
  threads.reduce((pool, thread) => stepThread(pool, thread, LIMITS), poolOf(z, LIMITS));

for (const source of threadExamples) {
  const plan = planOf(source), all = transitionsOf(plan), moves = all.filter(({ phase }) => phase === 'invocation');

  Threads(`${source.name}: the steps of each thread are those that the pool makes, in its order`, () => {
    const z = called(plan), turns = fairChoices(z, LIMITS).map(({ thread }) => thread), pool = afterTurns(z, turns);
    assert.equal(pool.threads.map((_, i) => moves.filter(({ team }) => team.thread === i).length), pool.threads.map(({ steps }) => steps));
    assert.equal(turns.map((_, i) => moves.find(({ team }) => team.turn === i + 1)?.team.thread), turns);
    const ends = (threads: Pool['threads']): readonly string[] => threads.map(({ end }) => end === undefined ? 'none' : showOutcome(end));
    assert.equal(ends(runOf(plan).threads?.pool.threads ?? []), ends(pool.threads));
  });

  Threads(`${source.name}: each step goes on where its thread stood, in the store that the one before it left`, () => {
    moves.forEach(({ z, team }, i) => {
      const before = moves[i - 1], own = moves.slice(0, i).findLast((move) => move.team.thread === team.thread);
      if (before !== undefined) assert.is(z.S, before.z1.S);
      if (own !== undefined) for (const part of ['T', 'F', 'P', 'H', 'vs', 'es'] as const) assert.is(z[part], own.z1[part]);
    });
  });

  Threads(`${source.name}: a turn is a step with actions, and then steps without`, () => {
    const steps = stepsOf(recordsOf(plan)).filter(({ phase }) => phase === 'invocation');
    assert.ok(steps.every(({ lanes, thread }) => lanes[thread] === 'runs' && lanes.filter((state) => state === 'runs').length === 1));
    steps.forEach(({ turn, actions }, i) => { assert.is(actions.length > 0, turn > 0 && steps[i - 1]?.turn !== turn); });
  });

  Threads(`${source.name}: lanes agree with the queues, which are told when they change`, () => {
    const queues = new Map<string, readonly number[]>();
    for (const { lanes, queues: changed } of stepsOf(recordsOf(plan))) {
      const waiting = new Set([...queues.values()].flat());
      lanes.forEach((state, i) => { if (state !== 'runs') assert.is(state === 'waits', waiting.has(i)); });
      for (const { name, threads } of changed) {
        assert.not.equal(queues.get(name) ?? [], threads);
        queues.set(name, threads);
      }
    }
  });

  Threads(`${source.name}: records read back as JSON, and lines are short`, () => {
    const records = recordsOf(plan);
    for (const record of records) assert.equal(traceRecord.decode(JSON.parse(JSON.stringify(traceRecord.encode(record)))), E.right(record));
    assert.ok(lines(records).every((line) => line.length <= 100));
    const brief = lines(records, true);
    assert.ok(brief.every((line) => line.length <= 100));
    stepsOf(records).forEach(({ n, lanes, thread }) => {
      const line = brief.find((text) => text.startsWith(`${String(n).padStart(5)}  `));
      if (lanes.length > 0) assert.is(line?.slice(7 + 3 * thread, 9 + 3 * thread), `T${thread}`);
    });
  });

  Threads(`${source.name}: every schedule that exploration prints leads to its outcome`, () => {
    const found = explore(programs(LIMITS), poolOf(called(plan), LIMITS), { limits: { maxExecutions: 100, maxSteps: 300 } });
    assert.ok(found.outcomes.length > 0);
    for (const { outcome, witness } of found.outcomes) {
      const replayed = right(scheduled(plan, showSchedule(witness))), { threads } = runOf(replayed);
      assert.is(threads?.whole.key, outcome.key);
      assert.not(recordsOf(replayed).some(({ kind }) => kind === 'fair'));
    }
  });
}

for (const source of examples) {
  Threads(`${source.name}: a program that cannot spawn has no lanes, turns or actions`, () => {
    const records = recordsOf(planOf(source));
    for (const { lanes, thread, turn, actions: seen, queues: changed } of stepsOf(records))
      assert.equal([lanes, thread, turn, seen, changed], [[], 0, 0, [], []]);
    assert.not(records.some(({ kind }) => kind === 'turn' || kind === 'fair'));
    assert.is(endOf(records).threads, 1);
  });
}

// ── schedules ────────────────────────────────────────────────────────────────────────────────────────
const racy = planOf(example('message-racy'));
Threads('after the schedule the threads go on fairly, which is said once, where it ends', () => {
  const records = recordsOf(right(scheduled(racy, 'T0 T1*2'))), at = records.findIndex(({ kind }) => kind === 'fair');
  assert.equal(records[at], { kind: 'fair', turns: 3 });
  assert.is(records.filter(({ kind }) => kind === 'fair').length, 1);
  assert.equal([...new Set(stepsOf(records.slice(0, at)).map(({ turn }) => turn))].filter((turn) => turn > 0), [1, 2, 3]);
  assert.ok(stepsOf(records.slice(at)).every(({ turn }) => turn > 3));
  assert.ok(lines(records).includes('the schedule ends here, after 3 turns: from now on every thread moves in turn'));
  assert.equal(endOf(records).outcome, { kind: 'values', vals: [{ t: 'i32', c: '42', name: null }] });
});
Threads('without a schedule nothing is said of one', () => assert.not(recordsOf(racy).some(({ kind }) => kind === 'fair')));
Threads('the empty schedule is the fair one', () => {
  const steps = (plan: Plan): readonly (readonly [number, string])[] =>
    stepsOf(recordsOf(plan)).map(({ thread, rule }) => [thread, rule]);
  assert.equal(steps(right(scheduled(racy, ' '))), steps(racy));
});

const bad: readonly (readonly [string, RegExp])[] = [
  ['T0 x', /^at character 4: "x": expected a run such as T0, T0\*12 or T2:timeout$/u],
  ['T0*0', /^at character 1: T0\*0: expected at least one step$/u],
  ['T0 T1 T7 T0', /^at character 7, T7: step 3: T7 is not enabled, enabled are T0, T1$/u],
  ['T1', /^at character 1, T1: step 1: T1 is not enabled, enabled are T0$/u],
  ['T0  T1*3 T0', /^at character 5, T1\*3: step 4: T1 is not enabled, enabled are T0$/u],
  ['T0 T0:timeout', /^at character 4, T0:timeout: step 2: T0:timeout is not enabled, enabled are T0, T1$/u],
  ['T0*2 T1*2 T0', /^at character 11, T0: step 5: T0 is not enabled, the execution is over$/u],
];
for (const [text, why] of bad) {
  Threads(`the schedule ${text} does not fit`, () => {
    const found = scheduled(racy, text);
    assert.ok(E.isLeft(found));
    if (E.isLeft(found)) assert.match(found.left, why);
  });
}

// ── programs of their own ────────────────────────────────────────────────────────────────────────────
const JOBS = `
  (tag $e (type $job))
  (memory $m 1 1 shared)
  (func $one (type $job) (global.set $word (i32.const 1)) (drop (waitqueue.notify (global.get $queue) (i32.const 1))))
  (func $bad (type $job) unreachable)
  (func $throws (type $job) (throw $e))
  (func $lost (type $job) (drop (global.wait $word (global.get $queue) (i32.const 0) (i64.const -1))))
  (elem declare (ref (shared func)) (ref.func $one) (ref.func $bad) (ref.func $throws) (ref.func $lost))`;
const program = (body: string, fields = ''): Source => textSource(spawning(`${JOBS} ${fields} (func (export "main") (result i32) ${body})`));
const SPAWN = (name: string): string => `(drop (call $spawn (ref.func $${name})))`;
const WAIT = (timeout: number): string => `(global.wait $word (global.get $queue) (i32.const 0) (i64.const ${timeout}))`;
const traced = (body: string, options: Partial<Plan> = {}): readonly TraceRecord[] => recordsOf(planOf(program(body), undefined, options));
const actions = (steps: readonly Step[]): readonly string[] => steps.flatMap((step) => step.actions.map((action) => `T${step.thread} ${showAction(action)}`));
const queues = (steps: readonly Step[]): readonly (readonly [string, readonly number[]])[] =>
  steps.flatMap((step) => step.queues.map(({ name, threads }) => [name, threads] as const));

Threads('actions and queues of a wait that is notified', () => {
  const steps = stepsOf(traced(`${SPAWN('one')} ${WAIT(-1)}`, { schedule: [{ choice: { thread: 0 }, count: 2 }] }));
  assert.equal(actions(steps), [
    'T0 spawn T1', 'T0 wait on queue 0 $queue for global $word', 'T1 write global $word', 'T1 notify queue 0 $queue', 'T0 woken in queue 0 $queue',
  ]);
  assert.equal(queues(steps), [['queue 0 $queue', [0]], ['queue 0 $queue', []]]);
  const spawned = steps.find(({ rule }) => rule === 'Step/spawn_ref');
  assert.equal(spawned?.changes, [{ where: 'S.threads[0]', name: null, from: null, to: '(invoke $one)' }]);
});
Threads('two threads in one queue, the longest waiting first; a timeout takes one out', () => {
  const records = traced(`${SPAWN('lost')} ${WAIT(5)}`), steps = stepsOf(records);
  assert.equal(queues(steps), [['queue 0 $queue', [1]], ['queue 0 $queue', [1, 0]], ['queue 0 $queue', [1]]]);
  assert.ok(actions(steps).includes('T0 timeout in queue 0 $queue'));
  assert.is(endOf(records).outcome.kind, 'deadlock');
});
Threads('atomic accesses to a memory say the bytes and the ordering', () => {
  const found = actions(stepsOf(traced('(i32.atomic.store (i32.const 16) (i32.const 1)) (atomic.fence) (i32.atomic.rmw.add (i32.const 16) (i32.const 1))')));
  for (const action of ['T0 write mem $m[16:4] seqcst', 'T0 fence seqcst', 'T0 rmw mem $m[16:4] seqcst']) assert.ok(found.includes(action), action);
});

Threads('a trap of any thread ends all, and the end says which thread and where', () => {
  const end = endOf(traced(`${SPAWN('bad')} (loop (drop (global.get $word)) (br 0)) (i32.const 0)`));
  assert.equal([end.outcome, end.thread, end.threads, end.place.func], [{ kind: 'trap', why: 'unreachable' }, 1, 2, '$bad']);
  assert.ok(lines([end]).some((line) => /^T1: trap: unreachable, at text\.wat:\d+:\d+ in \$bad$/u.test(line)));
});
Threads('an exception that a spawned thread does not catch is a trap; one of the first thread is not', () => {
  const spawned = endOf(traced(`${SPAWN('throws')} ${WAIT(-1)}`));
  assert.equal([spawned.outcome, spawned.thread], [{ kind: 'trap', why: 'uncaught exception in a thread' }, 1]);
  assert.is(endOf(traced('(throw $e)')).outcome.kind, 'exception');
});
Threads('a deadlock says who waits on what, and where', () => {
  const end = endOf(traced(`${SPAWN('lost')} (memory.atomic.wait32 (i32.const 8) (i32.const 0) (i64.const -1))`));
  const waiting = end.outcome.kind === 'deadlock' ? end.outcome.waiting : [];
  assert.equal(waiting.map(({ thread, queue, place }) => [thread, queue, place.func]), [[0, 'queue mem $m[8]', 'main'], [1, 'queue 0 $queue', '$lost']]);
  assert.ok(waiting.every(({ place }) => place.at !== null));
  assert.ok(lines([end]).some((line) => /^ {2}T1 waits on queue 0 \$queue, at text\.wat:\d+:\d+ in \$lost$/u.test(line)));
});
Threads('a program that cannot spawn can wait for ever, too', () => {
  const source = textSource('(module (memory 1 1 shared) (func (export "main") (drop (memory.atomic.wait32 (i32.const 4) (i32.const 0) (i64.const -1)))))');
  const { outcome, place, threads } = endOf(recordsOf(planOf(source)));
  assert.equal([outcome, threads], [{ kind: 'deadlock', waiting: [{ thread: 0, queue: 'queue mem[4]', place }] }, 1]);
  assert.is(place.func, 'main');
});
Threads('out of fuel: the steps of all threads together', () => {
  const end = endOf(traced(`${SPAWN('lost')} (loop (drop (global.get $count)) (br 0)) (i32.const 0)`, { limits: { fuel: 500, frames: 10 } }));
  assert.equal([end.outcome, end.steps], [{ kind: 'out of fuel', fuel: 500 }, 500]);
});
Threads('a loop that nobody sees ends where the fuel does', () => {
  const end = endOf(traced(`${SPAWN('one')} (loop (br 0)) (i32.const 0)`, { limits: { fuel: 500, frames: 10 } }));
  assert.equal([end.outcome, end.steps], [{ kind: 'out of fuel', fuel: 500 }, 500]);
});

Threads('a filter by thread hides the steps of the others, and counts them', () => {
  const plan = planOf(example('mutex')), all = stepsOf(recordsOf(plan));
  const test = right(filtersOf(['thread:1'], plan.subject)), records = recordsOf({ ...plan, test }), gaps = records.filter(({ kind }) => kind === 'gap');
  assert.equal(stepsOf(records), all.filter(({ thread }) => thread === 1));
  assert.is(gaps.reduce((sum, gap) => sum + (gap.kind === 'gap' ? gap.steps : 0), 0), all.length - stepsOf(records).length);
  const others = right(filtersOf(['!thread:1 op:local.*'], plan.subject));
  assert.ok(stepsOf(recordsOf({ ...plan, test: others })).every(({ thread, redex }) => thread !== 1 && redex.es.instrs[0]?.startsWith('(local.')));
  assert.equal(filtersOf(['thread:one'], plan.subject), E.left('expected thread:N, found thread:one'));
});

Threads('a turn shows where every thread stands', () => {
  const records = recordsOf(planOf(example('deadlock'))), turns = records.filter((record) => record.kind === 'turn');
  assert.ok(turns.length > 0);
  for (const { thread, threads } of turns) assert.is(threads[thread]?.state, 'runs');
  const states = (wanted: ThreadState): boolean => turns.some(({ threads }) => threads.some(({ state, queue }) => state === wanted && (state === 'waits') === (queue !== null)));
  assert.ok(states('ready') && states('waits'));
  const stacks = turns.flatMap(({ threads }) => threads.map((picture) => picture.stacks.flatMap(({ frames }) => frames.map(({ func }) => func)).join(' ')));
  assert.ok(stacks.includes('main $with-both $lock') && stacks.includes('$other $with-both $lock'));
});

Threads('a thread of its own values of thread-local globals', () => {
  const changes = stepsOf(recordsOf(planOf(example('thread-local')))).flatMap((step) => step.changes.map(({ where, from, to }) => [step.thread, where, from, to]));
  assert.ok(changes.some((change) => JSON.stringify(change) === JSON.stringify([0, 'T.globals[0]', '0', '100'])));
  assert.ok(changes.some((change) => JSON.stringify(change) === JSON.stringify([1, 'T.globals[0]', '0', '7'])));
});

Threads('cooperative threads: the run queue as it changes, and the prompt in which each runs', () => {
  const steps = stepsOf(recordsOf(planOf(example('cooperative')))), ready = steps.flatMap(({ rule, changes }) =>
    changes.filter(({ where }) => where === 'T.ready').map(({ from, to }) => `${rule.replace(/^Step\//u, '')}: ${from} → ${to}`));
  assert.equal(ready.slice(0, 4), [
    'spawn_ref-cooperative: ε → cont 0', 'spawn_ref-cooperative: cont 0 → cont 0 cont 1', 'turns-next: cont 0 cont 1 → cont 1',
    'yield-thread: cont 1 → cont 1 cont 2',
  ]);
  assert.match(ready.at(-1) ?? '', /^turns-next: cont \d → ε$/u);
  const [turn] = steps.filter(({ rule }) => rule === 'Step/turns-next');
  assert.equal(turn?.result.parts.map(({ text }) => text), ['prompt{(on yield)}', 'label₀{trap}', 'handler₀{(catch_all 0)}']);
  assert.is(turn?.premises.find(({ text }) => text.startsWith('T′'))?.witness, null);
});

Threads('a start function that spawns and the call are one program, and the schedule is that of both', () => {
  const source = textSource(spawning(`${JOBS} (func $init ${SPAWN('one')}) (start $init)
    (func (export "main") (result i32) ${SPAWN('one')} (global.get $count))`));
  const plan = planOf(source), found = actions(stepsOf(recordsOf(plan)).filter(({ phase }) => phase === 'invocation'));
  assert.equal(found.filter((action) => action.includes('spawn')), ['T0 spawn T1', 'T0 spawn T2']);
  const steps = stepsOf(recordsOf(right(scheduled(plan, 'T0*3 T2 T1'))));
  assert.equal([1, 2, 3, 4, 5].map((turn) => steps.find((step) => step.turn === turn)?.thread), [0, 0, 0, 2, 1]);
});
Threads('without a call the schedule is that of all that runs', () => {
  const plan = planOf(textSource(spawning(`${JOBS} (func $init ${SPAWN('one')} (drop (global.get $word))) (start $init)`)));
  const records = recordsOf(right(scheduled(plan, 'T0 T1')));
  assert.equal(actions(stepsOf(records)).slice(0, 2), ['T0 spawn T1', 'T1 write global $word']);
  assert.ok(records.some(({ kind }) => kind === 'fair'));
});

Threads.run();
