/**
 * The runtime of shared things, `runtime.wat`: each thread has an instance.
 * @category Evaluation: heap
 * @module
 */
import { readFileSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import { encode } from '../../syntax/binary/encoder.ts';
import { readModule } from '../../syntax/read.ts';
import type { HostMemory, HostModule } from '../host/wasm.ts';
import { wasm } from '../host/wasm.ts';
import type { MutableLog } from '../threads/log.ts';
import { newInstance } from '../threads/log.ts';
import { HEAP } from '../sharing/layout.ts';
import { HEAP_PAGES } from '../sharing/modules.ts';

/** What the runtime exports. */
export type Runtime = Readonly<Record<string, unknown>>;

let compiled: HostModule | undefined;
const runtimeModule = (): HostModule => {
  if (compiled !== undefined) return compiled;
  const name = 'evaluation/heap/runtime.wat', text = readFileSync(new URL('runtime.wat', import.meta.url), 'utf8');
  const parsed = readModule({ kind: 'text', name, text });
  if (isLeft(parsed)) throw new Error(`${name}: ${parsed.left.message}`);
  compiled = new wasm.Module(encode(parsed.right));
  return compiled;
};

type MemoryConstructor = new (type: { readonly initial: number; readonly maximum: number; readonly shared: boolean }) => HostMemory;
/** The memory of a heap. */
export const newMemory = (): HostMemory => {
  const Memory = wasm.Memory as unknown as MemoryConstructor; // with what it takes
  return new Memory({ initial: Number(HEAP_PAGES), maximum: Number(HEAP_PAGES), shared: true });
};
/** The first thread's instance of the runtime. */
export const newRuntime = (log: MutableLog, memory: HostMemory): Runtime =>
  newInstance(log, runtimeModule(), { [HEAP]: { memory } }).exports;
