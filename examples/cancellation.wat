;; Cancellation: a task is thrown out of its suspension, and cleans up on the way.
;;
;; What to look for: `resume_throw` makes an exception and resumes the continuation with it (rules Step/resume_throw-cont and
;; Step/resume_throw_ref-cont), so `throw_ref` stands where the task had suspended. The handler inside the task, which came back with the
;; continuation, catches it; the one around resume_throw would catch it otherwise.
(module
  (type $ft (func (result i32)))
  (type $ct (cont $ft))
  (tag $pause)
  (tag $cancel (param i32))

  ;; 1 if it ends by itself, otherwise the reason why it was cancelled
  (func $task (result i32)
    (block $cancelled (result i32)
      (try_table (catch $cancel $cancelled)
        (suspend $pause))
      (return (i32.const 1))))
  (elem declare func $task)

  (func $start (result (ref $ct))
    (block $on_pause (result (ref $ct))
      (resume $ct (on $pause $on_pause) (cont.new $ct (ref.func $task)))
      unreachable))

  ;; one task ends by itself: 1; another is cancelled with the reason 41
  (func (export "main") (result i32)
    (i32.add
      (resume $ct (call $start))
      (resume_throw $ct $cancel (i32.const 41) (call $start)))))
