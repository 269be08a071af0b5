import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encode } from '../../syntax/binary/encoder.ts';
import { equalModules } from '../../syntax/equality.ts';
import type { Module } from '../../syntax/modules.ts';
import { parseModule } from '../../syntax/text/module.ts';
import { cli, inFolder, runIn } from './run.ts';

const Print = suite('npm run print');

const text = '(module $m (func $f (param $x i32) (result i32) (i32.add (local.get $x) (i32.const 1))) (export "f" (func $f)))';
const parsed = (source: string): Module => E.getOrElseW(() => assert.unreachable(`does not parse: ${source}`))(parseModule(source)) as Module;
const binary = encode(parsed(text));

Print('prints a text as binary, to a file or to a pipe', () => inFolder({ 'a.wat': text }, (folder) => {
  assert.equal(runIn(folder, 'print', 'a.wat').bytes, binary);
  const run = runIn(folder, 'print', 'a.wat', '-o', 'b.wasm');
  assert.equal([run.code, run.stdout, run.stderr], [0, '', '']);
  assert.equal(new Uint8Array(readFileSync(join(folder, 'b.wasm'))), binary);
  assert.equal(readdirSync(folder).sort(), ['a.wat', 'b.wasm']);
}));

Print('prints a binary as text, whatever the files are called', () => inFolder({ 'a': binary }, (folder) => {
  for (const more of [[], ['--folded']]) {
    const run = runIn(folder, 'print', 'a', ...more);
    assert.is(run.code, 0);
    assert.is(run.stdout.includes('(i32.add'), more.length > 0);
    assert.ok(equalModules(parsed(run.stdout), parsed(text)));
  }
}));

Print('the name of the output says what it shall be, and --to has the last word', () => inFolder({ 'a.wat': text }, (folder) => {
  assert.is(runIn(folder, 'print', 'a.wat', '-o', 'b.wat').code, 0);
  assert.ok(equalModules(parsed(readFileSync(join(folder, 'b.wat'), 'utf8')), parsed(text)));
  assert.is(runIn(folder, 'print', 'a.wat', '-o', 'c.wat', '--to', 'wasm').code, 0);
  assert.equal(new Uint8Array(readFileSync(join(folder, 'c.wat'))), binary);
}));

Print('an output that is a link stays one', () => inFolder({ 'a.wat': text, 'b.wasm': '' }, (folder) => {
  symlinkSync('b.wasm', join(folder, 'link'));
  assert.is(runIn(folder, 'print', 'a.wat', '-o', 'link').code, 0);
  assert.is(readlinkSync(join(folder, 'link')), 'b.wasm');
  assert.equal(new Uint8Array(readFileSync(join(folder, 'b.wasm'))), binary);
}));

Print('a module that is not valid is printed', () => inFolder({ 'a.wat': '(module (func i32.add))' }, (folder) => {
  assert.is(runIn(folder, 'print', 'a.wat', '--to', 'wat').code, 0);
}));

Print('a malformed source is shown with its place, and the output stays as it was', () =>
  inFolder({ 'a.wat': '(module\n\t(func (frob)))\n', 'out.wasm': 'before' }, (folder) => {
    const run = runIn(folder, 'print', 'a.wat', '--output', 'out.wasm');
    const [first = '', line, caret] = run.stderr.split('\n');
    assert.is(run.code, 1);
    assert.match(first, /^a\.wat:2:\d+: unknown operator frob/u);
    assert.is(line, '  \t(func (frob)))');
    assert.is(caret, '  \t       ^~~~');
    assert.is(readFileSync(join(folder, 'out.wasm'), 'utf8'), 'before');
    assert.equal(readdirSync(folder).sort(), ['a.wat', 'out.wasm']);
  }));

Print('a malformed binary is shown with its offset', () => inFolder({ 'a.wasm': binary.slice(0, -1), 'b.wasm': '' }, (folder) => {
  for (const file of ['a.wasm', 'b.wasm']) {
    const run = runIn(folder, 'print', file);
    assert.is(run.code, 1);
    assert.match(run.stderr, new RegExp(`^${file}: at offset 0x[0-9a-f]+: [^\\n]+\\n$`, 'u'));
  }
}));

Print('what is not UTF-8 is shown with the offset of the byte', () =>
  inFolder({ 'a.wat': Uint8Array.from([0x28, 0xef, 0xbf, 0xbd, 0xc3, 0x28]) }, (folder) => {
    const run = runIn(folder, 'print', 'a.wat');
    assert.is(run.code, 1);
    assert.match(run.stderr, /^a\.wat: at offset 0x4: malformed UTF-8 encoding: byte 0xc3/u);
  }));

Print('a source cannot control the terminal', () => inFolder({ 'a.wat': '(module \u{1b}[31m \u{202e})' }, (folder) => {
  const run = runIn(folder, 'print', 'a.wat');
  assert.is(run.code, 1);
  assert.not.match(run.stderr, /[^\P{Cc}\n]|\p{Bidi_Control}/u);
}));

Print('files that cannot be read or written', () => inFolder({ 'a.wat': text }, (folder) => {
  mkdirSync(join(folder, 'dir'));
  const failing = [
    [['none.wat'], 'none.wat: no such file\n'],
    [['dir'], 'dir: is a directory, not a file\n'],
    [['a.wat', '-o', 'none/b.wasm'], 'none/b.wasm: no such file\n'],
    [['a.wat', '-o', 'dir'], /^dir: .+\n$/u],
  ] as const;
  for (const [args, stderr] of failing) {
    const run = runIn(folder, 'print', ...args);
    assert.is(run.code, 2, args.join(' '));
    assert.match(run.stderr, stderr);
  }
  assert.equal(readdirSync(folder).sort(), ['a.wat', 'dir']);
}));

Print('a reader may close the pipe early', () => inFolder({ 'a.wat': `(module ${'(func) '.repeat(50_000)})` }, async (folder) => {
  const child = spawn(process.execPath, [join(cli, 'print.ts'), 'a.wat', '--to', 'wat'], { cwd: folder });
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = await once(child, 'exit') as [number];
  assert.equal([code, stderr], [0, '']);
}));

Print.run();
