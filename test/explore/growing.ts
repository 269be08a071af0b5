/** Programs in which one thread grows what another one looks at. */

/** A thread grows a memory of one page, or a table of one element, by one; meanwhile `main` looks behind the first. */
export const racing = (grow: string, look: string): string => `(module
  (type $job (shared (func)))
  (type $spawner (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawner)))
  (memory $m 1 2 shared)
  (table $t shared 1 2 (ref null (shared eq)))
  (global $queue (shared (ref (shared waitqueue))) (waitqueue.new))
  (func $grow (type $job) (drop ${grow}))
  (elem declare (ref (shared func)) (ref.func $grow))
  (func (export "main") (result i32) (drop (call $spawn (ref.func $grow))) ${look}))`;

/** How the two grow. */
export const GROW = { memory: '(memory.grow (i32.const 1))', table: '(table.grow $t (ref.null (shared eq)) (i32.const 1))' };
/** How `main` looks behind the bounds: at what, and what it finds if they have been moved. */
export const looks = [
  ['memory', '(memory.atomic.wait32 (i32.const 65536) (i32.const 1) (i64.const -1))', 1],
  ['memory', '(memory.atomic.wait64 (i32.const 65536) (i64.const 1) (i64.const -1))', 1],
  ['memory', '(memory.atomic.notify (i32.const 65536) (i32.const 1))', 0],
  ['memory', '(memory.wait32 (global.get $queue) (i32.const 65536) (i32.const 1) (i64.const -1))', 1],
  ['memory', '(memory.wait64 (global.get $queue) (i32.const 65536) (i64.const 1) (i64.const -1))', 1],
  ['memory', '(i32.load (i32.const 65536))', 0],
  ['table', '(table.wait $t (global.get $queue) (i32.const 1) (ref.i31_shared (i32.const 1)) (i64.const -1))', 1],
  ['table', '(ref.is_null (table.get $t (i32.const 1)))', 1],
] as const;
