/**
 * Programs for what is hard about the translation: `work` suspends at resume points with operands below them, inside of blocks of all
 * kinds. What `drive` does is the same for all: it resumes until `work` has returned, answers each number n that is yielded with n + 1, and
 * adds up what it has seen.
 * @module
 */

/** What surrounds the programs. */
const driver = `
  (type $f (func (param i32) (result i32)))
  (type $k (cont $f))
  (tag $yield (param i32) (result i32))
  (tag $e (param i32)) (tag $other)
  (global $seen (mut i64) (i64.const 0))
  (func $y (param i32) (result i32) (suspend $yield (local.get 0)))
  (func $see (param i32)
    (global.set $seen (i64.add (i64.mul (global.get $seen) (i64.const 31)) (i64.extend_i32_s (local.get 0)))))
  (elem declare func $work)
  (func $drive (export "main") (param $n i32) (result i32 i64)
    (local $k (ref null $k))
    (local.set $k (cont.new $k (ref.func $work)))
    (loop $again (result i32 i64)
      (block $on (result i32 (ref $k))
        (resume $k (on $yield $on) (local.get $n) (local.get $k))
        (return (global.get $seen)))
      (local.set $k)
      (call $see (local.tee $n))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (br $again)))`;

/** A program: the fields with the function $work, of the type $f. */
const work = (fields: string): string => `${driver} ${fields}`;
const body = (code: string): string => work(`(func $work (type $f) (local $i i32) (local $x i64) ${code})`);
const Y = (n: number): string => `(call $y (i32.const ${n}))`;

/** By what they are about. */
export const programs: Readonly<Record<string, string>> = {
  'an operand below a call': body(`(i32.sub ${Y(5)} ${Y(7)})`),
  'operands of all types below a call': work(`
    (func $all (param i32 i64 f32 f64 v128 funcref externref i32) (result i32)
      (i32.add (local.get 0) (i32.add (i32.wrap_i64 (local.get 1)) (i32.add (i32.trunc_f32_s (local.get 2))
        (i32.add (i32.trunc_f64_s (local.get 3)) (i32.add (i32x4.extract_lane 2 (local.get 4))
          (i32.add (ref.is_null (local.get 5)) (i32.add (ref.is_null (local.get 6)) (local.get 7)))))))))
    (func $work (type $f)
      (call $all (i32.const 1) (i64.const 2) (f32.const 3) (f64.const 4) (v128.const i32x4 5 6 7 8) (ref.func $work) (ref.null extern) ${Y(9)}))`),
  'operands below blocks': body(`
    (i32.const 100)
    (block $a (param i32) (result i32)
      (i32.const 10)
      (block $b (result i32) (br_if $b (i32.const 1) ${Y(0)}) (drop) (i32.add (i32.const 3) ${Y(2)}))
      (i32.mul)
      (br_if $a (i32.const 1) ${Y(-1)})
      (i32.add) (i32.add))`),
  'a branch with values to a block that suspends': body(`
    (i32.const 1000)
    (block $a (result i32 i32) (i32.const 5) (i32.const 6) (br_if $a (i32.eq ${Y(1)} (i32.const 2))) (drop) ${Y(3)})
    (i32.add) (i32.add)`),
  'a branch that is not taken keeps what it would have passed': body(`
    (block $a (result i32)
      (i32.const 77)
      (i32.const 5) (br_if $a (i32.eqz ${Y(1)}))
      (i32.add)
      (i32.add ${Y(4)}))`),
  'a table of branches with values': body(`
    (local.set $i (i32.const 4))
    (loop $l
      (call $see
        (block $c (result i32)
          (i32.add (i32.const 300)
            (block $b (result i32)
              (i32.add (i32.const 200)
                (block $a (result i32)
                  (i32.add (i32.const 10) ${Y(5)})
                  (br_table $a $b $c $a (local.get $i))))))))
      (br_if $l (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
    (local.get $i)`),
  'a loop with parameters': body(`
    (i32.const 3) (i32.const 0)
    (loop $l (param i32 i32) (result i32)
      (i32.add (call $y (i32.const 7)))
      (local.set $i)
      (i32.sub (i32.const 1))
      (local.tee 0) (local.get $i)
      (local.get 0) (br_if $l) (i32.add))`),
  'an if with parameters and results': body(`
    (i32.const 40)
    (if (param i32) (result i32 i32) ${Y(-1)}
      (then (i32.add ${Y(2)}) (i32.const 1))
      (else (i32.sub ${Y(3)}) ${Y(4)}))
    (i32.add)`),
  'nested ifs': body(`
    (if (result i32) ${Y(1)}
      (then (if (result i32) ${Y(-1)} (then ${Y(2)}) (else (i32.add ${Y(3)} ${Y(4)}))))
      (else ${Y(5)}))`),
  'an if without else': body(`
    (local.set $i (i32.const 9))
    (if ${Y(0)} (then (local.set $i (i32.add (local.get $i) ${Y(6)}))))
    (if ${Y(-1)} (then (local.set $i ${Y(100)})))
    (local.get $i)`),
  'a suspension in a loop in a block in a loop': body(`
    (local.set $i (i32.const 3))
    (loop $outer
      (block $b
        (loop $inner
          (local.set $x (i64.add (i64.mul (local.get $x) (i64.const 3)) (i64.extend_i32_u ${Y(8)})))
          (br_if $b (i64.gt_u (local.get $x) (i64.const 1000)))
          (br $inner)))
      (local.set $x (i64.shr_u (local.get $x) (i64.const 4)))
      (br_if $outer (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
    (i32.wrap_i64 (local.get $x))`),
  'code out of reach': body(`
    (block $a (result i32) (br $a ${Y(1)}) ${Y(2)} (i32.add))
    (block $b (param i32) (return (i32.add ${Y(3)})) (call $y) (drop))
    (unreachable)`),
  'a local without null': work(`
    (type $s (struct (field i32)))
    (func $work (type $f) (local $s (ref $s))
      (local.set $s (struct.new $s (i32.const 20)))
      (i32.add (struct.get $s 0 (local.get $s)) (i32.add ${Y(1)} (struct.get $s 0 (local.tee $s (struct.new $s ${Y(30)}))))))`),
  'operands without null below a call': work(`
    (type $s (struct (field i32)))
    (func $get (param (ref $s) i32 (ref $s)) (result i32)
      (i32.add (struct.get $s 0 (local.get 0)) (i32.add (local.get 1) (struct.get $s 0 (local.get 2)))))
    (func $work (type $f)
      (call $get (struct.new $s (i32.const 3)) ${Y(4)} (struct.new $s ${Y(5)})))`),
  'a result without null of a function that suspends': work(`
    (type $t (array i32)) (type $s (struct (field i32) (field (ref $t))))
    (func $make (param i32) (result (ref $s) (ref func) (ref extern) (ref $t) (ref i31) (ref struct) (ref any) (ref array))
      (local $n i32) (local $s (ref $s))
      (local.set $n (call $y (local.get 0)))
      (local.tee $s (struct.new $s (local.get $n) (array.new_fixed $t 1 (local.get $n))))
      (ref.func $work) (extern.convert_any (local.get $s)) (struct.get $s 1 (local.get $s)) (ref.i31 (local.get $n))
      (local.get $s) (local.get $s) (struct.get $s 1 (local.get $s)))
    (func $work (type $f)
      (call $make (i32.const 8)) (drop) (drop) (drop) (i31.get_s) (local.set 0) (drop) (drop) (drop)
      (struct.get $s 0) (i32.add (local.get 0)))`),
  'an exception without null as a result': work(`
    (func $catch (result (ref exn))
      (block $c (result (ref exn)) (try_table (catch_all_ref $c) (throw $e ${Y(3)})) (unreachable)))
    (func $work (type $f)
      (block $c (result i32) (try_table (catch $e $c) (call $catch) (drop ${Y(4)}) (throw_ref)) (unreachable)))`),
  'try_table around a suspension': body(`
    (i32.add (i32.const 1000)
      (block $c (result i32)
        (try_table (catch $e $c) (drop ${Y(1)}) (throw $e (i32.add ${Y(2)} ${Y(3)})))
        (unreachable)))`),
  'an exception from deep below': work(`
    (func $deep (param i32)
      (if (local.get 0) (then (drop (call $y (local.get 0))) (call $deep (i32.sub (local.get 0) (i32.const 1))))
        (else (drop ${Y(50)}) (throw $e (i32.const 7)))))
    (func $work (type $f)
      (i32.add ${Y(1)}
        (block $c (result i32)
          (try_table (catch $e $c) (block $o (try_table (catch $other $o) (call $deep (i32.const 5)))))
          (i32.const 1)))
      (drop)
      (block $c (result i32) (try_table (catch $e $c) (call $deep (i32.const 3))) (i32.const 2)))`),
  'all clauses of try_table': body(`
    (local.set $i (i32.const 5))
    (loop $l
      (block $none
        (block $all
          (block $ref (result exnref)
            (block $both (result i32 exnref)
              (try_table (catch_ref $e $both) (catch_all_ref $ref)
                (if (i32.eq (local.get $i) (i32.const 1)) (then (drop ${Y(1)}) (throw $e ${Y(9)})))
                (if (i32.eq (local.get $i) (i32.const 2)) (then (drop ${Y(2)}) (throw $other)))
                (try_table (catch_all $all) (if (i32.eq (local.get $i) (i32.const 3)) (then (drop ${Y(3)}) (throw $other))))
                (drop ${Y(4)}))
              (br $none))
            (drop) (call $see) (br $none))
          (drop) (call $see (i32.const 60)) (br $none))
        (call $see (i32.const 70)))
      (br_if $l (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
    (local.get $i)`),
  'what a catch passes goes to a block with operands below': body(`
    (i32.const 5)
    (block $c (param i32) (result i32 i32)
      (i32.const 3) (i32.add)
      (block $d (param i32) (result i32) (i32.add ${Y(1)}))
      (block $t (result i32) (try_table (catch $e $t) (throw $e ${Y(8)})) (unreachable)))
    (i32.mul)`),
  'tail calls after a suspension': work(`
    (table $t 3 funcref) (elem (table $t) (i32.const 0) func $id $y)
    (func $id (type $f) (local.get 0))
    (func $one (type $f) (drop ${Y(1)}) (return_call $id (i32.add (local.get 0) (i32.const 1))))
    (func $two (type $f) (drop ${Y(2)}) (return_call_indirect $t (type $f) (local.get 0) (i32.const 1)))
    (func $three (type $f) (drop ${Y(3)}) (return_call_ref $f (local.get 0) (ref.func $one)))
    (func $four (type $f) (block $c (try_table (catch_all $c) (drop ${Y(4)}) (return_call $throws (local.get 0)))) (unreachable))
    (func $throws (type $f) (drop ${Y(5)}) (throw $e (i32.const 9)))
    (elem declare func $one)
    (func $work (type $f)
      (i32.add (call $one (i32.const 10)) (i32.add (call $two (i32.const 20)) (call $three (i32.const 30))))
      (block $c (result i32) (try_table (catch $e $c) (drop (call $four (i32.const 4)))) (unreachable))
      (i32.add))`),
  'a loop of tail calls that suspend': work(`
    (func $loop (param i32 i32) (result i32)
      (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
      (return_call $loop (i32.sub (local.get 0) (i32.const 1)) (i32.add (local.get 1) (call $y (local.get 0)))))
    (func $work (type $f) (call $loop (i32.const 500) (i32.const 0)))`),
  'a tail call to an empty element after a suspension': work(`
    (table $t 3 funcref)
    (func $work (type $f) (drop ${Y(1)}) (return_call_indirect $t (type $f) (i32.const 1) (i32.const 1)))`),
  'a tail call to a function of another type after a suspension': work(`
    (table $t funcref (elem $see))
    (func $work (type $f) (drop ${Y(1)}) (return_call_indirect $t (type $f) (i32.const 1) (i32.const 0)))`),
  'a tail call beyond a table after a suspension': work(`
    (table $t 3 funcref)
    (func $work (type $f) (drop ${Y(1)}) (return_call_indirect $t (type $f) (i32.const 1) (i32.const 3)))`),
  'a tail call of null after a suspension': work(`
    (func $work (type $f) (drop ${Y(1)}) (return_call_ref $f (i32.const 1) (ref.null $f)))`),
  'branches on references': work(`
    (type $s (struct (field i32)))
    (func $get (param anyref) (result i32)
      (i32.const 100)
      (block $null (param i32) (result i32)
        (block $s (param i32) (result i32 (ref $s))
          (block $i31 (param i32) (result i32 (ref i31))
            (i32.add ${Y(1)})
            (br_on_null $null (local.get 0))
            (br_on_cast $i31 anyref (ref i31))
            (ref.cast (ref $s))
            (br $s))
          (i31.get_s) (i32.add) (return (i32.add ${Y(2)})))
        (struct.get $s 0) (i32.mul) (return (i32.add ${Y(3)})))
      (i32.add ${Y(4)}))
    (func $work (type $f)
      (i32.add (call $get (ref.null any)) (i32.add (call $get (ref.i31 (i32.const 5))) (call $get (struct.new $s (i32.const 6))))))`),
  'more values than there are registers': work(`
    (type $many (func (param i32 i32 i32 i32 i32 i32 i64 i64 i64 i64 f32 f32 f32 f64 f64 f64 f64 v128 v128 v128) (result i32)))
    (type $many0 (func (param i32 i32 i32 i32 i32 i32 i64 i64 i64 i64 f32 f32 f32 f64 f64 f64 f64 v128 v128 v128) (result i32 i32 i32 i32 i32 i32)))
    (tag $m (param i32 i32 i32 i32 i32 i32 i64 i64) (result i32 i32 i32 i32 i32 i64 f32 f32 f32))
    (type $back (func (param i32 i32 i32 i32 i32 i64 f32 f32 f32) (result i32)))
    (type $km (cont $many)) (type $kb (cont $back))
    (func $sum (type $many)
      (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4) (local.get 5) (local.get 6) (local.get 9)
      (suspend $m)
      (i32.trunc_f32_s) (local.set 0) (i32.trunc_f32_s) (local.set 1) (i32.trunc_f32_s) (local.set 2) (i32.wrap_i64) (i32.sub) (i32.sub)
      (i32.add) (i32.mul) (i32.mul)
      (i32.add (i32.mul (local.get 0) (i32.const 7))) (i32.add (i32.mul (local.get 1) (i32.const 11)))
      (i32.add (i32.trunc_f32_s (local.get 12))) (i32.add (i32.trunc_f64_s (local.get 16))) (i32.add (i32x4.extract_lane 1 (local.get 19))))
    (elem declare func $sum)
    (func $work (type $f) (local $k (ref null $kb)) (local $w i64) (local $v i64)
      (block $on (result i32 i32 i32 i32 i32 i32 i64 i64 (ref $kb))
        (resume $km (on $m $on)
          (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6) (i64.const 7) (i64.const 8) (i64.const 9) (i64.const 10)
          (f32.const 11) (f32.const 12) (f32.const 13) (f64.const 14) (f64.const 15) (f64.const 16) (f64.const 17)
          (v128.const i32x4 18 19 20 21) (v128.const i32x4 22 23 24 25) (v128.const i32x4 26 27 28 29) (cont.new $km (ref.func $sum)))
        (return))
      (local.set $k) (local.set $v) (local.set $w)
      (call $see) (call $see) (call $see) (call $see) (call $see) (call $see)
      (call $see (i32.wrap_i64 (local.get $v))) (call $see (i32.wrap_i64 (local.get $w)))
      (resume $kb (i32.const 3) (i32.const 5) (i32.const 7) (i32.const 9) (i32.const 11) (i64.const 13) (f32.const 15) (f32.const 17) (f32.const 19)
        (local.get $k)))`),
  'handlers in their order': work(`
    (tag $a (param i32)) (type $v (func)) (type $kv (cont $v))
    (func $suspends (suspend $a (i32.const 4)) (suspend $a (i32.const 5)))
    (elem declare func $suspends)
    (func $work (type $f)
      (block $two (result i32 (ref $kv))
        (block $one (result i32 (ref $kv))
          (resume $kv (on $a $one) (on $a $two) (cont.new $kv (ref.func $suspends)))
          (return (i32.const 0)))
        (drop) (return (i32.add (i32.const 10) (i32.add ${Y(1)}))))
      (drop) (i32.add (i32.const 20)))`),
  'prompts around prompts': work(`
    (tag $a (param i32) (result i32)) (type $v (func (result i32))) (type $kv (cont $v)) (type $ki (cont $f))
    (func $inner (type $v) (i32.add ${Y(1)} (i32.add (suspend $a (i32.const 2)) ${Y(3)})))
    (func $middle (type $v) (local $k (ref null $ki)) (local $n i32)
      (block $on (result i32 (ref $ki))
        (return (i32.add (i32.const 1000) (resume $kv (on $a $on) (cont.new $kv (ref.func $inner))))))
      (local.set $k) (local.set $n)
      (drop ${Y(4)})
      (i32.add (local.get $n) (resume $ki (i32.const 100) (local.get $k))))
    (elem declare func $inner $middle)
    (func $work (type $f)
      (i32.mul ${Y(5)} (resume $kv (cont.new $kv (ref.func $middle)))))`),
  'a continuation that is resumed in another place': work(`
    (tag $a (result i32)) (type $v (func (result i32))) (type $kv (cont $v)) (type $ki (cont $f))
    (global $kept (mut (ref null $ki)) (ref.null $ki))
    (func $inner (type $v) (i32.add ${Y(1)} (i32.add (suspend $a) ${Y(3)})))
    (func $keep
      (block $on (result (ref $ki)) (drop (resume $kv (on $a $on) (cont.new $kv (ref.func $inner)))) (return))
      (global.set $kept))
    (func $use (type $f) (drop ${Y(9)}) (resume $ki (local.get 0) (global.get $kept)))
    (elem declare func $inner $use)
    (func $work (type $f)
      (call $keep) (drop ${Y(2)})
      (i32.add (i32.const 1) (resume $ki (i32.const 40) (cont.new $ki (ref.func $use)))))`),
  'a consumed continuation': work(`
    (type $v (func (result i32))) (type $kv (cont $v)) (func $c (type $v) (i32.const 1)) (elem declare func $c)
    (func $work (type $f) (local $k (ref null $kv))
      (local.set $k (cont.new $kv (ref.func $c)))
      (i32.add (resume $kv (local.get $k)) (i32.add ${Y(1)} (resume $kv (local.get $k)))))`),
  'a null continuation': work(`
    (type $v (func (result i32))) (type $kv (cont $v))
    (func $work (type $f) (i32.add ${Y(1)} (resume $kv (ref.null $kv))))`),
  'arguments that are bound one by one': work(`
    (type $v3 (func (param i32 i64 i32) (result i32))) (type $v2 (func (param i64 i32) (result i32)))
    (type $k3 (cont $v3)) (type $k2 (cont $v2))
    (func $c (type $v3) (i32.add (i32.mul (local.get 0) (i32.const 100)) (i32.add (i32.mul (i32.wrap_i64 (local.get 1)) (call $y (i32.const 9))) (local.get 2))))
    (elem declare func $c)
    (func $work (type $f) (local $k (ref null $k2))
      (local.set $k (cont.bind $k3 $k2 (i32.const 3) (cont.new $k3 (ref.func $c))))
      (drop ${Y(1)})
      (resume $k (i32.const 7) (cont.bind $k2 $k (i64.const 5) (local.get $k))))`),
  'arguments bound to a suspended continuation': work(`
    (tag $a (result i32 i32)) (type $v (func (result i32))) (type $k0 (cont $v)) (type $v2 (func (param i32 i32) (result i32))) (type $k2 (cont $v2))
    (func $c (type $v) (i32.sub (suspend $a)) (i32.add ${Y(5)}))
    (elem declare func $c)
    (func $work (type $f) (local $k2 (ref null $k)) (local $s (ref null $k2))
      (block $on (result (ref $k2)) (return (resume $k0 (on $a $on) (cont.new $k0 (ref.func $c)))))
      (local.set $s)
      (local.set $k2 (cont.bind $k2 $k (i32.const 50) (local.get $s)))
      (resume $k (i32.const 8) (local.get $k2)))`),
  'cancellation': work(`
    (tag $a) (type $v (func (result i32))) (type $k0 (cont $v))
    (func $c (type $v)
      (block $x (result i32) (try_table (catch $e $x) (suspend $a)) (return (i32.const 1)))
      (i32.add ${Y(3)}))
    (elem declare func $c)
    (func $work (type $f) (local $k (ref null $k0))
      (block $on (result (ref $k0)) (return (resume $k0 (on $a $on) (cont.new $k0 (ref.func $c)))))
      (local.set $k) (drop ${Y(1)})
      (resume_throw $k0 $e (i32.const 30) (local.get $k)))`),
  'cancellation by a reference': work(`
    (tag $a) (type $v (func (result i32))) (type $k0 (cont $v))
    (func $c (type $v)
      (block $x (result i32) (try_table (catch $e $x) (suspend $a)) (return (i32.const 1)))
      (i32.add ${Y(3)}))
    (elem declare func $c)
    (func $work (type $f) (local $k (ref null $k0)) (local $x exnref)
      (block $on (result (ref $k0)) (return (resume $k0 (on $a $on) (cont.new $k0 (ref.func $c)))))
      (local.set $k)
      (block $c (result exnref) (try_table (catch_all_ref $c) (throw $e ${Y(6)})) (unreachable))
      (local.set $x) (drop ${Y(1)})
      (resume_throw_ref $k0 (local.get $x) (local.get $k)))`),
  'an exception thrown into a continuation that was never started': work(`
    (type $v (func (result i32))) (type $k0 (cont $v)) (func $c (type $v) (unreachable)) (elem declare func $c)
    (func $work (type $f)
      (i32.add ${Y(2)}
        (block $x (result i32) (try_table (catch $e $x) (drop (resume_throw $k0 $e (i32.const 5) (cont.new $k0 (ref.func $c))))) (unreachable))))`),
  'tasks that switch': work(`
    (rec (type $sf (func (param i32 (ref null $sk)) (result i32))) (type $sk (cont $sf)))
    (tag $w (result i32))
    (func $ping (type $sf)
      (loop $l (call $see (local.get 0))
        (if (i32.gt_s (local.get 0) (i32.const 20)) (then (return (call $y (local.get 0)))))
        (switch $sk $w (i32.add (local.get 0) (call $y (i32.const 1))) (local.get 1))
        (local.set 1) (local.set 0) (br $l))
      (unreachable))
    (elem declare func $ping)
    (func $work (type $f)
      (i32.add ${Y(3)} (resume $sk (on $w switch) (i32.const 0) (cont.new $sk (ref.func $ping)) (cont.new $sk (ref.func $ping)))))`),
  'an unhandled suspension in a continuation': work(`
    (tag $a) (type $v (func (result i32))) (type $k0 (cont $v)) (func $c (type $v) (suspend $a) (i32.const 1)) (elem declare func $c)
    (func $work (type $f) (i32.add ${Y(2)} (resume $k0 (cont.new $k0 (ref.func $c)))))`),
  'an exception that nothing catches': body(`(i32.add ${Y(2)} (throw $e ${Y(3)}))`),
  'a trap after a suspension': body(`(i32.div_s ${Y(2)} (i32.sub ${Y(3)} (i32.const 4)))`),
  'calls by table and by reference': work(`
    (table $t funcref (elem $y $work $id)) (func $id (type $f) (local.get 0))
    (func $work (type $f)
      (i32.add (call_indirect $t (type $f) (i32.const 3) (i32.const 0))
        (i32.add (call_ref $f (i32.const 4) (ref.func $y)) (call_indirect $t (type $f) ${Y(5)} (i32.const 2)))))`),
};
