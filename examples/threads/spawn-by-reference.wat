;; Spawning by reference: a thread is a call of a shared function that runs by itself.
;;
;; What to look for: `spawn_ref` is imported at the type that this module declares: a reference to $job, and then its parameters. The call
;; answers at once with the number of the new thread (rule Step/spawn_ref); main then waits on a wait queue until the thread has written
;; its answer. Whatever the schedule, main returns 42.
(module
  (type $job (shared (func (param i32 i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (type $spawn (shared (func (param (ref null $job) i32 i32) (result i32))))

  (global $queue (shared (ref (shared waitqueue))) (waitqueue.new))
  (global $answer (shared (mut i32)) (i32.const 0))
  (global $done (shared (mut i32)) (i32.const 0))

  (func $add (type $job)
    (global.set $answer (i32.add (local.get 0) (local.get 1)))
    (global.atomic.set $done (i32.const 1))
    (drop (waitqueue.notify (global.get $queue) (i32.const 1))))
  (elem declare (ref (shared func)) (ref.func $add))

  (func (export "main") (result i32)
    (drop (call $spawn (ref.func $add) (i32.const 40) (i32.const 2)))
    (loop $again
      (drop (global.wait $done (global.get $queue) (i32.const 0) (i64.const -1)))
      (br_if $again (i32.eqz (global.atomic.get $done))))
    (global.get $answer)))
