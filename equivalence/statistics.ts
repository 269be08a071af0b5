/**
 * What programs do, counted: which instructions they execute, how their calls end.
 * @category Equivalence
 * @module
 */
import { Blocked } from '../reduction/kit.ts';
import type { Limits, Run } from '../reduction/machine.ts';
import { outcomeOf, stepOnce } from '../reduction/machine.ts';
import type { Config } from '../semantics/runtime/configuration.ts';
import type { Runner } from './small-step.ts';

/** The instructions of stack switching. */
export const SWITCHING = ['cont.new', 'cont.bind', 'suspend', 'resume', 'resume_throw', 'resume_throw_ref', 'switch'] as const;

/** Counts by name. */
export type MutableCounts = Map<string, number>;
/** One more of this name. */
export const count = (counts: MutableCounts, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);

/** Runs like the machine does, and counts the instructions that are executed; those for which the call stack is not deep enough too. */
export const countingRunner = (counts: MutableCounts): Runner => (z0: Config, { fuel }: Limits): Run => {
  let z = z0;
  for (let steps = 0; ; steps++) {
    count(counts, z.es.e.op);
    const next = stepOnce(z);
    if (next instanceof Blocked) return { z, steps, outcome: outcomeOf(z, next) };
    if (steps >= fuel) return { z, steps, outcome: { kind: 'out of fuel', fuel } };
    z = next;
  }
};
