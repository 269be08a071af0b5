/**
 * Generated programs: one or two modules, linked, and the calls that the embedder makes.
 * @module
 */
import type { Expr } from '../../syntax/instructions.ts';
import type { Elem, Func, Module, NameMap, Table } from '../../syntax/modules.ts';
import { NO_NAMES } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { ResultType, ValType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';
import { CALL_BACK, callBacks, HOST, hostFunctions } from '../host.ts';
import type { Call, Program } from '../program.ts';
import type { MutableBody } from './bodies.ts';
import { conditional, emit, newBody } from './bodies.ts';
import type { MutableChoices } from './choices.ts';
import { below, choicesOf, oneIn, pick } from './choices.ts';
import { countDown, guarded, rounds } from './control.ts';
import { keptTypes, runStatement, suspendStatement, switchStatement } from './continuations.ts';
import { constant, i32, leaves } from './leaves.ts';
import { callStatement, tailCall } from './calls.ts';
import { makers } from './makers.ts';
import type { FuncInfo, MutableModule, Role } from './modules.ts';
import {
  addGlobal, emptyModule, exportAs, importFrom, importFunction, importGlobal, importKnown, importTag, instr, plan,
} from './modules.ts';
import { elementType, sizes, SLOTS } from './tables.ts';
import { funcType, nonNull, nullable } from './types.ts';
import type { Universe } from './universe.ts';
import { payload, universeOf } from './universe.ts';

/** The choices for a function: for its type, for each statement, and for the values at the end. */
export interface FunctionChoices {
  readonly head: readonly number[];
  readonly statements: readonly (readonly number[])[];
}
/** The choices for a module: for its functions, by what they are for, and for those that are made when they are needed. */
export interface ModuleChoices {
  readonly steps: readonly FunctionChoices[];
  readonly direct: readonly FunctionChoices[];
  readonly inside: readonly FunctionChoices[];
  readonly coroutines: readonly FunctionChoices[];
  readonly spare: readonly number[];
}
/** All that a program is made of. */
export interface ProgramChoices {
  readonly universe: readonly number[];
  readonly first: ModuleChoices;
  readonly second: ModuleChoices | undefined;
  /** for a function that the host calls; if undefined, it calls none */
  readonly calledBack: FunctionChoices | undefined;
}

/** How often functions and loops may be entered in one step. */
const FUEL = 40;
/** How deep code nests. */
const DEPTH = 5;
/** The names of the modules. */
const FIRST = 'A', SECOND = 'B';

/** Does something once, or a few times, or where exceptions are caught. */
const someRounds = (b: MutableBody, make: () => void): void => {
  switch (pick(b.choices, ['once', 'rounds', 'guarded', 'rounds'] as const)) {
    case 'once': make(); break;
    case 'rounds': rounds(b, [], make); break;
    case 'guarded': guarded(b, [], 1, make); break;
  }
};
/** An exception for the argument 1, a trap for 2. */
const stops = (b: MutableBody): void => {
  const tag = b.m.universe.tags.find(({ use }) => use === 'exception');
  if (tag === undefined) throw new RangeError('a universe has a tag to throw');
  const if_ = (c: number, then: () => void): void => {
    emit(b, { op: 'local.get', x: 0 }, { op: 'const', val: { t: 'i32', c } }, { op: 'relop', nt: 'i32', f: 'eq' });
    conditional(b, [], then, () => undefined);
  };
  if_(1, () => {
    leaves(b, tag.params);
    emit(b, { op: 'throw', x: tag.x });
  });
  if_(2, () => emit(b, { op: 'unreachable' }));
};
/** What functions of each sort are there for. */
const typical = (b: MutableBody, d: number): void => {
  switch (b.info.role) {
    case 'coroutine': someRounds(b, () => switchStatement(b, d)); break;
    case 'inside': someRounds(b, () => {
      if (!oneIn(b.choices, 3) || !callStatement(b, d, ['inside'])) suspendStatement(b, d);
    }); break;
    case 'called back':
      stops(b);
      runStatement(b, d);
      break;
    default: runStatement(b, d); break;
  }
};
/** Makes a body: fuel, statements, values. */
const bodyOf = (m: MutableModule, info: FuncInfo, { head, statements }: FunctionChoices): Pick<Func, 'locals' | 'body'> => {
  const b = newBody(m, info, choicesOf(head), makers);
  if (info.role === 'step') {
    i32(b, FUEL);
    b.code.push(instr({ op: 'global.set', x: m.fuel }));
  } else {
    countDown(b, () => {
      leaves(b, info.results);
      b.code.push(instr({ op: 'return' }));
    });
  }
  statements.forEach((supply, i) => {
    b.choices = choicesOf(supply);
    if (i === 0 && !oneIn(b.choices, 6)) typical(b, DEPTH);
    else b.statement(b, DEPTH);
  });
  b.choices = choicesOf(head.slice(24));
  if (info.role === 'step' || !tailCall(b, DEPTH - 2)) b.values(b, info.results, DEPTH - 2);
  return { locals: b.locals, body: b.code };
};

/** The parameters and results of a function. */
const signature = (choices: MutableChoices, universe: Universe, role: Role): readonly [ResultType, ResultType] => {
  const numbers = (): ResultType => Array.from({ length: below(choices, 3) }, () => pick(choices, ['i32', 'i64', 'f64', 'f32'] as const));
  switch (role) {
    case 'step': return [numbers(), payload(choices, universe)];
    case 'coroutine': return [universe.coroutines.params, universe.coroutines.results];
    case 'inside': return [payload(choices, universe), pick(choices, universe.results)];
    default: return [payload(choices, universe), oneIn(choices, 2) ? pick(choices, universe.results) : payload(choices, universe)];
  }
};
const planAll = (m: MutableModule, role: Role, all: readonly FunctionChoices[]): void => all.forEach((choices, i) => {
  const { universe } = m, [params, results] = signature(choicesOf(choices.head.slice(0, 24)), universe, role);
  const type = role === 'coroutine' ? universe.coroutines.ft : funcType(universe.types, params, results);
  const name = `${role} ${String(i)}${role === 'step' || m.name === FIRST ? '' : ` of ${m.name}`}`;
  const info = plan(m, { name, role, type, params, results }, (self) => bodyOf(m, self, choices));
  m.callable.push(info);
  if (role === 'step') exportAs(m, info.name, { kind: 'func', x: info.x });
});

const constantExpr = (t: ValType): Expr =>
  typeof t === 'object' ? [instr({ op: 'ref.null', ht: t.heap })]
    : t === 'v128' ? [instr({ op: 'vconst', val: { t, c: 5n } })] : [instr({ op: 'const', val: constant(choicesOf([1]), t) })];

/** Globals of each sort; continuations are kept in some of them. */
const addGlobals = (m: MutableModule): void => {
  const { aggregates: { pair, node } } = m.universe;
  m.fuel = addGlobal(m, 'i32', [instr({ op: 'const', val: { t: 'i32', c: FUEL } })]).x;
  const types: readonly ValType[] = ['i32', 'i64', 'f32', 'f64', 'v128', nullable(pair), absRef('any'), absRef('exn')];
  for (const type of types) addGlobal(m, type, constantExpr(type));
  for (const { x } of keptTypes({ m })) addGlobal(m, nullable(x), constantExpr(nullable(x)));
  addGlobal(m, nonNull(node), [instr({ op: 'struct.new_default', x: node })], false);
};

const elements = (m: MutableModule): readonly Elem[] => {
  const functions = m.callable.filter(({ role }) => role === 'inside' || role === 'direct').slice(0, SLOTS);
  functions.forEach((info, i) => m.elements.push({ slot: m.firstSlot + i, info }));
  const init = functions.map(({ x }): Expr => [instr({ op: 'ref.func', x })]);
  const offset: Expr = [instr({ op: 'const', val: { t: 'i32', c: m.firstSlot } })];
  const active = { type: absRef('func'), init, mode: { kind: 'active', x: 0, offset }, shared: false, at: NOWHERE } as const;
  const some = [...init.slice(0, 2), [instr({ op: 'ref.null', ht: absRef('func').heap })]];
  return [active, { ...active, init: some, mode: { kind: 'passive' } }];
};

/** Makes the bodies of the functions that are planned, and of those that these need. */
const makeAll = (m: MutableModule): readonly Func[] => {
  const funcs: Func[] = [];
  for (let i = 0; i < m.planned.length; i++) {
    const planned = m.planned[i];
    if (planned !== undefined) funcs.push({ type: planned.info.type, ...planned.make(), at: NOWHERE });
  }
  return funcs;
};

const namesOf = (m: MutableModule): NameMap =>
  new Map([...m.callable, ...m.planned.map(({ info }) => info)].map(({ x, name }) => [x, name.replaceAll(' ', '_')]));
const limits = (min: bigint): { readonly min: bigint; readonly max: undefined } => ({ min, max: undefined });
const BYTES = new Uint8Array([1, 2, 3, 250, 251, 252, 7, 8, 9]);

/** The module, of which the types are to be filled in. */
const finished = (m: MutableModule, owner: boolean): Module => {
  const { universe: { tags } } = m, elems = [...elements(m)], funcs = makeAll(m);
  const declared = [...m.declared].map((x): Expr => [instr({ op: 'ref.func', x })]);
  if (declared.length > 0) elems.push({ type: absRef('func'), init: declared, mode: { kind: 'declare' }, shared: false, at: NOWHERE });
  const tables = sizes.tables.map(([addr, limits], x): Table =>
    ({ type: { addr, limits, shared: false, ref: elementType(m.universe, x) }, init: undefined, at: NOWHERE }));
  return {
    types: m.universe.types.defs, imports: m.imports,
    tags: owner ? tags.map(({ type }) => ({ type: { kind: 'idx', x: type }, at: NOWHERE })) : [],
    globals: m.globals, mems: owner ? [{ type: { addr: 'i32', limits: sizes.memory, shared: false }, at: NOWHERE }] : [],
    tables: owner ? tables : tables.slice(1),
    funcs, datas: [{ bytes: BYTES, mode: { kind: 'passive' }, shared: false, at: NOWHERE }], elems, start: undefined, exports: m.exports,
    customs: [], names: { ...NO_NAMES, module: m.name, funcs: namesOf(m) }, at: NOWHERE,
  };
};

const importHost = (m: MutableModule, callsBack: boolean): void => {
  const functions = [...hostFunctions, ...callsBack ? callBacks : []];
  for (const f of functions.filter(({ shared }) => !shared)) importFunction(m, HOST, { ...f, role: 'host' });
};
/** The function that the host calls; nothing else does. */
const planCalledBack = (m: MutableModule, choices: FunctionChoices): void => {
  const [{ params, results } = { params: [], results: [] }] = callBacks, type = funcType(m.universe.types, params, results);
  const { x } = plan(m, { name: CALL_BACK, role: 'called back', type, params, results }, (self) => bodyOf(m, self, choices));
  exportAs(m, CALL_BACK, { kind: 'func', x });
};
const planModule = (m: MutableModule, { steps, direct, inside, coroutines }: ModuleChoices): void => {
  addGlobals(m);
  planAll(m, 'step', steps);
  planAll(m, 'direct', direct);
  planAll(m, 'inside', inside);
  planAll(m, 'coroutine', coroutines);
};

const firstModule = (universe: Universe, choices: ModuleChoices, calledBack: FunctionChoices | undefined): MutableModule => {
  const m = emptyModule(FIRST, universe, choicesOf(choices.spare), 0);
  importHost(m, calledBack !== undefined);
  planModule(m, choices);
  if (calledBack !== undefined) planCalledBack(m, calledBack);
  for (const { name, x } of universe.tags) exportAs(m, name, { kind: 'tag', x });
  return m;
};
/** Exports what another module imports: all but the steps. */
const exportAll = (m: MutableModule): void => {
  for (const { name, role, x } of m.callable) if (role !== 'host' && role !== 'step') exportAs(m, name, { kind: 'func', x });
  exportAs(m, 'memory', { kind: 'mem', x: 0 });
  exportAs(m, 'table', { kind: 'table', x: 0 });
  for (const { x } of m.globalInfos) exportAs(m, `global ${String(x)}`, { kind: 'global', x });
};
/** A module that uses what the first one has: functions, tags, the memory, a table, globals with numbers and continuations. */
const secondModule = (universe: Universe, first: MutableModule, choices: ModuleChoices, callsBack: boolean): MutableModule => {
  const m = emptyModule(SECOND, universe, choicesOf(choices.spare), SLOTS);
  importHost(m, callsBack);
  exportAll(first);
  for (const f of first.callable) if (f.role !== 'host' && f.role !== 'step') importKnown(m, FIRST, f);
  for (const tag of universe.tags) importTag(m, FIRST, tag);
  importFrom(m, FIRST, 'memory', { kind: 'mem', type: { addr: 'i32', limits: limits(1n), shared: false } });
  const table = { addr: 'i32', limits: limits(BigInt(2 * SLOTS)), shared: false, ref: absRef('func') } as const;
  importFrom(m, FIRST, 'table', { kind: 'table', type: table });
  for (const { x, type, mutable } of first.globalInfos.slice(1)) importGlobal(m, FIRST, `global ${String(x)}`, type, mutable);
  planModule(m, choices);
  return m;
};

const callsOf = (m: MutableModule, choices: ModuleChoices): readonly Call[] =>
  m.callable.filter(({ role }) => role === 'step').map(({ name, params }, i): Call => {
    const supply = choicesOf(choices.steps[i]?.head.slice(12) ?? []);
    return {
      module: m.name, name,
      args: params.map((t) => typeof t === 'string' && t !== 'v128' ? constant(supply, t) : constant(supply, 'i32')),
    };
  });

/** The program that the choices make. */
export const programOf = ({ universe: supply, first, second, calledBack }: ProgramChoices): Program => {
  const head = choicesOf(supply), universe = universeOf(head), closed = oneIn(head, 4), m1 = firstModule(universe, first, calledBack);
  const m2 = second === undefined ? undefined : secondModule(universe, m1, second, calledBack !== undefined);
  const modules = [finished(m1, true), ...(m2 === undefined ? [] : [finished(m2, false)])];
  return {
    modules: modules.map((module) => ({ name: module.names.module ?? '', module, closed })),
    calls: [...callsOf(m1, first), ...(m2 === undefined || second === undefined ? [] : callsOf(m2, second))],
  };
};
