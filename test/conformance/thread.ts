/** A thread of a script by the evaluator, in a worker of its own, which is to begin at once. */
import { start } from '../../cli/command/start.ts';

await start(() => import('./thread-body.ts'));
