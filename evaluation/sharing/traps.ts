/**
 * Traps of shared things: code that traps notes a number first, which says why.
 * @category Evaluation: sharing
 * @module
 */

/** The words for each, by its number. */
export const TRAPS = [
  '', 'null structure reference', 'null array reference', 'null function reference', 'null i31 reference', 'null exception reference',
  'null reference', 'null wait queue reference', 'cast failure', 'out of bounds array access', 'out of bounds table access',
  'undefined element', 'uninitialized element', 'indirect call type mismatch', 'allocation size too large', 'out of bounds memory access',
  'expected shared location', 'expected shared memory', 'unaligned atomic', 'the shared heap is full',
  'call stack exhausted',
] as const;
/** The words of such a trap. */
export type TrapWords = Exclude<typeof TRAPS[number], ''>;
/** Its number. */
export const trapNumber = (words: TrapWords): number => TRAPS.indexOf(words);
