;; run n _: the nodes of a full binary tree of depth n, made and counted
(module
  (type $tree (struct (field $left (ref null $tree)) (field $right (ref null $tree))))
  (func $make (param $n i32) (result (ref null $tree))
    (if (result (ref null $tree)) (local.get $n)
      (then
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (struct.new $tree (call $make (local.get $n)) (call $make (local.get $n))))
      (else (ref.null $tree))))
  (func $count (param $tree (ref null $tree)) (result i32)
    (if (result i32) (ref.is_null (local.get $tree))
      (then (i32.const 0))
      (else
        (i32.add (i32.const 1)
          (i32.add
            (call $count (struct.get $tree $left (local.get $tree)))
            (call $count (struct.get $tree $right (local.get $tree))))))))
  (func (export "run") (param $n i32) (param i32) (result i32)
    (call $count (call $make (local.get $n)))))
