/**
 * The module `thread`: functions that spawn threads. Their types are declared by who imports them, and checked when it is linked:
 *
 * ```wasm
 * (type $ft (shared (func (param t*))))
 * (import "thread" "spawn_ref"      (func (type (shared (func (param (ref null $ft) t*) (result i32))))))
 * (import "thread" "spawn_indirect" (func (type (shared (func (param i32 t*) (result i32))))))
 * (import "thread" "available_parallelism" (func (type (shared (func (result i32))))))
 * ```
 *
 * The same without `shared`, in `$ft` and in the types of the imports, spawns cooperative threads, which let each other go on by
 *
 * ```wasm
 * (import "thread" "yield" (func (result i32)))
 * ```
 * @spec SET Overview.md §Thread Management Builtins
 * @spec CM CanonicalABI.md §canon thread.spawn-ref, §canon thread.yield
 * @category Reduction: threads
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { EMPTY_MODULE } from '../../semantics/runtime/frames.ts';
import type { FuncInst, HostFunc, Store } from '../../semantics/runtime/store.ts';
import { addFunc } from '../../semantics/runtime/updates.ts';
import { i32 } from '../../semantics/runtime/values.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc } from '../../semantics/types/expansion.ts';
import { functionType } from '../../semantics/types/functions.ts';
import { showDef, showVal } from '../../semantics/types/showing.ts';
import type { ExternType, FuncType, ResultType, ValType } from '../../syntax/types.ts';

/** What the model answers for the number of threads that may run at a time. */
const PARALLELISM = 2;

/** The code of a function of this module, or what is wrong with its declared type. */
type Made = E.Either<string, FuncInst['code']>;
type Maker = (type: DefType, ft: FuncType<DefType>) => Made;

const same = (ts1: ResultType<DefType>, ts2: ResultType<DefType>): boolean =>
  ts1.length === ts2.length && ts1.every((t, i) => showVal(t) === showVal(ts2[i] ?? 'i32') && sameHeap(t, ts2[i]));
const sameHeap = (t1: ValType<DefType>, t2: ValType<DefType> | undefined): boolean =>
  typeof t1 === 'string' || typeof t2 !== 'object' || t1.heap.kind === 'abs' || t1.heap === t2.heap;

const spawnRef: Maker = ({ sub: { shared } }, { params: [f, ...ts], results }) => {
  if (typeof f !== 'object' || f.heap.kind !== 'def') return E.left('the first parameter must be a reference to a function type');
  const target = asFunc(f.heap);
  if (target === undefined) return E.left(`the first parameter must refer to a function type, not to ${showDef(f.heap)}`);
  if (f.heap.sub.shared !== shared) return E.left(`its type must be shared, as ${showDef(f.heap)} is`);
  if (target.results.length > 0) return E.left(`functions that are spawned have no results: ${showDef(f.heap)}`);
  if (!same(target.params, ts)) return E.left(`the other parameters must be those of ${showDef(f.heap)}`);
  if (!same(results, ['i32'])) return E.left('the result must be [i32], the number of the thread');
  return E.right({ kind: 'spawn_ref', type: f.heap });
};

const spawnIndirect: Maker = ({ sub: { shared } }, { params: [at, ...ts], results }) => {
  if (at !== 'i32' && at !== 'i64') return E.left('the first parameter must be an address of a table: i32 or i64');
  if (!same(results, ['i32'])) return E.left('the result must be [i32], the number of the thread');
  return E.right({ kind: 'spawn_indirect', type: functionType(ts, [], shared), table: undefined });
};

/** [] -> [i32]: how many threads may run at a time. */
export const parallelism: HostFunc =
  { kind: 'host', name: 'thread.available_parallelism', call: (S) => ({ kind: 'values', S, vals: [i32(PARALLELISM)] }) };
const availableParallelism: Maker = (_type, { params, results }) =>
  params.length === 0 && same(results, ['i32'])
    ? E.right(parallelism)
    : E.left('its type must be [] -> [i32]');

/** [] -> [i32]: lets other cooperative threads go on, and says whether this one has been cancelled: it has not. */
const yield_: Maker = ({ sub: { shared } }, { params, results }) => {
  if (params.length > 0 || !same(results, ['i32'])) return E.left('its type must be [] -> [i32]');
  return shared ? E.left('its type must not be shared: only cooperative threads yield') : E.right({ kind: 'yield' });
};

const makers: ReadonlyMap<string, Maker> = new Map([
  ['spawn_ref', spawnRef], ['spawn_indirect', spawnIndirect], ['available_parallelism', availableParallelism], ['yield', yield_],
]);

/** The name of this module. */
export const THREAD = 'thread';

/**
 * The function of this name, of the type that is wanted: a store with it, and its address. Left: what is wrong with the type; undefined:
 * there is no function of this name.
 */
export const threadFunction = (
  S: Store, name: string, wanted: ExternType<DefType>,
): E.Either<string, readonly [S: Store, a: number]> | undefined => {
  const make = makers.get(name.replaceAll('-', '_'));
  if (make === undefined) return undefined;
  const ft = wanted.kind === 'func' ? asFunc(wanted.type) : undefined;
  if (wanted.kind !== 'func' || ft === undefined) return E.left('it is a function');
  const made = make(wanted.type, ft);
  if (E.isLeft(made)) return made;
  const inst = { type: wanted.type, n: ft.params.length, m: ft.results.length, module: EMPTY_MODULE, code: made.right };
  return E.right([addFunc(S, inst), S.funcs.n]);
};
