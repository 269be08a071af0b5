/**
 * Checks a number of generated programs, in this process: the first that is different is shrunk.
 * @module
 */
import * as fc from 'fast-check';
import type { Comparison } from '../comparisons.ts';
import { compare } from '../comparisons.ts';
import { programChoices } from '../generation/descriptions.ts';
import { programOf } from '../generation/programs.ts';
import type { Program } from '../program.ts';
import { shrink } from '../shrinking/programs.ts';

/** Programs to be checked: so many from a seed, or from the place in them that a path names. */
export interface Batch {
  readonly seed: number;
  readonly programs: number;
  readonly path?: string | undefined;
}
/** A program that is different, as small as was found, and what makes it again. */
export interface Found {
  readonly seed: number;
  readonly path: string;
  readonly program: Program;
}
/** What came of a batch. */
export interface Checked {
  /** how many were run to the end */
  readonly programs: number;
  readonly inconclusive: number;
  readonly found: Found | undefined;
}

/** How much is tried to make a program smaller: smaller choices, then smaller programs. */
export interface Effort {
  readonly choices: number;
  readonly programs: number;
}
const EFFORT: Effort = { choices: 300, programs: 20_000 };

/** Whether two engines differ on a program. */
const isDifferent = (comparison: Comparison, program: Program): boolean => compare(comparison, program).kind === 'different';

/**
 * Checks a batch.
 * @param onProgram - is told the number of each program before it is run
 */
export const check = (
  comparison: Comparison, { seed, programs, path = '' }: Batch, onProgram: (n: number) => void, effort: Effort = EFFORT,
): Checked => {
  let n = 0, inconclusive = 0, left: number | undefined;
  const property = fc.property(programChoices, (choices) => {
    if (left === undefined) onProgram(n++);
    else if (left-- <= 0) return true;
    const { kind } = compare(comparison, programOf(choices));
    if (kind === 'inconclusive' && left === undefined) inconclusive++;
    if (kind !== 'different' && kind !== 'invalid') return true;
    left ??= effort.choices;
    return false;
  });
  const run = fc.check(property, { seed, numRuns: programs, path });
  const [choices] = run.counterexample ?? [];
  if (!run.failed || choices === undefined) return { programs: n, inconclusive, found: undefined };
  const program = shrink(programOf(choices), (smaller) => isDifferent(comparison, smaller), effort.programs);
  return { programs: n, inconclusive, found: { seed, path: run.counterexamplePath ?? '', program } };
};

/** The program with a number among those of a seed. */
export const programAt = (seed: number, n: number): Program | undefined => {
  const [choices] = fc.sample(programChoices, { seed, path: String(n), numRuns: 1 });
  return choices && programOf(choices);
};
