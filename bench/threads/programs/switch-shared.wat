;; run n _: two tasks, shared continuations, that switch to each other, n times in all
(module
  (rec
    (type $ft (shared (func (param (ref null $ct)))))
    (type $ct (shared (cont $ft))))
  (type $none (shared (func)))
  (tag $yield (type $none))
  (global $left (shared (mut i32)) (i32.const 0))
  (func $task (type $ft) (param $peer (ref null $ct))
    (loop $again
      (global.set $left (i32.sub (global.get $left) (i32.const 1)))
      (if (i32.gt_s (global.get $left) (i32.const 0))
        (then
          (local.set $peer (switch $ct $yield (local.get $peer)))
          (br $again)))))
  (elem declare (ref (shared func)) (ref.func $task))
  (func (export "run") (param $n i32) (param i32) (result i32)
    (global.set $left (local.get $n))
    (resume $ct (on $yield switch) (cont.new $ct (ref.func $task)) (cont.new $ct (ref.func $task)))
    global.get $left))
