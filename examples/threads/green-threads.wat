;; Green threads inside of threads: both proposals in one program. Two threads run each a little scheduler of continuations.
;;
;; What to look for: continuations belong to the thread that made them: they are shared continuations of shared functions here, since shared
;; code uses only shared things, but none of them moves. Each scheduler resumes its two tasks in turn until both have ended; the tasks of
;; both threads add to one atomic counter. One outcome: 8.
(module
  (type $job (shared (func)))
  (type $spawn (shared (func (param (ref null $job)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (type $task (shared (func)))
  (type $k (shared (cont $task)))
  (tag $yield (type $task))
  (global $count (shared (mut i32)) (i32.const 0))
  (global $running (shared (mut i32)) (i32.const 2))
  (global $queue (shared (ref (shared waitqueue))) (waitqueue.new))

  (func $add-twice (type $task)
    (drop (global.atomic.rmw.add $count (i32.const 1)))
    (suspend $yield)
    (drop (global.atomic.rmw.add $count (i32.const 1))))

  ;; resumes a task once; what is left of it, or null
  (type $once (shared (func (param (ref null $k)) (result (ref null $k)))))
  (func $once (type $once)
    (block $on-yield (result (ref $k))
      (resume $k (on $yield $on-yield) (local.get 0))
      (return (ref.null $k))))

  (func $scheduler (type $job)
    (local $a (ref null $k)) (local $b (ref null $k))
    (local.set $a (cont.new $k (ref.func $add-twice)))
    (local.set $b (cont.new $k (ref.func $add-twice)))
    (loop $again
      (local.set $a (call $once (local.get $a)))
      (local.set $b (call $once (local.get $b)))
      (br_if $again (i32.eqz (ref.is_null (local.get $a)))))
    (if (i32.eq (global.atomic.rmw.sub $running (i32.const 1)) (i32.const 1))
      (then (drop (waitqueue.notify (global.get $queue) (i32.const 1))))))
  (elem declare (ref (shared func)) (ref.func $add-twice) (ref.func $scheduler))

  (func (export "main") (result i32)
    (local $n i32)
    (drop (call $spawn (ref.func $scheduler)))
    (call $scheduler)
    (loop $again
      (local.set $n (global.atomic.get $running))
      (if (local.get $n)
        (then
          (drop (global.wait $running (global.get $queue) (local.get $n) (i64.const -1)))
          (br $again))))
    (global.get $count)))
