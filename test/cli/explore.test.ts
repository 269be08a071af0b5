import * as E from 'fp-ts/lib/Either.js';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Report } from '../../tracing/exploration/model.ts';
import { report } from '../../tracing/exploration/model.ts';
import { spawning } from '../reduction/programs.ts';
import type { Run } from './run.ts';
import { inFolder, runIn } from './run.ts';

const Explore = suite('npm run explore');

const JOBS = `
  (memory $m 1 1 shared)
  (func $set (type $job) (global.set $word (i32.const 1)))
  (func $lost (type $job) (drop (global.wait $word (global.get $queue) (i32.const 0) (i64.const -1))))
  (func $bad (type $job) unreachable)
  (elem declare (ref (shared func)) (ref.func $set) (ref.func $lost) (ref.func $bad))`;
const main = (body: string): string => spawning(`${JOBS}\n(func $main (export "main") (result i32)\n${body})`);
const SPAWN = (name: string): string => `(drop (call $spawn (ref.func $${name})))`;
const racy = main(`${SPAWN('set')} (global.get $word)`);
const spinning = main(`${SPAWN('set')} (loop (br_if 0 (i32.eqz (global.get $word)))) (i32.const 7)`);
const waiting = main(`${SPAWN('lost')} (memory.atomic.wait32 (i32.const 8) (i32.const 0) (i64.const -1))`);
const trapping = main(`${SPAWN('bad')} (i32.const 1)`);

const explore = (text: string, args: readonly string[], check: (run: Run, folder: string) => void): Promise<void> =>
  inFolder({ 'a.wat': text }, (folder) => { check(runIn(folder, 'explore', 'a.wat', ...args), folder); });
const decoded = ({ stdout }: Run): Report => {
  const result = report.decode(JSON.parse(stdout));
  if (E.isLeft(result)) throw new Error('the report is not of the model');
  return result.right;
};

Explore('prints each outcome with its count and a schedule', () => explore(racy, [], ({ code, stdout, stderr }) => {
  assert.equal([code, stderr], [0, '']);
  for (const value of [0, 1]) assert.match(stdout, new RegExp(`it returned \\(i32\\.const ${value}\\)\\n +1 execution, such as T0`, 'u'));
  assert.match(stdout, /2 outcomes of 2 executions, in \d+ steps\n$/u);
}));

Explore('every schedule that it prints replays to its outcome', () => explore(racy, ['--format', 'json'], (run, folder) => {
  const found = decoded(run);
  assert.is(found.kind, 'executions');
  if (found.kind !== 'executions') return;
  assert.is(found.outcomes.length, 2);
  for (const { schedule, key } of found.outcomes) {
    const again = decoded(runIn(folder, 'explore', 'a.wat', '--replay', schedule, '--format', 'json'));
    assert.is(again.kind === 'replay' && again.outcome?.key, key);
  }
}));

Explore('growing may fail, if that is asked for; the schedules say so, and can be followed and traced', () =>
  explore('(module (memory 1 2) (func (export "main") (result i32) (memory.grow (i32.const 1))))', ['--growth-may-fail'], (run, folder) => {
    assert.match(run.stdout, /it returned \(i32\.const 1\)\n +1 execution, such as T0:grow\n/u);
    assert.match(run.stdout, /it returned \(i32\.const -1\)\n +1 execution, such as T0:fail\n/u);
    assert.not.match(run.stdout, /left out/u);
    const { code, stdout } = runIn(folder, 'explore', 'a.wat');
    assert.is(code, 0);
    assert.not.match(stdout, /-1/u);
    assert.match(stdout, /^left out: growing fails where it could succeed \(--growth-may-fail\)$/mu);
    assert.match(runIn(folder, 'explore', 'a.wat', '--replay', 'T0:fail').stdout, /it returned \(i32\.const -1\)/u);
    assert.match(runIn(folder, 'trace', 'a.wat', '--schedule', 'T0:fail').stdout, /memory\.grow-fail[^]*values: i32 -1/u);
    assert.match(runIn(folder, 'trace', 'a.wat', '--schedule', 'T0:grow').stdout, /memory\.grow-succeed[^]*values: i32 1/u);
  }));

Explore('a deadlock says who waits on what, and where', () => explore(waiting, [], ({ code, stdout }) => {
  assert.is(code, 0);
  assert.match(stdout, /^deadlock\n +T0 waits on queue mem \$m\[8\], at a\.wat:\d+:\d+ in \$main\n +T1 waits on queue 0 \$queue, at a\.wat:\d+:\d+ in \$lost$/mu);
}));

Explore('a trap says in which thread, and where', () => explore(trapping, [], ({ code, stdout }) => {
  assert.is(code, 0);
  assert.match(stdout, /^trap in T1: unreachable, at a\.wat:\d+:\d+ in \$bad$/mu);
}));

Explore('a bound that was hit is said, and is an exit code', async () => {
  await explore(spinning, ['--bound', '20'], ({ code, stdout }) => {
    assert.is(code, 1);
    assert.match(stdout, /^incomplete: 1 of \d+ executions cut short after 20 steps of a thread \(--bound\)$/mu);
    assert.match(stdout, /^cut short\n {2}1 execution, such as T0/mu);
  });
  await explore(racy, ['--executions', '1'], ({ code, stdout }) => {
    assert.is(code, 1);
    assert.match(stdout, /^incomplete: stopped after 1 executions \(--executions\)$/mu);
  });
  await explore(spinning, ['--steps', '50'], ({ code, stdout }) => {
    assert.is(code, 1);
    assert.match(stdout, /^incomplete: stopped after 5\d steps \(--steps\)$/mu);
  });
  await explore(racy, ['--max-states', '3', '--states'], ({ code, stdout }) => {
    assert.is(code, 1);
    assert.match(stdout, /^incomplete: stopped after 3 states \(--max-states\)$/mu);
  });
});

Explore('--arg without --invoke is wrong use', async () => {
  await explore(main('(i32.const 1)'), ['--arg', '3'], ({ code, stderr }) => {
    assert.is(code, 2);
    assert.match(stderr, /^explore: --arg is an argument of what --invoke calls/u);
  });
});

Explore('a thread out of fuel, of stack or of memory makes the exploration incomplete', async () => {
  await explore(main('(loop (br 0)) (i32.const 1)'), ['--fuel', '50'], ({ code, stdout }) => {
    assert.is(code, 1);
    assert.match(stdout, /^incomplete: T0 was stopped: out of fuel after 50 steps \(--fuel\)$/mu);
  });
  await explore('(module (func $f (export "main") (call $f)))', ['--frames', '9'], ({ code, stdout }) => {
    assert.is(code, 1);
    assert.match(stdout, /^incomplete: T0 was stopped: call stack exhausted[^\n]* \(--frames\)$/mu);
  });
  await explore('(module (type $s (struct)) (func (export "main") (loop (drop (struct.new $s)) (br 0))))', ['--cells', '90'], ({ code, stdout }) => {
    assert.is(code, 1);
    assert.match(stdout, /^incomplete: T0 was stopped: out of memory[^\n]* \(--cells\)$/mu);
  });
});

Explore('--states tells a livelock from an unfair cycle', async () => {
  await explore(spinning, ['--states'], ({ code, stdout }) => {
    assert.is(code, 0);
    assert.match(stdout, /^unfair cycle: T1 could move, and never does$/mu);
    assert.match(stdout, /1 outcome and 1 cycle of \d+ states/u);
  });
  await explore(main('(loop (br_if 0 (i32.eqz (global.get $word)))) (i32.const 7)'), ['--states', '--format', 'json'], (run) => {
    const found = decoded(run);
    assert.equal(found.kind === 'states' && found.cycles.map(({ verdict }) => verdict), ['livelock']);
  });
});

Explore('draws small graphs, and refuses large ones', async () => {
  await explore(racy, ['--dot', 'a.dot', '--svg', 'a.svg'], ({ code }, folder) => {
    assert.is(code, 0);
    const dot = readFileSync(join(folder, 'a.dot'), 'utf8');
    assert.match(dot, /^digraph states \{\n[^]*\n\}\n$/u);
    assert.match(dot, /label="T1 write global \$word"/u);
    assert.match(readFileSync(join(folder, 'a.svg'), 'utf8'), /<svg[^]*T1 write global \$word[^]*<\/svg>/u);
  });
  const counting = main('(local $i i32) (loop (global.set $word (local.tee $i (i32.add (local.get $i) (i32.const 1)))) (br_if 0 (i32.lt_u (local.get $i) (i32.const 600)))) (i32.const 0)');
  await explore(counting, ['--dot', 'a.dot'], ({ code, stderr }, folder) => {
    assert.is(code, 1);
    assert.match(stderr, /^a\.wat: too large to draw: 60\d states, and a picture has at most 500\n$/u);
    assert.not(existsSync(join(folder, 'a.dot')));
  });
});

Explore('a schedule that does not fit is an error', async () => {
  await explore(racy, ['--replay', 'T0 T7'], ({ code, stdout, stderr }) => {
    assert.equal([code, stdout], [2, '']);
    assert.match(stderr, /^explore: --replay: step 2: T7 is not enabled, enabled are T0, T1 /u);
  });
  await explore(racy, ['--replay', 'T0 2'], ({ code, stderr }) => {
    assert.is(code, 2);
    assert.match(stderr, /^explore: --replay: at character 4: "2": expected a run/u);
  });
});

Explore('a schedule that ends early says what each thread does next', () => explore(racy, ['--replay', 'T0'], ({ code, stdout }) => {
  assert.is(code, 0);
  assert.match(stdout, /^ {2}T0 can move: read global \$word, at a\.wat:\d+:\d+ in \$main\n {2}T1 can move: write global \$word, at a\.wat:\d+:\d+ in \$set/mu);
  assert.match(stdout, /not at its end/u);
}));

Explore('options that do not go together are wrong use', async () => {
  const refused = [
    [['--states', '--bound', '3'], '--bound is for exploring executions'],
    [['--replay', 'T0', '--states'], '--states is for exploring states'],
    [['--max-states', '3'], '--max-states is for exploring states'],
    [['--executions', 'many'], '--executions: expected a natural number, found "many"'],
    [['--invoke', 'none'], 'no function is exported as none'],
    [['--invoke', 'main', '1'], 'main : [] -> [i32]: expected 0 arguments, found 1'],
  ] as const;
  for (const [args, reason] of refused) {
    await explore(racy, args, ({ code, stdout, stderr }) => {
      assert.equal([code, stdout], [2, ''], args.join(' '));
      assert.ok(stderr.startsWith(`explore: ${reason}`), stderr);
    });
  }
});

Explore('what fails before the call is not explored', async () => {
  await explore('(module (func unreachable) (start 0) (func (export "main")))', [], ({ code, stderr }) => {
    assert.is(code, 1);
    assert.match(stderr, /^a\.wat: instantiation failed: trap in T0: unreachable$/mu);
  });
  await explore('(module (func (export "main") (result i32)))', [], ({ code, stderr }) => {
    assert.is(code, 1);
    assert.match(stderr, /^a\.wat:1:\d+: type mismatch/u);
  });
});

const started = spawning(`${JOBS} (func $go ${SPAWN('set')}) (start $go)`);
const called = (text: string): string => text.replace('(start $go)', '(start $go) (func (export "main") (result i32) (global.get $word))');
Explore('a start function is explored if there is nothing to call', () => explore(started, [], ({ code, stdout }) => {
  assert.is(code, 0);
  assert.match(stdout, /^explores a\.wat: its start function\n/u);
}));
/** The outcomes of a program, whose schedules the trace can follow, too. */
const ends = async (text: string, args: readonly string[] = []): Promise<readonly string[]> => {
  let keys: readonly string[] = [];
  await explore(text, [...args, '--format', 'json'], (run, folder) => {
    const found = decoded(run);
    if (found.kind === 'replay') throw new Error('no schedule was asked for');
    keys = found.outcomes.map(({ key }) => key).sort();
    for (const { schedule, key } of found.outcomes) {
      const again = decoded(runIn(folder, 'explore', 'a.wat', '--replay', schedule, '--format', 'json'));
      assert.is(again.kind === 'replay' && again.outcome?.key, key);
      assert.not.match(runIn(folder, 'trace', 'a.wat', '--schedule', schedule, '--brief').stdout, /the schedule ends here/u);
    }
  });
  return keys;
};
Explore('a start function that spawns is explored with the call: its threads go on beside it', async () => {
  assert.equal(await ends(called(started)), ['it returned (i32.const 0)', 'it returned (i32.const 1)']);
  const trap = started.replace(SPAWN('set'), `${SPAWN('set')} (if (global.get $word) (then unreachable))`);
  assert.equal(await ends(called(trap)), ['it returned (i32.const 0)', 'it returned (i32.const 1)', 'trap in T0: unreachable']);
  const spin = called(started).replaceAll('(global.set $word (i32.const 1))', '(loop (br_if 0 (i32.eqz (global.get $word))))')
    .replace('(result i32) (global.get $word)', '(result i32) (global.set $word (i32.const 1)) (i32.const 5)');
  assert.equal(await ends(spin, ['--bound', '20']), ['it returned (i32.const 5)']);
  const wait = called(started).replaceAll('(global.set $word (i32.const 1))', '(drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1)))')
    .replace('(result i32) (global.get $word)', '(result i32) (memory.atomic.notify (i32.const 0) (i32.const 1))');
  assert.equal(await ends(wait), ['deadlock: T1 waits in mem 0 0', 'it returned (i32.const 1)']);
});
Explore('what the start function sets for its thread is there when something is called', async () => {
  const text = `(module (global $own (thread_local (mut i32)) (i32.const 0)) (func $go (global.set $own (i32.const 5))) (start $go)
    (func (export "main") (result i32) (global.get $own)))`;
  await explore(text, [], ({ stdout }) => { assert.match(stdout, /it returned \(i32\.const 5\)/u); });
  await explore(text, [], (_, folder) => { assert.match(runIn(folder, 'trace', 'a.wat').stdout, /values: i32 5/u); });
});

Explore.run();
