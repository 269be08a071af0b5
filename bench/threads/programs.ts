/**
 * What is measured of programs with several threads, and beside what.
 * @module
 */

/** A call of an export that takes two numbers. */
export interface Run {
  /** a file in `programs/`, or among the examples of threads */
  readonly file: string;
  readonly entry: string;
  readonly args: readonly [number, number];
  /** how much it does */
  readonly units: number;
}
/** A measurement. */
export interface Threaded {
  readonly name: string;
  readonly run: Run;
  /** what `units` counts */
  readonly unit: string;
  /** `bare`: two workers of the host do the same, without any of this. `evaluator`: another run of the same program. */
  readonly beside: { readonly by: 'bare' | 'evaluator'; readonly run: Run } | undefined;
  /** what the goal is about, as in the report */
  readonly kind: 'ratio' | 'gain' | 'time';
  readonly goal: number | undefined;
}

const run = (file: string, args: Run['args'], units: number, entry = 'run'): Run => ({ file: `${file}.wat`, entry, args, units });
const TRIPS = 1000, SPAWNS = 200;
/** Turns of a loop before each answer: some microseconds, so that who waits for it may have fallen asleep. */
const DELAY = 10_000;

const trips = (name: string, file: string, delay = 0): Threaded => ({
  name, run: run(file, [TRIPS, delay], TRIPS), unit: 'round trip', kind: 'ratio', goal: 1.3,
  beside: { by: 'bare', run: run('round-trip-bare', [TRIPS, delay], TRIPS) },
});
const spawns = (name: string, atATime: number): Threaded =>
  ({ name, run: run('spawn-join', [SPAWNS, atATime], SPAWNS), unit: 'thread', beside: undefined, kind: 'time', goal: 1e6 });
/** The same work by two threads beside one. */
const shared = (file: string, unit: string, size: number, units: number, goal?: number): Threaded => ({
  name: `${file}, 2 threads beside 1`, run: run(file, [2, size], units), unit, kind: 'gain', goal,
  beside: { by: 'evaluator', run: run(file, [1, size], units) },
});
/** How many tasks that of Fibonacci's number of n forks. */
const forks = (n: number): number => n < 2 ? 0 : 1 + forks(n - 1) + forks(n - 2);
/** As much work for each of two threads as for one beside them. */
const each = (name: string, file: string, entry: string, unit: string, n: number): Threaded => ({
  name: `${name}, 2 threads beside 1`, run: run(file, [2, n], 2 * n, entry), unit, kind: 'gain', goal: undefined,
  beside: { by: 'evaluator', run: run(file, [1, n], n, entry) },
});

/** All of them, in the order of the report. */
export const threaded: readonly Threaded[] = [
  trips('round trip by memory', 'round-trip'),
  trips('round trip by memory, later', 'round-trip', DELAY),
  trips('round trip by wait queues', 'round-trip-queues'),
  spawns('spawned and joined, one by one', 1),
  spawns('spawned and joined, 50 at a time', 50),
  shared('sieve', 'number', 3_000_000, 3_000_000, 1.8),
  shared('mandelbrot', 'pixel', 1000, 1_000_000, 1.8),
  shared('work-stealing', 'fork', 18, forks(18)),
  each('counters of their own', 'counters', 'own', 'addition', 1_000_000),
  each('one counter', 'counters', 'run', 'addition', 1_000_000),
  each('allocation', 'counters', 'allocate', 'object', 300_000),
  each('hash-map', 'hash-map', 'run', 'number', 20_000),
];
