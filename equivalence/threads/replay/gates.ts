/**
 * Gates: one more translation, before all others, after which threads take turns as a schedule says.
 *
 * | source | target |
 * |---|---|
 * | an instruction e at the site s | `(call $gate (i32.const s)) e` |
 * | a function $f that is imported and spawns threads | `(func (param t*) (result i32) (call $gate (i32.const −1)) (call $f t*))` |
 *
 * `$gate`, imported, waits for the turn; it is a part of `gates.wat`, and so is what threads do that wait, trap or end.
 * @category Equivalence: threads
 * @module
 */
import { readFileSync } from 'node:fs';
import type { Immediate } from '../../../syntax/instruction-table.ts';
import { immediates } from '../../../syntax/instruction-table.ts';
import type { Expr, Instr } from '../../../syntax/instructions.ts';
import type { Func, Import, Module, TypeDef } from '../../../syntax/modules.ts';
import { NOWHERE } from '../../../syntax/source.ts';
import type { FuncType } from '../../../syntax/types.ts';
import { alloctypes } from '../../../semantics/types/deftypes.ts';
import { THREAD } from '../../../semantics/runtime/thread-functions.ts';
import { hostDef } from '../../../evaluation/host-types.ts';
import type { HostModule } from '../../../evaluation/host/wasm.ts';
import { functionOf } from '../../../evaluation/host/wasm.ts';
import type { FuncExtern } from '../../../evaluation/store.ts';
import { spliced } from '../../../evaluation/threads/expressions.ts';
import type { Threads } from '../../../evaluation/threads/runtime.ts';
import { parkingModule } from '../../../evaluation/threads/runtime.ts';
import type { MutableSites } from './turns.ts';
import { siteAt, SPAWN } from './turns.ts';

/** The module and the name that gates are imported by. */
export const GATES = 'weft:gates';
const GATE = 'gate', at = NOWHERE;

const GATE_TYPE: TypeDef = { rec: [{ final: true, supers: [], shared: true, comp: { kind: 'func', params: ['i32'], results: [] } }], at };
/** The function that waits for a turn, of the threads of a pool that was started with `gatedParking`. */
export const gateOf = ({ parking }: Threads): FuncExtern => {
  const [type] = alloctypes([GATE_TYPE]);
  if (type === undefined) throw new RangeError('one type makes one defined type');
  return { kind: 'func', type, hostType: hostDef(type), func: functionOf(parking, GATE) };
};

/** Functions whose places are taken by others. */
const TAKEN = ['wait', 'done', 'ended', 'failing'];
/** `parking.wat` with gates; `change` is done to it before. */
export const gatedParking = (change: (text: string) => string = (text) => text): HostModule => parkingModule((text) => {
  const opened = TAKEN.reduce((all, name) => {
    if (!all.includes(`(export "${name}")`)) throw new Error(`parking.wat exports no ${name}`);
    return all.replace(`(export "${name}")`, `$${name}`);
  }, change(text));
  const gates = readFileSync(new URL('gates.wat', import.meta.url), 'utf8');
  return `${opened.slice(0, opened.lastIndexOf(')'))}\n${gates})`;
});

/** Which functions of a module spawn, by index, with their types. */
const spawners = ({ imports, types }: Module): ReadonlyMap<number, FuncType> => {
  const comps = types.flatMap(({ rec }) => rec), funcs = imports.filter(({ type }) => type.kind === 'func');
  return new Map(funcs.flatMap(({ module, name, type }, x) => {
    const comp = type.kind === 'func' ? comps[type.type.x]?.comp : undefined;
    return module === THREAD && /^spawn[-_]/u.test(name) && comp?.kind === 'func' ? [[x, comp] as const] : [];
  }));
};
const indexed: ReadonlyMap<string, readonly Immediate[]> = new Map(Object.entries(immediates).map(([op, fields]) =>
  [op, (fields as readonly Immediate[]).filter(([, kind]) => kind === 'funcidx')]));
const withFunctions = (e: Instr, to: (x: number) => number): Instr => {
  const fields = indexed.get(e.op) ?? [];
  if (fields.length === 0) return e;
  const result: { [field: string]: unknown } = { ...e };
  for (const [field] of fields) result[field] = to(Number(result[field]));
  return result as unknown as Instr; // the same constructor with other indices
};

/** The module with gates. It imports one more function, the last of those that it imports. */
export const gated = (source: Module, sites: MutableSites): Module => {
  const imported = source.imports.filter(({ type }) => type.kind === 'func').length, spawning = [...spawners(source)];
  const types = source.types.flatMap(({ rec }) => rec).length, first = imported + 1 + source.funcs.length;
  const wrappers = new Map(spawning.map(([x], k) => [x, first + k])), to = (x: number): number => wrappers.get(x) ?? (x < imported ? x : x + 1);
  const gate = (site: number): Expr => [{ op: 'const', val: { t: 'i32', c: site }, at }, { op: 'call', x: imported, at }];
  const code = (expr: Expr): Expr => spliced(expr, (e) => {
    const site = e.at === NOWHERE ? undefined : siteAt(sites, e.at), f = withFunctions(e, to);
    return site === undefined ? [f] : [...gate(site), f];
  });
  const constant = (expr: Expr): Expr => spliced(expr, (e) => [withFunctions(e, to)]);
  const importTypes = source.imports.flatMap(({ type }) => type.kind === 'func' ? [type.type.x] : []);
  const wrapper = ([x, { params }]: readonly [number, FuncType]): Func => ({
    type: importTypes[x] ?? 0, locals: [], at,
    body: [...gate(SPAWN), ...params.map((_, i): Instr => ({ op: 'local.get', x: i, at })), { op: 'call', x, at }],
  });
  const gateImport: Import = { module: GATES, name: GATE, type: { kind: 'func', type: { kind: 'idx', x: types } }, at };
  const names = <A>(given: ReadonlyMap<number, A>): ReadonlyMap<number, A> => new Map([...given].map(([x, name]) => [x < imported ? x : x + 1, name]));
  return {
    ...source,
    types: [...source.types, GATE_TYPE], imports: [...source.imports, gateImport],
    funcs: [...source.funcs.map((func) => ({ ...func, body: code(func.body) })), ...spawning.map(wrapper)],
    globals: source.globals.map((global) => ({ ...global, init: constant(global.init) })),
    tables: source.tables.map((table) => ({ ...table, init: table.init && constant(table.init) })),
    elems: source.elems.map((elem) => ({ ...elem, init: elem.init.map(constant) })),
    exports: source.exports.map((ex) => ex.desc.kind === 'func' ? { ...ex, desc: { kind: 'func', x: to(ex.desc.x) } } : ex),
    start: source.start && { ...source.start, x: to(source.start.x) },
    names: { ...source.names, funcs: names(source.names.funcs), locals: names(source.names.locals), labels: names(source.names.labels) },
  };
};
