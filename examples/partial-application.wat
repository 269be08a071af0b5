;; cont.bind: a continuation that has some of its arguments already.
;;
;; What to look for: `cont.bind` consumes one continuation and makes another with values before its hole, E = E′[vⁿ _] (rule
;; Step/cont.bind-cont). The continuations of $sub and $bound have different types, and one code can run either.
(module
  (type $binary (func (param i32 i32) (result i32)))
  (type $unary (func (param i32) (result i32)))
  (type $nullary (func (result i32)))
  (type $k2 (cont $binary))
  (type $k1 (cont $unary))
  (type $k0 (cont $nullary))

  (func $sub (type $binary) (i32.sub (local.get 0) (local.get 1)))
  (elem declare func $sub)

  ;; 50 - 8: the first argument is bound first
  (func (export "main") (result i32)
    (local $bound (ref null $k1))
    (local.set $bound (cont.bind $k2 $k1 (i32.const 50) (cont.new $k2 (ref.func $sub))))
    (resume $k0 (cont.bind $k1 $k0 (i32.const 8) (local.get $bound)))))
