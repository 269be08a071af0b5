/**
 * The one who watches a program with threads: starts workers, passes on what the first thread has made, and ends everything.
 *
 * The first thread runs in a worker as well, so this event loop is always free: whatever the threads do, they can be stopped. A worker is
 * started before it is needed, since that takes milliseconds; a thread that is spawned finds one that waits. If all workers have a thread,
 * a job waits: for a further worker if there may be more, or else for the end of a thread.
 * @category Evaluation: threads
 * @module
 */
import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { HostModule } from '../host/wasm.ts';
import { isSettled } from './aborts.ts';
import { AT, MOST_THREADS, newControlMemory, runs, threadOf, waitingOf, wordsOf } from './control.ts';
import type { SharedMemory, Waiting } from './control.ts';
import type { Begun, Failure, LeaderData, Message, WorkerData } from './messages.ts';
import type { Entry } from './replay.ts';

/** What is to be run. */
export interface Program<D> {
  /** the code of the first thread, which calls `beFirst` or `beLeader`, and of those that it begins */
  readonly entry: URL;
  readonly data: D;
  /** the module for parking */
  readonly parking: HostModule;
  /** how many threads may run at a time, the first among them */
  readonly limit: number;
  /** how many workers are started at once, besides that of the first thread */
  readonly warm: number;
  /** how many threads run programs, the first among them, if there may be others: they have their place among those that may run */
  readonly leaders?: number;
  /** is told what the threads say that run programs, by their numbers */
  readonly onNote?: (thread: number, note: unknown) => void;
  /** is told of every worker */
  readonly onWorker?: (worker: Worker) => void;
}
/** How a program ended: A is the end of its first thread. */
export type ProgramEnd<A> =
  /** every thread has ended */
  | { readonly kind: 'complete'; readonly main: A; readonly threads: number }
  /** the first thread has ended in a way that ends all */
  | { readonly kind: 'main'; readonly main: A }
  /** a thread that had been spawned failed; `goesOn`: or another one, and one of those that should have ended for that reason does not */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly goesOn?: true }
  /** `waiting`: the threads that wait for ever; `queued`: how many have not begun, because no more may run at a time */
  | { readonly kind: 'deadlock'; readonly waiting: readonly Waiting[]; readonly queued: number }
  /** the host has ended a worker, with the thread that it ran */
  | { readonly kind: 'lost'; readonly thread: number | undefined; readonly why: string };
/** A worker and how it is reached. */
interface Member {
  readonly worker: Worker;
  readonly port: MessagePort;
}
interface MutablePool<D, A> {
  readonly program: Program<D>;
  readonly control: SharedMemory;
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly members: Member[];
  readonly log: Entry[];
  readonly end: (end: ProgramEnd<A>) => void;
  main: { readonly end: A } | undefined;
  /** the workers of threads that run programs, and those of them that have ended */
  readonly leaders: Set<number>;
  readonly ended: Set<number>;
  starting: number;
  isOver: boolean;
  hasEnded: boolean;
}

const finish = <D, A>(pool: MutablePool<D, A>, end: ProgramEnd<A>): void => {
  if (pool.hasEnded) return;
  pool.hasEnded = true;
  for (const { port } of pool.members) port.close();
  void Promise.all(pool.members.map(({ worker }) => worker.terminate())).then(() => pool.end(end));
};

const deadlock = <D, A>({ words, members }: MutablePool<D, A>): ProgramEnd<A> => {
  const waiting = members.flatMap((_, worker) => waitingOf(words, worker) ?? []).toSorted((a, b) => a.thread - b.thread);
  return { kind: 'deadlock', waiting, queued: words[AT.jobs] ?? 0 };
};
/** The first thread has ended, and all others. */
const complete = <D, A>(pool: MutablePool<D, A>): void => {
  const { main, isOver, words, leaders, ended } = pool;
  if (main === undefined || !isOver || ended.size < leaders.size) return;
  finish(pool, { kind: 'complete', main: main.end, threads: 1 + (words[AT.spawned] ?? 0) });
};

/** For how many milliseconds threads of an aborted group may go on. They trap at once, unless they run what cannot be stopped. */
const PATIENCE = 5000;
/** Starts workers for jobs that have none, as many as there may be. */
const growFor = <D, A>(pool: MutablePool<D, A>): void => {
  const { words, members, leaders, ended, program: { limit, leaders: most = 1 } } = pool;
  const missing = Atomics.load(words, AT.jobs) - Atomics.load(words, AT.idle) - pool.starting;
  const room = limit - (members.length - ended.size) - (most - leaders.size);
  for (let n = Math.min(missing, room); n > 0; n--) startWorker(pool);
};
/** Tells all others what a worker has made. */
const publish = <D, A>({ log, members, words }: MutablePool<D, A>, entry: Entry, by: number): void => {
  log.push(entry);
  members.forEach(({ port }, worker) => { if (worker !== by) port.postMessage(entry); });
  Atomics.store(words, AT.told, log.length);
  for (const place of [AT.told, AT.jobs]) Atomics.notify(words, place);
};
const hear = <D, A>(pool: MutablePool<D, A>, message: Message<A>, worker: number): void => {
  switch (message.kind) {
    case 'ready':
      pool.starting--;
      growFor(pool);
      break;
    case 'wanted':
      growFor(pool);
      break;
    case 'instance':
      publish(pool, message.entry, worker);
      break;
    case 'begin':
      startLeader(pool, message);
      break;
    case 'note':
      pool.program.onNote?.(message.thread, message.note);
      break;
    case 'main':
      pool.ended.add(worker);
      Atomics.store(pool.words, AT.ended, pool.ended.size);
      if (message.thread === 0) pool.main = { end: message.end };
      if (message.fatal) finish(pool, { kind: 'main', main: message.end });
      complete(pool);
      // What it has been running on is free for another thread.
      if (!pool.hasEnded) growFor(pool);
      break;
    case 'over':
      pool.isOver = true;
      complete(pool);
      break;
    case 'failed':
      finish(pool, { kind: 'failed', failure: message.failure });
      break;
    case 'aborted':
      setTimeout(() => {
        if (!isSettled(pool.words, message.group, message.before)) finish(pool, { kind: 'failed', failure: message.failure, goesOn: true });
      }, PATIENCE).unref();
      break;
    case 'deadlock': finish(pool, deadlock(pool));
  }
};

/** Listens to a worker. That it ends by itself is the host's doing. */
const watch = <D, A>(pool: MutablePool<D, A>, worker: Worker, port: MessagePort): void => {
  const { members, words, program: { onWorker } } = pool, number = members.push({ worker, port }) - 1;
  const lost = (why: string): void => finish(pool, { kind: 'lost', thread: threadOf(words, number), why });
  Atomics.store(words, AT.workers, members.length);
  worker.on('message', (message: Message<A>) => hear(pool, message, number));
  worker.on('error', (error) => lost(error instanceof Error ? error.message : String(error)));
  worker.on('exit', (code) => {
    // The worker of a thread that runs a program has nothing more to do when that has ended.
    if (!pool.ended.has(number)) lost(`the worker has ended with the code ${code}`);
  });
  onWorker?.(worker);
};
/**
 * The environment of workers: that of the process, and a folder for compiled code. Each worker would need the host's loader of TypeScript
 * again, which takes 25 ms of processor time and 8 MB.
 */
const ENVIRONMENT: NodeJS.ProcessEnv = { NODE_COMPILE_CACHE: fileURLToPath(new URL('../../.build/code', import.meta.url)), ...process.env };
/** Starts the worker of a thread that runs a program. */
const startLeader = <D, A>(pool: MutablePool<D, A>, { thread, group, data }: Begun): void => {
  const { control, words, log, members, leaders, program: { entry, parking } } = pool, { port1, port2 } = new MessageChannel();
  const worker = members.length, workerData: LeaderData = { control, parking, worker, log, port: port2, thread, group, data };
  leaders.add(worker);
  runs(words, worker, thread);
  watch(pool, new Worker(entry, { workerData, transferList: [port2], env: ENVIRONMENT }), port1);
};
const WORKER = new URL('worker.ts', import.meta.url);
const startWorker = <D, A>(pool: MutablePool<D, A>): void => {
  const { control, log, members, program: { parking } } = pool, { port1, port2 } = new MessageChannel();
  const workerData: WorkerData = { control, parking, worker: members.length, log, port: port2 };
  pool.starting++;
  watch(pool, new Worker(WORKER, { workerData, transferList: [port2], env: ENVIRONMENT }), port1);
};

/** Runs a program until all of its threads have ended, or something ends them. It never fails, and leaves no worker behind. */
export const runProgram = <D, A>(program: Program<D>): Promise<ProgramEnd<A>> => new Promise((end) => {
  const limit = Math.max(1, Math.min(program.limit, MOST_THREADS)), control = newControlMemory(limit);
  const pool: MutablePool<D, A> = {
    program: { ...program, limit }, control, words: wordsOf(control), members: [], log: [], end,
    main: undefined, leaders: new Set(), ended: new Set(), starting: 0, isOver: false, hasEnded: false,
  };
  startLeader(pool, { thread: 0, group: undefined, data: program.data });
  for (let n = Math.min(program.warm, limit - 1); n > 0; n--) startWorker(pool);
});
