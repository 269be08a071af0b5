/**
 * Array instructions on single elements and on the length.
 * @spec core 4.3-execution.instructions §Array instructions
 * @category Reduction: array instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { packfield, unpackfield } from '../../semantics/runtime/fields.ts';
import { READ, WRITE, partAccess } from '../../semantics/runtime/labels.ts';
import { arrayField, arrayTypeOf } from '../../semantics/runtime/lookup.ts';
import { addrOf, arrayOf, isNull, val } from '../../semantics/runtime/operands.ts';
import { withElement } from '../../semantics/runtime/updates.ts';
import { i32 } from '../../semantics/runtime/values.ts';
import type { Rule } from '../kit.ts';
import { changed, read, step, to } from '../kit.ts';

const NULL_ARRAY = 'null array reference';
const OUT_OF_BOUNDS = 'out of bounds array access';

/**
 * ```rule
 * z; (ref.null) (i32.const i) (array.get_sx? x)  ↪  trap
 *   — if the second operand is (i32.const i)
 *   — and the first operand is (ref.null)
 * ```
 * @rule Step_read/array.get-null
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayGetNull: Rule<'array.get'> = read('array.get-null', 'array.get')
  .so('i', 'the second operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.v))
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, NULL_ARRAY), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) (array.get_sx? x)  ↪  trap
 *   — if the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i ≥ |ai.fields|
 * ```
 * @rule Step_read/array.get-oob
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayGetOob: Rule<'array.get'> = read('array.get-oob', 'array.get')
  .so('i', 'the second operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.v))
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i ≥ |ai.fields|', ({ ai, i }) => i >= ai.fields.n)
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) (array.get_sx? x)  ↪  val
 *   — if the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.types[x] ≈ array (mut? zt)
 *   — and z.arrays[a].fields[i] = fv
 *   — and val = unpack^{sx?}_zt(fv)
 * ```
 * @rule Step_read/array.get-array
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayGetArray: Rule<'array.get'> = read('array.get-array', 'array.get')
  .so('i', 'the second operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.v))
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.v))
  .so('ct', 'z.types[x] ≈ array (mut? zt)', ({ z, e }) => arrayTypeOf(z, e.x))
  .so('fv', 'z.arrays[a].fields[i] = fv', ({ z, a, i }) => arrayField(z.S, a, i))
  .so('val', 'val = unpack^{sx?}_zt(fv)', ({ e, ct, fv }) => unpackfield(ct.field.storage, e.sx, fv))
  .acts(({ z, a, i }) => partAccess(z, 'array', a, READ, i))
  .gives(({ z, val }) => to(z, cons(val, z.vs.next.next), z.es.next));

/**
 * ```rule
 * z; (ref.null) (i32.const i) val (array.set x)  ↪  z; trap
 *   — if the third operand is val
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.null)
 * ```
 * @rule Step/array.set-null
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arraySetNull: Rule<'array.set'> = step('array.set-null', 'array.set')
  .so('val', 'the third operand is val', ({ z }) => val(z.vs.v))
  .so('i', 'the second operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.next.v))
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, NULL_ARRAY), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) val (array.set x)  ↪  z; trap
 *   — if the third operand is val
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i ≥ |ai.fields|
 * ```
 * @rule Step/array.set-oob
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arraySetOob: Rule<'array.set'> = step('array.set-oob', 'array.set')
  .so('val', 'the third operand is val', ({ z }) => val(z.vs.v))
  .so('i', 'the second operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.next.v))
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i ≥ |ai.fields|', ({ ai, i }) => i >= ai.fields.n)
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) val (array.set x)  ↪  z[.arrays[a].fields[i] = fv]; ε
 *   — if the third operand is val
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i < |ai.fields|
 *   — and z.types[x] ≈ array (mut? zt)
 *   — and fv = pack_zt(val)
 * ```
 * @rule Step/array.set-array
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arraySetArray: Rule<'array.set'> = step('array.set-array', 'array.set')
  .so('val', 'the third operand is val', ({ z }) => val(z.vs.v))
  .so('i', 'the second operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.next.v))
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i < |ai.fields|', ({ ai, i }) => i < ai.fields.n)
  .so('ct', 'z.types[x] ≈ array (mut? zt)', ({ z, e }) => arrayTypeOf(z, e.x))
  .so('fv', 'fv = pack_zt(val)', ({ ct, val }) => packfield(ct.field.storage, val))
  .acts(({ z, a, i }) => partAccess(z, 'array', a, WRITE, i))
  .gives(({ z, z: { S, vs, es }, a, ai, i, fv }) => changed(z, withElement(S, a, ai, i, fv), vs.next.next.next, es.next));

/**
 * ```rule
 * z; (ref.null) array.len  ↪  trap
 *   — if the operand is (ref.null)
 * ```
 * @rule Step_read/array.len-null
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayLenNull: Rule<'array.len'> = read('array.len-null', 'array.len')
  .iff('the operand is (ref.null)', ({ z }) => isNull(z.vs.v))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, NULL_ARRAY), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) array.len  ↪  (i32.const |ai.fields|)
 *   — if the operand is (ref.array a)
 *   — and z.arrays[a] = ai
 * ```
 * @rule Step_read/array.len-array
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayLenArray: Rule<'array.len'> = read('array.len-array', 'array.len')
  .so('a', 'the operand is (ref.array a)', ({ z }) => arrayOf(z.vs.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .gives(({ z, ai }) => to(z, cons(i32(ai.fields.n), z.vs.next), z.es.next));
