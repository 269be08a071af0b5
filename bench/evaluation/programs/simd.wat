;; run n _: the sum of the lanes after n multiplications and additions of vectors
(module
  (func (export "run") (param $n i32) (param i32) (result i32)
    (local $v v128)
    (loop $again
      (local.set $v (i32x4.add (i32x4.mul (local.get $v) (v128.const i32x4 3 5 7 9)) (i32x4.splat (local.get $n))))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $v)) (i32x4.extract_lane 1 (local.get $v)))
      (i32.add (i32x4.extract_lane 2 (local.get $v)) (i32x4.extract_lane 3 (local.get $v))))))
