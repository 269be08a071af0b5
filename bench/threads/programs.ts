/**
 * What is measured of programs with several threads, and beside what.
 * @module
 */

/** A program with an export `run : [i32 i32] -> [i32]`, or more results, and its arguments. */
export interface Run {
  /** a file in `programs/`, or among the examples of threads */
  readonly file: string;
  readonly args: readonly [number, number];
}
/** A measurement. */
export interface Threaded {
  readonly name: string;
  readonly run: Run;
  /** what is counted, and how many of it one run does */
  readonly unit: string;
  readonly units: number;
  /**
   * `bare`: two workers of the host do the same, without any of this. `evaluator`: another run of the evaluator.
   */
  readonly beside: { readonly by: 'bare' | 'evaluator'; readonly run: Run } | undefined;
  /** what the ratio is meant to stay below; beside fewer threads, the gain to reach; without anything beside it, nanoseconds a unit */
  readonly goal: number;
}

const run = (file: string, n: number, d = 0): Run => ({ file: `${file}.wat`, args: [n, d] });
const TRIPS = 1000, SPAWNS = 200;
/** Turns of a loop before each answer: some microseconds, so that who waits for it may have fallen asleep. */
const DELAY = 10_000;

const trips = (name: string, file: string, delay = 0): Threaded => ({
  name, run: run(file, TRIPS, delay), unit: 'round trip', units: TRIPS,
  beside: { by: 'bare', run: run('round-trip-bare', TRIPS, delay) }, goal: 1.3,
});
const spawns = (name: string, atATime: number, goal: number): Threaded =>
  ({ name, run: run('spawn-join', SPAWNS, atATime), unit: 'thread', units: SPAWNS, beside: undefined, goal });
/** A program by two threads, beside the same by one. */
const scaling = (file: string, unit: string, size: number, units: number): Threaded => ({
  name: `${file}, 2 threads beside 1`, run: run(file, 2, size), unit, units,
  beside: { by: 'evaluator', run: run(file, 1, size) }, goal: 1.8,
});

/** All of them, in the order of the report. */
export const threaded: readonly Threaded[] = [
  trips('round trip by memory', 'round-trip'),
  trips('round trip by memory, later', 'round-trip', DELAY),
  trips('round trip by wait queues', 'round-trip-queues'),
  spawns('spawned and joined, one by one', 1, 1e6),
  spawns('spawned and joined, 50 at a time', 50, 1e6),
  scaling('sieve', 'number', 3_000_000, 3_000_000),
  scaling('mandelbrot', 'pixel', 1000, 1_000_000),
];
