;; Writers put a[j] := a[j - 1] + 1; a reader looks for the last zero, from a[n] down.
(module
  (memory 1 1 shared)
  (func $a (param $j i32) (result i32) (i32.mul (local.get $j) (i32.const 4)))
  (func (export "find") (param $i i32) (result i32)
    (loop $next
      (if (i32.atomic.load (call $a (local.get $i)))
        (then
          (local.set $i (i32.sub (local.get $i) (i32.const 1)))
          (br $next))))
    (i32.const 1))
  (func (export "write") (param $j i32) (result i32)
    (i32.atomic.store (call $a (local.get $j))
      (i32.add (i32.atomic.load (call $a (i32.sub (local.get $j) (i32.const 1)))) (i32.const 1)))
    (i32.const 1)))
