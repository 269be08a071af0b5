;; Stopping. A thread that is about to sleep, or at a place where it may be stopped, leaves those that run, and enters them again when it
;; goes on, for which it waits while another thread has all others stopped. So does JavaScript around what may take long.

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
