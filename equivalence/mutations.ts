/**
 * Planted bugs: changes of translated modules, each a mistake that a translation could make. A comparison that does not find them is no
 * good. They change the code that the translation has made, by what it looks like, so that the translation itself knows nothing of them.
 * @category Equivalence
 * @module
 */
import type { Expr, Instr, InstrOf, Op } from '../syntax/instructions.ts';
import type { Func, Module } from '../syntax/modules.ts';
import { NOWHERE } from '../syntax/source.ts';
import type { ValType } from '../syntax/types.ts';
import { driverType, T } from '../evaluation/translation/driver.ts';
import { withImmediates } from './shrinking/renumbering.ts';

/** A function of a translated module, with its name. */
interface Named {
  readonly name: string;
  readonly func: Func;
  readonly module: Module;
}
/** A mistake. */
export interface Mutation {
  /** what is wrong, in a few words */
  readonly name: string;
  readonly mutate: (module: Module) => Module;
}

const at = NOWHERE;
/** What is to stand in the place of the first `n` instructions. */
interface Edit {
  readonly n: number;
  readonly by: Expr;
}
/** Looks at the code from some place on, and says what is to stand there instead. */
type Rule = (code: Expr, named: Named) => Edit | undefined;
const inExpr = (expr: Expr, rule: Rule, named: Named): Expr => {
  const out: Instr[] = [];
  for (let i = 0; i < expr.length;) {
    const edit = rule(expr.slice(i), named), e = expr[i];
    if (edit !== undefined) {
      out.push(...edit.by);
      i += edit.n;
    } else if (e !== undefined) {
      out.push(withImmediates(e, (kind, value) => kind === 'expr' ? inExpr(value as Expr, rule, named) : value));
      i++;
    }
  }
  return out;
};
const mapFuncs = (module: Module, change: (named: Named) => Func): Module => {
  const imported = module.imports.filter(({ type }) => type.kind === 'func').length;
  return { ...module, funcs: module.funcs.map((func, i) => change({ func, module, name: module.names.funcs.get(imported + i) ?? '' })) };
};
/** Applies a rule wherever it fits, in functions of these names. */
const wherever = (name: string, functions: RegExp, rule: Rule): Mutation => ({
  name, mutate: (module) => mapFuncs(module, (named) =>
    functions.test(named.name) ? { ...named.func, body: inExpr(named.func.body, rule, named) } : named.func),
});

/** Whether the code begins with these constructors. */
const begins = (code: Expr, ...ops: readonly Op[]): boolean => ops.every((op, i) => code[i]?.op === op);
const isOf = <O extends Op>(e: Instr | undefined, op: O): e is InstrOf<O> => e?.op === op;
const isGlobal = (e: Instr | undefined, { names }: Module, register: string): boolean =>
  (isOf(e, 'global.get') || isOf(e, 'global.set')) && names.globals.get(e.x) === register;
const isField = (e: Instr | undefined, op: 'struct.get' | 'struct.set', x: number, i: number): boolean =>
  (isOf(e, 'struct.get') || isOf(e, 'struct.set')) && e.op === op && e.x === x && e.i === i;
const nothing = (n: number): Edit => ({ n, by: [] });
const drop: Instr = { op: 'drop', at };

const VERSIONS = /\.(?:inside|re-entry)$/u, INSIDE = /\.inside$/u, REENTRY = /\.re-entry$/u;
/** Fields of the structures of the driver. */
const PARENT = 0, PC = 2, TOP_HANDLERS = 1, FIRST = 0;

const typesOf = ({ types }: Module) => types.flatMap(({ rec }) => rec);
const localType = ({ func, module }: Named, x: number): ValType | undefined => {
  const comp = typesOf(module)[func.type]?.comp, params = comp?.kind === 'func' ? comp.params : [];
  return params[x] ?? func.locals[x - params.length];
};
const zero = (t: ValType): Instr => {
  switch (t) {
    case 'i32': return { op: 'const', val: { t, c: 0 }, at };
    case 'f32': return { op: 'const', val: { t, c: 0 }, at };
    case 'i64': return { op: 'const', val: { t, c: 0n }, at };
    case 'f64': return { op: 'const', val: { t, c: 0n }, at };
    case 'v128': return { op: 'vconst', val: { t, c: 0n }, at };
    default: return { op: 'ref.null', ht: t.heap, at };
  }
};
/** The field of a frame that is filled last is zero or null. */
const unsaved: Rule = ([e, made, kept], named) => {
  const type = isOf(e, 'local.get') ? localType(named, e.x) : undefined;
  if (type === undefined || !isOf(made, 'struct.new') || !isOf(kept, 'local.set')) return undefined;
  return typesOf(named.module)[made.x]?.supers[0]?.x === T.frame ? { n: 1, by: [zero(type)] } : undefined;
};

/** Two bound arguments of the same type change places. */
const swapped = (named: Named): Func => {
  const reads = named.func.body.filter((e) => e.op === 'struct.get'), [first] = reads;
  const comp = first && typesOf(named.module)[first.x]?.comp, fields = comp?.kind === 'struct' ? comp.fields : [];
  const key = (i: number): string => JSON.stringify(fields[i]?.storage);
  const pairs = reads.flatMap(({ i }) => reads.flatMap(({ i: j }) => i < j && key(i) === key(j) ? [[i, j] as const] : [])), [pair] = pairs;
  if (pair === undefined) return named.func;
  const [i, j] = pair, other = (k: number): number => k === i ? j : k === j ? i : k;
  return { ...named.func, body: named.func.body.map((e) => e.op === 'struct.get' && e.x === first?.x ? { ...e, i: other(e.i) } : e) };
};

/** The first handler is looked at last. */
const misordered = ({ func, module }: Named): Func => {
  const index = (name: string): number => [...module.names.funcs].find(([, found]) => found === name)?.[0] ?? -1;
  const tag = [...module.names.globals].find(([, found]) => found === 'TAG')?.[0] ?? -1;
  const x = driverType('handlers'), hs: Instr = { op: 'local.get', x: 0, at }, found = 1;
  const then: Expr = [
    hs, { op: 'struct.get', sx: undefined, x, i: 1, at }, { op: 'const', val: { t: 'i32', c: 2 }, at },
    { op: 'call', x: index('find'), at }, { op: 'local.tee', x: found, at },
    { op: 'if', bt: { kind: 'result', type: undefined }, then: [{ op: 'local.get', x: found, at }, { op: 'return', at }], else: [], at },
    hs, { op: 'struct.get', sx: undefined, x, i: 0, at }, { op: 'global.get', x: tag, at }, { op: 'ref.eq', at }, { op: 'return', at },
  ];
  const test = func.body.findIndex(({ op }) => op === 'if');
  return { ...func, locals: ['i32'], body: func.body.map((e, i) => i === test && e.op === 'if' ? { ...e, then } : e) };
};
const onFunction = (name: string, functions: RegExp, change: (named: Named) => Func): Mutation => ({
  name, mutate: (module) => mapFuncs(module, (named) => functions.test(named.name) ? change(named) : named.func),
});
/** The direct version of a function that has one inside of continuations. */
const directly: Rule = ([e], { module: { names: { funcs } } }) => {
  const name = isOf(e, 'call') ? funcs.get(e.x) : undefined;
  if (!isOf(e, 'call') || name?.endsWith('.inside') !== true) return undefined;
  const direct = [...funcs].find(([, other]) => other === name.replace(INSIDE, ''));
  return direct === undefined ? undefined : { n: 1, by: [{ ...e, x: direct[0] }] };
};

/** The mistakes. */
export const mutations: readonly Mutation[] = [
  wherever('a slot is not saved', INSIDE, unsaved),
  onFunction('handlers are searched in the wrong order', /^match$/u, misordered),
  wherever('a prompt is not reinstalled', /^run$/u, ([e]) =>
    isField(e, 'struct.set', T.stack, TOP_HANDLERS) ? { n: 1, by: [drop, drop] } : undefined),
  wherever('a consumed continuation is not cleared', /^take$/u, ([e]) =>
    isField(e, 'struct.set', T.cont, FIRST) ? { n: 1, by: [drop, drop] } : undefined),
  onFunction('cont.bind gives its arguments in another order', /^bind\./u, swapped),
  wherever('an exception is lost at a frame that would catch it', /^run$/u, (code) => {
    const [read] = code, isTest = begins(code, 'struct.get', 'const', 'binop', 'testop', 'br_if');
    return isTest && read !== undefined && isField(read, 'struct.get', T.frame, PC) ? { n: 2, by: [read, zero('i32')] } : undefined;
  }),
  wherever('the direct version is called inside of a continuation', VERSIONS, directly),
  wherever('a frame that is saved again keeps its old pc', REENTRY, (code, { module }) => {
    const set = code[2], isFrame = isOf(set, 'struct.set') && set.i === PC && typesOf(module)[set.x]?.supers[0]?.x === T.frame;
    return isFrame && begins(code, 'local.get', 'local.get') ? nothing(3) : undefined;
  }),
  wherever('a call does not look whether it was left by a suspension', INSIDE, ([e, test], { module }) =>
    isGlobal(e, module, 'SIG') && isOf(test, 'if') ? nothing(2) : undefined),
  wherever('after a continuation, code is taken to be inside of one', /^run$/u, ([, write], { module }) =>
    isOf(write, 'global.set') && isGlobal(write, module, 'IN') ? nothing(2) : undefined),
  wherever('a switch does not leave its continuation behind', /^run$/u, ([e]) =>
    isField(e, 'struct.set', T.cont, FIRST) ? { n: 1, by: [drop, drop] } : undefined),
  wherever('a tail call forgets who waits for its results', REENTRY, (code) =>
    begins(code, 'local.get', 'struct.get', 'ref.func') && isField(code[1], 'struct.get', T.frame, PARENT)
      ? { n: 2, by: [{ op: 'ref.null', ht: { kind: 'idx', x: T.frame }, at }] } : undefined),
];
