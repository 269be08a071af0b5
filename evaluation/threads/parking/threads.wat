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
;; A group: the word at 12 of a record says how many threads in it have not ended. Who waits for that does so in a queue of the space -1.
;; A thread that is spawned belongs to the group of the one that spawns it.
(func $leave-group (export "leave-group") (param $group i32)
  (local $bucket i32) (local $last i32)
  (local.set $bucket (call $lock (i32.const -1) (i64.extend_i32_u (local.get $group))))
  (local.set $last (i32.eq (i32.atomic.rmw.sub offset=12 (local.get $group) (i32.const 1)) (i32.const 1)))
  (call $unlock (local.get $bucket))
  (if (local.get $last)
    (then (drop (call $notify (i32.const -1) (i64.extend_i32_u (local.get $group)) (i32.const -1))))))

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
