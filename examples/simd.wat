;; Vectors: four sums at once.
;;
;; What to look for: a v128 is one value; its shape belongs to the instruction. `i32x4.add` is the family `vbinop` at the shape i32x4, and
;; adds lane by lane.
(module
  (func (export "main") (result i32)
    (local $sums v128)
    (local.set $sums
      (i32x4.add (v128.const i32x4 1 2 3 4) (v128.const i32x4 10 20 30 40)))
    ;; the last lane is 44; the minimum with 42 in every lane, in that lane, is 42
    (i32x4.extract_lane 3 (i32x4.min_s (local.get $sums) (i32x4.splat (i32.const 42))))))
