/**
 * Where exceptions are thrown. The host does not tell, so that the code notes it, if it is asked to: before each instruction that throws.
 * ```rule
 * noted(e) = (i32.const m) (i32.const i) (global.get $note) (call_ref $note) e
 *   — if m is the number of the module, and e, which throws, is the i-th that does in it
 * ```
 * @category Evaluation: host
 * @module
 */
import { bodiesOf, withBodies } from '../../syntax/bodies.ts';
import type { Expr, Instr, Op } from '../../syntax/instructions.ts';
import type { Func, Global, Module, TypeDef } from '../../syntax/modules.ts';
import type { Span } from '../../syntax/source.ts';
import { NOWHERE } from '../../syntax/source.ts';
import { absRef, idxRef } from '../../syntax/types.ts';
import { compiled, exportOf } from './sections.ts';
import type { HostFunction, HostGlobal, HostInstance } from './wasm.ts';
import { functionOf, wasm } from './wasm.ts';

const at = NOWHERE;
const i32 = (c: number): Instr => ({ op: 'const', val: { t: 'i32', c }, at });
/** Of the function that notes. */
const TYPE: TypeDef = {
  rec: [{ final: true, supers: [], shared: false, comp: { kind: 'func', params: ['i32', 'i32'], results: [] } }], at,
};

/** The last exception that was thrown: by which of the instructions that throw, in the module with which number. */
export interface Notes {
  /** for the global of a module that notes: takes both numbers */
  readonly note: HostFunction;
  readonly module: HostGlobal;
  readonly site: HostGlobal;
}
/** The number of no module: the embedder has thrown. */
export const NO_MODULE = -1;
const number: Global = { type: { sharing: 'unshared', mutable: true, type: 'i32' }, init: [i32(NO_MODULE)], at };
const globalOf = ({ exports }: HostInstance, name: string): HostGlobal => {
  const found = exports[name];
  if (!(found instanceof wasm.Global)) throw new TypeError(`the host's instance exports no global ${name}`);
  return found;
};
/** Nothing has been thrown. */
export const newNotes = (): Notes => {
  const body: Expr = [
    { op: 'local.get', x: 0, at }, { op: 'global.set', x: 0, at }, { op: 'local.get', x: 1, at }, { op: 'global.set', x: 1, at },
  ];
  const instance = new wasm.Instance(compiled({
    types: [TYPE], globals: [number, number], funcs: [{ type: 0, locals: [], body }],
    exports: [
      exportOf('note', 0), { name: 'module', desc: { kind: 'global', x: 0 }, at }, { name: 'site', desc: { kind: 'global', x: 1 }, at },
    ],
  }), {});
  return { note: functionOf(instance, 'note'), module: globalOf(instance, 'module'), site: globalOf(instance, 'site') };
};

/** The body of a block that is gone through: `done` are the bodies of the block that are finished. */
interface MutableCursor {
  readonly of: Instr | undefined;
  readonly todo: Expr[];
  readonly done: Expr[];
  i: number;
  out: Instr[];
}
const cursor = (of: Instr | undefined, [first = [], ...rest]: readonly Expr[]): MutableCursor =>
  ({ of, todo: [first, ...rest], done: [], i: 0, out: [] });
/** Code with something in front of each instruction, those in blocks among them. */
const preceded = (body: Expr, by: (e: Instr) => readonly Instr[]): Expr => {
  const open = [cursor(undefined, [body])];
  for (let c = open.at(-1); c !== undefined; c = open.at(-1)) {
    const e = c.todo[0]?.[c.i++];
    if (e !== undefined) {
      const bodies = bodiesOf(e);
      if (bodies.length > 0) open.push(cursor(e, bodies));
      else c.out.push(...by(e), e);
      continue;
    }
    c.done.push(c.out);
    c.todo.shift();
    Object.assign(c, { i: 0, out: [] });
    if (c.todo.length > 0) continue;
    open.pop();
    if (c.of !== undefined) open.at(-1)?.out.push(withBodies(c.of, c.done));
    else return c.done[0] ?? [];
  }
  return body;
};

/** An instruction that throws: the function index in the module that notes, and where it stands in the source. */
export interface Site {
  readonly func: number;
  readonly at: Span;
}
/** A module that notes where it throws. It exports the global for the function that notes under `NOTE`. */
export interface Noting {
  readonly module: Module;
  readonly sites: readonly Site[];
}
/** The name under which such a module exports the global. */
export const NOTE = 'note';

const THROWING: ReadonlySet<Op | undefined> = new Set<Op>(['throw', 'throw_ref', 'resume_throw', 'resume_throw_ref']);
/** Instructions that stand for those that throw. */
const STANDING: ReadonlySet<Op> = new Set<Op>(['throw', 'throw_ref', 'call']);
/**
 * A module, with the number m, that notes where it throws; `operatorAt` tells what stands in the source. At first the global refers to a
 * function that does nothing, which is what it stays in other threads than the first.
 */
export const noting = (module: Module, m: number, operatorAt: (at: Span) => Op | undefined): Noting => {
  const sites: Site[] = [], y = module.types.reduce((n, { rec }) => n + rec.length, 0), type = idxRef(y, true);
  const count = (kind: 'func' | 'global'): number => module.imports.filter(({ type: { kind: imported } }) => imported === kind).length;
  const x = count('global') + module.globals.length, firstFunc = count('func');
  const ignore: Expr = [{ op: 'ref.func', x: firstFunc + module.funcs.length, at }];
  const note: Global = { type: { sharing: 'unshared', mutable: true, type }, init: ignore, at };
  const funcs = module.funcs.map((func, i): Func => ({
    ...func,
    body: preceded(func.body, (e) => STANDING.has(e.op) && THROWING.has(operatorAt(e.at))
      ? [i32(m), i32(sites.push({ func: firstFunc + i, at: e.at }) - 1), { op: 'global.get', x, at }, { op: 'call_ref', y, at }] : []),
  }));
  if (sites.length === 0) return { module, sites };
  return {
    sites,
    module: {
      ...module, types: [...module.types, TYPE], funcs: [...funcs, { type: y, locals: [], body: [], at }],
      elems: [...module.elems, { type: absRef('func'), init: [ignore], mode: { kind: 'declare' }, shared: false, at }],
      globals: [...module.globals, note],
      exports: [...module.exports, { name: NOTE, desc: { kind: 'global', x }, at }],
    },
  };
};
