/**
 * Branch instructions.
 * @spec core 4.3-execution.instructions §Branch instructions
 * @category Reduction: branch instructions
 * @module
 */
import { append, takeOnto } from '../../semantics/data/list.ts';
import type { RunInstr } from '../../semantics/runtime/code.ts';
import { then, thenAll } from '../../semantics/runtime/code.ts';
import { i32Of, isNull, nonNull, refOf } from '../../semantics/runtime/operands.ts';
import { refHasType } from '../../semantics/runtime/typing.ts';
import type { Span } from '../../syntax/source.ts';
import type { Rule } from '../kit.ts';
import { outOf, pure, read, theHandler, theLabel, to } from '../kit.ts';

/** (br l) */
export const br = (l: number, at: Span): RunInstr => ({ op: 'br', l, at });

/**
 * ```rule
 * (labelₙ{instr′*} val′* valⁿ (br l) instr*)  ↪  valⁿ instr′*
 *   — if l = 0
 *   — and the hole stands in a label
 *   — and the operands are valⁿ
 * ```
 * @rule Step_pure/br-label-zero
 * @spec core 4.3-execution.instructions §Branch instructions
 */
export const brLabelZero: Rule<'br'> = pure('br-label-zero', 'br')
  .iff('l = 0', ({ e }) => e.l === 0)
  .so('L', 'the hole stands in a label', ({ z }) => theLabel(z.H))
  .iff('the operands are valⁿ', ({ z, L }) => z.vs.n >= L.n)
  .gives(({ z, L }) => outOf(z, L, takeOnto(L.n, z.vs, L.vs), thenAll(L.k, L.es)));

/**
 * ```rule
 * (labelₙ{instr′*} val* (br l) instr*)  ↪  val* (br l−1)
 *   — if l > 0
 *   — and the hole stands in a label
 * ```
 * @rule Step_pure/br-label-succ
 * @spec core 4.3-execution.instructions §Branch instructions
 */
export const brLabelSucc: Rule<'br'> = pure('br-label-succ', 'br')
  .iff('l > 0', ({ e }) => e.l > 0)
  .so('L', 'the hole stands in a label', ({ z }) => theLabel(z.H))
  .gives(({ z, e, L }) => outOf(z, L, append(z.vs, L.vs), then(br(e.l - 1, e.at), L.es)));

/**
 * ```rule
 * (handlerₙ{catch*} val* (br l) instr*)  ↪  val* (br l)
 *   — if the hole stands in a handler
 * ```
 * @rule Step_pure/br-handler
 * @spec core 4.3-execution.instructions §Branch instructions
 */
export const brHandler: Rule<'br'> = pure('br-handler', 'br')
  .so('A', 'the hole stands in a handler', ({ z }) => theHandler(z.H))
  .gives(({ z, e, A }) => outOf(z, A, append(z.vs, A.vs), then(e, A.es)));

/**
 * ```rule
 * (i32.const c) (br_if l)  ↪  (br l)
 *   — if the operand is (i32.const c)
 *   — and c ≠ 0
 * ```
 * @rule Step_pure/br_if-true
 * @spec core 4.3-execution.instructions §Branch instructions
 */
export const brIfTrue: Rule<'br_if'> = pure('br_if-true', 'br_if')
  .so('c', 'the operand is (i32.const c)', ({ z }) => i32Of(z.vs.v))
  .iff('c ≠ 0', ({ c }) => c !== 0)
  .gives(({ z, e }) => to(z, z.vs.next, then(br(e.l, e.at), z.es.next)));

/**
 * ```rule
 * (i32.const c) (br_if l)  ↪  ε
 *   — if the operand is (i32.const c)
 *   — and c = 0
 * ```
 * @rule Step_pure/br_if-false
 * @spec core 4.3-execution.instructions §Branch instructions
 */
export const brIfFalse: Rule<'br_if'> = pure('br_if-false', 'br_if')
  .so('c', 'the operand is (i32.const c)', ({ z }) => i32Of(z.vs.v))
  .iff('c = 0', ({ c }) => c === 0)
  .gives(({ z }) => to(z, z.vs.next, z.es.next));

/**
 * ```rule
 * (i32.const i) (br_table l* l′)  ↪  (br l*[i])
 *   — if the operand is (i32.const i)
 *   — and i < |l*|
 * ```
 * @rule Step_pure/br_table-lt
 * @spec core 4.3-execution.instructions §Branch instructions
 */
export const brTableLt: Rule<'br_table'> = pure('br_table-lt', 'br_table')
  .so('i', 'the operand is (i32.const i)', ({ z }) => i32Of(z.vs.v))
  .so('l', 'i < |l*|', ({ e, i }) => e.ls[i >>> 0])
  .gives(({ z, e, l }) => to(z, z.vs.next, then(br(l, e.at), z.es.next)));

/**
 * ```rule
 * (i32.const i) (br_table l* l′)  ↪  (br l′)
 *   — if the operand is (i32.const i)
 *   — and i ≥ |l*|
 * ```
 * @rule Step_pure/br_table-ge
 * @spec core 4.3-execution.instructions §Branch instructions
 */
export const brTableGe: Rule<'br_table'> = pure('br_table-ge', 'br_table')
  .so('i', 'the operand is (i32.const i)', ({ z }) => i32Of(z.vs.v))
  .iff('i ≥ |l*|', ({ e, i }) => (i >>> 0) >= e.ls.length)
  .gives(({ z, e }) => to(z, z.vs.next, then(br(e.l, e.at), z.es.next)));

/**
 * ```rule
 * val (br_on_null l)  ↪  (br l)
 *   — if val = ref.null
 * ```
 * @rule Step_pure/br_on_null-null
 * @spec core 4.3-execution.instructions §Branch instructions
 */
export const brOnNullNull: Rule<'br_on_null'> = pure('br_on_null-null', 'br_on_null')
  .iff('val = ref.null', ({ z }) => isNull(z.vs.v))
  .gives(({ z, e }) => to(z, z.vs.next, then(br(e.l, e.at), z.es.next)));

/**
 * ```rule
 * val (br_on_null l)  ↪  val
 *   — if val ≠ ref.null
 * ```
 * @rule Step_pure/br_on_null-addr
 * @spec core 4.3-execution.instructions §Branch instructions
 */
export const brOnNullAddr: Rule<'br_on_null'> = pure('br_on_null-addr', 'br_on_null')
  .so('val', 'val ≠ ref.null', ({ z }) => nonNull(z.vs.v))
  .gives(({ z }) => to(z, z.vs, z.es.next));

/**
 * ```rule
 * val (br_on_non_null l)  ↪  ε
 *   — if val = ref.null
 * ```
 * @rule Step_pure/br_on_non_null-null
 * @spec core 4.3-execution.instructions §Branch instructions
 */
export const brOnNonNullNull: Rule<'br_on_non_null'> = pure('br_on_non_null-null', 'br_on_non_null')
  .iff('val = ref.null', ({ z }) => isNull(z.vs.v))
  .gives(({ z }) => to(z, z.vs.next, z.es.next));

/**
 * ```rule
 * val (br_on_non_null l)  ↪  val (br l)
 *   — if val ≠ ref.null
 * ```
 * @rule Step_pure/br_on_non_null-addr
 * @spec core 4.3-execution.instructions §Branch instructions
 */
export const brOnNonNullAddr: Rule<'br_on_non_null'> = pure('br_on_non_null-addr', 'br_on_non_null')
  .so('val', 'val ≠ ref.null', ({ z }) => nonNull(z.vs.v))
  .gives(({ z, e }) => to(z, z.vs, then(br(e.l, e.at), z.es.next)));

/**
 * ```rule
 * s; f; ref (br_on_cast l rt₁ rt₂)  ↪  ref (br l)
 *   — if the operand is ref
 *   — and s ⊢ ref : inst_{f.module}(rt₂)
 * ```
 * @rule Step_read/br_on_cast-succeed
 * @spec core 4.3-execution.instructions §Branch instructions
 */
export const brOnCastSucceed: Rule<'br_on_cast'> = read('br_on_cast-succeed', 'br_on_cast')
  .so('ref', 'the operand is ref', ({ z }) => refOf(z.vs.v))
  .iff('s ⊢ ref : inst_{f.module}(rt₂)', ({ z, e, ref }) => refHasType(z.S, z.F.module, ref, e.rt2))
  .gives(({ z, e }) => to(z, z.vs, then(br(e.l, e.at), z.es.next)));

/**
 * ```rule
 * s; f; ref (br_on_cast l rt₁ rt₂)  ↪  ref
 *   — if the operand is ref
 *   — and not s ⊢ ref : inst_{f.module}(rt₂)
 * ```
 * @rule Step_read/br_on_cast-fail
 * @spec core 4.3-execution.instructions §Branch instructions
 */
export const brOnCastFail: Rule<'br_on_cast'> = read('br_on_cast-fail', 'br_on_cast')
  .so('ref', 'the operand is ref', ({ z }) => refOf(z.vs.v))
  .iff('not s ⊢ ref : inst_{f.module}(rt₂)', ({ z, e, ref }) => !refHasType(z.S, z.F.module, ref, e.rt2))
  .gives(({ z }) => to(z, z.vs, z.es.next));

/**
 * ```rule
 * s; f; ref (br_on_cast_fail l rt₁ rt₂)  ↪  ref
 *   — if the operand is ref
 *   — and s ⊢ ref : inst_{f.module}(rt₂)
 * ```
 * @rule Step_read/br_on_cast_fail-succeed
 * @spec core 4.3-execution.instructions §Branch instructions
 */
export const brOnCastFailSucceed: Rule<'br_on_cast_fail'> = read('br_on_cast_fail-succeed', 'br_on_cast_fail')
  .so('ref', 'the operand is ref', ({ z }) => refOf(z.vs.v))
  .iff('s ⊢ ref : inst_{f.module}(rt₂)', ({ z, e, ref }) => refHasType(z.S, z.F.module, ref, e.rt2))
  .gives(({ z }) => to(z, z.vs, z.es.next));

/**
 * ```rule
 * s; f; ref (br_on_cast_fail l rt₁ rt₂)  ↪  ref (br l)
 *   — if the operand is ref
 *   — and not s ⊢ ref : inst_{f.module}(rt₂)
 * ```
 * @rule Step_read/br_on_cast_fail-fail
 * @spec core 4.3-execution.instructions §Branch instructions
 */
export const brOnCastFailFail: Rule<'br_on_cast_fail'> = read('br_on_cast_fail-fail', 'br_on_cast_fail')
  .so('ref', 'the operand is ref', ({ z }) => refOf(z.vs.v))
  .iff('not s ⊢ ref : inst_{f.module}(rt₂)', ({ z, e, ref }) => !refHasType(z.S, z.F.module, ref, e.rt2))
  .gives(({ z, e }) => to(z, z.vs, then(br(e.l, e.at), z.es.next)));
