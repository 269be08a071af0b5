/**
 * Start functions that spawn threads: instantiation ends when the start function returns, and its threads go on beside what is called.
 * @module
 */
import type { Config } from '../semantics/runtime/configuration.ts';
import type { Addr, Val } from '../semantics/runtime/values.ts';
import { instantiateAndInvoke } from '../reduction/instantiation.ts';
import type { Limits } from '../reduction/machine.ts';
import { run } from '../reduction/machine.ts';

/** Which function is called, and with what. */
interface Called {
  readonly a: Addr;
  readonly args: readonly Val[];
  readonly what: string;
}

/**
 * The start function and the call as one program, to be scheduled together, if the start function spawns a thread; undefined if not.
 * A start function that runs alone does so in one way only, so it is enough to let it.
 */
export const startAndCall = (z0: Config, { a, args, what }: Called, limits: Limits): Config | undefined => {
  if (run(z0, limits).z.S.threading.spawned.n === z0.S.threading.spawned.n) return undefined;
  const z = instantiateAndInvoke(z0, a, args);
  if (z === undefined) throw new RangeError(`${what} does not take these arguments`);
  return z;
};
