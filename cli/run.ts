/** Runs a program by the evaluator. */
import { start } from './command/start.ts';

await start(() => import('./run/command.ts'));
