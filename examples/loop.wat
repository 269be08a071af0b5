;; A loop: 5! by counting down.
;;
;; What to look for: `loop` becomes a label whose continuation is the loop itself (label₀{loop …}), `block` one whose continuation is empty.
;; So `br $again` runs the loop once more, and `br_if $done` leaves it: rules Step_pure/br-label-succ, then br-label-zero.
(module
  (func $factorial (param $n i64) (result i64)
    (local $product i64)
    (local.set $product (i64.const 1))
    (block $done
      (loop $again
        (br_if $done (i64.eqz (local.get $n)))
        (local.set $product (i64.mul (local.get $product) (local.get $n)))
        (local.set $n (i64.sub (local.get $n) (i64.const 1)))
        (br $again)))
    local.get $product)

  (func (export "main") (result i64)
    (call $factorial (i64.const 5))))
