/** The command `equivalence`: files, then generated programs, for each comparison. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Campaigned } from '../../equivalence/campaign/campaign.ts';
import { carryOut } from '../../equivalence/campaign/campaign.ts';
import type { ComparisonName } from '../../equivalence/comparisons.ts';
import { COMPARISONS, comparisons } from '../../equivalence/comparisons.ts';
import { runCommand } from '../command/command.ts';
import type { Failure } from '../command/failure.ts';
import { meter } from '../command/output.ts';
import { compareFile, filesOf } from './files.ts';
import type { Arguments } from './options.ts';
import { clash, DEFAULTS, equivalence } from './options.ts';
import { statistics } from './statistics.ts';
import { onThreads } from './threads.ts';

const failed = (message: string): Failure => ({ kind: 'failed', message });

/** Compares files; on the left if any is different. */
const onFiles = (files: readonly string[], name: ComparisonName, fuel: number): TE.TaskEither<Failure, void> => async () => {
  const comparison = comparisons[name], counts = { same: 0, inconclusive: 0, skipped: 0, different: 0 };
  for (const file of files) {
    const report = await compareFile(file, comparison, fuel);
    if (E.isLeft(report)) return report;
    counts[report.right.kind]++;
    if (report.right.kind === 'different') console.log([`${file}: different`, ...report.right.lines.map((line) => `  ${line}`)].join('\n'));
    if (report.right.kind === 'skipped') console.log(`${file}: skipped: ${report.right.why}`);
  }
  const { same, inconclusive, skipped, different } = counts;
  const shown = `${same} the same, ${different} different, ${inconclusive} inconclusive, ${skipped} skipped`;
  console.log(`${comparison.one} and ${comparison.other}, files: ${shown}`);
  return different === 0 ? E.right(undefined) : E.left(failed(`${different} ${different === 1 ? 'file is' : 'files are'} different`));
};

const saved = (name: ComparisonName, { seed, path, text, lines }: NonNullable<Campaigned['found']>): string => {
  mkdirSync(DEFAULTS.folder, { recursive: true });
  const file = join(DEFAULTS.folder, `${name}-${seed}-${path.replaceAll(':', '-')}.wast`.replace(/^(.{100}).*(\.wast)$/u, '$1$2'));
  writeFileSync(file, [...lines.map((line) => `;; ${line}`), text].join('\n'));
  return file;
};
/** Compares generated programs; on the left if any is different. */
const onPrograms = (args: Arguments, name: ComparisonName): TE.TaskEither<Failure, void> => async () => {
  const { one, other, oneIn = 1 } = comparisons[name];
  const { seed = DEFAULTS.seed, programs: asked = DEFAULTS.programs, path, processes } = args;
  const { show, clear } = meter(), begun = performance.now(), programs = args.compare === undefined ? Math.ceil(asked / oneIn) : asked;
  const { found, ...counts } = await carryOut({ comparison: name, seed, programs, path, processes }, (n) => { show(n, 'programs'); });
  clear();
  const seconds = (performance.now() - begun) / 1000, each = (seconds * 1000 / Math.max(1, counts.programs)).toFixed(1);
  console.log(`${one} and ${other}, programs from seed ${seed}: ${counts.programs} run, ${counts.inconclusive} of them inconclusive, `
    + (counts.crashes > 0 ? `${counts.crashes} crashes of the host, ` : '')
    + `${seconds.toFixed(0)} s, ${each} ms each`);
  if (found === undefined) return E.right(undefined);
  const again = `again: --compare ${name} --seed ${found.seed} --path ${found.path}`;
  console.log([...found.lines, `saved in ${saved(name, found)}`, again].join('\n'));
  return E.left(failed('a generated program is different'));
};

const chosen = ({ compare }: Arguments): readonly ComparisonName[] => compare === undefined ? COMPARISONS : [compare];
/** This process has no flags: files are not compared where some are needed. */
const chosenForFiles = (args: Arguments): readonly ComparisonName[] => chosen(args).filter((name) => comparisons[name].flags === undefined);
/** All failures, if there are any. */
const all = (tasks: readonly TE.TaskEither<Failure, void>[]): TE.TaskEither<Failure, void> => async () => {
  const failures: Failure[] = [];
  for (const task of tasks) {
    const done = await task();
    if (E.isLeft(done)) failures.push(done.left);
  }
  return failures.length === 0 ? E.right(undefined) : E.left({ kind: 'several', failures });
};

const run = (args: Arguments): TE.TaskEither<Failure, void> => {
  const { seed = DEFAULTS.seed, programs = DEFAULTS.programs, fuel = DEFAULTS.fuel, operands } = args;
  const wrong = clash(args);
  if (wrong !== undefined) return TE.left(wrong);
  if (args.threads === true) return onThreads(args);
  if (args.statistics === true) return TE.fromIO(() => { console.log(statistics(seed, programs).join('\n')); });
  const examples = join(import.meta.dirname, '..', '..', 'examples');
  return pipe(
    TE.fromEither(operands.length > 0 ? filesOf(operands) : filesOf([examples])),
    TE.chain((found) => {
      const files = operands.length > 0 ? found : found.filter((file) => dirname(file) === examples);
      const compared = args.path !== undefined ? [] : chosenForFiles(args).map((name) => onFiles(files, name, fuel));
      const generated = operands.length > 0 && args.programs === undefined ? [] : chosen(args).map((name) => onPrograms(args, name));
      return all([...compared, ...generated]);
    }),
  );
};

await runCommand({ ...equivalence, run });
