/** The first thread of a program in a store in which collections happen often. Runs as the first thread of a pool. */
import type { FirstEnd } from '../../../evaluation/threads/first.ts';
import { beFirst } from '../../../evaluation/threads/first.ts';
import { newStore } from '../../../evaluation/store.ts';
import { running, shown } from '../running.ts';
import { collections } from './collecting.ts';

/** The fields of a module whose `main` is called, and before how many allocations there is a collection; if not given, when it is time. */
export interface Collecting {
  readonly fields: string;
  readonly collectEvery?: number;
}
/** What `main` came to, and how many collections there had been until then. */
export interface Collected {
  readonly result: string;
  readonly collections: number;
}

const isCollecting = (data: unknown): data is Collecting => typeof data === 'object' && data !== null && 'fields' in data;
beFirst((threads, data): FirstEnd<Collected> => {
  if (!isCollecting(data)) throw new TypeError('there is no program');
  const { fields, ...options } = data, S = newStore({ threads, ...options }), { call } = running(fields, new Map(), S), result = call('main');
  return { end: { result: shown(result), collections: collections(S) }, fatal: result.kind !== 'values' };
});
