/**
 * What shared continuations need of a store: the runtime of migration, and the tags that suspensions on shared tags have.
 * @category Evaluation: heap
 * @module
 */
import { encode } from '../../syntax/binary/encoder.ts';
import { asFunc } from '../../semantics/types/expansion.ts';
import { functionType } from '../../semantics/types/functions.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { hostVal } from '../host-types.ts';
import type { HostFrame } from '../host/frames.ts';
import { compiled, typeSection } from '../host/sections.ts';
import type { HostImports, HostModule } from '../host/wasm.ts';
import { wasm } from '../host/wasm.ts';
import { HEAP } from '../sharing/layout.ts';
import { controlName } from '../sharing/modules.ts';
import type { Unshared } from '../sharing/modules.ts';
import type { MutableStore } from '../store.ts';
import { newInstance, newSlots } from '../threads/log.ts';
import { RECORD } from '../translation/frames.ts';
import { CODES, MIGRATION, migrationModule } from '../translation/migration.ts';
import { DRIVER_MODULE } from '../translation/modules.ts';
import type { Places } from './allocation.ts';
import type { MutableHeap, SharedTag } from './heap.ts';
import { heapOf } from './of-store.ts';

let made: HostModule | undefined;
const runtimeModule = (): HostModule => made ??= new wasm.Module(encode(migrationModule));
/** The runtime, which needs the driver. */
export const migrationOf = (S: MutableStore, heap: MutableHeap): Readonly<Record<string, unknown>> => {
  if (S.runtime === undefined) throw new RangeError('a store without a driver');
  const { memory, runtime, log } = heap;
  heap.migration ??= newInstance(log, runtimeModule(), {
    [HEAP]: { ...runtime, memory, functions: log.functions }, [DRIVER_MODULE]: Object.fromEntries(S.runtime.items),
  }).exports;
  return heap.migration;
};

const isRestOf = (value: unknown): value is (frame: unknown) => number => typeof value === 'function';
/** The frames that one stands for which this thread has not entered, the innermost first; nothing if it is another one. */
export const framesOfRest = ({ migration, view, log }: MutableHeap, frame: unknown): readonly HostFrame[] => {
  const restOf = migration?.['rest'], found: HostFrame[] = [];
  for (let r = isRestOf(restOf) ? restOf(frame) : 0; r !== 0; r = view.getInt32(r + RECORD.parent, true)) {
    const slot = view.getInt32(r + RECORD.slot, true);
    found.push({ it: undefined, entry: log.functions.get(slot), pc: view.getInt32(r + RECORD.pc, true) });
  }
  return found;
};

const at = { start: -1, end: -1 };
/** The host's tag for a shared tag in suspensions: its payload alone, as numbers. */
const controlTag = (heap: MutableHeap, address: number, type: DefType): object => {
  const known = heap.controls.get(address);
  if (known !== undefined) return known;
  const host = functionType((asFunc(type)?.params ?? []).map(hostVal), [], false), { types, indexOf } = typeSection([host]);
  const module = compiled({
    types, tags: [{ type: { kind: 'idx', x: indexOf(host) }, at }], funcs: [], exports: [{ name: 'tag', desc: { kind: 'tag', x: 0 }, at }],
  });
  const { tag } = newInstance(heap.log, module, {}).exports;
  if (!(tag instanceof wasm.Tag)) throw new TypeError('a tag is exported as a tag');
  heap.controls.set(address, tag);
  return tag;
};
const tagAt = ({ tags }: MutableHeap, address: number | undefined): SharedTag => {
  const tag = address === undefined ? undefined : tags.get(address);
  if (tag === undefined) throw new RangeError('a shared tag that no instance defines');
  return tag;
};

/** What a module imports that has to do with shared continuations; functions that any thread enters get so many slots. */
export const migrationImports = (S: MutableStore, { controls, migration }: Unshared, { tags }: Places, slots: number): HostImports => {
  const heap = heapOf(S);
  const ofTags = controls.map((x): readonly [string, object] => {
    const { address, type } = tagAt(heap, tags[x]);
    return [controlName(x), controlTag(heap, address, type)];
  });
  if (migration === undefined) return { [HEAP]: Object.fromEntries(ofTags) };
  const runtime = migrationOf(S, heap);
  return { [HEAP]: { ...Object.fromEntries(ofTags), [CODES]: newSlots(heap.log, slots) }, [MIGRATION]: runtime };
};
