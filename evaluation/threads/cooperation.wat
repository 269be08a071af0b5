;; Cooperative threads, by stack switching: a thread is a continuation, which suspends where it yields. This module is translated as others
;; are, so what a thread has on its stack, and what yields, is captured as ever. reduction/rules/cooperation.ts has the rules.

(type $job (func))
(type $thread (cont $job))
;; Those that are ready, in their order.
(type $place (struct (field $thread (ref $thread)) (field $next (mut (ref null $place)))))
(type $queue (struct
  (field $first (mut (ref null $place)))
  (field $last (mut (ref null $place)))         ;; if there is a first
  (field $length (mut i32))
  (field $turn (mut i32))))                     ;; 1 while one of them has its turn

;; Registers of the driver: whether inside of a continuation, and which trap it was.
(import "driver" "IN" (global $IN (mut i32)))
(import "driver" "TRAP" (global $TRAP (mut i32)))

(tag $yield)
(global $made (export "made") (mut i32) (i32.const 0))                           ;; how many threads have been made
(global $ready (export "ready") (mut (ref null $queue)) (ref.null $queue))       ;; of the call that runs: null if it has made none

(func $turn (export "turn") (result i32)
  (if (result i32) (ref.is_null (global.get $ready)) (then (i32.const 0)) (else (struct.get $queue $turn (global.get $ready)))))
(func $length (result i32)
  (if (result i32) (ref.is_null (global.get $ready)) (then (i32.const 0)) (else (struct.get $queue $length (global.get $ready)))))

(func $append (param $k (ref $thread)) (local $q (ref null $queue)) (local $p (ref null $place))
  (if (ref.is_null (local.tee $q (global.get $ready))) (then
    (global.set $ready (local.tee $q (struct.new_default $queue)))))
  (local.set $p (struct.new $place (local.get $k) (ref.null $place)))
  (if (ref.is_null (struct.get $queue $first (local.get $q)))
    (then (struct.set $queue $first (local.get $q) (local.get $p)))
    (else (struct.set $place $next (struct.get $queue $last (local.get $q)) (local.get $p))))
  (struct.set $queue $last (local.get $q) (local.get $p))
  (struct.set $queue $length (local.get $q) (i32.add (struct.get $queue $length (local.get $q)) (i32.const 1))))
;; The first one, which is not ready any more.
(func $next (result (ref $thread)) (local $q (ref null $queue)) (local $p (ref null $place))
  (local.set $p (struct.get $queue $first (local.tee $q (global.get $ready))))
  (struct.set $queue $first (local.get $q) (struct.get $place $next (local.get $p)))
  (struct.set $queue $length (local.get $q) (i32.sub (struct.get $queue $length (local.get $q)) (i32.const 1)))
  (struct.get $place $thread (local.get $p)))

;; A thread more: its number.
(func (export "add") (param $k (ref $thread)) (result i32)
  (call $append (local.get $k))
  (global.set $made (i32.add (global.get $made) (i32.const 1)))
  (global.get $made))

;; Lets so many go on, each up to where it yields or ends. For the driver a turn begins outside of every continuation, as what a host function
;; calls: so no handler around is found. No exception gets out either.
(func $turns (param $n i32) (local $in i32)
  (local.set $in (global.get $IN))
  (block $uncaught
    (loop $more
      (if (i32.eqz (local.get $n)) (then (return)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (struct.set $queue $turn (global.get $ready) (i32.const 1))
      (global.set $IN (i32.const 0))
      (block $left
        (block $yields (result (ref $thread))
          (try_table (catch_all $uncaught) (resume $thread (on $yield $yields) (call $next)))
          (br $left))
        (call $append))
      (global.set $IN (local.get $in))
      (struct.set $queue $turn (global.get $ready) (i32.const 0))
      (br $more)))
  (global.set $TRAP (i32.const 8))
  (unreachable))

;; Nothing has been cancelled: the result is 0.
(func (export "yield") (result i32)
  (if (call $turn) (then (suspend $yield)) (else (call $turns (call $length))))
  (i32.const 0))
;; The end of a call: all go on, until nobody is ready.
(func (export "finish")
  (loop $round
    (call $turns (call $length))
    (br_if $round (call $length))))
