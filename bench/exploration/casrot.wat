;; Thread i takes a number from i - 1 to i, if it can.
(module
  (memory 1 1 shared)
  (func (export "rotate") (param $i i32) (result i32)
    (drop (i32.atomic.rmw.cmpxchg (i32.const 0) (i32.sub (local.get $i) (i32.const 1)) (local.get $i)))
    (i32.const 1)))
