/** Threads that grow what others look at: whoever looks at the bounds may come before the growth, or after it. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exploreConfigurations, exploreExecutions, statesReport } from '../../tracing/exploration/reports.ts';
import { readyToExplore } from './examples.ts';

/** A thread grows a memory of one page, or a table of one element, by one; meanwhile `main` looks behind the first. */
const racing = (grow: string, look: string): string => `(module
  (type $job (shared (func)))
  (type $spawner (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawner)))
  (memory $m 1 2 shared)
  (table $t shared 1 2 (ref null (shared eq)))
  (global $queue (shared (ref (shared waitqueue))) (waitqueue.new))
  (func $grow (type $job) (drop ${grow}))
  (elem declare (ref (shared func)) (ref.func $grow))
  (func (export "main") (result i32) (drop (call $spawn (ref.func $grow))) ${look}))`;

const GROW = { memory: '(memory.grow (i32.const 1))', table: '(table.grow $t (ref.null (shared eq)) (i32.const 1))' };
const looks = [
  ['memory', '(memory.atomic.wait32 (i32.const 65536) (i32.const 1) (i64.const -1))', 1],
  ['memory', '(memory.atomic.wait64 (i32.const 65536) (i64.const 1) (i64.const -1))', 1],
  ['memory', '(memory.atomic.notify (i32.const 65536) (i32.const 1))', 0],
  ['memory', '(memory.wait32 (global.get $queue) (i32.const 65536) (i32.const 1) (i64.const -1))', 1],
  ['memory', '(memory.wait64 (global.get $queue) (i32.const 65536) (i64.const 1) (i64.const -1))', 1],
  ['memory', '(i32.load (i32.const 65536))', 0],
  ['table', '(table.wait $t (global.get $queue) (i32.const 1) (ref.i31_shared (i32.const 1)) (i64.const -1))', 1],
  ['table', '(ref.is_null (table.get $t (i32.const 1)))', 1],
] as const;

const races = suite('races with growth');
for (const [what, look, result] of looks) {
  races(`${look.slice(1, look.indexOf(' '))}: out of bounds, or ${result}`, () => {
    const begin = readyToExplore('race', racing(GROW[what], look));
    const { outcomes, incomplete } = exploreExecutions(begin, { maxExecutions: 1000, maxSteps: 1000 });
    const states = statesReport(begin, exploreConfigurations(begin, { maxStates: 1000 }));
    assert.equal(incomplete, []);
    for (const found of [outcomes, states.outcomes]) {
      assert.equal(found.map(({ key }) => key).sort(), [`it returned (i32.const ${result})`, `trap in T0: out of bounds ${what} access`]);
    }
  });
}
races.run();
