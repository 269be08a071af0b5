/**
 * Array instructions that make arrays.
 *
 * The specification sets no limit on the size of an array, and lets every implementation have its own: here a larger one traps, by rules
 * of its own, named `…-too-large`.
 * @spec core 4.3-execution.instructions §Array instructions
 * @category Reduction: array instructions
 * @module
 */
import { cons, drop } from '../../semantics/data/list.ts';
import { byteSizes } from '../../semantics/numerics/bytes.ts';
import { constsAt } from '../../semantics/runtime/accesses.ts';
import type { RunInstr } from '../../semantics/runtime/code.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import type { Vals } from '../../semantics/runtime/contexts.ts';
import { defaultOf } from '../../semantics/runtime/defaults.ts';
import { arrayInst } from '../../semantics/runtime/fields.ts';
import { READ, segmentAccess } from '../../semantics/runtime/labels.ts';
import { MAX_ARRAY } from '../../semantics/runtime/limits.ts';
import { arrayTypeOf, constArrayTypeOf, dataOf, elemOf } from '../../semantics/runtime/lookup.ts';
import { addrOf, val } from '../../semantics/runtime/operands.ts';
import { addArray } from '../../semantics/runtime/updates.ts';
import type { Ref, Val } from '../../semantics/runtime/values.ts';
import { refArray } from '../../semantics/runtime/values.ts';
import { asArray } from '../../semantics/types/expansion.ts';
import { unpack } from '../../semantics/types/properties.ts';
import type { Span } from '../../syntax/source.ts';
import type { Rule } from '../kit.ts';
import { changed, pure, read, step, to } from '../kit.ts';

const TOO_LARGE = 'allocation size too large';
/** (array.new_fixed x n) */
const newFixed = (x: number, n: number, at: Span): RunInstr => ({ op: 'array.new_fixed', x, n, at });
/** val* valⁿ, with vs for val* */
const times = (n: number, v: Val, vs: Vals): Vals => {
  let out = vs;
  for (let i = 0; i < n; i++) out = cons(v, out);
  return out;
};
/** refs[i : n] */
const refsAt = (refs: readonly Ref[], i: number, n: number): readonly Ref[] | undefined =>
  i + n <= refs.length ? refs.slice(i, i + n) : undefined;

/**
 * ```rule
 * val (i32.const n) (array.new x)  ↪  valⁿ (array.new_fixed x n)
 *   — if the second operand is (i32.const n)
 *   — and the first operand is val
 *   — and n ≤ 2²⁴
 * ```
 * @rule Step_pure/array.new
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayNew: Rule<'array.new'> = pure('array.new', 'array.new')
  .so('n', 'the second operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .so('val', 'the first operand is val', ({ z }) => val(z.vs.next.v))
  .iff('n ≤ 2²⁴', ({ n }) => n <= MAX_ARRAY)
  .gives(({ z, e, n, val }) => to(z, times(n, val, z.vs.next.next), then(newFixed(e.x, n, e.at), z.es.next)));

/**
 * A limit of this implementation.
 * ```rule
 * val (i32.const n) (array.new x)  ↪  trap
 *   — if the second operand is (i32.const n)
 *   — and the first operand is val
 *   — and n > 2²⁴
 * ```
 * @rule Step_pure/array.new-too-large
 * @spec core appendix/implementation.rst §Execution
 */
export const arrayNewTooLarge: Rule<'array.new'> = pure('array.new-too-large', 'array.new')
  .so('n', 'the second operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .so('val', 'the first operand is val', ({ z }) => val(z.vs.next.v))
  .iff('n > 2²⁴', ({ n }) => n > MAX_ARRAY)
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, TOO_LARGE), z.es.next)));

/**
 * ```rule
 * z; (i32.const n) (array.new_default x)  ↪  valⁿ (array.new_fixed x n)
 *   — if the operand is (i32.const n)
 *   — and z.types[x] ≈ array (mut? zt)
 *   — and default_{unpack(zt)} = val
 *   — and n ≤ 2²⁴
 * ```
 * @rule Step_read/array.new_default
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayNewDefault: Rule<'array.new_default'> = read('array.new_default', 'array.new_default')
  .so('n', 'the operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .so('ct', 'z.types[x] ≈ array (mut? zt)', ({ z, e }) => arrayTypeOf(z, e.x))
  .so('val', 'default_{unpack(zt)} = val', ({ ct }) => defaultOf(unpack(ct.field.storage)))
  .iff('n ≤ 2²⁴', ({ n }) => n <= MAX_ARRAY)
  .gives(({ z, e, n, val }) => to(z, times(n, val, z.vs.next), then(newFixed(e.x, n, e.at), z.es.next)));

/**
 * A limit of this implementation.
 * ```rule
 * z; (i32.const n) (array.new_default x)  ↪  trap
 *   — if the operand is (i32.const n)
 *   — and n > 2²⁴
 * ```
 * @rule Step_read/array.new_default-too-large
 * @spec core appendix/implementation.rst §Execution
 */
export const arrayNewDefaultTooLarge: Rule<'array.new_default'> = read('array.new_default-too-large', 'array.new_default')
  .so('n', 'the operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .iff('n > 2²⁴', ({ n }) => n > MAX_ARRAY)
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, TOO_LARGE), z.es.next)));

/**
 * ```rule
 * z; valⁿ (array.new_fixed x n)  ↪  z[.arrays =⊕ ai]; (ref.array a)
 *   — if z.types[x] = dt
 *   — and dt ≈ array (mut? zt)
 *   — and n ≤ 2²⁴
 *   — and the operands are valⁿ
 *   — and a = |z.arrays|
 *   — and ai = {type dt, fields (pack_zt(val))ⁿ}
 * ```
 * @rule Step/array.new_fixed
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayNewFixed: Rule<'array.new_fixed'> = step('array.new_fixed', 'array.new_fixed')
  .so('dt', 'z.types[x] = dt', ({ z, e }) => z.F.module.types[e.x])
  .so('ct', 'dt ≈ array (mut? zt)', ({ dt }) => asArray(dt))
  .iff('n ≤ 2²⁴', ({ e }) => e.n <= MAX_ARRAY)
  .iff('the operands are valⁿ', ({ z, e }) => z.vs.n >= e.n)
  .so('a', 'a = |z.arrays|', ({ z }) => z.S.arrays.n)
  .so('ai', 'ai = {type dt, fields (pack_zt(val))ⁿ}', ({ z, e, dt, ct }) => arrayInst(dt, ct, e.n, z.vs))
  .gives(({ z, z: { S, vs, es }, e, a, ai }) => changed(z, addArray(S, ai), cons(refArray(a), drop(e.n, vs)), es.next));

/**
 * A limit of this implementation.
 * ```rule
 * z; valⁿ (array.new_fixed x n)  ↪  z; trap
 *   — if n > 2²⁴
 *   — and the operands are valⁿ
 * ```
 * @rule Step/array.new_fixed-too-large
 * @spec core appendix/implementation.rst §Execution
 */
export const arrayNewFixedTooLarge: Rule<'array.new_fixed'> = step('array.new_fixed-too-large', 'array.new_fixed')
  .iff('n > 2²⁴', ({ e }) => e.n > MAX_ARRAY)
  .iff('the operands are valⁿ', ({ z, e }) => z.vs.n >= e.n)
  .gives(({ z, e }) => to(z, drop(e.n, z.vs), then(trapOf(e, TOO_LARGE), z.es.next)));

/**
 * ```rule
 * z; (i32.const i) (i32.const n) (array.new_elem x y)  ↪  trap
 *   — if the second operand is (i32.const n)
 *   — and the first operand is (i32.const i)
 *   — and z.elems[y] = ei
 *   — and i + n > |ei.refs|
 * ```
 * @rule Step_read/array.new_elem-oob
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayNewElemOob: Rule<'array.new_elem'> = read('array.new_elem-oob', 'array.new_elem')
  .so('n', 'the second operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .so('i', 'the first operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.next.v))
  .so('ei', 'z.elems[y] = ei', ({ z, e }) => elemOf(z, e.y))
  .iff('i + n > |ei.refs|', ({ n, i, ei }) => i + n > ei.refs.length)
  .acts(({ z, e }) => segmentAccess(z, 'elem', e.y, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, 'out of bounds table access'), z.es.next)));

/**
 * ```rule
 * z; (i32.const i) (i32.const n) (array.new_elem x y)  ↪  refⁿ (array.new_fixed x n)
 *   — if the second operand is (i32.const n)
 *   — and the first operand is (i32.const i)
 *   — and z.elems[y] = ei
 *   — and refⁿ = ei.refs[i : n]
 *   — and n ≤ 2²⁴
 * ```
 * @rule Step_read/array.new_elem-alloc
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayNewElemAlloc: Rule<'array.new_elem'> = read('array.new_elem-alloc', 'array.new_elem')
  .so('n', 'the second operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .so('i', 'the first operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.next.v))
  .so('ei', 'z.elems[y] = ei', ({ z, e }) => elemOf(z, e.y))
  .so('refs', 'refⁿ = ei.refs[i : n]', ({ n, i, ei }) => refsAt(ei.refs, i, n))
  .iff('n ≤ 2²⁴', ({ n }) => n <= MAX_ARRAY)
  .acts(({ z, e }) => segmentAccess(z, 'elem', e.y, READ))
  .gives(({ z, e, n, refs }) =>
    to(z, refs.reduce<Vals>((vs, ref) => cons(ref, vs), z.vs.next.next), then(newFixed(e.x, n, e.at), z.es.next)));

/**
 * A limit of this implementation.
 * ```rule
 * z; (i32.const i) (i32.const n) (array.new_elem x y)  ↪  trap
 *   — if the second operand is (i32.const n)
 *   — and the first operand is (i32.const i)
 *   — and z.elems[y] = ei
 *   — and i + n ≤ |ei.refs|
 *   — and n > 2²⁴
 * ```
 * @rule Step_read/array.new_elem-too-large
 * @spec core appendix/implementation.rst §Execution
 */
export const arrayNewElemTooLarge: Rule<'array.new_elem'> = read('array.new_elem-too-large', 'array.new_elem')
  .so('n', 'the second operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .so('i', 'the first operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.next.v))
  .so('ei', 'z.elems[y] = ei', ({ z, e }) => elemOf(z, e.y))
  .iff('i + n ≤ |ei.refs|', ({ n, i, ei }) => i + n <= ei.refs.length)
  .iff('n > 2²⁴', ({ n }) => n > MAX_ARRAY)
  .acts(({ z, e }) => segmentAccess(z, 'elem', e.y, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, TOO_LARGE), z.es.next)));

/**
 * ```rule
 * z; (i32.const i) (i32.const n) (array.new_data x y)  ↪  trap
 *   — if the second operand is (i32.const n)
 *   — and the first operand is (i32.const i)
 *   — and z.types[x] ≈ array (mut? zt)
 *   — and z.datas[y] = di
 *   — and i + n · |zt|/8 > |di.bytes|
 * ```
 * @rule Step_read/array.new_data-oob
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayNewDataOob: Rule<'array.new_data'> = read('array.new_data-oob', 'array.new_data')
  .so('n', 'the second operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .so('i', 'the first operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.next.v))
  .so('zt', 'z.types[x] ≈ array (mut? zt)', ({ z, e }) => constArrayTypeOf(z, e.x))
  .so('di', 'z.datas[y] = di', ({ z, e }) => dataOf(z, e.y))
  .iff('i + n · |zt|/8 > |di.bytes|', ({ n, i, zt, di }) => i + n * byteSizes[zt] > di.bytes.length)
  .acts(({ z, e }) => segmentAccess(z, 'data', e.y, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, 'out of bounds memory access'), z.es.next)));

/**
 * ```rule
 * z; (i32.const i) (i32.const n) (array.new_data x y)  ↪  (unpack(zt).const unpack_zt(c))ⁿ (array.new_fixed x n)
 *   — if the second operand is (i32.const n)
 *   — and the first operand is (i32.const i)
 *   — and z.types[x] ≈ array (mut? zt)
 *   — and z.datas[y] = di
 *   — and n ≤ 2²⁴
 *   — and concat(zbytes_zt(c)ⁿ) = di.bytes[i : n · |zt|/8]
 * ```
 * @rule Step_read/array.new_data-num
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayNewDataNum: Rule<'array.new_data'> = read('array.new_data-num', 'array.new_data')
  .so('n', 'the second operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .so('i', 'the first operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.next.v))
  .so('zt', 'z.types[x] ≈ array (mut? zt)', ({ z, e }) => constArrayTypeOf(z, e.x))
  .so('di', 'z.datas[y] = di', ({ z, e }) => dataOf(z, e.y))
  .iff('n ≤ 2²⁴', ({ n }) => n <= MAX_ARRAY)
  .so('vals', 'concat(zbytes_zt(c)ⁿ) = di.bytes[i : n · |zt|/8]', ({ n, i, zt, di }) => constsAt(zt, di.bytes, i, n))
  .acts(({ z, e }) => segmentAccess(z, 'data', e.y, READ))
  .gives(({ z, e, n, vals }) => to(z, vals.reduce<Vals>((vs, v) => cons(v, vs), z.vs.next.next), then(newFixed(e.x, n, e.at), z.es.next)));

/**
 * A limit of this implementation.
 * ```rule
 * z; (i32.const i) (i32.const n) (array.new_data x y)  ↪  trap
 *   — if the second operand is (i32.const n)
 *   — and the first operand is (i32.const i)
 *   — and z.types[x] ≈ array (mut? zt)
 *   — and z.datas[y] = di
 *   — and i + n · |zt|/8 ≤ |di.bytes|
 *   — and n > 2²⁴
 * ```
 * @rule Step_read/array.new_data-too-large
 * @spec core appendix/implementation.rst §Execution
 */
export const arrayNewDataTooLarge: Rule<'array.new_data'> = read('array.new_data-too-large', 'array.new_data')
  .so('n', 'the second operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .so('i', 'the first operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.next.v))
  .so('zt', 'z.types[x] ≈ array (mut? zt)', ({ z, e }) => constArrayTypeOf(z, e.x))
  .so('di', 'z.datas[y] = di', ({ z, e }) => dataOf(z, e.y))
  .iff('i + n · |zt|/8 ≤ |di.bytes|', ({ n, i, zt, di }) => i + n * byteSizes[zt] <= di.bytes.length)
  .iff('n > 2²⁴', ({ n }) => n > MAX_ARRAY)
  .acts(({ z, e }) => segmentAccess(z, 'data', e.y, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, TOO_LARGE), z.es.next)));
