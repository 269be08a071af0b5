/**
 * Spawning by table is spawning by reference: the function that a module imports for it becomes one of its own, which looks into the table.
 * ```wasm
 * (import "thread" "spawn_indirect" (func $s (type (shared (func (param i32 t*) (result i32))))))
 * ```
 * becomes, with the table $t that is exported as `__indirect_function_table`, and `(type $ft (shared (func (param t*))))`,
 * ```wasm
 * (import "thread" "spawn_ref" (func $r (type (shared (func (param (ref null $ft) t*) (result i32))))))
 * (func $s (type (shared (func (param i32 t*) (result i32)))) (local $f (ref null (shared func)))
 *   …                       ;; (local.set $f (table.get $t index)); if there is no such function: (call_indirect $none (type $ft) t* i)
 *   (call $r (ref.cast (ref null $ft) (local.get $f)) t*))
 * (table $none 2 2 (ref null (shared func)))
 * (elem (table $none) (i32.const 1) (ref null (shared func)) (ref.func $s))
 * ```
 * The table $none only has what no call can mean: nothing at 0, a function of another type at 1, and no element at 2. A call of i traps
 * with the words for what is wrong with the element of $t, which is read once: another thread may set it meanwhile.
 *
 * The same without `shared` for cooperative threads.
 * @spec SET Overview.md §Thread Management Builtins
 * @category Evaluation: threads
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import type { Expr, Instr } from '../../syntax/instructions.ts';
import type { Immediate } from '../../syntax/instruction-table.ts';
import { immediates } from '../../syntax/instruction-table.ts';
import type { Elem, Func, Import, Module, Table, TypeDef } from '../../syntax/modules.ts';
import type { Span } from '../../syntax/source.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { AddrType, CompType, FuncType, ResultType } from '../../syntax/types.ts';
import { absRef, idxRef } from '../../syntax/types.ts';
import type { LinkError } from '../../semantics/runtime/linking.ts';
import { DEFAULT_TABLE, wrongTableType } from '../../semantics/runtime/spawning.ts';
import { THREAD, threadFunction } from '../../semantics/runtime/thread-functions.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import { validate } from '../../semantics/statics/modules.ts';
import { replaced } from './expressions.ts';

const at = NOWHERE;
/** An imported function that spawns by table. */
interface Spawner {
  /** its number among the imports, its function index, and the index of its type */
  readonly i: number;
  readonly x: number;
  readonly type: number;
  /** the table's index */
  readonly table: number;
  readonly addr: AddrType;
  /** t* */
  readonly params: ResultType;
  /** whether what it spawns is shared */
  readonly shared: boolean;
  readonly at: Span;
}

const typeAt = ({ types }: Module, x: number): CompType | undefined => types.flatMap(({ rec }) => rec)[x]?.comp;
const typeCount = ({ types }: Module): number => types.reduce((n, { rec }) => n + rec.length, 0);

/** The spawner that an import is, if it is one; left: why it cannot be. */
const spawnerAt = ({ module, imports, exports }: ValidModule, im: Import, i: number): E.Either<LinkError, Spawner> | undefined => {
  const wanted = imports[i], found = im.module === THREAD && wanted !== undefined ? threadFunction(im, wanted) : undefined;
  if (found === undefined || E.isLeft(found) || found.right.does.kind !== 'spawn_indirect' || im.type.kind !== 'func') return undefined;
  const e = module.exports.findIndex(({ name, desc }) => name === DEFAULT_TABLE && desc.kind === 'table'), table = exports[e];
  const wrong = wrongTableType(found.right.declared, table?.kind === 'table' ? table.type : undefined);
  if (wrong !== undefined) return E.left({ kind: 'unlinkable', message: wrong, span: im.at });
  const comp = typeAt(module, im.type.type.x), [addr] = comp?.kind === 'func' ? comp.params : [];
  const x = module.imports.slice(0, i).filter(({ type }) => type.kind === 'func').length;
  if (comp?.kind !== 'func' || (addr !== 'i32' && addr !== 'i64')) throw new RangeError('a function is of a function type');
  const target = { table: module.exports[e]?.desc.x ?? 0, addr, params: comp.params.slice(1), shared: found.right.does.type.sub.shared };
  return E.right({ i, x, type: im.type.type.x, ...target, at: im.at });
};

const typeDef = (comp: FuncType, { shared, at: span }: Spawner): TypeDef =>
  ({ rec: [{ final: true, supers: [], shared, comp }], at: span });
/** The types $ft and that of `spawn_ref`; $ft has an index. */
const typesFor = (spawner: Spawner, ft: number): readonly TypeDef[] => [
  typeDef({ kind: 'func', params: spawner.params, results: [] }, spawner),
  typeDef({ kind: 'func', params: [idxRef(ft, true), ...spawner.params], results: ['i32'] }, spawner),
];
/** What is wrong with an element: the index in the table $none at which a call traps with the same words. */
const WRONG = { uninitialized: 0, 'another type': 1, undefined: 2 } as const;
const i32 = (c: number): Instr => ({ op: 'const', val: { t: 'i32', c }, at });
/** The function that looks into the table. Its instructions have no place in the source. */
const lookup = ({ x, type, table, addr, params, shared, at: span }: Spawner, ft: number, none: number): Func => {
  const index: Instr = { op: 'local.get', x: 0, at }, f = params.length + 1, func: Instr = { op: 'local.get', x: f, at };
  const args = params.map((_, i): Instr => ({ op: 'local.get', x: i + 1, at })), eqz: Instr = { op: 'testop', nt: 'i32', f: 'eqz', at };
  const trapIf = (what: keyof typeof WRONG): Instr => ({
    op: 'if', bt: { kind: 'result', type: undefined }, at, else: [],
    then: [...args, i32(WRONG[what]), { op: 'call_indirect', x: none, y: ft, at }, { op: 'unreachable', at }],
  });
  const body: Expr = [
    index, { op: 'table.size', x: table, at }, { op: 'relop', nt: addr, f: 'ge_u', at }, trapIf('undefined'),
    index, { op: 'table.get', x: table, at }, { op: 'local.tee', x: f, at }, { op: 'ref.is_null', at }, trapIf('uninitialized'),
    func, { op: 'ref.test', rt: idxRef(ft, false), at }, eqz, trapIf('another type'),
    func, { op: 'ref.cast', rt: idxRef(ft, true), at }, ...args, { op: 'call', x, at },
  ];
  return { type, locals: [absRef('func', true, shared)], body, at: span };
};
/** The table $none of a spawner, and the segment that puts the function with the index s there. */
const tableFor = ({ shared }: Spawner): Table =>
  ({ type: { addr: 'i32', limits: { min: 2n, max: 2n }, shared, ref: absRef('func', true, shared) }, init: undefined, at });
const segmentFor = ({ shared }: Spawner, none: number, s: number): Elem => ({
  type: absRef('func', true, shared), init: [[{ op: 'ref.func', x: s, at }]], mode: { kind: 'active', x: none, offset: [i32(1)] },
  shared, at,
});

const indexed: ReadonlyMap<string, readonly Immediate[]> = new Map(Object.entries(immediates).map(([op, fields]) =>
  [op, (fields as readonly Immediate[]).filter(([, kind]) => kind === 'funcidx')]));
/** The module with another function in the place of each. */
export const withFunctions = (module: Module, to: (x: number) => number): Module => {
  const instruction = (e: Instr): Instr => {
    const result: { [field: string]: unknown } = { ...e };
    for (const [field] of indexed.get(e.op) ?? []) result[field] = to(Number(result[field]));
    return result as unknown as Instr; // the same constructor with other indices
  };
  const expression = (expr: Expr): Expr => replaced(expr, instruction);
  return {
    ...module,
    funcs: module.funcs.map((func) => ({ ...func, body: expression(func.body) })),
    globals: module.globals.map((global) => ({ ...global, init: expression(global.init) })),
    tables: module.tables.map((table) => ({ ...table, init: table.init && expression(table.init) })),
    elems: module.elems.map((elem) => ({ ...elem, init: elem.init.map(expression) })),
    exports: module.exports.map((ex) => ex.desc.kind === 'func' ? { ...ex, desc: { kind: 'func', x: to(ex.desc.x) } } : ex),
    start: module.start && { ...module.start, x: to(module.start.x) },
  };
};
const rebuilt = (module: Module, spawners: readonly Spawner[]): Module => {
  const importsOf = (kind: Import['type']['kind']): number => module.imports.filter(({ type }) => type.kind === kind).length;
  const types = typeCount(module), first = module.funcs.length + importsOf('func'), none = module.tables.length + importsOf('table');
  const place = new Map(spawners.map(({ x }, k) => [x, first + k])), made = withFunctions(module, (x) => place.get(x) ?? x);
  const byImport = new Map(spawners.map(({ i }, k) => [i, types + 2 * k + 1]));
  return {
    ...made,
    types: [...module.types, ...spawners.flatMap((spawner, k) => typesFor(spawner, types + 2 * k))],
    imports: module.imports.map((im, i) => {
      const x = byImport.get(i);
      return x === undefined ? im : { ...im, name: 'spawn_ref', type: { kind: 'func', type: { kind: 'idx', x } } };
    }),
    funcs: [...made.funcs, ...spawners.map((spawner, k) => lookup(spawner, types + 2 * k, none + k))],
    tables: [...made.tables, ...spawners.map(tableFor)],
    elems: [...made.elems, ...spawners.map((spawner, k) => segmentFor(spawner, none + k, first + k))],
    names: { ...module.names, funcs: new Map([...module.names.funcs].map(([x, name]) => [place.get(x) ?? x, name])) },
  };
};

/** The module with functions that spawn by reference in the place of those that spawn by table; left: one of these has no such table. */
export const spawningByReference = (valid: ValidModule): E.Either<LinkError, ValidModule> => {
  const spawners: Spawner[] = [];
  for (const [i, im] of valid.module.imports.entries()) {
    const spawner = spawnerAt(valid, im, i);
    if (spawner === undefined) continue;
    if (E.isLeft(spawner)) return spawner;
    spawners.push(spawner.right);
  }
  if (spawners.length === 0) return E.right(valid);
  const again = validate(rebuilt(valid.module, spawners));
  if (E.isLeft(again)) throw new Error(`spawning by reference makes a module that is not valid: ${again.left.message}`);
  return again;
};
