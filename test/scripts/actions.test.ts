import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { failsWith, passes, resultsOf, TIGHT } from './running.ts';

const M = `
(module $m
  (tag $e (export "e") (param i32))
  (type $f (func))
  (type $k (cont $f))
  (global (export "seven") i32 (i32.const 7))
  (memory (export "mem") 1)
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "two") (result i32 i64) (i32.const 1) (i64.const 2))
  (func (export "none"))
  (func (export "echo") (param externref) (result externref) (local.get 0))
  (func (export "div") (param i32) (result i32) (i32.div_s (i32.const 1) (local.get 0)))
  (func (export "throw") (throw $e (i32.const 1)))
  (func $suspend (export "suspend") (suspend $s))
  (tag $s)
  (func $deep (export "deep") (call $deep))
  (func (export "spin") (loop (br 0)))
)
`;

const actions = suite('actions');

actions('a function is called, a global read', () => {
  passes(`${M}
    (invoke "none")
    (invoke "add" (i32.const 1) (i32.const 2))
    (invoke $m "two")
    (get "seven")
    (get $m "seven")`);
});

actions('an action alone fails if it does not return', () => {
  failsWith(`${M} (invoke "div" (i32.const 0))`, /^it trapped: integer divide by zero$/u);
  failsWith(`${M} (invoke "throw")`, /^it threw an exception$/u);
});

actions('what does not exist cannot be called or read', () => {
  failsWith('(invoke "f")', /^there is no module instance before this command$/u);
  failsWith(`${M} (invoke $n "add")`, /^there is no module instance \$n$/u);
  failsWith(`${M} (invoke "nothing")`, /exports nothing of the name "nothing"/u);
  failsWith(`${M} (invoke "seven")`, /cannot call "seven": it is a global, not a function/u);
  failsWith(`${M} (get "add")`, /cannot get "add": it is a func, not a global/u);
});

actions('arguments have the number and types of the parameters', () => {
  failsWith(`${M} (invoke "add" (i32.const 1))`, /cannot call "add": expected 2 arguments, found 1/u);
  failsWith(`${M} (invoke "add" (i32.const 1) (i64.const 2))`, /expected an argument of type i32, found \(i64\.const 2\)/u);
  failsWith(`${M} (invoke "echo" (ref.host 1))`, /expected an argument of type externref, found \(ref\.host 1\)/u);
  passes(`${M} (invoke "echo" (ref.extern 1)) (invoke "echo" (ref.null extern))`);
});

actions.run();

const returns = suite('assert_return');

returns('results match', () => {
  passes(`${M}
    (assert_return (invoke "add" (i32.const 1) (i32.const 2)) (i32.const 3))
    (assert_return (invoke "two") (i32.const 1) (i64.const 2))
    (assert_return (invoke "none"))
    (assert_return (get "seven") (i32.const 7))
    (assert_return (invoke "echo" (ref.extern 3)) (ref.extern 3))`);
});

returns('other results, too few and too many fail', () => {
  failsWith(`${M} (assert_return (get "seven") (i32.const 8))`, /^expected \(i32\.const 8\), found \(i32\.const 7\)$/u);
  failsWith(`${M} (assert_return (get "seven"))`, /^expected nothing, found \(i32\.const 7\)$/u);
  failsWith(`${M} (assert_return (invoke "two") (i32.const 1))`, /^expected \(i32\.const 1\), found \(i32\.const 1\) \(i64\.const 2\)$/u);
  failsWith(`${M} (assert_return (invoke "two") (i64.const 2) (i32.const 1))`, /^expected/u);
});

returns('another end fails', () => {
  failsWith(`${M} (assert_return (invoke "div" (i32.const 0)) (i32.const 0))`, /^expected results, but it trapped: integer divide by zero$/u);
  failsWith(`${M} (assert_return (invoke "throw"))`, /but it threw an exception/u);
  failsWith(`${M} (assert_return (invoke "suspend"))`, /but it was suspended: unhandled tag/u);
  failsWith(`${M} (assert_return (invoke "deep"))`, /call stack exhausted: more than 50 frames/u, TIGHT.fewFrames);
  failsWith(`${M} (assert_return (invoke "spin"))`, /out of fuel after 1000 steps/u, TIGHT.littleFuel);
});

returns.run();

const ends = suite('assert_trap, assert_exception, assert_exhaustion, assert_suspension');

ends('a trap with the message', () => {
  passes(`${M} (assert_trap (invoke "div" (i32.const 0)) "integer divide by zero")`);
  passes(`${M} (assert_trap (invoke "div" (i32.const 0)) "integer divide")`);
  passes(`${M} (assert_trap (invoke "div" (i32.const 0)) "integer divide by zero, and more")`);
  failsWith(`${M} (assert_trap (invoke "div" (i32.const 0)) "unreachable")`,
    /^expected a trap with another message: expected "unreachable", found "integer divide by zero"$/u);
  failsWith(`${M} (assert_trap (invoke "div" (i32.const 0)) "divide by zero")`, /another message/u);
  failsWith(`${M} (assert_trap (invoke "div" (i32.const 1)) "integer divide by zero")`, /^expected a trap, but it returned \(i32\.const 1\)$/u);
  failsWith(`${M} (assert_trap (invoke "throw") "unreachable")`, /^expected a trap, but it threw an exception$/u);
  failsWith(`${M} (assert_trap (invoke "spin") "unreachable")`, /out of fuel after 1000 steps/u, TIGHT.littleFuel);
});

ends('an exception', () => {
  passes(`${M} (assert_exception (invoke "throw"))`);
  failsWith(`${M} (assert_exception (invoke "none"))`, /^expected an exception, but it returned nothing$/u);
  failsWith(`${M} (assert_exception (invoke "div" (i32.const 0)))`, /^expected an exception, but it trapped/u);
});

ends('exhaustion of the call stack, which may be called a trap', () => {
  passes(`${M} (assert_exhaustion (invoke "deep") "call stack exhausted")`, TIGHT.fewFrames);
  passes(`${M} (assert_trap (invoke "deep") "call stack exhausted")`, TIGHT.fewFrames);
  failsWith(`${M} (assert_trap (invoke "deep") "unreachable")`, /another message/u, TIGHT.fewFrames);
  failsWith(`${M} (assert_exhaustion (invoke "none") "call stack exhausted")`, /^expected exhaustion, but it returned nothing$/u);
  failsWith(`${M} (assert_exhaustion (invoke "deep") "no more fuel")`, /another message/u, TIGHT.fewFrames);
  failsWith(`${M} (assert_exhaustion (invoke "spin") "call stack exhausted")`, /out of fuel/u, TIGHT.littleFuel);
});

ends('a suspension', () => {
  passes(`${M} (assert_suspension (invoke "suspend") "unhandled")`);
  failsWith(`${M} (assert_suspension (invoke "suspend") "other")`, /^expected a suspension with another message/u);
  failsWith(`${M} (assert_suspension (invoke "none") "unhandled")`, /^expected a suspension, but it returned nothing$/u);
});

ends('what a run did before it trapped stays', () => {
  passes(`
    (module (global $g (mut i32) (i32.const 0)) (global (export "g") i32 (i32.const 0))
      (func (export "fail") (global.set $g (i32.const 1)) (unreachable))
      (func (export "g?") (result i32) (global.get $g)))
    (assert_return (invoke "g?") (i32.const 0))
    (assert_trap (invoke "fail") "unreachable")
    (assert_return (invoke "g?") (i32.const 1))`);
});

ends.run();

const results = suite('results');

results('say where the command stands', () => {
  const text = '(module)\n(module)';
  assert.equal(resultsOf(text).map(({ at, kind }) => [kind, text.slice(at.start, at.end)]), [['module', '(module)'], ['module', '(module)']]);
});

results.run();
