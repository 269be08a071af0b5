;; A parallel Mandelbrot set: threads take the rows of a picture, one after the other.
;;
;; What to look for: rows take unequal time, so which thread does which depends on the schedule; the picture does not. Its pixels are
;; written without any order among threads, since each is written once. Main reads them after all threads have ended: what they wrote
;; before they counted down $running, atomically, happens before that. Whatever the schedule, main returns 57, the sum of the nine pixels
;; 1 2 2, 1 5 20 and 1 5 20: as many steps as a point takes to leave the disk of radius 2, at most 20.
(module
  (type $pixels (shared (array (mut i8))))
  (type $picture (shared (struct
    (field $size i32)
    (field $pixels (ref $pixels))                    ;; row by row
    (field $next (mut i32))                          ;; the next row
    (field $running (mut i32))
    (field $ended (ref (shared waitqueue))))))
  (type $job (shared (func (param (ref $picture)))))
  (type $spawn (shared (func (param (ref null $job) (ref $picture)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))

  ;; z := z² + c, from 0: how many times until |z| > 2, at most 20
  (type $steps (shared (func (param f64 f64) (result i32))))
  (func $steps (type $steps) (param $re f64) (param $im f64) (result i32)
    (local $x f64) (local $y f64) (local $xx f64) (local $yy f64) (local $n i32)
    (loop $again
      (local.set $y (f64.add (f64.mul (f64.mul (f64.const 2) (local.get $x)) (local.get $y)) (local.get $im)))
      (local.set $x (f64.add (f64.sub (local.get $xx) (local.get $yy)) (local.get $re)))
      (local.set $xx (f64.mul (local.get $x) (local.get $x)))
      (local.set $yy (f64.mul (local.get $y) (local.get $y)))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (br_if $again (i32.and
        (i32.lt_u (local.get $n) (i32.const 20))
        (f64.le (f64.add (local.get $xx) (local.get $yy)) (f64.const 4)))))
    (local.get $n))

  ;; from -1.5 to 1.5 in so many steps
  (type $coordinate (shared (func (param i32 i32) (result f64))))
  (func $coordinate (type $coordinate) (param $i i32) (param $size i32) (result f64)
    (f64.sub
      (f64.div (f64.mul (f64.const 3) (f64.convert_i32_u (local.get $i))) (f64.convert_i32_u (local.get $size)))
      (f64.const 1.5)))

  (type $row (shared (func (param (ref $pixels) i32 i32))))
  (func $row (type $row) (param $pixels (ref $pixels)) (param $size i32) (param $row i32)
    (local $column i32) (local $im f64)
    (local.set $im (call $coordinate (local.get $row) (local.get $size)))
    (loop $again
      (array.set $pixels (local.get $pixels)
        (i32.add (i32.mul (local.get $row) (local.get $size)) (local.get $column))
        (call $steps (f64.sub (call $coordinate (local.get $column) (local.get $size)) (f64.const 0.5)) (local.get $im)))
      (local.set $column (i32.add (local.get $column) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $column) (local.get $size)))))

  ;; takes rows until there is none left
  (func $work (type $job) (param $picture (ref $picture))
    (local $row i32)
    (block $done
      (loop $again
        (local.set $row (struct.atomic.rmw.add $picture $next (local.get $picture) (i32.const 1)))
        (br_if $done (i32.ge_u (local.get $row) (struct.get $picture $size (local.get $picture))))
        (call $row
          (struct.get $picture $pixels (local.get $picture)) (struct.get $picture $size (local.get $picture)) (local.get $row))
        (br $again)))
    (if (i32.eq (struct.atomic.rmw.sub $picture $running (local.get $picture) (i32.const 1)) (i32.const 1))
      (then (drop (waitqueue.notify (struct.get $picture $ended (local.get $picture)) (i32.const 1))))))
  (elem declare (ref (shared func)) (ref.func $work))

  ;; waits until all threads have ended
  (func $join (type $job) (param $picture (ref $picture))
    (local $running i32)
    (loop $again
      (local.set $running (struct.atomic.get $picture $running (local.get $picture)))
      (if (local.get $running)
        (then
          (drop (struct.wait $picture $running
            (local.get $picture) (struct.get $picture $ended (local.get $picture)) (local.get $running) (i64.const -1)))
          (br $again)))))

  (func $sum (param $pixels (ref $pixels)) (result i32)
    (local $i i32) (local $sum i32)
    (loop $again
      (local.set $sum (i32.add (local.get $sum) (array.get_u $pixels (local.get $pixels) (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $i) (array.len (local.get $pixels)))))
    (local.get $sum))

  ;; the sum of the pixels of a picture with so many rows and columns, made by so many threads
  (func $run (export "run") (param $threads i32) (param $size i32) (result i32)
    (local $picture (ref null $picture))
    (local.set $picture (struct.new $picture
      (local.get $size) (array.new_default $pixels (i32.mul (local.get $size) (local.get $size))) (i32.const 0)
      (local.get $threads) (waitqueue.new)))
    (loop $spawning
      (local.set $threads (i32.sub (local.get $threads) (i32.const 1)))
      (if (local.get $threads)
        (then
          (drop (call $spawn (ref.func $work) (ref.as_non_null (local.get $picture))))
          (br $spawning))))
    (call $work (ref.as_non_null (local.get $picture)))
    (call $join (ref.as_non_null (local.get $picture)))
    (call $sum (struct.get $picture $pixels (local.get $picture))))

  (func (export "main") (result i32) (call $run (i32.const 2) (i32.const 3))))
