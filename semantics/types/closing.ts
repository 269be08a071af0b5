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

/**
 * `dt*`, indexed by type indices: the types of a module, or anything else that can be asked in the same way. D is what
 * stands there; closing does not look into it.
 */
export interface TypeSpace<D> {
  readonly at: (x: number) => D | undefined;
}

/** `dt*[x]`. Throws if there is no such type: only valid types are closed. */
export const closeUse = <D>(dts: TypeSpace<D>, u: TypeIdx): D => {
  const dt = dts.at(u.x);
  if (dt === undefined) throw new RangeError(`unknown type ${u.x}: only valid types can be closed`);
  return dt;
};

/** `ht[:= dt*]` */
export const closeHeap = <D>(dts: TypeSpace<D>, ht: HeapType): HeapType<D> => ht.kind === 'abs' ? ht : closeUse(dts, ht);

/** `rt[:= dt*]` */
export const closeRef = <D>(dts: TypeSpace<D>, rt: RefType): RefType<D> =>
  ({ kind: 'ref', nullable: rt.nullable, heap: closeHeap(dts, rt.heap) });

/** `t[:= dt*]` */
export const closeVal = <D>(dts: TypeSpace<D>, t: ValType): ValType<D> => typeof t === 'string' ? t : closeRef(dts, t);

/** `zt[:= dt*]` */
export const closeStorage = <D>(dts: TypeSpace<D>, zt: StorageType): StorageType<D> => typeof zt === 'string' ? zt : closeRef(dts, zt);

/** `t*[:= dt*]` */
export const closeResult = <D>(dts: TypeSpace<D>, ts: ResultType): ResultType<D> => ts.map((t) => closeVal(dts, t));

/** `ft[:= dt*]` */
export const closeField = <D>(dts: TypeSpace<D>, ft: FieldType): FieldType<D> =>
  ({ mutable: ft.mutable, storage: closeStorage(dts, ft.storage) });

/** `ct[:= dt*]` */
export const closeComp = <D>(dts: TypeSpace<D>, ct: CompType): CompType<D> => {
  switch (ct.kind) {
    case 'struct': return { kind: 'struct', fields: ct.fields.map((ft) => closeField(dts, ft)) };
    case 'array': return { kind: 'array', field: closeField(dts, ct.field) };
    case 'func': return { kind: 'func', params: closeResult(dts, ct.params), results: closeResult(dts, ct.results) };
    case 'cont': return { kind: 'cont', type: closeHeap(dts, ct.type) };
  }
};

/** `st[:= dt*]` */
export const closeSub = <D>(dts: TypeSpace<D>, st: SubType): SubType<D> =>
  ({ final: st.final, supers: st.supers.map((u) => closeUse(dts, u)), shared: st.shared, comp: closeComp(dts, st.comp) });

/** `gt[:= dt*]` */
export const closeGlobal = <D>(dts: TypeSpace<D>, gt: GlobalType): GlobalType<D> =>
  ({ sharing: gt.sharing, mutable: gt.mutable, type: closeVal(dts, gt.type) });

/** `tt[:= dt*]` */
export const closeTable = <D>(dts: TypeSpace<D>, tt: TableType): TableType<D> =>
  ({ addr: tt.addr, limits: tt.limits, shared: tt.shared, ref: closeRef(dts, tt.ref) });

/** `xt[:= dt*]`; tag and function types are type uses, and memory types mention none. */
export const closeExtern = <D>(dts: TypeSpace<D>, xt: ExternType): ExternType<D> => {
  switch (xt.kind) {
    case 'func': return { kind: 'func', type: closeUse(dts, xt.type) };
    case 'tag': return { kind: 'tag', type: closeUse(dts, xt.type) };
    case 'global': return { kind: 'global', type: closeGlobal(dts, xt.type) };
    case 'table': return { kind: 'table', type: closeTable(dts, xt.type) };
    case 'mem': return xt;
  }
};
