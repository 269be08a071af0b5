/**
 * The types of a generated program. Its modules have them all, in the same order, so that type indices mean the same everywhere.
 * @module
 */
import type { TypeDef } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { CompType, RecType, ResultType, SubType, ValType } from '../../syntax/types.ts';
import { idxRef } from '../../syntax/types.ts';

/** A table of types that grows. */
export interface MutableTypes {
  readonly defs: TypeDef[];
  /** the members of the groups, by type index */
  readonly subs: SubType[];
  /** function and continuation types by what they are */
  readonly known: Map<string, number>;
}
/** No types yet. */
export const noTypes = (): MutableTypes => ({ defs: [], subs: [], known: new Map() });

/** A value type as a string, equal for equal types. */
export const keyOf = (t: ValType): string => {
  if (typeof t === 'string') return t;
  const { nullable, heap } = t;
  return `${nullable ? '?' : '!'}${heap.kind === 'abs' ? heap.name : String(heap.x)}`;
};
/** A sequence of value types as a string. */
export const keysOf = (ts: ResultType): string => ts.map(keyOf).join();

/** Whether two value types are written alike. */
export const sameType = (t1: ValType, t2: ValType): boolean => t1 === t2 || keyOf(t1) === keyOf(t2);
/** Whether two sequences of value types are written alike. */
export const sameTypes = (ts1: ResultType, ts2: ResultType): boolean => ts1.length === ts2.length && keysOf(ts1) === keysOf(ts2);

/** A type of its own, without supertypes. */
export const final = (comp: CompType): SubType => ({ final: true, supers: [], shared: false, comp });

/** Adds a group; the index of its first type. */
export const addGroup = (types: MutableTypes, rec: RecType): number => {
  const x = types.subs.length;
  types.defs.push({ rec, at: NOWHERE });
  types.subs.push(...rec);
  return x;
};

const interned = (types: MutableTypes, key: string, comp: CompType): number => {
  const known = types.known.get(key);
  if (known !== undefined) return known;
  const x = addGroup(types, [final(comp)]);
  types.known.set(key, x);
  return x;
};

/** The index of t₁* → t₂*. */
export const funcType = (types: MutableTypes, params: ResultType, results: ResultType): number =>
  interned(types, `${keysOf(params)}>${keysOf(results)}`, { kind: 'func', params, results });

/** A continuation type: its index and that of its function type, with what it takes and returns. */
export interface ContInfo {
  readonly x: number;
  readonly ft: number;
  readonly params: ResultType;
  readonly results: ResultType;
}
/** The continuation type over t₁* → t₂*. */
export const contType = (types: MutableTypes, params: ResultType, results: ResultType): ContInfo => {
  const ft = funcType(types, params, results);
  return { x: interned(types, `cont ${String(ft)}`, { kind: 'cont', type: { kind: 'idx', x: ft } }), ft, params, results };
};

/** (ref null $x) */
export const nullable = (x: number): ValType => idxRef(x, true);
/** (ref $x) */
export const nonNull = (x: number): ValType => idxRef(x, false);
/** Whether a local of the type has a value from the start. */
export const isDefaultable = (t: ValType): boolean => typeof t === 'string' || t.nullable;
