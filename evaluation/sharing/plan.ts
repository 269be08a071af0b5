/**
 * The module that the translation makes: where things of the source stand in it, and what it imports besides.
 *
 * Each index space begins with what the source imports and the host still has, then comes what is imported besides, what the source
 * defines, and the rest. What lies in the heap instead is known by its address, an immutable i32 that is imported from the module
 * `weft:heap`:
 * ```
 * type X       the run-time type of the shared type X
 * global X     where the shared global X lies; table X, elem X and data X accordingly
 * tag X        the identity of the shared tag X
 * func X       the record of the shared function X, if it is imported
 * records      the records of the shared functions that the module defines, one after the other
 * slots        where these functions are in the table of functions
 * codes        the slots of the functions that enter frames of shared continuations, if the module has to do with them
 * mirrors      how far from the beginning of a thread's region it is to what its globals refer to
 * value N      what a part of a constant expression of the host's comes to, if it is about shared things; it may have another type
 * ```
 * @category Evaluation: sharing
 * @module
 */
import type { BlockType, Expr, Instr } from '../../syntax/instructions.ts';
import type { Func, TypeDef } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { CompType, ExternType, GlobalType, RefType, TableType, ValType } from '../../syntax/types.ts';
import type { Context } from '../../semantics/statics/contexts.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { heapShared } from '../../semantics/types/sharing.ts';
import { unreachable } from '../translation/code.ts';
import type { Intrinsic } from '../translation/migration.ts';
import { CODES } from '../translation/migration.ts';
import type { Switching } from './switching.ts';
import type { Types } from './types.ts';
import type { Safepoints } from './safepoints.ts';
import { safepointsOf } from './safepoints.ts';
import { sharedTypes, valType } from './types.ts';

/** The parameters and results of a function that is imported. */
export type Signature = readonly [params: readonly ValType[], results: readonly ValType[]];
/** The names of the functions of the runtime, and of the module `weft:threads`. */
export type RuntimeName = 'trap' | KeepingName | 'fill16' | 'fill32' | 'fill64' | 'fill128' | 'grow' | WaitingName;
type KeepingName = 'refill' | 'reserve' | 'overflow' | 'poll' | 'pin' | 'record' | 'release';
type WaitingName = 'lock' | 'unlock' | 'wait' | 'notify';
/** The functions that are imported. */
export const RUNTIME: Readonly<Record<Exclude<RuntimeName, WaitingName>, Signature>> = {
  trap: [['i32'], []], refill: [['i32'], ['i32']],
  reserve: [['i32'], ['i32']], overflow: [[], ['i32']], poll: [[], []], pin: [['i32'], []], record: [['i32'], ['i32']],
  release: [['i32'], []],
  fill16: [['i32', 'i32', 'i32'], []], fill32: [['i32', 'i32', 'i32'], []],
  fill64: [['i32', 'i64', 'i32'], []], fill128: [['i32', 'v128', 'i32'], []],
  grow: [['i32', 'i32', 'i32'], ['i32']],
};
/** Those of the module `weft:threads`. */
export const WAITING: Readonly<Record<WaitingName, Signature>> = {
  lock: [['i32', 'i64'], ['i32']], unlock: [['i32'], []],
  wait: [['i32', 'i32', 'i64', 'i64'], ['i32']], notify: [['i32', 'i64', 'i32'], ['i32']],
};
const RUNTIME_NAMES: readonly string[] = [...Object.keys(RUNTIME), ...Object.keys(WAITING)];

/** Whether a global lies in the heap. */
export const inHeapGlobal = ({ sharing }: Pick<GlobalType<unknown>, 'sharing'>): boolean => sharing === 'shared';
/** Whether a table lies in the heap: the host has none of numbers, which shared references are. */
export const inHeapTable = ({ ref }: TableType<DefType>): boolean => heapShared(ref.heap);
/** Whether the host still has what is imported or exported. */
export const isOfHost = (xt: ExternType<DefType>): boolean => {
  switch (xt.kind) {
    case 'global': return !inHeapGlobal(xt.type);
    case 'table': return !inHeapTable(xt.type);
    case 'tag': return !xt.type.sub.shared;
    case 'func': case 'mem': return true;
  }
};

/** A module in the making. */
export interface MutableSharing {
  readonly valid: ValidModule;
  readonly C: Context;
  readonly types: Types;
  /** how many of each kind the source imports */
  readonly imported: { readonly [K in ExternType['kind']]: number };
  /** by index of the source, the index in the target of what the host still has */
  readonly globals: ReadonlyMap<number, number>;
  readonly tables: ReadonlyMap<number, number>;
  readonly tags: ReadonlyMap<number, number>;
  readonly elems: ReadonlyMap<number, number>;
  /** the index of the heap, of the table of functions, and of the tag of shared exceptions */
  readonly heap: number;
  readonly functions: number;
  readonly exception: number;
  /** the addresses that are imported, by their names: indices of globals */
  readonly addresses: ReadonlyMap<string, number>;
  /** the parts of constant expressions that are evaluated when the module is instantiated, by their last instructions */
  readonly values: ReadonlyMap<Instr, string>;
  /** by index in `C.funcs`, which of the defined shared functions it is */
  readonly shares: ReadonlyMap<number, number>;
  /** whether shared functions may be captured in shared continuations */
  readonly migrates: boolean;
  /** the shared tags that are suspended on or handled, by their indices, with indices in the target: of tags that are imported */
  readonly controls: ReadonlyMap<number, number>;
  /** the functions that the translation of stack switching makes, by their places among those that are defined */
  readonly intrinsics: Map<number, Intrinsic>;
  /** globals of threads that may refer to something shared, which their regions do as well: numbered */
  readonly mirrors: ReadonlyMap<number, number>;
  readonly safepoints: Safepoints;
  readonly typeOf: ReadonlyMap<DefType, number>;
  /** what follows the types and functions of the source */
  readonly moreTypes: TypeDef[];
  readonly moreFuncs: (readonly [name: string, func: Func])[];
  readonly made: Map<string, number>;
}

/** The mutable globals of a thread that hold what is left of its part of the heap, and where its region is. */
export const HERE = 'HERE', END = 'END', THREAD = 'THREAD';
/** The names of globals of the runtime, which others than the first thread have, too. */
export const REGISTERS: readonly string[] = [HERE, END, THREAD];

const counted = (valid: ValidModule, kind: ExternType['kind']): number => valid.imports.filter((xt) => xt.kind === kind).length;
/** Indices for what the host still has: `before` those imported, then `between`, then those defined. */
const indices = <A>(all: readonly A[], imported: number, kept: (a: A) => boolean, between: number): ReadonlyMap<number, number> => {
  const found = new Map<number, number>();
  let next = 0;
  all.forEach((a, x) => {
    if (x === imported) next += between;
    if (kept(a)) found.set(x, next++);
  });
  return found;
};
const listed = <A>({ at, length }: { readonly at: (x: number) => A | undefined; readonly length: number }, space: object): readonly A[] =>
  Array.from({ length }, (_, x) => {
    const found = at.call(space, x);
    if (found === undefined) throw new RangeError('an index space has a gap');
    return found;
  });
const all = <A>(space: { readonly at: (x: number) => A | undefined; readonly length: number }): readonly A[] => listed(space, space);

type Named = Pick<MutableSharing, 'C' | 'imported' | 'tags' | 'shares' | 'migrates' | 'mirrors'>;
const addressNames = ({ C, imported, tags, shares, migrates, mirrors }: Named): readonly string[] => [
  ...all(C.types).flatMap((dt, x) => dt.sub.shared ? [`type ${x}`] : []),
  ...all(C.globals).flatMap((gt, x) => inHeapGlobal(gt) ? [`global ${x}`] : []),
  ...all(C.tables).flatMap((tt, x) => inHeapTable(tt) ? [`table ${x}`] : []),
  ...all(C.tags).flatMap((_, x) => tags.has(x) ? [] : [`tag ${x}`]),
  ...all(C.elems).flatMap(({ ref }, x) => heapShared(ref.heap) ? [`elem ${x}`] : []),
  ...all(C.datas).flatMap(({ shared }, x) => shared ? [`data ${x}`] : []),
  ...all(C.funcs).flatMap((dt, x) => dt.sub.shared && x < imported.func ? [`func ${x}`] : []),
  ...shares.size > 0 ? ['records', 'slots'] : [], ...migrates ? [CODES] : [], ...mirrors.size > 0 ? ['mirrors'] : [],
  'type exn', 'type waitqueue',
];

/** The shared functions that a module defines, numbered. */
const sharesOf = (C: Context, imported: number): ReadonlyMap<number, number> => {
  const shares = new Map<number, number>();
  all(C.funcs).forEach((dt, x) => { if (x >= imported && dt.sub.shared) shares.set(x, shares.size); });
  return shares;
};

/** The globals of threads that may come to refer to something shared, numbered. */
const mirrorsOf = (C: Context): ReadonlyMap<number, number> => new Map(all(C.globals)
  .flatMap((gt, x) => gt.mutable && !inHeapGlobal(gt) && isSharedRef(gt.type) ? [x] : []).map((x, k) => [x, k]));

/**
 * The plan for a module. The values are parts of its constant expressions, by their last instructions; what it has to do with shared
 * continuations is found out before.
 */
export const planFor = (valid: ValidModule, values: readonly Instr[], { migrates, tags: used }: Switching): MutableSharing => {
  const { context: C } = valid;
  const imported = {
    func: counted(valid, 'func'), table: counted(valid, 'table'), mem: counted(valid, 'mem'), global: counted(valid, 'global'),
    tag: counted(valid, 'tag'),
  };
  const exception = all(C.tags).slice(0, imported.tag).filter((dt) => !dt.sub.shared).length;
  const controls = new Map(used.map((x, i) => [x, exception + 1 + i]));
  const tags = indices(all(C.tags), imported.tag, (dt) => !dt.sub.shared, 1 + used.length), shares = sharesOf(C, imported.func);
  const mirrors = mirrorsOf(C);
  const names = [...addressNames({ C, imported, tags, shares, migrates, mirrors }), ...values.map((_, k) => `value ${k}`)];
  const hostGlobals = all(C.globals).slice(0, imported.global).filter((gt) => !inHeapGlobal(gt)).length;
  const typeOf = new Map<DefType, number>();
  all(C.types).forEach((dt, x) => { if (!typeOf.has(dt)) typeOf.set(dt, x); });
  return {
    valid, C, types: sharedTypes(valid.module.types), imported, tags, shares, mirrors, typeOf, migrates, controls, intrinsics: new Map(),
    safepoints: safepointsOf(valid),
    globals: indices(all(C.globals), imported.global, (gt) => !inHeapGlobal(gt), REGISTERS.length + names.length),
    tables: indices(all(C.tables), imported.table, (tt) => !inHeapTable(tt), 1),
    elems: new Map(all(C.elems).flatMap(({ ref }, x) => heapShared(ref.heap) ? [] : [x]).map((x, i) => [x, i + (shares.size > 0 ? 1 : 0)])),
    heap: imported.mem, functions: all(C.tables).slice(0, imported.table).filter((tt) => !inHeapTable(tt)).length,
    exception,
    addresses: new Map([...REGISTERS, ...names].map((name, i) => [name, hostGlobals + i])),
    values: new Map(values.map((e, k) => [e, `value ${k}`])),
    moreTypes: [], moreFuncs: [], made: new Map(),
  };
};

/** `global.get` of an address */
export const address = ({ addresses }: MutableSharing, name: string): Instr => {
  const x = addresses.get(name);
  if (x === undefined) throw new RangeError(`nothing is imported as ${name}`);
  return { op: 'global.get', x, at: NOWHERE };
};

/** ⟦x⟧, of a function index */
export const funcIdx = ({ imported: { func } }: MutableSharing, x: number): number => x < func ? x : x + RUNTIME_NAMES.length;
/** ⟦x⟧, of a memory index */
export const memIdx = ({ imported: { mem } }: MutableSharing, x: number): number => x < mem ? x : x + 1;
const kept = (map: ReadonlyMap<number, number>, what: string) => (x: number): number => {
  const found = map.get(x);
  if (found === undefined) throw new RangeError(`${what} ${x} lies in the heap`);
  return found;
};
/** ⟦x⟧, of a global index that the host still has */
export const globalIdx = ({ globals }: MutableSharing, x: number): number => kept(globals, 'global')(x);
/** ⟦x⟧, of a table index that the host still has */
export const tableIdx = ({ tables }: MutableSharing, x: number): number => kept(tables, 'table')(x);
/** ⟦x⟧, of a tag index: as the host still has it, or as stack switching uses it */
export const tagIdx = ({ tags, controls }: MutableSharing, x: number): number => controls.get(x) ?? kept(tags, 'tag')(x);
/** ⟦x⟧, of an element segment that the host still has */
export const elemIdx = ({ elems }: MutableSharing, x: number): number => kept(elems, 'element segment')(x);

/** A call of a function of the runtime. */
export const callRuntime = ({ imported: { func } }: MutableSharing, name: RuntimeName): Instr =>
  ({ op: 'call', x: func + RUNTIME_NAMES.indexOf(name), at: NOWHERE });

/** What is made once for a key: its index. */
const once = (plan: MutableSharing, key: string, make: () => number): number => {
  const known = plan.made.get(key);
  if (known !== undefined) return known;
  const x = make();
  plan.made.set(key, x);
  return x;
};
/** The index of a final type that is in no group with others. */
export const typeOnce = (plan: MutableSharing, comp: CompType): number => once(plan, `type ${JSON.stringify(comp)}`, () => {
  plan.moreTypes.push({ rec: [{ final: true, supers: [], shared: false, comp }], at: NOWHERE });
  return plan.types.count + plan.moreTypes.length - 1;
});
/** The type of a block with these parameters and results, of the target. */
export const blockTypeOf = (plan: MutableSharing, params: readonly ValType[], results: readonly ValType[]): BlockType =>
  params.length === 0 && results.length < 2 ? { kind: 'result', type: results[0] }
    : { kind: 'idx', x: typeOnce(plan, { kind: 'func', params, results }) };
/** The index of a function that is added, made once. */
export const funcOnce = (
  plan: MutableSharing, name: string, params: readonly ValType[], results: readonly ValType[], locals: readonly ValType[], body: () => Expr,
): number => once(plan, `func ${name}`, () => {
  const type = typeOnce(plan, { kind: 'func', params, results });
  plan.moreFuncs.push([name, { type, locals, body: body(), at: NOWHERE }]);
  return plan.C.funcs.length + RUNTIME_NAMES.length + plan.moreFuncs.length - 1;
});

/** The index of a function that the translation of stack switching makes. */
export const intrinsicOnce = (
  plan: MutableSharing, name: string, params: readonly ValType[], results: readonly ValType[], intrinsic: Intrinsic,
): number => funcOnce(plan, name, params, results, [], () => {
  plan.intrinsics.set(plan.valid.module.funcs.length + plan.moreFuncs.length, intrinsic);
  // A switch suspends, which the call graph is to see.
  return intrinsic.kind === 'switch' ? [unreachable, { op: 'suspend', x: intrinsic.tag, at: NOWHERE }, unreachable] : [unreachable];
});

/** The closed type t, in terms of the target. */
export const openVal = (plan: MutableSharing, t: ValType<DefType>): ValType => {
  if (typeof t === 'string') return t;
  if (heapShared(t.heap)) return 'i32';
  return valType(plan.types, { ...t, heap: t.heap.kind === 'abs' ? t.heap : { kind: 'idx', x: sourceType(plan, t.heap) } });
};
/** The source's index of a defined type. */
export const sourceType = ({ typeOf }: MutableSharing, dt: DefType): number => {
  const x = typeOf.get(dt);
  if (x === undefined) throw new RangeError('a type that is not one of the module');
  return x;
};
/** Whether a type is of references to shared things. */
export const isSharedRef = (t: ValType<DefType> | undefined): t is RefType<DefType> => typeof t === 'object' && heapShared(t.heap);
