/**
 * Examples of threads that have parameters: on the small step, under several schedules, and on the evaluator, with several threads, they
 * come to what is computed here.
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { validProgramOf } from '../../cli/command/programs.ts';
import { runInPool } from '../../cli/run/pool.ts';
import type { Limits } from '../../reduction/machine.ts';
import type { Pool } from '../../reduction/pool.ts';
import { movable, stepThread } from '../../reduction/pool.ts';
import { programOutcome } from '../../reduction/programs.ts';
import { runPool } from '../../reduction/scheduler.ts';
import { showVal } from '../../scripts/showing.ts';
import { exampleText, readyToExplore } from '../explore/examples.ts';

/** Numbers below n that have no divisor but 1 and themselves. */
const primesBelow = (n: number): number => Array.from({ length: Math.max(0, n - 2) }, (_, i) => i + 2)
  .filter((p) => Array.from({ length: p }, (_, d) => d).slice(2).every((d) => p % d !== 0)).length;
/** How many times z becomes z² + c until |z| > 2, at most 20. */
const stepsOf = (re: number, im: number): number => {
  let [x, y, n] = [0, 0, 0];
  do [x, y, n] = [x * x - y * y + re, 2 * x * y + im, n + 1]; while (n < 20 && x * x + y * y <= 4);
  return n;
};
const picture = (size: number): number => {
  const coordinates = Array.from({ length: size }, (_, i) => 3 * i / size - 1.5);
  return coordinates.reduce((sum, im) => coordinates.reduce((all, re) => all + stepsOf(re - 0.5, im), sum), 0);
};
const fibonacci = (n: number): number => n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);

/** By example: what `run` returns for so many threads and a size, or the first of its results. */
const promised: Readonly<Record<string, (threads: number, n: number) => readonly number[]>> = {
  sieve: (_, n) => [primesBelow(n)],
  mandelbrot: (_, size) => [picture(size)],
  'producers-consumers': (pairs, n) => [pairs * n * (n + 1) / 2],
  'hash-map': (threads, n) => [n, threads * n],
  'work-stealing': (_, n) => [fibonacci(n)],
};
/** How large they are on each engine: threads and size. */
const sizes = {
  small: { sieve: [3, 60], mandelbrot: [3, 6], 'producers-consumers': [2, 3], 'hash-map': [3, 6], 'work-stealing': [3, 5] },
  large: {
    sieve: [4, 2000], mandelbrot: [4, 100], 'producers-consumers': [3, 500], 'hash-map': [4, 500], 'work-stealing': [4, 15],
  },
} as const;

const shown = (numbers: readonly number[]): readonly string[] => numbers.map((n) => `(i32.const ${n})`);

/** Runs a pool by a schedule that depends on a seed. */
const runRandomly = (pool0: Pool, limits: Limits, seed0: number): Pool => {
  let pool = pool0, seed = seed0;
  for (;;) {
    const threads = movable(pool);
    if (pool.trap !== undefined || threads.length === 0) return pool;
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0;
    pool = stepThread(pool, threads[(seed >>> 16) % threads.length] ?? 0, limits);
  }
};
/** What the small step comes to: fairly, or by a seed. */
const reduced = (name: string, words: readonly string[], seed?: number): readonly string[] => {
  const { pool, limits } = readyToExplore(name, exampleText(name), 'run', ...words);
  const whole = seed === undefined ? runPool(pool, limits).whole : programOutcome(runRandomly(pool, limits, seed));
  if (whole.verdict !== 'complete' || whole.main.kind !== 'values') throw new Error(`${name}: ${JSON.stringify(whole)}`);
  return whole.main.vals.map(showVal);
};
/** What the evaluator comes to. */
const evaluated = async (name: string, words: readonly string[]): Promise<readonly string[]> => {
  const fail = (why: unknown): never => { throw new Error(`${name}: ${JSON.stringify(why)}`); };
  const program = pipe(validProgramOf({ kind: 'text', name, text: exampleText(name) }), E.getOrElseW(fail));
  const lines = pipe(await runInPool(program, { name: 'run', words }, 64), E.getOrElseW(fail));
  return lines.filter((line) => !line.startsWith(';;'));
};

const SmallStep = suite('examples of threads with parameters, on the small step');
const Evaluator = suite('examples of threads with parameters, on the evaluator');

for (const [name, results] of Object.entries(promised)) {
  const key = name as keyof typeof sizes.small; // the examples are the same ones
  const check = (found: readonly string[], [threads, n]: readonly [number, number]): void => {
    const expected = shown(results(threads, n));
    assert.equal(found.slice(0, expected.length), expected);
  };
  for (const size of [[1, sizes.small[key][1]], sizes.small[key]] as const) {
    SmallStep(`${name}: run ${size.join(' ')}`, () => {
      check(reduced(name, size.map(String)), size);
      for (let seed = 1; seed <= 20; seed++) check(reduced(name, size.map(String), seed), size);
    });
  }
  for (const size of [[1, sizes.large[key][1]], [2, sizes.large[key][1]], sizes.large[key]] as const)
    Evaluator(`${name}: run ${size.join(' ')}`, async () => { check(await evaluated(name, size.map(String)), size); });
}

SmallStep('work-stealing: tasks move between threads, under some schedules', () => {
  const moves = Array.from({ length: 20 }, (_, seed) => reduced('work-stealing', ['3', '5'], seed)[1]);
  assert.ok(moves.some((n) => n !== '(i32.const 0)'));
  assert.equal(reduced('work-stealing', ['1', '5'])[1], '(i32.const 0)');
});

SmallStep.run();
Evaluator.run();
