import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { accepted, checkRules, refused } from './judging.ts';

const FIELDS = `
  (type $top (sub (struct))) (type $s (sub $top (struct (field (mut i32)) (field i8) (field (ref null $top)))))
  (type $strict (struct (field (ref $top)))) (type $f (func))
  (type $bytes (array (mut i8))) (type $ints (array (mut i32))) (type $const (array i64)) (type $refs (array (mut (ref null $top))))
  (type $strict-refs (array (mut (ref $top)))) (type $subs (array (ref null $s)))
  (data $d "abc") (elem $tops (ref null $top)) (elem $funcs funcref)
  (elem declare func $declared) (func $declared) (func $undeclared)`;

const references = suite('references');
references('each rule accepts and refuses', checkRules(FIELDS, `
  Instr_ok/ref.null
    + (result anyref) ref.null none
    + (result (ref null $s)) ref.null $s
    - ref.null 99 drop
      ! [Typeuse_ok/typeidx] unknown type 99
  Instr_ok/ref.func
    + (result (ref $f)) ref.func $declared
    - ref.func 99 drop
      ! unknown function 99
    - ref.func $undeclared drop
      ! undeclared function reference 1
  Instr_ok/ref.i31
    + (result (ref i31)) (ref.i31 (i32.const 0))
    - (ref.i31 (i64.const 0)) drop
      ! type mismatch
  Instr_ok/ref.is_null
    + (result i32) (ref.is_null (ref.null func))
    + (param (ref $s)) (result i32) (ref.is_null (local.get 0))
    + (result i32) unreachable ref.is_null
    - (drop (ref.is_null (i32.const 0)))
      ! type mismatch: instruction requires reference type but stack has [i32]
    - ref.is_null drop
      ! type mismatch
  Instr_ok/ref.as_non_null
    + (param (ref null $s)) (result (ref $s)) (ref.as_non_null (local.get 0))
    - (drop (ref.as_non_null (i32.const 0)))
      ! type mismatch: instruction requires reference type
  Instr_ok/ref.eq
    + (param i31ref (ref $s)) (result i32) (ref.eq (local.get 0) (local.get 1))
    - (param anyref) (drop (ref.eq (local.get 0) (local.get 0)))
      ! type mismatch: instruction requires [eqref eqref]
  Instr_ok/ref.test
    + (param anyref) (result i32) (ref.test (ref $s) (local.get 0))
    + (param (ref $s)) (result i32) (ref.test (ref null none) (local.get 0))
    + (param funcref) (result i32) (ref.test (ref $f) (local.get 0))
    - (param funcref) (drop (ref.test (ref $s) (local.get 0)))
      ! type mismatch: instruction requires [anyref] but stack has [funcref]
    - (drop (ref.test (ref 99) (unreachable)))
      ! [Typeuse_ok/typeidx] unknown type 99
  Instr_ok/ref.cast
    + (param anyref) (result (ref $s)) (ref.cast (ref $s) (local.get 0))
    + (param (ref extern)) (result externref) (ref.cast externref (local.get 0))
    - (param externref) (drop (ref.cast (ref any) (local.get 0)))
      ! type mismatch: instruction requires [anyref]
  Instr_ok/i31.get
    + (param i31ref) (result i32) (i31.get_s (local.get 0))
    - (param eqref) (drop (i31.get_u (local.get 0)))
      ! type mismatch: instruction requires [i31ref]
  Instr_ok/extern.convert_any
    + (param anyref) (result externref) (extern.convert_any (local.get 0))
    + (param (ref $s)) (result (ref extern)) (extern.convert_any (local.get 0))
    - (param funcref) (drop (extern.convert_any (local.get 0)))
      ! type mismatch: instruction requires [anyref]
    - (drop (extern.convert_any (i32.const 0)))
      ! type mismatch: instruction requires reference type
  Instr_ok/any.convert_extern
    + (param externref) (result anyref) (any.convert_extern (local.get 0))
    + (param (ref extern)) (result (ref any)) (any.convert_extern (local.get 0))
    + (result (ref any)) unreachable any.convert_extern
    - (param anyref) (drop (any.convert_extern (local.get 0)))
      ! type mismatch: instruction requires [externref]
`));
references('what occurs in an export, a global, a table or an element segment is declared; a start function or a body is not', () => {
  const module = (field: string): string => `(module (func $f) ${field} (func (drop (ref.func $f))))`;
  for (const field of ['(export "f" (func $f))', '(global funcref (ref.func $f))', '(table 1 funcref (ref.func $f))',
    '(elem declare func $f)', '(elem func $f)']) {
    accepted(module(field));
  }
  for (const field of ['', '(start $f)', '(func (call $f))']) assert.match(refused(module(field)).message,
    'undeclared function reference 0');
});
references.run();

const NEW = '(struct.new $s (i32.const 0) (i32.const 1) (ref.null none))';
const aggregates = suite('structures and arrays');
aggregates('each rule accepts and refuses', checkRules(FIELDS, `
  Instr_ok/struct.new
    + (result (ref $top)) ${NEW}
    - (struct.new $s (i32.const 0)) drop
      ! type mismatch: instruction requires [i32 i32 (ref null $top)] but stack has [i32]
    - (struct.new $f) drop
      ! non-structure type 3
    - (struct.new 99) drop
      ! unknown type 99
  Instr_ok/struct.new_default
    + (result (ref $s)) (struct.new_default $s)
    - (struct.new_default $strict) drop
      ! field type is not defaultable: field 0 of type 2 has type (ref $top)
    - (struct.new_default $bytes) drop
      ! non-structure type 4
  Instr_ok/struct.get
    + (result i32) (struct.get $s 0 ${NEW})
    + (result i32) (struct.get_s $s 1 ${NEW})
    + (result (ref null $top)) (struct.get $s 2 ${NEW})
    - (struct.get $s 1 ${NEW}) drop
      ! field is packed
    - (struct.get_u $s 0 ${NEW}) drop
      ! field is unpacked
    - (struct.get $s 3 ${NEW}) drop
      ! unknown field 3
    - (param (ref $top)) (struct.get $s 0 (local.get 0)) drop
      ! type mismatch: instruction requires [(ref null $s)]
  Instr_ok/struct.set
    + (struct.set $s 0 ${NEW} (i32.const 0))
    - (struct.set $s 1 ${NEW} (i32.const 0))
      ! immutable field 1
    - (struct.set $s 9 ${NEW} (i32.const 0))
      ! unknown field 9
    - (struct.set $s 0 ${NEW} (i64.const 0))
      ! type mismatch
  Instr_ok/array.new
    + (result (ref $bytes)) (array.new $bytes (i32.const 0) (i32.const 1))
    - (array.new $s (unreachable)) drop
      ! non-array type 1
    - (array.new $const (i32.const 0) (i32.const 1)) drop
      ! type mismatch: instruction requires [i64 i32]
  Instr_ok/array.new_default
    + (result (ref $refs)) (array.new_default $refs (i32.const 1))
    - (array.new_default $strict-refs (i32.const 1)) drop
      ! array type is not defaultable
  Instr_ok/array.new_fixed
    + (result (ref $const)) (array.new_fixed $const 2 (i64.const 0) (i64.const 1))
    + (array.new_fixed $const 0) drop
    + unreachable array.new_fixed $const 4294967295 drop
    - (array.new_fixed $const 2 (i64.const 0)) drop
      ! type mismatch: instruction requires [i64 i64] but stack has [i64]
    - (array.new_fixed $const 4294967295 (i64.const 0)) drop
      ! type mismatch
    - unreachable i32.const 0 array.new_fixed $const 4294967295 drop
      ! type mismatch
  Instr_ok/array.new_elem
    + (result (ref $refs)) (array.new_elem $refs $tops (i32.const 0) (i32.const 0))
    - (array.new_elem $refs $funcs (unreachable)) drop
      ! type mismatch: element segment's type funcref does not match array's field type (ref null $top)
    - (array.new_elem $refs 9 (unreachable)) drop
      ! unknown elem segment 9
  Instr_ok/array.new_data
    + (result (ref $bytes)) (array.new_data $bytes $d (i32.const 0) (i32.const 0))
    - (array.new_data $refs $d (unreachable)) drop
      ! array type is not numeric or vector
    - (array.new_data $bytes 9 (unreachable)) drop
      ! unknown data segment 9
  Instr_ok/array.get
    + (param (ref $bytes)) (result i32) (array.get_u $bytes (local.get 0) (i32.const 0))
    + (param (ref $ints)) (result i32) (array.get $ints (local.get 0) (i32.const 0))
    - (array.get $bytes (unreachable)) drop
      ! array is packed
    - (array.get_s $ints (unreachable)) drop
      ! array is unpacked
    - (array.get $f (unreachable)) drop
      ! non-array type 3
  Instr_ok/array.set
    + (param (ref $bytes)) (array.set $bytes (local.get 0) (i32.const 0) (i32.const 1))
    - (array.set $const (unreachable))
      ! immutable array
    - (param (ref $ints)) (array.set $bytes (local.get 0) (i32.const 0) (i32.const 1))
      ! type mismatch
  Instr_ok/array.len
    + (param (ref $bytes)) (result i32) (array.len (local.get 0))
    + (param arrayref) (result i32) (array.len (local.get 0))
    - (param structref) (array.len (local.get 0)) drop
      ! type mismatch: instruction requires [arrayref]
  Instr_ok/array.fill
    + (param (ref $bytes)) (array.fill $bytes (local.get 0) (i32.const 0) (i32.const 1) (i32.const 2))
    - (array.fill $const (unreachable))
      ! immutable array
  Instr_ok/array.copy
    + (param (ref $refs) (ref $subs)) (array.copy $refs $subs (local.get 0) (i32.const 0) (local.get 1) (i32.const 0)
      (i32.const 0))
    - (array.copy $const $const (unreachable))
      ! immutable array
    - (array.copy $bytes $ints (unreachable))
      ! array types do not match
    - (array.copy $refs $s (unreachable))
      ! non-array type 1
  Instr_ok/array.init_elem
    + (param (ref $refs)) (array.init_elem $refs $tops (local.get 0) (i32.const 0) (i32.const 0) (i32.const 0))
    - (array.init_elem $subs $tops (unreachable))
      ! immutable array
    - (array.init_elem $strict-refs $tops (unreachable))
      ! type mismatch
    - (array.init_elem $refs 9 (unreachable))
      ! unknown elem segment 9
  Instr_ok/array.init_data
    + (param (ref $ints)) (array.init_data $ints $d (local.get 0) (i32.const 0) (i32.const 0) (i32.const 0))
    - (array.init_data $const $d (unreachable))
      ! immutable array
    - (array.init_data $refs $d (unreachable))
      ! array type is not numeric or vector
    - (array.init_data $ints 9 (unreachable))
      ! unknown data segment 9
`));
aggregates('whatever takes an object takes a null, which is for run time to find', () => {
  const zero = '(i32.const 0)', zeros = `${zero} ${zero} ${zero}`;
  const taking = [
    ['$s', `(drop (struct.get $s 0 (local.get 0)))`], ['$s', `(struct.set $s 0 (local.get 0) ${zero})`],
    ['$ints', `(drop (array.get $ints (local.get 0) ${zero}))`], ['$ints', `(array.set $ints (local.get 0) ${zero} ${zero})`],
    ['$ints', `(array.fill $ints (local.get 0) ${zeros})`],
    ['$ints', `(array.copy $ints $ints (local.get 0) ${zero} (local.get 0) ${zero} ${zero})`],
    ['$ints', `(array.init_data $ints $d (local.get 0) ${zeros})`], ['$refs', `(array.init_elem $refs $tops (local.get 0) ${zeros})`],
  ] as const;
  for (const [type, code] of taking) accepted(`(module ${FIELDS} (func (param (ref null ${type})) ${code}))`);
});
aggregates('every instruction asks for a type that there is', () => {
  const asking = [
    'struct.new 99', 'struct.new_default 99', 'struct.get 99 0', 'struct.set 99 0', 'array.new 99', 'array.new_default 99',
    'array.new_fixed 99 0', 'array.new_elem 99 $tops', 'array.new_data 99 $d', 'array.get 99', 'array.set 99', 'array.fill 99',
    'array.copy 99 $ints',
    'array.copy $ints 99', 'array.init_elem 99 $tops', 'array.init_data 99 $d',
  ];
  for (const code of asking) {
    assert.is(refused(`(module ${FIELDS} (func unreachable ${code} unreachable))`).message, 'unknown type 99', code);
  }
});
aggregates.run();
