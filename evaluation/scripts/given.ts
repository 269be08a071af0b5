/**
 * Instances that a thread of a script shares with the one that begins it. The host gives each thread instances of its own, whose functions
 * are the same; so what is shared must be all that has a state in them.
 * @category Evaluation: scripts
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Module } from '../../syntax/modules.ts';
import type { ExternType, GlobalType } from '../../syntax/types.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { validate } from '../../semantics/statics/modules.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { heapShared } from '../../semantics/types/sharing.ts';
import { heapOf } from '../heap/of-store.ts';
import type { HostFunction, HostGlobal } from '../host/wasm.ts';
import { wasm } from '../host/wasm.ts';
import { hostDef, hostGlobal, hostTag } from '../host-types.ts';
import { inHeapTable } from '../sharing/plan.ts';
import type { Extern, Instance, MutableStore } from '../store.ts';
import { hostObject } from '../store.ts';
import type { SharedMemory } from '../threads/control.ts';
import { itemOf } from '../threads/log.ts';
import type { Item } from '../threads/replay.ts';
import { threadsOf } from '../threads/linking.ts';
import { spaceOf } from '../threads/waits.ts';

/** Why a thread cannot be given an instance. */
export const UNSHARED = 'shares an instance in which something is not shared, which the evaluator does not do';

type Space<A> = { readonly at: (x: number) => A | undefined; readonly length: number };
const all = <A>(space: Space<A>): readonly A[] =>
  Array.from({ length: space.length }, (_, x) => space.at(x)).filter((a) => a !== undefined);
const isConstant = ({ mutable, type }: GlobalType<DefType>): boolean => !mutable && (typeof type === 'string' || heapShared(type.heap));
/** Whether nothing of an instance is one thread's that threads could tell apart, so that all its functions are the same in each of them. */
const isStateless = ({ context: C, imports, module: { elems, datas } }: ValidModule): boolean =>
  all(C.mems).every(({ shared }) => shared) && all(C.tables).every(inHeapTable)
  && all(C.globals).every((type) => type.sharing !== 'unshared' || isConstant(type))
  && elems.every(({ shared, mode }) => shared || mode.kind === 'declare') && datas.every(({ shared }) => shared)
  && imports.every((xt) => xt.kind !== 'func' || xt.type.sub.shared);
const isShared = (xt: ExternType<DefType>): boolean => {
  switch (xt.kind) {
    case 'mem': return xt.type.shared;
    case 'table': return inHeapTable(xt.type);
    case 'global': return xt.type.sharing === 'shared';
    case 'func': case 'tag': return xt.type.sub.shared;
  }
};
/** Whether another thread can be given an instance. */
export const isGivable = ({ valid }: Instance): boolean => isStateless(valid) || valid.exports.every(isShared);

/** An export of an instance that all threads have. */
type ExportItem = Extract<Item, { readonly kind: 'export' }>;
/** The tag of the host that suspensions on a shared tag have, and the object that stands for that. */
interface Control {
  readonly tag: ExportItem;
  readonly object: ExportItem;
}
/** What an instance exports, as another thread is told of it. */
type GivenExtern =
  | { readonly kind: 'memory'; readonly memory: SharedMemory; readonly space: number }
  /** in the heap; of a tag there is also its name, and what stands for it in suspensions, if it has been used so */
  | { readonly kind: 'address'; readonly address: number; readonly tag: string | undefined; readonly control: Control | undefined }
  /** what the instance with a number exports under a name, a tag with a name of its own */
  | { readonly kind: 'export'; readonly instance: number; readonly name: string; readonly tag: string | undefined };
/** An instance as another thread is told of it: its module, and what it exports, in the order of the module. */
export interface GivenInstance {
  readonly module: Module;
  readonly exports: readonly GivenExtern[];
}

const exportItem = ({ log }: MutableStore, object: unknown): ExportItem | undefined => {
  const item = itemOf(log, object);
  return item.kind === 'export' ? item : undefined;
};
const controlOf = (S: MutableStore, address: number): Control | undefined => {
  const host = heapOf(S).controls.get(address), tag = exportItem(S, host), object = exportItem(S, host && S.controls.get(host));
  return tag === undefined || object === undefined ? undefined : { tag, object };
};
const describeExtern = (S: MutableStore, extern: Extern): GivenExtern => {
  const tag = extern.kind === 'tag' ? extern.name : undefined;
  if ('address' in extern) return { kind: 'address', address: extern.address, tag, control: controlOf(S, extern.address) };
  const object = hostObject(extern), item = itemOf(S.log, object);
  if (item.kind === 'memory') return { kind: 'memory', memory: item.memory, space: spaceOf(threadsOf(S), object as SharedMemory) };
  if (item.kind !== 'export') throw new RangeError('what can be given is an export of an instance');
  return { ...item, tag };
};
/** The instance in words for another thread. */
export const describe = (S: MutableStore, { valid: { module }, exports }: Instance): GivenInstance => ({
  module, exports: module.exports.flatMap(({ name }) => {
    const extern = exports.get(name);
    return extern === undefined ? [] : [describeExtern(S, extern)];
  }),
});

const isFunction = (item: unknown): item is HostFunction => typeof item === 'function';
const isGlobal = (item: unknown): item is HostGlobal => item instanceof wasm.Global;
const missing = (what: string): never => { throw new TypeError(`the instance that the thread was given exports no ${what}`); };
/** A tag that the store knows from now on. */
const hostTagIn = (S: MutableStore, type: DefType, tag: object, name: string): Extern => {
  const known = S.tags.find((other) => other.tag === tag);
  if (known !== undefined) return known;
  const fresh = { kind: 'tag', type, hostType: hostTag(type), name, tag } as const;
  S.tags.push(fresh);
  return fresh;
};
const exportIn = ({ log }: MutableStore, { instance, name }: Pick<ExportItem, 'instance' | 'name'>): unknown =>
  log.instances?.[instance]?.exports[name];
/** What stands for a tag in suspensions is the same in all threads. */
const acceptControl = (S: MutableStore, address: number, control: Control): void => {
  const tag = exportIn(S, control.tag), object = exportIn(S, control.object);
  if (!(tag instanceof wasm.Tag) || !isGlobal(object)) return missing('tag');
  heapOf(S).controls.set(address, tag);
  S.controls.set(tag, object);
};
const inHeap = (S: MutableStore, xt: ExternType<DefType>, given: Extract<GivenExtern, { readonly kind: 'address' }>): Extern => {
  const heap = heapOf(S), { address, tag: name = '', control } = given;
  if (control !== undefined) acceptControl(S, address, control);
  switch (xt.kind) {
    case 'global': return { kind: 'global', type: xt.type, address };
    case 'table': return { kind: 'table', type: xt.type, heap, address };
    case 'tag': {
      const tag = heap.tags.get(address) ?? { kind: 'tag', type: xt.type, name, address };
      heap.tags.set(address, tag);
      return tag;
    }
    default: return missing(xt.kind);
  }
};
const externIn = (S: MutableStore, xt: ExternType<DefType>, given: GivenExtern): Extern => {
  if (given.kind === 'address') return inHeap(S, xt, given);
  if (given.kind === 'memory') {
    threadsOf(S).spaces.set(given.memory, given.space);
    return xt.kind === 'mem' ? { kind: 'mem', type: xt.type, memory: given.memory } : missing(xt.kind);
  }
  const item = exportIn(S, given);
  if (xt.kind === 'func' && isFunction(item)) return { kind: 'func', type: xt.type, hostType: hostDef(xt.type), func: item };
  if (xt.kind === 'global' && isGlobal(item)) return { kind: 'global', type: xt.type, hostType: hostGlobal(xt.type), global: item };
  return xt.kind === 'tag' && item instanceof wasm.Tag ? hostTagIn(S, xt.type, item, given.tag ?? '') : missing(xt.kind);
};
/** The instance that the words are about, in the store of this thread. */
export const accept = (S: MutableStore, { module, exports }: GivenInstance): Instance => {
  const valid = validate(module);
  if (E.isLeft(valid)) throw new RangeError(`an instance of a module that is not valid: ${valid.left.message}`);
  const found = new Map<string, Extern>();
  module.exports.forEach(({ name }, i) => {
    const xt = valid.right.exports[i], given = exports[i];
    if (xt !== undefined && given !== undefined) found.set(name, externIn(S, xt, given));
  });
  return { valid: valid.right, exports: found };
};
