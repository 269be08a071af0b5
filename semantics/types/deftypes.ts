/**
 * Defined types, closed and canonical: equivalent types are the same object.
 *
 * Two recursive types are equivalent when they are equal after rolling: the indices that point into the group are
 * replaced by positions in it (`rec i`), all others by the closed types that they stand for. Since those are canonical
 * already, a rolled group can be written down as a string in which they appear as their numbers, and groups are
 * equivalent exactly if their strings are equal. The strings are kept in a table; a group that is not in it yet is
 * unrolled once, into a graph of objects that may be cyclic.
 *
 * @spec core 1.2-syntax.types `$rollrt`, `$unrollrt`, `$rolldt`, `$unrolldt`
 * @spec core 4.2-execution.types `$alloctypes`
 * @spec core valid/matching.rst §Defined Types
 * @module
 */
import type { TypeDef } from '../../syntax/modules.ts';
import type { CompType, FieldType, HeapType, RecType, ResultType, StorageType, SubType } from '../../syntax/types.ts';
import type { TypeSpace } from './closing.ts';
import { closeSub, closeUse } from './closing.ts';

/** deftype ::= rectype.n, canonical: two defined types are equivalent if and only if they are `===`. */
export interface DefType {
  readonly kind: 'def';
  /** a number of its own, in the order in which types were first seen */
  readonly id: number;
  /** the recursive type, as its members */
  readonly group: readonly DefType[];
  /** the position in the group */
  readonly index: number;
  /** `$unrolldt(deftype)` */
  readonly sub: SubType<DefType>;
  /** the chain of declared supertypes, from the root down to this type itself */
  readonly lineage: readonly DefType[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
/** How the string of a group spells a type index. */
type Spell = (x: number) => string;

const spellHeap = (ht: HeapType, use: Spell): string => ht.kind === 'abs' ? (ht.shared ? `shared ${ht.name}` : ht.name) : use(ht.x);
const spellStorage = (zt: StorageType, use: Spell): string =>
  typeof zt === 'string' ? zt : `${zt.nullable ? 'null' : 'ref'} ${spellHeap(zt.heap, use)}`;
const spellResult = (ts: ResultType, use: Spell): string => ts.map((t) => spellStorage(t, use)).join();
const spellField = (ft: FieldType, use: Spell): string => (ft.mutable ? 'mut ' : '') + spellStorage(ft.storage, use);

const spellComp = (ct: CompType, use: Spell): string => {
  switch (ct.kind) {
    case 'struct': return `struct ${ct.fields.map((ft) => spellField(ft, use)).join()}`;
    case 'array': return `array ${spellField(ct.field, use)}`;
    case 'func': return `func ${spellResult(ct.params, use)}>${spellResult(ct.results, use)}`;
    case 'cont': return `cont ${spellHeap(ct.type, use)}`;
  }
};

const spellSub = (st: SubType, use: Spell): string =>
  `${st.final ? 'final' : 'sub'} ${st.supers.map((u) => use(u.x)).join()}:${st.shared ? 'shared ' : ''}${spellComp(st.comp, use)}`;

/** `$rollrt(x, rectype)` as a string: `.i` is `rec i`, `#id` a closed type. Its length is linear in the size of the group. */
const spellRec = (dts: readonly DefType[], rec: RecType): string => {
  const use: Spell = (x) => x < dts.length ? `#${closeUse(dts, { kind: 'idx', x }).id}` : `.${x - dts.length}`;
  return rec.map((st) => spellSub(st, use)).join(';');
};

/** The canonical groups by their strings. It only ever grows, and nobody can tell: a memo of a pure function. */
const groups = new Map<string, readonly DefType[]>();
let count = 0;

const NO_TYPES: readonly never[] = [];
/** What stands in a new object until its group is complete. */
const UNFINISHED: SubType<never> = { final: true, supers: NO_TYPES, shared: false, comp: { kind: 'struct', fields: NO_TYPES } };

/** `$unrollrt(rectype)`: the group as a graph of new objects. */
const unroll = (dts: readonly DefType[], rec: RecType): readonly DefType[] => {
  const group: Mutable<DefType>[] = [];
  const types: TypeSpace<DefType> = { at: (x) => x < dts.length ? dts[x] : group[x - dts.length] };
  for (let index = 0; index < rec.length; index++) {
    group.push({ kind: 'def', id: count++, group, index, sub: UNFINISHED, lineage: NO_TYPES });
  }
  rec.forEach((st, i) => {
    const dt = group[i];
    if (dt === undefined) return;
    dt.sub = closeSub(types, st);
    dt.lineage = [...(dt.sub.supers[0]?.lineage ?? NO_TYPES), dt];
  });
  return group;
};

/**
 * `$rolldt(|dts|, rec)`, closed: the defined types of a recursive type that follows the types `dts`.
 * Its indices must be bound by `dts` or by the group itself, and supertypes must come before their subtypes.
 */
export const rolldt = (dts: readonly DefType[], rec: RecType): readonly DefType[] => {
  const key = spellRec(dts, rec);
  const known = groups.get(key);
  if (known !== undefined) return known;
  const group = unroll(dts, rec);
  groups.set(key, group);
  return group;
};

/** `$alloctypes(type*)`: the defined types of a module, by type index. The types must be valid. */
export const alloctypes = (types: readonly TypeDef[]): readonly DefType[] => {
  const dts: DefType[] = [];
  for (const { rec } of types) {
    for (const dt of rolldt(dts, rec)) dts.push(dt);
  }
  return dts;
};
