/**
 * What things are called: by the identifiers of the module, and where it has none, by exports and imports. Identifiers begin with `$`.
 * @module
 */
import type { ModuleInst } from '../semantics/runtime/frames.ts';
import type { Component, FuncInst, Store } from '../semantics/runtime/store.ts';
import type { Addr } from '../semantics/runtime/values.ts';
import { get } from '../semantics/data/vector.ts';
import type { DefType } from '../semantics/types/deftypes.ts';
import type { TypeNames } from '../semantics/types/showing.ts';
import { typeNames } from '../semantics/types/showing.ts';
import { bodiesOf } from '../syntax/bodies.ts';
import type { Expr, Instr } from '../syntax/instructions.ts';
import type { ExternIdx, Module } from '../syntax/modules.ts';
import { NO_NAMES } from '../syntax/modules.ts';
import type { Span } from '../syntax/source.ts';
import type { Identifiers, Ids, Indices } from '../syntax/text/identifiers.ts';
import { functionIndices, identifiersOf, moduleIndices } from '../syntax/text/identifiers.ts';
import { printName } from '../syntax/text/print-literals.ts';

/** The components of the store that belong to a module instance. */
export type Owned = Extract<Component, keyof ModuleInst>;

/** The names of a module instance. */
export interface Names {
  readonly types: TypeNames;
  /** how indices are written: outside of functions, and in the function x */
  readonly indices: (x: number | undefined) => Indices;
  /** what the function x is called: `$f`, or `f` by an export, or `func 3` */
  readonly func: (x: number) => string;
  /** what the entity at an address is called, if it has a name */
  readonly entity: (component: Owned, a: Addr) => string | undefined;
  /** the function whose source this is, and the innermost one whose source contains the offset */
  readonly funcAt: (at: Span) => number | undefined;
  readonly funcAround: (offset: number) => number | undefined;
  /** the identifier of the block of the function x whose source this is */
  readonly label: (x: number, at: Span) => string | undefined;
  readonly local: (x: number, i: number) => string | undefined;
  /** the field i of a structure type: `$node.$next` */
  readonly field: (type: DefType, i: number) => string | undefined;
}

const WORD = /^[\w.$-]+$/u;
/** A name as it stands among words. */
export const plainName = (name: string): string => WORD.test(name) ? name : printName(name);

/** The sources of the blocks of a body, in the order in which they begin. */
const blocksOf = (body: Expr): readonly Span[] => {
  const out: Span[] = [], rest: Instr[] = body.toReversed();
  for (let instr = rest.pop(); instr !== undefined; instr = rest.pop()) {
    const bodies = bodiesOf(instr);
    if (bodies.length === 0) continue;
    out.push(instr.at);
    for (const inner of bodies.toReversed()) for (let i = inner.length - 1; i >= 0; i--) rest.push(inner[i] as Instr);
  }
  return out;
};

/** A function with its result for each argument kept. */
const kept = <A, B>(find: (a: A) => B): ((a: A) => B) => {
  const known = new Map<A, B>();
  return (a) => {
    const before = known.get(a);
    if (before !== undefined) return before;
    const found = find(a);
    known.set(a, found);
    return found;
  };
};

const kinds: { readonly [component in Owned]: ExternIdx['kind'] | undefined } =
  { funcs: 'func', globals: 'global', mems: 'mem', tables: 'table', tags: 'tag', datas: undefined, elems: undefined };
const idsFor = (ids: Identifiers, component: Owned): Ids => ids[component];

/** What the entity x of a kind is called outside of the module. */
const externalName = ({ exports, imports }: Module, kind: ExternIdx['kind'], x: number): string | undefined => {
  const ex = exports.find(({ desc }) => desc.kind === kind && desc.x === x);
  if (ex !== undefined) return plainName(ex.name);
  const im = imports.filter(({ type }) => type.kind === kind)[x];
  return im && `${plainName(im.module)}.${plainName(im.name)}`;
};
/** What the entity x of a component is called. */
const nameOf = (module: Module | undefined, ids: Identifiers, component: Owned, x: number): string | undefined => {
  const kind = kinds[component];
  return idsFor(ids, component).id(x) ?? (module && kind && externalName(module, kind, x));
};

/** Functions by their sources. Those of a text or binary follow each other. */
const functionsBySource = (module: Module | undefined, imported: number): Pick<Names, 'funcAt' | 'funcAround'> => {
  const funcs = module?.funcs ?? [], bySpan = new Map(funcs.map(({ at }, i) => [at, imported + i]));
  return {
    funcAt: (at) => bySpan.get(at),
    funcAround: (offset) => {
      const i = funcs.findIndex(({ at }) => at.start <= offset && offset < at.end);
      return i < 0 ? undefined : imported + i;
    },
  };
};

const namesFor = (inst: ModuleInst): Names => {
  const module = inst.source, named = module?.names ?? NO_NAMES, ids = identifiersOf(named);
  const imported = inst.funcs.length - (module?.funcs.length ?? 0), outside = moduleIndices(ids);
  const inside = kept((x: number) => functionIndices(ids, x));
  const addresses = kept((component: Owned) => new Map(inst[component].map((a, x) => [a, x])));
  const entity = (component: Owned, a: Addr): string | undefined => {
    const x = addresses(component).get(a);
    return x === undefined ? undefined : nameOf(module, ids, component, x);
  };
  const labels = kept((x: number): ReadonlyMap<Span, string | undefined> => {
    const { id } = ids.labels(x), body = named.labels.has(x) ? module?.funcs[x - imported]?.body : undefined;
    return new Map(blocksOf(body ?? []).map((at, n) => [at, id(n)]));
  });
  return {
    types: typeNames(inst.types, named.types),
    indices: (x) => x === undefined ? outside : inside(x),
    func: kept((x) => nameOf(module, ids, 'funcs', x) ?? `func ${x}`),
    entity,
    ...functionsBySource(module, imported),
    label: (x, at) => labels(x).get(at),
    local: (x, i) => ids.locals(x).id(i),
    field: (type, i) => {
      const x = inst.types.indexOf(type), id = ids.fields(x).id(i);
      return id && [ids.types.id(x) ?? `type ${x}`, id].join('.');
    },
  };
};

const known = new WeakMap<ModuleInst, Names>();
/** The names of a module instance; the same every time. */
export const namesOf = (inst: ModuleInst): Names => {
  const before = known.get(inst);
  if (before !== undefined) return before;
  const names = namesFor(inst);
  known.set(inst, names);
  return names;
};

/** What a function instance is called. */
export const funcName = ({ code, module }: FuncInst): string => {
  switch (code.kind) {
    case 'host': return code.name;
    case 'wasm': return namesOf(module).func(code.x);
    case 'spawn_ref': case 'spawn_indirect': case 'yield': return code.kind;
  }
};
/** What the function at an address is called. */
export const funcNameAt = (S: Store, a: Addr): string | undefined => {
  const fi = get(S.funcs, a);
  return fi && funcName(fi);
};
