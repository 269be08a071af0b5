;; run n d: n numbers yielded through d prompts that have no clause for them, and added up
(module
  (type $ft (func (param i32 i32)))
  (type $ft0 (func))
  (type $start (cont $ft))
  (type $k (cont $ft0))
  (tag $yield (param i32))
  (tag $other)
  (func $produce (param $n i32) (param $d i32)
    (if (local.get $d)
      (then
        (block $on_other (result (ref $k))
          (resume $start (on $other $on_other)
            (local.get $n) (i32.sub (local.get $d) (i32.const 1)) (cont.new $start (ref.func $produce)))
          return)
        drop)
      (else
        (loop $again
          (suspend $yield (local.get $n))
          (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))))
  (elem declare func $produce)
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
