/**
 * Loading: a module is translated, encoded, and given to the host.
 * @category Evaluation
 * @module
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { encode } from '../syntax/binary/encoder.ts';
import type { Export, Import, Module } from '../syntax/modules.ts';
import { NOWHERE } from '../syntax/source.ts';
import type { ExternType, MemType } from '../syntax/types.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import { readModule } from '../syntax/read.ts';
import { validate } from '../semantics/statics/modules.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import { alloctypes } from '../semantics/types/deftypes.ts';
import { newControl } from './host/adapters.ts';
import { nameOf } from './host/places.ts';
import { limitOf } from './host/traps.ts';
import type { Unshared } from './sharing/modules.ts';
import type { HostGlobal, HostImports, HostInstance, HostModule } from './host/wasm.ts';
import { wasm } from './host/wasm.ts';
import type { Extern, MutableStore, Runtime } from './store.ts';
import { hostObject } from './store.ts';
import { HEAP } from './sharing/layout.ts';
import { newInstance } from './threads/log.ts';
import { threadsOf, withThreads } from './threads/linking.ts';
import { mentionsSharedMemory, threaded, withSteadyWaits } from './threads/modules.ts';
import type { Threaded } from './threads/modules.ts';
import { traced } from './traced.ts';
import { captureOf } from './translation/capture.ts';
import { driverOfHeap } from './translation/heap-driver.ts';
import type { Translated } from './translation/modules.ts';
import { padded } from './translation/padding.ts';
import { controlName, DRIVER_MODULE, driverExport, translate } from './translation/modules.ts';

/** The name under which the host's instance exports the start function, which the host is not to run. */
export const START = 'start';
/** The name under which it exports the tag with a number among those that it defines. */
export const tagName = (i: number): string => `tag ${i}`;

/**
 * The module with names by position: import i is `i` of the module without a name, export i is `i`. So names that are added do not clash.
 * It also exports all tags that it defines.
 */
export const renamed = (valid: ValidModule): ValidModule => {
  const { module } = valid, imported = valid.imports.filter(({ kind }) => kind === 'tag').length;
  const tags = module.tags.map((_, i): Export => ({ name: tagName(i), desc: { kind: 'tag', x: imported + i }, at: NOWHERE }));
  const imports = module.imports.map((im, i) => ({ ...im, module: '', name: String(i) }));
  const exports = module.exports.map((ex, i) => ({ ...ex, name: String(i) }));
  const types = module.tags.map(({ type }): ExternType<DefType> => {
    const dt = valid.types[type.x];
    if (dt === undefined) throw new RangeError('a tag of a valid module has a type');
    return { kind: 'tag', type: dt };
  });
  return { ...valid, module: { ...module, imports, exports: [...exports, ...tags] }, exports: [...valid.exports, ...types] };
};

/** Pages that the host may be asked for. What a module does not have at first it may never have: a maximum only limits growth. */
const HOST_PAGES = { i32: 1n << 16n, i64: 1n << 18n } as const;
const withinHost = (type: MemType): MemType => {
  const { addr, limits: { min, max } } = type, most = HOST_PAGES[addr];
  return max === undefined || max <= most ? type : { ...type, limits: { min, max: most } };
};
const importWithinHost = (im: Import): Import =>
  im.type.kind === 'mem' ? { ...im, type: { kind: 'mem', type: withinHost(im.type.type) } } : im;

/** The module for the host: it names itself by a number, and exports its start function instead of starting. */
const forHost = (module: Module, loaded: number): Module => ({
  ...module, imports: module.imports.map(importWithinHost), mems: module.mems.map((mem) => ({ ...mem, type: withinHost(mem.type) })),
  start: undefined, names: { ...module.names, module: nameOf(loaded) }, customs: [],
  exports: [
    ...module.exports,
    ...module.start === undefined ? [] : [{ name: START, desc: { kind: 'func', x: module.start.x }, at: NOWHERE } as const],
  ],
});

/** A translated module as the host is given it. */
export interface Compiled {
  /** what it needs for threads, if it may be about more than one */
  readonly threaded: Threaded | undefined;
  readonly translated: Translated;
  readonly module: Module;
  readonly bytes: Uint8Array;
  readonly host: HostModule;
  /** its number in the store */
  readonly number: number;
}
const saved = (bytes: Uint8Array): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'weft-')), 'refused.wasm');
  writeFileSync(file, bytes);
  return file;
};
/** The limit for which the host does not take a module. All else is a mistake of the translation: the module was valid. */
export const refusal = (bytes: Uint8Array, error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  const limit = limitOf(message);
  if (limit !== undefined) return limit;
  throw new Error(`the host refuses a translated module, which has been saved as ${saved(bytes)}: ${message}`, { cause: error });
};
/**
 * Resume points that a function may have. The host nests a block for each, and has been seen to run out of memory with 20,000, which ends
 * the whole process.
 */
const MOST_POINTS = 10_000;
/** A module whose instances all threads have, in a form in which they can. */
const prepared = (S: MutableStore, valid: ValidModule): readonly [Threaded | undefined, ValidModule] => {
  if (S.threads?.isPool !== true && !mentionsSharedMemory(valid)) return [undefined, valid];
  const done = threaded(valid.module), again = validate(done.module);
  if (E.isLeft(again)) throw new Error(`the translation for threads made a module that is not valid: ${again.left.message}`);
  return [done, again.right];
};
/** Translates and compiles a module; on the left, the limit of the host that it exceeds. What it shares has been translated already. */
export const compile = (S: MutableStore, valid: ValidModule, unshared?: Unshared): E.Either<string, Compiled> => {
  const [threaded, target] = prepared(S, unshared?.valid ?? renamed(valid));
  const capture = captureOf(target, withSteadyWaits(unshared?.steady));
  const hasOwn = unshared === undefined ? S.heap === undefined : unshared.migration === undefined;
  const from = S.runtime === undefined && hasOwn ? 'own' : 'import';
  const translated = translate(target, from, capture, S.tracing, unshared);
  if (translated.mostPoints > MOST_POINTS) {
    return E.left(`a function may be suspended at ${translated.mostPoints} places, and the host compiles no more than ${MOST_POINTS}`);
  }
  const number = S.loaded.length, { module, sites } = traced(S, valid.module, translated, forHost(padded(translated), number));
  const bytes = encode(module);
  const host = E.tryCatch(() => new wasm.Module(bytes), (error) => refusal(bytes, error));
  if (E.isLeft(host)) return host;
  S.loaded.push({ source: valid.module, translated, module, bytes, sites });
  return E.right({ threaded, translated, module, bytes, host: host.right, number });
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
/** What stands for a tag in suspensions: made by the module that defines it, or by now if that knows nothing of them. */
const controlOf = ({ controls, log }: MutableStore, tag: object, type: DefType): HostGlobal => {
  const control = controls.get(tag) ?? newControl(type, (module) => newInstance(log, module, {}));
  controls.set(tag, control);
  return control;
};
const controlType = (types: readonly DefType[], { type }: Import): DefType => {
  const heap = type.kind === 'global' && typeof type.type.type === 'object' ? type.type.type.heap : undefined;
  const dt = heap?.kind === 'idx' ? types[heap.x] : undefined;
  if (dt === undefined) throw new RangeError('a control tag is a global that refers to a structure');
  return dt;
};

/** The imports of a module, as the host takes them. */
export const hostImports = (
  S: MutableStore, { module, threaded: shared }: Compiled, externs: readonly Extern[], heap: HostImports = {},
): HostImports => {
  const own: Record<string, unknown> = {}, controls: Record<string, unknown> = {}, types = alloctypes(module.types);
  const heapControls: Record<string, unknown> = {};
  for (const im of module.imports) {
    const extern = externs[Number(im.name)];
    const tag = im.module === controlName(HEAP) ? heap[HEAP]?.[im.name] : undefined;
    if (isObject(tag)) heapControls[im.name] = controlOf(S, tag, controlType(types, im));
    if (im.module === DRIVER_MODULE || extern === undefined) continue;
    if (im.module === '') own[im.name] = hostObject(extern);
    else if (extern.kind === 'tag' && 'tag' in extern) controls[im.name] = controlOf(S, extern.tag, controlType(types, im));
  }
  const imports = {
    ...heap, '': own, [controlName('')]: controls, [controlName(HEAP)]: heapControls,
    [DRIVER_MODULE]: Object.fromEntries(S.runtime?.items ?? []),
  };
  return shared === undefined ? imports : withThreads(threadsOf(S), { ...shared, memories: shared.memories.map(withinHost) }, imports);
};

const isGlobal = (value: unknown): value is HostGlobal => value instanceof wasm.Global;
/** What the driver is a translation of. */
const NOTHING: ValidModule = ((): ValidModule => {
  const checked = E.chainW(validate)(readModule({ kind: 'text', name: 'the driver', text: '' }));
  if (E.isLeft(checked)) throw new Error(checked.left.message);
  return checked.right;
})();
/** Compiles the driver of a store with a heap. */
export const compileDriver = (S: MutableStore): HostModule => {
  const number = S.loaded.length, module = forHost(driverOfHeap(S.tracing), number), bytes = encode(module);
  const translated: Translated = {
    valid: NOTHING, capture: captureOf(NOTHING), module, driver: 'own', versions: new Map(), mostPoints: 0, slots: 0,
  };
  S.loaded.push({ source: NOTHING.module, translated, module, bytes, sites: [] });
  return new wasm.Module(bytes);
};
/** The driver that an instance has; whether it is that of a store with a heap. */
export const runtimeOf = ({ exports }: HostInstance, ofHeap: boolean): Runtime => {
  const prefix = driverExport('');
  const own = Object.entries(exports).filter(([name]) => name.startsWith(prefix));
  const items = new Map(own.map(([name, item]) => [name.slice(prefix.length), item]));
  const register = (name: string): HostGlobal => {
    const item = items.get(name);
    if (!isGlobal(item)) throw new TypeError(`the driver has no register ${name}`);
    return item;
  };
  return {
    SIG: register('SIG'), IN: register('IN'), TRAP: register('TRAP'), TAG: register('TAG'),
    ENTER: register('ENTER'), ACTIVE: register('ACTIVE'), items, ofHeap,
  };
};
