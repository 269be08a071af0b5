/**
 * Atomic memory instructions. N is the width of the access: |iNN| where the instruction says no other.
 *
 * Every step is atomic here, so the memory ordering ord shows in the label of the step only. A misaligned access traps before the bounds
 * are looked at.
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 * @category Reduction: atomic memory instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import { effective, withBytes, withPack } from '../../semantics/runtime/accesses.ts';
import { aligned, narrowed, rmwInt, uintAt, widthOf } from '../../semantics/runtime/atomics.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { READ, access, ordered, sizeAccess } from '../../semantics/runtime/labels.ts';
import { memOf } from '../../semantics/runtime/lookup.ts';
import { addrOf, num } from '../../semantics/runtime/operands.ts';
import type { Rule } from '../kit.ts';
import { changed, read, step, to } from '../kit.ts';

const UNALIGNED = 'unaligned atomic';
const OUT_OF_BOUNDS = 'out of bounds memory access';

/** z; (at.const i) (iNN.atomic.load N_u? ord x ao): how the rules of this instruction begin */
const load = (name: string) => read(name, 'atomic.load')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v));

/**
 * ```rule
 * z; (at.const i) (iNN.atomic.load N_u? ord x ao)  ↪  trap
 *   — if z.mems[x] = mi
 *   — and the operand is (at.const i)
 *   — and (i + ao.offset) mod N/8 ≠ 0
 * ```
 * @rule Step_read/atomic.load-unaligned
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const atomicLoadUnaligned: Rule<'atomic.load'> = load('atomic.load-unaligned')
  .iff('(i + ao.offset) mod N/8 ≠ 0', ({ z, e }) => !aligned(z.vs.v, e.ao, widthOf(e)))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, UNALIGNED), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (iNN.atomic.load N_u? ord x ao)  ↪  trap
 *   — if z.mems[x] = mi
 *   — and the operand is (at.const i)
 *   — and (i + ao.offset) mod N/8 = 0
 *   — and i + ao.offset + N/8 > |mi.bytes|
 * ```
 * @rule Step_read/atomic.load-oob
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const atomicLoadOob: Rule<'atomic.load'> = load('atomic.load-oob')
  .iff('(i + ao.offset) mod N/8 = 0', ({ z, e }) => aligned(z.vs.v, e.ao, widthOf(e)))
  .iff('i + ao.offset + N/8 > |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + widthOf(e) / 8 > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (iNN.atomic.load N_u? ord x ao)  ↪  (iNN.const extend^u_{N,NN}(c))
 *   — if z.mems[x] = mi
 *   — and the operand is (at.const i)
 *   — and (i + ao.offset) mod N/8 = 0
 *   — and ibits_N(c) = mi.bytes[i + ao.offset : N/8]
 * ```
 * @rule Step_read/atomic.load-val
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const atomicLoadVal: Rule<'atomic.load'> = load('atomic.load-val')
  .iff('(i + ao.offset) mod N/8 = 0', ({ z, e }) => aligned(z.vs.v, e.ao, widthOf(e)))
  .so('c', 'ibits_N(c) = mi.bytes[i + ao.offset : N/8]', ({ e, mi, i }) => uintAt(e.nt, widthOf(e), mi.bytes, effective(i, e.ao)))
  .acts(({ z, e, i }) => access(z, 'mem', e.x, ordered('read', e.order), effective(i, e.ao), widthOf(e) / 8))
  .gives(({ z, c }) => to(z, cons(c, z.vs.next), z.es.next));

/** z; (at.const i) (iNN.const c) (iNN.atomic.store N? ord x ao): how the rules of this instruction begin */
const store = (name: string) => step(name, 'atomic.store')
  .so('a', 'z.module.mems[x] = a', ({ z, e }) => z.F.module.mems[e.x])
  .so('mi', 'z.mems[a] = mi', ({ z, a }) => get(z.S.mems, a))
  .so('c', 'the second operand is (iNN.const c)', ({ z, e }) => num(e.nt, z.vs.v)?.c)
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.v));

/**
 * ```rule
 * z; (at.const i) (iNN.const c) (iNN.atomic.store N? ord x ao)  ↪  z; trap
 *   — if z.module.mems[x] = a
 *   — and z.mems[a] = mi
 *   — and the second operand is (iNN.const c)
 *   — and the first operand is (at.const i)
 *   — and (i + ao.offset) mod N/8 ≠ 0
 * ```
 * @rule Step/atomic.store-unaligned
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const atomicStoreUnaligned: Rule<'atomic.store'> = store('atomic.store-unaligned')
  .iff('(i + ao.offset) mod N/8 ≠ 0', ({ z, e }) => !aligned(z.vs.next.v, e.ao, widthOf(e)))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, UNALIGNED), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (iNN.const c) (iNN.atomic.store N? ord x ao)  ↪  z; trap
 *   — if z.module.mems[x] = a
 *   — and z.mems[a] = mi
 *   — and the second operand is (iNN.const c)
 *   — and the first operand is (at.const i)
 *   — and (i + ao.offset) mod N/8 = 0
 *   — and i + ao.offset + N/8 > |mi.bytes|
 * ```
 * @rule Step/atomic.store-oob
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const atomicStoreOob: Rule<'atomic.store'> = store('atomic.store-oob')
  .iff('(i + ao.offset) mod N/8 = 0', ({ z, e }) => aligned(z.vs.next.v, e.ao, widthOf(e)))
  .iff('i + ao.offset + N/8 > |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + widthOf(e) / 8 > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (iNN.const c) (iNN.atomic.store N? ord x ao)  ↪  z[.mems[a].bytes[i + ao.offset : N/8] = ibits_N(wrap_{NN,N}(c))]; ε
 *   — if z.module.mems[x] = a
 *   — and z.mems[a] = mi
 *   — and the second operand is (iNN.const c)
 *   — and the first operand is (at.const i)
 *   — and (i + ao.offset) mod N/8 = 0
 *   — and i + ao.offset + N/8 ≤ |mi.bytes|
 * ```
 * @rule Step/atomic.store-val
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const atomicStoreVal: Rule<'atomic.store'> = store('atomic.store-val')
  .iff('(i + ao.offset) mod N/8 = 0', ({ z, e }) => aligned(z.vs.next.v, e.ao, widthOf(e)))
  .iff('i + ao.offset + N/8 ≤ |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + widthOf(e) / 8 <= mi.bytes.size)
  .acts(({ z, e, i }) => access(z, 'mem', e.x, ordered('write', e.order), effective(i, e.ao), widthOf(e) / 8))
  .gives(({ z, z: { S, vs, es }, e, a, mi, c, i }) =>
    changed(z, withBytes(S, a, mi, withPack(mi.bytes, effective(i, e.ao), widthOf(e), c)), vs.next.next, es.next));

/** z; (at.const i) (iNN.const c₂) (iNN.atomic.rmw N_u? f ord x ao): how the rules of this instruction begin */
const rmw = (name: string) => step(name, 'atomic.rmw')
  .so('a', 'z.module.mems[x] = a', ({ z, e }) => z.F.module.mems[e.x])
  .so('mi', 'z.mems[a] = mi', ({ z, a }) => get(z.S.mems, a))
  .so('c2', 'the second operand is (iNN.const c₂)', ({ z, e }) => num(e.nt, z.vs.v))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.v));

/**
 * ```rule
 * z; (at.const i) (iNN.const c₂) (iNN.atomic.rmw N_u? f ord x ao)  ↪  z; trap
 *   — if z.module.mems[x] = a
 *   — and z.mems[a] = mi
 *   — and the second operand is (iNN.const c₂)
 *   — and the first operand is (at.const i)
 *   — and (i + ao.offset) mod N/8 ≠ 0
 * ```
 * @rule Step/atomic.rmw-unaligned
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const atomicRmwUnaligned: Rule<'atomic.rmw'> = rmw('atomic.rmw-unaligned')
  .iff('(i + ao.offset) mod N/8 ≠ 0', ({ z, e }) => !aligned(z.vs.next.v, e.ao, widthOf(e)))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, UNALIGNED), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (iNN.const c₂) (iNN.atomic.rmw N_u? f ord x ao)  ↪  z; trap
 *   — if z.module.mems[x] = a
 *   — and z.mems[a] = mi
 *   — and the second operand is (iNN.const c₂)
 *   — and the first operand is (at.const i)
 *   — and (i + ao.offset) mod N/8 = 0
 *   — and i + ao.offset + N/8 > |mi.bytes|
 * ```
 * @rule Step/atomic.rmw-oob
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const atomicRmwOob: Rule<'atomic.rmw'> = rmw('atomic.rmw-oob')
  .iff('(i + ao.offset) mod N/8 = 0', ({ z, e }) => aligned(z.vs.next.v, e.ao, widthOf(e)))
  .iff('i + ao.offset + N/8 > |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + widthOf(e) / 8 > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (iNN.const c₂) (iNN.atomic.rmw N_u? f ord x ao)  ↪
 *     z[.mems[a].bytes[i + ao.offset : N/8] = ibits_N(wrap_{NN,N}(c))]; (iNN.const c₁)
 *   — if z.module.mems[x] = a
 *   — and z.mems[a] = mi
 *   — and the second operand is (iNN.const c₂)
 *   — and the first operand is (at.const i)
 *   — and (i + ao.offset) mod N/8 = 0
 *   — and c₁ = extend^u_{N,NN}(ibits⁻¹_N(mi.bytes[i + ao.offset : N/8]))
 *   — and c = rmw_f(c₁, c₂)
 * ```
 * @rule Step/atomic.rmw-val
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const atomicRmwVal: Rule<'atomic.rmw'> = rmw('atomic.rmw-val')
  .iff('(i + ao.offset) mod N/8 = 0', ({ z, e }) => aligned(z.vs.next.v, e.ao, widthOf(e)))
  .so('c1', 'c₁ = extend^u_{N,NN}(ibits⁻¹_N(mi.bytes[i + ao.offset : N/8]))', ({ e, mi, i }) =>
    uintAt(e.nt, widthOf(e), mi.bytes, effective(i, e.ao)))
  .so('c', 'c = rmw_f(c₁, c₂)', ({ e, c1, c2 }) => rmwInt(e.f, c1, c2)?.c)
  .acts(({ z, e, i }) => access(z, 'mem', e.x, ordered('rmw', e.order), effective(i, e.ao), widthOf(e) / 8))
  .gives(({ z, z: { S, vs, es }, e, a, mi, i, c1, c }) =>
    changed(z, withBytes(S, a, mi, withPack(mi.bytes, effective(i, e.ao), widthOf(e), c)), cons(c1, vs.next.next), es.next));

/** z; (at.const i) (iNN.const c₂) (iNN.const c₃) (iNN.atomic.rmw N_u? cmpxchg ord x ao): how the rules of this instruction begin */
const cmpxchg = (name: string) => step(name, 'atomic.cmpxchg')
  .so('a', 'z.module.mems[x] = a', ({ z, e }) => z.F.module.mems[e.x])
  .so('mi', 'z.mems[a] = mi', ({ z, a }) => get(z.S.mems, a))
  .so('c3', 'the third operand is (iNN.const c₃)', ({ z, e }) => num(e.nt, z.vs.v)?.c)
  .so('c2', 'the second operand is (iNN.const c₂)', ({ z, e }) => num(e.nt, z.vs.next.v))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.next.v));

/**
 * ```rule
 * z; (at.const i) (iNN.const c₂) (iNN.const c₃) (iNN.atomic.rmw N_u? cmpxchg ord x ao)  ↪  z; trap
 *   — if z.module.mems[x] = a
 *   — and z.mems[a] = mi
 *   — and the third operand is (iNN.const c₃)
 *   — and the second operand is (iNN.const c₂)
 *   — and the first operand is (at.const i)
 *   — and (i + ao.offset) mod N/8 ≠ 0
 * ```
 * @rule Step/atomic.cmpxchg-unaligned
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const atomicCmpxchgUnaligned: Rule<'atomic.cmpxchg'> = cmpxchg('atomic.cmpxchg-unaligned')
  .iff('(i + ao.offset) mod N/8 ≠ 0', ({ z, e }) => !aligned(z.vs.next.next.v, e.ao, widthOf(e)))
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, UNALIGNED), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (iNN.const c₂) (iNN.const c₃) (iNN.atomic.rmw N_u? cmpxchg ord x ao)  ↪  z; trap
 *   — if z.module.mems[x] = a
 *   — and z.mems[a] = mi
 *   — and the third operand is (iNN.const c₃)
 *   — and the second operand is (iNN.const c₂)
 *   — and the first operand is (at.const i)
 *   — and (i + ao.offset) mod N/8 = 0
 *   — and i + ao.offset + N/8 > |mi.bytes|
 * ```
 * @rule Step/atomic.cmpxchg-oob
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const atomicCmpxchgOob: Rule<'atomic.cmpxchg'> = cmpxchg('atomic.cmpxchg-oob')
  .iff('(i + ao.offset) mod N/8 = 0', ({ z, e }) => aligned(z.vs.next.next.v, e.ao, widthOf(e)))
  .iff('i + ao.offset + N/8 > |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + widthOf(e) / 8 > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (iNN.const c₂) (iNN.const c₃) (iNN.atomic.rmw N_u? cmpxchg ord x ao)  ↪
 *     z[.mems[a].bytes[i + ao.offset : N/8] = ibits_N(wrap_{NN,N}(c₃))]; (iNN.const c₁)
 *   — if z.module.mems[x] = a
 *   — and z.mems[a] = mi
 *   — and the third operand is (iNN.const c₃)
 *   — and the second operand is (iNN.const c₂)
 *   — and the first operand is (at.const i)
 *   — and (i + ao.offset) mod N/8 = 0
 *   — and c₁ = extend^u_{N,NN}(ibits⁻¹_N(mi.bytes[i + ao.offset : N/8]))
 *   — and c₁ = extend^u_{N,NN}(wrap_{NN,N}(c₂))
 * ```
 * @rule Step/atomic.cmpxchg-succeed
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const atomicCmpxchgSucceed: Rule<'atomic.cmpxchg'> = cmpxchg('atomic.cmpxchg-succeed')
  .iff('(i + ao.offset) mod N/8 = 0', ({ z, e }) => aligned(z.vs.next.next.v, e.ao, widthOf(e)))
  .so('c1', 'c₁ = extend^u_{N,NN}(ibits⁻¹_N(mi.bytes[i + ao.offset : N/8]))', ({ e, mi, i }) =>
    uintAt(e.nt, widthOf(e), mi.bytes, effective(i, e.ao)))
  .iff('c₁ = extend^u_{N,NN}(wrap_{NN,N}(c₂))', ({ e, c2, c1 }) => c1.c === narrowed(widthOf(e), c2).c)
  .acts(({ z, e, i }) => access(z, 'mem', e.x, ordered('rmw', e.order), effective(i, e.ao), widthOf(e) / 8))
  .gives(({ z, z: { S, vs, es }, e, a, mi, c3, i, c1 }) =>
    changed(z, withBytes(S, a, mi, withPack(mi.bytes, effective(i, e.ao), widthOf(e), c3)), cons(c1, vs.next.next.next), es.next));

/**
 * A comparison that fails is a read.
 * ```rule
 * z; (at.const i) (iNN.const c₂) (iNN.const c₃) (iNN.atomic.rmw N_u? cmpxchg ord x ao)  ↪  z; (iNN.const c₁)
 *   — if z.module.mems[x] = a
 *   — and z.mems[a] = mi
 *   — and the third operand is (iNN.const c₃)
 *   — and the second operand is (iNN.const c₂)
 *   — and the first operand is (at.const i)
 *   — and (i + ao.offset) mod N/8 = 0
 *   — and c₁ = extend^u_{N,NN}(ibits⁻¹_N(mi.bytes[i + ao.offset : N/8]))
 *   — and c₁ ≠ extend^u_{N,NN}(wrap_{NN,N}(c₂))
 * ```
 * @rule Step/atomic.cmpxchg-fail
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 */
export const atomicCmpxchgFail: Rule<'atomic.cmpxchg'> = cmpxchg('atomic.cmpxchg-fail')
  .iff('(i + ao.offset) mod N/8 = 0', ({ z, e }) => aligned(z.vs.next.next.v, e.ao, widthOf(e)))
  .so('c1', 'c₁ = extend^u_{N,NN}(ibits⁻¹_N(mi.bytes[i + ao.offset : N/8]))', ({ e, mi, i }) =>
    uintAt(e.nt, widthOf(e), mi.bytes, effective(i, e.ao)))
  .iff('c₁ ≠ extend^u_{N,NN}(wrap_{NN,N}(c₂))', ({ e, c2, c1 }) => c1.c !== narrowed(widthOf(e), c2).c)
  .acts(({ z, e, i }) => access(z, 'mem', e.x, ordered('read', e.order), effective(i, e.ao), widthOf(e) / 8))
  .gives(({ z, c1 }) => to(z, cons(c1, z.vs.next.next.next), z.es.next));
