/**
 * Memory instructions on vectors.
 * @spec core 4.3-execution.instructions §Memory instructions
 * @category Reduction: memory instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import { put128 } from '../../semantics/data/memory.ts';
import { get } from '../../semantics/data/vector.ts';
import { extract_lane, replace_lane } from '../../semantics/numerics/vector-operators.ts';
import { effective, halfAt, intAt, shapeOf, splatOf, vecAt, widenedLanes, withBytes, withPack } from '../../semantics/runtime/accesses.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { READ, WRITE, access, sizeAccess } from '../../semantics/runtime/labels.ts';
import { memOf } from '../../semantics/runtime/lookup.ts';
import { addrOf, v128Of } from '../../semantics/runtime/operands.ts';
import { v128 } from '../../semantics/runtime/values.ts';
import type { VloadOp } from '../../syntax/instructions.ts';
import type { Rule } from '../kit.ts';
import { changed, read, step, to } from '../kit.ts';

const OUT_OF_BOUNDS = 'out of bounds memory access';

type Pack<K extends VloadOp['kind']> = Extract<VloadOp, { readonly kind: K }>;
const shapeAccess = (pack: VloadOp | undefined): Pack<'shape'> | undefined => pack?.kind === 'shape' ? pack : undefined;
const splatAccess = (pack: VloadOp | undefined): Pack<'splat'> | undefined => pack?.kind === 'splat' ? pack : undefined;
const zeroAccess = (pack: VloadOp | undefined): Pack<'zero'> | undefined => pack?.kind === 'zero' ? pack : undefined;

/**
 * ```rule
 * z; (at.const i) (v128.load x ao)  ↪  trap
 *   — if the instruction is (v128.load x ao)
 *   — and z.mems[x] = mi
 *   — and the operand is (at.const i)
 *   — and i + ao.offset + |v128|/8 > |mi.bytes|
 * ```
 * @rule Step_read/vload-oob
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const vloadOob: Rule<'vload'> = read('vload-oob', 'vload')
  .iff('the instruction is (v128.load x ao)', ({ e }) => e.pack === undefined)
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v))
  .iff('i + ao.offset + |v128|/8 > |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + 16 > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (v128.load x ao)  ↪  (v128.const c)
 *   — if the instruction is (v128.load x ao)
 *   — and z.mems[x] = mi
 *   — and the operand is (at.const i)
 *   — and vbytes_{v128}(c) = mi.bytes[i + ao.offset : |v128|/8]
 * ```
 * @rule Step_read/vload-val
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const vloadVal: Rule<'vload'> = read('vload-val', 'vload')
  .iff('the instruction is (v128.load x ao)', ({ e }) => e.pack === undefined)
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v))
  .so('c', 'vbytes_{v128}(c) = mi.bytes[i + ao.offset : |v128|/8]', ({ e, mi, i }) => vecAt(mi.bytes, effective(i, e.ao)))
  .acts(({ z, e, i }) => access(z, 'mem', e.x, READ, effective(i, e.ao), 16))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next), z.es.next));

/**
 * K · M is 64.
 * ```rule
 * z; (at.const i) (v128.load K×M_sx x ao)  ↪  trap
 *   — if the instruction is (v128.load K×M_sx x ao)
 *   — and z.mems[x] = mi
 *   — and the operand is (at.const i)
 *   — and i + ao.offset + K · M/8 > |mi.bytes|
 * ```
 * @rule Step_read/vload-pack-oob
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const vloadPackOob: Rule<'vload'> = read('vload-pack-oob', 'vload')
  .so('pack', 'the instruction is (v128.load K×M_sx x ao)', ({ e }) => shapeAccess(e.pack))
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v))
  .iff('i + ao.offset + K · M/8 > |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + 8 > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (v128.load K×M_sx x ao)  ↪  (v128.const c)
 *   — if the instruction is (v128.load K×M_sx x ao)
 *   — and z.mems[x] = mi
 *   — and the operand is (at.const i)
 *   — and (ibits_K(j) = mi.bytes[i + ao.offset + k · K/8 : K/8])^(k < M)
 *   — and c = lanes⁻¹_{iNN×M}(extend^sx_{K,NN}(j)^M) ∧ NN = K · 2
 * ```
 * @rule Step_read/vload-pack-val
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const vloadPackVal: Rule<'vload'> = read('vload-pack-val', 'vload')
  .so('pack', 'the instruction is (v128.load K×M_sx x ao)', ({ e }) => shapeAccess(e.pack))
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v))
  .so('js', '(ibits_K(j) = mi.bytes[i + ao.offset + k · K/8 : K/8])^(k < M)', ({ e, mi, i, pack }) =>
    halfAt(pack.sz, mi.bytes, effective(i, e.ao)))
  .so('c', 'c = lanes⁻¹_{iNN×M}(extend^sx_{K,NN}(j)^M) ∧ NN = K · 2', ({ pack: { sz, sx }, js }) => widenedLanes(sz, sx, js))
  .acts(({ z, e, i }) => access(z, 'mem', e.x, READ, effective(i, e.ao), 8))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next), z.es.next));

/**
 * ```rule
 * z; (at.const i) (v128.load N_splat x ao)  ↪  trap
 *   — if the instruction is (v128.load N_splat x ao)
 *   — and z.mems[x] = mi
 *   — and the operand is (at.const i)
 *   — and i + ao.offset + N/8 > |mi.bytes|
 * ```
 * @rule Step_read/vload-splat-oob
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const vloadSplatOob: Rule<'vload'> = read('vload-splat-oob', 'vload')
  .so('pack', 'the instruction is (v128.load N_splat x ao)', ({ e }) => splatAccess(e.pack))
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v))
  .iff('i + ao.offset + N/8 > |mi.bytes|', ({ e, mi, i, pack }) => effective(i, e.ao) + pack.sz / 8 > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (v128.load N_splat x ao)  ↪  (v128.const c)
 *   — if the instruction is (v128.load N_splat x ao)
 *   — and z.mems[x] = mi
 *   — and the operand is (at.const i)
 *   — and ibits_N(j) = mi.bytes[i + ao.offset : N/8]
 *   — and c = lanes⁻¹_{iNN×M}(j^M) ∧ N = |iNN| ∧ M = 128/N
 * ```
 * @rule Step_read/vload-splat-val
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const vloadSplatVal: Rule<'vload'> = read('vload-splat-val', 'vload')
  .so('pack', 'the instruction is (v128.load N_splat x ao)', ({ e }) => splatAccess(e.pack))
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v))
  .so('j', 'ibits_N(j) = mi.bytes[i + ao.offset : N/8]', ({ e, mi, i, pack }) => intAt(pack.sz, mi.bytes, effective(i, e.ao)))
  .so('c', 'c = lanes⁻¹_{iNN×M}(j^M) ∧ N = |iNN| ∧ M = 128/N', ({ pack, j }) => splatOf(pack.sz, j))
  .acts(({ z, e, i, pack }) => access(z, 'mem', e.x, READ, effective(i, e.ao), pack.sz / 8))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next), z.es.next));

/**
 * ```rule
 * z; (at.const i) (v128.load N_zero x ao)  ↪  trap
 *   — if the instruction is (v128.load N_zero x ao)
 *   — and z.mems[x] = mi
 *   — and the operand is (at.const i)
 *   — and i + ao.offset + N/8 > |mi.bytes|
 * ```
 * @rule Step_read/vload-zero-oob
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const vloadZeroOob: Rule<'vload'> = read('vload-zero-oob', 'vload')
  .so('pack', 'the instruction is (v128.load N_zero x ao)', ({ e }) => zeroAccess(e.pack))
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v))
  .iff('i + ao.offset + N/8 > |mi.bytes|', ({ e, mi, i, pack }) => effective(i, e.ao) + pack.sz / 8 > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (v128.load N_zero x ao)  ↪  (v128.const c)
 *   — if the instruction is (v128.load N_zero x ao)
 *   — and z.mems[x] = mi
 *   — and the operand is (at.const i)
 *   — and ibits_N(j) = mi.bytes[i + ao.offset : N/8]
 *   — and c = extend^u_{N,128}(j)
 * ```
 * @rule Step_read/vload-zero-val
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const vloadZeroVal: Rule<'vload'> = read('vload-zero-val', 'vload')
  .so('pack', 'the instruction is (v128.load N_zero x ao)', ({ e }) => zeroAccess(e.pack))
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('i', 'the operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v))
  .so('j', 'ibits_N(j) = mi.bytes[i + ao.offset : N/8]', ({ e, mi, i, pack }) => intAt(pack.sz, mi.bytes, effective(i, e.ao)))
  .so('c', 'c = extend^u_{N,128}(j)', ({ j }) => BigInt(j))
  .acts(({ z, e, i, pack }) => access(z, 'mem', e.x, READ, effective(i, e.ao), pack.sz / 8))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next), z.es.next));

/**
 * ```rule
 * z; (at.const i) (v128.const c₁) (v128.loadN_lane x ao j)  ↪  trap
 *   — if z.mems[x] = mi
 *   — and the second operand is (v128.const c₁)
 *   — and the first operand is (at.const i)
 *   — and i + ao.offset + N/8 > |mi.bytes|
 * ```
 * @rule Step_read/vload_lane-oob
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const vloadLaneOob: Rule<'vload_lane'> = read('vload_lane-oob', 'vload_lane')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('c1', 'the second operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.v))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.v))
  .iff('i + ao.offset + N/8 > |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + e.sz / 8 > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (v128.const c₁) (v128.loadN_lane x ao j)  ↪  (v128.const c)
 *   — if z.mems[x] = mi
 *   — and the second operand is (v128.const c₁)
 *   — and the first operand is (at.const i)
 *   — and ibits_N(k) = mi.bytes[i + ao.offset : N/8]
 *   — and c = lanes⁻¹_{iNN×M}(lanes_{iNN×M}(c₁)[[j] = k]) ∧ N = |iNN| ∧ M = 128/N
 * ```
 * @rule Step_read/vload_lane-val
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const vloadLaneVal: Rule<'vload_lane'> = read('vload_lane-val', 'vload_lane')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('c1', 'the second operand is (v128.const c₁)', ({ z }) => v128Of(z.vs.v))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.v))
  .so('k', 'ibits_N(k) = mi.bytes[i + ao.offset : N/8]', ({ e, mi, i }) => intAt(e.sz, mi.bytes, effective(i, e.ao)))
  .so('c', 'c = lanes⁻¹_{iNN×M}(lanes_{iNN×M}(c₁)[[j] = k]) ∧ N = |iNN| ∧ M = 128/N', ({ e, c1, k }) =>
    replace_lane(shapeOf[e.sz], e.i, c1, k))
  .acts(({ z, e, i }) => access(z, 'mem', e.x, READ, effective(i, e.ao), e.sz / 8))
  .gives(({ z, c }) => to(z, cons(v128(c), z.vs.next.next), z.es.next));

/**
 * ```rule
 * z; (at.const i) (v128.const c) (v128.store x ao)  ↪  z; trap
 *   — if z.mems[x] = mi
 *   — and the second operand is (v128.const c)
 *   — and the first operand is (at.const i)
 *   — and i + ao.offset + |v128|/8 > |mi.bytes|
 * ```
 * @rule Step/vstore-oob
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const vstoreOob: Rule<'vstore'> = step('vstore-oob', 'vstore')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('c', 'the second operand is (v128.const c)', ({ z }) => v128Of(z.vs.v))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.v))
  .iff('i + ao.offset + |v128|/8 > |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + 16 > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (v128.const c) (v128.store x ao)  ↪  z[.mems[a].bytes[i + ao.offset : |v128|/8] = vbytes_{v128}(c)]; ε
 *   — if z.module.mems[x] = a
 *   — and z.mems[a] = mi
 *   — and the second operand is (v128.const c)
 *   — and the first operand is (at.const i)
 *   — and i + ao.offset + |v128|/8 ≤ |mi.bytes|
 * ```
 * @rule Step/vstore-val
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const vstoreVal: Rule<'vstore'> = step('vstore-val', 'vstore')
  .so('a', 'z.module.mems[x] = a', ({ z, e }) => z.F.module.mems[e.x])
  .so('mi', 'z.mems[a] = mi', ({ z, a }) => get(z.S.mems, a))
  .so('c', 'the second operand is (v128.const c)', ({ z }) => v128Of(z.vs.v))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.v))
  .iff('i + ao.offset + |v128|/8 ≤ |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + 16 <= mi.bytes.size)
  .acts(({ z, e, i }) => access(z, 'mem', e.x, WRITE, effective(i, e.ao), 16))
  .gives(({ z, z: { S, vs, es }, e, a, mi, c, i }) =>
    changed(z, withBytes(S, a, mi, put128(mi.bytes, effective(i, e.ao), c)), vs.next.next, es.next));

/**
 * ```rule
 * z; (at.const i) (v128.const c) (v128.storeN_lane x ao j)  ↪  z; trap
 *   — if z.mems[x] = mi
 *   — and the second operand is (v128.const c)
 *   — and the first operand is (at.const i)
 *   — and i + ao.offset + N/8 > |mi.bytes|
 * ```
 * @rule Step/vstore_lane-oob
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const vstoreLaneOob: Rule<'vstore_lane'> = step('vstore_lane-oob', 'vstore_lane')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('c', 'the second operand is (v128.const c)', ({ z }) => v128Of(z.vs.v))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.v))
  .iff('i + ao.offset + N/8 > |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + e.sz / 8 > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (v128.const c) (v128.storeN_lane x ao j)  ↪  z[.mems[a].bytes[i + ao.offset : N/8] = ibits_N(k)]; ε
 *   — if z.module.mems[x] = a
 *   — and z.mems[a] = mi
 *   — and the second operand is (v128.const c)
 *   — and the first operand is (at.const i)
 *   — and i + ao.offset + N/8 ≤ |mi.bytes|
 *   — and lanes_{iNN×M}(c)[j] = k ∧ N = |iNN| ∧ M = 128/N
 * ```
 * @rule Step/vstore_lane-val
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const vstoreLaneVal: Rule<'vstore_lane'> = step('vstore_lane-val', 'vstore_lane')
  .so('a', 'z.module.mems[x] = a', ({ z, e }) => z.F.module.mems[e.x])
  .so('mi', 'z.mems[a] = mi', ({ z, a }) => get(z.S.mems, a))
  .so('c', 'the second operand is (v128.const c)', ({ z }) => v128Of(z.vs.v))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.v))
  .iff('i + ao.offset + N/8 ≤ |mi.bytes|', ({ e, mi, i }) => effective(i, e.ao) + e.sz / 8 <= mi.bytes.size)
  .so('k', 'lanes_{iNN×M}(c)[j] = k ∧ N = |iNN| ∧ M = 128/N', ({ e, c }) => extract_lane(shapeOf[e.sz], undefined, e.i, c))
  .acts(({ z, e, i }) => access(z, 'mem', e.x, WRITE, effective(i, e.ao), e.sz / 8))
  .gives(({ z, z: { S, vs, es }, e, a, mi, i, k }) =>
    changed(z, withBytes(S, a, mi, withPack(mi.bytes, effective(i, e.ao), e.sz, k)), vs.next.next, es.next));
