;; Thread-local globals: every thread has its own value, and a new thread the default.
;;
;; What to look for: $mine is set to 100 by main before it spawns, and yet the thread finds 0 in it. The thread's value lives in its own
;; configuration (T), not in the store.
(module
  (type $job (shared (func)))
  (type $spawn (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (global $mine (thread_local (mut i32)) (i32.const 0))
  (global $theirs (shared (mut i32)) (i32.const -1))
  (global $queue (shared (ref (shared waitqueue))) (waitqueue.new))

  (func $job (type $job)
    (global.set $mine (i32.add (global.get $mine) (i32.const 7)))
    (global.atomic.set $theirs (global.get $mine))
    (drop (waitqueue.notify (global.get $queue) (i32.const 1))))
  (elem declare (ref (shared func)) (ref.func $job))

  ;; 100 of its own and 7 of the other: 107
  (func (export "main") (result i32)
    (global.set $mine (i32.const 100))
    (drop (call $spawn (ref.func $job)))
    (drop (global.wait $theirs (global.get $queue) (i32.const -1) (i64.const -1)))
    (i32.add (global.get $mine) (global.atomic.get $theirs))))
