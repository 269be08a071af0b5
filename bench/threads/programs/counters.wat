;; Threads that count: `run` by an atomic counter that all of them have in common, `own` each by one of its own, on a line of the cache of its
;; own; `allocate` by an object that each makes for each number. So many threads, each so often; the result is the sum of what they counted.
(module
  (type $counter (shared (struct (field $n (mut i32)) (field i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64))))
  (type $job (shared (func (param (ref $counter) i32))))
  (type $spawn (shared (func (param (ref null $job) (ref $counter) i32) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (type $cell (shared (struct (field $n i32))))

  (global $running (shared (mut i32)) (i32.const 0))
  (global $sum (shared (mut i32)) (i32.const 0))
  (global $ended (shared (ref (shared waitqueue))) (waitqueue.new))
  (type $end (shared (func (param i32))))
  (func $end (type $end) (param $sum i32)
    (drop (global.atomic.rmw.add $sum (local.get $sum)))
    (if (i32.eq (global.atomic.rmw.sub $running (i32.const 1)) (i32.const 1))
      (then (drop (waitqueue.notify (global.get $ended) (i32.const 1))))))

  (func $count (type $job) (param $counter (ref $counter)) (param $n i32)
    (local $i i32)
    (loop $again
      (drop (struct.atomic.rmw.add $counter $n (local.get $counter) (i32.const 1)))
      (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (call $end (local.get $n)))
  (func $make (type $job) (param $counter (ref $counter)) (param $n i32)
    (local $i i32) (local $sum i32)
    (loop $again
      (local.set $sum (i32.add (local.get $sum) (struct.get $cell $n (struct.new $cell (i32.const 1)))))
      (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n))))
    (call $end (local.get $sum)))
  (elem declare (ref (shared func)) (ref.func $count) (ref.func $make))

  (func $join (result i32)
    (local $running i32)
    (loop $again
      (local.set $running (global.atomic.get $running))
      (if (local.get $running)
        (then
          (drop (global.wait $running (global.get $ended) (local.get $running) (i64.const -1)))
          (br $again))))
    (global.get $sum))

  ;; spawns all but one, and is that one; each thread has the counter that is given, or one of its own if there is none
  (func $by-all (param $job (ref $job)) (param $threads i32) (param $n i32) (param $common (ref null $counter)) (result i32)
    (local $i i32) (local $counter (ref null $counter))
    (global.set $sum (i32.const 0))
    (global.atomic.set $running (local.get $threads))
    (loop $spawning
      (local.set $counter (local.get $common))
      (if (ref.is_null (local.get $counter)) (then (local.set $counter (struct.new_default $counter))))
      (if (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $threads))
        (then
          (drop (call $spawn (local.get $job) (ref.as_non_null (local.get $counter)) (local.get $n)))
          (br $spawning))))
    (call_ref $job (ref.as_non_null (local.get $counter)) (local.get $n) (local.get $job))
    (call $join))
  (func (export "run") (param $threads i32) (param $n i32) (result i32)
    (call $by-all (ref.func $count) (local.get $threads) (local.get $n) (struct.new_default $counter)))
  (func (export "own") (param $threads i32) (param $n i32) (result i32)
    (call $by-all (ref.func $count) (local.get $threads) (local.get $n) (ref.null $counter)))
  (func (export "allocate") (param $threads i32) (param $n i32) (result i32)
    (call $by-all (ref.func $make) (local.get $threads) (local.get $n) (ref.null $counter))))
