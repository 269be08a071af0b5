;; Lamport's fast mutex, for the threads 1 and 2. A thread that would spin gives up, with 0.
(module
  (memory 1 1 shared)
  (global $x i32 (i32.const 0))
  (global $y i32 (i32.const 12))
  (func $b (param $i i32) (result i32) (i32.mul (local.get $i) (i32.const 4)))
  (func (export "enter") (param $me i32) (result i32)
    (block $gives-up
      (block $enters
        (loop $again
          (i32.atomic.store (call $b (local.get $me)) (i32.const 1))
          (i32.atomic.store (global.get $x) (local.get $me))
          (if (i32.atomic.load (global.get $y))
            (then
              (i32.atomic.store (call $b (local.get $me)) (i32.const 0))
              (br_if $gives-up (i32.atomic.load (global.get $y)))
              (br $again)))
          (i32.atomic.store (global.get $y) (local.get $me))
          (br_if $enters (i32.eq (i32.atomic.load (global.get $x)) (local.get $me)))
          (i32.atomic.store (call $b (local.get $me)) (i32.const 0))
          (br_if $gives-up (i32.atomic.load (call $b (i32.const 1))))
          (br_if $gives-up (i32.atomic.load (call $b (i32.const 2))))
          (br_if $enters (i32.eq (i32.atomic.load (global.get $y)) (local.get $me)))
          (br_if $gives-up (i32.atomic.load (global.get $y)))
          (br $again)))
      (i32.atomic.store (global.get $y) (i32.const 0))
      (i32.atomic.store (call $b (local.get $me)) (i32.const 0))
      (return (i32.const 1)))
    (i32.const 0)))
