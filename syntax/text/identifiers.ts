/**
 * How indices are written: as identifiers where the module has names, as numbers elsewhere.
 * @spec core text/modules.rst §Indices
 * @module
 */
import type { IndirectNameMap, NameMap, Names } from '../modules.ts';
import { printId, printName } from './print-literals.ts';

/** The index spaces whose indices are written without regard to another index. */
export type Space = 'type' | 'func' | 'table' | 'mem' | 'global' | 'tag' | 'elem' | 'data' | 'local' | 'label';

/** How an index of each space is written: `$x` or `3`. A field belongs to the structure type that stands first. */
export type Indices = { readonly [space in Space]: (x: number) => string } & { readonly field: (x: number, i: number) => string };

/** The identifiers of an index space. */
export interface Ids {
  /** the identifier of an index, if it has one: `$x` */
  readonly id: (x: number) => string | undefined;
  /** what stands where the index is bound: `$x`, `$x_1 (@name "x")` if something before has this name, or nothing */
  readonly define: (x: number) => string;
}

const numeric = String;

/** Indices as numbers. */
export const NUMERIC: Indices = {
  type: numeric, func: numeric, table: numeric, mem: numeric, global: numeric, tag: numeric, elem: numeric, data: numeric, local: numeric,
  label: numeric, field: (_x, i) => String(i),
};

/** A name that is not taken yet: the name itself, or the name with the first number that makes it new. */
const fresh = (name: string, taken: ReadonlySet<string>): string => {
  if (!taken.has(name)) return name;
  let n = 1;
  while (taken.has(`${name}_${n}`)) n++;
  return `${name}_${n}`;
};

const nameAnnotation = (name: string): string => `(@name ${printName(name)})`;

/**
 * Identifiers for the names of one index space: no two are the same. Where the identifier is not the name, an annotation
 * says the name. @spec core appendix/custom.rst §Name Annotations
 */
export const idsOf = (names: NameMap): Ids => {
  const given = new Set(names.values()), taken = new Set<string>();
  const uses = new Map<number, string>(), definitions = new Map<number, string>();
  for (const [index, name] of [...names].sort(([a], [b]) => a - b)) {
    // No identifier is empty. A name as it was given goes before a name with a number.
    const unique = name === '' ? undefined : taken.has(name) ? fresh(name, given.union(taken)) : name;
    const annotation = unique === name ? [] : [nameAnnotation(name)];
    if (unique !== undefined) {
      taken.add(unique);
      uses.set(index, printId(unique));
    }
    definitions.set(index, [...(unique === undefined ? [] : [printId(unique)]), ...annotation].join(' '));
  }
  return { id: (x) => uses.get(x), define: (x) => definitions.get(x) ?? '' };
};

/** The labels of a function: blocks may share one, and each use means the innermost. */
const labelsOf = (names: NameMap): Ids => ({
  id: (n) => {
    const name = names.get(n) ?? '';
    return name === '' ? undefined : printId(name);
  },
  define: (n) => {
    const name = names.get(n);
    return name === undefined ? '' : name === '' ? nameAnnotation(name) : printId(name);
  },
});

/** The identifiers of a module. */
export interface Identifiers {
  /** what stands after `module` */
  readonly module: string;
  readonly types: Ids;
  readonly funcs: Ids;
  readonly tables: Ids;
  readonly mems: Ids;
  readonly globals: Ids;
  readonly tags: Ids;
  readonly elems: Ids;
  readonly datas: Ids;
  /** those of the fields of a type */
  readonly fields: (x: number) => Ids;
  /** those of the parameters and locals of a function */
  readonly locals: (x: number) => Ids;
  /** those of the blocks of a function, in the order in which they begin */
  readonly labels: (x: number) => Ids;
}

/** No identifiers. */
export const NO_IDS: Ids = { id: () => undefined, define: () => '' };

/** The identifiers inside of each index. */
const inner = (maps: IndirectNameMap, ids: (names: NameMap) => Ids): ((x: number) => Ids) => {
  const all = new Map([...maps].map(([x, names]) => [x, ids(names)]));
  return (x) => all.get(x) ?? NO_IDS;
};

/** The identifiers that the names of a module give. */
export const identifiersOf = (names: Names): Identifiers => ({
  module: names.module === undefined ? '' : idsOf(new Map([[0, names.module]])).define(0),
  types: idsOf(names.types), funcs: idsOf(names.funcs), tables: idsOf(names.tables), mems: idsOf(names.mems),
  globals: idsOf(names.globals), tags: idsOf(names.tags), elems: idsOf(names.elems), datas: idsOf(names.datas),
  fields: inner(names.fields, idsOf), locals: inner(names.locals, idsOf), labels: inner(names.labels, labelsOf),
});

const use = ({ id }: Ids) => (x: number): string => id(x) ?? String(x);

/** Indices as they are written in a module outside of functions; locals and labels as numbers. */
export const moduleIndices = (ids: Identifiers): Indices => ({
  ...NUMERIC,
  type: use(ids.types), func: use(ids.funcs), table: use(ids.tables), mem: use(ids.mems), global: use(ids.globals), tag: use(ids.tags),
  elem: use(ids.elems), data: use(ids.datas),
  field: (x, i) => use(ids.fields(x))(i),
});

/** Indices as they are written in the function `x`; labels as numbers. */
export const functionIndices = (ids: Identifiers, x: number): Indices => ({ ...moduleIndices(ids), local: use(ids.locals(x)) });
