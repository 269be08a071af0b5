/**
 * What all threads with stores of their own agree about: numbers for keys, in the control memory. A record of one:
 * ```
 * 0 next record, 8 number, 16 key (32 bytes)
 * ```
 * @category Evaluation: threads
 * @module
 */
import type { HostInstance } from '../host/wasm.ts';
import { AT, wordsOf } from './control.ts';
import type { SharedMemory } from './control.ts';
import { parkedFunction } from './parking.ts';

const NUMBER = 2, KEY = 4, KEY_WORDS = 8;
/** A record of a job with so many arguments is long enough. */
const ARGUMENTS = 1;

const locked = <A>(words: Int32Array<SharedArrayBuffer>, lock: number, act: () => A): A => {
  while (Atomics.compareExchange(words, lock, 0, 1) !== 0) Atomics.wait(words, lock, 1);
  try {
    return act();
  } finally {
    Atomics.store(words, lock, 0);
    Atomics.notify(words, lock, 1);
  }
};
const find = (words: Int32Array, key: Int32Array): number | undefined => {
  for (let record = words[AT.types] ?? 0; record !== 0; record = words[record / 4] ?? 0) {
    if (key.every((word, i) => words[record / 4 + KEY + i] === word)) return words[record / 4 + NUMBER];
  }
  return undefined;
};
/** The number for a key of 32 bytes, which the first thread makes that asks for it. */
export const agreement = (control: SharedMemory, parking: HostInstance) => (bytes: Uint8Array, make: () => number): number => {
  const words = wordsOf(control), key = new Int32Array(bytes.slice().buffer, 0, KEY_WORDS);
  return locked(words, AT.typesLock, () => {
    const known = find(words, key);
    if (known !== undefined) return known;
    const record = parkedFunction(parking, 'job')(ARGUMENTS), number = make();
    words.set([words[AT.types] ?? 0], record / 4);
    words[record / 4 + NUMBER] = number;
    words.set(key, record / 4 + KEY);
    words[AT.types] = record;
    return number;
  });
};
