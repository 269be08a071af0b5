/**
 * Reports of explorations for people, as lines of styled words.
 * @module
 */
import type { Line, Style, Token } from '../layout.ts';
import { token } from '../layout.ts';
import { baseName } from '../places.ts';
import { placeText } from '../text.ts';
import { showWaiter } from '../text-threads.ts';
import type { Called, Endless, Ending, ExecutionsReport, Missing, Possible, ReplayReport, Report, StatesReport, Verdict } from './model.ts';

const counted = (n: number, one: string): string => `${n.toLocaleString('en')} ${one}${n === 1 ? '' : 's'}`;
const line = (text: string, style: Style = 'plain'): Line => [token(text, style)];
const styles: { readonly [verdict in Verdict]: Style } = { complete: 'good', trap: 'bad', deadlock: 'bad', limit: 'bad' };
/** What the outcome is, and where it came about; who waits in a deadlock stands on lines of their own. */
const endingLines = ({ verdict, key, place, waiting }: Ending, file: string): readonly Line[] => {
  const where = place === null ? '' : placeText(place, baseName(file));
  const what = token(verdict === 'deadlock' ? verdict : key, styles[verdict]);
  const head: Line = [what, ...(where === '' ? [] : [token(`, at ${where}`, 'place')])];
  return [head, ...waiting.map((waiter) => line(`  ${showWaiter(waiter, baseName(file))}`))];
};
const scheduleToken = (schedule: string): Token => token(schedule === '' ? '(no step)' : schedule, 'rule');
/** How many there are, and one of them. */
const witnessLine = (count: number, unit: string, schedule: string, more: Line = []): Line =>
  [token(`  ${counted(count, unit)}, such as `), scheduleToken(schedule), ...more];
const outcomeLines = ({ count, schedule, ...ending }: Possible, file: string, unit: string): readonly Line[] =>
  [...endingLines(ending, file), witnessLine(count, unit, schedule), []];

const headLines = (file: string, call: Called | null): readonly Line[] => {
  const what = token(call?.what ?? 'its start function', 'rule'), why = token(call === null ? '' : ` (${call.why})`);
  return [[token(`explores ${baseName(file)}: `), what, why], []];
};
const missingLines = (missing: readonly Missing[]): readonly Line[] =>
  missing.map(({ bound, message }) => line(`incomplete: ${message}${bound === null ? '' : ` (--${bound})`}`, 'bad'));

/** What helps where executions do not end. */
const HINT = 'loops that change nothing end with --states';

const executionsLines = ({
  file, call, outcomes, executions, cut, cutSchedule, steps, incomplete, leftOut,
}: ExecutionsReport): readonly Line[] => [
  ...headLines(file, call),
  ...outcomes.flatMap((outcome) => outcomeLines(outcome, file, 'execution')),
  ...(cutSchedule === null ? [] : [line('cut short', 'bad'), witnessLine(cut, 'execution', cutSchedule), []]),
  line(`${counted(outcomes.length, 'outcome')} of ${counted(executions, 'execution')}, in ${counted(steps, 'step')}`),
  ...missingLines(incomplete),
  ...(incomplete.some(({ bound }) => bound === 'bound' || bound === 'executions' || bound === 'steps') ? [line(HINT)] : []),
  ...leftOut.map((what) => line(`left out: ${what}`)),
];

const cycleLines = ({ verdict, stem, loop, starved, states }: Endless): readonly Line[] => {
  const who = starved.map((thread) => `T${thread}`).join(', ');
  const what = verdict === 'livelock' ? 'livelock: every thread that can move moves, and none gets on'
    : `unfair cycle: ${who} could move, and never ${starved.length === 1 ? 'does' : 'do'}`;
  return [
    line(what, verdict === 'livelock' ? 'bad' : 'plain'),
    witnessLine(states, 'state', stem, [token(', then again and again '), scheduleToken(loop)]),
    [],
  ];
};
const statesLines = ({ file, call, outcomes, states, cycles, steps, incomplete, leftOut }: StatesReport): readonly Line[] => [
  ...headLines(file, call),
  ...outcomes.flatMap((outcome) => outcomeLines(outcome, file, 'state')),
  ...cycles.flatMap(cycleLines),
  line([
    counted(outcomes.length, 'outcome'), ...(cycles.length === 0 ? [] : [`and ${counted(cycles.length, 'cycle')}`]),
    `of ${counted(states, 'state')}, in ${counted(steps, 'step')}`,
  ].join(' ')),
  ...missingLines(incomplete),
  ...leftOut.map((what) => line(`left out: ${what}`)),
];

const replayLines = ({ file, call, schedule, outcome, threads }: ReplayReport): readonly Line[] => [
  ...headLines(file, call),
  [token('after '), scheduleToken(schedule)],
  ...threads.map(({ thread, place, state, next }): Line => {
    const where = placeText(place, baseName(file));
    return [
      token(`  T${thread} ${state}`), ...(next === null || next === '' ? [] : [token(`: ${next}`)]),
      ...(where === '' ? [] : [token(`, at ${where}`, 'place')]),
    ];
  }),
  [],
  ...(outcome === null ? [line('not at its end: threads can move')] : endingLines({ ...outcome, waiting: [] }, file)),
];

/** The lines of a report. */
export const reportLines = (report: Report): readonly Line[] => {
  switch (report.kind) {
    case 'executions': return executionsLines(report);
    case 'states': return statesLines(report);
    case 'replay': return replayLines(report);
  }
};
