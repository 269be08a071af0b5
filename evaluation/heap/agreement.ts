/**
 * What all threads with stores over one heap agree about: numbers for keys. They are in the heap, in a list of records:
 * ```
 * 0 next record, 4 number, 8 key (32 bytes)
 * ```
 * @category Evaluation: heap
 * @module
 */
import { CONTROL } from '../sharing/layout.ts';

const NUMBER = 1, KEY = 2, KEY_WORDS = 8, RECORD_SIZE = 40;
/** The heap as far as this is about it. */
interface Agreeing {
  readonly words: Int32Array;
  /** allocates so many bytes that are never freed */
  readonly alloc: (size: number) => number;
}

const locked = <A>(words: Int32Array, act: () => A): A => {
  const lock = CONTROL.agreeing / 4;
  while (Atomics.compareExchange(words, lock, 0, 1) !== 0) Atomics.wait(words, lock, 1);
  try {
    return act();
  } finally {
    Atomics.store(words, lock, 0);
    Atomics.notify(words, lock, 1);
  }
};
const find = (words: Int32Array, key: Int32Array): number | undefined => {
  for (let record = words[CONTROL.agreed / 4] ?? 0; record !== 0; record = words[record / 4] ?? 0) {
    if (key.every((word, i) => words[record / 4 + KEY + i] === word)) return words[record / 4 + NUMBER];
  }
  return undefined;
};
/** The number for a key of 32 bytes, which the first thread makes that asks for it. */
export const agree = ({ words, alloc }: Agreeing, bytes: Uint8Array, make: () => number): number => {
  const key = new Int32Array(bytes.slice().buffer, 0, KEY_WORDS);
  return locked(words, () => {
    const known = find(words, key);
    if (known !== undefined) return known;
    const number = make(), record = alloc(RECORD_SIZE);
    words.set([words[CONTROL.agreed / 4] ?? 0, number, ...key], record / 4);
    words[CONTROL.agreed / 4] = record;
    return number;
  });
};
