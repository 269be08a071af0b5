;; Work stealing: green threads that move between threads, with both proposals in one program.
;;
;; What to look for: a task is a shared continuation. It forks by suspending with a new task: the worker that runs it puts what is left
;; of it onto its own stack, and goes on with the new task. A worker whose stack is empty takes from another one's. So a task that began
;; in one thread may go on in another, with its locals. Stacks are lists whose first element is exchanged atomically, so no two workers
;; resume the same continuation. The task of n adds Fibonacci's number of n to $sum: it forks the task of n - 2, and goes on with n - 1.
;; Whatever the schedule, main returns 1, for n = 2. `npm run explore FILE -- --invoke run 2 2` shows how many moves there may be.
(module
  (type $task (shared (func)))
  (type $k (shared (cont $task)))
  (type $node (shared (struct (field $task (ref $k)) (field $next (ref null $node)))))
  (type $stacks (shared (array (mut (ref null $node)))))
  (type $pool (shared (struct
    (field $stacks (ref $stacks))                    ;; one for each worker
    (field $tasks (mut i32))                         ;; that have not ended
    (field $news (mut i32))                          ;; grows with each task that is put onto a stack, and when the last one ends
    (field $idle (ref (shared waitqueue)))           ;; workers that wait for news
    (field $sum (mut i32))
    (field $moves (mut i32)))))
  (type $job (shared (func (param (ref $pool) i32))))
  (type $spawn (shared (func (param (ref null $job) (ref $pool) i32) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))
  (type $fork (shared (func (param (ref $k)))))
  (tag $fork (type $fork))
  (global $me (thread_local (mut i32)) (i32.const 0))  ;; the worker that a thread is

  ;; ---- The tasks.

  (type $fib (shared (func (param (ref $pool) i32))))
  (type $k-fib (shared (cont $fib)))
  (func $fib (type $fib) (param $pool (ref $pool)) (param $n i32)
    (local $here i32)
    (loop $again
      (if (i32.ge_u (local.get $n) (i32.const 2))
        (then
          (local.set $here (global.get $me))
          (suspend $fork (call $task (local.get $pool) (i32.sub (local.get $n) (i32.const 2))))
          (if (i32.ne (local.get $here) (global.get $me))
            (then (drop (struct.atomic.rmw.add $pool $moves (local.get $pool) (i32.const 1)))))
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (br $again))))
    (drop (struct.atomic.rmw.add $pool $sum (local.get $pool) (local.get $n))))
  (elem declare (ref (shared func)) (ref.func $fib))

  (type $new-task (shared (func (param (ref $pool) i32) (result (ref $k)))))
  (func $task (type $new-task) (param $pool (ref $pool)) (param $n i32) (result (ref $k))
    (cont.bind $k-fib $k (local.get $pool) (local.get $n) (cont.new $k-fib (ref.func $fib))))

  ;; ---- The stacks.

  (type $push (shared (func (param (ref $pool) i32 (ref $k)))))
  (func $push (type $push) (param $pool (ref $pool)) (param $worker i32) (param $task (ref $k))
    (local $top (ref null $node))
    (loop $again
      (local.set $top (array.atomic.get $stacks (struct.get $pool $stacks (local.get $pool)) (local.get $worker)))
      (br_if $again (i32.eqz (ref.eq (local.get $top)
        (array.atomic.rmw.cmpxchg $stacks (struct.get $pool $stacks (local.get $pool)) (local.get $worker)
          (local.get $top) (struct.new $node (local.get $task) (local.get $top)))))))
    (call $tell (local.get $pool) (i32.const 1)))

  (type $pop (shared (func (param (ref $pool) i32) (result (ref null $k)))))
  (func $pop (type $pop) (param $pool (ref $pool)) (param $worker i32) (result (ref null $k))
    (local $top (ref null $node))
    (loop $again
      (local.set $top (array.atomic.get $stacks (struct.get $pool $stacks (local.get $pool)) (local.get $worker)))
      (if (ref.is_null (local.get $top)) (then (return (ref.null $k))))
      (br_if $again (i32.eqz (ref.eq (local.get $top)
        (array.atomic.rmw.cmpxchg $stacks (struct.get $pool $stacks (local.get $pool)) (local.get $worker)
          (local.get $top) (struct.get $node $next (local.get $top)))))))
    (struct.get $node $task (local.get $top)))

  ;; a task from this worker's stack, or from the first of the others that has one
  (type $find (shared (func (param (ref $pool)) (result (ref null $k)))))
  (func $find (type $find) (param $pool (ref $pool)) (result (ref null $k))
    (local $worker i32) (local $task (ref null $k))
    (local.set $worker (global.get $me))
    (loop $again
      (local.set $task (call $pop (local.get $pool) (local.get $worker)))
      (if (ref.is_null (local.get $task))
        (then
          (local.set $worker (i32.rem_u
            (i32.add (local.get $worker) (i32.const 1))
            (array.len (struct.get $pool $stacks (local.get $pool)))))
          (br_if $again (i32.ne (local.get $worker) (global.get $me))))))
    (local.get $task))

  ;; ---- The workers.

  ;; there are news for so many workers
  (type $tell (shared (func (param (ref $pool) i32))))
  (func $tell (type $tell) (param $pool (ref $pool)) (param $workers i32)
    (drop (struct.atomic.rmw.add $pool $news (local.get $pool) (i32.const 1)))
    (drop (waitqueue.notify (struct.get $pool $idle (local.get $pool)) (local.get $workers))))

  ;; runs a task, and those that are forked, until one has ended
  (type $run-task (shared (func (param (ref $pool) (ref $k)))))
  (func $run-task (type $run-task) (param $pool (ref $pool)) (param $task (ref $k))
    (local $rest (ref null $k))
    (loop $again
      (block $on-fork (result (ref $k) (ref $k))
        (resume $k (on $fork $on-fork) (local.get $task))
        (if (i32.eq (struct.atomic.rmw.sub $pool $tasks (local.get $pool) (i32.const 1)) (i32.const 1))
          (then (call $tell (local.get $pool) (i32.const -1))))
        (return))
      (local.set $rest)
      (local.set $task)
      (drop (struct.atomic.rmw.add $pool $tasks (local.get $pool) (i32.const 1)))
      (call $push (local.get $pool) (global.get $me) (ref.as_non_null (local.get $rest)))
      (br $again)))

  ;; runs tasks until all have ended; what has changed since $news was read is seen before it waits
  (func $work (type $job) (param $pool (ref $pool)) (param $worker i32)
    (local $task (ref null $k)) (local $news i32)
    (global.set $me (local.get $worker))
    (loop $again
      (local.set $news (struct.atomic.get $pool $news (local.get $pool)))
      (local.set $task (call $find (local.get $pool)))
      (if (i32.eqz (ref.is_null (local.get $task)))
        (then
          (call $run-task (local.get $pool) (ref.as_non_null (local.get $task)))
          (br $again)))
      (if (struct.atomic.get $pool $tasks (local.get $pool))
        (then
          (drop (struct.wait $pool $news
            (local.get $pool) (struct.get $pool $idle (local.get $pool)) (local.get $news) (i64.const -1)))
          (br $again)))))
  (elem declare (ref (shared func)) (ref.func $work))

  ;; Fibonacci's number of $n, by so many workers, of which main is the first; and how often a task has moved
  (func $run (export "run") (param $workers i32) (param $n i32) (result i32 i32)
    (local $pool (ref null $pool)) (local $i i32)
    (local.set $pool (struct.new $pool
      (array.new_default $stacks (local.get $workers)) (i32.const 1) (i32.const 0) (waitqueue.new) (i32.const 0) (i32.const 0)))
    (call $push (ref.as_non_null (local.get $pool)) (i32.const 0)
      (call $task (ref.as_non_null (local.get $pool)) (local.get $n)))
    (loop $spawning
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (if (i32.lt_u (local.get $i) (local.get $workers))
        (then
          (drop (call $spawn (ref.func $work) (ref.as_non_null (local.get $pool)) (local.get $i)))
          (br $spawning))))
    (call $work (ref.as_non_null (local.get $pool)) (i32.const 0))
    (struct.atomic.get $pool $sum (local.get $pool))
    (struct.atomic.get $pool $moves (local.get $pool)))

  (func (export "main") (result i32)
    (call $run (i32.const 2) (i32.const 2))
    (drop)))
