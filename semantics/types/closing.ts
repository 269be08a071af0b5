/**
 * Closed types: the type indices of a module replaced by the defined types that they stand for. One function a
 * nonterminal, as in the specification.
 * @spec core 1.2-syntax.types `$subst_all_valtype` …
 * @spec core 2.0-validation.contexts `$clos_valtype` …
 * @module
 */
import type {
  CompType, ExternType, FieldType, GlobalType, HeapType, RefType, ResultType, StorageType, SubType, TableType, TypeIdx, ValType,
} from '../../syntax/types.ts';
import type { DefType } from './deftypes.ts';

/** `dt*`, indexed by type indices: the types of a module, or anything else that can be asked in the same way. */
export interface TypeSpace {
  readonly at: (x: number) => DefType | undefined;
}

/** `dt*[x]`. Throws if there is no such type: only valid types are closed. */
export const closeUse = (dts: TypeSpace, u: TypeIdx): DefType => {
  const dt = dts.at(u.x);
  if (dt === undefined) throw new RangeError(`unknown type ${u.x}: only valid types can be closed`);
  return dt;
};

/** `ht[:= dt*]` */
export const closeHeap = (dts: TypeSpace, ht: HeapType): HeapType<DefType> => ht.kind === 'abs' ? ht : closeUse(dts, ht);

/** `rt[:= dt*]` */
export const closeRef = (dts: TypeSpace, rt: RefType): RefType<DefType> =>
  ({ kind: 'ref', nullable: rt.nullable, heap: closeHeap(dts, rt.heap) });

/** `t[:= dt*]` */
export const closeVal = (dts: TypeSpace, t: ValType): ValType<DefType> => typeof t === 'string' ? t : closeRef(dts, t);

/** `zt[:= dt*]` */
export const closeStorage = (dts: TypeSpace, zt: StorageType): StorageType<DefType> => typeof zt === 'string' ? zt : closeRef(dts, zt);

/** `t*[:= dt*]` */
export const closeResult = (dts: TypeSpace, ts: ResultType): ResultType<DefType> => ts.map((t) => closeVal(dts, t));

/** `ft[:= dt*]` */
export const closeField = (dts: TypeSpace, ft: FieldType): FieldType<DefType> =>
  ({ mutable: ft.mutable, storage: closeStorage(dts, ft.storage) });

/** `ct[:= dt*]` */
export const closeComp = (dts: TypeSpace, ct: CompType): CompType<DefType> => {
  switch (ct.kind) {
    case 'struct': return { kind: 'struct', fields: ct.fields.map((ft) => closeField(dts, ft)) };
    case 'array': return { kind: 'array', field: closeField(dts, ct.field) };
    case 'func': return { kind: 'func', params: closeResult(dts, ct.params), results: closeResult(dts, ct.results) };
    case 'cont': return { kind: 'cont', type: closeHeap(dts, ct.type) };
  }
};

/** `st[:= dt*]` */
export const closeSub = (dts: TypeSpace, st: SubType): SubType<DefType> =>
  ({ final: st.final, supers: st.supers.map((u) => closeUse(dts, u)), shared: st.shared, comp: closeComp(dts, st.comp) });

/** `gt[:= dt*]` */
export const closeGlobal = (dts: TypeSpace, gt: GlobalType): GlobalType<DefType> =>
  ({ sharing: gt.sharing, mutable: gt.mutable, type: closeVal(dts, gt.type) });

/** `tt[:= dt*]` */
export const closeTable = (dts: TypeSpace, tt: TableType): TableType<DefType> =>
  ({ addr: tt.addr, limits: tt.limits, shared: tt.shared, ref: closeRef(dts, tt.ref) });

/** `xt[:= dt*]`; tag and function types are type uses, and memory types mention none. */
export const closeExtern = (dts: TypeSpace, xt: ExternType): ExternType<DefType> => {
  switch (xt.kind) {
    case 'func': return { kind: 'func', type: closeUse(dts, xt.type) };
    case 'tag': return { kind: 'tag', type: closeUse(dts, xt.type) };
    case 'global': return { kind: 'global', type: closeGlobal(dts, xt.type) };
    case 'table': return { kind: 'table', type: closeTable(dts, xt.type) };
    case 'mem': return xt;
  }
};
