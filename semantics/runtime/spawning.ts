/**
 * What spawning by table needs.
 * @spec SET Overview.md §Thread Management Builtins
 * @module
 */
import { absRef } from '../../syntax/types.ts';
import type { TableType } from '../../syntax/types.ts';
import { get } from '../data/vector.ts';
import type { DefType } from '../types/deftypes.ts';
import { asFunc } from '../types/expansion.ts';
import { matchesDef, matchesRef } from '../types/matching.ts';
import type { Action } from './actions.ts';
import type { FuncInst, SpawnFunc, Store, TableInst } from './store.ts';
import type { Addr } from './values.ts';

/** The export that holds the functions of a module that names no table, as toolchains call it. */
export const DEFAULT_TABLE = '__indirect_function_table';

type ByTable = Extract<SpawnFunc, { readonly kind: 'spawn_indirect' }>;
/** The table that a function spawns from: the one it was made with, or the default table of the module that imports the function. */
const tableOf = (fi: FuncInst, by: ByTable): Addr | undefined =>
  by.table ?? fi.module.exports.find(({ name, addr }) => name === DEFAULT_TABLE && addr.kind === 'table')?.addr.a;
/** The instance of that table. */
export const spawnTable = (S: Store, fi: FuncInst, by: ByTable): TableInst | undefined => {
  const a = tableOf(fi, by);
  return a === undefined ? undefined : get(S.tables, a);
};
/** a′, if the element i of the table is (ref.func a′), and the type of that function matches that of those that are spawned */
export const spawnable = (S: Store, { type }: ByTable, { refs }: TableInst, i: number): Addr | undefined => {
  const ref = get(refs, i), target = ref?.t === 'ref.func' ? get(S.funcs, ref.c) : undefined;
  return ref?.t === 'ref.func' && target !== undefined && matchesDef(target.type, type) ? ref.c : undefined;
};
/** What others can see of looking up an element of that table: it reads the size of the table, and the element. */
export const tableRead = (fi: FuncInst, by: ByTable, i: number): readonly Action[] => {
  const a = tableOf(fi, by);
  return a === undefined || !by.type.sub.shared ? [] : [
    { kind: 'read', loc: { region: 'tablesize', a, i: 0, n: 1 }, order: 'unord' },
    { kind: 'read', loc: { region: 'table', a, i, n: 1 }, order: 'unord' },
  ];
};

/**
 * Why a function of type `dt` cannot spawn from a table of this type: there is none, it has other addresses, or holds other things than
 * functions. The table and its functions must be shared if those that are spawned are, which the function is then too.
 */
export const wrongTableType = (dt: DefType, type: TableType<DefType> | undefined): string | undefined => {
  const { shared } = dt.sub;
  if (type === undefined) return `unknown import: spawn_indirect needs a table that is exported as "${DEFAULT_TABLE}"`;
  if (shared && !type.shared) return 'incompatible import type: the table of spawn_indirect must be shared';
  if (type.addr !== asFunc(dt)?.params[0])
    return `incompatible import type: the first parameter of spawn_indirect must be ${type.addr}, as its table has it`;
  if (matchesRef(type.ref, absRef('func', true, shared))) return undefined;
  return `incompatible import type: the table of spawn_indirect must hold ${shared ? 'shared' : 'unshared'} functions`;
};
/** Why a function cannot spawn from its table. */
export const wrongTable = (S: Store, fi: FuncInst, by: ByTable): string | undefined => wrongTableType(fi.type, spawnTable(S, fi, by)?.type);
