/** Cooperative threads by the evaluator: whole programs come to what they come to by the small step. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { firstDifferenceOf } from '../../../equivalence/observation.ts';
import { observeScriptByEvaluator, observeScriptBySteps } from '../../../equivalence/scripts.ts';
import { globalRead } from '../../../evaluation/embedding.ts';
import { evaluator } from '../../../evaluation/engine.ts';
import { allocHost } from '../../../evaluation/hosts/functions.ts';
import { spectest } from '../../../evaluation/hosts/spectest.ts';
import type { Result } from '../../../evaluation/store.ts';
import { newStore } from '../../../evaluation/store.ts';
import { runScript } from '../../../scripts/executor.ts';
import { showVal } from '../../../scripts/showing.ts';
import { DEFAULT_OPTIONS } from '../../../scripts/state.ts';
import { functionType } from '../../../semantics/types/functions.ts';
import { parseScript } from '../../../syntax/text/script.ts';
import { cooperation } from '../../scripts/cooperation.ts';
import { names, right, running, shown } from '../running.ts';

/** Checks that every command of a script passes by the evaluator. */
const passes = (text: string): void => {
  const results = runScript(right(parseScript(text)), evaluator([{ name: 'spectest', allocate: (S) => spectest(S) }]), DEFAULT_OPTIONS);
  assert.equal(results.flatMap((result, i) => result.status === 'passed' ? [] : [`${i} ${result.kind} ${result.status}: ${result.why}`]), []);
};
const programs = suite('cooperative threads by the evaluator');
for (const [what, script] of cooperation) programs(what, () => passes(script));
programs('in workers, by stores of their own', async () => {
  // Names of modules that later scripts import from are left out.
  const scripts = cooperation.filter(([, text]) => !text.includes('(register')).map(([, text]) => text);
  const own = (text: string): string => `(thread $other ${text}) (wait $other)`, [first = '', second = ''] = scripts;
  const script = right(parseScript([...scripts, own(first), own(second)].join('\n')));
  const expected = observeScriptBySteps(script, 2_000_000);
  assert.is(firstDifferenceOf(expected, await observeScriptByEvaluator(script)), undefined);
  assert.ok(expected.length > 100);
});
programs('functions that yield leave nothing on the stack of references, which has room for fewer than these', () => {
  const { call } = running(`
    (type $s (shared (struct (field i32)))) (type $job (func (param i32)))
    (import "thread" "spawn_ref" (func $spawn (param (ref null $job) i32) (result i32)))
    (import "thread" "yield" (func $yield (result i32)))
    (func $f (param $n i32) (result (ref $s)) (local $x (ref $s))
      (local.set $x (struct.new $s (local.get $n))) (drop (call $yield)) (drop (struct.new $s (i32.const 1))) (local.get $x))
    (func $job (type $job) (loop $l (drop (call $f (local.get 0))) (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
    (elem declare func $job)
    (func (export "main") (drop (call $spawn (ref.func $job) (i32.const 100000))) (drop (call $spawn (ref.func $job) (i32.const 100000))))`);
  assert.is(shown(call('main')), '');
});
programs.run();

const JOBS = `(type $job (func (param i32)))
  (import "thread" "spawn_ref" (func $spawn (param (ref null $job) i32) (result i32)))
  (import "thread" "yield" (func $yield (result i32)))
  (import "m" "h" (func $h))
  (global $digits (export "digits") (mut i32) (i32.const 0))
  (func $write (param i32) (global.set $digits (i32.add (i32.mul (global.get $digits) (i32.const 10)) (local.get 0))))
  (func $twice (type $job) (call $write (local.get 0)) (drop (call $yield)) (call $write (local.get 0)))
  (func $calls (type $job) (call $write (local.get 0)) (call $h) (call $write (local.get 0)))
  (tag $e) (func $bad (type $job) (suspend $e))
  (elem declare func $twice $calls $bad)
  (func (export "inner") (result i32) (call $write (i32.const 5)) (drop (call $yield)) (call $spawn (ref.func $twice) (i32.const 6)))
  (func (export "inner bad") (drop (call $spawn (ref.func $bad) (i32.const 0))))
  (func (export "inner suspends") (suspend $e))
  (func (export "outer") (result i32)
    (drop (call $spawn (ref.func $twice) (i32.const 1))) (drop (call $spawn (ref.func $calls) (i32.const 2)))
    (drop (call $spawn (ref.func $twice) (i32.const 3))) (drop (call $yield)) (call $write (i32.const 0)) (i32.const 7))`;
/** `outer`, in which a thread calls the host, which calls what is given; what both come to, and the digits in the end. */
const nested = (name: string, passOn = false): readonly string[] => {
  const S = newStore({ heapSize: 48 }), NOTHING: Result = { kind: 'values', vals: [] }, found: string[] = [];
  const code: { call: () => Result } = { call: () => NOTHING }, h = allocHost(S, functionType([], [], false), () => code.call());
  const { call, inst } = running(JOBS, names('m', { h }), S);
  code.call = () => {
    const result = call(name);
    found.push(shown(result));
    return passOn ? result : NOTHING;
  };
  found.push(shown(call('outer')));
  const digits = inst.exports.get('digits');
  if (digits?.kind !== 'global') throw new Error('the test exports a global');
  return [...found, showVal(globalRead(S, digits))];
};
const calls = suite('cooperative threads and functions of the embedder');
calls('what the embedder calls has a queue of its own, and its threads end with it', () =>
  assert.equal(nested('inner'), ['(i32.const 4)', '(i32.const 7)', '(i32.const 1256623013)']));
calls('how a thread fails that the embedder has called is told to it', () => {
  const rest = ['(i32.const 7)', '(i32.const 1223013)'];
  assert.equal(nested('inner bad'), ['trap: unhandled tag in a thread', ...rest]);
  assert.equal(nested('inner suspends'), ['suspension $e by suspend', ...rest]);
});
calls('a suspension that the embedder passes on is none of the thread that has called it', () =>
  assert.equal(nested('inner suspends', true), ['suspension $e by suspend', 'suspension $e by suspend', '(i32.const 12)']));
calls('functions are made for each import', () => {
  const { inst } = running(`(import "thread" "yield" (func $a (result i32))) (import "thread" "yield" (func $b (result i32)))
    (export "a" (func $a)) (export "b" (func $b))`);
  const [a, b] = ['a', 'b'].map((name) => inst.exports.get(name));
  assert.ok(a?.kind === 'func' && b?.kind === 'func' && a.func !== b.func);
});
calls.run();
