/**
 * Measuring: warmed code, several rounds, the median; the contenders take turns, so that noise meets all of them. Time is that of the
 * processor, which on a quiet machine is that of the clock, and on a busy one is the only one that means something. What several threads do
 * together is measured by the clock.
 * @module
 */

/** Something that is run. */
export type Contender = () => void;
/** Milliseconds since some time. */
export type Clock = () => number;

/** The least time of a sample, in milliseconds: shorter runs are repeated. */
const SAMPLE = 20;
/** How long each contender runs before it is measured, in milliseconds. */
const WARM_UP = 300;

/** The processor time that this process has taken so far. */
export const processorTime: Clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
/** The time of day. */
export const wallTime: Clock = () => performance.now();

const milliseconds = (run: Contender, times: number, clock: Clock): number => {
  const start = clock();
  for (let i = 0; i < times; i++) run();
  return clock() - start;
};
/** The one in the middle. */
export const median = (xs: readonly number[]): number => xs.toSorted((a, b) => a - b)[xs.length >> 1] ?? NaN;

/** Runs the contender for a while; how many runs make a sample. */
const warmUp = (run: Contender, clock: Clock): number => {
  let runs = 0;
  const start = clock();
  for (; clock() - start < WARM_UP; runs++) run();
  return Math.max(1, Math.ceil(SAMPLE * runs / (clock() - start)));
};

/** The nanoseconds that one run of each contender takes: the median of `rounds` samples. */
export const measure = (contenders: readonly Contender[], rounds: number, clock: Clock = processorTime): readonly number[] => {
  const times = contenders.map((run) => warmUp(run, clock));
  const samples = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    contenders.forEach((run, k) => samples[k]?.push(milliseconds(run, times[k] ?? 1, clock) / (times[k] ?? 1)));
  return samples.map((xs) => median(xs) * 1e6);
};
