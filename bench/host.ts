/**
 * The host's own WebAssembly, as far as the benchmarks use it.
 * @module
 */
import { encode } from '../syntax/binary/encoder.ts';
import type { Module } from '../syntax/modules.ts';

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
};

const isRun = (f: unknown): f is (n: number, d: number) => unknown => typeof f === 'function';

/** The export `run` of a module without imports, as the host compiles it. */
export const hostRun = (module: Module): (n: number, d: number) => unknown => {
  const { run } = new WebAssembly.Instance(new WebAssembly.Module(encode(module))).exports;
  if (!isRun(run)) throw new TypeError('the module has no export `run`');
  return run;
};
