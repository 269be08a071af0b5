;; Threads add to one counter, each in one step.
(module
  (memory 1 1 shared)
  (func (export "add") (result i32)
    (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))
    (i32.const 1)))
