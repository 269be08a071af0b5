/**
 * Free runs: litmus programs run on real threads, with nothing but chance to order them. No outcome may be seen that sequentially
 * consistent accesses do not allow.
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

/** How programs run freely. */
export interface StressOptions {
  /** the mistake that is planted */
  readonly bug?: BugName;
  /** only these forms */
  readonly only?: (form: StressForm) => boolean;
  /** is told how many forms have been run */
  readonly onForms?: (done: number) => void;
}
/** In groups for one pool each. */
const inGroups = <A>(items: readonly A[]): readonly (readonly A[])[] =>
  Array.from({ length: Math.ceil(items.length / MOST) }, (_, i) => items.slice(i * MOST, (i + 1) * MOST));
const runForms = async (forms: StressData['forms'], bug: BugName | undefined): Promise<Seen> => {
  const end = await runProgram<StressData, Seen>({
    entry: new URL('first.ts', import.meta.url), data: { forms, bug }, parking: parkingModule(parkingChange(bug)), limit: 5, warm: 4,
  });
  if (end.kind !== 'complete') throw new Error(`free runs did not end: ${JSON.stringify(end)}`);
  return end.main;
};
/** How many kinds of places a program runs on. */
const kindsOf = ({ litmus }: StressForm): number => stressForms.filter((form) => form.litmus === litmus).length;
/** Runs at least so many rounds of each program, the same number on places of each kind. */
export const stress = async (rounds: number, { bug, only = () => true, onForms }: StressOptions = {}): Promise<readonly Stressed[]> => {
  const found: Stressed[] = [];
  const chosen = stressForms.flatMap((form, i) => only(form) ? [[i, Math.ceil(rounds / kindsOf(form))] as const] : []);
  for (const forms of inGroups(chosen)) {
    const all = await runForms(forms, bug);
    forms.forEach(([n], i) => {
      const form = stressForms[n], seen = all[i];
      if (form === undefined || seen === undefined) throw new RangeError('a form has been run');
      const allowed = outcomesOf(form.litmus);
      found.push({ ...form, seen, allowed, forbidden: [...seen.keys()].filter((key) => !allowed.includes(key)) });
    });
    onForms?.(found.length);
  }
  return found;
};
