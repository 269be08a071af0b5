;; run n _: n terms of Leibniz' series for π, times a million
(module
  (func (export "run") (param $n i32) (param i32) (result i32)
    (local $sum f64) (local $k f64) (local $sign f64)
    (local.set $k (f64.const 1))
    (local.set $sign (f64.const 4))
    (loop $again
      (local.set $sum (f64.add (local.get $sum) (f64.div (local.get $sign) (local.get $k))))
      (local.set $sign (f64.neg (local.get $sign)))
      (local.set $k (f64.add (local.get $k) (f64.const 2)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (i32.trunc_f64_s (f64.mul (local.get $sum) (f64.const 1e6)))))
