/**
 * The report on a run of the suites.
 * @module
 */
import { dirname, relative } from 'node:path';
import type { Tally } from '../../scripts/tally.ts';
import { addTallies, NO_COMMANDS } from '../../scripts/tally.ts';
import { acceptedReasons, contested } from './contested.ts';
import type { FileReport, Remark } from './run-file.ts';

/** The tally of a folder. */
interface Row {
  readonly folder: string;
  readonly files: number;
  readonly tally: Tally;
}

const rowOf = (folder: string, reports: readonly FileReport[]): Row =>
  ({ folder, files: reports.length, tally: reports.map(({ tally }) => tally).reduce(addTallies, NO_COMMANDS) });

const rows = (root: string, reports: readonly FileReport[]): readonly Row[] => {
  const folders = Map.groupBy(reports, ({ file }) => relative(root, dirname(file)) || '.');
  return [...folders].map(([folder, inside]) => rowOf(folder, inside)).sort((a, b) => a.folder < b.folder ? -1 : 1);
};

const columns: readonly (readonly [head: string, cell: (row: Row) => string])[] = [
  ['folder', ({ folder }) => folder], ['files', ({ files }) => String(files)], ['passed', ({ tally }) => String(tally.passed)],
  ['failed', ({ tally }) => String(tally.failed)], ['skipped', ({ tally }) => String(tally.skipped)],
  ['wording differs', ({ tally }) => String(tally.reworded)],
];
/** Numbers by folder, relative to the root. */
export const showTable = (root: string, reports: readonly FileReport[]): string => {
  const all = [...rows(root, reports), rowOf('all', reports)];
  const lines = [columns.map(([head]) => head), ...all.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_, i) => Math.max(...lines.map((cells) => (cells[i] ?? '').length)));
  const padded = (cell: string, i: number): string => i === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[i] ?? 0);
  return lines.map((cells) => cells.map(padded).join('  ')).join('\n');
};

/** `file:line:column: command: text`, one a line. */
export const showRemarks = (
  root: string, reports: readonly FileReport[], of: (report: FileReport) => readonly Remark[],
): readonly string[] =>
  reports.flatMap((report) => of(report).map(({ line, column, command, text }) =>
    `${relative(root, report.file) || report.file}:${line}:${column}: ${command}: ${text}`));

/** At most so many commands that are skipped for a reason are named, unless all are asked for. */
const NAMED = 10;
/** What is skipped, by reason and by name: all of it, or the first few of each reason and all that is contested. */
export const showSkips = (root: string, reports: readonly FileReport[], everything: boolean): readonly string[] => {
  const byReason = Map.groupBy(reports.flatMap(({ file, skips }) => skips.map((skip) => ({ file, ...skip }))), ({ text }) => text);
  return [...byReason].flatMap(([reason, skips]) => {
    const isNamed = everything || skips.length <= NAMED || contested.some((entry) => entry.reason === reason);
    return [
      `${skips.length} skipped: ${reason}${acceptedReasons.has(reason) ? '' : ' (NOT AN ACCEPTED REASON)'}`,
      ...skips.slice(0, isNamed ? skips.length : NAMED).map(({ file, line, command }) => `  ${relative(root, file) || file}:${line}: ${command}`),
      ...isNamed ? [] : [`  … and ${skips.length - NAMED} more (--verbose)`],
    ];
  });
};

/** Whether nothing failed, and nothing was skipped but for an accepted reason. */
export const isGood = (reports: readonly FileReport[]): boolean =>
  reports.every(({ tally, skips }) => tally.failed === 0 && skips.every(({ text }) => acceptedReasons.has(text)));

/** The files that took longest, longest first. */
export const showSlowest = (root: string, reports: readonly FileReport[], n: number): readonly string[] =>
  [...reports].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, n)
    .map(({ file, milliseconds }) => `${(milliseconds / 1000).toFixed(1)} s  ${relative(root, file) || file}`);
