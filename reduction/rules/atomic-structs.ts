/**
 * Atomic accesses of fields of structures.
 * @spec SET Overview.md §Instructions
 * @category Reduction: structure instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import { rmwVal } from '../../semantics/runtime/atomics.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { packfield, unpacked, unpackfield } from '../../semantics/runtime/fields.ts';
import { ordered, partAccess } from '../../semantics/runtime/labels.ts';
import { structField, structTypeOf } from '../../semantics/runtime/lookup.ts';
import { isNull, structOf, val } from '../../semantics/runtime/operands.ts';
import { sameVal } from '../../semantics/runtime/references.ts';
import { withField } from '../../semantics/runtime/updates.ts';
import type { Rule } from '../kit.ts';
import { changed, read, step, to } from '../kit.ts';

const NULL_STRUCT = 'null structure reference';

/**
 * ```rule
 * z; (ref.null) (struct.atomic.get_sx? ord x i)  ↪  trap
 *   — if the operand is (ref.null)
 * ```
 * @rule Step_read/struct.atomic.get-null
 * @spec SET Overview.md §Instructions
 */
export const structAtomicGetNull: Rule<'struct.atomic.get'> = read('struct.atomic.get-null', 'struct.atomic.get')
  .iff('the operand is (ref.null)', ({ z }) => isNull(z.vs.v))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, NULL_STRUCT), z.es.next)));

/**
 * ```rule
 * z; (ref.struct a) (struct.atomic.get_sx? ord x i)  ↪  val
 *   — if the operand is (ref.struct a)
 *   — and z.types[x] ≈ struct (mut? zt)*
 *   — and zt*[i] = zt
 *   — and z.structs[a].fields[i] = fv
 *   — and val = unpack^{sx?}_zt(fv)
 * ```
 * @rule Step_read/struct.atomic.get-struct
 * @spec SET Overview.md §Instructions
 */
export const structAtomicGetStruct: Rule<'struct.atomic.get'> = read('struct.atomic.get-struct', 'struct.atomic.get')
  .so('a', 'the operand is (ref.struct a)', ({ z }) => structOf(z.vs.v))
  .so('ct', 'z.types[x] ≈ struct (mut? zt)*', ({ z, e }) => structTypeOf(z, e.x))
  .so('zt', 'zt*[i] = zt', ({ e, ct }) => ct.fields[e.i]?.storage)
  .so('fv', 'z.structs[a].fields[i] = fv', ({ z, e, a }) => structField(z.S, a, e.i))
  .so('val', 'val = unpack^{sx?}_zt(fv)', ({ e, zt, fv }) => unpackfield(zt, e.sx, fv))
  .acts(({ z, e, a }) => partAccess(z, 'struct', a, ordered('read', e.order), e.i))
  .gives(({ z, val }) => to(z, cons(val, z.vs.next), z.es.next));

/** z; ref val (struct.atomic.set ord x i): how the rules of this instruction begin */
const atomicSet = (name: string) => step(name, 'struct.atomic.set')
  .so('val', 'the second operand is val', ({ z }) => val(z.vs.v));

/**
 * ```rule
 * z; (ref.null) val (struct.atomic.set ord x i)  ↪  z; trap
 *   — if the second operand is val
 *   — and the first operand is (ref.null)
 * ```
 * @rule Step/struct.atomic.set-null
 * @spec SET Overview.md §Instructions
 */
export const structAtomicSetNull: Rule<'struct.atomic.set'> = atomicSet('struct.atomic.set-null')
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, NULL_STRUCT), z.es.next)));

/**
 * ```rule
 * z; (ref.struct a) val (struct.atomic.set ord x i)  ↪  z[.structs[a].fields[i] = fv]; ε
 *   — if the second operand is val
 *   — and the first operand is (ref.struct a)
 *   — and z.structs[a] = si
 *   — and z.types[x] ≈ struct (mut? zt)*
 *   — and zt*[i] = zt
 *   — and fv = pack_zt(val)
 * ```
 * @rule Step/struct.atomic.set-struct
 * @spec SET Overview.md §Instructions
 */
export const structAtomicSetStruct: Rule<'struct.atomic.set'> = atomicSet('struct.atomic.set-struct')
  .so('a', 'the first operand is (ref.struct a)', ({ z }) => structOf(z.vs.next.v))
  .so('si', 'z.structs[a] = si', ({ z, a }) => get(z.S.structs, a))
  .so('ct', 'z.types[x] ≈ struct (mut? zt)*', ({ z, e }) => structTypeOf(z, e.x))
  .so('zt', 'zt*[i] = zt', ({ e, ct }) => ct.fields[e.i]?.storage)
  .so('fv', 'fv = pack_zt(val)', ({ zt, val }) => packfield(zt, val))
  .acts(({ z, e, a }) => partAccess(z, 'struct', a, ordered('write', e.order), e.i))
  .gives(({ z, z: { S, vs, es }, e, a, si, fv }) => changed(z, withField(S, a, si, e.i, fv), vs.next.next, es.next));

/** z; ref val₂ (struct.atomic.rmw.f ord x i): how the rules of this instruction begin */
const atomicRmw = (name: string) => step(name, 'struct.atomic.rmw')
  .so('val2', 'the second operand is val₂', ({ z }) => val(z.vs.v));

/**
 * ```rule
 * z; (ref.null) val₂ (struct.atomic.rmw.f ord x i)  ↪  z; trap
 *   — if the second operand is val₂
 *   — and the first operand is (ref.null)
 * ```
 * @rule Step/struct.atomic.rmw-null
 * @spec SET Overview.md §Instructions
 */
export const structAtomicRmwNull: Rule<'struct.atomic.rmw'> = atomicRmw('struct.atomic.rmw-null')
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, NULL_STRUCT), z.es.next)));

/**
 * ```rule
 * z; (ref.struct a) val₂ (struct.atomic.rmw.f ord x i)  ↪  z[.structs[a].fields[i] = val]; val₁
 *   — if the second operand is val₂
 *   — and the first operand is (ref.struct a)
 *   — and z.structs[a] = si
 *   — and si.fields[i] = val₁
 *   — and val = rmw_f(val₁, val₂)
 * ```
 * @rule Step/struct.atomic.rmw-struct
 * @spec SET Overview.md §Instructions
 */
export const structAtomicRmwStruct: Rule<'struct.atomic.rmw'> = atomicRmw('struct.atomic.rmw-struct')
  .so('a', 'the first operand is (ref.struct a)', ({ z }) => structOf(z.vs.next.v))
  .so('si', 'z.structs[a] = si', ({ z, a }) => get(z.S.structs, a))
  .so('val1', 'si.fields[i] = val₁', ({ e, si }) => unpacked(get(si.fields, e.i)))
  .so('val', 'val = rmw_f(val₁, val₂)', ({ e, val1, val2 }) => rmwVal(e.f, val1, val2))
  .acts(({ z, e, a }) => partAccess(z, 'struct', a, ordered('rmw', e.order), e.i))
  .gives(({ z, z: { S, vs, es }, e, a, si, val1, val }) =>
    changed(z, withField(S, a, si, e.i, val), cons(val1, vs.next.next), es.next));

/** z; ref val₂ val₃ (struct.atomic.rmw.cmpxchg ord x i): how the rules of this instruction begin */
const atomicCmpxchg = (name: string) => step(name, 'struct.atomic.cmpxchg')
  .so('val3', 'the third operand is val₃', ({ z }) => val(z.vs.v))
  .so('val2', 'the second operand is val₂', ({ z }) => val(z.vs.next.v));

/**
 * ```rule
 * z; (ref.null) val₂ val₃ (struct.atomic.rmw.cmpxchg ord x i)  ↪  z; trap
 *   — if the third operand is val₃
 *   — and the second operand is val₂
 *   — and the first operand is (ref.null)
 * ```
 * @rule Step/struct.atomic.cmpxchg-null
 * @spec SET Overview.md §Instructions
 */
export const structAtomicCmpxchgNull: Rule<'struct.atomic.cmpxchg'> = atomicCmpxchg('struct.atomic.cmpxchg-null')
  .iff('the first operand is (ref.null)', ({ z }) => isNull(z.vs.next.next.v))
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, NULL_STRUCT), z.es.next)));

/**
 * ```rule
 * z; (ref.struct a) val₂ val₃ (struct.atomic.rmw.cmpxchg ord x i)  ↪  z[.structs[a].fields[i] = val₃]; val₁
 *   — if the third operand is val₃
 *   — and the second operand is val₂
 *   — and the first operand is (ref.struct a)
 *   — and z.structs[a] = si
 *   — and si.fields[i] = val₁
 *   — and val₁ = val₂
 * ```
 * @rule Step/struct.atomic.cmpxchg-succeed
 * @spec SET Overview.md §Instructions
 */
export const structAtomicCmpxchgSucceed: Rule<'struct.atomic.cmpxchg'> = atomicCmpxchg('struct.atomic.cmpxchg-succeed')
  .so('a', 'the first operand is (ref.struct a)', ({ z }) => structOf(z.vs.next.next.v))
  .so('si', 'z.structs[a] = si', ({ z, a }) => get(z.S.structs, a))
  .so('val1', 'si.fields[i] = val₁', ({ e, si }) => unpacked(get(si.fields, e.i)))
  .iff('val₁ = val₂', ({ val1, val2 }) => sameVal(val1, val2))
  .acts(({ z, e, a }) => partAccess(z, 'struct', a, ordered('rmw', e.order), e.i))
  .gives(({ z, z: { S, vs, es }, e, val3, a, si, val1 }) =>
    changed(z, withField(S, a, si, e.i, val3), cons(val1, vs.next.next.next), es.next));

/**
 * A comparison that fails is a read.
 * ```rule
 * z; (ref.struct a) val₂ val₃ (struct.atomic.rmw.cmpxchg ord x i)  ↪  z; val₁
 *   — if the third operand is val₃
 *   — and the second operand is val₂
 *   — and the first operand is (ref.struct a)
 *   — and z.structs[a] = si
 *   — and si.fields[i] = val₁
 *   — and val₁ ≠ val₂
 * ```
 * @rule Step/struct.atomic.cmpxchg-fail
 * @spec SET Overview.md §Instructions
 */
export const structAtomicCmpxchgFail: Rule<'struct.atomic.cmpxchg'> = atomicCmpxchg('struct.atomic.cmpxchg-fail')
  .so('a', 'the first operand is (ref.struct a)', ({ z }) => structOf(z.vs.next.next.v))
  .so('si', 'z.structs[a] = si', ({ z, a }) => get(z.S.structs, a))
  .so('val1', 'si.fields[i] = val₁', ({ e, si }) => unpacked(get(si.fields, e.i)))
  .iff('val₁ ≠ val₂', ({ val1, val2 }) => !sameVal(val1, val2))
  .acts(({ z, e, a }) => partAccess(z, 'struct', a, ordered('read', e.order), e.i))
  .gives(({ z, val1 }) => to(z, cons(val1, z.vs.next.next.next), z.es.next));
