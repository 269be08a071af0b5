;; Threads enter four numbers each into a hash table of 128 places. They meet only from the twelfth thread on.
(module
  (memory 1 1 shared)
  (func (export "enter") (param $id i32) (result i32)
    (local $m i32) (local $number i32) (local $place i32)
    (loop $more
      (local.set $number (i32.add (i32.mul (local.get $m) (i32.const 11)) (local.get $id)))
      (local.set $place (i32.rem_u (i32.mul (local.get $number) (i32.const 7)) (i32.const 128)))
      (loop $taken
        (if (i32.atomic.rmw.cmpxchg (i32.mul (local.get $place) (i32.const 4)) (i32.const 0) (local.get $number))
          (then
            (local.set $place (i32.rem_u (i32.add (local.get $place) (i32.const 1)) (i32.const 128)))
            (br $taken))))
      (local.set $m (i32.add (local.get $m) (i32.const 1)))
      (br_if $more (i32.lt_u (local.get $m) (i32.const 4))))
    (i32.const 1)))
