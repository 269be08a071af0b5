/** Threads that want the same continuation: exactly one of them gets it, whichever is first. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exploreConfigurations, exploreExecutions, statesReport } from '../../tracing/exploration/reports.ts';
import { readyToExplore } from './examples.ts';

/** Two threads take the continuation in `$k`, both in the same way; it counts how often its function runs. */
const race = (take: string): string => `(module
  (type $f (shared (func)))
  (type $k (shared (cont $f)))
  (type $spawner (shared (func (param (ref null $f)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawner)))
  (tag $e (type $f))
  (global $k (shared (mut (ref null $k))) (ref.null $k))
  (global $runs (shared (mut i32)) (i32.const 0))
  (func $body (type $f) (drop (global.atomic.rmw.add $runs (i32.const 1))))
  (func $take (type $f) ${take})
  (elem declare (ref (shared func)) (ref.func $body) (ref.func $take))
  (func (export "main") (result i32)
    (global.set $k (cont.new $k (ref.func $body)))
    (drop (call $spawn (ref.func $take)))
    (call $take)
    (global.get $runs)))`;

const races = suite('races for a continuation');
for (const take of ['(resume $k (global.get $k))', '(drop (cont.bind $k $k (global.get $k)))']) {
  races(`${take}: the other one traps, be it the first or the second thread`, () => {
    const begin = readyToExplore('race', race(take));
    const { outcomes, incomplete } = exploreExecutions(begin, { maxExecutions: 1000, maxSteps: 1000 });
    const states = statesReport(begin, exploreConfigurations(begin, { maxStates: 1000 }));
    assert.equal(incomplete, []);
    for (const found of [outcomes, states.outcomes]) {
      assert.equal(found.map(({ key }) => key).sort(), [0, 1].map((t) => `trap in T${t}: continuation already consumed`));
    }
  });
}
races.run();
