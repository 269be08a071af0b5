/**
 * What memories hold, for observations: the words that are not 0.
 * @category Equivalence
 * @module
 */
import type { Bytes } from '../semantics/data/memory.ts';
import { BITS } from '../semantics/data/memory.ts';

/** A memory: its size in bytes, and its words of four bytes that are not 0, signed, by their place, in ascending order. */
export interface Content {
  readonly size: number;
  readonly words: readonly (readonly [i: number, word: number])[];
}

/** What is in a memory of the small step. What has never been written is not looked at. */
export const contentOfBytes = ({ size, shift, root }: Bytes): Content => {
  const words: (readonly [number, number])[] = [];
  const visit = (node: readonly unknown[], height: number, base: number): void => node.forEach((child, k) => {
    if (typeof child === 'number') {
      if (child !== 0) words.push([base + k, child]);
    } else if (Array.isArray(child)) visit(child, height - BITS, base + k * 2 ** (height - 2));
  });
  visit(root, shift, 0);
  return { size, words };
};
/** What is in the memory of a host. */
export const contentOfBuffer = (buffer: ArrayBufferLike): Content => {
  const words: (readonly [number, number])[] = [], all = new Int32Array(buffer, 0, Math.floor(buffer.byteLength / 4));
  for (let i = 0; i < all.length; i++) {
    const word = all[i] ?? 0;
    if (word !== 0) words.push([i, word]);
  }
  return { size: buffer.byteLength, words };
};

/** A number that is probably different for different contents (FNV-1a over places and words). */
const hash = ({ words }: Content): number => {
  let h = 0x811c_9dc5;
  for (const pair of words) for (const n of pair) h = Math.imul(h ^ n, 0x0100_0193);
  return h >>> 0;
};
/** A content in a few words. */
export const showContent = (content: Content): string =>
  `${content.size} bytes, ${content.words.length} words not 0, hash ${hash(content).toString(16).padStart(8, '0')}`;

/** Where two contents differ first; undefined if they are the same. */
export const firstDifference = (one: Content, other: Content): string | undefined => {
  if (one.size !== other.size) return `${one.size} bytes and ${other.size} bytes`;
  const words = new Map(one.words), others = new Map(other.words);
  const i = [...words.keys(), ...others.keys()].sort((a, b) => a - b).find((k) => (words.get(k) ?? 0) !== (others.get(k) ?? 0));
  if (i === undefined) return undefined;
  const show = (word: number | undefined): string => `0x${((word ?? 0) >>> 0).toString(16).padStart(8, '0')}`;
  return `the word at ${i * 4} is ${show(words.get(i))} and ${show(others.get(i))}`;
};
