/**
 * The functions of the module `thread`, in a store.
 * @spec SET Overview.md §Thread Management Builtins
 * @category Evaluation: threads
 * @module
 */
import { availableParallelism } from 'node:os';
import * as E from 'fp-ts/lib/Either.js';
import type { ThreadFunction } from '../../semantics/runtime/thread-functions.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { heapOf } from '../heap/of-store.ts';
import { hostDef } from '../host-types.ts';
import type { HostFunction } from '../host/wasm.ts';
import type { InstantiationError } from '../instantiation.ts';
import type { FuncExtern, MutableStore } from '../store.ts';
import { limitOf } from '../threads/control.ts';
import { cooperativeFunction } from '../threads/cooperation.ts';
import { threadsOf } from '../threads/linking.ts';
import { constantFunction, spawner } from '../threads/spawning.ts';

const codeOf = (S: MutableStore, { does }: ThreadFunction, hostType: DefType): HostFunction => {
  const threads = threadsOf(S);
  switch (does.kind) {
    case 'spawn_ref': {
      const { memory, runtime } = heapOf(S);
      return spawner(threads, { heap: memory, trap: runtime['trap'] }, hostType, hostDef(does.type));
    }
    case 'spawn_indirect': throw new RangeError('modules that spawn by table have been translated to ones that spawn by reference');
    case 'yield': throw new RangeError('cooperative threads yield, which have been given a function for that');
    case 'available_parallelism': return constantFunction(threads, hostType, Math.min(availableParallelism(), limitOf(threads.control)));
  }
};
/** Such a function; on the left, why the host cannot have it. */
export const allocThreadFunction = (S: MutableStore, func: ThreadFunction): E.Either<InstantiationError, FuncExtern> => {
  const type = func.declared, hostType = hostDef(type), cooperative = cooperativeFunction(S, func);
  return cooperative ?? E.right({ kind: 'func', type, hostType, func: codeOf(S, func, hostType), steady: true });
};
