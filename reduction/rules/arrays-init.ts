/**
 * Array instructions that initialize ranges of elements from segments, one element at a time.
 * @spec core 4.3-execution.instructions §Array instructions
 * @category Reduction: array instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import { byteSizes } from '../../semantics/numerics/bytes.ts';
import { constsAt } from '../../semantics/runtime/accesses.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { READ, segmentAccess } from '../../semantics/runtime/labels.ts';
import { constArrayTypeOf, dataOf, elemOf } from '../../semantics/runtime/lookup.ts';
import { addrOf, arrayOf, isNull } from '../../semantics/runtime/operands.ts';
import { i32, refArray } from '../../semantics/runtime/values.ts';
import type { Rule } from '../kit.ts';
import { read, to } from '../kit.ts';
import { again } from './ranges.ts';

const NULL_ARRAY = 'null array reference';
const OUT_OF_BOUNDS = 'out of bounds array access';

/** z; ref (i32.const i) (i32.const j) (i32.const n) (array.init_elem x y): how the rules of this instruction begin */
const initElem = (name: string) => read(name, 'array.init_elem')
  .so('n', 'the fourth operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .so('j', 'the third operand is (i32.const j)', ({ z }) => addrOf('i32', z.vs.next.v))
  .so('i', 'the second operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.next.next.v));

/**
 * ```rule
 * z; (ref.null) (i32.const i) (i32.const j) (i32.const n) (array.init_elem x y)  ↪  trap
 *   — if the fourth operand is (i32.const n)
 *   — and the third operand is (i32.const j)
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.null)
 * ```
 * @rule Step_read/array.init_elem-null
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayInitElemNull: Rule<'array.init_elem'> = initElem('array.init_elem-null')
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.next.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trapOf(e, NULL_ARRAY), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) (i32.const j) (i32.const n) (array.init_elem x y)  ↪  trap
 *   — if the fourth operand is (i32.const n)
 *   — and the third operand is (i32.const j)
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i + n > |ai.fields|
 * ```
 * @rule Step_read/array.init_elem-oob1
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayInitElemOob1: Rule<'array.init_elem'> = initElem('array.init_elem-oob1')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i + n > |ai.fields|', ({ n, i, ai }) => i + n > ai.fields.n)
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * The specification lets this rule apply when both ranges are out of bounds, too; then the other one does.
 * ```rule
 * z; (ref.array a) (i32.const i) (i32.const j) (i32.const n) (array.init_elem x y)  ↪  trap
 *   — if the fourth operand is (i32.const n)
 *   — and the third operand is (i32.const j)
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i + n ≤ |ai.fields|
 *   — and z.elems[y] = ei
 *   — and j + n > |ei.refs|
 * ```
 * @rule Step_read/array.init_elem-oob2
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayInitElemOob2: Rule<'array.init_elem'> = initElem('array.init_elem-oob2')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i + n ≤ |ai.fields|', ({ n, i, ai }) => i + n <= ai.fields.n)
  .so('ei', 'z.elems[y] = ei', ({ z, e }) => elemOf(z, e.y))
  .iff('j + n > |ei.refs|', ({ n, j, ei }) => j + n > ei.refs.length)
  .acts(({ z, e }) => segmentAccess(z, 'elem', e.y, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trapOf(e, 'out of bounds table access'), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) (i32.const j) (i32.const n) (array.init_elem x y)  ↪  ε
 *   — if the fourth operand is (i32.const n)
 *   — and the third operand is (i32.const j)
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i + n ≤ |ai.fields|
 *   — and z.elems[y] = ei
 *   — and j + n ≤ |ei.refs|
 *   — and n = 0
 * ```
 * @rule Step_read/array.init_elem-zero
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayInitElemZero: Rule<'array.init_elem'> = initElem('array.init_elem-zero')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i + n ≤ |ai.fields|', ({ n, i, ai }) => i + n <= ai.fields.n)
  .so('ei', 'z.elems[y] = ei', ({ z, e }) => elemOf(z, e.y))
  .iff('j + n ≤ |ei.refs|', ({ n, j, ei }) => j + n <= ei.refs.length)
  .iff('n = 0', ({ n }) => n === 0)
  .acts(({ z, e }) => segmentAccess(z, 'elem', e.y, READ))
  .gives(({ z }) => to(z, z.vs.next.next.next.next, z.es.next));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) (i32.const j) (i32.const n) (array.init_elem x y)  ↪
 *     (ref.array a) (i32.const i) ref (array.set x)
 *     (ref.array a) (i32.const i + 1) (i32.const j + 1) (i32.const n − 1) (array.init_elem x y)
 *   — if the fourth operand is (i32.const n)
 *   — and the third operand is (i32.const j)
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i + n ≤ |ai.fields|
 *   — and z.elems[y] = ei
 *   — and j + n ≤ |ei.refs|
 *   — and n ≠ 0
 *   — and ref = ei.refs[j]
 * ```
 * @rule Step_read/array.init_elem-succ
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayInitElemSucc: Rule<'array.init_elem'> = initElem('array.init_elem-succ')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i + n ≤ |ai.fields|', ({ n, i, ai }) => i + n <= ai.fields.n)
  .so('ei', 'z.elems[y] = ei', ({ z, e }) => elemOf(z, e.y))
  .iff('j + n ≤ |ei.refs|', ({ n, j, ei }) => j + n <= ei.refs.length)
  .iff('n ≠ 0', ({ n }) => n !== 0)
  .so('ref', 'ref = ei.refs[j]', ({ j, ei }) => ei.refs[j])
  .acts(({ z, e }) => segmentAccess(z, 'elem', e.y, READ))
  .gives(({ z, e, n, j, i, a, ref }) =>
    to(z, cons(ref, z.vs.next.next),
    then({ op: 'array.set', x: e.x, at: e.at },
      again([refArray(a), i32(i + 1), i32(j + 1), i32(n - 1)], e, z.es.next))));

/** z; ref (i32.const i) (i32.const j) (i32.const n) (array.init_data x y): how the rules of this instruction begin */
const initData = (name: string) => read(name, 'array.init_data')
  .so('n', 'the fourth operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .so('j', 'the third operand is (i32.const j)', ({ z }) => addrOf('i32', z.vs.next.v))
  .so('i', 'the second operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.next.next.v));

/**
 * ```rule
 * z; (ref.null) (i32.const i) (i32.const j) (i32.const n) (array.init_data x y)  ↪  trap
 *   — if the fourth operand is (i32.const n)
 *   — and the third operand is (i32.const j)
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.null)
 * ```
 * @rule Step_read/array.init_data-null
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayInitDataNull: Rule<'array.init_data'> = initData('array.init_data-null')
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.next.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trapOf(e, NULL_ARRAY), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) (i32.const j) (i32.const n) (array.init_data x y)  ↪  trap
 *   — if the fourth operand is (i32.const n)
 *   — and the third operand is (i32.const j)
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i + n > |ai.fields|
 * ```
 * @rule Step_read/array.init_data-oob1
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayInitDataOob1: Rule<'array.init_data'> = initData('array.init_data-oob1')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i + n > |ai.fields|', ({ n, i, ai }) => i + n > ai.fields.n)
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * The specification lets this rule apply when both ranges are out of bounds, too; then the other one does.
 * ```rule
 * z; (ref.array a) (i32.const i) (i32.const j) (i32.const n) (array.init_data x y)  ↪  trap
 *   — if the fourth operand is (i32.const n)
 *   — and the third operand is (i32.const j)
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i + n ≤ |ai.fields|
 *   — and z.types[x] ≈ array (mut? zt)
 *   — and z.datas[y] = di
 *   — and j + n · |zt|/8 > |di.bytes|
 * ```
 * @rule Step_read/array.init_data-oob2
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayInitDataOob2: Rule<'array.init_data'> = initData('array.init_data-oob2')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i + n ≤ |ai.fields|', ({ n, i, ai }) => i + n <= ai.fields.n)
  .so('zt', 'z.types[x] ≈ array (mut? zt)', ({ z, e }) => constArrayTypeOf(z, e.x))
  .so('di', 'z.datas[y] = di', ({ z, e }) => dataOf(z, e.y))
  .iff('j + n · |zt|/8 > |di.bytes|', ({ n, j, zt, di }) => j + n * byteSizes[zt] > di.bytes.length)
  .acts(({ z, e }) => segmentAccess(z, 'data', e.y, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trapOf(e, 'out of bounds memory access'), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) (i32.const j) (i32.const n) (array.init_data x y)  ↪  ε
 *   — if the fourth operand is (i32.const n)
 *   — and the third operand is (i32.const j)
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i + n ≤ |ai.fields|
 *   — and z.types[x] ≈ array (mut? zt)
 *   — and z.datas[y] = di
 *   — and j + n · |zt|/8 ≤ |di.bytes|
 *   — and n = 0
 * ```
 * @rule Step_read/array.init_data-zero
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayInitDataZero: Rule<'array.init_data'> = initData('array.init_data-zero')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i + n ≤ |ai.fields|', ({ n, i, ai }) => i + n <= ai.fields.n)
  .so('zt', 'z.types[x] ≈ array (mut? zt)', ({ z, e }) => constArrayTypeOf(z, e.x))
  .so('di', 'z.datas[y] = di', ({ z, e }) => dataOf(z, e.y))
  .iff('j + n · |zt|/8 ≤ |di.bytes|', ({ n, j, zt, di }) => j + n * byteSizes[zt] <= di.bytes.length)
  .iff('n = 0', ({ n }) => n === 0)
  .acts(({ z, e }) => segmentAccess(z, 'data', e.y, READ))
  .gives(({ z }) => to(z, z.vs.next.next.next.next, z.es.next));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) (i32.const j) (i32.const n) (array.init_data x y)  ↪
 *     (ref.array a) (i32.const i) (unpack(zt).const unpack_zt(c)) (array.set x)
 *     (ref.array a) (i32.const i + 1) (i32.const j + |zt|/8) (i32.const n − 1) (array.init_data x y)
 *   — if the fourth operand is (i32.const n)
 *   — and the third operand is (i32.const j)
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i + n ≤ |ai.fields|
 *   — and z.types[x] ≈ array (mut? zt)
 *   — and z.datas[y] = di
 *   — and j + n · |zt|/8 ≤ |di.bytes|
 *   — and n ≠ 0
 *   — and zbytes_zt(c) = di.bytes[j : |zt|/8]
 * ```
 * @rule Step_read/array.init_data-num
 * @spec core 4.3-execution.instructions §Array instructions
 */
export const arrayInitDataNum: Rule<'array.init_data'> = initData('array.init_data-num')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i + n ≤ |ai.fields|', ({ n, i, ai }) => i + n <= ai.fields.n)
  .so('zt', 'z.types[x] ≈ array (mut? zt)', ({ z, e }) => constArrayTypeOf(z, e.x))
  .so('di', 'z.datas[y] = di', ({ z, e }) => dataOf(z, e.y))
  .iff('j + n · |zt|/8 ≤ |di.bytes|', ({ n, j, zt, di }) => j + n * byteSizes[zt] <= di.bytes.length)
  .iff('n ≠ 0', ({ n }) => n !== 0)
  .so('c', 'zbytes_zt(c) = di.bytes[j : |zt|/8]', ({ j, zt, di }) => constsAt(zt, di.bytes, j, 1)?.[0])
  .acts(({ z, e }) => segmentAccess(z, 'data', e.y, READ))
  .gives(({ z, e, n, j, i, a, zt, c }) =>
    to(z, cons(c, z.vs.next.next),
    then({ op: 'array.set', x: e.x, at: e.at },
      again([refArray(a), i32(i + 1), i32(j + byteSizes[zt]), i32(n - 1)], e, z.es.next))));
