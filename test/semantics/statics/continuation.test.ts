import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { accepted, checkRules, refused, refuses } from './judging.ts';

const FIELDS = `
  (type $f (func (param i32 i64) (result f32))) (type $c (cont $f))
  (type $f1 (func (param i64) (result f32))) (type $c1 (cont $f1))
  (type $f0 (func (result f32))) (type $c0 (cont $f0))
  (type $v (func)) (type $cv (cont $v))
  (type $i-f (func (param i32) (result f32))) (type $ci-f (cont $i-f))
  (rec (type $swf (func (param i32 (ref null $sw)) (result f32))) (type $sw (cont $swf)))
  (tag $e (param i64) (result i32)) (tag $x (param i32)) (tag $done (result f32)) (tag $plain)
  (elem declare func $run) (func $run (type $f) unreachable)`;

const instructions = suite('stack switching');
instructions('each rule accepts and refuses', checkRules(FIELDS, `
  Instr_ok/cont.new
    + (result (ref $c)) (cont.new $c (ref.func $run))
    + (result (ref $c)) (cont.new $c (ref.null $f))
    + (result (ref $c)) unreachable cont.new $c
    - (drop (cont.new $f (ref.func $run)))
      ! non-continuation type 0
    - (drop (cont.new 99 (ref.func $run)))
      ! unknown type 99
    - (drop (cont.new $cv (ref.func $run)))
      ! type mismatch: instruction requires [(ref null $v)] but stack has [(ref $f)]
  Instr_ok/cont.bind
    + (param (ref $c)) (result (ref $c1)) (cont.bind $c $c1 (i32.const 0) (local.get 0))
    + (param (ref $c)) (result (ref $c0)) (cont.bind $c $c0 (i32.const 0) (i64.const 0) (local.get 0))
    + (param (ref $c)) (result (ref $c)) (cont.bind $c $c (local.get 0))
    - (param (ref $c1)) (drop (cont.bind $c1 $c (local.get 0)))
      ! type mismatch in continuation arguments
    - (param (ref $c)) (drop (cont.bind $c $cv (i32.const 0) (i64.const 0) (local.get 0)))
      ! type mismatch in continuation types: [] -> [f32] does not match [] -> []
    - (param (ref $c)) (drop (cont.bind $c $ci-f (i32.const 0) (local.get 0)))
      ! type mismatch in continuation types
    - (drop (cont.bind $c $f (unreachable)))
      ! non-continuation type 0
    - (param (ref $c)) (drop (cont.bind $c $c1 (local.get 0)))
      ! type mismatch: instruction requires [i32 (ref null $c)] but stack has [(ref $c)]
  Instr_ok/suspend
    + (result i32) (suspend $e (i64.const 0))
    + (suspend $plain)
    - (suspend 99)
      ! unknown tag 99
    - (suspend $e) drop
      ! type mismatch: instruction requires [i64] but stack has []
  Instr_ok/resume
    + (param (ref null $c)) (result f32) (resume $c (i32.const 0) (i64.const 0) (local.get 0))
    + (param (ref $c0)) (block $on (result i64 (ref $ci-f)) (drop (resume $c0 (on $e $on) (local.get 0))) unreachable)
      drop drop
    + (param (ref $c0)) (result f32) (resume $c0 (on $done switch) (local.get 0))
    - (drop (resume $f (unreachable)))
      ! non-continuation type 0
    - (param (ref $c)) (drop (resume $c (local.get 0)))
      ! type mismatch: instruction requires [i32 i64 (ref null $c)] but stack has [(ref $c)]
    - (param (ref $c0)) (drop (resume $c0 (on 99 0) (local.get 0)))
      ! unknown tag 99
    - (param (ref $c0)) (drop (resume $c0 (on $e 99) (local.get 0)))
      ! unknown label 99
    - (param (ref $c0)) (drop (resume $c0 (on $e 0) (local.get 0)))
      ! type mismatch: instruction requires concrete continuation reference type but label has []
    - (param (ref $c0)) (block (result i64 contref) (resume $c0 (on $e 0) (local.get 0)) unreachable) drop drop
      ! type mismatch: instruction requires concrete
    - (param (ref $c0)) (block (result i64 (ref $f)) (resume $c0 (on $e 0) (local.get 0)) unreachable) drop drop
      ! non-continuation type 0
    - (param (ref $c0)) (block (result i32 (ref $ci-f)) (resume $c0 (on $e 0) (local.get 0)) unreachable) drop drop
      ! type mismatch between tag type and label type
    - (param (ref $c0)) (block (result i64 (ref $c0)) (resume $c0 (on $e 0) (local.get 0)) unreachable) drop drop
      ! type mismatch in continuation type
    - (param (ref $c0)) (drop (resume $c0 (on $plain switch) (local.get 0)))
      ! type mismatch in switch tag
    - (param (ref $c0)) (drop (resume $c0 (on $e switch) (local.get 0)))
      ! type mismatch in switch tag
  Instr_ok/resume_throw
    + (param (ref $c)) (result f32) (resume_throw $c $x (i32.const 0) (local.get 0))
    - (param (ref $c)) (drop (resume_throw $c $e (i64.const 0) (local.get 0)))
      ! type mismatch: an exception needs a tag without results
    - (param (ref $c)) (drop (resume_throw $c $x (local.get 0)))
      ! type mismatch: instruction requires [i32 (ref null $c)]
    - (drop (resume_throw $c 99 (unreachable)))
      ! unknown tag 99
    - (drop (resume_throw $c $x (on 99 0) (unreachable)))
      ! unknown tag 99
    - (drop (resume_throw $v $x (unreachable)))
      ! non-continuation type 6
  Instr_ok/resume_throw_ref
    + (param exnref (ref $c)) (result f32) (resume_throw_ref $c (local.get 0) (local.get 1))
    - (param anyref (ref $c)) (drop (resume_throw_ref $c (local.get 0) (local.get 1)))
      ! type mismatch: instruction requires [exnref (ref null $c)] but stack has [anyref
    - (drop (resume_throw_ref $c (on 99 0) (unreachable)))
      ! unknown tag 99
    - (drop (resume_throw_ref $v (unreachable)))
      ! non-continuation type 6
  Instr_ok/switch
    + (param (ref $sw)) (result i32 (ref null $sw)) (switch $sw $done (i32.const 0) (local.get 0))
    - (param (ref $sw)) (switch $sw $plain (i32.const 0) (local.get 0)) unreachable
      ! type mismatch in continuation types
    - (param (ref $sw)) (switch $sw $e (i32.const 0) (local.get 0)) unreachable
      ! type mismatch in switch tag: it must have no parameters
    - (param (ref $sw)) (switch $sw 99 (i32.const 0) (local.get 0)) unreachable
      ! unknown tag 99
    - (param (ref $c)) (switch $c $done (i32.const 0) (local.get 0)) unreachable
      ! type mismatch: instruction requires continuation reference type but the type annotation has [i32 i64]
    - (param (ref $sw)) (switch $sw $done (local.get 0)) unreachable
      ! type mismatch: instruction requires [i32 (ref null $sw)]
    - (switch $v $done) unreachable
      ! non-continuation type 6
`));
instructions('continuations cannot be told apart at run time, so nothing is cast to one', () => {
  for (const cast of ['ref.test contref', 'ref.test (ref $c)', 'ref.cast nullcontref', 'ref.cast (ref null $c)']) {
    const text = `(module (type $f (func)) (type $c (cont $f)) (func (param contref) (drop (${cast} (local.get 0)))))`;
    refuses(text, `Instr_ok/${cast.slice(0, 8)}`, 'invalid cast to continuation type');
  }
});
instructions('what a handler gives may be more general than what it gets', () => {
  const module = (label: string): string => `(module
    (type $f (func (result (ref struct)))) (type $c (cont $f)) (type $g (func (result anyref))) (type $d (cont $g))
    (tag $e (param (ref struct))) (func (param (ref $c))
      (block $on (result ${label}) (resume $c (on $e $on) (local.get 0)) unreachable) drop drop))`;
  accepted(module('anyref (ref null $d)'));
  accepted(module('(ref struct) (ref $c)'));
  assert.match(refused(module('(ref array) (ref $c)')).message, 'type mismatch between tag type and label type');
});
instructions('the continuation that a handler gets takes what the tag returns, and returns what is resumed', () => {
  const module = (takes: string, gives: string): string => `(module
    (type $f (func (result eqref))) (type $c (cont $f)) (type $g (func (param ${takes}) (result ${gives}))) (type $d (cont $g))
    (tag $e (result eqref)) (func (param (ref $c))
      (block $on (result (ref $d)) (resume $c (on $e $on) (local.get 0)) unreachable) drop))`;
  for (const takes of ['eqref', 'i31ref']) for (const gives of ['eqref', 'anyref']) accepted(module(takes, gives));
  for (const text of [module('anyref', 'eqref'), module('eqref', 'i31ref'), module('eqref', 'f32'), module('i32', 'eqref'), module('eqref eqref', 'eqref')]) {
    assert.match(refused(text).message, 'type mismatch in continuation type');
  }
});
instructions('a switch clause needs a tag that takes nothing, and has exactly the results of what is resumed', () => {
  const module = (tag: string): string => `(module (type $f (func (result eqref))) (type $c (cont $f)) (tag $e ${tag})
    (func (param (ref $c)) (result eqref) (resume $c (on $e switch) (local.get 0))))`;
  accepted(module('(result eqref)'));
  for (const tag of ['(result i31ref)', '(result anyref)', '(result f32)', '', '(param i32) (result eqref)', '(result eqref eqref)']) {
    assert.match(refused(module(tag)).message, 'type mismatch in switch tag');
  }
});
instructions('whatever takes a continuation takes a null, which is for run time to find', () => {
  const taking = [
    ['$c0', '(drop (resume $c0 (local.get 0)))'], ['$c0', '(drop (resume_throw $c0 $x (i32.const 0) (local.get 0)))'],
    ['$c0', '(drop (resume_throw_ref $c0 (ref.null exn) (local.get 0)))'], ['$c0', '(drop (cont.bind $c0 $c0 (local.get 0)))'],
    ['$sw', '(switch $sw $done (i32.const 0) (local.get 0)) drop drop'],
  ] as const;
  for (const [type, code] of taking) accepted(`(module ${FIELDS} (func (param (ref null ${type})) ${code}))`);
});
instructions('a tag on which continuations are switched has the results of both', () => {
  const module = (own: string, other: string): string => `(module
    (type $back (func (result ${other}))) (type $b (cont $back)) (type $to (func (param (ref $b)) (result ${own}))) (type $t (cont $to))
    (tag $e (result eqref)) (func (param (ref $t)) (switch $t $e (local.get 0))))`;
  accepted(module('eqref', 'eqref'));
  accepted(module('i31ref', 'anyref'));
  for (const text of [module('anyref', 'anyref'), module('i31ref', 'i31ref'), module('eqref', 'i32')]) {
    assert.match(refused(text).message, 'type mismatch in continuation types: tag 0 has the results [eqref]');
  }
});
instructions.run();
