/**
 * The words in which suites say the same thing.
 * @module
 */

/** Each row means one thing, in the words of the official suite or of this project first. Messages begin with these words. */
const synonyms: readonly (readonly string[])[] = [
  ['undefined element', 'out of bounds'],
  ['indirect call type mismatch', 'call type mismatch'],
  ['integer divide by zero', 'divide by zero'],
  ['incompatible import type', 'memory types incompatible'],
  ['expected shared memory', 'atomic wait on non-shared memory'],
  ['null structure reference', 'null ref'],
  ['null wait queue reference', 'null ref'],
  ['out of memory', 'overflow calculating table allocation size'],
];

const meansTheSame = (expected: string, found: string) => (words: readonly string[]): boolean =>
  words.includes(expected) && words.some((word) => found.startsWith(word));

/** Whether two messages say the same: one begins with the other, or both begin with words that mean the same. */
export const sameMessage = (expected: string, found: string): boolean =>
  found.startsWith(expected) || (found !== '' && expected.startsWith(found)) || synonyms.some(meansTheSame(expected, found));
