;; A bounded queue: a producer, a consumer, and room for one number between them.
;;
;; What to look for: the producer waits while there is no room, the consumer while there is nothing: $full is the control word of both, and
;; each has a wait queue of its own. One outcome: 12, the numbers in their order.
(module
  (type $job (shared (func)))
  (type $spawn (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (type $cell (shared (struct (field $full (mut i32)) (field $value (mut i32)))))
  (global $cell (shared (ref $cell)) (struct.new $cell (i32.const 0) (i32.const 0)))
  (global $has-room (shared (ref (shared waitqueue))) (waitqueue.new))
  (global $has-value (shared (ref (shared waitqueue))) (waitqueue.new))

  (type $put (shared (func (param i32))))
  (func $put (type $put)
    (loop $again
      (if (struct.atomic.get $cell $full (global.get $cell))
        (then
          (drop (struct.wait $cell $full (global.get $cell) (global.get $has-room) (i32.const 1) (i64.const -1)))
          (br $again))))
    (struct.set $cell $value (global.get $cell) (local.get 0))
    (struct.atomic.set $cell $full (global.get $cell) (i32.const 1))
    (drop (waitqueue.notify (global.get $has-value) (i32.const 1))))

  (type $take (shared (func (result i32))))
  (func $take (type $take)
    (local $v i32)
    (loop $again
      (if (i32.eqz (struct.atomic.get $cell $full (global.get $cell)))
        (then
          (drop (struct.wait $cell $full (global.get $cell) (global.get $has-value) (i32.const 0) (i64.const -1)))
          (br $again))))
    (local.set $v (struct.get $cell $value (global.get $cell)))
    (struct.atomic.set $cell $full (global.get $cell) (i32.const 0))
    (drop (waitqueue.notify (global.get $has-room) (i32.const 1)))
    local.get $v)

  (func $produce (type $job)
    (call $put (i32.const 1))
    (call $put (i32.const 2)))
  (elem declare (ref (shared func)) (ref.func $produce))

  ;; 10 * first + second
  (func (export "main") (result i32)
    (drop (call $spawn (ref.func $produce)))
    (i32.add (i32.mul (call $take) (i32.const 10)) (call $take))))
