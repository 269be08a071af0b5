/**
 * Arbitrary valid programs, in the text format. They use something of every chapter, and often trap: indices, addresses and lengths are
 * small, but not always in bounds; divisors may be zero, references null. All of them end.
 * @module
 */
import * as fc from 'fast-check';
import { binops, relops, unops, vbinops, vunops } from '../../syntax/numeric-operators.ts';

/** What the code of a program may use. `$drive` resumes until the function that it was given no longer suspends itself. */
const LIBRARY = `
  (type $f (func (param i32) (result i32)))
  (type $s (struct (field (mut i8)) (field (mut i64))))
  (type $a (array (mut i16)))
  (type $k (cont $f)) (type $f0 (func (result i32))) (type $k0 (cont $f0))
  (type $r (array (mut funcref)))
  (rec (type $sf (func (param i32 (ref null $sk)) (result i32))) (type $sk (cont $sf)))
  (tag $e (param i32)) (tag $e2) (tag $y (param i32) (result i32)) (tag $w (result i32))
  (memory $m 1 2) (memory $n i64 1 2)
  (table $t 5 8 funcref) (table $u i64 3 funcref)
  (global $g (mut i32) (i32.const 3))
  (data $d "\\01\\82\\03\\84\\05\\86\\07\\88") (elem $el func $id $yields $throws)
  (func $id (type $f) (local.get 0))
  (func $throws (type $f) (if (i32.and (local.get 0) (i32.const 1)) (then (throw $e (local.get 0)))) (local.get 0))
  (func $yields (type $f) (i32.add (suspend $y (local.get 0)) (suspend $y (i32.const 1))))
  (func $catches (type $f)
    (block $h (result i32) (try_table (result i32) (catch $e $h) (call $throws (local.get 0)))))
  (func $counts (type $f) (local $sum i32)
    (loop $l
      (local.set $sum (i32.add (local.get $sum) (local.get 0)))
      (br_if $l (local.tee 0 (i32.and (i32.shr_u (local.get 0) (i32.const 1)) (i32.const 15)))))
    (local.get $sum))
  (func $drive (param $v i32) (param $c (ref $k)) (result i32)
    (loop $l (result i32)
      (block $on (result i32 (ref $k))
        (return (resume $k (on $y $on) (local.get $v) (local.get $c))))
      (local.set $c) (local.set $v)
      (br $l)))
  (func $other (type $sf) (switch $sk $w (local.get 0) (local.get 1)) (drop))
  (func $first (type $sf)
    (switch $sk $w (local.get 0) (cont.new $sk (ref.func $other))) (drop))
  (func $tail (type $f) (block (try_table (return_call $id (local.get 0)))) (unreachable))
  (func $tailRef (type $f)
    (block (try_table
      (return_call_ref $f (local.get 0) (select (result (ref null $f)) (ref.func $id) (ref.null $f) (local.get 0)))))
    (unreachable))
  (func $tailIndirect (type $f) (return_call_indirect $t (type $f) (local.get 0) (local.get 0)))
  (func $returns (type $f) (block (try_table (return (local.get 0)))) (unreachable))
  (func $escapes (type $f)
    (block $out (try_table (catch_all $out) (br_if $out (local.get 0)) (return (i32.const 3)))) (i32.const 4))
  (func $catchesAll (type $f)
    (block $h (try_table (catch $e2 $h) (catch_all $h) (return (call $throws (local.get 0))))) (i32.const 8))
  (func $catchesRef (type $f)
    (block $g (result exnref)
      (block $h (result i32 exnref)
        (try_table (catch_ref $e2 $g) (catch_ref $e $h) (return (call $throws (local.get 0))))
        (unreachable))
      (drop) (return))
    (throw_ref))
  (func $catchesAllRef (type $f)
    (block $h (result exnref)
      (block $g (try_table (catch $e2 $g) (catch_all_ref $h) (return (call $throws (local.get 0)))))
      (ref.null exn))
    (throw_ref))
  (func $catchesNothing (type $f) (try_table (result i32) (call $throws (local.get 0))))
  (func $traps (type $f) (i32.div_u (i32.const 1) (i32.and (local.get 0) (i32.const 1))))
  (func $conts (type $f) (local $c (ref null $k))
    (if (i32.and (local.get 0) (i32.const 1)) (then (local.set $c (cont.new $k (ref.func $throws)))))
    (if (i32.and (local.get 0) (i32.const 2)) (then (drop (resume $k (i32.const 4) (cont.new $k (ref.func $traps))))))
    (if (i32.and (local.get 0) (i32.const 4)) (then (drop (resume $k (i32.const 2) (local.get $c)))))
    (if (i32.and (local.get 0) (i32.const 8))
      (then (return (resume $k0 (cont.bind $k $k0 (local.get 0) (local.get $c))))))
    (if (i32.and (local.get 0) (i32.const 16)) (then (return (resume_throw $k $e (i32.const 1) (local.get $c)))))
    (block $h (result exnref)
      (try_table (catch_all_ref $h)
        (drop (call $throws (i32.const 1))))
      (ref.null exn))
    (resume_throw_ref $k (local.get $c)))
  (elem declare func $other $first $traps)`;

const FUNCTIONS = [
  '$id', '$throws', '$catches', '$counts', '$tail', '$tailRef', '$tailIndirect', '$returns', '$escapes', '$catchesAll', '$catchesRef',
  '$catchesAllRef', '$catchesNothing', '$conts', '$conts', '$conts',
];

type Type = 'i32' | 'i64' | 'f32' | 'f64' | 'v128' | 'struct' | 'array' | 'func' | 'none';
type Exprs = { readonly [T in Type]: string };

/** `(head e*)` for each of the heads, with operands of these types */
type Tie = (type: Type) => fc.Arbitrary<string>;
const fold = (tie: Tie, heads: readonly string[], ...types: readonly Type[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...heads), ...types.map(tie)).map(([head, ...operands]) => `(${[head, ...operands].join(' ')})`);
const small = fc.oneof(
  { weight: 6, arbitrary: fc.nat(6) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 255, 65535, 65536, 2 ** 31 - 1, -(2 ** 31)) },
);
const operators = (t: string, names: readonly string[]): readonly string[] => names.map((name) => `${t}.${name}`);
const real = fc.constantFrom('0', '-0', '1.5', '-7', '3e9', '1e20', 'inf', '-inf', 'nan');

const leaves: { readonly [T in Type]: fc.Arbitrary<string> } = {
  i32: fc.oneof(small.map((n) => `(i32.const ${n})`), fc.constant('(local.get $x)'), fc.constant('(global.get $g)')),
  i64: small.map((n) => `(i64.const ${n})`),
  f32: real.map((x) => `(f32.const ${x})`),
  f64: real.map((x) => `(f64.const ${x})`),
  v128: fc.constantFrom('(v128.const i32x4 1 -2 3 -4)', '(v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 255)'),
  struct: fc.constantFrom('(local.get $p)', '(ref.null $s)', '(struct.new_default $s)'),
  array: fc.constantFrom(
    '(local.get $q)', '(ref.null $a)', '(array.new_default $a (i32.const 4))', '(array.new_data $a $d (i32.const 1) (i32.const 3))',
  ),
  func: fc.constantFrom('(ref.null func)', '(ref.func $id)', '(ref.func $throws)'),
  none: fc.constantFrom('(nop)', '(data.drop $d)', '(elem.drop $el)', '(drop (call $id (i32.const 4)))'),
};

/** The instructions that take operands, by the type of the result. */
const branches = (tie: Tie): { readonly [T in Type]: readonly fc.Arbitrary<string>[] } => ({
  i32: [
    fold(tie, operators('i32', binops.i32), 'i32', 'i32'),
    fold(tie, operators('i32', relops.i32), 'i32', 'i32'),
    fold(tie, [...operators('i32', unops.i32), 'i32.eqz', 'local.tee $x'], 'i32'),
    fold(tie, FUNCTIONS.map((name) => `call ${name}`), 'i32'),
    fold(tie, ['i32.load', 'i32.load8_s offset=65534', 'i32.load16_u', 'memory.grow', 'block (result i32)', 'loop (result i32)'], 'i32'),
    fold(tie, operators('i64', relops.i64), 'i64', 'i64'),
    fold(tie, operators('f32', relops.f32), 'f32', 'f32'),
    fold(tie, ['i32.trunc_f64_s', 'i32.trunc_f64_u', 'i32.trunc_sat_f64_s'], 'f64'),
    fold(tie, ['i32.wrap_i64', 'i64.eqz'], 'i64'),
    fold(tie, ['i32.reinterpret_f32'], 'f32'),
    fold(tie, ['i8x16.extract_lane_s 3', 'i32x4.extract_lane 2', 'v128.any_true', 'i16x8.all_true', 'i8x16.bitmask'], 'v128'),
    fold(tie, ['struct.get_s $s 0', 'struct.get_u $s 0', 'ref.is_null', 'ref.test (ref $s)'], 'struct'),
    fold(tie, ['array.len'], 'array'),
    fc.tuple(fc.nat(4), fc.nat(3)).map(([i, n]) => `(array.len (array.new_elem $r $el (i32.const ${i}) (i32.const ${n})))`),
    fc.constantFrom('(unreachable)', '(i31.get_u (ref.null i31))'),
    fold(tie, ['array.get_s $a', 'array.get_u $a'], 'array', 'i32'),
    fold(tie, ['select'], 'i32', 'i32', 'i32'),
    fold(tie, ['call_indirect $t (type $f)'], 'i32', 'i32'),
    fold(tie, ['table.grow $t'], 'func', 'i32'),
    fold(tie, ['ref.eq'], 'struct', 'array'),
    fold(tie, ['ref.eq'], 'struct', 'struct'),
    fc.tuple(tie('i32'), tie('i32')).map(([e1, e2]) => `(if (result i32) ${e1} (then ${e2}) (else (local.get $x)))`),
    fc.tuple(tie('i32'), tie('i32')).map(([e1, e2]) => `(block $l (result i32) (i32.add ${e1} (br_if $l (i32.const 9) ${e2})))`),
    fc.tuple(tie('i32'), tie('i32')).map(([e1, e2]) => `(block $l (result i32) (try_table (result i32) (catch $e $l) ${e1} (call $throws ${e2}) (i32.add)))`),
    tie('i32').map((e1) => `(call $drive ${e1} (cont.new $k (ref.func $yields)))`),
    tie('i32').map((e1) => `(i31.get_s (ref.i31 ${e1}))`),
    tie('i32').map((e1) => `(resume $sk (on $w switch) ${e1} (ref.null $sk) (cont.new $sk (ref.func $first)))`),
    tie('i32').map((e1) => `(block $a (result i32) (block $b (block $c (br_table $b $c $b ${e1})) (br $a (i32.const 1))) (i32.const 2))`),
    fc.constantFrom('(memory.size)', '(table.size $t)', '(i32.wrap_i64 (table.size $u))', '(i32.wrap_i64 (memory.size $n))'),
  ],
  i64: [
    fold(tie, operators('i64', binops.i64), 'i64', 'i64'),
    fold(tie, [...operators('i64', unops.i64), 'i64.load $n', 'i64.load32_s $n', 'memory.grow $n'], 'i64'),
    fold(tie, ['i64.extend_i32_s', 'i64.extend_i32_u'], 'i32'),
    fold(tie, ['i64.trunc_f32_u', 'i64.trunc_sat_f32_s'], 'f32'),
    fold(tie, ['i64x2.extract_lane 1'], 'v128'),
    fold(tie, ['struct.get $s 1'], 'struct'),
  ],
  f32: [
    fold(tie, operators('f32', binops.f32), 'f32', 'f32'), fold(tie, operators('f32', unops.f32), 'f32'),
    fold(tie, ['f32.convert_i64_u', 'f32.convert_i64_s'], 'i64'), fold(tie, ['f32.demote_f64'], 'f64'), fold(tie, ['f32.load'], 'i32'),
  ],
  f64: [
    fold(tie, operators('f64', binops.f64), 'f64', 'f64'), fold(tie, operators('f64', unops.f64), 'f64'),
    fold(tie, ['f64.reinterpret_i64'], 'i64'), fold(tie, ['f64.promote_f32'], 'f32'), fold(tie, ['f64x2.extract_lane 0'], 'v128'),
  ],
  v128: [
    fold(tie, [...operators('i8x16', vbinops.i8x16), ...operators('f32x4', vbinops.f32x4), 'i8x16.swizzle', 'i16x8.narrow_i32x4_s'], 'v128', 'v128'),
    fold(tie, [...operators('i16x8', vunops.i16x8), 'v128.not', 'i32x4.extadd_pairwise_i16x8_u', 'f64x2.promote_low_f32x4'], 'v128'),
    fold(tie, ['i8x16.splat', 'i16x8.splat', 'v128.load', 'v128.load8x8_s', 'v128.load16_splat', 'v128.load64_zero'], 'i32'),
    fold(tie, ['v128.bitselect', 'i8x16.relaxed_laneselect'], 'v128', 'v128', 'v128'),
    fold(tie, ['i64x2.shl', 'i16x8.replace_lane 5'], 'v128', 'i32'),
    fold(tie, ['v128.load8_lane 7'], 'i32', 'v128'),
    fold(tie, ['i16x8.extmul_low_i8x16_s', 'i32x4.dot_i16x8_s', 'v128.andnot'], 'v128', 'v128'),
    fold(tie, ['i32x4.relaxed_dot_i8x16_i7x16_add_s'], 'v128', 'v128', 'v128'),
    fold(tie, ['v128.load32_splat offset=65533', 'v128.load32_zero offset=65533'], 'i32'),
    fold(tie, ['i8x16.shuffle 0 17 2 19 4 21 6 23 8 25 10 27 12 29 14 31', 'i32x4.lt_s'], 'v128', 'v128'),
  ],
  struct: [
    fold(tie, ['struct.new $s'], 'i32', 'i64'), fold(tie, ['local.tee $p', 'ref.as_non_null', 'ref.cast (ref $s)'], 'struct'),
    tie('struct').map((e1) => `(ref.cast (ref null $s) (any.convert_extern (extern.convert_any ${e1})))`),
  ],
  array: [
    fold(tie, ['array.new_fixed $a 2'], 'i32', 'i32'), fold(tie, ['local.tee $q'], 'array'),
    tie('i32').map((e1) => `(array.new $a ${e1} (i32.const 5))`),
  ],
  func: [fold(tie, ['table.get $t'], 'i32')],
  none: [
    fold(tie, ['i32.store', 'i32.store8'], 'i32', 'i32'),
    fold(tie, ['i64.store $n', 'i64.store16 $n offset=65530'], 'i64', 'i64'),
    fold(tie, ['v128.store', 'v128.store32_lane 2'], 'i32', 'v128'),
    fold(tie, ['global.set $g', 'local.set $x', 'drop'], 'i32'),
    fold(tie, ['struct.set $s 0'], 'struct', 'i32'),
    fold(tie, ['struct.set $s 1'], 'struct', 'i64'),
    fold(tie, ['array.set $a'], 'array', 'i32', 'i32'),
    fold(tie, ['table.set $t'], 'i32', 'func'),
    fold(tie, ['block', 'loop'], 'none', 'none'),
    fold(tie, ['block'], 'none', 'none', 'none', 'none'),
    tie('i32').map((e1) => `(if ${e1} (then (return (i32.const 1))))`),
    tie('struct').map((e1) => `(block $l (drop (br_on_null $l ${e1})))`),
    tie('struct').map((e1) => `(block $l (result (ref null $s)) (br_on_cast_fail $l (ref null $s) (ref $s) ${e1})) (drop)`),
    tie('struct').map((e1) => `(block $l (result (ref $s)) (br_on_non_null $l ${e1}) (struct.new_default $s)) (drop)`),
    tie('struct').map((e1) => `(block $l (result (ref $s)) (drop (br_on_cast $l (ref null $s) (ref $s) ${e1})) (struct.new_default $s)) (drop)`),
    fc.tuple(fc.nat(4), fc.nat(4), fc.nat(3)).map(([i, j, n]) =>
      `(array.init_elem $r $el (array.new_default $r (i32.const 4)) (i32.const ${i}) (i32.const ${j}) (i32.const ${n}))`),
    // The lengths of ranges are small, or far out of bounds: every element is some steps.
    fc.tuple(tie('i32'), tie('i32'), small).map(([e1, e2, n]) => `(memory.fill ${e1} ${e2} (i32.const ${n > 255 ? -1 : n}))`),
    fc.tuple(tie('i32'), tie('i32'), fc.nat(6)).map(([e1, e2, n]) => `(memory.copy ${e1} ${e2} (i32.const ${n}))`),
    fc.tuple(tie('i32'), fc.nat(9), fc.nat(5)).map(([e1, j, n]) => `(memory.init $d ${e1} (i32.const ${j}) (i32.const ${n}))`),
    fc.tuple(tie('i32'), tie('func'), fc.nat(4)).map(([e1, e2, n]) => `(table.fill $t ${e1} ${e2} (i32.const ${n}))`),
    fc.tuple(tie('i32'), tie('i32'), fc.nat(4)).map(([e1, e2, n]) => `(table.copy $t $t ${e1} ${e2} (i32.const ${n}))`),
    fc.tuple(tie('i32'), fc.nat(3), fc.nat(3)).map(([e1, j, n]) => `(table.init $t $el ${e1} (i32.const ${j}) (i32.const ${n}))`),
    fc.tuple(tie('array'), tie('i32'), fc.nat(4)).map(([e1, e2, n]) => `(array.fill $a ${e1} ${e2} (i32.const 9) (i32.const ${n}))`),
    fc.tuple(tie('array'), tie('i32'), tie('array'), fc.nat(4), fc.nat(4))
      .map(([e1, e2, e3, i, n]) => `(array.copy $a $a ${e1} ${e2} ${e3} (i32.const ${i}) (i32.const ${n}))`),
    fc.tuple(tie('array'), tie('i32'), fc.nat(8), fc.nat(4))
      .map(([e1, e2, j, n]) => `(array.init_data $a $d ${e1} ${e2} (i32.const ${j}) (i32.const ${n}))`),
  ],
});

const depthSize = 'small', depthIdentifier = fc.createDepthIdentifier();
const { none, i32 } = fc.letrec<Exprs>((tie) => {
  const inner = branches(tie);
  const of = (type: Type): fc.Arbitrary<string> => fc.oneof({ depthSize, depthIdentifier }, leaves[type], ...inner[type]);
  return {
    i32: of('i32'), i64: of('i64'), f32: of('f32'), f64: of('f64'), v128: of('v128'), struct: of('struct'), array: of('array'), func: of('func'),
    none: of('none'),
  };
});

/** A module whose export `main : [] -> [i32]` can be called. */
export const program: fc.Arbitrary<string> = fc.tuple(fc.array(none, { maxLength: 5 }), i32).map(([statements, result]) => `(module${LIBRARY}
  (func (export "main") (result i32) (local $x i32) (local $p (ref null $s)) (local $q (ref null $a))
    (local.set $p (struct.new $s (i32.const 200) (i64.const 5)))
    (local.set $q (array.new_data $a $d (i32.const 0) (i32.const 4)))
    (table.init $t $el (i32.const 1) (i32.const 0) (i32.const 3))
    ${[...statements, result].join('\n    ')}))`);
