/**
 * Small modules around closed types: a type section that defines them, and the module that has it.
 * @category Evaluation: host
 * @module
 */
import { encode } from '../../syntax/binary/encoder.ts';
import type { Export, Func, Global, Import, Module, Tag, TypeDef } from '../../syntax/modules.ts';
import { NO_NAMES } from '../../syntax/modules.ts';
import { NOWHERE } from '../../syntax/source.ts';
import type { CompType, ExternType, HeapType, StorageType } from '../../syntax/types.ts';
import type { DefType } from '../../semantics/types/deftypes.ts';
import type { IndexOf } from '../../semantics/types/opening.ts';
import { openSub } from '../../semantics/types/opening.ts';
import type { HostModule } from './wasm.ts';
import { wasm } from './wasm.ts';

const heapsIn = (zts: readonly StorageType<DefType>[]): readonly DefType[] =>
  zts.flatMap((zt) => typeof zt === 'object' && zt.heap.kind === 'def' ? [zt.heap] : []);
const heapIn = (ht: HeapType<DefType>): readonly DefType[] => ht.kind === 'def' ? [ht] : [];
const typesIn = (ct: CompType<DefType>): readonly DefType[] => {
  switch (ct.kind) {
    case 'struct': return heapsIn(ct.fields.map(({ storage }) => storage));
    case 'array': return heapsIn([ct.field.storage]);
    case 'func': return heapsIn([...ct.params, ...ct.results]);
    case 'cont': return heapIn(ct.type);
  }
};

/** The types of a module, and where each stands. */
export interface TypeSection {
  readonly types: readonly TypeDef[];
  readonly indexOf: IndexOf;
}
/** Defines these types, and all that they mention. Groups stand in the order in which they were first seen: each mentions earlier ones. */
export const typeSection = (roots: readonly DefType[]): TypeSection => {
  const groups = new Set<readonly DefType[]>(), todo = [...roots];
  for (let dt = todo.pop(); dt !== undefined; dt = todo.pop()) {
    if (groups.has(dt.group)) continue;
    groups.add(dt.group);
    for (const { sub } of dt.group) todo.push(...sub.supers, ...typesIn(sub.comp));
  }
  const ordered = [...groups].sort(([a], [b]) => (a?.id ?? 0) - (b?.id ?? 0));
  const index = new Map(ordered.flat().map((dt, x) => [dt, x]));
  const indexOf: IndexOf = (dt) => {
    const x = index.get(dt);
    if (x === undefined) throw new RangeError('a type is used that was not asked for');
    return x;
  };
  return { types: ordered.map((group) => ({ rec: group.map(({ sub }) => openSub(indexOf, sub)), at: NOWHERE })), indexOf };
};

/** An import, under the module name of the empty string. */
export const importOf = (name: string, type: ExternType): Import => ({ module: '', name, type, at: NOWHERE });
/** The export of a function. */
export const exportOf = (name: string, x: number): Export => ({ name, desc: { kind: 'func', x }, at: NOWHERE });

/** What a small module has. */
interface Parts {
  readonly types: readonly TypeDef[];
  readonly imports?: readonly Import[];
  readonly globals?: readonly Global[];
  readonly tags?: readonly Tag[];
  readonly funcs: readonly Omit<Func, 'at'>[];
  readonly exports: readonly Export[];
}
/** Such a module, compiled by the host. */
export const compiled = ({ types, imports = [], globals = [], tags = [], funcs, exports }: Parts): HostModule => {
  const module: Module = {
    types, imports, tags, globals, mems: [], tables: [], funcs: funcs.map((func) => ({ ...func, at: NOWHERE })), datas: [], elems: [],
    start: undefined, exports, customs: [], names: NO_NAMES, at: NOWHERE,
  };
  return new wasm.Module(encode(module));
};
