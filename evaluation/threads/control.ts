/**
 * The control memory: what the threads of a store share besides the memories of the program. Its layout is described in
 * `parking/locks.wat`.
 * @category Evaluation: threads
 * @module
 */
import type { HostMemory } from '../host/wasm.ts';

/** Places in the control memory: indices of words. */
export const AT = {
  waiting: 0, live: 1, limit: 2, spawned: 3, jobs: 4, idle: 8, workers: 9, free: 11, end: 12, made: 13, told: 14, running: 17,
  instances: 24, slots: 25, spaces: 26, ended: 27,
} as const;
/** Threads that may run at a time, at most. */
export const MOST_THREADS = 4096;

/** A store with one thread needs little; the host collects often where memories are large. */
const PAGES = { one: 64, several: 1024 } as const;
const PAGE = 65_536, BLOCKS = 32_768, BLOCK = 64;
/** The address of the block of a worker. */
export const blockOf = (worker: number): number => BLOCKS + BLOCK * worker;

/** A memory of the host that threads share. */
export interface SharedMemory extends HostMemory {
  readonly buffer: SharedArrayBuffer;
}
declare const WebAssembly: {
  readonly Memory: new (type: { readonly initial: number; readonly maximum: number; readonly shared: true }) => SharedMemory;
};

/** The words of a control memory. */
export const wordsOf = ({ buffer }: SharedMemory): Int32Array<SharedArrayBuffer> => new Int32Array(buffer);
const threadAt = (worker: number): number => blockOf(worker) / 4 + 6;
/** The thread that a worker runs, if it does. */
export const threadOf = (words: Int32Array, worker: number): number | undefined => {
  const thread = words[threadAt(worker)];
  return thread === -1 ? undefined : thread;
};
/** The worker runs a thread from now on. */
export const runs = (words: Int32Array, worker: number, thread: number): void => { words[threadAt(worker)] = thread; };
/** The group of the threads that the thread of a worker spawns, or 0. */
export const groupOf = (words: Int32Array, worker: number): number => words[threadAt(worker) + 1] ?? 0;
/** These threads belong to another group from now on. */
export const setGroup = (words: Int32Array, worker: number, group: number): void => { words[threadAt(worker) + 1] = group; };
/** The worker has no thread. */
export const idle = (words: Int32Array, worker: number): void => { words[threadAt(worker)] = -1; };

/** A thread that waits without a timeout, and in which queue. */
export interface Waiting {
  readonly thread: number;
  readonly space: number;
  readonly address: bigint;
}
/** What a worker's thread waits for, if it does. */
export const waitingOf = (words: Int32Array, worker: number): Waiting | undefined => {
  const at = blockOf(worker) / 4, [space = 0, low = 0, high = 0, woken, forever] = words.subarray(at + 1, at + 6);
  if (woken !== 0 || forever !== 1) return undefined;
  return { thread: threadOf(words, worker) ?? 0, space, address: (BigInt(high) << 32n) | BigInt(low >>> 0) };
};

/** The control memory of a store with one thread, of which at most so many run at a time. */
export const newControlMemory = (limit: number): SharedMemory => {
  const pages = limit === 1 ? PAGES.one : PAGES.several;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }), words = wordsOf(memory);
  words[AT.live] = 1;
  words[AT.running] = 1;
  words[AT.limit] = limit;
  words[AT.workers] = 1;
  words[AT.free] = blockOf(limit);
  words[AT.end] = pages * PAGE;
  return memory;
};
/** How many threads may run at a time. */
export const limitOf = (control: SharedMemory): number => wordsOf(control)[AT.limit] ?? 1;
