;; Exceptions: a search that leaves a recursion by throwing what it found.
;;
;; What to look for: `throw` allocates an exception in S.exns and becomes `throw_ref`, which removes labels and frames until it stands in a
;; handler; the handler's clauses are tried from the left (rules Step_read/throw_ref-…). The clause for $lost is passed over.
(module
  (tag $found (param i32))
  (tag $lost)

  ;; the smallest divisor of $n that is at least $d
  (func $search (param $n i32) (param $d i32)
    (if (i32.eqz (i32.rem_u (local.get $n) (local.get $d)))
      (then (throw $found (local.get $d))))
    (call $search (local.get $n) (i32.add (local.get $d) (i32.const 1))))

  (func $divisor (param $n i32) (result i32)
    (block $lost
      (block $found (result i32)
        (try_table (catch $lost $lost) (catch $found $found)
          (call $search (local.get $n) (i32.const 2)))
        unreachable)
      return)
    i32.const 0)

  (func (export "main") (result i32)
    (call $divisor (i32.const 91))))
