/**
 * Validity of modules.
 * @spec core 2.4-validation.modules §Modules
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Expr } from '../../syntax/instructions.ts';
import type { Export, Module } from '../../syntax/modules.ts';
import type { ExternType, GlobalType, MemType, TableType } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { typeNames } from '../types/showing.ts';
import type { Context } from './contexts.ts';
import { EMPTY } from './contexts.ts';
import type { Valid } from './definitions.ts';
import {
  dataOk, each, elemOk, exportOk, funcOk, globalsOk, importOk, memOk, signatureOk, startOk, tableOk, tagOk, typesOk,
} from './definitions.ts';

/** A module that is valid, with what instantiation and linking need to know of its types, closed. */
export interface ValidModule {
  readonly module: Module;
  /** C, in which its functions are valid */
  readonly context: Context;
  /** by type index */
  readonly types: readonly DefType[];
  /** of the imports, in their order */
  readonly imports: readonly ExternType<DefType>[];
  /** of the exports, in their order */
  readonly exports: readonly ExternType<DefType>[];
}

/** The types of the imports, kind by kind: `tags(xt*)`, `globals(xt*)`, … */
interface Imported {
  readonly tags: readonly DefType[];
  readonly globals: readonly GlobalType<DefType>[];
  readonly mems: readonly MemType[];
  readonly tables: readonly TableType<DefType>[];
  readonly funcs: readonly DefType[];
}

const importedOf = (xts: readonly ExternType<DefType>[]): Imported => ({
  tags: xts.flatMap((xt) => xt.kind === 'tag' ? [xt.type] : []),
  globals: xts.flatMap((xt) => xt.kind === 'global' ? [xt.type] : []),
  mems: xts.flatMap((xt) => xt.kind === 'mem' ? [xt.type] : []),
  tables: xts.flatMap((xt) => xt.kind === 'table' ? [xt.type] : []),
  funcs: xts.flatMap((xt) => xt.kind === 'func' ? [xt.type] : []),
});

/**
 * `$funcidx(global* table* elem* export*)`: the functions that occur outside of functions, to which `ref.func` may refer.
 * @spec core 2.4-validation.modules `$funcidx_nonfuncs`
 */
const declaredFunctions = ({ globals, tables, elems, exports }: Module): ReadonlySet<number> => {
  const refs = new Set<number>();
  const add = (expr: Expr): void => {
    for (const e of expr) if (e.op === 'ref.func') refs.add(e.x);
  };
  for (const { init } of globals) add(init);
  for (const { init } of tables) add(init ?? []);
  for (const { init, mode } of elems) {
    init.forEach(add);
    if (mode.kind === 'active') add(mode.offset);
  }
  for (const { desc } of exports) if (desc.kind === 'func') refs.add(desc.x);
  return refs;
};

/** `disjoint(name*)`, of the exports */
const disjoint = (exports: readonly Export[]): Valid<'OK'> => {
  const seen = new Set<string>();
  for (const { name, at } of exports) {
    const message = `duplicate export name ${JSON.stringify(name)}`;
    if (seen.has(name)) return E.left({ kind: 'invalid', message, span: at, rule: 'Module_ok' });
    seen.add(name);
  }
  return E.right('OK');
};

/** `C′ = {types dt*, globals gt_I*, funcs dt_I* dt*, refs x*}`: what is known before globals, memories and tables are. */
const outerContext = (module: Module, types: readonly DefType[], imported: Imported): Valid<Context> => {
  const names = typeNames(types, module.names.types);
  const C: Context = { ...EMPTY, types, globals: imported.globals, refs: declaredFunctions(module), names };
  return pipe(each(module.funcs, signatureOk(C)), E.map((funcs) => ({ ...C, funcs: [...imported.funcs, ...funcs] })));
};

/** `C = C′ ++ {tags jt_I* jt*, globals gt*, mems mt_I* mt*, tables tt_I* tt*, datas share*, elems et*}` */
const innerContext = (module: Module, outer: Context, imported: Imported): Valid<Context> => pipe(
  E.Do,
  E.bind('tags', () => each(module.tags, tagOk(outer))),
  E.bind('globals', () => globalsOk(outer, imported.globals)(module.globals)),
  E.bind('mems', () => each(module.mems, memOk)),
  E.bind('tables', () => each(module.tables, tableOk(outer))),
  E.map(({ tags, globals, mems, tables }): Context => ({
    ...outer,
    tags: [...imported.tags, ...tags],
    globals,
    mems: [...imported.mems, ...mems],
    tables: [...imported.tables, ...tables],
  })),
  E.chain((C) => pipe(each(module.datas, dataOk(C)), E.map((datas): Context => ({ ...C, datas })))),
  E.chain((C) => pipe(each(module.elems, elemOk(C)), E.map((elems): Context => ({ ...C, elems })))),
);

/**
 * `⊢ module : xt_I* → xt_E*`
 * ```rule
 * ⊢ module type* import* tag* global* mem* table* func* data* elem* start? export* : xt_I* → xt_E*
 *   — if {} ⊢ type* : dt′*
 *   — and ({types dt′*} ⊢ import : xt_I)*
 *   — and (C′ ⊢ tag : jt)*
 *   — and C′ ⊢ global* : gt*
 *   — and (C′ ⊢ mem : mt)*
 *   — and (C′ ⊢ table : tt)*
 *   — and (C ⊢ func : dt)*
 *   — and (C ⊢ data : share)*
 *   — and (C ⊢ elem : et)*
 *   — and (C ⊢ start : OK)?
 *   — and (C ⊢ export : name xt_E)*
 *   — and the names are disjoint
 *   — and C′ = {types dt′*, globals gt_I*, funcs dt_I* dt*, refs x*}
 *   — and x* = funcidx(global* mem* table* elem* export*)
 *   — and C = C′ ++ {tags jt_I* jt*, globals gt*, mems mt_I* mt*, tables tt_I* tt*, datas share*, elems et*}
 * ```
 * @rule Module_ok
 * @spec core 2.4-validation.modules §Modules
 */
export const validate = (module: Module): Valid<ValidModule> => pipe(
  E.Do,
  E.bind('types', () => typesOk(module.types)),
  E.bind('imports', ({ types }) => each(module.imports, importOk({ types }))),
  E.let('imported', ({ imports }) => importedOf(imports)),
  E.bind('outer', ({ types, imported }) => outerContext(module, types, imported)),
  E.bind('C', ({ outer, imported }) => innerContext(module, outer, imported)),
  E.tap(({ C }) => each(module.funcs, funcOk(C))),
  E.tap(({ C }) => module.start === undefined ? E.right('OK') : startOk(C, module.start)),
  E.bind('exports', ({ C }) => each(module.exports, exportOk(C))),
  E.tap(() => disjoint(module.exports)),
  E.map(({ C: context, types, imports, exports }) => ({ module, context, types, imports, exports })),
);
