/**
 * Validity of components, as far as they are read here: each definition is judged by those before it.
 * @spec CM Explainer.md §Component Definitions
 * @spec CM CanonicalABI.md §canon thread.spawn-ref, §canon thread.spawn-indirect, §canon thread.available-parallelism, §canon thread.yield
 * @module
 */
import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import type { Canon, Component, CoreInstanceExpr, CoreSort, Definition, InstantiateArg } from '../../syntax/components.ts';
import type { Export, Import } from '../../syntax/modules.ts';
import type { Span } from '../../syntax/source.ts';
import type { ExternType, FuncType, TableType } from '../../syntax/types.ts';
import { absRef } from '../../syntax/types.ts';
import type { DefType } from '../types/deftypes.ts';
import { asFunc } from '../types/expansion.ts';
import { functionType } from '../types/functions.ts';
import { matchesExtern } from '../types/matching-extern.ts';
import { matchesRef } from '../types/matching.ts';
import { showExtern } from '../types/showing.ts';
import type { Valid } from './definitions.ts';
import { placed } from './definitions.ts';
import type { ValidModule } from './modules.ts';
import { validate } from './modules.ts';
import type { Checked, Judged } from './refusal.ts';
import { OK, refuse, unknown } from './refusal.ts';
import { rectypeOk } from './type-definitions.ts';

/** The types at which something can be imported: one, but for a built-in function that does not say whether it is shared. */
export type Offered = readonly ExternType<DefType>[];
/** A built-in function: its types, and the type of the functions that it spawns, if it does. */
export interface ValidCanon {
  readonly kind: 'canon';
  readonly canon: Canon;
  readonly types: readonly DefType[];
  readonly target: DefType | undefined;
}
/** A definition that is valid, with what instantiation needs to know of it. */
export type ValidDefinition =
  | { readonly kind: 'core module'; readonly valid: ValidModule }
  | Extract<Definition, { readonly kind: 'core instance' | 'core type' | 'alias' }>
  | ValidCanon;
/** A component that is valid. */
export interface ValidComponent {
  readonly definitions: readonly ValidDefinition[];
}
/** What the specification of components leaves for later. */
export interface ComponentOptions {
  /** whether threads may have parameters of any types, and addresses of tables any width; otherwise each is one `i32` */
  readonly general: boolean;
}
/** The threads of today: one parameter, an `i32`. */
export const DEFAULT_COMPONENT: ComponentOptions = { general: false };

/** What the definitions so far have made, by index. */
interface Context {
  readonly options: ComponentOptions;
  readonly modules: readonly ValidModule[];
  readonly instances: readonly ReadonlyMap<string, Offered>[];
  readonly types: readonly DefType[];
  readonly items: { readonly [sort in CoreSort]: readonly Offered[] };
  readonly definitions: readonly ValidDefinition[];
}
const withItem = (C: Context, sort: CoreSort, item: Offered): Context =>
  ({ ...C, items: { ...C.items, [sort]: [...C.items[sort], item] } });

const LONG: { readonly [sort in CoreSort]: string } = { func: 'function', table: 'table', mem: 'memory', global: 'global', tag: 'tag' };

// ── instances ────────────────────────────────────────────────────────────────────────────────────────
/** What an import gets: an export of the instance that is given under the name of its module. */
const importFrom = (C: Context, args: readonly InstantiateArg[], im: Import, wanted: ExternType<DefType>): Checked => {
  const arg = args.find(({ name }) => name === im.module), what = `import ${JSON.stringify(im.module)} ${JSON.stringify(im.name)}`;
  if (arg === undefined) return refuse(`missing module instantiation argument named ${JSON.stringify(im.module)}`);
  const offered = C.instances[arg.instance]?.get(im.name);
  if (offered === undefined) return refuse(`unknown import: the argument exports nothing of the name of ${what}`);
  if (offered.some((xt) => matchesExtern(xt, wanted))) return OK;
  const found = offered.map((xt) => showExtern(xt)).join(' or ');
  return refuse(`incompatible import type of ${what}: expected ${showExtern(wanted)}, found ${found}`);
};
const repeated = (names: readonly string[]): string | undefined => names.find((name, i) => names.indexOf(name) < i);

/**
 * ```rule
 * C ⊢ instantiate x (name = y)* : (name_E xt_E)*
 *   — if C.modules[x] = (name_M name_I xt_I)* → (name_E xt_E)*
 *   — and the names of the arguments are distinct
 *   — and (C.instances[y] = …)*
 *   — and for each import, the argument of the name name_M exports name_I with a type that matches xt_I
 * ```
 * @rule CoreInstance_ok/instantiate
 * @spec CM Explainer.md §Instance Definitions
 */
const instantiateOk = (C: Context, module: number, args: readonly InstantiateArg[]): Judged<ReadonlyMap<string, Offered>> => {
  const valid = C.modules[module];
  if (valid === undefined) return unknown('module', module);
  const twice = repeated(args.map(({ name }) => name)), missing = args.find(({ instance }) => C.instances[instance] === undefined);
  if (twice !== undefined) return refuse(`duplicate module instantiation argument named ${JSON.stringify(twice)}`);
  if (missing !== undefined) return unknown('core instance', missing.instance);
  for (const [i, im] of valid.module.imports.entries()) {
    const wanted = valid.imports[i], checked = wanted === undefined ? OK : importFrom(C, args, im, wanted);
    if (E.isLeft(checked)) return checked;
  }
  return E.right(new Map(valid.module.exports.flatMap(({ name }, i) => {
    const xt = valid.exports[i];
    return xt === undefined ? [] : [[name, [xt]] as const];
  })));
};
/**
 * ```rule
 * C ⊢ (export name sort x)* : (name xt)*
 *   — if (C.sort[x] = xt)*
 *   — and the names are distinct
 * ```
 * @rule CoreInstance_ok/exports
 * @spec CM Explainer.md §Instance Definitions
 */
const exportsOk = (C: Context, exports: readonly Export[]): Judged<ReadonlyMap<string, Offered>> => {
  const twice = repeated(exports.map(({ name }) => name));
  if (twice !== undefined) return refuse(`duplicate export name ${JSON.stringify(twice)}`);
  const made = new Map<string, Offered>();
  for (const { name, desc: { kind, x } } of exports) {
    const item = C.items[kind][x];
    if (item === undefined) return unknown(LONG[kind], x);
    made.set(name, item);
  }
  return E.right(made);
};
const instanceOk = (C: Context, expr: CoreInstanceExpr): Judged<ReadonlyMap<string, Offered>> =>
  expr.kind === 'instantiate' ? instantiateOk(C, expr.module, expr.args) : exportsOk(C, expr.exports);

/**
 * ```rule
 * C ⊢ alias core export x name (core sort) : xt
 *   — if C.instances[x] has (name xt)
 *   — and xt is of the sort
 * ```
 * @rule Alias_ok/core-export
 * @spec CM Explainer.md §Alias Definitions
 */
const aliasOk = (C: Context, sort: CoreSort, x: number, name: string): Judged<Offered> => {
  const instance = C.instances[x];
  if (instance === undefined) return unknown('core instance', x);
  const offered = instance.get(name);
  if (offered === undefined) return refuse(`core instance ${x} has no export named ${JSON.stringify(name)}`);
  return offered.some(({ kind }) => kind === sort) ? E.right(offered)
    : refuse(`export ${JSON.stringify(name)} of core instance ${x} is not a ${LONG[sort]}`);
};

// ── built-in functions ───────────────────────────────────────────────────────────────────────────────
/**
 * The type of the functions that threads run: cooperative threads, if it is not shared.
 * ```rule
 * C ⊢ shared? $ft : spawn t*
 *   — if C.types[$ft] = (share (func (param t*)))
 *   — and share = shared, if the immediate is there
 *   — and t* = i32, unless types are general
 * ```
 * @rule Spawn_ok
 * @spec CM CanonicalABI.md §canon thread.spawn-ref
 */
const spawnOk = (C: Context, immediate: boolean, x: number): Judged<readonly [target: DefType, ft: FuncType<DefType>]> => {
  const target = C.types[x];
  if (target === undefined) return unknown('type', x);
  const ft = asFunc(target);
  if (ft === undefined) return refuse('spawn type must be a function');
  if (immediate && !target.sub.shared) return refuse('spawn type must be shared');
  if (ft.results.length > 0) return refuse('spawn function must not return any values');
  if (!C.options.general && (ft.params.length !== 1 || ft.params[0] !== 'i32')) {
    return refuse('spawn function must take a single `i32` argument (currently)');
  }
  return E.right([target, ft]);
};
/** The table that threads are spawned from: shared, of shared functions, or for cooperative threads, of unshared ones. */
const tableOk = (C: Context, shared: boolean, x: number): Judged<TableType<DefType>> => {
  const xt = C.items.table[x]?.[0];
  if (xt?.kind !== 'table') return unknown('table', x);
  if (shared && !xt.type.shared) return refuse('spawn table must be shared');
  if (!matchesRef(xt.type.ref, absRef('func', true, shared))) {
    return refuse(`spawn table must hold ${shared ? 'shared' : 'unshared'} functions`);
  }
  if (xt.type.addr !== 'i32' && !C.options.general) return refuse('spawn table must have addresses of type `i32` (currently)');
  return E.right(xt.type);
};
/**
 * Without the immediate, the function is one that modules may import as shared or as unshared, unless it spawns cooperative threads: that
 * one is not shared.
 */
const both = (canon: Exclude<Canon, { readonly kind: 'thread.yield' }>, target: DefType | undefined, make: (shared: boolean) => DefType,
): ValidCanon => {
  const types = canon.shared ? [make(true)] : target?.sub.shared === false ? [make(false)] : [make(true), make(false)];
  return { kind: 'canon', canon, types, target };
};

/**
 * ```rule
 * C ⊢ canon thread.spawn-ref shared? $ft : share (func (param (ref null $ft) t*) (result i32))
 *   — if C ⊢ shared? $ft : spawn t*
 *   — and share = shared, if the immediate is there
 *   — and share = unshared, if $ft is
 * ```
 * ```rule
 * C ⊢ canon thread.spawn-indirect shared? $ft x : share (func (param at t*) (result i32))
 *   — if C ⊢ shared? $ft : spawn t*
 *   — and C.tables[x] = share′ at limits rt
 *   — and rt ≤ (ref null (share″ func)), where share″ is that of $ft
 *   — and share″ = shared implies share′ = shared
 *   — and share = shared, if the immediate is there
 *   — and share = unshared, if $ft is
 * ```
 * ```rule
 * C ⊢ canon thread.available-parallelism shared? : share (func (result i32))
 *   — if share = shared, if the immediate is there
 * ```
 * ```rule
 * C ⊢ canon thread.yield cancellable? : (func (result i32))
 * ```
 * @rule Canon_ok
 * @spec CM CanonicalABI.md §canon thread.spawn-ref, §canon thread.spawn-indirect, §canon thread.available-parallelism, §canon thread.yield
 */
const canonOk = (C: Context, canon: Canon): Judged<ValidCanon> => {
  switch (canon.kind) {
    case 'thread.spawn-ref':
      return pipe(spawnOk(C, canon.shared, canon.type), E.map(([target, { params }]) => both(canon, target, (shared) =>
        functionType([{ kind: 'ref', nullable: true, heap: target }, ...params], ['i32'], shared))));
    case 'thread.spawn-indirect':
      return pipe(spawnOk(C, canon.shared, canon.type), E.chain(([target, { params }]) =>
        pipe(tableOk(C, target.sub.shared, canon.table), E.map(({ addr }) =>
          both(canon, target, (shared) => functionType([addr, ...params], ['i32'], shared))))));
    case 'thread.available-parallelism': return E.right(both(canon, undefined, (shared) => functionType([], ['i32'], shared)));
    case 'thread.yield': return E.right({ kind: 'canon', canon, types: [functionType([], ['i32'], false)], target: undefined });
  }
};

// ── components ───────────────────────────────────────────────────────────────────────────────────────
const judged = (C: Context, definition: Exclude<Definition, { readonly kind: 'core module' }>): Judged<Context> => {
  switch (definition.kind) {
    case 'core instance': return pipe(instanceOk(C, definition.expr), E.map((made) => ({
      ...C, instances: [...C.instances, made], definitions: [...C.definitions, definition],
    })));
    case 'core type': return pipe(rectypeOk(C.types, definition.rec), E.map((dts) => ({
      ...C, types: [...C.types, ...dts], definitions: [...C.definitions, definition],
    })));
    case 'alias': return pipe(aliasOk(C, definition.sort, definition.instance, definition.name), E.map((item) =>
      ({ ...withItem(C, definition.sort, item), definitions: [...C.definitions, definition] })));
    case 'canon': return pipe(canonOk(C, definition.canon), E.map((canon) =>
      ({ ...withItem(C, 'func', canon.types.map((type) => ({ kind: 'func', type }))), definitions: [...C.definitions, canon] })));
  }
};
const definitionOk = (C: Context, definition: Definition, at: Span): Valid<Context> => definition.kind !== 'core module'
  ? placed(judged(C, definition), at, 'Component_ok')
  : pipe(validate(definition.module), E.map((valid) =>
    ({ ...C, modules: [...C.modules, valid], definitions: [...C.definitions, { kind: 'core module', valid }] })));

const EMPTY: Omit<Context, 'options'> =
  { modules: [], instances: [], types: [], items: { func: [], table: [], mem: [], global: [], tag: [] }, definitions: [] };
/**
 * ```rule
 * ⊢ component definition* : OK
 *   — if each definition is valid in the context of what those before it make
 * ```
 * @rule Component_ok
 * @spec CM Explainer.md §Component Definitions
 */
export const validateComponent = (component: Component, options: ComponentOptions = DEFAULT_COMPONENT): Valid<ValidComponent> => {
  let C: Context = { ...EMPTY, options };
  for (const definition of component.definitions) {
    const next = definitionOk(C, definition, definition.at);
    if (E.isLeft(next)) return next;
    C = next.right;
  }
  return E.right({ definitions: C.definitions });
};
