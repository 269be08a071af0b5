/**
 * Groups that end before their time. A thread that fails aborts its group, and says why: all others in it trap as soon as they can, so that
 * their workers are free again. Whoever has waited for the group then settles the matter. Of several threads that fail, the first is the
 * one that counts.
 *
 * A thread that is to trap comes to know of that where it waits, and where it may be stopped for a collection, for there it reads a word of
 * the heap (`heap/allocation.wat`). It holds no lock there.
 * @category Evaluation: threads
 * @module
 */
import type { HostInstance } from '../host/wasm.ts';
import { wordsOf } from './control.ts';
import type { Failure, Message } from './messages.ts';
import { parkedFunction } from './parking.ts';
import type { Threads } from './runtime.ts';

/** What a group has in its record, in words: why it has been aborted, how many threads there are, and how many aborts have been settled. */
export const GROUP = { why: 2, count: 3, settled: 4 } as const;
/** Where a record has the length of a reason, in words, and where the reason stands; it has so many bytes for each argument of a job. */
const LENGTH = 2, TEXT = 32, ARGUMENT = 16;
/** The function of the runtime of the heap by which threads come to know that so many groups more have been aborted. */
const ABORTED = 'heap:aborted';
/** So many lines of a stack tell where something happened. */
const LINES = 20;

/** What there is to abort with, in a worker. */
export interface Aborting extends Pick<Threads, 'control' | 'parking'> {
  /** the instances of the worker, the runtime of the heap among them */
  readonly instances: readonly HostInstance[];
}

/** Whether all threads of a group have ended. */
export const isEmpty = (words: Int32Array, group: number): boolean => Atomics.load(words, group / 4 + GROUP.count) === 0;
/** Whether a group has been aborted; 0 is none. */
export const isAborted = (words: Int32Array, group: number): boolean => group !== 0 && Atomics.load(words, group / 4 + GROUP.why) !== 0;
/** Whether a group has come to the end of a further abort: there had been so many before. */
export const isSettled = (words: Int32Array, group: number, before: number): boolean =>
  Atomics.load(words, group / 4 + GROUP.settled) !== before;

const announce = ({ instances }: Aborting, groups: number): void => {
  const runtime = Object.values(instances).find(({ exports }) => exports[ABORTED] !== undefined);
  if (runtime === undefined) throw new RangeError('groups of threads are those of a store with a heap');
  parkedFunction(runtime, ABORTED)(groups);
};
const write = ({ control, parking }: Aborting, { stack, ...failure }: Failure): number => {
  const known = { ...failure, stack: stack.split('\n', LINES).join('\n') }, text = new TextEncoder().encode(JSON.stringify(known));
  const record = parkedFunction(parking, 'job')(Math.ceil(text.length / ARGUMENT));
  wordsOf(control)[record / 4 + LENGTH] = text.length;
  new Uint8Array(control.buffer).set(text, record + TEXT);
  return record;
};
const read = ({ control }: Aborting, record: number): Failure => {
  const length = wordsOf(control)[record / 4 + LENGTH] ?? 0, text = new Uint8Array(control.buffer, record + TEXT, length).slice();
  return JSON.parse(new TextDecoder().decode(text)) as Failure; // as it was written
};

/** Aborts a group because of a failure of one of its threads; whether that is the first. */
export const abort = (all: Aborting, group: number, failure: Failure, tell: (message: Message<never>) => void): boolean => {
  const words = wordsOf(all.control), before = Atomics.load(words, group / 4 + GROUP.settled), why = write(all, failure);
  if (parkedFunction(all.parking, 'abort')(group, why) === 0) {
    parkedFunction(all.parking, 'done')(why);
    return false;
  }
  announce(all, 1);
  tell({ kind: 'aborted', group, before, failure });
  return true;
};
/** The threads of a group have ended, and it can have others: the failure for which it was aborted, if it was. */
export const settle = (all: Aborting, group: number): Failure | undefined => {
  const words = wordsOf(all.control), why = Atomics.exchange(words, group / 4 + GROUP.why, 0);
  if (why === 0) return undefined;
  const failure = read(all, why);
  parkedFunction(all.parking, 'done')(why);
  announce(all, -1);
  Atomics.add(words, group / 4 + GROUP.settled, 1);
  return failure;
};
