;; Peterson's lock: mutual exclusion from reads and writes alone, under sequential consistency.
;;
;; What to look for: each thread raises its flag and gives the other one precedence; if it may not go on at once, it gives up here, so that
;; every run ends. No run has both in the critical section: $inside is never 2. (A spinning version has unboundedly many runs.)
(module
  (type $job (shared (func)))
  (type $spawn (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (global $flag0 (shared (mut i32)) (i32.const 0))
  (global $flag1 (shared (mut i32)) (i32.const 0))
  (global $turn (shared (mut i32)) (i32.const 0))
  (global $inside (shared (mut i32)) (i32.const 0))
  (global $worst (shared (mut i32)) (i32.const 0))
  (global $over (shared (mut i32)) (i32.const 0))
  (global $queue (shared (ref (shared waitqueue))) (waitqueue.new))

  (type $proc (shared (func)))
  ;; the critical section: notes if the other thread is in it as well
  (func $critical (type $proc)
    (if (global.atomic.rmw.add $inside (i32.const 1)) (then (global.atomic.set $worst (i32.const 1))))
    (drop (global.atomic.rmw.sub $inside (i32.const 1))))

  (func $thread0 (type $proc)
    (global.atomic.set $flag0 (i32.const 1))
    (global.atomic.set $turn (i32.const 1))
    (block $later
      (if (global.atomic.get $flag1) (then (br_if $later (i32.eq (global.atomic.get $turn) (i32.const 1)))))
      (call $critical))
    (global.atomic.set $flag0 (i32.const 0)))
  (func $thread1 (type $job)
    (global.atomic.set $flag1 (i32.const 1))
    (global.atomic.set $turn (i32.const 0))
    (block $later
      (if (global.atomic.get $flag0) (then (br_if $later (i32.eqz (global.atomic.get $turn)))))
      (call $critical))
    (global.atomic.set $flag1 (i32.const 0))
    (global.atomic.set $over (i32.const 1))
    (drop (waitqueue.notify (global.get $queue) (i32.const 1))))
  (elem declare (ref (shared func)) (ref.func $thread1))

  ;; 0: the lock held
  (func (export "main") (result i32)
    (drop (call $spawn (ref.func $thread1)))
    (call $thread0)
    (drop (global.wait $over (global.get $queue) (i32.const 0) (i64.const -1)))
    (global.atomic.get $worst)))
