;; Work distribution: threads take the next number from an atomic counter until there is none left.
;;
;; What to look for: which thread does which piece depends on the schedule, the sum does not. `explore` shows one outcome.
(module
  (type $job (shared (func)))
  (type $spawn (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (global $next (shared (mut i32)) (i32.const 0))
  (global $sum (shared (mut i32)) (i32.const 0))
  (global $running (shared (mut i32)) (i32.const 2))
  (global $queue (shared (ref (shared waitqueue))) (waitqueue.new))

  ;; adds the squares of 0, 1 and 2 that nobody else has taken
  (func $work (type $job)
    (local $i i32)
    (block $done
      (loop $again
        (local.set $i (global.atomic.rmw.add $next (i32.const 1)))
        (br_if $done (i32.ge_u (local.get $i) (i32.const 3)))
        (drop (global.atomic.rmw.add $sum (i32.mul (local.get $i) (local.get $i))))
        (br $again)))
    (if (i32.eq (global.atomic.rmw.sub $running (i32.const 1)) (i32.const 1))
      (then (drop (waitqueue.notify (global.get $queue) (i32.const 1))))))
  (elem declare (ref (shared func)) (ref.func $work))

  (func (export "main") (result i32)
    (local $n i32)
    (drop (call $spawn (ref.func $work)))
    (call $work)
    (loop $again
      (local.set $n (global.atomic.get $running))
      (if (local.get $n)
        (then
          (drop (global.wait $running (global.get $queue) (local.get $n) (i64.const -1)))
          (br $again))))
    (global.get $sum)))
