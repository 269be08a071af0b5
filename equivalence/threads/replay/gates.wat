  ;; What stands in the place of some functions for parking, so that threads take turns as a schedule says. It is read with their
  ;; files, whose functions of these names are not exported then.
  ;;
  ;; A turn is a record of 16 bytes, one after the other:
  ;;      0 thread, 4 site, 8 the next turn of this thread, or 0, 12 whether it has begun
  ;; A thread has the turn until it comes to the next gate, waits, or ends. Addresses besides:
  ;;
  ;;   0x3000000  i32  whether there is a schedule; without one, gates are open
  ;;   0x3000004  i32  why nothing goes on: 0 it does, 1 the schedule is not followed, 2 a deadlock, 3 a trap
  ;;   0x3000008  i32  whether the first thread has seen that
  ;;   0x300000c  i32  where the schedule is not followed: thread, 0x3000010 site, 0x3000014 why, 0x3000018 somebody has said so
  ;;   0x300001c  i32  for how many times 10 ms a turn may be waited for
  ;;   0x3000020  i32  the last turn that has begun
  ;;   0x3000024  i32  nothing: who waits here waits for ever
  ;;   0x3000028  i32  whether the schedule ends with a trap, which stops threads that could go on
  ;;   0x3000400  i32  by thread: its next turn, or 0

  (global $turn (mut i32) (i32.const 0))                          ;; the turn that this thread has, or 0

  (func $is-scheduled (result i32) (i32.atomic.load (i32.const 0x3000000)))
  (func $thread (result i32) (i32.load offset=24 (global.get $self)))
  (func $next (result i32) (i32.load offset=0x3000400 (i32.shl (call $thread) (i32.const 2))))
  (func $is-first (result i32) (i32.eq (global.get $self) (i32.const 32768)))

  (func $give-up-turn
    (local $following i32)
    (if (global.get $turn)
      (then
        (local.set $following (i32.add (global.get $turn) (i32.const 16)))
        (global.set $turn (i32.const 0))
        (i32.atomic.store offset=12 (local.get $following) (i32.const 1))
        (drop (memory.atomic.notify offset=12 (local.get $following) (i32.const 1))))))

  ;; Nothing goes on. The first thread says so.
  (func $stopped
    (if (call $is-first) (then (call $deadlocked)))
    (loop $for-ever
      (drop (memory.atomic.wait32 (i32.const 0x3000024) (i32.const 0) (i64.const -1)))
      (br $for-ever)))
  ;; The schedule is not followed. Why: 1 there is no such turn, 2 the thread has another turn, 3 it should have waited or not been woken,
  ;; 4 it has been waiting for its turn for too long, 5 it ends, 6 it traps
  (func $diverge (param $why i32) (param $site i32)
    (if (i32.eqz (i32.atomic.rmw.xchg (i32.const 0x3000018) (i32.const 1)))
      (then
        (i32.store (i32.const 0x300000c) (call $thread))
        (i32.store (i32.const 0x3000010) (local.get $site))
        (i32.store (i32.const 0x3000014) (local.get $why))
        (i32.atomic.store (i32.const 0x3000004) (i32.const 1))))
    (call $stopped))
  ;; Until the first thread has seen why nothing goes on.
  (func $until-seen
    (loop $again
      (drop (memory.atomic.wait32 (i32.const 0x3000008) (i32.const 0) (i64.const 10_000_000)))
      (br_if $again (i32.eqz (i32.atomic.load (i32.const 0x3000008))))))

  (func $take-turn (param $mine i32)
    (local $tries i32)
    (block $begun
      (loop $spin
        (br_if $begun (i32.atomic.load offset=12 (local.get $mine)))
        (br_if $spin (i32.lt_u (local.tee $tries (i32.add (local.get $tries) (i32.const 1))) (i32.const 100))))
      (local.set $tries (i32.const 0))
      (call $leave)
      (loop $sleep
        (drop (memory.atomic.wait32 offset=12 (local.get $mine) (i32.const 0) (i64.const 10_000_000)))
        (if (i32.atomic.load offset=12 (local.get $mine)) (then (call $enter) (br $begun)))
        (if (i32.atomic.load (i32.const 0x3000004)) (then (call $stopped)))
        (local.set $tries (i32.add (local.get $tries) (i32.const 1)))
        (if (i32.gt_u (local.get $tries) (i32.load (i32.const 0x300001c)))
          (then (call $diverge (i32.const 4) (i32.load offset=4 (local.get $mine)))))
        (br $sleep)))
    (i32.store (i32.const 0x3000020) (local.get $mine))
    (global.set $turn (local.get $mine))
    (i32.store offset=0x3000400 (i32.shl (call $thread) (i32.const 2)) (i32.load offset=8 (local.get $mine))))

  ;; Until nothing goes on: the thread has no further turn.
  (func $until-stopped
    (loop $sleep
      (drop (memory.atomic.wait32 (i32.const 0x3000024) (i32.const 0) (i64.const 10_000_000)))
      (if (i32.atomic.load (i32.const 0x3000004)) (then (call $stopped)))
      (br $sleep)))
  (func $without-turn (param $why i32) (param $site i32)
    (if (i32.load (i32.const 0x3000028)) (then (call $until-stopped)))
    (call $diverge (local.get $why) (local.get $site)))

  ;; Before an instruction that may be seen.
  (func (export "gate") (param $site i32)
    (local $mine i32)
    (if (i32.eqz (call $is-scheduled)) (then (return)))
    (call $give-up-turn)
    (local.set $mine (call $next))
    (if (local.get $mine)
      (then
        (if (i32.eq (i32.load offset=4 (local.get $mine)) (local.get $site)) (then (call $take-turn (local.get $mine)) (return)))
        ;; The instruction traps, without having been seen; the trap has a turn.
        (if (i32.eq (i32.load offset=4 (local.get $mine)) (i32.const -4)) (then (return)))))
    ;; It has nothing to do.
    (if (i32.ge_s (local.get $site) (i32.const 0x100000)) (then (return)))
    (if (i32.eqz (local.get $mine)) (then (call $without-turn (i32.const 1) (local.get $site))))
    (call $diverge (i32.const 2) (local.get $site)))

  (func (export "wait") (param $bucket i32) (param $space i32) (param $address i64) (param $timeout i64) (result i32)
    (local $forever i32) (local $state i64) (local $mine i32) (local $site i32)
    (if (i32.eqz (call $is-scheduled))
      (then (return (call $wait (local.get $bucket) (local.get $space) (local.get $address) (local.get $timeout)))))
    (local.set $forever (i64.lt_s (local.get $timeout) (i64.const 0)))
    (call $enqueue (local.get $bucket) (local.get $space) (local.get $address) (local.get $forever))
    (if (local.get $forever)
      (then (local.set $state (i64.add (i64.atomic.rmw.add (i32.const 0) (i64.const 1)) (i64.const 1)))))
    (call $give-up-turn)
    (call $unlock (local.get $bucket))
    (if (call $stuck (local.get $state))
      (then
        (i32.atomic.store (i32.const 0x3000004) (i32.const 2))
        (if (i32.eqz (call $is-first)) (then (call $until-seen)))
        (call $deadlocked)
        (unreachable)))
    (local.set $mine (call $next))
    (if (i32.eqz (local.get $mine)) (then (call $until-stopped)))
    (call $take-turn (local.get $mine))
    (local.set $site (i32.load offset=4 (local.get $mine)))
    (call $acquire (local.get $bucket))
    (block $good
      (if (i32.eq (local.get $site) (i32.const -2)) (then (br_if $good (i32.atomic.load offset=16 (global.get $self)))))
      (if (i32.eq (local.get $site) (i32.const -3)) (then (br_if $good (i32.eqz (i32.atomic.load offset=16 (global.get $self))))))
      (call $diverge (i32.const 3) (local.get $site)))
    (if (i32.eq (local.get $site) (i32.const -3)) (then (drop (call $remove-one (local.get $bucket) (global.get $self)))))
    (call $unlock (local.get $bucket))
    (select (i32.const 2) (i32.const 0) (i32.eq (local.get $site) (i32.const -3))))

  ;; A thread comes to its end.
  (func $finish (export "finish")
    (if (call $is-scheduled)
      (then
        (if (call $next) (then (call $diverge (i32.const 5) (i32.load offset=4 (call $next)))))
        (call $give-up-turn))))
  (func (export "done") (param $job i32)
    (call $finish)
    (call $done (local.get $job)))
  (func (export "ended") (result i32)
    (local $others i32)
    (local.set $others (call $ended))
    (drop (memory.atomic.notify (i32.const 4) (i32.const -1)))
    (if (i32.and (call $is-scheduled) (i32.eq (local.get $others) (i32.const 2)))
      (then
        (i32.atomic.store (i32.const 0x3000004) (i32.const 2))
        (if (i32.eqz (call $is-first)) (then (call $until-seen)))))
    (local.get $others))

  ;; A thread fails: it has trapped.
  (func (export "failing")
    (local $mine i32)
    (if (i32.eqz (call $is-scheduled)) (then (return)))
    (local.set $mine (call $next))
    (if (i32.eqz (local.get $mine))
      (then
        (call $give-up-turn)
        (call $without-turn (i32.const 6) (i32.const -4))))
    (if (i32.ne (i32.load offset=4 (local.get $mine)) (i32.const -4)) (then (call $diverge (i32.const 6) (i32.const -4))))
    (call $give-up-turn)
    (call $take-turn (local.get $mine))
    (i32.atomic.store (i32.const 0x3000004) (i32.const 3))
    (if (i32.eqz (call $is-first)) (then (call $until-seen))))
