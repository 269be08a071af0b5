/** Shows a program reduce, step by step. */
import { start } from './command/start.ts';

await start(() => import('./trace/command.ts'));
