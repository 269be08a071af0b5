import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readable, showSourceError } from '../../cli/command/failure.ts';
import { cli, inFolder, runIn } from './run.ts';

const commands = ['print', 'validate', 'wast', 'explore'] as const;
const Commands = suite('all commands');

for (const name of commands) {
  Commands(`${name} --help shows how it is used`, () => inFolder({}, (folder) => {
    for (const help of ['--help', '-h']) {
      const run = runIn(folder, name, help, '--nonsense');
      assert.equal([run.code, run.stderr], [0, '']);
      assert.match(run.stdout, new RegExp(`Usage: npm run -s ${name} -- .*FILE`, 'u'));
      assert.match(run.stdout, /-h, --help/u);
    }
  }));

  Commands(`${name} refuses a command line that makes no sense, in one line`, () => inFolder({ 'a.wat': '(module)' }, (folder) => {
    for (const [args, reason] of [[[], 'FILE, found 0'], [['a.wat', '--frob'], '--frob'], [['a.wat', '--help=1'], '--help']] as const) {
      const run = runIn(folder, name, ...args);
      assert.equal([run.code, run.stdout], [2, '']);
      assert.match(run.stderr, new RegExp(`^${name}: [^\\n]*${reason}[^\\n]*--help\\)\\n$`, 'u'));
    }
  }));
}

Commands('print says which value an option may have', () => inFolder({ 'a.wat': '(module)' }, (folder) => {
  const refused = [
    [['a.wat', '--to', 'pdf'], '--to: expected wat or wasm, found "pdf"'],
    [['a.wat', '--to'], '--to'],
    [['a.wat', '--folded'], '--folded is for text'],
    [['a.wat', 'b.wat'], 'expected exactly one FILE, found 2'],
  ] as const;
  for (const [args, reason] of refused) {
    const run = runIn(folder, 'print', ...args);
    assert.is(run.code, 2);
    assert.ok(run.stderr.startsWith('print: ') && run.stderr.includes(reason), run.stderr);
    assert.is(run.stderr.trimEnd().split('\n').length, 1);
  }
}));

/** Commands that are not in `cli/`, by their scripts. */
const others = [['bench', 'bench/main.ts'], ['rules', 'tools/rules.ts'], ['test', 'tools/test.ts'], ['conformance', 'test/conformance/main.ts']] as const;
const runOther = (script: string, ...args: readonly string[]): readonly [code: number | null, stdout: string, stderr: string] => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(cli, '..', script), ...args], { encoding: 'utf8' });
  return [status, stdout, stderr];
};
for (const [name, script] of others) {
  Commands(`${name} explains itself, and refuses what it does not know in one line`, () => {
    const [code, stdout, stderr] = runOther(script, '--help');
    assert.equal([code, stderr], [0, '']);
    assert.match(stdout, `Usage: npm run -s ${name} -- `);
    const [refused, nothing, why] = runOther(script, '--frob');
    assert.equal([refused, nothing], [2, '']);
    assert.match(why, new RegExp(`^${name}: [^\\n]*--frob[^\\n]*--help\\)\\n$`, 'u'));
  });
}
Commands('bench and rules say what is wrong with operands and options', () => {
  const wrong = [
    ['bench/main.ts', ['nosuch'], 'no measurement has a name that contains "nosuch"'], ['tools/rules.ts', ['foo'], 'expected no FILE, found 1'],
    ['bench/main.ts', ['--rounds', '0', 'fib'], 'expected a positive number, found "0"'], ['bench/main.ts', ['--rounds', 'x', 'fib'], 'found "x"'],
    ['tools/test.ts', ['--seconds', '0'], 'expected a positive number, found "0"'],
  ] as const;
  for (const [script, args, why] of wrong) {
    const [code, stdout, stderr] = runOther(script, ...args);
    assert.equal([code, stdout], [2, '']);
    assert.match(stderr, why);
  }
});

const FULL = '/dev/full';
if (existsSync(FULL)) {
  Commands('output that cannot be written is said in one line', () => inFolder({ 'a.wat': '(module (func (export "main")))' }, (folder) => {
    for (const name of ['trace', 'print', 'validate'] as const) {
      const out = openSync(FULL, 'w');
      const { status, stderr } = spawnSync(process.execPath, [join(cli, `${name}.ts`), 'a.wat'], { cwd: folder, encoding: 'utf8', stdio: ['ignore', out, 'pipe'] });
      closeSync(out);
      assert.equal([status, stderr], [2, `${name}: standard output: no space left\n`]);
    }
  }));
}

Commands.run();

const Failures = suite('failures as they are shown');

Failures('a long line is cut to a window around the mistake', () => {
  const text = `(; ${'x'.repeat(500)} ;) frob ${'y'.repeat(500)}`;
  const start = text.indexOf('frob');
  const shown = showSourceError({ kind: 'text', name: 'f', text }, { kind: 'malformed', message: 'm', span: { start, end: start + 4 } });
  const [head, line = '', caret = ''] = shown.split('\n');
  assert.is(head, `f:1:${start + 1}: m`);
  assert.ok(line.length < 140 && line.includes('…'));
  assert.is(line.slice(caret.indexOf('^'), caret.length), 'frob');
});

Failures('the rule that refuses a program is named, and syntax from nowhere has no place', () => {
  const error = { kind: 'invalid', message: 'type mismatch', span: { start: -1, end: -1 }, rule: 'Instr_ok/drop' } as const;
  assert.is(showSourceError({ kind: 'text', name: 'f', text: '' }, error), 'f: type mismatch (rule Instr_ok/drop)');
});

Failures('a mistake at the end of the text has a caret behind its last line', () => {
  const text = '(module';
  const shown = showSourceError({ kind: 'text', name: 'f', text }, { kind: 'malformed', message: 'm', span: { start: 7, end: 7 } });
  assert.is(shown, 'f:1:8: m\n  (module\n         ^');
});

Failures('the end of a line is no part of it, whichever end it is', () => {
  for (const newline of ['\n', '\r\n']) {
    const text = `(module${newline}  (frob)${newline})`, start = text.indexOf('frob');
    for (const end of [start + 4, text.length]) {
      const shown = showSourceError({ kind: 'text', name: 'f', text }, { kind: 'malformed', message: 'm', span: { start, end } });
      assert.is(shown, `f:2:4: m\n    (frob)\n     ^~~~${end === text.length ? '~' : ''}`);
    }
    const at = text.indexOf(newline);
    assert.is(showSourceError({ kind: 'text', name: 'f', text }, { kind: 'malformed', message: 'm', span: { start: at, end: at + 1 } }).split('\n')[1], '  (module');
  }
});

Failures('a message does not repeat a long word as a whole, nor what would control a terminal', () => {
  const number = '1'.repeat(1_000_000), message = readable(`constant out of range: ${number} is no f64`);
  assert.ok(message.length < 140 && /^constant out of range: 1+…1+ is no f64$/u.test(message), message.slice(0, 200));
  assert.is(readable(`expected ${'x'.repeat(99)}\u001b`), `expected ${'x'.repeat(60)}…${'x'.repeat(19)}\u{FFFD}`);
  assert.is(readable(`expected ${'x'.repeat(99)}`), `expected ${'x'.repeat(99)}`);
});

Failures.run();
