;; Producers and consumers: a channel with a lock, and two wait queues, for those who wait for room and for those who wait for numbers.
;;
;; What to look for: $count is the control word of both queues. A consumer that finds nothing gives the lock back and waits while $count
;; is still 0; if a number has come in between, `struct.wait` does not wait (rule Step_read/wait-ne), so no notification is lost. Whoever is
;; woken looks again, since another thread may have been faster. Whatever the schedule, main returns 3 = 1 + 2, and there is no deadlock.
(module
  (type $ring (shared (array (mut i32))))
  (type $channel (shared (struct
    (field $ring (ref $ring))
    (field $first (mut i32))                         ;; where the oldest number is
    (field $count (mut i32))                         ;; how many there are
    (field $taken (mut i32))                         ;; the lock
    (field $unlocked (ref (shared waitqueue)))
    (field $has-room (ref (shared waitqueue)))
    (field $has-number (ref (shared waitqueue))))))
  (type $job (shared (func (param (ref $channel) (ref $channel) i32))))
  (type $spawn (shared (func (param (ref null $job) (ref $channel) (ref $channel) i32) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))

  (type $on-channel (shared (func (param (ref $channel)))))
  (func $lock (type $on-channel) (param $c (ref $channel))
    (loop $again
      (if (struct.atomic.rmw.cmpxchg $channel $taken (local.get $c) (i32.const 0) (i32.const 1))
        (then
          (drop (struct.wait $channel $taken
            (local.get $c) (struct.get $channel $unlocked (local.get $c)) (i32.const 1) (i64.const -1)))
          (br $again)))))
  (func $unlock (type $on-channel) (param $c (ref $channel))
    (struct.atomic.set $channel $taken (local.get $c) (i32.const 0))
    (drop (waitqueue.notify (struct.get $channel $unlocked (local.get $c)) (i32.const 1))))

  ;; takes the lock when $count is not $n; until then it waits in a queue
  (type $lock-unless (shared (func (param (ref $channel) i32 (ref (shared waitqueue))))))
  (func $lock-unless (type $lock-unless) (param $c (ref $channel)) (param $n i32) (param $queue (ref (shared waitqueue)))
    (loop $again
      (call $lock (local.get $c))
      (if (i32.eq (struct.atomic.get $channel $count (local.get $c)) (local.get $n))
        (then
          (call $unlock (local.get $c))
          (drop (struct.wait $channel $count (local.get $c) (local.get $queue) (local.get $n) (i64.const -1)))
          (br $again)))))

  (type $put (shared (func (param (ref $channel) i32))))
  (func $put (type $put) (param $c (ref $channel)) (param $number i32)
    (local $size i32) (local $count i32)
    (local.set $size (array.len (struct.get $channel $ring (local.get $c))))
    (call $lock-unless (local.get $c) (local.get $size) (struct.get $channel $has-room (local.get $c)))
    (local.set $count (struct.atomic.get $channel $count (local.get $c)))
    (array.set $ring (struct.get $channel $ring (local.get $c))
      (i32.rem_u (i32.add (struct.get $channel $first (local.get $c)) (local.get $count)) (local.get $size))
      (local.get $number))
    (struct.atomic.set $channel $count (local.get $c) (i32.add (local.get $count) (i32.const 1)))
    (call $unlock (local.get $c))
    (drop (waitqueue.notify (struct.get $channel $has-number (local.get $c)) (i32.const 1))))

  (type $take (shared (func (param (ref $channel)) (result i32))))
  (func $take (type $take) (param $c (ref $channel)) (result i32)
    (local $first i32) (local $number i32)
    (call $lock-unless (local.get $c) (i32.const 0) (struct.get $channel $has-number (local.get $c)))
    (local.set $first (struct.get $channel $first (local.get $c)))
    (local.set $number (array.get $ring (struct.get $channel $ring (local.get $c)) (local.get $first)))
    (struct.set $channel $first (local.get $c)
      (i32.rem_u (i32.add (local.get $first) (i32.const 1)) (array.len (struct.get $channel $ring (local.get $c)))))
    (drop (struct.atomic.rmw.sub $channel $count (local.get $c) (i32.const 1)))
    (call $unlock (local.get $c))
    (drop (waitqueue.notify (struct.get $channel $has-room (local.get $c)) (i32.const 1)))
    (local.get $number))

  (type $take-all (shared (func (param (ref $channel) i32) (result i32))))
  ;; the sum of $n numbers from a channel
  (func $take-all (type $take-all) (param $c (ref $channel)) (param $n i32) (result i32)
    (local $sum i32)
    (loop $again
      (if (local.get $n)
        (then
          (local.set $sum (i32.add (local.get $sum) (call $take (local.get $c))))
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (br $again))))
    (local.get $sum))

  ;; a producer puts the numbers from $n down to 1; a consumer takes $n numbers, and puts their sum into the other channel
  (func $produce (type $job) (param $numbers (ref $channel)) (param $sums (ref $channel)) (param $n i32)
    (loop $again
      (call $put (local.get $numbers) (local.get $n))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func $consume (type $job) (param $numbers (ref $channel)) (param $sums (ref $channel)) (param $n i32)
    (call $put (local.get $sums) (call $take-all (local.get $numbers) (local.get $n))))
  (elem declare (ref (shared func)) (ref.func $produce) (ref.func $consume))

  (func $channel (param $size i32) (result (ref $channel))
    (struct.new $channel
      (array.new_default $ring (local.get $size)) (i32.const 0) (i32.const 0) (i32.const 0)
      (waitqueue.new) (waitqueue.new) (waitqueue.new)))

  ;; so many producers and as many consumers, of $n numbers each; main is a consumer, and adds up what the others put into $sums
  (func $run (export "run") (param $pairs i32) (param $n i32) (result i32)
    (local $numbers (ref null $channel)) (local $sums (ref null $channel)) (local $i i32)
    (local.set $numbers (call $channel (i32.const 2)))
    (local.set $sums (call $channel (i32.const 1)))
    (loop $spawning
      (drop (call $spawn (ref.func $produce)
        (ref.as_non_null (local.get $numbers)) (ref.as_non_null (local.get $sums)) (local.get $n)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (if (i32.lt_u (local.get $i) (local.get $pairs))
        (then
          (drop (call $spawn (ref.func $consume)
            (ref.as_non_null (local.get $numbers)) (ref.as_non_null (local.get $sums)) (local.get $n)))
          (br $spawning))))
    (i32.add
      (call $take-all (ref.as_non_null (local.get $numbers)) (local.get $n))
      (call $take-all (ref.as_non_null (local.get $sums)) (i32.sub (local.get $pairs) (i32.const 1)))))

  (func (export "main") (result i32) (call $run (i32.const 1) (i32.const 2))))
