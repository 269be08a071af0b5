/** A program that the host runs as it is: what a translation would make of shared functions. Runs as the first thread of a pool. */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { HostInstance, HostMemory } from '../../../evaluation/host/wasm.ts';
import { functionOf, wasm } from '../../../evaluation/host/wasm.ts';
import type { FirstEnd } from '../../../evaluation/threads/first.ts';
import { beFirst } from '../../../evaluation/threads/first.ts';
import { newInstance } from '../../../evaluation/threads/log.ts';
import type { Threads } from '../../../evaluation/threads/runtime.ts';
import { spawner } from '../../../evaluation/threads/spawning.ts';
import { functionType } from '../../../semantics/types/functions.ts';
import { encode } from '../../../syntax/binary/encoder.ts';
import { readModule } from '../../../syntax/read.ts';
import type { NumType } from '../../../syntax/types.ts';

/** A stand-in for a program: the text of a module, and what it calls. Its own functions have the slots that its segments give them. */
export interface StandIn {
  readonly text: string;
  readonly params: readonly NumType[];
}
/** What main returned, or the message of the error that it ended with. */
export interface StandInEnd {
  readonly value: unknown;
  readonly error: string | undefined;
}

const compiled = (text: string): object => pipe(
  readModule({ kind: 'text', name: 'stand-in', text }),
  E.map((module) => new wasm.Module(encode(module))),
  E.getOrElseW((error) => { throw new Error(error.message); }),
);
type Descriptor = { readonly initial: number; readonly maximum: number; readonly shared: true };
type Memory = new (type: Descriptor) => HostMemory & { buffer: SharedArrayBuffer };
declare const WebAssembly: { readonly Memory: Memory };

const SLOTS = 16;
/** A record at 8·n for the function in the slot n, for n from 1. */
const heapOf = (): HostMemory => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }), words = new Int32Array(memory.buffer);
  for (let slot = 1; slot < SLOTS; slot++) words[2 * slot + 1] = slot;
  return memory;
};
const instanceOf = ({ text, params }: StandIn, threads: Threads): HostInstance => {
  const { control, log, parking } = threads, heap = heapOf();
  log.functions.grow(SLOTS);
  const target = functionType(params, [], false), wanted = functionType(['i32', ...params], ['i32'], false);
  const spawn = spawner(threads, { heap, trap: () => undefined }, wanted, target);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  return newInstance(log, compiled(text), { '': { memory, spawn, functions: log.functions, control }, 'weft:threads': parking.exports });
};

const isStandIn = (data: unknown): data is StandIn => typeof data === 'object' && data !== null && 'text' in data && 'params' in data;
beFirst((threads, program): FirstEnd<StandInEnd> => {
  if (!isStandIn(program)) throw new TypeError('there is no program');
  try {
    return { end: { value: functionOf(instanceOf(program, threads), 'main')(), error: undefined }, fatal: false };
  } catch (error) {
    return { end: { value: undefined, error: error instanceof Error ? error.message : String(error) }, fatal: true };
  }
});
