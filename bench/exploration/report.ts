/**
 * The report of explorations: how many executions, and what one takes.
 * @module
 */
import type { Benchmark } from './programs.ts';
import { exploreBenchmark, poolFor } from './explore.ts';

/** What an exploration takes. */
export interface Row {
  readonly name: string;
  /** executions in which no thread gives up, and those in which one does */
  readonly complete: number;
  readonly givenUp: number;
  readonly steps: number;
  /** time of the processor for all of it, in milliseconds: the least of several runs */
  readonly milliseconds: number;
}

/** Explorations are repeated for so long, in milliseconds of the processor; each is made once at least. */
const ENOUGH = 500;
const processorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Explores a benchmark. An error if the number of executions is not the one that is known. */
export const explored = (benchmark: Benchmark): Row => {
  const { name } = benchmark, pool = poolFor(benchmark), start = processorTime();
  let least = Infinity;
  for (;;) {
    const before = processorTime(), { outcomes, executions, blocked, steps } = exploreBenchmark(pool), after = processorTime();
    const complete = outcomes.find(({ outcome }) => outcome.verdict === 'complete')?.executions ?? 0;
    if (complete !== benchmark.complete || blocked !== 0)
      throw new Error(`${name}: ${complete} complete and ${blocked} blocked executions, expected ${benchmark.complete} and none`);
    least = Math.min(least, after - before);
    if (after - start >= ENOUGH) return { name, complete, givenUp: executions - complete, steps, milliseconds: least };
  }
};

/** The heads of the columns. */
export const columns: readonly string[] = ['exploration', 'executions', 'given up', 'steps', 'ms', 'µs/execution', 'ns/step'];
/** The cells of a row. */
export const cells = ({ name, complete, givenUp, steps, milliseconds }: Row): readonly string[] => [
  name, String(complete), String(givenUp), String(steps), milliseconds.toFixed(1),
  (milliseconds * 1e3 / (complete + givenUp)).toFixed(0), (milliseconds * 1e6 / steps).toFixed(0),
];
