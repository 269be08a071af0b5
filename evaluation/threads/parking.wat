;; What threads share besides the program's own memories: wait queues, jobs for workers, and how many threads there are.
;;
;; Every worker has an instance of this module, all with the same memory. Addresses in it:
;;
;;      0  i64   live threads << 32 | threads of them that wait without a timeout
;;      8  i32   how many threads may run at a time
;;     12  i32   the number of the last thread that was spawned
;;     16  i32   jobs that no worker has taken
;;     20  i32   the lock of the jobs
;;     24  i32   the first job, or 0; 28: the last
;;     32  i32   workers without a job
;;     36  i32   workers
;;     40  i32   the lock of the allocation
;;     44  i32   where free memory begins; 48: where it ends
;;     52  i32   entries of the instantiation log
;;     56  i32   entries of these that the workers have been told of
;;     64  i32   1 while a thread has the others stopped, or waits until they are
;;     68  i32   threads that run: those of the live ones that have begun and are not stopped
;;     96  i32   numbers of instances that have been given out; 100: slots of functions; 104: spaces of memories
;;    108  i32   workers that have run a program to its end, and run nothing else
;;    128  i32×32  free records of 2^n bytes: the first, whose first word is the address of the next
;;   1024        1,024 buckets of 16 bytes: lock, first waiter, last waiter
;;  32768        blocks of 64 bytes, one for each worker, which is a waiter while its thread waits:
;;               0 next waiter, 4 space, 8 address (i64), 16 whether it has been woken (2: given up), 20 whether it waits without a timeout,
;;               24 thread, 28 the group of that thread, or 0
;;
;; A wait queue is named by a space and an address. Queues of one bucket share its list, which is in the order of arrival.
(module $parking
  (import "weft" "control" (memory 1 1024 shared))
  (import "weft" "self" (global $self i32))                       ;; the block of this worker
  (import "weft" "deadlocked" (func $deadlocked))                 ;; says so; if it returns, all that wait are given up
  (import "weft" "given-up" (func $given-up))                     ;; this thread waits no longer; a trap follows
  (import "weft" "wanted" (func $wanted))                         ;; a job waits, and no worker is there for it
  (import "weft" "full" (func $full))                             ;; there is no memory for a job; a trap follows

  ;; ---- Locks: 0 free, 1 taken, 2 taken and somebody waits.

  ;; A lock is held for less time than sleeping takes, so it is tried for a while.
  (func $acquire (param $lock i32)
    (local $tries i32)
    (loop $try
      (if (i32.eqz (i32.atomic.rmw.cmpxchg (local.get $lock) (i32.const 0) (i32.const 1))) (then (return)))
      (br_if $try (i32.lt_u (local.tee $tries (i32.add (local.get $tries) (i32.const 1))) (i32.const 100))))
    (loop $again
      (if (i32.atomic.rmw.xchg (local.get $lock) (i32.const 2))
        (then
          (drop (memory.atomic.wait32 (local.get $lock) (i32.const 2) (i64.const -1)))
          (br $again)))))
  (func $release (param $lock i32)
    (if (i32.eq (i32.atomic.rmw.xchg (local.get $lock) (i32.const 0)) (i32.const 2))
      (then (drop (memory.atomic.notify (local.get $lock) (i32.const 1))))))

  ;; ---- Stopping. A thread that is about to sleep, or at a place where it may be stopped, leaves those that run, and enters them again
  ;; when it goes on, for which it waits while another thread has all others stopped. So does JavaScript around what may take long.

  (func $leave (export "leave")
    (drop (i32.atomic.rmw.sub (i32.const 68) (i32.const 1)))
    (if (i32.atomic.load (i32.const 64)) (then (drop (memory.atomic.notify (i32.const 68) (i32.const 1))))))
  ;; Whether the thread runs now; not if the others are to be stopped.
  (func $try-enter (result i32)
    (drop (i32.atomic.rmw.add (i32.const 68) (i32.const 1)))
    (if (i32.eqz (i32.atomic.load (i32.const 64))) (then (return (i32.const 1))))
    (call $leave)
    (i32.const 0))
  (func $until-released
    (drop (memory.atomic.wait32 (i32.const 64) (i32.const 1) (i64.const -1))))
  (func $enter (export "enter")
    (loop $again
      (if (call $try-enter) (then (return)))
      (call $until-released)
      (br $again)))
  ;; A place where the thread may be stopped, or ended with its group.
  (func $pause (export "pause")
    (call $leave)
    (call $enter)
    (if (call $is-aborted) (then (call $given-up) (unreachable))))
  ;; From now on all other threads stop where they can. 1: `await-stopped` and `release` follow; 0: another thread was first, and has
  ;; released all.
  (func (export "stop") (result i32)
    (if (i32.eqz (i32.atomic.rmw.cmpxchg (i32.const 64) (i32.const 0) (i32.const 1))) (then (return (i32.const 1))))
    (call $pause)
    (i32.const 0))
  (func (export "await-stopped")
    (local $running i32)
    (loop $again
      (local.set $running (i32.atomic.load (i32.const 68)))
      (if (i32.ne (local.get $running) (i32.const 1))
        (then
          (drop (memory.atomic.wait32 (i32.const 68) (local.get $running) (i64.const -1)))
          (br $again)))))
  (func (export "release")
    (i32.atomic.store (i32.const 64) (i32.const 0))
    (drop (memory.atomic.notify (i32.const 64) (i32.const -1))))

  ;; ---- Threads.

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

  ;; ---- Wait queues.

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

  ;; Waits in the queue of a bucket that is locked, and is not any more. 0: it was woken, 2: time is over. Less than no time: for ever.
  (func (export "wait") (param $bucket i32) (param $space i32) (param $address i64) (param $timeout i64) (result i32)
    (local $forever i32) (local $state i64)
    (local.set $forever (i64.lt_s (local.get $timeout) (i64.const 0)))
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
      (br_if $again (i32.eqz (i32.atomic.load offset=16 (global.get $self)))))
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
            (i32.atomic.store offset=16 (local.get $waiter) (i32.const 2))))))
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
      (if (i32.eq (i32.atomic.load offset=16 (local.get $waiter)) (i32.const 2))
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

  ;; ---- Jobs: what a thread begins with. A record of 2^n bytes:
  ;;      0 next job, 4 n, 8 thread, 12 slot of the function, 16 number of the instance that begins it, 20 group
  ;;      32 arguments, 16 bytes each

  (func $pop-free (param $class i32) (result i32)
    (local $head i32) (local $record i32)
    (local.set $head (i32.add (i32.const 128) (i32.shl (local.get $class) (i32.const 2))))
    (local.set $record (i32.load (local.get $head)))
    (if (local.get $record) (then (i32.store (local.get $head) (i32.load (local.get $record)))))
    (local.get $record))
  (func $fresh (param $size i32) (result i32)
    (local $record i32)
    (local.set $record (i32.load (i32.const 44)))
    (if (i32.gt_u (local.get $size) (i32.sub (i32.load (i32.const 48)) (local.get $record))) (then (return (i32.const 0))))
    (i32.store (i32.const 44) (i32.add (local.get $record) (local.get $size)))
    (local.get $record))
  ;; A record for a job with so many arguments.
  (func (export "job") (param $arguments i32) (result i32)
    (local $class i32) (local $record i32)
    (local.set $class (i32.sub (i32.const 32)
      (i32.clz (i32.add (i32.const 31) (i32.shl (local.get $arguments) (i32.const 4))))))
    (call $acquire (i32.const 40))
    (local.set $record (call $pop-free (local.get $class)))
    (if (i32.eqz (local.get $record))
      (then (local.set $record (call $fresh (i32.shl (i32.const 1) (local.get $class))))))
    (call $release (i32.const 40))
    (if (i32.eqz (local.get $record)) (then (call $full) (unreachable)))
    (i32.store offset=4 (local.get $record) (local.get $class))
    (local.get $record))
  (func $free (param $record i32)
    (local $head i32)
    (local.set $head (i32.add (i32.const 128) (i32.shl (i32.load offset=4 (local.get $record)) (i32.const 2))))
    (call $acquire (i32.const 40))
    (i32.store (local.get $record) (i32.load (local.get $head)))
    (i32.store (local.get $head) (local.get $record))
    (call $release (i32.const 40)))
  (func (export "done") (param $job i32) (call $free (local.get $job)))

  ;; Puts a job at the end of the queue of jobs. Whether there are more jobs than workers for them.
  (func $put (param $job i32) (result i32)
    (local $last i32) (local $jobs i32)
    (i32.store (local.get $job) (i32.const 0))
    (call $acquire (i32.const 20))
    (local.set $last (i32.load (i32.const 28)))
    (i32.store (select (local.get $last) (i32.const 24) (local.get $last)) (local.get $job))
    (i32.store (i32.const 28) (local.get $job))
    (local.set $jobs (i32.add (i32.atomic.rmw.add (i32.const 16) (i32.const 1)) (i32.const 1)))
    (i32.gt_u (local.get $jobs) (i32.load (i32.const 32)))
    (call $release (i32.const 20)))
  ;; The threads of a group that have not begun are there no more.
  (func $cancel-jobs (param $group i32)
    (local $before i32) (local $job i32) (local $next i32)
    (call $acquire (i32.const 20))
    (local.set $job (i32.load (i32.const 24)))
    (loop $each
      (if (local.get $job)
        (then
          (local.set $next (i32.load (local.get $job)))
          (if (i32.eq (i32.load offset=20 (local.get $job)) (local.get $group))
            (then
              (i32.store (select (local.get $before) (i32.const 24) (local.get $before)) (local.get $next))
              (if (i32.eqz (local.get $next)) (then (i32.store (i32.const 28) (local.get $before))))
              (drop (i32.atomic.rmw.sub (i32.const 16) (i32.const 1)))
              (drop (i32.atomic.rmw.sub offset=12 (local.get $group) (i32.const 1)))
              (drop (i64.atomic.rmw.sub (i32.const 0) (i64.const 0x1_0000_0000)))
              (call $free (local.get $job)))
            (else (local.set $before (local.get $job))))
          (local.set $job (local.get $next))
          (br $each))))
    (call $release (i32.const 20)))
  ;; Gives a job to the workers. The number of the thread.
  (func (export "spawn") (param $job i32) (result i32)
    (local $thread i32)
    (local.set $thread (i32.add (i32.atomic.rmw.add (i32.const 12) (i32.const 1)) (i32.const 1)))
    (i32.store offset=8 (local.get $job) (local.get $thread))
    (i32.store offset=20 (local.get $job) (i32.load offset=28 (global.get $self)))
    (if (i32.load offset=28 (global.get $self))
      (then (drop (i32.atomic.rmw.add offset=12 (i32.load offset=28 (global.get $self)) (i32.const 1)))))
    (drop (i64.atomic.rmw.add (i32.const 0) (i64.const 0x1_0000_0000)))
    (if (call $put (local.get $job))
      (then
        (if (i32.lt_u
              (i32.sub (i32.atomic.load (i32.const 36)) (i32.atomic.load (i32.const 108)))
              (i32.load (i32.const 8)))
          (then (call $wanted)))))
    (drop (memory.atomic.notify (i32.const 16) (i32.const 1)))
    (local.get $thread))

  ;; The next job, whose thread runs from now on; 0 if there is none, and this worker has waited until there was some news.
  (func (export "take") (result i32)
    (local $job i32)
    (call $acquire (i32.const 20))
    (local.set $job (i32.load (i32.const 24)))
    (if (i32.eqz (local.get $job))
      (then
        (i32.store (i32.const 32) (i32.add (i32.load (i32.const 32)) (i32.const 1)))
        (call $release (i32.const 20))
        (drop (memory.atomic.wait32 (i32.const 16) (i32.const 0) (i64.const -1)))
        (call $acquire (i32.const 20))
        (i32.store (i32.const 32) (i32.sub (i32.load (i32.const 32)) (i32.const 1)))
        (local.set $job (i32.load (i32.const 24)))))
    ;; What its arguments refer to is known by them as long as it is in the queue, and by the thread when that runs.
    (if (local.get $job)
      (then
        (if (i32.eqz (call $try-enter))
          (then
            (call $release (i32.const 20))
            (call $until-released)
            (return (i32.const 0))))
        (i32.store (i32.const 24) (i32.load (local.get $job)))
        (if (i32.eq (i32.load (i32.const 28)) (local.get $job)) (then (i32.store (i32.const 28) (i32.const 0))))
        (drop (i32.atomic.rmw.sub (i32.const 16) (i32.const 1)))
        (i32.store offset=24 (global.get $self) (i32.load offset=8 (local.get $job)))
        (i32.store offset=28 (global.get $self) (i32.load offset=20 (local.get $job)))))
    (call $release (i32.const 20))
    (local.get $job)))
