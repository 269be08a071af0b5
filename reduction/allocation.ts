/**
 * Allocation: instances made from the definitions of a module.
 * @spec core 4.4-execution.modules §Allocation
 * @category Reduction: modules
 * @module
 */
import { fromArray, get, repeat } from '../semantics/data/vector.ts';
import { zeros } from '../semantics/data/memory.ts';
import { PAGE } from '../semantics/runtime/limits.ts';
import { defaultOf } from '../semantics/runtime/defaults.ts';
import type { ExternAddr, ModuleInst } from '../semantics/runtime/frames.ts';
import type {
  FuncInst, HostFunc, MemInst, Store, TableInst, TagInst,
} from '../semantics/runtime/store.ts';
import { EMPTY_MODULE } from '../semantics/runtime/frames.ts';
import { addFunc, addGlobal, addMem, addTable, addTag } from '../semantics/runtime/updates.ts';
import type { Addr, Ref, Val } from '../semantics/runtime/values.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import { asFunc } from '../semantics/types/expansion.ts';
import type { Export, Func } from '../syntax/modules.ts';
import type { ExternType, GlobalType, MemType, TableType } from '../syntax/types.ts';

/** A store with something new in it, and where. */
export type Allocated = readonly [S: Store, a: Addr];

/** |t₁*| and |t₂*| of a function type */
const arities = (dt: DefType): { readonly n: number; readonly m: number } => {
  const ft = asFunc(dt);
  return { n: ft?.params.length ?? 0, m: ft?.results.length ?? 0 };
};

/** $alloctag */
export const alloctag = (S: Store, type: DefType): Allocated => [addTag(S, { type, ...arities(type) } satisfies TagInst), S.tags.n];
/** $allocglobal */
export const allocglobal = (S: Store, type: GlobalType<DefType>, value: Val): Allocated => [addGlobal(S, { type, value }), S.globals.n];
/** $allocmem */
export const allocmem = (S: Store, type: MemType): Allocated =>
  [addMem(S, { type, bytes: zeros(Number(type.limits.min) * PAGE) } satisfies MemInst), S.mems.n];
/** $alloctable */
export const alloctable = (S: Store, type: TableType<DefType>, ref: Ref): Allocated =>
  [addTable(S, { type, refs: repeat(Number(type.limits.min), ref) } satisfies TableInst), S.tables.n];

/** The function instance of the function with the index x of a module. */
export const funcInst = (module: ModuleInst, type: DefType, x: number, func: Func): FuncInst => {
  const { n, m } = arities(type);
  const dummies: readonly Val[] = new Array<Val>(n).fill({ t: 'i32', c: 0 });
  return { type, n, m, module, code: { kind: 'wasm', x, func, locals: fromArray([...dummies, ...func.locals.map(defaultOf)]) } };
};
/** $allocfunc, of a host function */
export const allochost = (S: Store, type: DefType, name: string, call: HostFunc['call']): Allocated =>
  [addFunc(S, { type, ...arities(type), module: EMPTY_MODULE, code: { kind: 'host', name, call } }), S.funcs.n];

/** $allocexport */
export const allocexport = (
  inst: Pick<ModuleInst, 'tags' | 'globals' | 'mems' | 'tables' | 'funcs'>, { desc: { kind, x } }: Export,
): ExternAddr => {
  const space = { func: inst.funcs, table: inst.tables, mem: inst.mems, global: inst.globals, tag: inst.tags }[kind];
  const a = space[x];
  if (a === undefined) throw new RangeError(`export of ${kind} ${String(x)}, which a valid module has`);
  return { kind, a };
};

/**
 * s ⊢ externaddr : externtype, the least such type; undefined for an address that the store does not have.
 * @spec core 4.1-execution.values §External addresses
 */
export const externType = (S: Store, { kind, a }: ExternAddr): ExternType<DefType> | undefined => {
  switch (kind) {
    case 'func': return typed(get(S.funcs, a)?.type, (type) => ({ kind, type }));
    case 'tag': return typed(get(S.tags, a)?.type, (type) => ({ kind, type }));
    case 'global': return typed(get(S.globals, a)?.type, (type) => ({ kind, type }));
    case 'mem': return typed(get(S.mems, a)?.type, (type) => ({ kind, type }));
    case 'table': return typed(get(S.tables, a)?.type, (type) => ({ kind, type }));
  }
};
const typed = <T>(type: T | undefined, wrap: (type: T) => ExternType<DefType>): ExternType<DefType> | undefined =>
  type === undefined ? undefined : wrap(type);
