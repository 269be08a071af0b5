;; The first half of Dekker's lock: each thread raises its flag, and enters if the other one has not.
(module
  (memory 1 1 shared) ;; the flags of threads 0 and 1, and what the lock protects
  (global $data i32 (i32.const 8))
  (func $flag (param $i i32) (result i32) (i32.mul (local.get $i) (i32.const 4)))
  (func (export "enter") (param $me i32) (result i32)
    (i32.atomic.store (call $flag (local.get $me)) (i32.const 1))
    (if (i32.eqz (i32.atomic.load (call $flag (i32.sub (i32.const 1) (local.get $me)))))
      (then
        (i32.store (global.get $data) (local.get $me))
        (drop (i32.load (global.get $data)))))
    (i32.const 1)))
