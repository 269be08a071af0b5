/**
 * The translation of types.
 * ```rule
 * ⟦cont⟧ = $cont
 *
 * ⟦nocont⟧ = none
 *
 * ⟦x⟧ = x + d
 *   — if the driver has d types
 *
 * ⟦sub final? y* (cont $ft)⟧ = sub final? ⟦y⟧* (struct (mut (ref null $stack)) (ref null ⟦$ft⟧))
 *   — if y* = $cont instead of ε
 * ```
 * Everything else is translated part by part. The second field of a continuation is always null; it keeps the types of different
 * continuations apart, and makes their subtyping that of their functions.
 * @module
 */
import type { BlockType } from '../../syntax/instructions.ts';
import type {
  CompType, ContType, ExternType, FieldType, GlobalType, HeapType, RefType, StorageType, StructType, SubType, TableType, TypeIdx, ValType,
} from '../../syntax/types.ts';
import { absRef, idxRef } from '../../syntax/types.ts';
import type { TypeDef } from '../../syntax/modules.ts';
import { DRIVER_TYPES, T } from './driver.ts';

/** ⟦x⟧, of a type index */
export const typeIdx = (x: number): number => x + DRIVER_TYPES;
const use = ({ kind, x }: TypeIdx): TypeIdx => ({ kind, x: typeIdx(x) });

/** ⟦ht⟧ */
export const heapType = (ht: HeapType): HeapType => {
  if (ht.kind === 'idx') return use(ht);
  if (ht.name === 'cont') return { kind: 'idx', x: T.cont };
  return ht.name === 'nocont' ? absRef('none').heap : ht;
};
/** ⟦rt⟧ */
export const refType = ({ kind, nullable, heap }: RefType): RefType => ({ kind, nullable, heap: heapType(heap) });
/** ⟦t⟧ */
export const valType = (t: ValType): ValType => typeof t === 'string' ? t : refType(t);
const storageType = (zt: StorageType): StorageType => typeof zt === 'string' ? zt : refType(zt);
const fieldType = ({ mutable, storage }: FieldType): FieldType => ({ mutable, storage: storageType(storage) });

const STACK = idxRef(T.stack, true);
const contFields = ({ type }: ContType): StructType => ({
  kind: 'struct',
  fields: [{ mutable: true, storage: STACK }, { mutable: false, storage: { kind: 'ref', nullable: true, heap: heapType(type) } }],
});
const compType = (ct: CompType): CompType => {
  switch (ct.kind) {
    case 'func': return { kind: 'func', params: ct.params.map(valType), results: ct.results.map(valType) };
    case 'struct': return { kind: 'struct', fields: ct.fields.map(fieldType) };
    case 'array': return { kind: 'array', field: fieldType(ct.field) };
    case 'cont': return contFields(ct);
  }
};
const SUPER: readonly TypeIdx[] = [{ kind: 'idx', x: T.cont }];
const subType = ({ final, supers, shared, comp }: SubType): SubType => ({
  final, shared, comp: compType(comp),
  supers: comp.kind === 'cont' && supers.length === 0 ? SUPER : supers.map(use),
});

/** ⟦type⟧ */
export const typeDef = ({ rec, at }: TypeDef): TypeDef => ({ rec: rec.map(subType), at });
/** ⟦bt⟧ */
export const blockType = (bt: BlockType): BlockType => {
  if (bt.kind === 'idx') return { kind: 'idx', x: typeIdx(bt.x) };
  return { kind: 'result', type: bt.type === undefined ? undefined : valType(bt.type) };
};
/** ⟦gt⟧ */
export const globalType = ({ sharing, mutable, type }: GlobalType): GlobalType => ({ sharing, mutable, type: valType(type) });
/** ⟦tt⟧ */
export const tableType = ({ addr, limits, shared, ref }: TableType): TableType => ({ addr, limits, shared, ref: refType(ref) });
/** ⟦xt⟧, but for tags */
export const externType = (xt: Exclude<ExternType, { readonly kind: 'tag' }>): ExternType => {
  switch (xt.kind) {
    case 'func': return { kind: 'func', type: use(xt.type) };
    case 'table': return { kind: 'table', type: tableType(xt.type) };
    case 'global': return { kind: 'global', type: globalType(xt.type) };
    case 'mem': return xt;
  }
};
