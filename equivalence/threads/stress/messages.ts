/**
 * What the first thread of free runs is given, and what it gives back.
 * @category Equivalence: threads
 * @module
 */
import type { BugName } from '../bugs.ts';

/** Which forms are run, by their numbers, and how many rounds of each. */
export interface StressData {
  readonly forms: readonly (readonly [form: number, rounds: number])[];
  /** the mistake that is planted */
  readonly bug: BugName | undefined;
}
/** By form, the outcomes with how many rounds had each. */
export type Seen = readonly ReadonlyMap<string, number>[];
