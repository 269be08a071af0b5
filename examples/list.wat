;; A linked list of structures: build 1, 2, …, n and add it up.
;;
;; What to look for: each struct.new adds an instance to S.structs and leaves its address, (ref.struct a); nothing is ever removed, for
;; collecting garbage is no part of the semantics. The type $list refers to itself: a recursive type.
(module
  (rec (type $list (struct (field $head i32) (field $tail (ref null $list)))))

  (func $upto (param $n i32) (result (ref null $list))
    (local $list (ref null $list))
    (loop $again
      (if (local.get $n)
        (then
          (local.set $list (struct.new $list (local.get $n) (local.get $list)))
          (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (br $again))))
    local.get $list)

  (func $sum (param $list (ref null $list)) (result i32)
    (if (result i32) (ref.is_null (local.get $list))
      (then (i32.const 0))
      (else
        (i32.add
          (struct.get $list $head (local.get $list))
          (call $sum (struct.get $list $tail (local.get $list)))))))

  (func (export "main") (result i32)
    (call $sum (call $upto (i32.const 10)))))
