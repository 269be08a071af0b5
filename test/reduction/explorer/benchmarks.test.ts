/** The numbers of complete executions are the optimal ones. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { explore } from '../../../reduction/explorer/dpor.ts';
import type { Exploration } from '../../../reduction/explorer/results.ts';
import { verdicts } from '../../../reduction/explorer/results.ts';
import { ainc, casrot, dekker, indexer, lamport, lastzero, peterson, readers, szymanski } from './benchmarks.ts';
import type { Program, ToyOutcome } from './toy.ts';
import { startOf, systemOf } from './toy.ts';

const numbers = suite('numbers of executions');

const run = (program: Program): Exploration<ToyOutcome> => {
  const result = explore(systemOf(program), startOf(program));
  assert.is(result.blocked, 0);
  assert.equal(result.incomplete, []);
  return result;
};
/** A benchmark by size, and its numbers of classes in which no assumption fails. */
const counts = (name: string, program: (n: number) => Program, expected: Readonly<Record<number, number>>): void => {
  for (const [n, count] of Object.entries(expected)) {
    numbers(`${name}(${n}) has ${count}`, () => {
      const result = run(program(Number(n)));
      assert.is(verdicts(result.outcomes).get('complete'), count);
    });
  }
};

counts('readers', readers, { 2: 4, 8: 256, 13: 8192 });
counts('indexer', indexer, { 11: 1, 12: 8, 15: 4096 });
counts('lastzero', lastzero, { 5: 64, 10: 3328 });
counts('ainc', ainc, { 4: 24, 6: 720, 7: 5040 });
counts('casrot', casrot, { 2: 2, 3: 5, 4: 14, 5: 43, 6: 144, 7: 523, 8: 2048, 9: 8597 });
counts('peterson', peterson, { 2: 4 });
counts('szymanski', szymanski, { 2: 6 });
counts('lamport', lamport, { 2: 16 });
counts('dekker', dekker, { 2: 3 });

numbers('executions share the steps that they have in common', () => {
  // The edges of a tree with 256 leaves: the writer comes after any set of readers, the other readers after it.
  assert.is(run(readers(8)).steps, 1535);
});

const time = suite('time of the processor');
for (const [name, program] of [['readers(13)', readers(13)], ['indexer(15)', indexer(15)]] as const) {
  time(`${name} takes less than 3 seconds`, () => {
    const start = process.cpuUsage();
    run(program);
    const { user, system } = process.cpuUsage(start);
    assert.ok(user + system < 3_000_000, `${(user + system) / 1000} ms`);
  });
}

numbers.run();
time.run();
