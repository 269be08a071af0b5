/**
 * The `uvu` that test files receive from the runner: the same suites, and a watch on tests that are registered and
 * never handed over by `.run()`, which uvu itself passes over in silence.
 */
import { exec, suite as plainSuite, test as plainTest } from 'uvu';
import type { Callback, Test } from 'uvu';

/** Questions asked at the end of the process: how many tests of this suite were never run? */
const waiting: { readonly title: string; readonly count: () => number }[] = [];

let loaded = false;

const watched = <T>(inner: Test<T>, title: string): Test<T> => {
  let registered = 0;
  waiting.push({ title, count: () => registered });
  const register = (name: string, test: Callback<T>): void => {
    registered += 1;
    inner(name, test);
  };
  return Object.assign(register, {
    only: (name: string, test: Callback<T>): void => {
      registered += 1;
      inner.only(name, test);
    },
    skip: () => inner.skip(),
    before: inner.before,
    after: inner.after,
    run: (): void => {
      if (loaded) throw new Error(`.run() of suite '${title}' after the tests began`);
      registered = 0;
      inner.run();
    },
  });
};

/** uvu's `suite` */
export const suite = <T = Record<string, unknown>>(title = '', context?: T): Test<T> => watched(plainSuite(title, context), title);

/** uvu's `test`: the suite without a title */
export const test: typeof plainTest = watched(plainTest, '');

/** Runs what the test file has handed over, and prints uvu's summary. */
export const runSuites = (): Promise<void> => {
  loaded = true;
  return exec();
};

process.on('exit', () => {
  for (const { title, count } of waiting) {
    if (count() === 0) continue;
    console.error(`  Never run: ${count()} (no .run() after the last test of suite '${title}')`);
    process.exitCode = 1;
  }
});
