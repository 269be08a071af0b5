/**
 * The translation of atomic accesses of globals, tables, structures and arrays: the host's, of the heap. It has one ordering, the
 * strongest.
 * ```rule
 * ⟦struct.atomic.rmw f x i⟧ = trap if null; t.atomic.rmw f at its offset
 * ```
 * What belongs to one thread is accessed as usual.
 * @category Evaluation: sharing
 * @module
 */
import type { AtomicRmwOp, Expr, Instr } from '../../syntax/instructions.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { StorageType } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { isPacked, unpack } from '../../semantics/types/properties.ts';
import { get, if_, set } from '../translation/code.ts';
import type { MutableBody } from './body.ts';
import { emit, operand, temp } from './body.ts';
import { atomicCmpxchg, atomicLoad, atomicRmw, atomicStore } from './code.ts';
import { accessOf, emitAddress, emitOwn, isInHeap, storageOf } from './locations.ts';
import { isSharedRef, openVal } from './plan.ts';
import { mirrored } from './roots.ts';

/** Atomic accesses of everything but memories. */
export type AtomicInstr = Extract<Instr, { readonly op:
  `${'global' | 'table' | 'struct' | 'array'}.atomic.${string}` }>;

const operatorOf = (e: AtomicInstr): AtomicRmwOp => 'f' in e ? e.f : 'xchg';
const signOf = (e: AtomicInstr): 's' | 'u' | undefined => 'sx' in e ? e.sx : undefined;
type Kind = 'get' | 'set' | 'rmw' | 'cmpxchg';
const SUFFIXES: readonly Kind[] = ['get', 'set', 'cmpxchg'];
const kindOf = ({ op }: AtomicInstr): Kind => SUFFIXES.find((suffix) => op.endsWith(`.${suffix}`)) ?? 'rmw';
/** How many operands follow those that name the location. */
const VALUES: { readonly [K in Kind]: number } = { get: 0, set: 1, rmw: 1, cmpxchg: 2 };

/** The type of what an operand after the location is. */
const valueTemps = (S: MutableBody, kind: Kind, zt: StorageType<DefType>): readonly number[] => {
  const t = openVal(S.plan, unpack(zt));
  if (kind === 'get') return [];
  const v = temp(S, t, 5);
  emit(S, set(v));
  if (kind !== 'cmpxchg') return [v];
  const host = typeof t === 'object' ? { kind: 'ref', nullable: true, heap: { kind: 'abs', shared: false, name: 'eq' } } as const : t;
  const expected = temp(S, host, 15);
  emit(S, set(expected));
  return [expected, v];
};

const emitInHeap = (S: MutableBody, e: AtomicInstr): void => {
  const access = accessOf(e), zt = storageOf(S, access), kind = kindOf(e), values = valueTemps(S, kind, zt), { plan } = S;
  const offset = emitAddress(S, access, operand(S, VALUES[kind] + (access.region === 'array' ? 1 : 0)));
  emit(S, ...values.map(get));
  switch (kind) {
    case 'get': emit(S, ...atomicLoad(plan, zt, offset, signOf(e))); return;
    case 'set': emit(S, atomicStore(plan, zt, offset)); return;
    case 'rmw': emit(S, atomicRmw(plan, zt, operatorOf(e), offset)); return;
    case 'cmpxchg': emit(S, atomicCmpxchg(plan, zt, offset));
  }
};

const at = NOWHERE;
const equal = (zt: StorageType<DefType>): Instr => {
  if (typeof zt === 'object') return isSharedRef(zt) ? { op: 'relop', nt: 'i32', f: 'eq', at } : { op: 'ref.eq', at };
  return { op: 'relop', nt: zt === 'i64' ? 'i64' : 'i32', f: 'eq', at };
};
const combined = (zt: StorageType<DefType>, f: AtomicRmwOp, old: number, v: number): Expr =>
  f === 'xchg' ? [get(v)] : [get(old), get(v), { op: 'binop', nt: zt === 'i64' ? 'i64' : 'i32', f, at }];
const emitOwnAccess = (S: MutableBody, e: AtomicInstr): void => {
  const access = accessOf(e), zt = storageOf(S, access), kind = kindOf(e), values = valueTemps(S, kind, zt), own = emitOwn(S, access);
  const [v = 0, w = 0] = values, read = [...own.operands, own.get(isPacked(zt) ? signOf(e) ?? 'u' : undefined)];
  if (kind === 'get') emit(S, ...read);
  const mirror = (x: number): Expr => access.region === 'global' ? mirrored(S.plan, access.x, x) : [];
  if (kind === 'set') emit(S, ...own.operands, get(v), own.set, ...mirror(v));
  if (kind === 'get' || kind === 'set') return;
  const old = temp(S, openVal(S.plan, unpack(zt)), 16);
  emit(S, ...read, set(old));
  if (kind === 'rmw') emit(S, ...own.operands, ...combined(zt, operatorOf(e), old, v), own.set, ...mirror(v));
  else emit(S, get(old), get(v), equal(zt), if_([...own.operands, get(w), own.set, ...mirror(w)]));
  emit(S, get(old));
};

/** One of these. */
export const emitAtomic = (S: MutableBody, e: AtomicInstr): void => {
  if (isInHeap(S, accessOf(e))) emitInHeap(S, e);
  else emitOwnAccess(S, e);
};
