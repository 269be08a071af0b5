/** Controlled replay: schedules of the explorer, forced on the evaluator. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { litmusModules } from '../../../equivalence/threads/litmus/modules.ts';
import { morePrograms } from '../../../equivalence/threads/litmus/more.ts';
import type { Replayed, ReplayOptions } from '../../../equivalence/threads/replay/replays.ts';
import { replayAll } from '../../../equivalence/threads/replay/replays.ts';
import type { ProgramText, ScheduledRun, Subject } from '../../../equivalence/threads/replay/subjects.ts';
import { subjectsOf } from '../../../equivalence/threads/replay/subjects.ts';

const BOUNDS = { maxSteps: 1000, maxExecutions: 2000 };
const explored = (program: ProgramText): readonly Subject[] => {
  const subjects = subjectsOf(program, BOUNDS);
  if (E.isLeft(subjects)) throw new Error(`${program.name}: ${subjects.left}`);
  return subjects.right;
};
const folder = join(import.meta.dirname, '..', '..', '..', 'examples', 'threads');
const example = (name: string): ProgramText => ({ name, text: readFileSync(join(folder, `${name}.wat`), 'utf8'), entries: ['main'] });
const runsOf = (subjects: readonly Subject[]): number => subjects.reduce((n, { runs }) => n + runs.length, 0);
/** Each run so many times. */
const again = (subjects: readonly Subject[], n: number): readonly Subject[] => subjects.map((subject) =>
  ({ ...subject, runs: subject.runs.flatMap((run) => Array.from({ length: n }, () => run)) }));
/** A thread of the host adds to a shared memory while two cooperative ones do, which yield in between; one of these spawns another one. */
const cooperating: ProgramText = {
  name: 'cooperating', entries: ['main'], text: `(module
    (type $job (shared (func))) (type $spawner (shared (func (param (ref null $job)) (result i32))))
    (type $step (func (param i32)))
    (import "thread" "spawn_ref" (func $thread (type $spawner)))
    (import "thread" "spawn_ref" (func $spawn (param (ref null $step) i32) (result i32)))
    (import "thread" "yield" (func $yield (result i32)))
    (memory 1 1 shared)
    (global $made (mut i32) (i32.const 0)) (global $seen (mut i32) (i32.const 0))
    (func $job (type $job) (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1))))
    (func $see (global.set $seen (i32.add (i32.mul (global.get $seen) (i32.const 4)) (i32.atomic.load (i32.const 0)))))
    (func $step (type $step)
      (call $see) (drop (call $yield)) (call $see)
      (if (local.get 0) (then (global.set $made (call $spawn (ref.func $step) (i32.const 0))))))
    (elem declare func $step) (elem declare (ref (shared func)) (ref.func $job))
    (func $start (drop (call $spawn (ref.func $step) (i32.const 0)))) (start $start)
    (func (export "main") (result i32)
      (drop (call $spawn (ref.func $step) (i32.const 1))) (drop (call $thread (ref.func $job)))
      (drop (call $yield)) (call $spawn (ref.func $step) (i32.const 0))))`,
};
const shown = ({ differences }: Replayed): readonly unknown[] =>
  differences.map(({ subject: { name }, run: { schedule }, why, difference }) => [name, schedule, why, difference]);

const Replay = suite('schedules that are forced on the evaluator');

Replay('litmus programs: all schedules, on all places, with all orderings', async () => {
  const subjects = litmusModules.filter(({ name }) => ['SB', 'MP', 'IRIW', 'CAS race', 'RMW release sequence'].includes(name)).flatMap(explored);
  for (const { name, runs } of subjects) assert.ok(runs.length > 1, name);
  const replayed = await replayAll(subjects);
  assert.equal(shown(replayed), []);
  assert.is(replayed.same, runsOf(subjects));
});
Replay('programs that wait, trap or grow', async () => {
  // Each run that ends with a trap has a pool of its own, which takes some time.
  const many = ['a trap that nothing comes before', 'an exception that nobody catches', 'two threads resume one continuation'];
  const subjects = morePrograms.filter(({ name }) => !many.includes(name)).flatMap(explored), replayed = await replayAll(subjects);
  assert.equal(shown(replayed), []);
  assert.is(replayed.same, runsOf(subjects));
  const ends = new Set(subjects.flatMap(({ runs }) => runs.flatMap(({ expected: [end] }) => end?.found[0]?.replace(/[: ].*/u, '') ?? [])));
  assert.equal([...ends].sort(), ['deadlock', 'returns', 'trap']);
});
Replay('the examples', async () => {
  const names = globSync('*.wat', { cwd: folder }).map((file) => file.replace('.wat', ''));
  const subjects = ['bounded-queue', 'deadlock', 'mutex', 'peterson', 'spawn-by-table', 'thread-local'].map((name) => {
    assert.ok(names.includes(name));
    return example(name);
  }).flatMap(explored);
  const replayed = await replayAll(subjects);
  assert.equal([shown(replayed), replayed.refused], [[], []]);
  assert.is(replayed.same, runsOf(subjects));
});
Replay('cooperative threads, from the same state each time', async () => {
  const subjects = [example('cooperative'), cooperating].flatMap(explored), replayed = await replayAll(again(subjects, 2));
  assert.equal([shown(replayed), replayed.refused], [[], []]);
  assert.is(replayed.same, 2 * runsOf(subjects));
  assert.ok(runsOf(subjects) > 3);
});
Replay('what the evaluator does not run is left out, and the rest is replayed', async () => {
  const text = `(module (import "thread" "yield" (func $yield (result i32)))
    (func (export "main") (result i32) ${'(drop (call $yield))'.repeat(10_001)} (i32.const 1)))`;
  const replayed = await replayAll([...explored({ name: 'too long', text, entries: ['main'] }), ...explored(example('message-racy'))]);
  assert.is(replayed.same, 2);
  assert.equal(replayed.refused.map(({ subject: { name }, why }) => [name, why.includes('10001 places')]), [['too long', true]]);
});

/** The one run of a program with two outcomes that ends with a result. */
const racy = (result: string): readonly [Subject, ScheduledRun] => {
  const [subject] = explored(example('message-racy')), run = subject?.runs.find(({ expected: [end] }) => end?.found.includes(result));
  if (subject === undefined || run === undefined) throw new Error(`no schedule leads to: ${result}`);
  return [subject, run];
};
Replay('another end than that of the schedule is a difference', async () => {
  const [subject, run] = racy('returns i32 0'), [, other] = racy('returns i32 42');
  const { same, differences } = await replayAll([{ ...subject, runs: [{ ...run, expected: other.expected }] }]);
  assert.is(same, 0);
  assert.is(differences.length, 1);
  const [one, ...others] = differences.map(({ difference }) => difference);
  assert.equal([one?.at, one?.one?.found, one?.other?.found, others], [0, ['returns i32 42'], ['returns i32 0'], []]);
});
const divergence = async (subject: Subject, run: ScheduledRun, options: ReplayOptions = {}): Promise<string> => {
  const { same, differences } = await replayAll([{ ...subject, runs: [run] }], options);
  assert.is(same, 0);
  return differences[0]?.why ?? 'it was followed';
};
Replay('a schedule that cannot be followed is a difference, and says where', async () => {
  const [subject, run] = racy('returns i32 42'), { turns } = run, last = turns.at(-1);
  if (last === undefined) throw new Error('a schedule has turns');
  const without = turns.slice(0, -1), again = [...turns, last], late = [{ thread: 2, site: last.site }, ...turns];
  assert.match(await divergence(subject, { ...run, turns: without }), /T0 comes to global\.get at \d+:\d+, but .* nothing more that it does/u);
  assert.match(await divergence(subject, { ...run, turns: again }), /T0 ends, but in the small step its next step is global\.get at/u);
  assert.match(await divergence(subject, { ...run, turns: late }, { patience: 500 }), /T0 waits for its turn in vain/u);
});
Replay('a wait that should be woken and is not, and the other way round', async () => {
  const subject = explored(morePrograms.find(({ name }) => name === 'global.wait, with a timeout') ?? example(''))[0];
  const ends = subject?.runs.flatMap((run) => run.turns.some(({ site }) => site === -2) ? [run] : []) ?? [], [woken] = ends;
  if (subject === undefined || woken === undefined) throw new Error('some schedule wakes');
  const turns = woken.turns.map((turn) => turn.site === -2 ? { ...turn, site: -3 } : turn);
  assert.match(await divergence(subject, { ...woken, turns }), /cannot give up waiting: it has been woken/u);
});

Replay('a run does not see what the runs before it have left', async () => {
  const subjects = explored(example('work-distribution')), once = await replayAll(subjects);
  const each = subjects.flatMap((subject) => subject.runs.slice(0, 3).map((run) => ({ ...subject, runs: [run, run, run] })));
  const again = await replayAll(each);
  assert.equal([shown(once), shown(again), again.same], [[], [], 9]);
});
/** A program with threads that run $job. */
const spawning = (fields: string, main: string): string => `(module (type $job (shared (func (param i32))))
  (type $spawn (shared (func (param (ref null $job) i32) (result i32)))) (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  ${fields} (elem declare (ref (shared func)) (ref.func $job)) (func (export "main") ${main}))`;
Replay('thread-local globals at the end are those of the first thread', async () => {
  const text = spawning(`(type $s (shared (struct (field (mut i32))))) (global $x (shared (mut i32)) (i32.const 0))
    (global $s (thread_local (mut (ref null $s))) (ref.null $s)) (global $n (thread_local (mut i32)) (i32.const 0))
    (func $set (type $job) (global.set $s (struct.new $s (local.get 0))) (global.set $n (local.get 0)))
    (func $job (type $job) (call $set (local.get 0)) (global.atomic.set $x (i32.const 1)))`, `(drop (call $spawn (ref.func $job) (i32.const 7)))
    (call $set (i32.add (i32.const 40) (global.atomic.get $x)))`);
  const subjects = explored({ name: 'thread-local', text, entries: ['main'] }), replayed = await replayAll(again(subjects, 2));
  assert.equal([shown(replayed), replayed.same], [[], 4]);
  const seen = subjects.flatMap(({ runs }) => runs.flatMap(({ expected }) => expected.flatMap(({ found }) => found)));
  for (const wanted of ['i32 40', 'i32 41', 'holds i32 40', 'holds i32 41']) assert.ok(seen.includes(wanted), `${wanted} in ${seen.join('; ')}`);
});
Replay('programs that import spectest, each run from the same state; those that begin threads as they start are left out', async () => {
  const text = (fields: string): string => `(module
    (type $job (shared (func (param i32)))) (type $spawn (shared (func (param (ref null $job) i32) (result i32))))
    (import "thread" "spawn_ref" (func $spawn (type $spawn))) (import "spectest" "print_i32" (func $print (param i32)))
    (import "spectest" "global_i32" (global $g i32)) (import "spectest" "shared_memory" (memory 1 2 shared))
    (func $job (type $job) (drop (i32.atomic.rmw.add (i32.const 0) (local.get 0))) (if (i32.eqz (local.get 0)) (then unreachable)))
    (elem declare (ref (shared func)) (ref.func $job))
    (func $run (param i32) (result i32)
      (drop (call $spawn (ref.func $job) (local.get 0))) (call $print (i32.const 1)) (i32.atomic.load (i32.const 0)))
    (func $start (drop (call $run (i32.const 1)))) ${fields}
    (func (export "adds") (result i32) (call $run (global.get $g))) (func (export "traps") (result i32) (call $run (i32.const 0))))`;
  const subjects = explored({ name: 'spectest', text: text(''), entries: ['adds', 'traps'] }), replayed = await replayAll(again(subjects, 2));
  assert.equal([shown(replayed), replayed.refused, replayed.same], [[], [], 2 * runsOf(subjects)]);
  assert.ok(subjects.every(({ runs }) => runs.length > 1));
  const starting = (fields: string): unknown => subjectsOf({ name: 'starting', text: text(fields), entries: ['adds'] }, BOUNDS);
  assert.equal(starting('(start $start)'), E.left('its start function spawns threads'));
  assert.equal(starting('(func $never unreachable) (start $never)'), E.left('its start function does not return'));
});
Replay('programs with many threads', async () => {
  const text = spawning(`(global $x (shared (mut i32)) (i32.const 0)) (global $q (shared (ref (shared waitqueue))) (waitqueue.new))
    (func $job (type $job) (drop (global.wait $x (global.get $q) (i32.const 0) (i64.const -1))))`, `(result i32) (local $i i32)
    (loop $next (drop (call $spawn (ref.func $job) (i32.const 0)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 65))))
    (global.atomic.set $x (i32.const 1)) (waitqueue.notify (global.get $q) (i32.const -1))`);
  const subjects = subjectsOf({ name: 'many threads', text, entries: ['main'] }, { maxSteps: 1000, maxExecutions: 1 });
  if (E.isLeft(subjects)) throw new Error(subjects.left);
  assert.equal(subjects.right.map(({ threads }) => threads), [66]);
  const replayed = await replayAll(subjects.right);
  assert.equal([shown(replayed), replayed.same], [[], 1]);
});
Replay('executions in which others move while an instruction goes on are counted, and not forced', () => {
  const text = `(module (type $job (shared (func))) (type $spawn (shared (func (param (ref null $job)) (result i32))))
    (import "thread" "spawn_ref" (func $spawn (type $spawn))) (memory 1 1 shared)
    (func $job (type $job) (memory.fill (i32.const 0) (i32.const 1) (i32.const 2)))
    (elem declare (ref (shared func)) (ref.func $job))
    (func (export "main") (result i32) (drop (call $spawn (ref.func $job))) (i32.load16_u (i32.const 0))))`;
  const [subject] = explored({ name: 'fill', text, entries: ['main'] });
  assert.equal([subject?.runs.length, subject?.unforced], [2, 1]);
});

Replay.run();
