;; run n _: n exceptions, each thrown one frame deep and caught
;; in a module that switches stacks elsewhere
(module
  (tag $e (param i32))
  (func $throw (param $n i32)
    (if (i32.eq (local.get $n) (i32.const -1)) (then (call $maybe)))
    (throw $e (local.get $n)))
  (func (export "run") (param $n i32) (param i32) (result i32)
    (local $sum i32)
    (loop $again
      (block $caught (result i32)
        (try_table (catch $e $caught) (call $throw (local.get $n)))
        unreachable)
      (local.set $sum (i32.add (local.get $sum)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    local.get $sum)
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
