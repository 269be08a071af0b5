/**
 * Controlled replay: every schedule that the explorer has found is forced on the evaluator, and what can be observed must be the same.
 *
 * One pool of workers runs all programs, one run after the other. A run that ends all threads, because it is to end with a trap or a
 * deadlock, has a pool of its own.
 * @category Equivalence: threads
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { spectest } from '../../../evaluation/hosts/spectest.ts';
import { explain } from '../../../evaluation/threads/failures.ts';
import type { ProgramEnd } from '../../../evaluation/threads/pool.ts';
import { runProgram } from '../../../evaluation/threads/pool.ts';
import { validate } from '../../../semantics/statics/modules.ts';
import type { Difference, Observation } from '../../observation.ts';
import { firstDifferenceOf } from '../../observation.ts';
import type { BugName } from '../bugs.ts';
import { parkingChange } from '../bugs.ts';
import { divergenceText } from './divergences.ts';
import { gated, gatedParking } from './gates.ts';
import type { ReplayData, Report } from './messages.ts';
import { countedRuns, newReports, readReport } from './messages.ts';
import { trapEvent } from './observing.ts';
import type { ScheduledRun, Subject } from './subjects.ts';
import { placesIn } from './turns.ts';

/** How programs are replayed. */
export interface ReplayOptions {
  /** for how many milliseconds a turn may be waited for */
  readonly patience?: number;
  /** the mistake that is planted */
  readonly bug?: BugName;
}
/** A run in which something else is observed. */
export interface ReplayDifference {
  readonly subject: Subject;
  readonly run: ScheduledRun;
  readonly found: Observation;
  readonly difference: Difference | undefined;
  /** where the schedule was not followed, or what ended the run besides */
  readonly why: string | undefined;
}
/** What came of replays. */
export interface Replayed {
  readonly same: number;
  readonly differences: readonly ReplayDifference[];
  /** programs that the evaluator does not run */
  readonly refused: readonly { readonly subject: Subject; readonly why: string }[];
}

const PATIENCE = 20_000;
const ENTRY = new URL('first.ts', import.meta.url);
/** Subjects, each with some of its runs. */
type Batch = readonly Subject[];
interface Ran {
  readonly end: ProgramEnd<undefined>;
  readonly report: Report | undefined;
  readonly same: number;
}
const runBatch = async (batch: Batch, { patience = PATIENCE, bug }: ReplayOptions): Promise<Ran> => {
  const report = newReports(), threads = Math.max(...batch.map((subject) => subject.threads));
  const programs = batch.map(({ name, text, entry, sites, threads: most, runs }) =>
    ({ name, text, entry, sites, threads: most, runs: runs.map(({ turns, expected }) => ({ turns, expected })) }));
  const end = await runProgram<ReplayData, undefined>({
    entry: ENTRY, data: { programs, patience, bug, report }, parking: gatedParking(parkingChange(bug)),
    limit: threads + 1, warm: threads - 1,
  });
  return { end, report: readReport(report), same: countedRuns(report) };
};

/** The words of the end of a pool that ends by itself. */
const endText = (end: ProgramEnd<undefined>): string | undefined => {
  switch (end.kind) {
    case 'failed': return `T${end.failure.thread} failed: ${end.failure.message}`;
    case 'deadlock': return 'all threads wait, and nobody can wake them';
    case 'lost': return `the host has ended ${end.thread === undefined ? 'a worker' : `T${end.thread}`}: ${end.why}`;
    case 'complete': case 'main': return undefined;
  }
};
/** What is observed of a run that ended all threads: of a trap in a thread that was spawned, the host's words are explained. */
const observedAtEnd = ({ valid: { module }, sites }: Subject, { end, report }: Ran): Observation => {
  const found = report?.found ?? [];
  if (end.kind !== 'failed') return found;
  const gates = validate(gated(module, { places: placesIn(module), numbers: new Map(sites) }));
  if (E.isLeft(gates)) throw new Error(gates.left.message);
  const needsSpectest = module.imports.some((im) => im.module === 'spectest');
  const { thread, whys } = explain(gates.right, (S) => { if (needsSpectest) spectest(S); }, end.failure);
  return [trapEvent(thread, whys), ...found.slice(1)];
};
/** The difference in a batch that did not come to its end; undefined if the run at which it ended had to end all. */
const differenceIn = (batch: Batch, ran: Ran): ReplayDifference | undefined => {
  const { end, report } = ran, subject = batch[report?.program ?? 0], run = subject?.runs[report?.run ?? 0];
  if (subject === undefined || run === undefined) throw new RangeError('a report is about a run');
  const found = observedAtEnd(subject, ran), difference = firstDifferenceOf(run.expected, found);
  if (report?.divergence !== undefined) return { subject, run, found, difference, why: divergenceText(subject, run, report.divergence) };
  if (run.isFatal && difference === undefined && end.kind !== 'lost' && report !== undefined) return undefined;
  return { subject, run, found, difference, why: endText(end) };
};

/** The subjects with those runs only that end by themselves; none without a run. */
const lasting = (subjects: readonly Subject[]): Batch =>
  subjects.map((subject) => ({ ...subject, runs: subject.runs.filter(({ isFatal }) => !isFatal) })).filter(({ runs }) => runs.length > 0);
/** One batch for each run that ends all threads. */
const fatal = (subjects: readonly Subject[]): readonly Batch[] => subjects.flatMap((subject) =>
  subject.runs.filter(({ isFatal }) => isFatal).map((run) => [{ ...subject, runs: [run] }]));
/** Programs of a pool: each has a heap of its own, and workers keep them all. */
const MOST_PROGRAMS = 64;
const inBatches = (subjects: Batch): readonly Batch[] =>
  Array.from({ length: Math.ceil(subjects.length / MOST_PROGRAMS) }, (_, i) => subjects.slice(i * MOST_PROGRAMS, (i + 1) * MOST_PROGRAMS));

/** Runs a batch; after a difference, goes on with the next program. */
const runWhole = async (batch: Batch, options: ReplayOptions): Promise<Replayed> => {
  let rest = batch, same = 0;
  const differences: ReplayDifference[] = [], refused: { readonly subject: Subject; readonly why: string }[] = [];
  while (rest.length > 0) {
    const ran = await runBatch(rest, options), { end, report } = ran, at = report?.program ?? 0, subject = rest[at];
    same += ran.same;
    if (end.kind === 'complete') break;
    if (subject !== undefined && report?.refused !== undefined) refused.push({ subject, why: report.refused });
    else {
      const difference = differenceIn(rest, ran);
      if (difference === undefined) same++;
      else differences.push(difference);
    }
    rest = rest.slice(at + 1);
  }
  return { same, differences, refused };
};
/** Forces all runs of programs on the evaluator. Of a program with a difference, later runs may be left out. */
export const replayAll = async (subjects: readonly Subject[], options: ReplayOptions = {}): Promise<Replayed> => {
  const all: Replayed[] = [];
  for (const batch of [...inBatches(lasting(subjects)), ...fatal(subjects)]) all.push(await runWhole(batch, options));
  return {
    same: all.reduce((n, { same }) => n + same, 0),
    differences: all.flatMap(({ differences }) => differences), refused: all.flatMap(({ refused }) => refused),
  };
};
