/**
 * Arbitrary names of what a module has. In an index space they may repeat, and they may be empty.
 * @module
 */
import * as fc from 'fast-check';
import { bodiesOf, instructionsIn } from '../../syntax/bodies.ts';
import type { Expr } from '../../syntax/instructions.ts';
import type { ExternIdx, IndirectNameMap, Module, NameMap, Names } from '../../syntax/modules.ts';
import type { SubType } from '../../syntax/types.ts';
import { frequentName, name } from './primitives.ts';

/** Names for some of the indices below `count`. */
const nameMap = (count: number, some: fc.Arbitrary<string> = name): fc.Arbitrary<NameMap> =>
  fc.array(fc.option(some, { nil: undefined }), { minLength: count, maxLength: count })
    .map((all) => new Map(all.flatMap((one, x) => (one === undefined ? [] : [[x, one] as const]))));

/** Names within each of the things with so many parts; without things none of whose parts has a name. */
const indirectNameMap = (counts: ReadonlyMap<number, number>, some?: fc.Arbitrary<string>): fc.Arbitrary<IndirectNameMap> =>
  fc.tuple(...[...counts].map(([x, count]) => nameMap(count, some).map((inner) => [x, inner] as const)))
    .map((all) => new Map(all.filter(([, inner]) => inner.size > 0)));

const countBlocks = (expr: Expr): number => {
  let count = 0;
  for (const instr of instructionsIn([expr])) if (bodiesOf(instr).length > 0) count++;
  return count;
};

const fieldCounts = (types: readonly SubType[]): ReadonlyMap<number, number> =>
  new Map(types.map(({ comp }, x) => [x, comp.kind === 'struct' ? comp.fields.length : 0]));

/** Arbitrary names of what a module has. */
export const namesOf = (module: Omit<Module, 'customs' | 'names'>): fc.Arbitrary<Names> => {
  const types = module.types.flatMap(({ rec }) => rec);
  const imported = (kind: ExternIdx['kind']): number => module.imports.filter(({ type }) => type.kind === kind).length;
  const first = imported('func');
  const paramsOf = (x: number): number => {
    const comp = types[x]?.comp;
    return comp?.kind === 'func' ? comp.params.length : 0;
  };
  const locals = new Map([
    ...module.imports.flatMap(({ type }) => (type.kind === 'func' ? [paramsOf(type.type.x)] : [])),
    ...module.funcs.map((func) => paramsOf(func.type) + func.locals.length),
  ].entries());
  const labels = new Map(module.funcs.map((func, i) => [first + i, countBlocks(func.body)]));
  return fc.record({
    module: fc.option(name, { nil: undefined }),
    types: nameMap(types.length),
    fields: indirectNameMap(fieldCounts(types)),
    funcs: nameMap(first + module.funcs.length),
    locals: indirectNameMap(locals),
    labels: indirectNameMap(labels, fc.oneof(frequentName, name)),
    tables: nameMap(imported('table') + module.tables.length),
    mems: nameMap(imported('mem') + module.mems.length),
    globals: nameMap(imported('global') + module.globals.length),
    tags: nameMap(imported('tag') + module.tags.length),
    elems: nameMap(module.elems.length),
    datas: nameMap(module.datas.length),
  });
};
