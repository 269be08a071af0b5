/**
 * Measuring: warmed code, several rounds, the median; the contenders take turns, so that noise meets all of them.
 * @module
 */

/** Something that is run. */
export type Contender = () => void;

/** The least time of a sample, in milliseconds: shorter runs are repeated. */
const SAMPLE = 5;
/** How long each contender runs before it is measured, in milliseconds. */
const WARM_UP = 300;

const milliseconds = (run: Contender, times: number): number => {
  const start = performance.now();
  for (let i = 0; i < times; i++) run();
  return performance.now() - start;
};
const median = (xs: readonly number[]): number => xs.toSorted((a, b) => a - b)[xs.length >> 1] ?? NaN;

/** Runs the contender for a while; how many runs make a sample. */
const warmUp = (run: Contender): number => {
  let runs = 0;
  const start = performance.now();
  for (; performance.now() - start < WARM_UP; runs++) run();
  return Math.max(1, Math.ceil(SAMPLE * runs / (performance.now() - start)));
};

/** The nanoseconds that one run of each contender takes: the median of `rounds` samples. */
export const measure = (contenders: readonly Contender[], rounds: number): readonly number[] => {
  const times = contenders.map(warmUp);
  const samples = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    contenders.forEach((run, k) => samples[k]?.push(milliseconds(run, times[k] ?? 1) / (times[k] ?? 1)));
  return samples.map((xs) => median(xs) * 1e6);
};
