/**
 * Memory instructions on ranges of bytes. Each takes one byte at a time, so every byte written is a step that can be seen.
 * @spec core 4.3-execution.instructions §Memory instructions
 * @category Reduction: memory instructions
 * @module
 */
import { cons } from '../../semantics/data/list.ts';
import type { Code } from '../../semantics/runtime/code.ts';
import { then, trapOf } from '../../semantics/runtime/code.ts';
import { READ, segmentAccess, sizeAccess } from '../../semantics/runtime/labels.ts';
import { dataOf, memOf } from '../../semantics/runtime/lookup.ts';
import { addrConst, addrOf, val } from '../../semantics/runtime/operands.ts';
import { i32 } from '../../semantics/runtime/values.ts';
import { minAddr } from '../../semantics/types/properties.ts';
import type { InstrOf, MemArg } from '../../syntax/instructions.ts';
import type { Span } from '../../syntax/source.ts';
import type { AddrType } from '../../syntax/types.ts';
import type { Rule } from '../kit.ts';
import { read, to } from '../kit.ts';
import { again } from './ranges.ts';

const OUT_OF_BOUNDS = 'out of bounds memory access';

/** memarg₀ = {align 0, offset 0} */
const MEMARG0: MemArg = { align: 0, offset: 0n };
/** (i32.load 8_u x) */
const loadByte = (x: number, at: Span): InstrOf<'load'> => ({ op: 'load', nt: 'i32', pack: { sz: 8, sx: 'u' }, x, ao: MEMARG0, at });
/** (i32.store 8 x) */
const storeByte = (x: number, at: Span): InstrOf<'store'> => ({ op: 'store', nt: 'i32', pack: 8, x, ao: MEMARG0, at });

/** z; (at.const i) val (at.const n) (memory.fill x): how the rules of this instruction begin */
const fill = (name: string) => read(name, 'memory.fill')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('n', 'the third operand is (at.const n)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.v))
  .so('val', 'the second operand is val', ({ z }) => val(z.vs.next.v))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.next.v));

/**
 * ```rule
 * z; (at.const i) val (at.const n) (memory.fill x)  ↪  trap
 *   — if z.mems[x] = mi
 *   — and the third operand is (at.const n)
 *   — and the second operand is val
 *   — and the first operand is (at.const i)
 *   — and i + n > |mi.bytes|
 * ```
 * @rule Step_read/memory.fill-oob
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const memoryFillOob: Rule<'memory.fill'> = fill('memory.fill-oob')
  .iff('i + n > |mi.bytes|', ({ mi, n, i }) => i + n > mi.bytes.size)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) val (at.const n) (memory.fill x)  ↪  ε
 *   — if z.mems[x] = mi
 *   — and the third operand is (at.const n)
 *   — and the second operand is val
 *   — and the first operand is (at.const i)
 *   — and i + n ≤ |mi.bytes|
 *   — and n = 0
 * ```
 * @rule Step_read/memory.fill-zero
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const memoryFillZero: Rule<'memory.fill'> = fill('memory.fill-zero')
  .iff('i + n ≤ |mi.bytes|', ({ mi, n, i }) => i + n <= mi.bytes.size)
  .iff('n = 0', ({ n }) => n === 0)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z }) => to(z, z.vs.next.next.next, z.es.next));

/**
 * ```rule
 * z; (at.const i) val (at.const n) (memory.fill x)  ↪
 *     (at.const i) val (i32.store 8 x)
 *     (at.const i + 1) val (at.const n − 1) (memory.fill x)
 *   — if z.mems[x] = mi
 *   — and the third operand is (at.const n)
 *   — and the second operand is val
 *   — and the first operand is (at.const i)
 *   — and i + n ≤ |mi.bytes|
 *   — and n ≠ 0
 * ```
 * @rule Step_read/memory.fill-succ
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const memoryFillSucc: Rule<'memory.fill'> = fill('memory.fill-succ')
  .iff('i + n ≤ |mi.bytes|', ({ mi, n, i }) => i + n <= mi.bytes.size)
  .iff('n ≠ 0', ({ n }) => n !== 0)
  .acts(({ z, e }) => sizeAccess(z, 'mem', e.x, READ))
  .gives(({ z, e, mi: { type: { addr } }, n, val, i }) => to(z, z.vs.next,
    then(storeByte(e.x, e.at),
      again([addrConst(addr, i + 1), val, addrConst(addr, n - 1)], e, z.es.next))));

/** z; (at₁.const i₁) (at₂.const i₂) (at′.const n) (memory.copy x₁ x₂): how the rules of this instruction begin */
const copy = (name: string) => read(name, 'memory.copy')
  .so('mi1', 'z.mems[x₁] = mi₁', ({ z, e }) => memOf(z, e.x))
  .so('mi2', 'z.mems[x₂] = mi₂', ({ z, e }) => memOf(z, e.y))
  .so('n', 'the third operand is (at′.const n)', ({ z, mi1, mi2 }) => addrOf(minAddr(mi1.type.addr, mi2.type.addr), z.vs.v))
  .so('i2', 'the second operand is (at₂.const i₂)', ({ z, mi2 }) => addrOf(mi2.type.addr, z.vs.next.v))
  .so('i1', 'the first operand is (at₁.const i₁)', ({ z, mi1 }) => addrOf(mi1.type.addr, z.vs.next.next.v));
/** (i32.load 8_u y) (i32.store 8 x) (at₁.const i₁) (at₂.const i₂) (at′.const n) (memory.copy x y), before es */
const moveThenCopy = (e: InstrOf<'memory.copy'>, at1: AddrType, i1: number, at2: AddrType, i2: number, n: number, es: Code): Code =>
  then(loadByte(e.y, e.at),
    then(storeByte(e.x, e.at),
      again([addrConst(at1, i1), addrConst(at2, i2), addrConst(minAddr(at1, at2), n)], e, es)));

/**
 * ```rule
 * z; (at₁.const i₁) (at₂.const i₂) (at′.const n) (memory.copy x₁ x₂)  ↪  trap
 *   — if z.mems[x₁] = mi₁
 *   — and z.mems[x₂] = mi₂
 *   — and the third operand is (at′.const n)
 *   — and the second operand is (at₂.const i₂)
 *   — and the first operand is (at₁.const i₁)
 *   — and i₁ + n > |mi₁.bytes| ∨ i₂ + n > |mi₂.bytes|
 * ```
 * @rule Step_read/memory.copy-oob
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const memoryCopyOob: Rule<'memory.copy'> = copy('memory.copy-oob')
  .iff('i₁ + n > |mi₁.bytes| ∨ i₂ + n > |mi₂.bytes|', ({ mi1, mi2, n, i2, i1 }) => i1 + n > mi1.bytes.size || i2 + n > mi2.bytes.size)
  .acts(({ z, e }) => [...sizeAccess(z, 'mem', e.x, READ), ...sizeAccess(z, 'mem', e.y, READ)])
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at₁.const i₁) (at₂.const i₂) (at′.const n) (memory.copy x₁ x₂)  ↪  ε
 *   — if z.mems[x₁] = mi₁
 *   — and z.mems[x₂] = mi₂
 *   — and the third operand is (at′.const n)
 *   — and the second operand is (at₂.const i₂)
 *   — and the first operand is (at₁.const i₁)
 *   — and i₁ + n ≤ |mi₁.bytes|
 *   — and i₂ + n ≤ |mi₂.bytes|
 *   — and n = 0
 * ```
 * @rule Step_read/memory.copy-zero
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const memoryCopyZero: Rule<'memory.copy'> = copy('memory.copy-zero')
  .iff('i₁ + n ≤ |mi₁.bytes|', ({ mi1, n, i1 }) => i1 + n <= mi1.bytes.size)
  .iff('i₂ + n ≤ |mi₂.bytes|', ({ mi2, n, i2 }) => i2 + n <= mi2.bytes.size)
  .iff('n = 0', ({ n }) => n === 0)
  .acts(({ z, e }) => [...sizeAccess(z, 'mem', e.x, READ), ...sizeAccess(z, 'mem', e.y, READ)])
  .gives(({ z }) => to(z, z.vs.next.next.next, z.es.next));

/**
 * ```rule
 * z; (at₁.const i₁) (at₂.const i₂) (at′.const n) (memory.copy x₁ x₂)  ↪
 *     (at₁.const i₁) (at₂.const i₂) (i32.load 8_u x₂) (i32.store 8 x₁)
 *     (at₁.const i₁ + 1) (at₂.const i₂ + 1) (at′.const n − 1) (memory.copy x₁ x₂)
 *   — if z.mems[x₁] = mi₁
 *   — and z.mems[x₂] = mi₂
 *   — and the third operand is (at′.const n)
 *   — and the second operand is (at₂.const i₂)
 *   — and the first operand is (at₁.const i₁)
 *   — and i₁ + n ≤ |mi₁.bytes|
 *   — and i₂ + n ≤ |mi₂.bytes|
 *   — and n ≠ 0
 *   — and i₁ ≤ i₂
 * ```
 * @rule Step_read/memory.copy-le
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const memoryCopyLe: Rule<'memory.copy'> = copy('memory.copy-le')
  .iff('i₁ + n ≤ |mi₁.bytes|', ({ mi1, n, i1 }) => i1 + n <= mi1.bytes.size)
  .iff('i₂ + n ≤ |mi₂.bytes|', ({ mi2, n, i2 }) => i2 + n <= mi2.bytes.size)
  .iff('n ≠ 0', ({ n }) => n !== 0)
  .iff('i₁ ≤ i₂', ({ i1, i2 }) => i1 <= i2)
  .acts(({ z, e }) => [...sizeAccess(z, 'mem', e.x, READ), ...sizeAccess(z, 'mem', e.y, READ)])
  .gives(({ z, e, mi1: { type: { addr: at1 } }, mi2: { type: { addr: at2 } }, n, i2, i1 }) => to(z,
    z.vs.next, moveThenCopy(e, at1, i1 + 1, at2, i2 + 1, n - 1, z.es.next)));

/**
 * ```rule
 * z; (at₁.const i₁) (at₂.const i₂) (at′.const n) (memory.copy x₁ x₂)  ↪
 *     (at₁.const i₁ + n − 1) (at₂.const i₂ + n − 1) (i32.load 8_u x₂) (i32.store 8 x₁)
 *     (at₁.const i₁) (at₂.const i₂) (at′.const n − 1) (memory.copy x₁ x₂)
 *   — if z.mems[x₁] = mi₁
 *   — and z.mems[x₂] = mi₂
 *   — and the third operand is (at′.const n)
 *   — and the second operand is (at₂.const i₂)
 *   — and the first operand is (at₁.const i₁)
 *   — and i₁ + n ≤ |mi₁.bytes|
 *   — and i₂ + n ≤ |mi₂.bytes|
 *   — and n ≠ 0
 *   — and i₁ > i₂
 * ```
 * @rule Step_read/memory.copy-gt
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const memoryCopyGt: Rule<'memory.copy'> = copy('memory.copy-gt')
  .iff('i₁ + n ≤ |mi₁.bytes|', ({ mi1, n, i1 }) => i1 + n <= mi1.bytes.size)
  .iff('i₂ + n ≤ |mi₂.bytes|', ({ mi2, n, i2 }) => i2 + n <= mi2.bytes.size)
  .iff('n ≠ 0', ({ n }) => n !== 0)
  .iff('i₁ > i₂', ({ i1, i2 }) => i1 > i2)
  .acts(({ z, e }) => [...sizeAccess(z, 'mem', e.x, READ), ...sizeAccess(z, 'mem', e.y, READ)])
  .gives(({ z, e, mi1: { type: { addr: at1 } }, mi2: { type: { addr: at2 } }, n, i2, i1 }) => to(z,
    cons(addrConst(at2, i2 + n - 1), cons(addrConst(at1, i1 + n - 1), z.vs.next.next.next)),
    moveThenCopy(e, at1, i1, at2, i2, n - 1, z.es.next)));

/** z; (at.const i) (i32.const j) (i32.const n) (memory.init x y): how the rules of this instruction begin */
const init = (name: string) => read(name, 'memory.init')
  .so('mi', 'z.mems[x] = mi', ({ z, e }) => memOf(z, e.x))
  .so('di', 'z.datas[y] = di', ({ z, e }) => dataOf(z, e.y))
  .so('n', 'the third operand is (i32.const n)', ({ z }) => addrOf('i32', z.vs.v))
  .so('j', 'the second operand is (i32.const j)', ({ z }) => addrOf('i32', z.vs.next.v))
  .so('i', 'the first operand is (at.const i)', ({ z, mi }) => addrOf(mi.type.addr, z.vs.next.next.v));

/**
 * ```rule
 * z; (at.const i) (i32.const j) (i32.const n) (memory.init x y)  ↪  trap
 *   — if z.mems[x] = mi
 *   — and z.datas[y] = di
 *   — and the third operand is (i32.const n)
 *   — and the second operand is (i32.const j)
 *   — and the first operand is (at.const i)
 *   — and i + n > |mi.bytes| ∨ j + n > |di.bytes|
 * ```
 * @rule Step_read/memory.init-oob
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const memoryInitOob: Rule<'memory.init'> = init('memory.init-oob')
  .iff('i + n > |mi.bytes| ∨ j + n > |di.bytes|', ({ mi, di, n, j, i }) => i + n > mi.bytes.size || j + n > di.bytes.length)
  .acts(({ z, e }) => [...sizeAccess(z, 'mem', e.x, READ), ...segmentAccess(z, 'data', e.y, READ)])
  .gives(({ z, e }) => to(z, z.vs.next.next.next, then(trapOf(e, OUT_OF_BOUNDS), z.es.next)));

/**
 * ```rule
 * z; (at.const i) (i32.const j) (i32.const n) (memory.init x y)  ↪  ε
 *   — if z.mems[x] = mi
 *   — and z.datas[y] = di
 *   — and the third operand is (i32.const n)
 *   — and the second operand is (i32.const j)
 *   — and the first operand is (at.const i)
 *   — and i + n ≤ |mi.bytes|
 *   — and j + n ≤ |di.bytes|
 *   — and n = 0
 * ```
 * @rule Step_read/memory.init-zero
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const memoryInitZero: Rule<'memory.init'> = init('memory.init-zero')
  .iff('i + n ≤ |mi.bytes|', ({ mi, n, i }) => i + n <= mi.bytes.size)
  .iff('j + n ≤ |di.bytes|', ({ di, n, j }) => j + n <= di.bytes.length)
  .iff('n = 0', ({ n }) => n === 0)
  .acts(({ z, e }) => [...sizeAccess(z, 'mem', e.x, READ), ...segmentAccess(z, 'data', e.y, READ)])
  .gives(({ z }) => to(z, z.vs.next.next.next, z.es.next));

/**
 * ```rule
 * z; (at.const i) (i32.const j) (i32.const n) (memory.init x y)  ↪
 *     (at.const i) (i32.const b) (i32.store 8 x)
 *     (at.const i + 1) (i32.const j + 1) (i32.const n − 1) (memory.init x y)
 *   — if z.mems[x] = mi
 *   — and z.datas[y] = di
 *   — and the third operand is (i32.const n)
 *   — and the second operand is (i32.const j)
 *   — and the first operand is (at.const i)
 *   — and i + n ≤ |mi.bytes|
 *   — and j + n ≤ |di.bytes|
 *   — and n ≠ 0
 *   — and di.bytes[j] = b
 * ```
 * @rule Step_read/memory.init-succ
 * @spec core 4.3-execution.instructions §Memory instructions
 */
export const memoryInitSucc: Rule<'memory.init'> = init('memory.init-succ')
  .iff('i + n ≤ |mi.bytes|', ({ mi, n, i }) => i + n <= mi.bytes.size)
  .iff('j + n ≤ |di.bytes|', ({ di, n, j }) => j + n <= di.bytes.length)
  .iff('n ≠ 0', ({ n }) => n !== 0)
  .so('b', 'di.bytes[j] = b', ({ di, j }) => di.bytes[j])
  .acts(({ z, e }) => [...sizeAccess(z, 'mem', e.x, READ), ...segmentAccess(z, 'data', e.y, READ)])
  .gives(({ z, e, mi: { type: { addr } }, n, j, i, b }) => to(z, cons(i32(b), z.vs.next.next),
    then(storeByte(e.x, e.at),
      again([addrConst(addr, i + 1), i32(j + 1), i32(n - 1)], e, z.es.next))));
