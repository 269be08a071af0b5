/** A thread of a script by the evaluator, in a worker of its own, which is to begin at once. */
import { start } from './start.ts';

await start(() => import('./script-thread-body.ts'));
