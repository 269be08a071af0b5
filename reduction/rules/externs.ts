/**
 * External reference instructions.
 * @spec core 4.3-execution.instructions §External reference instructions
 * @category Reduction: external reference instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { externOf, isNull, nonNull } from '../../semantics/runtime/operands.ts';
import { NULL, refExtern } from '../../semantics/runtime/values.ts';
import type { Rule } from '../kit.ts';
import { pure, to } from '../kit.ts';

/**
 * ```rule
 * ref extern.convert_any  ↪  (ref.null)
 *   — if ref = ref.null
 * ```
 * @rule Step_pure/extern.convert_any-null
 * @spec core 4.3-execution.instructions §External reference instructions
 */
export const externConvertAnyNull: Rule<'extern.convert_any'> = pure('extern.convert_any-null', 'extern.convert_any')
  .iff('ref = ref.null', ({ z }) => isNull(z.vs.v))
  .gives(({ z }) => to(z, cons(NULL, z.vs.next), z.es.next));

/**
 * ```rule
 * ref extern.convert_any  ↪  (ref.extern ref)
 *   — if ref ≠ ref.null
 * ```
 * @rule Step_pure/extern.convert_any-addr
 * @spec core 4.3-execution.instructions §External reference instructions
 */
export const externConvertAnyAddr: Rule<'extern.convert_any'> = pure('extern.convert_any-addr', 'extern.convert_any')
  .so('ref', 'ref ≠ ref.null', ({ z }) => nonNull(z.vs.v))
  .gives(({ z, ref }) => to(z, cons(refExtern(ref), z.vs.next), z.es.next));

/**
 * ```rule
 * (ref.null) any.convert_extern  ↪  (ref.null)
 *   — if the operand is (ref.null)
 * ```
 * @rule Step_pure/any.convert_extern-null
 * @spec core 4.3-execution.instructions §External reference instructions
 */
export const anyConvertExternNull: Rule<'any.convert_extern'> = pure('any.convert_extern-null', 'any.convert_extern')
  .iff('the operand is (ref.null)', ({ z }) => isNull(z.vs.v))
  .gives(({ z }) => to(z, cons(NULL, z.vs.next), z.es.next));

/**
 * ```rule
 * (ref.extern ref) any.convert_extern  ↪  ref
 *   — if the operand is (ref.extern ref)
 * ```
 * @rule Step_pure/any.convert_extern-addr
 * @spec core 4.3-execution.instructions §External reference instructions
 */
export const anyConvertExternAddr: Rule<'any.convert_extern'> = pure('any.convert_extern-addr', 'any.convert_extern')
  .so('ref', 'the operand is (ref.extern ref)', ({ z }) => externOf(z.vs.v))
  .gives(({ z, ref }) => to(z, cons(ref, z.vs.next), z.es.next));
