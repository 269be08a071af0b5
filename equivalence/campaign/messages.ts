/**
 * What the processes of a campaign say to each other.
 * @module
 */
import type { ComparisonName } from '../comparisons.ts';
import type { Batch } from './check.ts';

/** To a worker: what to check. A careful worker tells of every program before it runs it. */
export interface Order {
  readonly comparison: ComparisonName;
  readonly batch: Batch;
  readonly careful: boolean;
}
/** A difference, in words, and the program as text. */
export interface Difference {
  readonly seed: number;
  readonly path: string;
  readonly lines: readonly string[];
  readonly text: string;
}
interface Counts {
  readonly programs: number;
  readonly inconclusive: number;
}
/** From a worker: how far it is, or what came of the batch. */
export type Answer =
  | { readonly kind: 'at'; readonly n: number }
  | ({ readonly kind: 'checked' } & Counts)
  | ({ readonly kind: 'found' } & Counts & Difference);
