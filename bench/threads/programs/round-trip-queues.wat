;; Two threads tell each other a number by turns, by fields of shared structures with wait queues. `start` begins the second one, `stop` ends it.
(module
  (type $job (shared (func)))
  (type $spawn (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (type $box (shared (struct (field $number (mut i32)) (field $queue (ref (shared waitqueue))))))
  (global $first (shared (ref $box)) (struct.new $box (i32.const 0) (waitqueue.new)))
  (global $second (shared (ref $box)) (struct.new $box (i32.const 0) (waitqueue.new)))

  ;; the number in a box when it is another one than before
  (type $await (shared (func (param (ref $box) i32) (result i32))))
  (func $await (type $await) (param $box (ref $box)) (param $before i32) (result i32)
    (local $now i32)
    (loop $again
      (local.set $now (struct.atomic.get $box $number (local.get $box)))
      (if (i32.eq (local.get $now) (local.get $before))
        (then
          (drop (struct.wait $box $number
            (local.get $box) (struct.get $box $queue (local.get $box)) (local.get $before) (i64.const -1)))
          (br $again))))
    (local.get $now))
  (type $tell (shared (func (param (ref $box) i32))))
  (func $tell (type $tell) (param $box (ref $box)) (param $number i32)
    (struct.atomic.set $box $number (local.get $box) (local.get $number))
    (drop (waitqueue.notify (struct.get $box $queue (local.get $box)) (i32.const 1))))

  (func $answer (type $job)
    (local $number i32)
    (loop $again
      (local.set $number (call $await (global.get $first) (local.get $number)))
      (call $tell (global.get $second) (local.get $number))
      (br_if $again (i32.ge_s (local.get $number) (i32.const 0)))))
  (elem declare (ref (shared func)) (ref.func $answer))

  (func (export "start") (drop (call $spawn (ref.func $answer))))
  (func (export "stop") (call $tell (global.get $first) (i32.const -1)))
  ;; tells n numbers, and waits for the answer to each
  (func (export "run") (param $n i32) (param $d i32) (result i32)
    (local $number i32)
    (local.set $number (struct.atomic.get $box $number (global.get $first)))
    (loop $again
      (call $tell (global.get $first) (i32.add (local.get $number) (i32.const 1)))
      (local.set $number (call $await (global.get $second) (local.get $number)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $number)))
