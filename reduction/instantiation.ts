/**
 * Instantiation and invocation.
 * @spec core 4.4-execution.modules §Instantiation
 * @category Reduction: modules
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Config, Outcome } from '../semantics/runtime/configuration.ts';
import type { RunInstr } from '../semantics/runtime/code.ts';
import { code, thenAll, value } from '../semantics/runtime/code.ts';
import { NIL } from '../semantics/runtime/contexts.ts';
import { withReady } from '../semantics/runtime/cooperation.ts';
import type { ExternAddr, ModuleInst } from '../semantics/runtime/frames.ts';
import type { Store } from '../semantics/runtime/store.ts';
import { EMPTY_FRAME, EMPTY_MODULE } from '../semantics/runtime/frames.ts';
import { sizeLimit } from '../semantics/runtime/limits.ts';
import { wrongTable } from '../semantics/runtime/spawning.ts';
import { addData, addElem, addFunc, withFunc } from '../semantics/runtime/updates.ts';
import type { Thread } from '../semantics/runtime/threads.ts';
import { MAIN } from '../semantics/runtime/threads.ts';
import { refOf } from '../semantics/runtime/operands.ts';
import type { Addr, Ref, Val } from '../semantics/runtime/values.ts';
import { NULL, refFunc } from '../semantics/runtime/values.ts';
import { cons } from '../semantics/data/list.ts';
import { emptyVec, get } from '../semantics/data/vector.ts';
import type { ValidModule } from '../semantics/statics/modules.ts';
import { closeGlobal, closeRef, closeTable, closeUse } from '../semantics/types/closing.ts';
import type { Expr } from '../syntax/instructions.ts';
import type { Data, Elem, Module } from '../syntax/modules.ts';
import type { Span } from '../syntax/source.ts';
import { NOWHERE } from '../syntax/source.ts';
import { allocexport, allocglobal, allocmem, alloctable, alloctag, funcInst } from './allocation.ts';
import { run } from './machine.ts';
import { showOutcome } from './outcomes.ts';

/** An instance, and the configuration that still has to run: active segments, then the start function. */
export interface Instantiated {
  readonly inst: ModuleInst;
  readonly z: Config;
}
/** Why there is no instance: a constant expression trapped, or the module asks for more than this implementation has. */
export type InstantiationError =
  | { readonly kind: 'trap'; readonly why: string; readonly span: Span }
  | { readonly kind: 'limit'; readonly message: string; readonly span: Span }
  /** a function that spawns by table has no table to spawn from */
  | { readonly kind: 'unlinkable'; readonly message: string; readonly span: Span };

/** The addresses of one kind: those of imports, then as many new ones as the module has definitions. */
const addresses = (
  kind: ExternAddr['kind'], imports: readonly ExternAddr[], { n }: { readonly n: number }, definitions: readonly unknown[],
): readonly Addr[] => [...imports.filter((xa) => xa.kind === kind).map(({ a }) => a), ...definitions.map((_, i) => n + i)];
/**
 * The instance of a module in the store S. New addresses follow one another, so all of them are known before anything is allocated:
 * constant expressions refer to functions and globals by this instance.
 */
const instanceOf = (S: Store, { module, types }: ValidModule, imports: readonly ExternAddr[]): ModuleInst => {
  const spaces = {
    tags: addresses('tag', imports, S.tags, module.tags), globals: addresses('global', imports, S.globals, module.globals),
    mems: addresses('mem', imports, S.mems, module.mems), tables: addresses('table', imports, S.tables, module.tables),
    funcs: addresses('func', imports, S.funcs, module.funcs),
  };
  return {
    ...EMPTY_MODULE, ...spaces, types, source: module,
    datas: module.datas.map((_, i) => S.datas.n + i), elems: module.elems.map((_, i) => S.elems.n + i),
    exports: module.exports.map((ex) => ({ name: ex.name, addr: allocexport(spaces, ex) })),
  };
};

/** The configuration S; {module inst}; instr* */
const configuration = (S: Store, module: ModuleInst, es: Expr | readonly RunInstr[]): Config =>
  ({ S, T: MAIN, F: { locals: emptyVec, module }, P: null, H: null, vs: NIL, es: code(es) });

type Evaluated<A> = E.Either<InstantiationError, readonly [S: Store, value: A]>;
type Allocated = E.Either<InstantiationError, Store>;
/** Eval_expr: the value of a constant expression. */
const evaluate = (S: Store, module: ModuleInst, expr: Expr, span: Span): Evaluated<Val> => {
  const { z, outcome } = run(configuration(S, module, expr));
  const val = outcome.kind === 'values' ? outcome.vals[0] : undefined;
  return val === undefined ? E.left(failure(outcome, span)) : E.right([z.S, val]);
};
const failure = (outcome: Outcome, span: Span): InstantiationError => {
  switch (outcome.kind) {
    case 'trap': return { kind: 'trap', why: outcome.why, span };
    case 'out of memory': return { kind: 'limit', message: showOutcome(outcome), span };
    default: return { kind: 'trap', why: outcome.kind, span };
  }
};
const evaluateRef = (S: Store, module: ModuleInst, expr: Expr, span: Span): Evaluated<Ref> => {
  const r = evaluate(S, module, expr, span);
  if (E.isLeft(r)) return r;
  const [S1, val] = r.right, ref = refOf(val);
  return ref === undefined ? E.left({ kind: 'trap', why: 'a reference was expected', span }) : E.right([S1, ref]);
};

/** $evalglobals: globals one after the other, each may read those before it. They are allocated as they are evaluated. */
const evalglobals = (S0: Store, inst: ModuleInst, { globals }: Module): Allocated => {
  let S = S0;
  for (const { type, init, at } of globals) {
    const r = evaluate(S, inst, init, at);
    if (E.isLeft(r)) return r;
    [S] = allocglobal(r.right[0], closeGlobal(inst.types, type), r.right[1]);
  }
  return E.right(S);
};

/** Tables, with the value of their initialiser in every element. */
const evaltables = (S0: Store, inst: ModuleInst, { tables }: Module): Allocated => {
  let S = S0;
  for (const { type, init, at } of tables) {
    const r: Evaluated<Ref> = init === undefined ? E.right([S, NULL]) : evaluateRef(S, inst, init, at);
    if (E.isLeft(r)) return r;
    [S] = alloctable(r.right[0], closeTable(inst.types, type), r.right[1]);
  }
  return E.right(S);
};

/** $evalexprss: element segments. */
const evalelems = (S0: Store, inst: ModuleInst, { elems }: Module): Allocated => {
  let S = S0;
  for (const { type, init, shared, at } of elems) {
    const refs: Ref[] = [];
    for (const expr of init) {
      const r = evaluateRef(S, inst, expr, at);
      if (E.isLeft(r)) return r;
      S = r.right[0];
      refs.push(r.right[1]);
    }
    S = addElem(S, { type: closeRef(inst.types, type), shared, refs });
  }
  return E.right(S);
};

/** $allocmodule, but for what expressions initialise. */
const allocmodule = (S0: Store, inst: ModuleInst, module: Module): Store => {
  let S = S0;
  for (const { type } of module.tags) [S] = alloctag(S, closeUse(inst.types, type));
  for (const { type } of module.mems) [S] = allocmem(S, type);
  for (const { bytes, shared } of module.datas) S = addData(S, { shared, bytes });
  const imported = inst.funcs.length - module.funcs.length;
  module.funcs.forEach((func, i) => {
    S = addFunc(S, funcInst(inst, closeUse(inst.types, { kind: 'idx', x: func.type }), imported + i, func));
  });
  return S;
};

const i32const = (c: number, at: Span): RunInstr => ({ op: 'const', val: { t: 'i32', c }, at });
/** $runelem */
const runelem = ({ mode, init, at }: Elem, x: number): readonly RunInstr[] => {
  switch (mode.kind) {
    case 'passive': return [];
    case 'declare': return [{ op: 'elem.drop', x, at }];
    case 'active':
      return [
        ...mode.offset, i32const(0, at), i32const(init.length, at), { op: 'table.init', x: mode.x, y: x, at }, { op: 'elem.drop', x, at },
      ];
  }
};
/** $rundata */
const rundata = ({ mode, bytes, at }: Data, x: number): readonly RunInstr[] => mode.kind === 'passive' ? [] :
  [...mode.offset, i32const(0, at), i32const(bytes.length, at), { op: 'memory.init', x: mode.x, y: x, at }, { op: 'data.drop', x, at }];

/** Functions that spawn by table belong to the instance that imports them: their table is what it exports under the default name. */
const bindSpawners = (
  S0: Store, inst: ModuleInst, { imports }: Module, addrs: readonly ExternAddr[],
): Allocated => {
  let S = S0;
  for (const [i, { kind, a }] of addrs.entries()) {
    const fi = kind === 'func' ? get(S.funcs, a) : undefined;
    if (fi?.code.kind !== 'spawn_indirect' || fi.code.table !== undefined || fi.module !== EMPTY_MODULE) continue;
    const bound = { ...fi, module: inst }, wrong = wrongTable(S, bound, fi.code);
    if (wrong !== undefined) return E.left({ kind: 'unlinkable', message: wrong, span: imports[i]?.at ?? NOWHERE });
    S = withFunc(S, a, bound);
  }
  return E.right(S);
};

/** $instantiate: the instance of a module whose imports have been linked, and the configuration to run next. */
export const instantiate = (S: Store, valid: ValidModule, imports: readonly ExternAddr[]): E.Either<InstantiationError, Instantiated> => {
  const { module } = valid, large = sizeLimit(module);
  if (large !== undefined) return E.left({ kind: 'limit', ...large });
  const inst = instanceOf(S, valid, imports);
  return pipe(
    evalglobals(S, inst, module),
    E.chain((S1) => evaltables(S1, inst, module)),
    E.chain((S1) => evalelems(S1, inst, module)),
    E.chain((S1) => bindSpawners(allocmodule(S1, inst, module), inst, module, imports)),
    E.map((S1) => {
      const start: readonly RunInstr[] = module.start === undefined ? [] : [{ op: 'call', x: module.start.x, at: module.start.at }];
      const segments = [...module.elems.flatMap(runelem), ...module.datas.flatMap(rundata)];
      return { inst, z: configuration(S1, inst, [...segments, ...start]) };
    }),
  );
};

/**
 * $instantiate, then $invoke, as one program: z is what an instantiation leaves to run. The call begins when the start function has
 * returned; threads that it has spawned go on beside the call. Undefined if there is no such function.
 */
export const instantiateAndInvoke = (z: Config, a: Addr, vals: readonly Val[]): Config | undefined => {
  const called = invoke(z.S, a, vals);
  if (called === undefined) return undefined;
  const operands = [...vals, refFunc(a)].map((val) => value(val, NOWHERE));
  return { ...z, es: thenAll(z.es, thenAll(code(operands), called.es)) };
};

/**
 * What an instantiation leaves to run, in a thread of the embedder. Cooperative threads of an earlier call, which a trap has ended, do not
 * go on in it.
 */
export const inThread = (z: Config, T: Thread): Config => ({ ...z, T: withReady(T, []) });
/**
 * $invoke: a call of the function at the address a, in a thread of the embedder; undefined if there is none, or the number of arguments
 * is wrong. Cooperative threads of an earlier call do not go on in it either.
 */
export const invoke = (S: Store, a: Addr, vals: readonly Val[], T: Thread = MAIN): Config | undefined => {
  const fi = get(S.funcs, a);
  if (fi?.n !== vals.length) return undefined;
  const vs = vals.reduce((below, v) => cons(v, below), NIL), es = code([{ op: 'call_ref', y: fi.type, at: NOWHERE }]);
  return { S, T: withReady(T, []), F: EMPTY_FRAME, P: null, H: null, vs: cons(refFunc(a), vs), es };
};
