;; The runtime of shared things: what translated modules import from the module `weft:heap`, with `allocation.wat`. Each thread has an
;; instance of its own, over the one heap that all threads have in common.
(module $heap
  (import "weft:heap" "memory" (memory 1 16384 shared))

  ;; All exceptions with shared tags are thrown with this one, and the address of the exception.
  (tag (export "exception") (param i32))

  ;; Why it trapped.
  (global $TRAP (export "heap:TRAP") (mut i32) (i32.const 0))

  (func $trap (export "trap") (param $why i32)
    (global.set $TRAP (local.get $why))
    (unreachable))

  ;; The same value n times from an address on.
  (func (export "fill16") (param $a i32) (param $v i32) (param $n i32)
    (loop $next
      (if (i32.eqz (local.get $n)) (then (return)))
      (i32.store16 (local.get $a) (local.get $v))
      (local.set $a (i32.add (local.get $a) (i32.const 2)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br $next)))
  (func $fill32 (export "fill32") (param $a i32) (param $v i32) (param $n i32)
    (loop $next
      (if (i32.eqz (local.get $n)) (then (return)))
      (i32.store (local.get $a) (local.get $v))
      (local.set $a (i32.add (local.get $a) (i32.const 4)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br $next)))
  (func (export "fill64") (param $a i32) (param $v i64) (param $n i32)
    (loop $next
      (if (i32.eqz (local.get $n)) (then (return)))
      (i64.store (local.get $a) (local.get $v))
      (local.set $a (i32.add (local.get $a) (i32.const 8)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br $next)))
  (func (export "fill128") (param $a i32) (param $v v128) (param $n i32)
    (loop $next
      (if (i32.eqz (local.get $n)) (then (return)))
      (v128.store (local.get $a) (local.get $v))
      (local.set $a (i32.add (local.get $a) (i32.const 16)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br $next)))

  ;; Grows a table by n elements; its old length, or -1. Elements are there before the length says so, and one thread at a time does this.
  (func (export "grow") (param $t i32) (param $v i32) (param $n i32) (result i32) (local $old i32)
    (loop $lock
      (br_if $lock (i32.atomic.rmw.xchg (i32.add (local.get $t) (i32.const 8)) (i32.const 1))))
    (local.set $old (i32.load (local.get $t)))
    (if (i32.gt_u (local.get $n) (i32.sub (i32.load offset=4 (local.get $t)) (local.get $old)))
      (then (local.set $old (i32.const -1)))
      (else
        (call $fill32
          (i32.add (i32.add (local.get $t) (i32.const 16)) (i32.shl (local.get $old) (i32.const 2)))
          (local.get $v) (local.get $n))
        (i32.atomic.store (local.get $t) (i32.add (local.get $old) (local.get $n)))))
    (i32.atomic.store (i32.add (local.get $t) (i32.const 8)) (i32.const 0))
    (local.get $old)))
