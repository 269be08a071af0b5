;; Peterson's lock. A thread that would spin gives up, with 0.
(module
  (memory 1 1 shared) ;; the flags of threads 0 and 1, whose turn it is, and what the lock protects
  (global $turn i32 (i32.const 8))
  (global $data i32 (i32.const 12))
  (func $flag (param $i i32) (result i32) (i32.mul (local.get $i) (i32.const 4)))
  (func (export "enter") (param $me i32) (result i32)
    (local $other i32)
    (local.set $other (i32.sub (i32.const 1) (local.get $me)))
    (i32.atomic.store (call $flag (local.get $me)) (i32.const 1))
    (i32.atomic.store (global.get $turn) (local.get $other))
    (if (i32.atomic.load (call $flag (local.get $other)))
      (then
        (if (i32.ne (i32.atomic.load (global.get $turn)) (local.get $me))
          (then (return (i32.const 0))))))
    (i32.store (global.get $data) (local.get $me))
    (drop (i32.load (global.get $data)))
    (i32.atomic.store (call $flag (local.get $me)) (i32.const 0))
    (i32.const 1)))
