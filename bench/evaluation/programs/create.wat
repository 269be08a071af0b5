;; run n _: n continuations that are made, run until they suspend, and dropped
(module
  (type $ft (func))
  (type $ct (cont $ft))
  (tag $yield)
  (func $once (suspend $yield))
  (elem declare func $once)
  (func (export "run") (param $n i32) (param i32) (result i32)
    (loop $again
      (block $on_yield (result (ref $ct))
        (resume $ct (on $yield $on_yield) (cont.new $ct (ref.func $once)))
        unreachable)
      drop
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    i32.const 0))
