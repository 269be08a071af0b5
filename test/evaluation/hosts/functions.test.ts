/** Host functions: what they answer, what they call, and continuations around and inside of them. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { invoke } from '../../../evaluation/embedding.ts';
import { tagAdapter } from '../../../evaluation/host/adapters.ts';
import type { HostVal } from '../../../evaluation/host/values.ts';
import type { HostCall } from '../../../evaluation/hosts/functions.ts';
import { allocHost } from '../../../evaluation/hosts/functions.ts';
import { spectest } from '../../../evaluation/hosts/spectest.ts';
import type { DefType } from '../../../semantics/types/deftypes.ts';
import type { Extern, MutableStore, Result } from '../../../evaluation/store.ts';
import { newStore } from '../../../evaluation/store.ts';
import { showVal } from '../../../scripts/showing.ts';
import { NULL } from '../../../semantics/runtime/values.ts';
import { functionType } from '../../../semantics/types/functions.ts';
import { names, running, shown, valid } from '../running.ts';

const NOTHING: Result = { kind: 'values', vals: [] };
const NULLARY = functionType([], [], false);
const i32 = (c: number): HostVal => ({ t: 'i32', c });
/** A host function `h`, whose code can be replaced when what it calls is there. */
interface MutableHost {
  readonly S: MutableStore;
  readonly h: Extern;
  call: HostCall;
}
const host = (type: DefType = NULLARY): MutableHost => {
  const S = newStore(), code: { call: HostCall } = { call: () => NOTHING }, h = allocHost(S, type, (args) => code.call(args));
  return Object.assign(code, { S, h });
};

const Answers = suite('answers of host functions');

Answers('traps and exhaustion end everything, and nothing catches them', () => {
  const it = host(), { call } = running(`(import "m" "h" (func $h))
    (func (export "f") (result i32) (block (try_table (catch_all 0) (call $h))) (i32.const 1))`, names('m', { h: it.h }), it.S);
  assert.is(shown(call('f')), '(i32.const 1)');
  it.call = () => ({ kind: 'trap', whys: ['out of patience'], backtrace: [] });
  assert.is(shown(call('f')), 'trap: out of patience');
  it.call = () => ({ kind: 'call stack exhausted', backtrace: [] });
  assert.is(shown(call('f')), 'call stack exhausted');
  it.call = () => it.call([]);
  assert.is(shown(call('f')), 'call stack exhausted');
  it.call = () => NOTHING;
  assert.is(shown(call('f')), '(i32.const 1)');
});

Answers('exceptions are caught as any other', () => {
  const it = host(), { inst, call } = running(`(import "m" "h" (func $h)) (tag $e (export "e") (param i32 f32))
    (func (export "f") (result i32 f32) (block (result i32 f32) (try_table (catch $e 0) (call $h)) (unreachable)))
    (func (export "g") (call $h))`, names('m', { h: it.h }), it.S);
  const e = inst.exports.get('e');
  if (e?.kind !== 'tag' || !('tag' in e)) throw new Error('the test exports a tag');
  const exn = tagAdapter(e.hostType, e.tag).make(7, 0x7fa0_0001) as object;
  it.call = () => ({ kind: 'exception', exn, tag: e, fields: [], backtrace: [] });
  assert.is(shown(call('f')), '(i32.const 7) (f32.const nan:0x200001)');
  assert.is(shown(call('g')), 'exception $e (i32.const 7) (f32.const nan:0x200001)');
});

Answers('a mistake in a host function is not the program\'s, and the store goes on', () => {
  const it = host(), { call } = running(`(import "m" "h" (func $h))
    (func (export "f") (block (try_table (catch_all 0) (call $h))))`, names('m', { h: it.h }), it.S);
  it.call = () => { throw new TypeError('a mistake'); };
  assert.throws(() => call('f'), /a mistake/u);
  it.call = () => NOTHING;
  assert.is(shown(call('f')), '');
});

Answers('spectest prints', () => {
  const printed: string[] = [], S = newStore();
  const { call } = running(`(import "spectest" "print_i32_f32" (func $p (param i32 f32))) (import "spectest" "global_i64" (global i64))
    (func (export "f") (result i64) (call $p (i32.const 1) (f32.const 2)) (global.get 0))`,
  new Map([['spectest', spectest(S, (name, args) => { printed.push([name, ...args.map(showVal)].join(' ')); })]]), S);
  assert.is(shown(call('f')), '(i64.const 666)');
  assert.equal(printed, ['print_i32_f32 (i32.const 1) (f32.const 2)']);
});

Answers.run();

const Reentrance = suite('host functions that call');

Reentrance('an export, which calls them again', () => {
  const it = host(functionType(['i32'], ['i32'], false)), { inst, call } = running(`(import "m" "h" (func $h (param i32) (result i32)))
    (func (export "fac") (param i32) (result i32)
      (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 1))
        (else (i32.mul (local.get 0) (call $h (i32.sub (local.get 0) (i32.const 1)))))))`, names('m', { h: it.h }), it.S);
  const fac = inst.exports.get('fac');
  if (fac?.kind !== 'func') throw new Error('the test exports a function');
  it.call = (args) => invoke(it.S, fac, args);
  assert.is(shown(call('fac', i32(5))), '(i32.const 120)');
});

/** A generator that calls the host between two suspensions, and an export that suspends, too. */
const GENERATOR = `(import "m" "h" (func $h)) (type $f (func)) (type $k (cont $f)) (tag $y (export "y") (param i32)) (tag $e)
  (global $log (mut i32) (i32.const 0))
  (func $log (param i32) (global.set $log (i32.add (i32.mul (global.get $log) (i32.const 10)) (local.get 0))))
  (func $gen (suspend $y (i32.const 1)) (call $h) (suspend $y (i32.const 2)))
  (func $sum (param $g (ref $f)) (result i32) (local $k (ref null $k)) (local.set $k (cont.new $k (local.get $g)))
    (loop $next
      (block $on (result i32 (ref $k)) (resume $k (on $y $on) (local.get $k)) (return (global.get $log)))
      (local.set $k) (call $log) (br $next)) (unreachable))
  (elem declare func $gen)
  (func (export "run") (result i32) (call $sum (ref.func $gen)))
  (func (export "inner") (result i32) (call $log (i32.const 5)) (call $sum (ref.func $gen)))
  (func (export "suspends") (suspend $y (i32.const 3)))
  (func (export "throws") (throw $e))
  (func (export "traps") (unreachable))
  (func (export "twice") (result i32) (block (try_table (catch_all 0) (drop (call $sum (ref.func $gen))))) (call $sum (ref.func $gen)))`;
const generator = () => {
  const it = host(), { inst, call } = running(GENERATOR, names('m', { h: it.h }), it.S);
  const invoked = (name: string): Result => {
    const func = inst.exports.get(name);
    if (func?.kind !== 'func') throw new Error('the test calls a function');
    return invoke(it.S, func, []);
  };
  return { it, call, invoked };
};

Reentrance('inside of a continuation, which suspends after that as before', () => {
  const { it, call } = generator();
  assert.is(shown(call('run')), '(i32.const 12)');
  it.call = () => NOTHING;
  assert.is(shown(call('run')), '(i32.const 1212)');
});

Reentrance('continuations run inside of a host function that a continuation calls', () => {
  const { it, call, invoked } = generator();
  let depth = 0;
  it.call = () => {
    depth++;
    const result = depth > 2 ? NOTHING : invoked('inner');
    return result.kind === 'values' ? NOTHING : result;
  };
  // 1 (5 1 (5 1 . 2) 2) 2: each inner run logs 5, then what it generates.
  assert.is(shown(call('run')), '(i32.const 15151222)');
});

Reentrance('a host function is a barrier: nothing suspends through it', () => {
  const { it, call, invoked } = generator(), inner: string[] = [];
  it.call = () => {
    inner.push(shown(invoked('suspends')));
    return NOTHING;
  };
  assert.is(shown(call('run')), '(i32.const 12)');
  assert.equal(inner, ['suspension $y by suspend']);
  it.call = () => invoked('suspends');
  assert.is(shown(call('run')), 'suspension $y by suspend');
  it.call = () => NOTHING;
  assert.is(shown(call('run')), '(i32.const 12112)');
});

Reentrance('what traps inside of a host function is the host\'s to handle', () => {
  const { it, call, invoked } = generator(), inner: string[] = [];
  it.call = () => {
    inner.push(shown(invoked('traps')));
    return NOTHING;
  };
  assert.is(shown(call('run')), '(i32.const 12)');
  assert.equal(inner, ['trap: unreachable']);
  it.call = () => invoked('traps');
  assert.is(shown(call('run')), 'trap: unreachable');
});

Reentrance('a host function can keep a continuation, and give it back later', () => {
  const types = '(type $f (func (result i32))) (type $k (cont $f)) (type $keep (func (param (ref null $k)))) (type $give (func (result (ref null $k))))';
  const S = newStore(), dts = valid(types).types, kept: HostVal[] = [];
  const [keepType, giveType] = [dts[2], dts[3]];
  if (keepType === undefined || giveType === undefined) throw new Error('the test defines four types');
  const keep = allocHost(S, keepType, (args) => {
    kept.push(...args);
    return NOTHING;
  });
  const give = allocHost(S, giveType, () => ({ kind: 'values', vals: kept.splice(0, 1) }));
  const { call } = running(`${types} (import "m" "keep" (func $keep (type $keep))) (import "m" "give" (func $give (type $give)))
    (tag $y) (func $gen (result i32) (suspend $y) (i32.const 7)) (elem declare func $gen)
    (func (export "begin") (block $h (result (ref $k)) (resume $k (on $y $h) (cont.new $k (ref.func $gen))) (unreachable)) (call $keep))
    (func (export "end") (result i32) (resume $k (call $give)))`, names('m', { keep, give }), S);
  assert.is(shown(call('begin')), '');
  assert.is(kept[0]?.t, 'ref.cont');
  assert.is(shown(call('begin')), '');
  assert.equal([shown(call('end')), shown(call('end'))], ['(i32.const 7)', '(i32.const 7)']);
  kept.push(NULL);
  assert.is(shown(call('end')), 'trap: null continuation reference');
});

Reentrance('exceptions go through host functions, continuations and their prompts', () => {
  const { it, call, invoked } = generator();
  let calls = 0;
  it.call = () => ++calls === 1 ? invoked('throws') : NOTHING;
  assert.is(shown(call('twice')), '(i32.const 112)');
  calls = 0;
  assert.is(shown(call('run')), 'exception $e');
});

Reentrance('what catches an exception of a host function inside of a continuation goes on inside of it', () => {
  const it = host(), { S, inst, call } = running(`
    (type $f (func)) (type $k (cont $f)) (import "m" "h" (func $h)) (tag $y) (tag $e)
    (func $suspends (suspend $y))
    (func $catches (block $c (try_table (catch_all $c) (call $h))) (call_ref $f (ref.func $suspends)))
    (elem declare func $suspends $catches)
    (func (export "throws") (throw $e))
    (func (export "run") (result i32)
      (block $on (result (ref $k)) (resume $k (on $y $on) (cont.new $k (ref.func $catches))) (return (i32.const 0)))
      (drop) (i32.const 1))`, names('m', { h: it.h }), it.S);
  const throws = inst.exports.get('throws');
  if (throws?.kind !== 'func') throw new Error('the test exports a function');
  it.call = () => invoke(S, throws, []);
  assert.is(shown(call('run')), '(i32.const 1)');
});

Reentrance.run();
