/**
 * Programs whose numbers of equivalence classes are known: small benchmarks that the literature on stateless model checking shares (the
 * correctness suite of GenMC runs them with these numbers), as modules in this folder. Each function returns 1, or 0 where the thread would
 * spin: such an execution is given up, and not counted as complete.
 * @module
 */

/** A call of an exported function that runs as a thread. */
export interface ThreadCall {
  readonly name: string;
  readonly args: readonly number[];
}
/** A benchmark in one size. */
export interface Benchmark {
  readonly name: string;
  /** a file in this folder */
  readonly file: string;
  readonly calls: readonly ThreadCall[];
  /** executions in which no thread gives up, of different classes */
  readonly complete: number;
  /** whether it takes so long that it is run only if asked for */
  readonly long: boolean;
}

/** n calls with the arguments from, from + 1, … */
const numbered = (name: string, n: number, from = 0): readonly ThreadCall[] =>
  Array.from({ length: n }, (_, i) => ({ name, args: [from + i] }));
const same = (name: string, n: number): readonly ThreadCall[] => Array.from({ length: n }, () => ({ name, args: [] }));

/** A benchmark in several sizes, with its numbers of executions. */
const sizes = (
  name: string, calls: (n: number) => readonly ThreadCall[], complete: Readonly<Record<number, number>>, longFrom = Infinity,
): readonly Benchmark[] => Object.entries(complete).map(([n, count]) =>
  ({ name: `${name}(${n})`, file: `${name}.wat`, calls: calls(Number(n)), complete: count, long: Number(n) >= longFrom }));
const lock = (name: string, from: number, complete: number): Benchmark =>
  ({ name, file: `${name}.wat`, calls: numbered('enter', 2, from), complete, long: false });

/** All benchmarks, in the order of the report. */
export const benchmarks: readonly Benchmark[] = [
  ...sizes('readers', (n) => [{ name: 'write', args: [] }, ...same('read', n)], { 2: 4, 8: 256, 13: 8192 }),
  ...sizes('indexer', (n) => numbered('enter', n), { 12: 8, 15: 4096 }),
  ...sizes('lastzero', (n) => [{ name: 'find', args: [n] }, ...numbered('write', n, 1)], { 5: 64, 10: 3328, 15: 147_456 }, 15),
  ...sizes('ainc', (n) => same('add', n), { 4: 24, 6: 720, 7: 5040 }),
  ...sizes('casrot', (n) => numbered('rotate', n, 1), { 2: 2, 3: 5, 4: 14, 5: 43, 6: 144, 7: 523, 8: 2048, 9: 8597 }),
  lock('peterson', 0, 4), lock('szymanski', 0, 6), lock('lamport', 1, 16), lock('dekker', 0, 3),
];
