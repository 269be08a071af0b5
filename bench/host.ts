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

/** A function of two numbers that a module exports. */
type HostFunction = (n: number, d: number) => unknown;
const isFunction = (f: unknown): f is HostFunction => typeof f === 'function';

/** The exports of an instance of a module without imports, by name, as the host compiles it. */
export const hostExports = (module: Module): ((name: string) => HostFunction) => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(encode(module)));
  return (name) => {
    const f = exports[name];
    if (!isFunction(f)) throw new TypeError(`the module has no export \`${name}\``);
    return f;
  };
};

/** The export `run`. */
export const hostRun = (module: Module): HostFunction => hostExports(module)('run');
