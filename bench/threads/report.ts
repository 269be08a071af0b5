/**
 * The report on threads: ratios to something that runs beside them.
 * @module
 */
import { Worker } from 'node:worker_threads';
import { runProgram } from '../../evaluation/threads/pool.ts';
import { parkingModule } from '../../evaluation/threads/runtime.ts';
import { encode } from '../../syntax/binary/encoder.ts';
import type { Beside } from '../beside.ts';
import { besideCells, besideColumns } from '../beside.ts';
import type { Answer, Bare, Request } from './first.ts';
import { program } from './instances.ts';
import type { Threaded } from './programs.ts';

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (type: { readonly initial: number; readonly maximum: number; readonly shared: true }) => object;
};

/** One line. */
export interface Row extends Beside {
  /** what a goal is about: what ours is of theirs, how many times faster it is, or ours in nanoseconds */
  readonly kind: Threaded['kind'];
  readonly goal: number | undefined;
  /** what two threads would gain if both had a processor all the time, as far as the time that they take of processors says */
  readonly possible?: number | undefined;
}

/** Threads that may run at a time. */
const LIMIT = 65;

/** What a program takes in a pool, and what is beside it. */
const inPool = async ({ name, run, beside, kind }: Threaded, rounds: number): Promise<Answer> => {
  const bare: Bare | undefined = beside?.by !== 'bare' ? undefined : {
    module: new WebAssembly.Module(encode(program(beside.run.file))),
    memory: new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }),
  };
  const worker = bare && new Worker(new URL('bare.ts', import.meta.url), { workerData: bare });
  const end = await runProgram<Request, Answer>({
    entry: new URL('first.ts', import.meta.url), data: { what: { run, beside, kind }, bare, rounds },
    parking: parkingModule(), limit: LIMIT, warm: 2,
  });
  await worker?.terminate();
  if (end.kind !== 'complete') throw new Error(`${name}: ${JSON.stringify(end)}`);
  return end.main;
};

/**
 * How fast the host wakes a thread depends on which core it happens to be on, and that stays so for a while. So round trips are measured in
 * several pools, and the least counts, for both.
 */
const POOLS = 5;
const leastOf = async (program: Threaded, rounds: number): Promise<Answer> => {
  const answers: Answer[] = [];
  for (let i = 0; i < (program.kind === 'ratio' ? POOLS : 1); i++) answers.push(await inPool(program, rounds));
  const least = (of: (answer: Answer) => number | undefined): number => Math.min(...answers.map((answer) => of(answer) ?? NaN));
  const clock = { ours: least((answer) => answer.clock.ours), theirs: least((answer) => answer.clock.theirs) };
  return { clock, processors: answers[0]?.processors };
};
/** Measures a program, and what is beside it. */
export const threadsCompared = async (program: Threaded, rounds: number): Promise<Row> => {
  const { name, run, unit, beside, kind, goal } = program, { clock: { ours, theirs = NaN }, processors } = await leastOf(program, rounds);
  const unitsBeside = beside?.run.units ?? NaN;
  const possible = processors && 2 * ((processors.theirs ?? NaN) / unitsBeside) / (processors.ours / run.units);
  return {
    name, unit, ours: ours / run.units, theirs: beside && theirs / unitsBeside, by: beside?.by ?? '', kind, goal, possible,
  };
};

const shown = (ns: number): string => ns < 100 ? ns.toFixed(2) : ns.toFixed(0);
const ratioOf = ({ ours, theirs = NaN, kind }: Row): string =>
  kind === 'time' ? '–' : (kind === 'gain' ? theirs / ours : ours / theirs).toFixed(2);
const goalOf = ({ kind, goal }: Row): string => {
  if (goal === undefined) return '–';
  return kind === 'time' ? `< ${goal / 1e6} ms` : `${kind === 'gain' ? '≥' : '≤'} ${goal}`;
};
/** The heads of the columns. */
export const columns: readonly string[] = [...besideColumns('threads'), 'possible'];
/** The cells of a row. */
export const cells = (row: Row): readonly string[] =>
  [...besideCells(row, shown), ratioOf(row), goalOf(row), row.possible?.toFixed(2) ?? ''];
