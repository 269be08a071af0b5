/**
 * The report on threads: ratios to something that runs beside them.
 * @module
 */
import { Worker } from 'node:worker_threads';
import { runProgram } from '../../evaluation/threads/pool.ts';
import { parkingModule } from '../../evaluation/threads/runtime.ts';
import { encode } from '../../syntax/binary/encoder.ts';
import type { Row } from '../evaluation/report.ts';
import type { Answer, Bare, Request } from './first.ts';
import { moduleOf } from './modules.ts';
import type { Threaded } from './programs.ts';

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (type: { readonly initial: number; readonly maximum: number; readonly shared: true }) => object;
};

const parking = parkingModule();
/** Threads that may run at a time. */
const LIMIT = 65;

/** Measures a program in a pool, and what is beside it. */
export const threadsCompared = async ({ name, run, unit, units, beside, goal }: Threaded, rounds: number): Promise<Row> => {
  const bare: Bare | undefined = beside?.by !== 'bare' ? undefined : {
    module: new WebAssembly.Module(encode(moduleOf(beside.run.file))),
    memory: new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }),
  };
  const worker = bare && new Worker(new URL('bare.ts', import.meta.url), { workerData: bare });
  const data: Request = { what: { run, beside }, bare, rounds };
  const end = await runProgram<Request, Answer>({ entry: new URL('first.ts', import.meta.url), data, parking, limit: LIMIT, warm: 2 });
  await worker?.terminate();
  if (end.kind !== 'complete') throw new Error(`${name}: ${JSON.stringify(end)}`);
  const { ours, theirs } = end.main;
  return { name, unit, ours: ours / units, theirs: theirs && theirs / units, by: beside?.by ?? '', goal };
};
