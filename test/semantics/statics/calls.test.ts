import { suite } from 'uvu';
import { accepted, checkRules } from './judging.ts';

const FIELDS = `
  (type $f (func (param i32) (result i64))) (type $g (func)) (type $s (struct)) (type $sub (sub (struct)))
  (table $t 1 funcref) (table $t64 i64 1 funcref) (table $x 1 externref) (table $typed 1 (ref null $f))
  (func $callee (type $f) unreachable)`;

const calls = suite('calls');
calls('each rule accepts and refuses', checkRules(FIELDS, `
  Instr_ok/call
    + (result i64) (call $callee (i32.const 0))
    - call 99
      ! unknown function 99
    - (call $callee) drop
      ! type mismatch: instruction requires [i32] but stack has []
  Instr_ok/call_ref
    + (param (ref $f)) (result i64) (call_ref $f (i32.const 0) (local.get 0))
    + (result i64) unreachable call_ref $f
    + (call_ref $g (ref.null nofunc))
    - (param funcref) (result i64) (call_ref $f (i32.const 0) (local.get 0))
      ! type mismatch: instruction requires [i32 (ref null $f)] but stack has [i32 funcref]
    - (param (ref $s)) (call_ref $s (local.get 0))
      ! non-function type 2
    - (call_ref 99 (unreachable))
      ! unknown type 99
  Instr_ok/call_indirect
    + (result i64) (call_indirect $t (type $f) (i32.const 0) (i32.const 1))
    + (result i64) (call_indirect $t64 (type $f) (i32.const 0) (i64.const 1))
    + (call_indirect $typed (type $g) (i32.const 1))
    - (call_indirect 99 (type $g) (i32.const 0))
      ! unknown table 99
    - (call_indirect $x (type $g) (i32.const 0))
      ! type mismatch: instruction requires table of function type but table 2 has element type externref
    - (call_indirect $t (type $s) (i32.const 0))
      ! non-function type 2
    - (call_indirect $t64 (type $g) (i32.const 0))
      ! type mismatch: instruction requires [i64] but stack has [i32]
  Instr_ok/return
    + return
    + (result i32) (return (i32.const 0))
    + (result i32) (i64.const 0) (return (i32.const 0)) i64.add drop
    - (result i32) return
      ! type mismatch: instruction requires [i32] but stack has []
  Instr_ok/return_call
    + (result i64) (return_call $callee (i32.const 0))
    + (result i64) (f32.const 0) (return_call $callee (i32.const 0)) f32.add drop
    - (result i32) (return_call $callee (i32.const 0))
      ! type mismatch: current function requires result type [i32] but callee returns [i64]
    - return_call 99
      ! unknown function 99
    - (result i64) return_call $callee
      ! type mismatch: instruction requires [i32] but stack has []
  Instr_ok/return_call_ref
    + (param (ref null $f)) (result i64) (return_call_ref $f (i32.const 0) (local.get 0))
    - (param (ref null $f)) (return_call_ref $f (i32.const 0) (local.get 0))
      ! type mismatch: current function requires result type []
    - (param funcref) (return_call_ref $g (local.get 0))
      ! type mismatch: instruction requires [(ref null $g)] but stack has [funcref]
    - (return_call_ref $s)
      ! non-function type 2
  Instr_ok/return_call_indirect
    + (result i64) (return_call_indirect $t (type $f) (i32.const 0) (i32.const 1))
    - (result f64) (return_call_indirect $t (type $f) (i32.const 0) (i32.const 1))
      ! type mismatch: current function requires result type [f64]
    - (return_call_indirect $x (type $g) (i32.const 0))
      ! type mismatch: instruction requires table of function type
    - (return_call_indirect 99 (type $g) (i32.const 0))
      ! unknown table 99
`));
calls('a tail call may return less than is wanted, by subtyping', () => {
  accepted(`(module (type $sub (sub (struct))) (func $f (result (ref $sub)) unreachable) (func (result structref) return_call $f))`);
});
calls.run();

const TAGS = `
  (type $f (func)) (tag $e (param i32)) (tag $none) (tag $result (param i32) (result i32))`;

const exceptions = suite('exceptions');
exceptions('each rule accepts and refuses', checkRules(TAGS, `
  Instr_ok/throw
    + (throw $e (i32.const 0))
    + (result f32) (throw $none)
    + (f64.const 0) (throw $none) f64.add drop
    - throw 99
      ! unknown tag 99
    - throw $e
      ! type mismatch: instruction requires [i32] but stack has []
    - (throw $result (i32.const 0))
      ! type mismatch: an exception needs a tag without results, but tag 2 has the results [i32]
  Instr_ok/throw_ref
    + (param exnref) (throw_ref (local.get 0))
    + (throw_ref (ref.null noexn))
    + (result i32) unreachable throw_ref
    - throw_ref
      ! type mismatch: instruction requires [exnref] but stack has []
    - (throw_ref (ref.null any))
      ! type mismatch
  Instr_ok/try_table
    + (try_table)
    + (block $h (result i32) (try_table (result i32) (catch $e $h) (i32.const 0))) drop
    + (block $h (result i32 exnref) (try_table (catch_ref $e $h)) unreachable) drop drop
    + (block $h (result i32 (ref exn)) (try_table (catch_ref $e $h)) unreachable) drop drop
    + (try_table (catch_all 0) (catch $none 0))
    + (block $h (result exnref) (try_table (catch_all_ref $h)) unreachable) drop
    - (try_table (result i32)) drop
      ! type mismatch: block requires [i32] but stack has []
    - (try_table (catch 99 0))
      ! unknown tag 99
    - (try_table (catch $e 99))
      ! unknown label 99
    - (try_table (catch $e 0))
      ! [Catch_ok/catch] type mismatch: catch handler requires [] but catch has [i32]
    - (try_table (catch_ref $e 0))
      ! [Catch_ok/catch_ref] type mismatch: catch handler requires [] but catch_ref has [i32 (ref exn)]
    - (block (result i32) (try_table (catch_all 0)) i32.const 0) drop
      ! [Catch_ok/catch_all] type mismatch: catch handler requires [i32] but catch_all has []
    - (try_table (catch_all_ref 0))
      ! [Catch_ok/catch_all_ref] type mismatch: catch handler requires [] but catch_all_ref has [(ref exn)]
    - (try_table (catch $result 0))
      ! type mismatch: an exception needs a tag without results
    - (try_table (result i32) (catch $e 0) (i32.const 0)) drop
      ! [Catch_ok/catch] type mismatch: catch handler requires []
`));
exceptions.run();
