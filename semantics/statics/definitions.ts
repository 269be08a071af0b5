/**
 * Validity of the definitions of a module, one function a judgement in the order of the specification. Each answers with
 * the closed type of what is defined.
 * @spec core 2.4-validation.modules §Definitions
 * @module
 */
import type { Either } from 'fp-ts/lib/Either.js';
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Expr } from '../../syntax/instructions.ts';
import type { Data, Elem, Export, Func, Global, Import, Mem, Start, Table, Tag, TypeDef } from '../../syntax/modules.ts';
import type { SourceError, Span } from '../../syntax/source.ts';
import type { ExternType, GlobalType, MemType, RefType, TableType, TagType, ValType } from '../../syntax/types.ts';
import { closeExtern, closeGlobal, closeRef, closeTable, closeUse, closeVal } from '../types/closing.ts';
import type { DefType } from '../types/deftypes.ts';
import { matchesRef } from '../types/matching.ts';
import { defaultable } from '../types/properties.ts';
import { heapShared, storageShared } from '../types/sharing.ts';
import { showFunc, showVal } from '../types/showing.ts';
import { exprOk } from './algorithm.ts';
import { exprDefault, exprOkConst } from './constants.ts';
import type { Context, DataType, ElemType, LocalType, Space, Types } from './contexts.ts';
import { calleeAt, funcAt, lookup } from './contexts.ts';
import type { Checked, Judged } from './refusal.ts';
import { OK, errorAt, refuse } from './refusal.ts';
import { rectypeOk } from './type-definitions.ts';
import { externtypeOk, globaltypeOk, memtypeOk, reftypeOk, tabletypeOk, tagtypeOk, valtypeOk } from './types.ts';

/** The outcome for a whole definition, with its place in the source. */
export type Valid<A> = Either<SourceError, A>;

/** A judgement at its place in the source; `rule` is the rule that was asked. */
export const placed = <A>(judged: Judged<A>, at: Span, rule: string): Valid<A> =>
  E.isLeft(judged) ? E.left(errorAt(judged.left, at, rule)) : judged;

/** `C[.share = share]` */
const inShare = (C: Context, shared: boolean): Context => ({ ...C, shared });

/** A judgement about a list of definitions, one after the other: the first error, or what was found about each. */
export const each = <D, A>(definitions: readonly D[], judge: (definition: D) => Valid<A>): Valid<readonly A[]> => {
  const found: A[] = [];
  for (const definition of definitions) {
    const valid = judge(definition);
    if (E.isLeft(valid)) return valid;
    found.push(valid.right);
  }
  return E.right(found);
};

/**
 * `C ⊢ type* : dt*`
 * ```rule
 * C ⊢ type₁ type* : dt₁* dt*
 *   — if C ⊢ type₁ : dt₁*
 *   — and C ++ {types dt₁*} ⊢ type* : dt*
 * ```
 * @rule Types_ok
 * @spec core 2.4-validation.modules §Modules
 */
export const typesOk = (types: readonly TypeDef[]): Valid<readonly DefType[]> => {
  const dts: DefType[] = [];
  for (const { rec, at } of types) {
    const group = placed(rectypeOk(dts, rec), at, 'Type_ok');
    if (E.isLeft(group)) return group;
    for (const dt of group.right) dts.push(dt);
  }
  return E.right(dts);
};

/**
 * `C ⊢ import : externtype`
 * ```rule
 * C ⊢ import name₁ name₂ xt : xt
 *   — if C ⊢ xt : OK
 * ```
 * @rule Import_ok
 * @spec core 2.4-validation.modules §Im/exports
 */
export const importOk = (C: Types) => ({ type, at }: Import): Valid<ExternType<DefType>> =>
  pipe(placed(externtypeOk(C, type), at, 'Import_ok'), E.map(() => closeExtern(C.types, type)));

/**
 * `C ⊢ tag : tagtype`
 * ```rule
 * C ⊢ tag jt : jt
 *   — if C ⊢ jt : OK
 * ```
 * @rule Tag_ok
 * @spec core 2.4-validation.modules §Definitions
 */
export const tagOk = (C: Types) => ({ type, at }: Tag): Valid<TagType<DefType>> =>
  pipe(placed(tagtypeOk(C, type), at, 'Tag_ok'), E.map(() => closeUse(C.types, type)));

/**
 * `C ⊢ global : globaltype`
 * ```rule
 * C ⊢ global gt expr : gt
 *   — if C ⊢ gt : OK
 *   — and gt = share mut? t
 *   — and C[.share = share] ⊢ expr : t const
 *
 * C ⊢ global gt expr : gt
 *   — if C ⊢ gt : OK
 *   — and gt = thread_local mut? t
 *   — and C ⊢ expr : t const
 *   — and C ⊢ expr default
 * ```
 * @rule Global_ok
 * @spec core 2.4-validation.modules §Definitions
 * @spec SET Overview.md §Globals; SET Overview.md §Syntax and validation
 */
export const globalOk = (C: Context) => ({ type, init, at }: Global): Valid<GlobalType<DefType>> => pipe(
  placed(globaltypeOk(C, type), at, 'Global_ok'),
  E.map(() => closeGlobal(C.types, type)),
  E.tap((gt) => exprOkConst(inShare(C, gt.sharing === 'shared'), init, gt.type, at)),
  E.tap((gt) => placed(gt.sharing === 'thread_local' ? exprDefault(init) : OK, at, 'Global_ok')),
);

/**
 * `C ⊢ global* : globaltype*`: an expression may use the globals before it.
 * ```rule
 * C ⊢ global₁ global* : gt₁ gt*
 *   — if C ⊢ global₁ : gt₁
 *   — and C ++ {globals gt₁} ⊢ global* : gt*
 * ```
 * @rule Globals_ok
 * @spec core 2.4-validation.modules §Modules
 */
export const globalsOk = (C: Context, imported: readonly GlobalType<DefType>[]) => (
  globals: readonly Global[],
): Valid<readonly GlobalType<DefType>[]> => {
  const gts = [...imported];
  const judge = globalOk({ ...C, globals: gts });
  for (const global of globals) {
    const gt = judge(global);
    if (E.isLeft(gt)) return gt;
    gts.push(gt.right);
  }
  return E.right(gts);
};

/**
 * `C ⊢ mem : memtype`
 * ```rule
 * C ⊢ memory mt : mt
 *   — if C ⊢ mt : OK
 * ```
 * @rule Mem_ok
 * @spec core 2.4-validation.modules §Definitions
 */
export const memOk = ({ type, at }: Mem): Valid<MemType> => pipe(placed(memtypeOk(type), at, 'Mem_ok'), E.map(() => type));

/** Tables may be left without an expression: then they are filled with null. */
const tableInitOk = (C: Context, init: Expr | undefined, { shared, ref: rt }: TableType<DefType>, at: Span): Valid<'OK'> => {
  if (init !== undefined) return exprOkConst(inShare(C, shared), init, rt, at);
  const message = `type mismatch: a table of ${showVal(rt, C.names)}, which has no null, needs an expression for its elements`;
  return placed(rt.nullable ? OK : refuse(message), at, 'Table_ok');
};

/**
 * `C ⊢ table : tabletype`
 * ```rule
 * C ⊢ table tt expr : tt
 *   — if C ⊢ tt : OK
 *   — and tt = share at lim rt
 *   — and C[.share = share] ⊢ expr : rt const
 * ```
 * @rule Table_ok
 * @spec core 2.4-validation.modules §Definitions
 * @spec SET Overview.md §Tables
 */
export const tableOk = (C: Context) => ({ type, init, at }: Table): Valid<TableType<DefType>> => pipe(
  placed(tabletypeOk(C, type), at, 'Table_ok'),
  E.map(() => closeTable(C.types, type)),
  E.tap((tt) => tableInitOk(C, init, tt, at)),
);

/** `C ⊢ func : deftype`, without the body. */
export const signatureOk = (C: Types) => ({ type, at }: Func): Valid<DefType> =>
  pipe(placed(funcAt(C, type), at, 'Func_ok'), E.map(({ dt }) => dt));

/**
 * `C ⊢ local : localtype`. In a shared context, the type must be valid as shared.
 * ```rule
 * C ⊢ local t : set t
 *   — if C ⊢ t : OK
 *   — and ⊢ t defaultable
 *
 * C ⊢ local t : unset t
 *   — if C ⊢ t : OK
 *   — and ⊢ t nondefaultable
 * ```
 * @rule Local_ok
 * @spec core 2.4-validation.modules §Definitions
 * @spec SET Overview.md §Functions
 */
export const localOk = (C: Context, open: ValType): Judged<LocalType> => {
  const checked = valtypeOk(C, open);
  if (E.isLeft(checked)) return checked;
  const type = closeVal(C.types, open);
  if (C.shared && !storageShared(type)) return refuse(`shared functions cannot have unshared locals: ${showVal(type, C.names)}`);
  return E.right({ init: defaultable(type) ? 'set' : 'unset', type });
};

/**
 * `C ⊢ func : deftype`
 * ```rule
 * C ⊢ func x local* expr : C.types[x]
 *   — if C.types[x] ≈ share func t₁* → t₂*
 *   — and (C[.share = share] ⊢ local : lct)*
 *   — and C[.share = share] ++ {locals (set t₁)* lct*, labels (t₂*), return (t₂*)} ⊢ expr : t₂*
 * ```
 * @rule Func_ok
 * @spec core 2.4-validation.modules §Definitions
 * @spec SET Overview.md §Functions
 */
export const funcOk = (C: Context) => ({ type, locals, body, at }: Func): Valid<'OK'> => {
  const ft = placed(funcAt(C, type), at, 'Func_ok');
  if (E.isLeft(ft)) return ft;
  const { dt, ct: { params, results } } = ft.right, inner: Context = { ...inShare(C, dt.sub.shared), return: results };
  const lcts: LocalType[] = params.map((t) => ({ init: 'set', type: t }));
  for (const t of locals) {
    const lct = placed(localOk(inner, t), at, 'Local_ok');
    if (E.isLeft(lct)) return lct;
    lcts.push(lct.right);
  }
  return exprOk(inner, lcts, body, results, at, 'Func_ok');
};

/**
 * `C ⊢ data : datatype`
 * ```rule
 * C ⊢ data share b* passive : share
 *
 * C ⊢ data share b* (active x expr) : share
 *   — if C.mems[x] = share′ at lim page
 *   — and C ⊢ expr : at const
 * ```
 * @rule Data_ok
 * @spec core 2.4-validation.modules §Definitions
 * @spec SET Overview.md §Data Segments
 */
export const dataOk = (C: Context) => ({ mode, shared, at }: Data): Valid<DataType> => {
  if (mode.kind === 'passive') return E.right({ shared });
  return pipe(
    placed(lookup(C.mems, 'memory', mode.x), at, 'Datamode_ok/active'),
    E.chain(({ addr }) => exprOkConst(C, mode.offset, addr, at)),
    E.map(() => ({ shared })),
  );
};

/** `C ⊢ elemmode : rt` */
const elemmodeOk = (C: Context, { mode, at }: Elem, rt: RefType<DefType>): Valid<'OK'> => {
  if (mode.kind !== 'active') return E.right('OK');
  const table = placed(lookup(C.tables, 'table', mode.x), at, 'Elemmode_ok/active');
  if (E.isLeft(table)) return table;
  const { addr, ref } = table.right;
  const fits: Checked = matchesRef(rt, ref) ? OK : refuse(`type mismatch: element segment's type ${showVal(rt, C.names)} `
    + `does not match table's element type ${showVal(ref, C.names)}`);
  return pipe(placed(fits, at, 'Elemmode_ok/active'), E.chain(() => exprOkConst(C, mode.offset, addr, at)));
};

/** `C ⊢ rt : OK(share)` */
const elemtypeOk = (C: Context, { shared, ref }: ElemType): Checked => !shared || heapShared(ref.heap) ? OK
  : refuse(`shared element segments must have a shared element type, but ${showVal(ref, C.names)} is not shared`);

/**
 * `C ⊢ elem : elemtype`. Expressions are valid as shared if and only if the type of the elements is.
 * ```rule
 * C ⊢ elem (share rt) expr* elemmode : share rt
 *   — if C ⊢ rt : OK
 *   — and C ⊢ rt : OK(shared), if share = shared
 *   — and (C[.share = share(rt)] ⊢ expr : rt const)*
 *   — and C ⊢ elemmode : rt
 *
 * C ⊢ passive : rt
 *
 * C ⊢ declare : rt
 *
 * C ⊢ active x expr : rt
 *   — if C.tables[x] = share at lim rt′
 *   — and rt <: rt′
 *   — and C ⊢ expr : at const
 * ```
 * @rule Elem_ok
 * @spec core 2.4-validation.modules §Definitions
 * @spec SET Overview.md §Element Segments
 */
export const elemOk = (C: Context) => (elem: Elem): Valid<ElemType> => {
  const { type, init, shared, at } = elem;
  return pipe(
    placed(reftypeOk(C, type), at, 'Elem_ok'),
    E.map((): ElemType => ({ shared, ref: closeRef(C.types, type) })),
    E.tap((et) => placed(elemtypeOk(C, et), at, 'Elem_ok')),
    E.tap(({ ref }) => each(init, (expr) => exprOkConst(inShare(C, heapShared(ref.heap)), expr, ref, at))),
    E.tap(({ ref }) => elemmodeOk(C, elem, ref)),
  );
};

/**
 * `C ⊢ start : OK`
 * ```rule
 * C ⊢ start x : OK
 *   — if C.funcs[x] ≈ func ε → ε
 * ```
 * @rule Start_ok
 * @spec core 2.4-validation.modules §Definitions
 */
export const startOk = (C: Context, { x, at }: Start): Valid<'OK'> => {
  const ft = placed(calleeAt(C, x), at, 'Start_ok');
  if (E.isLeft(ft)) return ft;
  const { params, results } = ft.right;
  const plain = params.length === 0 && results.length === 0;
  const message = `start function must not have parameters or results, but function ${x} is ${showFunc(ft.right, C.names)}`;
  return placed(plain ? OK : refuse(message), at, 'Start_ok');
};

/** An entry of a space with the kind of its type. */
interface Found<K, T> {
  readonly kind: K;
  readonly type: T;
}
const found = <K, T>(space: Space<T>, what: string, kind: K, x: number): Judged<Found<K, T>> =>
  pipe(lookup(space, what, x), E.map((type) => ({ kind, type })));

/**
 * `C ⊢ export : name externtype`
 * ```rule
 * C ⊢ export name (kind x) : name (kind type)
 *   — if C.kinds[x] = type
 * ```
 * @rule Export_ok
 * @spec core 2.4-validation.modules §Im/exports
 */
export const exportOk = (C: Context) => ({ desc: { kind, x }, at }: Export): Valid<ExternType<DefType>> => {
  const externidx = (): Judged<ExternType<DefType>> => {
    switch (kind) {
      case 'tag': return found(C.tags, 'tag', kind, x);
      case 'global': return found(C.globals, 'global', kind, x);
      case 'mem': return found(C.mems, 'memory', kind, x);
      case 'table': return found(C.tables, 'table', kind, x);
      case 'func': return found(C.funcs, 'function', kind, x);
    }
  };
  return placed(externidx(), at, `Externidx_ok/${kind}`);
};
