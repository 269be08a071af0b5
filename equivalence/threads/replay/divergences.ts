/**
 * Where a schedule is not followed, in words.
 * @category Equivalence: threads
 * @module
 */
import { positionOf } from '../../../syntax/source.ts';
import type { Divergence } from './control.ts';
import type { ScheduledRun, Subject } from './subjects.ts';
import { placesIn, SPAWN, TIMEOUT, TRAP, WOKEN } from './turns.ts';

/** A site: `array.get at 12:3`. */
const siteText = ({ sites, text, valid: { module } }: Subject, site: number): string => {
  switch (site) {
    case SPAWN: return 'a spawn';
    case WOKEN: return 'waking up';
    case TIMEOUT: return 'giving up waiting';
    case TRAP: return 'a trap';
    default: {
      const [place = ''] = [...sites].find(([, n]) => n === site) ?? [], e = placesIn(module).get(place);
      if (e === undefined) return `site ${site}`;
      const { line, column } = positionOf(text, e.at.start);
      return `${e.op} at ${line}:${column}`;
    }
  }
};
/** What came first that the schedule does not have, and what it has instead. */
export const divergenceText = (subject: Subject, { turns }: ScheduledRun, { thread, site, why, turn }: Divergence): string => {
  const next = turns.find((t, i) => i > turn && t.thread === thread), last = turns[turn];
  const wanted = next === undefined ? 'nothing more that it does can be seen' : `its next step is ${siteText(subject, next.site)}`;
  const after = last === undefined ? 'before the first turn'
    : `in turn ${turn + 1} of ${turns.length}, T${last.thread}: ${siteText(subject, last.site)}`;
  if (why === 3 && site === WOKEN) return `${after}: T${thread} has not been woken`;
  if (why === 3 && site === TIMEOUT) return `${after}: T${thread} cannot give up waiting: it has been woken`;
  const what = ((): string => {
    switch (why) {
      case 3: return 'waits';
      case 4: return 'waits for its turn in vain';
      case 5: return 'ends';
      case 6: return 'traps';
      default: return `comes to ${siteText(subject, site)}`;
    }
  })();
  return `${after}: T${thread} ${what}, but in the small step ${wanted}`;
};
