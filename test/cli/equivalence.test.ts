/** The command `equivalence`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const Command = suite('equivalence');
const root = join(import.meta.dirname, '..', '..');
const run = (...words: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/equivalence.ts', ...words], { cwd: root, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
};

Command('the examples and some programs are the same everywhere', () => {
  const { code, out, err } = run('--programs', '60', '--seed', '77', '--processes', '1');
  assert.is(code, 0, out + err);
  assert.match(out, /small step and evaluator, files: \d+ the same, 0 different, 0 inconclusive, 0 skipped/u);
  assert.match(out, /small step and small step of the translation, files: \d+ the same, 0 different/u);
  assert.match(out, 'small step and evaluator, with cooperative threads, programs from seed 77: 12 run');
  for (const other of ['evaluator', 'small step of the translation']) assert.match(out, `small step and ${other}, programs from seed 77: 60 run`);
  assert.match(out, /small step and stack switching of the host, programs from seed 77: \d+ run/u);
});

Command('a script is run on both engines', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'weft-')), 'script.wast');
  writeFileSync(file, `(module (func (export "f") (param f32) (result f32) (f32.sqrt (local.get 0))) (func (export "g") unreachable))
    (assert_return (invoke "f" (f32.const -1)) (f32.const nan:arithmetic)) (assert_trap (invoke "g") "unreachable")`);
  const { code, out } = run(file, '--compare', 'evaluator');
  assert.is(code, 0);
  assert.match(out, 'files: 1 the same, 0 different, 0 inconclusive, 0 skipped');
});

Command('schedules of a program with threads are forced on the evaluator, and what it does not run is said', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'weft-')), 'long.wat');
  writeFileSync(file, `(module (import "thread" "yield" (func $yield (result i32)))
    (func (export "main") (result i32) ${'(drop (call $yield))'.repeat(10_001)} (i32.const 1)))`);
  const { code, out, err } = run('--threads', 'examples/threads/deadlock.wat', 'examples/threads/cooperative.wat', file);
  assert.is(code, 0, out + err);
  assert.match(out, /replay of files: 3 programs, \d+ schedules the same, 0 different/u);
  assert.match(out, /long\.wat: left out: a function may be suspended at 10001 places/u);
  assert.not.match(out, /cooperative\.wat: left out/u);
  assert.not.match(out, 'free runs');
});
Command('the options of threads are for threads', () => {
  const { code, err } = run('--rounds', '5');
  assert.is(code, 2);
  assert.match(err, '--rounds and --executions are for --threads');
});

Command('what generated programs do is counted', () => {
  const { code, out } = run('--statistics', '--programs', '50');
  assert.is(code, 0);
  assert.match(out, /50 programs from seed 1/u);
  for (const op of ['suspend', 'resume', 'cont.new']) assert.match(out, new RegExp(`^ +\\d+  ${op.replace('.', '\\.')}$`, 'mu'));
});

Command('wrong use', () => {
  assert.is(run('--compare', 'nothing').code, 2);
  assert.is(run('there-is-no-such-file.wat').code, 2);
});

Command.run();
