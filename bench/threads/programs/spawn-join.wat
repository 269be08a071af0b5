;; `run` spawns n threads, one after the other, and waits for the end of each; with $d, so many at a time.
(module
  (type $job (shared (func)))
  (type $spawn (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (global $running (shared (mut i32)) (i32.const 0))
  (global $ended (shared (ref (shared waitqueue))) (waitqueue.new))

  (func $ends (type $job)
    (if (i32.eq (global.atomic.rmw.sub $running (i32.const 1)) (i32.const 1))
      (then (drop (waitqueue.notify (global.get $ended) (i32.const 1))))))
  (elem declare (ref (shared func)) (ref.func $ends))

  (func $join
    (local $running i32)
    (loop $again
      (local.set $running (global.atomic.get $running))
      (if (local.get $running)
        (then
          (drop (global.wait $running (global.get $ended) (local.get $running) (i64.const -1)))
          (br $again)))))
  (func (export "run") (param $n i32) (param $d i32) (result i32)
    (local $i i32)
    (loop $again
      (local.set $i (local.get $d))
      (global.atomic.set $running (local.get $d))
      (loop $spawning
        (drop (call $spawn (ref.func $ends)))
        (br_if $spawning (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
      (call $join)
      (br_if $again (i32.gt_s (local.tee $n (i32.sub (local.get $n) (local.get $d))) (i32.const 0))))
    (i32.const 0)))
