;; run n _: fib n inside of a continuation, by a function that may suspend
(module
  (type $ft (func (param i32) (result i32)))
  (type $ct (cont $ft))
  (tag $pause)
  (func $fib (type $ft) (param $n i32) (result i32)
    (if (i32.eq (local.get $n) (i32.const 1000)) (then (suspend $pause)))
    (if (result i32) (i32.lt_s (local.get $n) (i32.const 2))
      (then (local.get $n))
      (else
        (i32.add
          (call $fib (i32.sub (local.get $n) (i32.const 1)))
          (call $fib (i32.sub (local.get $n) (i32.const 2)))))))
  (elem declare func $fib)
  (func (export "run") (param $n i32) (param i32) (result i32)
    (resume $ct (local.get $n) (cont.new $ct (ref.func $fib)))))
