/**
 * Shared functions and continuations, beside such that no other thread can have. One thread runs both.
 * @module
 */
import { measure } from '../measure.ts';
import { program, runOf } from './instances.ts';
import type { Row } from './report.ts';

/** Two programs that do the same, `run n d`, one of them with shared things. */
export interface Sharing {
  readonly name: string;
  readonly unit: string;
  readonly shared: string;
  readonly unshared: string;
  readonly args: readonly [n: number, d: number];
  /** how many units one run does */
  readonly units: number;
}
const TIMES = 20_000;
const both = (name: string, file: string, unit: string, args: Sharing['args'], units = TIMES): Sharing =>
  ({ name, unit, shared: `${file}-shared.wat`, unshared: `${file}.wat`, args, units });
const fibCalls = (n: number): number => n < 2 ? 1 : 1 + fibCalls(n - 1) + fibCalls(n - 2);

/** All of them, in the order of the report. */
export const sharings: readonly Sharing[] = [
  both('fib(22) of a shared function', 'fib', 'call', [22, 0], fibCalls(22)),
  both('yield of a shared generator', 'yield', 'yield', [TIMES, 1]),
  both('… from 100 frames deep', 'yield', 'yield', [TIMES, 100]),
  both('switch of shared continuations', 'switch', 'switch', [TIMES, 0]),
];

/** Measures both. An error if they differ. */
export const sharingCompared = ({ name, unit, shared, unshared, args, units }: Sharing, rounds: number): Row => {
  const contenders = [shared, unshared].map((file) => runOf(file, program(file))), [one, other] = contenders.map((run) => run(...args));
  if (one !== other) throw new Error(`${name}: ${String(one)} if it is shared, ${String(other)} if it is not`);
  const [ours = NaN, theirs = NaN] = measure(contenders.map((run) => (): void => { run(...args); }), rounds);
  return { name, unit, ours: ours / units, theirs: theirs / units, by: 'unshared', goal: undefined, kind: 'ratio' };
};
