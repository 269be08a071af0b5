import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { accepted, checkRules, refused, refuses } from './judging.ts';

const TYPES = `
  (type $v (func)) (type $ii-l (func (param i32 i32) (result i64))) (type $s (struct))
  (type $top (sub (struct))) (type $sub (sub $top (struct (field i32)))) (type $ct (cont $v))`;

const parametric = suite('parametric instructions');
parametric('each rule accepts and refuses', checkRules('', `
  Instr_ok/nop
    + nop
    + (param i32) (result i32) local.get 0 nop
  Instr_ok/unreachable
    + unreachable
    + (result i32 f32) unreachable
    + i32.const 0 unreachable i64.add drop
    + (result i32) unreachable drop i32.const 0
    - unreachable i32.const 0 i64.eqz drop
      ! [Instr_ok/testop] type mismatch: instruction requires [i64] but stack has [i32]
  Instr_ok/drop
    + i32.const 0 drop
    + ref.null func drop
    + unreachable drop drop
    - drop
      ! type mismatch
  Instr_ok/select-expl
    + (param funcref) (result funcref) (select (result funcref) (local.get 0) (local.get 0) (i32.const 1))
    + (param anyref eqref) (result anyref) (select (result anyref) (local.get 0) (local.get 1) (i32.const 1))
    - (select (result) (unreachable)) drop
      ! invalid result arity
    - (select (result i32 i32) (unreachable)) drop
      ! invalid result arity
    - (select (result i32) (i32.const 0) (i64.const 0) (i32.const 1)) drop
      ! type mismatch: instruction requires [i32 i32 i32]
    - (select (result (ref 7)) (unreachable)) drop
      ! [Typeuse_ok/typeidx] unknown type 7
  Instr_ok/select-impl
    + (result f64) (select (f64.const 0) (f64.const 1) (i32.const 1))
    + (param v128) (drop (select (local.get 0) (local.get 0) (i32.const 0)))
    + unreachable select i32.eqz drop
    + unreachable i64.const 0 i32.const 0 select i64.eqz drop
    + unreachable select drop
    - (param funcref) (drop (select (local.get 0) (local.get 0) (i32.const 1)))
      ! type mismatch: instruction requires numeric or vector type but stack has [funcref]
    - (drop (select (i32.const 0) (i64.const 1) (i32.const 1)))
      ! type mismatch: instruction requires [i32 i32 i32] but stack has [i32 i64 i32]
    - unreachable ref.as_non_null i32.const 0 select drop
      ! type mismatch: instruction requires numeric or vector type but stack has [(ref ht)]
    - unreachable i64.const 0 i32.const 0 select i32.eqz drop
      ! [Instr_ok/testop] type mismatch: instruction requires [i32] but stack has [i64]
`));
parametric.run();

const blocks = suite('block instructions');
blocks('each rule accepts and refuses', checkRules(TYPES, `
  Instr_ok/block
    + block end
    + (result i32) (block (result i32) (i32.const 0))
    + (result i64) i32.const 0 i32.const 0 (block (type $ii-l) drop drop i64.const 0)
    + (block (result i32) (br 0 (i32.const 0))) drop
    + (result i32) (block (result i32) (unreachable))
    - (block (result i32)) drop
      ! type mismatch: block requires [i32] but stack has []
    - (block (i32.const 0))
      ! type mismatch: block requires [] but stack has [i32]
    - (block (type $s))
      ! non-function type 2
    - (block (type 99))
      ! unknown type 99
    - (block (result (ref 99)) unreachable) drop
      ! [Typeuse_ok/typeidx] unknown type 99
    - i32.const 0 (block drop)
      ! [Instr_ok/drop] type mismatch: instruction requires [t] but stack has []
    - (block (type $ii-l) unreachable) drop
      ! type mismatch: instruction requires [i32 i32] but stack has []
  Instr_ok/loop
    + loop br 0 end
    + (result i32) (loop (result i32) (i32.const 0))
    + i32.const 0 (loop (param i32) (br 0))
    + (result i32) loop (result i32) br 0 end
    - (loop (result i32)) drop
      ! type mismatch: block requires [i32] but stack has []
    - (loop (param i32) (br 0 (i64.const 0)))
      ! type mismatch: instruction requires [i32] but stack has []
    - i32.const 0 (loop (param i32) (br 0 (i64.const 0)))
      ! [Instr_ok/br] type mismatch: instruction requires [i32] but stack has [i64]
  Instr_ok/if
    + i32.const 0 (if (then))
    + (result i32) (if (result i32) (i32.const 0) (then (i32.const 1)) (else (i32.const 2)))
    + (if (i32.const 0) (then (br 0)) (else (unreachable)))
    + i32.const 5 (if (param i32) (i32.const 0) (then drop) (else drop))
    - (if (then))
      ! type mismatch: instruction requires [i32] but stack has []
    - (if (result i32) (i32.const 0) (then (i32.const 0))) drop
      ! type mismatch: block requires [i32] but stack has []
    - (if (result i32) (i32.const 0) (then) (else (i32.const 0))) drop
      ! type mismatch: block requires [i32] but stack has []
    - (if (i64.const 0) (then))
      ! type mismatch: instruction requires [i32] but stack has [i64]
`));
blocks('an error at the end of a block stands at the block', () => {
  refuses('(module (func (block (nop) (loop (result i32) (nop)) (drop))))', 'Instr_ok/loop', 'type mismatch: block requires', '(loop');
});
blocks('an error at the end of a function stands at the function', () => {
  refuses('(module (func $good) (func $bad (result f32)))', 'Func_ok', 'type mismatch: block requires [f32]', '(func $bad');
});
blocks.run();

const branches = suite('branch instructions');
branches('each rule accepts and refuses', checkRules(TYPES, `
  Instr_ok/br
    + br 0
    + (result i32) (br 0 (i32.const 0))
    + (block (result i32) (br 0 (i64.const 1) (i32.const 0))) drop
    + loop br 1 end
    + (result i64) (br 0 (i64.const 0)) i32.const 0 drop
    - br 1
      ! unknown label 1
    - (result i32) br 0
      ! type mismatch: instruction requires [i32] but stack has []
    - br 0 i32.const 0
      ! [Func_ok] type mismatch: block requires [] but stack has [i32]
  Instr_ok/br_if
    + (br_if 0 (i32.const 0))
    + (result i32) (br_if 0 (i32.const 1) (i32.const 0))
    + (param (ref $s)) (block (result anyref) (br_if 0 (local.get 0) (i32.const 0))) drop
    - (br_if 3 (i32.const 0))
      ! unknown label 3
    - br_if 0
      ! type mismatch: instruction requires [i32] but stack has []
    - (param (ref $s)) (block (result anyref) (br_if 0 (local.get 0) (i32.const 0)) struct.get $sub 0 drop ref.null any)
      drop
      ! [Instr_ok/struct.get] type mismatch: instruction requires [(ref null $sub)] but stack has [anyref]
  Instr_ok/br_table
    + (br_table 0 0 (i32.const 0))
    + (block (br_table 0 1 1 (i32.const 0)))
    + (result i32) (loop (br_table 1 1 (i32.const 5) (i32.const 0))) unreachable
    + (param (ref $s)) (result (ref null $s)) (block (result anyref) (br_table 0 1 (local.get 0) (i32.const 0))) drop
      ref.null $s
    + (result i32) (block (result i64) unreachable br_table 0 1 0) drop i32.const 0
    - (br_table 0 9 (i32.const 0))
      ! unknown label 9
    - (br_table 9 0 (i32.const 0))
      ! unknown label 9
    - (block (result i32) (br_table 0 1 (i32.const 1) (i32.const 0))) drop
      ! type mismatch: label 0 requires [i32] but stack has []
    - (result i32) (block (result i64) (br_table 0 1 (i64.const 1) (i32.const 0))) drop i32.const 0
      ! type mismatch: label 1 requires [i32] but stack has [i64]
    - br_table 0
      ! type mismatch: instruction requires [i32] but stack has []
  Instr_ok/br_on_null
    + (param anyref) (drop (br_on_null 0 (local.get 0)))
    + (param (ref null $s)) (result (ref $s)) (block (return (br_on_null 0 (local.get 0)))) unreachable
    + (param anyref) (block (result i32) (drop (br_on_null 0 (i32.const 1) (local.get 0)))) drop
    + unreachable br_on_null 0 drop
    - (param i32) (drop (br_on_null 0 (local.get 0)))
      ! type mismatch: instruction requires reference type but stack has [i32]
    - (param anyref) (drop (br_on_null 5 (local.get 0)))
      ! unknown label 5
    - (param anyref) (block (result i32) (drop (br_on_null 0 (local.get 0))) i32.const 0) drop
      ! type mismatch: instruction requires [i32 anyref] but stack has [anyref]
  Instr_ok/br_on_non_null
    + (param anyref) (block (result (ref any)) (br_on_non_null 0 (local.get 0)) unreachable) drop
    + (param (ref null $sub)) (block (result i32 (ref null $top)) (br_on_non_null 0 (i32.const 1) (local.get 0)) drop
      unreachable) drop drop
    + (block (result (ref any)) unreachable br_on_non_null 0 unreachable) drop
    - (param anyref) (br_on_non_null 0 (local.get 0))
      ! type mismatch: instruction requires reference type but label has []
    - (param anyref) (block (result i32) (br_on_non_null 0 (local.get 0)) i32.const 0) drop
      ! type mismatch: instruction requires reference type but label has [i32]
    - (param anyref) (block (result (ref eq)) (br_on_non_null 0 (local.get 0)) unreachable) drop
      ! type mismatch: instruction requires [eqref] but stack has [anyref]
  Instr_ok/br_on_cast
    + (param anyref) (result (ref $s)) (br_on_cast 0 anyref (ref $s) (local.get 0)) unreachable
    + (param anyref) (block (result (ref null $s)) (br_on_cast 0 anyref (ref null $s) (local.get 0)) (br_on_cast 0 (ref
      any) (ref $s)) unreachable) drop
    + (param (ref null $top)) (block (result structref) (br_on_cast 0 (ref null $top) (ref $sub) (local.get 0))) drop
    - (param anyref) (block (result funcref) (br_on_cast 0 anyref (ref func) (local.get 0)) unreachable) drop
      ! type mismatch on cast: type (ref func) does not match anyref
    - (param anyref) (br_on_cast 0 anyref (ref $s) (local.get 0)) drop
      ! type mismatch: instruction requires type (ref $s) but label has []
    - (param anyref) (block (result (ref $top)) (br_on_cast 0 anyref (ref null $top) (local.get 0)) unreachable) drop
      ! type mismatch: instruction requires type (ref null $top)
    - (param contref) (block (result contref) (br_on_cast 0 contref (ref $ct) (local.get 0))) drop
      ! invalid cast to continuation type (ref $ct)
    - (param anyref) (br_on_cast 0 anyref (ref 99) (local.get 0))
      ! [Typeuse_ok/typeidx] unknown type 99
    - (param eqref) (block (result anyref) (br_on_cast 0 anyref (ref $s) (local.get 0))) (drop) (br_on_cast 4 anyref
      (ref $s) (local.get 0)) drop
      ! unknown label 4
  Instr_ok/br_on_cast_fail
    + (param anyref) (block (result anyref) (br_on_cast_fail 0 anyref (ref $s) (local.get 0))) drop
    + (param anyref) (result (ref $s)) (block (result (ref any)) (return (ref.as_non_null (br_on_cast_fail 0 anyref (ref
      null $s) (local.get 0))))) unreachable
    - (param anyref) (block (result (ref any)) (br_on_cast_fail 0 anyref (ref $s) (local.get 0))) drop
      ! type mismatch: instruction requires type anyref but label has [(ref any)]
    - (param anyref) (block (result anyref) (br_on_cast_fail 0 (ref any) (ref null $s) (local.get 0))) drop
      ! type mismatch on cast
    - (param contref) (block (result contref) (br_on_cast_fail 0 contref (ref nocont) (local.get 0))) drop
      ! invalid cast to continuation type (ref nocont)
`));
branches.run();

const unreachable = suite('unreachable code');
unreachable('operands below the end of reachable code are whatever is wanted, those above are what they are', () => {
  accepted('(module (func (result i32) unreachable i32.add))');
  accepted('(module (func (result i32) unreachable i32.const 1 i32.add))');
  assert.match(refused('(module (func (result i32) unreachable f32.const 1 i32.add))').message, 'requires [i32 i32] but stack has [f32]');
});
unreachable('ends with the block', () => {
  accepted('(module (func (block unreachable) ))');
  assert.match(refused('(module (func (block unreachable) drop))').message, 'stack has []');
});
unreachable('the else branch is reachable again', () => {
  assert.match(refused('(module (func (if (i32.const 0) (then unreachable) (else drop))))').message, 'stack has []');
});
unreachable('an unknown reference has an unknown heap type', () => {
  accepted('(module (type $s (struct)) (func (result (ref $s)) unreachable ref.as_non_null))');
  accepted('(module (func (result i32) unreachable ref.as_non_null ref.is_null))');
  assert.match(refused('(module (func (result i32) unreachable ref.as_non_null))').message, 'requires [i32] but stack has [(ref ht)]');
});
unreachable.run();

const deep = suite('depth');
const nested = (n: number, open: string, close: string): string => `(module (func ${open.repeat(n)} ${close.repeat(n)}))`;
deep('100,000 nested blocks are valid, whichever they are', () => {
  accepted(nested(100_000, 'block ', 'end '));
  accepted(nested(100_000, 'loop ', 'end '));
  accepted(nested(100_000, 'i32.const 0 if ', 'else br 0 end '));
  accepted(nested(100_000, 'try_table ', 'end '));
});
deep('labels count outwards through all of them', () => {
  const n = 20_000;
  accepted(`(module (func ${'block '.repeat(n)} ${Array.from({ length: n }, (_, l) => `br ${n - l} `).join('end ')} end))`);
  assert.match(refused(`(module (func ${'block '.repeat(n)} br ${n + 1} ${'end '.repeat(n)}))`).message, `unknown label ${n + 1}`);
});
deep('an error inside is found', () => {
  assert.match(refused(nested(100_000, 'block ', 'drop end ')).message, 'type mismatch');
});
deep.run();
