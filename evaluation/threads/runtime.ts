/**
 * What the first thread has of the threads of its store.
 * @category Evaluation: threads
 * @module
 */
import { readFileSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import { encode } from '../../syntax/binary/encoder.ts';
import { readModule } from '../../syntax/read.ts';
import type { HostInstance, HostModule } from '../host/wasm.ts';
import { wasm } from '../host/wasm.ts';
import { AT, newControlMemory, wordsOf } from './control.ts';
import type { SharedMemory } from './control.ts';
import { newLog } from './log.ts';
import type { MutableLog } from './log.ts';
import type { LeaderData, Message } from './messages.ts';
import { newParking } from './parking.ts';
import type { Watcher } from './parking.ts';

/** The threads of a store, as the first one sees them. */
export interface Threads {
  /** whether there are workers for other threads */
  readonly isPool: boolean;
  readonly control: SharedMemory;
  readonly parking: HostInstance;
  readonly log: MutableLog;
  /** numbers of shared memories that somebody waits at */
  readonly spaces: Map<object, number>;
}

/** The parts of the module for parking, files by subject; the first one has the imports. */
const PARTS = ['locks', 'stopping', 'threads', 'queues', 'jobs'];
/** The module for parking, compiled; its text is perhaps changed before. */
export const parkingModule = (change: (text: string) => string = (text) => text): HostModule => {
  const parts = PARTS.map((part) => readFileSync(new URL(`parking/${part}.wat`, import.meta.url), 'utf8'));
  const name = 'evaluation/threads/parking', text = `(module $parking\n${parts.join('\n')})`;
  const parsed = readModule({ kind: 'text', name, text: change(text) });
  if (E.isLeft(parsed)) throw new Error(`${name}: ${parsed.left.message}`);
  return new wasm.Module(encode(parsed.right));
};

const threadsWith = (isPool: boolean, control: SharedMemory, parking: HostInstance, log: MutableLog): Threads => {
  for (const [name, item] of Object.entries(parking.exports)) {
    if (typeof item === 'function') log.known.set(item, { kind: 'parking', name });
  }
  return { isPool, control, parking, log, spaces: new Map() };
};
/** One thread by itself. Others may be spawned, but no worker begins them: if it waits for one, that is a deadlock. */
export const alone = (log: MutableLog, watcher: Watcher): Threads => {
  const control = newControlMemory(1);
  return threadsWith(false, control, newParking(parkingModule(), control, 0, watcher), log);
};
/** A thread of a pool that runs a program, in its worker. What it makes, the others are told of. */
export const leading = (
  { control, parking, worker }: LeaderData, tell: (message: Message<never>) => void, watcher: Watcher,
): Threads => {
  const words = wordsOf(control), parked = newParking(parking, control, worker, watcher);
  const log = newLog({
    instances: [],
    take: (what, count) => Atomics.add(words, AT[what], count),
    tell: (entry) => {
      Atomics.add(words, AT.made, 1);
      tell({ kind: 'instance', entry });
    },
  });
  return threadsWith(true, control, parked, log);
};
