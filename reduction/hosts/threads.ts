/**
 * The functions of the module `thread`, in a store.
 * @spec SET Overview.md §Thread Management Builtins
 * @category Reduction: threads
 * @module
 */
import { EMPTY_MODULE } from '../../semantics/runtime/frames.ts';
import type { FuncInst, HostFunc, Store } from '../../semantics/runtime/store.ts';
import type { ThreadFunction } from '../../semantics/runtime/thread-functions.ts';
import { addFunc } from '../../semantics/runtime/updates.ts';
import { i32 } from '../../semantics/runtime/values.ts';
import { asFunc } from '../../semantics/types/expansion.ts';

/** What the model answers for the number of threads that may run at a time. */
const PARALLELISM = 2;
/** [] -> [i32]: how many threads may run at a time. */
export const parallelism: HostFunc =
  { kind: 'host', name: 'thread.available_parallelism', call: (S) => ({ kind: 'values', S, vals: [i32(PARALLELISM)] }) };

const codeOf = ({ does }: ThreadFunction): FuncInst['code'] => {
  switch (does.kind) {
    case 'spawn_ref': return { kind: does.kind, type: does.type };
    case 'spawn_indirect': return { kind: does.kind, type: does.type, table: undefined };
    case 'available_parallelism': return parallelism;
    case 'yield': return { kind: 'yield' };
  }
};
/** A store with the function, and its address. */
export const allocThreadFunction = (S: Store, func: ThreadFunction): readonly [S: Store, a: number] => {
  const type = func.declared, { params, results } = asFunc(type) ?? { params: [], results: [] };
  return [addFunc(S, { type, n: params.length, m: results.length, module: EMPTY_MODULE, code: codeOf(func) }), S.funcs.n];
};
