/**
 * A worker: takes jobs, each the life of a thread. It never returns to its event loop; the host's atomic instructions alone wake it.
 * @category Evaluation: threads
 * @module
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { HostInstance } from '../host/wasm.ts';
import type { Aborting } from './aborts.ts';
import { abort, isAborted } from './aborts.ts';
import { AT, groupOf, idle, threadOf, wordsOf } from './control.ts';
import { never, noMemory } from './endings.ts';
import type { Failure, Message, WorkerData } from './messages.ts';
import { newParking, parkedFunction } from './parking.ts';
import { FRESH, newReplica, replay, THROWN } from './replay.ts';
import type { Entry } from './replay.ts';

declare const WebAssembly: {
  readonly RuntimeError: new () => Error;
  readonly Exception: new () => object;
};

const isWorkerData = (data: unknown): data is WorkerData =>
  typeof data === 'object' && data !== null && 'control' in data && 'log' in data;
const given: unknown = workerData;
if (!isWorkerData(given)) throw new TypeError('this is the worker of no pool');
const { control, parking: module, worker, log, port } = given;
const words = wordsOf(control);
const tell = (message: Message<never>): void => parentPort?.postMessage(message);
/** A deadlock ends all threads, or those of groups one by one. */
const deadlocked = (): void => {
  if (groupOf(words, worker) !== 0) return;
  tell({ kind: 'deadlock' });
  never();
};
let isGivenUp = false;
const parking = newParking(module, control, worker, {
  deadlocked, givenUp: () => { isGivenUp = true; },
  wanted: () => tell({ kind: 'wanted' }),
  full: () => {
    tell({ kind: 'failed', failure: noMemory(threadOf(words, worker) ?? 0) });
    never();
  },
});
const take = parkedFunction(parking, 'take'), done = parkedFunction(parking, 'done'), ended = parkedFunction(parking, 'ended');
const failing = parkedFunction(parking, 'failing'), giveUp = parkedFunction(parking, 'give-up');
const replica = newReplica(parking), { instances } = replica;

/** Does what is known of what threads with stores did; or all that they have done so far, which is known soon. */
const catchUp = (all: boolean): void => {
  for (;;) {
    const received: { message: Entry } | undefined = receiveMessageOnPort(port);
    if (received !== undefined) replay(replica, received.message);
    else if (!all || replica.done >= Atomics.load(words, AT.made)) return;
    else Atomics.wait(words, AT.told, replica.done);
  }
};

interface Register {
  value: unknown;
}
const isGlobal = (item: unknown): item is Register => typeof item === 'object' && item !== null && 'value' in item;
/** A register of the driver, of the runtime of the heap, or of what notes exceptions, which one of the instances exports. */
const register = (name: string): Register | undefined => {
  for (const { exports } of Object.values(instances)) {
    const found = exports[name];
    if (isGlobal(found)) return found;
  }
  return undefined;
};
const numberIn = (name: string): number | undefined => {
  const found = register(name);
  return found === undefined ? undefined : Number(found.value);
};
const noted = (): Failure['noted'] => {
  const module = numberIn(THROWN.module), site = numberIn(THROWN.site);
  const thrown = module === undefined || site === undefined ? undefined : { module, site };
  return { driver: numberIn('weft:TRAP') ?? 0, heap: numberIn('heap:TRAP') ?? 0, thrown };
};
const kindOf = (error: unknown): Failure['kind'] => {
  if (error instanceof WebAssembly.RuntimeError) return 'trap';
  if (error instanceof WebAssembly.Exception) return 'exception';
  return error instanceof RangeError && error.message.startsWith('Maximum call stack size') ? 'call stack exhausted' : 'error';
};
const failureOf = (error: unknown): Failure => {
  const { message, stack = '' } = error instanceof Error ? error : { message: String(error) };
  const kind = isGivenUp ? 'deadlock' : kindOf(error);
  return { thread: threadOf(words, worker) ?? 0, kind, message, stack, noted: noted() };
};
/** Registers are as they are outside of everything. */
const reset = (): void => {
  for (const name of ['weft:TRAP', 'heap:TRAP', 'weft:IN', 'weft:SIG']) {
    const known = register(name);
    if (known !== undefined) known.value = 0;
  }
};
/** A failure ends all threads, or those of the group, if this one is in a group. */
const fail = (error: unknown): void => {
  failing();
  const group = groupOf(words, worker), aborting: Aborting = { control, parking, instances };
  if (group === 0 || kindOf(error) === 'error') {
    tell({ kind: 'failed', failure: failureOf(error) });
    never();
  }
  if (!isAborted(words, group)) abort(aborting, group, failureOf(error), tell);
  reset();
};

/** The thread-local globals of a new thread have their defaults. */
const refresh = (): void => {
  for (const instance of Object.values(instances)) if (instance.exports[FRESH] !== undefined) parkedFunction(instance, FRESH)();
};
const begin = (instance: HostInstance | undefined, job: number): void => {
  if (instance === undefined) throw new Error('a thread begins in an instance that the worker does not have');
  parkedFunction(instance, 'begin')(job);
};
/** Runs a thread to its end. */
const run = (job: number): void => {
  catchUp(true);
  isGivenUp = false;
  try {
    refresh();
    if (!isAborted(words, groupOf(words, worker))) begin(instances[words[job / 4 + 4] ?? 0], job);
  } catch (error) {
    fail(error);
  }
  done(job);
  idle(words, worker);
  const others = ended();
  if (others === 1) tell({ kind: 'over' });
  if (others === 2) {
    deadlocked();
    giveUp(0);
  }
};

Error.stackTraceLimit = Infinity;
idle(words, worker);
for (const entry of log) replay(replica, entry);
tell({ kind: 'ready' });
for (;;) {
  catchUp(false);
  const job = take();
  if (job !== 0) run(job);
}
