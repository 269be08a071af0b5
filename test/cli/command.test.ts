import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { showSourceError } from '../../cli/command/failure.ts';
import { inFolder, runIn } from './run.ts';

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

Failures.run();
