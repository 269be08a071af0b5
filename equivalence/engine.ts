/**
 * What an engine does so that programs are observed on it, and the observation of a program.
 * @category Equivalence
 * @module
 */
import type { Val } from '../semantics/runtime/values.ts';
import type { Ending, Heap, MutableRecord, Observation, State } from './observation.ts';
import { isInconclusive, newRecord, recordEnding, recordLog, recordObjects, recordState } from './observation.ts';
import type { OnCall } from './host.ts';
import type { Call, ValidNamed, ValidProgram } from './program.ts';

/** A run of a program on an engine, from an empty store on. A is what an address is there. */
export interface MutableRun<A> {
  readonly heap: Heap<A>;
  /** Links and instantiates a module; no values, or how else it ended. */
  readonly instantiate: (named: ValidNamed) => Ending<A>;
  readonly call: (call: Call) => Ending<A>;
  /** what the module exports under a name; undefined for functions and tags, and if the module has not been instantiated */
  readonly state: (module: string, name: string) => State<A> | undefined;
}
/** Begins a run. */
export type Engine<A> = (onCall: OnCall) => MutableRun<A>;

const showCall = ({ module, name, args }: Call): string =>
  `${module}.${JSON.stringify(name)}(${args.map(({ t, c }) => `${t} ${String(c)}`).join(', ')})`;

/** Instantiates and calls, until something does not come to an end. */
const runAll = <A>(run: MutableRun<A>, record: MutableRecord<A>, { modules, calls }: ValidProgram): void => {
  const instances = new Set<string>();
  for (const named of modules) {
    const ending = run.instantiate(named);
    if (!recordEnding(record, `the instantiation of ${named.name}`, ending)) return;
    if (ending.kind === 'values') instances.add(named.name);
  }
  calls.filter(({ module }) => instances.has(module)).every((call) => recordEnding(record, showCall(call), run.call(call)));
};
const recordStates = <A>(run: MutableRun<A>, record: MutableRecord<A>, { modules }: ValidProgram): void => {
  for (const { name, valid: { module: { exports } } } of modules) {
    for (const item of exports) {
      const state = run.state(name, item.name);
      if (state !== undefined) recordState(record, `${item.desc.kind} ${name}.${JSON.stringify(item.name)}`, state);
    }
  }
};

/** What is observed of a program on an engine: its log and the ends of its calls, then what it exports, then the objects. */
export const observe = <A>(engine: Engine<A>, program: ValidProgram): Observation => {
  const told: { record?: MutableRecord<A> } = {};
  const run = engine((name, args: readonly Val<never>[]) => {
    if (told.record !== undefined) recordLog(told.record, name, args);
  });
  const record = newRecord(run.heap);
  told.record = record;
  runAll(run, record, program);
  if (!isInconclusive(record.events)) {
    recordStates(run, record, program);
    recordObjects(record);
  }
  return record.events;
};
