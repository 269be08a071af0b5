/**
 * Counting results.
 * @category Scripts
 * @module
 */
import type { Verdict } from './state.ts';

/** Numbers of commands. `reworded` of those that passed were refused in other words than the script's. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly reworded: number;
}

/** No command at all. */
export const NO_COMMANDS: Tally = { passed: 0, failed: 0, skipped: 0, reworded: 0 };

/** The commands of both. */
export const addTallies = (a: Tally, b: Tally): Tally => ({
  passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped, reworded: a.reworded + b.reworded,
});

/** The results, counted. */
export const tallyOf = (results: readonly Verdict[]): Tally => {
  const tally = { ...NO_COMMANDS };
  for (const result of results) {
    tally[result.status]++;
    if (result.status === 'passed' && result.wording !== undefined) tally.reworded++;
  }
  return tally;
};

/** `N passed, N failed, N skipped`, and how many were refused in other words, if any. */
export const showTally = ({ passed, failed, skipped, reworded }: Tally): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped${reworded > 0 ? ` (wording differs: ${reworded})` : ''}`;
