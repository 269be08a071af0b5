/**
 * Memory instructions on numbers and on the size, and dropping of data segments.
 * @spec core 4.3-execution.instructions §Memory instructions
 * @category Reduction: memory instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { get } from '../../semantics/data/vector.ts';
import { byteSizes } from '../../semantics/numerics/bytes.ts';
import { effective, numAt, packAt, withBytes, withNum, withPack } from '../../semantics/runtime/accesses.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { growmem, isRefused } from '../../semantics/runtime/growth.ts';
import { READ, WRITE, access, growth, ordered, segmentAccess, sizeAccess } from '../../semantics/runtime/labels.ts';
import { PAGE } from '../../semantics/runtime/limits.ts';
import { memOf } from '../../semantics/runtime/lookup.ts';
import { addrConst, addrOf, num } from '../../semantics/runtime/operands.ts';
import type { DataInst } from '../../semantics/runtime/store.ts';
import { withData, withMem } from '../../semantics/runtime/updates.ts';
import type { Rule } from '../kit.ts';
import { changed, read, step, to } from '../kit.ts';

const OUT_OF_BOUNDS = 'out of bounds memory access';

/**
 * ```rule
 * z; (at.const i) (nt.load x ao)  ↪  trap
 *   — if the instruction is (nt.load x ao)
 *   — and z.mems[x] = mi
 *   — and the operand is (at.const i)
 *   — and i + ao.offset + |nt|/8 > |mi.bytes|
 * ```
 * @rule Step_read/load-num-oob
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const loadNumOob: Rule<'load'> = read('load-num-oob', 'load')
  .iff('the instruction is (nt.load x ao)', ({ e }) => e.pack === undefined)
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v))
  .iff('i + ao.offset + |nt|/8 > |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + byteSizes[e.nt] > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (nt.load x ao)  ↪  (nt.const c)
 *   — if the instruction is (nt.load x ao)
 *   — and z.mems[x] = mi
 *   — and the operand is (at.const i)
 *   — and nbytes_nt(c) = mi.bytes[i + ao.offset : |nt|/8]
 * ```
 * @rule Step_read/load-num-val
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const loadNumVal: Rule<'load'> = read('load-num-val', 'load')
  .iff('the instruction is (nt.load x ao)', ({ e }) => e.pack === undefined)
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v))
  .so('c', 'nbytes_nt(c) = mi.bytes[i + ao.offset : |nt|/8]', ({ e, mi, i }) => numAt(e.nt, mi.bytes, effective(i, e.ao)))
  .acts(({ z, e, i }) => access(z, 'mem', e.x, READ, effective(i, e.ao), byteSizes[e.nt]))
  .gives(({ z, c }) => to(z, cons(c, z.vs.next), z.es.next));

/**
 * ```rule
 * z; (at.const i) (iNN.load n_sx x ao)  ↪  trap
 *   — if the instruction is (iNN.load n_sx x ao)
 *   — and z.mems[x] = mi
 *   — and the operand is (at.const i)
 *   — and i + ao.offset + n/8 > |mi.bytes|
 * ```
 * @rule Step_read/load-pack-oob
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const loadPackOob: Rule<'load'> = read('load-pack-oob', 'load')
  .so('pack', 'the instruction is (iNN.load n_sx x ao)', ({ e }) => e.pack)
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v))
  .iff('i + ao.offset + n/8 > |mi.bytes|', ({ e, mi, i, pack }) => effective(i, e.ao) + pack.sz / 8 > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (iNN.load n_sx x ao)  ↪  (iNN.const extend^sx_{n,|iNN|}(c))
 *   — if the instruction is (iNN.load n_sx x ao)
 *   — and z.mems[x] = mi
 *   — and the operand is (at.const i)
 *   — and ibits_n(c) = mi.bytes[i + ao.offset : n/8]
 * ```
 * @rule Step_read/load-pack-val
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const loadPackVal: Rule<'load'> = read('load-pack-val', 'load')
  .so('pack', 'the instruction is (iNN.load n_sx x ao)', ({ e }) => e.pack)
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v))
  .so('c', 'ibits_n(c) = mi.bytes[i + ao.offset : n/8]', ({ e, mi, i, pack: { sz, sx } }) =>
    packAt(e.nt, sz, sx, mi.bytes, effective(i, e.ao)))
  .acts(({ z, e, i, pack: { sz } }) => access(z, 'mem', e.x, READ, effective(i, e.ao), sz / 8))
  .gives(({ z, c }) => to(z, cons(c, z.vs.next), z.es.next));

/**
 * ```rule
 * z; (at.const i) (nt.const c) (nt.store x ao)  ↪  z; trap
 *   — if the instruction is (nt.store x ao)
 *   — and z.mems[x] = mi
 *   — and the second operand is (nt.const c)
 *   — and the first operand is (at.const i)
 *   — and i + ao.offset + |nt|/8 > |mi.bytes|
 * ```
 * @rule Step/store-num-oob
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const storeNumOob: Rule<'store'> = step('store-num-oob', 'store')
  .iff('the instruction is (nt.store x ao)', ({ e }) => e.pack === undefined)
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('c', 'the second operand is (nt.const c)', ({ z, e }) => num(e.nt, z.vs.v))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.v))
  .iff('i + ao.offset + |nt|/8 > |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + byteSizes[e.nt] > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (nt.const c) (nt.store x ao)  ↪  z[.mems[a].bytes[i + ao.offset : |nt|/8] = nbytes_nt(c)]; ε
 *   — if the instruction is (nt.store x ao)
 *   — and z.module.mems[x] = a
 *   — and z.mems[a] = mi
 *   — and the second operand is (nt.const c)
 *   — and the first operand is (at.const i)
 *   — and i + ao.offset + |nt|/8 ≤ |mi.bytes|
 * ```
 * @rule Step/store-num-val
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const storeNumVal: Rule<'store'> = step('store-num-val', 'store')
  .iff('the instruction is (nt.store x ao)', ({ e }) => e.pack === undefined)
  .so('a', 'z.module.mems[x] = a', ({ z, e }) => z.F.module.mems[e.x])
  .so('mi', 'z.mems[a] = mi', ({ z, a }) => get(z.S.mems, a))
  .so('c', 'the second operand is (nt.const c)', ({ z, e }) => num(e.nt, z.vs.v))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.v))
  .iff('i + ao.offset + |nt|/8 ≤ |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + byteSizes[e.nt] <= mi.bytes.size)
  .acts(({ z, e, i }) => access(z, 'mem', e.x, WRITE, effective(i, e.ao), byteSizes[e.nt]))
  .gives(({ z, z: { S, vs, es }, e, a, mi, c, i }) =>
    changed(z, withBytes(S, a, mi, withNum(mi.bytes, effective(i, e.ao), c)), vs.next.next, es.next));

/**
 * ```rule
 * z; (at.const i) (iNN.const c) (iNN.store n x ao)  ↪  z; trap
 *   — if the instruction is (iNN.store n x ao)
 *   — and z.mems[x] = mi
 *   — and the second operand is (iNN.const c)
 *   — and the first operand is (at.const i)
 *   — and i + ao.offset + n/8 > |mi.bytes|
 * ```
 * @rule Step/store-pack-oob
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const storePackOob: Rule<'store'> = step('store-pack-oob', 'store')
  .so('n', 'the instruction is (iNN.store n x ao)', ({ e }) => e.pack)
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('c', 'the second operand is (iNN.const c)', ({ z, e }) => num(e.nt, z.vs.v))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.v))
  .iff('i + ao.offset + n/8 > |mi.bytes|', ({ e, mi, i, n }) => effective(i, e.ao) + n / 8 > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (iNN.const c) (iNN.store n x ao)  ↪  z[.mems[a].bytes[i + ao.offset : n/8] = ibits_n(wrap_{|iNN|,n}(c))]; ε
 *   — if the instruction is (iNN.store n x ao)
 *   — and z.module.mems[x] = a
 *   — and z.mems[a] = mi
 *   — and the second operand is (iNN.const c)
 *   — and the first operand is (at.const i)
 *   — and i + ao.offset + n/8 ≤ |mi.bytes|
 * ```
 * @rule Step/store-pack-val
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const storePackVal: Rule<'store'> = step('store-pack-val', 'store')
  .so('n', 'the instruction is (iNN.store n x ao)', ({ e }) => e.pack)
  .so('a', 'z.module.mems[x] = a', ({ z, e }) => z.F.module.mems[e.x])
  .so('mi', 'z.mems[a] = mi', ({ z, a }) => get(z.S.mems, a))
  .so('c', 'the second operand is (iNN.const c)', ({ z, e }) => num(e.nt, z.vs.v)?.c)
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.v))
  .iff('i + ao.offset + n/8 ≤ |mi.bytes|', ({ e, mi, i, n }) => effective(i, e.ao) + n / 8 <= mi.bytes.size)
  .acts(({ z, e, n, i }) => access(z, 'mem', e.x, WRITE, effective(i, e.ao), n / 8))
  .gives(({ z, z: { S, vs, es }, e, n, a, mi, c, i }) =>
    changed(z, withBytes(S, a, mi, withPack(mi.bytes, effective(i, e.ao), n, c)), vs.next.next, es.next));

/**
 * ```rule
 * z; (memory.size x)  ↪  (at.const n)
 *   — if z.mems[x] = mi
 *   — and n · 64 Ki = |mi.bytes|
 *   — and mi.type = at lim page
 * ```
 * @rule Step_read/memory.size
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const memorySize: Rule<'memory.size'> = read('memory.size', 'memory.size')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('n', 'n · 64 Ki = |mi.bytes|', ({ mi }) => mi.bytes.size / PAGE)
  .so('at', 'mi.type = at lim page', ({ mi }) => mi.type.addr)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, ordered('read', 'seqcst')))
  .gives(({ z, n, at }) => to(z, cons(addrConst(at, n), z.vs), z.es.next));

/**
 * ```rule
 * z; (at.const n) (memory.grow x)  ↪  z[.mems[a] = mi′]; (at.const |mi.bytes| / 64 Ki)
 *   — if z.module.mems[x] = a
 *   — and z.mems[a] = mi
 *   — and the operand is (at.const n)
 *   — and mi′ = growmem(mi, n)
 *   — and it is not refused
 * ```
 * @rule Step/memory.grow-succeed
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const memoryGrowSucceed: Rule<'memory.grow'> = step('memory.grow-succeed', 'memory.grow')
  .so('a', 'z.module.mems[x] = a', ({ z, e }) => z.F.module.mems[e.x])
  .so('mi', 'z.mems[a] = mi', ({ z, a }) => get(z.S.mems, a))
  .so('n', 'the operand is (at.const n)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v))
  .so('grown', 'mi′ = growmem(mi, n)', ({ mi, n }) => growmem(mi, n))
  .iff('it is not refused', ({ e }) => !isRefused(e))
  .acts(({ z, e, mi, n }) => growth(z, 'mem', e.x, mi.bytes.size, n * PAGE))
  .gives(({ z, z: { S, vs, es }, a, mi, grown }) =>
    changed(z, withMem(S, a, grown), cons(addrConst(mi.type.addr, mi.bytes.size / PAGE), vs.next), es.next));

/**
 * The specification lets growing fail at any time; here it fails where it must, beyond a limit of this implementation, and where it is
 * refused, which is a choice of the schedule.
 * ```rule
 * z; (at.const n) (memory.grow x)  ↪  z; (at.const signed⁻¹_|at|(−1))
 *   — if z.mems[x] = mi
 *   — and the operand is (at.const n)
 *   — and there is no growmem(mi, n), or it is refused
 * ```
 * @rule Step/memory.grow-fail
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const memoryGrowFail: Rule<'memory.grow'> = step('memory.grow-fail', 'memory.grow')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('n', 'the operand is (at.const n)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v))
  .iff('there is no growmem(mi, n), or it is refused', ({ e, mi, n }) => isRefused(e) || growmem(mi, n) === undefined)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, ordered('read', 'seqcst')))
  .gives(({ z, mi }) => to(z, cons(addrConst(mi.type.addr, -1), z.vs.next), z.es.next));

const NO_BYTES = new Uint8Array(0);
/** di with bytes = ε */
const dropped = ({ shared }: DataInst): DataInst => ({ shared, bytes: NO_BYTES });

/**
 * ```rule
 * z; (data.drop x)  ↪  z[.datas[a].bytes = ε]; ε
 *   — if z.module.datas[x] = a
 *   — and z.datas[a] = di
 * ```
 * @rule Step/data.drop
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const dataDrop: Rule<'data.drop'> = step('data.drop', 'data.drop')
  .so('a', 'z.module.datas[x] = a', ({ z, e }) => z.F.module.datas[e.x])
  .so('di', 'z.datas[a] = di', ({ z, a }) => get(z.S.datas, a))
  .acts(({ z, e }) => segmentAccess(z, 'data', e.x, WRITE))
  .gives(({ z, z: { S, vs, es }, a, di }) => changed(z, withData(S, a, dropped(di)), vs, es.next));
