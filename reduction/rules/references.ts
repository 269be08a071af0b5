/**
 * Reference instructions, and those on unboxed scalars.
 * @spec core 4.3-execution.instructions §Reference instructions
 * @category Reduction: reference instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { i31Of, i32Of, isNull, nonNull, refOf } from '../../semantics/runtime/operands.ts';
import { sameRef } from '../../semantics/runtime/references.ts';
import { refHasType } from '../../semantics/runtime/typing.ts';
import { NULL, i32, refFunc, refI31 } from '../../semantics/runtime/values.ts';
import type { Signedness } from '../../syntax/instructions.ts';
import type { Rule } from '../kit.ts';
import { pure, read, to } from '../kit.ts';

/**
 * ```rule
 * z; (ref.null ht)  ↪  (ref.null)
 * ```
 * @rule Step_read/ref.null
 * @spec core 4.3-execution.instructions §Reference instructions
 */
export const refNull: Rule<'ref.null'> = read('ref.null', 'ref.null')
  .gives(({ z }) => to(z, cons(NULL, z.vs), z.es.next));

/**
 * ```rule
 * z; (ref.func x)  ↪  (ref.func a)
 *   — if z.module.funcs[x] = a
 * ```
 * @rule Step_read/ref.func
 * @spec core 4.3-execution.instructions §Reference instructions
 */
export const refFuncAddr: Rule<'ref.func'> = read('ref.func', 'ref.func')
  .so('a', 'z.module.funcs[x] = a', ({ z, e }) => z.F.module.funcs[e.x])
  .gives(({ z, a }) => to(z, cons(refFunc(a), z.vs), z.es.next));

/**
 * ```rule
 * (i32.const i) ref.i31  ↪  (ref.i31 wrap_{32,31}(i))
 *   — if the operand is (i32.const i)
 * ```
 * @rule Step_pure/ref.i31
 * @spec core 4.3-execution.instructions §Reference instructions
 */
export const refI31Num: Rule<'ref.i31'> = pure('ref.i31', 'ref.i31')
  .so('i', 'the operand is (i32.const i)', ({ z }) => i32Of(z.vs.v))
  .gives(({ z, i }) => to(z, cons(refI31(i), z.vs.next), z.es.next));

/**
 * ```rule
 * (i32.const i) ref.i31_shared  ↪  (ref.i31 wrap_{32,31}(i))
 *   — if the operand is (i32.const i)
 * ```
 * @rule Step_pure/ref.i31_shared
 * @spec SET Overview.md §Instructions
 */
export const refI31Shared: Rule<'ref.i31_shared'> = pure('ref.i31_shared', 'ref.i31_shared')
  .so('i', 'the operand is (i32.const i)', ({ z }) => i32Of(z.vs.v))
  .gives(({ z, i }) => to(z, cons(refI31(i), z.vs.next), z.es.next));

/**
 * ```rule
 * ref ref.is_null  ↪  (i32.const 1)
 *   — if ref = ref.null
 * ```
 * @rule Step_pure/ref.is_null-true
 * @spec core 4.3-execution.instructions §Reference instructions
 */
export const refIsNullTrue: Rule<'ref.is_null'> = pure('ref.is_null-true', 'ref.is_null')
  .iff('ref = ref.null', ({ z }) => isNull(z.vs.v))
  .gives(({ z }) => to(z, cons(i32(1), z.vs.next), z.es.next));

/**
 * ```rule
 * ref ref.is_null  ↪  (i32.const 0)
 *   — if ref ≠ ref.null
 * ```
 * @rule Step_pure/ref.is_null-false
 * @spec core 4.3-execution.instructions §Reference instructions
 */
export const refIsNullFalse: Rule<'ref.is_null'> = pure('ref.is_null-false', 'ref.is_null')
  .so('ref', 'ref ≠ ref.null', ({ z }) => nonNull(z.vs.v))
  .gives(({ z }) => to(z, cons(i32(0), z.vs.next), z.es.next));

/**
 * ```rule
 * ref ref.as_non_null  ↪  trap
 *   — if ref = ref.null
 * ```
 * @rule Step_pure/ref.as_non_null-null
 * @spec core 4.3-execution.instructions §Reference instructions
 */
export const refAsNonNullNull: Rule<'ref.as_non_null'> = pure('ref.as_non_null-null', 'ref.as_non_null')
  .iff('ref = ref.null', ({ z }) => isNull(z.vs.v))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, 'null reference'), z.es.next)));

/**
 * ```rule
 * ref ref.as_non_null  ↪  ref
 *   — if ref ≠ ref.null
 * ```
 * @rule Step_pure/ref.as_non_null-addr
 * @spec core 4.3-execution.instructions §Reference instructions
 */
export const refAsNonNullAddr: Rule<'ref.as_non_null'> = pure('ref.as_non_null-addr', 'ref.as_non_null')
  .so('ref', 'ref ≠ ref.null', ({ z }) => nonNull(z.vs.v))
  .gives(({ z }) => to(z, z.vs, z.es.next));

/**
 * ```rule
 * ref₁ ref₂ ref.eq  ↪  (i32.const 1)
 *   — if the second operand is ref₂
 *   — and the first operand is ref₁
 *   — and ref₁ = ref.null ∧ ref₂ = ref.null
 * ```
 * @rule Step_pure/ref.eq-null
 * @spec core 4.3-execution.instructions §Reference instructions
 */
export const refEqNull: Rule<'ref.eq'> = pure('ref.eq-null', 'ref.eq')
  .so('ref2', 'the second operand is ref₂', ({ z }) => refOf(z.vs.v))
  .so('ref1', 'the first operand is ref₁', ({ z }) => refOf(z.vs.next.v))
  .iff('ref₁ = ref.null ∧ ref₂ = ref.null', ({ ref1, ref2 }) => isNull(ref1) && isNull(ref2))
  .gives(({ z }) => to(z, cons(i32(1), z.vs.next.next), z.es.next));

/**
 * ```rule
 * ref₁ ref₂ ref.eq  ↪  (i32.const 1)
 *   — if the second operand is ref₂
 *   — and the first operand is ref₁
 *   — and ref₁ ≠ ref.null ∨ ref₂ ≠ ref.null
 *   — and ref₁ = ref₂
 * ```
 * @rule Step_pure/ref.eq-true
 * @spec core 4.3-execution.instructions §Reference instructions
 */
export const refEqTrue: Rule<'ref.eq'> = pure('ref.eq-true', 'ref.eq')
  .so('ref2', 'the second operand is ref₂', ({ z }) => refOf(z.vs.v))
  .so('ref1', 'the first operand is ref₁', ({ z }) => refOf(z.vs.next.v))
  .iff('ref₁ ≠ ref.null ∨ ref₂ ≠ ref.null', ({ ref1, ref2 }) => !isNull(ref1) || !isNull(ref2))
  .iff('ref₁ = ref₂', ({ ref1, ref2 }) => sameRef(ref1, ref2))
  .gives(({ z }) => to(z, cons(i32(1), z.vs.next.next), z.es.next));

/**
 * ```rule
 * ref₁ ref₂ ref.eq  ↪  (i32.const 0)
 *   — if the second operand is ref₂
 *   — and the first operand is ref₁
 *   — and ref₁ ≠ ref₂
 * ```
 * @rule Step_pure/ref.eq-false
 * @spec core 4.3-execution.instructions §Reference instructions
 */
export const refEqFalse: Rule<'ref.eq'> = pure('ref.eq-false', 'ref.eq')
  .so('ref2', 'the second operand is ref₂', ({ z }) => refOf(z.vs.v))
  .so('ref1', 'the first operand is ref₁', ({ z }) => refOf(z.vs.next.v))
  .iff('ref₁ ≠ ref₂', ({ ref1, ref2 }) => !sameRef(ref1, ref2))
  .gives(({ z }) => to(z, cons(i32(0), z.vs.next.next), z.es.next));

/**
 * ```rule
 * s; f; ref (ref.test rt)  ↪  (i32.const 1)
 *   — if the operand is ref
 *   — and s ⊢ ref : inst_{f.module}(rt)
 * ```
 * @rule Step_read/ref.test-true
 * @spec core 4.3-execution.instructions §Reference instructions
 */
export const refTestTrue: Rule<'ref.test'> = read('ref.test-true', 'ref.test')
  .so('ref', 'the operand is ref', ({ z }) => refOf(z.vs.v))
  .iff('s ⊢ ref : inst_{f.module}(rt)', ({ z, e, ref }) => refHasType(z.S, z.F.module, ref, e.rt))
  .gives(({ z }) => to(z, cons(i32(1), z.vs.next), z.es.next));

/**
 * ```rule
 * s; f; ref (ref.test rt)  ↪  (i32.const 0)
 *   — if the operand is ref
 *   — and not s ⊢ ref : inst_{f.module}(rt)
 * ```
 * @rule Step_read/ref.test-false
 * @spec core 4.3-execution.instructions §Reference instructions
 */
export const refTestFalse: Rule<'ref.test'> = read('ref.test-false', 'ref.test')
  .so('ref', 'the operand is ref', ({ z }) => refOf(z.vs.v))
  .iff('not s ⊢ ref : inst_{f.module}(rt)', ({ z, e, ref }) => !refHasType(z.S, z.F.module, ref, e.rt))
  .gives(({ z }) => to(z, cons(i32(0), z.vs.next), z.es.next));

/**
 * ```rule
 * s; f; ref (ref.cast rt)  ↪  ref
 *   — if the operand is ref
 *   — and s ⊢ ref : inst_{f.module}(rt)
 * ```
 * @rule Step_read/ref.cast-succeed
 * @spec core 4.3-execution.instructions §Reference instructions
 */
export const refCastSucceed: Rule<'ref.cast'> = read('ref.cast-succeed', 'ref.cast')
  .so('ref', 'the operand is ref', ({ z }) => refOf(z.vs.v))
  .iff('s ⊢ ref : inst_{f.module}(rt)', ({ z, e, ref }) => refHasType(z.S, z.F.module, ref, e.rt))
  .gives(({ z }) => to(z, z.vs, z.es.next));

/**
 * ```rule
 * s; f; ref (ref.cast rt)  ↪  trap
 *   — if the operand is ref
 *   — and not s ⊢ ref : inst_{f.module}(rt)
 * ```
 * @rule Step_read/ref.cast-fail
 * @spec core 4.3-execution.instructions §Reference instructions
 */
export const refCastFail: Rule<'ref.cast'> = read('ref.cast-fail', 'ref.cast')
  .so('ref', 'the operand is ref', ({ z }) => refOf(z.vs.v))
  .iff('not s ⊢ ref : inst_{f.module}(rt)', ({ z, e, ref }) => !refHasType(z.S, z.F.module, ref, e.rt))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, 'cast failure'), z.es.next)));

/**
 * ```rule
 * (ref.null) (i31.get sx)  ↪  trap
 *   — if the operand is (ref.null)
 * ```
 * @rule Step_pure/i31.get-null
 * @spec core 4.3-execution.instructions §Scalar reference instructions
 */
export const i31GetNull: Rule<'i31.get'> = pure('i31.get-null', 'i31.get')
  .iff('the operand is (ref.null)', ({ z }) => isNull(z.vs.v))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, 'null i31 reference'), z.es.next)));

/** extend^sx_{31,32}(i) */
const extended = (i: number, sx: Signedness): number => sx === 'u' ? i : i << 1 >> 1;

/**
 * ```rule
 * (ref.i31 i) (i31.get sx)  ↪  (i32.const extend^sx_{31,32}(i))
 *   — if the operand is (ref.i31 i)
 * ```
 * @rule Step_pure/i31.get-num
 * @spec core 4.3-execution.instructions §Scalar reference instructions
 */
export const i31GetNum: Rule<'i31.get'> = pure('i31.get-num', 'i31.get')
  .so('i', 'the operand is (ref.i31 i)', ({ z }) => i31Of(z.vs.v))
  .gives(({ z, e, i }) => to(z, cons(i32(extended(i, e.sx)), z.vs.next), z.es.next));
