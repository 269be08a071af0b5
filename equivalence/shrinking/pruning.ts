/**
 * Modules without what nothing in them refers to.
 * @module
 */
import type { ExternIdx, Func, Import, Module } from '../../syntax/modules.ts';
import { NO_NAMES } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { Renumbering } from './renumbering.ts';
import { renumber } from './renumbering.ts';

type Space = 'type' | 'func' | 'global' | 'tag';
/** The index spaces in which what is not used is left out. */
type Used = { readonly [S in Space]: Set<number> };

const EMPTY: Module = {
  types: [], imports: [], tags: [], globals: [], mems: [], tables: [], funcs: [], datas: [], elems: [], start: undefined,
  exports: [], customs: [], names: NO_NAMES, at: NOWHERE,
};
const same = (x: number): number => x;
const into = (found: Set<number>) => (x: number): number => {
  found.add(x);
  return x;
};
/** Adds all indices that a part of a module mentions. */
const mention = (used: Used, part: Partial<Module>): void => {
  const r = { type: into(used.type), func: into(used.func), global: into(used.global), tag: into(used.tag), local: same };
  renumber(r, { ...EMPTY, ...part });
};

const importsOf = ({ imports }: Module, kind: ExternIdx['kind']): readonly Import[] => imports.filter(({ type }) => type.kind === kind);
/** What defines an index, as a part of a module. */
const definition = (m: Module, space: Space, x: number): Partial<Module> => {
  if (space === 'type') {
    const def = m.types.flatMap((one) => one.rec.map(() => one))[x];
    return def === undefined ? {} : { types: [def] };
  }
  const imports = importsOf(m, space), im = imports[x], i = x - imports.length;
  if (im !== undefined) return { imports: [im] };
  switch (space) {
    case 'func': return { funcs: m.funcs.slice(i, i + 1) };
    case 'global': return { globals: m.globals.slice(i, i + 1) };
    case 'tag': return { tags: m.tags.slice(i, i + 1) };
  }
};
const SPACES: readonly Space[] = ['func', 'global', 'tag', 'type'];
/** What is exported, or in a table or a segment, and what that uses. */
const usedIn = (m: Module): Used => {
  const used: Used = { type: new Set(), func: new Set(), global: new Set(), tag: new Set() };
  mention(used, { ...m, types: [], imports: [], tags: [], globals: [], funcs: [], names: NO_NAMES });
  for (const { type } of m.imports) if (type.kind === 'table' || type.kind === 'mem') mention(used, { imports: importsOf(m, type.kind) });
  // A set that grows while one goes through it is gone through to its end.
  for (let size = -1; SPACES.reduce((sum, space) => sum + used[space].size, 0) !== size;) {
    size = SPACES.reduce((sum, space) => sum + used[space].size, 0);
    for (const space of SPACES) for (const x of used[space]) mention(used, definition(m, space, x));
  }
  return used;
};

/** The new indices of those that are kept. */
const compacted = (isKept: (x: number) => boolean, count: number): ((x: number) => number) => {
  const to = new Map<number, number>();
  for (let x = 0; x < count; x++) if (isKept(x)) to.set(x, to.size);
  return (x) => to.get(x) ?? 0;
};

const paramsOf = ({ types }: Module, { type }: Func): number => {
  const comp = types.flatMap(({ rec }) => rec)[type]?.comp;
  return comp?.kind === 'func' ? comp.params.length : 0;
};
/** Whether a local is a parameter, or used. */
const keepsLocal = (m: Module, func: Func): ((x: number) => boolean) => {
  const found = new Set<number>(), params = paramsOf(m, func);
  renumber({ type: same, func: same, global: same, tag: same, local: same }, { ...EMPTY, funcs: [func] }, () => into(found));
  return (x) => x < params || found.has(x);
};

/** The imports that are used; memories and tables stay. */
const importsKept = (m: Module, used: Used): readonly Import[] => {
  const next = new Map<string, number>();
  return m.imports.filter(({ type: { kind } }) => {
    const x = next.get(kind) ?? 0;
    next.set(kind, x + 1);
    return kind === 'table' || kind === 'mem' || used[kind].has(x);
  });
};

/** The module without functions, globals, tags, types and locals that nothing uses that is exported, or in a table or a segment. */
export const pruned = (m: Module): Module => {
  const used = usedIn(m), groupOf = m.types.flatMap(({ rec }, g) => rec.map(() => g));
  const groups = new Set([...used.type].map((x) => groupOf[x]));
  const keeps = (space: Exclude<Space, 'type'>) => (_: unknown, i: number): boolean => used[space].has(i + importsOf(m, space).length);
  const indices = (space: Exclude<Space, 'type'>, defined: readonly unknown[]): Renumbering['func'] =>
    compacted((x) => used[space].has(x), importsOf(m, space).length + defined.length);
  const r: Renumbering = {
    type: compacted((x) => groups.has(groupOf[x]), groupOf.length), local: same,
    func: indices('func', m.funcs), global: indices('global', m.globals), tag: indices('tag', m.tags),
  };
  const kept = m.funcs.filter(keeps('func')), locals = kept.map((func) => keepsLocal(m, func));
  const funcs = kept.map((func, i) => ({ ...func, locals: func.locals.filter((_, j) => locals[i]?.(j + paramsOf(m, func)) ?? true) }));
  const left: Module = {
    ...m, imports: importsKept(m, used), types: m.types.filter((_, g) => groups.has(g)), funcs,
    globals: m.globals.filter(keeps('global')), tags: m.tags.filter(keeps('tag')),
    names: { ...NO_NAMES, module: m.names.module, funcs: new Map([...m.names.funcs].filter(([x]) => used.func.has(x))) },
  };
  return renumber(r, left, (i) => {
    const func = kept[i];
    return func === undefined ? same : compacted((x) => locals[i]?.(x) ?? true, paramsOf(m, func) + func.locals.length);
  });
};
