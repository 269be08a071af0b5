/** Translations that stand alone, as any host runs them. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluator } from '../../../evaluation/engine.ts';
import { wasm } from '../../../evaluation/host/wasm.ts';
import { translate } from '../../../evaluation/translation/modules.ts';
import { standalone } from '../../../evaluation/translation/standalone.ts';
import { encode } from '../../../syntax/binary/encoder.ts';
import { DEFAULT_SMALL_STEP, smallStep } from '../../../reduction/engine.ts';
import { runScript } from '../../../scripts/executor.ts';
import { defineModule } from '../../../scripts/modules.ts';
import { DEFAULT_OPTIONS } from '../../../scripts/state.ts';
import type { Script } from '../../../syntax/script.ts';
import { parseScript } from '../../../syntax/text/script.ts';
import { cooperation } from '../../scripts/cooperation.ts';
import { right, valid } from '../running.ts';

const FIELDS = `
  (type $ft (func)) (type $ct (cont $ft)) (tag $t) (elem declare func $traps $suspends $calls)
  (func $traps (unreachable))
  (func $suspends (suspend $t))
  (func (export "traps") (resume $ct (cont.new $ct (ref.func $traps))))
  (func (export "unhandled") (suspend $t))
  (func (export "handled") (param i32 i64) (result i64 i32)
    (block $l (result (ref $ct)) (resume $ct (on $t $l) (cont.new $ct (ref.func $suspends))) (unreachable))
    (drop) (local.get 1) (local.get 0))
  (func $calls (export "calls") (call $host))
  (func (export "callsInside") (resume $ct (on $t switch) (cont.new $ct (ref.func $calls))))`;

/** The exports of the translation, and what the host function does is set later. */
const exportsOf = (fields: string, host: () => void = () => undefined): Readonly<Record<string, unknown>> =>
  new wasm.Instance(new wasm.Module(encode(standalone(translate(valid(`(import "" "host" (func $host)) ${fields}`), 'own')))), { '': { host } }).exports;
const call = (exports: Readonly<Record<string, unknown>>, name: string, ...args: readonly unknown[]): unknown => {
  const f = exports[name];
  if (typeof f !== 'function') throw new Error(`there is no function ${name}`);
  return (f as (...vals: readonly unknown[]) => unknown)(...args);
};

const Standalone = suite('translations that stand alone');
Standalone('they have the exports of the source', () => {
  assert.equal(Object.keys(exportsOf(FIELDS)), ['traps', 'unhandled', 'handled', 'calls', 'callsInside']);
});
Standalone('after a trap inside of a continuation, calls begin outside of it again', () => {
  const exports = exportsOf(FIELDS);
  assert.equal(call(exports, 'handled', 1, 2n), [2n, 1]);
  assert.throws(() => call(exports, 'traps'), /unreachable/u);
  assert.throws(() => call(exports, 'unhandled'), /unreachable/u);
  assert.equal(call(exports, 'handled', 3, 4n), [4n, 3]);
});
Standalone('a host function that is called inside of a continuation may call, as if it were outside of it', () => {
  let inner: unknown = 'nothing';
  const exports = exportsOf(FIELDS, () => { inner = call(exports, 'handled', 5, 6n); });
  call(exports, 'callsInside');
  assert.equal(inner, [6n, 5]);
  const suspends = exportsOf(FIELDS, () => { call(suspends, 'unhandled'); });
  assert.throws(() => call(suspends, 'callsInside'), /unreachable/u);
  assert.equal(call(suspends, 'handled', 7, 8n), [8n, 7]);
});
Standalone('what catches an exception of the host inside of a continuation goes on inside of it', () => {
  const exports = exportsOf(`
    (type $f (func)) (type $k (cont $f)) (tag $y) (tag $e)
    (func $suspends (suspend $y))
    (func $catches (block $c (try_table (catch_all $c) (call $host))) (call_ref $f (ref.func $suspends)))
    (elem declare func $suspends $catches)
    (func (export "throws") (throw $e))
    (func (export "run") (result i32)
      (block $on (result (ref $k)) (resume $k (on $y $on) (cont.new $k (ref.func $catches))) (return (i32.const 0)))
      (drop) (i32.const 1))`, () => { call(exports, 'throws'); });
  assert.is(call(exports, 'run'), 1);
});
/** What the driver says of its own traps is for who knows it. */
const DRIVER_TRAP = /unhandled tag|continuation/u;
/** The script with the translations of its modules; undefined if that is another script. */
const translated = (text: string): Script | undefined => {
  const script = right(parseScript(text)), modules = script.commands.filter(({ kind }) => kind === 'module');
  const isOther = script.commands.some((command) => command.kind === 'assert_suspension' || command.kind === 'assert_unlinkable'
    || (command.kind === 'assert_trap' && DRIVER_TRAP.test(command.message)));
  if (isOther || modules.length !== 1) return undefined;
  return {
    ...script, commands: script.commands.map((command) => {
      if (command.kind !== 'module') return command;
      const module = standalone(translate(right(defineModule(command.module)), 'own'));
      return { ...command, module: { kind: 'text', result: { ok: true, module } } };
    }),
  };
};
Standalone('cooperative threads are run by others, and yield inside of continuations', () => {
  const scripts = cooperation.flatMap(([what, text]) => {
    const script = translated(text);
    return script === undefined ? [] : [[what, script] as const];
  });
  assert.ok(scripts.filter(([what]) => /prompts|continuation/u.test(what)).length > 3);
  for (const [what, script] of scripts) {
    const steps = runScript(script, smallStep(DEFAULT_SMALL_STEP), DEFAULT_OPTIONS);
    const evaluated = runScript(script, evaluator([]), DEFAULT_OPTIONS);
    for (const results of [steps, evaluated]) assert.ok(results.every(({ status }) => status === 'passed'), `${what}: ${JSON.stringify(results)}`);
  }
});
Standalone('a module that stays as it is has its own functions', () => {
  const source = valid('(func (export "f") (param i32) (result i32) (local.get 0))');
  assert.is(standalone(translate(source, 'own')), source.module);
});
Standalone.run();
