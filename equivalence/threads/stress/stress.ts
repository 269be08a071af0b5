/**
 * Free runs: litmus programs run on real threads, with nothing but chance to order them. No outcome may be seen that sequentially consistent
 * accesses do not allow.
 * @category Equivalence: threads
 * @module
 */
import { runProgram } from '../../../evaluation/threads/pool.ts';
import { parkingModule } from '../../../evaluation/threads/runtime.ts';
import type { BugName } from '../bugs.ts';
import { parkingChange } from '../bugs.ts';
import { outcomesOf } from '../litmus/outcomes.ts';
import type { Seen, StressData } from './messages.ts';
import type { StressForm } from './modules.ts';
import { stressForms } from './modules.ts';

/** What was seen of a program with places of a kind. */
export interface Stressed extends StressForm {
  readonly seen: ReadonlyMap<string, number>;
  readonly allowed: readonly string[];
  /** outcomes that were seen, and must not be */
  readonly forbidden: readonly string[];
}
/** Forms that one pool runs. */
const MOST = 30;

/** Runs so many rounds of all programs, or those that a test chooses. */
export const stress = async (rounds: number, bug?: BugName, onForms: (done: number) => void = () => undefined): Promise<readonly Stressed[]> => {
  const found: Stressed[] = [];
  for (let from = 0; from < stressForms.length; from += MOST) {
    const to = Math.min(from + MOST, stressForms.length);
    const end = await runProgram<StressData, Seen>({
      entry: new URL('first.ts', import.meta.url), data: { from, to, rounds, bug }, parking: parkingModule(parkingChange(bug)), limit: 5, warm: 4,
    });
    if (end.kind !== 'complete') throw new Error(`free runs did not end: ${JSON.stringify(end)}`);
    stressForms.slice(from, to).forEach((form, i) => {
      const seen = end.main[i] ?? new Map<string, number>(), allowed = outcomesOf(form.litmus);
      found.push({ ...form, seen, allowed, forbidden: [...seen.keys()].filter((key) => !allowed.includes(key)) });
    });
    onForms(to);
  }
  return found;
};
