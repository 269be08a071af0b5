/**
 * The module that a translation makes: where things of the source stand in it, and what is added to it while functions are translated.
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { Func, Global, TypeDef } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { CompType, FieldType, RefType, TypeIdx } from '../../syntax/types.ts';
import { idxRef } from '../../syntax/types.ts';
import type { Context } from '../../semantics/statics/contexts.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import type { Capture } from './capture.ts';
import { binop, i32, read, refFunc } from './code.ts';
import { DRIVER_TYPES, T } from './driver.ts';
import { firstFunc, firstGlobal, funcIdx } from './layout.ts';
import type { Layout } from './layout.ts';
import type { HeapPlaces, Migration } from './migration.ts';
import type { Tracking } from './tracking.ts';

/** A module in the making. */
export interface MutablePlan {
  readonly valid: ValidModule;
  /** whether the driver is to keep what backtraces need */
  readonly tracing: boolean;
  readonly C: Context;
  readonly capture: Capture;
  readonly layout: Layout;
  /** what follows the types of the driver and of the source */
  readonly types: TypeDef[];
  /** what follows the globals of the source, and of the driver if it is here */
  readonly globals: Global[];
  /** what follows the functions of the source; undefined until it is made */
  readonly funcs: (Func | undefined)[];
  /** functions that begin with the driver's, if it is here, then `funcs` */
  readonly names: Map<number, string>;
  /** functions to which `ref.func` refers here but not in the source */
  readonly declared: Set<number>;
  /** things made once: by a key, their index */
  readonly made: Map<string, number>;
  readonly typeOf: ReadonlyMap<DefType, number>;
  /** by function index of the source, for those that may suspend and are defined here */
  readonly inside: Map<number, number>;
  /** by function index of the target, the function of the source that it is a version of */
  readonly versions: Map<number, number>;
  /** the most resume points that a function has so far */
  mostPoints: number;
  /** what may be captured in shared continuations, if something may */
  readonly migration: Migration | undefined;
  /** what is known of references in frames, if there may be some to what threads share, and where the module has the heap */
  readonly tracking: Tracking | undefined;
  readonly places: HeapPlaces;
  /** functions that any thread calls by their slots, which follow each other in this order */
  readonly slots: number[];
}

/** Where the module has the heap. */
export const heapOf = ({ tracking, places }: MutablePlan): HeapPlaces => {
  if (tracking === undefined) throw new RangeError('a module that shares nothing has no heap');
  return places;
};
/** The slot of a function of the target, which gets one if it has none. */
export const slotOf = (plan: MutablePlan, x: number): Expr => {
  const known = plan.slots.indexOf(x), nth = known < 0 ? plan.slots.push(x) - 1 : known;
  return [read(heapOf(plan).codes), i32(nth), binop('add')];
};

/** The function inside of continuations, which is the same if it cannot suspend. */
export const insideIdx = (plan: MutablePlan, x: number): number => plan.inside.get(x) ?? funcIdx(plan, x);

const firstType = ({ C }: MutablePlan): number => DRIVER_TYPES + C.types.length;

/** A type index for a function whose body is made later. */
export const reserveFunc = (plan: MutablePlan, name: string): number => {
  const x = firstFunc(plan) + plan.funcs.length;
  plan.funcs.push(undefined);
  plan.names.set(x, name);
  return x;
};
/** Gives a reserved function its body. */
export const defineFunc = (plan: MutablePlan, x: number, func: Func): void => { plan.funcs[x - firstFunc(plan)] = func; };
/** `ref.func x`, of a function of the target, which is declared for it */
export const reference = (plan: MutablePlan, x: number): Instr => {
  plan.declared.add(x);
  return refFunc(x);
};

/** The index of what has this key, which is made if it is not there. */
const once = (plan: MutablePlan, key: string, make: () => number): number => {
  const known = plan.made.get(key);
  if (known !== undefined) return known;
  const x = make();
  plan.made.set(key, x);
  return x;
};
/** Adds a type. */
const addType = (plan: MutablePlan, comp: CompType, supers: readonly TypeIdx[], final = true): number => {
  plan.types.push({ rec: [{ final, supers, shared: false, comp }], at: NOWHERE });
  return firstType(plan) + plan.types.length - 1;
};
/** Adds an immutable global. */
const addGlobal = (plan: MutablePlan, type: RefType, init: Expr): number => {
  plan.globals.push({ type: { sharing: 'unshared', mutable: false, type }, init, at: NOWHERE });
  return firstGlobal(plan) + plan.globals.length - 1;
};

/** The index of a final type that is in no group with others. */
export const typeOnce = (plan: MutablePlan, comp: CompType, supers: readonly TypeIdx[] = []): number =>
  once(plan, `type ${JSON.stringify([comp, supers])}`, () => addType(plan, comp, supers));
const FRAME: readonly TypeIdx[] = [{ kind: 'idx', x: T.frame }];
/** What all frames have in front: parent, entry and pc. */
const HEADER: readonly FieldType[] = [
  { mutable: true, storage: idxRef(T.frame, true) }, { mutable: false, storage: idxRef(T.entry, false) }, { mutable: true, storage: 'i32' },
];
const RECORD: FieldType = { mutable: false, storage: 'i32' };
/** How many fields a frame has in front of its own. */
export const HEADERS: number = HEADER.length;
/** Adds a type of frames with these fields after those that all frames have. */
export const frameType = (plan: MutablePlan, fields: readonly FieldType[]): number =>
  addType(plan, { kind: 'struct', fields: [...HEADER, ...fields] }, FRAME);
/** The type of frames with this key, made once. */
export const frameTypeOnce = (
  plan: MutablePlan, key: string, fields: () => readonly FieldType[], make: typeof frameType = frameType,
): number => once(plan, `frame ${key}`, () => make(plan, fields()));
/** The type of frames that have a record, whose address is the first field of their own, as the driver of a store with a heap knows it. */
export const trackedType = (plan: MutablePlan): number => once(plan, 'tracked', () =>
  addType(plan, { kind: 'struct', fields: [...HEADER, RECORD] }, FRAME, false));
/** Adds a type of such frames with further fields. */
export const trackedFrameType = (plan: MutablePlan, fields: readonly FieldType[]): number =>
  addType(plan, { kind: 'struct', fields: [...HEADER, RECORD, ...fields] }, [{ kind: 'idx', x: trackedType(plan) }]);
/** The index of the function with this key, whose body is made later. */
export const reserveOnce = (plan: MutablePlan, key: string): number => once(plan, `func ${key}`, () => reserveFunc(plan, key));
/** A function with this key, made once: its index is known before its body is. */
export const funcOnce = (plan: MutablePlan, key: string, body: () => Func): number => {
  const known = plan.made.get(`func ${key}`);
  if (known !== undefined) return known;
  const x = reserveOnce(plan, key);
  defineFunc(plan, x, body());
  return x;
};
/** An immutable global with this key, made once. */
export const globalOnce = (plan: MutablePlan, key: string, type: RefType, init: () => Expr): number =>
  once(plan, `global ${key}`, () => addGlobal(plan, type, init()));

