;; A table of functions, called by index.
;;
;; What to look for: `call_indirect` is three instructions in one: it reduces to table.get, ref.cast and call_ref (rule
;; Step_pure/call_indirect). `--invoke apply 3 10` reads past the end of the table, `--invoke apply 2 10` finds a function of another
;; type: two different traps from two of these three.
(module
  (type $unary (func (param i32) (result i32)))
  (table $operations 3 funcref)
  (elem (i32.const 0) $double $square $nothing)

  (func $double (type $unary) (i32.mul (local.get 0) (i32.const 2)))
  (func $square (type $unary) (i32.mul (local.get 0) (local.get 0)))
  (func $nothing)

  (func $apply (export "apply") (param $operation i32) (param $x i32) (result i32)
    (call_indirect $operations (type $unary) (local.get $x) (local.get $operation)))

  ;; double (square 5)
  (func (export "main") (result i32)
    (call $apply (i32.const 0) (call $apply (i32.const 1) (i32.const 5)))))
