;; Message passing, mended: the flag is atomic, and main waits for it.
;;
;; What to look for: `global.wait` compares and enqueues in one step (rule Step/wait-eq), so the notification cannot be lost between
;; reading the flag and going to sleep. One outcome: 42.
(module
  (type $job (shared (func)))
  (type $spawn (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (global $message (shared (mut i32)) (i32.const 0))
  (global $flag (shared (mut i32)) (i32.const 0))
  (global $queue (shared (ref (shared waitqueue))) (waitqueue.new))
  (func $send (type $job)
    (global.set $message (i32.const 42))
    (global.atomic.set acqrel $flag (i32.const 1))
    (drop (waitqueue.notify (global.get $queue) (i32.const 1))))
  (elem declare (ref (shared func)) (ref.func $send))
  (func (export "main") (result i32)
    (drop (call $spawn (ref.func $send)))
    (drop (global.wait $flag (global.get $queue) (i32.const 0) (i64.const -1)))
    (global.get $message)))
