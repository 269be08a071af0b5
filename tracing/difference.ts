/**
 * What a step changes in the store and in the locals. Unchanged components are the same objects and cost nothing; of the others, only the
 * nodes that differ are compared.
 * @module
 */
import { bytesAt } from '../semantics/data/memory.ts';
import { changedBytes, changedIndices } from '../semantics/data/difference.ts';
import type { Vec } from '../semantics/data/vector.ts';
import { get } from '../semantics/data/vector.ts';
import type { Config } from '../semantics/runtime/configuration.ts';
import type { ModuleInst } from '../semantics/runtime/frames.ts';
import type { Component, MemInst, Store } from '../semantics/runtime/store.ts';
import type { Change } from './model.ts';
import { namesOf } from './names.ts';
import type { World } from './show-code.ts';
import { scopeOf } from './show-code.ts';
import { instanceName, showCont, showNew } from './show-instances.ts';
import type { Known } from './show-values.ts';
import { counted, showField, showVal } from './show-values.ts';
import type { Places } from './places.ts';
import { activationOf } from './stacks.ts';

/** How many changes of one kind are listed: elements of a component, of an instance, ranges of bytes, bytes of a range. */
const MOST = { instances: 8, elements: 8, ranges: 8, bytes: 16 };

/** What changes are shown with: what is known before and after, and the places of the source. */
interface Versions {
  readonly before: Known & World;
  readonly after: Known & World;
  readonly places: Places;
}
/** A change inside an instance. */
interface Part {
  readonly path: string;
  /** of an element, its index */
  readonly element?: number;
  readonly from: string;
  readonly to: string;
}
/** How two versions of an instance differ. */
type Compare<A> = (a: A, b: A, versions: Versions, address: number) => readonly Part[];

/** from → to, unless both are the same */
const replaced = (path: string, from: string, to: string, more: Pick<Part, 'element'> = {}): readonly Part[] =>
  from === to ? [] : [{ path, from, to, ...more }];

/** Elements of a vector inside an instance, and its size. */
const elementsOf = <E>(
  path: string, a: Vec<E>, b: Vec<E>, show: (element: E, known: Known) => string, { before, after }: Versions,
): readonly Part[] => {
  const changed = changedIndices(a, b, MOST.elements + 1), shown = changed.slice(0, MOST.elements);
  return [
    ...shown.flatMap((i) => replaced(`.${path}[${i}]`, show(get(a, i) as E, before), show(get(b, i) as E, after), { element: i })),
    ...(changed.length > shown.length ? [{ path: `.${path}`, from: '…', to: '…' }] : []),
    ...replaced(`.|${path}|`, String(a.n), String(b.n)),
  ];
};

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
const range = ({ bytes }: MemInst, start: number, length: number): string => {
  const shown = Math.min(length, MOST.bytes);
  return hex(bytesAt(bytes, start, shown)) + (length > shown ? ' …' : '');
};
const bytesOf: Compare<MemInst> = (a, b) => {
  const changed = changedBytes(a.bytes, b.bytes, MOST.ranges + 1), shown = changed.slice(0, MOST.ranges);
  return [
    ...shown.map(({ start, end }) => {
      const path = `.bytes[0x${start.toString(16)} : ${end - start}]`;
      return { path, from: range(a, start, end - start), to: range(b, start, end - start) };
    }),
    ...(changed.length > shown.length ? [{ path: '.bytes', from: '…', to: '…' }] : []),
    ...replaced('.|bytes|', String(a.bytes.size), String(b.bytes.size)),
  ];
};

/** The components whose instances can change, and how. */
const compare: { readonly [C in Component]?: Compare<Store[C] extends Vec<infer A> ? A : never> } = {
  globals: (a, b, { before, after }) => replaced('', showVal(a.value, before), showVal(b.value, after)),
  mems: bytesOf,
  tables: (a, b, versions) => elementsOf('refs', a.refs, b.refs, showVal, versions),
  structs: (a, b, versions) => elementsOf('fields', a.fields, b.fields, showField, versions),
  arrays: (a, b, versions) => elementsOf('fields', a.fields, b.fields, showField, versions),
  datas: (a, b) => replaced('', counted(a.bytes.length, 'byte'), b.bytes.length === 0 ? 'ε' : counted(b.bytes.length, 'byte')),
  elems: (a, b) => replaced('', counted(a.refs.length, 'reference'), b.refs.length === 0 ? 'ε' : counted(b.refs.length, 'reference')),
  conts: (a, b, { before, after, places }, address) =>
    replaced('', showCont(address, a, before, places), showCont(address, b, after, places)),
};

/** What a changed field is called, or else its instance. */
const nameOf = (component: Component, a: number, { element }: Part, { after }: Versions): string | null => {
  const type = component === 'structs' ? get(after.S.structs, a)?.type : undefined;
  return type === undefined || element === undefined ? instanceName(component, a, after) : after.names.field(type, element) ?? null;
};
const componentOf = (component: Component, versions: Versions): readonly Change[] => {
  const { before: { S }, after, places } = versions, changes: Change[] = [];
  const a: Vec<unknown> = S[component], b: Vec<unknown> = after.S[component];
  if (a === b) return changes;
  const changesOf = compare[component] as Compare<unknown> | undefined; // indexed by the same component
  for (const i of changedIndices(a, b, MOST.instances)) {
    for (const part of changesOf?.(get(a, i), get(b, i), versions, i) ?? [])
      changes.push({ where: `S.${component}[${i}]${part.path}`, name: nameOf(component, i, part, versions), from: part.from, to: part.to });
  }
  for (let i = a.n; i < Math.min(b.n, a.n + MOST.instances); i++)
    changes.push({
      where: `S.${component}[${i}]`, name: instanceName(component, i, after), from: null, to: showNew(component, i, after, places),
    });
  return changes;
};

/** The locals of the running function. */
const localsOf = (z: Config, z1: Config, { before, after }: Versions): readonly Change[] => {
  if (z.F === z1.F || z.F.locals === z1.F.locals || activationOf(z) !== activationOf(z1)) return [];
  const { names, x } = scopeOf(after, z1.F, z1.H);
  return changedIndices(z.F.locals, z1.F.locals, MOST.elements).flatMap((i) => {
    const a = get(z.F.locals, i), b = get(z1.F.locals, i), name = x === undefined ? undefined : names.local(x, i);
    return replaced(`F.locals[${i}]`, a === undefined ? 'ε' : showVal(a, before), b === undefined ? 'ε' : showVal(b, after))
      .map(({ path, from, to }) => ({ where: path, name: name ?? null, from, to }));
  });
};

const components: readonly Component[] =
  ['funcs', 'tags', 'globals', 'mems', 'tables', 'datas', 'elems', 'structs', 'arrays', 'exns', 'conts'];

/** What is different in z′: first the store, component by component, then the locals. */
export const changesOf = (z: Config, z1: Config, inst: ModuleInst, places: Places): readonly Change[] => {
  const names = namesOf(inst), versions: Versions = { before: { S: z.S, inst, names }, after: { S: z1.S, inst, names }, places };
  const store = z.S === z1.S ? [] : components.flatMap((component) => componentOf(component, versions));
  return [...store, ...localsOf(z, z1, versions)];
};
