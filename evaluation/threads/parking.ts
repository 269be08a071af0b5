/**
 * Wait queues and jobs: the module for parking, as threads have it.
 * @category Evaluation: threads
 * @module
 */
import type { HostImports, HostInstance, HostModule } from '../host/wasm.ts';
import { blockOf } from './control.ts';
import type { SharedMemory } from './control.ts';

declare const WebAssembly: {
  readonly Instance: new (module: HostModule, imports: HostImports) => HostInstance;
  readonly Global: new (type: { readonly value: 'i32' }, value: number) => object;
};

/** What a thread tells the one who watches. */
export interface Watcher {
  /** All threads wait, and nobody can wake them. If it returns, those that wait without a timeout are given up. */
  readonly deadlocked: () => void;
  /** This thread has been given up: it traps. */
  readonly givenUp: () => void;
  /** A job waits for a worker. */
  readonly wanted: () => void;
  /** There is no memory for a job: the thread traps. */
  readonly full: () => void;
}
/** The time in nanoseconds. */
const now = (): number => performance.now() * 1e6;
/** The instance of a thread, which a worker runs. */
export const newParking = (module: HostModule, control: SharedMemory, worker: number, watcher: Watcher): HostInstance => {
  const { deadlocked, givenUp, wanted, full } = watcher;
  const self = new WebAssembly.Global({ value: 'i32' }, blockOf(worker));
  return new WebAssembly.Instance(module, { weft: { control, self, deadlocked, 'given-up': givenUp, wanted, full, now } });
};

type Parked = (...args: readonly (number | bigint)[]) => number;
const isParked = (value: unknown): value is Parked => typeof value === 'function';
/** A function of such an instance. */
export const parkedFunction = ({ exports }: HostInstance, name: string): Parked => {
  const found = exports[name];
  if (!isParked(found)) throw new TypeError(`there is no function ${name}`);
  return found;
};
