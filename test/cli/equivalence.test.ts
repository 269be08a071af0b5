/** The command `equivalence`. */
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
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
const fileOf = (name: string, text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'weft-')), name);
  writeFileSync(file, text);
  return file;
};

Command('the examples and some programs are the same everywhere', () => {
  const { code, out, err } = run('--programs', '60', '--seed', '77', '--processes', '1');
  assert.is(code, 0, out + err);
  const examples = globSync('examples/*.wat', { cwd: root }).length;
  assert.match(out, `small step and evaluator, files: ${examples} the same, 0 different, 0 inconclusive, 0 skipped`);
  assert.match(out, `small step and small step of the translation, files: ${examples} the same, 0 different`);
  assert.match(out, 'small step and evaluator, with cooperative threads, programs from seed 77: 12 run');
  for (const other of ['evaluator', 'small step of the translation']) assert.match(out, `small step and ${other}, programs from seed 77: 60 run`);
  assert.match(out, /small step and stack switching of the host, programs from seed 77: \d+ run/u);
});

Command('a script is run on both engines', () => {
  const file = fileOf('script.wast', `(module (func (export "f") (param f32) (result f32) (f32.sqrt (local.get 0))) (func (export "g") unreachable))
    (assert_return (invoke "f" (f32.const -1)) (f32.const nan:arithmetic)) (assert_trap (invoke "g") "unreachable")`);
  const { code, out } = run(file, '--compare', 'evaluator');
  assert.is(code, 0);
  assert.match(out, 'files: 1 the same, 0 different, 0 inconclusive, 0 skipped');
});

Command('a call that waits for ever is an end, and what has been done before it counts', () => {
  const file = fileOf('waits.wat', `(module (memory 1 1 shared) (global $g (mut i32) (i32.const 0)) (func (export "main") (result i32)
    (global.set $g (i32.const 5)) (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1))) (func (export "never called")))`);
  const { code, out } = run(file);
  assert.is(code, 0, out);
  const lines = out.match(/files: .*/gu) ?? [];
  assert.ok(lines.length >= 4, out);
  for (const line of lines) assert.is(line, 'files: 1 the same, 0 different, 0 inconclusive, 0 skipped');
});
Command('a module that spawns threads is left out, a script that does is run with them', () => {
  const { code, out } = run('examples/threads/mutex.wat', '--compare', 'evaluator');
  assert.is(code, 0, out);
  assert.match(out, 'examples/threads/mutex.wat: skipped: its threads run at the same time: --threads compares it');
  assert.match(out, 'files: 0 the same, 0 different, 0 inconclusive, 1 skipped');
  const script = `${readFileSync(join(root, 'examples', 'threads', 'mutex.wat'), 'utf8')} (invoke "main")`;
  assert.match(run(fileOf('spawning.wast', script), '--compare', 'evaluator').out, 'files: 1 the same, 0 different');
});
Command('thread-local globals keep what a call has left in them', () => {
  const file = fileOf('local.wat', `(module (global $g (export "g") (thread_local (mut i32)) (i32.const 0))
    (func (export "a") (global.set $g (i32.const 7))) (func (export "b") (result i32) (global.get $g)))`);
  const { code, out } = run(file, '--compare', 'evaluator');
  assert.is(code, 0, out);
  assert.match(out, 'files: 1 the same, 0 different');
});

Command('schedules of a program with threads are forced on the evaluator, and what it does not run is said', () => {
  const file = fileOf('long.wat', `(module (import "thread" "yield" (func $yield (result i32)))
    (func (export "main") (result i32) ${'(drop (call $yield))'.repeat(10_001)} (i32.const 1)))`);
  const { code, out, err } = run('--threads', 'examples/threads/deadlock.wat', 'examples/threads/cooperative.wat', file);
  assert.is(code, 0, out + err);
  assert.match(out, /replay of files: 3 programs, \d+ schedules the same, 0 different/u);
  assert.match(out, /long\.wat: left out: a function may be suspended at 10001 places/u);
  assert.not.match(out, /cooperative\.wat: left out/u);
  assert.not.match(out, 'free runs');
});
Command('the options of threads are for threads, and the others are not', () => {
  const wrong: readonly (readonly [message: string, ...words: readonly string[]])[] = [
    ['--rounds is for --threads', '--rounds', '5'], ['--compare is not for --threads', '--threads', '--compare', 'evaluator'],
    ['--programs and --seed are not for --threads', '--threads', '--seed', '1', '--programs', '5'],
    ['--rounds: expected a positive number', '--threads', '--rounds', '0'],
    ['--executions: expected a positive number', '--threads', '--executions', '0'],
  ];
  for (const [message, ...words] of wrong) {
    const { code, err } = run(...words);
    assert.is(code, 2, words.join(' '));
    assert.match(err, message);
  }
});
Command('with threads: files that are not there, and files that hold no valid module', () => {
  const missing = run('--threads', 'there-is-no-such-file.wat'), folder = run('--threads', 'no-such-folder/');
  assert.equal([missing.code, missing.err], [2, 'there-is-no-such-file.wat: no such file\n']);
  assert.equal([folder.code, folder.err], [2, 'no-such-folder/: no such file\n']);
  const malformed = fileOf('malformed.wat', '(module (func'), invalid = fileOf('invalid.wat', '(module (func (result i32)))');
  const { code, out, err } = run('--threads', malformed, 'examples/threads/message-racy.wat', invalid);
  assert.is(code, 1);
  assert.match(out, 'replay of files: 1 program, 2 schedules the same, 0 different');
  assert.match(err, 'malformed.wat:1:9: unexpected token');
  assert.match(err, 'invalid.wat:1:9: type mismatch');
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
