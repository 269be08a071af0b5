import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encode } from '../../syntax/binary/encoder.ts';
import { parseModule } from '../../syntax/text/module.ts';
import type { Run } from './run.ts';
import { inFolder, runIn } from './run.ts';

const examples = join(import.meta.dirname, '..', '..', 'examples');
/** Runs a module with these fields. */
const ran = async (fields: string, ...args: readonly string[]): Promise<Run> => {
  const runs: Run[] = [];
  await inFolder({ 'a.wat': `(module ${fields})` }, (folder) => { runs.push(runIn(folder, 'run', 'a.wat', ...args)); });
  return runs[0] ?? { code: null, stdout: '', stderr: '', bytes: new Uint8Array() };
};

const Running = suite('npm run run');

Running('examples end with what the small step makes of them', () => {
  for (const file of ['scheduler.wat', 'loop.wat', 'partial-application.wat']) {
    const run = runIn(examples, 'run', file), traced = runIn(examples, 'trace', file, '--brief');
    const values = /^values:(?<values>.*)$/mu.exec(traced.stdout)?.groups?.['values'] ?? 'none';
    assert.equal([run.code, run.stderr], [0, ''], file);
    assert.is(run.stdout.trim().replace(/^\((?<type>\w+)\.const (?<c>.*)\)$/u, '$<type> $<c>'), values.trim(), file);
  }
});

Running('results in the text format, one a line; nothing if there are none', async () => {
  const run = await ran(`(func (export "main") (result i32 f32 v128 externref)
    (i32.const -1) (f32.const nan:0x200001) (v128.const i64x2 1 2) (ref.null extern))`);
  assert.equal(run.stdout.split('\n').slice(0, 2), ['(i32.const -1)', '(f32.const nan:0x200001)']);
  assert.is(run.stdout.trimEnd().split('\n').at(-1), '(ref.null)');
  assert.equal(await ran('(func (export "main"))').then(({ code, stdout, stderr }) => [code, stdout, stderr]), [0, '', '']);
});

Running('the export that is asked for, with arguments, negative ones among them', async () => {
  const sum = '(func (export "sum") (param i32 i64) (result i64) (i64.add (i64.extend_i32_s (local.get 0)) (local.get 1)))';
  assert.is((await ran(sum, '--invoke', 'sum', '-1', '0x10')).stdout, '(i64.const 15)\n');
});

Running('prints what the program prints, in between', async () => {
  const run = await ran(`(import "spectest" "print_i32" (func $p (param i32))) (import "spectest" "print_f64_f64" (func $q (param f64 f64)))
    (func $s (call $p (i32.const 1))) (start $s)
    (func (export "main") (result i32) (call $q (f64.const 0.5) (f64.const nan)) (i32.const 2))`);
  assert.equal([run.code, run.stdout], [0, '(i32.const 1)\n(f64.const 0.5) (f64.const nan)\n(i32.const 2)\n']);
});

Running('a program that does not end with values says how it ended, and where; the exit code is 1', async () => {
  const ends: readonly (readonly [fields: string, end: RegExp])[] = [
    ['(func $f (export "main") (result i32)\n  (i32.div_s (i32.const 1) (i32.const 0)))',
      /^a\.wat: trap: integer divide by zero\n.*\$f.*a\.wat:2:3/u],
    ['(tag $e (param i32 f64)) (func (export "main") (throw $e (i32.const 1) (f64.const 2)))',
      /^a\.wat: uncaught exception: \$e \(i32\.const 1\) \(f64\.const 2\)\n {2}at main \(a\.wat:1:\d+\)$/mu],
    ['(tag $e) (func (export "main") (suspend $e))', /^a\.wat: suspended: no handler for \$e, by `suspend`$/mu],
    ['(func $f (export "main") (call $f))', /^a\.wat: call stack exhausted$/mu],
    ['(func $s (unreachable)) (start $s)', /^a\.wat: trap: unreachable$/mu],
    ['(memory 1) (data (i32.const 65536) "a") (func (export "main"))', /^a\.wat: trap: out of bounds memory access$/mu],
    ['(memory i64 1_000_000) (func (export "main"))', /^a\.wat: out of memory: /mu],
    ['(import "env" "f" (func)) (func (export "main"))', /^a\.wat:1:9: unknown import: there is no module of this name/u],
    ['(type (shared (func))) (tag (type 0)) (func (export "main") (type 0) (suspend 0))', /^a\.wat: suspended: no handler for 0, by `suspend`$/mu],
    ['(func (export "main") (drop))', /^a\.wat:1:31: type mismatch/u],
  ];
  for (const [fields, end] of ends) {
    const run = await ran(fields);
    assert.equal([run.code, run.stdout], [1, ''], fields);
    assert.match(run.stderr, end);
  }
});

Running('a binary, too', () => {
  const module = parseModule('(module (func (export "main") (result i32) (i32.const 7)) (func (export "f") (param i32) unreachable))');
  if (E.isLeft(module)) throw new Error(module.left.message);
  return inFolder({ 'a.wasm': encode(module.right) }, (folder) => {
    assert.is(runIn(folder, 'run', 'a.wasm').stdout, '(i32.const 7)\n');
    const trap = runIn(folder, 'run', 'a.wasm', '--invoke', 'f', '1');
    assert.equal([trap.code, trap.stderr.split('\n')[0]], [1, 'a.wasm: trap: unreachable']);
    assert.match(trap.stderr, /0x[0-9a-f]+/u);
  });
});

Running('if it is not clear what to call, all exports are named', async () => {
  const run = await ran('(func (export "a")) (func (export "b") (param i32))', '--invoke', 'c');
  assert.is(run.code, 2);
  assert.match(run.stderr, /^run: no function is exported as c/u);
  assert.match(run.stderr, /--invoke b 1/u);
  assert.is((await ran('(func (export "a") (param i32))', '--invoke', 'a', 'x')).code, 2);
  assert.is(runIn(examples, 'run', 'nowhere.wat').code, 2);
});

Running.run();

const Translation = suite('npm run translate');

Translation('a module without stack switching stays as it is', () => inFolder({ 'a.wat': '(module $m (func $f (export "f")))' }, (folder) => {
  assert.is(runIn(folder, 'translate', 'a.wat').stdout, runIn(folder, 'print', 'a.wat', '--to', 'wat').stdout);
}));

Translation('the result is read by every command, and ends as the original does, by both engines', () => inFolder({}, (folder) => {
  for (const [file, to] of [['generator.wat', 'a.wat'], ['scheduler.wat', 'b.wasm']] as const) {
    const source = join(examples, file);
    assert.equal([runIn(folder, 'translate', source, '-o', to).code], [0]);
    assert.match(runIn(folder, 'validate', to).stdout, /: valid \(/u);
    assert.is(runIn(folder, 'run', to).stdout, runIn(folder, 'run', source).stdout);
    const trace = (path: string): string => runIn(folder, 'trace', path, '--brief').stdout.trimEnd().split('\n').at(-1) ?? '';
    assert.is(trace(to), trace(source));
    assert.match(trace(to), /^values: i32/u);
    const again = runIn(folder, 'translate', to, '-o', 'again.wasm');
    assert.equal([again.code, again.stderr], [0, '']);
    assert.is(runIn(folder, 'run', 'again.wasm').stdout, runIn(folder, 'run', source).stdout);
  }
  assert.equal([...readdirSync(folder)].sort(), ['a.wat', 'again.wasm', 'b.wasm']);
}));

Translation('what is invalid is refused', () => inFolder({ 'a.wat': '(module (func (drop)))' }, (folder) => {
  const run = runIn(folder, 'translate', 'a.wat');
  assert.equal([run.code, run.stdout], [1, '']);
  assert.match(run.stderr, /^a\.wat:1:15: type mismatch/u);
}));

Translation.run();
