;; Records, which `allocation.wat` describes, as a collection finds them. In a block they follow each other; behind the last there are zeros.
(module $records
  (import "weft:heap" "memory" (memory 1 16384 shared))

  (func $first-unused (result i32) (i32.load (i32.const 172)))
  (func $is-record (param $p i32) (result i32)
    (i32.eq (i32.load8_u offset=0x10000 (i32.shr_u (local.get $p) (i32.const 16))) (i32.const 8)))
  (func $record-size (param $r i32) (result i32) (i32.and (i32.load (local.get $r)) (i32.const -8)))
  ;; The first record from a place on where one may begin; the end of the used blocks if there is none.
  (func $next-record (export "next-record") (param $a i32) (result i32)
    (local $end i32)
    (local.set $end (i32.shl (call $first-unused) (i32.const 16)))
    (loop $next
      (if (i32.ge_u (local.get $a) (local.get $end)) (then (return (local.get $end))))
      (if (i32.or (i32.and (local.get $a) (i32.const 0xffff)) (call $is-record (local.get $a)))
        (then (if (i32.load (local.get $a)) (then (return (local.get $a))))))
      (local.set $a (i32.and (i32.add (local.get $a) (i32.const 0x10000)) (i32.const -0x10000)))
      (br $next))
    (unreachable))

  ;; Nobody has free records; then those that are found are put into the lists for all.
  (func $clear-lists
    (local $thread i32)
    (memory.fill (i32.const 1024) (i32.const 0) (i32.const 448))
    (local.set $thread (i32.load (i32.const 180)))
    (loop $next
      (if (local.get $thread)
        (then
          (memory.fill (i32.add (local.get $thread) (i32.const 64)) (i32.const 0) (i32.const 448))
          (local.set $thread (i32.load offset=4 (local.get $thread)))
          (br $next)))))
  ;; Whether a thread takes records from a block that it has not used yet.
  (func $is-current (param $block i32) (result i32)
    (local $thread i32)
    (local.set $thread (i32.load (i32.const 180)))
    (loop $next
      (if (i32.eqz (local.get $thread)) (then (return (i32.const 0))))
      (if (i32.eq (i32.shr_u (i32.sub (i32.load offset=32 (local.get $thread)) (i32.const 1)) (i32.const 16)) (local.get $block))
        (then (return (i32.const 1))))
      (local.set $thread (i32.load offset=4 (local.get $thread)))
      (br $next))
    (unreachable))
  ;; As in `allocation.wat`.
  (func $list (param $size i32) (result i32)
    (if (i32.le_u (local.get $size) (i32.const 512)) (then (return (i32.shr_u (local.get $size) (i32.const 1)))))
    (i32.add (i32.const 220) (i32.shl (i32.ctz (local.get $size)) (i32.const 2))))
  (func $is-marked (param $p i32) (result i32)
    (i32.and (i32.const 1) (i32.shr_u
      (i32.load offset=0x600000 (i32.and (i32.shr_u (local.get $p) (i32.const 6)) (i32.const -4)))
      (i32.shr_u (local.get $p) (i32.const 3)))))
  (func $free-record (param $r i32) (param $size i32)
    (local $list i32)
    (local.set $list (call $list (local.get $size)))
    (i32.store (local.get $r) (local.get $size))
    (i32.store offset=4 (local.get $r) (i32.load offset=1024 (local.get $list)))
    (i32.store offset=1024 (local.get $list) (local.get $r))
    (if (i32.load (i32.const 140)) (then
      (memory.fill (i32.add (local.get $r) (i32.const 8)) (i32.const 0xab) (i32.sub (local.get $size) (i32.const 8))))))
  ;; The records of a block: frees those that are not marked, if so wanted. How many others there are.
  (func $sweep-block (param $block i32) (param $free i32) (result i32)
    (local $r i32) (local $end i32) (local $used i32)
    (local.set $r (i32.shl (local.get $block) (i32.const 16)))
    (local.set $end (i32.add (local.get $r) (i32.const 0x10000)))
    (loop $next
      (if (i32.lt_u (local.get $r) (local.get $end)) (then
        (if (i32.load (local.get $r)) (then
          (if (call $is-marked (local.get $r))
            (then (local.set $used (i32.add (local.get $used) (i32.const 1))))
            (else (if (local.get $free) (then (call $free-record (local.get $r) (call $record-size (local.get $r)))))))
          (local.set $r (i32.add (local.get $r) (call $record-size (local.get $r))))
          (br $next))))))
    (local.get $used))
  ;; Records that nobody knows are free, and blocks in which there is no other.
  (func (export "sweep-records")
    (local $r i32) (local $block i32) (local $blocks i32) (local $used i32)
    (call $clear-lists)
    (i32.store (i32.const 224) (i32.const 0))
    (local.set $r (call $next-record (i32.const 0x2600000)))
    (loop $next
      (if (i32.lt_u (local.get $r) (i32.shl (call $first-unused) (i32.const 16)))
        (then
          (local.set $block (i32.shr_u (local.get $r) (i32.const 16)))
          (local.set $blocks (i32.shr_u (i32.add (call $record-size (local.get $r)) (i32.const 0xffff)) (i32.const 16)))
          (local.set $used (call $sweep-block (local.get $block) (i32.const 0)))
          (i32.store (i32.const 224) (i32.add (i32.load (i32.const 224)) (local.get $used)))
          (if (i32.or (local.get $used) (call $is-current (local.get $block)))
            (then (drop (call $sweep-block (local.get $block) (i32.const 1))))
            (else (memory.fill (i32.add (i32.const 0x10000) (local.get $block)) (i32.const 0) (local.get $blocks))))
          (local.set $r (call $next-record (i32.shl (i32.add (local.get $block) (local.get $blocks)) (i32.const 16))))
          (br $next))))))
