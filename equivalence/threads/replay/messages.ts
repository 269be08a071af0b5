/**
 * What the first thread of a replay is given, and what it reports.
 * @category Equivalence: threads
 * @module
 */
import type { Observation } from '../../observation.ts';
import type { BugName } from '../bugs.ts';
import type { Divergence } from './control.ts';
import type { Turn } from './turns.ts';

/** A run of a program: the turns that its threads are to take, and what is to be observed. */
export interface ReplayRun {
  readonly turns: readonly Turn[];
  readonly expected: Observation;
}
/** A program, and its runs. */
export interface ReplayProgram {
  readonly name: string;
  readonly text: string;
  /** the export that is called */
  readonly entry: string;
  /** the numbers of sites, by place */
  readonly sites: ReadonlyMap<string, number>;
  /** how many threads it has at most */
  readonly threads: number;
  readonly runs: readonly ReplayRun[];
}
/** What the first thread is given. */
export interface ReplayData {
  readonly programs: readonly ReplayProgram[];
  /** for how many milliseconds a turn may be waited for */
  readonly patience: number;
  /** the mistake that is planted */
  readonly bug: BugName | undefined;
  readonly report: SharedArrayBuffer;
}
/** What came of the last run, if not what was expected, or if it ended all threads. */
export interface Report {
  readonly program: number;
  readonly run: number;
  readonly found: Observation;
  /** where the schedule was not followed */
  readonly divergence?: Divergence;
  /** why the evaluator does not run the program, if so */
  readonly refused?: string;
}

const LENGTH = 0, DONE = 1, TEXT = 8;
/** Room for reports. */
export const newReports = (): SharedArrayBuffer => new SharedArrayBuffer(1 << 20);
/** Writes a report: the thread that does may be ended right afterwards. */
export const writeReport = (buffer: SharedArrayBuffer, report: Report): void => {
  const bytes = new TextEncoder().encode(JSON.stringify(report)), words = new Int32Array(buffer, 0, 2);
  if (bytes.length > buffer.byteLength - TEXT) throw new RangeError('a report is too long');
  new Uint8Array(buffer, TEXT).set(bytes);
  Atomics.store(words, LENGTH, bytes.length);
};
const isReport = (value: unknown): value is Report => typeof value === 'object' && value !== null && 'found' in value;
/** The report, if there is one. */
export const readReport = (buffer: SharedArrayBuffer): Report | undefined => {
  const length = Atomics.load(new Int32Array(buffer, 0, 2), LENGTH);
  if (length === 0) return undefined;
  const value: unknown = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, TEXT, length).slice()));
  return isReport(value) ? value : undefined;
};
/** One more run is as expected. */
export const countRun = (buffer: SharedArrayBuffer): void => { Atomics.add(new Int32Array(buffer, 0, 2), DONE, 1); };
/** How many runs were. */
export const countedRuns = (buffer: SharedArrayBuffer): number => Atomics.load(new Int32Array(buffer, 0, 2), DONE);
