/**
 * What atomic instructions compute.
 * @spec T core/exec/instructions.rst §Atomic Memory Instructions
 * @spec SET Overview.md §Instructions
 * @module
 */
import type { AtomicRmwOp, MemArg, NumConst } from '../../syntax/instructions.ts';
import type { Bytes } from '../data/memory.ts';
import { i64 } from '../numerics/integers-64.ts';
import { i32 } from '../numerics/integers-small.ts';
import type { Integers } from '../numerics/integers.ts';
import type { Width } from './accesses.ts';
import { intAt } from './accesses.ts';
import type { None, Val } from './values.ts';

/** (iNN.const c) */
export type IntConst = Extract<NumConst, { readonly t: 'i32' | 'i64' }>;

/** |iNN| */
export const widths = { i32: 32, i64: 64 } as const;
/** The width of an atomic access to a memory: that of its type, if it does not say another. */
export const widthOf = ({ nt, pack }: { readonly nt: 'i32' | 'i64'; readonly pack: 8 | 16 | 32 | undefined }): Width => pack ?? widths[nt];

/** The three lowest bits of an address. */
const lowBits = (v: Val | None): number => v.t === 'i64' ? Number(BigInt.asUintN(3, v.c)) : v.t === 'i32' ? v.c & 7 : 0;
/** (i + ao.offset) mod N/8 = 0, of the operand (at.const i): exact for all addresses, for this is looked at before the bounds */
export const aligned = (v: Val | None, { offset }: MemArg, N: Width): boolean =>
  (lowBits(v) + Number(BigInt.asUintN(3, offset))) % (N / 8) === 0;

/** (nt.const extend^u_{N,|nt|}(c)), if ibits_N(c) = m[a : N/8] */
export const uintAt = (nt: 'i32' | 'i64', N: Width, m: Bytes, a: number): IntConst | undefined => {
  const c = intAt(N, m, a);
  if (c === undefined) return undefined;
  return nt === 'i32' ? { t: 'i32', c: Number(c) | 0 } : { t: 'i64', c: BigInt.asIntN(64, BigInt(c)) };
};
/** (iNN.const extend^u_{N,NN}(wrap_{NN,N}(c))) */
export const narrowed = (N: Width, n: IntConst): IntConst => n.t === 'i32'
  ? { t: 'i32', c: N < 32 ? n.c & (2 ** N - 1) : n.c }
  : { t: 'i64', c: BigInt.asIntN(64, BigInt.asUintN(N, n.c)) };

const operators = <A>({ iadd, isub, iand, ior, ixor }: Integers<A>): { readonly [f in AtomicRmwOp]: (c1: A, c2: A) => A } =>
  ({ add: iadd, sub: isub, and: iand, or: ior, xor: ixor, xchg: (_, c2) => c2 });
const ops32 = operators(i32), ops64 = operators(i64);
/**
 * (iNN.const rmw_f(c₁, c₂)): what is stored where c₁ was read; undefined if the types differ.
 * ```
 * rmw_f(c₁, c₂)    = f_NN(c₁, c₂)      the numeric operator f
 * rmw_xchg(c₁, c₂) = c₂
 * ```
 */
export const rmwInt = (f: AtomicRmwOp, n1: IntConst, n2: IntConst): IntConst | undefined => {
  if (n1.t === 'i32') return n2.t === 'i32' ? { t: 'i32', c: ops32[f](n1.c, n2.c) } : undefined;
  return n2.t === 'i64' ? { t: 'i64', c: ops64[f](n1.c, n2.c) } : undefined;
};
const isInt = (v: Val): v is IntConst => v.t === 'i32' || v.t === 'i64';
/** rmw_f(val₁, val₂), where values other than integers can only be exchanged */
export const rmwVal = (f: AtomicRmwOp, v1: Val, v2: Val): Val | undefined => {
  if (isInt(v1) && isInt(v2)) return rmwInt(f, v1, v2);
  return f === 'xchg' ? v2 : undefined;
};
