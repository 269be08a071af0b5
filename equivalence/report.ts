/**
 * What is said of a difference.
 * @category Equivalence
 * @module
 */
import type { Comparison } from './comparisons.ts';
import type { Difference, Event, Observation } from './observation.ts';

const showEvent = (event: Event | undefined): string =>
  event === undefined ? 'nothing more' : `${event.what}: ${event.found.join(' or ')}`;
/** How many events are shown before the one in which observations differ. */
const BEFORE = 30;

const showObservation = (observation: Observation, at: number): readonly string[] => {
  const from = Math.max(0, at - BEFORE), shown = observation.slice(from, at + 1);
  const lines = shown.map((event, i) => `${from + i === at ? '  > ' : '    '}${showEvent(event)}`);
  return from > 0 ? [`    … ${from} events before`, ...lines] : lines;
};

/** Both observations up to the first event in which they differ. */
export const showDifference = (
  { one, other }: Pick<Comparison, 'one' | 'other'>, observations: readonly [Observation, Observation],
  { at, detail, ...events }: Difference,
): readonly string[] => [
  `the first event that differs is number ${at + 1}:`,
  `  ${one}: ${showEvent(events.one)}`,
  `  ${other}: ${showEvent(events.other)}`,
  ...(detail === undefined ? [] : [`  ${detail}`]),
  `observed by the ${one}:`, ...showObservation(observations[0], at),
  `observed by the ${other}:`, ...showObservation(observations[1], at),
];
