/** Explorations of modules make as many executions as there are classes, in a time that can be waited for. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exploreBenchmark, poolFor } from '../../bench/exploration/explore.ts';
import { benchmarks } from '../../bench/exploration/programs.ts';

/** So many milliseconds of the processor may these take. */
const IN_TIME: Readonly<Record<string, number>> = { 'readers(13)': 3000, 'indexer(15)': 3000 };

const numbers = suite('numbers of executions of modules');
for (const benchmark of benchmarks.filter(({ long }) => !long)) {
  const { name, complete } = benchmark;
  numbers(`${name} has ${complete}`, () => {
    const pool = poolFor(benchmark), start = process.cpuUsage(), { outcomes, blocked, incomplete } = exploreBenchmark(pool);
    const { user, system } = process.cpuUsage(start), milliseconds = (user + system) / 1000;
    assert.equal([blocked, incomplete], [0, []]);
    assert.is(outcomes.find(({ outcome }) => outcome.verdict === 'complete')?.executions, complete);
    assert.ok(milliseconds < (IN_TIME[name] ?? Infinity), `${milliseconds} ms`);
  });
}
numbers('the known numbers are those of every benchmark in more than one size', () => {
  for (const name of ['readers', 'indexer', 'lastzero', 'ainc', 'casrot'])
    assert.ok(benchmarks.filter((benchmark) => benchmark.name.startsWith(`${name}(`)).length > 1, name);
});
numbers.run();
