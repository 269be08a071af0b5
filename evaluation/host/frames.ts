/**
 * The driver's structures, seen from JavaScript: the frames that stand in the heap.
 * @category Evaluation: host
 * @module
 */
import type { Func, TypeDef } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import { idxRef } from '../../syntax/types.ts';
import type { ValType } from '../../syntax/types.ts';
import { driver, DRIVER_TYPES, driverType, T } from '../translation/driver.ts';
import { compiled, exportOf } from './sections.ts';
import type { HostFunction, HostInstance, HostModule } from './wasm.ts';
import { functionOf, wasm } from './wasm.ts';

/** The fields that are read, by type. */
const FIELDS = {
  activation: ['frame', 'around', 'caller'], stack: ['top', 'next'], frame: ['parent', 'entry', 'pc'],
} as const;
type Field = { [T in keyof typeof FIELDS]: `${T}.${(typeof FIELDS)[T][number]}` }[keyof typeof FIELDS];

const at = NOWHERE;
const types = driver.types.flatMap(({ rec }) => rec);
/** A function `[(ref null $type)] → [t]` that reads a field of the type t, which has the type index y. */
const reader = (type: string, field: string, y: number): { readonly type: TypeDef; readonly func: Omit<Func, 'at'> } => {
  const x = driverType(type), comp = types[x]?.comp, names = driver.names.fields.get(x) ?? new Map<number, string>();
  const i = [...names].find(([, name]) => name === field)?.[0] ?? -1;
  const storage = comp?.kind === 'struct' ? comp.fields[i]?.storage : undefined;
  if (storage === undefined || storage === 'i8' || storage === 'i16') throw new RangeError(`the driver has no field $${type}.$${field}`);
  const result: ValType = storage;
  return {
    type: { rec: [{ final: true, supers: [], shared: false, comp: { kind: 'func', params: [idxRef(x, true)], results: [result] } }], at },
    func: { type: y, locals: [], body: [{ op: 'local.get', x: 0, at }, { op: 'struct.get', sx: undefined, x, i, at }] },
  };
};
const paths = Object.entries(FIELDS).flatMap(([type, fields]) => fields.map((field) => ({ type, field })));
/** Enters a frame. */
const ENTER: Omit<Func, 'at'> = {
  type: T.entry, locals: [], body: [
    { op: 'local.get', x: 0, at }, { op: 'local.get', x: 0, at },
    { op: 'struct.get', sx: undefined, x: T.frame, i: 1, at }, { op: 'call_ref', y: T.entry, at },
  ],
};
const makeModule = (): HostModule => {
  const readers = paths.map(({ type, field }, i) => reader(type, field, DRIVER_TYPES + i));
  return compiled({
    types: [...driver.types, ...readers.map(({ type }) => type)], funcs: [...readers.map(({ func }) => func), ENTER],
    exports: [...paths.map(({ type, field }, i) => exportOf(`${type}.${field}`, i)), exportOf('enter', paths.length)],
  });
};
let module: HostModule | undefined;
let made: HostInstance | undefined;
const instance = (): HostInstance => made ??= new wasm.Instance(module ??= makeModule(), {});
/** The content of a field of a structure of the driver. */
const read = (field: Field, of: unknown): unknown => functionOf(instance(), field)(of);
/**
 * Enters a frame, instead of the driver's `run`. The host inlines calls there, and does not tell of calls that are inlined inside of a
 * try_table; it does not inline what is in another instance.
 */
export const frameEntry = (instantiate: (module: HostModule) => HostInstance): HostFunction =>
  functionOf(instantiate(module ??= makeModule()), 'enter');

/** What a chain consists of: something, and what it leads to, up to null. */
const chain = (first: unknown, next: Field): readonly unknown[] => {
  const found: unknown[] = [];
  for (let it = first; it !== null && it !== undefined; it = read(next, it)) found.push(it);
  return found;
};

/** A frame in the heap: the function that enters it, and where to go on there. */
export interface HostFrame {
  /** the structure; undefined if there is none yet */
  readonly it: unknown;
  readonly entry: unknown;
  readonly pc: number;
}
const framesFrom = (top: unknown): readonly HostFrame[] => chain(top, 'frame.parent').map((frame) =>
  ({ it: frame, entry: read('frame.entry', frame), pc: Number(read('frame.pc', frame)) }));

/**
 * What a call of the driver's `run` is about: stacks, the innermost first, and of each the frames that stand in the heap, the innermost
 * first. The first stack is the one that runs: its innermost frames are the host's.
 */
export type Activation = readonly (readonly HostFrame[])[];
const stacksOf = (activation: unknown): Activation => {
  const frame = read('activation.frame', activation), around = chain(read('activation.around', activation), 'stack.next');
  const stacks = around.map((stack) => framesFrom(read('stack.top', stack)));
  return frame === null ? stacks : [framesFrom(read('frame.parent', frame)), ...stacks];
};
/** The calls of the driver's `run` that have not returned, the innermost first, from what its register ACTIVE holds. */
export const activationsOf = (active: unknown): readonly Activation[] => chain(active, 'activation.caller').map(stacksOf);
