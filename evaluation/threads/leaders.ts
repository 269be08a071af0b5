/**
 * Threads of a pool that run programs, each with a store of its own: the first, and those that another of these begins. All have the
 * instances of all others, as the threads have that they spawn.
 * @category Evaluation: threads
 * @module
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { AT, groupOf, setGroup, wordsOf } from './control.ts';
import { never, noMemory } from './endings.ts';
import { learn } from './log.ts';
import type { LeaderData, Message } from './messages.ts';
import { parkedFunction } from './parking.ts';
import type { Entry, Replica } from './replay.ts';
import { replay } from './replay.ts';
import { leading } from './runtime.ts';
import type { Threads } from './runtime.ts';

/** How a program ended, and whether that ends all threads. */
export interface LeaderEnd<A> {
  readonly end: A;
  readonly fatal: boolean;
}
/** What such a thread has. */
export interface Leader {
  readonly threads: Threads;
  /** its number; that of the first is 0 */
  readonly thread: number;
  /** what it was given for its program */
  readonly data: unknown;
  /** Learns of all instances that have been made so far. */
  readonly catchUp: () => void;
  /** Begins another thread that runs the program, in a group of its own. */
  readonly begin: (data: unknown) => number;
  /** Waits until all threads of a group have ended. */
  readonly join: (group: number) => void;
  /** The group of the threads that are spawned from now on, and their children, has so far no thread. */
  readonly gather: () => number;
  /** Says something about the program to the one who watches. */
  readonly say: (note: unknown) => void;
}

const isLeaderData = (given: unknown): given is LeaderData =>
  typeof given === 'object' && given !== null && 'control' in given && 'data' in given && 'thread' in given;
/** Queues in which threads wait for the end of a group: the address is that of its record. */
const GROUPS = -1;
/** Where in its record, in words, a group has the number of its threads. */
const COUNT = 3;

/** Learns of instances: of those that were there before, and of those that are made meanwhile. */
const learner = ({ control, parking, log }: Threads, { log: before, port }: LeaderData): (() => void) => {
  const words = wordsOf(control), { functions, instances = [] } = log, replica: Replica = { parking, functions, instances, done: 0 };
  const hear = (entry: Entry): void => {
    replay(replica, entry);
    const made = entry.kind === 'instance' ? instances[entry.number] : undefined;
    if (entry.kind === 'instance' && made !== undefined) learn(log, entry.number, made);
  };
  before.forEach(hear);
  return () => {
    for (;;) {
      const told = Atomics.load(words, AT.told);
      let received: { message: Entry } | undefined;
      while ((received = receiveMessageOnPort(port)) !== undefined) hear(received.message);
      if (replica.done + log.told >= Atomics.load(words, AT.made)) return;
      Atomics.wait(words, AT.told, told);
    }
  };
};

const groupsOf = ({ control, parking }: Threads, worker: number) => {
  const words = wordsOf(control), call = (name: string, ...args: readonly (number | bigint)[]): number => parkedFunction(parking, name)(...args);
  /** A group of so many threads. */
  const group = (count: number): number => {
    const record = call('job', 0);
    Atomics.store(words, record / 4 + COUNT, count);
    return record;
  };
  return {
    group,
    join: (record: number): void => {
      const bucket = call('lock', GROUPS, BigInt(record));
      if (Atomics.load(words, record / 4 + COUNT) === 0) call('unlock', bucket);
      else call('wait', bucket, GROUPS, BigInt(record), -1n);
    },
    gather: (): number => {
      const record = groupOf(words, worker) || group(0);
      setGroup(words, worker, record);
      return record;
    },
  };
};

/**
 * Runs a program as such a thread, with the data that there is for it.
 * @param deadlock - what comes of it if all threads wait and nobody can wake them: the end of all, or that their waits fail, each with a trap
 */
export const beLeader = <A>(program: (leader: Leader) => LeaderEnd<A>, deadlock: 'ends all' | 'fails', givenUp: () => void = never): void => {
  const given: unknown = workerData;
  if (!isLeaderData(given)) throw new TypeError('this is no thread of a pool that runs a program');
  const tell = (message: Message<A>): void => parentPort?.postMessage(message), { thread, data } = given;
  const threads = leading(given, tell, {
    deadlocked: () => {
      if (deadlock === 'fails') return;
      tell({ kind: 'deadlock' });
      never();
    },
    givenUp,
    wanted: () => tell({ kind: 'wanted' }),
    full: () => {
      tell({ kind: 'failed', failure: noMemory(thread) });
      never();
    },
  });
  const words = wordsOf(threads.control), { group, join, gather } = groupsOf(threads, given.worker), catchUp = learner(threads, given);
  const call = (name: string, ...args: readonly number[]): number => parkedFunction(threads.parking, name)(...args);
  const { end, fatal } = program({
    threads, thread, data, catchUp, join, gather,
    begin: (more) => {
      const own = group(1);
      call('begun');
      tell({ kind: 'begin', thread: Atomics.add(words, AT.spawned, 1) + 1, group: own, data: more });
      return own;
    },
    say: (note) => tell({ kind: 'note', thread, note }),
  });
  tell({ kind: 'main', thread, end, fatal });
  if (given.group !== undefined) call('leave-group', given.group);
  setGroup(words, given.worker, 0);
  const others = call('ended');
  if (others === 1) tell({ kind: 'over' });
  if (others === 2 && deadlock === 'fails') call('give-up');
  else if (others === 2) tell({ kind: 'deadlock' });
};
