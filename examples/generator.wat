;; A generator: a function that yields numbers, and a consumer that adds them up.
;;
;; What to look for: `cont.new` makes a suspended computation, `resume` puts a prompt on the stack and runs it there. `suspend $yield` takes
;; everything inside the prompt off the stack again, as a new continuation (rule Step/suspend-prompt), and hands it with the number to the
;; label $on_yield. A continuation is used once: each resume consumes it, each suspend makes the next.
(module
  (type $ft (func))
  (type $ct (cont $ft))
  (tag $yield (param i32))

  ;; yields 3, 2, 1
  (func $generate
    (local $n i32)
    (local.set $n (i32.const 3))
    (loop $again
      (suspend $yield (local.get $n))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again (local.get $n))))
  (elem declare func $generate)

  (func (export "main") (result i32)
    (local $k (ref null $ct))
    (local $sum i32)
    (local.set $k (cont.new $ct (ref.func $generate)))
    (loop $again
      (block $on_yield (result i32 (ref $ct))
        (resume $ct (on $yield $on_yield) (local.get $k))
        ;; the generator has returned
        (return (local.get $sum)))
      ;; [number, continuation]
      (local.set $k)
      (local.set $sum (i32.add (local.get $sum)))
      (br $again))
    unreachable))
