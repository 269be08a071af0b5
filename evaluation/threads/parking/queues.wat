;; Wait queues.

;; Locks the bucket of a queue.
(func $lock (export "lock") (param $space i32) (param $address i64) (result i32)
  (local $bucket i32)
  (local.set $bucket (i32.add (i32.const 1024) (i32.shl
    (i32.and (i32.const 1023)
      (i32.add (i32.mul (local.get $space) (i32.const 0x9e37))
        (i32.wrap_i64 (i64.xor (i64.shr_u (local.get $address) (i64.const 2)) (i64.shr_u (local.get $address) (i64.const 12))))))
    (i32.const 4))))
  (call $acquire (local.get $bucket))
  (local.get $bucket))
(func $unlock (export "unlock") (param $bucket i32) (call $release (local.get $bucket)))

;; Takes a waiter out of a bucket's list; $before is the one before it, or 0.
(func $remove (param $bucket i32) (param $before i32) (param $waiter i32)
  (if (local.get $before)
    (then (i32.store (local.get $before) (i32.load (local.get $waiter))))
    (else (i32.store offset=4 (local.get $bucket) (i32.load (local.get $waiter)))))
  (if (i32.eq (i32.load offset=8 (local.get $bucket)) (local.get $waiter))
    (then (i32.store offset=8 (local.get $bucket) (local.get $before)))))
;; Takes out a waiter that may be anywhere in the list; whether it was there.
(func $remove-one (param $bucket i32) (param $one i32) (result i32)
  (local $before i32) (local $waiter i32)
  (local.set $waiter (i32.load offset=4 (local.get $bucket)))
  (loop $next
    (if (i32.eqz (local.get $waiter)) (then (return (i32.const 0))))
    (if (i32.ne (local.get $waiter) (local.get $one))
      (then
        (local.set $before (local.get $waiter))
        (local.set $waiter (i32.load (local.get $waiter)))
        (br $next))))
  (call $remove (local.get $bucket) (local.get $before) (local.get $waiter))
  (i32.const 1))

(func $enqueue (param $bucket i32) (param $space i32) (param $address i64) (param $forever i32)
  (local $last i32)
  (i32.store (global.get $self) (i32.const 0))
  (i32.store offset=4 (global.get $self) (local.get $space))
  (i64.store offset=8 (global.get $self) (local.get $address))
  (i32.atomic.store offset=16 (global.get $self) (i32.const 0))
  (i32.store offset=20 (global.get $self) (local.get $forever))
  (local.set $last (i32.load offset=8 (local.get $bucket)))
  (if (local.get $last)
    (then (i32.store (local.get $last) (global.get $self)))
    (else (i32.store offset=4 (local.get $bucket) (global.get $self))))
  (i32.store offset=8 (local.get $bucket) (global.get $self)))

;; How many nanoseconds are left.
(func $until (param $deadline f64) (result i64)
  (i64.trunc_sat_f64_s (f64.max (f64.const 0) (f64.sub (local.get $deadline) (call $now)))))
;; Waits in the queue of a bucket that is locked, and is not any more. 0: it was woken, 2: time is over. Less than no time: for ever.
;; The host may wake it for nothing: by a $wake-last that was meant for its wait before. Then it goes on waiting, for what is left of the time.
(func (export "wait") (param $bucket i32) (param $space i32) (param $address i64) (param $timeout i64) (result i32)
  (local $forever i32) (local $state i64) (local $deadline f64)
  (local.set $forever (i64.lt_s (local.get $timeout) (i64.const 0)))
  (if (i32.eqz (local.get $forever))
    (then (local.set $deadline (f64.add (call $now) (f64.convert_i64_s (local.get $timeout))))))
  (call $enqueue (local.get $bucket) (local.get $space) (local.get $address) (local.get $forever))
  ;; Whoever aborts the group finds this thread in its queue, or the thread finds that out here.
  (if (i32.and (i32.ne (local.get $space) (i32.const -1)) (call $is-aborted))
    (then
      (drop (call $remove-one (local.get $bucket) (global.get $self)))
      (call $unlock (local.get $bucket))
      (call $given-up)
      (unreachable)))
  (if (local.get $forever)
    (then (local.set $state (i64.add (i64.atomic.rmw.add (i32.const 0) (i64.const 1)) (i64.const 1)))))
  (call $unlock (local.get $bucket))
  (if (call $stuck (local.get $state)) (then (call $deadlocked) (call $give-up (i32.const 0))))
  (call $leave)
  (loop $again
    (if (i32.eq (i32.const 2) (memory.atomic.wait32 offset=16 (global.get $self) (i32.const 0) (local.get $timeout)))
      (then
        (call $acquire (local.get $bucket))
        (if (i32.eqz (i32.atomic.load offset=16 (global.get $self)))
          (then
            (drop (call $remove-one (local.get $bucket) (global.get $self)))
            (call $unlock (local.get $bucket))
            (call $enter)
            (return (i32.const 2))))
        (call $unlock (local.get $bucket))))
    (if (i32.eqz (i32.atomic.load offset=16 (global.get $self)))
      (then
        (if (i32.eqz (local.get $forever)) (then (local.set $timeout (call $until (local.get $deadline)))))
        (br $again)))
    (if (i32.eq (i32.atomic.load offset=16 (global.get $self)) (i32.const 3))
      (then
        (drop (memory.atomic.wait32 offset=16 (global.get $self) (i32.const 3) (i64.const -1)))
        (br $again))))
  (call $enter)
  (if (i32.eq (i32.atomic.load offset=16 (global.get $self)) (i32.const 2)) (then (call $given-up) (unreachable)))
  (i32.const 0))

;; Whether a thread is to be given up: it waits, for something else than the end of threads, whose space is -1, and belongs to a group;
;; or, if that is 0, it waits without a timeout.
(func $is-hopeless (param $waiter i32) (param $group i32) (result i32)
  (i32.and
    (i32.and (i32.eqz (i32.atomic.load offset=16 (local.get $waiter))) (i32.ne (i32.load offset=4 (local.get $waiter)) (i32.const -1)))
    (select
      (i32.eq (i32.load offset=28 (local.get $waiter)) (local.get $group))
      (i32.load offset=20 (local.get $waiter))
      (local.get $group))))
;; Such a thread leaves its queue, to go on with a trap when it is awake; unless it has left it by now, or has never been there.
(func $abandon (param $waiter i32) (param $group i32)
  (local $bucket i32)
  (local.set $bucket (call $lock (i32.load offset=4 (local.get $waiter)) (i64.load offset=8 (local.get $waiter))))
  (if (call $is-hopeless (local.get $waiter) (local.get $group))
    (then
      (if (call $remove-one (local.get $bucket) (local.get $waiter))
        (then
          (if (i32.load offset=20 (local.get $waiter)) (then (drop (i64.atomic.rmw.sub (i32.const 0) (i64.const 1)))))
          (i32.atomic.store offset=16 (local.get $waiter) (i32.const 3))))))
  (call $unlock (local.get $bucket)))
;; The threads of a group that wait go on with a trap; or, if that is 0, those that wait for ever, since nobody can go on. All of them
;; leave their queues before any of them wakes.
(func $give-up (export "give-up") (param $group i32)
  (local $waiter i32) (local $end i32)
  (local.set $end (i32.add (i32.const 32768) (i32.shl (i32.atomic.load (i32.const 36)) (i32.const 6))))
  (local.set $waiter (i32.const 32768))
  (loop $next
    (if (call $is-hopeless (local.get $waiter) (local.get $group)) (then (call $abandon (local.get $waiter) (local.get $group))))
    (br_if $next (i32.lt_u (local.tee $waiter (i32.add (local.get $waiter) (i32.const 64))) (local.get $end))))
  (local.set $waiter (i32.const 32768))
  (loop $next
    (if (i32.eq (i32.atomic.rmw.cmpxchg offset=16 (local.get $waiter) (i32.const 3) (i32.const 2)) (i32.const 3))
      (then (drop (memory.atomic.notify offset=16 (local.get $waiter) (i32.const 1)))))
    (br_if $next (i32.lt_u (local.tee $waiter (i32.add (local.get $waiter) (i32.const 64))) (local.get $end)))))

;; A waiter that may go on, and may be asleep: the host wakes the last one after the lock is free, since that takes time.
(global $last (mut i32) (i32.const 0))
(func $wake-last
  (drop (memory.atomic.notify offset=16 (global.get $last) (i32.const 1))))
;; A waiter that has left its queue goes on.
(func $wake (param $waiter i32)
  (if (global.get $last) (then (call $wake-last)))
  (global.set $last (local.get $waiter))
  (if (i32.load offset=20 (local.get $waiter)) (then (drop (i64.atomic.rmw.sub (i32.const 0) (i64.const 1)))))
  (i32.atomic.store offset=16 (local.get $waiter) (i32.const 1)))

;; Wakes the first threads of the queue of a locked bucket, at most so many; how many.
(func $wake-first (param $bucket i32) (param $space i32) (param $address i64) (param $count i32) (result i32)
  (local $woken i32) (local $before i32) (local $waiter i32) (local $next i32)
  (local.set $waiter (i32.load offset=4 (local.get $bucket)))
  (block $done
    (loop $again
      (br_if $done (i32.or (i32.eqz (local.get $waiter)) (i32.eq (local.get $woken) (local.get $count))))
      (local.set $next (i32.load (local.get $waiter)))
      (if (i32.and
            (i64.eq (i64.load offset=8 (local.get $waiter)) (local.get $address))
            (i32.eq (i32.load offset=4 (local.get $waiter)) (local.get $space)))
        (then
          (call $remove (local.get $bucket) (local.get $before) (local.get $waiter))
          (call $wake (local.get $waiter))
          (local.set $woken (i32.add (local.get $woken) (i32.const 1))))
        (else (local.set $before (local.get $waiter))))
      (local.set $waiter (local.get $next))
      (br $again)))
  (local.get $woken))
(func $notify (export "notify") (param $space i32) (param $address i64) (param $count i32) (result i32)
  (local $bucket i32)
  (local.set $bucket (call $lock (local.get $space) (local.get $address)))
  (call $wake-first (local.get $bucket) (local.get $space) (local.get $address) (local.get $count))
  (call $unlock (local.get $bucket))
  (if (global.get $last)
    (then
      (call $wake-last)
      (global.set $last (i32.const 0)))))
