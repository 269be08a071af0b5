/**
 * Values. All have one shape, {t, c}, so that every rule reads them through one hidden class.
 * @spec core 4.0-execution.configurations §Values
 * @module
 */
import type { NumConst, VecConst } from '../../syntax/instructions.ts';
import type { NumType } from '../../syntax/types.ts';
import type { ConstantOf } from '../numerics/bytes.ts';

/** An address: an index into one component of the store. */
export type Addr = number;

/**
 * Reference values. `c` is the address of a `struct`, `array`, `func`, `exn`, `cont`, `waitqueue` or `host` object, the unsigned 31 bits of
 * an `i31`, and the internal reference of an `extern`. A is what an address is; objects of the embedder have numbers.
 */
export type Ref<A = Addr> =
  | { readonly t: 'ref.null'; readonly c: 0 }
  | { readonly t: 'ref.i31'; readonly c: number }
  | { readonly t: 'ref.struct' | 'ref.array' | 'ref.func' | 'ref.exn' | 'ref.cont' | 'ref.waitqueue'; readonly c: A }
  | { readonly t: 'ref.host'; readonly c: number }
  | { readonly t: 'ref.extern'; readonly c: Ref<A> };

/** val ::= num | vec | ref */
export type Val<A = Addr> = NumConst | VecConst | Ref<A>;

/** packval ::= i8.pack i | i16.pack i; `c` is unsigned */
export interface PackVal {
  readonly t: 'i8' | 'i16';
  readonly c: number;
}
/** fieldval ::= val | packval */
export type FieldVal = Val | PackVal;

/** What stands at the bottom of an empty value stack; not a value. */
export interface None {
  readonly t: 'none';
  readonly c: 0;
}
/** The bottom of the value stack. */
export const NONE: None = { t: 'none', c: 0 };

/** (i32.const c), for any JavaScript integer c: taken modulo 2³² */
export const i32 = (c: number): Val => ({ t: 'i32', c: c | 0 });
/** (i64.const c), taken modulo 2⁶⁴ */
export const i64 = (c: bigint): Val => ({ t: 'i64', c: BigInt.asIntN(64, c) });
/** (nt.const c) */
export const numVal = <T extends NumType>(t: T, c: ConstantOf<T>): NumConst => ({ t, c }) as NumConst; // T says which C goes with it
/** (v128.const c), for 0 ≤ c < 2¹²⁸ */
export const v128 = (c: bigint): Val => ({ t: 'v128', c });
/** ref.null */
export const NULL: Ref<never> = { t: 'ref.null', c: 0 };
/** (ref.i31 c) */
export const refI31 = (c: number): Ref<never> => ({ t: 'ref.i31', c: c & 0x7fffffff });
/** (ref.func a) */
export const refFunc = (a: Addr): Ref => ({ t: 'ref.func', c: a });
/** (ref.struct a) */
export const refStruct = (a: Addr): Ref => ({ t: 'ref.struct', c: a });
/** (ref.array a) */
export const refArray = (a: Addr): Ref => ({ t: 'ref.array', c: a });
/** (ref.exn a) */
export const refExn = (a: Addr): Ref => ({ t: 'ref.exn', c: a });
/** (ref.cont a) */
export const refCont = (a: Addr): Ref => ({ t: 'ref.cont', c: a });
/** (ref.waitqueue a) */
export const refWaitQueue = (a: Addr): Ref => ({ t: 'ref.waitqueue', c: a });
/** (ref.host a) */
export const refHost = (a: number): Ref<never> => ({ t: 'ref.host', c: a });
/** (ref.extern ref) */
export const refExtern = <A>(ref: Ref<A>): Ref<A> => ({ t: 'ref.extern', c: ref });
