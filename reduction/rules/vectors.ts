/**
 * Vector instructions on whole vectors: one rule for all operators of a family.
 * @spec core 4.3-execution.instructions §Vector instructions
 * @category Reduction: vector instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import {
  vbinop_, vbitmaskop_, vrelop_, vshiftop_, vshufflop_, vswizzlop_, vternop_, vtestop_, vunop_, vvbinop_, vvternop_, vvtestop_, vvunop_,
} from '../../semantics/numerics/vector-operators.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { i32Of, v128Of } from '../../semantics/runtime/operands.ts';
import { i32, v128 } from '../../semantics/runtime/values.ts';
import type { Rule } from '../kit.ts';
import { pure, to } from '../kit.ts';

/** The set of an operator's results, which has one element or none. Here no vector operator is partial: all of them have one. */
type Results = bigint | undefined;

/**
 * Values are not reduced, see `Step_pure/const`.
 * ```rule
 * (v128.const c)  ↪  (v128.const c)
 * ```
 * @rule Step_pure/vconst
 * @spec core 4.0-execution.configurations §Values
 */
export const vconst: Rule<'vconst'> = pure('vconst', 'vconst')
  .gives(({ z, e }) => to(z, cons(e.val, z.vs), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (v128.vvunop)  ↪  (v128.const c)
 *   — if the operand is (v128.const c₁)
 *   — and c ∈ vvunop_{v128}(c₁)
 * ```
 * @rule Step_pure/vvunop
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vvunop: Rule<'vvunop'> = pure('vvunop', 'vvunop')
  .so('c1', 'the operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.v))
  .so('c', 'c ∈ vvunop_{v128}(c₁)', ({ e, c1 }) => vvunop_(e.f, c1))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (v128.const c₂) (v128.vvbinop)  ↪  (v128.const c)
 *   — if the second operand is (v128.const c₂)
 *   — and the first operand is (v128.const c₁)
 *   — and c ∈ vvbinop_{v128}(c₁, c₂)
 * ```
 * @rule Step_pure/vvbinop
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vvbinop: Rule<'vvbinop'> = pure('vvbinop', 'vvbinop')
  .so('c2', 'the second operand is (v128.const c₂)', ({ z }) => v128Of(z.vs.v))
  .so('c1', 'the first operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.next.v))
  .so('c', 'c ∈ vvbinop_{v128}(c₁, c₂)', ({ e, c2, c1 }) => vvbinop_(e.f, c1, c2))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (v128.const c₂) (v128.const c₃) (v128.vvternop)  ↪  (v128.const c)
 *   — if the third operand is (v128.const c₃)
 *   — and the second operand is (v128.const c₂)
 *   — and the first operand is (v128.const c₁)
 *   — and c ∈ vvternop_{v128}(c₁, c₂, c₃)
 * ```
 * @rule Step_pure/vvternop
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vvternop: Rule<'vvternop'> = pure('vvternop', 'vvternop')
  .so('c3', 'the third operand is (v128.const c₃)', ({ z }) => v128Of(z.vs.v))
  .so('c2', 'the second operand is (v128.const c₂)', ({ z }) => v128Of(z.vs.next.v))
  .so('c1', 'the first operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.next.next.v))
  .so('c', 'c ∈ vvternop_{v128}(c₁, c₂, c₃)', ({ e, c3, c2, c1 }) => vvternop_(e.f, c1, c2, c3))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next.next.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (v128.any_true)  ↪  (i32.const c)
 *   — if the operand is (v128.const c₁)
 *   — and c = inez_|v128|(c₁)
 * ```
 * @rule Step_pure/vvtestop
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vvtestop: Rule<'vvtestop'> = pure('vvtestop', 'vvtestop')
  .so('c1', 'the operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.v))
  .so('c', 'c = inez_|v128|(c₁)', ({ e, c1 }) => vvtestop_(e.f, c1))
  .gives(({ z, c }) => to(z, cons(i32(c), z.vs.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (sh.vunop)  ↪  (v128.const c)
 *   — if the operand is (v128.const c₁)
 *   — and c ∈ vunop_sh(c₁)
 * ```
 * @rule Step_pure/vunop-val
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vunopVal: Rule<'vunop'> = pure('vunop-val', 'vunop')
  .so('c1', 'the operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.v))
  .so('c', 'c ∈ vunop_sh(c₁)', ({ e, c1 }) => vunop_(e.sh, e.f, c1))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next), z.es.next));

/** vunop_sh as a set of results */
const vunops: (...args: Parameters<typeof vunop_>) => Results = vunop_;

/**
 * No operator of this family is partial, so this never happens.
 * ```rule
 * (v128.const c₁) (sh.vunop)  ↪  trap
 *   — if the operand is (v128.const c₁)
 *   — and vunop_sh(c₁) = ε
 * ```
 * @rule Step_pure/vunop-trap
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vunopTrap: Rule<'vunop'> = pure('vunop-trap', 'vunop')
  .so('c1', 'the operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.v))
  .iff('vunop_sh(c₁) = ε', ({ e, c1 }) => vunops(e.sh, e.f, c1) === undefined)
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, 'undefined result'), z.es.next)));

/**
 * ```rule
 * (v128.const c₁) (v128.const c₂) (sh.vbinop)  ↪  (v128.const c)
 *   — if the second operand is (v128.const c₂)
 *   — and the first operand is (v128.const c₁)
 *   — and c ∈ vbinop_sh(c₁, c₂)
 * ```
 * @rule Step_pure/vbinop-val
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vbinopVal: Rule<'vbinop'> = pure('vbinop-val', 'vbinop')
  .so('c2', 'the second operand is (v128.const c₂)', ({ z }) => v128Of(z.vs.v))
  .so('c1', 'the first operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.next.v))
  .so('c', 'c ∈ vbinop_sh(c₁, c₂)', ({ e, c2, c1 }) => vbinop_(e.sh, e.f, c1, c2))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next.next), z.es.next));

/** vbinop_sh as a set of results */
const vbinops: (...args: Parameters<typeof vbinop_>) => Results = vbinop_;

/**
 * No operator of this family is partial, so this never happens.
 * ```rule
 * (v128.const c₁) (v128.const c₂) (sh.vbinop)  ↪  trap
 *   — if the second operand is (v128.const c₂)
 *   — and the first operand is (v128.const c₁)
 *   — and vbinop_sh(c₁, c₂) = ε
 * ```
 * @rule Step_pure/vbinop-trap
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vbinopTrap: Rule<'vbinop'> = pure('vbinop-trap', 'vbinop')
  .so('c2', 'the second operand is (v128.const c₂)', ({ z }) => v128Of(z.vs.v))
  .so('c1', 'the first operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.next.v))
  .iff('vbinop_sh(c₁, c₂) = ε', ({ e, c2, c1 }) => vbinops(e.sh, e.f, c1, c2) === undefined)
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, 'undefined result'), z.es.next)));

/**
 * ```rule
 * (v128.const c₁) (v128.const c₂) (v128.const c₃) (sh.vternop)  ↪  (v128.const c)
 *   — if the third operand is (v128.const c₃)
 *   — and the second operand is (v128.const c₂)
 *   — and the first operand is (v128.const c₁)
 *   — and c ∈ vternop_sh(c₁, c₂, c₃)
 * ```
 * @rule Step_pure/vternop-val
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vternopVal: Rule<'vternop'> = pure('vternop-val', 'vternop')
  .so('c3', 'the third operand is (v128.const c₃)', ({ z }) => v128Of(z.vs.v))
  .so('c2', 'the second operand is (v128.const c₂)', ({ z }) => v128Of(z.vs.next.v))
  .so('c1', 'the first operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.next.next.v))
  .so('c', 'c ∈ vternop_sh(c₁, c₂, c₃)', ({ e, c3, c2, c1 }) => vternop_(e.sh, e.f, c1, c2, c3))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next.next.next), z.es.next));

/** vternop_sh as a set of results */
const vternops: (...args: Parameters<typeof vternop_>) => Results = vternop_;

/**
 * No operator of this family is partial, so this never happens.
 * ```rule
 * (v128.const c₁) (v128.const c₂) (v128.const c₃) (sh.vternop)  ↪  trap
 *   — if the third operand is (v128.const c₃)
 *   — and the second operand is (v128.const c₂)
 *   — and the first operand is (v128.const c₁)
 *   — and vternop_sh(c₁, c₂, c₃) = ε
 * ```
 * @rule Step_pure/vternop-trap
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vternopTrap: Rule<'vternop'> = pure('vternop-trap', 'vternop')
  .so('c3', 'the third operand is (v128.const c₃)', ({ z }) => v128Of(z.vs.v))
  .so('c2', 'the second operand is (v128.const c₂)', ({ z }) => v128Of(z.vs.next.v))
  .so('c1', 'the first operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.next.next.v))
  .iff('vternop_sh(c₁, c₂, c₃) = ε', ({ e, c3, c2, c1 }) => vternops(e.sh, e.f, c1, c2, c3) === undefined)
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, 'undefined result'), z.es.next)));

/**
 * ```rule
 * (v128.const c₁) (iNN×M.all_true)  ↪  (i32.const c)
 *   — if the operand is (v128.const c₁)
 *   — and i* = lanes_{iNN×M}(c₁) ∧ c = Π inez_NN(i)*
 * ```
 * @rule Step_pure/vtestop
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vtestop: Rule<'vtestop'> = pure('vtestop', 'vtestop')
  .so('c1', 'the operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.v))
  .so('c', 'i* = lanes_{iNN×M}(c₁) ∧ c = Π inez_NN(i)*', ({ e, c1 }) => vtestop_(e.sh, e.f, c1))
  .gives(({ z, c }) => to(z, cons(i32(c), z.vs.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (v128.const c₂) (sh.vrelop)  ↪  (v128.const c)
 *   — if the second operand is (v128.const c₂)
 *   — and the first operand is (v128.const c₁)
 *   — and c = vrelop_sh(c₁, c₂)
 * ```
 * @rule Step_pure/vrelop
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vrelop: Rule<'vrelop'> = pure('vrelop', 'vrelop')
  .so('c2', 'the second operand is (v128.const c₂)', ({ z }) => v128Of(z.vs.v))
  .so('c1', 'the first operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.next.v))
  .so('c', 'c = vrelop_sh(c₁, c₂)', ({ e, c2, c1 }) => vrelop_(e.sh, e.f, c1, c2))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (i32.const i) (sh.vshiftop)  ↪  (v128.const c)
 *   — if the second operand is (i32.const i)
 *   — and the first operand is (v128.const c₁)
 *   — and c = vshiftop_sh(c₁, i)
 * ```
 * @rule Step_pure/vshiftop
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vshiftop: Rule<'vshiftop'> = pure('vshiftop', 'vshiftop')
  .so('i', 'the second operand is (i32.const i)', ({ z }) => i32Of(z.vs.v))
  .so('c1', 'the first operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.next.v))
  .so('c', 'c = vshiftop_sh(c₁, i)', ({ e, i, c1 }) => vshiftop_(e.sh, e.f, c1, i))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (sh.bitmask)  ↪  (i32.const c)
 *   — if the operand is (v128.const c₁)
 *   — and c = vbitmaskop_sh(c₁)
 * ```
 * @rule Step_pure/vbitmask
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vbitmask: Rule<'vbitmask'> = pure('vbitmask', 'vbitmask')
  .so('c1', 'the operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.v))
  .so('c', 'c = vbitmaskop_sh(c₁)', ({ e, c1 }) => vbitmaskop_(e.sh, c1))
  .gives(({ z, c }) => to(z, cons(i32(c), z.vs.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (v128.const c₂) (sh.vswizzlop)  ↪  (v128.const c)
 *   — if the second operand is (v128.const c₂)
 *   — and the first operand is (v128.const c₁)
 *   — and c = vswizzlop_sh(c₁, c₂)
 * ```
 * @rule Step_pure/vswizzlop
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vswizzlop: Rule<'vswizzlop'> = pure('vswizzlop', 'vswizzlop')
  .so('c2', 'the second operand is (v128.const c₂)', ({ z }) => v128Of(z.vs.v))
  .so('c1', 'the first operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.next.v))
  .so('c', 'c = vswizzlop_sh(c₁, c₂)', ({ e, c2, c1 }) => vswizzlop_(e.f, c1, c2))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next.next), z.es.next));

/**
 * ```rule
 * (v128.const c₁) (v128.const c₂) (sh.shuffle i*)  ↪  (v128.const c)
 *   — if the second operand is (v128.const c₂)
 *   — and the first operand is (v128.const c₁)
 *   — and c = vshufflop_sh(i*, c₁, c₂)
 * ```
 * @rule Step_pure/vshuffle
 * @spec core 4.3-execution.instructions §Vector instructions
 */
export const vshuffle: Rule<'vshuffle'> = pure('vshuffle', 'vshuffle')
  .so('c2', 'the second operand is (v128.const c₂)', ({ z }) => v128Of(z.vs.v))
  .so('c1', 'the first operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.next.v))
  .so('c', 'c = vshufflop_sh(i*, c₁, c₂)', ({ e, c2, c1 }) => vshufflop_(e.is, c1, c2))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next.next), z.es.next));
