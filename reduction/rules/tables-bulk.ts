/**
 * Table instructions on ranges of elements. Each takes one element at a time, so every element written is a step that can be seen.
 * @spec core 4.3-execution.instructions §Table instructions
 * @category Reduction: table instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import type { Code } from '../../semantics/runtime/code.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { READ, segmentAccess, sizeAccess } from '../../semantics/runtime/labels.ts';
import { elemOf, tableOf } from '../../semantics/runtime/lookup.ts';
import { addrConst, addrOf, val } from '../../semantics/runtime/operands.ts';
import { i32 } from '../../semantics/runtime/values.ts';
import { minAddr } from '../../semantics/types/properties.ts';
import type { InstrOf } from '../../syntax/instructions.ts';
import type { AddrType } from '../../syntax/types.ts';
import type { Rule } from '../kit.ts';
import { read, to } from '../kit.ts';
import { again } from './ranges.ts';

const OUT_OF_BOUNDS = 'out of bounds table access';

/** z; (at.const i) val (at.const n) (table.fill x): how the rules of this instruction begin */
const fill = (name: string) => read(name, 'table.fill')
  .so('ti', 'z.tables[x] = ti', ({ z, e }) => tableOf(z, e.x))
  .so('n', 'the third operand is (at.const n)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.v))
  .so('val', 'the second operand is val', ({ z }) => val(z.vs.next.v))
  .so('i', 'the first operand is (at.const i)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.next.next.v));

/**
 * ```rule
 * z; (at.const i) val (at.const n) (table.fill x)  ↪  trap
 *   — if z.tables[x] = ti
 *   — and the third operand is (at.const n)
 *   — and the second operand is val
 *   — and the first operand is (at.const i)
 *   — and i + n > |ti.refs|
 * ```
 * @rule Step_read/table.fill-oob
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableFillOob: Rule<'table.fill'> = fill('table.fill-oob')
  .iff('i + n > |ti.refs|', ({ ti, i, n }) => i + n > ti.refs.n)
  .acts(({ z, e }) => sizeAccess(z, 'table', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) val (at.const n) (table.fill x)  ↪  ε
 *   — if z.tables[x] = ti
 *   — and the third operand is (at.const n)
 *   — and the second operand is val
 *   — and the first operand is (at.const i)
 *   — and i + n ≤ |ti.refs|
 *   — and n = 0
 * ```
 * @rule Step_read/table.fill-zero
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableFillZero: Rule<'table.fill'> = fill('table.fill-zero')
  .iff('i + n ≤ |ti.refs|', ({ ti, i, n }) => i + n <= ti.refs.n)
  .iff('n = 0', ({ n }) => n === 0)
  .acts(({ z, e }) => sizeAccess(z, 'table', e.x, READ))
  .gives(({ z }) => to(z, z.vs.next.next.next, z.es.next));

/**
 * ```rule
 * z; (at.const i) val (at.const n) (table.fill x)  ↪
 *     (at.const i) val (table.set x)
 *     (at.const i + 1) val (at.const n − 1) (table.fill x)
 *   — if z.tables[x] = ti
 *   — and the third operand is (at.const n)
 *   — and the second operand is val
 *   — and the first operand is (at.const i)
 *   — and i + n ≤ |ti.refs|
 *   — and n ≠ 0
 * ```
 * @rule Step_read/table.fill-succ
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableFillSucc: Rule<'table.fill'> = fill('table.fill-succ')
  .iff('i + n ≤ |ti.refs|', ({ ti, i, n }) => i + n <= ti.refs.n)
  .iff('n ≠ 0', ({ n }) => n !== 0)
  .acts(({ z, e }) => sizeAccess(z, 'table', e.x, READ))
  .gives(({ z, e, ti: { type: { addr } }, n, val, i }) => to(z, z.vs.next,
    then({ op: 'table.set', x: e.x, at: e.at },
      again([addrConst(addr, i + 1), val, addrConst(addr, n - 1)], e, z.es.next))));

/** z; (at₁.const i₁) (at₂.const i₂) (at′.const n) (table.copy x₁ x₂): how the rules of this instruction begin */
const copy = (name: string) => read(name, 'table.copy')
  .so('ti1', 'z.tables[x₁] = ti₁', ({ z, e }) => tableOf(z, e.x))
  .so('ti2', 'z.tables[x₂] = ti₂', ({ z, e }) => tableOf(z, e.y))
  .so('n', 'the third operand is (at′.const n)', ({ z, ti1, ti2 }) => addrOf(minAddr(ti1.type.addr, ti2.type.addr), z.vs.v))
  .so('i2', 'the second operand is (at₂.const i₂)', ({ z, ti2 }) => addrOf(ti2.type.addr, z.vs.next.v))
  .so('i1', 'the first operand is (at₁.const i₁)', ({ z, ti1 }) => addrOf(ti1.type.addr, z.vs.next.next.v));
/** (table.get y) (table.set x) (at₁.const i₁) (at₂.const i₂) (at′.const n) (table.copy x y), before es */
const moveThenCopy = (e: InstrOf<'table.copy'>, at1: AddrType, i1: number, at2: AddrType, i2: number, n: number, es: Code): Code =>
  then({ op: 'table.get', x: e.y, at: e.at },
    then({ op: 'table.set', x: e.x, at: e.at },
      again([addrConst(at1, i1), addrConst(at2, i2), addrConst(minAddr(at1, at2), n)], e, es)));

/**
 * ```rule
 * z; (at₁.const i₁) (at₂.const i₂) (at′.const n) (table.copy x₁ x₂)  ↪  trap
 *   — if z.tables[x₁] = ti₁
 *   — and z.tables[x₂] = ti₂
 *   — and the third operand is (at′.const n)
 *   — and the second operand is (at₂.const i₂)
 *   — and the first operand is (at₁.const i₁)
 *   — and i₁ + n > |ti₁.refs| ∨ i₂ + n > |ti₂.refs|
 * ```
 * @rule Step_read/table.copy-oob
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableCopyOob: Rule<'table.copy'> = copy('table.copy-oob')
  .iff('i₁ + n > |ti₁.refs| ∨ i₂ + n > |ti₂.refs|', ({ ti1, ti2, n, i2, i1 }) => i1 + n > ti1.refs.n || i2 + n > ti2.refs.n)
  .acts(({ z, e }) => [...sizeAccess(z, 'table', e.x, READ), ...sizeAccess(z, 'table', e.y, READ)])
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at₁.const i₁) (at₂.const i₂) (at′.const n) (table.copy x₁ x₂)  ↪  ε
 *   — if z.tables[x₁] = ti₁
 *   — and z.tables[x₂] = ti₂
 *   — and the third operand is (at′.const n)
 *   — and the second operand is (at₂.const i₂)
 *   — and the first operand is (at₁.const i₁)
 *   — and i₁ + n ≤ |ti₁.refs|
 *   — and i₂ + n ≤ |ti₂.refs|
 *   — and n = 0
 * ```
 * @rule Step_read/table.copy-zero
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableCopyZero: Rule<'table.copy'> = copy('table.copy-zero')
  .iff('i₁ + n ≤ |ti₁.refs|', ({ ti1, n, i1 }) => i1 + n <= ti1.refs.n)
  .iff('i₂ + n ≤ |ti₂.refs|', ({ ti2, n, i2 }) => i2 + n <= ti2.refs.n)
  .iff('n = 0', ({ n }) => n === 0)
  .acts(({ z, e }) => [...sizeAccess(z, 'table', e.x, READ), ...sizeAccess(z, 'table', e.y, READ)])
  .gives(({ z }) => to(z, z.vs.next.next.next, z.es.next));

/**
 * ```rule
 * z; (at₁.const i₁) (at₂.const i₂) (at′.const n) (table.copy x₁ x₂)  ↪
 *     (at₁.const i₁) (at₂.const i₂) (table.get x₂) (table.set x₁)
 *     (at₁.const i₁ + 1) (at₂.const i₂ + 1) (at′.const n − 1) (table.copy x₁ x₂)
 *   — if z.tables[x₁] = ti₁
 *   — and z.tables[x₂] = ti₂
 *   — and the third operand is (at′.const n)
 *   — and the second operand is (at₂.const i₂)
 *   — and the first operand is (at₁.const i₁)
 *   — and i₁ + n ≤ |ti₁.refs|
 *   — and i₂ + n ≤ |ti₂.refs|
 *   — and n ≠ 0
 *   — and i₁ ≤ i₂
 * ```
 * @rule Step_read/table.copy-le
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableCopyLe: Rule<'table.copy'> = copy('table.copy-le')
  .iff('i₁ + n ≤ |ti₁.refs|', ({ ti1, n, i1 }) => i1 + n <= ti1.refs.n)
  .iff('i₂ + n ≤ |ti₂.refs|', ({ ti2, n, i2 }) => i2 + n <= ti2.refs.n)
  .iff('n ≠ 0', ({ n }) => n !== 0)
  .iff('i₁ ≤ i₂', ({ i1, i2 }) => i1 <= i2)
  .acts(({ z, e }) => [...sizeAccess(z, 'table', e.x, READ), ...sizeAccess(z, 'table', e.y, READ)])
  .gives(({ z, e, ti1: { type: { addr: at1 } }, ti2: { type: { addr: at2 } }, n, i2, i1 }) => to(z,
    z.vs.next, moveThenCopy(e, at1, i1 + 1, at2, i2 + 1, n - 1, z.es.next)));

/**
 * ```rule
 * z; (at₁.const i₁) (at₂.const i₂) (at′.const n) (table.copy x₁ x₂)  ↪
 *     (at₁.const i₁ + n − 1) (at₂.const i₂ + n − 1) (table.get x₂) (table.set x₁)
 *     (at₁.const i₁) (at₂.const i₂) (at′.const n − 1) (table.copy x₁ x₂)
 *   — if z.tables[x₁] = ti₁
 *   — and z.tables[x₂] = ti₂
 *   — and the third operand is (at′.const n)
 *   — and the second operand is (at₂.const i₂)
 *   — and the first operand is (at₁.const i₁)
 *   — and i₁ + n ≤ |ti₁.refs|
 *   — and i₂ + n ≤ |ti₂.refs|
 *   — and n ≠ 0
 *   — and i₁ > i₂
 * ```
 * @rule Step_read/table.copy-gt
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableCopyGt: Rule<'table.copy'> = copy('table.copy-gt')
  .iff('i₁ + n ≤ |ti₁.refs|', ({ ti1, n, i1 }) => i1 + n <= ti1.refs.n)
  .iff('i₂ + n ≤ |ti₂.refs|', ({ ti2, n, i2 }) => i2 + n <= ti2.refs.n)
  .iff('n ≠ 0', ({ n }) => n !== 0)
  .iff('i₁ > i₂', ({ i1, i2 }) => i1 > i2)
  .acts(({ z, e }) => [...sizeAccess(z, 'table', e.x, READ), ...sizeAccess(z, 'table', e.y, READ)])
  .gives(({ z, e, ti1: { type: { addr: at1 } }, ti2: { type: { addr: at2 } }, n, i2, i1 }) => to(z,
    cons(addrConst(at2, i2 + n - 1), cons(addrConst(at1, i1 + n - 1), z.vs.next.next.next)),
    moveThenCopy(e, at1, i1, at2, i2, n - 1, z.es.next)));

/** z; (at.const i) (i32.const j) (i32.const n) (table.init x y): how the rules of this instruction begin */
const init = (name: string) => read(name, 'table.init')
  .so('ti', 'z.tables[x] = ti', ({ z, e }) => tableOf(z, e.x))
  .so('ei', 'z.elems[y] = ei', ({ z, e }) => elemOf(z, e.y))
  .so('n', 'the third operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .so('j', 'the second operand is (i32.const j)', ({ z }) => addrOf('i32', z.vs.next.v))
  .so('i', 'the first operand is (at.const i)', ({ z, ti }) => addrOf(ti.type.addr, z.vs.next.next.v));

/**
 * ```rule
 * z; (at.const i) (i32.const j) (i32.const n) (table.init x y)  ↪  trap
 *   — if z.tables[x] = ti
 *   — and z.elems[y] = ei
 *   — and the third operand is (i32.const n)
 *   — and the second operand is (i32.const j)
 *   — and the first operand is (at.const i)
 *   — and i + n > |ti.refs| ∨ j + n > |ei.refs|
 * ```
 * @rule Step_read/table.init-oob
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableInitOob: Rule<'table.init'> = init('table.init-oob')
  .iff('i + n > |ti.refs| ∨ j + n > |ei.refs|', ({ ti, ei, n, j, i }) => i + n > ti.refs.n || j + n > ei.refs.length)
  .acts(({ z, e }) => [...sizeAccess(z, 'table', e.x, READ), ...segmentAccess(z, 'elem', e.y, READ)])
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (i32.const j) (i32.const n) (table.init x y)  ↪  ε
 *   — if z.tables[x] = ti
 *   — and z.elems[y] = ei
 *   — and the third operand is (i32.const n)
 *   — and the second operand is (i32.const j)
 *   — and the first operand is (at.const i)
 *   — and i + n ≤ |ti.refs|
 *   — and j + n ≤ |ei.refs|
 *   — and n = 0
 * ```
 * @rule Step_read/table.init-zero
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableInitZero: Rule<'table.init'> = init('table.init-zero')
  .iff('i + n ≤ |ti.refs|', ({ ti, n, i }) => i + n <= ti.refs.n)
  .iff('j + n ≤ |ei.refs|', ({ ei, n, j }) => j + n <= ei.refs.length)
  .iff('n = 0', ({ n }) => n === 0)
  .acts(({ z, e }) => [...sizeAccess(z, 'table', e.x, READ), ...segmentAccess(z, 'elem', e.y, READ)])
  .gives(({ z }) => to(z, z.vs.next.next.next, z.es.next));

/**
 * ```rule
 * z; (at.const i) (i32.const j) (i32.const n) (table.init x y)  ↪
 *     (at.const i) ref (table.set x)
 *     (at.const i + 1) (i32.const j + 1) (i32.const n − 1) (table.init x y)
 *   — if z.tables[x] = ti
 *   — and z.elems[y] = ei
 *   — and the third operand is (i32.const n)
 *   — and the second operand is (i32.const j)
 *   — and the first operand is (at.const i)
 *   — and i + n ≤ |ti.refs|
 *   — and j + n ≤ |ei.refs|
 *   — and n ≠ 0
 *   — and ei.refs[j] = ref
 * ```
 * @rule Step_read/table.init-succ
 * @spec core 4.3-execution.instructions §Table instructions
 */
export const tableInitSucc: Rule<'table.init'> = init('table.init-succ')
  .iff('i + n ≤ |ti.refs|', ({ ti, n, i }) => i + n <= ti.refs.n)
  .iff('j + n ≤ |ei.refs|', ({ ei, n, j }) => j + n <= ei.refs.length)
  .iff('n ≠ 0', ({ n }) => n !== 0)
  .so('ref', 'ei.refs[j] = ref', ({ ei, j }) => ei.refs[j])
  .acts(({ z, e }) => [...sizeAccess(z, 'table', e.x, READ), ...segmentAccess(z, 'elem', e.y, READ)])
  .gives(({ z, e, ti: { type: { addr } }, n, j, i, ref }) => to(z, cons(ref, z.vs.next.next),
    then({ op: 'table.set', x: e.x, at: e.at },
      again([addrConst(addr, i + 1), i32(j + 1), i32(n - 1)], e, z.es.next))));
