;; Two threads tell each other a number by turns, at addresses of a shared memory. `start` begins the second one, `stop` ends it.
(module
  (type $job (shared (func)))
  (type $spawn (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (memory 1 1 shared)

  ;; the number at an address when it is another one than before
  (type $await (shared (func (param i32 i32) (result i32))))
  (func $await (type $await) (param $at i32) (param $before i32) (result i32)
    (local $now i32)
    (loop $again
      (local.set $now (i32.atomic.load (local.get $at)))
      (if (i32.eq (local.get $now) (local.get $before))
        (then
          (drop (memory.atomic.wait32 (local.get $at) (local.get $before) (i64.const -1)))
          (br $again))))
    (local.get $now))
  (type $tell (shared (func (param i32 i32))))
  (func $tell (type $tell) (param $at i32) (param $number i32)
    (i32.atomic.store (local.get $at) (local.get $number))
    (drop (memory.atomic.notify (local.get $at) (i32.const 1))))
  (type $delay (shared (func)))
  (func $delay (type $delay) (local $n i32)
    (local.set $n (i32.atomic.load (i32.const 192)))
    (loop $again (br_if $again (i32.gt_s (local.tee $n (i32.sub (local.get $n) (i32.const 1))) (i32.const 0)))))

  (func $second (type $job)
    (local $number i32)
    (loop $again
      (local.set $number (call $await (i32.const 64) (local.get $number)))
      (call $delay)
      (call $tell (i32.const 128) (local.get $number))
      (br_if $again (i32.ge_s (local.get $number) (i32.const 0)))))
  (elem declare (ref (shared func)) (ref.func $second))

  (func (export "start") (drop (call $spawn (ref.func $second))))
  (func (export "stop") (call $tell (i32.const 64) (i32.const -1)))
  ;; tells n numbers, and waits for the answer to each
  (func (export "run") (param $n i32) (param $d i32) (result i32)
    (local $number i32)
    (i32.atomic.store (i32.const 192) (local.get $d))
    (local.set $number (i32.atomic.load (i32.const 64)))
    (loop $again
      (call $delay)
      (call $tell (i32.const 64) (i32.add (local.get $number) (i32.const 1)))
      (local.set $number (call $await (i32.const 128) (local.get $number)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $number)))
