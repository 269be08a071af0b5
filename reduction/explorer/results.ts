/**
 * What an exploration reports.
 * @category Reduction: exploration
 * @module
 */
import type { Schedule } from './schedule.ts';
import type { Outcome } from './system.ts';

/** Bounds of an exploration by executions. What is left out is unbounded: a program that may run for ever needs one. */
export interface Limits {
  /** steps of one thread; every execution of at most so many steps in all is explored, and many that are longer */
  readonly maxSteps?: number;
  /** steps of one execution: if this one is hit, shorter executions may be missing, too */
  readonly maxLength?: number;
  /** executions */
  readonly maxExecutions?: number;
  /** steps altogether; reversing a race that is under way may take a few more */
  readonly fuel?: number;
}

/** An outcome, how many executions end in it, and one that does. */
export interface Found<O extends Outcome> {
  readonly outcome: O;
  readonly executions: number;
  readonly witness: Schedule;
}

/** What an exploration found by one execution of each class. */
export interface Exploration<O extends Outcome> {
  /** in the order in which they were found */
  readonly outcomes: readonly Found<O>[];
  /** executions up to their end, all of different classes */
  readonly executions: number;
  /** executions that were given up because whatever could follow had been explored. None, if the laws of a system hold. */
  readonly blocked: number;
  /** executions in which a bound stopped a thread, and the first one, as far as it went */
  readonly cut: number;
  readonly cutWitness: Schedule | undefined;
  /** steps made altogether */
  readonly steps: number;
  /** the bounds that were hit: if there are any, there may be more outcomes */
  readonly incomplete: readonly (keyof Limits)[];
}

/** How far an exploration is. */
export interface Progress {
  readonly executions: number;
  readonly steps: number;
  readonly outcomes: number;
}

/** How many executions ended with each verdict. */
export const verdicts = (found: readonly Found<Outcome>[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { outcome: { verdict }, executions } of found) counts.set(verdict, (counts.get(verdict) ?? 0) + executions);
  return counts;
};
