/** A thread of a script by the evaluator, in a worker of its own: it observes what its part of the script comes to. */
import { beThread } from '../evaluation/scripts/threads.ts';
import { observedThread } from './scripts.ts';

beThread(observedThread);
