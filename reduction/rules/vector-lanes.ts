/**
 * Vector instructions on single lanes, and from one shape to another.
 * @spec core 4.3-execution.instructions §Vector instructions
 * @category Reduction: vector instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { vcvtop__, vextbinop__, vextternop__, vextunop__, vnarrowop__ } from '../../semantics/numerics/vector-conversions.ts';
import { extract_lane, replace_lane, splat } from '../../semantics/numerics/vector-operators.ts';
import { numOf, v128Of } from '../../semantics/runtime/operands.ts';
import { i32, numVal, v128 } from '../../semantics/runtime/values.ts';
import { isPacked } from '../../semantics/types/properties.ts';
import type { Shape } from '../../syntax/numeric-operators.ts';
import { shapes } from '../../syntax/numeric-operators.ts';
import type { NumType } from '../../syntax/types.ts';
import type { Rule } from '../kit.ts';
import { pure, to } from '../kit.ts';

/** nt, if sh = nt×M */
const numLanes = (sh: Shape): NumType | undefined => {
  const { lane } = shapes[sh];
  return isPacked(lane) ? undefined : lane;
};
/** sh, if sh = pt×M */
const packedLanes = (sh: Shape): 'i8x16' | 'i16x8' | undefined => sh === 'i8x16' || sh === 'i16x8' ? sh : undefined;
/** unpack(lanetype(sh)) */
const unpacked = (sh: Shape): NumType => numLanes(sh) ?? 'i32';

/**
 * ```rule
 * (unpack(lt).const c₁) (lt×M.splat)  ↪  (v128.const c)
 *   — if the operand is (unpack(lt).const c₁)
 *   — and c = lanes⁻¹_{lt×M}(pack_lt(c₁)^M)
 * ```
 * @rule Step_pure/vsplat
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vsplat: Rule<'vsplat'> = pure('vsplat', 'vsplat')
  .so('c1', 'the operand is (unpack(lt).const c₁)', ({ z, e }) => numOf(unpacked(e.sh), z.vs.v))
  .so('c', 'c = lanes⁻¹_{lt×M}(pack_lt(c₁)^M)', ({ e, c1 }) => splat(e.sh, c1))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (nt×M.extract_lane i)  ↪  (nt.const c₂)
 *   — if the instruction is (nt×M.extract_lane i)
 *   — and the operand is (v128.const c₁)
 *   — and c₂ = lanes_{nt×M}(c₁)[i]
 * ```
 * @rule Step_pure/vextract_lane-num
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vextractLaneNum: Rule<'vextract_lane'> = pure('vextract_lane-num', 'vextract_lane')
  .so('nt', 'the instruction is (nt×M.extract_lane i)', ({ e }) => numLanes(e.sh))
  .so('c1', 'the operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.v))
  .so('c2', 'c₂ = lanes_{nt×M}(c₁)[i]', ({ e, c1 }) => extract_lane(e.sh, undefined, e.i, c1))
  .gives(({ z, nt, c2 }) => to(z, cons(numVal(nt, c2), z.vs.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (pt×M.extract_lane_sx i)  ↪  (i32.const c₂)
 *   — if the instruction is (pt×M.extract_lane_sx i)
 *   — and the operand is (v128.const c₁)
 *   — and c₂ = extend^sx_{|pt|,32}(lanes_{pt×M}(c₁)[i])
 * ```
 * @rule Step_pure/vextract_lane-pack
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vextractLanePack: Rule<'vextract_lane'> = pure('vextract_lane-pack', 'vextract_lane')
  .so('sh', 'the instruction is (pt×M.extract_lane_sx i)', ({ e }) => packedLanes(e.sh))
  .so('c1', 'the operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.v))
  .so('c2', 'c₂ = extend^sx_{|pt|,32}(lanes_{pt×M}(c₁)[i])', ({ e, sh, c1 }) => extract_lane(sh, e.sx, e.i, c1))
  .gives(({ z, c2 }) => to(z, cons(i32(c2), z.vs.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (unpack(lt).const c₂) (lt×M.replace_lane i)  ↪  (v128.const c)
 *   — if the second operand is (unpack(lt).const c₂)
 *   — and the first operand is (v128.const c₁)
 *   — and c = lanes⁻¹_{lt×M}(lanes_{lt×M}(c₁)[[i] = pack_lt(c₂)])
 * ```
 * @rule Step_pure/vreplace_lane
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vreplaceLane: Rule<'vreplace_lane'> = pure('vreplace_lane', 'vreplace_lane')
  .so('c2', 'the second operand is (unpack(lt).const c₂)', ({ z, e }) => numOf(unpacked(e.sh), z.vs.v))
  .so('c1', 'the first operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.next.v))
  .so('c', 'c = lanes⁻¹_{lt×M}(lanes_{lt×M}(c₁)[[i] = pack_lt(c₂)])', ({ e, c2, c1 }) => replace_lane(e.sh, e.i, c1, c2))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (sh₂.vextunop_sh₁)  ↪  (v128.const c)
 *   — if the operand is (v128.const c₁)
 *   — and vextunop_{sh₁,sh₂}(c₁) = c
 * ```
 * @rule Step_pure/vextunop
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vextunop: Rule<'vextunop'> = pure('vextunop', 'vextunop')
  .so('c1', 'the operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.v))
  .so('c', 'vextunop_{sh₁,sh₂}(c₁) = c', ({ e, c1 }) => vextunop__(e.sh1, e.sh2, e.f, c1))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (v128.const c₂) (sh₂.vextbinop_sh₁)  ↪  (v128.const c)
 *   — if the second operand is (v128.const c₂)
 *   — and the first operand is (v128.const c₁)
 *   — and vextbinop_{sh₁,sh₂}(c₁, c₂) = c
 * ```
 * @rule Step_pure/vextbinop
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vextbinop: Rule<'vextbinop'> = pure('vextbinop', 'vextbinop')
  .so('c2', 'the second operand is (v128.const c₂)', ({ z }) => v128Of(z.vs.v))
  .so('c1', 'the first operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.next.v))
  .so('c', 'vextbinop_{sh₁,sh₂}(c₁, c₂) = c', ({ e, c2, c1 }) => vextbinop__(e.sh1, e.sh2, e.f, c1, c2))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (v128.const c₂) (v128.const c₃) (sh₂.vextternop_sh₁)  ↪  (v128.const c)
 *   — if the third operand is (v128.const c₃)
 *   — and the second operand is (v128.const c₂)
 *   — and the first operand is (v128.const c₁)
 *   — and vextternop_{sh₁,sh₂}(c₁, c₂, c₃) = c
 * ```
 * @rule Step_pure/vextternop
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vextternop: Rule<'vextternop'> = pure('vextternop', 'vextternop')
  .so('c3', 'the third operand is (v128.const c₃)', ({ z }) => v128Of(z.vs.v))
  .so('c2', 'the second operand is (v128.const c₂)', ({ z }) => v128Of(z.vs.next.v))
  .so('c1', 'the first operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.next.next.v))
  .so('c', 'vextternop_{sh₁,sh₂}(c₁, c₂, c₃) = c', ({ e, c3, c2, c1 }) => vextternop__(e.sh1, e.sh2, e.f, c1, c2, c3))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next.next.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (v128.const c₂) (sh₂.narrow_sh₁_sx)  ↪  (v128.const c)
 *   — if the second operand is (v128.const c₂)
 *   — and the first operand is (v128.const c₁)
 *   — and c = vnarrowop_{sh₁,sh₂}^sx(c₁, c₂)
 * ```
 * @rule Step_pure/vnarrow
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vnarrow: Rule<'vnarrow'> = pure('vnarrow', 'vnarrow')
  .so('c2', 'the second operand is (v128.const c₂)', ({ z }) => v128Of(z.vs.v))
  .so('c1', 'the first operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.next.v))
  .so('c', 'c = vnarrowop_{sh₁,sh₂}^sx(c₁, c₂)', ({ e, c2, c1 }) => vnarrowop__(e.sh1, e.sh2, e.sx, c1, c2))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (sh₂.vcvtop_sh₁)  ↪  (v128.const c)
 *   — if the operand is (v128.const c₁)
 *   — and c = vcvtop_{sh₁,sh₂}(c₁)
 * ```
 * @rule Step_pure/vcvtop
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vcvtop: Rule<'vcvtop'> = pure('vcvtop', 'vcvtop')
  .so('c1', 'the operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.v))
  .so('c', 'c = vcvtop_{sh₁,sh₂}(c₁)', ({ e, c1 }) => vcvtop__(e.sh1, e.sh2, e.f, c1))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next), z.es.next));
