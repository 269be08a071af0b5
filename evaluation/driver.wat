;; The driver: what runs continuations, on a host that knows nothing of them.
;;
;; A function that is left by a suspension saves its frame in the heap; a continuation is a chain of such frames. Registers are globals: they
;; carry values between frames, and say why a function returned. The first module of a store that needs the driver contains it, the others
;; import it from there. Its types are in driver-types.wat.
;;
;; A store with a heap that threads share has a driver with the lines that begin with `;;heap`, which a reader leaves out otherwise. It takes
;; off the stack of references what frames have put there that are left (see `sharing/roots.ts`), and releases the records of frames that an
;; exception leaves.

;;heap (import "weft:heap" "memory" (memory 1 16384 shared))
;;heap (import "weft:heap" "THREAD" (global $THREAD (mut i32)))
;;heap (import "weft:heap" "release" (func $release (param i32)))

;; ---- Registers.

(global $SIG (mut i32) (i32.const 0))             ;; why functions return: 0 normally, 1 because of a suspend, 2 because of a switch;
                                                  ;; 3 if the target of a switch is to be put back
(global $IN (mut i32) (i32.const 0))              ;; 1 inside of a continuation
(global $STATUS (mut i32) (i32.const 0))          ;; what a frame that stands at a resume is to do next: 0 take results, n handler n
(global $TRAP (mut i32) (i32.const 0))            ;; which trap of stack switching it was, of those that $trap lists
(global $EXN (mut exnref) (ref.null exn))         ;; the exception that is to be thrown in the frame that is entered
(global $HEAD (mut (ref null $frame)) (ref.null $frame))  ;; the frames that are being saved: the innermost
(global $TAIL (mut (ref null $frame)) (ref.null $frame))  ;; and the outermost
(global $TAG (mut (ref null $tag)) (ref.null $tag))       ;; of the suspend or switch
(global $FIRST (mut (ref null $stack)) (ref.null $stack)) ;; what has been captured so far
(global $HANDLERS (mut (ref null $handlers)) (ref.null $handlers)) ;; of the last resume that has been captured
(global $TARGET (mut (ref null $stack)) (ref.null $stack)) ;; of a switch: where to
(global $FROM (mut (ref null $cont)) (ref.null $cont))    ;; of a switch: the continuation that the target was taken from; null: a shared one
(global $SELF (mut (ref null $cont)) (ref.null $cont))    ;; of a switch: the continuation that takes what is captured

(global $TRACING i32 (i32.const 0))               ;; whether $run keeps what backtraces need: a translation chooses the code by it
(global $ENTER (mut (ref null $entry)) (ref.null $entry)) ;; if so, what enters frames: another instance's, so that nothing is inlined
(global $ACTIVE (mut (ref null $activation)) (ref.null $activation)) ;; the innermost call of $run

;; Values, by kind; what exceeds them goes into one structure.
(global $i32.0 (mut i32) (i32.const 0))
(global $i32.1 (mut i32) (i32.const 0))
(global $i32.2 (mut i32) (i32.const 0))
(global $i32.3 (mut i32) (i32.const 0))
(global $i64.0 (mut i64) (i64.const 0))
(global $i64.1 (mut i64) (i64.const 0))
(global $i64.2 (mut i64) (i64.const 0))
(global $f32.0 (mut f32) (f32.const 0))
(global $f32.1 (mut f32) (f32.const 0))
(global $f64.0 (mut f64) (f64.const 0))
(global $f64.1 (mut f64) (f64.const 0))
(global $f64.2 (mut f64) (f64.const 0))
(global $v128.0 (mut v128) (v128.const i64x2 0 0))
(global $v128.1 (mut v128) (v128.const i64x2 0 0))
(global $any.0 (mut anyref) (ref.null any))
(global $any.1 (mut anyref) (ref.null any))
(global $any.2 (mut anyref) (ref.null any))
(global $func.0 (mut funcref) (ref.null func))
(global $func.1 (mut funcref) (ref.null func))
(global $extern.0 (mut externref) (ref.null extern))
(global $extern.1 (mut externref) (ref.null extern))
(global $exn.0 (mut exnref) (ref.null exn))
(global $exn.1 (mut exnref) (ref.null exn))
(global $MORE (mut structref) (ref.null struct))

;; ---- Functions.

;; Some exception, for functions that must return one although they have been left.
(tag $nothing)
(func $exception (result (ref exn))
  (block $it (result (ref exn))
    (try_table (catch_all_ref $it) (throw $nothing))
    (unreachable)))

;; 1 null continuation reference, 2 continuation already consumed, 3 unhandled tag, 4 uninitialized element, 5 indirect call type mismatch,
;; 6 null function reference, 7 suspension of a function whose results have no values, 8 uncaught exception in a thread
(func $trap (param $why i32)
  (global.set $TRAP (local.get $why))
  (unreachable))

;; Where a switch goes to.
(func $target (param $k (ref null $cont))
  (global.set $FROM (local.get $k))
  (global.set $TARGET (call $take (local.get $k))))
;; No handler takes the switch that is under way: its target has not been consumed. On top of a shared one stands a frame that puts it back.
(func $put-back (local $f (ref null $frame))
  (if (ref.is_null (global.get $FROM))
    (then
      (global.set $SIG (i32.const 3))
      (local.set $f (struct.get $stack $top (global.get $TARGET)))
      (call_ref $entry (ref.as_non_null (local.get $f)) (struct.get $frame $entry (local.get $f)))
      (global.set $SIG (i32.const 2)))
    (else (struct.set $cont $first (ref.as_non_null (global.get $FROM)) (global.get $TARGET)))))
;; A suspend or switch that no handler takes. It is a function to keep the code of those that never happen small.
(func $unhandled (param $tag (ref null $tag)) (param $signal i32)
  (global.set $TAG (local.get $tag))
  (global.set $SIG (local.get $signal))
  (if (i32.eq (local.get $signal) (i32.const 2)) (then (call $put-back)))
  (call $trap (i32.const 3)))

;; The first stack of a continuation, which is consumed thereby.
(func $take (param $k (ref null $cont)) (result (ref $stack)) (local $s (ref null $stack))
  (if (ref.is_null (local.get $k)) (then (call $trap (i32.const 1))))
  (local.set $s (struct.get $cont $first (local.get $k)))
  (if (ref.is_null (local.get $s)) (then (call $trap (i32.const 2))))
  (struct.set $cont $first (local.get $k) (ref.null $stack))
  (ref.as_non_null (local.get $s)))

;; Which of the tags is $TAG: $base plus its index; 0 if none is.
(func $find (param $tags (ref null $tags)) (param $base i32) (result i32) (local $i i32)
  (if (ref.is_null (local.get $tags)) (then (return (i32.const 0))))
  (loop $next
    (if (i32.ge_u (local.get $i) (array.len (local.get $tags))) (then (return (i32.const 0))))
    (if (ref.eq (array.get $tags (local.get $tags) (local.get $i)) (global.get $TAG))
      (then (return (i32.add (local.get $base) (local.get $i)))))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br $next))
  (unreachable))

;; Which handler takes the suspend or switch that is under way: its number from 1, the (on $e $l) counted alone; 0 if none does.
(func $match (param $hs (ref null $handlers)) (result i32)
  (if (i32.eq (global.get $SIG) (i32.const 1)) (then
    (if (ref.eq (struct.get $handlers $first (local.get $hs)) (global.get $TAG)) (then (return (i32.const 1))))
    (return (call $find (struct.get $handlers $more (local.get $hs)) (i32.const 2)))))
  (call $find (struct.get $handlers $switches (local.get $hs)) (i32.const 1)))

;; Notes what a call of $run is about, which has the activation $a if it is not the first time.
(func $note (param $a (ref null $activation)) (param $f (ref null $frame)) (param $around (ref null $stack)) (result (ref $activation))
  (if (ref.is_null (local.get $a))
    (then (global.set $ACTIVE
      (local.tee $a (struct.new $activation (local.get $f) (local.get $around) (global.get $ACTIVE)))))
    (else
      (struct.set $activation $frame (local.get $a) (local.get $f))
      (struct.set $activation $around (local.get $a) (local.get $around))))
  (ref.as_non_null (local.get $a)))
;; The call of $run with the activation $a is over.
(func $forget (param $a (ref null $activation))
  (global.set $ACTIVE (struct.get $activation $caller (local.get $a))))

;; Runs a chain of stacks to its end under the handlers of a resume. The result is 0 with results in the registers; n if handler n takes
;; a suspension, with its payload in the registers and what was captured in $FIRST; -1 if the suspension goes on outwards, which the
;; caller has to save itself for. An exception that leaves the stacks leaves this function.
(func $run (param $s (ref null $stack)) (param $hs (ref $handlers)) (result i32)
  (local $f (ref null $frame))       ;; the innermost frame of $s, which runs
  (local $outer (ref null $stack))   ;; the stack around $s
  (local $in i32) (local $hit i32)
  (local $first (ref null $stack)) (local $last (ref null $stack))
  (local $tail (ref null $frame)) (local $x exnref)
  (local $a (ref null $activation))
  ;;heap (local $top i32)            ;; where the stack of references ends for all frames that are entered here
  (local.set $in (global.get $IN))
  (global.set $IN (i32.const 1))
  ;;heap (local.set $top (i32.load (global.get $THREAD)))
  (local.set $f (struct.get $stack $top (local.get $s)))
  (local.set $outer (struct.get $stack $next (local.get $s)))
  (loop $continue
    ;;heap (i32.store (global.get $THREAD) (local.get $top))
    (if (global.get $TRACING) (then (local.set $a (call $note (local.get $a) (local.get $f) (local.get $outer)))))
    (block $thrown (result exnref)
      (try_table (catch_all_ref $thrown)
        (if (global.get $TRACING)
          (then (call_ref $entry (ref.as_non_null (local.get $f)) (global.get $ENTER)))
          (else (call_ref $entry (ref.as_non_null (local.get $f)) (struct.get $frame $entry (local.get $f))))))
      (if (i32.eqz (global.get $SIG)) (then
        ;; The frame is done: on with its parent, or with the stack around, or that was all.
        (br_if $continue (i32.eqz (ref.is_null (local.tee $f (struct.get $frame $parent (local.get $f))))))
        (if (ref.is_null (local.get $outer)) (then
          (global.set $IN (local.get $in))
          (if (global.get $TRACING) (then (call $forget (local.get $a))))
          (return (i32.const 0))))
        (local.set $s (local.get $outer))
        (local.set $outer (struct.get $stack $next (local.get $s)))
        (local.set $f (struct.get $stack $top (local.get $s)))
        (global.set $STATUS (i32.const 0))
        (br $continue)))

      ;; A suspension or a switch. The frames just saved are the innermost of this stack; below them is what has been in the heap already.
      (if (i32.eqz (ref.eq (local.tee $tail (global.get $TAIL)) (local.get $f))) (then
        (struct.set $frame $parent (local.get $tail) (struct.get $frame $parent (local.get $f)))))
      (struct.set $stack $top (local.get $s) (global.get $HEAD))
      (struct.set $stack $next (local.get $s) (ref.null $stack))
      (if (ref.is_null (local.tee $first (global.get $FIRST)))
        (then (local.set $first (local.get $s)))
        (else
          (struct.set $stack $handlers (local.get $s) (global.get $HANDLERS))
          (struct.set $stack $next (struct.get $stack $last (local.get $first)) (local.get $s))))
      (local.set $last (local.get $s))
      (block $found
        (block $base
          (loop $search
            (br_if $base (ref.is_null (local.get $outer)))
            (br_if $found (local.tee $hit (call $match (struct.get $stack $handlers (local.get $outer)))))
            (struct.set $stack $next (local.get $last) (local.get $outer))
            (local.set $last (local.get $outer))
            (local.set $outer (struct.get $stack $next (local.get $outer)))
            (br $search)))
        ;; All stacks here are captured. The handlers are those of the resume that called this function.
        (struct.set $stack $next (local.get $last) (ref.null $stack))
        (struct.set $stack $last (local.get $first) (local.get $last))
        (if (local.tee $hit (call $match (local.get $hs))) (then
          (if (i32.eq (global.get $SIG) (i32.const 2)) (then
            (global.set $SIG (i32.const 0))
            (struct.set $cont $first (ref.as_non_null (global.get $SELF)) (local.get $first))
            (local.set $s (global.get $TARGET))
            (local.set $f (struct.get $stack $top (local.get $s)))
            (local.set $outer (struct.get $stack $next (local.get $s)))
            (br $continue)))
          (global.set $SIG (i32.const 0))
          (global.set $FIRST (local.get $first))
          (global.set $IN (local.get $in))
          ;;heap (i32.store (global.get $THREAD) (local.get $top))
          (if (global.get $TRACING) (then (call $forget (local.get $a))))
          (return (local.get $hit))))
        (if (i32.eqz (local.get $in)) (then
          (if (global.get $TRACING) (then (local.set $a (call $note (local.get $a) (ref.null $frame) (local.get $first)))))
          (if (i32.eq (global.get $SIG) (i32.const 2)) (then (call $put-back)))
          (call $trap (i32.const 3))))
        (global.set $FIRST (local.get $first))
        (global.set $HANDLERS (local.get $hs))
        (global.set $HEAD (ref.null $frame))
        (global.set $TAIL (ref.null $frame))
        (if (global.get $TRACING) (then (call $forget (local.get $a))))
        (return (i32.const -1)))

      ;; The handlers are those of a resume in the heap, at which the stack $outer stands.
      (struct.set $stack $next (local.get $last) (ref.null $stack))
      (struct.set $stack $last (local.get $first) (local.get $last))
      (if (i32.eq (global.get $SIG) (i32.const 2)) (then
        (global.set $SIG (i32.const 0))
        (struct.set $cont $first (ref.as_non_null (global.get $SELF)) (local.get $first))
        (local.set $s (global.get $TARGET))
        (struct.set $stack $next
          (if (result (ref null $stack)) (ref.is_null (struct.get $stack $last (local.get $s)))
            (then (local.get $s))
            (else (struct.get $stack $last (local.get $s))))
          (local.get $outer))
        (local.set $f (struct.get $stack $top (local.get $s)))
        (local.set $outer (struct.get $stack $next (local.get $s)))
        (br $continue)))
      (global.set $SIG (i32.const 0))
      (global.set $FIRST (local.get $first))
      (global.set $STATUS (local.get $hit))
      (local.set $s (local.get $outer))
      (local.set $outer (struct.get $stack $next (local.get $s)))
      (local.set $f (struct.get $stack $top (local.get $s)))
      (br $continue))

    ;; An exception leaves the frame. The next one to catch it, perhaps, is one that stands inside of a try_table.
    (local.set $x)
    (loop $unwind
      ;;heap (if (ref.test (ref $tracked) (local.get $f)) (then
      ;;heap   (call $release (struct.get $tracked $record (ref.cast (ref $tracked) (local.get $f))))))
      (local.set $f (struct.get $frame $parent (local.get $f)))
      (if (ref.is_null (local.get $f)) (then
        (if (ref.is_null (local.get $outer)) (then
          (global.set $IN (local.get $in))
          ;;heap (i32.store (global.get $THREAD) (local.get $top))
          (if (global.get $TRACING) (then (call $forget (local.get $a))))
          (throw_ref (local.get $x))))
        (local.set $s (local.get $outer))
        (local.set $outer (struct.get $stack $next (local.get $s)))
        (local.set $f (struct.get $stack $top (local.get $s)))))
      (br_if $unwind (i32.eqz (i32.and (struct.get $frame $pc (local.get $f)) (i32.const 1)))))
    (global.set $EXN (local.get $x))
    (br $continue))
  (unreachable))
