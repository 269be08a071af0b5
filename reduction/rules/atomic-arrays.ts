/**
 * Atomic accesses of elements of arrays.
 * @spec SET Overview.md §Instructions
 * @category Reduction: array instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import { rmwVal } from '../../semantics/runtime/atomics.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { packfield, unpacked, unpackfield } from '../../semantics/runtime/fields.ts';
import { ordered, partAccess } from '../../semantics/runtime/labels.ts';
import { arrayField, arrayTypeOf } from '../../semantics/runtime/lookup.ts';
import { addrOf, arrayOf, isNull, val } from '../../semantics/runtime/operands.ts';
import { sameVal } from '../../semantics/runtime/references.ts';
import { withElement } from '../../semantics/runtime/updates.ts';
import type { Rule } from '../kit.ts';
import { changed, read, step, to } from '../kit.ts';

const NULL_ARRAY = 'null array reference';
const OUT_OF_BOUNDS = 'out of bounds array access';

/** z; ref (i32.const i) (array.atomic.get_sx? ord x): how the rules of this instruction begin */
const atomicGet = (name: string) => read(name, 'array.atomic.get')
  .so('i', 'the second operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.v));

/**
 * ```rule
 * z; (ref.null) (i32.const i) (array.atomic.get_sx? ord x)  ↪  trap
 *   — if the second operand is (i32.const i)
 *   — and the first operand is (ref.null)
 * ```
 * @rule Step_read/array.atomic.get-null
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicGetNull: Rule<'array.atomic.get'> = atomicGet('array.atomic.get-null')
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, NULL_ARRAY), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) (array.atomic.get_sx? ord x)  ↪  trap
 *   — if the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i ≥ |ai.fields|
 * ```
 * @rule Step_read/array.atomic.get-oob
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicGetOob: Rule<'array.atomic.get'> = atomicGet('array.atomic.get-oob')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i ≥ |ai.fields|', ({ i, ai }) => i >= ai.fields.n)
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) (array.atomic.get_sx? ord x)  ↪  val
 *   — if the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.types[x] ≈ array (mut? zt)
 *   — and z.arrays[a].fields[i] = fv
 *   — and val = unpack^{sx?}_zt(fv)
 * ```
 * @rule Step_read/array.atomic.get-array
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicGetArray: Rule<'array.atomic.get'> = atomicGet('array.atomic.get-array')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.v))
  .so('ct', 'z.types[x] ≈ array (mut? zt)', ({ z, e }) => arrayTypeOf(z, e.x))
  .so('fv', 'z.arrays[a].fields[i] = fv', ({ z, i, a }) => arrayField(z.S, a, i))
  .so('val', 'val = unpack^{sx?}_zt(fv)', ({ e, ct, fv }) => unpackfield(ct.field.storage, e.sx, fv))
  .acts(({ z, e, i, a }) => partAccess(z, 'array', a, ordered('read', e.order), i))
  .gives(({ z, val }) => to(z, cons(val, z.vs.next.next), z.es.next));

/** z; ref (i32.const i) val (array.atomic.set ord x): how the rules of this instruction begin */
const atomicSet = (name: string) => step(name, 'array.atomic.set')
  .so('val', 'the third operand is val', ({ z }) => val(z.vs.v))
  .so('i', 'the second operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.next.v));

/**
 * ```rule
 * z; (ref.null) (i32.const i) val (array.atomic.set ord x)  ↪  z; trap
 *   — if the third operand is val
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.null)
 * ```
 * @rule Step/array.atomic.set-null
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicSetNull: Rule<'array.atomic.set'> = atomicSet('array.atomic.set-null')
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, NULL_ARRAY), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) val (array.atomic.set ord x)  ↪  z; trap
 *   — if the third operand is val
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i ≥ |ai.fields|
 * ```
 * @rule Step/array.atomic.set-oob
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicSetOob: Rule<'array.atomic.set'> = atomicSet('array.atomic.set-oob')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i ≥ |ai.fields|', ({ i, ai }) => i >= ai.fields.n)
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) val (array.atomic.set ord x)  ↪  z[.arrays[a].fields[i] = fv]; ε
 *   — if the third operand is val
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i < |ai.fields|
 *   — and z.types[x] ≈ array (mut? zt)
 *   — and fv = pack_zt(val)
 * ```
 * @rule Step/array.atomic.set-array
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicSetArray: Rule<'array.atomic.set'> = atomicSet('array.atomic.set-array')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i < |ai.fields|', ({ i, ai }) => i < ai.fields.n)
  .so('ct', 'z.types[x] ≈ array (mut? zt)', ({ z, e }) => arrayTypeOf(z, e.x))
  .so('fv', 'fv = pack_zt(val)', ({ val, ct }) => packfield(ct.field.storage, val))
  .acts(({ z, e, i, a }) => partAccess(z, 'array', a, ordered('write', e.order), i))
  .gives(({ z, z: { S, vs, es }, i, a, ai, fv }) => changed(z, withElement(S, a, ai, i, fv), vs.next.next.next, es.next));

/** z; ref (i32.const i) val₂ (array.atomic.rmw.f ord x): how the rules of this instruction begin */
const atomicRmw = (name: string) => step(name, 'array.atomic.rmw')
  .so('val2', 'the third operand is val₂', ({ z }) => val(z.vs.v))
  .so('i', 'the second operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.next.v));

/**
 * ```rule
 * z; (ref.null) (i32.const i) val₂ (array.atomic.rmw.f ord x)  ↪  z; trap
 *   — if the third operand is val₂
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.null)
 * ```
 * @rule Step/array.atomic.rmw-null
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicRmwNull: Rule<'array.atomic.rmw'> = atomicRmw('array.atomic.rmw-null')
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, NULL_ARRAY), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) val₂ (array.atomic.rmw.f ord x)  ↪  z; trap
 *   — if the third operand is val₂
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i ≥ |ai.fields|
 * ```
 * @rule Step/array.atomic.rmw-oob
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicRmwOob: Rule<'array.atomic.rmw'> = atomicRmw('array.atomic.rmw-oob')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i ≥ |ai.fields|', ({ i, ai }) => i >= ai.fields.n)
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) val₂ (array.atomic.rmw.f ord x)  ↪  z[.arrays[a].fields[i] = val]; val₁
 *   — if the third operand is val₂
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and ai.fields[i] = val₁
 *   — and val = rmw_f(val₁, val₂)
 * ```
 * @rule Step/array.atomic.rmw-array
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicRmwArray: Rule<'array.atomic.rmw'> = atomicRmw('array.atomic.rmw-array')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .so('val1', 'ai.fields[i] = val₁', ({ i, ai }) => unpacked(get(ai.fields, i)))
  .so('val', 'val = rmw_f(val₁, val₂)', ({ e, val2, val1 }) => rmwVal(e.f, val1, val2))
  .acts(({ z, e, i, a }) => partAccess(z, 'array', a, ordered('rmw', e.order), i))
  .gives(({ z, z: { S, vs, es }, i, a, ai, val1, val }) =>
    changed(z, withElement(S, a, ai, i, val), cons(val1, vs.next.next.next), es.next));

/** z; ref (i32.const i) val₂ val₃ (array.atomic.rmw.cmpxchg ord x): how the rules of this instruction begin */
const atomicCmpxchg = (name: string) => step(name, 'array.atomic.cmpxchg')
  .so('val3', 'the fourth operand is val₃', ({ z }) => val(z.vs.v))
  .so('val2', 'the third operand is val₂', ({ z }) => val(z.vs.next.v))
  .so('i', 'the second operand is (i32.const i)', ({ z }) => addrOf('i32', z.vs.next.next.v));

/**
 * ```rule
 * z; (ref.null) (i32.const i) val₂ val₃ (array.atomic.rmw.cmpxchg ord x)  ↪  z; trap
 *   — if the fourth operand is val₃
 *   — and the third operand is val₂
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.null)
 * ```
 * @rule Step/array.atomic.cmpxchg-null
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicCmpxchgNull: Rule<'array.atomic.cmpxchg'> = atomicCmpxchg('array.atomic.cmpxchg-null')
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.next.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trapOf(e, NULL_ARRAY), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) val₂ val₃ (array.atomic.rmw.cmpxchg ord x)  ↪  z; trap
 *   — if the fourth operand is val₃
 *   — and the third operand is val₂
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and i ≥ |ai.fields|
 * ```
 * @rule Step/array.atomic.cmpxchg-oob
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicCmpxchgOob: Rule<'array.atomic.cmpxchg'> = atomicCmpxchg('array.atomic.cmpxchg-oob')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .iff('i ≥ |ai.fields|', ({ i, ai }) => i >= ai.fields.n)
  .gives(({ z, e }) => to(z, z.vs.next.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (ref.array a) (i32.const i) val₂ val₃ (array.atomic.rmw.cmpxchg ord x)  ↪
 *     z[.arrays[a].fields[i] = val₃]; val₁
 *   — if the fourth operand is val₃
 *   — and the third operand is val₂
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and ai.fields[i] = val₁
 *   — and val₁ = val₂
 * ```
 * @rule Step/array.atomic.cmpxchg-succeed
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicCmpxchgSucceed: Rule<'array.atomic.cmpxchg'> = atomicCmpxchg('array.atomic.cmpxchg-succeed')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .so('val1', 'ai.fields[i] = val₁', ({ i, ai }) => unpacked(get(ai.fields, i)))
  .iff('val₁ = val₂', ({ val2, val1 }) => sameVal(val1, val2))
  .acts(({ z, e, i, a }) => partAccess(z, 'array', a, ordered('rmw', e.order), i))
  .gives(({ z, z: { S, vs, es }, val3, i, a, ai, val1 }) =>
    changed(z, withElement(S, a, ai, i, val3), cons(val1, vs.next.next.next.next), es.next));

/**
 * A comparison that fails is a read.
 * ```rule
 * z; (ref.array a) (i32.const i) val₂ val₃ (array.atomic.rmw.cmpxchg ord x)  ↪  z; val₁
 *   — if the fourth operand is val₃
 *   — and the third operand is val₂
 *   — and the second operand is (i32.const i)
 *   — and the first operand is (ref.array a)
 *   — and z.arrays[a] = ai
 *   — and ai.fields[i] = val₁
 *   — and val₁ ≠ val₂
 * ```
 * @rule Step/array.atomic.cmpxchg-fail
 * @spec SET Overview.md §Instructions
 */
export const arrayAtomicCmpxchgFail: Rule<'array.atomic.cmpxchg'> = atomicCmpxchg('array.atomic.cmpxchg-fail')
  .so('a', 'the first operand is (ref.array a)', ({ z }) => arrayOf(z.vs.next.next.next.v))
  .so('ai', 'z.arrays[a] = ai', ({ z, a }) => get(z.S.arrays, a))
  .so('val1', 'ai.fields[i] = val₁', ({ i, ai }) => unpacked(get(ai.fields, i)))
  .iff('val₁ ≠ val₂', ({ val2, val1 }) => !sameVal(val1, val2))
  .acts(({ z, e, i, a }) => partAccess(z, 'array', a, ordered('read', e.order), i))
  .gives(({ z, val1 }) => to(z, cons(val1, z.vs.next.next.next.next), z.es.next));
