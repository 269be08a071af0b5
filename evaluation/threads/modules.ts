/**
 * The translation for threads: from a module that one thread instantiates to one that each of them does.
 *
 * | source | target |
 * |---|---|
 * | a shared memory that is defined | imported: `weft:memories` N |
 * | `memory.atomic.wait32`, `wait64` and `notify` on shared memories | calls of functions that are imported: `weft:waits` N |
 * | active segments, which happen once | passive ones, and the exported function `weft:initialize` |
 *
 * The function of N, a waiting or notifying instruction, is made for its memory and its offset when the module is linked.
 * @category Evaluation: threads
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { Immediate } from '../../syntax/instruction-table.ts';
import { immediates } from '../../syntax/instruction-table.ts';
import type { Data, Elem, Export, Func, Import, Module, NameMap, TypeDef } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { AddrType, FuncType, MemType, ValType } from '../../syntax/types.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { constant } from '../host/crossing.ts';
import { NOT_KNOWN } from '../translation/capture.ts';
import type { Steady } from '../translation/capture.ts';
import { replaced } from './expressions.ts';

/** The modules that memories and waiting functions are imported from. */
export const MEMORIES = 'weft:memories', WAITS = 'weft:waits';
/** The exported function that does what happens once. */
export const INITIALIZE = 'weft:initialize';
/** The table of functions that all threads fill in the same way, as they instantiate. */
export const FUNCTIONS = { module: 'weft:heap', name: 'functions' } as const;

/** What a waiting function is for: which instruction, on which memory of the module, with which offset. */
export interface Wait {
  readonly op: 'wait32' | 'wait64' | 'notify';
  readonly memory: number;
  readonly offset: bigint;
}
/** A module for all threads. */
export interface Threaded {
  readonly module: Module;
  /** the memories that are imported from `weft:memories`, by number */
  readonly memories: readonly MemType[];
  /** the functions that are imported from `weft:waits`, by number */
  readonly waits: readonly Wait[];
}

const at = NOWHERE;
const i32 = (c: number): Instr => constant({ t: 'i32', c });

/** Where memories stand afterwards: those imported, the shared ones that were defined, the others. */
interface Memories {
  readonly types: readonly MemType[];
  readonly moved: readonly MemType[];
  readonly to: (x: number) => number;
}
const memoriesOf = ({ imports, mems }: Module): Memories => {
  const imported = imports.flatMap(({ type }) => type.kind === 'mem' ? [type.type] : []), defined = mems.map(({ type }) => type);
  const all = [...imported, ...defined];
  const rank = (x: number): number => x < imported.length ? 0 : all[x]?.shared === true ? 1 : 2;
  const order = all.map((_, x) => x).toSorted((x, y) => rank(x) - rank(y));
  return {
    types: order.flatMap((x) => all[x] ?? []), moved: defined.filter(({ shared }) => shared), to: (x) => order.indexOf(x),
  };
};

/** The translation of a module, once it is known what waits in it. */
interface Plan {
  readonly source: Module;
  readonly memories: Memories;
  /** how many functions the source imports */
  readonly imported: number;
  readonly waits: readonly Wait[];
}

const waitOf = ({ types, to }: Memories, e: Instr): Wait | undefined => {
  if (e.op !== 'memory.atomic.wait' && e.op !== 'memory.atomic.notify') return undefined;
  const memory = to(e.x), op = e.op === 'memory.atomic.notify' ? 'notify' : e.nt === 'i32' ? 'wait32' : 'wait64';
  return types[memory]?.shared === true ? { op, memory, offset: e.ao.offset } : undefined;
};
const same = (a: Wait, b: Wait): boolean => a.op === b.op && a.memory === b.memory && a.offset === b.offset;
/** All that waits or notifies in a module, each once. */
const waitsOf = ({ funcs }: Module, memories: Memories): readonly Wait[] => {
  const found: Wait[] = [];
  const note = (e: Instr): Instr => {
    const wait = waitOf(memories, e);
    if (wait !== undefined && !found.some((known) => same(known, wait))) found.push(wait);
    return e;
  };
  for (const { body } of funcs) replaced(body, note);
  return found;
};

const funcIdx = ({ imported, waits }: Plan, x: number): number => x < imported ? x : x + waits.length;
const indexed: ReadonlyMap<string, readonly Immediate[]> = new Map(Object.entries(immediates).map(([op, fields]) =>
  [op, (fields as readonly Immediate[]).filter(([, kind]) => kind === 'memidx' || kind === 'funcidx')]));
const instruction = (plan: Plan) => (e: Instr): Instr => {
  const fields = indexed.get(e.op) ?? [];
  if (fields.length === 0) return e;
  const wait = waitOf(plan.memories, e), result: { [field: string]: unknown } = { ...e };
  if (wait !== undefined) return { op: 'call', x: plan.imported + plan.waits.findIndex((known) => same(known, wait)), at: e.at };
  for (const [field, kind] of fields) {
    const x = Number(result[field]);
    result[field] = kind === 'memidx' ? plan.memories.to(x) : funcIdx(plan, x);
  }
  return result as unknown as Instr; // the same constructor with other indices
};
const expression = (plan: Plan, expr: Expr): Expr => replaced(expr, instruction(plan));

const address = (types: readonly MemType[], x: number): AddrType => types[x]?.addr ?? 'i32';
const waitType = ({ types }: Memories, { op, memory }: Wait): FuncType => {
  const a = address(types, memory);
  const params: readonly ValType[] = op === 'notify' ? [a, 'i32'] : [a, op === 'wait32' ? 'i32' : 'i64', 'i64'];
  return { kind: 'func', params, results: ['i32'] };
};
const typeDef = (comp: FuncType): TypeDef => ({ rec: [{ final: true, supers: [], shared: false, comp }], at });
const NULLARY = typeDef({ kind: 'func', params: [], results: [] });
const typeCount = ({ types }: Module): number => types.reduce((n, { rec }) => n + rec.length, 0);

const imports = ({ source, memories, waits }: Plan): readonly Import[] => [
  ...source.imports,
  ...memories.moved.map((type, i): Import => ({ module: MEMORIES, name: String(i), type: { kind: 'mem', type }, at })),
  ...waits.map((_, i): Import =>
    ({ module: WAITS, name: String(i), type: { kind: 'func', type: { kind: 'idx', x: typeCount(source) + i } }, at })),
];
const named = (names: NameMap, to: (x: number) => number): NameMap => new Map([...names].map(([x, name]) => [to(x), name]));
const innerNamed = <A>(names: ReadonlyMap<number, A>, to: (x: number) => number): ReadonlyMap<number, A> =>
  new Map([...names].map(([x, inner]) => [to(x), inner]));

/** Whether a segment is for the table that each thread fills for itself. */
const fillsFunctions = ({ imports: all }: Module, { mode }: Elem): boolean => {
  const tables = all.filter(({ type }) => type.kind === 'table'), im = mode.kind === 'active' ? tables[mode.x] : undefined;
  return im?.module === FUNCTIONS.module && im.name === FUNCTIONS.name;
};
const elem = (plan: Plan) => (e: Elem): Elem => ({
  ...e, init: e.init.map((expr) => expression(plan, expr)),
  mode: e.mode.kind !== 'active' || fillsFunctions(plan.source, e) ? e.mode : { kind: 'passive' },
});
const data = (d: Data): Data => d.mode.kind === 'active' ? { ...d, mode: { kind: 'passive' } } : d;
/** What active segments do, once. */
const segments = (plan: Plan): Expr => [
  ...plan.source.elems.flatMap((e, y): Expr => e.mode.kind !== 'active' || fillsFunctions(plan.source, e) ? [] : [
    ...expression(plan, e.mode.offset), i32(0), i32(e.init.length),
    { op: 'table.init', x: e.mode.x, y, at: e.at }, { op: 'elem.drop', x: y, at },
  ]),
  ...plan.source.datas.flatMap(({ mode, bytes, at: span }, y): Expr => mode.kind !== 'active' ? [] : [
    ...expression(plan, mode.offset), i32(0), i32(bytes.length),
    { op: 'memory.init', x: plan.memories.to(mode.x), y, at: span }, { op: 'data.drop', x: y, at },
  ]),
];

const exported = (plan: Plan) => (ex: Export): Export => {
  const { kind, x } = ex.desc;
  if (kind !== 'func' && kind !== 'mem') return ex;
  return { ...ex, desc: { kind, x: kind === 'func' ? funcIdx(plan, x) : plan.memories.to(x) } };
};
const rebuilt = (plan: Plan): Module => {
  const { source, memories, waits } = plan, once = segments(plan), types = typeCount(source) + waits.length;
  const funcs = source.funcs.map((func): Func => ({ ...func, body: expression(plan, func.body) }));
  const f = (x: number): number => funcIdx(plan, x);
  const initialize = once.length === 0 ? [] : [{ type: types, locals: [], body: once, at }];
  return {
    ...source,
    types: [...source.types, ...waits.map((wait) => typeDef(waitType(memories, wait))), ...initialize.map(() => NULLARY)],
    imports: imports(plan), mems: source.mems.filter(({ type }) => !type.shared), funcs: [...funcs, ...initialize],
    globals: source.globals.map((global) => ({ ...global, init: expression(plan, global.init) })),
    tables: source.tables.map((table) => ({ ...table, init: table.init && expression(plan, table.init) })),
    elems: source.elems.map(elem(plan)), datas: source.datas.map(data),
    start: source.start && { ...source.start, x: f(source.start.x) },
    exports: [
      ...source.exports.map(exported(plan)),
      ...initialize.map((): Export => ({ name: INITIALIZE, desc: { kind: 'func', x: plan.imported + waits.length + funcs.length }, at })),
    ],
    names: {
      ...source.names, funcs: named(source.names.funcs, f), mems: named(source.names.mems, memories.to),
      locals: innerNamed(source.names.locals, f), labels: innerNamed(source.names.labels, f),
    },
  };
};

/** What is known never to suspend, with the functions that wait: nothing that is blocked can be captured. */
export const withSteadyWaits = ({ isImport, defined }: Steady = NOT_KNOWN): Steady =>
  ({ isImport: (im) => im.module === WAITS || isImport(im), defined });

/** Whether a module imports or defines a shared memory. */
export const mentionsSharedMemory = ({ module: { mems }, imports: xts }: ValidModule): boolean =>
  [...xts, ...mems.map(({ type }) => ({ kind: 'mem' as const, type }))].some((xt) => xt.kind === 'mem' && xt.type.shared);
/** The module for all threads. */
export const threaded = (source: Module): Threaded => {
  const memories = memoriesOf(source), imported = source.imports.filter(({ type }) => type.kind === 'func').length;
  const waits = waitsOf(source, memories);
  return { module: rebuilt({ source, memories, imported, waits }), memories: memories.moved, waits };
};
