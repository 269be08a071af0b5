/**
 * The translation of modules: from Wasm 3.0 with stack switching to Wasm 3.0.
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { Data, Elem, Export, Func, Global, Import, Module, Names, Table, Tag } from '../../syntax/modules.ts';
import { NO_NAMES } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import { absRef, idxRef } from '../../syntax/types.ts';
import type { ExternType } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import type { Capture } from './capture.ts';
import { captureOf } from './capture.ts';
import { reserveInside, translateFunction } from './functions.ts';
import { DRIVER_FUNCS, driverFuncIdx, driverGlobalIdx, funcIdx, globalIdx, migrationFuncIdx, register } from './layout.ts';
import { externType, globalType, refType, tableType, typeDef, typeIdx } from './types.ts';
import type { DriverFrom, Layout } from './layout.ts';
import type { MutablePlan } from './plan.ts';
import { controlTag, controlType } from './tags.ts';
import { driver, driverCode, driverFunc, heapDriver, TRACKED } from './driver.ts';
import { openVal, tagSignature } from './closed-types.ts';
import { read, refFunc } from './code.ts';
import type { Migration } from './migration.ts';
import { heapPlaces, migrationImports, MIGRATION_FUNCS } from './migration.ts';
import { mentionsStackSwitching } from './mentions.ts';
import { reindexed } from './reindexing.ts';
import { heapOf, trackedType, typeOnce } from './plan.ts';
import type { Tracking } from './tracking.ts';

/** A module of the host. */
export interface Translated {
  readonly valid: ValidModule;
  readonly capture: Capture;
  /** plain Wasm 3.0 */
  readonly module: Module;
  /**
   * How it has the driver: not at all, because nothing in it can be captured; it defines it, and exports its globals and functions as
   * `weft:NAME`; or it imports them, as `NAME` of the module `weft`.
   */
  readonly driver: 'none' | DriverFrom;
  /** by function index of `module`, the function of the source that it is a version of; the driver's and those that are added are none */
  readonly versions: ReadonlyMap<number, number>;
  /** the most resume points that one function has: each of them is a block around what is before it */
  readonly mostPoints: number;
  /** how many functions any thread calls by slots; the global `codes` is the first slot */
  readonly slots: number;
}

/** What a module has to do with what threads share. */
export interface Sharing {
  /** what may be captured in shared continuations, if anything may */
  readonly migration: Migration | undefined;
  /** what is known of references in frames, if there may be some */
  readonly tracking: Tracking | undefined;
}
const NOT_SHARING: Sharing = { migration: undefined, tracking: undefined };

/** The name of the module that the driver is imported from. */
export const DRIVER_MODULE = 'weft';
/** The name under which something of the driver is exported. */
export const driverExport = (name: string): string => `${DRIVER_MODULE}:${name}`;
/** The name of the control tag of what is imported or exported as a tag. */
export const controlName = (name: string): string => `${DRIVER_MODULE}:tag ${name}`;

const countOf = (valid: ValidModule, kind: ExternType['kind'], defined: number): { readonly imported: number; readonly all: number } => {
  const imported = valid.imports.filter((xt) => xt.kind === kind).length;
  return { imported, all: imported + defined };
};
const layoutOf = (valid: ValidModule, from: DriverFrom, migrates: boolean): Layout => ({
  from, migrates, funcs: countOf(valid, 'func', valid.module.funcs.length), globals: countOf(valid, 'global', valid.module.globals.length),
  tags: countOf(valid, 'tag', valid.module.tags.length),
});

const expression = (plan: MutablePlan, expr: Expr): Expr => expr.map((e) => reindexed(plan, e));

/** Host tags have no results: an exception returns nothing. */
const tagType = (plan: MutablePlan, x: number, type: number): { readonly kind: 'idx'; readonly x: number } => {
  const { params, results } = tagSignature(plan, x);
  if (results.length === 0) return { kind: 'idx', x: typeIdx(type) };
  return { kind: 'idx', x: typeOnce(plan, { kind: 'func', params: params.map((t) => openVal(plan, t)), results: [] }) };
};

const driverImports = (): readonly Import[] => [
  ...driver.globals.map(({ type }, x): Import => (
    { module: DRIVER_MODULE, name: driver.names.globals.get(x) ?? '', type: { kind: 'global', type }, at: NOWHERE })),
  ...DRIVER_FUNCS.map((name): Import => ({
    module: DRIVER_MODULE, name, type: { kind: 'func', type: { kind: 'idx', x: driver.funcs[driverFunc(name)]?.type ?? 0 } }, at: NOWHERE,
  })),
];
const imports = (plan: MutablePlan): readonly Import[] => {
  let tags = 0;
  const controls: Import[] = [];
  const own = plan.valid.module.imports.map((im): Import => {
    if (im.type.kind !== 'tag') return { ...im, type: externType(im.type) };
    const { x } = im.type.type, control = { ...im, module: controlName(im.module), type: controlGlobal(plan, x) };
    controls.push(control);
    return { ...im, type: { kind: 'tag', type: tagType(plan, tags++, x) } };
  });
  const migration = plan.migration === undefined ? [] : migrationImports((comp) => typeOnce(plan, comp));
  return [...own, ...controls, ...plan.layout.from === 'import' ? driverImports() : [], ...migration];
};
const controlGlobal = (plan: MutablePlan, x: number): ExternType =>
  ({ kind: 'global', type: { sharing: 'unshared', mutable: false, type: idxRef(controlType(plan, x), false) } });

const table = (plan: MutablePlan) => ({ type, init, at }: Table): Table =>
  ({ type: tableType(type), init: init && expression(plan, init), at });
const global = (plan: MutablePlan) => ({ type, init, at }: Global): Global =>
  ({ type: globalType(type), init: expression(plan, init), at });
const data = (plan: MutablePlan) => (d: Data): Data =>
  d.mode.kind === 'passive' ? d : { ...d, mode: { ...d.mode, offset: expression(plan, d.mode.offset) } };
const elem = (plan: MutablePlan) => ({ type, init, mode, shared, at }: Elem): Elem => ({
  type: refType(type), init: init.map((expr) => expression(plan, expr)), shared, at,
  mode: mode.kind === 'active' ? { ...mode, offset: expression(plan, mode.offset) } : mode,
});
/** The functions that only the translation refers to. */
const declared = ({ declared: xs }: MutablePlan): readonly Elem[] => xs.size === 0 ? [] : [{
  type: absRef('func', false), init: [...xs].sort((a, b) => a - b).map((x) => [refFunc(x)]), mode: { kind: 'declare' }, shared: false,
  at: NOWHERE,
}];

/** Functions that any thread calls are put into their slots. */
const slotted = ({ slots, places }: MutablePlan): readonly Elem[] => slots.length === 0 ? [] : [{
  type: absRef('func'), init: slots.map((x) => [refFunc(x)]), shared: false, at: NOWHERE,
  mode: { kind: 'active', x: places.functions, offset: [read(places.codes)] },
}];

const exported = (plan: MutablePlan) => ({ name, desc, at }: Export): readonly Export[] => {
  switch (desc.kind) {
    case 'func': return [{ name, at, desc: { kind: 'func', x: funcIdx(plan, desc.x) } }];
    case 'global': return [{ name, at, desc: { kind: 'global', x: globalIdx(plan, desc.x) } }];
    case 'tag': return [{ name, at, desc }, { name: controlName(name), at, desc: { kind: 'global', x: controlTag(plan, desc.x) } }];
    default: return [{ name, at, desc }];
  }
};
const driverExports = (plan: MutablePlan): readonly Export[] => plan.layout.from === 'import' ? [] : [
  ...driver.globals.map((_, x): Export => (
    { name: driverExport(driver.names.globals.get(x) ?? ''), desc: { kind: 'global', x: driverGlobalIdx(plan, x) }, at: NOWHERE })),
  ...DRIVER_FUNCS.map((name): Export => ({ name: driverExport(name), desc: { kind: 'func', x: driverFuncIdx(plan, name) }, at: NOWHERE })),
];

/** An instruction of a driver, at other indices. */
const driverInstr = (plan: MutablePlan, { names }: Module) => (e: Instr): Instr => {
  switch (e.op) {
    case 'call': {
      const name = names.funcs.get(e.x) ?? '';
      return { ...e, x: name === 'release' ? heapOf(plan).release : driverFuncIdx(plan, name) };
    }
    case 'global.get': case 'global.set': {
      const name = names.globals.get(e.x) ?? '';
      return { ...e, x: name === 'THREAD' ? heapOf(plan).thread : register(plan, name) };
    }
    case 'throw': return { ...e, x: e.x + plan.layout.tags.all };
    case 'load': case 'store': return { ...e, x: heapOf(plan).heap };
    case 'struct.get': return e.x === TRACKED ? { ...e, x: trackedType(plan) } : e;
    case 'ref.test': case 'ref.cast':
      return e.rt.heap.kind === 'idx' && e.rt.heap.x === TRACKED ? { ...e, rt: idxRef(trackedType(plan), false) } : e;
    default: return e;
  }
};
/** The driver as a part of the module: that of a store with a heap, if the module shares something. */
const ownDriver = (plan: MutablePlan): Pick<Module, 'tags' | 'globals' | 'funcs'> => {
  if (plan.layout.from === 'import') return { tags: [], globals: [], funcs: [] };
  const mine = plan.tracking === undefined ? driver : heapDriver, instr = driverInstr(plan, mine);
  const code = (body: Expr): Expr => driverCode(mine, plan.tracing, body, instr);
  const func = (f: Func, i: number): Func => ({ ...f, type: driver.funcs[i]?.type ?? -1, body: code(f.body) });
  return { tags: driver.tags, globals: driver.globals, funcs: mine.funcs.map(func) };
};

const named = <A>(names: ReadonlyMap<number, A>, to: (x: number) => number): ReadonlyMap<number, A> =>
  new Map([...names].map(([x, name]) => [to(x), name]));
/** Names of what is in the source keep standing for it. */
const namesOf = (plan: MutablePlan): Names => {
  const { names } = plan.valid.module, { layout } = plan;
  const driverFuncs = layout.from === 'own' ? [...driver.names.funcs.values()] : DRIVER_FUNCS;
  return {
    ...NO_NAMES,
    module: names.module,
    types: new Map([...driver.names.types, ...named(names.types, typeIdx)]),
    fields: new Map([...driver.names.fields, ...named(names.fields, typeIdx)]),
    funcs: new Map([
      ...named(names.funcs, (x) => funcIdx(plan, x)),
      ...driverFuncs.map((name): readonly [number, string] => [driverFuncIdx(plan, name), name]),
      ...layout.migrates ? MIGRATION_FUNCS.map((name): readonly [number, string] => [migrationFuncIdx(plan, name), name]) : [],
      ...plan.names,
    ]),
    tables: names.tables, mems: names.mems, tags: names.tags, elems: names.elems, datas: names.datas,
    globals: new Map([
      ...named(names.globals, (x) => globalIdx(plan, x)), ...named(driver.names.globals, (x) => driverGlobalIdx(plan, x)),
    ]),
  };
};

const nameOf = ({ module: { names } }: ValidModule) => (x: number): string => names.funcs.get(x) ?? `func${x}`;

const planFor = (
  valid: ValidModule, from: DriverFrom, capture: Capture, tracing: boolean, { migration, tracking }: Sharing,
): MutablePlan => {
  const typeOf = new Map<DefType, number>();
  valid.types.forEach((dt, x) => { if (!typeOf.has(dt)) typeOf.set(dt, x); });
  return {
    valid, tracing, C: valid.context, capture, layout: layoutOf(valid, from, migration !== undefined), typeOf,
    types: [], globals: [], funcs: [], names: new Map(), declared: new Set(), made: new Map(), inside: new Map(), versions: new Map(),
    mostPoints: 0, migration, tracking, places: heapPlaces(valid.module), slots: [],
  };
};

/** The module with everything that the plan has gathered; what it still gathers is asked for first. */
const finished = (plan: MutablePlan, functions: readonly Func[]): Module => {
  const { module } = plan.valid, { layout } = plan, tagsBefore = layout.tags.imported;
  const imported = imports(plan);
  const tags = module.tags.map(({ type, at }, i): Tag => ({ type: tagType(plan, tagsBefore + i, type.x), at }));
  const exports = [...module.exports.flatMap(exported(plan)), ...driverExports(plan)];
  const own = ownDriver(plan);
  const made = plan.funcs.map((func): Func => {
    if (func === undefined) throw new RangeError('a function that was not made');
    return func;
  });
  return {
    types: [...driver.types, ...module.types.map(typeDef), ...plan.types],
    imports: imported, exports, tags: [...tags, ...own.tags],
    globals: [...module.globals.map(global(plan)), ...own.globals, ...plan.globals],
    mems: module.mems, tables: module.tables.map(table(plan)),
    funcs: [...functions, ...own.funcs, ...made],
    datas: module.datas.map(data(plan)), elems: [...module.elems.map(elem(plan)), ...declared(plan), ...slotted(plan)],
    start: module.start && { ...module.start, x: funcIdx(plan, module.start.x) },
    customs: module.customs, names: namesOf(plan), at: module.at,
  };
};

/** A module that stays as it is. */
const unchanged = ({ valid, capture, layout: { funcs } }: MutablePlan): Translated => {
  const versions = new Map(valid.module.funcs.map((_, i) => [funcs.imported + i, funcs.imported + i]));
  return { valid, capture, module: valid.module, driver: 'none', versions, mostPoints: 0, slots: 0 };
};

/**
 * ⟦module⟧: what the host runs in its place.
 * @param capture - what can be captured, if somebody knows better than the call graph
 * @param tracing - whether its driver, if it has its own, is to keep what backtraces need
 * @param sharing - what it has to do with what threads share; where continuations are shared, the driver is imported
 */
export const translate = (
  valid: ValidModule, from: DriverFrom, capture: Capture = captureOf(valid), tracing = false, sharing: Sharing = NOT_SHARING,
): Translated => {
  const plan = planFor(valid, from, capture, tracing, sharing);
  if (!plan.capture.concerned && !mentionsStackSwitching(valid)) return unchanged(plan);
  reserveInside(plan, nameOf(valid));
  const { imported } = plan.layout.funcs;
  const functions = valid.module.funcs.map((func, i) => translateFunction(plan, func, imported + i, nameOf(valid)(imported + i)));
  const module = finished(plan, functions);
  return {
    valid, capture: plan.capture, module, driver: from, versions: plan.versions, mostPoints: plan.mostPoints, slots: plan.slots.length,
  };
};
