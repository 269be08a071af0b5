/**
 * Threads of a pool that run programs, each with a store of its own: the first, and those that another of these begins. All have the
 * instances of all others, as the threads have that they spawn.
 * @category Evaluation: threads
 * @module
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Aborting } from './aborts.ts';
import { abort, isAborted, isEmpty, settle } from './aborts.ts';
import { AT, setGroup, wordsOf } from './control.ts';
import { never, noMemory } from './endings.ts';
import type { Groups } from './groups.ts';
import { groupsOf } from './groups.ts';
import { learn } from './log.ts';
import type { Failure, LeaderData, Message } from './messages.ts';
import type { Watcher } from './parking.ts';
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
export interface Leader extends Pick<Groups, 'join' | 'gather'> {
  readonly threads: Threads;
  /** its number; that of the first is 0 */
  readonly thread: number;
  /** what it was given for its program */
  readonly data: unknown;
  /** Ends all threads of a group because of what this one has come to, unless another has failed before; whether none has. */
  readonly abort: (group: number, failure: Omit<Failure, 'thread'>) => boolean;
  /** The failure that has ended the threads of a group, if one has. All have ended. */
  readonly settle: (group: number) => Failure | undefined;
  /** Learns of all instances that have been made so far. */
  readonly catchUp: () => void;
  /** Begins another thread that runs the program, in a group of its own. */
  readonly begin: (data: unknown) => number;
  /** Says something about the program to the one who watches. */
  readonly say: (note: unknown) => void;
}

const isLeaderData = (given: unknown): given is LeaderData =>
  typeof given === 'object' && given !== null && 'control' in given && 'data' in given && 'thread' in given;
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

/** What becomes of all if all threads wait and nobody can wake them: their end, or that their waits fail, each with a trap. */
export type OnDeadlock = 'ends all' | 'fails';
type Tell<A> = (message: Message<A>) => void;
const watcherOf = <A>(tell: Tell<A>, { thread }: LeaderData, deadlock: OnDeadlock, givenUp: () => void): Watcher => ({
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
/** The thread ends, and is in no group any more. */
const leave = <A>(tell: Tell<A>, { parking, control }: Threads, { worker, group }: LeaderData, deadlock: OnDeadlock): void => {
  const call = (name: string, ...args: readonly number[]): number => parkedFunction(parking, name)(...args);
  if (group !== undefined) call('leave-group', group);
  setGroup(wordsOf(control), worker, 0);
  const others = call('ended');
  if (others === 1) tell({ kind: 'over' });
  if (others === 2 && deadlock === 'fails') call('give-up', 0);
  else if (others === 2) tell({ kind: 'deadlock' });
};

/**
 * Runs a program as such a thread, with the data that there is for it.
 * @param givenUp - is called before a wait fails in a deadlock
 */
export const beLeader = <A>(program: (leader: Leader) => LeaderEnd<A>, deadlock: OnDeadlock, givenUp: () => void = never): void => {
  const given: unknown = workerData;
  if (!isLeaderData(given)) throw new TypeError('this is no thread of a pool that runs a program');
  const tell: Tell<A> = (message) => parentPort?.postMessage(message), { thread, data, worker } = given;
  const threads = leading(given, tell, watcherOf(tell, given, deadlock, givenUp)), words = wordsOf(threads.control);
  if (thread > 0) parkedFunction(threads.parking, 'enter')();
  const { group, join, gather } = groupsOf(threads, worker), catchUp = learner(threads, given);
  const begin = (more: unknown): number => {
    const own = group(1);
    parkedFunction(threads.parking, 'begun')();
    tell({ kind: 'begin', thread: Atomics.add(words, AT.spawned, 1) + 1, group: own, data: more });
    return own;
  };
  const aborting: Aborting = { ...threads, instances: threads.log.instances ?? [] };
  const say = (note: unknown): void => tell({ kind: 'note', thread, note });
  const { end, fatal } = program({
    threads, thread, data, catchUp, join, gather, begin, say,
    abort: (of, failure) => isEmpty(words, of) ? !isAborted(words, of) : abort(aborting, of, { thread, ...failure }, tell),
    settle: (of) => settle(aborting, of),
  });
  tell({ kind: 'main', thread, end, fatal });
  leave(tell, threads, given, deadlock);
};
