/**
 * Measuring: warmed code, several rounds, the median; the contenders take turns, so that noise meets all of them. Time is that of the
 * processor, which on a quiet machine is that of the clock, and on a busy one is the only one that means something.
 * @module
 */

/** Something that is run. */
export type Contender = () => void;

/** The least time of a sample, in milliseconds: shorter runs are repeated. */
const SAMPLE = 20;
/** How long each contender runs before it is measured, in milliseconds. */
const WARM_UP = 300;

/** Milliseconds of processor time that this process has taken so far. */
const processorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const milliseconds = (run: Contender, times: number): number => {
  const start = processorTime();
  for (let i = 0; i < times; i++) run();
  return processorTime() - start;
};
const median = (xs: readonly number[]): number => xs.toSorted((a, b) => a - b)[xs.length >> 1] ?? NaN;

/** Runs the contender for a while; how many runs make a sample. */
const warmUp = (run: Contender): number => {
  let runs = 0;
  const start = processorTime();
  for (; processorTime() - start < WARM_UP; runs++) run();
  return Math.max(1, Math.ceil(SAMPLE * runs / (processorTime() - start)));
};

/** The nanoseconds that one run of each contender takes: the median of `rounds` samples. */
export const measure = (contenders: readonly Contender[], rounds: number): readonly number[] => {
  const times = contenders.map(warmUp);
  const samples = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    contenders.forEach((run, k) => samples[k]?.push(milliseconds(run, times[k] ?? 1) / (times[k] ?? 1)));
  return samples.map((xs) => median(xs) * 1e6);
};
