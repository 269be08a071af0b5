/**
 * The host's own stack switching, which is behind a flag (`--experimental-wasm-wasmfx`), as a third party. JavaScript sees less of a
 * program than there is: numbers that are told to the host, memories, integers in globals, and whether a call stops, throws or returns.
 * @category Equivalence
 * @module
 */
import { encode } from '../syntax/binary/encoder.ts';
import { instructionsIn } from '../syntax/bodies.ts';
import type { Expr, Hdl, Op } from '../syntax/instructions.ts';
import type { Func, Module } from '../syntax/modules.ts';
import { NOWHERE } from '../syntax/source.ts';
import type { ResultType } from '../syntax/types.ts';
import { functionOf, wasm } from '../evaluation/host/wasm.ts';
import type { HostFunction, HostInstance } from '../evaluation/host/wasm.ts';
import type { Engine, MutableRun } from './engine.ts';
import type { HostInfo, OnCall } from './host.ts';
import { answering, calledBack, callBacks, HOST, hostFunctions, SUSPENDED } from './host.ts';
import { contentOfBuffer } from './memories.ts';
import type { Ending, Event, Heap, Observation, State } from './observation.ts';
import { withImmediates } from './shrinking/renumbering.ts';
import type { Call, NamedModule, Program, ValidNamed } from './program.ts';
import type { Val } from '../semantics/runtime/values.ts';

/** Flags of the host under which it switches stacks; without the second one it fails to compile many programs with structures. */
export const NATIVE_FLAGS: readonly string[] = ['--experimental-wasm-wasmfx', '--no-turboshaft-wasm-load-elimination'];
/** Instructions that this host has not implemented, and crashes at. */
const MISSING: ReadonlySet<Op> = new Set<Op>(['switch', 'resume_throw_ref']);
const mentions = (body: Expr): boolean => {
  for (const { op } of instructionsIn([body])) if (MISSING.has(op)) return true;
  return false;
};
const runsNatively = ({ modules }: Program): boolean => !modules.some(({ module }) => module.funcs.some(({ body }) => mentions(body)));

/** Code without handlers for switches, which this host has not implemented: where nothing switches, they mean nothing. */
const withoutSwitches = (expr: Expr): Expr => expr.map((e) => withImmediates(e, (kind, value) => {
  switch (kind) {
    case 'hdls': return (value as readonly Hdl[]).filter((hdl) => hdl.kind === 'on');
    case 'expr': return withoutSwitches(value as Expr);
    default: return value;
  }
}));

const at = NOWHERE;
/** Drops results, the last one first, but tells the host of integers, by the function with this index. */
const told = (results: ResultType, log: number): Expr => results.toReversed().flatMap((t): Expr => {
  if (t === 'i32') return [{ op: 'call', x: log, at }];
  if (t === 'i64') return [{ op: 'cvtop', nt2: 'i32', nt1: 'i64', f: 'wrap', at }, { op: 'call', x: log, at }];
  return [{ op: 'drop', at }];
});
const funcTypeOf = (m: Module, x: number): { readonly params: ResultType; readonly results: ResultType } => {
  const imports = m.imports.flatMap(({ type }) => type.kind === 'func' ? [type.type.x] : []);
  const comp = m.types.flatMap(({ rec }) => rec)[[...imports, ...m.funcs.map(({ type }) => type)][x] ?? -1]?.comp;
  return comp?.kind === 'func' ? comp : { params: [], results: [] };
};
/** What is called takes nothing, because JavaScript changes NaNs, and returns nothing; there are no handlers for switches. */
const withoutValues = (calls: readonly Call[]) => (m: Module): Module => {
  const imports = m.imports.filter(({ type }) => type.kind === 'func'), before = imports.length;
  const log = imports.findIndex(({ module, name }) => module === HOST && name === 'log');
  const type = m.types.reduce((n, { rec }) => n + rec.length, 0);
  const comp = { kind: 'func', params: [], results: [] } as const;
  const nullary = { rec: [{ final: true, supers: [], shared: false, comp }], at };
  const funcs = m.funcs.map((func): Func => ({ ...func, body: withoutSwitches(func.body) }));
  const exports = m.exports.map((item) => {
    const call = item.desc.kind === 'func' ? calls.find(({ name }) => name === item.name) : undefined;
    if (call === undefined) return item;
    const { x } = item.desc, args = call.args.map((val) => ({ op: 'const', val, at } as const));
    funcs.push({ type, locals: [], body: [...args, { op: 'call', x, at }, ...told(funcTypeOf(m, x).results, log)], at });
    return { ...item, desc: { kind: 'func', x: before + funcs.length - 1 } as const };
  });
  return { ...m, types: [...m.types, nullary], funcs, exports };
};
/** The program, so that JavaScript can call what is called; undefined if this host cannot be expected to run it. */
export const narrowed = (program: Program): Program | undefined => !runsNatively(program) ? undefined : {
  calls: program.calls.map((call) => ({ ...call, args: [] })),
  modules: program.modules.map(({ module, ...named }): NamedModule =>
    ({ ...named, module: withoutValues(program.calls.filter((call) => call.module === named.name))(module) })),
};

/**
 * An observation without what JavaScript cannot see. It ends where nobody handles a suspension: this host lets `catch_all`
 * catch that, though it is a trap.
 */
export const coarse = (observation: Observation): Observation => observation.flatMap((event): readonly Event[] => {
  const { what, found: [found = ''] } = event;
  if (what.includes(SUSPENDED)) return [{ ...event, inconclusive: true }];
  if (/^(?:exn|object) #|^(?:table|global) /u.test(what)) return what.startsWith('global') && /^i(?:32|64) /u.test(found) ? [event] : [];
  if (found.startsWith('is suspended')) return [{ ...event, inconclusive: true }];
  if (found.startsWith('traps')) return [{ ...event, found: ['stops'] }];
  if (found.startsWith('throws')) return [{ ...event, found: ['throws'] }];
  return [{ ...event, found: event.found.map((text) => text.replaceAll(/nan:\w+/gu, 'nan')) }];
});

const bits = new DataView(new ArrayBuffer(8));
const valueOf = (t: string, arg: unknown): Val<never> => {
  switch (t) {
    case 'i64': return { t, c: typeof arg === 'bigint' ? arg : 0n };
    case 'f32':
      bits.setFloat32(0, Number(arg));
      return { t, c: bits.getInt32(0) };
    case 'f64':
      bits.setFloat64(0, Number(arg));
      return { t, c: bits.getBigInt64(0) };
    default: return { t: 'i32', c: Number(arg) };
  }
};
const attempt = (run: () => unknown): Ending<never> => {
  try {
    run();
    return { kind: 'values', vals: [] };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'inconclusive', why: error.message };
    if (error instanceof Error && error.constructor.name !== 'Exception') return { kind: 'trap', whys: [error.message] };
    return { kind: 'exception', tag: '', payload: [] };
  }
};
const HEAP: Heap<never> = { fields: () => [], exception: () => ['', []], functionName: () => '' };

const integer = (value: unknown): Val<never> => typeof value === 'bigint' ? { t: 'i64', c: value } : { t: 'i32', c: Number(value) };
/** The names of exported globals with integers. */
const integersOf = ({ name, valid: { module, exports } }: ValidNamed): readonly string[] => exports.flatMap((xt, i) =>
  xt.kind === 'global' && (xt.type.type === 'i32' || xt.type.type === 'i64') ? [`${name} ${module.exports[i]?.name ?? ''}`] : []);

const begin = (onCall: OnCall): MutableRun<never> => {
  const answer = answering(onCall), instances = new Map<string, HostInstance['exports']>(), integers = new Set<string>();
  const vals = ({ params }: HostInfo, args: readonly unknown[]): readonly Val<never>[] =>
    args.map((arg, i) => valueOf(params[i] ?? 'i32', arg));
  const again = (...args: readonly unknown[]): unknown =>
    calledBack(instances, (exports, name) => exports[name] === undefined ? undefined : functionOf({ exports }, name))?.(...args);
  const functions: readonly (readonly [string, HostFunction])[] = [
    ...hostFunctions.map((info) => [info.name, (...args: readonly unknown[]) => answer(info, vals(info, args))[0]?.c] as const),
    ...callBacks.map((info) => [info.name, (...args: readonly unknown[]) => {
      onCall(info.name, vals(info, args));
      return again(...args);
    }] as const),
  ];
  instances.set(HOST, Object.fromEntries(functions));
  return {
    heap: HEAP,
    instantiate: (named) => {
      const { name, valid } = named, module = new wasm.Module(encode(valid.module));
      for (const global of integersOf(named)) integers.add(global);
      return attempt(() => instances.set(name, new wasm.Instance(module, Object.fromEntries(instances)).exports));
    },
    call: ({ module, name }) => attempt(() => functionOf({ exports: instances.get(module) ?? {} }, name)()),
    state: (module, name): State<never> | undefined => {
      const item = instances.get(module)?.[name];
      if (item instanceof wasm.Memory) return { kind: 'mem', content: contentOfBuffer(item.buffer) };
      return item instanceof wasm.Global && integers.has(`${module} ${name}`) ? { kind: 'global', val: integer(item.value) } : undefined;
    },
  };
};
/** The host's stack switching. */
export const nativeEngine: Engine<never> = begin;
