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
import { withFunctions } from '../../../evaluation/threads/indirect.ts';
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
/** The module for parking with gates; `change` is done to its text before. */
export const gatedParking = (change: (text: string) => string = (text) => text): HostModule => parkingModule((text) => {
  const opened = TAKEN.reduce((all, name) => {
    if (!all.includes(`(export "${name}")`)) throw new Error(`the module for parking exports no ${name}`);
    return all.replace(`(export "${name}")`, `$${name}`);
  }, change(text));
  const gates = readFileSync(new URL('gates.wat', import.meta.url), 'utf8');
  return `${opened.slice(0, opened.lastIndexOf(')'))}\n${gates})`;
});

/** Which functions of a module spawn, by index, with their types. Those of cooperative threads do nothing that others can see. */
const spawners = ({ imports, types }: Module): ReadonlyMap<number, FuncType> => {
  const subs = types.flatMap(({ rec }) => rec), funcs = imports.filter(({ type }) => type.kind === 'func');
  return new Map(funcs.flatMap(({ module, name, type }, x) => {
    const sub = type.kind === 'func' ? subs[type.type.x] : undefined;
    return module === THREAD && /^spawn[-_]/u.test(name) && sub?.comp.kind === 'func' && sub.shared ? [[x, sub.comp] as const] : [];
  }));
};
/** Stands for the index of `$gate` before the functions get their new ones. */
const GATE_INDEX = -1;
const gate = (site: number): Expr =>
  [{ op: 'const', val: { t: 'i32', c: site }, at }, { op: 'call', x: GATE_INDEX, at }];
/** A body with a gate before each instruction at a site. */
const gatedBody = (body: Expr, sites: MutableSites): Expr => spliced(body, (e: Instr): Expr => {
  const site = e.at === NOWHERE ? undefined : siteAt(sites, e.at);
  return site === undefined ? [e] : [...gate(site), e];
});
/** What is called in the place of a function that spawns. */
const wrapper = (x: number, type: number, { params }: FuncType): Func => ({
  type, locals: [], at,
  body: [...gate(SPAWN), ...params.map((_, i): Instr => ({ op: 'local.get', x: i, at })), { op: 'call', x, at }],
});

/** The module with gates. It imports one more function, the last of those that it imports. */
export const gated = (source: Module, sites: MutableSites): Module => {
  const importTypes = source.imports.flatMap(({ type }) => type.kind === 'func' ? [type.type.x] : []), imported = importTypes.length;
  const spawning = [...spawners(source)], first = imported + source.funcs.length, types = source.types.flatMap(({ rec }) => rec).length;
  const moved = (x: number): number => x === GATE_INDEX ? imported : x < imported ? x : x + 1;
  const wrappers = new Map(spawning.map(([x], k) => [x, first + k]));
  const bodies = source.funcs.map((func) => ({ ...func, body: gatedBody(func.body, sites) }));
  const wrapped = withFunctions({ ...source, funcs: bodies }, (x) => wrappers.get(x) ?? x);
  const whole = { ...wrapped, funcs: [...wrapped.funcs, ...spawning.map(([x, ft]) => wrapper(x, importTypes[x] ?? 0, ft))] };
  const gateImport: Import = { module: GATES, name: GATE, type: { kind: 'func', type: { kind: 'idx', x: types } }, at };
  return {
    ...withFunctions(whole, moved), types: [...source.types, GATE_TYPE], imports: [...source.imports, gateImport],
    names: { ...source.names, funcs: new Map([...source.names.funcs].map(([x, name]) => [moved(x), name])) },
  };
};
