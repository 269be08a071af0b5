/**
 * Labels: the actions of a step on what threads share, as rules state them. What is not shared has none, and neither has what is shared
 * but never changes: immutable globals and fields, the lengths of arrays.
 *
 * An access to a memory or a table reads its size first, for the bounds.
 * @spec T core/exec/runtime.rst §Events
 * @spec SET Overview.md §Memory Model Considerations
 * @module
 */
import { get } from '../data/vector.ts';
import type { Vec } from '../data/vector.ts';
import type { DefType } from '../types/deftypes.ts';
import type { Action, Loc } from './actions.ts';
import type { State } from './lookup.ts';
import type { GlobalInst } from './store.ts';
import type { Addr } from './values.ts';

/** How a location is accessed. */
export type How = Pick<Extract<Action, { readonly order: unknown; readonly loc: unknown }>, 'kind' | 'order'>;
/** rd, unordered */
export const READ: How = { kind: 'read', order: 'unord' };
/** wr, unordered */
export const WRITE: How = { kind: 'write', order: 'unord' };
/** rd_ord, wr_ord or rmw_ord */
export const ordered = (kind: How['kind'], order: How['order']): How => ({ kind, order });
const RMW_SEQCST = ordered('rmw', 'seqcst');

const NOTHING: readonly Action[] = [];
const action = ({ kind, order }: How, region: Loc['region'], a: Addr, i = 0, n = 1): Action => ({ kind, loc: { region, a, i, n }, order });

/** What has bounds that can grow. */
type Sized = 'mem' | 'table';
const sizes: { readonly [region in Sized]: 'memsize' | 'tablesize' } = { mem: 'memsize', table: 'tablesize' };
const isShared = (insts: Vec<{ readonly type: { readonly shared: boolean } }>, a: Addr): boolean => get(insts, a)?.type.shared === true;
/** z.module.mems[x] or z.module.tables[x], if it is shared */
const sharedAt = ({ S, F }: State, region: Sized, x: number): Addr | undefined => {
  const a = region === 'mem' ? F.module.mems[x] : F.module.tables[x];
  return a !== undefined && isShared(region === 'mem' ? S.mems : S.tables, a) ? a : undefined;
};

/**
 * Of an access to the n bytes or elements from i on of z.mems[x] or z.tables[x]:
 * ```
 * (rd a.len) (how a.data[i : n])
 * ```
 */
export const access = (z: State, region: Sized, x: number, how: How, i: number, n = 1): readonly Action[] => {
  const a = sharedAt(z, region, x);
  return a === undefined ? NOTHING : [action(READ, sizes[region], a), action(how, region, a, i, n)];
};
/**
 * Of an access to the size only:
 * ```
 * (how a.len)
 * ```
 */
export const sizeAccess = (z: State, region: Sized, x: number, how: How): readonly Action[] => {
  const a = sharedAt(z, region, x);
  return a === undefined ? NOTHING : [action(how, sizes[region], a)];
};
/**
 * Of growing by n bytes or elements from i on; none are written if n = 0.
 * ```
 * (rmw_seqcst a.len) (wr a.data[i : n])
 * ```
 */
export const growth = (z: State, region: Sized, x: number, i: number, n: number): readonly Action[] => {
  const a = sharedAt(z, region, x);
  if (a === undefined) return NOTHING;
  const size = action(RMW_SEQCST, sizes[region], a);
  return n === 0 ? [size] : [size, action(WRITE, region, a, i, n)];
};

/** Of an access to the global at the address a: (how a). */
export const globalAccess = ({ type }: GlobalInst, a: Addr, how: How): readonly Action[] =>
  type.sharing === 'shared' && type.mutable ? [action(how, 'global', a)] : NOTHING;

/** Whether threads can see the field or element i of a structure or an array change. */
const changes = ({ sub: { shared, comp } }: DefType, i: number): boolean => {
  if (!shared) return false;
  return comp.kind === 'struct' ? comp.fields[i]?.mutable === true : comp.kind === 'array' && comp.field.mutable;
};
/** Of an access to the field or element i of the structure or array at the address a: (how a[i]). */
export const partAccess = ({ S }: State, region: 'struct' | 'array', a: Addr, how: How, i: number): readonly Action[] => {
  const inst = region === 'struct' ? get(S.structs, a) : get(S.arrays, a);
  return inst !== undefined && changes(inst.type, i) ? [action(how, region, a, i)] : NOTHING;
};

/**
 * Of an access to the continuation at the address ca, of type $ct: a look at it is (rd_acqrel ca), and consuming it, of which only one
 * thread can be the first, (rmw_acqrel ca).
 */
export const contAccess = ({ F }: State, ct: number, ca: Addr, kind: 'read' | 'rmw'): readonly Action[] =>
  F.module.types[ct]?.sub.shared === true ? [action(ordered(kind, 'acqrel'), 'cont', ca)] : NOTHING;

/** Of an access to the segment z.datas[x] or z.elems[x], which is one location: it is dropped as a whole. */
export const segmentAccess = ({ S, F }: State, region: 'data' | 'elem', x: number, how: How): readonly Action[] => {
  const a = region === 'data' ? F.module.datas[x] : F.module.elems[x];
  if (a === undefined) return NOTHING;
  return (region === 'data' ? get(S.datas, a) : get(S.elems, a))?.shared === true ? [action(how, region, a)] : NOTHING;
};
