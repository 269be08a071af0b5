;; A parallel sieve: threads strike out the multiples of primes, each in another segment of the numbers.
;;
;; What to look for: main first sieves the numbers up to the root of $n by itself; what follows only reads them. Threads take segments
;; from an atomic counter, and no two write the same element, so nothing in the array needs to be atomic. What they have counted is added
;; up by an atomic addition. Whatever the schedule, main returns 6: below 16 there are the primes 2, 3, 5, 7, 11 and 13. `npm run run
;; FILE -- --invoke run 2 10000000` counts those below ten million with two threads.
(module
  (type $flags (shared (array (mut i8))))
  (type $sieve (shared (struct
    (field $n i32)
    (field $length i32)                              ;; of a segment
    (field $composite (ref $flags))
    (field $next (mut i32))                          ;; where the next segment begins
    (field $primes (mut i32))
    (field $running (mut i32))
    (field $ended (ref (shared waitqueue))))))
  (type $job (shared (func (param (ref $sieve)))))
  (type $spawn (shared (func (param (ref null $job) (ref $sieve)) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))

  ;; strikes out the multiples of p, from its square on, in the numbers from $from to $to
  (type $strike (shared (func (param (ref $flags) i32 i32 i32))))
  (func $strike (type $strike) (param $composite (ref $flags)) (param $p i32) (param $from i32) (param $to i32)
    (local $i i32)
    (local.set $i (i32.mul (local.get $p) (i32.div_u
      (i32.add (local.get $from) (i32.sub (local.get $p) (i32.const 1))) (local.get $p))))
    (if (i32.lt_u (local.get $i) (i32.mul (local.get $p) (local.get $p)))
      (then (local.set $i (i32.mul (local.get $p) (local.get $p)))))
    (block $done
      (loop $again
        (br_if $done (i32.ge_u (local.get $i) (local.get $to)))
        (array.set $flags (local.get $composite) (local.get $i) (i32.const 1))
        (local.set $i (i32.add (local.get $i) (local.get $p)))
        (br $again))))

  ;; sieves a segment, and counts what is left in it
  (type $segment (shared (func (param (ref $flags) i32 i32) (result i32))))
  (func $segment (type $segment) (param $composite (ref $flags)) (param $from i32) (param $to i32) (result i32)
    (local $i i32) (local $primes i32)
    (local.set $i (i32.const 2))
    (block $done
      (loop $again
        (br_if $done (i32.ge_u (i32.mul (local.get $i) (local.get $i)) (local.get $to)))
        (if (i32.eqz (array.get_u $flags (local.get $composite) (local.get $i)))
          (then (call $strike (local.get $composite) (local.get $i) (local.get $from) (local.get $to))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $again)))
    (local.set $i (local.get $from))
    (block $done
      (loop $again
        (br_if $done (i32.ge_u (local.get $i) (local.get $to)))
        (local.set $primes (i32.add (local.get $primes)
          (i32.eqz (array.get_u $flags (local.get $composite) (local.get $i)))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $again)))
    (local.get $primes))

  ;; takes segments until there is none left
  (func $work (type $job) (param $sieve (ref $sieve))
    (local $from i32) (local $to i32) (local $primes i32)
    (block $done
      (loop $again
        (local.set $from (struct.atomic.rmw.add $sieve $next (local.get $sieve) (struct.get $sieve $length (local.get $sieve))))
        (br_if $done (i32.ge_u (local.get $from) (struct.get $sieve $n (local.get $sieve))))
        (local.set $to (i32.add (local.get $from) (struct.get $sieve $length (local.get $sieve))))
        (if (i32.gt_u (local.get $to) (struct.get $sieve $n (local.get $sieve)))
          (then (local.set $to (struct.get $sieve $n (local.get $sieve)))))
        (local.set $primes (i32.add (local.get $primes)
          (call $segment (struct.get $sieve $composite (local.get $sieve)) (local.get $from) (local.get $to))))
        (br $again)))
    (drop (struct.atomic.rmw.add $sieve $primes (local.get $sieve) (local.get $primes)))
    (if (i32.eq (struct.atomic.rmw.sub $sieve $running (local.get $sieve) (i32.const 1)) (i32.const 1))
      (then (drop (waitqueue.notify (struct.get $sieve $ended (local.get $sieve)) (i32.const 1))))))
  (elem declare (ref (shared func)) (ref.func $work))

  ;; waits until all threads have ended
  (func $join (type $job) (param $sieve (ref $sieve))
    (local $running i32)
    (loop $again
      (local.set $running (struct.atomic.get $sieve $running (local.get $sieve)))
      (if (local.get $running)
        (then
          (drop (struct.wait $sieve $running
            (local.get $sieve) (struct.get $sieve $ended (local.get $sieve)) (local.get $running) (i64.const -1)))
          (br $again)))))

  ;; two segments for each thread, and more of them if they would not fit into a small cache
  (func $length (param $numbers i32) (param $threads i32) (result i32)
    (local $length i32)
    (local.set $length (i32.add (i32.div_u (local.get $numbers) (i32.mul (local.get $threads) (i32.const 2))) (i32.const 1)))
    (select (local.get $length) (i32.const 32768) (i32.lt_u (local.get $length) (i32.const 32768))))

  ;; how many primes there are below $n, found by so many threads; $n from 2
  (func $run (export "run") (param $threads i32) (param $n i32) (result i32)
    (local $root i32) (local $composite (ref null $flags)) (local $sieve (ref null $sieve))
    (local.set $root (i32.trunc_f64_u (f64.ceil (f64.sqrt (f64.convert_i32_u (local.get $n))))))
    (local.set $composite (array.new_default $flags (local.get $n)))
    (local.set $sieve (struct.new $sieve
      (local.get $n) (call $length (i32.sub (local.get $n) (local.get $root)) (local.get $threads))
      (ref.as_non_null (local.get $composite)) (local.get $root)
      (call $segment (ref.as_non_null (local.get $composite)) (i32.const 2) (local.get $root))
      (local.get $threads) (waitqueue.new)))
    (loop $spawning
      (local.set $threads (i32.sub (local.get $threads) (i32.const 1)))
      (if (local.get $threads)
        (then
          (drop (call $spawn (ref.func $work) (ref.as_non_null (local.get $sieve))))
          (br $spawning))))
    (call $work (ref.as_non_null (local.get $sieve)))
    (call $join (ref.as_non_null (local.get $sieve)))
    (struct.atomic.get $sieve $primes (local.get $sieve)))

  (func (export "main") (result i32) (call $run (i32.const 2) (i32.const 16))))
