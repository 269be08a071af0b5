/**
 * Array instructions on ranges of elements. Each takes one element at a time, so every element written is a step that can be seen.
 * @spec core 4.3-execution.instructions §Array instructions
 * @category Reduction: array instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import type { Code } from '../../semantics/runtime/code.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { copySx } from '../../semantics/runtime/fields.ts';
import { arrayTypeOf } from '../../semantics/runtime/lookup.ts';
import { addrOf, arrayOf, isNull, refOf, val } from '../../semantics/runtime/operands.ts';
import { i32, refArray } from '../../semantics/runtime/values.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import type { InstrOf } from '../../syntax/instructions.ts';
import type { ArrayType } from '../../syntax/types.ts';
import type { Rule } from '../kit.ts';
import { read, to } from '../kit.ts';
import { again } from './ranges.ts';

const NULL_ARRAY = 'null array reference';
const OUT_OF_BOUNDS = 'out of bounds array access';

/** z; ref (i32.const i) val (i32.const n) (array.fill x): how the rules of this instruction begin */
const fill = (name: string) => read(name, 'array.fill')
  .so('n', 'the fourth operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .so('val', 'the third operand is val', ({ z }) => val(z.vs.next.v))
  .so('i', 'the second operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.next.next.v));

/**
 * ```rule
 * z; (ref.null) (i32.const i) val (i32.const n) (array.fill x)  ↪  trap
 *   — if the fourth operand is (i32.const n)
 *   — and the third operand is val
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.null)
 * ```
 * @rule Step_read/array.fill-null
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayFillNull: Rule<'array.fill'> = fill('array.fill-null')
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.next.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trapOf(e, NULL_ARRAY), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) val (i32.const n) (array.fill x)  ↪  trap
 *   — if the fourth operand is (i32.const n)
 *   — and the third operand is val
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i + n > |ai.fields|
 * ```
 * @rule Step_read/array.fill-oob
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayFillOob: Rule<'array.fill'> = fill('array.fill-oob')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i + n > |ai.fields|', ({ n, i, ai }) => i + n > ai.fields.n)
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) val (i32.const n) (array.fill x)  ↪  ε
 *   — if the fourth operand is (i32.const n)
 *   — and the third operand is val
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i + n ≤ |ai.fields|
 *   — and n = 0
 * ```
 * @rule Step_read/array.fill-zero
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayFillZero: Rule<'array.fill'> = fill('array.fill-zero')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i + n ≤ |ai.fields|', ({ n, i, ai }) => i + n <= ai.fields.n)
  .iff('n = 0', ({ n }) => n === 0)
  .gives(({ z }) => to(z, z.vs.next.next.next.next, z.es.next));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) val (i32.const n) (array.fill x)  ↪
 *     (ref.array a) (i32.const i) val (array.set x)
 *     (ref.array a) (i32.const i + 1) val (i32.const n − 1) (array.fill x)
 *   — if the fourth operand is (i32.const n)
 *   — and the third operand is val
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i + n ≤ |ai.fields|
 *   — and n ≠ 0
 * ```
 * @rule Step_read/array.fill-succ
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayFillSucc: Rule<'array.fill'> = fill('array.fill-succ')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i + n ≤ |ai.fields|', ({ n, i, ai }) => i + n <= ai.fields.n)
  .iff('n ≠ 0', ({ n }) => n !== 0)
  .gives(({ z, e, n, val, i, a }) =>
    to(z, z.vs.next,
    then({ op: 'array.set', x: e.x, at: e.at },
      again([refArray(a), i32(i + 1), val, i32(n - 1)], e, z.es.next))));

/** z; ref₁ (i32.const i₁) ref₂ (i32.const i₂) (i32.const n) (array.copy x₁ x₂): how the rules of this instruction begin */
const copy = (name: string) => read(name, 'array.copy')
  .so('n', 'the fifth operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .so('i2', 'the fourth operand is (i32.const i₂)', ({ z }) => addrOf('i32', z.vs.next.v))
  .so('i1', 'the second operand is (i32.const i₁)', ({ z }) => addrOf('i32', z.vs.next.next.next.v));

/**
 * ```rule
 * z; (ref.null) (i32.const i₁) ref (i32.const i₂) (i32.const n) (array.copy x₁ x₂)  ↪  trap
 *   — if the fifth operand is (i32.const n)
 *   — and the fourth operand is (i32.const i₂)
 *   — and the second operand is (i32.const i₁)
 *   — and the third operand is ref
 *   — and the first operand is (ref.null)
 * ```
 * @rule Step_read/array.copy-null1
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayCopyNull1: Rule<'array.copy'> = copy('array.copy-null1')
  .so('ref', 'the third operand is ref', ({ z }) => refOf(z.vs.next.next.v))
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.next.next.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next.next, then(trapOf(e, NULL_ARRAY), z.es.next)));

/**
 * The specification lets this rule apply when both references are null, too; then the other one does.
 * ```rule
 * z; (ref.array a₁) (i32.const i₁) (ref.null) (i32.const i₂) (i32.const n) (array.copy x₁ x₂)  ↪  trap
 *   — if the fifth operand is (i32.const n)
 *   — and the fourth operand is (i32.const i₂)
 *   — and the second operand is (i32.const i₁)
 *   — and the third operand is (ref.null)
 *   — and the first operand is (ref.array a₁)
 * ```
 * @rule Step_read/array.copy-null2
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayCopyNull2: Rule<'array.copy'> = copy('array.copy-null2')
  .iff('the third operand is (ref.null)', ({ z }) => isNull(z.vs.next.next.v))
  .so('a1', 'the first operand is (ref.array a₁)', ({ z }) => arrayOf(z.vs.next.next.next.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next.next, then(trapOf(e, NULL_ARRAY), z.es.next)));

/** z; (ref.array a₁) (i32.const i₁) (ref.array a₂) (i32.const i₂) (i32.const n) (array.copy x₁ x₂): how the other rules begin */
const copyArrays = (name: string) => copy(name)
  .so('a2', 'the third operand is (ref.array a₂)', ({ z }) => arrayOf(z.vs.next.next.v))
  .so('a1', 'the first operand is (ref.array a₁)', ({ z }) => arrayOf(z.vs.next.next.next.next.v))
  .so('ai1', 'z.arrays[a₁] = ai₁', ({ z, a1 }) => get(z.S.arrays, a1))
  .so('ai2', 'z.arrays[a₂] = ai₂', ({ z, a2 }) => get(z.S.arrays, a2));

/**
 * ```rule
 * z; (ref.array a₁) (i32.const i₁) (ref.array a₂) (i32.const i₂) (i32.const n) (array.copy x₁ x₂)  ↪  trap
 *   — if the fifth operand is (i32.const n)
 *   — and the fourth operand is (i32.const i₂)
 *   — and the second operand is (i32.const i₁)
 *   — and the third operand is (ref.array a₂)
 *   — and the first operand is (ref.array a₁)
 *   — and z.arrays[a₁] = ai₁
 *   — and z.arrays[a₂] = ai₂
 *   — and i₁ + n > |ai₁.fields|
 * ```
 * @rule Step_read/array.copy-oob1
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayCopyOob1: Rule<'array.copy'> = copyArrays('array.copy-oob1')
  .iff('i₁ + n > |ai₁.fields|', ({ n, i1, ai1 }) => i1 + n > ai1.fields.n)
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * The specification lets this rule apply when both ranges are out of bounds, too; then the other one does.
 * ```rule
 * z; (ref.array a₁) (i32.const i₁) (ref.array a₂) (i32.const i₂) (i32.const n) (array.copy x₁ x₂)  ↪  trap
 *   — if the fifth operand is (i32.const n)
 *   — and the fourth operand is (i32.const i₂)
 *   — and the second operand is (i32.const i₁)
 *   — and the third operand is (ref.array a₂)
 *   — and the first operand is (ref.array a₁)
 *   — and z.arrays[a₁] = ai₁
 *   — and z.arrays[a₂] = ai₂
 *   — and i₁ + n ≤ |ai₁.fields|
 *   — and i₂ + n > |ai₂.fields|
 * ```
 * @rule Step_read/array.copy-oob2
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayCopyOob2: Rule<'array.copy'> = copyArrays('array.copy-oob2')
  .iff('i₁ + n ≤ |ai₁.fields|', ({ n, i1, ai1 }) => i1 + n <= ai1.fields.n)
  .iff('i₂ + n > |ai₂.fields|', ({ n, i2, ai2 }) => i2 + n > ai2.fields.n)
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (ref.array a₁) (i32.const i₁) (ref.array a₂) (i32.const i₂) (i32.const n) (array.copy x₁ x₂)  ↪  ε
 *   — if the fifth operand is (i32.const n)
 *   — and the fourth operand is (i32.const i₂)
 *   — and the second operand is (i32.const i₁)
 *   — and the third operand is (ref.array a₂)
 *   — and the first operand is (ref.array a₁)
 *   — and z.arrays[a₁] = ai₁
 *   — and z.arrays[a₂] = ai₂
 *   — and i₁ + n ≤ |ai₁.fields|
 *   — and i₂ + n ≤ |ai₂.fields|
 *   — and n = 0
 * ```
 * @rule Step_read/array.copy-zero
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayCopyZero: Rule<'array.copy'> = copyArrays('array.copy-zero')
  .iff('i₁ + n ≤ |ai₁.fields|', ({ n, i1, ai1 }) => i1 + n <= ai1.fields.n)
  .iff('i₂ + n ≤ |ai₂.fields|', ({ n, i2, ai2 }) => i2 + n <= ai2.fields.n)
  .iff('n = 0', ({ n }) => n === 0)
  .gives(({ z }) => to(z, z.vs.next.next.next.next.next, z.es.next));

/** (array.get sx? x₂) (array.set x₁), before es; array (mut? zt₂) is the type x₂, and sx? = sx(zt₂) */
const move = ({ x, y, at }: InstrOf<'array.copy'>, { field: { storage } }: ArrayType<DefType>, es: Code): Code =>
  then({ op: 'array.get', sx: copySx(storage), x: y, at }, then({ op: 'array.set', x, at }, es));

/**
 * ```rule
 * z; (ref.array a₁) (i32.const i₁) (ref.array a₂) (i32.const i₂) (i32.const n) (array.copy x₁ x₂)  ↪
 *     (ref.array a₁) (i32.const i₁) (ref.array a₂) (i32.const i₂) (array.get sx(zt₂) x₂) (array.set x₁)
 *     (ref.array a₁) (i32.const i₁ + 1) (ref.array a₂) (i32.const i₂ + 1) (i32.const n − 1) (array.copy x₁ x₂)
 *   — if the fifth operand is (i32.const n)
 *   — and the fourth operand is (i32.const i₂)
 *   — and the second operand is (i32.const i₁)
 *   — and the third operand is (ref.array a₂)
 *   — and the first operand is (ref.array a₁)
 *   — and z.arrays[a₁] = ai₁
 *   — and z.arrays[a₂] = ai₂
 *   — and i₁ + n ≤ |ai₁.fields|
 *   — and i₂ + n ≤ |ai₂.fields|
 *   — and n ≠ 0
 *   — and z.types[x₂] ≈ array (mut? zt₂)
 *   — and i₁ ≤ i₂
 * ```
 * @rule Step_read/array.copy-le
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayCopyLe: Rule<'array.copy'> = copyArrays('array.copy-le')
  .iff('i₁ + n ≤ |ai₁.fields|', ({ n, i1, ai1 }) => i1 + n <= ai1.fields.n)
  .iff('i₂ + n ≤ |ai₂.fields|', ({ n, i2, ai2 }) => i2 + n <= ai2.fields.n)
  .iff('n ≠ 0', ({ n }) => n !== 0)
  .so('ct2', 'z.types[x₂] ≈ array (mut? zt₂)', ({ z, e }) => arrayTypeOf(z, e.y))
  .iff('i₁ ≤ i₂', ({ i1, i2 }) => i1 <= i2)
  .gives(({ z, e, n, i2, i1, a2, a1, ct2 }) =>
    to(z, z.vs.next,
    move(e, ct2, again([refArray(a1), i32(i1 + 1), refArray(a2), i32(i2 + 1), i32(n - 1)], e, z.es.next))));

/**
 * ```rule
 * z; (ref.array a₁) (i32.const i₁) (ref.array a₂) (i32.const i₂) (i32.const n) (array.copy x₁ x₂)  ↪
 *     (ref.array a₁) (i32.const i₁ + n − 1) (ref.array a₂) (i32.const i₂ + n − 1) (array.get sx(zt₂) x₂) (array.set x₁)
 *     (ref.array a₁) (i32.const i₁) (ref.array a₂) (i32.const i₂) (i32.const n − 1) (array.copy x₁ x₂)
 *   — if the fifth operand is (i32.const n)
 *   — and the fourth operand is (i32.const i₂)
 *   — and the second operand is (i32.const i₁)
 *   — and the third operand is (ref.array a₂)
 *   — and the first operand is (ref.array a₁)
 *   — and z.arrays[a₁] = ai₁
 *   — and z.arrays[a₂] = ai₂
 *   — and i₁ + n ≤ |ai₁.fields|
 *   — and i₂ + n ≤ |ai₂.fields|
 *   — and n ≠ 0
 *   — and z.types[x₂] ≈ array (mut? zt₂)
 *   — and i₁ > i₂
 * ```
 * @rule Step_read/array.copy-gt
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayCopyGt: Rule<'array.copy'> = copyArrays('array.copy-gt')
  .iff('i₁ + n ≤ |ai₁.fields|', ({ n, i1, ai1 }) => i1 + n <= ai1.fields.n)
  .iff('i₂ + n ≤ |ai₂.fields|', ({ n, i2, ai2 }) => i2 + n <= ai2.fields.n)
  .iff('n ≠ 0', ({ n }) => n !== 0)
  .so('ct2', 'z.types[x₂] ≈ array (mut? zt₂)', ({ z, e }) => arrayTypeOf(z, e.y))
  .iff('i₁ > i₂', ({ i1, i2 }) => i1 > i2)
  .gives(({ z, e, n, i2, i1, a2, a1, ct2 }) =>
    to(z,
    cons(i32(i2 + n - 1), cons(refArray(a2), cons(i32(i1 + n - 1), cons(refArray(a1), z.vs.next.next.next.next.next)))),
    move(e, ct2, again([refArray(a1), i32(i1), refArray(a2), i32(i2), i32(n - 1)], e, z.es.next))));
