/**
 * Properties of types and types computed from types.
 * @spec core 1.2-syntax.types
 * @module
 */
import { absRef } from '../../syntax/types.ts';
import type { AddrType, NumType, PackType, RefType, StorageType, ValType, VecType } from '../../syntax/types.ts';
import type { DefType } from './deftypes.ts';
import { matchesRef } from './matching.ts';

const sizes: { readonly [t in NumType | VecType | PackType]: 8 | 16 | 32 | 64 | 128 } =
  { i8: 8, i16: 16, i32: 32, i64: 64, f32: 32, f64: 64, v128: 128 };

/** `|t|`: the width of a number, vector or packed type, in bits. */
export const size = (t: NumType | VecType | PackType): 8 | 16 | 32 | 64 | 128 => sizes[t];

/** `|zt|` in bits, or undefined for references, which have no size. */
export const storageSize = (zt: StorageType<DefType>): 8 | 16 | 32 | 64 | 128 | undefined => typeof zt === 'string' ? sizes[zt] : undefined;

/** Is the storage type packed, `zt ≠ $unpack(zt)`? */
export const isPacked = <U>(zt: StorageType<U>): zt is PackType => zt === 'i8' || zt === 'i16';

/** `$unpack(zt)`: the type of the values kept in a field. */
export const unpack = <U>(zt: StorageType<U>): ValType<U> => isPacked(zt) ? 'i32' : zt;

/** `$minat(at₁, at₂)` */
export const minAddr = (at1: AddrType, at2: AddrType): AddrType => at1 === 'i32' ? at1 : at2;

/**
 * `⊢ t defaultable`: is there a value that a local, field or element can have before anything is written to it?
 * ```rule
 * t defaultable
 * — if t is a number or vector type, or t = (ref null ht)
 * ```
 * @rule Defaultable
 * @spec core 4.1-execution.values `$default_`
 */
export const defaultable = (t: ValType<DefType>): boolean => typeof t === 'string' || t.nullable;

/** `rt₁ \ rt₂`: what is left of rt₁ after a failed cast to rt₂; a null does not fail a cast to a nullable type. */
export const diffrt = (rt1: RefType<DefType>, rt2: RefType<DefType>): RefType<DefType> =>
  rt2.nullable ? { kind: 'ref', nullable: false, heap: rt1.heap } : rt1;

const conts: readonly RefType<DefType>[] = [absRef('cont'), absRef('cont', true, true)];

/**
 * `rt castable`: continuations carry no type at run time, so nothing can be cast to one.
 * ```rule
 * rt castable
 * — if not rt <: (ref null (share? cont))
 * ```
 * @rule Castable
 * @spec SS Explainer.md §Instructions
 */
export const castable = (rt: RefType<DefType>): boolean => !conts.some((cont) => matchesRef(rt, cont));
