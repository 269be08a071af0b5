/**
 * Continuations that threads can pass to each other, beside those that stay where they are. One thread runs both.
 * @module
 */
import { measure } from '../measure.ts';
import { program, runOf } from './instances.ts';
import type { Row } from './report.ts';

/** Two programs that do the same, `run n d`, by shared continuations and by others. */
export interface Sharing {
  readonly name: string;
  readonly unit: string;
  readonly shared: string;
  readonly unshared: string;
  /** how deep it is done */
  readonly depth: number;
}
const yields = (name: string, depth: number): Sharing => ({
  name, unit: 'yield', shared: 'yield-shared.wat', unshared: 'yield.wat', depth,
});
/** All of them, in the order of the report. */
export const sharings: readonly Sharing[] = [
  yields('yield of a shared generator', 1), yields('… from 100 frames deep', 100),
  { name: 'switch of shared continuations', unit: 'switch', shared: 'switch-shared.wat', unshared: 'switch.wat', depth: 0 },
];

/** How many of them in a run. */
const TIMES = 20_000;
/** Measures both. */
export const sharingCompared = ({ name, unit, shared, unshared, depth }: Sharing, rounds: number): Row => {
  const contenders = [shared, unshared].map((file) => runOf(file, program(file)));
  const [one, other] = contenders.map((run) => run(TIMES, depth));
  if (one !== other) throw new Error(`${name}: ${String(one)} with shared continuations, ${String(other)} with others`);
  const [ours = NaN, theirs = NaN] = measure(contenders.map((run) => (): void => { run(TIMES, depth); }), rounds);
  return { name, unit, ours: ours / TIMES, theirs: theirs / TIMES, by: 'unshared', goal: undefined, kind: 'ratio' };
};
