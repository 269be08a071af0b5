;; How many threads there are, and how they end.

;; Nobody can go on: all live threads wait without a timeout, or as many as may run at a time, so that no other can begin.
(func $stuck (param $state i64) (result i32)
  (local $waiting i32)
  (local.set $waiting (i32.wrap_i64 (local.get $state)))
  (i32.and
    (i32.ne (local.get $waiting) (i32.const 0))
    (i32.or
      (i32.eq (local.get $waiting) (i32.wrap_i64 (i64.shr_u (local.get $state) (i64.const 32))))
      (i32.eq (local.get $waiting) (i32.load (i32.const 8))))))

;; There is a further thread.
(func (export "begun") (drop (i64.atomic.rmw.add (i32.const 0) (i64.const 0x1_0000_0000))))
;; A group is a record: 8 the record that says why it has been aborted, or 0; 12 how many threads in it have not ended; 16 how many aborts
;; of it are over. Who waits until all have ended does so in a queue of the space -1. A thread that is spawned belongs to the group of the
;; one that spawns it.
(func $leave-group (export "leave-group") (param $group i32)
  (local $bucket i32) (local $last i32)
  (local.set $bucket (call $lock (i32.const -1) (i64.extend_i32_u (local.get $group))))
  (local.set $last (i32.eq (i32.atomic.rmw.sub offset=12 (local.get $group) (i32.const 1)) (i32.const 1)))
  (call $unlock (local.get $bucket))
  (if (local.get $last)
    (then (drop (call $notify (i32.const -1) (i64.extend_i32_u (local.get $group)) (i32.const -1))))))

;; Whether the group of this thread has been aborted.
(func $is-aborted (result i32)
  (local $group i32)
  (if (i32.eqz (local.tee $group (i32.load offset=28 (global.get $self)))) (then (return (i32.const 0))))
  (i32.ne (i32.atomic.load offset=8 (local.get $group)) (i32.const 0)))
;; Aborts a group, for the first reason that somebody has: those of its threads that have not begun do not begin, those that wait are
;; given up, and all others trap where they might be stopped. Whether it is the first.
(func (export "abort") (param $group i32) (param $why i32) (result i32)
  (if (i32.atomic.rmw.cmpxchg offset=8 (local.get $group) (i32.const 0) (local.get $why)) (then (return (i32.const 0))))
  (call $cancel-jobs (local.get $group))
  (call $give-up (local.get $group))
  (i32.const 1))

;; A thread has ended. 0: others go on, 1: it was the last, 2: all others wait without a timeout.
(func (export "ended") (result i32)
  (local $state i64)
  (if (i32.load offset=28 (global.get $self)) (then (call $leave-group (i32.load offset=28 (global.get $self)))))
  (local.set $state
    (i64.sub (i64.atomic.rmw.sub (i32.const 0) (i64.const 0x1_0000_0000)) (i64.const 0x1_0000_0000)))
  (call $leave)
  (if (i64.eqz (local.get $state)) (then (return (i32.const 1))))
  (i32.shl (call $stuck (local.get $state)) (i32.const 1)))
;; A thread is about to tell that it has failed, which ends all. Whoever decides when things happen, decides it here.
(func (export "failing"))
