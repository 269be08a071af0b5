;; Szymanski's lock. A thread that would spin gives up, with 0.
(module
  (memory 1 1 shared) ;; the flags of threads 0 and 1, and what the lock protects
  (global $data i32 (i32.const 8))
  (func $flag (param $i i32) (result i32) (i32.mul (local.get $i) (i32.const 4)))
  (func $raise (param $i i32) (param $to i32) (i32.atomic.store (call $flag (local.get $i)) (local.get $to)))
  (func $look (param $i i32) (result i32) (i32.atomic.load (call $flag (local.get $i))))
  (func (export "enter") (param $me i32) (result i32)
    (local $other i32)
    (local.set $other (i32.sub (i32.const 1) (local.get $me)))
    (block $gives-up
      (call $raise (local.get $me) (i32.const 1))
      (br_if $gives-up (i32.ge_s (call $look (local.get $other)) (i32.const 3)))
      (call $raise (local.get $me) (i32.const 3))
      (if (i32.eq (call $look (local.get $other)) (i32.const 1))
        (then
          (call $raise (local.get $me) (i32.const 2))
          (br_if $gives-up (i32.ne (call $look (local.get $other)) (i32.const 4)))))
      (call $raise (local.get $me) (i32.const 4))
      (br_if $gives-up (i32.ge_s (call $look (local.get $other)) (i32.const 2)))
      (i32.store (global.get $data) (local.get $me))
      (drop (i32.load (global.get $data)))
      (drop (i32.load (global.get $data)))
      (if (i32.ge_s (call $look (local.get $other)) (i32.const 2))
        (then (br_if $gives-up (i32.le_s (call $look (local.get $other)) (i32.const 3)))))
      (call $raise (local.get $me) (i32.const 0))
      (return (i32.const 1)))
    (i32.const 0)))
