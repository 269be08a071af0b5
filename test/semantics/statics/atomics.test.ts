import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { accepted, checkRules, refused } from './judging.ts';

const memories = suite('atomic memory instructions');
memories('each rule accepts and refuses', checkRules('(memory $m 1 1 shared) (memory $u 1) (memory $l i64 1 1 shared)', `
  Instr_ok/memory.atomic.notify
    + (result i32) (memory.atomic.notify (i32.const 0) (i32.const 1))
    + (result i32) (memory.atomic.notify $l (i64.const 0) (i32.const 1))
    + (result i32) (memory.atomic.notify $u align=4 (i32.const 0) (i32.const 1))
    - (memory.atomic.notify 9 (unreachable)) drop
      ! unknown memory 9
    - (memory.atomic.notify align=2 (unreachable)) drop
      ! [Memarg_ok/atomic] atomic alignment must be natural: 2^1 is not 4, the width of the access in bytes
    - (memory.atomic.notify $l (i32.const 0) (i32.const 1)) drop
      ! type mismatch: instruction requires [i64 i32]
  Instr_ok/memory.atomic.wait
    + (result i32) (memory.atomic.wait32 (i32.const 0) (i32.const 1) (i64.const 2))
    + (result i32) (memory.atomic.wait64 $l (i64.const 0) (i64.const 1) (i64.const 2))
    + (result i32) (memory.atomic.wait32 $u (i32.const 0) (i32.const 1) (i64.const 2))
    - (memory.atomic.wait32 (i32.const 0) (i64.const 1) (i64.const 2)) drop
      ! type mismatch: instruction requires [i32 i32 i64]
    - (memory.atomic.wait64 (i32.const 0) (i32.const 1) (i64.const 2)) drop
      ! type mismatch: instruction requires [i32 i64 i64]
    - (memory.atomic.wait64 align=4 (unreachable)) drop
      ! [Memarg_ok/atomic] atomic alignment must be natural
    - (memory.atomic.wait32 9 (unreachable)) drop
      ! unknown memory 9
  Instr_ok/atomic.fence
    + atomic.fence
    + atomic.fence acqrel
    - (result i32) atomic.fence
      ! [Func_ok] type mismatch
  Instr_ok/pause
    + pause
    - (result i32) pause
      ! [Func_ok] type mismatch
  Instr_ok/atomic.load
    + (result i32) (i32.atomic.load8_u offset=3 align=1 (i32.const 0))
    + (result i64) (i64.atomic.load acqrel (i32.const 0))
    + (result i64) (i64.atomic.load32_u $l offset=0x1_0000_0000 (i64.const 0))
    + (result i32) (i32.atomic.load $u (i32.const 0))
    - (i64.atomic.load align=4 (i32.const 0)) drop
      ! [Memarg_ok/atomic] atomic alignment must be natural: 2^2 is not 8
    - (i32.atomic.load8_u align=2 (i32.const 0)) drop
      ! [Memarg_ok/atomic] atomic alignment must be natural: 2^1 is not 1
    - (i32.atomic.load offset=0x1_0000_0000 (i32.const 0)) drop
      ! [Memarg_ok] offset out of range
    - (i32.atomic.load $l (i32.const 0)) drop
      ! type mismatch: instruction requires [i64] but stack has [i32]
    - (i32.atomic.load 9 (i32.const 0)) drop
      ! unknown memory 9
  Instr_ok/atomic.store
    + (i32.atomic.store16 (i32.const 0) (i32.const 1))
    + (i64.atomic.store $l seqcst (i64.const 0) (i64.const 1))
    - (i64.atomic.store8 (i32.const 0) (i32.const 1))
      ! type mismatch: instruction requires [i32 i64]
    - (i64.atomic.store16 align=1 (i32.const 0) (i64.const 1))
      ! [Memarg_ok/atomic] atomic alignment must be natural
    - (i64.atomic.store 9 (unreachable))
      ! unknown memory 9
  Instr_ok/atomic.rmw
    + (result i32) (i32.atomic.rmw.add (i32.const 0) (i32.const 1))
    + (result i64) (i64.atomic.rmw32.xchg_u $l acqrel acqrel (i64.const 0) (i64.const 1))
    - (i32.atomic.rmw16.and_u (i32.const 0) (i64.const 1)) drop
      ! type mismatch: instruction requires [i32 i32]
    - (i32.atomic.rmw.xor align=1 (i32.const 0) (i32.const 1)) drop
      ! [Memarg_ok/atomic] atomic alignment must be natural
    - (i32.atomic.rmw.sub 9 (unreachable)) drop
      ! unknown memory 9
  Instr_ok/atomic.cmpxchg
    + (result i64) (i64.atomic.rmw8.cmpxchg_u (i32.const 0) (i64.const 1) (i64.const 2))
    + (result i32) (i32.atomic.rmw.cmpxchg $l (i64.const 0) (i32.const 1) (i32.const 2))
    - (i64.atomic.rmw.cmpxchg (i32.const 0) (i32.const 1) (i64.const 2)) drop
      ! type mismatch: instruction requires [i32 i64 i64]
    - (i32.atomic.rmw16.cmpxchg_u align=4 (unreachable)) drop
      ! [Memarg_ok/atomic] atomic alignment must be natural
    - (i32.atomic.rmw.cmpxchg 9 (unreachable)) drop
      ! unknown memory 9
`));
memories.run();

const TYPES = `
  (type $u (struct (field (mut i32)) (field i64) (field (mut i8)) (field (mut f32)) (field (mut anyref)) (field (mut eqref)) (field (mut funcref))
    (field (mut i31ref))))
  (type $s (shared (struct (field (mut i64)) (field (mut i16)) (field (mut (ref null (shared any)))) (field (mut (ref null (shared struct))))
    (field (mut (ref null (shared extern)))))))`;

const globals = suite('atomic global instructions');
globals('each rule accepts and refuses', checkRules(`${TYPES}
  (global $i32 (mut i32) (i32.const 0)) (global $const i64 (i64.const 0)) (global $f64 (mut f64) (f64.const 0)) (global $v v128 (v128.const i64x2 0 0))
  (global $any (mut anyref) (ref.null any)) (global $func (mut funcref) (ref.null func)) (global $struct (mut structref) (ref.null struct))
  (global $i64 (shared (mut i64)) (i64.const 0)) (global $shared (shared (mut (ref null $s))) (ref.null $s))
  (global $extern (shared (mut (ref null (shared extern)))) (ref.null (shared extern)))
  (global $tls (thread_local (mut i32)) (i32.const 0))`, `
  Instr_ok/global.atomic.get
    + (result i32) (global.atomic.get $i32)
    + (result i64) (global.atomic.get acqrel $const)
    + (result (ref null $s)) (global.atomic.get seqcst $shared)
    + (result i32) (global.atomic.get $tls)
    - (global.atomic.get $f64) drop
      ! invalid type: \`global.atomic.get\` only allows \`i32\`, \`i64\` and subtypes of \`anyref\`, but this is of type f64
    - (global.atomic.get $v) drop
      ! invalid type
    - (global.atomic.get $func) drop
      ! invalid type
    - (global.atomic.get $extern) drop
      ! invalid type
    - (global.atomic.get 99) drop
      ! unknown global 99
  Instr_ok/global.atomic.set
    + (global.atomic.set $i32 (i32.const 0))
    + (param (ref $u)) (global.atomic.set $any (local.get 0))
    - (global.atomic.set $const (i64.const 0))
      ! immutable global 1
    - (global.atomic.set $f64 (f64.const 0))
      ! invalid type: \`global.atomic.set\` only allows
    - (global.atomic.set $i32 (i64.const 0))
      ! type mismatch: instruction requires [i32]
    - (global.atomic.set 99 (unreachable))
      ! unknown global 99
  Instr_ok/global.atomic.rmw
    + (result i32) (global.atomic.rmw.add $i32 (i32.const 1))
    + (result i64) (global.atomic.rmw.xor acqrel $i64 (i64.const 1))
    + (result i64) (global.atomic.rmw.xchg $i64 (i64.const 1))
    + (param (ref $u)) (result anyref) (global.atomic.rmw.xchg $any (local.get 0))
    + (param (ref null $s)) (result (ref null $s)) (global.atomic.rmw.xchg $shared (local.get 0))
    - (global.atomic.rmw.add $any (unreachable)) drop
      ! invalid type: \`global.atomic.rmw.add\` only allows \`i32\` and \`i64\`, but this is of type anyref
    - (global.atomic.rmw.xchg $func (unreachable)) drop
      ! invalid type: \`global.atomic.rmw.xchg\` only allows \`i32\`, \`i64\` and subtypes of \`anyref\`
    - (global.atomic.rmw.sub $f64 (unreachable)) drop
      ! invalid type
    - (global.atomic.rmw.or $const (unreachable)) drop
      ! immutable global 1
    - (global.atomic.rmw.and 99 (unreachable)) drop
      ! unknown global 99
  Instr_ok/global.atomic.cmpxchg
    + (result i32) (global.atomic.rmw.cmpxchg $i32 (i32.const 0) (i32.const 1))
    + (param eqref) (result structref) (global.atomic.rmw.cmpxchg $struct (local.get 0) (ref.null none))
    + (param (ref null (shared eq))) (result (ref null $s)) (global.atomic.rmw.cmpxchg $shared (local.get 0) (ref.null $s))
    - (global.atomic.rmw.cmpxchg $any (unreachable)) drop
      ! invalid type: \`global.atomic.rmw.cmpxchg\` only allows \`i32\`, \`i64\` and subtypes of \`eqref\`, but this is of type anyref
    - (param eqref) (global.atomic.rmw.cmpxchg $shared (local.get 0) (ref.null $s)) drop
      ! type mismatch: instruction requires [(ref null (shared eq)) (ref null $s)] but stack has [eqref (ref null $s)]
    - (param eqref) (global.atomic.rmw.cmpxchg $struct (ref.null eq) (local.get 0)) drop
      ! type mismatch: instruction requires [eqref structref]
    - (global.atomic.rmw.cmpxchg $const (unreachable)) drop
      ! immutable global 1
`));
globals.run();

const tables = suite('atomic table instructions');
tables('each rule accepts and refuses', checkRules(`${TYPES}
  (table $any 1 anyref) (table $l i64 1 eqref) (table $s shared 1 (ref null $s)) (table $f 1 funcref) (table $x shared 1 (ref null (shared extern)))`, `
  Instr_ok/table.atomic.get
    + (result anyref) (table.atomic.get $any (i32.const 0))
    + (result (ref null $s)) (table.atomic.get acqrel $s (i32.const 0))
    + (result eqref) (table.atomic.get $l (i64.const 0))
    - (table.atomic.get $f (i32.const 0)) drop
      ! invalid type: \`table.atomic.get\` only allows subtypes of \`anyref\`, but this is of type funcref
    - (table.atomic.get $x (i32.const 0)) drop
      ! invalid type
    - (table.atomic.get $l (i32.const 0)) drop
      ! type mismatch: instruction requires [i64]
    - (table.atomic.get 9 (i32.const 0)) drop
      ! unknown table 9
  Instr_ok/table.atomic.set
    + (table.atomic.set $s (i32.const 0) (ref.null (shared none)))
    - (table.atomic.set $f (unreachable))
      ! invalid type
    - (table.atomic.set $any (i32.const 0) (ref.null (shared none)))
      ! type mismatch: instruction requires [i32 anyref]
    - (table.atomic.set 9 (unreachable))
      ! unknown table 9
  Instr_ok/table.atomic.xchg
    + (result anyref) (table.atomic.rmw.xchg $any (i32.const 0) (ref.null none))
    + (result (ref null $s)) (table.atomic.rmw.xchg $s (i32.const 0) (ref.null $s))
    - (table.atomic.rmw.xchg $f (unreachable)) drop
      ! invalid type: \`table.atomic.rmw.xchg\` only allows subtypes of \`anyref\`
    - (table.atomic.rmw.xchg 9 (unreachable)) drop
      ! unknown table 9
  Instr_ok/table.atomic.cmpxchg
    + (param (ref null (shared eq))) (result (ref null $s)) (table.atomic.rmw.cmpxchg $s (i32.const 0) (local.get 0) (ref.null $s))
    + (result eqref) (table.atomic.rmw.cmpxchg $l (i64.const 0) (ref.null none) (ref.null none))
    - (table.atomic.rmw.cmpxchg $any (unreachable)) drop
      ! invalid type: \`table.atomic.rmw.cmpxchg\` only allows subtypes of \`eqref\`
    - (param eqref) (table.atomic.rmw.cmpxchg $s (i32.const 0) (local.get 0) (ref.null $s)) drop
      ! type mismatch: instruction requires [i32 (ref null (shared eq)) (ref null $s)]
    - (table.atomic.rmw.cmpxchg 9 (unreachable)) drop
      ! unknown table 9
`));
tables.run();

const structures = suite('atomic structure instructions');
structures('each rule accepts and refuses', checkRules(TYPES, `
  Instr_ok/struct.atomic.get
    + (param (ref $u)) (result i32) (struct.atomic.get $u 0 (local.get 0))
    + (param (ref $u)) (result i64) (struct.atomic.get acqrel $u 1 (local.get 0))
    + (param (ref $u)) (result i32) (struct.atomic.get_s $u 2 (local.get 0))
    + (param (ref null $s)) (result i32) (struct.atomic.get_u $s 1 (local.get 0))
    + (param (ref null $s)) (result (ref null (shared any))) (struct.atomic.get $s 2 (local.get 0))
    + (result i64) (struct.atomic.get $s 0 (ref.null (shared none)))
    - (struct.atomic.get $u 2 (unreachable)) drop
      ! field is packed
    - (struct.atomic.get_s $u 0 (unreachable)) drop
      ! field is unpacked
    - (struct.atomic.get $u 3 (unreachable)) drop
      ! invalid type: \`struct.atomic.get\` only allows \`i32\`, \`i64\` and subtypes of \`anyref\`, but this is of type f32
    - (struct.atomic.get $u 6 (unreachable)) drop
      ! invalid type
    - (struct.atomic.get $s 4 (unreachable)) drop
      ! invalid type
    - (struct.atomic.get $s 9 (unreachable)) drop
      ! unknown field 9
    - (struct.atomic.get $s 0 (ref.null none)) drop
      ! type mismatch: instruction requires [(ref null $s)] but stack has [nullref]
  Instr_ok/struct.atomic.set
    + (param (ref $u)) (struct.atomic.set $u 2 (local.get 0) (i32.const 0))
    + (param (ref $s)) (struct.atomic.set acqrel $s 2 (local.get 0) (local.get 0))
    - (struct.atomic.set $u 1 (unreachable))
      ! immutable field 1
    - (struct.atomic.set $u 3 (unreachable))
      ! invalid type: \`struct.atomic.set\` only allows \`i8\`, \`i16\`, \`i32\`, \`i64\` and subtypes of \`anyref\`, but this is of type f32
    - (param (ref $s)) (struct.atomic.set $s 0 (local.get 0) (i32.const 0))
      ! type mismatch: instruction requires [(ref null $s) i64]
  Instr_ok/struct.atomic.rmw
    + (param (ref $u)) (result i32) (struct.atomic.rmw.sub $u 0 (local.get 0) (i32.const 1))
    + (param (ref $s)) (result i64) (struct.atomic.rmw.or $s 0 (local.get 0) (i64.const 1))
    + (param (ref $u)) (result anyref) (struct.atomic.rmw.xchg $u 4 (local.get 0) (ref.null none))
    - (struct.atomic.rmw.add $u 2 (unreachable)) drop
      ! invalid type: \`struct.atomic.rmw.add\` only allows \`i32\` and \`i64\`, but this is of type i8
    - (struct.atomic.rmw.xchg $u 2 (unreachable)) drop
      ! invalid type: \`struct.atomic.rmw.xchg\` only allows \`i32\`, \`i64\` and subtypes of \`anyref\`, but this is of type i8
    - (struct.atomic.rmw.and $u 4 (unreachable)) drop
      ! invalid type
    - (struct.atomic.rmw.xchg $u 6 (unreachable)) drop
      ! invalid type
    - (struct.atomic.rmw.add $u 1 (unreachable)) drop
      ! immutable field 1
  Instr_ok/struct.atomic.cmpxchg
    + (param (ref $u)) (result i32) (struct.atomic.rmw.cmpxchg $u 0 (local.get 0) (i32.const 0) (i32.const 1))
    + (param (ref $u) eqref) (result i31ref) (struct.atomic.rmw.cmpxchg $u 7 (local.get 0) (local.get 1) (ref.i31 (i32.const 1)))
    + (param (ref $s)) (result (ref null (shared struct))) (struct.atomic.rmw.cmpxchg $s 3 (local.get 0) (local.get 0) (local.get 0))
    - (struct.atomic.rmw.cmpxchg $u 4 (unreachable)) drop
      ! invalid type: \`struct.atomic.rmw.cmpxchg\` only allows \`i32\`, \`i64\` and subtypes of \`eqref\`, but this is of type anyref
    - (struct.atomic.rmw.cmpxchg $s 1 (unreachable)) drop
      ! invalid type
    - (struct.atomic.rmw.cmpxchg $u 1 (unreachable)) drop
      ! immutable field 1
    - (param (ref $u)) (struct.atomic.rmw.cmpxchg $u 5 (local.get 0) (ref.null (shared eq)) (ref.null eq)) drop
      ! type mismatch: instruction requires [(ref null $u) eqref eqref]
`));
structures.run();

const arrays = suite('atomic array instructions');
arrays('each rule accepts and refuses', checkRules(`
  (type $i32 (array (mut i32))) (type $i64 (shared (array (mut i64)))) (type $i8 (shared (array (mut i8)))) (type $const (array i32))
  (type $any (array (mut anyref))) (type $eq (shared (array (mut (ref null (shared eq)))))) (type $f (array (mut f64))) (type $s (struct))`, `
  Instr_ok/array.atomic.get
    + (param (ref $i32)) (result i32) (array.atomic.get $i32 (local.get 0) (i32.const 0))
    + (param (ref $i8)) (result i32) (array.atomic.get_u acqrel $i8 (local.get 0) (i32.const 0))
    + (param (ref $eq)) (result (ref null (shared any))) (array.atomic.get $eq (local.get 0) (i32.const 0))
    - (array.atomic.get $i8 (unreachable)) drop
      ! array is packed
    - (array.atomic.get_s $i32 (unreachable)) drop
      ! array is unpacked
    - (array.atomic.get $f (unreachable)) drop
      ! invalid type: \`array.atomic.get\` only allows \`i32\`, \`i64\` and subtypes of \`anyref\`, but this is of type f64
    - (array.atomic.get $s (unreachable)) drop
      ! non-array type 7
    - (param (ref $i32)) (array.atomic.get $i32 (local.get 0) (i64.const 0)) drop
      ! type mismatch: instruction requires [(ref null $i32) i32]
  Instr_ok/array.atomic.set
    + (param (ref $i8)) (array.atomic.set $i8 (local.get 0) (i32.const 0) (i32.const 1))
    + (param (ref $any)) (array.atomic.set $any (local.get 0) (i32.const 0) (local.get 0))
    - (array.atomic.set $const (unreachable))
      ! immutable array
    - (array.atomic.set $f (unreachable))
      ! invalid type: \`array.atomic.set\` only allows \`i8\`, \`i16\`, \`i32\`, \`i64\` and subtypes of \`anyref\`
    - (param (ref $eq)) (array.atomic.set $eq (local.get 0) (i32.const 0) (ref.null eq))
      ! type mismatch
  Instr_ok/array.atomic.rmw
    + (param (ref $i64)) (result i64) (array.atomic.rmw.xor acqrel $i64 (local.get 0) (i32.const 0) (i64.const 1))
    + (param (ref $eq)) (result (ref null (shared eq))) (array.atomic.rmw.xchg $eq (local.get 0) (i32.const 0) (local.get 0))
    - (array.atomic.rmw.add $i8 (unreachable)) drop
      ! invalid type: \`array.atomic.rmw.add\` only allows \`i32\` and \`i64\`, but this is of type i8
    - (array.atomic.rmw.or $any (unreachable)) drop
      ! invalid type
    - (array.atomic.rmw.and $const (unreachable)) drop
      ! immutable array
  Instr_ok/array.atomic.cmpxchg
    + (param (ref $i32)) (result i32) (array.atomic.rmw.cmpxchg $i32 (local.get 0) (i32.const 0) (i32.const 1) (i32.const 2))
    + (param (ref $eq)) (result (ref null (shared eq))) (array.atomic.rmw.cmpxchg $eq (local.get 0) (i32.const 0) (local.get 0) (local.get 0))
    - (array.atomic.rmw.cmpxchg $any (unreachable)) drop
      ! invalid type: \`array.atomic.rmw.cmpxchg\` only allows \`i32\`, \`i64\` and subtypes of \`eqref\`, but this is of type anyref
    - (array.atomic.rmw.cmpxchg $i8 (unreachable)) drop
      ! invalid type
    - (array.atomic.rmw.cmpxchg $const (unreachable)) drop
      ! immutable array
`));
arrays.run();

const TYPED = '(type $s (shared (struct (field (mut i32)))))';
const queues = suite('wait queues');
queues('each rule accepts and refuses', checkRules(`${TYPED}
  (type $t (struct (field i64) (field (ref null (shared eq))) (field (ref null $s)) (field i8) (field f32) (field eqref)))
  (type $ints (array i32)) (type $refs (shared (array (mut (ref null (shared i31)))))) (type $bytes (array i8))
  (memory $m 1 1 shared) (memory $u 1) (memory $l i64 1 1 shared)
  (global $i (mut i32) (i32.const 0)) (global $r (shared (ref null (shared struct))) (ref.null (shared struct))) (global $f (mut f32) (f32.const 0))
  (table $e 1 (ref null (shared eq))) (table $tl i64 1 (ref null $s)) (table $any shared 1 (ref null (shared any))) (table $eq 1 eqref)
  (global $q (shared (ref (shared waitqueue))) (waitqueue.new)) (global $nq (shared (ref null (shared nowaitqueue))) (ref.null (shared nowaitqueue)))`, `
  Instr_ok/waitqueue.new
    + (result (ref (shared waitqueue))) waitqueue.new
    - (result (ref waitqueue)) waitqueue.new
      ! [Func_ok] type mismatch
    - (result (ref (shared eq))) waitqueue.new
      ! [Func_ok] type mismatch
  Instr_ok/waitqueue.notify
    + (result i32) (waitqueue.notify (global.get $q) (i32.const 1))
    + (result i32) (waitqueue.notify (global.get $nq) (i32.const 1))
    - (waitqueue.notify (ref.null waitqueue) (i32.const 1)) drop
      ! type mismatch: instruction requires [(ref null (shared waitqueue)) i32] but stack has [(ref null waitqueue) i32]
    - (waitqueue.notify (global.get $q) (i64.const 1)) drop
      ! type mismatch
  Instr_ok/struct.wait
    + (param (ref $t)) (result i32) (struct.wait $t 0 (local.get 0) (global.get $q) (i64.const 0) (i64.const -1))
    + (param (ref $s)) (result i32) (struct.wait $s 0 (local.get 0) (ref.null (shared waitqueue)) (i32.const 0) (i64.const -1))
    + (param (ref $t) (ref null (shared eq))) (result i32) (struct.wait $t 2 (local.get 0) (global.get $q) (local.get 1) (i64.const -1))
    - (struct.wait $t 3 (unreachable)) drop
      ! invalid type: \`struct.wait\` only allows \`i32\`, \`i64\` and subtypes of \`(ref null (shared eq))\`, but this is of type i8
    - (struct.wait $t 4 (unreachable)) drop
      ! invalid type
    - (struct.wait $t 5 (unreachable)) drop
      ! invalid type
    - (struct.wait $t 9 (unreachable)) drop
      ! unknown field 9
    - (struct.wait $ints 0 (unreachable)) drop
      ! non-structure type 2
    - (param (ref $t)) (struct.wait $t 2 (local.get 0) (global.get $q) (ref.null eq) (i64.const -1)) drop
      ! type mismatch: instruction requires [(ref null $t) (ref null (shared waitqueue)) (ref null (shared eq)) i64]
  Instr_ok/array.wait
    + (param (ref $ints)) (result i32) (array.wait $ints (local.get 0) (global.get $q) (i32.const 0) (i32.const 1) (i64.const -1))
    + (param (ref $refs)) (result i32) (array.wait $refs (local.get 0) (global.get $q) (i32.const 0) (local.get 0) (i64.const -1))
    - (array.wait $bytes (unreachable)) drop
      ! invalid type: \`array.wait\` only allows
    - (array.wait $t (unreachable)) drop
      ! non-array type 1
    - (param (ref $ints)) (array.wait $ints (local.get 0) (global.get $q) (i32.const 0) (i64.const 1) (i64.const -1)) drop
      ! type mismatch: instruction requires [(ref null $ints) (ref null (shared waitqueue)) i32 i32 i64]
  Instr_ok/global.wait
    + (result i32) (global.wait $i (global.get $q) (i32.const 0) (i64.const -1))
    + (result i32) (global.wait $r (global.get $q) (ref.null (shared eq)) (i64.const -1))
    - (global.wait $f (unreachable)) drop
      ! invalid type: \`global.wait\` only allows
    - (global.wait $q (unreachable)) drop
      ! invalid type
    - (global.wait 99 (unreachable)) drop
      ! unknown global 99
    - (global.wait $i (global.get $q) (i32.const 0) (i32.const -1)) drop
      ! type mismatch: instruction requires [(ref null (shared waitqueue)) i32 i64]
  Instr_ok/table.wait
    + (result i32) (table.wait $e (global.get $q) (i32.const 0) (ref.null (shared none)) (i64.const -1))
    + (result i32) (table.wait $tl (global.get $q) (i64.const 0) (ref.null (shared eq)) (i64.const -1))
    - (table.wait $any (unreachable)) drop
      ! invalid type: \`table.wait\` only allows subtypes of \`(ref null (shared eq))\`, but this is of type (ref null (shared any))
    - (table.wait $eq (unreachable)) drop
      ! invalid type
    - (table.wait 9 (unreachable)) drop
      ! unknown table 9
    - (table.wait $tl (global.get $q) (i32.const 0) (ref.null (shared eq)) (i64.const -1)) drop
      ! type mismatch
  Instr_ok/memory.wait
    + (result i32) (memory.wait32 (global.get $q) (i32.const 0) (i32.const 1) (i64.const -1))
    + (result i32) (memory.wait64 $l offset=8 (global.get $q) (i64.const 0) (i64.const 1) (i64.const -1))
    + (result i32) (memory.wait32 $u (global.get $q) (i32.const 0) (i32.const 1) (i64.const -1))
    - (memory.wait64 (global.get $q) (i32.const 0) (i32.const 1) (i64.const -1)) drop
      ! type mismatch: instruction requires [(ref null (shared waitqueue)) i32 i64 i64]
    - (memory.wait32 align=8 (unreachable)) drop
      ! [Memarg_ok/atomic] atomic alignment must be natural
    - (memory.wait32 9 (unreachable)) drop
      ! unknown memory 9
`));
queues('a wait queue is no structure', () => {
  for (const top of ['any', 'eq', 'extern']) {
    assert.match(refused(`(module (func (result (ref null (shared ${top}))) waitqueue.new))`).message, 'type mismatch');
  }
  accepted('(module (func (param (ref (shared waitqueue))) (result i32) (ref.test (ref (shared waitqueue)) (local.get 0))))');
});
queues('a global can begin with a new wait queue', () => {
  accepted('(module (global (ref (shared waitqueue)) (waitqueue.new)) (table shared 2 (ref (shared waitqueue)) (waitqueue.new)))');
});
queues.run();
