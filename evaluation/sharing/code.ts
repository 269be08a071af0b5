/**
 * Instructions that the translation adds, above all accesses of the heap. See also `translation/code.ts`.
 * ```rule
 * load zt    = i32.load8_sx, i32.load16_sx, t.load, or i32.load of a reference
 * ```
 * Accesses of 8, 16 and 32 bits and of references never tear, since they are aligned; nor do those of 64 bits on hosts of 64 bits.
 * @category Evaluation: sharing
 * @module
 */
import type { AtomicRmwOp, Instr, InstrOf, MemArg, Signedness } from '../../syntax/instructions.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { NumType, StorageType } from '../../syntax/types.ts';
import { isPacked } from '../../semantics/types/properties.ts';
import { bytesOf } from './layout.ts';
import type { MutableSharing } from './plan.ts';

const at = NOWHERE;
type Heap = Pick<MutableSharing, 'heap'>;

/** local.tee x */
export const tee = (x: number): Instr => ({ op: 'local.tee', x, at });
/** drop */
export const drop: Instr = { op: 'drop', at };
/** i64.const c */
export const i64 = (c: bigint): Instr => ({ op: 'const', val: { t: 'i64', c }, at });
/** an i64 comparison */
export const i64Relop = (f: InstrOf<'relop'>['f']): Instr => ({ op: 'relop', nt: 'i64', f, at });
/** i32.wrap_i64 */
export const wrap: Instr = { op: 'cvtop', nt2: 'i32', nt1: 'i64', f: 'wrap', at };
/** i64.extend_i32_u */
export const extendU: Instr = { op: 'cvtop', nt2: 'i64', nt1: 'i32', f: 'extend_u', at };
/** nt₂.reinterpret_nt₁ */
export const reinterpret = (nt2: NumType, nt1: NumType): Instr => ({ op: 'cvtop', nt2, nt1, f: 'reinterpret', at });
/** `if` with a result of type i32 */
export const ifI32 = (then: readonly Instr[], otherwise: readonly Instr[]): Instr =>
  ({ op: 'if', bt: { kind: 'result', type: 'i32' }, then, else: otherwise, at });

const ao = (zt: StorageType<unknown>, offset: number): MemArg => ({ align: Math.min(Math.log2(bytesOf(zt)), 3), offset: BigInt(offset) });
const numType = (zt: StorageType<unknown>): NumType => typeof zt === 'object' || isPacked(zt) || zt === 'v128' ? 'i32' : zt;
const packOf = (zt: StorageType<unknown>): 8 | 16 | undefined => zt === 'i8' ? 8 : zt === 'i16' ? 16 : undefined;

/** From an address to what stands there, or at an offset from there. */
export const load = ({ heap: x }: Heap, zt: StorageType<unknown>, offset = 0, sx: Signedness = 'u'): Instr => {
  if (zt === 'v128') return { op: 'vload', pack: undefined, x, ao: ao(zt, offset), at };
  const sz = packOf(zt);
  return { op: 'load', nt: numType(zt), pack: sz && { sz, sx }, x, ao: ao(zt, offset), at };
};
/** From an address and a value: puts it there. */
export const store = ({ heap: x }: Heap, zt: StorageType<unknown>, offset = 0): Instr => {
  if (zt === 'v128') return { op: 'vstore', x, ao: ao(zt, offset), at };
  return { op: 'store', nt: numType(zt), pack: packOf(zt), x, ao: ao(zt, offset), at };
};
/** The atomic accesses have one order here, the strongest, as the host has. */
const atomicType = (zt: StorageType<unknown>): 'i32' | 'i64' => zt === 'i64' ? 'i64' : 'i32';
const atomics = ({ heap: x }: Heap, zt: StorageType<unknown>, offset: number): Omit<InstrOf<'atomic.load'>, 'op'> =>
  ({ nt: atomicType(zt), pack: packOf(zt), order: 'seqcst', x, ao: ao(zt, offset), at });
const extend = (zt: StorageType<unknown>): Instr => ({ op: 'unop', nt: 'i32', f: zt === 'i8' ? 'extend8_s' : 'extend16_s', at });
/** As `load`, atomically: it may take two instructions. */
export const atomicLoad = (heap: Heap, zt: StorageType<unknown>, offset = 0, sx: Signedness = 'u'): readonly Instr[] =>
  [{ op: 'atomic.load', ...atomics(heap, zt, offset) }, ...isPacked(zt) && sx === 's' ? [extend(zt)] : []];
/** As `store`, atomically. */
export const atomicStore = (heap: Heap, zt: StorageType<unknown>, offset = 0): Instr =>
  ({ op: 'atomic.store', ...atomics(heap, zt, offset) });
/** From an address and a value to what was there. */
export const atomicRmw = (heap: Heap, zt: StorageType<unknown>, f: AtomicRmwOp, offset = 0): Instr =>
  ({ op: 'atomic.rmw', f, ...atomics(heap, zt, offset) });
/** From an address, an expected value and another to what was there. */
export const atomicCmpxchg = (heap: Heap, zt: StorageType<unknown>, offset = 0): Instr =>
  ({ op: 'atomic.cmpxchg', ...atomics(heap, zt, offset) });
