;; Collection: while all other threads are stopped, one of them marks what lives, and finds out which lines are free. Nothing moves. See
;; `allocation.wat` for fixed places and states of blocks.
;;
;; A word is followed only if it is the address of an object, as far as can be seen: there is one in the block, and the first word is the
;; address of a type. So words that are no references do no harm; they may make something live that nobody knows any more.
;;
;; In front of a type are 16 bytes for this: the size of a structure or of an element; where it has references; 0; the address of the type
;; itself. For structures and exceptions, the second is the address of a list: how many, offset*; for arrays, whether elements are
;; references.
(module $collection
  (import "weft:heap" "memory" (memory 1 16384 shared))
  (import "weft" "control" (memory $control 1 1024 shared))
  (import "weft:threads" "stop" (func $stop (result i32)))
  (import "weft:threads" "await-stopped" (func $await-stopped))
  (import "weft:threads" "release" (func $release))
  (import "weft:heap" "next-record" (func $next-record (param i32) (result i32)))
  (import "weft:heap" "sweep-records" (func $sweep-records))

  (func $state (param $block i32) (result i32) (i32.load8_u offset=0x10000 (local.get $block)))
  (func $first-unused (result i32) (i32.load (i32.const 172)))

  ;; ---- Types.

  (func $is-type (param $t i32) (result i32)
    (if (i32.and (local.get $t) (i32.const 7)) (then (return (i32.const 0))))
    (if (i32.ne (call $state (i32.shr_u (local.get $t) (i32.const 16))) (i32.const 6)) (then (return (i32.const 0))))
    (i32.eq (i32.load (i32.sub (local.get $t) (i32.const 4))) (local.get $t)))
  (func $shape (param $t i32) (result i32) (i32.load (i32.sub (local.get $t) (i32.const 16))))
  (func $references (param $t i32) (result i32) (i32.load (i32.sub (local.get $t) (i32.const 12))))
  ;; The type that says where the references of the object are: of an exception that is the tag. 0 if it is none.
  (func $layout (param $p i32) (result i32)
    (local $t i32)
    (local.set $t (i32.load (local.get $p)))
    (if (i32.eqz (call $is-type (local.get $t))) (then (return (i32.const 0))))
    (if (i32.eq (i32.load (local.get $t)) (i32.const 4))
      (then
        (local.set $t (i32.load offset=4 (local.get $p)))
        (if (i32.eqz (call $is-type (local.get $t))) (then (return (i32.const 0))))))
    (local.get $t))
  (func $is-array (param $t i32) (result i32) (i32.eq (i32.load (local.get $t)) (i32.const 1)))
  (func $size (param $p i32) (param $t i32) (result i64)
    (if (call $is-array (local.get $t))
      (then (return (i64.and (i64.const -8) (i64.add (i64.const 15)
        (i64.mul (i64.extend_i32_u (i32.load offset=4 (local.get $p))) (i64.extend_i32_u (call $shape (local.get $t)))))))))
    (i64.extend_i32_u (call $shape (local.get $t))))

  ;; ---- Marking.

  ;; The end of the stack for marking, and how many objects have been marked.
  (global $top (mut i32) (i32.const 0))
  (global $marked (mut i32) (i32.const 0))
  (func $push (param $p i32)
    (if (i32.eq (global.get $top) (i32.const 0x600000))
      (then (i32.store (i32.const 212) (i32.const 1)) (return)))
    (i32.store (global.get $top) (local.get $p))
    (global.set $top (i32.add (global.get $top) (i32.const 4))))

  ;; The lines from a to b live.
  (func $mark-lines (param $a i32) (param $b i32)
    (local.set $a (i32.shr_u (local.get $a) (i32.const 8)))
    (local.set $b (i32.shr_u (local.get $b) (i32.const 8)))
    (loop $next
      (i32.store8 offset=0x100000 (local.get $a) (i32.const 1))
      (local.set $a (i32.add (local.get $a) (i32.const 1)))
      (br_if $next (i32.le_u (local.get $a) (local.get $b)))))

  ;; A record lives, if there is one in use, as far as can be seen. All words in it may be references.
  (func $mark-record (param $r i32)
    (local $word i32) (local $bit i32) (local $header i32)
    (local.set $header (i32.load (local.get $r)))
    (if (i32.gt_u (i32.sub (i32.and (local.get $header) (i32.const 7)) (i32.const 1)) (i32.const 1)) (then (return)))
    (if (i32.and (local.get $r) (i32.const 0xffff))
      (then
        (if (i32.gt_u (local.get $header) (i32.const 0x10000)) (then (return)))
        (if (i32.gt_u (i32.add (i32.and (local.get $r) (i32.const 0xffff)) (local.get $header)) (i32.const 0x10007)) (then (return)))))
    (local.set $word (i32.and (i32.shr_u (local.get $r) (i32.const 6)) (i32.const -4)))
    (local.set $bit (i32.shl (i32.const 1) (i32.shr_u (local.get $r) (i32.const 3))))
    (if (i32.and (i32.load offset=0x600000 (local.get $word)) (local.get $bit)) (then (return)))
    (i32.store offset=0x600000 (local.get $word) (i32.or (i32.load offset=0x600000 (local.get $word)) (local.get $bit)))
    (call $push (local.get $r)))
  ;; What a word refers to lives, if that is an object or a record.
  (func $mark (param $p i32)
    (local $state i32) (local $word i32) (local $bit i32) (local $t i32) (local $size i64)
    (if (i32.and (local.get $p) (i32.const 7)) (then (return)))
    (local.set $state (call $state (i32.shr_u (local.get $p) (i32.const 16))))
    (if (i32.eq (local.get $state) (i32.const 8)) (then (call $mark-record (local.get $p)) (return)))
    ;; states 1, 2, 3, 5
    (if (i32.eqz (i32.and (i32.const 1) (i32.shr_u (i32.const 0x2e) (local.get $state)))) (then (return)))
    (local.set $word (i32.and (i32.shr_u (local.get $p) (i32.const 6)) (i32.const -4)))
    (local.set $bit (i32.shl (i32.const 1) (i32.shr_u (local.get $p) (i32.const 3))))
    (if (i32.and (i32.load offset=0x600000 (local.get $word)) (local.get $bit)) (then (return)))
    (if (i32.eqz (local.tee $t (call $layout (local.get $p)))) (then (return)))
    (if (i32.lt_u (local.get $state) (i32.const 3))
      (then
        (local.set $size (call $size (local.get $p) (local.get $t)))
        (if (i64.gt_u
              (i64.add (i64.extend_i32_u (i32.and (local.get $p) (i32.const 0xffff))) (local.get $size)) (i64.const 0x10000))
          (then (return)))
        (call $mark-lines (local.get $p) (i32.sub (i32.add (local.get $p) (i32.wrap_i64 (local.get $size))) (i32.const 1))))
      (else
        (if (i32.eq (local.get $state) (i32.const 3))
          (then
            (if (i32.and (local.get $p) (i32.const 0xffff)) (then (return)))
            (call $mark-lines (local.get $p) (local.get $p))))))
    (i32.store offset=0x600000 (local.get $word) (i32.or (i32.load offset=0x600000 (local.get $word)) (local.get $bit)))
    (global.set $marked (i32.add (global.get $marked) (i32.const 1)))
    (if (call $references (local.get $t)) (then (call $push (local.get $p)))))

  ;; What n words from an address on refer to lives.
  (func $mark-words (param $a i32) (param $n i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $a) (i32.shl (local.get $n) (i32.const 2))))
    (loop $next
      (if (i32.lt_u (local.get $a) (local.get $end))
        (then
          (call $mark (i32.load (local.get $a)))
          (local.set $a (i32.add (local.get $a) (i32.const 4)))
          (br $next)))))
  (func $is-record (param $p i32) (result i32) (i32.eq (call $state (i32.shr_u (local.get $p) (i32.const 16))) (i32.const 8)))
  (func $record-size (param $r i32) (result i32) (i32.and (i32.load (local.get $r)) (i32.const -8)))
  ;; What an object or a record refers to lives.
  (func $scan (param $p i32)
    (local $t i32) (local $at i32) (local $end i32)
    (if (call $is-record (local.get $p))
      (then
        (call $mark-words (i32.add (local.get $p) (i32.const 4))
          (i32.shr_u (i32.sub (call $record-size (local.get $p)) (i32.const 4)) (i32.const 2)))
        (return)))
    (local.set $t (call $layout (local.get $p)))
    (if (call $is-array (local.get $t))
      (then
        (if (call $references (local.get $t))
          (then (call $mark-words (i32.add (local.get $p) (i32.const 8)) (i32.load offset=4 (local.get $p)))))
        (return)))
    (if (i32.eqz (local.tee $at (call $references (local.get $t)))) (then (return)))
    (local.set $end (i32.add (local.get $at) (i32.shl (i32.load (local.get $at)) (i32.const 2))))
    (loop $next
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 4)))
          (call $mark (i32.load (i32.add (local.get $p) (i32.load (local.get $at)))))
          (br $next)))))
  (func $drain
    (loop $next
      (if (i32.gt_u (global.get $top) (i32.const 0x500000))
        (then
          (global.set $top (i32.sub (global.get $top) (i32.const 4)))
          (call $scan (i32.load (global.get $top)))
          (br $next)))))

  ;; The first object or record from an address on that is marked; the end of the used blocks if there is none.
  (func $next-marked (param $a i32) (result i32)
    (local $end i32) (local $word i32)
    (local.set $end (i32.shl (call $first-unused) (i32.const 16)))
    (loop $next
      (if (i32.ge_u (local.get $a) (local.get $end)) (then (return (local.get $end))))
      (local.set $word
        (i32.shr_u
          (i32.load offset=0x600000 (i32.and (i32.shr_u (local.get $a) (i32.const 6)) (i32.const -4)))
          (i32.and (i32.shr_u (local.get $a) (i32.const 3)) (i32.const 31))))
      (if (i32.eqz (local.get $word))
        (then
          (local.set $a (i32.and (i32.add (local.get $a) (i32.const 256)) (i32.const -256)))
          (br $next))))
    (i32.add (local.get $a) (i32.shl (i32.ctz (local.get $word)) (i32.const 3))))
  ;; Marks from what was pushed; if there was no room for all, again from everything that is marked.
  (func $mark-all
    (local $p i32)
    (call $drain)
    (loop $again
      (if (i32.load (i32.const 212))
        (then
          (i32.store (i32.const 212) (i32.const 0))
          (local.set $p (call $next-marked (i32.const 0x2600000)))
          (loop $next
            (if (i32.lt_u (local.get $p) (i32.shl (call $first-unused) (i32.const 16)))
              (then
                (call $scan (local.get $p))
                (call $drain)
                (local.set $p (call $next-marked (i32.add (local.get $p) (i32.const 8))))
                (br $next))))
          (br $again)))))

  ;; ---- Roots.

  ;; What is fixed: n words, or for n = 0 the object itself, or for n = -1 the elements of a table.
  (func $mark-root (param $a i32) (param $n i32)
    (if (i32.eqz (local.get $n))
      (then (call $mark (local.get $a)) (return)))
    (if (i32.eq (local.get $n) (i32.const -1))
      (then (call $mark-words (i32.add (local.get $a) (i32.const 16)) (i32.load (local.get $a))) (return)))
    (call $mark-words (local.get $a) (local.get $n)))
  (func $fixed
    (local $part i32) (local $i i32)
    (local.set $part (i32.load (i32.const 184)))
    (loop $next-part
      (if (local.get $part)
        (then
          (local.set $i (i32.load offset=4 (local.get $part)))
          (loop $next
            (if (local.get $i)
              (then
                (call $mark-root
                  (i32.load (i32.add (local.get $part) (i32.shl (local.get $i) (i32.const 3))))
                  (i32.load offset=4 (i32.add (local.get $part) (i32.shl (local.get $i) (i32.const 3)))))
                (call $drain)
                (local.set $i (i32.sub (local.get $i) (i32.const 1)))
                (br $next))))
          (local.set $part (i32.load (local.get $part)))
          (br $next-part)))))

  ;; Nobody else gets the part in which a thread allocates.
  (func $keep-lines (param $from i32) (param $end i32)
    (if (i32.lt_u (local.get $from) (local.get $end))
      (then (call $mark-lines (local.get $from) (i32.sub (local.get $end) (i32.const 1))))))
  (func $threads
    (local $thread i32) (local $stack i32)
    (local.set $thread (i32.load (i32.const 180)))
    (loop $next
      (if (local.get $thread)
        (then
          (call $keep-lines (i32.load offset=8 (local.get $thread)) (i32.load offset=12 (local.get $thread)))
          (call $keep-lines (i32.load offset=24 (local.get $thread)) (i32.load offset=20 (local.get $thread)))
          (call $mark-words (i32.add (local.get $thread) (i32.const 512)) (i32.const 3968))
          (local.set $stack (i32.add (local.get $thread) (i32.const 16384)))
          (call $mark-words (local.get $stack)
            (i32.shr_u (i32.sub (i32.load (local.get $thread)) (local.get $stack)) (i32.const 2)))
          (call $drain)
          (local.set $thread (i32.load offset=4 (local.get $thread)))
          (br $next)))))
  ;; The arguments of threads that have not begun.
  (func $jobs
    (local $job i32) (local $at i32)
    (local.set $job (i32.load $control (i32.const 24)))
    (loop $next
      (if (local.get $job)
        (then
          (local.set $at (i32.const 32))
          (loop $word
            (if (i32.lt_u (local.get $at) (i32.shl (i32.const 1) (i32.load $control offset=4 (local.get $job))))
              (then
                (call $mark (i32.load $control (i32.add (local.get $job) (local.get $at))))
                (local.set $at (i32.add (local.get $at) (i32.const 4)))
                (br $word))))
          (local.set $job (i32.load $control (local.get $job)))
          (br $next)))))
  ;; What is pinned.
  (func $pinned-in (param $block i32)
    (local $at i32) (local $end i32) (local $word i32)
    (local.set $at (i32.shl (local.get $block) (i32.const 10)))
    (local.set $end (i32.add (local.get $at) (i32.const 1024)))
    (loop $next
      (local.set $word (i32.load offset=0x1600000 (local.get $at)))
      (loop $bit
        (if (local.get $word)
          (then
            (call $mark (i32.add (i32.shl (local.get $at) (i32.const 6)) (i32.shl (i32.ctz (local.get $word)) (i32.const 3))))
            (local.set $word (i32.and (local.get $word) (i32.sub (local.get $word) (i32.const 1))))
            (br $bit))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (call $drain))
  (func $pinned
    (local $block i32)
    (local.set $block (i32.const 0x260))
    (loop $next
      (if (i32.lt_u (local.get $block) (call $first-unused))
        (then
          (if (i32.load8_u offset=0x20000 (local.get $block)) (then (call $pinned-in (local.get $block))))
          (local.set $block (i32.add (local.get $block) (i32.const 1)))
          (br $next)))))

  ;; Records that frames of threads have.
  (func $running
    (local $r i32)
    (local.set $r (call $next-record (i32.const 0x2600000)))
    (loop $next
      (if (i32.lt_u (local.get $r) (i32.shl (call $first-unused) (i32.const 16)))
        (then
          (if (i32.and (i32.load (local.get $r)) (i32.const 1)) (then (call $mark-record (local.get $r)) (call $drain)))
          (local.set $r (call $next-record (i32.add (local.get $r) (call $record-size (local.get $r)))))
          (br $next)))))

  ;; ---- What is free.

  (func $clear
    (local $blocks i32)
    (local.set $blocks (i32.sub (call $first-unused) (i32.const 0x260)))
    (memory.fill (i32.const 0x126000) (i32.const 0) (i32.shl (local.get $blocks) (i32.const 8)))
    (memory.fill (i32.const 0x698000) (i32.const 0) (i32.shl (local.get $blocks) (i32.const 10)))
    (global.set $top (i32.const 0x500000))
    (global.set $marked (i32.const 0)))

  ;; How many lines of a block live.
  (func $lines (param $block i32) (result i32)
    (local $at i32) (local $end i32) (local $n i64)
    (local.set $at (i32.shl (local.get $block) (i32.const 8)))
    (local.set $end (i32.add (local.get $at) (i32.const 256)))
    (loop $next
      (local.set $n (i64.add (local.get $n) (i64.popcnt (i64.load offset=0x100000 (local.get $at)))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (i32.wrap_i64 (local.get $n)))
  (func $set-state (param $block i32) (param $state i32) (i32.store8 offset=0x10000 (local.get $block) (local.get $state)))
  (func $lesser (param $a i32) (param $b i32) (result i32)
    (select (local.get $a) (local.get $b) (i32.lt_u (local.get $a) (local.get $b))))
  ;; Finds the state of a block; how many bytes of it live.
  (func $sweep-block (param $block i32) (result i32)
    (local $state i32) (local $lines i32)
    (local.set $state (call $state (local.get $block)))
    (if (i32.or (i32.eq (local.get $state) (i32.const 1)) (i32.eq (local.get $state) (i32.const 2)))
      (then
        (local.set $lines (call $lines (local.get $block)))
        (call $set-state (local.get $block)
          (select
            (i32.const 0)
            (select (i32.const 1) (i32.const 2) (i32.eq (local.get $lines) (i32.const 256)))
            (i32.eqz (local.get $lines))))
        (return (i32.shl (local.get $lines) (i32.const 8)))))
    (if (i32.eq (local.get $state) (i32.const 3))
      (then
        (if (i32.load8_u offset=0x100000 (i32.shl (local.get $block) (i32.const 8))) (then (return (i32.const 65536))))
        (call $set-state (local.get $block) (i32.const 0))))
    ;; A further block of a large object lives if the one before does.
    (if (i32.eq (local.get $state) (i32.const 4))
      (then
        (if (i32.eqz (call $state (i32.sub (local.get $block) (i32.const 1))))
          (then (call $set-state (local.get $block) (i32.const 0)) (return (i32.const 0))))
        (return (i32.const 65536))))
    (i32.const 0))
  (func $sweep
    (local $block i32) (local $live i32) (local $free i32)
    (call $sweep-records)
    (local.set $free (i32.shl (i32.sub (i32.load (i32.const 176)) (i32.const 0x260)) (i32.const 16)))
    (local.set $block (i32.const 0x260))
    (loop $next
      (if (i32.lt_u (local.get $block) (call $first-unused))
        (then
          (local.set $live (i32.add (local.get $live) (call $sweep-block (local.get $block))))
          (if (i32.gt_u (call $state (local.get $block)) (i32.const 4))
            (then (local.set $free (i32.sub (local.get $free) (i32.const 65536)))))
          (local.set $block (i32.add (local.get $block) (i32.const 1)))
          (br $next))))
    (i32.store (i32.const 144) (i32.const 0))
    (i32.store (i32.const 148) (i32.const 0))
    ;; A fourth of what is free remains for what is allocated where no thread can be stopped.
    (local.set $free (i32.sub (local.get $free) (local.get $live)))
    (local.set $free (i32.sub (local.get $free) (i32.shr_u (local.get $free) (i32.const 2))))
    (i32.store (i32.const 152) (call $lesser (local.get $free)
      (select (local.get $live) (i32.const 0x4000000) (i32.gt_u (local.get $live) (i32.const 0x4000000)))))
    (i32.store (i32.const 156) (local.get $live))
    (i32.store (i32.const 208) (global.get $marked))
    (i32.store (i32.const 160) (i32.const 0x260))
    (i32.store (i32.const 164) (i32.const 0x2600000))
    (i32.store (i32.const 168) (i32.shl (call $first-unused) (i32.const 16)))
    (i32.store (i32.const 204) (i32.add (i32.load (i32.const 204)) (i32.const 1))))

  ;; ---- Under stress, what is free is overwritten, so that whoever still uses it does not get far.

  ;; Overwrites from a to b, as far as these are blocks of small objects, or free.
  (func $poison-from (param $a i32) (param $b i32)
    (local $end i32)
    (loop $next
      (if (i32.lt_u (local.get $a) (local.get $b))
        (then
          (local.set $end (i32.and (i32.add (local.get $a) (i32.const 0x10000)) (i32.const 0xffff0000)))
          (if (i32.gt_u (local.get $end) (local.get $b)) (then (local.set $end (local.get $b))))
          (if (i32.le_u (call $state (i32.shr_u (local.get $a) (i32.const 16))) (i32.const 2))
            (then (memory.fill (local.get $a) (i32.const 0xab) (i32.sub (local.get $end) (local.get $a)))))
          (local.set $a (local.get $end))
          (br $next)))))
  (func $extent (param $p i32) (result i32)
    (if (call $is-record (local.get $p)) (then (return (call $record-size (local.get $p)))))
    (i32.wrap_i64 (call $size (local.get $p) (call $layout (local.get $p)))))
  (func $poison
    (local $a i32) (local $p i32) (local $thread i32) (local $here i32)
    (local.set $a (i32.const 0x2600000))
    (loop $next
      (local.set $p (call $next-marked (local.get $a)))
      (call $poison-from (local.get $a) (local.get $p))
      (if (i32.lt_u (local.get $p) (i32.shl (call $first-unused) (i32.const 16)))
        (then
          (local.set $a (i32.add (local.get $p) (call $extent (local.get $p))))
          (br $next))))
    ;; What threads have not used yet stays zero.
    (local.set $thread (i32.load (i32.const 180)))
    (loop $next
      (if (local.get $thread)
        (then
          (local.set $here (i32.load offset=16 (local.get $thread)))
          (memory.fill (local.get $here) (i32.const 0) (i32.sub (i32.load offset=20 (local.get $thread)) (local.get $here)))
          (local.set $thread (i32.load offset=4 (local.get $thread)))
          (br $next)))))

  ;; Stops all other threads and frees what nobody can know any more. If another thread is about to do so, that is waited for.
  (func (export "collect")
    (if (i32.eqz (call $stop)) (then (return)))
    (drop (i32.atomic.rmw.or (i32.const 128) (i32.const 1)))
    (call $await-stopped)
    (call $clear)
    (call $fixed)
    (call $pinned)
    (call $threads)
    (call $jobs)
    (call $running)
    (call $mark-all)
    (call $sweep)
    (if (i32.load (i32.const 140)) (then (call $poison)))
    (drop (i32.atomic.rmw.and (i32.const 128) (i32.const -4)))
    (call $release)))
