;; Allocation in the heap. Each thread has an instance of its own.
;;
;; The heap is divided into blocks of 64 KiB, and these into lines of 256 bytes. A thread bumps a pointer through a *hole*: free lines of a
;; block that follow each other. Only where that ends, the threads have to agree on who gets what. Fixed places, in all modules that are
;; about the heap (see also `sharing/layout.ts`):
;;
;;    128  whether the threads are to stop, which loops ask: 1 they are, 2 it is time for a collection, and 4 for each group of threads that
;;         has been aborted
;;    132  the lock of all that follows
;;    136  whether nothing is ever collected
;;    140  stress: there is a collection before each n-th allocation, if n is not 0; 144 how many allocations there were since the last one
;;    148  bytes given out since the last collection; 152 how many there may be
;;    156  bytes that lived after the last collection
;;    160  the block from which on there may be free ones
;;    164  where the next hole is looked for; 168 the end of the blocks in which there may be holes
;;    172  the first block that has never been used; 176 the end of all blocks
;;    180  the region of a thread, or 0
;;    184  the first part of the list of roots, or 0: next part, how many, [address, words]*
;;    188  where what is never freed goes next, and its end at 192; 196 and 200 the same for types
;;    204  how many collections there were; 208 objects that lived after the last one; 212 whether the stack for marking was too small
;;    216  the lock of what is never freed; 220 how many globals of each thread may refer to what is shared
;;    224  records in use after the last collection
;;    240  the lock of what threads with stores of their own agree about; 244 its first record, or 0 (`agreement.ts`)
;;   1024  lists of free records that no thread has, by size
;;
;; 0x010000  the state of each block, a byte
;; 0x020000  for each block whether there are pins in it, a byte
;; 0x100000  for each line whether something in it lived at the last collection, a byte
;; 0x500000  the stack for marking
;; 0x600000  marks of objects, a bit for 8 bytes
;; 0x1600000 pins of objects, a bit for 8 bytes: they live for ever
;; 0x2600000 the first block of others
;;
;; The region of a thread has 1 MiB, and is aligned by that:
;;
;;      0  the end of its stack of references
;;      4  the region of another thread, or 0
;;      8  the last hole that it got, and its end at 12
;;     16  where objects of medium size go next, 20 the end, and 24 the beginning of this part
;;     28  where records go next, 32 the end
;;     64  lists of its free records, by size
;;    512  what its globals refer to
;;  16384  its stack of references
;;
;; *Records* have what frames of continuations keep. Whoever has taken one gives it back; no thread is stopped meanwhile. A record begins
;; with its size, a multiple of 8, and its state: 0 free, and the next of its list follows; 1 it belongs to a frame of some thread, which no
;; collection sees, so that it is a root; 2 it belongs to a shared continuation, and is freed with it.
(module $allocation
  (import "weft:heap" "memory" (memory 1 16384 shared))
  (import "weft:heap" "trap" (func $trap (param i32)))
  (import "weft:heap" "collect" (func $collect))
  (import "weft:threads" "pause" (func $pause))

  ;; The hole in which this thread allocates: what is left of it.
  (global $HERE (export "HERE") (mut i32) (i32.const 0))
  (global $END (export "END") (mut i32) (i32.const 0))
  ;; The region of this thread.
  (global $THREAD (export "THREAD") (mut i32) (i32.const 0))

  ;; States of blocks.
  (global $FREE i32 (i32.const 0))
  (global $OBJECTS i32 (i32.const 1))
  (global $HOLES i32 (i32.const 2))                               ;; objects, with holes between
  (global $LARGE i32 (i32.const 3))                               ;; the first of a large object
  (global $REST i32 (i32.const 4))                                ;; a further one
  (global $RAW i32 (i32.const 7))                                 ;; no objects
  (global $RECORDS i32 (i32.const 8))
  (global $LONG i32 (i32.const 9))                                ;; a further one of a record that is longer than a block
  ;; Up to how many bytes objects are small, and of medium size.
  (global $SMALL i32 (i32.const 512))
  (global $MEDIUM i32 (i32.const 32768))

  ;; Locks are held for short. Nobody stops at a safepoint meanwhile.
  (func $acquire (param $lock i32)
    (local $tries i32)
    (loop $again
      (if (i32.atomic.rmw.xchg (local.get $lock) (i32.const 1))
        (then
          (local.set $tries (i32.add (local.get $tries) (i32.const 1)))
          (br_if $again (i32.and (local.get $tries) (i32.const 127)))
          (drop (memory.atomic.wait32 (local.get $lock) (i32.const 1) (i64.const 50_000)))
          (br $again)))))
  (func $let-go (param $lock i32) (i32.atomic.store (local.get $lock) (i32.const 0)))
  (func $lock (call $acquire (i32.const 132)))
  (func $unlock (call $let-go (i32.const 132)))

  (func $state (param $block i32) (result i32) (i32.load8_u offset=0x10000 (local.get $block)))
  (func $set-state (param $block i32) (param $state i32) (i32.store8 offset=0x10000 (local.get $block) (local.get $state)))
  (func $given (param $bytes i32) (i32.store (i32.const 148) (i32.add (i32.load (i32.const 148)) (local.get $bytes))))

  ;; ---- Free memory. The lock is held.

  ;; Whether what was taken last may hold something, so that zeros have to be written into it.
  (global $dirty (mut i32) (i32.const 0))
  ;; A free block for something; its address, or 0.
  (func $take-block (param $state i32) (result i32)
    (local $block i32)
    (local.set $block (i32.load (i32.const 160)))
    (block $found
      (loop $next
        (if (i32.lt_u (local.get $block) (i32.load (i32.const 172)))
          (then
            (global.set $dirty (i32.const 1))
            (br_if $found (i32.eqz (call $state (local.get $block))))
            (local.set $block (i32.add (local.get $block) (i32.const 1)))
            (br $next))))
      (global.set $dirty (i32.const 0))
      (i32.store (i32.const 160) (local.get $block))
      (if (i32.ge_u (local.get $block) (i32.load (i32.const 176))) (then (return (i32.const 0))))
      (i32.store (i32.const 172) (i32.add (local.get $block) (i32.const 1))))
    (i32.store (i32.const 160) (i32.add (local.get $block) (i32.const 1)))
    (call $set-state (local.get $block) (local.get $state))
    (call $given (i32.const 65536))
    (i32.shl (local.get $block) (i32.const 16)))

  ;; So many blocks that follow each other, the first a multiple of something; the address, or 0.
  (func $take-blocks (param $count i32) (param $multiple i32) (param $first i32) (param $rest i32) (result i32)
    (local $block i32) (local $end i32) (local $at i32)
    (local.set $block (i32.const 0x260))
    (local.set $at (local.get $block))
    (loop $next
      ;; all from $block to $at are free
      (local.set $end (i32.add (local.get $block) (local.get $count)))
      (if (i32.or (i32.gt_u (local.get $end) (i32.load (i32.const 176))) (i32.gt_u (local.get $count) (i32.load (i32.const 176))))
        (then (return (i32.const 0))))
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (if (call $state (local.get $at))
            (then
              (local.set $block
                (i32.and (i32.add (local.get $at) (local.get $multiple)) (i32.sub (i32.const 0) (local.get $multiple))))
              (local.set $at (local.get $block)))
            (else (local.set $at (i32.add (local.get $at) (i32.const 1)))))
          (br $next))))
    (global.set $dirty (i32.lt_u (local.get $block) (i32.load (i32.const 172))))
    (if (i32.gt_u (local.get $end) (i32.load (i32.const 172))) (then (i32.store (i32.const 172) (local.get $end))))
    (memory.fill (i32.add (i32.const 0x10000) (local.get $block)) (local.get $rest) (local.get $count))
    (call $set-state (local.get $block) (local.get $first))
    (call $given (i32.shl (local.get $count) (i32.const 16)))
    (i32.shl (local.get $block) (i32.const 16)))

  ;; The end of the hole that was taken last.
  (global $hole-end (mut i32) (i32.const 0))
  ;; Whether a line is free, in a block with holes.
  (func $is-free (param $a i32) (result i32) (i32.eqz (i32.load8_u offset=0x100000 (i32.shr_u (local.get $a) (i32.const 8)))))
  ;; The next hole of so many bytes at least; 0 if there is none. Shorter ones are left out until the next collection.
  (func $take-hole (param $n i32) (result i32)
    (local $a i32) (local $e i32) (local $limit i32)
    (local.set $a (i32.load (i32.const 164)))
    (local.set $limit (i32.load (i32.const 168)))
    (loop $next
      (if (i32.ge_u (local.get $a) (local.get $limit))
        (then
          (i32.store (i32.const 164) (local.get $a))
          (return (i32.const 0))))
      (if (i32.eqz (i32.and (local.get $a) (i32.const 0xffff)))
        (then
          (if (i32.ne (call $state (i32.shr_u (local.get $a) (i32.const 16))) (global.get $HOLES))
            (then
              (local.set $a (i32.add (local.get $a) (i32.const 0x10000)))
              (br $next)))))
      (local.set $e (i32.add (local.get $a) (i32.const 256)))
      (if (i32.eqz (call $is-free (local.get $a)))
        (then
          (local.set $a (local.get $e))
          (br $next)))
      (loop $longer
        (if (i32.and (local.get $e) (i32.const 0xffff))
          (then
            (if (call $is-free (local.get $e))
              (then
                (local.set $e (i32.add (local.get $e) (i32.const 256)))
                (br $longer))))))
      (if (i32.lt_u (i32.sub (local.get $e) (local.get $a)) (local.get $n))
        (then
          (local.set $a (local.get $e))
          (br $next))))
    (i32.store (i32.const 164) (local.get $e))
    (global.set $hole-end (local.get $e))
    (global.set $dirty (i32.const 1))
    (call $given (i32.sub (local.get $e) (local.get $a)))
    (local.get $a))

  ;; ---- Objects. What they get is all zero.

  (func $cleared (param $a i32) (param $n i32) (result i32)
    (if (i32.and (global.get $dirty) (i32.ne (local.get $a) (i32.const 0)))
      (then (memory.fill (local.get $a) (i32.const 0) (local.get $n))))
    (local.get $a))

  (func $small (param $n i32) (result i32)
    (local $a i32)
    (call $lock)
    (if (i32.eqz (local.tee $a (call $take-hole (local.get $n))))
      (then
        (local.set $a (call $take-block (global.get $OBJECTS)))
        (global.set $hole-end (i32.add (local.get $a) (i32.const 65536)))))
    (call $unlock)
    (if (i32.eqz (local.get $a)) (then (return (i32.const 0))))
    (drop (call $cleared (local.get $a) (i32.sub (global.get $hole-end) (local.get $a))))
    (i32.store offset=8 (global.get $THREAD) (local.get $a))
    (i32.store offset=12 (global.get $THREAD) (global.get $hole-end))
    (global.set $END (global.get $hole-end))
    (global.set $HERE (i32.add (local.get $a) (local.get $n)))
    (local.get $a))
  (func $medium (param $n i32) (result i32)
    (local $a i32)
    (local.set $a (i32.load offset=16 (global.get $THREAD)))
    (if (i32.lt_u (i32.sub (i32.load offset=20 (global.get $THREAD)) (local.get $a)) (local.get $n))
      (then
        (call $lock)
        (local.set $a (call $take-block (global.get $OBJECTS)))
        (call $unlock)
        (if (i32.eqz (local.get $a)) (then (return (i32.const 0))))
        (drop (call $cleared (local.get $a) (i32.const 65536)))
        (i32.store offset=20 (global.get $THREAD) (i32.add (local.get $a) (i32.const 65536)))
        (i32.store offset=24 (global.get $THREAD) (local.get $a))))
    (i32.store offset=16 (global.get $THREAD) (i32.add (local.get $a) (local.get $n)))
    (local.get $a))
  ;; Blocks for something large.
  (func $blocks (param $n i32) (param $first i32) (param $rest i32) (result i32)
    (local $a i32)
    (if (i32.gt_u (local.get $n) (i32.const 0x40000000)) (then (return (i32.const 0))))
    (call $lock)
    (local.set $a (call $take-blocks
      (i32.shr_u (i32.add (local.get $n) (i32.const 65535)) (i32.const 16)) (i32.const 1) (local.get $first) (local.get $rest)))
    (call $unlock)
    (call $cleared (local.get $a) (local.get $n)))

  (func $obtain (param $n i32) (result i32)
    (if (i32.gt_u (local.get $n) (global.get $MEDIUM)) (then (return (call $blocks (local.get $n) (global.get $LARGE) (global.get $REST)))))
    ;; Under stress every allocation comes here, since there are no holes.
    (if (i32.or (i32.gt_u (local.get $n) (global.get $SMALL)) (i32.load (i32.const 140))) (then (return (call $medium (local.get $n)))))
    (call $small (local.get $n)))

  ;; Whether it is time for a collection.
  (func $due (result i32)
    (if (i32.load (i32.const 136)) (then (return (i32.const 0))))
    (if (i32.load (i32.const 140))
      (then (return (i32.ge_u (i32.add (i32.atomic.rmw.add (i32.const 144) (i32.const 1)) (i32.const 1)) (i32.load (i32.const 140))))))
    (i32.ge_u (i32.load (i32.const 148)) (i32.load (i32.const 152))))
  ;; Allocates n bytes, a multiple of 8, for which the hole is too small. The thread may be stopped here, and objects freed.
  (func (export "refill") (param $n i32) (result i32)
    (local $a i32) (local $tries i32)
    (if (i32.load (i32.const 128)) (then (call $poll)))
    (if (call $due) (then (call $collect)))
    (loop $again
      (if (local.tee $a (call $obtain (local.get $n))) (then (return (local.get $a))))
      (if (i32.or (i32.load (i32.const 136)) (i32.ge_u (local.get $tries) (i32.const 3))) (then (call $trap (i32.const 19))))
      (call $collect)
      (local.set $tries (i32.add (local.get $tries) (i32.const 1)))
      (br $again))
    (unreachable))

  ;; The same, but nothing is stopped or freed: if it is time for a collection, there is one at the next safepoint of some thread.
  (func (export "refill-quietly") (param $n i32) (result i32)
    (local $a i32)
    (call $note-due)
    (if (i32.eqz (local.tee $a (call $obtain (local.get $n)))) (then (call $trap (i32.const 19))))
    (local.get $a))
  (func $note-due
    (if (call $due) (then (drop (i32.atomic.rmw.or (i32.const 128) (i32.const 2))))))

  ;; ---- Records.

  ;; The size of a record of n bytes or a few more, and where the list of such records is among the lists.
  (func $rounded (param $n i32) (result i32)
    (if (i32.le_u (local.get $n) (i32.const 512)) (then (return (local.get $n))))
    (i32.shl (i32.const 1) (i32.sub (i32.const 32) (i32.clz (i32.sub (local.get $n) (i32.const 1))))))
  (func $list (param $size i32) (result i32)
    (if (i32.le_u (local.get $size) (i32.const 512)) (then (return (i32.shr_u (local.get $size) (i32.const 1)))))
    (i32.add (i32.const 220) (i32.shl (i32.ctz (local.get $size)) (i32.const 2))))

  ;; Memory for a record for which nothing was given back.
  (func $fresh-record (param $size i32) (result i32)
    (local $a i32)
    (local.set $a (i32.load offset=28 (global.get $THREAD)))
    (if (i32.lt_u (i32.sub (i32.load offset=32 (global.get $THREAD)) (local.get $a)) (local.get $size))
      (then
        (call $note-due)
        ;; whole blocks, which are zero behind the records
        (local.set $a (call $blocks
          (i32.and (i32.add (local.get $size) (i32.const 65535)) (i32.const -65536)) (global.get $RECORDS) (global.get $LONG)))
        (if (i32.eqz (local.get $a)) (then (call $trap (i32.const 19))))
        (if (i32.ge_u (local.get $size) (i32.const 65536)) (then (return (local.get $a))))
        (i32.store offset=32 (global.get $THREAD) (i32.add (local.get $a) (i32.const 65536)))))
    (i32.store offset=28 (global.get $THREAD) (i32.add (local.get $a) (local.get $size)))
    (local.get $a))
  ;; A record when this thread has no free one. It takes all that nobody has, if there are some.
  (func $further-record (param $size i32) (result i32)
    (local $list i32) (local $r i32)
    (local.set $list (call $list (local.get $size)))
    (if (i32.eqz (local.tee $r (i32.atomic.rmw.xchg offset=1024 (local.get $list) (i32.const 0))))
      (then (return (call $fresh-record (local.get $size)))))
    (i32.store offset=64 (i32.add (global.get $THREAD) (local.get $list)) (i32.load offset=4 (local.get $r)))
    (local.get $r))
  ;; A record of n bytes, a multiple of 8, for a frame of this thread.
  (func (export "record") (param $n i32) (result i32)
    (local $list i32) (local $r i32)
    (local.set $n (call $rounded (local.get $n)))
    (local.set $list (i32.add (global.get $THREAD) (call $list (local.get $n))))
    (if (local.tee $r (i32.load offset=64 (local.get $list)))
      (then (i32.store offset=64 (local.get $list) (i32.load offset=4 (local.get $r))))
      (else (local.set $r (call $further-record (local.get $n)))))
    (i32.store (local.get $r) (i32.or (local.get $n) (i32.const 1)))
    (local.get $r))
  ;; A record is not needed any more.
  (func (export "release") (param $r i32)
    (local $size i32) (local $list i32)
    (local.set $size (i32.and (i32.load (local.get $r)) (i32.const -8)))
    (local.set $list (i32.add (global.get $THREAD) (call $list (local.get $size))))
    (i32.store (local.get $r) (local.get $size))
    (i32.store offset=4 (local.get $r) (i32.load offset=64 (local.get $list)))
    (i32.store offset=64 (local.get $list) (local.get $r)))

  ;; ---- What is never freed, with a lock of its own. Threads that instantiate do this.

  ;; n bytes that are never freed, in blocks of the state 5, objects, or 6, types; 0 if there is no room.
  (func $take-immortal (param $n i32) (param $state i32) (result i32)
    (local $pair i32) (local $a i32)
    (local.set $n (i32.and (i32.add (local.get $n) (i32.const 7)) (i32.const -8)))
    (if (i32.gt_u (local.get $n) (global.get $MEDIUM)) (then (return (call $blocks (local.get $n) (local.get $state) (local.get $state)))))
    (local.set $pair (select (i32.const 188) (i32.const 196) (i32.eq (local.get $state) (i32.const 5))))
    (local.set $a (i32.load (local.get $pair)))
    (if (i32.lt_u (i32.sub (i32.load offset=4 (local.get $pair)) (local.get $a)) (local.get $n))
      (then
        (local.set $a (call $blocks (i32.const 65536) (local.get $state) (local.get $state)))
        (if (i32.eqz (local.get $a)) (then (return (i32.const 0))))
        (i32.store offset=4 (local.get $pair) (i32.add (local.get $a) (i32.const 65536)))))
    (i32.store (local.get $pair) (i32.add (local.get $a) (local.get $n)))
    (local.get $a))
  (func (export "immortal") (param $n i32) (param $state i32) (result i32)
    (local $a i32)
    (call $acquire (i32.const 216))
    (local.set $a (call $take-immortal (local.get $n) (local.get $state)))
    (call $let-go (i32.const 216))
    (local.get $a))
  ;; Adds to the list of roots. 0 if there is no room.
  (func $add-root (param $a i32) (param $words i32) (result i32)
    (local $part i32) (local $n i32)
    (if (local.tee $part (i32.load (i32.const 184))) (then (local.set $n (i32.load offset=4 (local.get $part)))))
    (if (i32.or (i32.eqz (local.get $part)) (i32.eq (local.get $n) (i32.const 1023)))
      (then
        (if (i32.eqz (local.tee $part (call $take-immortal (i32.const 8192) (i32.const 5)))) (then (return (i32.const 0))))
        (i32.store (local.get $part) (i32.load (i32.const 184)))
        (i32.store (i32.const 184) (local.get $part))
        (local.set $n (i32.const 0))))
    (local.set $n (i32.add (local.get $n) (i32.const 1)))
    (i32.store (i32.add (local.get $part) (i32.shl (local.get $n) (i32.const 3))) (local.get $a))
    (i32.store offset=4 (i32.add (local.get $part) (i32.shl (local.get $n) (i32.const 3))) (local.get $words))
    (i32.store offset=4 (local.get $part) (local.get $n))
    (i32.const 1))
  (func (export "root") (param $a i32) (param $words i32) (result i32)
    (local $done i32)
    (call $acquire (i32.const 216))
    (local.set $done (call $add-root (local.get $a) (local.get $words)))
    (call $let-go (i32.const 216))
    (local.get $done))

  ;; ---- Threads.

  ;; A thread begins, in this instance.
  (func (export "weft:thread")
    (local $a i32)
    (if (i32.eqz (global.get $THREAD))
      (then
        (call $lock)
        (local.set $a (call $take-blocks (i32.const 16) (i32.const 16) (global.get $RAW) (global.get $RAW)))
        (call $unlock)
        (if (i32.eqz (call $cleared (local.get $a) (i32.const 512))) (then (call $trap (i32.const 19))))
        (global.set $THREAD (local.get $a))
        (call $lock)
        (i32.store offset=4 (local.get $a) (i32.load (i32.const 180)))
        (i32.store (i32.const 180) (local.get $a))
        (call $unlock)))
    (memory.fill (i32.add (global.get $THREAD) (i32.const 512)) (i32.const 0) (i32.const 15872))
    (i32.store (global.get $THREAD) (i32.add (global.get $THREAD) (i32.const 16384))))

  ;; The stack of references is full. Where nothing is collected, nobody reads it, and not everybody takes off what is on it.
  (func $overflow (export "overflow") (result i32)
    (if (i32.eqz (i32.load (i32.const 136))) (then (call $trap (i32.const 20))))
    (i32.add (global.get $THREAD) (i32.const 16384)))
  ;; Room for so many bytes on the stack of references: where it is.
  (func (export "reserve") (param $n i32) (result i32)
    (local $a i32)
    (local.set $a (i32.load (global.get $THREAD)))
    (if (i32.ge_u (i32.add (i32.and (local.get $a) (i32.const 0xfffff)) (local.get $n)) (i32.const 0x100000))
      (then (local.set $a (call $overflow))))
    (i32.store (global.get $THREAD) (i32.add (local.get $a) (local.get $n)))
    (local.get $a))

  ;; The thread may be stopped here, or collect what others could not.
  (func $poll (export "poll")
    (call $pause)
    (if (i32.and (i32.atomic.rmw.and (i32.const 128) (i32.const -3)) (i32.const 2)) (then (call $collect))))

  ;; So many groups more have been aborted, or less: their threads end where they might be stopped.
  (func (export "heap:aborted") (param $groups i32)
    (drop (i32.atomic.rmw.add (i32.const 128) (i32.shl (local.get $groups) (i32.const 2)))))

  ;; What is at an address lives for ever, if it is an object: something refers to it that no collection sees.
  (func (export "pin") (param $a i32)
    (local $word i32) (local $bit i32)
    (if (i32.or (i32.eqz (local.get $a)) (i32.and (local.get $a) (i32.const 7))) (then (return)))
    (local.set $word (i32.and (i32.shr_u (local.get $a) (i32.const 6)) (i32.const -4)))
    (local.set $bit (i32.shl (i32.const 1) (i32.shr_u (local.get $a) (i32.const 3))))
    (if (i32.and (i32.load offset=0x1600000 (local.get $word)) (local.get $bit)) (then (return)))
    (drop (i32.atomic.rmw.or offset=0x1600000 (local.get $word) (local.get $bit)))
    (i32.atomic.store8 offset=0x20000 (i32.shr_u (local.get $a) (i32.const 16)) (i32.const 1))))
