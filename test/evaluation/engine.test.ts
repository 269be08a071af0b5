/** Scripts by the evaluator. */
import * as E from 'fp-ts/lib/Either.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluator, leftOut } from '../../evaluation/engine.ts';
import { spectest } from '../../evaluation/hosts/spectest.ts';
import { runScript } from '../../scripts/executor.ts';
import { DEFAULT_OPTIONS } from '../../scripts/state.ts';
import { parseScript } from '../../syntax/text/script.ts';

/** The results of a script, one a command: `passed`, or the status and why. */
const resultsOf = (text: string): readonly string[] => {
  const script = parseScript(text);
  if (E.isLeft(script)) throw new Error(`the script of the test is malformed: ${script.left.message}`);
  return runScript(script.right, evaluator([{ name: 'spectest', allocate: spectest }]), DEFAULT_OPTIONS)
    .map((result) => result.status === 'passed' ? 'passed' : `${result.status}: ${result.why}`);
};
const passes = (text: string): void => assert.equal(resultsOf(text).filter((result) => result !== 'passed'), []);
const last = (text: string): string | undefined => resultsOf(text).at(-1);

const Engine = suite('scripts by the evaluator');

Engine('results are matched, of all kinds', () => {
  passes(`
    (module (type $s (struct)) (type $a (array i8)) (type $n (func)) (type $k (cont $n))
      (func $f (type $n)) (elem declare func $f)
      (func (export "f32") (result f32 f64) (f32.const nan:0x600001) (f64.const -nan))
      (func (export "v128") (result v128) (v128.const f32x4 0 1 nan -0))
      (func (export "refs") (result anyref anyref anyref funcref contref externref)
        (struct.new $s) (array.new_default $a (i32.const 1)) (ref.i31 (i32.const 5)) (ref.func $f) (cont.new $k (ref.func $f))
        (extern.convert_any (ref.i31 (i32.const 5))))
      (func (export "id") (param externref anyref) (result externref anyref) (local.get 0) (local.get 1))
      (global (export "g") v128 (v128.const i64x2 1 -1)))
    (assert_return (invoke "f32") (f32.const nan:arithmetic) (f64.const nan:canonical))
    (assert_return (invoke "f32") (f32.const nan:0x600001) (f64.const -nan))
    (assert_return (invoke "v128") (v128.const f32x4 0 1 nan:canonical -0))
    (assert_return (invoke "refs") (ref.struct) (ref.array) (ref.i31) (ref.func) (ref.cont) (ref.extern))
    (assert_return (invoke "id" (ref.extern 3) (ref.host 4)) (ref.extern 3) (ref.host 4))
    (assert_return (invoke "id" (ref.null extern) (ref.null any)) (ref.null extern) (ref.null any))
    (assert_return (get "g") (v128.const i64x2 1 -1))`);
});

Engine('what does not match fails, and says what was found', () => {
  const module = '(module (type $s (struct)) (func (export "f") (result anyref) (struct.new $s)) (func (export "g") (result f32) (f32.const -0)))';
  assert.is(last(`${module} (assert_return (invoke "f") (ref.array))`), 'failed: expected (ref.array), found (ref.struct)');
  assert.is(last(`${module} (assert_return (invoke "g") (f32.const 0))`), 'failed: expected (f32.const 0), found (f32.const -0)');
  assert.match(last(`${module} (invoke "f" (i32.const 1))`) ?? '', /^failed: cannot call "f": expected 0 arguments, found 1/u);
});

Engine('ends that are no results, each with its words', () => {
  passes(`
    (module (tag $e) (func $so (export "so") (call $so)) (func (export "throw") (throw $e)) (func (export "suspend") (suspend $e))
      (func (export "nan") (result i32) (i32.trunc_f32_s (f32.const nan))))
    (assert_exhaustion (invoke "so") "call stack exhausted")
    (assert_exception (invoke "throw"))
    (assert_suspension (invoke "suspend") "unhandled tag")
    (assert_trap (invoke "nan") "invalid conversion to integer")
    (assert_trap (module (func unreachable) (start 0)) "unreachable")
    (assert_exhaustion (module (func $f (call $f)) (start $f)) "call stack exhausted")
    (assert_exception (module (tag) (func (throw 0)) (start 0)))
    (assert_trap (module (table 1_000_000_000 funcref)) "out of memory")
    (assert_unlinkable (module (import "spectest" "print" (func (param i32)))) "incompatible import type")`);
  assert.match(last('(module (func (export "f") (unreachable))) (assert_trap (invoke "f") "integer overflow")') ?? '', /found "unreachable"$/u);
});

Engine('instances are linked; continuations and tags go from one to the other', () => {
  passes(`
    (module $a
      (type $f (func (result i32))) (type $k (cont $f)) (tag $y (export "y") (param i32))
      (func $gen (result i32) (suspend $y (i32.const 1)) (suspend $y (i32.const 2)) (i32.const 3)) (elem declare func $gen)
      (func (export "new") (result (ref $k)) (cont.new $k (ref.func $gen)))
      (table (export "t") 1 (ref null $k)) (global (export "g") (mut (ref null $k)) (ref.null $k)))
    (register "a")
    (module $b
      (type $f (func (result i32))) (type $k (cont $f)) (import "a" "y" (tag $y (param i32))) (import "a" "new" (func $new (result (ref $k))))
      (import "a" "t" (table $t 1 (ref null $k))) (import "a" "g" (global $g (mut (ref null $k))))
      (func $step (param $k (ref null $k)) (result i32)
        (block $h (result i32 (ref $k)) (return (i32.add (i32.const 100) (resume $k (on $y $h) (local.get $k)))))
        (global.set $g))
      (func (export "first") (result i32) (table.set $t (i32.const 0) (call $new)) (call $step (table.get $t (i32.const 0))))
      (func (export "next") (result i32) (call $step (global.get $g)))
      (func (export "again") (result i32) (call $step (table.get $t (i32.const 0)))))
    (assert_return (invoke $b "first") (i32.const 1))
    (assert_return (invoke $b "next") (i32.const 2))
    (assert_return (invoke $b "next") (i32.const 103))
    (assert_trap (invoke $b "next") "continuation already consumed")
    (assert_trap (invoke $b "again") "continuation already consumed")
    (assert_return (get $a "g") (ref.cont))`);
});

Engine('a tag of a module that knows nothing of stack switching can be suspended with', () => {
  passes(`
    (module (tag (export "e") (param i32))) (register "a")
    (module (import "a" "e" (tag $e (param i32))) (export "again" (tag $e))
      (type $f (func)) (type $k (cont $f)) (func $s (suspend $e (i32.const 5))) (elem declare func $s)
      (func (export "f") (result i32) (block $h (result i32 (ref $k)) (resume $k (on $e $h) (cont.new $k (ref.func $s))) (unreachable)) (drop)))
    (assert_return (invoke "f") (i32.const 5))
    (register "b")
    (module (import "b" "again" (tag $e (param i32))) (import "a" "e" (tag $e2 (param i32)))
      (type $f (func)) (type $k (cont $f)) (func $s (suspend $e (i32.const 6))) (elem declare func $s)
      (func (export "f") (result i32) (block $h (result i32 (ref $k)) (resume $k (on $e2 $h) (cont.new $k (ref.func $s))) (unreachable)) (drop)))
    (assert_return (invoke "f") (i32.const 6))`);
});

Engine('components are left out, threads where there are no workers for them, and what needs them', () => {
  const [component] = leftOut.map((why) => `skipped: ${why}`), thread = 'skipped: begins a thread, for which the evaluator needs a worker';
  assert.equal(resultsOf(`
    (module (type $f (shared (func))) (tag $e (type $f)) (func (export "f") (type $f) (suspend $e)))
    (assert_suspension (invoke "f") "unhandled tag")
    (module $m (type (shared (func))) (func (export "f") (type 0)))
    (assert_return (invoke "f"))
    (assert_unlinkable (module (type $s (shared (func))) (import "thread" "no" (func (type $s)))) "unknown import")
    (component)
    (module $mem (memory (export "m") 1 1 shared) (func (export "add") (result i32) (i32.atomic.rmw.add (i32.const 0) (i32.const 1))))
    (assert_return (invoke "add") (i32.const 0)) (assert_return (invoke "add") (i32.const 1))
    (thread $t (shared (module $mem)) (invoke $mem "add"))
    (wait $t)
    (assert_return (invoke $mem "add") (i32.const 3))`),
  ['passed', 'passed', 'passed', 'passed', 'passed', component, 'passed', 'passed', 'passed', thread, thread, thread]);
});

Engine.run();
