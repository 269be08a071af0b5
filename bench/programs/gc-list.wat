;; run n _: a list of n structures, made and added up
(module
  (type $list (struct (field $head i32) (field $tail (ref null $list))))
  (func (export "run") (param $n i32) (param i32) (result i32)
    (local $list (ref null $list)) (local $sum i32)
    (loop $make
      (local.set $list (struct.new $list (local.get $n) (local.get $list)))
      (br_if $make (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (loop $add
      (local.set $sum (i32.add (local.get $sum) (struct.get $list $head (local.get $list))))
      (local.set $list (struct.get $list $tail (local.get $list)))
      (br_if $add (i32.eqz (ref.is_null (local.get $list)))))
    local.get $sum))
