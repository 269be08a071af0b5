;; Cooperative threads: they share one thread of the machine, and change over only where they yield. Nothing in them is shared.
;;
;; What to look for: a cooperative thread is a continuation in a run queue, T.ready. `$yield` in a thread suspends it, and what is captured goes
;; to the end of the queue; `$yield` in `main`, and the end of `main`, resume those that are ready, in turn. Each thread writes its number as a
;; decimal digit, then yields. One outcome: 1 2, then 0 by `main`, then 1 2 again, then 2 for the third time: 120122.
(module
  (type $job (func (param i32 i32)))
  (import "thread" "spawn_ref" (func $spawn (param (ref null $job) i32 i32) (result i32)))
  (import "thread" "yield" (func $yield (result i32)))
  (global $digits (mut i32) (i32.const 0))

  (func $write (param $digit i32)
    (global.set $digits (i32.add (i32.mul (global.get $digits) (i32.const 10)) (local.get $digit))))
  ;; writes the digit so many times
  (func $job (type $job) (param $digit i32) (param $times i32)
    (loop $again
      (call $write (local.get $digit))
      (drop (call $yield))
      (local.set $times (i32.sub (local.get $times) (i32.const 1)))
      (br_if $again (local.get $times))))
  (elem declare func $job)

  (func (export "main") (result i32)
    (drop (call $spawn (ref.func $job) (i32.const 1) (i32.const 2)))
    (drop (call $spawn (ref.func $job) (i32.const 2) (i32.const 3)))
    (drop (call $yield))
    (call $write (i32.const 0))
    (drop (call $yield))
    (drop (call $yield))
    (global.get $digits)))
