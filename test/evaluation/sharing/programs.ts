/**
 * Programs about shared things, one at least for each family of instructions. `main` takes an i32, and is called with 0, 1, 2, …: as many
 * numbers as are given for it.
 * @module
 */

/** The fields of a module, and how many arguments there are to call its `main` with. */
export type Program = readonly [fields: string, calls: number];

const structs = `
  (type $a (sub (shared (struct (field (mut i32)) (field (mut i8)) (field (mut i16)) (field (mut i64)) (field (mut f32))))))
  (type $b (sub $a (shared (struct (field (mut i32)) (field (mut i8)) (field (mut i16)) (field (mut i64)) (field (mut f32))
    (field (mut f64)) (field (mut v128)) (field (mut (ref null $a)))))))
  (func $b (result (ref $b))
    (struct.new $b (i32.const 1) (i32.const -2) (i32.const 70000) (i64.const -5) (f32.const 1.5) (f64.const -0x1p-1000)
      (v128.const i32x4 1 2 3 4) (struct.new_default $a)))`;
const cases = (types: string, results: string, bodies: readonly string[]): Program => [`${types}
  (func (export "main") (param $n i32) (result ${results}) (local $i i32) (local $l i64)
    ${bodies.map((body, k) => `(if (i32.eq (local.get $n) (i32.const ${k})) (then ${body} (return)))`).join('\n    ')}
    (unreachable))`, bodies.length];

const hierarchy = `
  (type $top (sub (shared (struct))))
  (type $mid (sub $top (shared (struct (field i32)))))
  (type $low (sub final $mid (shared (struct (field i32) (field i32)))))
  (type $other (sub $top (shared (struct (field i32)))))
  (type $bytes (shared (array (mut i8))))
  (type $f (sub (shared (func (result i32)))))
  (type $g (sub final $f (shared (func (result i32)))))
  (func $ff (type $f) (i32.const 1)) (func $gg (type $g) (i32.const 2))
  (elem declare (ref null (shared func)) (ref.func $ff) (ref.func $gg))
  (func $any (param i32) (result (ref null (shared any)))
    (block $8 (block $7 (block $6 (block $5 (block $4 (block $3 (block $2 (block $1 (block $0
      (br_table $0 $1 $2 $3 $4 $5 $6 $7 $8 (local.get 0)))
      (return (struct.new $top))) (return (struct.new $mid (i32.const 1)))) (return (struct.new $low (i32.const 1) (i32.const 2))))
      (return (struct.new $other (i32.const 1)))) (return (array.new_default $bytes (i32.const 3)))) (return (ref.i31_shared (i32.const 7))))
      (return (ref.null (shared none)))) (return (ref.i31_shared (i32.const -7)))) (return (struct.new $mid (i32.const 5))))
  (func $bit (param i32 i32) (result i32) (i32.or (i32.shl (local.get 0) (i32.const 1)) (local.get 1)))`;
const tests = ['(ref $top)', '(ref null $top)', '(ref $mid)', '(ref null $mid)', '(ref $low)', '(ref null $low)', '(ref $other)', '(ref $bytes)',
  '(ref (shared i31))', '(ref null (shared i31))', '(ref (shared struct))', '(ref null (shared struct))', '(ref (shared array))', '(ref (shared eq))',
  '(ref (shared any))', '(ref (shared none))', '(ref null (shared none))'];

const arrays = `
  (type $i8 (shared (array (mut i8)))) (type $i16 (shared (array (mut i16)))) (type $i32 (shared (array (mut i32))))
  (type $i64 (shared (array (mut i64)))) (type $f32 (shared (array (mut f32)))) (type $f64 (shared (array (mut f64))))
  (type $v128 (shared (array (mut v128)))) (type $ref (shared (array (mut (ref null (shared eq))))))
  (data $d shared "abcdefghijklmnopqrstuvwxyz") (data $u "0123456789")
  (func $sum (param $a (ref null $i32)) (result i32) (local $i i32) (local $s i32)
    (block $end (loop $l (br_if $end (i32.ge_u (local.get $i) (array.len (local.get $a))))
      (local.set $s (i32.add (i32.mul (local.get $s) (i32.const 31)) (array.get $i32 (local.get $a) (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 1))) (br $l)))
    (local.get $s))`;
const tables = `
  (type $f (shared (func (param i32) (result i32)))) (type $g (shared (func (result i32))))
  (type $s (shared (struct (field i32))))
  (func $inc (type $f) (i32.add (local.get 0) (i32.const 1))) (func $dec (type $f) (i32.sub (local.get 0) (i32.const 1)))
  (func $one (type $g) (i32.const 1))
  (table $t shared 4 10 (ref null (shared func))) (table $w shared i64 4 10 (ref null (shared func)))
  (table $o shared 3 (ref null (shared eq))) (table $init shared 3 3 (ref (shared i31)) (ref.i31_shared (i32.const 9)))
  (elem (table $t) (i32.const 1) (ref null (shared func)) (ref.func $inc) (ref.func $one))
  (elem $e (shared (ref null (shared func))) (ref.func $dec) (ref.null (shared func)) (ref.func $inc))`;
const globals = `
  (type $s (shared (struct (field (mut i32)))))
  (global $i32 (shared (mut i32)) (i32.const 5)) (global $i64 (shared (mut i64)) (i64.const -5))
  (global $f64 (shared (mut f64)) (f64.const nan:0x8000000000001)) (global $v128 (shared (mut v128)) (v128.const i64x2 1 -1))
  (global $r (shared (mut (ref null (shared eq)))) (ref.null (shared eq))) (global $c (shared i32) (i32.const 77))
  (global $s (shared (ref $s)) (struct.new $s (global.get $c))) (global $u (ref null $s) (struct.new $s (i32.const 3)))
  (global $copy i32 (global.get $c)) (global $i (ref null (shared i31)) (ref.i31_shared (i32.const -3)))
  (global $local (thread_local (mut i32)) (i32.const 0)) (global $p (mut i32) (i32.const 4))`;
const exceptions = `
  (type $s (shared (struct (field i32)))) (type $tt (shared (func (param i32 i64 (ref null $s))))) (type $t0 (shared (func)))
  (tag $e (type $tt)) (tag $f (type $t0)) (tag $plain (param i32))
  (type $sf (shared (func (param i32))))
  (func $throw (type $sf)
    (if (i32.eqz (local.get 0)) (then (throw $e (i32.const 7) (i64.const 8) (struct.new $s (i32.const 9)))))
    (if (i32.eq (local.get 0) (i32.const 1)) (then (throw $f))))
  (func $any (param i32) (call $throw (local.get 0)) (if (i32.eq (local.get 0) (i32.const 2)) (then (throw $plain (i32.const 4)))))`;
const waits = `
  (type $s (shared (struct (field (mut i32)) (field (mut i64)) (field (mut (ref null (shared eq)))))))
  (type $u (struct (field (mut i32)))) (type $a (shared (array (mut i32))))
  (global $g (shared (mut i32)) (i32.const 3)) (global $q (shared (ref (shared waitqueue))) (waitqueue.new))
  (global $own (mut i32) (i32.const 3)) (table $t shared 2 (ref null (shared eq))) (memory $m 1 1 shared) (memory $n 1)`;

const continuations = `
  (type $task (shared (func (param i32) (result i32))))
  (type $k (shared (cont $task)))
  (type $two (shared (func (param i32 i64) (result i32))))
  (type $k2 (shared (cont $two)))
  (type $rest (shared (func (param i64) (result i32))))
  (type $kr (shared (cont $rest)))
  (type $unshared (cont $task))
  (type $y (shared (func (param i32) (result i32))))
  (type $x (shared (func (param i32))))
  (type $none (shared (func (result i32))))
  (type $kn (shared (cont $none)))
  (rec (type $turns (shared (func (param i32 (ref null $kt)) (result i32)))) (type $kt (shared (cont $turns))))
  (type $t (shared (func (result i32))))
  (tag $yield (type $y)) (tag $x (type $x)) (tag $turn (type $t))
  (func $ask (type $task) (suspend $yield (local.get 0)))
  (func $twice (type $task) (i32.add (call $ask (local.get 0)) (call $ask (i32.add (local.get 0) (i32.const 1)))))
  (func $deep (type $task)
    (if (result i32) (i32.eqz (local.get 0))
      (then (suspend $yield (i32.const 0)))
      (else (i32.add (i32.const 1) (call $deep (i32.sub (local.get 0) (i32.const 1)))))))
  (func $tail (type $task) (drop (suspend $yield (i32.const 1))) (return_call $twice (i32.const 20)))
  (func $kinds (type $two) (local $a i64) (local $b f32) (local $c f64) (local $d v128) (local $s (ref null $k))
    (local.set $a (local.get 1)) (local.set $b (f32.const 1.5)) (local.set $c (f64.const 2.5)) (local.set $d (v128.const i64x2 7 9))
    (local.set $s (cont.new $k (ref.func $ask)))
    (drop (suspend $yield (local.get 0)))
    (i32.add (i32.wrap_i64 (local.get $a)) (i32.add (i32.trunc_f32_s (local.get $b)) (i32.add (i32.trunc_f64_s (local.get $c))
      (i32.add (i32.wrap_i64 (i64x2.extract_lane 1 (local.get $d))) (ref.is_null (local.get $s)))))))
  (func $catches (type $task)
    (block $caught (result i32)
      (try_table (catch $x $caught) (return (call $deep (local.get 0))))
      unreachable))
  (func $throws (type $task) (drop (suspend $yield (i32.const 3))) (throw $x (local.get 0)))
  (func $inner (type $task) ;; resumes a continuation of its own and handles nothing of it
    (resume $k (local.get 0) (cont.new $k (ref.func $twice))))
  (func $handles (type $task) (local $k (ref null $k)) ;; handles what is suspended in it, and suspends itself
    (drop (suspend $yield (i32.const 100)))
    (block $on (result i32 (ref $k))
      (resume $k (on $yield $on) (local.get 0) (cont.new $k (ref.func $twice)))
      (return))
    (local.set $k) (drop (suspend $yield)) (resume $k (i32.const 5) (local.get $k)))
  (func $ping (type $turns) (local $a i32) (local $k (ref null $kt))
    (switch $kt $turn (i32.const 1) (local.get 1)) (local.set $k) (local.set $a)
    (switch $kt $turn (i32.add (local.get $a) (i32.const 10)) (local.get $k)) (drop) (i32.add (local.get $a)))
  (func $pong (type $turns) (local $k (ref null $kt)) (local $n i32)
    (local.set $n (local.get 0)) (local.set $k (local.get 1))
    (loop $l
      (switch $kt $turn (i32.mul (local.get $n) (i32.const 3)) (local.get $k)) (local.set $k) (local.set $n)
      (br $l))
    unreachable)
  (elem declare (ref null (shared func)) (ref.func $ask) (ref.func $twice) (ref.func $deep) (ref.func $tail) (ref.func $kinds)
    (ref.func $catches) (ref.func $throws) (ref.func $inner) (ref.func $handles) (ref.func $ping) (ref.func $pong))
  ;; resumes until there is a result; the k-th answer is 2 * what was asked + k
  (func $drive (param $k (ref null $k)) (param $v i32) (result i32) (local $n i32)
    (loop $l
      (block $on (result i32 (ref $k))
        (resume $k (on $yield $on) (local.get $v) (local.get $k))
        (return (i32.add (i32.mul (local.get $n) (i32.const 1000)))))
      (local.set $k)
      (local.set $v (i32.add (i32.mul (i32.const 2)) (local.tee $n (i32.add (local.get $n) (i32.const 1)))))
      (br $l))
    unreachable)
  ;; what is left of a continuation when it has been suspended once
  (func $once (param $k (ref null $k)) (param $v i32) (result (ref $k))
    (local $left (ref null $k))
    (block $on (result i32 (ref $k)) (resume $k (on $yield $on) (local.get $v) (local.get $k)) unreachable)
    (local.set $left) (drop) (ref.as_non_null (local.get $left)))
  (func $drive-rest (param $k (ref null $kr)) (param $v i64) (result i32) (local $left (ref null $k))
    (block $on (result i32 (ref $k)) (resume $kr (on $yield $on) (local.get $v) (local.get $k)) (return))
    (local.set $left) (drop) (call $drive (local.get $left) (i32.const 1)))`;

/** By what they are about. */
export const programs: Readonly<Record<string, Program>> = {
  'shared continuations': cases(continuations, 'i32', [
    '(call $drive (cont.new $k (ref.func $ask)) (i32.const 7))', '(call $drive (cont.new $k (ref.func $twice)) (i32.const 7))',
    '(call $drive (cont.new $k (ref.func $deep)) (i32.const 200))', '(call $drive (cont.new $k (ref.func $tail)) (i32.const 0))',
    '(call $drive (cont.new $k (ref.func $catches)) (i32.const 3))', '(call $drive (cont.new $k (ref.func $inner)) (i32.const 3))',
    '(call $drive (cont.new $k (ref.func $handles)) (i32.const 3))',
    '(call $drive-rest (cont.bind $k2 $kr (i32.const 2) (cont.new $k2 (ref.func $kinds))) (i64.const 40))',
    `(block $on (result i32 (ref $k))
       (resume $kn (on $yield $on)
         (cont.bind $kr $kn (i64.const 40) (cont.bind $k2 $kr (i32.const 2) (cont.new $k2 (ref.func $kinds))))) (return))
     (drop)`,
    `(block $c (result i32) (try_table (catch $x $c)
       (return (resume_throw $k $x (i32.const 9) (call $once (cont.new $k (ref.func $deep)) (i32.const 50))))) unreachable)`,
    '(resume_throw $k $x (i32.const 9) (call $once (cont.new $k (ref.func $catches)) (i32.const 50)))',
    '(resume_throw $k $x (i32.const 9) (cont.new $k (ref.func $catches)))',
    `(block $c (result (ref exn)) (try_table (catch_all_ref $c)
       (drop (call $drive (cont.new $k (ref.func $throws)) (i32.const 5)))) unreachable)
     (drop) (i32.const 4)`,
    '(resume $kt (on $turn switch) (i32.const 0) (cont.new $kt (ref.func $pong)) (cont.new $kt (ref.func $ping)))',
    '(resume $k (i32.const 1) (ref.null $k))', '(call $drive (cont.new $k (ref.null $task)) (i32.const 1))',
    '(drop (cont.bind $k2 $kr (i32.const 1) (ref.null $k2))) (i32.const 0)',
  ]),
  structures: cases(structs, 'i64', [
    '(i64.extend_i32_s (struct.get $b 0 (call $b)))', '(i64.extend_i32_s (struct.get_s $b 1 (call $b)))',
    '(i64.extend_i32_s (struct.get_u $b 1 (call $b)))', '(i64.extend_i32_s (struct.get_u $a 2 (call $b)))',
    '(i64.extend_i32_s (struct.get_s $a 2 (call $b)))', '(struct.get $a 3 (call $b))',
    '(i64.extend_i32_u (i32.reinterpret_f32 (struct.get $a 4 (call $b))))', '(i64.reinterpret_f64 (struct.get $b 5 (call $b)))',
    '(i64x2.extract_lane 1 (struct.get $b 6 (call $b)))', '(struct.get $a 3 (struct.get $b 7 (call $b)))',
    '(struct.get $a 3 (ref.null $a))', '(struct.set $a 3 (ref.null $a) (i64.const 1)) (i64.const 0)',
    '(struct.get $a 3 (struct.get $b 7 (struct.new_default $b)))',
  ]),
  'a list of structures': [`
    (rec (type $list (shared (struct (field $head i64) (field $tail (ref null $list))))))
    (func (export "main") (param $n i32) (result i64) (local $l (ref null $list)) (local $i i32) (local $s i64)
      (local.set $i (i32.const 5000))
      (loop $make
        (local.set $l (struct.new $list (i64.extend_i32_s (local.get $i)) (local.get $l)))
        (br_if $make (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
      (block $end (loop $sum
        (br_if $end (ref.is_null (local.get $l)))
        (local.set $s (i64.add (i64.mul (local.get $s) (i64.const 31)) (struct.get $list $head (local.get $l))))
        (local.set $l (struct.get $list $tail (local.get $l)))
        (br $sum)))
      (local.get $s))`, 1],
  'tests of references': [`${hierarchy}
    (func (export "main") (param $n i32) (result i32) (local $x (ref null (shared any))) (local $bits i32)
      (local.set $x (call $any (local.get $n)))
      ${tests.map((t) => `(local.set $bits (call $bit (local.get $bits) (ref.test ${t} (local.get $x))))`).join('\n')}
      (local.get $bits))`, 9],
  'casts': [`${hierarchy}
    (func $try (export "main") (param $n i32) (result i32) (local $x (ref null (shared any)))
      (local.set $x (call $any (i32.rem_u (local.get $n) (i32.const 9))))
      (if (i32.lt_u (local.get $n) (i32.const 9)) (then (return (struct.get $mid 0 (ref.cast (ref null $mid) (local.get $x))))))
      (i31.get_s (ref.cast (ref (shared i31)) (local.get $x))))`, 18],
  'branches on casts and null': [`${hierarchy}
    (func (export "main") (param $n i32) (result i32) (local $x (ref null (shared any)))
      (local.set $x (call $any (i32.rem_u (local.get $n) (i32.const 9))))
      (if (i32.lt_u (local.get $n) (i32.const 9)) (then
        (block $mid (result (ref $mid))
          (drop (br_on_cast $mid (ref null (shared any)) (ref $mid) (local.get $x)))
          (drop (block $no (result (ref null (shared any)))
            (return (i31.get_u (br_on_cast_fail $no (ref null (shared any)) (ref (shared i31)) (local.get $x))))))
          (block $null (drop (br_on_null $null (local.get $x))) (return (i32.const -1)))
          (return (i32.const -2)))
        (return (struct.get $mid 0))))
      (block $some (result (ref (shared any)))
        (i32.const 5) (br_on_non_null $some (local.get $x)) (return))
      (return (ref.eq (ref.cast (ref (shared eq))) (ref.i31_shared (i32.const 7)))))`, 18],
  'functions by reference': [`${hierarchy}
    (func (export "main") (param $n i32) (result i32) (local $f (ref null (shared func)))
      (local.set $f (ref.func $ff))
      (if (local.get $n) (then (local.set $f (ref.func $gg))))
      (if (i32.eq (local.get $n) (i32.const 2)) (then (return (call_ref $f (ref.null $f)))))
      (if (i32.eq (local.get $n) (i32.const 3)) (then (return (call_ref $g (ref.cast (ref $g) (ref.func $ff))))))
      (i32.add (i32.mul (i32.const 10) (call_ref $f (ref.cast (ref $f) (local.get $f)))) (ref.test (ref $g) (local.get $f))))`, 4],
  'identity': cases(hierarchy, 'i32', [
    '(ref.eq (ref.i31_shared (i32.const 5)) (ref.i31_shared (i32.const 5)))', '(ref.eq (struct.new $top) (struct.new $top))',
    '(ref.eq (ref.null (shared eq)) (ref.null $mid))', '(i31.get_s (ref.i31_shared (i32.const 0x40000000)))',
    '(i31.get_u (ref.i31_shared (i32.const -1)))', '(i31.get_u (ref.null (shared i31)))', '(ref.is_null (ref.as_non_null (call $any (i32.const 6))))',
    '(ref.eq (ref.cast (ref (shared eq)) (any.convert_extern (extern.convert_any (ref.i31_shared (i32.const 3))))) (ref.i31_shared (i32.const 3)))',
  ]),
  'arrays': cases(arrays, 'i64', [
    '(i64.extend_i32_s (array.get_s $i8 (array.new $i8 (i32.const 200) (i32.const 3)) (i32.const 2)))',
    '(i64.extend_i32_s (array.get_u $i8 (array.new $i8 (i32.const 200) (i32.const 3)) (i32.const 3)))',
    '(i64.extend_i32_s (array.get_s $i16 (array.new $i16 (i32.const -200) (i32.const 3)) (i32.const 2)))',
    '(array.get $i64 (array.new $i64 (i64.const -200) (i32.const 7)) (i32.const 6))',
    '(i64.extend_i32_s (i32.reinterpret_f32 (array.get $f32 (array.new $f32 (f32.const -0.0) (i32.const 7)) (i32.const 6))))',
    '(i64.reinterpret_f64 (array.get $f64 (array.new $f64 (f64.const nan:0x123) (i32.const 7)) (i32.const 6)))',
    '(i64x2.extract_lane 1 (array.get $v128 (array.new $v128 (v128.const i64x2 3 4) (i32.const 7)) (i32.const 6)))',
    '(i64.extend_i32_s (array.len (array.new_default $v128 (i32.const 5))))', '(array.get $i64 (array.new_default $i64 (i32.const 5)) (i32.const 4))',
    '(i64.extend_i32_s (array.len (ref.null $i8)))', '(array.get $i64 (ref.null $i64) (i32.const 0))',
    '(array.get $i64 (array.new_default $i64 (i32.const 0)) (i32.const 0))', '(array.set $i64 (array.new_default $i64 (i32.const 2)) (i32.const -1) (i64.const 0)) (i64.const 1)',
    '(i64.extend_i32_s (array.len (array.new_default $i8 (i32.const -1))))',
    '(i64.extend_i32_s (call $sum (array.new_fixed $i32 4 (i32.const 4) (i32.const 3) (i32.const 2) (i32.const 1))))',
    '(i64.extend_i32_s (i31.get_s (ref.cast (ref (shared i31)) (array.get $ref (array.new $ref (ref.i31_shared (i32.const 6)) (i32.const 3)) (i32.const 1)))))',
    '(array.get $i64 (array.new_fixed $i64 2 (i64.const 1) (i64.const 2)) (i32.const 1))',
  ]),
  'ranges of arrays': [`${arrays}
    (func (export "main") (param $n i32) (result i32) (local $a (ref null $i32)) (local $b (ref null $i32)) (local $c (ref null $i8))
      (local.set $a (array.new_fixed $i32 6 (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6)))
      (local.set $b (array.new_data $i32 $d (i32.const 4) (i32.const 4)))
      (local.set $c (array.new_data $i8 $u (i32.const 4) (i32.const 4)))
      (if (i32.eq (local.get $n) (i32.const 0)) (then (array.copy $i32 $i32 (local.get $a) (i32.const 1) (local.get $a) (i32.const 0) (i32.const 5))))
      (if (i32.eq (local.get $n) (i32.const 1)) (then (array.copy $i32 $i32 (local.get $a) (i32.const 0) (local.get $b) (i32.const 1) (i32.const 3))))
      (if (i32.eq (local.get $n) (i32.const 2)) (then (array.copy $i32 $i32 (local.get $a) (i32.const 0) (local.get $b) (i32.const 2) (i32.const 3))))
      (if (i32.eq (local.get $n) (i32.const 3)) (then (array.copy $i32 $i32 (local.get $a) (i32.const 5) (ref.null $i32) (i32.const 1) (i32.const 3))))
      (if (i32.eq (local.get $n) (i32.const 4)) (then (array.fill $i32 (local.get $a) (i32.const 2) (i32.const 9) (i32.const 3))))
      (if (i32.eq (local.get $n) (i32.const 5)) (then (array.fill $i32 (local.get $a) (i32.const 4) (i32.const 9) (i32.const 3))))
      (if (i32.eq (local.get $n) (i32.const 6)) (then (array.init_data $i32 $d (local.get $a) (i32.const 2) (i32.const 1) (i32.const 3))))
      (if (i32.eq (local.get $n) (i32.const 7)) (then (array.init_data $i32 $d (local.get $a) (i32.const 2) (i32.const 20) (i32.const 3))))
      (if (i32.eq (local.get $n) (i32.const 8)) (then (array.init_data $i32 $u (local.get $a) (i32.const 4) (i32.const 0) (i32.const 3))))
      (if (i32.eq (local.get $n) (i32.const 9)) (then (data.drop $d) (array.init_data $i32 $d (local.get $a) (i32.const 6) (i32.const 0) (i32.const 0))))
      (if (i32.eq (local.get $n) (i32.const 10)) (then (data.drop $d) (drop (array.new_data $i8 $d (i32.const 0) (i32.const 1)))))
      (if (i32.eq (local.get $n) (i32.const 11)) (then (drop (array.new_data $i8 $d (i32.const 0) (i32.const 0x7fffffff)))))
      (if (i32.eq (local.get $n) (i32.const 12)) (then (array.fill $i8 (local.get $c) (i32.const 1) (i32.const 300) (i32.const 2))))
      (if (i32.eq (local.get $n) (i32.const 13)) (then (array.fill $i32 (local.get $a) (i32.const 6) (i32.const 9) (i32.const 0))))
      (i32.add (call $sum (local.get $a)) (i32.add (call $sum (local.get $b)) (array.get_u $i8 (local.get $c) (i32.const 2)))))`, 14],
  'segments of references': cases(`${arrays}
    (type $own (array (mut (ref null (shared eq)))))
    (elem $e (shared (ref null (shared eq))) (ref.i31_shared (i32.const 1)) (ref.null (shared eq)) (ref.i31_shared (i32.const 3)))
    (func $at (param (ref null $ref) i32) (result i32) (i31.get_s (ref.cast (ref null (shared i31)) (array.get $ref (local.get 0) (local.get 1)))))
    (func $ownAt (param (ref null $own) i32) (result i32) (i31.get_s (ref.cast (ref null (shared i31)) (array.get $own (local.get 0) (local.get 1)))))
    (global $r (shared (mut (ref null $ref))) (array.new_default $ref (i32.const 4)))`, 'i32', [
    '(call $at (array.new_elem $ref $e (i32.const 1) (i32.const 2)) (i32.const 1))', '(call $at (array.new_elem $ref $e (i32.const 1) (i32.const 2)) (i32.const 0))',
    '(call $at (array.new_elem $ref $e (i32.const 1) (i32.const 3)) (i32.const 0))',
    '(array.init_elem $ref $e (global.get $r) (i32.const 1) (i32.const 0) (i32.const 3)) (call $at (global.get $r) (i32.const 3))',
    '(array.init_elem $ref $e (global.get $r) (i32.const 2) (i32.const 0) (i32.const 3)) (i32.const 0)',
    '(array.init_elem $ref $e (global.get $r) (i32.const 0) (i32.const 1) (i32.const 3)) (i32.const 0)',
    '(elem.drop $e) (array.init_elem $ref $e (global.get $r) (i32.const 0) (i32.const 1) (i32.const 0)) (i32.const 0)',
    '(call $ownAt (array.new_elem $own $e (i32.const 1) (i32.const 2)) (i32.const 1))',
    '(local.set $i (i32.const 2)) (call $ownAt (array.new_elem $own $e (i32.const 0) (local.get $i)) (i32.const 0))',
  ]),
  'tables': cases(tables, 'i32', [
    '(call_indirect $t (type $f) (i32.const 5) (i32.const 1))', '(call_indirect $t (type $f) (i32.const 5) (i32.const 2))',
    '(call_indirect $t (type $f) (i32.const 5) (i32.const 0))', '(call_indirect $t (type $f) (i32.const 5) (i32.const 4))',
    '(call_indirect $w (type $f) (i32.const 5) (i64.const 4))', '(call_indirect $w (type $f) (i32.const 5) (i64.const 0x100000001))',
    '(table.set $w (i64.const 3) (table.get $t (i32.const 1))) (call_indirect $w (type $f) (i32.const 5) (i64.const 3))',
    '(table.grow $t (ref.func $one) (i32.const 3)) (drop) (call_indirect $t (type $g) (i32.const 6)) (i32.add (table.size $t))',
    '(table.grow $t (ref.null (shared func)) (i32.const 7))', '(i32.wrap_i64 (table.grow $w (ref.null (shared func)) (i64.const 7)))',
    '(i32.wrap_i64 (table.grow $w (ref.null (shared func)) (i64.const 6)))', '(i32.wrap_i64 (table.grow $w (ref.null (shared func)) (i64.const -1)))',
    '(table.fill $t (i32.const 2) (ref.func $dec) (i32.const 2)) (call_indirect $t (type $f) (i32.const 5) (i32.const 3))',
    '(table.fill $t (i32.const 2) (ref.func $dec) (i32.const 3)) (i32.const 0)', '(table.fill $w (i64.const 2) (ref.func $dec) (i64.const -1)) (i32.const 0)',
    '(table.copy $t $t (i32.const 0) (i32.const 1) (i32.const 3)) (call_indirect $t (type $f) (i32.const 5) (i32.const 0))',
    '(table.copy $w $t (i64.const 0) (i32.const 1) (i32.const 3)) (call_indirect $w (type $f) (i32.const 5) (i64.const 0))',
    '(table.copy $t $w (i32.const 2) (i64.const 1) (i32.const 3)) (i32.const 0)',
    '(table.init $t $e (i32.const 1) (i32.const 0) (i32.const 3)) (call_indirect $t (type $f) (i32.const 5) (i32.const 1))',
    '(table.init $t $e (i32.const 2) (i32.const 0) (i32.const 3)) (i32.const 0)', '(table.init $t $e (i32.const 1) (i32.const 1) (i32.const 3)) (i32.const 0)',
    '(elem.drop $e) (table.init $t $e (i32.const 1) (i32.const 0) (i32.const 1)) (i32.const 0)', '(i31.get_s (table.get $init (i32.const 2)))',
    '(ref.is_null (table.get $o (i32.const 2)))', '(ref.is_null (table.get $o (i32.const 3)))', '(table.grow $o (ref.null (shared eq)) (i32.const 100))',
  ]),
  'tail calls': [`${tables}
    (func $even (type $f) (if (result i32) (local.get 0) (then (return_call $odd (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 1))))
    (func $odd (type $f) (if (result i32) (local.get 0)
      (then (return_call_ref $f (i32.sub (local.get 0) (i32.const 1)) (ref.func $even))) (else (i32.const 0))))
    (func $by (type $f) (return_call_indirect $t (type $f) (local.get 0) (i32.const 1)))
    (elem declare (ref null (shared func)) (ref.func $even))
    (func (export "main") (param $n i32) (result i32)
      (if (i32.eq (local.get $n) (i32.const 2)) (then (return (call $by (i32.const 41)))))
      (call $even (i32.add (i32.const 10000) (local.get $n))))`, 3],
  'globals': cases(globals, 'i64', [
    '(global.set $i32 (i32.add (global.get $i32) (i32.const 1))) (i64.extend_i32_s (global.get $i32))',
    '(global.set $i64 (i64.add (global.get $i64) (i64.const 1))) (global.get $i64)', '(i64.reinterpret_f64 (global.get $f64))',
    '(global.set $f64 (f64.const 1.5)) (i64.reinterpret_f64 (global.get $f64))', '(i64x2.extract_lane 1 (global.get $v128))',
    '(global.set $v128 (v128.const i64x2 7 8)) (i64x2.extract_lane 1 (global.get $v128))', '(i64.extend_i32_s (ref.is_null (global.get $r)))',
    '(global.set $r (global.get $s)) (i64.extend_i32_s (ref.eq (global.get $r) (global.get $s)))',
    '(i64.extend_i32_s (struct.get $s 0 (global.get $s)))', '(i64.extend_i32_s (struct.get $s 0 (global.get $u)))',
    '(i64.extend_i32_s (global.get $copy))', '(i64.extend_i32_s (i31.get_s (global.get $i)))',
    '(global.set $local (i32.add (global.get $local) (i32.const 3))) (i64.extend_i32_s (global.get $local))',
  ]),
  'atomic globals': cases(globals, 'i64', [
    '(i64.extend_i32_s (global.atomic.rmw.add seq_cst $i32 (i32.const 3))) (i64.extend_i32_s (global.atomic.get acq_rel $i32)) (i64.add)',
    '(global.atomic.rmw.sub $i64 (i64.const 3)) (i64.mul (global.atomic.get $i64))', '(global.atomic.set $i64 (i64.const 3)) (global.get $i64)',
    '(i64.extend_i32_s (global.atomic.rmw.xchg $i32 (i32.const 3))) (i64.extend_i32_s (global.get $i32)) (i64.add)',
    '(i64.extend_i32_s (global.atomic.rmw.cmpxchg $i32 (i32.const 5) (i32.const 8))) (i64.extend_i32_s (global.get $i32)) (i64.add)',
    '(i64.extend_i32_s (global.atomic.rmw.cmpxchg $i32 (i32.const 6) (i32.const 8))) (i64.extend_i32_s (global.get $i32)) (i64.add)',
    '(drop (global.atomic.rmw.cmpxchg $r (ref.null (shared eq)) (global.get $s))) (i64.extend_i32_s (ref.eq (global.atomic.get $r) (global.get $s)))',
    '(drop (global.atomic.rmw.xchg $r (ref.i31_shared (i32.const 4)))) (i64.extend_i32_s (ref.eq (global.get $r) (ref.i31_shared (i32.const 4))))',
    '(i64.extend_i32_s (global.atomic.rmw.or $p (i32.const 3))) (i64.extend_i32_s (global.atomic.get $p)) (i64.add)',
    '(i64.extend_i32_s (global.atomic.rmw.cmpxchg $p (i32.const 4) (i32.const 8))) (i64.extend_i32_s (global.get $p)) (i64.add)',
    '(i64.extend_i32_s (global.atomic.rmw.add $local (i32.const 8))) (i64.extend_i32_s (global.get $local)) (i64.add)',
  ]),
  'atomic structures': [`${structs}
    (type $u (struct (field (mut i32)) (field (mut i8)) (field (mut eqref)) (field (mut (ref null $a)))))
    (func (export "main") (param $n i32) (result i64 i64) (local $b (ref null $b)) (local $u (ref null $u))
      (local.set $b (call $b)) (local.set $u (struct.new $u (i32.const 6) (i32.const 200) (ref.i31 (i32.const 5)) (local.get $b)))
      ${[
        '(i64.extend_i32_s (struct.atomic.get $b 0 (local.get $b))) (i64.const 0)',
        '(i64.extend_i32_s (struct.atomic.get_s $b 1 (local.get $b))) (i64.extend_i32_s (struct.atomic.get_u acq_rel $b 1 (local.get $b)))',
        '(i64.extend_i32_s (struct.atomic.get_s $b 2 (local.get $b))) (struct.atomic.get $b 3 (local.get $b))',
        '(struct.atomic.set $b 1 (local.get $b) (i32.const 300)) (i64.extend_i32_s (struct.get_u $b 1 (local.get $b))) (struct.get $b 3 (local.get $b))',
        '(struct.atomic.rmw.add $b 3 (local.get $b) (i64.const 300)) (struct.get $b 3 (local.get $b))',
        '(struct.atomic.rmw.xor acq_rel acq_rel $b 3 (local.get $b) (i64.const 300)) (struct.get $b 3 (local.get $b))',
        '(struct.atomic.rmw.cmpxchg $b 3 (local.get $b) (i64.const -5) (i64.const 300)) (struct.get $b 3 (local.get $b))',
        '(struct.atomic.rmw.cmpxchg $b 3 (local.get $b) (i64.const -6) (i64.const 300)) (struct.get $b 3 (local.get $b))',
        '(i64.extend_i32_s (ref.is_null (struct.atomic.rmw.xchg $b 7 (local.get $b) (local.get $b)))) (i64.extend_i32_s (ref.eq (local.get $b) (struct.atomic.get $b 7 (local.get $b))))',
        '(drop (struct.atomic.rmw.cmpxchg $b 7 (local.get $b) (struct.get $b 7 (local.get $b)) (ref.null $a))) (i64.extend_i32_s (ref.is_null (struct.get $b 7 (local.get $b)))) (i64.const 0)',
        '(struct.atomic.rmw.and $b 3 (ref.null $b) (i64.const 300)) (i64.const 0)', '(struct.atomic.set $b 3 (ref.null $b) (i64.const 300)) (i64.const 0) (i64.const 0)',
        '(i64.extend_i32_s (struct.atomic.rmw.and $u 0 (local.get $u) (i32.const 3))) (i64.extend_i32_s (struct.atomic.get $u 0 (local.get $u)))',
        '(i64.extend_i32_s (struct.atomic.rmw.cmpxchg $u 0 (local.get $u) (i32.const 6) (i32.const 3))) (i64.extend_i32_s (struct.atomic.get $u 0 (local.get $u)))',
        '(drop (struct.atomic.rmw.cmpxchg $u 2 (local.get $u) (ref.i31 (i32.const 5)) (ref.null none))) (i64.extend_i32_s (ref.is_null (struct.atomic.get $u 2 (local.get $u)))) (i64.extend_i32_s (struct.atomic.get_s $u 1 (local.get $u)))',
        '(drop (struct.atomic.rmw.cmpxchg $u 3 (local.get $u) (local.get $b) (ref.null $a))) (i64.extend_i32_s (ref.is_null (struct.atomic.get $u 3 (local.get $u)))) (i64.const 3)',
        '(drop (struct.atomic.rmw.xchg $u 3 (ref.null $u) (local.get $b))) (i64.const 0) (i64.const 3)',
      ].map((body, k) => `(if (i32.eq (local.get $n) (i32.const ${k})) (then ${body} (return)))`).join('\n')}
      (unreachable))`, 17],
  'atomic arrays and tables': [`${arrays} ${tables}
    (type $u (array (mut i64)))
    (func (export "main") (param $n i32) (result i64) (local $a (ref null $i64)) (local $b (ref null $i8)) (local $u (ref null $u))
      (local.set $a (array.new $i64 (i64.const 9) (i32.const 3))) (local.set $b (array.new $i8 (i32.const 200) (i32.const 3)))
      (local.set $u (array.new $u (i64.const 9) (i32.const 3)))
      ${[
        '(array.atomic.get $i64 (local.get $a) (i32.const 2))', '(array.atomic.get $i64 (local.get $a) (i32.const 3))',
        '(i64.extend_i32_s (array.atomic.get_s $i8 (local.get $b) (i32.const 2)))',
        '(array.atomic.rmw.add $i64 (local.get $a) (i32.const 1) (i64.const 5)) (i64.mul (array.get $i64 (local.get $a) (i32.const 1)))',
        '(array.atomic.rmw.cmpxchg $i64 (local.get $a) (i32.const 1) (i64.const 9) (i64.const 6)) (i64.mul (array.get $i64 (local.get $a) (i32.const 1)))',
        '(array.atomic.set $i8 (local.get $b) (i32.const 1) (i32.const 3)) (i64.extend_i32_s (array.get_s $i8 (local.get $b) (i32.const 1)))',
        '(array.atomic.rmw.xchg $i64 (ref.null $i64) (i32.const 1) (i64.const 5))',
        '(array.atomic.rmw.sub $u (local.get $u) (i32.const 1) (i64.const 5)) (i64.mul (array.get $u (local.get $u) (i32.const 1)))',
        '(array.atomic.rmw.cmpxchg $u (local.get $u) (i32.const 1) (i64.const 9) (i64.const 6)) (i64.mul (array.get $u (local.get $u) (i32.const 1)))',
        '(array.atomic.rmw.cmpxchg $u (local.get $u) (i32.const 7) (i64.const 9) (i64.const 6))',
        '(table.atomic.set $o (i32.const 1) (ref.i31_shared (i32.const 1))) (i64.extend_i32_s (ref.eq (ref.i31_shared (i32.const 1)) (table.atomic.get $o (i32.const 1))))',
        '(i64.extend_i32_s (ref.is_null (table.atomic.rmw.xchg $o (i32.const 1) (ref.i31_shared (i32.const 1)))))',
        '(drop (table.atomic.rmw.cmpxchg $o (i32.const 1) (ref.null (shared eq)) (ref.i31_shared (i32.const 1)))) (i64.extend_i32_s (ref.is_null (table.get $o (i32.const 1))))',
        '(drop (table.atomic.get $o (i32.const 9))) (i64.const 0)',
      ].map((body, k) => `(if (i32.eq (local.get $n) (i32.const ${k})) (then ${body} (return)))`).join('\n')}
      (unreachable))`, 14],
  'exceptions': [`${exceptions}
    (func (export "main") (param $n i32) (result i32) (local $x (ref null $s)) (local $r exnref)
      (if (i32.lt_u (local.get $n) (i32.const 4)) (then
        (block $f (block $e (result i32 i64 (ref null $s))
          (try_table (catch $e $e) (catch $f $f) (call $any (local.get $n))) (return (i32.const 100)))
          (local.set $x) (i32.wrap_i64) (i32.add (struct.get $s 0 (local.get $x))) (i32.mul) (return))
        (return (i32.const 200))))
      (if (i32.lt_u (local.get $n) (i32.const 8)) (then
        (block $all (block $e (result i32 i64 (ref null $s) (ref (shared exn)))
          (try_table (catch_ref $e $e) (catch_all $all) (call $any (i32.sub (local.get $n) (i32.const 4)))) (return (i32.const 100)))
          (throw_ref))
        (return (i32.const 300))))
      (if (i32.lt_u (local.get $n) (i32.const 12)) (then
        (local.set $r (block $all (result exnref) (block $p (result i32)
          (try_table (catch $plain $p) (catch_all_ref $all) (call $any (i32.sub (local.get $n) (i32.const 8)))) (return (i32.const 100)))
          (return)))
        (block $e (result i32 i64 (ref null $s)) (try_table (catch $e $e) (throw_ref (local.get $r))) (return (i32.const 400)))
        (drop) (drop) (return)))
      (block $f (block $e (result i32 i64 (ref null $s))
        (try_table (result i32) (catch $f $f) (try_table (result i32) (catch $e $e) (call $any (i32.sub (local.get $n) (i32.const 12))) (i32.const 5))
          (i32.const 3) (i32.mul)) (return))
        (drop) (i32.wrap_i64) (i32.sub) (return))
      (i32.const 500))`, 16],
  'exceptions in shared functions': [`${exceptions}
    (func $catch (type $sf)
      (block $all (result (ref (shared exn))) (try_table (catch_all_ref $all) (call $throw (local.get 0))) (return)) (throw_ref))
    (func $params (param i32 i64) (result i64)
      (block $f
        (local.get 1)
        (loop $l (param i64) (result i64)
          (try_table (param i64) (result i64) (catch $f $f) (call $throw (local.get 0)) (i64.const 2) (i64.mul)))
        (return))
      (i64.const -1))
    (func (export "main") (param $n i32) (result i64)
      (if (i32.ge_u (local.get $n) (i32.const 3)) (then (return (call $params (i32.sub (local.get $n) (i32.const 3)) (i64.const 21)))))
      (block $f (block $e (result i32 i64 (ref null $s))
        (try_table (catch $e $e) (catch $f $f) (call $catch (local.get $n))) (return (i64.const 100)))
        (drop) (i32.wrap_i64) (i32.mul) (i64.extend_i32_s) (return))
      (i64.const 200))`, 6],
  'waiting': cases(waits, 'i32', [
    '(struct.wait $s 0 (struct.new $s (i32.const 4) (i64.const 5) (ref.null (shared eq))) (waitqueue.new) (i32.const 5) (i64.const -1))',
    '(struct.wait $s 0 (ref.null $s) (waitqueue.new) (i32.const 5) (i64.const -1))',
    '(struct.wait $s 0 (struct.new_default $s) (ref.null (shared waitqueue)) (i32.const 5) (i64.const -1))',
    '(struct.wait $s 1 (struct.new_default $s) (global.get $q) (i64.const 5) (i64.const -1))',
    '(struct.wait $s 2 (struct.new_default $s) (global.get $q) (ref.i31_shared (i32.const 5)) (i64.const -1))',
    '(struct.wait $s 2 (struct.new_default $s) (global.get $q) (ref.null (shared eq)) (i64.const 1000))',
    '(struct.wait $u 0 (struct.new_default $u) (global.get $q) (i32.const 5) (i64.const -1))',
    '(struct.wait $u 0 (ref.null $u) (global.get $q) (i32.const 5) (i64.const -1))',
    '(array.wait $a (array.new_default $a (i32.const 1)) (global.get $q) (i32.const 0) (i32.const 5) (i64.const -1))',
    '(array.wait $a (array.new_default $a (i32.const 1)) (global.get $q) (i32.const 1) (i32.const 5) (i64.const -1))',
    '(array.wait $a (array.new_default $a (i32.const 1)) (ref.null (shared waitqueue)) (i32.const 0) (i32.const 5) (i64.const -1))',
    '(global.wait $g (global.get $q) (i32.const 3) (i64.const 1000))', '(global.wait $g (global.get $q) (i32.const 4) (i64.const 1000))',
    '(global.wait $own (global.get $q) (i32.const 4) (i64.const 1000))', '(table.wait $t (global.get $q) (i32.const 1) (ref.null (shared eq)) (i64.const 1000))',
    '(table.wait $t (global.get $q) (i32.const 2) (ref.null (shared eq)) (i64.const 1000))',
    '(memory.wait32 $m (global.get $q) (i32.const 4) (i32.const 1) (i64.const 1000))', '(memory.wait64 $m (global.get $q) (i32.const 8) (i64.const 0) (i64.const 1000))',
    '(memory.wait32 $m (global.get $q) (i32.const 65536) (i32.const 1) (i64.const 1000))', '(memory.wait32 $m (global.get $q) (i32.const 2) (i32.const 1) (i64.const 1000))',
    '(memory.wait32 $n (global.get $q) (i32.const 4) (i32.const 1) (i64.const 1000))', '(memory.wait32 $m (ref.null (shared waitqueue)) (i32.const 4) (i32.const 1) (i64.const 1000))',
    '(waitqueue.notify (global.get $q) (i32.const 5))', '(waitqueue.notify (ref.null (shared waitqueue)) (i32.const 5))', '(pause) (i32.const 1)',
    '(struct.wait $s 1 (struct.new_default $s) (global.get $q) (i64.const 0) (i64.const -1))',
  ]),
};
