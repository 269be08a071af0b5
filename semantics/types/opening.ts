/**
 * Opened types: the defined types in closed types replaced by type indices, as a module that defines them writes it. One function a
 * nonterminal; the inverse of closing.
 * @module
 */
import type {
  CompType, FieldType, GlobalType, HeapType, RefType, StorageType, SubType, TableType, TypeIdx, ValType,
} from '../../syntax/types.ts';
import type { DefType } from './deftypes.ts';

/** The index of a defined type in a module. */
export type IndexOf = (dt: DefType) => number;

const openUse = (x: IndexOf, dt: DefType): TypeIdx => ({ kind: 'idx', x: x(dt) });

/** ht, with indices */
export const openHeap = (x: IndexOf, ht: HeapType<DefType>): HeapType => ht.kind === 'abs' ? ht : openUse(x, ht);

/** rt, with indices */
export const openRef = (x: IndexOf, rt: RefType<DefType>): RefType => ({ kind: 'ref', nullable: rt.nullable, heap: openHeap(x, rt.heap) });

/** t, with indices */
export const openVal = (x: IndexOf, t: ValType<DefType>): ValType => typeof t === 'string' ? t : openRef(x, t);

const openStorage = (x: IndexOf, zt: StorageType<DefType>): StorageType => typeof zt === 'string' ? zt : openRef(x, zt);
const openField = (x: IndexOf, ft: FieldType<DefType>): FieldType => ({ mutable: ft.mutable, storage: openStorage(x, ft.storage) });

const openComp = (x: IndexOf, ct: CompType<DefType>): CompType => {
  switch (ct.kind) {
    case 'struct': return { kind: 'struct', fields: ct.fields.map((ft) => openField(x, ft)) };
    case 'array': return { kind: 'array', field: openField(x, ct.field) };
    case 'func': return { kind: 'func', params: ct.params.map((t) => openVal(x, t)), results: ct.results.map((t) => openVal(x, t)) };
    case 'cont': return { kind: 'cont', type: openHeap(x, ct.type) };
  }
};

/** st, with indices */
export const openSub = (x: IndexOf, st: SubType<DefType>): SubType =>
  ({ final: st.final, supers: st.supers.map((dt) => openUse(x, dt)), shared: st.shared, comp: openComp(x, st.comp) });

/** gt, with indices */
export const openGlobal = (x: IndexOf, gt: GlobalType<DefType>): GlobalType =>
  ({ sharing: gt.sharing, mutable: gt.mutable, type: openVal(x, gt.type) });

/** tt, with indices */
export const openTable = (x: IndexOf, tt: TableType<DefType>): TableType =>
  ({ addr: tt.addr, limits: tt.limits, shared: tt.shared, ref: openRef(x, tt.ref) });
