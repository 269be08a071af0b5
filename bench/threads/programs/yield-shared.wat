;; run n d: n numbers yielded by a shared continuation, from d frames deep, and added up
(module
  (type $ft (shared (func (param i32 i32))))
  (type $ft0 (shared (func)))
  (type $start (shared (cont $ft)))
  (type $k (shared (cont $ft0)))
  (type $tag (shared (func (param i32))))
  (tag $yield (type $tag))
  (func $produce (type $ft) (param $n i32) (param $d i32)
    (if (local.get $d)
      (then (call $produce (local.get $n) (i32.sub (local.get $d) (i32.const 1))))
      (else
        (loop $again
          (suspend $yield (local.get $n))
          (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))))
  (elem declare (ref (shared func)) (ref.func $produce))
  (func (export "run") (param $n i32) (param $d i32) (result i32)
    (local $k (ref null $k)) (local $sum i32)
    (local.set $k (cont.bind $start $k (local.get $n) (local.get $d) (cont.new $start (ref.func $produce))))
    (loop $again
      (block $on_yield (result i32 (ref $k))
        (resume $k (on $yield $on_yield) (local.get $k))
        (return (local.get $sum)))
      (local.set $k)
      (local.set $sum (i32.add (local.get $sum)))
      (br $again))
    unreachable))
