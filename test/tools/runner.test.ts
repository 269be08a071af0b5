/** The test runner believes no file that did not do its work. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Count } from '../../tools/testing/count.ts';
import { add, none, readCount, show } from '../../tools/testing/count.ts';
import { project, withFiles } from './scratch.ts';

const good = 'test(\'good\', () => {});';
const header = 'import { suite, test } from \'uvu\';\n';

/** A test file's body, and what the runner must make of it. */
type Case = { readonly body: string; readonly count: Count };

const made = (passed: number, failed: number, skipped: number, ...lines: readonly string[]): Case => ({
  body: lines.join('\n'),
  count: { passed, failed, skipped },
});
const waiting = 'await new Promise((resolve) => setTimeout(resolve, 20));';
const throwing = '() => { throw new Error(\'no\'); }';

const cases: Readonly<Record<string, Case>> = {
  'passing': made(2, 0, 0, good, good, 'test.run();'),
  'skipping': made(1, 0, 1, good, 'test.skip(\'later\', () => {});', 'test.run();'),
  'failing': made(1, 1, 0, good, `test('bad', ${throwing});`, 'test.run();'),
  'throws-a-string': made(1, 2, 0, good, 'test(\'bad\', () => { throw \'no\'; });', good, 'test.run();'),
  'throws-undefined': made(1, 1, 0, good, 'test(\'bad\', () => { throw undefined; });', 'test.run();'),
  'before-throws': made(0, 2, 0, `test.before(${throwing});`, good, good, 'test.run();'),
  'before-each-throws': made(0, 1, 0, `test.before.each(${throwing});`, good, 'test.run();'),
  'after-throws': made(0, 1, 0, `test.after(${throwing});`, good, 'test.run();'),
  'after-each-throws': made(0, 1, 0, `test.after.each(${throwing});`, good, 'test.run();'),
  'forgotten-run': made(0, 2, 0, good, good),
  'one-forgotten-run': made(1, 1, 0, good, 'test.run();', 'const other = suite(\'other\');', 'other(\'unseen\', () => {});'),
  'test-after-run': made(1, 1, 0, good, 'test.run();', good),
  'waits-between-suites': made(3, 0, 0, good, good, 'test.run();', waiting, good, 'test.run();'),
  'runs-too-late': made(1, 1, 0, good, 'test.run();', `setTimeout(() => { ${good} test.run(); });`),
  'no-tests': made(0, 1, 0, 'test.run();'),
  'empty': made(0, 1, 0),
  'does-not-load': made(0, 1, 0, 'throw new Error(\'no\');'),
  'leaves-early': made(0, 1, 0, good, 'test(\'bad\', () => process.exit(0));', 'test.run();'),
  'never-settles': made(0, 1, 0, good, 'test(\'bad\', () => new Promise(() => {}));', 'test.run();'),
  'fails-afterwards': made(1, 1, 0, `test('bad', () => { setTimeout(${throwing}, 50); });`, 'test.run();'),
  'prints-a-summary': made(
    0, 1, 0,
    'test(\'bad\', () => { console.log(\'  Total:     9\\n  Passed:    9\\n  Skipped:   0\'); throw new Error(\'no\'); });',
    'test.run();',
  ),
};

const filesOf = (all: Readonly<Record<string, Case>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(all).map(([name, { body }]) => [`folder/${name}.test.ts`, header + body]));
const fixtures = filesOf(cases);

type Outcome = { readonly status: number | null; readonly lines: readonly string[] };

/** Runs the runner over test files written for the occasion. */
const run = (files: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Outcome> =>
  withFiles(files, (root) => {
    const { status, stdout } = spawnSync(process.execPath, [join(project, 'tools', 'test.ts'), '--root', root, ...words], { encoding: 'utf8' });
    return { status, lines: stdout.trimEnd().split('\n') };
  });

const runner = suite('runner');

runner('counts each way in which a file can go wrong', async () => {
  const { status, lines } = await run(fixtures);
  for (const [name, { count }] of Object.entries(cases)) {
    const line = lines.find((text) => text.includes(`/${name}.test.ts:`)) ?? 'no report';
    assert.match(line, `${count.failed === 0 ? 'ok  ' : 'FAIL'} folder/${name}.test.ts: ${show(count)} (`);
  }
  assert.is(lines.at(-1), show(Object.values(cases).map(({ count }) => count).reduce(add)));
  assert.is(status, 1);
});

runner('ends a file that takes too long, and counts it as failed', async () => {
  const hangs = made(0, 1, 0, 'test(\'bad\', () => { for (;;) {} });', 'test.run();');
  const { status, lines } = await run(filesOf({ hangs }), '--seconds', '3');
  assert.match(lines[0] ?? '', `FAIL folder/hangs.test.ts: ${show(hangs.count)} (`);
  assert.ok(lines.some((line) => line.trim() === 'killed after 3000 ms'), lines.join('\n'));
  assert.is(status, 1);
});

runner('succeeds when all tests pass', async () => {
  const { status, lines } = await run(fixtures, 'passing', 'skipping');
  assert.is(lines.length, 3);
  assert.is(lines.at(-1), '3 passed, 0 failed, 1 skipped');
  assert.is(status, 0);
});

runner('fails when there is nothing to run', async () => {
  const { status, lines } = await run(fixtures, 'no such file');
  assert.equal(lines, ['0 passed, 0 failed, 0 skipped']);
  assert.is(status, 1);
});

runner('believes the exit status over the summary', () => {
  const summary = '\n  Total:     2\n  Passed:    2\n  Skipped:   0\n';
  assert.equal(readCount(summary, 0), { passed: 2, failed: 0, skipped: 0 });
  assert.equal(readCount(summary, 1), { passed: 2, failed: 1, skipped: 0 });
  assert.equal(readCount(summary, null), { passed: 2, failed: 1, skipped: 0 });
  assert.equal(readCount('', 0), { ...none, failed: 1 });
});

runner.run();
