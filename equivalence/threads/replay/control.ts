/**
 * Schedules in the control memory of a pool: where `gates.wat` reads them.
 * @category Equivalence: threads
 * @module
 */
import { AT, wordsOf } from '../../../evaluation/threads/control.ts';
import type { SharedMemory } from '../../../evaluation/threads/control.ts';
import type { Turn } from './turns.ts';
import { TRAP } from './turns.ts';

/** Why nothing goes on, by number. */
export const STOPS = ['', 'diverged', 'deadlock', 'trap'] as const;

/** Addresses, as `gates.wat` has them. */
const TURNS = 0x300_0000, CURSORS = TURNS + 0x400, RECORDS = TURNS + 0x1_0000, RECORD = 16;
/** Indices of words. */
const W = {
  scheduled: TURNS / 4, stop: TURNS / 4 + 1, seen: TURNS / 4 + 2, thread: TURNS / 4 + 3, site: TURNS / 4 + 4, why: TURNS / 4 + 5,
  said: TURNS / 4 + 6, patience: TURNS / 4 + 7, last: TURNS / 4 + 8, trap: TURNS / 4 + 10,
} as const;
/** The most turns that there is room for. */
export const MOST_TURNS = 500_000;

/** Leaves room for schedules; `patience` is for how many milliseconds a turn may be waited for. */
export const reserve = (control: SharedMemory, patience: number): void => {
  const words = wordsOf(control);
  words[AT.end] = TURNS;
  words[W.patience] = Math.ceil(patience / 10);
};
/** From now on, threads follow a schedule. There is one thread, the first, and none has been spawned. */
export const follow = (control: SharedMemory, turns: readonly Turn[], threads: number): void => {
  const words = wordsOf(control), address = (i: number): number => RECORDS + RECORD * i, next = new Map<number, number>();
  for (const word of [W.stop, W.seen, W.said, W.last, AT.spawned, AT.waiting]) words[word] = 0;
  words[AT.live] = 1;
  words[AT.running] = 1;
  words[W.trap] = turns.at(-1)?.site === TRAP ? 1 : 0;
  for (let i = turns.length - 1; i >= 0; i--) {
    const { thread, site } = turns[i] as Turn;
    words.set([thread, site, next.get(thread) ?? 0, 0], address(i) / 4);
    next.set(thread, address(i));
  }
  words.fill(0, address(turns.length) / 4, address(turns.length + 1) / 4);
  for (let t = 0; t < threads; t++) words[CURSORS / 4 + t] = next.get(t) ?? 0;
  words[address(0) / 4 + 3] = 1;
  Atomics.store(words, W.scheduled, 1);
};
/** From now on, they do not. */
export const ignore = (control: SharedMemory): void => { Atomics.store(wordsOf(control), W.scheduled, 0); };
/** Why nothing goes on, if so. */
export const stopOf = (control: SharedMemory): typeof STOPS[number] => STOPS[Atomics.load(wordsOf(control), W.stop)] ?? '';
/** The first thread has seen that. */
export const see = (control: SharedMemory): void => {
  const words = wordsOf(control);
  Atomics.store(words, W.seen, 1);
  Atomics.notify(words, W.seen);
};
/** Until all threads have ended, or nothing goes on: why, if so. */
export const untilEnded = (control: SharedMemory): typeof STOPS[number] => {
  const words = wordsOf(control);
  for (;;) {
    const stop = stopOf(control), live = Atomics.load(words, AT.live);
    if (stop !== '' || live === 0) return stop;
    Atomics.wait(words, AT.live, live, 10);
  }
};

/** Where a schedule is not followed: a thread, what it came to, and why that does not fit. */
export interface Divergence {
  readonly thread: number;
  readonly site: number;
  readonly why: number;
  /** the number of the last turn that had begun, from 0; less than 0 if none had */
  readonly turn: number;
}
/** Where the schedule was not followed. */
export const divergenceOf = (control: SharedMemory): Divergence => {
  const words = wordsOf(control), word = (i: number): number => words[i] ?? 0;
  const turn = word(W.last) === 0 ? -1 : (word(W.last) - RECORDS) / RECORD;
  return { thread: word(W.thread), site: word(W.site), why: word(W.why), turn };
};
