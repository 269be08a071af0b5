/**
 * What modules import that are for all threads.
 * @category Evaluation: threads
 * @module
 */
import type { MemType } from '../../syntax/types.ts';
import type { HostImports, HostMemory } from '../host/wasm.ts';
import { wasm } from '../host/wasm.ts';
import type { MutableStore } from '../store.ts';
import type { Threaded } from './modules.ts';
import { MEMORIES, WAITS } from './modules.ts';
import { alone } from './runtime.ts';
import type { Threads } from './runtime.ts';
import { waitingFunction } from './waits.ts';

/** The module that wait queues are imported from. */
const QUEUES = 'weft:threads';

/** The threads of a store. If nothing has been about threads so far, there is one, which traps when it would wait for ever. */
export const threadsOf = (S: MutableStore): Threads => {
  S.threads ??= alone(S.log, {
    deadlocked: () => undefined,
    givenUp: () => { S.aside = { kind: 'deadlock', backtrace: [] }; },
    full: () => { S.aside = { kind: 'trap', whys: ['out of memory'], backtrace: [] }; },
    wanted: () => undefined,
  });
  return S.threads;
};

type Size = number | bigint;
type Descriptor = { readonly initial: Size; readonly maximum: Size; readonly shared: true; readonly address: 'i32' | 'i64' };
declare const WebAssembly: { readonly Memory: new (type: Descriptor) => HostMemory };
/** A shared memory of its own, of the type's first size. */
const newMemory = ({ addr, limits: { min, max = min } }: MemType): HostMemory => {
  const size = (n: bigint): Size => addr === 'i64' ? n : Number(n);
  return new WebAssembly.Memory({ initial: size(min), maximum: size(max), shared: true, address: addr });
};

const numbered = <A>(items: readonly A[]): Readonly<Record<string, A>> => Object.fromEntries(items.entries());
const isMemory = (value: unknown): value is HostMemory => value instanceof wasm.Memory;
/** The imports of a module with those that have to do with threads. */
export const withThreads = (threads: Threads, { module, memories, waits }: Threaded, given: HostImports): HostImports => {
  const imports: HostImports = { ...given, [QUEUES]: threads.parking.exports, [MEMORIES]: numbered(memories.map(newMemory)) };
  const mems = module.imports.filter(({ type }) => type.kind === 'mem');
  const functions = waits.map((wait) => {
    const im = mems[wait.memory], memory = im && imports[im.module]?.[im.name];
    if (im?.type.kind !== 'mem' || !isMemory(memory)) throw new RangeError('shared memories are imported');
    return waitingFunction(threads, im.type.type, memory, wait);
  });
  return { ...imports, [WAITS]: numbered(functions) };
};
