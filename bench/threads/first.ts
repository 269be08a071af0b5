/**
 * The first thread of a measurement: it runs the contenders by turns, and tells what they take.
 * @module
 */
import { newStore } from '../../evaluation/store.ts';
import { beFirst } from '../../evaluation/threads/first.ts';
import type { Threads } from '../../evaluation/threads/runtime.ts';
import type { Clock } from '../measure.ts';
import { measure, processorTime, wallTime } from '../measure.ts';
import { callIn, instanceIn } from './instances.ts';
import type { Run, Threaded } from './programs.ts';

/** A module of the host, and the memory that two of its instances have in common. */
export interface Bare {
  readonly module: object;
  readonly memory: object;
}
/** What the first thread is given. */
export interface Request {
  readonly what: Pick<Threaded, 'run' | 'beside' | 'kind'>;
  readonly bare: Bare | undefined;
  readonly rounds: number;
}
/** What the contenders take: nanoseconds. */
interface Times {
  readonly ours: number;
  readonly theirs: number | undefined;
}
/** What they take by the clock and, if it is asked for, of the processors. */
export interface Answer {
  readonly clock: Times;
  readonly processors: Times | undefined;
}

declare const WebAssembly: {
  readonly Instance: new (module: object, imports: object) => { readonly exports: { readonly run: (n: number, d: number) => unknown } };
};

const measured = (threads: Threads, { what: { run, beside, kind }, bare, rounds }: Request): Answer => {
  const S = newStore({ threads }), ours = instanceIn(S, run.file);
  const contender = ({ entry, args }: Run): (() => void) => () => { callIn(S, ours, entry, args); };
  callIn(S, ours, 'start', []);
  const all = [contender(run)];
  if (beside?.by === 'evaluator') all.push(contender(beside.run));
  if (beside !== undefined && bare !== undefined) {
    const { module, memory } = bare, { exports } = new WebAssembly.Instance(module, { '': { memory } });
    all.push(() => { exports.run(...beside.run.args); });
  }
  const times = (clock: Clock): Times => {
    const [mine = NaN, theirs] = measure(all, rounds, clock);
    return { ours: mine, theirs };
  };
  const clock = times(wallTime), processors = kind === 'gain' ? times(processorTime) : undefined;
  callIn(S, ours, 'stop', []);
  return { clock, processors };
};

const isRequest = (data: unknown): data is Request => typeof data === 'object' && data !== null && 'what' in data && 'rounds' in data;
beFirst((threads, data): { readonly end: Answer; readonly fatal: boolean } => {
  if (!isRequest(data)) throw new TypeError('what is to be measured?');
  return { end: measured(threads, data), fatal: false };
});
