/** Every kind of wait, against a thread that changes the control word and then notifies: no wake-up is lost in any schedule. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { waiting, words } from '../../equivalence/threads/litmus/waiting.ts';
import { exploreConfigurations, exploreExecutions, statesReport } from '../../tracing/exploration/reports.ts';
import { readyToExplore } from './examples.ts';

/** The outcomes, which both ways of exploring agree on. */
const outcomesOf = (name: string, text: string): readonly string[] => {
  const begin = readyToExplore(name, text), executions = exploreExecutions(begin, { maxExecutions: 1000, maxSteps: 1000 });
  const states = statesReport(begin, exploreConfigurations(begin, { maxStates: 1000 }));
  assert.equal([executions.incomplete, states.incomplete], [[], []]);
  const inShort = (outcomes: typeof executions.outcomes): readonly string[] =>
    outcomes.map(({ verdict, key }) => verdict === 'deadlock' ? verdict : key.replace(/^it returned \(i32.const (\d)\)$/u, '$1')).sort();
  assert.equal(inShort(states.outcomes), inShort(executions.outcomes));
  return inShort(executions.outcomes);
};

const waits = suite('waits');
for (const [name, word] of Object.entries(words)) {
  const { change, notify } = word;
  waits(`${name}: woken, or too late to wait`, () => assert.equal(outcomesOf(name, waiting(word, -1, `${change} (drop ${notify})`)), ['0', '1']));
  waits(`${name}: with a timeout, the time may be over first`, () =>
    assert.equal(outcomesOf(name, waiting(word, 0, `${change} (drop ${notify})`)), ['0', '1', '2']));
  waits(`${name}: who notifies before it changes the word may be too early`, () =>
    assert.equal(outcomesOf(name, waiting(word, -1, `(drop ${notify}) ${change}`)), ['0', '1', 'deadlock']));
  waits(`${name}: nobody notifies`, () => assert.equal(outcomesOf(name, waiting(word, -1, change)), ['1', 'deadlock']));
}
waits.run();
