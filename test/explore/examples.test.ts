/** Explorations of the examples: their outcomes are those that their comments promise, in both modes, and every schedule leads there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseSchedule } from '../../reduction/explorer/schedule.ts';
import type { Beginning } from '../../tracing/exploration/begin.ts';
import type { Ending, Possible } from '../../tracing/exploration/model.ts';
import { exploreConfigurations, exploreExecutions, replayed, statesReport } from '../../tracing/exploration/reports.ts';
import { reportLines } from '../../tracing/exploration/text.ts';
import { showLine, unpainted } from '../../tracing/layout.ts';
import { exampleNames, exampleText, readyToExplore } from './examples.ts';

/** By example: the outcomes. A number is what main returns. */
const promised: Readonly<Record<string, readonly (number | 'deadlock')[]>> = {
  'bounded-queue': [12],
  cooperative: [120122],
  deadlock: [2, 'deadlock'],
  'green-threads': [8],
  'hash-map': [24],
  mandelbrot: [57],
  'message-passing': [42],
  'message-racy': [0, 42],
  mutex: [2],
  peterson: [0],
  'producers-consumers': [3],
  sieve: [6],
  'spawn-by-reference': [42],
  'spawn-by-table': [42],
  'thread-local': [107],
  'work-distribution': [5],
  'work-stealing': [1],
};
const inShort = ({ verdict, key }: Ending): string => verdict === 'deadlock' ? verdict : key;
const returns = (outcome: number | 'deadlock'): string => outcome === 'deadlock' ? outcome : `it returned (i32.const ${outcome})`;

/** Both modes find the same outcomes, nothing is left out, and every schedule leads to the outcome that it stands beside. */
const explored = (begin: Beginning): readonly Possible[] => {
  const executions = exploreExecutions(begin, { maxExecutions: 10_000, maxSteps: 1000 });
  const states = statesReport(begin, exploreConfigurations(begin, { maxStates: 10_000 }));
  assert.equal([executions.incomplete, states.incomplete, states.cycles], [[], [], []]);
  const keys = (outcomes: readonly Possible[]): readonly string[] => outcomes.map(({ key }) => key).sort();
  assert.equal(keys(states.outcomes), keys(executions.outcomes));
  for (const { count, schedule, ...ending } of [...executions.outcomes, ...states.outcomes]) {
    const again = pipe(parseSchedule(schedule), E.flatMap((runs) => replayed(begin, runs)));
    if (E.isLeft(again)) throw new Error(again.left.message);
    assert.is(again.right.outcome?.key, ending.key);
    assert.ok(count > 0);
  }
  assert.is(executions.outcomes.reduce((sum, { count }) => sum + count, 0), executions.executions);
  return executions.outcomes;
};
const shortly = (outcomes: readonly Possible[]): readonly string[] => outcomes.map(inShort).sort();

const examples = suite('explorations of the examples');

examples('every example is here', () => {
  assert.equal(exampleNames, Object.keys(promised).sort());
});
for (const [name, outcomes] of Object.entries(promised)) {
  examples(`${name}: ${outcomes.join(', ')}`, () => {
    assert.equal(shortly(explored(readyToExplore(name, exampleText(name)))), outcomes.map(returns).sort());
  });
}

examples('spawn-by-table: the two traps, in the thread that spawns', () => {
  for (const [index, why] of [['1', 'uninitialized element'], ['2', 'undefined element']] as const) {
    const outcomes = explored(readyToExplore('spawn-by-table', exampleText('spawn-by-table'), 'run', index));
    assert.is(outcomes.length, 1);
    assert.is(outcomes[0]?.verdict, 'trap');
    assert.is(outcomes[0]?.thread, 0);
    assert.match(outcomes[0]?.key ?? '', why);
    assert.is(outcomes[0]?.place?.func, '$run');
  }
});

examples('deadlock: each thread waits for the lock that the other one holds', () => {
  const found = explored(readyToExplore('deadlock', exampleText('deadlock'))).find(({ verdict }) => verdict === 'deadlock');
  assert.equal(found?.waiting.map(({ thread, queue, place: { func } }) => [thread, queue, func]), [
    [0, 'queue mem[4]', '$lock'], [1, 'queue mem[0]', '$lock'],
  ]);
});

examples('the document shows what is printed', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'exploring.md'), 'utf8');
  const begin = readyToExplore('deadlock', exampleText('deadlock')), report = exploreExecutions(begin, {});
  const printed = reportLines(report).map((line) => showLine(line, unpainted)).join('\n');
  assert.ok(text.includes(`\n${printed}\n`), printed);
});

examples('a queue is called by the field that refers to it', () => {
  const begin = readyToExplore('mutex', exampleText('mutex'));
  const report = pipe(parseSchedule('T0*2 T1*3 T2*2'), E.flatMap((schedule) => replayed(begin, schedule)));
  const waiting = E.isRight(report) ? report.right.threads.map(({ state }) => state) : [];
  assert.equal(waiting, ['can move', 'can move', 'waits on queue 0 $mutex.$queue']);
});

/** Without the calls of `$lock` and `$unlock` in `$add`. */
const unlocked = exampleText('mutex').replaceAll(/^ +\(call \$(?:un)?lock\)\n?/gmu, '');
examples('mutex without its lock loses an addition', () => {
  assert.not.match(unlocked, /call \$lock/u);
  assert.equal(shortly(explored(readyToExplore('mutex', unlocked))), [1, 2].map(returns));
});

/** The new entry is put in front whatever has become of the list in between. */
const careless = exampleText('hash-map').replace(
  /\(br_if \$again \(i32\.eqz \(ref\.eq .*\s+\(array\.atomic\.rmw\.cmpxchg (?<place>.*)\s.*\(local\.get \$entry\)\)\)\)\)/u,
  '(array.atomic.set $<place> (local.get $entry))',
);
examples('hash-map without its compare-exchange loses an entry, and what it counts', () => {
  assert.not.match(careless, /cmpxchg/u);
  assert.equal(shortly(explored(readyToExplore('hash-map', careless))), [22, 23, 24].map(returns));
});

examples('work-stealing: a task may stay where it is, or move', () => {
  const outcomes = explored(readyToExplore('work-stealing', exampleText('work-stealing'), 'run', '2', '2'));
  assert.equal(shortly(outcomes), [0, 1].map((moves) => `it returned (i32.const 1) (i32.const ${moves})`));
});

examples('peterson without precedence deadlocks nobody, but lets both in', () => {
  const greedy = exampleText('peterson').replaceAll(/\(then \(br_if \$later .*\)\)\)\n/gu, '(then))\n');
  assert.not.match(greedy, /br_if/u);
  assert.equal(shortly(explored(readyToExplore('peterson', greedy))), [0, 1].map(returns));
});

examples.run();
