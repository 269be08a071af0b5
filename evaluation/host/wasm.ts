/**
 * The host's own WebAssembly, as far as it is used here.
 * @spec JS js-api/index.bs §The WebAssembly Namespace
 * @category Evaluation: host
 * @module
 */

/** A memory of the host. */
export interface HostMemory {
  readonly buffer: ArrayBufferLike;
}
/** A table of the host; its length is a bigint if its addresses are. */
export interface HostTable {
  readonly length: number | bigint;
}
/** A global of the host. */
export interface HostGlobal {
  value: unknown;
}
/** A function that WebAssembly exports. */
export type HostFunction = (...args: readonly unknown[]) => unknown;
/** What a compiled module is. */
export type HostModule = object;
/** Imports by module and name. */
export type HostImports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
/** An instance, with what it exports. */
export interface HostInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

type Constructor<A extends readonly unknown[], T> = new (...args: A) => T;
/** The part of the namespace that is used. */
interface Namespace {
  readonly Module: Constructor<readonly [bytes: Uint8Array], HostModule>;
  readonly Instance: Constructor<readonly [module: HostModule, imports: HostImports], HostInstance>;
  readonly Global: Constructor<readonly never[], HostGlobal>;
  readonly Memory: Constructor<readonly never[], HostMemory>;
  readonly Table: Constructor<readonly never[], HostTable>;
  readonly Tag: Constructor<readonly never[], object>;
  readonly CompileError: Constructor<readonly never[], Error>;
  readonly LinkError: Constructor<readonly never[], Error>;
  readonly RuntimeError: Constructor<readonly never[], Error>;
}
declare const WebAssembly: Namespace;

/** The namespace `WebAssembly`. */
export const wasm: Namespace = WebAssembly;

/** The results of a function of the host, which gives one by itself. */
export const resultsOf = (result: unknown): readonly unknown[] => Array.isArray(result) ? result : result === undefined ? [] : [result];

const isFunction = (value: unknown): value is HostFunction => typeof value === 'function';
/** An exported function; throws if there is none of the name. */
export const functionOf = ({ exports }: HostInstance, name: string): HostFunction => {
  const found = exports[name];
  if (!isFunction(found)) throw new TypeError(`the host's instance exports no function ${JSON.stringify(name)}`);
  return found;
};
