/**
 * Instances of modules that share things: what the host is given for them, and what they export.
 * @category Evaluation: heap
 * @module
 */
import type { Instr } from '../../syntax/instructions.ts';
import type { Export, Global } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { ExternType } from '../../syntax/types.ts';
import type { ValidModule } from '../../semantics/statics/modules.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import { compiled } from '../host/sections.ts';
import type { HostImports } from '../host/wasm.ts';
import { HEAP } from '../sharing/layout.ts';
import type { Unshared } from '../sharing/modules.ts';
import type { Extern, MutableStore } from '../store.ts';
import type { SharedTag } from './heap.ts';
import type { Places } from './allocation.ts';
import type { Known } from './constants.ts';
import { registerRecords } from './heap.ts';
import { migrationImports } from './migration.ts';
import { heapOf } from './of-store.ts';
import { newInstance } from '../threads/log.ts';

const at = NOWHERE;
const constantOf = (known: Known): Instr => known.t === 'v128' ? { op: 'vconst', val: known, at } : { op: 'const', val: known, at };
/** Globals with these values, to the bit: JavaScript would not give NaNs and vectors to WebAssembly as they are. All threads have them. */
const globalsOf = (S: MutableStore, values: readonly (readonly [name: string, known: Known])[]): Readonly<Record<string, unknown>> => {
  if (values.length === 0) return {};
  const globals = values.map(([, known]): Global =>
    ({ type: { sharing: 'unshared', mutable: false, type: known.t }, init: [constantOf(known)], at }));
  const exports = values.map(([name], x): Export => ({ name, desc: { kind: 'global', x }, at }));
  return newInstance(S.log, compiled({ types: [], globals, funcs: [], exports }), {}).exports;
};
/** What a module imports from the heap, and for shared continuations; functions that any thread enters get so many slots. */
export const heapImports = (S: MutableStore, unshared: Unshared, places: Places, slots: number): HostImports => {
  const { addresses: names } = unshared, { addresses } = places, switching = migrationImports(S, unshared, places, slots);
  const { memory, runtime, log: { functions } } = heapOf(S);
  const values = names.map((name): readonly [string, Known] => {
    const known = addresses.get(name);
    if (known === undefined) throw new RangeError(`nothing was allocated for ${name}`);
    return [name, known];
  });
  const numbers = values.flatMap(([name, { t, c }]) => t === 'i32' ? [[name, c] as const] : []);
  const others = globalsOf(S, values.filter(([, { t }]) => t !== 'i32'));
  return { ...switching, [HEAP]: { ...runtime, ...switching[HEAP], memory, functions, ...Object.fromEntries(numbers), ...others } };
};

/** The shared tags that a module defines. */
const tagsOf = ({ module, context: C, imports }: ValidModule, { tags }: Places): readonly SharedTag[] => {
  const imported = imports.filter(({ kind }) => kind === 'tag').length;
  return module.tags.flatMap((_, i): readonly SharedTag[] => {
    const x = imported + i, type = C.tags.at(x), address = tags[x], name = module.names.tags.get(x);
    return type === undefined || address === undefined ? []
      : [{ kind: 'tag', type, address, name: name === undefined ? String(x) : `$${name}` }];
  });
};
/** What an instance shares becomes known to the store, before anything in it runs. */
export const registerTagsShared = (S: MutableStore, valid: ValidModule, places: Places): void => {
  for (const tag of tagsOf(valid, places)) heapOf(S).tags.set(tag.address, tag);
};
/** Its functions, when they are in their slots. */
export const registerFunctions = (S: MutableStore, { functions }: Unshared, { records }: Places): void => {
  registerRecords(heapOf(S), records, functions.length);
};

/** An export that lies in the heap; undefined if it does not. */
export const sharedExtern = (S: MutableStore, xt: ExternType<DefType>, x: number, places: Places): Extern | undefined => {
  const heap = heapOf(S), { globals, tables, tags } = places;
  const address = xt.kind === 'global' ? globals[x] : xt.kind === 'table' ? tables[x] : xt.kind === 'tag' ? tags[x] : undefined;
  if (address === undefined) return undefined;
  switch (xt.kind) {
    case 'global': return { kind: 'global', type: xt.type, address };
    case 'table': return { kind: 'table', type: xt.type, heap, address };
    case 'tag': return heap.tags.get(address);
    default: return undefined;
  }
};
