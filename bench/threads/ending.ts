/**
 * The first thread of a program that is ended: it tells when.
 * @module
 */
import { newStore } from '../../evaluation/store.ts';
import { beFirst } from '../../evaluation/threads/first.ts';
import type { Endless } from './ends.ts';
import { now } from './ends.ts';
import { callIn, instanceIn } from './instances.ts';

const isEndless = (data: unknown): data is Endless => typeof data === 'object' && data !== null && 'last' in data;
beFirst((threads, data): { readonly end: undefined; readonly fatal: boolean } => {
  if (!isEndless(data)) throw new TypeError('what is to be ended?');
  const S = newStore({ threads }), inst = instanceIn(S, data.file);
  callIn(S, inst, 'start', []);
  data.times[0] = now();
  callIn(S, inst, data.last, []);
  return { end: undefined, fatal: true };
});
