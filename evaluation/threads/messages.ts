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
  /** `deadlock`: it waits, and nobody can wake it */
  readonly kind: 'trap' | 'exception' | 'call stack exhausted' | 'deadlock' | 'error';
  readonly message: string;
  /** the calls that had not returned */
  readonly stack: string;
  /** what the driver and the runtime of the heap have noted about a trap */
  readonly noted: Noted;
}
/** A thread that is to run a program: its number, its group, if it has one, and data for it. */
export interface Begun {
  readonly thread: number;
  readonly group: number | undefined;
  readonly data: unknown;
}
/** What a worker tells. */
export type Message<A> =
  | { readonly kind: 'ready' }
  /** a job waits for a worker */
  | { readonly kind: 'wanted' }
  /** the first thread has made an instance */
  | { readonly kind: 'instance'; readonly entry: Entry }
  /** a thread that runs a program, of which the first has the number 0, has something to say */
  | { readonly kind: 'note'; readonly thread: number; readonly note: unknown }
  /** it has ended the program; `fatal`: that ends all threads */
  | { readonly kind: 'main'; readonly thread: number; readonly end: A; readonly fatal: boolean }
  /** a further thread is to run a program, with data for it */
  | ({ readonly kind: 'begin' } & Begun)
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** a thread of a group has failed, and the others are to end, of which the group has seen so many such ends before */
  | { readonly kind: 'aborted'; readonly group: number; readonly before: number; readonly failure: Failure }
  /** no thread is left */
  | { readonly kind: 'over' }
  | { readonly kind: 'deadlock' };

/** What every worker is given. */
export interface Shared {
  readonly control: SharedMemory;
  /** the module for parking */
  readonly parking: HostModule;
  /** the number of the worker; 0 runs the first thread */
  readonly worker: number;
}
/** What further entries of the log come after, and where they come. */
interface Known {
  readonly log: readonly Entry[];
  readonly port: MessagePort;
}
/** What the worker of a thread is given that runs a program: the first, or one that another of these has begun. */
export interface LeaderData extends Shared, Known, Begun {}
/** What the other workers are given. */
export interface WorkerData extends Shared, Known {}
