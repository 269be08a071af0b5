;; A symmetric scheduler: tasks that switch to each other without going back to a handler.
;;
;; What to look for: `switch` captures the running task and continues the other one under the same prompt, in one step (rule
;; Step/switch-prompt). The handler `(on $yield switch)` only marks the place; its code never runs. A task receives the continuation of the
;; task that switched to it, and puts it into the queue.
(module
  (rec
    (type $ft (func (param (ref null $ct))))
    (type $ct (cont $ft)))
  (tag $yield)

  ;; a queue of tasks in a table: a ring with room for four
  (table $queue 4 (ref null $ct))
  (global $first (mut i32) (i32.const 0))
  (global $last (mut i32) (i32.const 0))
  (func $next (param $i i32) (result i32) (i32.and (i32.add (local.get $i) (i32.const 1)) (i32.const 3)))
  (func $enqueue (param $k (ref null $ct))
    (table.set $queue (global.get $last) (local.get $k))
    (global.set $last (call $next (global.get $last))))
  (func $dequeue (result (ref null $ct))
    (if (i32.eq (global.get $first) (global.get $last)) (then (return (ref.null $ct))))
    (table.get $queue (global.get $first))
    (global.set $first (call $next (global.get $first))))

  ;; the digits that the tasks write, in the order in which they run
  (global $log (mut i32) (i32.const 0))
  (func $write (param $digit i32)
    (global.set $log (i32.add (i32.mul (global.get $log) (i32.const 10)) (local.get $digit))))

  (func $yield_to_next
    (switch $ct $yield (call $dequeue))
    (call $enqueue_from))
  ;; who switches here hands over its own continuation
  (func $enqueue_from (param $from (ref null $ct))
    (if (i32.eqz (ref.is_null (local.get $from))) (then (call $enqueue (local.get $from)))))

  (func $task1 (type $ft) (param $from (ref null $ct))
    (call $enqueue_from (local.get $from))
    (call $write (i32.const 1))
    (call $yield_to_next)
    (call $write (i32.const 1)))
  (func $task2 (type $ft) (param $from (ref null $ct))
    (call $enqueue_from (local.get $from))
    (call $write (i32.const 2))
    (call $yield_to_next)
    (call $write (i32.const 2)))
  (elem declare func $task1 $task2)

  ;; runs tasks until the queue is empty
  (func (export "main") (result i32)
    (local $k (ref null $ct))
    (call $enqueue (cont.new $ct (ref.func $task1)))
    (call $enqueue (cont.new $ct (ref.func $task2)))
    (loop $again
      (local.set $k (call $dequeue))
      (if (i32.eqz (ref.is_null (local.get $k)))
        (then
          (resume $ct (on $yield switch) (ref.null $ct) (local.get $k))
          (br $again))))
    global.get $log))
