/**
 * The translation of modules: from what is shared to an unshared module over one shared memory, the heap. The result may still switch
 * stacks.
 * @category Evaluation: sharing
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Expr } from '../../syntax/instructions.ts';
import type { Data, Elem, Export, Func, Global, Import, Module, Names, NameMap, Table, Tag } from '../../syntax/modules.ts';
import { NO_NAMES } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { ExternType, TableType, ValType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { validate } from '../../semantics/statics/modules.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { asFunc } from '../../semantics/types/expansion.ts';
import { refFunc } from '../translation/code.ts';
import type { Migration } from '../translation/migration.ts';
import { CODES } from '../translation/migration.ts';
import type { TrackedFunction, Tracking } from '../translation/tracking.ts';
import type { Steady } from '../translation/capture.ts';
import type { Part } from './constants.ts';
import { partsOf, translateConstant, typeOfValue } from './constants.ts';
import { translateFunction } from './functions.ts';
import { HEAP, THREADS } from './layout.ts';
import type { MutableSharing, Signature } from './plan.ts';
import {
  address, funcIdx, funcOnce, globalIdx, inHeapGlobal, isOfHost, memIdx, openVal, planFor, REGISTERS, RUNTIME, tableIdx, tagIdx, typeOnce,
  WAITING,
} from './plan.ts';
import { switchingOf } from './switching.ts';
import { heapType, refType, valType } from './types.ts';

/** The name under which a function is exported that each thread calls as it begins. */
const FRESH = 'weft:thread';
/** The name under which the tag for suspensions on the shared tag x is imported from the heap. */
export const controlName = (x: number): string => `control ${x}`;
/** How many pages the heap may have: 1 GiB. It has all of them from the beginning. */
export const HEAP_PAGES = 16384n;

/** A module without anything shared but memories. */
export interface Unshared {
  /** the translation */
  readonly valid: ValidModule;
  /** what it imports from `weft:heap` that is not there before, by name: numbers */
  readonly addresses: readonly string[];
  /** the parts of its constant expressions that are to be evaluated, by the names under which they are imported */
  readonly values: ReadonlyMap<string, Expr>;
  /** the shared functions that it defines, in the order of their slots: indices of the source */
  readonly functions: readonly number[];
  /** the shared tags that it imports for suspensions, under their `controlName`: indices of the source */
  readonly controls: readonly number[];
  /** how many globals of each thread may refer to what is shared */
  readonly mirrors: number;
  /** what never suspends */
  readonly steady: Steady;
  /** what may be captured in shared continuations, if anything may */
  readonly migration: Migration | undefined;
  /** what is known of references in frames */
  readonly tracking: Tracking;
}

type Value = Extract<Part, { readonly kind: 'value' }>;
/** The constant expressions that the host evaluates. */
const hostConstants = ({ module, context: C }: ValidModule): readonly Expr[] => [
  ...module.globals.flatMap(({ type, init }) => inHeapGlobal(type) ? [] : [init]),
  ...module.tables.flatMap(({ type, init }) => init === undefined || isSharedHeap(C, type.ref.heap) ? [] : [init]),
  ...module.elems.flatMap(({ type, init, mode }) =>
    isSharedHeap(C, type.heap) ? [] : [...init, ...mode.kind === 'active' ? [mode.offset] : []]),
  ...module.datas.flatMap(({ mode }) => mode.kind === 'active' ? [mode.offset] : []),
];
const isSharedHeap = (C: ValidModule['context'], ht: Elem['type']['heap']): boolean =>
  ht.kind === 'abs' ? ht.shared : C.types.at(ht.x)?.sub.shared === true;
const valuesIn = (valid: ValidModule): readonly Value[] =>
  hostConstants(valid).flatMap((expr) => partsOf(valid.context, expr).filter((part) => part.kind === 'value'));

const mapExtern = (plan: MutableSharing, xt: ExternType): ExternType => {
  const { types } = plan;
  switch (xt.kind) {
    case 'func': case 'tag': return { kind: xt.kind, type: { kind: 'idx', x: types.typeIdx(xt.type.x) } };
    case 'table': return { kind: 'table', type: { ...xt.type, shared: false, ref: refType(types, xt.type.ref) } };
    case 'global': return { kind: 'global', type: { ...xt.type, sharing: 'unshared', type: valType(types, xt.type.type) } };
    case 'mem': return xt;
  }
};
const heapImport = (name: string, type: ExternType, module: string = HEAP): Import => ({ module, name, type, at: NOWHERE });
const number = (mutable: boolean, type: ValType = 'i32'): ExternType => ({ kind: 'global', type: { sharing: 'unshared', mutable, type } });
const funcImports = (plan: MutableSharing): readonly Import[] => {
  const imports = (module: string, funcs: Readonly<Record<string, Signature>>): readonly Import[] =>
    Object.entries<Signature>(funcs).map(([name, [params, results]]) =>
      heapImport(name, { kind: 'func', type: { kind: 'idx', x: typeOnce(plan, { kind: 'func', params, results }) } }, module));
  return [...imports(HEAP, RUNTIME), ...imports(THREADS, WAITING)];
};
/** The tags that suspensions on shared tags have. */
const controlImports = (plan: MutableSharing): readonly Import[] => [...plan.controls.keys()].map((x) => {
  const dt = plan.C.tags.at(x), { params = [], results = [] } = (dt && asFunc(dt)) ?? {};
  const open = (t: ValType<DefType>): ValType => openVal(plan, t);
  const type = typeOnce(plan, { kind: 'func', params: params.map(open), results: results.map(open) });
  return heapImport(controlName(x), { kind: 'tag', type: { kind: 'idx', x: type } });
});
const FUNCTIONS: TableType = { addr: 'i32', limits: { min: 0n, max: undefined }, shared: false, ref: absRef('func') };
const imports = (plan: MutableSharing, values: readonly Value[]): readonly Import[] => {
  const { valid: { module, imports: types } } = plan, limits = { min: 1n, max: HEAP_PAGES };
  const own = module.imports.flatMap((im, i) => {
    const xt = types[i];
    return xt === undefined || !isOfHost(xt) ? [] : [{ ...im, type: mapExtern(plan, im.type) }];
  });
  const valueTypes = new Map(values.map((value, k) => [`value ${k}`, typeOfValue(plan, value)]));
  return [
    ...own, heapImport('memory', { kind: 'mem', type: { addr: 'i32', limits, shared: true } }),
    heapImport('functions', { kind: 'table', type: FUNCTIONS }),
    heapImport('exception', { kind: 'tag', type: { kind: 'idx', x: typeOnce(plan, { kind: 'func', params: ['i32'], results: [] }) } }),
    ...controlImports(plan), ...funcImports(plan),
    ...[...plan.addresses.keys()].map((name) => heapImport(name, number(REGISTERS.includes(name), valueTypes.get(name)))),
  ];
};

/** The functions are put where their records say. */
const slots = (plan: MutableSharing): readonly Elem[] => plan.shares.size === 0 ? [] : [{
  type: absRef('func'), init: [...plan.shares.keys()].map((x) => [refFunc(funcIdx(plan, x))]), shared: false, at: NOWHERE,
  mode: { kind: 'active', x: plan.functions, offset: [address(plan, 'slots')] },
}];
const elem = (plan: MutableSharing) => ({ type, init, mode, at }: Elem): readonly Elem[] => isSharedHeap(plan.C, type.heap) ? [] : [{
  type: refType(plan.types, type), init: init.map((e) => translateConstant(plan, e)), shared: false, at,
  mode: mode.kind === 'active' ? { ...mode, x: tableIdx(plan, mode.x), offset: translateConstant(plan, mode.offset) } : mode,
}];
const data = (plan: MutableSharing) => ({ bytes, mode, at }: Data): Data => ({
  bytes, at, shared: false,
  mode: mode.kind === 'active' ? { ...mode, x: memIdx(plan, mode.x), offset: translateConstant(plan, mode.offset) } : mode,
});
const global = (plan: MutableSharing) => ({ type, init, at }: Global): readonly Global[] => inHeapGlobal(type) ? [] : [{
  type: { ...type, sharing: 'unshared', type: valType(plan.types, type.type) }, init: translateConstant(plan, init), at,
}];
const table = (plan: MutableSharing) => ({ type, init, at }: Table): readonly Table[] => isSharedHeap(plan.C, type.ref.heap) ? [] : [{
  type: { ...type, shared: false, ref: { ...type.ref, heap: heapType(plan.types, type.ref.heap) } },
  init: init && translateConstant(plan, init), at,
}];
const tag = (plan: MutableSharing) => ({ type, at }: Tag): readonly Tag[] =>
  plan.C.types.at(type.x)?.sub.shared === true ? [] : [{ type: { kind: 'idx', x: plan.types.typeIdx(type.x) }, at }];
/** Gives the thread-local globals their defaults: what a thread begins with. */
const freshThread = (plan: MutableSharing): void => {
  const { valid: { module }, C, imported: { global: first } } = plan;
  funcOnce(plan, FRESH, [], [], [], () => module.globals.flatMap(({ init }, i): Expr => {
    const x = first + i;
    return C.globals.at(x)?.sharing === 'thread_local'
      ? [...translateConstant(plan, init), { op: 'global.set', x: globalIdx(plan, x), at: NOWHERE }] : [];
  }));
};
const freshExport = ({ made }: MutableSharing): readonly Export[] => {
  const x = made.get(`func ${FRESH}`);
  return x === undefined ? [] : [{ name: FRESH, desc: { kind: 'func', x }, at: NOWHERE }];
};
const exported = (plan: MutableSharing) => ({ name, desc: { kind, x }, at }: Export, i: number): readonly Export[] => {
  const xt = plan.valid.exports[i];
  if (xt === undefined || !isOfHost(xt)) return [];
  const indices = { func: funcIdx, global: globalIdx, table: tableIdx, mem: memIdx, tag: tagIdx };
  return [{ name, at, desc: { kind, x: indices[kind](plan, x) } }];
};

const renamed = (names: NameMap, to: (x: number) => number): NameMap => new Map([...names].map(([x, name]) => [to(x), name]));
const mapped = (names: NameMap, to: ReadonlyMap<number, number>): NameMap => new Map([...names].flatMap(([x, name]) => {
  const y = to.get(x);
  return y === undefined ? [] : [[y, name]];
}));
const namesOf = (plan: MutableSharing): Names => {
  const { names } = plan.valid.module, firstAdded = plan.C.funcs.length + Object.keys(RUNTIME).length + Object.keys(WAITING).length;
  const func = (x: number): number => funcIdx(plan, x), { typeIdx } = plan.types;
  return {
    ...NO_NAMES, module: names.module, types: renamed(names.types, typeIdx),
    fields: new Map([...names.fields].map(([x, fields]) => [typeIdx(x), fields])),
    funcs: new Map([...renamed(names.funcs, func), ...plan.moreFuncs.map(([name], i) => [firstAdded + i, name] as const)]),
    mems: new Map([...renamed(names.mems, (x) => memIdx(plan, x)), [plan.heap, 'heap']]),
    tables: mapped(names.tables, plan.tables), tags: mapped(names.tags, plan.tags), elems: mapped(names.elems, plan.elems),
    globals: new Map([
      ...mapped(names.globals, plan.globals), ...[...plan.addresses].map(([name, x]) => [x, name.replaceAll(' ', '_')] as const),
    ]),
    datas: names.datas,
  };
};

const translateModule = (plan: MutableSharing, values: readonly Value[]): readonly [Module, Tracking] => {
  const { valid: { module }, C, imported } = plan;
  const translated = module.funcs.map((func, i): readonly [Func, TrackedFunction] => {
    const dt = C.funcs.at(imported.func + i);
    if (dt === undefined) throw new RangeError('a function of a valid module has a type');
    return translateFunction(plan, func, imported.func + i, dt);
  });
  if (module.globals.some(({ type }) => type.sharing === 'thread_local')) freshThread(plan);
  const parts = {
    imports: imports(plan, values), mems: module.mems,
    tags: module.tags.flatMap(tag(plan)), globals: module.globals.flatMap(global(plan)),
    tables: module.tables.flatMap(table(plan)), datas: module.datas.map(data(plan)),
    elems: [...slots(plan), ...module.elems.flatMap(elem(plan))],
    funcs: [...translated.map(([func]) => func), ...plan.moreFuncs.map(([, func]) => func)],
    exports: [...module.exports.flatMap(exported(plan)), ...freshExport(plan)],
    start: module.start && { ...module.start, x: funcIdx(plan, module.start.x) }, customs: module.customs, names: namesOf(plan),
    at: module.at,
  };
  return [{ types: [...plan.types.defs, ...plan.moreTypes], ...parts }, translated.map(([, tracked]) => tracked)];
};

/**
 * What never suspends: shared functions, unless they may be captured in shared continuations, and what runs them; of the functions that are
 * added, only switches do.
 */
const steadyOf = ({ C, valid, imported, moreFuncs, migrates, intrinsics }: MutableSharing, isSteady: (i: number) => boolean): Steady => {
  const isSharedFunc = (x: number): boolean => C.funcs.at(x)?.sub.shared === true, defined = valid.module.funcs.length;
  const own = new Set(valid.module.imports.flatMap(({ name }, i) => {
    const xt = valid.imports[i];
    return xt?.kind === 'func' && xt.type.sub.shared && (!migrates || isSteady(i)) ? [name] : [];
  }));
  return {
    isImport: ({ module, name }) => (module.startsWith('weft:') && !(migrates && name === 'functions')) || (module === '' && own.has(name)),
    defined: new Set([
      ...migrates ? [] : valid.module.funcs.flatMap((_, i) => isSharedFunc(imported.func + i) ? [i] : []),
      ...moreFuncs.flatMap((_, i) => intrinsics.get(defined + i)?.kind === 'switch' ? [] : [defined + i]),
    ]),
  };
};
/** What may be captured in shared continuations: all shared functions, if any. */
const migrationOf = ({ C, valid, imported, migrates, intrinsics }: MutableSharing): Migration | undefined => !migrates ? undefined : {
  functions: new Set(valid.module.funcs.flatMap((_, i) => C.funcs.at(imported.func + i)?.sub.shared === true ? [i] : [])), intrinsics,
};

/**
 * ⟦module⟧; on the left, why there is none.
 * @param isSteady - which imports, by their number, are functions that are known never to suspend
 */
export const share = (source: ValidModule, isSteady: (i: number) => boolean): Unshared => {
  const values = valuesIn(source), plan = planFor(source, values.map(({ last }) => last), switchingOf(source, isSteady));
  const [module, tracking] = translateModule(plan, values), valid = validate(module);
  if (E.isLeft(valid)) throw new Error(`the translation of what is shared is not valid: ${valid.left.message}`);
  return {
    valid: valid.right, addresses: [...plan.addresses.keys()].filter((name) => !REGISTERS.includes(name) && name !== CODES),
    mirrors: plan.mirrors.size, values: new Map(values.map((value, k) => [`value ${k}`, value.source])),
    functions: [...plan.shares.keys()],
    controls: [...plan.controls.keys()], steady: steadyOf(plan, isSteady), migration: migrationOf(plan), tracking,
  };
};
