/**
 * Programs in which one thread waits for what another one changes.
 * @category Equivalence: threads
 * @module
 */

/** A control word: how it is waited for while it is as at first, how it is changed, and how those who wait are notified. */
export interface Word {
  readonly wait: string;
  readonly change: string;
  readonly notify: string;
}
const QUEUE = '(global.get $queue)';
const managed = (wait: string, change: string): Word => ({ wait, change, notify: `(waitqueue.notify ${QUEUE} (i32.const 1))` });
const addressed = (bits: 32 | 64): Word => ({
  wait: `(memory.atomic.wait${bits} (i32.const 8) (i${bits}.const 0) (i64.const TIMEOUT))`,
  change: `(i${bits}.atomic.store (i32.const 8) (i${bits}.const 1))`,
  notify: '(memory.atomic.notify (i32.const 8) (i32.const 1))',
});
const inMemory = (bits: 32 | 64): Word => managed(
  `(memory.wait${bits} ${QUEUE} (i32.const 8) (i${bits}.const 0) (i64.const TIMEOUT))`, addressed(bits).change);
/** Every kind of wait, by the instruction. */
export const words: Readonly<Record<string, Word>> = {
  'struct.wait': managed(`(struct.wait $s 0 (global.get $s) ${QUEUE} (i32.const 0) (i64.const TIMEOUT))`,
    '(struct.atomic.set $s 0 (global.get $s) (i32.const 1))'),
  'array.wait': managed(`(array.wait $a (global.get $a) ${QUEUE} (i32.const 1) (i64.const 0) (i64.const TIMEOUT))`,
    '(array.atomic.set $a (global.get $a) (i32.const 1) (i64.const 1))'),
  'global.wait': managed(`(global.wait $g ${QUEUE} (i32.const 0) (i64.const TIMEOUT))`, '(global.atomic.set $g (i32.const 1))'),
  'table.wait': managed(`(table.wait $t ${QUEUE} (i32.const 1) (ref.null (shared eq)) (i64.const TIMEOUT))`,
    '(table.atomic.set $t (i32.const 1) (ref.i31_shared (i32.const 1)))'),
  'memory.wait32': inMemory(32),
  'memory.wait64': inMemory(64),
  'memory.atomic.wait32': addressed(32),
  'memory.atomic.wait64': addressed(64),
};

/** `main` waits once, for so many nanoseconds or, if they are negative, without end; the thread does `job`. */
export const waiting = ({ wait }: Word, timeout: number, job: string): string => `(module
  (type $job (shared (func)))
  (type $spawner (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawner)))
  (type $s (shared (struct (field (mut i32)))))
  (type $a (shared (array (mut i64))))
  (memory 1 1 shared)
  (table $t shared 2 (ref null (shared eq)))
  (global $g (shared (mut i32)) (i32.const 0))
  (global $s (shared (ref $s)) (struct.new_default $s))
  (global $a (shared (ref $a)) (array.new_default $a (i32.const 2)))
  (global $queue (shared (ref (shared waitqueue))) (waitqueue.new))
  (func $job (type $job) ${job})
  (elem declare (ref (shared func)) (ref.func $job))
  (func (export "main") (result i32) (drop (call $spawn (ref.func $job))) ${wait.replace('TIMEOUT', String(timeout))}))`;
