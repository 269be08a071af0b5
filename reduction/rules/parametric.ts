/**
 * Polymorphic instructions, and values among instructions.
 * @spec core 4.3-execution.instructions §Polymorphic instructions
 * @category Reduction: parametric instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { then, trap } from '../../semantics/runtime/code.ts';
import { i32Of, val } from '../../semantics/runtime/operands.ts';
import type { Rule } from '../kit.ts';
import { pure, to } from '../kit.ts';

/**
 * A value is not reduced: the machine moves it to the values before the hole, and the text of the configuration stays as it is.
 * ```rule
 * (t.const c)  ↪  (t.const c)
 * ```
 * @rule Step_pure/const
 * @spec core 4.0-execution.configurations §Values
 */
export const constant: Rule<'const'> = pure('const', 'const')
  .gives(({ z, e }) => to(z, cons(e.val, z.vs), z.es.next));

/**
 * The same, for a value that a rule has put among instructions.
 * ```rule
 * val  ↪  val
 * ```
 * @rule Step_pure/value
 * @spec core 4.0-execution.configurations §Values
 */
export const aValue: Rule<'value'> = pure('value', 'value')
  .gives(({ z, e }) => to(z, cons(e.val, z.vs), z.es.next));

/**
 * ```rule
 * unreachable  ↪  trap
 * ```
 * @rule Step_pure/unreachable
 * @spec core 4.3-execution.instructions §Polymorphic instructions
 */
export const unreachable: Rule<'unreachable'> = pure('unreachable', 'unreachable')
  .gives(({ z, e }) => to(z, z.vs, then(trap('unreachable', e.at), z.es.next)));

/**
 * ```rule
 * nop  ↪  ε
 * ```
 * @rule Step_pure/nop
 * @spec core 4.3-execution.instructions §Polymorphic instructions
 */
export const nop: Rule<'nop'> = pure('nop', 'nop')
  .gives(({ z }) => to(z, z.vs, z.es.next));

/**
 * ```rule
 * val drop  ↪  ε
 *   — if the operand is val
 * ```
 * @rule Step_pure/drop
 * @spec core 4.3-execution.instructions §Polymorphic instructions
 */
export const drop: Rule<'drop'> = pure('drop', 'drop')
  .so('val', 'the operand is val', ({ z }) => val(z.vs.v))
  .gives(({ z }) => to(z, z.vs.next, z.es.next));

/**
 * ```rule
 * val₁ val₂ (i32.const c) (select (t*)?)  ↪  val₁
 *   — if the third operand is (i32.const c)
 *   — and the second operand is val₂
 *   — and the first operand is val₁
 *   — and c ≠ 0
 * ```
 * @rule Step_pure/select-true
 * @spec core 4.3-execution.instructions §Polymorphic instructions
 */
export const selectTrue: Rule<'select'> = pure('select-true', 'select')
  .so('c', 'the third operand is (i32.const c)', ({ z }) => i32Of(z.vs.v))
  .so('val2', 'the second operand is val₂', ({ z }) => val(z.vs.next.v))
  .so('val1', 'the first operand is val₁', ({ z }) => val(z.vs.next.next.v))
  .iff('c ≠ 0', ({ c }) => c !== 0)
  .gives(({ z }) => to(z, z.vs.next.next, z.es.next));

/**
 * ```rule
 * val₁ val₂ (i32.const c) (select (t*)?)  ↪  val₂
 *   — if the third operand is (i32.const c)
 *   — and the second operand is val₂
 *   — and the first operand is val₁
 *   — and c = 0
 * ```
 * @rule Step_pure/select-false
 * @spec core 4.3-execution.instructions §Polymorphic instructions
 */
export const selectFalse: Rule<'select'> = pure('select-false', 'select')
  .so('c', 'the third operand is (i32.const c)', ({ z }) => i32Of(z.vs.v))
  .so('val2', 'the second operand is val₂', ({ z }) => val(z.vs.next.v))
  .so('val1', 'the first operand is val₁', ({ z }) => val(z.vs.next.next.v))
  .iff('c = 0', ({ c }) => c === 0)
  .gives(({ z, val2 }) => to(z, cons(val2, z.vs.next.next.next), z.es.next));
