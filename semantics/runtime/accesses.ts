/**
 * Numbers and vectors in the bytes of memories and data segments.
 *
 * A read is undefined where it would leave the bytes: `nbytes_nt(c) = bytes[a : |nt|/8]` has no solution there. A write must be in bounds.
 * Addresses are numbers below 2⁵³.
 * @spec core 3.1-numerics.scalar §Representation
 * @spec core exec/instructions.rst §Memory Instructions
 * @module
 */
import type { MemArg, NumConst, Signedness } from '../../syntax/instructions.ts';
import type { IShape } from '../../syntax/numeric-operators.ts';
import type { NumType } from '../../syntax/types.ts';
import type { Bytes } from '../data/memory.ts';
import { get128, get16, get32, get64, get8, put16, put32, put64, put8 } from '../data/memory.ts';
import type { ByteType } from '../numerics/bytes.ts';
import { byteSizes } from '../numerics/bytes.ts';
import { splat } from '../numerics/vector-operators.ts';
import type { Widening } from '../numerics/vectors.ts';
import { widening16, widening32, widening8 } from '../numerics/vectors.ts';
import type { MemInst, Store } from './store.ts';
import { withMem } from './updates.ts';
import type { Addr, Val } from './values.ts';

/** The widths of integers in memory. */
export type Width = 8 | 16 | 32 | 64;

/** i + ao.offset; inexact only beyond 2⁵³, where it is out of bounds all the same */
export const effective = (i: number, ao: MemArg): number => i + Number(ao.offset);
/** S with mems[a].bytes = b* */
export const withBytes = (S: Store, a: Addr, { type, bytes: { blocks } }: MemInst, bytes: Bytes): Store =>
  withMem(S, a, { type, bytes }, bytes.blocks - blocks);

const inside = (m: Bytes, a: number, n: number): boolean => a + n <= m.size;

/** (nt.const c), if nbytes_nt(c) = m[a : |nt|/8] */
export const numAt = (nt: NumType, m: Bytes, a: number): NumConst | undefined => {
  if (!inside(m, a, byteSizes[nt])) return undefined;
  switch (nt) {
    case 'i32': return { t: 'i32', c: get32(m, a) };
    case 'i64': return { t: 'i64', c: get64(m, a) };
    case 'f32': return { t: 'f32', c: get32(m, a) };
    case 'f64': return { t: 'f64', c: get64(m, a) };
  }
};
/** c, if vbytes_{v128}(c) = m[a : 16] */
export const vecAt = (m: Bytes, a: number): bigint | undefined => inside(m, a, 16) ? get128(m, a) : undefined;

const unsignedAt = (n: 8 | 16 | 32, m: Bytes, a: number): number => {
  switch (n) {
    case 8: return get8(m, a);
    case 16: return get16(m, a);
    case 32: return get32(m, a) >>> 0;
  }
};
/** extendⁿ^sx of an integer of n bits to a JavaScript number */
const extended = (n: 8 | 16 | 32, sx: Signedness, c: number): number => sx === 'u' ? c : c << (32 - n) >> (32 - n);

/** (iNN.const extend^sx_{n,NN}(c)), if ibits_n(c) = m[a : n/8]; there is no packed access to floats */
export const packAt = (nt: NumType, n: 8 | 16 | 32, sx: Signedness, m: Bytes, a: number): NumConst | undefined => {
  if (!inside(m, a, n / 8)) return undefined;
  const c = extended(n, sx, unsignedAt(n, m, a));
  switch (nt) {
    case 'i32': return { t: 'i32', c: c | 0 };
    case 'i64': return { t: 'i64', c: BigInt(c) };
    case 'f32': case 'f64': return undefined;
  }
};
/** c, if ibits_N(c) = m[a : N/8]; a number for N ≤ 32, a bigint for 64, both unsigned */
export const intAt = (N: Width, m: Bytes, a: number): number | bigint | undefined => {
  if (!inside(m, a, N / 8)) return undefined;
  return N === 64 ? BigInt.asUintN(64, get64(m, a)) : unsignedAt(N, m, a);
};
/** j*, if (ibits_K(j) = m[a + k · K/8 : K/8])^(k < 64/K), unsigned */
export const halfAt = (K: 8 | 16 | 32, m: Bytes, a: number): readonly number[] | undefined => {
  if (!inside(m, a, 8)) return undefined;
  const js: number[] = [];
  for (let k = 0; k < 64 / K; k++) js.push(unsignedAt(K, m, a + k * K / 8));
  return js;
};

const widened = <B>({ to, extend }: Widening<number, B>, sx: Signedness, js: readonly number[]): bigint => to.inv_lanes(js.map(extend[sx]));
/** lanes⁻¹_{iNN×M}(extend^sx_{K,NN}(j)*), with NN = 2 · K */
export const widenedLanes = (K: 8 | 16 | 32, sx: Signedness, js: readonly number[]): bigint => {
  const signed = js.map((j) => extended(K, 's', j)); // the constants that lanes hold
  switch (K) {
    case 8: return widened(widening8, sx, signed);
    case 16: return widened(widening16, sx, signed);
    case 32: return widened(widening32, sx, signed);
  }
};
/** iNN×M of N-bit lanes */
export const shapeOf: { readonly [N in Width]: IShape } = { 8: 'i8x16', 16: 'i16x8', 32: 'i32x4', 64: 'i64x2' };
/** lanes⁻¹_{iNN×M}(j^M), with N the width of j */
export const splatOf = (N: Width, j: number | bigint): bigint => splat(shapeOf[N], j);

/** m with [a : |nt|/8] = nbytes_nt(c) */
export const withNum = (m: Bytes, a: number, v: NumConst): Bytes => typeof v.c === 'number' ? put32(m, a, v.c) : put64(m, a, v.c);
/** m with [a : n/8] = ibits_n(wrap_{|iNN|,n}(c)) */
export const withPack = (m: Bytes, a: number, n: Width, c: number | bigint): Bytes => {
  if (n === 64) return put64(m, a, BigInt(c));
  const low = typeof c === 'number' ? c : Number(BigInt.asIntN(32, c));
  switch (n) {
    case 8: return put8(m, a, low);
    case 16: return put16(m, a, low);
    case 32: return put32(m, a, low);
  }
};

const read: { readonly [t in ByteType]: (view: DataView, at: number) => Val } = {
  i8: (view, at) => ({ t: 'i32', c: view.getUint8(at) }),
  i16: (view, at) => ({ t: 'i32', c: view.getUint16(at, true) }),
  i32: (view, at) => ({ t: 'i32', c: view.getInt32(at, true) }),
  i64: (view, at) => ({ t: 'i64', c: view.getBigInt64(at, true) }),
  f32: (view, at) => ({ t: 'f32', c: view.getInt32(at, true) }),
  f64: (view, at) => ({ t: 'f64', c: view.getBigInt64(at, true) }),
  v128: (view, at) => ({ t: 'v128', c: view.getBigUint64(at + 8, true) << 64n | view.getBigUint64(at, true) }),
};
/** (unpack(zt).const cunpacknum_zt(c))ⁿ, if concat(zbytes_zt(c)ⁿ) = b*[i : n · |zt|/8] */
export const constsAt = (zt: ByteType, bytes: Uint8Array, i: number, n: number): readonly Val[] | undefined => {
  const size = byteSizes[zt];
  if (i + n * size > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), get = read[zt];
  const out: Val[] = [];
  for (let k = 0; k < n; k++) out.push(get(view, i + k * size));
  return out;
};
