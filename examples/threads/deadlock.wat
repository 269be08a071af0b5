;; A deadlock: two threads take two locks in opposite orders.
;;
;; What to look for: most schedules end well with 2. In some, each thread holds one lock and waits for the other; `explore` reports them as
;; deadlock, with who waits where, and a schedule to replay.
(module
  (type $job (shared (func)))
  (type $spawn (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (memory 1 1 shared)
  (global $count (shared (mut i32)) (i32.const 0))

  ;; the lock at an address: 0 free, 1 taken
  (type $op (shared (func (param i32))))
  (func $lock (type $op)
    (loop $again
      (if (i32.atomic.rmw.cmpxchg (local.get 0) (i32.const 0) (i32.const 1))
        (then
          (drop (memory.atomic.wait32 (local.get 0) (i32.const 1) (i64.const -1)))
          (br $again)))))
  (func $unlock (type $op)
    (i32.atomic.store (local.get 0) (i32.const 0))
    (drop (memory.atomic.notify (local.get 0) (i32.const 1))))

  (type $both (shared (func (param i32 i32))))
  (func $with-both (type $both)
    (call $lock (local.get 0))
    (call $lock (local.get 1))
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (call $unlock (local.get 1))
    (call $unlock (local.get 0)))

  (func $other (type $job)
    (call $with-both (i32.const 4) (i32.const 0))
    (i32.atomic.store (i32.const 8) (i32.const 1))
    (drop (memory.atomic.notify (i32.const 8) (i32.const 1))))
  (elem declare (ref (shared func)) (ref.func $other))

  (func (export "main") (result i32)
    (drop (call $spawn (ref.func $other)))
    (call $with-both (i32.const 0) (i32.const 4))
    (drop (memory.atomic.wait32 (i32.const 8) (i32.const 0) (i64.const -1)))
    (global.get $count)))
