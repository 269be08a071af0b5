/**
 * Groups of threads: somebody may wait until all in a group have ended. A group is a record of the control memory;
 * `parking/threads.wat` counts.
 * @category Evaluation: threads
 * @module
 */
import { GROUP, isEmpty } from './aborts.ts';
import { groupOf, setGroup, wordsOf } from './control.ts';
import { parkedFunction } from './parking.ts';
import type { Threads } from './runtime.ts';

/** Queues in which threads wait for the end of a group: the address is that of its record. */
const GROUPS = -1;

/** What the thread of a worker does with groups. */
export interface Groups {
  /** a group of so many threads */
  readonly group: (count: number) => number;
  /** Returns when all threads of a group have ended. */
  readonly join: (group: number) => void;
  /** The group of the threads that this one spawns, and of those that these spawn. */
  readonly gather: () => number;
}
/** What it does. */
export const groupsOf = ({ control, parking }: Pick<Threads, 'control' | 'parking'>, worker: number): Groups => {
  const words = wordsOf(control);
  const call = (name: string, ...args: readonly (number | bigint)[]): number => parkedFunction(parking, name)(...args);
  const group = (count: number): number => {
    const record = call('job', 0);
    words.set([0, count, 0], record / 4 + GROUP.why);
    return record;
  };
  return {
    group,
    join: (record) => {
      const bucket = call('lock', GROUPS, BigInt(record));
      if (isEmpty(words, record)) call('unlock', bucket);
      else call('wait', bucket, GROUPS, BigInt(record), -1n);
    },
    gather: () => {
      const known = groupOf(words, worker), record = known === 0 ? group(0) : known;
      setGroup(words, worker, record);
      return record;
    },
  };
};
