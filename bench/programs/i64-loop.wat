;; run n d: n turns of a linear congruential generator, d frames deep
(module
  (func $loop (param $n i32) (result i32)
    (local $x i64)
    (local.set $x (i64.const 42))
    (loop $again
      (local.set $x (i64.add (i64.mul (local.get $x) (i64.const 6364136223846793005)) (i64.const 1442695040888963407)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i32.wrap_i64 (local.get $x)))
  (func $run (export "run") (param $n i32) (param $d i32) (result i32)
    (if (result i32) (local.get $d)
      (then (call $run (local.get $n) (i32.sub (local.get $d) (i32.const 1))))
      (else (call $loop (local.get $n))))))
