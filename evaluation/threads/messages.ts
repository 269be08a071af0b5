/**
 * What workers and the one who watches them tell each other.
 * @category Evaluation: threads
 * @module
 */
import type { MessagePort } from 'node:worker_threads';
import type { HostModule } from '../host/wasm.ts';
import type { SharedMemory } from './control.ts';
import type { Entry } from './replay.ts';

/** What has been noted about a trap: its number, or 0. */
interface Noted {
  readonly driver: number;
  readonly heap: number;
}
/** How a thread failed that had been spawned, in the words of the host. */
export interface Failure {
  readonly thread: number;
  readonly kind: 'trap' | 'exception' | 'call stack exhausted' | 'error';
  readonly message: string;
  /** the calls that had not returned */
  readonly stack: string;
  /** what the driver and the runtime of the heap have noted about a trap */
  readonly noted: Noted;
}
/** What a worker tells. */
export type Message<A> =
  | { readonly kind: 'ready' }
  /** a job waits for a worker */
  | { readonly kind: 'wanted' }
  /** the first thread has made an instance */
  | { readonly kind: 'instance'; readonly entry: Entry }
  /** the program has ended in the first thread; `fatal`: it ends all threads */
  | { readonly kind: 'main'; readonly end: A; readonly fatal: boolean }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** no thread is left */
  | { readonly kind: 'over' }
  | { readonly kind: 'deadlock' };

/** What every worker is given. */
export interface Shared {
  readonly control: SharedMemory;
  /** `parking.wat` */
  readonly parking: HostModule;
  /** the number of the worker; 0 runs the first thread */
  readonly worker: number;
}
/** What the worker of the first thread is given. */
export interface FirstData<D> extends Shared {
  readonly data: D;
}
/** What the other workers are given. */
export interface WorkerData extends Shared {
  readonly log: readonly Entry[];
  /** further entries come here */
  readonly port: MessagePort;
}
