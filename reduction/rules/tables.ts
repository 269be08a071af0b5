/**
 * Table instructions on single elements and on the size, and dropping of element segments.
 * @spec core 4.3-execution.instructions §Table instructions
 * @category Reduction: table instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { growtable, isRefused } from '../../semantics/runtime/growth.ts';
import { READ, WRITE, access, growth, ordered, segmentAccess, sizeAccess } from '../../semantics/runtime/labels.ts';
import { tableOf } from '../../semantics/runtime/lookup.ts';
import { addrConst, addrOf, refOf } from '../../semantics/runtime/operands.ts';
import type { ElemInst } from '../../semantics/runtime/store.ts';
import { withElem, withSlot, withTable } from '../../semantics/runtime/updates.ts';
import type { Rule } from '../kit.ts';
import { changed, read, step, to } from '../kit.ts';

/**
 * ```rule
 * z; (at.const i) (table.get x)  ↪  trap
 *   — if z.tables[x] = ti
 *   — and the operand is (at.const i)
 *   — and i ≥ |ti.refs|
 * ```
 * @rule Step_read/table.get-oob
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableGetOob: Rule<'table.get'> = read('table.get-oob', 'table.get')
  .so('ti', 'z.tables[x] = ti', ({ z, e }) => tableOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.v))
  .iff('i ≥ |ti.refs|', ({ ti, i }) => i >= ti.refs.n)
  .acts(({ z, e }) => sizeAccess(z, 'table', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, 'out of bounds table access'), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (table.get x)  ↪  ref
 *   — if z.tables[x] = ti
 *   — and the operand is (at.const i)
 *   — and ti.refs[i] = ref
 * ```
 * @rule Step_read/table.get-val
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableGetVal: Rule<'table.get'> = read('table.get-val', 'table.get')
  .so('ti', 'z.tables[x] = ti', ({ z, e }) => tableOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.v))
  .so('ref', 'ti.refs[i] = ref', ({ ti, i }) => get(ti.refs, i))
  .acts(({ z, e, i }) => access(z, 'table', e.x, READ, i))
  .gives(({ z, ref }) => to(z, cons(ref, z.vs.next), z.es.next));

/**
 * ```rule
 * z; (at.const i) ref (table.set x)  ↪  z; trap
 *   — if z.tables[x] = ti
 *   — and the second operand is ref
 *   — and the first operand is (at.const i)
 *   — and i ≥ |ti.refs|
 * ```
 * @rule Step/table.set-oob
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableSetOob: Rule<'table.set'> = step('table.set-oob', 'table.set')
  .so('ti', 'z.tables[x] = ti', ({ z, e }) => tableOf(z, e.x))
  .so('ref', 'the second operand is ref', ({ z }) => refOf(z.vs.v))
  .so('i', 'the first operand is (at.const i)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.next.v))
  .iff('i ≥ |ti.refs|', ({ ti, i }) => i >= ti.refs.n)
  .acts(({ z, e }) => sizeAccess(z, 'table', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, 'out of bounds table access'), z.es.next)));

/**
 * ```rule
 * z; (at.const i) ref (table.set x)  ↪  z[.tables[a].refs[i] = ref]; ε
 *   — if z.module.tables[x] = a
 *   — and z.tables[a] = ti
 *   — and the second operand is ref
 *   — and the first operand is (at.const i)
 *   — and i < |ti.refs|
 * ```
 * @rule Step/table.set-val
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableSetVal: Rule<'table.set'> = step('table.set-val', 'table.set')
  .so('a', 'z.module.tables[x] = a', ({ z, e }) => z.F.module.tables[e.x])
  .so('ti', 'z.tables[a] = ti', ({ z, a }) => get(z.S.tables, a))
  .so('ref', 'the second operand is ref', ({ z }) => refOf(z.vs.v))
  .so('i', 'the first operand is (at.const i)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.next.v))
  .iff('i < |ti.refs|', ({ ti, i }) => i < ti.refs.n)
  .acts(({ z, e, i }) => access(z, 'table', e.x, WRITE, i))
  .gives(({ z, z: { S, vs, es }, a, ti, i, ref }) => changed(z, withSlot(S, a, ti, i, ref), vs.next.next, es.next));

/**
 * ```rule
 * z; (table.size x)  ↪  (at.const n)
 *   — if z.tables[x] = ti
 *   — and |ti.refs| = n
 *   — and ti.type = at lim rt
 * ```
 * @rule Step_read/table.size
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableSize: Rule<'table.size'> = read('table.size', 'table.size')
  .so('ti', 'z.tables[x] = ti', ({ z, e }) => tableOf(z, e.x))
  .so('n', '|ti.refs| = n', ({ ti }) => ti.refs.n)
  .so('at', 'ti.type = at lim rt', ({ ti }) => ti.type.addr)
  .acts(({ z, e }) => sizeAccess(z, 'table', e.x, ordered('read', 'seqcst')))
  .gives(({ z, n, at }) => to(z, cons(addrConst(at, n), z.vs), z.es.next));

/**
 * ```rule
 * z; ref (at.const n) (table.grow x)  ↪  z[.tables[a] = ti′]; (at.const |ti.refs|)
 *   — if z.module.tables[x] = a
 *   — and z.tables[a] = ti
 *   — and the second operand is (at.const n)
 *   — and the first operand is ref
 *   — and ti′ = growtable(ti, n, ref)
 *   — and it is not refused
 * ```
 * @rule Step/table.grow-succeed
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableGrowSucceed: Rule<'table.grow'> = step('table.grow-succeed', 'table.grow')
  .so('a', 'z.module.tables[x] = a', ({ z, e }) => z.F.module.tables[e.x])
  .so('ti', 'z.tables[a] = ti', ({ z, a }) => get(z.S.tables, a))
  .so('n', 'the second operand is (at.const n)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.v))
  .so('ref', 'the first operand is ref', ({ z }) => refOf(z.vs.next.v))
  .so('grown', 'ti′ = growtable(ti, n, ref)', ({ ti, n, ref }) => growtable(ti, n, ref))
  .iff('it is not refused', ({ e }) => !isRefused(e))
  .acts(({ z, e, ti, n }) => growth(z, 'table', e.x, ti.refs.n, n))
  .gives(({ z, z: { S, vs, es }, a, ti, n, grown }) =>
    changed(z, withTable(S, a, grown, n), cons(addrConst(ti.type.addr, ti.refs.n), vs.next.next), es.next));

/**
 * The specification lets growing fail at any time; here it fails where it must, beyond a limit of this implementation, and where it is
 * refused, which is a choice of the schedule.
 * ```rule
 * z; ref (at.const n) (table.grow x)  ↪  z; (at.const signed⁻¹_|at|(−1))
 *   — if z.tables[x] = ti
 *   — and the second operand is (at.const n)
 *   — and the first operand is ref
 *   — and there is no growtable(ti, n, ref), or it is refused
 * ```
 * @rule Step/table.grow-fail
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableGrowFail: Rule<'table.grow'> = step('table.grow-fail', 'table.grow')
  .so('ti', 'z.tables[x] = ti', ({ z, e }) => tableOf(z, e.x))
  .so('n', 'the second operand is (at.const n)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.v))
  .so('ref', 'the first operand is ref', ({ z }) => refOf(z.vs.next.v))
  .iff('there is no growtable(ti, n, ref), or it is refused', ({ e, ti, n, ref }) => isRefused(e) || growtable(ti, n, ref) === undefined)
  .acts(({ z, e }) => sizeAccess(z, 'table', e.x, ordered('read', 'seqcst')))
  .gives(({ z, ti }) => to(z, cons(addrConst(ti.type.addr, -1), z.vs.next.next), z.es.next));

/** ei with refs = ε */
const dropped = ({ type, shared }: ElemInst): ElemInst => ({ type, shared, refs: [] });

/**
 * ```rule
 * z; (elem.drop x)  ↪  z[.elems[a].refs = ε]; ε
 *   — if z.module.elems[x] = a
 *   — and z.elems[a] = ei
 * ```
 * @rule Step/elem.drop
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const elemDrop: Rule<'elem.drop'> = step('elem.drop', 'elem.drop')
  .so('a', 'z.module.elems[x] = a', ({ z, e }) => z.F.module.elems[e.x])
  .so('ei', 'z.elems[a] = ei', ({ z, a }) => get(z.S.elems, a))
  .acts(({ z, e }) => segmentAccess(z, 'elem', e.x, WRITE))
  .gives(({ z, z: { S, vs, es }, a, ei }) => changed(z, withElem(S, a, dropped(ei)), vs, es.next));
