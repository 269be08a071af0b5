/**
 * Outcomes in words.
 * @category Reduction: machine
 * @module
 */
import { match } from 'ts-pattern';
import { showList, showVal } from '../scripts/showing.ts';
import type { Outcome } from '../semantics/runtime/configuration.ts';

/** How a run ended, in a few words. */
export const showOutcome = (outcome: Outcome): string => match(outcome)
  .with({ kind: 'values' }, ({ vals }) => `it returned ${showList(vals.map(showVal))}`)
  .with({ kind: 'trap' }, ({ why }) => `it trapped: ${why}`)
  .with({ kind: 'exception' }, () => 'it threw an exception')
  .with({ kind: 'suspension' }, ({ by }) => `it was suspended: unhandled tag, by \`${by}\``)
  .with({ kind: 'call stack exhausted' }, ({ limit }) => `call stack exhausted: more than ${limit} frames`)
  .with({ kind: 'out of memory' }, ({ limit }) => `out of memory: the store would have more than ${limit} cells`)
  .with({ kind: 'out of fuel' }, ({ fuel }) => `out of fuel after ${fuel} steps`)
  .with({ kind: 'deadlock' }, () => 'it waits, and nobody is left to wake it')
  .with({ kind: 'stuck' }, ({ rule, premise }) => `it is stuck: ${rule} does not apply, for not: ${premise}`)
  .exhaustive();
