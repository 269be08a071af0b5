;; run n _: fib n, by a function that may suspend
;; in a module that switches stacks elsewhere
(module
  (func $fib (param $n i32) (result i32)
    (if (i32.eq (local.get $n) (i32.const 1000)) (then (call $maybe)))
    (if (result i32) (i32.lt_s (local.get $n) (i32.const 2))
      (then (local.get $n))
      (else
        (i32.add
          (call $fib (i32.sub (local.get $n) (i32.const 1)))
          (call $fib (i32.sub (local.get $n) (i32.const 2)))))))
  (func (export "run") (param $n i32) (param i32) (result i32)
    (call $fib (local.get $n)))
  (func $maybe (suspend $pause))
  ;; What makes the difference: a function that suspends, and one that is resumed.
  (type $task (func))
  (type $k (cont $task))
  (tag $pause)
  (func $pausing (suspend $pause))
  (func (export "elsewhere")
    (block $on_pause (result (ref $k))
      (resume $k (on $pause $on_pause) (cont.new $k (ref.func $pausing)))
      return)
    drop)
  (elem declare func $pausing))
