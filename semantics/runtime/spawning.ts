/**
 * What spawning by table needs.
 * @spec SET Overview.md §Thread Management Builtins
 * @module
 */
import { absRef } from '../../syntax/types.ts';
import { get } from '../data/vector.ts';
import { asFunc } from '../types/expansion.ts';
import { matchesRef } from '../types/matching.ts';
import type { FuncInst, SpawnFunc, Store, TableInst } from './store.ts';

/** The export that holds the functions of a module that names no table, as toolchains call it. */
export const DEFAULT_TABLE = '__indirect_function_table';

/** The table that a function spawns from: the one it was made with, or the default table of the module that imports the function. */
export const spawnTable = (
  S: Store, fi: FuncInst, by: Extract<SpawnFunc, { readonly kind: 'spawn_indirect' }>,
): TableInst | undefined => {
  const exported = fi.module.exports.find(({ name, addr }) => name === DEFAULT_TABLE && addr.kind === 'table');
  const a = by.table ?? exported?.addr.a;
  return a === undefined ? undefined : get(S.tables, a);
};

const FUNC = absRef('func', true, true);
/** Why a function cannot spawn from its table: there is none, or it is not shared, has other addresses, or holds no shared functions. */
export const wrongTable = (S: Store, fi: FuncInst, by: Extract<SpawnFunc, { readonly kind: 'spawn_indirect' }>): string | undefined => {
  const ti = spawnTable(S, fi, by), at = asFunc(fi.type)?.params[0];
  if (ti === undefined) return `unknown import: spawn_indirect needs a table that is exported as "${DEFAULT_TABLE}"`;
  if (!ti.type.shared) return 'incompatible import type: the table of spawn_indirect must be shared';
  if (ti.type.addr !== at)
    return `incompatible import type: the first parameter of spawn_indirect must be ${ti.type.addr}, as its table has it`;
  return matchesRef(ti.type.ref, FUNC) ? undefined : 'incompatible import type: the table of spawn_indirect must hold shared functions';
};
