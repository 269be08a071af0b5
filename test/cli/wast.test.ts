import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inFolder, runIn } from './run.ts';

const GOOD = '(module (func (export "f") (result i32) (i32.const 1)))\n(assert_return (invoke "f") (i32.const 1))\n';
const BAD = '(module (func (export "f") (result i32) (i32.const 1)))\n  (assert_return (invoke "f") (i32.const 2))\n(wait)\n';
const SPIN = '(module (func (export "f") (loop (br 0))))\n(invoke "f")\n';

const Wast = suite('wast');

Wast('says how many commands passed, failed and were skipped', () => inFolder({ 'good.wast': GOOD }, (folder) => {
  const run = runIn(folder, 'wast', 'good.wast');
  assert.equal([run.code, run.stdout, run.stderr], [0, 'good.wast: 2 passed, 0 failed, 0 skipped\n', '']);
}));

Wast('says where and why commands failed, and runs the other files', () => inFolder({ 'good.wast': GOOD, 'bad.wast': BAD }, (folder) => {
  const run = runIn(folder, 'wast', 'bad.wast', 'good.wast');
  assert.is(run.code, 1);
  assert.is(run.stdout, [
    'bad.wast: 1 passed, 2 failed, 0 skipped',
    'bad.wast:2:3: assert_return: failed: expected (i32.const 2), found (i32.const 1)',
    'bad.wast:3:1: wait: failed: there is no thread before this command',
    'good.wast: 2 passed, 0 failed, 0 skipped',
    '',
  ].join('\n'));
  assert.is(run.stderr, '2 commands failed\n');
}));

Wast('--verbose shows every command, and refusals in other words', () => inFolder({
  'a.wast': '(module)\n(thread)\n(assert_invalid (module (func (drop))) "bad")',
}, (folder) => {
  const run = runIn(folder, 'wast', 'a.wast', '--verbose');
  const [head, module, thread, refusal = ''] = run.stdout.split('\n');
  assert.is(run.code, 0);
  assert.is(head, 'a.wast: 3 passed, 0 failed, 0 skipped (wording differs: 1)');
  assert.is(module, 'a.wast:1:1: module: passed');
  assert.is(thread, 'a.wast:2:1: thread: passed');
  assert.ok(refusal.startsWith('a.wast:3:1: assert_invalid: passed: expected "bad", found "type mismatch'));
}));

Wast('--fuel limits the steps of an action', () => inFolder({ 'spin.wast': SPIN }, (folder) => {
  const run = runIn(folder, 'wast', 'spin.wast', '--fuel', '500');
  assert.is(run.code, 1);
  assert.match(run.stdout, /spin\.wast:2:1: action: failed: out of fuel after 500 steps/u);
}));

Wast('--engine evaluator runs the same by translation', () => inFolder({ 'good.wast': GOOD, 'bad.wast': BAD, 'thread.wast': '(thread)' }, (folder) => {
  const run = runIn(folder, 'wast', '--engine', 'evaluator', 'good.wast', 'bad.wast', 'thread.wast', '--verbose');
  assert.is(run.code, 1);
  assert.match(run.stdout, /^good\.wast: 2 passed, 0 failed, 0 skipped$/mu);
  assert.match(run.stdout, /^bad\.wast:2:3: assert_return: failed: expected \(i32\.const 2\), found \(i32\.const 1\)$/mu);
  assert.match(run.stdout, /^thread\.wast:1:1: thread: passed$/mu);
  assert.is(runIn(folder, 'wast', '--engine', 'other', 'good.wast').code, 2);
}));

Wast('--format json reports the same as data', () => inFolder({ 'bad.wast': BAD }, (folder) => {
  const run = runIn(folder, 'wast', 'bad.wast', '--format', 'json');
  assert.is(run.code, 1);
  assert.equal(JSON.parse(run.stdout), [{
    file: 'bad.wast', passed: 1, failed: 2, skipped: 0, reworded: 0,
    results: [
      { line: 2, column: 3, command: 'assert_return', status: 'failed', remark: 'expected (i32.const 2), found (i32.const 1)' },
      { line: 3, column: 1, command: 'wait', status: 'failed', remark: 'there is no thread before this command' },
    ],
  }]);
}));

Wast('a script that is malformed is shown with its mistake', () => inFolder({ 'broken.wast': '(module\n', 'good.wast': GOOD }, (folder) => {
  const run = runIn(folder, 'wast', 'broken.wast', 'good.wast');
  assert.is(run.code, 1);
  assert.match(run.stdout, /^broken\.wast: 0 passed, 1 failed, 0 skipped\nbroken\.wast:\d+:\d+: /u);
  assert.match(run.stdout, /good\.wast: 2 passed/u);
}));

Wast('a file that is not there or a binary, and wrong use', () => inFolder({ 'a.wasm': new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) }, (folder) => {
  const missing = runIn(folder, 'wast', 'no.wast');
  assert.equal([missing.code, missing.stderr.includes('no such file')], [2, true]);
  const binary = runIn(folder, 'wast', 'a.wasm');
  assert.equal([binary.code, binary.stdout.includes('expected a script, which is a text, found a binary')], [1, true]);
  const format = runIn(folder, 'wast', 'a.wasm', '--format', 'xml');
  assert.equal([format.code, format.stderr.includes('--format: expected text or json, found "xml"')], [2, true]);
}));

Wast.run();
