import { suite } from 'uvu';
import { checkRules, refuses } from './judging.ts';

const EXCEPTIONS = `
  (type $f (shared (func))) (type $fi (shared (func (param i32)))) (type $thrower (shared (func (param (ref (shared exn))))))
  (tag $s (type $fi)) (tag $u (param i32))`;
const exceptions = suite('shared exceptions');
exceptions('each rule accepts and refuses', checkRules(EXCEPTIONS, `
  Instr_ok/throw
    + (throw $s (i32.const 0))
    + (type $f) (throw $s (i32.const 0))
    - (type $f) (throw $u (i32.const 0))
      ! [Instr_ok/shared] shared functions cannot access unshared tags: tag 1 is not shared
  Instr_ok/throw_ref
    + (param exnref) (throw_ref (local.get 0))
    + (param (ref null (shared exn))) (throw_ref (local.get 0))
    + (type $thrower) (throw_ref (local.get 0))
    + (type $f) unreachable throw_ref
    - (param (ref null (shared any))) (throw_ref (local.get 0))
      ! type mismatch: instruction requires [(ref null (shared exn))] but stack has [(ref null (shared any))]
    - (type $f) (throw_ref (ref.null exn))
      ! [Instr_ok/shared] shared functions cannot have unshared operands
  Instr_ok/try_table
    + (block (result i32 (ref (shared exn))) (try_table (catch_ref $s 0)) unreachable) drop drop
    + (block (result i32 (ref exn)) (try_table (catch_ref $u 0)) unreachable) drop drop
    + (block (result exnref) (try_table (catch_all_ref 0)) unreachable) drop
    + (type $f) (block (result i32 (ref (shared exn))) (try_table (catch_ref $s 0)) unreachable) drop drop
    + (type $f) (block (result (ref null (shared exn))) (try_table (catch_all_ref 0)) unreachable) drop
    - (block (result i32 exnref) (try_table (catch_ref $s 0)) unreachable) drop drop
      ! [Catch_ok/catch_ref] type mismatch: catch handler requires [i32 exnref] but catch_ref has [i32 (ref (shared exn))]
    - (block (result i32 (ref null (shared exn))) (try_table (catch_ref $u 0)) unreachable) drop drop
      ! [Catch_ok/catch_ref] type mismatch
    - (block (result (ref null (shared exn))) (try_table (catch_all_ref 0)) unreachable) drop
      ! [Catch_ok/catch_all_ref] type mismatch: catch handler requires [(ref null (shared exn))] but catch_all_ref has [(ref exn)]
    - (type $f) (try_table (catch $u 0))
      ! [Catch_ok/catch] type mismatch
    - (type $f) (block (result i32) (try_table (catch $u 0)) unreachable) drop
      ! [Instr_ok/shared] shared functions cannot access unshared tags: tag 1 is not shared
`));
exceptions.run();

/** Once shared and once not: a function type, its continuation type, a tag for suspensions and one for exceptions. */
const CONTINUATIONS = `
  (type $f (shared (func (param i32) (result i64)))) (type $c (shared (cont $f)))
  (type $g (shared (func (result i64)))) (type $d (shared (cont $g)))
  (type $uf (func (param i32) (result i64))) (type $uc (cont $uf)) (type $ug (func (result i64))) (type $ud (cont $ug))
  (type $mixed (cont $f)) (type $mixedd (cont $g))
  (type $e (shared (func (result i32)))) (type $x (shared (func (param i32)))) (type $sf (shared (func)))
  (tag $e (type $e)) (tag $ue (result i32)) (tag $x (type $x)) (tag $ux (param i32)) (tag $sw (type $g)) (tag $usw (result i64))
  (rec (type $h (shared (func (param i32 (ref null $k)) (result i64)))) (type $k (shared (cont $h))))
  (rec (type $uh (func (param i32 (ref null $uk)) (result i64))) (type $uk (cont $uh)))
  (type $mixedh (func (param i32 (ref null $c)) (result i64))) (type $mixedk (cont $mixedh))`;
const continuations = suite('shared continuations');
continuations('each rule accepts and refuses', checkRules(CONTINUATIONS, `
  Instr_ok/cont.new
    + (result (ref $c)) (cont.new $c (ref.null $f))
    + (type $sf) (drop (cont.new $c (ref.null $f)))
    + (result (ref $mixed)) (cont.new $mixed (ref.null $f))
    - (cont.new $c (ref.null $uf)) drop
      ! type mismatch: instruction requires [(ref null $f)] but stack has [(ref null $uf)]
    - (type $sf) (cont.new $mixed (ref.null $f)) drop
      ! [Instr_ok/shared] shared functions cannot have unshared operands: [(ref $mixed)]
  Instr_ok/cont.bind
    + (param (ref $c)) (result (ref $d)) (cont.bind $c $d (i32.const 0) (local.get 0))
    + (param (ref $mixed)) (result (ref $ud)) (cont.bind $mixed $ud (i32.const 0) (local.get 0))
    - (param (ref $c)) (cont.bind $c $ud (i32.const 0) (local.get 0)) drop
      ! type mismatch in continuation types: type 1 is shared, but type 7 is not
    - (param (ref $uc)) (cont.bind $uc $d (i32.const 0) (local.get 0)) drop
      ! type mismatch in continuation types: type 3 is shared, but type 5 is not
  Instr_ok/suspend
    + (result i32) (suspend $e)
    + (type $sf) (drop (suspend $e))
    - (type $sf) (drop (suspend $ue))
      ! [Instr_ok/shared] shared functions cannot access unshared tags: tag 1 is not shared
  Instr_ok/resume
    + (param (ref $c)) (result i64) (resume $c (i32.const 0) (local.get 0))
    + (param (ref $d)) (block (result (ref $c)) (resume $d (on $e 0) (local.get 0)) unreachable) drop
    + (param (ref $d)) (block (result (ref $c)) (resume $d (on $ue 0) (local.get 0)) unreachable) drop
    + (param (ref $ud)) (block (result (ref $uc)) (resume $ud (on $ue 0) (local.get 0)) unreachable) drop
    + (param (ref $mixedd)) (block (result (ref $uc)) (resume $mixedd (on $ue 0) (local.get 0)) unreachable) drop
    + (param (ref $d)) (result i64) (resume $d (on $sw switch) (local.get 0))
    + (param (ref $ud)) (result i64) (resume $ud (on $usw switch) (local.get 0))
    + (type $sf) (block (result (ref null $c)) (resume $d (on $e 0) (ref.null $d)) drop (ref.null $c)) drop
    - (param (ref $d)) (block (result (ref $uc)) (resume $d (on $e 0) (local.get 0)) unreachable) drop
      ! type mismatch in continuation type: what is resumed is shared, but the continuation at label 0 is not
    - (param (ref $d)) (block (result (ref $mixed)) (resume $d (on $e 0) (local.get 0)) unreachable) drop
      ! type mismatch in continuation type: what is resumed is shared, but the continuation at label 0 is not
    - (param (ref $ud)) (block (result (ref $c)) (resume $ud (on $ue 0) (local.get 0)) unreachable) drop
      ! type mismatch in continuation type: the continuation at label 0 is shared, but what is resumed is not
    - (param (ref $ud)) (block (result (ref $uc)) (resume $ud (on $e 0) (local.get 0)) unreachable) drop
      ! [Instr_ok/resume] type mismatch in handler clause: tag 0 is shared, but what is resumed is not
    - (param (ref $mixedd)) (block (result (ref $uc)) (resume $mixedd (on $e 0) (local.get 0)) unreachable) drop
      ! [Instr_ok/resume] type mismatch in handler clause: tag 0 is shared, but what is resumed is not
    - (param (ref $d)) (drop (resume $d (on $usw switch) (local.get 0)))
      ! type mismatch in switch tag: what is resumed is shared, but tag 5 is not
    - (param (ref $ud)) (drop (resume $ud (on $sw switch) (local.get 0)))
      ! type mismatch in switch tag: tag 4 is shared, but what is resumed is not
    - (type $sf) (drop (resume $ud (ref.null $ud)))
      ! [Instr_ok/shared] shared functions cannot have unshared operands
  Instr_ok/resume_throw
    + (param (ref $d)) (result i64) (resume_throw $d $x (i32.const 0) (local.get 0))
    + (param (ref $ud)) (result i64) (resume_throw $ud $x (i32.const 0) (local.get 0))
    + (param (ref $ud)) (result i64) (resume_throw $ud $ux (i32.const 0) (local.get 0))
    - (param (ref $d)) (resume_throw $d $ux (i32.const 0) (local.get 0)) drop
      ! type mismatch: a shared continuation needs a shared tag, but tag 3 is not shared
    - (param (ref $d)) (block (result (ref $uc)) (resume_throw $d $x (on $e 0) (i32.const 0) (local.get 0)) unreachable) drop
      ! type mismatch in continuation type
    - (param (ref $ud)) (block (result (ref $uc)) (resume_throw $ud $ux (on $e 0) (i32.const 0) (local.get 0)) unreachable) drop
      ! type mismatch in handler clause: tag 0 is shared, but what is resumed is not
  Instr_ok/resume_throw_ref
    + (param (ref $d)) (result i64) (resume_throw_ref $d (ref.null (shared exn)) (local.get 0))
    + (param (ref $ud)) (result i64) (resume_throw_ref $ud (ref.null (shared exn)) (local.get 0))
    + (param (ref $ud)) (result i64) (resume_throw_ref $ud (ref.null exn) (local.get 0))
    + (param (ref $ud)) (result i64) unreachable (resume_throw_ref $ud (local.get 0))
    - (param (ref $d)) (resume_throw_ref $d (ref.null exn) (local.get 0)) drop
      ! type mismatch: instruction requires [(ref null (shared exn)) (ref null $d)] but stack has [exnref (ref $d)]
    - (param (ref $ud)) (block (result (ref $c)) (resume_throw_ref $ud (on $ue 0) (ref.null exn) (local.get 0)) unreachable) drop
      ! type mismatch in continuation type
    - (param (ref $ud)) (block (result (ref $uc)) (resume_throw_ref $ud (on $e 0) (ref.null exn) (local.get 0)) unreachable) drop
      ! type mismatch in handler clause: tag 0 is shared, but what is resumed is not
  Instr_ok/switch
    + (param (ref $k)) (result i32 (ref null $k)) (switch $k $sw (i32.const 0) (local.get 0))
    + (param (ref $uk)) (result i32 (ref null $uk)) (switch $uk $usw (i32.const 0) (local.get 0))
    + (type $sf) (switch $k $sw (i32.const 0) (ref.null $k)) drop drop
    - (param (ref $k)) (switch $k $usw (i32.const 0) (local.get 0)) drop drop
      ! type mismatch in switch tag: the continuation that is captured is shared, but tag 5 is not
    - (param (ref $uk)) (switch $uk $sw (i32.const 0) (local.get 0)) drop drop
      ! type mismatch in switch tag: tag 4 is shared, but the continuation that is captured is not
    - (param (ref $mixedk)) (switch $mixedk $sw (i32.const 0) (local.get 0)) drop
      ! type mismatch in switch tag: tag 4 is shared, but type 18 is not
`));
continuations('a shared continuation runs a shared function', () => {
  refuses('(module (type $f (func)) (type $c (shared (cont $f))))', 'Comptype_ok/shared', 'shared composite type must contain shared types');
});
continuations('no cast goes to a shared continuation', () => {
  for (const cast of ['ref.test (ref (shared cont))', 'ref.cast (ref null $c)']) {
    refuses(`(module ${CONTINUATIONS} (func (param (ref null (shared cont))) (drop (${cast} (local.get 0)))))`, `Instr_ok/${cast.slice(0, 8)}`,
      'invalid cast to continuation type');
  }
});
continuations.run();
