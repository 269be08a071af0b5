/**
 * How a command begins that shall answer at once: its modules, with their types stripped, come compiled from the last time.
 * @module
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/** Loads a command with a cache of compiled modules in `node_modules`. Where there can be none, it takes longer and does the same. */
export const start = async (load: () => Promise<unknown>): Promise<void> => {
  enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'compiled'));
  await load();
};
