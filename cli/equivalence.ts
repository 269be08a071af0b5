/** Compares the engines with each other: on files, and on generated programs. */
import { start } from './command/start.ts';

await start(() => import('./equivalence/command.ts'));
