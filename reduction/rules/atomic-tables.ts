/**
 * Atomic accesses of elements of tables.
 * @spec SET Overview.md §Instructions
 * @category Reduction: table instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { READ, access, ordered, sizeAccess } from '../../semantics/runtime/labels.ts';
import { tableOf } from '../../semantics/runtime/lookup.ts';
import { addrOf, refOf } from '../../semantics/runtime/operands.ts';
import { sameRef } from '../../semantics/runtime/references.ts';
import { withSlot } from '../../semantics/runtime/updates.ts';
import type { Rule } from '../kit.ts';
import { changed, read, step, to } from '../kit.ts';

const OUT_OF_BOUNDS = 'out of bounds table access';

/** z; (at.const i) (table.atomic.get ord x): how the rules of this instruction begin */
const atomicGet = (name: string) => read(name, 'table.atomic.get')
  .so('ti', 'z.tables[x] = ti', ({ z, e }) => tableOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.v));

/**
 * ```rule
 * z; (at.const i) (table.atomic.get ord x)  ↪  trap
 *   — if z.tables[x] = ti
 *   — and the operand is (at.const i)
 *   — and i ≥ |ti.refs|
 * ```
 * @rule Step_read/table.atomic.get-oob
 * @spec SET Overview.md §Instructions
 */
export const tableAtomicGetOob: Rule<'table.atomic.get'> = atomicGet('table.atomic.get-oob')
  .iff('i ≥ |ti.refs|', ({ ti, i }) => i >= ti.refs.n)
  .acts(({ z, e }) => sizeAccess(z, 'table', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (table.atomic.get ord x)  ↪  ref
 *   — if z.tables[x] = ti
 *   — and the operand is (at.const i)
 *   — and ti.refs[i] = ref
 * ```
 * @rule Step_read/table.atomic.get-val
 * @spec SET Overview.md §Instructions
 */
export const tableAtomicGetVal: Rule<'table.atomic.get'> = atomicGet('table.atomic.get-val')
  .so('ref', 'ti.refs[i] = ref', ({ ti, i }) => get(ti.refs, i))
  .acts(({ z, e, i }) => access(z, 'table', e.x, ordered('read', e.order), i))
  .gives(({ z, ref }) => to(z, cons(ref, z.vs.next), z.es.next));

/** z; (at.const i) ref (table.atomic.set ord x): how the rules of this instruction begin */
const atomicSet = (name: string) => step(name, 'table.atomic.set')
  .so('a', 'z.module.tables[x] = a', ({ z, e }) => z.F.module.tables[e.x])
  .so('ti', 'z.tables[a] = ti', ({ z, a }) => get(z.S.tables, a))
  .so('ref', 'the second operand is ref', ({ z }) => refOf(z.vs.v))
  .so('i', 'the first operand is (at.const i)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.next.v));

/**
 * ```rule
 * z; (at.const i) ref (table.atomic.set ord x)  ↪  z; trap
 *   — if z.module.tables[x] = a
 *   — and z.tables[a] = ti
 *   — and the second operand is ref
 *   — and the first operand is (at.const i)
 *   — and i ≥ |ti.refs|
 * ```
 * @rule Step/table.atomic.set-oob
 * @spec SET Overview.md §Instructions
 */
export const tableAtomicSetOob: Rule<'table.atomic.set'> = atomicSet('table.atomic.set-oob')
  .iff('i ≥ |ti.refs|', ({ ti, i }) => i >= ti.refs.n)
  .acts(({ z, e }) => sizeAccess(z, 'table', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) ref (table.atomic.set ord x)  ↪  z[.tables[a].refs[i] = ref]; ε
 *   — if z.module.tables[x] = a
 *   — and z.tables[a] = ti
 *   — and the second operand is ref
 *   — and the first operand is (at.const i)
 *   — and i < |ti.refs|
 * ```
 * @rule Step/table.atomic.set-val
 * @spec SET Overview.md §Instructions
 */
export const tableAtomicSetVal: Rule<'table.atomic.set'> = atomicSet('table.atomic.set-val')
  .iff('i < |ti.refs|', ({ ti, i }) => i < ti.refs.n)
  .acts(({ z, e, i }) => access(z, 'table', e.x, ordered('write', e.order), i))
  .gives(({ z, z: { S, vs, es }, a, ti, ref, i }) => changed(z, withSlot(S, a, ti, i, ref), vs.next.next, es.next));

/** z; (at.const i) ref₂ (table.atomic.rmw.xchg ord x): how the rules of this instruction begin */
const atomicXchg = (name: string) => step(name, 'table.atomic.xchg')
  .so('a', 'z.module.tables[x] = a', ({ z, e }) => z.F.module.tables[e.x])
  .so('ti', 'z.tables[a] = ti', ({ z, a }) => get(z.S.tables, a))
  .so('ref2', 'the second operand is ref₂', ({ z }) => refOf(z.vs.v))
  .so('i', 'the first operand is (at.const i)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.next.v));

/**
 * ```rule
 * z; (at.const i) ref₂ (table.atomic.rmw.xchg ord x)  ↪  z; trap
 *   — if z.module.tables[x] = a
 *   — and z.tables[a] = ti
 *   — and the second operand is ref₂
 *   — and the first operand is (at.const i)
 *   — and i ≥ |ti.refs|
 * ```
 * @rule Step/table.atomic.xchg-oob
 * @spec SET Overview.md §Instructions
 */
export const tableAtomicXchgOob: Rule<'table.atomic.xchg'> = atomicXchg('table.atomic.xchg-oob')
  .iff('i ≥ |ti.refs|', ({ ti, i }) => i >= ti.refs.n)
  .acts(({ z, e }) => sizeAccess(z, 'table', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) ref₂ (table.atomic.rmw.xchg ord x)  ↪  z[.tables[a].refs[i] = ref₂]; ref₁
 *   — if z.module.tables[x] = a
 *   — and z.tables[a] = ti
 *   — and the second operand is ref₂
 *   — and the first operand is (at.const i)
 *   — and ti.refs[i] = ref₁
 * ```
 * @rule Step/table.atomic.xchg-val
 * @spec SET Overview.md §Instructions
 */
export const tableAtomicXchgVal: Rule<'table.atomic.xchg'> = atomicXchg('table.atomic.xchg-val')
  .so('ref1', 'ti.refs[i] = ref₁', ({ ti, i }) => get(ti.refs, i))
  .acts(({ z, e, i }) => access(z, 'table', e.x, ordered('rmw', e.order), i))
  .gives(({ z, z: { S, vs, es }, a, ti, ref2, i, ref1 }) =>
    changed(z, withSlot(S, a, ti, i, ref2), cons(ref1, vs.next.next), es.next));

/** z; (at.const i) ref₂ ref₃ (table.atomic.rmw.cmpxchg ord x): how the rules of this instruction begin */
const atomicCmpxchg = (name: string) => step(name, 'table.atomic.cmpxchg')
  .so('a', 'z.module.tables[x] = a', ({ z, e }) => z.F.module.tables[e.x])
  .so('ti', 'z.tables[a] = ti', ({ z, a }) => get(z.S.tables, a))
  .so('ref3', 'the third operand is ref₃', ({ z }) => refOf(z.vs.v))
  .so('ref2', 'the second operand is ref₂', ({ z }) => refOf(z.vs.next.v))
  .so('i', 'the first operand is (at.const i)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.next.next.v));

/**
 * ```rule
 * z; (at.const i) ref₂ ref₃ (table.atomic.rmw.cmpxchg ord x)  ↪  z; trap
 *   — if z.module.tables[x] = a
 *   — and z.tables[a] = ti
 *   — and the third operand is ref₃
 *   — and the second operand is ref₂
 *   — and the first operand is (at.const i)
 *   — and i ≥ |ti.refs|
 * ```
 * @rule Step/table.atomic.cmpxchg-oob
 * @spec SET Overview.md §Instructions
 */
export const tableAtomicCmpxchgOob: Rule<'table.atomic.cmpxchg'> = atomicCmpxchg('table.atomic.cmpxchg-oob')
  .iff('i ≥ |ti.refs|', ({ ti, i }) => i >= ti.refs.n)
  .acts(({ z, e }) => sizeAccess(z, 'table', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) ref₂ ref₃ (table.atomic.rmw.cmpxchg ord x)  ↪  z[.tables[a].refs[i] = ref₃]; ref₁
 *   — if z.module.tables[x] = a
 *   — and z.tables[a] = ti
 *   — and the third operand is ref₃
 *   — and the second operand is ref₂
 *   — and the first operand is (at.const i)
 *   — and ti.refs[i] = ref₁
 *   — and ref₁ = ref₂
 * ```
 * @rule Step/table.atomic.cmpxchg-succeed
 * @spec SET Overview.md §Instructions
 */
export const tableAtomicCmpxchgSucceed: Rule<'table.atomic.cmpxchg'> = atomicCmpxchg('table.atomic.cmpxchg-succeed')
  .so('ref1', 'ti.refs[i] = ref₁', ({ ti, i }) => get(ti.refs, i))
  .iff('ref₁ = ref₂', ({ ref2, ref1 }) => sameRef(ref1, ref2))
  .acts(({ z, e, i }) => access(z, 'table', e.x, ordered('rmw', e.order), i))
  .gives(({ z, z: { S, vs, es }, a, ti, ref3, i, ref1 }) =>
    changed(z, withSlot(S, a, ti, i, ref3), cons(ref1, vs.next.next.next), es.next));

/**
 * A comparison that fails is a read.
 * ```rule
 * z; (at.const i) ref₂ ref₃ (table.atomic.rmw.cmpxchg ord x)  ↪  z; ref₁
 *   — if z.module.tables[x] = a
 *   — and z.tables[a] = ti
 *   — and the third operand is ref₃
 *   — and the second operand is ref₂
 *   — and the first operand is (at.const i)
 *   — and ti.refs[i] = ref₁
 *   — and ref₁ ≠ ref₂
 * ```
 * @rule Step/table.atomic.cmpxchg-fail
 * @spec SET Overview.md §Instructions
 */
export const tableAtomicCmpxchgFail: Rule<'table.atomic.cmpxchg'> = atomicCmpxchg('table.atomic.cmpxchg-fail')
  .so('ref1', 'ti.refs[i] = ref₁', ({ ti, i }) => get(ti.refs, i))
  .iff('ref₁ ≠ ref₂', ({ ref2, ref1 }) => !sameRef(ref1, ref2))
  .acts(({ z, e, i }) => access(z, 'table', e.x, ordered('read', e.order), i))
  .gives(({ z, ref1 }) => to(z, cons(ref1, z.vs.next.next.next), z.es.next));
