import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Instr } from '../../../syntax/instructions.ts';
import { cvtops, shapes } from '../../../syntax/numeric-operators.ts';
import { NOWHERE as at } from '../../../syntax/source.ts';
import type { NumType, ValType } from '../../../syntax/types.ts';
import { EMPTY } from '../../../semantics/statics/contexts.ts';
import { exprOk } from '../../../semantics/statics/algorithm.ts';
import { checkRules } from './judging.ts';

const numbers = suite('numeric instructions');
numbers('each rule accepts and refuses', checkRules('', `
  Instr_ok/const
    + (result i32) i32.const 1
    + (result f64) f64.const nan
    - (result i64) i32.const 1
      ! [Func_ok] type mismatch: block requires [i64] but stack has [i32]
  Instr_ok/unop
    + (result i64) (i64.extend32_s (i64.const 0))
    - (i32.clz (i64.const 0)) drop
      ! type mismatch: instruction requires [i32] but stack has [i64]
  Instr_ok/binop
    + (result f32) (f32.copysign (f32.const 0) (f32.const 1))
    - (f32.add (f32.const 0)) drop
      ! type mismatch: instruction requires [f32 f32] but stack has [f32]
  Instr_ok/testop
    + (result i32) (i64.eqz (i64.const 0))
    - (i64.eqz (i32.const 0)) drop
      ! type mismatch: instruction requires [i64] but stack has [i32]
  Instr_ok/relop
    + (result i32) (f64.lt (f64.const 0) (f64.const 1))
    - (i32.lt_s (i32.const 0) (f32.const 0)) drop
      ! type mismatch: instruction requires [i32 i32] but stack has [i32 f32]
  Instr_ok/cvtop
    + (result i64) (i64.trunc_sat_f32_u (f32.const 0))
    - (i64.trunc_f32_u (f64.const 0)) drop
      ! type mismatch: instruction requires [f32] but stack has [f64]
`));
/** Does the code have the type ε → t in the empty context? */
const gives = (t: ValType<never>, ...code: readonly Instr[]): boolean => exprOk(EMPTY, [], code, [t], at, 'test')._tag === 'Right';
const zero: { readonly [nt in NumType]: Instr } = {
  i32: { op: 'const', val: { t: 'i32', c: 0 }, at }, i64: { op: 'const', val: { t: 'i64', c: 0n }, at },
  f32: { op: 'const', val: { t: 'f32', c: 0 }, at }, f64: { op: 'const', val: { t: 'f64', c: 0n }, at },
};
numbers('a conversion takes what it converts from and gives what it converts to', () => {
  const types: readonly NumType[] = ['i32', 'i64', 'f32', 'f64'];
  for (const { from, to, f } of cvtops) {
    for (const nt1 of types) {
      for (const nt2 of types) {
        const typed = gives(nt2, zero[nt1], { op: 'cvtop', nt2: to, nt1: from, f, at });
        assert.is(typed, nt1 === from && nt2 === to, `${to}.${f}_${from} from ${nt1} to ${nt2}`);
      }
    }
  }
});
numbers.run();

const vectors = suite('vector instructions');
vectors('each rule accepts and refuses', checkRules('(global $v v128 (v128.const i64x2 0 0))', `
  Instr_ok/vconst
    + (result v128) v128.const i32x4 0 0 0 0
  Instr_ok/vvunop
    + (result v128) (v128.not (global.get $v))
    - (v128.not (i32.const 0)) drop
      ! type mismatch: instruction requires [v128] but stack has [i32]
  Instr_ok/vvbinop
    + (result v128) (v128.andnot (global.get $v) (global.get $v))
    - (v128.xor (global.get $v)) drop
      ! type mismatch: instruction requires [v128 v128] but stack has [v128]
  Instr_ok/vvternop
    + (result v128) (v128.bitselect (global.get $v) (global.get $v) (global.get $v))
    - (v128.bitselect (global.get $v) (global.get $v)) drop
      ! type mismatch: instruction requires [v128 v128 v128] but stack has [v128 v128]
  Instr_ok/vvtestop
    + (result i32) (v128.any_true (global.get $v))
    - (v128.any_true) drop
      ! type mismatch
  Instr_ok/vunop
    + (result v128) (f32x4.sqrt (global.get $v))
    - (f32x4.sqrt (f32.const 0)) drop
      ! type mismatch
  Instr_ok/vbinop
    + (result v128) (i16x8.q15mulr_sat_s (global.get $v) (global.get $v))
    - (i16x8.add (global.get $v)) drop
      ! type mismatch
  Instr_ok/vternop
    + (result v128) (f64x2.relaxed_madd (global.get $v) (global.get $v) (global.get $v))
    - (f64x2.relaxed_madd (global.get $v) (global.get $v)) drop
      ! type mismatch
  Instr_ok/vtestop
    + (result i32) (i8x16.all_true (global.get $v))
    - (i8x16.all_true (i32.const 0)) drop
      ! type mismatch
  Instr_ok/vrelop
    + (result v128) (i64x2.lt_s (global.get $v) (global.get $v))
    - (i64x2.lt_s (global.get $v)) drop
      ! type mismatch
  Instr_ok/vshiftop
    + (result v128) (i64x2.shl (global.get $v) (i32.const 1))
    - (i64x2.shl (global.get $v) (i64.const 1)) drop
      ! type mismatch: instruction requires [v128 i32] but stack has [v128 i64]
  Instr_ok/vbitmask
    + (result i32) (i16x8.bitmask (global.get $v))
    - (i16x8.bitmask (i32.const 0)) drop
      ! type mismatch
  Instr_ok/vswizzlop
    + (result v128) (i8x16.relaxed_swizzle (global.get $v) (global.get $v))
    - (i8x16.swizzle (global.get $v)) drop
      ! type mismatch
  Instr_ok/vshuffle
    + (result v128) (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31 (global.get $v) (global.get $v))
    - (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 32 (global.get $v) (global.get $v)) drop
      ! invalid lane index 32
    - (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31 (global.get $v)) drop
      ! type mismatch
  Instr_ok/vsplat
    + (result v128) (i16x8.splat (i32.const 0))
    + (result v128) (f64x2.splat (f64.const 0))
    - (i64x2.splat (i32.const 0)) drop
      ! type mismatch: instruction requires [i64] but stack has [i32]
  Instr_ok/vextract_lane
    + (result i32) (i8x16.extract_lane_u 15 (global.get $v))
    - (i8x16.extract_lane_u 16 (global.get $v)) drop
      ! invalid lane index 16
    - (i8x16.extract_lane_u 0 (i32.const 0)) drop
      ! type mismatch
  Instr_ok/vreplace_lane
    + (result v128) (f64x2.replace_lane 1 (global.get $v) (f64.const 0))
    - (f64x2.replace_lane 2 (global.get $v) (f64.const 0)) drop
      ! invalid lane index 2
    - (f64x2.replace_lane 1 (global.get $v) (f32.const 0)) drop
      ! type mismatch: instruction requires [v128 f64] but stack has [v128 f32]
  Instr_ok/vextunop
    + (result v128) (i16x8.extadd_pairwise_i8x16_s (global.get $v))
    - (i16x8.extadd_pairwise_i8x16_s) drop
      ! type mismatch
  Instr_ok/vextbinop
    + (result v128) (i32x4.dot_i16x8_s (global.get $v) (global.get $v))
    - (i32x4.dot_i16x8_s (global.get $v)) drop
      ! type mismatch
  Instr_ok/vextternop
    + (result v128) (i32x4.relaxed_dot_i8x16_i7x16_add_s (global.get $v) (global.get $v) (global.get $v))
    - (i32x4.relaxed_dot_i8x16_i7x16_add_s (global.get $v) (global.get $v)) drop
      ! type mismatch
  Instr_ok/vnarrow
    + (result v128) (i8x16.narrow_i16x8_s (global.get $v) (global.get $v))
    - (i8x16.narrow_i16x8_s (global.get $v)) drop
      ! type mismatch
  Instr_ok/vcvtop
    + (result v128) (f64x2.promote_low_f32x4 (global.get $v))
    - (f64x2.promote_low_f32x4 (f32.const 0)) drop
      ! type mismatch
`));
vectors('a lane is read and written with the type that its shape says, as far as the shape goes', () => {
  for (const sh of ['i8x16', 'i16x8', 'i32x4', 'i64x2', 'f32x4', 'f64x2'] as const) {
    const { lane, dim } = shapes[sh];
    const t = lane === 'i8' || lane === 'i16' ? 'i32' : lane;
    const v: Instr = { op: 'vconst', val: { t: 'v128', c: 0n }, at };
    for (let i = 0; i < 20; i++) {
      assert.is(gives(t, v, { op: 'vextract_lane', sh, sx: undefined, i, at }), i < dim);
      assert.is(gives('v128', v, zero[t], { op: 'vreplace_lane', sh, i, at }), i < dim);
    }
    assert.ok(gives('v128', zero[t], { op: 'vsplat', sh, at }));
  }
});
vectors.run();
