/**
 * Arbitrary types, as written: well-formed, but seldom valid.
 * @module
 */
import * as fc from 'fast-check';
import type {
  AbsHeapName, AbsHeapType, AddrType, CompType, ContType, FieldType, FuncType, GlobalType, HeapType, Limits, MemType, NumType, RefType,
  StorageType, StructType, SubType, TableType, TypeIdx, ValType,
} from '../../syntax/types.ts';
import { index, u64 } from './primitives.ts';

const heapNames: { readonly [name in AbsHeapName]: true } = {
  any: true, eq: true, i31: true, struct: true, array: true, none: true, func: true, nofunc: true, exn: true, noexn: true, extern: true,
  noextern: true, cont: true, nocont: true, waitqueue: true, nowaitqueue: true,
};
const absHeapType: fc.Arbitrary<AbsHeapType> = fc.record({
  kind: fc.constant('abs'),
  shared: fc.boolean(),
  // The keys of a record are its names: the type of `heapNames` says that there are no others.
  name: fc.constantFrom(...(Object.keys(heapNames) as AbsHeapName[])),
});
/** A type index. */
export const typeIdx: fc.Arbitrary<TypeIdx> = fc.record({ kind: fc.constant('idx'), x: index });
/** A heap type. */
export const heapType: fc.Arbitrary<HeapType> = fc.oneof(absHeapType, typeIdx);
/** A reference type, nullable or not as asked. */
export const refTypeThat = (nullable: fc.Arbitrary<boolean>): fc.Arbitrary<RefType> =>
  fc.record({ kind: fc.constant('ref'), nullable, heap: heapType });
/** A reference type. */
export const refType: fc.Arbitrary<RefType> = refTypeThat(fc.boolean());

/** A number type. */
export const numType: fc.Arbitrary<NumType> = fc.constantFrom('i32', 'i64', 'f32', 'f64');
/** A value type. */
export const valType: fc.Arbitrary<ValType> = fc.oneof(numType, fc.constant('v128' as const), refType);
/** A few value types. */
export const valTypes: fc.Arbitrary<readonly ValType[]> = fc.array(valType, { maxLength: 4 });
const storageType: fc.Arbitrary<StorageType> = fc.oneof(valType, fc.constantFrom('i8' as const, 'i16' as const));
const fieldType: fc.Arbitrary<FieldType> = fc.record({ mutable: fc.boolean(), storage: storageType });

const funcType: fc.Arbitrary<FuncType> = fc.record({ kind: fc.constant('func'), params: valTypes, results: valTypes });
const structType: fc.Arbitrary<StructType> = fc.record({ kind: fc.constant('struct'), fields: fc.array(fieldType, { maxLength: 3 }) });
const contType: fc.Arbitrary<ContType> = fc.record({ kind: fc.constant('cont'), type: typeIdx });
const compType: fc.Arbitrary<CompType> = fc.oneof(
  funcType, structType, contType, fc.record({ kind: fc.constant('array' as const), field: fieldType }),
);

const subTypeOf = (comp: fc.Arbitrary<CompType>): fc.Arbitrary<SubType> =>
  fc.record({ final: fc.boolean(), supers: fc.array(typeIdx, { maxLength: 2 }), shared: fc.boolean(), comp });
/** A subtype. */
export const subType: fc.Arbitrary<SubType> = subTypeOf(compType);
/** A subtype of a function type. */
export const funcSubType: fc.Arbitrary<SubType> = subTypeOf(funcType);

const addrType: fc.Arbitrary<AddrType> = fc.constantFrom('i32', 'i64');
const limits: fc.Arbitrary<Limits> = fc.record({ min: u64, max: fc.option(u64, { nil: undefined }) });
/** A memory type; a shared one has a maximum. */
export const memType: fc.Arbitrary<MemType> = fc.oneof(
  fc.record({ addr: addrType, limits, shared: fc.constant(false) }),
  fc.record({ addr: addrType, limits: fc.record({ min: u64, max: u64 }), shared: fc.constant(true) }),
);
/** A table type. */
export const tableType: fc.Arbitrary<TableType> = fc.record({ addr: addrType, limits, shared: fc.boolean(), ref: refType });
/** A global type. */
export const globalType: fc.Arbitrary<GlobalType> =
  fc.record({ sharing: fc.constantFrom('unshared', 'shared', 'thread_local'), mutable: fc.boolean(), type: valType });
