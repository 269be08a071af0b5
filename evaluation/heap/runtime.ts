/**
 * The runtime of shared things, `runtime.wat`, `allocation.wat`, `collection.wat` and `records.wat`: each thread has an instance of each.
 * @category Evaluation: heap
 * @module
 */
import { readFileSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import { encode } from '../../syntax/binary/encoder.ts';
import { readModule } from '../../syntax/read.ts';
import type { HostMemory, HostModule } from '../host/wasm.ts';
import { functionOf, wasm } from '../host/wasm.ts';
import type { MutableLog } from '../threads/log.ts';
import { newInstance } from '../threads/log.ts';
import type { Threads } from '../threads/runtime.ts';
import { BLOCK, CONTROL, FIRST_BLOCK, HEAP, THREADS } from '../sharing/layout.ts';
import { HEAP_PAGES } from '../sharing/modules.ts';

/** What the runtime exports. */
export type Runtime = Readonly<Record<string, unknown>>;

const compiled = new Map<string, HostModule>();
const runtimeModule = (file: string): HostModule => {
  const known = compiled.get(file);
  if (known !== undefined) return known;
  const name = `evaluation/heap/${file}`, text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const parsed = readModule({ kind: 'text', name, text });
  if (isLeft(parsed)) throw new Error(`${name}: ${parsed.left.message}`);
  const made = new wasm.Module(encode(parsed.right));
  compiled.set(file, made);
  return made;
};

/** Up to how many bytes may be allocated between two collections, if not more were alive after the last one. */
const ALLOWED = 64 * 2 ** 20;
type MemoryConstructor = new (type: { readonly initial: number; readonly maximum: number; readonly shared: boolean }) => HostMemory;
/** The memory of a heap in which nothing is, of so many MiB. */
export const newMemory = (size: number): HostMemory => {
  const Memory = wasm.Memory as unknown as MemoryConstructor; // with what it takes
  const pages = Math.min(16 * size, Number(HEAP_PAGES)), memory = new Memory({ initial: pages, maximum: pages, shared: true });
  const words = new Int32Array(memory.buffer);
  // A fourth remains for what is allocated where no thread can be stopped.
  words[CONTROL.allowed / 4] = Math.min(ALLOWED, (memory.buffer.byteLength - FIRST_BLOCK * BLOCK) * 3 / 4);
  words[CONTROL.free / 4] = FIRST_BLOCK;
  words[CONTROL.unused / 4] = FIRST_BLOCK;
  words[CONTROL.end / 4] = memory.buffer.byteLength / BLOCK;
  return memory;
};
/** The first thread's instances of the runtime; it begins. */
export const newRuntime = (log: MutableLog, { control, parking }: Threads, memory: HostMemory): Runtime => {
  const runtime = newInstance(log, runtimeModule('runtime.wat'), { [HEAP]: { memory } }).exports;
  const { pause, stop, release, 'await-stopped': awaitStopped } = parking.exports;
  const records = newInstance(log, runtimeModule('records.wat'), { [HEAP]: { memory } }).exports;
  const { collect } = newInstance(log, runtimeModule('collection.wat'), {
    [HEAP]: { ...records, memory }, weft: { control }, [THREADS]: { stop, 'await-stopped': awaitStopped, release },
  }).exports;
  const allocation = newInstance(log, runtimeModule('allocation.wat'), {
    [HEAP]: { memory, trap: runtime['trap'], collect }, [THREADS]: { pause },
  });
  functionOf(allocation, 'weft:thread')();
  return { ...runtime, ...allocation.exports, collect };
};
