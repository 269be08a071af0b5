/** What a test file reports, and how its output is read. */

/** Numbers of tests by outcome. A skipped test is neither passed nor failed. */
export type Count = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
};

/** No test at all. */
export const none: Count = { passed: 0, failed: 0, skipped: 0 };

/** The tests of both. */
export const add = (a: Count, b: Count): Count => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** `N passed, N failed, N skipped` */
export const show = ({ passed, failed, skipped }: Count): string => `${passed} passed, ${failed} failed, ${skipped} skipped`;

const numbersAfter = (label: string, output: string): readonly number[] =>
  [...output.matchAll(new RegExp(`^ *${label}: +(\\d+)`, 'gmu'))].map(([, digits]) => Number(digits));

/**
 * The outcome of a process that ran one test file.
 *
 * Whatever is missing counts as failed: a test that started and did not pass, a test that was registered and never
 * ran, and the file itself when it ends without a summary, without a test, or with an exit status that its summary
 * does not explain. The last summary counts, so a test may print what looks like one.
 *
 * @param output - everything the process wrote, without colours
 * @param status - its exit status, null when it was killed
 */
export const readCount = (output: string, status: number | null): Count => {
  const [total, passed, skipped] = ['Total', 'Passed', 'Skipped'].map((label) => numbersAfter(label, output).at(-1));
  const forgotten = numbersAfter('Never run', output).reduce((a, b) => a + b, 0);
  if (total === undefined || passed === undefined || skipped === undefined || total === 0) {
    return { ...none, failed: Math.max(1, forgotten) };
  }
  const failed = total - passed + forgotten;
  return { passed, failed: status === 0 ? failed : Math.max(1, failed), skipped };
};
