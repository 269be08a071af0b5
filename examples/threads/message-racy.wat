;; Message passing without a lock: a thread writes a message and then raises a flag; main reads them.
;;
;; What to look for: under sequentially consistent interleaving main may read before the flag is up, so there are two outcomes: 0, and 42.
;; It never sees the flag without the message. On real hardware these accesses are unordered and it could; message-passing.wat mends that.
(module
  (type $job (shared (func)))
  (type $spawn (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (global $message (shared (mut i32)) (i32.const 0))
  (global $flag (shared (mut i32)) (i32.const 0))
  (func $send (type $job)
    (global.set $message (i32.const 42))
    (global.set $flag (i32.const 1)))
  (elem declare (ref (shared func)) (ref.func $send))
  (func (export "main") (result i32)
    (drop (call $spawn (ref.func $send)))
    (if (result i32) (global.get $flag)
      (then (global.get $message))
      (else (i32.const 0)))))
