/** What the command `equivalence --threads` says of a difference. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { differenceLines } from '../../cli/equivalence/threads.ts';
import { morePrograms } from '../../equivalence/threads/litmus/more.ts';
import { replayAll } from '../../equivalence/threads/replay/replays.ts';
import { subjectsOf } from '../../equivalence/threads/replay/subjects.ts';

const Difference = suite('equivalence --threads: a difference');
const root = join(import.meta.dirname, '..', '..');

Difference('both observations, what came first, and a command that follows the schedule on the small step', async () => {
  const [program] = morePrograms, subjects = program && subjectsOf(program, {});
  if (subjects === undefined || E.isLeft(subjects)) throw new Error('there is a program');
  const { differences: [difference] } = await replayAll(subjects.right, { bug: 'who came last is woken first' });
  if (difference === undefined) throw new Error('the bug is found');
  const lines = differenceLines(difference), text = lines.join('\n');
  assert.match(lines[0] ?? '', /in a wait queue: different in the schedule T0/u);
  assert.match(text, /T1 has not been woken/u);
  assert.match(text, /observed by the small step:\n.*the run: returns nothing/u);
  assert.match(text, /observed by the evaluator:\n.*the run: deadlock: T1 waits in queue 0/u);
  const [, file = '', schedule = '', entry = ''] = /explore -- (\S+) --replay '([^']*)' --invoke '([^']*)'$/u.exec(text) ?? [];
  const { status, stdout } = spawnSync(
    process.execPath, ['cli/explore.ts', file, '--replay', schedule, '--invoke', entry], { cwd: root, encoding: 'utf8' },
  );
  assert.is(status, 0);
  assert.match(stdout, /it returned nothing$/mu);
});

Difference.run();
