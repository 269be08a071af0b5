import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { accepted, checkRules, refused } from './judging.ts';

const VARIABLES = '(type $s (struct)) (global $c i32 (i32.const 0)) (global $m (mut anyref) (ref.null any))';
const variables = suite('locals and globals');
variables('each rule accepts and refuses', checkRules(VARIABLES, `
  Instr_ok/local.get
    + (param i32) (result i32) local.get 0
    + (result i64) (local i64) local.get 0
    + (param (ref $s)) (local (ref $s)) (local.set 1 (local.get 0)) (drop (local.get 1))
    - local.get 0
      ! unknown local 0
    - (local (ref $s)) (drop (local.get 0))
      ! uninitialized local 0
    - (param i32) (local i32) local.get 2
      ! unknown local 2
  Instr_ok/local.set
    + (local i32) (local.set 0 (i32.const 0))
    + (param (ref $s)) (local anyref) (local.set 1 (local.get 0))
    - (local.set 0 (unreachable))
      ! unknown local 0
    - (local i32) (local.set 0 (i64.const 0))
      ! type mismatch: instruction requires [i32] but stack has [i64]
  Instr_ok/local.tee
    + (result i32) (local i32) (local.tee 0 (i32.const 0))
    - (local.tee 0 (unreachable)) drop
      ! unknown local 0
    - (param (ref $s)) (local anyref) (drop (struct.new $s)) (call_ref 0 (local.tee 1 (local.get 0)))
      ! [Instr_ok/call_ref] non-function type 0
  Instr_ok/global.get
    + (result i32) global.get $c
    - global.get 9 drop
      ! unknown global 9
  Instr_ok/global.set
    + (param (ref $s)) (global.set $m (local.get 0))
    - (global.set 9 (unreachable))
      ! unknown global 9
    - (global.set $c (i32.const 0))
      ! immutable global 0
    - (global.set $m (i32.const 0))
      ! type mismatch
`));
const initialized = (code: string): string => `(module (type $s (struct)) (func (param (ref $s)) (local (ref $s)) ${code}))`;
variables('a local that is set in a block is not set after it', () => {
  accepted(initialized('(block (local.set 1 (local.get 0)) (drop (local.get 1)))'));
  accepted(initialized('(local.set 1 (local.get 0)) (block (drop (local.get 1)) (local.set 1 (local.get 0))) (drop (local.get 1))'));
  const afterwards = ['(block (local.set 1 (local.get 0)))', '(loop (drop (local.tee 1 (local.get 0))))',
    '(try_table (local.set 1 (local.get 0)))',
    '(if (i32.const 0) (then (local.set 1 (local.get 0))) (else (local.set 1 (local.get 0))))'];
  for (const block of afterwards) assert.is(refused(initialized(`${block} (drop (local.get 1))`)).message, 'uninitialized local 1');
});
variables('a local that is set in one branch is not set in the other', () => {
  assert.is(refused(initialized('(if (i32.const 0) (then (local.set 1 (local.get 0))) (else (drop (local.get 1))))')).message,
    'uninitialized local 1');
});
variables('a local that cannot be null must be set even in unreachable code', () => {
  assert.is(refused(initialized('unreachable (drop (local.get 1))')).message, 'uninitialized local 1');
});
variables.run();

const TABLES = `(type $s (struct)) (table $t 1 anyref) (table $u 1 (ref null $s)) (table $l i64 1 anyref)
  (elem $e (ref null $s)) (elem $f funcref)`;
const tables = suite('tables');
tables('each rule accepts and refuses', checkRules(TABLES, `
  Instr_ok/table.get
    + (result anyref) (table.get $t (i32.const 0))
    + (result anyref) (table.get $l (i64.const 0))
    - (table.get 9 (i32.const 0)) drop
      ! unknown table 9
    - (table.get $l (i32.const 0)) drop
      ! type mismatch: instruction requires [i64]
  Instr_ok/table.set
    + (table.set $t (i32.const 0) (ref.null $s))
    - (table.set 9 (i32.const 0) (ref.null any))
      ! unknown table 9
    - (table.set $u (i32.const 0) (i32.const 1))
      ! type mismatch
  Instr_ok/table.size
    + (result i64) table.size $l
    + (result i32) table.size $t
    - table.size 9 drop
      ! unknown table 9
  Instr_ok/table.grow
    + (result i32) (table.grow $t (ref.null any) (i32.const 1))
    + (result i64) (table.grow $l (ref.null any) (i64.const 1))
    - (table.grow 9 (ref.null any) (i32.const 1)) drop
      ! unknown table 9
    - (table.grow $l (ref.null any) (i32.const 1)) drop
      ! type mismatch
  Instr_ok/table.fill
    + (table.fill $t (i32.const 0) (ref.null any) (i32.const 1))
    - (table.fill 9 (unreachable))
      ! unknown table 9
    - (table.fill $l (i64.const 0) (ref.null any) (i32.const 1))
      ! type mismatch
  Instr_ok/table.copy
    + (table.copy $t $u (i32.const 0) (i32.const 0) (i32.const 0))
    + (table.copy $l $t (i64.const 0) (i32.const 0) (i32.const 0))
    + (table.copy $l $l (i64.const 0) (i64.const 0) (i64.const 0))
    - (table.copy $u $t (unreachable))
      ! type mismatch: source element type anyref does not match destination element type (ref null $s)
    - (table.copy 9 0 (unreachable))
      ! unknown table 9
    - (table.copy 0 9 (unreachable))
      ! unknown table 9
  Instr_ok/table.init
    + (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 0))
    + (table.init $l $e (i64.const 0) (i32.const 0) (i32.const 0))
    - (table.init $t $f (unreachable))
      ! type mismatch: element segment's type funcref does not match table's element type anyref
    - (table.init 9 0 (unreachable))
      ! unknown table 9
    - (table.init 0 9 (unreachable))
      ! unknown elem segment 9
  Instr_ok/elem.drop
    + elem.drop $e
    - elem.drop 9
      ! unknown elem segment 9
`));
tables.run();

const MEMORIES = '(memory $m 1) (memory $l i64 1) (data $d "abc")';
const memories = suite('memories');
memories('each rule accepts and refuses', checkRules(MEMORIES, `
  Instr_ok/memory.size
    + (result i32) memory.size $m
    + (result i64) memory.size $l
    - memory.size 9 drop
      ! unknown memory 9
  Instr_ok/memory.grow
    + (result i64) (memory.grow $l (i64.const 0))
    - (memory.grow 9 (unreachable)) drop
      ! unknown memory 9
    - (memory.grow $l (i32.const 0)) drop
      ! type mismatch
  Instr_ok/memory.fill
    + (memory.fill $l (i64.const 0) (i32.const 0) (i64.const 0))
    - (memory.fill 9 (unreachable))
      ! unknown memory 9
    - (memory.fill $l (i64.const 0) (i32.const 0) (i32.const 0))
      ! type mismatch
  Instr_ok/memory.copy
    + (memory.copy $l $m (i64.const 0) (i32.const 0) (i32.const 0))
    + (memory.copy $l $l (i64.const 0) (i64.const 0) (i64.const 0))
    - (memory.copy 9 0 (unreachable))
      ! unknown memory 9
    - (memory.copy 0 9 (unreachable))
      ! unknown memory 9
  Instr_ok/memory.init
    + (memory.init $l $d (i64.const 0) (i32.const 0) (i32.const 0))
    - (memory.init 9 0 (unreachable))
      ! unknown memory 9
    - (memory.init 0 9 (unreachable))
      ! unknown data segment 9
  Instr_ok/data.drop
    + data.drop $d
    - data.drop 9
      ! unknown data segment 9
  Instr_ok/load-val
    + (result i64) (i64.load align=8 (i32.const 0))
    + (result f32) (f32.load $l offset=0xffffffffffffffff (i64.const 0))
    - (i32.load 9 (unreachable)) drop
      ! unknown memory 9
    - (i32.load align=8 (i32.const 0)) drop
      ! [Memarg_ok] alignment must not be larger than natural
    - (i32.load offset=0x1_0000_0000 (i32.const 0)) drop
      ! [Memarg_ok] offset out of range
    - (i32.load $l (i32.const 0)) drop
      ! type mismatch: instruction requires [i64]
  Instr_ok/load-pack
    + (result i64) (i64.load16_s align=2 (i32.const 0))
    - (i64.load16_s align=4 (i32.const 0)) drop
      ! [Memarg_ok] alignment must not be larger than natural
    - (i32.load8_u 9 (unreachable)) drop
      ! unknown memory 9
  Instr_ok/store-val
    + (f64.store align=8 (i32.const 0) (f64.const 0))
    - (f64.store align=16 (i32.const 0) (f64.const 0))
      ! [Memarg_ok] alignment
    - (f64.store (i32.const 0) (f32.const 0))
      ! type mismatch: instruction requires [i32 f64] but stack has [i32 f32]
  Instr_ok/store-pack
    + (i64.store8 (i32.const 0) (i64.const 0))
    - (i64.store8 align=2 (i32.const 0) (i64.const 0))
      ! [Memarg_ok] alignment
    - (i64.store8 (i32.const 0) (i32.const 0))
      ! type mismatch
  Instr_ok/vload-val
    + (result v128) (v128.load align=16 (i32.const 0))
    - (v128.load align=32 (i32.const 0)) drop
      ! [Memarg_ok] alignment
    - (v128.load 9 (unreachable)) drop
      ! unknown memory 9
  Instr_ok/vload-pack
    + (result v128) (v128.load8x8_s align=8 (i32.const 0))
    - (v128.load8x8_s align=16 (i32.const 0)) drop
      ! [Memarg_ok] alignment
    - (v128.load8x8_s 9 (unreachable)) drop
      ! unknown memory 9
  Instr_ok/vload-splat
    + (result v128) (v128.load16_splat align=2 (i32.const 0))
    - (v128.load16_splat align=4 (i32.const 0)) drop
      ! [Memarg_ok] alignment
    - (v128.load8_splat 9 (unreachable)) drop
      ! unknown memory 9
  Instr_ok/vload-zero
    + (result v128) (v128.load64_zero align=8 (i32.const 0))
    - (v128.load64_zero align=16 (i32.const 0)) drop
      ! [Memarg_ok] alignment
    - (v128.load32_zero 9 (unreachable)) drop
      ! unknown memory 9
  Instr_ok/vload_lane
    + (param v128) (result v128) (v128.load8_lane 15 (i32.const 0) (local.get 0))
    - (v128.load8_lane 16 (unreachable)) drop
      ! invalid lane index 16
    - (v128.load16_lane align=4 0 (unreachable)) drop
      ! [Memarg_ok] alignment
  Instr_ok/vstore
    + (param v128) (v128.store $l (i64.const 0) (local.get 0))
    - (v128.store align=32 (unreachable))
      ! [Memarg_ok] alignment
    - (v128.store 9 (unreachable))
      ! unknown memory 9
  Instr_ok/vstore_lane
    + (param v128) (v128.store64_lane 1 (i32.const 0) (local.get 0))
    - (v128.store64_lane 2 (unreachable))
      ! invalid lane index 2
    - (v128.store64_lane align=16 0 (unreachable))
      ! [Memarg_ok] alignment
`));
memories('the largest alignment that can be written', () => {
  assert.match(refused('(module (memory 1) (func (drop (i32.load align=0x80000000 (i32.const 0)))))').message,
    'alignment must not be larger than natural');
});
memories.run();
