/**
 * Instantiation.
 * @spec core 4.4-execution.modules §Instantiation
 * @category Evaluation
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { ExternType } from '../syntax/types.ts';
import { sizeLimit } from '../semantics/runtime/limits.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import { functionType } from '../semantics/types/functions.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import { call, resultOf } from './calls.ts';
import type { Places } from './heap/allocation.ts';
import { allocateShared } from './heap/allocation.ts';
import { heapOf, heedDriver, heedHiding } from './heap/of-store.ts';
import { heapImports, registerFunctions, registerTagsShared, sharedExtern } from './heap/instances.ts';
import { frameEntry } from './host/frames.ts';
import type { HostGlobal, HostInstance, HostMemory, HostTable } from './host/wasm.ts';
import { functionOf, wasm } from './host/wasm.ts';
import { hostDef, hostGlobal, hostTable, hostTag } from './host-types.ts';
import type { Compiled } from './loading.ts';
import { compile, compileDriver, hostImports, refusal, renamed, runtimeOf, START, tagName } from './loading.ts';
import { HEAP } from './sharing/layout.ts';
import { withoutSharing } from './plain.ts';
import { sharesMore } from './sharing.ts';
import type { Unshared } from './sharing/modules.ts';
import { share } from './sharing/modules.ts';
import { withSegmentsInOrder } from './sharing/segment-order.ts';
import type { Extern, Instance, MutableStore, Result, Runtime } from './store.ts';
import { newInstance, setGlobal } from './threads/log.ts';
import { INITIALIZE } from './threads/modules.ts';
import { linkTraced } from './traced.ts';
import { controlName } from './translation/modules.ts';

/** Why there is no instance: the host has not enough for it. */
export interface InstantiationError {
  readonly kind: 'limit';
  readonly message: string;
}
/** An instance, if there is one, and how the code ended that had to run. What it did before it failed stays done. */
export interface Started {
  readonly inst: Instance | undefined;
  readonly result: Result;
}

const missing = (what: string): never => { throw new TypeError(`the host's instance exports no ${what}`); };
const isGlobal = (value: unknown): value is HostGlobal => value instanceof wasm.Global;
const isMemory = (value: unknown): value is HostMemory => value instanceof wasm.Memory;
const isTable = (value: unknown): value is HostTable => value instanceof wasm.Table;
const isTag = (value: unknown): value is object => value instanceof wasm.Tag;

/** An export of the host's instance, with the type that it has in the source. */
const externOf = (S: MutableStore, host: HostInstance, name: string, xt: ExternType<DefType>): Extern => {
  const item = host.exports[name];
  switch (xt.kind) {
    case 'func': return { kind: 'func', type: xt.type, hostType: hostDef(xt.type), func: functionOf(host, name) };
    case 'tag': return S.tags.find(({ tag }) => tag === item) ?? missing('tag');
    case 'global':
      return isGlobal(item) ? { kind: 'global', type: xt.type, hostType: hostGlobal(xt.type), global: item } : missing('global');
    case 'mem': return isMemory(item) ? { kind: 'mem', type: xt.type, memory: item } : missing('memory');
    case 'table':
      return isTable(item) ? { kind: 'table', type: xt.type, hostType: hostTable(xt.type), table: item } : missing('table');
  }
};

/** What an instance exports. What it has imported itself is what it was. */
const exportsOf = (
  S: MutableStore, { module, exports }: ValidModule, host: HostInstance, imports: readonly Extern[], places: Places | undefined,
): ReadonlyMap<string, Extern> => {
  const found = new Map<string, Extern>();
  exports.forEach((xt, i) => {
    const ex = module.exports[i];
    if (ex === undefined) return;
    const imported = imports.filter(({ kind }) => kind === ex.desc.kind)[ex.desc.x];
    const shared = places && sharedExtern(S, xt, ex.desc.x, places);
    found.set(ex.name, imported ?? shared ?? externOf(S, host, String(i), xt));
  });
  return found;
};

/** The tags that an instance defines become known to the store. */
const registerTags = (S: MutableStore, { module, types, imports }: ValidModule, host: HostInstance): void => {
  const imported = imports.filter(({ kind }) => kind === 'tag').length;
  module.tags.forEach(({ type }, i) => {
    if (types[type.x]?.sub.shared === true) return;
    const dt = types[type.x], tag = host.exports[tagName(i)], control = host.exports[controlName(tagName(i))];
    if (dt === undefined || !isTag(tag)) throw new TypeError(`the host's instance exports no tag ${i}`);
    const name = module.names.tags.get(imported + i);
    S.tags.push({ kind: 'tag', type: dt, hostType: hostTag(dt), name: name === undefined ? String(imported + i) : `$${name}`, tag });
    if (isGlobal(control)) S.controls.set(tag, control);
  });
};

const isSteady = (extern: Extern | undefined): boolean => extern?.kind === 'func' && extern.steady === true;
const NULLARY = functionType([], [], false);
/** Runs what has to run once: what segments do, if the instantiation did not do it, and the start function. */
const start = (S: MutableStore, host: HostInstance): Result => {
  for (const name of [INITIALIZE, START]) {
    if (host.exports[name] === undefined) continue;
    const result = call(S, { kind: 'func', type: NULLARY, hostType: NULLARY, func: functionOf(host, name) }, []);
    if (result.kind !== 'values') return result;
  }
  return { kind: 'values', vals: [] };
};

type Made = E.Either<InstantiationError, Started>;
/** What an error at instantiation means: a segment or a constant expression trapped, or the host has not enough memory. */
const failure = (S: MutableStore, bytes: Uint8Array, error: unknown): Made => {
  if (error instanceof wasm.RuntimeError) return E.right({ inst: undefined, result: resultOf(S, error) });
  return E.left({ kind: 'limit', message: refusal(bytes, error) });
};

/** There is a driver now. */
const begin = (S: MutableStore, runtime: Runtime): Runtime => {
  if (S.tracing) setGlobal(S.log, runtime.ENTER, frameEntry((module) => newInstance(S.log, module, {})));
  return S.runtime = runtime;
};
/** From now on the store has a driver, which is that of a store with a heap. */
export const beginDriver = (S: MutableStore): Runtime => {
  const { memory, runtime } = heapOf(S);
  return begin(S, runtimeOf(newInstance(S.log, compileDriver(S), { [HEAP]: { ...runtime, memory } }), true));
};
/** Whether the store has to get a driver before a module can be instantiated. */
const needsDriver = ({ runtime }: MutableStore, { translated: { driver } }: Compiled): boolean =>
  driver === 'import' && runtime === undefined;
/** What a module shares, and where that lies. */
interface Shared {
  readonly unshared: Unshared;
  readonly places: Places;
}
const instanceOf = (
  S: MutableStore, valid: ValidModule, imports: readonly Extern[], compiled: Compiled, shared: Shared | undefined,
): Made => {
  const { bytes, host, translated, number } = compiled;
  if (needsDriver(S, compiled)) beginDriver(S);
  if (shared !== undefined && translated.driver === 'import') heedDriver(S);
  const heap = shared && heapImports(S, shared.unshared, shared.places, translated.slots);
  const made = E.tryCatch(() => newInstance(S.log, host, hostImports(S, compiled, imports, heap)), (error) => error);
  if (E.isLeft(made)) return failure(S, bytes, made.left);
  if (shared !== undefined) registerFunctions(S, shared.unshared, shared.places);
  if (translated.driver === 'own') begin(S, runtimeOf(made.right, shared !== undefined));
  linkTraced(S, number, made.right);
  registerTags(S, valid, made.right);
  const result = start(S, made.right);
  if (result.kind !== 'values') return E.right({ result, inst: undefined });
  return E.right({ result, inst: { valid, exports: exportsOf(S, valid, made.right, imports, shared?.places) } });
};

const tryCompile = (S: MutableStore, valid: ValidModule, unshared?: Unshared): E.Either<InstantiationError, Compiled> =>
  pipe(compile(S, valid, unshared), E.mapLeft((message): InstantiationError => ({ kind: 'limit', message })));
/** Allocates what is shared. */
const allocated = (
  S: MutableStore, valid: ValidModule, unshared: Unshared, imports: readonly Extern[],
): E.Either<InstantiationError, Shared> => {
  try {
    const places = allocateShared(S, valid, unshared, imports);
    registerTagsShared(S, valid, places);
    return E.right({ unshared, places });
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith('out of memory')) return E.left({ kind: 'limit', message: error.message });
    throw error;
  }
};
/** The instance of a module that shares more than memories. */
const instantiateShared = (S: MutableStore, valid: ValidModule, imports: readonly Extern[]): Made => {
  const source = withSegmentsInOrder(renamed(valid)), unshared = share(source, (i) => isSteady(imports[i]));
  return pipe(
    allocated(S, source, unshared, imports),
    E.chain((shared): Made => {
      const { trap } = shared.places;
      if (trap !== undefined) return E.right({ inst: undefined, result: { kind: 'trap', whys: [trap], backtrace: [] } });
      return pipe(tryCompile(S, valid, unshared), E.chain((host) => instanceOf(S, valid, imports, host, shared)));
    }),
  );
};
/** Translates and compiles a module, of which nothing runs. */
export const compileOnly = (S: MutableStore, valid: ValidModule): E.Either<InstantiationError, Compiled> => {
  if (!sharesMore(valid.module)) return tryCompile(S, valid);
  const unshared = withoutSharing(renamed(valid), valid.module.imports);
  return pipe(tryCompile(S, valid, unshared), E.map((made) => {
    if (needsDriver(S, made)) compileDriver(S);
    return made;
  }));
};
/** $instantiate: the instance of a module whose imports have been linked. */
export const instantiate = (S: MutableStore, valid: ValidModule, imports: readonly Extern[]): Made => {
  const limit = sizeLimit(valid.module);
  if (limit !== undefined) return E.left({ kind: 'limit', message: limit.message });
  heedHiding(S, valid);
  if (sharesMore(valid.module)) return instantiateShared(S, valid, imports);
  return pipe(tryCompile(S, valid), E.chain((host) => instanceOf(S, valid, imports, host, undefined)));
};
