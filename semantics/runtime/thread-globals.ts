/**
 * Thread-local globals: each thread has values of its own.
 * @spec SET Overview.md §Thread-local storage (TLS)
 * @module
 */
import { defaultOf } from './defaults.ts';
import type { GlobalInst } from './store.ts';
import type { Thread } from './threads.ts';
import type { Addr, Val } from './values.ts';

/** T.globals[a], or the default value of the type of the global if the thread has not set it */
export const threadGlobal = (T: Thread, a: Addr, { type: { type } }: GlobalInst): Val | undefined => T.globals.get(a) ?? defaultOf(type);
/** T[.globals[a] = val] */
export const withThreadGlobal = ({ id, globals, made, ready }: Thread, a: Addr, val: Val): Thread =>
  ({ id, globals: new Map([...globals, [a, val]]), made, ready });
