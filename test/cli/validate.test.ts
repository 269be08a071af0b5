import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inFolder, runIn } from './run.ts';

const Validate = suite('npm run validate');

const valid = '(module (memory 1) (func (result i32) (i32.load (i32.const 0))) (func) (export "m" (memory 0)))';
const invalid = '(module\n  (func (result i32)\n    (i64.const 0)))';

Validate('says that a module is valid and what it has', () => inFolder({ 'a.wat': valid, 'empty.wat': '' }, (folder) => {
  const run = runIn(folder, 'validate', 'a.wat', 'empty.wat');
  assert.equal([run.code, run.stderr], [0, '']);
  assert.is(run.stdout, 'a.wat: valid (2 types, 1 memory, 2 functions, 1 export)\nempty.wat: valid (empty)\n');
}));

Validate('reads binaries as well', () => inFolder({ 'a.wat': valid, 'b.wat': invalid }, (folder) => {
  for (const name of ['a', 'b']) assert.is(runIn(folder, 'print', `${name}.wat`, '-o', `${name}.wasm`).code, 0);
  assert.match(runIn(folder, 'validate', 'a.wasm').stdout, /^a\.wasm: valid/u);
  const run = runIn(folder, 'validate', 'b.wasm');
  assert.is(run.code, 1);
  assert.match(run.stderr, /^b\.wasm: at offset 0x[0-9a-f]+: type mismatch/u);
}));

Validate('shows where an invalid module is wrong, by which rule, and looks at the others too', () =>
  inFolder({ 'a.wat': invalid, 'b.wat': valid, 'c.wat': '(module' }, (folder) => {
    const run = runIn(folder, 'validate', 'a.wat', 'b.wat', 'c.wat');
    assert.is(run.code, 1);
    assert.match(run.stdout, /^b\.wat: valid [^\n]*\n$/u);
    assert.match(run.stderr, /^a\.wat:\d+:\d+: type mismatch[^\n]*\(rule \S+\)\n.*\n *\^.*\nc\.wat:1:/su);
  }));

Validate('reads components, which the other commands refuse as such', () => inFolder({
  'a.wat': ';; a comment\n(component (core module (func)) (core instance (instantiate 0)))', 'bad.wat': '(component\n  (core instance (instantiate 0)))',
}, (folder) => {
  const run = runIn(folder, 'validate', 'a.wat');
  assert.equal([run.code, run.stdout], [0, 'a.wat: valid (component: 1 core module, 1 core instance)\n']);
  assert.match(runIn(folder, 'validate', 'bad.wat').stderr, /^bad\.wat:2:\d+: unknown module 0/u);
  for (const command of ['print', 'trace', 'explore']) {
    const { code, stderr } = runIn(folder, command, 'a.wat');
    assert.is(code, 1);
    assert.match(stderr, /a\.wat: this is a component, not a module/u);
  }
}));

Validate('a file that cannot be read is wrong use, even beside an invalid module', () => inFolder({ 'a.wat': invalid }, (folder) => {
  const run = runIn(folder, 'validate', 'a.wat', 'none.wat');
  assert.is(run.code, 2);
  assert.match(run.stderr, /a\.wat:\d+:\d+: /u);
  assert.match(run.stderr, /none\.wat: no such file/u);
}));

Validate.run();
