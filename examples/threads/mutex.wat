;; A mutex in a shared structure: two threads and main add to a counter that is no atomic by itself.
;;
;; What to look for: $lock takes the lock by a compare-exchange, and waits in the queue of the mutex while it is taken. The counter is read
;; and written by two steps; without the lock, `explore` finds runs in which one of the additions is lost.
(module
  (type $mutex (shared (struct (field $taken (mut i32)) (field $queue (ref (shared waitqueue))))))
  (type $job (shared (func)))
  (type $spawn (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))

  (global $m (shared (ref $mutex)) (struct.new $mutex (i32.const 0) (waitqueue.new)))
  (global $counter (shared (mut i32)) (i32.const 0))
  (global $left (shared (mut i32)) (i32.const 2))
  (global $all-done (shared (ref (shared waitqueue))) (waitqueue.new))

  (type $proc (shared (func)))
  (func $lock (type $proc)
    (loop $again
      (if (struct.atomic.rmw.cmpxchg $mutex $taken (global.get $m) (i32.const 0) (i32.const 1))
        (then
          (drop (struct.wait $mutex $taken
            (global.get $m) (struct.get $mutex $queue (global.get $m)) (i32.const 1) (i64.const -1)))
          (br $again)))))
  (func $unlock (type $proc)
    (struct.atomic.set $mutex $taken (global.get $m) (i32.const 0))
    (drop (waitqueue.notify (struct.get $mutex $queue (global.get $m)) (i32.const 1))))

  (func $add (type $proc)
    (call $lock)
    (global.set $counter (i32.add (global.get $counter) (i32.const 1)))
    (call $unlock))

  (func $worker (type $job)
    (call $add)
    (if (i32.eq (global.atomic.rmw.sub $left (i32.const 1)) (i32.const 1))
      (then (drop (waitqueue.notify (global.get $all-done) (i32.const 1))))))
  (elem declare (ref (shared func)) (ref.func $worker))

  (func (export "main") (result i32)
    (local $n i32)
    (drop (call $spawn (ref.func $worker)))
    (drop (call $spawn (ref.func $worker)))
    (loop $again
      (local.set $n (global.atomic.get $left))
      (if (local.get $n)
        (then
          (drop (global.wait $left (global.get $all-done) (local.get $n) (i64.const -1)))
          (br $again))))
    (global.get $counter)))
