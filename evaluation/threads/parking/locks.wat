;; What threads share besides the program's own memories: wait queues, jobs for workers, and how many threads there are.
;;
;; The files of this folder are one module. Every worker has an instance of it, all with the same memory. Addresses in it:
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
;;               0 next waiter, 4 space, 8 address (i64), 16 whether it has been woken (2: given up, 3: it will be), 20 whether it waits without a timeout,
;;               24 thread, 28 the group of that thread, or 0
;;
;; A wait queue is named by a space and an address. Queues of one bucket share its list, which is in the order of arrival.

(import "weft" "control" (memory 1 1024 shared))
(import "weft" "self" (global $self i32))                       ;; the block of this worker
(import "weft" "deadlocked" (func $deadlocked))                 ;; says so; if it returns, all that wait are given up
(import "weft" "given-up" (func $given-up))                     ;; this thread waits no longer; a trap follows
(import "weft" "wanted" (func $wanted))                         ;; a job waits, and no worker is there for it
(import "weft" "full" (func $full))                             ;; there is no memory for a job; a trap follows
(import "weft" "now" (func $now (result f64)))                  ;; the time in nanoseconds, from some time on

;; Locks: 0 free, 1 taken, 2 taken and somebody waits.

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
