/** Schedules are read as they are written, and lead where they say. */
import fc from 'fast-check';
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Run, Schedule } from '../../../reduction/explorer/schedule.ts';
import { parseSchedule, replay, scheduleOf, showSchedule } from '../../../reduction/explorer/schedule.ts';
import type { Choice } from '../../../reduction/explorer/system.ts';
import { notify, read, startOf, systemOf, wait, write } from './toy.ts';

const choice: fc.Arbitrary<Choice> = fc.tuple(fc.nat(5), fc.option(fc.stringMatching(/^[a-zA-Z0-9_.-]{1,6}$/u), { nil: undefined }))
  .map(([thread, alternative]) => alternative === undefined ? { thread } : { thread, alternative });
const expand = (schedule: Schedule): readonly Choice[] => schedule.flatMap(({ choice: c, count }) => new Array<Choice>(count).fill(c));
const parsed = (text: string): Schedule => {
  const result = parseSchedule(text);
  if (E.isLeft(result)) throw new Error(result.left.message);
  return result.right;
};

const text = suite('schedules as text');

text('writing and reading are inverse', () => {
  fc.assert(fc.property(fc.array(choice), (choices) => {
    const schedule = scheduleOf(choices);
    assert.equal(parsed(showSchedule(schedule)), schedule);
    assert.equal(expand(schedule), choices);
  }));
});
text('equal neighbours stand together, others apart', () => {
  const t0 = { thread: 0 }, timeout = { thread: 2, alternative: 'timeout' };
  assert.is(showSchedule(scheduleOf([t0, t0, t0, timeout, timeout, t0])), 'T0*3 T2:timeout*2 T0');
  assert.is(showSchedule([]), '');
});
text('white space separates, once may be written out, and nothing is a schedule', () => {
  assert.equal(parsed(' T0*1\n\tT12:a-b.c_1*3 '), [{ choice: { thread: 0 }, count: 1 }, { choice: { thread: 12, alternative: 'a-b.c_1' }, count: 3 }]);
  assert.equal(parsed(' '), []);
});
text('a mistake is told by its position', () => {
  const wrong: readonly (readonly [string, number, RegExp])[] = [
    ['T0 T1 X2', 6, /^at character 7: "X2": expected a run/u],
    ['T0 *3', 3, /expected a run/u],
    ['T0*', 0, /expected a run/u],
    ['T0 T1*0', 3, /^at character 4: T1\*0: expected at least one step/u],
    ['T0:*2', 0, /expected a run/u],
    ['T0*99999999999999999999', 0, /number of steps is too large/u],
    ['T99999999999999999999', 0, /number of the thread is too large/u],
    ['T-1', 0, /expected a run/u],
  ];
  for (const [source, position, message] of wrong) {
    const result = parseSchedule(source);
    if (E.isRight(result)) throw new Error(`${source} was accepted`);
    assert.is(result.left.position, position, source);
    assert.match(result.left.message, message);
  }
});

const following = suite('following a schedule');
const program = { codes: [[write('x', 1), read('y')], [wait('z', 0, true)], [notify('z')]] };
const system = systemOf(program), start = startOf(program);
const follow = (source: string): ReturnType<typeof replay<typeof start, unknown, ReturnType<typeof system.outcome>>> =>
  replay(system, start, parsed(source));
const refused = (source: string, step: number, message: string): void => {
  const result = follow(source);
  if (E.isRight(result)) throw new Error(`${source} was followed`);
  assert.equal(result.left, { step, message });
};

following('leads to the configuration that its steps make', () => {
  const result = follow('T0*2 T1 T2 T1:woken');
  if (E.isLeft(result)) throw new Error(result.left.message);
  assert.is(system.outcome(result.right).verdict, 'complete');
  assert.equal(follow(''), E.right(start));
});
following('an alternative need not be named where it is the only one', () => {
  assert.equal(follow('T1 T2 T1'), follow('T1 T2 T1:woken'));
  assert.equal(follow('T1*2'), follow('T1 T1:timeout'));
});
following('says which step does not fit, and what would', () => {
  refused('T0*3', 3, 'step 3: T0 is not enabled, enabled are T1, T2');
  refused('T0*900000000000000', 3, 'step 3: T0 is not enabled, enabled are T1, T2');
  refused('T1 T1:woken', 2, 'step 2: T1:woken is not enabled, enabled are T0, T1:timeout, T2');
  refused('T2 T7', 2, 'step 2: T7 is not enabled, enabled are T0, T1');
  refused('T0*2 T1*2 T2 T0', 6, 'step 6: T0 is not enabled, the execution is over');
});
following('an alternative must be named where there are several', () => {
  const choosing = { codes: [[{ op: 'choose', names: ['grown', 'failed'], to: 0 } as const]] };
  const one: Run = { choice: { thread: 0 }, count: 1 };
  const result = replay(systemOf(choosing), startOf(choosing), [one]);
  assert.equal(result, E.left({ step: 1, message: 'step 1: T0 is not enabled, enabled are T0:grown, T0:failed' }));
});

text.run();
following.run();
