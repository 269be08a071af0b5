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
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Import } from '../../syntax/modules.ts';
import type { ExternType, FuncType, ResultType, ValType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { asFunc } from '../types/expansion.ts';
import { functionType } from '../types/functions.ts';
import { showDef, showExtern, showVal } from '../types/showing.ts';
import type { LinkError } from './linking.ts';
import { unlinkable } from './linking.ts';

/** A function of this module, made for the type at which it is imported. */
export interface ThreadFunction {
  readonly declared: DefType;
  readonly does:
    /** spawns functions of a type */
    | { readonly kind: 'spawn_ref' | 'spawn_indirect'; readonly type: DefType }
    | { readonly kind: 'available_parallelism' }
    /** lets other cooperative threads go on */
    | { readonly kind: 'yield' };
}

/** What a function does, or what is wrong with its declared type. */
type Made = E.Either<string, ThreadFunction['does']>;
type Maker = (ft: FuncType<DefType>, shared: boolean) => Made;

const same = (ts1: ResultType<DefType>, ts2: ResultType<DefType>): boolean =>
  ts1.length === ts2.length && ts1.every((t, i) => showVal(t) === showVal(ts2[i] ?? 'i32') && sameHeap(t, ts2[i]));
const sameHeap = (t1: ValType<DefType>, t2: ValType<DefType> | undefined): boolean =>
  typeof t1 === 'string' || typeof t2 !== 'object' || t1.heap.kind === 'abs' || t1.heap === t2.heap;

const spawnRef: Maker = ({ params: [f, ...ts], results }, shared) => {
  if (typeof f !== 'object' || f.heap.kind !== 'def') return E.left('the first parameter must be a reference to a function type');
  const target = asFunc(f.heap);
  if (target === undefined) return E.left(`the first parameter must refer to a function type, not to ${showDef(f.heap)}`);
  if (f.heap.sub.shared !== shared) return E.left(`its type must be shared, as ${showDef(f.heap)} is`);
  if (target.results.length > 0) return E.left(`functions that are spawned have no results: ${showDef(f.heap)}`);
  if (!same(target.params, ts)) return E.left(`the other parameters must be those of ${showDef(f.heap)}`);
  if (!same(results, ['i32'])) return E.left('the result must be [i32], the number of the thread');
  return E.right({ kind: 'spawn_ref', type: f.heap });
};

const spawnIndirect: Maker = ({ params: [at, ...ts], results }, shared) => {
  if (at !== 'i32' && at !== 'i64') return E.left('the first parameter must be an address of a table: i32 or i64');
  if (!same(results, ['i32'])) return E.left('the result must be [i32], the number of the thread');
  return E.right({ kind: 'spawn_indirect', type: functionType(ts, [], shared) });
};

/** [] -> [i32]: how many threads may run at a time. */
const availableParallelism: Maker = ({ params, results }) => params.length === 0 && same(results, ['i32'])
  ? E.right({ kind: 'available_parallelism' })
  : E.left('its type must be [] -> [i32]');

/** [] -> [i32]: lets other cooperative threads go on, and says whether this one has been cancelled: it has not. */
const yield_: Maker = ({ params, results }, shared) => {
  if (params.length > 0 || !same(results, ['i32'])) return E.left('its type must be [] -> [i32]');
  return shared ? E.left('its type must not be shared: only cooperative threads yield') : E.right({ kind: 'yield' });
};

const makers: ReadonlyMap<string, Maker> = new Map([
  ['spawn_ref', spawnRef], ['spawn_indirect', spawnIndirect], ['available_parallelism', availableParallelism], ['yield', yield_],
]);

/** The name of this module. */
export const THREAD = 'thread';

const made = (make: Maker, wanted: ExternType<DefType>): E.Either<string, ThreadFunction> => {
  const ft = wanted.kind === 'func' ? asFunc(wanted.type) : undefined;
  if (wanted.kind !== 'func' || ft === undefined) return E.left('it is a function');
  return pipe(make(ft, wanted.type.sub.shared), E.map((does) => ({ declared: wanted.type, does })));
};
/** What an import of the module `thread` stands for at the type that is wanted. */
export const threadFunction = (im: Import, wanted: ExternType<DefType>): E.Either<LinkError, ThreadFunction> => {
  const make = makers.get(im.name.replaceAll('-', '_'));
  if (make === undefined) return unlinkable(im, 'unknown import: the module has no export of this name');
  return pipe(made(make, wanted), E.orElse((why): E.Either<LinkError, ThreadFunction> =>
    unlinkable(im, `incompatible import type: expected ${showExtern(wanted)}, but ${why}`)));
};
