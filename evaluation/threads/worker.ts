/**
 * A worker: takes jobs, each the life of a thread. It never returns to its event loop; the host's atomic instructions alone wake it.
 * @category Evaluation: threads
 * @module
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { HostInstance } from '../host/wasm.ts';
import { AT, idle, threadOf, wordsOf } from './control.ts';
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
const deadlocked = (): void => {
  tell({ kind: 'deadlock' });
  never();
};
const parking = newParking(module, control, worker, {
  deadlocked, givenUp: deadlocked,
  wanted: () => tell({ kind: 'wanted' }),
  full: () => {
    tell({ kind: 'failed', failure: noMemory(threadOf(words, worker) ?? 0) });
    never();
  },
});
const take = parkedFunction(parking, 'take'), done = parkedFunction(parking, 'done'), ended = parkedFunction(parking, 'ended');
const failing = parkedFunction(parking, 'failing');
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

const isGlobal = (item: unknown): item is { readonly value: unknown } => typeof item === 'object' && item !== null && 'value' in item;
/** What a global holds that one of the instances exports, if one does. */
const register = (name: string): number | undefined => {
  for (const { exports } of Object.values(instances)) {
    const found = exports[name];
    if (isGlobal(found)) return Number(found.value);
  }
  return undefined;
};
const noted = (): Failure['noted'] => {
  const module = register(THROWN.module), site = register(THROWN.site);
  const thrown = module === undefined || site === undefined ? undefined : { module, site };
  return { driver: register('weft:TRAP') ?? 0, heap: register('heap:TRAP') ?? 0, thrown };
};
const kindOf = (error: unknown): Failure['kind'] => {
  if (error instanceof WebAssembly.RuntimeError) return 'trap';
  if (error instanceof WebAssembly.Exception) return 'exception';
  return error instanceof RangeError && error.message.startsWith('Maximum call stack size') ? 'call stack exhausted' : 'error';
};
const fail = (error: unknown): never => {
  failing();
  const { message, stack = '' } = error instanceof Error ? error : { message: String(error) };
  tell({ kind: 'failed', failure: { thread: threadOf(words, worker) ?? 0, kind: kindOf(error), message, stack, noted: noted() } });
  return never();
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
  try {
    refresh();
    begin(instances[words[job / 4 + 4] ?? 0], job);
  } catch (error) {
    fail(error);
  }
  done(job);
  idle(words, worker);
  const others = ended();
  if (others === 1) tell({ kind: 'over' });
  if (others === 2) tell({ kind: 'deadlock' });
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
