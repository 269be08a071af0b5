/**
 * What a thread does when the run is about to end.
 * @category Evaluation: threads
 * @module
 */
import type { Failure } from './messages.ts';

/** Nothing more happens in this thread, until its worker is ended. */
export const never = (): never => { for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); };
/** There is no room for a further thread, which this one would have spawned. */
export const noMemory = (thread: number): Failure =>
  ({ thread, kind: 'error', message: 'out of memory: no room for another thread', stack: '', noted: { driver: 0, heap: 0 } });
