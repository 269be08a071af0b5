;; Spawning by table: the new thread's function is found by its index in a shared table.
;;
;; What to look for: `spawn_indirect` takes the table that this module exports as `__indirect_function_table`; its first parameter is an
;; index, and the others are those of the function. `--invoke run 2` reads past the end of the table, `--invoke run 1` finds an empty
;; element: both trap in the thread that spawns.
(module
  (type $job (shared (func (param i32))))
  (type $spawn (shared (func (param i32 i32) (result i32))))
  (import "thread" "spawn_indirect" (func $spawn (type $spawn)))
  (table (export "__indirect_function_table") shared 2 2 (ref null (shared func)))
  (elem (table 0) (i32.const 0) (ref null (shared func)) (ref.func $double))

  (global $queue (shared (ref (shared waitqueue))) (waitqueue.new))
  (global $answer (shared (mut i32)) (i32.const 0))

  (func $double (type $job)
    (global.atomic.set $answer (i32.mul (local.get 0) (i32.const 2)))
    (drop (waitqueue.notify (global.get $queue) (i32.const 1))))

  (func $run (export "run") (param $index i32) (result i32)
    (drop (call $spawn (local.get $index) (i32.const 21)))
    ;; waits only while there is no answer yet: whichever thread is first, nothing is lost
    (drop (global.wait $answer (global.get $queue) (i32.const 0) (i64.const -1)))
    (global.atomic.get $answer))

  (func (export "main") (result i32) (call $run (i32.const 0))))
