/** The reduction finds every class of executions, and none twice: compared with all executions of random programs. */
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { explore } from '../../../reduction/explorer/dpor.ts';
import { exploreStates } from '../../../reduction/explorer/memo.ts';
import { parseSchedule, replay, showSchedule } from '../../../reduction/explorer/schedule.ts';
import type { Schedule } from '../../../reduction/explorer/schedule.ts';
import type { KeyedSystem, Outcome } from '../../../reduction/explorer/system.ts';
import { barrier, OPEN } from './barrier.ts';
import { enumerate, traced, untraced } from './classes.ts';
import { brokenLaw } from './laws.ts';
import { programs } from './random-programs.ts';
import type { Action, Program } from './toy.ts';
import { goto, notify, read, startOf, systemOf, wait, write } from './toy.ts';

const LIMIT = 4000;
/** Checks a property of programs, of which not too many have more than `LIMIT` executions. */
const check = (holds: (program: Program) => boolean, runs: number): void => {
  let checked = 0;
  fc.assert(fc.property(programs(7), (program) => {
    if (holds(program)) checked++;
  }), { numRuns: runs });
  assert.ok(checked > runs / 2, `${checked} programs were small enough`);
};
/** The outcome to which the text of a schedule leads. */
const outcomeOf = <Z, A, O extends Outcome>(system: KeyedSystem<Z, A, O>, z: Z, schedule: Schedule): string => {
  const read = parseSchedule(showSchedule(schedule));
  if (E.isLeft(read)) throw new Error(read.left.message);
  const end = replay(system, z, read.right);
  if (E.isLeft(end)) throw new Error(end.left.message);
  return system.outcome(end.right).key;
};

const equivalence = suite('partial-order reduction');

equivalence('finds each class of executions once, and nothing else', () => {
  check((program) => {
    const system = traced(systemOf(program)), start = untraced(systemOf(program), startOf(program));
    const all = enumerate(system, start, LIMIT);
    if (all === undefined) return false;
    const { outcomes, executions, blocked, incomplete } = explore(system, start);
    assert.equal(outcomes.map((o) => o.outcome.key).sort(), [...all.keys()].sort());
    assert.equal({ executions, blocked, incomplete }, { executions: all.size, blocked: 0, incomplete: [] });
    return true;
  }, 1500);
});
equivalence('finds the outcomes that all executions have, and so does the state graph', () => {
  check((program) => {
    const system = systemOf(program), start = startOf(program);
    const all = enumerate(system, start, LIMIT);
    if (all === undefined) return false;
    const outcomes = [...all.keys()].sort();
    assert.equal(explore(system, start).outcomes.map((o) => o.outcome.key).sort(), outcomes);
    assert.equal(exploreStates(system, start).outcomes.map((o) => o.outcome.key).sort(), outcomes);
    return true;
  }, 400);
});
equivalence('gives schedules that lead to the outcomes, in both modes', () => {
  check((program) => {
    const system = systemOf(program), start = startOf(program);
    const found = [...explore(system, start, { limits: { maxExecutions: 200 } }).outcomes, ...exploreStates(system, start).outcomes];
    for (const { outcome, witness } of found) assert.is(outcomeOf(system, start, witness), outcome.key);
    return true;
  }, 200);
});
equivalence('says which bound was hit if and only if something is missing', () => {
  check((program) => {
    const system = traced(systemOf(program)), start = untraced(systemOf(program), startOf(program));
    const all = enumerate(system, start, LIMIT);
    if (all === undefined || all.size < 3) return true;
    const longest = Math.max(...[...all.keys()].map((key) => key.split('\n').length - 1));
    const most = Math.max(...[...all.keys()].flatMap((key) => [0, 1, 2, 3].map((t) => key.split(`\nT${t}`).length - 1)));
    const bounded = (limits: { readonly maxExecutions?: number; readonly maxSteps?: number; readonly maxLength?: number }): boolean => {
      const { executions, incomplete } = explore(system, start, { limits });
      assert.equal(incomplete, executions < all.size ? Object.keys(limits) : []);
      return incomplete.length > 0;
    };
    assert.ok(bounded({ maxExecutions: all.size - 1 }) && bounded({ maxSteps: most - 1 }) && bounded({ maxLength: longest - 1 }));
    assert.not.ok(bounded({ maxExecutions: all.size }) || bounded({ maxSteps: longest }) || bounded({ maxLength: longest }));
    return true;
  }, 100);
});

/** Small programs that may run for ever: codes that begin again, at some instruction, while x is 0. */
const looping = fc.tuple(
  programs(5), fc.array(fc.option(fc.tuple(fc.nat(1), fc.nat(1)), { nil: undefined }), { minLength: 3, maxLength: 4 }),
).map(([program, loops]): Program => ({
    ...program,
    codes: program.codes.map((code, i) => {
      const [target, register] = loops[i] ?? [];
      return target === undefined || register === undefined || target >= code.length ? code
        : [...code, read('x', register), goto(target, (r) => (r[register] ?? 0) === 0)];
    }),
  }));
equivalence('finds all outcomes of executions up to a bound, and says if there may be more', () => {
  let cut = 0;
  fc.assert(fc.property(looping, fc.integer({ min: 3, max: 7 }), (program, length) => {
    const system = systemOf(program), start = startOf(program), all = enumerate(system, start, LIMIT, length);
    if (all === undefined) return;
    const found = explore(system, start, { limits: { maxSteps: length, maxExecutions: 500 } });
    if (found.incomplete.includes('maxExecutions')) return;
    const keys = new Set(found.outcomes.map(({ outcome: { key } }) => key));
    for (const key of all.keys()) assert.ok(keys.has(key), key);
    assert.is(found.blocked, 0);
    assert.ok(found.cut === 0 || found.incomplete.includes('maxSteps'));
    if (found.incomplete.length > 0 && all.size > 0) cut++;
  }), { numRuns: 1200 });
  // 6 in 100 programs are like that, so that there are 70 of them, more or less.
  assert.ok(cut > 10, `${cut} programs had executions within the bound, and others`);
});

const laws = suite('laws of the programs explored here');

laws('hold for random programs', () => {
  check((program) => {
    assert.is(brokenLaw(systemOf(program), startOf(program), 300), undefined);
    return true;
  }, 150);
});
laws('are found broken where the dependence is too small', () => {
  for (const omit of ['write', 'wait', 'notify', 'trap', 'end', 'spawn']) {
    // A seed, since few programs show what is wrong about a spawn: 1 in 70.
    const found = fc.sample(programs(7), { numRuns: 1000, seed: 1 }).some((program) => {
      const { dependent, ...system } = systemOf(program);
      const less = { ...system, dependent: (a: Action, b: Action) => a.kind !== omit && b.kind !== omit && dependent(a, b) };
      return brokenLaw(less, startOf(program), 100) !== undefined;
    });
    assert.ok(found, omit);
  }
});
laws('are told apart', () => {
  const broken = (codes: Program['codes'], dependent: (a: Action, b: Action) => boolean): string | undefined =>
    brokenLaw({ ...systemOf({ codes }), dependent }, startOf({ codes }), 100);
  assert.match(broken([[write('x', 1)], [write('x', 2)]], () => false) ?? '', /^law 1: T\d .* and T\d$/u);
  const waiting = [[wait('x', 0, true), write('y', 1)], [notify('x'), write('z', 1)]];
  assert.match(broken(waiting, (a, b) => a.kind !== 'woken' && b.kind !== 'woken') ?? '', /^law 2: T1 .* and T0:woken$/u);
  assert.match(brokenLaw(barrier((a, b) => a !== 'a' && b !== 'a'), OPEN, 100) ?? '', /^law 3: T1 .* and T0$/u);
  assert.is(brokenLaw(barrier(() => true), OPEN, 100), undefined);
});

equivalence.run();
laws.run();
