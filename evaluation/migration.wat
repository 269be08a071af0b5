;; Migration: continuations that threads pass to each other, on a host whose threads cannot see each other's structures.
;;
;; A shared continuation lies in the heap that all threads have, and so does what it consists of:
;;   continuation   run-time type, stack (0: consumed)
;;   stack          header, innermost frame, slot of the function that returns its handlers (-1: none), the stack around
;;   frame          header, slot of the function that enters it, pc, parent, locals and operands
;; To run, it needs the structures of the driver. A stack is made of its record at once, a frame when it is entered, so a resume costs what
;; runs, not what is on the stack. There are two structures for frames:
;;   $tracked       a frame that has been entered or saved by this thread; its record has all but the parent, which is known when it is captured
;;   $rest          a frame that this thread has not entered, and all below it
;; Stacks and frames are records (see `heap/allocation.wat`). One belongs to a continuation, or to the thread that has resumed it; then a
;; collection has to know, and finds from there those that have not been entered: a resume changes the innermost frames alone.
;; The module begins with driver-types.wat.

(type $rest (sub final $tracked (struct
  (field $parent (mut (ref null $frame))) (field $entry (ref $entry)) (field $pc (mut i32))
  (field $record i32))))
;; On top of the target of a switch: puts what the switch has captured into the continuation that the target is given. If no handler takes
;; the switch, it puts the target back to where it was taken from.
(type $seal (sub final $frame (struct
  (field $parent (mut (ref null $frame))) (field $entry (ref $entry)) (field $pc (mut i32))
  (field $self (ref $cont)) (field $into i32) (field $from i32))))
(type $handlers_of (func (result (ref $handlers))))

(import "weft:heap" "memory" (memory 1 16384 shared))
(import "weft:heap" "functions" (table $functions 0 funcref))
(import "weft:heap" "HERE" (global $HERE (mut i32)))
(import "weft:heap" "END" (global $END (mut i32)))
(import "weft:heap" "THREAD" (global $THREAD (mut i32)))
(import "weft:heap" "refill-quietly" (func $refill (param i32) (result i32)))
(import "weft:heap" "record" (func $take_record (param i32) (result i32)))
(import "weft" "EXN" (global $EXN (mut exnref)))
(import "weft" "SIG" (global $SIG (mut i32)))
(import "weft" "TARGET" (global $TARGET (mut (ref null $stack))))
(import "weft" "trap" (func $trap (param i32)))

(func $allocate (param $n i32) (result i32) (local $a i32)
  (local.set $a (global.get $HERE))
  (if (i32.lt_u (i32.sub (global.get $END) (local.get $a)) (local.get $n)) (then (return (call $refill (local.get $n)))))
  (global.set $HERE (i32.add (local.get $a) (local.get $n)))
  (local.get $a))
;; A record belongs to this thread, or to a continuation.
(func $claim (param $r i32)
  (if (local.get $r) (then
    (i32.store (local.get $r) (i32.or (i32.and (i32.load (local.get $r)) (i32.const -8)) (i32.const 1))))))
(func $freeze (param $r i32)
  (i32.store (local.get $r) (i32.or (i32.and (i32.load (local.get $r)) (i32.const -8)) (i32.const 2))))

;; A continuation of these stacks; what has been written to them can be seen by whoever resumes it.
(func $cont (export "cont") (param $type i32) (param $stack i32) (result i32) (local $k i32)
  (i32.store (local.tee $k (call $allocate (i32.const 8))) (local.get $type))
  (i32.atomic.store offset=4 (local.get $k) (local.get $stack))
  (local.get $k))
;; The stacks of a continuation, which is consumed thereby: of several threads, one gets them.
(func $take (param $k i32) (result i32) (local $s i32)
  (if (i32.eqz (local.get $k)) (then (call $trap (i32.const 1))))
  (if (i32.eqz (local.tee $s (i32.atomic.rmw.xchg offset=4 (local.get $k) (i32.const 0)))) (then (call $trap (i32.const 2))))
  (local.get $s))
;; Records of stacks have 16 bytes. Those that are free in this thread are in a list of its region, as `heap/allocation.wat` says.
(func $take_stack (result i32) (local $s i32)
  (if (i32.eqz (local.tee $s (i32.load offset=72 (global.get $THREAD)))) (then (return (call $take_record (i32.const 16)))))
  (i32.store offset=72 (global.get $THREAD) (i32.load offset=4 (local.get $s)))
  (local.get $s))
(func $give_stack (param $s i32)
  (i32.store (local.get $s) (i32.const 16))
  (i32.store offset=4 (local.get $s) (i32.load offset=72 (global.get $THREAD)))
  (i32.store offset=72 (global.get $THREAD) (local.get $s)))
(func $stack (param $top i32) (param $handlers i32) (result i32) (local $s i32)
  (i32.store (local.tee $s (call $take_stack)) (i32.const 18)) ;; 16, and it belongs to a continuation
  (i32.store offset=4 (local.get $s) (local.get $top))
  (i32.store offset=8 (local.get $s) (local.get $handlers))
  (i32.store offset=12 (local.get $s) (i32.const 0))
  (local.get $s))
;; A continuation that begins with a frame.
(func (export "start") (param $r i32) (param $type i32) (result i32)
  (i64.store offset=8 (local.get $r) (i64.const 0))
  (call $freeze (local.get $r))
  (call $cont (local.get $type) (call $stack (local.get $r) (i32.const -1))))
;; A continuation with a frame on top of it.
(func (export "bind") (param $k i32) (param $r i32) (param $type i32) (result i32) (local $s i32)
  (local.set $s (call $take (local.get $k)))
  (i32.store offset=8 (local.get $r) (i32.const 0))
  (i32.store offset=12 (local.get $r) (i32.load offset=4 (local.get $s)))
  (i32.store offset=4 (local.get $s) (local.get $r))
  (call $freeze (local.get $r))
  (call $cont (local.get $type) (local.get $s)))

;; ---- From records to structures.

;; Its pc says that it stands inside of a try_table, so that exceptions are shown to it.
(func $rest (param $r i32) (result (ref $frame))
  (struct.new $rest (ref.null $frame) (ref.func $enter_rest) (i32.const 1) (local.get $r)))
(func $enter_rest (type $entry) (local $r i32) (local $pc i32) (local $parent i32) (local $below (ref null $frame)) (local $x exnref)
  (local $f (ref $frame)) (local $entry (ref $entry))
  (local.set $r (struct.get $rest $record (ref.cast (ref $rest) (local.get 0))))
  (local.set $pc (i32.load offset=8 (local.get $r)))
  (if (local.tee $parent (i32.load offset=12 (local.get $r))) (then
    (call $claim (local.get $parent))
    (struct.set $frame $parent (local.get 0) (local.tee $below (call $rest (local.get $parent))))))
  (if (i32.eqz (ref.is_null (global.get $EXN))) (then
    (if (i32.eqz (i32.and (local.get $pc) (i32.const 1))) (then
      (local.set $x (global.get $EXN))
      (global.set $EXN (ref.null exn))
      (throw_ref (local.get $x))))))
  (call_ref $entry
    (local.tee $f (struct.new $tracked
      (local.get $below)
      (local.tee $entry (ref.cast (ref $entry) (table.get $functions (i32.load offset=4 (local.get $r)))))
      (local.get $pc) (local.get $r)))
    (local.get $entry))
  ;; A tail call has put a frame between the two.
  (struct.set $frame $parent (local.get 0) (struct.get $frame $parent (local.get $f))))
(func $handlers (param $slot i32) (result (ref null $handlers))
  (if (i32.lt_s (local.get $slot) (i32.const 0)) (then (return (ref.null $handlers))))
  (call_indirect $functions (type $handlers_of) (local.get $slot)))
;; Takes a continuation. The structure of its first stack is what the driver runs.
(func $thaw (export "thaw") (param $k i32) (result (ref $stack))
  (local $s i32) (local $next i32) (local $first (ref null $stack)) (local $last (ref null $stack)) (local $stack (ref null $stack))
  (local.set $s (call $take (local.get $k)))
  (loop $each
    (call $claim (i32.load offset=4 (local.get $s)))
    (local.set $stack (struct.new $stack
      (call $rest (i32.load offset=4 (local.get $s))) (call $handlers (i32.load offset=8 (local.get $s))) (ref.null $stack) (ref.null $stack)))
    (if (ref.is_null (local.get $last))
      (then (local.set $first (local.get $stack)))
      (else (struct.set $stack $next (local.get $last) (local.get $stack))))
    (local.set $last (local.get $stack))
    (local.set $next (i32.load offset=12 (local.get $s)))
    (call $give_stack (local.get $s))
    (br_if $each (local.tee $s (local.get $next))))
  (if (i32.eqz (ref.eq (local.get $first) (local.get $last))) (then
    (struct.set $stack $last (local.get $first) (local.get $last))))
  (ref.as_non_null (local.get $first)))

;; ---- From structures to records.

;; Where the record of a frame is. Inside of a shared continuation, all frames have one.
(func $record_of (param $f (ref null $frame)) (result i32)
  (if (ref.is_null (local.get $f)) (then (return (i32.const 0))))
  (struct.get $tracked $record (ref.cast (ref $tracked) (local.get $f))))
;; The record of a frame that has not been entered; 0 if it is another one.
(func (export "rest") (param $f (ref null $frame)) (result i32)
  (if (i32.eqz (ref.test (ref $rest) (local.get $f))) (then (return (i32.const 0))))
  (call $record_of (local.get $f)))
;; Writes down the parents of the frames that this thread has saved. What it has belongs to a continuation then.
(func $link (param $f (ref null $frame))
  (loop $each
    (if (ref.is_null (local.get $f)) (then (return)))
    (call $freeze (call $record_of (local.get $f)))
    (if (ref.test (ref $rest) (local.get $f)) (then (return)))
    (i32.store offset=12 (call $record_of (local.get $f)) (call $record_of (struct.get $frame $parent (local.get $f))))
    (local.set $f (struct.get $frame $parent (local.get $f)))
    (br $each)))
(func $freeze_stacks (param $s (ref null $stack)) (result i32) (local $first i32) (local $last i32) (local $r i32) (local $slot i32)
  (loop $each
    (call $link (struct.get $stack $top (local.get $s)))
    (local.set $slot (i32.const -1))
    (if (i32.eqz (ref.is_null (struct.get $stack $handlers (local.get $s)))) (then
      (local.set $slot (struct.get $handlers $slot (struct.get $stack $handlers (local.get $s))))))
    (local.set $r (call $stack (call $record_of (struct.get $stack $top (local.get $s))) (local.get $slot)))
    (if (local.get $last)
      (then (i32.store offset=12 (local.get $last) (local.get $r)))
      (else (local.set $first (local.get $r))))
    (local.set $last (local.get $r))
    (local.set $s (struct.get $stack $next (local.get $s)))
    (br_if $each (i32.eqz (ref.is_null (local.get $s)))))
  (local.get $first))
;; A shared continuation of what has been captured.
(func (export "freeze") (param $s (ref null $stack)) (param $type i32) (result i32)
  (call $cont (local.get $type) (call $freeze_stacks (local.get $s))))

;; The target of a switch: what is captured comes to $self, and from there into the shared continuation $into before the target goes on.
(func (export "seal") (param $k i32) (param $self (ref $cont)) (param $into i32) (result (ref $stack)) (local $s (ref null $stack))
  (local.set $s (call $thaw (local.get $k)))
  (struct.set $stack $top (local.get $s)
    (struct.new $seal
      (struct.get $stack $top (local.get $s)) (ref.func $enter_seal) (i32.const 0) (local.get $self) (local.get $into) (local.get $k)))
  (ref.as_non_null (local.get $s)))
(func $enter_seal (type $entry) (local $z (ref null $seal))
  (local.set $z (ref.cast (ref $seal) (local.get 0)))
  (if (i32.eq (global.get $SIG) (i32.const 3)) (then
    (struct.set $stack $top (global.get $TARGET) (struct.get $frame $parent (local.get $z)))
    (i32.atomic.store offset=4 (struct.get $seal $from (local.get $z)) (call $freeze_stacks (global.get $TARGET)))
    (return)))
  (i32.atomic.store offset=4
    (struct.get $seal $into (local.get $z))
    (call $freeze_stacks (struct.get $cont $first (struct.get $seal $self (local.get $z))))))

(elem declare func $enter_rest $enter_seal)
