import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { contested, features } from './contested.ts';
import type { Suite } from './dialects.ts';
import { SUITES } from './dialects.ts';
import type { FileReport, RunOptions } from './run-file.ts';
import { runFile } from './run-file.ts';
import { isGood, showSkips } from './table.ts';
import { sameMessage } from './wording.ts';

/** A folder with these files. */
const inFolder = <A>(files: Readonly<Record<string, string>>, act: (folder: string) => A): A => {
  const folder = mkdtempSync(join(tmpdir(), 'weft-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return act(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};
const OPTIONS: RunOptions = { engine: 'small-step', fuel: 1_000_000 };
/** The report on one script of a suite. */
const report = (own: Suite, text: string, path = 'a.wast'): Promise<FileReport> =>
  inFolder({ [path]: text }, (folder) => runFile({ file: join(folder, path), suite: own }, OPTIONS));
/** The reasons for which its commands are skipped. */
const reasons = async (own: Suite, text: string): Promise<readonly string[]> => (await report(own, text)).skips.map((skip) => skip.text);

const scope = suite('what is skipped');

/** A module for each feature, which need not be in the grammar. */
const USERS: readonly (readonly [reason: RegExp, module: string])[] = [
  [/^relaxed orderings/u, '(module (memory 1) (func (drop (i32.atomic.load relaxed (i32.const 0)))))'],
  [/^custom page sizes/u, '(module (memory 1 (pagesize 1)))'],
  [/^custom page sizes/u, '(module quote "(memory 1 (pagesize 1))")'],
  [/^wide arithmetic/u, '(module (func (i64.add128)))'],
  [/^custom descriptors/u, '(module (type (descriptor 1) (struct)))'],
  [/^legacy exceptions/u, '(module (func (try (do))))'],
  [/^components/u, '(component (core func (canon lower (func 0))))'],
  [/^names of built-in/u, '(component (core func (canon thread.hw_concurrency)))'],
  [/^instances of components/u, '(component instance $a $b)'],
];
for (const [reason, module] of USERS) {
  scope(`a module with ${module}, for its reason`, async () => {
    const found = await reasons('official', `${module} (module) (module $m)`);
    assert.is(found.length, 1);
    assert.match(found[0] ?? '', reason);
  });
}

scope('words in strings, comments and identifiers say nothing', async () => {
  assert.equal(await reasons('official', '(module $pagesize (func $try (export "i64.add128")) ;; (pagesize\n (; pagesize (; try ;) ;))'), []);
});

scope('what the specification refuses is not skipped unless a reason says so', async () => {
  const noResult = '(assert_invalid (module (tag (result i32))) "non-empty tag result type")';
  assert.is((await reasons('official', noResult)).length, 1);
  assert.is((await reasons('official', noResult.replace('non-empty', 'bad'))).length, 0);
  const undeclared = '(module (func $f (drop (ref.func $f))))';
  assert.is((await reasons('binaryen', undeclared)).length, 1);
  assert.is((await report('official', undeclared)).tally.failed, 1);
});

scope('every reason is given once, and in words', () => {
  const given = [...contested, ...features].map(({ reason }) => reason);
  assert.ok(given.every((reason) => reason.length > 10));
  assert.is(new Set(contested.map(({ reason }) => reason)).size, contested.length);
});

scope.run();

const suites = suite('dialects and wordings');

suites('what a suite takes for granted holds for its scripts only', async () => {
  const gc = '(module (import "wasmtime" "gc" (func)) (start 0))';
  assert.is((await report('wasmtime', gc)).tally.passed, 1);
  assert.is((await report('official', gc)).tally.failed, 1);
});

suites('where a script lies says nothing', async () => {
  const unlinkable = '(module (import "spectest" "no_such" (func)) (func (export "f") (result i32) (i32.const 1))) (assert_return (invoke "f") (i32.const 2))';
  const { tally } = await report('wasm-tools', unlinkable);
  assert.equal([tally.failed, tally.skipped], [0, 1]);
  for (const folder of SUITES) assert.is((await report('official', unlinkable, `${folder}/a.wast`)).tally.failed, 2);
  assert.is((await report('official', '(module (func $f (drop (ref.func $f))))', 'binaryen/a.wast')).tally.failed, 1);
});

suites('messages agree by their beginning or by a row of synonyms', () => {
  assert.ok(sameMessage('out of bounds', 'out of bounds memory access'));
  assert.ok(sameMessage('unreachable executed', 'unreachable'));
  assert.ok(sameMessage('divide by zero', 'integer divide by zero'));
  assert.ok(sameMessage('out of bounds', 'undefined element'));
  assert.not.ok(sameMessage('out of bounds memory access', 'undefined element'));
  assert.not.ok(sameMessage('zero', 'integer divide by zero'));
  assert.not.ok(sameMessage('unreachable', ''));
});

suites.run();

const reports = suite('reports');

reports('a script that is malformed counts as failed, where it stands', async () => {
  const { tally, failures } = await report('official', '(module)\n(module');
  assert.is(tally.failed, 1);
  assert.equal(failures.map(({ command, line }) => [command, line]), [['script', 2]]);
});

reports('are good if nothing failed and each skip has an accepted reason', async () => {
  const good = await report('official', '(module) (component instance $a $b)'), [skip] = good.skips;
  assert.ok(isGood([good]));
  assert.not.ok(isGood([good, await report('official', '(module (func (drop)))')]));
  assert.not.ok(isGood([{ ...good, skips: skip === undefined ? [] : [{ ...skip, text: 'too hard' }] }]));
});

reports('name what is skipped, by its reason: ten commands of each, or all', async () => {
  const skipping = await report('official', '(component instance $a $b)\n'.repeat(12)), [reason = '', ...few] = showSkips(tmpdir(), [skipping], false);
  assert.match(reason, /^12 skipped: instances of components/u);
  assert.equal([few.length, few.at(-1)], [11, '  … and 2 more (--verbose)']);
  const all = showSkips(tmpdir(), [skipping], true).slice(1);
  assert.is(all.length, 12);
  assert.match(all.at(-1) ?? '', /a\.wast:12: unknown$/u);
});

reports.run();

const command = suite('npm run conformance');

const main = join(import.meta.dirname, 'main.ts');
/** What the command leaves behind. */
interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
const run = (folder: string, ...args: readonly string[]): Run => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: 'utf8' });
  return { code: status, stdout, stderr };
};

command('reports by folder, and ends with 1 if a command failed', () => inFolder({
  'core/good.wast': '(module) (assert_invalid (module (func (drop))) "bad")',
  'core/simd/good.wast': '(module)',
  'core/simd/bad.wast': '(module)\n (invoke "f")',
}, (folder) => {
  const all = run(folder, folder);
  assert.is(all.code, 1);
  assert.match(all.stdout, /^core\/simd\/bad\.wast:2:2: action: the instance exports nothing of the name "f"$/mu);
  assert.match(all.stdout, /^core +1 +2 +0 +0 +1$/mu);
  assert.match(all.stdout, /^core\/simd +2 +2 +1 +0 +0$/mu);
  assert.match(all.stdout, /^all +3 +4 +1 +0 +1$/mu);
  const good = run(folder, 'core/good.wast', 'core/simd/good.wast');
  assert.equal([good.code, good.stderr], [0, '']);
}));

command('reads a folder as a suite if it is told so', () => inFolder({
  'wasm-tools/a.wast': '(module (import "no" "such" (func)))', 'wasm-tools/binaryen/b.wast': '(module)',
}, (folder) => {
  assert.equal([run(folder, 'wasm-tools').code, run(folder, 'wasm-tools=wasm-tools').code], [1, 0]);
  assert.is(run(folder, 'binaryen=wasm-tools/binaryen', 'wasm-tools=wasm-tools/a.wast').code, 0);
  assert.is(run(folder, 'nosuch=wasm-tools').code, 2);
}));

command('ends with 2 if there is nothing to run', () => inFolder({ 'core/a.txt': '' }, (folder) => {
  assert.equal([run(folder).code, run(folder, 'nowhere').code, run(folder, 'core').code], [2, 2, 2]);
}));

command.run();
