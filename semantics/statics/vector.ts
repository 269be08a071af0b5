/**
 * Typing of vector instructions.
 * @spec core 2.3-validation.instructions §Vector instructions
 * @category Typing: vector instructions
 * @module
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Shape } from '../../syntax/numeric-operators.ts';
import { shapes } from '../../syntax/numeric-operators.ts';
import type { NumType } from '../../syntax/types.ts';
import { isPacked } from '../types/properties.ts';
import type { TypingRule } from './instruction-types.ts';
import { arrow, instr } from './instruction-types.ts';
import type { Checked } from './refusal.ts';
import { OK, refuse } from './refusal.ts';

const V = 'v128';
const NULLARY = arrow([], [V]), UNARY = arrow([V], [V]), BINARY = arrow([V, V], [V]), TERNARY = arrow([V, V, V], [V]);
const TEST = arrow([V], ['i32']), SHIFT = arrow([V, 'i32'], [V]);

/** `$unpackshape(sh)`: the type of a lane outside of the vector. */
const unpackShape = (sh: Shape): NumType => {
  const { lane } = shapes[sh];
  return isPacked(lane) ? 'i32' : lane;
};

/** `i < n` */
const laneOk = (i: number, n: number): Checked => i < n ? OK : refuse(`invalid lane index ${i}: it must be less than ${n}`);

/**
 * ```rule
 * C ⊢ v128.const c : ε → v128
 * ```
 * @rule Instr_ok/vconst
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vconst: TypingRule<'vconst'> = instr('vconst', () => NULLARY);

/**
 * ```rule
 * C ⊢ v128.vvunop : v128 → v128
 * ```
 * @rule Instr_ok/vvunop
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vvunop: TypingRule<'vvunop'> = instr('vvunop', () => UNARY);

/**
 * ```rule
 * C ⊢ v128.vvbinop : v128 v128 → v128
 * ```
 * @rule Instr_ok/vvbinop
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vvbinop: TypingRule<'vvbinop'> = instr('vvbinop', () => BINARY);

/**
 * ```rule
 * C ⊢ v128.vvternop : v128 v128 v128 → v128
 * ```
 * @rule Instr_ok/vvternop
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vvternop: TypingRule<'vvternop'> = instr('vvternop', () => TERNARY);

/**
 * ```rule
 * C ⊢ v128.vvtestop : v128 → i32
 * ```
 * @rule Instr_ok/vvtestop
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vvtestop: TypingRule<'vvtestop'> = instr('vvtestop', () => TEST);

/**
 * ```rule
 * C ⊢ sh.vunop : v128 → v128
 * ```
 * @rule Instr_ok/vunop
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vunop: TypingRule<'vunop'> = instr('vunop', () => UNARY);

/**
 * ```rule
 * C ⊢ sh.vbinop : v128 v128 → v128
 * ```
 * @rule Instr_ok/vbinop
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vbinop: TypingRule<'vbinop'> = instr('vbinop', () => BINARY);

/**
 * ```rule
 * C ⊢ sh.vternop : v128 v128 v128 → v128
 * ```
 * @rule Instr_ok/vternop
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vternop: TypingRule<'vternop'> = instr('vternop', () => TERNARY);

/**
 * ```rule
 * C ⊢ sh.vtestop : v128 → i32
 * ```
 * @rule Instr_ok/vtestop
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vtestop: TypingRule<'vtestop'> = instr('vtestop', () => TEST);

/**
 * ```rule
 * C ⊢ sh.vrelop : v128 v128 → v128
 * ```
 * @rule Instr_ok/vrelop
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vrelop: TypingRule<'vrelop'> = instr('vrelop', () => BINARY);

/**
 * ```rule
 * C ⊢ sh.vshiftop : v128 i32 → v128
 * ```
 * @rule Instr_ok/vshiftop
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vshiftop: TypingRule<'vshiftop'> = instr('vshiftop', () => SHIFT);

/**
 * ```rule
 * C ⊢ sh.bitmask : v128 → i32
 * ```
 * @rule Instr_ok/vbitmask
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vbitmask: TypingRule<'vbitmask'> = instr('vbitmask', () => TEST);

/**
 * ```rule
 * C ⊢ sh.vswizzlop : v128 v128 → v128
 * ```
 * @rule Instr_ok/vswizzlop
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vswizzlop: TypingRule<'vswizzlop'> = instr('vswizzlop', () => BINARY);

/**
 * ```rule
 * C ⊢ sh.shuffle i* : v128 v128 → v128
 *   — if (i < 2 · dim(sh))*
 * ```
 * @rule Instr_ok/vshuffle
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vshuffle: TypingRule<'vshuffle'> = instr('vshuffle', (_C, { is }) => {
  const lanes = laneOk(Math.max(...is), 2 * shapes.i8x16.dim);
  return isLeft(lanes) ? lanes : BINARY;
});

/**
 * ```rule
 * C ⊢ sh.splat : unpack(sh) → v128
 * ```
 * @rule Instr_ok/vsplat
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vsplat: TypingRule<'vsplat'> = instr('vsplat', (_C, { sh }) => arrow([unpackShape(sh)], [V]));

/**
 * ```rule
 * C ⊢ sh.extract_lane_sx? i : v128 → unpack(sh)
 *   — if i < dim(sh)
 * ```
 * @rule Instr_ok/vextract_lane
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vextractLane: TypingRule<'vextract_lane'> = instr('vextract_lane', (_C, { sh, i }) => {
  const lane = laneOk(i, shapes[sh].dim);
  return isLeft(lane) ? lane : arrow([V], [unpackShape(sh)]);
});

/**
 * ```rule
 * C ⊢ sh.replace_lane i : v128 unpack(sh) → v128
 *   — if i < dim(sh)
 * ```
 * @rule Instr_ok/vreplace_lane
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vreplaceLane: TypingRule<'vreplace_lane'> = instr('vreplace_lane', (_C, { sh, i }) => {
  const lane = laneOk(i, shapes[sh].dim);
  return isLeft(lane) ? lane : arrow([V, unpackShape(sh)], [V]);
});

/**
 * ```rule
 * C ⊢ sh₂.vextunop_sh₁ : v128 → v128
 * ```
 * @rule Instr_ok/vextunop
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vextunop: TypingRule<'vextunop'> = instr('vextunop', () => UNARY);

/**
 * ```rule
 * C ⊢ sh₂.vextbinop_sh₁ : v128 v128 → v128
 * ```
 * @rule Instr_ok/vextbinop
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vextbinop: TypingRule<'vextbinop'> = instr('vextbinop', () => BINARY);

/**
 * ```rule
 * C ⊢ sh₂.vextternop_sh₁ : v128 v128 v128 → v128
 * ```
 * @rule Instr_ok/vextternop
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vextternop: TypingRule<'vextternop'> = instr('vextternop', () => TERNARY);

/**
 * ```rule
 * C ⊢ sh₂.narrow_sh₁_sx : v128 v128 → v128
 * ```
 * @rule Instr_ok/vnarrow
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vnarrow: TypingRule<'vnarrow'> = instr('vnarrow', () => BINARY);

/**
 * ```rule
 * C ⊢ sh₂.vcvtop_sh₁ : v128 → v128
 * ```
 * @rule Instr_ok/vcvtop
 * @spec core 2.3-validation.instructions §Vector instructions
 */
export const vcvtop: TypingRule<'vcvtop'> = instr('vcvtop', () => UNARY);
