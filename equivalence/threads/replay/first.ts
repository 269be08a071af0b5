/** The first thread of replays: runs programs again and again, each time by another schedule, and compares what can be observed. */
import { parentPort, workerData } from 'node:worker_threads';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import { invoke, moduleInstantiate } from '../../../evaluation/embedding.ts';
import { spectest } from '../../../evaluation/hosts/spectest.ts';
import type { Extern, Instance, MutableStore } from '../../../evaluation/store.ts';
import { newStore } from '../../../evaluation/store.ts';
import { AT, waitingOf, wordsOf } from '../../../evaluation/threads/control.ts';
import { never, noMemory } from '../../../evaluation/threads/endings.ts';
import type { LeaderData, Message } from '../../../evaluation/threads/messages.ts';
import { parkedFunction } from '../../../evaluation/threads/parking.ts';
import { leading } from '../../../evaluation/threads/runtime.ts';
import { validate } from '../../../semantics/statics/modules.ts';
import { readModule } from '../../../syntax/read.ts';
import { observable } from '../../observable.ts';
import { firstDifferenceOf } from '../../observation.ts';
import type { ValidNamed } from '../../program.ts';
import { plant } from '../bugs.ts';
import { divergenceOf, follow, ignore, reserve, see, stopOf, untilEnded } from './control.ts';
import { gated, gateOf, GATES } from './gates.ts';
import type { PutBack } from './keeping.ts';
import { canBePutBack, keep } from './keeping.ts';
import type { ReplayData, ReplayProgram, ReplayRun, Report } from './messages.ts';
import { countRun, writeReport } from './messages.ts';
import type { RunEnd } from './observing.ts';
import { observeRun } from './observing.ts';
import { placesIn } from './turns.ts';

/** An instance of a program, ready to run. */
interface Ready {
  readonly program: ReplayProgram;
  readonly named: ValidNamed;
  readonly S: MutableStore;
  readonly inst: Instance;
  /** undefined if it can only run once */
  readonly putBack: PutBack | undefined;
}
/** The run that goes on. */
interface Current {
  readonly program: number;
  readonly run: number;
  readonly ready: Ready;
}
type FirstOfReplay = LeaderData & { readonly data: ReplayData };
const isReplayData = (data: unknown): data is ReplayData =>
  typeof data === 'object' && data !== null && 'programs' in data && 'report' in data;
const isFirst = (data: unknown): data is FirstOfReplay =>
  typeof data === 'object' && data !== null && 'control' in data && 'data' in data && isReplayData(data.data);
const first: unknown = workerData;
if (!isFirst(first)) throw new TypeError('this is the first thread of no replay');
const { control, data: { programs, patience, report, bug } } = first;
const tell = (message: Message<undefined>): void => parentPort?.postMessage(message);
const planted = plant(bug);

let current: Current | undefined;
/** What is observed now of the run that goes on. */
const observed = (end: RunEnd, more: Pick<Report, 'divergence'> = {}): Report => {
  if (current === undefined) throw new RangeError('nothing runs');
  const { program, run, ready: { named, S, inst } } = current;
  return { program, run, found: observeRun(named, S, inst, end), ...more };
};
const waiting = (): RunEnd => {
  const words = wordsOf(control), workers = words[AT.workers] ?? 1;
  return { kind: 'deadlock', waiting: Array.from({ length: workers }, (_, worker) => waitingOf(words, worker) ?? []).flat() };
};
/** Nothing goes on: a deadlock, a trap of another thread, or the schedule is not followed. All threads are about to be ended. */
const stopped = (): never => {
  const stop = stopOf(control);
  if (stop === 'diverged') writeReport(report, observed(waiting(), { divergence: divergenceOf(control) }));
  else writeReport(report, observed(stop === 'trap' ? { kind: 'trap', thread: -1, whys: [] } : waiting()));
  see(control);
  if (stop === 'diverged') tell({ kind: 'main', thread: 0, end: undefined, fatal: true });
  if (stop === 'deadlock') tell({ kind: 'deadlock' });
  return never();
};
const threads = leading(first, tell, {
  deadlocked: stopped, givenUp: never, wanted: () => tell({ kind: 'wanted' }),
  full: () => {
    tell({ kind: 'failed', failure: noMemory(0) });
    never();
  },
});
const { parking } = threads, finish = parkedFunction(parking, 'finish');
const failing = parkedFunction(parking, 'failing'), ended = parkedFunction(parking, 'ended');

const wrong = (name: string) => (why: unknown): never => { throw new Error(`${name}: ${JSON.stringify(why)}`); };
/** On the left, why the evaluator does not run the program. */
const prepare = (program: ReplayProgram): E.Either<string, Ready> => {
  const { name, text, sites } = program;
  const source = pipe(readModule({ kind: 'text', name, text }), E.map((module) => observable(module, false)), E.getOrElseW(wrong(name)));
  const named: ValidNamed = { name: 'M', valid: pipe(validate(source), E.getOrElseW(wrong(name))) };
  const gates = gated(planted(source), { places: placesIn(source), numbers: new Map(sites) });
  const S = newStore({ threads }), names = new Map<string, ReadonlyMap<string, Extern>>([[GATES, new Map([['gate', gateOf(threads)]])]]);
  if (source.imports.some(({ module }) => module === 'spectest')) names.set('spectest', spectest(S));
  const made = moduleInstantiate(S, pipe(validate(gates), E.getOrElseW(wrong(name))), names);
  if (E.isLeft(made)) return E.left(made.left.message);
  const { inst } = made.right;
  if (inst === undefined) return wrong(name)('it has no instance');
  return E.right({ program, named, S, inst, putBack: canBePutBack(named.valid) ? keep(S, inst) : undefined });
};

/** Runs a program by a schedule, up to the end of all threads. */
const runOnce = ({ S, inst }: Ready, { entry, threads: most }: ReplayProgram, { turns }: ReplayRun): RunEnd => {
  const main = inst.exports.get(entry);
  if (main?.kind !== 'func') return wrong(entry)('there is no such function');
  follow(control, turns, most);
  const result = invoke(S, main, []);
  if (result.kind === 'trap' || result.kind === 'call stack exhausted') {
    failing();
    return { kind: 'trap', thread: 0, whys: result.kind === 'trap' ? result.whys : [result.kind] };
  }
  finish();
  const others = ended();
  if (others === 2 || (others === 0 && untilEnded(control) !== '')) return stopped();
  ignore(control);
  return { kind: 'complete', result };
};
/** Whether the run was as expected, and others may follow. */
const compared = (end: RunEnd, { expected }: ReplayRun): boolean => {
  const found = observed(end), isSame = firstDifferenceOf(expected, found.found) === undefined;
  if (!isSame || end.kind !== 'complete') writeReport(report, found);
  if (isSame && end.kind === 'complete') countRun(report);
  return isSame && end.kind === 'complete';
};
/** The program before a run: as it was after its last instantiation, or instantiated anew. */
const readyFor = (program: ReplayProgram, last: Ready | undefined): E.Either<string, Ready> => {
  // The same program with another entry has the same sites.
  if (last?.putBack === undefined || last.program.sites !== program.sites) return prepare(program);
  last.putBack();
  return E.right(last);
};
const runAll = (): boolean => programs.every((program, i) => program.runs.every((run, k) => {
  const ready = readyFor(program, current?.ready);
  if (E.isLeft(ready)) {
    writeReport(report, { program: i, run: k, found: [], refused: ready.left });
    return false;
  }
  current = { program: i, run: k, ready: ready.right };
  return compared(runOnce(ready.right, program, run), run);
}));

reserve(control, patience);
const isGood = runAll();
tell({ kind: 'main', thread: 0, end: undefined, fatal: !isGood });
tell({ kind: 'over' });
