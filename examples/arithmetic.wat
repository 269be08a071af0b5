;; Arithmetic: the mean of two numbers, and one division that traps.
;;
;; What to look for: constants are values, so the first step of every line moves them to the left of the hole; `binop` then replaces two
;; values by one. Try `--invoke divide 1 0`: the rule Step_pure/binop-trap fires because binop(div_s, 1, 0) = ε, and the trap then
;; removes the frame around it, one rule at a time.
(module
  (func $mean (param $a i32) (param $b i32) (result i32)
    local.get $a
    local.get $b
    i32.add
    i32.const 2
    i32.div_s)

  (func (export "divide") (param $a i32) (param $b i32) (result i32)
    (i32.div_s (local.get $a) (local.get $b)))

  (func (export "main") (result i32)
    (call $mean (i32.const 40) (i32.const 44))))
