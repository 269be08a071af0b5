/**
 * The module that a translation makes: where things of the source stand in it, and what is added to it while functions are translated.
 * @module
 */
import type { Expr, Hdl } from '../../syntax/instructions.ts';
import type { Func, Global, TypeDef } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { CompType, FieldType, FuncType, RefType, StructType, TypeIdx, ValType } from '../../syntax/types.ts';
import { idxRef } from '../../syntax/types.ts';
import type { Context } from '../../semantics/statics/contexts.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc, contTarget } from '../../semantics/types/expansion.ts';
import type { Capture } from './capture.ts';
import type { Bare } from './code.ts';
import { placed, read, refFunc, refNull, structNew } from './code.ts';
import { DRIVER_TYPES, T, driver, driverFunc, driverGlobal } from './driver.ts';
import { heapType, typeIdx } from './types.ts';

/** How a translated module comes to the driver: it contains it, or imports it. */
export type DriverFrom = 'own' | 'import';

/** What stands where: index spaces of the target begin with what the source imports, then come the imports that are added. */
export interface Layout {
  readonly from: DriverFrom;
  /** of functions and globals: how many the source imports, and how many it has with those that it defines */
  readonly funcs: { readonly imported: number; readonly all: number };
  readonly globals: { readonly imported: number; readonly all: number };
  /** how many tags the source imports, and how many it has */
  readonly tags: { readonly imported: number; readonly all: number };
}

/** The functions of the driver that translated modules call. */
export const DRIVER_FUNCS: readonly string[] = ['trap', 'take', 'run', 'exception'];

/** A module in the making. */
export interface MutablePlan {
  readonly valid: ValidModule;
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
}

const { imports } = driver;
if (imports.length > 0) throw new Error('the driver imports nothing');
const DRIVER_GLOBALS = driver.globals.length;

const addedFuncs = ({ from }: Layout): number => from === 'import' ? DRIVER_FUNCS.length : 0;
/** The control tags of imported tags are imported before the driver's globals. */
const addedGlobals = ({ from, tags }: Layout): number => tags.imported + (from === 'import' ? DRIVER_GLOBALS : 0);

/** ⟦x⟧, of a function index: the function outside of continuations */
export const funcIdx = ({ layout }: MutablePlan, x: number): number => x < layout.funcs.imported ? x : x + addedFuncs(layout);
/** The function inside of continuations, which is the same if it cannot suspend. */
export const insideIdx = (plan: MutablePlan, x: number): number => plan.inside.get(x) ?? funcIdx(plan, x);
/** ⟦x⟧, of a global index */
export const globalIdx = ({ layout }: MutablePlan, x: number): number => x < layout.globals.imported ? x : x + addedGlobals(layout);

/** Where the functions of the driver stand, all of them if they are here. */
export const driverFuncIdx = ({ layout: { from, funcs } }: MutablePlan, name: string): number =>
  from === 'import' ? funcs.imported + DRIVER_FUNCS.indexOf(name) : funcs.all + driverFunc(name);
const ownGlobals = ({ globals, from, tags }: Layout): number => from === 'own' ? globals.all + tags.imported : globals.imported + tags.imported;
/** Where the global x of the driver stands. */
export const driverGlobalAt = ({ layout }: MutablePlan, x: number): number => ownGlobals(layout) + x;
/** The index of a register. */
export const register = (plan: MutablePlan, name: string): number => driverGlobalAt(plan, driverGlobal(name));

const firstFunc = ({ layout }: MutablePlan): number => layout.funcs.all + addedFuncs(layout) + (layout.from === 'own' ? driver.funcs.length : 0);
const firstGlobal = ({ layout }: MutablePlan): number => layout.globals.all + addedGlobals(layout) + (layout.from === 'own' ? DRIVER_GLOBALS : 0);
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
export const reference = (plan: MutablePlan, x: number): Bare => {
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
const addType = (plan: MutablePlan, comp: CompType, supers: readonly TypeIdx[]): number => {
  plan.types.push({ rec: [{ final: true, supers, shared: false, comp }], at: NOWHERE });
  return firstType(plan) + plan.types.length - 1;
};
/** Adds an immutable global. */
const addGlobal = (plan: MutablePlan, type: RefType, init: readonly Bare[]): number => {
  plan.globals.push({ type: { sharing: 'unshared', mutable: false, type }, init: init.map((e) => placed(e, NOWHERE)), at: NOWHERE });
  return firstGlobal(plan) + plan.globals.length - 1;
};

/** The closed type `t`, in terms of the target's type indices. */
export const openVal = (plan: MutablePlan, t: ValType<DefType>): ValType => typeof t === 'string' ? t : openRef(plan, t);
/** The closed type `rt`, in terms of the target's type indices. */
export const openRef = (plan: MutablePlan, { kind, nullable, heap }: RefType<DefType>): RefType => {
  if (heap.kind === 'abs') return { kind, nullable, heap: heapType(heap) };
  return { kind, nullable, heap: { kind: 'idx', x: typeIdx(sourceType(plan, heap)) } };
};
/** The same type with null. */
export const nullable = (t: ValType): ValType => typeof t === 'string' || t.nullable ? t : { ...t, nullable: true };

/** The index of the type of functions from t₁* to t₂* that is in no group with others. */
export const functionType = (plan: MutablePlan, ft: FuncType): number => once(plan, `func ${JSON.stringify(ft)}`, () => addType(plan, ft, []));
/** The index of a final structure type. */
export const structType = (plan: MutablePlan, st: StructType): number => once(plan, `struct ${JSON.stringify(st)}`, () => addType(plan, st, []));

const FRAME: readonly TypeIdx[] = [{ kind: 'idx', x: T.frame }];
/** What all frames have in front: parent, entry and pc. */
const HEADER: readonly FieldType[] = [
  { mutable: true, storage: idxRef(T.frame, true) }, { mutable: false, storage: idxRef(T.entry, false) }, { mutable: true, storage: 'i32' },
];
/** How many fields a frame has in front of its own. */
export const HEADERS: number = HEADER.length;
/** Adds a type of frames with these fields after those that all frames have. */
export const frameType = (plan: MutablePlan, fields: readonly FieldType[]): number =>
  addType(plan, { kind: 'struct', fields: [...HEADER, ...fields] }, FRAME);
/** The type of frames with this key, made once. */
export const frameTypeOnce = (plan: MutablePlan, key: string, fields: () => readonly FieldType[]): number =>
  once(plan, `frame ${key}`, () => frameType(plan, fields()));
/** A function with this key, made once: its index is known before its body is. */
export const funcOnce = (plan: MutablePlan, key: string, body: () => Func): number => {
  const known = plan.made.get(`func ${key}`);
  if (known !== undefined) return known;
  const x = reserveFunc(plan, key);
  plan.made.set(`func ${key}`, x);
  defineFunc(plan, x, body());
  return x;
};
/** An immutable global with this key, made once. */
export const globalOnce = (plan: MutablePlan, key: string, type: RefType, init: () => readonly Bare[]): number =>
  once(plan, `global ${key}`, () => addGlobal(plan, type, init()));

/** The source's index of a defined type. */
export const sourceType = ({ typeOf }: MutablePlan, dt: DefType): number => {
  const x = typeOf.get(dt);
  if (x === undefined) throw new RangeError('a type that is not one of the module');
  return x;
};
/** The type of the functions of a source type `$ct ≈ cont $ft`: the index of `$ft` in the target. */
export const contFunc = (plan: MutablePlan, ct: number): number => {
  const dt = plan.C.types.at(ct), ft = dt === undefined ? undefined : contTarget(dt), x = ft === undefined ? undefined : plan.typeOf.get(ft);
  if (x === undefined) throw new RangeError(`type ${ct} is no continuation type`);
  return typeIdx(x);
};
/** `[t₁*] → [t₂*]`, of the source type `$ct ≈ cont [t₁*] → [t₂*]` or of a function type */
export const signature = (plan: MutablePlan, x: number): FuncType<DefType> => {
  const dt = plan.C.types.at(x), ft = dt === undefined ? undefined : asFunc(contTarget(dt) ?? dt);
  if (ft === undefined) throw new RangeError(`type ${x} is no function or continuation type`);
  return ft;
};
/** `[t₁*] → [t₂*]`, of the source's tag x */
export const tagSignature = ({ C }: MutablePlan, x: number): FuncType<DefType> => {
  const dt = C.tags.at(x), ft = dt === undefined ? undefined : asFunc(dt);
  if (ft === undefined) throw new RangeError(`there is no tag ${x}`);
  return ft;
};

/** The type of the control tags that stand for tags of the source's type x. */
export const controlTagType = (plan: MutablePlan, x: number): number => once(plan, `tag ${x}`, () => addType(plan,
  { kind: 'struct', fields: [{ mutable: false, storage: idxRef(typeIdx(x), true) }] }, [{ kind: 'idx', x: T.tag }]));
/** The global that holds the control tag of the tag x. */
export const controlTag = (plan: MutablePlan, x: number): number => {
  const { tags, globals } = plan.layout;
  if (x < tags.imported) return globals.imported + x;
  return globalOnce(plan, `tag ${x}`, idxRef(tagType(plan, x), false), () => [
    refNull({ kind: 'idx', x: typeIdx(plan.valid.module.tags[x - tags.imported]?.type.x ?? -1) }), structNew(tagType(plan, x)),
  ]);
};
const tagType = (plan: MutablePlan, x: number): number =>
  controlTagType(plan, plan.valid.module.tags[x - plan.layout.tags.imported]?.type.x ?? -1);

const NONE: readonly Bare[] = [refNull({ kind: 'idx', x: T.tags })];
const tagList = (plan: MutablePlan, tags: readonly number[]): readonly Bare[] =>
  tags.length === 0 ? NONE : [...tags.map((x) => read(controlTag(plan, x))), { op: 'array.new_fixed', x: T.tags, n: tags.length }];
/**
 * The global that holds the handlers of a resume.
 * ```rule
 * ⟦hdl*⟧ = {first $e₁, more $e₂*, switches $e′*}
 *   — if (on $e₁ l₁) (on $e₂ l₂)* are those of hdl* with a label, and (on $e′ switch)* the others
 * ```
 */
export const handlers = (plan: MutablePlan, hdls: readonly Hdl[]): number => {
  const on = hdls.filter(({ kind }) => kind === 'on').map(({ x }) => x), switches = hdls.filter(({ kind }) => kind === 'switch').map(({ x }) => x);
  const [first, ...more] = on;
  return globalOnce(plan, `handlers ${on.join()};${switches.join()}`, idxRef(T.handlers, false), () => [
    first === undefined ? refNull({ kind: 'idx', x: T.tag }) : read(controlTag(plan, first)),
    ...tagList(plan, more), ...tagList(plan, switches), structNew(T.handlers),
  ]);
};

/** A body without positions, as the text of a function. */
export const unplaced = (body: readonly Bare[]): Expr => body.map((e) => placed(e, NOWHERE));
