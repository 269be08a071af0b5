import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { failsWith, passes, unmet } from '../../scripts/running.ts';

/** Something is imported from the module `thread`; `$job` is `(shared (func (param i32 f64)))`. */
const importing = (name: string, item: string): string => `(module
  (type $job (shared (func (param i32 f64)))) (type $other (shared (func (param i32)))) (type $unshared (func (param i32 f64)))
  (type $result (shared (func (param i32 f64) (result i32)))) (type $struct (shared (struct)))
  (import "thread" "${name}" ${item}))`;
/** A function of a shared type. */
const shared = (name: string, signature: string): string =>
  importing(name, '(func (type $declared))').replace('(import', `(type $declared (shared (func ${signature}))) (import`);
/** The module cannot be linked, and the message says why in these words. */
const unlinkable = (text: string, why: string): void => failsWith(text, new RegExp(why.replaceAll(/[[\]()]/gu, '\\$&'), 'u'));

const imports = suite('imports of functions that spawn');
imports('of the types that are wanted', () => {
  passes(shared('spawn_ref', '(param (ref null $job) i32 f64) (result i32)'));
  passes(shared('spawn-ref', '(param (ref $job) i32 f64) (result i32)'));
  passes(shared('spawn_ref', '(param (ref null $other) i32) (result i32)'));
  passes(shared('available_parallelism', '(result i32)'));
  passes(shared('available-parallelism', '(result i32)'));
});
const wrong: readonly (readonly [name: string, signature: string, why: string])[] = [
  ['spawn_ref', '(result i32)', 'the first parameter must be a reference to a function type'],
  ['spawn_ref', '(param i32) (result i32)', 'the first parameter must be a reference to a function type'],
  ['spawn_ref', '(param (ref null (shared func))) (result i32)', 'the first parameter must be a reference to a function type'],
  ['spawn_ref', '(param (ref null $struct)) (result i32)', 'the first parameter must refer to a function type'],
  ['spawn_ref', '(param (ref null $result) i32 f64) (result i32)', 'functions that are spawned have no results'],
  ['spawn_ref', '(param (ref null $job)) (result i32)', 'the other parameters must be those of'],
  ['spawn_ref', '(param (ref null $job) f64 i32) (result i32)', 'the other parameters must be those of'],
  ['spawn_ref', '(param (ref null $job) i32 f64)', 'the result must be'],
  ['spawn_ref', '(param (ref null $job) i32 f64) (result i64)', 'the result must be'],
  ['spawn_indirect', '(result i32)', 'the first parameter must be an address of a table'],
  ['spawn_indirect', '(param f32) (result i32)', 'the first parameter must be an address of a table'],
  ['spawn_indirect', '(param i32)', 'the result must be'],
  ['available_parallelism', '(param i32) (result i32)', 'its type must be'],
  ['available_parallelism', '(result i64)', 'its type must be'],
];
for (const [name, signature, why] of wrong) {
  imports(`${name}: (func ${signature}): ${why}`, () => unlinkable(shared(name, signature), why));
}
const unshared = (name: string, signature: string): string => importing(name, `(func ${signature})`);
imports('of unshared types, for cooperative threads', () => {
  passes(unshared('spawn_ref', '(param (ref null $unshared) i32 f64) (result i32)'));
  passes(unshared('yield', '(result i32)'));
  passes(unshared('available_parallelism', '(result i32)'));
  unlinkable(unshared('spawn_ref', '(param (ref null $job) i32 f64) (result i32)'), 'its type must be shared, as (shared (func');
  unlinkable(unshared('spawn_ref', '(param (ref null $struct)) (result i32)'), 'the first parameter must refer to a function type');
  unlinkable(unshared('yield', ''), 'its type must be [] -> [i32]');
  unlinkable(unshared('yield', '(param i32) (result i32)'), 'its type must be [] -> [i32]');
  unlinkable(shared('yield', '(result i32)'), 'its type must not be shared: only cooperative threads yield');
});
imports('of something else', () => {
  unlinkable(importing('spawn_ref', '(global i32)'), 'it is a function');
  unlinkable(importing('join', '(func)'), 'unknown import');
});
imports.run();

/** A module that spawns by table: the table, and what is exported under the default name. */
const byTable = (table: string, exported = '(export "__indirect_function_table" (table $t))', at = 'i32'): string => `(module
  (type $spawner (shared (func (param ${at} i32) (result i32))))
  (import "thread" "spawn_indirect" (func $spawn (type $spawner)))
  (type $job (shared (func (param i32)))) (type $other (shared (func (param i64))))
  ${table} ${exported}
  (global $sum (shared (mut i32)) (i32.const 0))
  (func $add (type $job) (drop (global.atomic.rmw.add $sum (local.get 0))))
  (func $long (type $other))
  (elem (table $t) (offset (${at}.const 1)) (ref null (shared func)) (ref.func $add) (ref.func $long))
  (func (export "run") (param ${at}) (result i32)
    (drop (call $spawn (local.get 0) (i32.const 7)))
    (loop (br_if 0 (i32.eqz (global.atomic.get $sum))))
    (global.get $sum)))`;
const TABLE = '(table $t shared 4 (ref null (shared func)))';

const indirect = suite('spawning by table');
indirect('runs the function of the table that is exported under the default name', () =>
  passes(`${byTable(TABLE)} (assert_return (invoke "run" (i32.const 1)) (i32.const 7))`));
indirect('takes i64 for a table of i64', () =>
  passes(`${byTable('(table $t shared i64 4 (ref null (shared func)))', undefined, 'i64')} (assert_return (invoke "run" (i64.const 1)) (i32.const 7))`));
indirect('traps in the thread that spawns: no element, null, another type', () => passes(`${byTable(TABLE)}
  (assert_trap (invoke "run" (i32.const 4)) "undefined element")
  (assert_trap (invoke "run" (i32.const -1)) "undefined element")
  (assert_trap (invoke "run" (i32.const 0)) "uninitialized element")
  (assert_trap (invoke "run" (i32.const 2)) "indirect call type mismatch")
  (assert_return (invoke "run" (i32.const 1)) (i32.const 7))`));
indirect('needs a shared table of shared functions with such addresses, exported under the default name', () => {
  unlinkable(byTable(TABLE, ''), 'unknown import');
  unlinkable(byTable(TABLE, '(export "table" (table $t))'), 'unknown import');
  unlinkable(byTable('(table $t 4 (ref null (shared func)))'), 'the table of spawn_indirect must be shared');
  unlinkable(byTable(TABLE, undefined, 'i64').replaceAll('(offset (i64', '(offset (i32'), 'the first parameter of spawn_indirect must be i32');
  unlinkable(byTable('(table $u shared 4 (ref null (shared any))) (table $t shared 4 (ref null (shared func)))',
    '(export "__indirect_function_table" (table $u))'), 'must hold shared functions');
});
indirect.run();

/** A module whose `main` spawns `$job` with the numbers 1 and 2, and waits for `$done`. */
const byReference = (job: string, start = '(ref.func $job)', fields = ''): string => `(module
  (type $job (shared (func (param i32 f64))))
  (type $spawner (shared (func (param (ref null $job) i32 f64) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawner)))
  (global $done (shared (mut i32)) (i32.const 0))
  ${fields}
  (func $job (type $job) ${job})
  (elem declare (ref (shared func)) (ref.func $job))
  (func (export "main") (result i32)
    (drop (call $spawn ${start} (i32.const 1) (f64.const 2)))
    (loop (br_if 0 (i32.eqz (global.atomic.get $done))))
    (global.get $done)))`;

const references = suite('spawning by reference');
references('hands over the arguments', () => passes(`
  ${byReference('(global.atomic.set $done (i32.add (local.get 0) (i32.trunc_f64_s (local.get 1))))')}
  (assert_return (invoke "main") (i32.const 3))`));
references('traps in the thread that spawns, if the reference is null', () =>
  passes(`${byReference('', '(ref.null $job)')} (assert_trap (invoke "main") "null function reference")`));
references('a trap, an exception or a suspension that leaves the thread is a trap of the program', () => {
  const traps = (job: string, why: string, fields = ''): void =>
    passes(`${byReference(job, undefined, fields)} (assert_trap (invoke "main") "${why}")`);
  const TAG = '(type $e (shared (func))) (tag $e (type $e))';
  traps('unreachable', 'unreachable');
  traps('(throw $e)', 'uncaught exception in a thread', TAG);
  traps('(suspend $e)', 'unhandled tag in a thread', TAG);
});
references('the numbers of threads go on from one run to the next', () => {
  const text = `${byReference('(global.atomic.set $done (i32.const 1))').replace('(drop (call $spawn', '(global.set $id (call $spawn')
    .replace('(global $done', '(global $id (export "id") (mut i32) (i32.const 0)) (global $done')}
    (invoke "main") (assert_return (get "id") (i32.const 1)) (invoke "main") (assert_return (get "id") (i32.const 2))`;
  assert.equal(unmet(text), []);
});
references.run();
