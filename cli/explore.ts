/** Finds all outcomes of a program with threads, and a schedule for each. */
import { start } from './command/start.ts';

await start(() => import('./explore/command.ts'));
