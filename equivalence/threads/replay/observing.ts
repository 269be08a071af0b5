/**
 * What is observed of a program with threads: how it ended, and then, as of any program, all that its module has and the objects that are
 * met there. Thread-local globals are those of the first thread; if a thread has trapped, they are not looked at, for the first one may
 * have been anywhere on its way to its next gate.
 * @category Equivalence: threads
 * @module
 */
import type { Waiting as EvaluatorWaiting } from '../../../evaluation/threads/control.ts';
import type { Instance, MutableStore, Result } from '../../../evaluation/store.ts';
import type { Pool, Waiting } from '../../../reduction/pool.ts';
import type { ProgramOutcome } from '../../../reduction/programs.ts';
import { queueNamed } from '../../../semantics/runtime/actions.ts';
import type { ModuleInst } from '../../../semantics/runtime/frames.ts';
import * as evaluator from '../../evaluator.ts';
import type { Event, MutableRecord, Observation, State } from '../../observation.ts';
import { newRecord, recordEnding, recordObjects, recordState } from '../../observation.ts';
import type { ValidNamed } from '../../program.ts';
import * as smallStep from '../../small-step.ts';

const THE_RUN = 'the run';
/** The end of a run in which a thread trapped. Such a trap may have several words. */
export const trapEvent = (thread: number, whys: readonly string[]): Event =>
  ({ what: THE_RUN, found: whys.map((why) => `trap in T${thread}: ${why}`) });

/** A thread that waits: in the queue of an address, or in one that is an object. */
interface Waiter {
  readonly thread: number;
  readonly queue: string;
  /** of the memory */
  readonly address: number | undefined;
}
/** The end of a run in which all threads wait. Queues that are objects are numbered in the order of those who wait. */
const deadlockEvent = (waiters: readonly Waiter[]): Event => {
  const queues = [...new Set(waiters.map(({ queue }) => queue))];
  const shown = waiters.map(({ thread, queue, address }) =>
    `T${thread} waits ${address === undefined ? `in queue ${queues.indexOf(queue)}` : `at ${address}`}`);
  return { what: THE_RUN, found: [`deadlock: ${shown.join(', ')}`] };
};
const waiterOfSteps = ({ thread, queue }: Waiting): Waiter => {
  const key = queueNamed(queue);
  return { thread, queue, address: key.kind === 'mem' ? key.i : undefined };
};
const waiterOfEvaluator = ({ thread, space, address }: EvaluatorWaiting): Waiter =>
  ({ thread, queue: `${space} ${address}`, address: space === 0 ? undefined : Number(address) });

const recordStates = <A>(
  record: MutableRecord<A>, { name, valid: { module, exports } }: ValidNamed, trapped: boolean,
  state: (name: string) => State<A> | undefined,
): void => {
  module.exports.forEach((item, i) => {
    const xt = exports[i], isLocal = xt?.kind === 'global' && xt.type.sharing === 'thread_local';
    const found = trapped && isLocal ? undefined : state(item.name);
    if (found !== undefined) recordState(record, `${item.desc.kind} ${name}.${JSON.stringify(item.name)}`, found);
  });
  recordObjects(record);
};

/** What is observed of an execution of the small step. */
export const observeSteps = (named: ValidNamed, inst: ModuleInst, { S, threads: [main] }: Pool, outcome: ProgramOutcome): Observation => {
  const state = smallStep.newState(S);
  if (main !== undefined) state.T = main.z.T;
  smallStep.register(state, named.name, inst, (x) => x);
  const record = newRecord(smallStep.heapOf(state, smallStep.ITSELF));
  switch (outcome.verdict) {
    case 'complete': recordEnding(record, THE_RUN, smallStep.endingOf(state, smallStep.ITSELF, S, outcome.main)); break;
    case 'trap': record.events.push(trapEvent(outcome.thread, [outcome.why])); break;
    case 'deadlock': record.events.push(deadlockEvent(outcome.waiting.map(waiterOfSteps))); break;
    case 'limit': recordEnding(record, THE_RUN, { kind: 'inconclusive', why: outcome.key });
  }
  recordStates(record, named, outcome.verdict === 'trap', (field) => {
    const addr = state.names.get(named.name)?.get(field);
    return addr === undefined ? undefined : smallStep.stateAt(state, smallStep.ITSELF, addr);
  });
  return record.events;
};

/** How a run of the evaluator ended: with the result of the first thread, with a trap, or because all wait. */
export type RunEnd =
  | { readonly kind: 'complete'; readonly result: Result }
  | { readonly kind: 'trap'; readonly thread: number; readonly whys: readonly string[] }
  | { readonly kind: 'deadlock'; readonly waiting: readonly EvaluatorWaiting[] };
/** What is observed of a run of the evaluator. */
export const observeRun = (named: ValidNamed, S: MutableStore, { exports }: Instance, end: RunEnd): Observation => {
  const state = evaluator.newState(S);
  evaluator.register(state, named, exports);
  const record = newRecord(evaluator.heapOf(state));
  switch (end.kind) {
    case 'complete': recordEnding(record, THE_RUN, evaluator.endingOf(state, end.result)); break;
    case 'trap': record.events.push(trapEvent(end.thread, end.whys)); break;
    case 'deadlock': record.events.push(deadlockEvent(end.waiting.toSorted((a, b) => a.thread - b.thread).map(waiterOfEvaluator)));
  }
  recordStates(record, named, end.kind === 'trap', (field) => {
    const extern = exports.get(field);
    return extern === undefined ? undefined : evaluator.stateOf(S, extern);
  });
  return record.events;
};
