/**
 * Operands, as witnesses of premises: undefined when something else, or nothing, stands there.
 * @module
 */
import type { AddrType, NumType } from '../../syntax/types.ts';
import type { Vals } from './contexts.ts';
import type { Addr, None, Ref, Val } from './values.ts';

type NumVal<T extends NumType> = Extract<Val, { readonly t: T }>;
/** (t.const c) */
export const num = <T extends NumType>(t: T, v: Val | None): NumVal<T> | undefined => v.t === t ? v as NumVal<T> : undefined;
/** c, of (t.const c) */
export const numOf = (t: NumType, v: Val | None): number | bigint | undefined => num(t, v)?.c;
/** c, of (i32.const c) */
export const i32Of = (v: Val | None): number | undefined => v.t === 'i32' ? v.c : undefined;
/** c, of (v128.const c) */
export const v128Of = (v: Val | None): bigint | undefined => v.t === 'v128' ? v.c : undefined;
/** i, of (at.const i), unsigned; exact below 2⁵³, which is above every size */
export const addrOf = (at: AddrType, v: Val | None): number | undefined =>
  at === 'i32' ? (v.t === 'i32' ? v.c >>> 0 : undefined) : v.t === 'i64' ? Number(BigInt.asUintN(64, v.c)) : undefined;
/** (at.const i) */
export const addrConst = (at: AddrType, i: number): Val =>
  at === 'i32' ? { t: 'i32', c: i | 0 } : { t: 'i64', c: BigInt.asIntN(64, BigInt(i)) };

const refTags: { readonly [T in Ref['t']]: true } = {
  'ref.null': true, 'ref.i31': true, 'ref.struct': true, 'ref.array': true, 'ref.func': true, 'ref.exn': true, 'ref.cont': true,
  'ref.waitqueue': true, 'ref.host': true, 'ref.extern': true,
};
const isRef = (v: Val | None): v is Ref => v.t in refTags;
/** any reference, null included */
export const refOf = (v: Val | None): Ref | undefined => isRef(v) ? v : undefined;
/** whether the operand is ref.null */
export const isNull = (v: Val | None): boolean => v.t === 'ref.null';
/** ref ≠ ref.null */
export const nonNull = (v: Val | None): Ref | undefined => v.t !== 'ref.null' ? refOf(v) : undefined;
/** i, of (ref.i31 i), unsigned */
export const i31Of = (v: Val | None): number | undefined => v.t === 'ref.i31' ? v.c : undefined;
/** ref, of (ref.extern ref) */
export const externOf = (v: Val | None): Ref | undefined => v.t === 'ref.extern' ? v.c : undefined;
/** a, of (ref.func a) */
export const funcOf = (v: Val | None): Addr | undefined => v.t === 'ref.func' ? v.c : undefined;
/** a, of (ref.struct a) */
export const structOf = (v: Val | None): Addr | undefined => v.t === 'ref.struct' ? v.c : undefined;
/** a, of (ref.array a) */
export const arrayOf = (v: Val | None): Addr | undefined => v.t === 'ref.array' ? v.c : undefined;
/** a, of (ref.exn a) */
export const exnOf = (v: Val | None): Addr | undefined => v.t === 'ref.exn' ? v.c : undefined;
/** a, of (ref.cont a) */
export const contOf = (v: Val | None): Addr | undefined => v.t === 'ref.cont' ? v.c : undefined;
/** a, of (ref.waitqueue a) */
export const waitQueueOf = (v: Val | None): Addr | undefined => v.t === 'ref.waitqueue' ? v.c : undefined;
/** any value */
export const val = (v: Val | None): Val | undefined => v.t === 'none' ? undefined : v;

/** valⁿ, the top n values of vs, first to last */
export const topVals = (n: number, vs: Vals): readonly Val[] => {
  const out: Val[] = [];
  for (let i = 0, p = vs; i < n && p.v.t !== 'none'; i++, p = p.next) out.push(p.v);
  return out.reverse();
};
