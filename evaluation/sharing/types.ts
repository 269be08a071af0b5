/**
 * The translation of types.
 * ```rule
 * ⟦(ref null? (shared ht))⟧ = i32
 *
 * ⟦shared (func t₁* → t₂*)⟧ = func ⟦t₁*⟧ → ⟦t₂*⟧
 *
 * ⟦shared comptype⟧ = comptype without `shared`
 *   — if comptype is no function type
 *
 * ⟦rec st*⟧ = rec ⟦st⟧* (struct (ref null ht)*)
 *   — if (ref null? (shared ht))* are those in st*, and there are some
 * ```
 * No value has the type of a structure, array or continuation that was shared; it keeps its place. The last rule keeps types apart
 * that were different in nothing but shared references.
 * @category Evaluation: sharing
 * @module
 */
import type { TypeDef } from '../../syntax/modules.ts';
import type {
  AbsHeapName, CompType, FieldType, HeapType, RecType, RefType, StorageType, SubType, TypeIdx, ValType,
} from '../../syntax/types.ts';

/** The types of a module, translated. */
export interface Types {
  readonly defs: readonly TypeDef[];
  /** how many there are */
  readonly count: number;
  /** ⟦x⟧ */
  readonly typeIdx: (x: number) => number;
  readonly isShared: (ht: HeapType) => boolean;
}

const mapComp = (ct: CompType, storage: (zt: StorageType) => StorageType, heap: (ht: HeapType) => HeapType): CompType => {
  const val = (t: ValType): ValType => storage(t) as ValType; // what is not packed stays so
  const field = (ft: FieldType): FieldType => ({ mutable: ft.mutable, storage: storage(ft.storage) });
  switch (ct.kind) {
    case 'func': return { kind: 'func', params: ct.params.map(val), results: ct.results.map(val) };
    case 'struct': return { kind: 'struct', fields: ct.fields.map(field) };
    case 'array': return { kind: 'array', field: field(ct.field) };
    case 'cont': return { kind: 'cont', type: heap(ct.type) };
  }
};
const storagesIn = (ct: CompType): readonly StorageType[] => {
  switch (ct.kind) {
    case 'func': return [...ct.params, ...ct.results];
    case 'struct': return ct.fields.map(({ storage }) => storage);
    case 'array': return [ct.field.storage];
    case 'cont': return [];
  }
};

type View = Pick<Types, 'typeIdx' | 'isShared'>;
const use = ({ typeIdx }: View, { kind, x }: TypeIdx): TypeIdx => ({ kind, x: typeIdx(x) });
const unsharedNames: { readonly [name in AbsHeapName]?: AbsHeapName } = { waitqueue: 'extern', nowaitqueue: 'noextern' };
/** ht without `shared` */
const unshared = (T: View, ht: HeapType): HeapType =>
  ht.kind === 'idx' ? use(T, ht) : { kind: 'abs', shared: false, name: unsharedNames[ht.name] ?? ht.name };
const unsharedStorage = (T: View) => (zt: StorageType): StorageType =>
  typeof zt === 'string' ? zt : { ...zt, heap: unshared(T, zt.heap) };

/** ⟦ht⟧, of a type that is not shared */
export const heapType = (T: View, ht: HeapType): HeapType => ht.kind === 'idx' ? use(T, ht) : ht;
/** ⟦rt⟧, of one that is not shared */
export const refType = (T: View, { kind, nullable, heap }: RefType): RefType => ({ kind, nullable, heap: heapType(T, heap) });
/** ⟦zt⟧ */
const storageType = (T: View) => (zt: StorageType): StorageType =>
  typeof zt === 'string' ? zt : T.isShared(zt.heap) ? 'i32' : refType(T, zt);
/** ⟦t⟧ */
export const valType = (T: View, t: ValType): ValType => typeof t === 'string' ? t : T.isShared(t.heap) ? 'i32' : refType(T, t);

const isOpaque = ({ shared, comp }: SubType): boolean => shared && comp.kind !== 'func';
const subType = (T: View) => (st: SubType): SubType => ({
  final: st.final, supers: st.supers.map((u) => use(T, u)), shared: false,
  comp: isOpaque(st) ? mapComp(st.comp, unsharedStorage(T), (ht) => unshared(T, ht))
    : mapComp(st.comp, storageType(T), (ht) => heapType(T, ht)),
});
/** The shared references in a group that become numbers. */
const numbersIn = ({ isShared }: Pick<Types, 'isShared'>, rec: RecType): readonly RefType[] =>
  rec.flatMap((st) => isOpaque(st) ? [] : storagesIn(st.comp).flatMap((zt) => typeof zt === 'object' && isShared(zt.heap) ? [zt] : []));
const record = (T: View, rts: readonly RefType[]): SubType => ({
  final: true, supers: [], shared: false,
  comp: { kind: 'struct', fields: rts.map((rt) => ({ mutable: false, storage: unsharedStorage(T)(rt) })) },
});

/** ⟦type*⟧ */
export const sharedTypes = (types: readonly TypeDef[]): Types => {
  const flat = types.flatMap(({ rec }) => rec), indices: number[] = [];
  const isShared = (ht: HeapType): boolean => ht.kind === 'abs' ? ht.shared : flat[ht.x]?.shared === true;
  const numbers = types.map(({ rec }) => numbersIn({ isShared }, rec));
  let count = 0;
  types.forEach(({ rec }, g) => {
    for (let i = 0; i < rec.length; i++) indices.push(count++);
    if (numbers[g]?.length !== 0) count++;
  });
  const T: View = { isShared, typeIdx: (x) => indices[x] ?? x };
  const defs = types.map(({ rec, at }, g): TypeDef => {
    const own = numbers[g] ?? [];
    return { rec: [...rec.map(subType(T)), ...own.length === 0 ? [] : [record(T, own)]], at };
  });
  return { defs, count, ...T };
};
