/**
 * The names that a text can say: those of what is there. A name section may name anything; an identifier must be declared.
 * @module
 */
import type { ExternIdx, IndirectNameMap, Module, Names } from '../modules.ts';
import type { CompType } from '../types.ts';

/** The names of the indices below n; the same map if those are all. */
const below = <A>(names: ReadonlyMap<number, A>, n: number): ReadonlyMap<number, A> =>
  [...names.keys()].every((x) => x < n) ? names : new Map([...names].filter(([x]) => x < n));
const inside = (maps: IndirectNameMap, n: number, sizeOf: (x: number) => number): IndirectNameMap =>
  new Map([...below(maps, n)].flatMap(([x, names]) => {
    const kept = below(names, sizeOf(x));
    return kept.size === 0 ? [] : [[x, kept] as const];
  }));

const fieldsOf = (comp: CompType | undefined): number => comp?.kind === 'struct' ? comp.fields.length : 0;

/** The names of a module without those of indices that it does not declare; a name of a block that is not there stands nowhere. */
export const declaredNames = (module: Module): Names => {
  const { names, imports, datas, elems } = module, types = module.types.flatMap(({ rec }) => rec);
  const imported = (kind: ExternIdx['kind']): number => imports.filter(({ type }) => type.kind === kind).length;
  /** the types of all functions, and how many locals each has besides its parameters */
  const functions = [
    ...imports.flatMap(({ type }) => type.kind === 'func' ? [{ type: type.type.x, n: 0 }] : []),
    ...module.funcs.map(({ type, locals }) => ({ type, n: locals.length })),
  ];
  const localsOf = (x: number): number => {
    const func = functions[x], comp = func === undefined ? undefined : types[func.type]?.comp;
    return func === undefined || comp?.kind !== 'func' ? 0 : comp.params.length + func.n; // a text cannot number what has no type
  };
  return {
    module: names.module, labels: names.labels,
    types: below(names.types, types.length), fields: inside(names.fields, types.length, (x) => fieldsOf(types[x]?.comp)),
    funcs: below(names.funcs, functions.length), locals: inside(names.locals, functions.length, localsOf),
    tables: below(names.tables, imported('table') + module.tables.length), mems: below(names.mems, imported('mem') + module.mems.length),
    globals: below(names.globals, imported('global') + module.globals.length),
    tags: below(names.tags, imported('tag') + module.tags.length),
    elems: below(names.elems, elems.length), datas: below(names.datas, datas.length),
  };
};
