/**
 * The same program with cooperative threads: what is called runs beside the other calls of the module.
 *
 * | source | target |
 * |---|---|
 * | a function $f that is called with v\* | `(func … (call $log (call $spawn (ref.func $t₁) …)) … (call $f …))`, for some others |
 * | | and `(func $t (param i32) (block (try_table (catch_all 0) v* (call $f) drop*)) (call $log …))`, which runs as a thread |
 * | a call of the host, `suspend`, `switch` | the same after `(drop (call $yield))` |
 * | `resume`, `resume_throw`, `resume_throw_ref` | the same after `(drop (call_ref (ref.func $yield)))` |
 *
 * Every other thread catches no exceptions.
 * @module
 */
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { Func, Import, Module, TypeDef } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { FuncType, ResultType } from '../../syntax/types.ts';
import { absRef, idxRef } from '../../syntax/types.ts';
import { THREAD } from '../../semantics/runtime/thread-functions.ts';
import { spliced } from '../../evaluation/threads/expressions.ts';
import { withFunctions } from '../../evaluation/threads/indirect.ts';
import { HOST } from '../host.ts';
import type { Call, NamedModule, Program } from '../program.ts';
import type { Bare } from './modules.ts';
import { instr } from './modules.ts';

/** How many other calls run beside one. */
const BESIDE = 2;

const code = (...bare: readonly Bare[]): Expr => bare.map(instr);
const func = (params: ResultType, results: ResultType): TypeDef =>
  ({ rec: [{ final: true, supers: [], shared: false, comp: { kind: 'func', params, results } }], at: NOWHERE });

/** Where things stand in the module with threads. */
interface Places {
  /** type indices */
  readonly job: number;
  readonly yielder: number;
  /** function indices */
  readonly yield: number;
  readonly spawn: number;
  readonly log: number;
  readonly isHost: (x: number) => boolean;
}
/** A function that is called, and how. */
interface Called {
  readonly x: number;
  readonly type: number;
  readonly comp: FuncType;
  readonly call: Call;
}

const typeIn = ({ types }: Module, x: number): FuncType | undefined => {
  const comp = types.flatMap(({ rec }) => rec)[x]?.comp;
  return comp?.kind === 'func' ? comp : undefined;
};
const functionImports = ({ imports }: Module): readonly { readonly im: Import; readonly type: number }[] =>
  imports.flatMap((im) => im.type.kind === 'func' ? [{ im, type: im.type.type.x }] : []);
/** The functions that are called, each with the first of its calls. */
const calledIn = (module: Module, calls: readonly Call[]): readonly Called[] => {
  const types = [...functionImports(module).map(({ type }) => type), ...module.funcs.map(({ type }) => type)];
  const found = new Map<number, Called>();
  for (const call of calls) {
    const { kind, x = -1 } = module.exports.find(({ name }) => name === call.name)?.desc ?? {};
    const type = types[x] ?? -1, comp = typeIn(module, type);
    if (kind === 'func' && comp !== undefined && !found.has(x)) found.set(x, { x, type, comp, call });
  }
  return [...found.values()];
};

const RESUMES: ReadonlySet<string> = new Set(['resume', 'resume_throw', 'resume_throw_ref']);
/** A body that yields. */
const yielding = (places: Places, body: Expr): Expr => spliced(body, (e: Instr): Expr => {
  if (e.op === 'suspend' || e.op === 'switch' || (e.op === 'call' && places.isHost(e.x))) {
    return [...code({ op: 'call', x: places.yield }, { op: 'drop' }), e];
  }
  if (!RESUMES.has(e.op)) return [e];
  return [...code({ op: 'ref.func', x: places.yield }, { op: 'call_ref', y: places.yielder }, { op: 'drop' }), e];
});
const i32 = (c: number): Bare => ({ op: 'const', val: { t: 'i32', c } });
/** What runs as the thread with the number j: a call, and then it says so. */
const thread = ({ job, log }: Places, { x, comp: { results }, call: { args } }: Called, j: number): Func => {
  const body = code(...args.map((val): Bare => ({ op: 'const', val })), { op: 'call', x }, ...results.map((): Bare => ({ op: 'drop' })));
  const bt = { kind: 'result', type: undefined } as const;
  const caught: Bare = { op: 'block', bt, body: code({ op: 'try_table', bt, catches: [{ kind: 'catch_all', l: 0 }], body }) };
  return {
    type: job, locals: [], at: NOWHERE,
    body: [...(j % 2 === 0 ? code(caught) : body), ...code({ op: 'local.get', x: 0 }, { op: 'call', x: log })],
  };
};
/** What is called in the place of a function: it begins others, says their numbers, and calls it. */
const entry = ({ spawn, log }: Places, { x, type, comp: { params } }: Called, beside: readonly number[]): Func => ({
  type, locals: [], at: NOWHERE,
  body: code(
    ...beside.flatMap((f, i): readonly Bare[] =>
      [{ op: 'ref.func', x: f }, i32(1000 + i), { op: 'call', x: spawn }, { op: 'call', x: log }]),
    ...params.map((_, i): Bare => ({ op: 'local.get', x: i })), { op: 'call', x }),
});

const withThreadsIn = ({ module, ...named }: NamedModule, calls: readonly Call[]): NamedModule => {
  const imported = functionImports(module).length, t = module.types.reduce((n, { rec }) => n + rec.length, 0);
  const log: Import = { module: HOST, name: 'log', type: { kind: 'func', type: { kind: 'idx', x: t } }, at: NOWHERE };
  const isHost = functionImports(module).map(({ im }) => im.module === HOST);
  const places: Places = {
    job: t, yielder: t + 1, log: imported, spawn: imported + 1, yield: imported + 2, isHost: (x) => isHost[x] === true,
  };
  const added: readonly Import[] = [
    log,
    { ...log, module: THREAD, name: 'spawn_ref', type: { kind: 'func', type: { kind: 'idx', x: t + 2 } } },
    { ...log, module: THREAD, name: 'yield', type: { kind: 'func', type: { kind: 'idx', x: t + 1 } } },
  ];
  const moved = (x: number): number => x < imported ? x : x + added.length;
  const shifted = withFunctions(module, moved), called = calledIn(module, calls).map((one) => ({ ...one, x: moved(one.x) }));
  const first = imported + added.length + module.funcs.length, entries = new Map(called.map(({ x }, j) => [x, first + called.length + j]));
  const besideOf = (j: number): readonly number[] =>
    Array.from({ length: Math.min(BESIDE, called.length) }, (_, i) => first + (j + 1 + i) % called.length);
  return {
    ...named,
    module: {
      ...shifted, types: [...module.types, func(['i32'], []), func([], ['i32']), func([idxRef(t, true), 'i32'], ['i32'])],
      imports: [...module.imports, ...added],
      funcs: [
        ...shifted.funcs.map((f) => ({ ...f, body: yielding(places, f.body) })),
        ...called.map((one, j) => thread(places, one, j)), ...called.map((one, j) => entry(places, one, besideOf(j))),
      ],
      elems: [...shifted.elems, {
        type: absRef('func', false), mode: { kind: 'declare' }, shared: false, at: NOWHERE,
        init: [places.yield, ...called.map((_, j) => first + j)].map((x) => code({ op: 'ref.func', x })),
      }],
      exports: shifted.exports.map((ex) => {
        const own = ex.desc.kind === 'func' && calls.some(({ name }) => name === ex.name) ? entries.get(ex.desc.x) : undefined;
        return own === undefined ? ex : { ...ex, desc: { kind: 'func', x: own } };
      }),
      names: { ...module.names, funcs: new Map([...module.names.funcs].map(([x, name]) => [moved(x), name])) },
    },
  };
};
/** The program with cooperative threads. */
export const withThreads = ({ modules, calls }: Program): Program => ({
  modules: modules.map((named) => withThreadsIn(named, calls.filter(({ module }) => module === named.name))), calls,
});
