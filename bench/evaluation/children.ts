/**
 * Measurements that need a process of their own.
 * @module
 */
import { execFileSync } from 'node:child_process';
import type { Run } from './programs.ts';

/** What a process is asked for. */
export type Request =
  | { readonly what: 'time'; readonly run: Run; readonly rounds: number }
  /** the memory that n suspended continuations take */
  | { readonly what: 'live'; readonly file: string; readonly n: number }
  /** the most memory in the first and in the last half of n continuations that are dropped */
  | { readonly what: 'dropped'; readonly file: string; readonly n: number };

const ask = (request: Request, flags: readonly string[]): unknown =>
  JSON.parse(execFileSync(process.execPath, [...flags, new URL('child.ts', import.meta.url).pathname, JSON.stringify(request)], {
    encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
  }));

/** What the host takes with its experimental stack switching; undefined if it does not survive it. */
export const nativeTime = (run: Run, rounds: number): { readonly result: unknown; readonly nanoseconds: number } | undefined => {
  try {
    return ask({ what: 'time', run, rounds }, ['--experimental-wasm-wasmfx']) as { readonly result: unknown; readonly nanoseconds: number };
  } catch {
    return undefined;
  }
};
/** How many megabytes n live continuations take, and how many of them end when they are resumed. */
export const liveMemory = (file: string, n: number): { readonly result: number; readonly megabytes: number } =>
  ask({ what: 'live', file, n }, []) as { readonly result: number; readonly megabytes: number };
/** The megabytes of the process while n continuations are dropped: the most in the first half, and in the second. */
export const droppedMemory = (file: string, n: number): { readonly first: number; readonly last: number } =>
  ask({ what: 'dropped', file, n }, []) as { readonly first: number; readonly last: number };
