;; One thread writes a number, others read it: each reader sees it or does not, independently of the others.
(module
  (memory 1 1 shared)
  (func (export "write") (result i32)
    (i32.atomic.store (i32.const 0) (i32.const 42))
    (i32.const 1))
  (func (export "read") (result i32)
    (drop (i32.atomic.load (i32.const 0)))
    (i32.const 1)))
