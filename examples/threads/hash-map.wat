;; A concurrent hash map of shared structures: threads count numbers in it, without any lock.
;;
;; What to look for: a bucket is a list of entries, to which new ones are added in front by a compare-exchange of references. If it
;; fails, another thread has been faster, perhaps with the same key: so the list is searched again, and a new entry is made only if the
;; key is still not there. What an entry counts is added to atomically. Main reads the map when all threads have ended. Whatever the
;; schedule, it returns 24: two entries, which count four numbers in all.
(module
  (type $entry (shared (struct (field $key i32) (field $count (mut i32)) (field $next (ref null $entry)))))
  (type $buckets (shared (array (mut (ref null $entry)))))
  (type $map (shared (struct
    (field $buckets (ref $buckets))
    (field $running (mut i32))                       ;; threads that use it
    (field $ended (ref (shared waitqueue))))))
  (type $job (shared (func (param (ref $map) i32))))
  (type $spawn (shared (func (param (ref null $job) (ref $map) i32) (result i32))))
  (import "thread" "spawn_ref" (func $spawn (type $spawn)))

  ;; the bucket of a key: the upper half of a product, modulo the number of buckets
  (type $hash (shared (func (param (ref $map) i32) (result i32))))
  (func $hash (type $hash) (param $map (ref $map)) (param $key i32) (result i32)
    (i32.rem_u (i32.shr_u (i32.mul (local.get $key) (i32.const 0x9e3779b1)) (i32.const 16))
      (array.len (struct.get $map $buckets (local.get $map)))))

  ;; the entry of a key in a list, if there is one
  (type $search (shared (func (param (ref null $entry) i32) (result (ref null $entry)))))
  (func $search (type $search) (param $entry (ref null $entry)) (param $key i32) (result (ref null $entry))
    (block $end
      (loop $again
        (br_if $end (ref.is_null (local.get $entry)))
        (br_if $end (i32.eq (struct.get $entry $key (local.get $entry)) (local.get $key)))
        (local.set $entry (struct.get $entry $next (local.get $entry)))
        (br $again)))
    (local.get $entry))

  ;; the entry of a key, which is made if there is none
  (type $entry-of (shared (func (param (ref $map) i32) (result (ref $entry)))))
  (func $entry-of (type $entry-of) (param $map (ref $map)) (param $key i32) (result (ref $entry))
    (local $bucket i32) (local $head (ref null $entry)) (local $entry (ref null $entry))
    (local.set $bucket (call $hash (local.get $map) (local.get $key)))
    (loop $again (result (ref $entry))
      (local.set $head (array.atomic.get $buckets (struct.get $map $buckets (local.get $map)) (local.get $bucket)))
      (local.set $entry (call $search (local.get $head) (local.get $key)))
      (if (i32.eqz (ref.is_null (local.get $entry))) (then (return (ref.as_non_null (local.get $entry)))))
      (local.set $entry (struct.new $entry (local.get $key) (i32.const 0) (local.get $head)))
      (br_if $again (i32.eqz (ref.eq (local.get $head)
        (array.atomic.rmw.cmpxchg $buckets (struct.get $map $buckets (local.get $map)) (local.get $bucket)
          (local.get $head) (local.get $entry)))))
      (ref.as_non_null (local.get $entry))))

  ;; counts each number from 1 to $n once
  (func $count (type $job) (param $map (ref $map)) (param $n i32)
    (loop $again
      (drop (struct.atomic.rmw.add $entry $count (call $entry-of (local.get $map) (local.get $n)) (i32.const 1)))
      (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (if (i32.eq (struct.atomic.rmw.sub $map $running (local.get $map) (i32.const 1)) (i32.const 1))
      (then (drop (waitqueue.notify (struct.get $map $ended (local.get $map)) (i32.const 1))))))
  (elem declare (ref (shared func)) (ref.func $count))

  ;; waits until all threads have ended
  (func $join (param $map (ref $map))
    (local $running i32)
    (loop $again
      (local.set $running (struct.atomic.get $map $running (local.get $map)))
      (if (local.get $running)
        (then
          (drop (struct.wait $map $running
            (local.get $map) (struct.get $map $ended (local.get $map)) (local.get $running) (i64.const -1)))
          (br $again)))))

  ;; how many entries there are, and the sum of what they count
  (func $totals (param $map (ref $map)) (result i32 i32)
    (local $bucket i32) (local $entry (ref null $entry)) (local $entries i32) (local $sum i32)
    (loop $next
      (local.set $entry (array.get $buckets (struct.get $map $buckets (local.get $map)) (local.get $bucket)))
      (loop $again
        (if (i32.eqz (ref.is_null (local.get $entry)))
          (then
            (local.set $entries (i32.add (local.get $entries) (i32.const 1)))
            (local.set $sum (i32.add (local.get $sum) (struct.get $entry $count (local.get $entry))))
            (local.set $entry (struct.get $entry $next (local.get $entry)))
            (br $again))))
      (local.set $bucket (i32.add (local.get $bucket) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $bucket) (array.len (struct.get $map $buckets (local.get $map))))))
    (local.get $entries) (local.get $sum))

  ;; so many threads count each number from 1 to $n
  (func $run (export "run") (param $threads i32) (param $n i32) (result i32 i32)
    (local $map (ref null $map)) (local $i i32)
    (local.set $map (struct.new $map
      (array.new_default $buckets (i32.add (i32.div_u (local.get $n) (i32.const 4)) (i32.const 1)))
      (local.get $threads) (waitqueue.new)))
    (loop $spawning
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (if (i32.lt_u (local.get $i) (local.get $threads))
        (then
          (drop (call $spawn (ref.func $count) (ref.as_non_null (local.get $map)) (local.get $n)))
          (br $spawning))))
    (call $count (ref.as_non_null (local.get $map)) (local.get $n))
    (call $join (ref.as_non_null (local.get $map)))
    (call $totals (ref.as_non_null (local.get $map))))

  ;; 10 * entries + the sum of what they count
  (func (export "main") (result i32)
    (local $sum i32)
    (call $run (i32.const 2) (i32.const 2))
    (local.set $sum)
    (i32.const 10) (i32.mul) (local.get $sum) (i32.add)))
